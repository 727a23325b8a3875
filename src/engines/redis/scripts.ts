/**
 * The Lua scripts: read once from lua/*.lua, sent by their SHA-1.
 *
 * `--- @use _name` lines at the top of a script put shared functions before it. The folder is found beside
 * this file, in src under tsx and in dist alike (the build copies it).
 */
import { createHash } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';

import { Command } from 'ioredis';

import { STEP_BYTES } from '../../engine/index.ts';
import type { StoreClient } from './client.ts';
import { lua } from './layout.ts';

/** One script as Redis gets it. */
export interface Script {
  readonly name: string;
  readonly text: string;
  readonly sha: string;
}

export type ScriptName =
  | 'annotate'
  | 'apply-schedules'
  | 'beat'
  | 'cancel'
  | 'claim-tick'
  | 'close-tick'
  | 'counts'
  | 'enqueue'
  | 'enqueue-tick'
  | 'examine'
  | 'exchange'
  | 'expire'
  | 'find'
  | 'find-own'
  | 'forget-sessions'
  | 'give-back'
  | 'land'
  | 'let-go'
  | 'list'
  | 'look'
  | 'notice'
  | 'park'
  | 'pause-queue'
  | 'pause-schedule'
  | 'place'
  | 'promote'
  | 'prune'
  | 'read'
  | 'record-revision'
  | 'remove'
  | 'replace'
  | 'rescue'
  | 'reserve'
  | 'retry'
  | 'set-back'
  | 'settle'
  | 'standing'
  | 'tickets'
  | 'unblock'
  | 'unplace'
  | 'withdraw';

const FOLDER = new URL('./lua/', import.meta.url);
const loaded = new Map<string, Script>();

/** @returns the script of that name with what it uses; read from disk the first time */
export function script(name: ScriptName): Script {
  let found = loaded.get(name);
  if (!found) {
    const text = assemble(name);
    found = { name, text, sha: createHash('sha1').update(text).digest('hex') };
    loaded.set(name, found);
  }
  return found;
}

/** Names of all script files, shared parts left out; for tests. */
export function scriptNames(): readonly string[] {
  return readdirSync(FOLDER)
    .filter((file) => file.endsWith('.lua') && !file.startsWith('_'))
    .map((file) => file.slice(0, -'.lua'.length))
    .sort();
}

function assemble(name: string): string {
  return partsOf(name, new Set()).join('\n');
}

/** @param seen parts that are there already; each stands once, before what uses it */
function partsOf(name: string, seen: Set<string>): string[] {
  if (seen.has(name)) return [];
  seen.add(name);
  const own = read(name);
  const used = [...own.matchAll(/^--- @use (\S+)$/gm)].flatMap((match) => partsOf(match[1] ?? '', seen));
  return [...used, own];
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

/**
 * EVALSHA, a command of ioredis in all but the way to its arguments: ioredis copies a list four times on the way, once
 * by flattening it element by element, which took 0.7 of the 12 µs that a job costs its worker.
 */
class ScriptCall extends Command {
  constructor(sha: string, keys: readonly string[], args: readonly ScriptArgument[]) {
    super('evalsha', [], { replyEncoding: 'utf8' });
    this.args = [sha, keys.length, ...keys, ...args];
    this.stringifyArguments();
  }
}

/** Runs a script; Redis learns its text when it does not know it (first use, restart, failover, SCRIPT FLUSH). */
export async function runScript(
  client: StoreClient,
  name: ScriptName,
  keys: readonly string[],
  args: readonly ScriptArgument[],
): Promise<ScriptReply> {
  const { sha, text } = script(name);
  try {
    return (await client.sendCommand(new ScriptCall(sha, keys, args))) as ScriptReply;
  } catch (error) {
    if (!(error instanceof Error) || !error.message.startsWith('NOSCRIPT')) throw error;
    return (await client.eval(text, keys.length, ...keys, ...args)) as ScriptReply;
  }
}

/** A reply that is a list of texts and numbers, as all our scripts but two give. */
export function asList(reply: ScriptReply): readonly (string | number | null)[] {
  return reply as readonly (string | number | null)[];
}
