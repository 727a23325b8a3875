/**
 * The Lua scripts: read once from lua/*.lua, each a text of its own and all of them together one library of functions.
 *
 * `--- @use _name` lines at the top of a script say which shared functions it needs: its text has them before it, the
 * library has those of many scripts once before all, others beside the scripts that use them. The folder is found beside this file, in src under tsx and in dist alike (the
 * build copies it).
 */
import { createHash } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';

import { STEP_BYTES } from '../../engine/index.ts';
import { lua } from './layout.ts';

export interface Script {
  /** Alone, as EVAL gets it. */
  readonly text: string;
  readonly sha: string;
  /** Its name in the library. */
  readonly called: string;
}

/** All scripts as FUNCTION LOAD gets them. */
export interface Library {
  /** Names of libraries and functions are one space for all users of a server: each version has its own. */
  readonly hash: string;
  readonly name: string;
  readonly text: string;
}

export type ScriptName =
  | 'add-stats'
  | 'adopt-intents'
  | 'annotate'
  | 'answer'
  | 'apply-gates'
  | 'open-gates'
  | 'apply-schedules'
  | 'asked'
  | 'audit'
  | 'beat'
  | 'bulk'
  | 'cancel'
  | 'claim-tick'
  | 'counts'
  | 'delivered'
  | 'enqueue'
  | 'examine'
  | 'exchange'
  | 'expire'
  | 'faults'
  | 'feed'
  | 'feed-follow'
  | 'feed-followed'
  | 'find'
  | 'find-own'
  | 'forget-results'
  | 'forget-sessions'
  | 'gate-standing'
  | 'give-back'
  | 'identify'
  | 'land'
  | 'let-go'
  | 'list'
  | 'look'
  | 'note-ticks'
  | 'notice'
  | 'override-gate'
  | 'park'
  | 'part-gate'
  | 'pause-queue'
  | 'pause-schedule'
  | 'place'
  | 'prioritize'
  | 'promote'
  | 'prune'
  | 'put-aside'
  | 'raise-format'
  | 'read'
  | 'receive'
  | 'record-revision'
  | 'release'
  | 'remove'
  | 'reopen-gates'
  | 'replace'
  | 'rescue'
  | 'reserve'
  | 'restore'
  | 'retry'
  | 'run-arrive'
  | 'run-enter'
  | 'run-mark'
  | 'run-note'
  | 'run-read'
  | 'run-remove'
  | 'run-signal'
  | 'run-take'
  | 'run-turn'
  | 'set-back'
  | 'set-holds'
  | 'settle'
  | 'standing'
  | 'tickets'
  | 'unblock'
  | 'unplace'
  | 'withdraw';

const FOLDER = new URL('./lua/', import.meta.url);
const USE = /^--- @use (\S+)$/gm;
const scripts = new Map<string, Script>();
let whole: Library | undefined;

/** @returns the script of that name with what it uses; read from disk the first time */
export function script(name: ScriptName): Script {
  let found = scripts.get(name);
  if (!found) {
    const own = read(name);
    const text = [...usedBy(own), own].join('\n');
    found = { text, sha: hashOf(text), called: nameIn(library().hash, name) };
    scripts.set(name, found);
  }
  return found;
}

/** @returns the library of all scripts; read from disk the first time */
export function library(): Library {
  whole ??= assembleLibrary();
  return whole;
}

/** Begins the name of every library of ours, whatever its version. */
export const LIBRARY_PREFIX = 'skep_';

/** Words on both sides of the script's own name: none is a part of another. */
function nameIn(hash: string, script: string): string {
  return `${LIBRARY_PREFIX}${script.replaceAll('-', '_')}_${hash}`;
}

/** Names of all script files, shared parts left out. */
export function scriptNames(): readonly string[] {
  return readdirSync(FOLDER)
    .filter((file) => file.endsWith('.lua') && !file.startsWith('_'))
    .map((file) => file.slice(0, -'.lua'.length))
    .sort();
}

/**
 * A function is given its keys and arguments; the scripts, and what they share, read them as EVAL hands them out. Here
 * the two names are variables of the library, set at each call: one call runs at a time, and to its end. So are the names
 * of Lua's own, which a library sees through a table behind a table, and not before its first call.
 */
const OPENING = `local register = redis.register_function
local function own()
  return redis, cjson, string, table, math, tonumber, tostring, type, ipairs, pairs, next, unpack, pcall
end
local KEYS, ARGV
local redis, cjson, string, table, math, tonumber, tostring, type, ipairs, pairs, next, unpack, pcall
local function entry(name, body)
  register(name, function(keys, args)
    if not redis then
      redis, cjson, string, table, math, tonumber, tostring, type, ipairs, pairs, next, unpack, pcall = own()
    end
    KEYS, ARGV = keys, args
    return body()
  end)
end`;

/** Shared parts that so many scripts use stand once before all; Lua has room for 200 names there. The others stand beside each script that uses them. */
const COMMON = 10;

function assembleLibrary(): Library {
  const own = scriptNames().map((name) => {
    const text = read(name);
    return { name, text, used: usedBy(text) };
  });
  const users = new Map<string, number>();
  for (const { used } of own) for (const part of used) users.set(part, (users.get(part) ?? 0) + 1);
  // What a common part uses has as many users: it is common too, and stands before it.
  const isCommon = (part: string): boolean => (users.get(part) ?? 0) >= COMMON;
  const common = new Set(own.flatMap(({ used }) => used.filter(isCommon)));
  const scoped = ({ name, text, used }: (typeof own)[number], hash: string): string => {
    const beside = used.filter((part) => !isCommon(part));
    return ['do', ...beside, `entry('${nameIn(hash, name)}', function()\n${text}end)`, 'end'].join('\n');
  };
  const compose = (hash: string): string =>
    [OPENING, ...common, ...own.map((script) => scoped(script, hash))].join('\n');
  const hash = hashOf(compose('')).slice(0, 16);
  const name = `${LIBRARY_PREFIX}${hash}`;
  return { hash, name, text: `#!lua name=${name}\n${compose(hash)}\n` };
}

/** @returns the texts of what a text uses, and of what these use; each once, before what uses it */
function usedBy(text: string): readonly string[] {
  const used = [...text.matchAll(USE)].map((match) => read(match[1] ?? ''));
  return [...new Set(used.flatMap((one) => [...usedBy(one), one]))];
}

function hashOf(text: string): string {
  return createHash('sha1').update(text).digest('hex');
}

function read(name: string): string {
  if (name === '_layout') return lua();
  return readFileSync(new URL(`${name}.lua`, FOLDER), 'utf8');
}

/** Bytes of records that one script reads and writes anew, about: some 3 ms a megabyte, in which Redis does nothing else. */
export const SCRIPT_BYTES = STEP_BYTES;

/** What a script takes and gives. */
export type ScriptArgument = string | number;
export type ScriptReply = string | number | null | readonly ScriptReply[];

/** What ends work that was begun, and says so: a newer format bears it, for every older process does it until its next beat. */
const ENDING: ReadonlySet<ScriptName> = new Set(['settle', 'exchange', 'annotate', 'beat', 'give-back', 'withdraw']);

export function endsWork(script: ScriptName): boolean {
  return ENDING.has(script);
}

/** A reply that is a list of texts and numbers, as all our scripts but two give. */
export function asList(reply: ScriptReply): readonly (string | number | null)[] {
  return reply as readonly (string | number | null)[];
}
