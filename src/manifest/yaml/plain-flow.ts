/** One-line flow collections, `{ a: 1, b: [x, "y"] }`, for plain-yaml.ts. */
import type { Json } from '../../foundation/index.ts';
import { GIVE_UP, isKey, MAX_PLAIN_DEPTH, plainScalar, quoted } from './plain-scalar.ts';

/** Up to where a plain scalar inside of a flow collection goes, `: ` and ` #` apart. */
const PLAIN_END = /[,[\]{}]|: |:$| #/g;

export class FlowReader {
  readonly #text: string;
  readonly #depth: number;
  #at = 0;

  constructor(text: string, depth: number) {
    this.#text = text;
    this.#depth = depth;
  }

  /** The collection, and nothing but a comment behind it. */
  whole(): Json {
    const value = this.#value(this.#depth);
    if (!/^(?: +#.*| *)$/.test(this.#text.slice(this.#at))) throw GIVE_UP;
    return value;
  }

  #value(depth: number): Json {
    if (depth > MAX_PLAIN_DEPTH) throw GIVE_UP;
    const first = this.#text.charAt(this.#at);
    if (first === '{') return this.#map(depth);
    if (first === '[') return this.#list(depth);
    return first === '"' || first === "'" ? this.#quoted(first) : this.#plain();
  }

  #map(depth: number): Json {
    // eslint-disable-next-line no-restricted-syntax -- `__proto__` is left to the library, which refuses it
    const value: Record<string, Json> = {};
    this.#at += 1;
    this.#spaces();
    while (!this.#closes('}')) {
      const key = this.#key();
      if (Object.hasOwn(value, key)) throw GIVE_UP;
      value[key] = this.#value(depth + 1);
      this.#separator('}');
    }
    return value;
  }

  #list(depth: number): Json {
    const items: Json[] = [];
    this.#at += 1;
    this.#spaces();
    while (!this.#closes(']')) {
      items.push(this.#value(depth + 1));
      this.#separator(']');
    }
    return items;
  }

  #key(): string {
    const first = this.#text.charAt(this.#at);
    const colon = this.#text.indexOf(':', this.#at);
    const key = first === '"' ? this.#quoted(first) : this.#text.slice(this.#at, colon);
    if (first !== '"') this.#at = colon;
    if (colon < 0 || !isKey(key) || !this.#text.startsWith(': ', this.#at)) throw GIVE_UP;
    this.#at += 2;
    this.#spaces();
    return key;
  }

  #quoted(quote: string): string {
    const end = this.#text.indexOf(quote, this.#at + 1);
    if (end < 0) throw GIVE_UP;
    const text = quoted(this.#text.slice(this.#at + 1, end), quote);
    this.#at = end + 1;
    return text;
  }

  #plain(): Json {
    PLAIN_END.lastIndex = this.#at;
    const end = PLAIN_END.exec(this.#text);
    // A plain scalar ends at a comma or bracket; anything else here is a key or a comment.
    if (end === null || !/^[,\]}]$/.test(end[0])) throw GIVE_UP;
    const text = this.#text.slice(this.#at, end.index).trimEnd();
    if (text.endsWith(':') || /:[,[\]{}]/.test(this.#text.slice(this.#at, end.index + 1))) throw GIVE_UP;
    this.#at = end.index;
    return plainScalar(text);
  }

  /** After a value: a comma and something behind it, or the end. */
  #separator(close: string): void {
    this.#spaces();
    const next = this.#text.charAt(this.#at);
    if (next === close) return;
    if (next !== ',') throw GIVE_UP;
    this.#at += 1;
    this.#spaces();
    if (this.#text.charAt(this.#at) === close) throw GIVE_UP;
  }

  #closes(close: string): boolean {
    if (this.#at >= this.#text.length) throw GIVE_UP;
    if (this.#text.charAt(this.#at) !== close) return false;
    this.#at += 1;
    return true;
  }

  #spaces(): void {
    while (this.#text.charAt(this.#at) === ' ') this.#at += 1;
  }
}
