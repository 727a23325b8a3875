/**
 * What JSON.parse changes without a word: of two equal keys it keeps the last, whole numbers beyond 2^53 lose digits, and
 * numbers too small become 0. All come from other programs, which meant what they wrote. A key `__proto__` changes whoever copies it later.
 */

/** A place in a text where reading it changes what it says. */
export interface JsonChange {
  readonly reason: string;
  /** JSON pointer (RFC 6901) to the value. */
  readonly pointer: string;
  /** Index of the key or number in the text. */
  readonly at: number;
}

interface Level {
  /** null: a list. */
  readonly keys: Keys | null;
  /** The key or index under way. */
  step: string | number;
}

const [QUOTE, BACKSLASH, OPEN_MAP, CLOSE_MAP, OPEN_LIST, CLOSE_LIST, COMMA] = Array.from('"\\{}[],', (char) =>
  char.charCodeAt(0),
) as [number, number, number, number, number, number, number];
const [MINUS, ZERO, NINE] = [45, 48, 57];
const NUMBER = /-?\d+(?:\.\d+)?(?:[eE][+-]?\d+)?/y;
/** Digits up to which every number is exact. */
const EXACT_DIGITS = 15;
/** Characters up to which one with an exponent is: `9e9`. */
const EXACT_WITH_EXPONENT = 3;
const SHOWN_MAX = 40;

/**
 * Looks through a text that JSON.parse has taken, once and without recursion.
 * @returns the first change; undefined when what was read is what was written
 */
export function jsonChange(text: string): JsonChange | undefined {
  return new Reading(text).run();
}

class Reading {
  readonly #text: string;
  readonly #levels: Level[] = [];
  #at = 0;
  /** A key follows where a map opens, and after each comma in it. */
  #wantsKey = false;

  constructor(text: string) {
    this.#text = text;
  }

  run(): JsonChange | undefined {
    const text = this.#text;
    while (this.#at < text.length) {
      const code = text.charCodeAt(this.#at);
      let change: JsonChange | undefined;
      if (code === QUOTE) change = this.#string();
      else if (code === MINUS || (code >= ZERO && code <= NINE)) change = this.#number();
      else this.#mark(code);
      if (change !== undefined) return change;
    }
    return undefined;
  }

  #string(): JsonChange | undefined {
    const begin = this.#at;
    this.#at = endOfString(this.#text, begin);
    const level = this.#levels.at(-1);
    if (!this.#wantsKey || !level?.keys) return undefined;
    this.#wantsKey = false;
    const key = keyOf(this.#text, begin, this.#at);
    level.step = key;
    if (key === '__proto__') return this.#change('a key `__proto__` is refused', begin);
    return level.keys.add(key) ? undefined : this.#change('the key is there twice', begin);
  }

  #number(): JsonChange | undefined {
    const begin = this.#at;
    NUMBER.lastIndex = begin;
    const [number = '-'] = NUMBER.exec(this.#text) ?? [];
    this.#at += number.length;
    const change = changeOf(number);
    return change === undefined ? undefined : this.#change(changedNumber(number, change), begin);
  }

  /** Brackets, commas, and what stands between them without meaning. */
  #mark(code: number): void {
    this.#at += 1;
    if (code === OPEN_MAP || code === OPEN_LIST) {
      this.#wantsKey = code === OPEN_MAP;
      this.#levels.push(this.#wantsKey ? { keys: new Keys(), step: '' } : { keys: null, step: 0 });
    } else if (code === CLOSE_MAP || code === CLOSE_LIST) {
      this.#wantsKey = false;
      this.#levels.pop();
    } else if (code === COMMA) this.#comma();
  }

  #comma(): void {
    const level = this.#levels.at(-1);
    if (!level) return;
    this.#wantsKey = level.keys !== null;
    if (typeof level.step === 'number') level.step += 1;
  }

  #change(reason: string, at: number): JsonChange {
    return { reason, pointer: pointerTo(this.#levels), at };
  }
}

/** The keys of one map: a handful is looked through faster than it is hashed. */
class Keys {
  readonly #few: string[] = [];
  #many: Set<string> | undefined;

  /** @returns false when it is known already */
  add(key: string): boolean {
    if (this.#many) return this.#many.size < this.#many.add(key).size;
    if (this.#few.includes(key)) return false;
    this.#few.push(key);
    if (this.#few.length > 16) this.#many = new Set(this.#few);
    return true;
  }
}

/** @returns the index after the closing quote */
function endOfString(text: string, at: number): number {
  for (let end = text.indexOf('"', at + 1); end >= 0; end = text.indexOf('"', end + 1)) {
    let slashes = 0;
    while (text.charCodeAt(end - 1 - slashes) === BACKSLASH) slashes += 1;
    if (slashes % 2 === 0) return end + 1;
  }
  return text.length;
}

function keyOf(text: string, at: number, end: number): string {
  const raw = text.slice(at + 1, end - 1);
  return raw.includes('\\') ? (JSON.parse(text.slice(at, end)) as string) : raw;
}

/** From here on a number is written with an exponent, and nobody takes its digits for exact ones (json-text.ts). */
const EXPONENT_FROM = 1e21;

/** What the double of a number is not, although it was written; undefined when the double says the same. */
function changeOf(number: string): 'too large' | 'too small' | 'not exact' | undefined {
  // Shorter ones are exact, with an exponent of one digit too.
  if (number.length <= EXACT_WITH_EXPONENT) return undefined;
  if (number.length <= EXACT_DIGITS && !/[eE]/.test(number)) return undefined;
  const value = Number(number);
  if (!Number.isFinite(value)) return 'too large';
  if (value === 0) return /^[^eE]*[1-9]/.test(number) ? 'too small' : undefined;
  if (!Number.isInteger(value) || Number.isSafeInteger(value)) return undefined;
  return Math.abs(value) < EXPONENT_FROM || /^-?\d+$/.test(number) ? 'not exact' : undefined;
}

function changedNumber(number: string, change: 'too large' | 'too small' | 'not exact'): string {
  const shown = number.length > SHOWN_MAX ? `${number.slice(0, SHOWN_MAX)}…` : number;
  return change === 'not exact'
    ? `${shown} is beyond 2^53, where whole numbers are not kept exactly; write it as text`
    : `${shown} is ${change} for a number`;
}

function pointerTo(levels: readonly Level[]): string {
  return levels.map(({ step }) => `/${String(step).replaceAll('~', '~0').replaceAll('/', '~1')}`).join('');
}
