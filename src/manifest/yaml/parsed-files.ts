import type { Json, JsonObject } from '../../foundation/index.ts';
import { detached } from './detached.ts';
import type { EntryMemory } from './entry-memory.ts';
import { parse, type Parsed } from './parse.ts';
import type { Problems } from '../problems.ts';
import { isMapping, sameJson } from './same-json.ts';
import { NAMED_SECTIONS } from '../sections.ts';
import type { SourceFile } from './source-file.ts';

interface ParsedText extends Parsed {
  readonly text: string;
}

interface Remembered {
  readonly main: string;
  /** By absolute path. */
  readonly files: ReadonlyMap<string, ParsedText>;
}

/** Of the manifest that was read last: a process runs one. What that does not hold any more is forgotten. */
let remembered: Remembered = { main: '', files: new Map() };

/**
 * One reading of a manifest. Files that hold the same text as in the reading before are not parsed again, and entries that say the same
 * are the same objects: what was made of them then needs not be made again.
 */
export class ParsedFiles {
  readonly #main: string;
  readonly #problems: Problems;
  readonly #files = new Map<string, ParsedText>();
  #isBroken = false;

  /** @param main absolute path of the main file */
  constructor(main: string, problems: Problems) {
    this.#main = main;
    this.#problems = problems;
  }

  /** @returns as parse; not to be changed */
  *parse(file: SourceFile): Generator<void, Json | undefined> {
    const { path, text } = file;
    const before = remembered.main === this.#main ? remembered.files.get(path) : undefined;
    const now = before?.text === text ? before : yield* parse(file, this.#problems, before?.memory);
    // What has problems is parsed again, to tell them again.
    if (now === undefined) {
      this.#isBroken = true;
      return undefined;
    }
    const kept = now === before ? before : { text, ...(yield* sharing(before, now)) };
    this.#files.set(path, kept);
    return kept.data;
  }

  /** At the end of the reading. What is broken will most often be mended, and then say nearly what it said before, includes too. */
  remember(): void {
    const former = this.#isBroken && remembered.main === this.#main ? remembered.files : [];
    remembered = { main: this.#main, files: new Map([...former, ...this.#files]) };
  }
}

/** The same of the entries that the data has now. @param shared sections in which they may be others */
function holding({ text, sections }: EntryMemory, data: Json, shared: ReadonlySet<string>): EntryMemory {
  const own = data as Readonly<Record<string, JsonObject>>;
  const held = [...sections].map(([section, entries]) => {
    if (!shared.has(section)) return [section, entries] as const;
    return [section, entries.map((entry) => ({ ...entry, value: own[section]?.[entry.name] as Json }))] as const;
  });
  return { text, sections: new Map(held) };
}

/** @param now to be changed: entries of sections that are as they were become those of before. @returns it */
function* sharing(before: Parsed | undefined, now: Parsed): Generator<void, Parsed> {
  const { data, memory } = now;
  if (!isMapping(before?.data) || !isMapping(data)) return now;
  const shared = new Set<string>();
  for (const section of NAMED_SECTIONS) {
    // Where the fast reader has read the entries of both it has seen to it. It takes a section on one line as a value like any other.
    if (memory?.sections.has(section) === true && before.memory?.sections.has(section) === true) continue;
    const [old, fresh] = [before.data[section], data[section]];
    if (!isMapping(old) || !isMapping(fresh)) continue;
    yield* shareEntries(old, fresh);
    shared.add(section);
  }
  return { data, memory: memory && holding(memory, data, shared) };
}

function* shareEntries(before: JsonObject, now: Record<string, Json>): Generator<void> {
  for (const [name, entry] of Object.entries(now)) {
    const old = Object.hasOwn(before, name) ? before[name] : undefined;
    now[name] = old !== undefined && sameJson(old, entry) ? old : detached(entry);
    yield;
  }
}
