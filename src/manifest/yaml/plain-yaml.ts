/**
 * A fast way through large manifests. The yaml library keeps every token with its position, which takes 650 ms for
 * 10 000 tasks; a reload of a good file needs values only. This reader knows the plain part of YAML 1.2 — block mappings
 * and lists, one-line scalars, one-line flow collections — and gives up on everything else: escapes, anchors, tags, block
 * scalars, anything doubtful and everything wrong. It never reports a problem; what it gives up on, the library reads.
 * A property test holds that both agree wherever this one answers.
 */
import type { Json, JsonObject } from '../../foundation/index.ts';
import { type EntryMemory, RecalledSection } from './entry-memory.ts';
import { FlowReader } from './plain-flow.ts';
import { GIVE_UP, GiveUp, isKey, MAX_PLAIN_DEPTH, readScalar } from './plain-scalar.ts';

interface Line {
  /** Where it begins in the text. */
  readonly start: number;
  readonly indent: number;
  /** Without indentation and trailing spaces. */
  readonly text: string;
}

type NamedEntry = readonly [name: string, value: Json];

/** Entries of sections, which may be thousands, stand so deep. */
const ENTRY_DEPTH = 1;

/** Reads one entry of a section that is not plain, from its line to the next one. @returns undefined where it cannot */
export type ReadEntry = (text: string, section: string) => JsonObject | undefined;

export interface PlainReading {
  readonly data: Json;
  /** For the next text of the same file. */
  readonly memory: EntryMemory;
}

/**
 * Work that may be interrupted between two entries.
 * @param readEntry for entries of sections that are not plain
 * @param before of the former text of the file: what says the same becomes the same objects
 * @returns undefined when the text holds anything else that is none
 */
export function* readPlainYaml(
  text: string,
  readEntry: ReadEntry = () => undefined,
  before?: EntryMemory,
): Generator<void, PlainReading | undefined> {
  // Tabs, returns, other white space and half surrogate pairs have rules of their own.
  if (/[^\S \n]|\u0085|\p{Cs}/u.test(text)) return undefined;
  try {
    const reader = new PlainReader(text, readEntry, before);
    const data = yield* reader.document();
    return { data, memory: { text, sections: reader.sections } };
  } catch (thrown) {
    if (thrown instanceof GiveUp) return undefined;
    throw thrown;
  }
}

class PlainReader {
  readonly sections = new Map<string, RecalledSection['entries']>();
  readonly #text: string;
  readonly #readEntry: ReadEntry;
  readonly #before: EntryMemory | undefined;
  #at = 0;
  #line: Line | undefined;

  constructor(text: string, readEntry: ReadEntry, before: EntryMemory | undefined) {
    this.#text = text;
    this.#readEntry = readEntry;
    this.#before = before;
    this.#next();
  }

  *document(): Generator<void, Json> {
    if (this.#line === undefined || this.#line.indent !== 0) throw GIVE_UP;
    // eslint-disable-next-line no-restricted-syntax -- as in #map
    const value: Record<string, Json> = {};
    for (let line = this.#line as Line | undefined; line?.indent === 0 && !startsItem(line); line = this.#line) {
      const [key, rest] = this.#keyOf(line, value);
      const below = this.#line as Line | undefined;
      const isBlock = isNothing(rest) && below !== undefined && below.indent > 0 && !startsItem(below);
      value[key] = isBlock ? yield* this.#entries(key, below.indent) : this.#value(rest, 0, 0);
      yield;
    }
    this.#expectEnd(-1);
    return value;
  }

  /** A section that is a block of entries. */
  *#entries(section: string, indent: number): Generator<void, Json> {
    // eslint-disable-next-line no-restricted-syntax -- as in #map
    const value: Record<string, Json> = {};
    const recalled = new RecalledSection(section, this.#text, this.#before);
    this.sections.set(section, recalled.entries);
    for (let line = this.#line; line?.indent === indent && !startsItem(line); line = this.#line) {
      const [name, said] = this.#known(line, recalled) ?? this.#entry(line, section, value);
      if (Object.hasOwn(value, name)) throw GIVE_UP;
      value[name] = recalled.keep(name, said, line.start, this.#line?.start ?? this.#text.length);
      yield;
    }
    this.#expectEnd(indent);
    return value;
  }

  /** An entry that is written as it was before. */
  #known({ start, indent }: Line, recalled: RecalledSection): NamedEntry | undefined {
    const former = recalled.at(start);
    if (former === undefined) return undefined;
    const [at, line] = [this.#at, this.#line];
    const end = start + former.end - former.start;
    this.#at = end;
    this.#next();
    const next = this.#line;
    // What is a comment behind one value is a line of another one.
    const isWhole = (next?.start ?? this.#text.length) === end;
    const goesOn = next !== undefined && (next.indent > indent || (next.indent === indent && startsItem(next)));
    if (isWhole && !goesOn) return [former.name, former.value];
    [this.#at, this.#line] = [at, line];
    return undefined;
  }

  #entry(line: Line, section: string, others: Readonly<Record<string, Json>>): NamedEntry {
    try {
      const [key, rest] = this.#keyOf(line, others);
      return [key, this.#value(rest, line.indent, ENTRY_DEPTH)];
    } catch (thrown) {
      if (!(thrown instanceof GiveUp)) throw thrown;
      return this.#hardEntry(line, section);
    }
  }

  /** An entry that is not plain, from its first line on. */
  #hardEntry(line: Line, section: string): NamedEntry {
    const end = this.#endOf(line);
    const read = this.#readEntry(this.#text.slice(line.start, end), section);
    const [own, ...others] = Object.entries(read ?? {});
    if (own === undefined || others.length > 0) throw GIVE_UP;
    this.#at = end;
    this.#next();
    return own;
  }

  /** Where the first line begins that is not deeper. */
  #endOf({ start, indent }: Line): number {
    for (let at = this.#text.indexOf('\n', start) + 1; at > 0; at = this.#text.indexOf('\n', at) + 1) {
      let first = at;
      while (this.#text[first] === ' ') first += 1;
      if (first < this.#text.length && this.#text[first] !== '\n' && first - at <= indent) return at;
    }
    return this.#text.length;
  }

  #keyOf(line: Line, value: Readonly<Record<string, Json>>): [key: string, rest: string] {
    const [key, rest] = keyAndRest(line.text);
    if (Object.hasOwn(value, key)) throw GIVE_UP;
    this.#next();
    return [key, rest];
  }

  /** A block mapping whose keys stand at `indent`. */
  #map(indent: number, depth: number): Json {
    if (depth > MAX_PLAIN_DEPTH) throw GIVE_UP;
    // eslint-disable-next-line no-restricted-syntax -- `__proto__` is left to the library, which refuses it
    const value: Record<string, Json> = {};
    for (let line = this.#line; line?.indent === indent && !startsItem(line); line = this.#line) {
      const [key, rest] = this.#keyOf(line, value);
      value[key] = this.#value(rest, indent, depth);
    }
    this.#expectEnd(indent);
    return value;
  }

  /** A line deeper than the block that just ended belongs to nothing. */
  #expectEnd(indent: number): void {
    if (this.#line !== undefined && this.#line.indent > indent) throw GIVE_UP;
  }

  /** What follows a key: on its own line, or as a block below it. */
  #value(text: string, indent: number, depth: number): Json {
    if (!isNothing(text)) return this.#oneLine(text, indent, depth);
    const below = this.#line;
    if (below === undefined || below.indent < indent) return null;
    const isItem = startsItem(below);
    // A list may stand at the column of its key.
    if (below.indent === indent) return isItem ? this.#list(indent, depth + 1) : null;
    return isItem ? this.#list(below.indent, depth + 1) : this.#map(below.indent, depth + 1);
  }

  #oneLine(text: string, indent: number, depth: number): Json {
    // A deeper line would belong to this value.
    this.#expectEnd(indent);
    const first = text.charAt(0);
    return first === '{' || first === '[' ? new FlowReader(text, depth + 1).whole() : readScalar(text);
  }

  #list(indent: number, depth: number): Json {
    if (depth > MAX_PLAIN_DEPTH) throw GIVE_UP;
    const items: Json[] = [];
    for (let line = this.#line; line?.indent === indent && startsItem(line); line = this.#line) {
      items.push(this.#item(line, depth));
    }
    this.#expectEnd(indent);
    return items;
  }

  #item(line: Line, depth: number): Json {
    const text = line.text.slice(2).trimStart();
    const indent = line.indent + line.text.length - text.length;
    if (text === '' || text.startsWith('#') || text.startsWith('- ')) throw GIVE_UP;
    if (/^[A-Za-z0-9_.$/-]+:(?: |$)/.test(text)) {
      // `- key: value`: the item is a mapping that begins on this line.
      this.#line = { start: line.start, indent, text };
      return this.#map(indent, depth + 1);
    }
    this.#next();
    return this.#oneLine(text, line.indent, depth);
  }

  /** Moves to the next line that is neither blank nor a comment. */
  #next(): void {
    this.#line = undefined;
    while (this.#at < this.#text.length && this.#line === undefined) {
      const start = this.#at;
      const end = this.#text.indexOf('\n', this.#at);
      const raw = this.#text.slice(this.#at, end < 0 ? undefined : end).trimEnd();
      this.#at = end < 0 ? this.#text.length : end + 1;
      const text = raw.trimStart();
      if (text !== '' && !text.startsWith('#')) this.#line = { start, indent: raw.length - text.length, text };
    }
  }
}

/** Whether the value of a key does not stand on its line: there is a comment at most. */
function isNothing(rest: string): boolean {
  return rest === '' || rest.startsWith('#');
}

function startsItem({ text }: Line): boolean {
  return text.startsWith('- ');
}

function keyAndRest(text: string): [key: string, rest: string] {
  const colon = text.indexOf(':');
  const key = text.slice(0, colon);
  const rest = text.slice(colon + 1);
  if (colon < 0 || !isKey(key) || (rest !== '' && !rest.startsWith(' '))) throw GIVE_UP;
  return [key, rest.trimStart()];
}
