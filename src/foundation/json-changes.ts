/**
 * What JSON.parse changes without a word: of two equal keys it keeps the last, and whole numbers beyond 2^53 lose digits.
 * Both come from other programs, which meant what they wrote. A key `__proto__` changes whoever copies it later.
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
const SHOWN_MAX = 40;

/**
 * Looks through a text that JSON.parse has taken, once and without recursion.
 * @returns the first change; undefined when what was read is what was written
 */
export function jsonChange(text: string): JsonChange | undefined {
  const levels: Level[] = [];
  let at = 0;
  // A key follows where a map opens, and after each comma in it.
  let wantsKey = false;
  while (at < text.length) {
    const code = text.charCodeAt(at);
    const level = levels.at(-1);
    if (code === QUOTE) {
      const end = endOfString(text, at);
      if (wantsKey && level?.keys) {
        const key = keyOf(text, at, end);
        level.step = key;
        if (key === '__proto__') return { reason: 'a key `__proto__` is refused', pointer: pointerTo(levels), at };
        if (!level.keys.add(key)) return { reason: 'the key is there twice', pointer: pointerTo(levels), at };
        wantsKey = false;
      }
      at = end;
    } else if (code === MINUS || (code >= ZERO && code <= NINE)) {
      NUMBER.lastIndex = at;
      const [number = '-'] = NUMBER.exec(text) ?? [];
      if (isChanged(number)) return { reason: changedNumber(number), pointer: pointerTo(levels), at };
      at += number.length;
    } else {
      if (code === OPEN_MAP || code === OPEN_LIST) {
        levels.push(code === OPEN_MAP ? { keys: new Keys(), step: '' } : { keys: null, step: 0 });
        wantsKey = code === OPEN_MAP;
      } else if (code === CLOSE_MAP || code === CLOSE_LIST) {
        levels.pop();
        wantsKey = false;
      } else if (code === COMMA && level) {
        wantsKey = level.keys !== null;
        if (typeof level.step === 'number') level.step += 1;
      }
      at += 1;
    }
  }
  return undefined;
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

function isChanged(number: string): boolean {
  if (number.length <= EXACT_DIGITS) return number.length > 4 && !Number.isFinite(Number(number));
  const value = Number(number);
  return !Number.isFinite(value) || (/^-?\d+$/.test(number) && !Number.isSafeInteger(value));
}

function changedNumber(number: string): string {
  const shown = number.length > SHOWN_MAX ? `${number.slice(0, SHOWN_MAX)}…` : number;
  return Number.isFinite(Number(number))
    ? `${shown} is beyond 2^53, where whole numbers are not kept exactly; write it as text`
    : `${shown} is too large for a number`;
}

function pointerTo(levels: readonly Level[]): string {
  return levels.map(({ step }) => `/${String(step).replaceAll('~', '~0').replaceAll('/', '~1')}`).join('');
}
