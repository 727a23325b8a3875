/**
 * A fast way through large manifests. The yaml library keeps every token with its position, which takes 650 ms for
 * 10 000 tasks; a reload of a good file needs values only. This reader knows the plain part of YAML 1.2 — block mappings
 * and lists, one-line scalars, one-line flow collections — and gives up on everything else: escapes, anchors, tags, block
 * scalars, anything doubtful and everything wrong. It never reports a problem; what it gives up on, the library reads.
 * A property test holds that both agree wherever this one answers.
 */
import type { Json } from '../foundation/index.ts';
import { FlowReader } from './plain-flow.ts';
import { GIVE_UP, GiveUp, isKey, MAX_PLAIN_DEPTH, readScalar } from './plain-scalar.ts';

interface Line {
  readonly indent: number;
  /** Without indentation and trailing spaces. */
  readonly text: string;
}

/** @returns undefined when the text holds anything but plain YAML */
export function readPlainYaml(text: string): Json | undefined {
  // Tabs, returns, other white space and half surrogate pairs have rules of their own.
  if (/[^\S \n]|\u0085|\p{Cs}/u.test(text)) return undefined;
  try {
    return new PlainReader(text).document();
  } catch (thrown) {
    if (thrown instanceof GiveUp) return undefined;
    throw thrown;
  }
}

class PlainReader {
  readonly #text: string;
  #at = 0;
  #line: Line | undefined;

  constructor(text: string) {
    this.#text = text;
    this.#next();
  }

  document(): Json {
    if (this.#line === undefined || this.#line.indent !== 0) throw GIVE_UP;
    const value = this.#map(0, 0);
    this.#expectEnd(-1);
    return value;
  }

  /** A block mapping whose keys stand at `indent`. */
  #map(indent: number, depth: number): Json {
    if (depth > MAX_PLAIN_DEPTH) throw GIVE_UP;
    // eslint-disable-next-line no-restricted-syntax -- `__proto__` is left to the library, which refuses it
    const value: Record<string, Json> = {};
    for (let line = this.#line; line?.indent === indent && !line.text.startsWith('- '); line = this.#line) {
      const [key, rest] = keyAndRest(line.text);
      if (Object.hasOwn(value, key)) throw GIVE_UP;
      this.#next();
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
    if (text !== '' && !text.startsWith('#')) return this.#oneLine(text, indent, depth);
    const below = this.#line;
    if (below === undefined || below.indent < indent) return null;
    const isItem = below.text.startsWith('- ');
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
    for (let line = this.#line; line?.indent === indent && line.text.startsWith('- '); line = this.#line) {
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
      this.#line = { indent, text };
      return this.#map(indent, depth + 1);
    }
    this.#next();
    return this.#oneLine(text, line.indent, depth);
  }

  /** Moves to the next line that is neither blank nor a comment. */
  #next(): void {
    this.#line = undefined;
    while (this.#at < this.#text.length && this.#line === undefined) {
      const end = this.#text.indexOf('\n', this.#at);
      const raw = this.#text.slice(this.#at, end < 0 ? undefined : end).trimEnd();
      this.#at = end < 0 ? this.#text.length : end + 1;
      const text = raw.trimStart();
      if (text !== '' && !text.startsWith('#')) this.#line = { indent: raw.length - text.length, text };
    }
  }
}

function keyAndRest(text: string): [key: string, rest: string] {
  const colon = text.indexOf(':');
  const key = text.slice(0, colon);
  const rest = text.slice(colon + 1);
  if (colon < 0 || !isKey(key) || (rest !== '' && !rest.startsWith(' '))) throw GIVE_UP;
  return [key, rest.trimStart()];
}
