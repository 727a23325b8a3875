/** Random ids for what is made a hundred thousand times a second and written as bytes: as numbers and as text at once. */
import { randomFillSync } from 'node:crypto';
import { endianness } from 'node:os';

const WORD_BYTES = 4;
const DIGITS_PER_WORD = 8;
const HEX = 16;
const LITTLE = endianness() === 'LE';

export class RandomWords {
  readonly #pool: Buffer;
  readonly #words: Int32Array;
  /** The pool as hexadecimal digits; texts are cut from it. */
  #digits = '';
  #used: number;

  /** @param size words that are drawn of the system at a time: the call is what costs */
  constructor(size = 2_048) {
    this.#pool = Buffer.alloc(size * WORD_BYTES);
    this.#words = new Int32Array(this.#pool.buffer, this.#pool.byteOffset, size);
    this.#used = size;
  }

  /** @returns where so many fresh words begin, until the next are drawn; the first and the last are not zero */
  draw(count: number): number {
    if (this.#used + count > this.#words.length) this.#fill();
    const at = this.#used;
    this.#used += count;
    return this.#words[at] === 0 || this.#words[at + count - 1] === 0 ? this.draw(count) : at;
  }

  /** Of 32 bits, signed. */
  word(at: number): number {
    return this.#words[at] ?? 0;
  }

  /** @returns so many words as hexadecimal digits, the highest first */
  text(at: number, count: number): string {
    return this.#digits.slice(at * DIGITS_PER_WORD, (at + count) * DIGITS_PER_WORD);
  }

  #fill(): void {
    randomFillSync(this.#pool);
    this.#digits = this.#pool.toString('hex');
    // The highest byte of a word is written first.
    if (LITTLE) this.#pool.swap32();
    this.#used = 0;
  }
}

/** @returns that word of a text of hexadecimal digits, signed */
export function wordIn(text: string, index: number): number {
  return Number.parseInt(text.slice(index * DIGITS_PER_WORD, (index + 1) * DIGITS_PER_WORD), HEX) | 0;
}

/** @returns the word as hexadecimal digits, the highest first */
export function digitsOf(word: number): string {
  return (word >>> 0).toString(HEX).padStart(DIGITS_PER_WORD, '0');
}
