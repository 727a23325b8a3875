/** Protocol buffers' wire format, written forwards into one growing buffer that is used again and again. */

const FIRST_SIZE = 64 * 1_024;
const TWO_32 = 2 ** 32;
/** Longest text that is copied character by character: above, the call into native code costs less. */
const SHORT_TEXT = 64;
/** Likewise of bytes. */
const SHORT_COPY = 48;

/**
 * Called with the text as its argument: V8 keeps texts in half a dozen forms, and looks a method up anew for every
 * character where it has met more than four of them.
 */
// eslint-disable-next-line @typescript-eslint/unbound-method -- bound to `call`, which takes the text as `this`
const codeAt = Function.prototype.call.bind(String.prototype.charCodeAt) as (text: string, index: number) => number;

/** Where a message was opened that is to be closed. */
export type Mark = number;

export class ByteWriter {
  #bytes: Buffer;
  #length = 0;
  /** Of the instant that was written last, and the begin of it as nanoseconds in two words. */
  #second = NaN;
  #secondLow = 0;
  #secondHigh = 0;

  constructor(size = FIRST_SIZE) {
    this.#bytes = Buffer.allocUnsafe(size);
  }

  get length(): number {
    return this.#length;
  }

  /** What was written, until more is. */
  get written(): Buffer {
    return this.#bytes.subarray(0, this.#length);
  }

  /** Begins anew, in the same buffer. */
  clear(): void {
    this.#length = 0;
  }

  /** A field's number and wire type in one byte, which holds for fields up to 15. */
  tag(field: number, wireType: 0 | 1 | 2 | 5): void {
    this.varint((field << 3) | wireType);
  }

  /** @param value whole; negative ones take ten bytes, as int64 wants */
  varint(value: number): void {
    this.#reserve(10);
    if (value >= 0 && value < 128) this.#bytes[this.#length++] = value;
    else if (value >= 0 && value < TWO_32) this.#varint32(value);
    else this.#varint64(BigInt.asUintN(64, BigInt(value)));
  }

  #varint32(value: number): void {
    let rest = value;
    while (rest > 127) {
      this.#bytes[this.#length++] = (rest & 127) | 128;
      rest >>>= 7;
    }
    this.#bytes[this.#length++] = rest;
  }

  #varint64(value: bigint): void {
    let rest = value;
    while (rest > 127n) {
      this.#bytes[this.#length++] = Number(rest & 127n) | 128;
      rest >>= 7n;
    }
    this.#bytes[this.#length++] = Number(rest);
  }

  fixed32(value: number): void {
    this.#reserve(4);
    this.#fixed32(value | 0);
  }

  /** @param word 32 bits, which there is room for */
  #fixed32(word: number): void {
    const bytes = this.#bytes;
    const at = this.#length;
    bytes[at] = word;
    bytes[at + 1] = word >> 8;
    bytes[at + 2] = word >> 16;
    bytes[at + 3] = word >> 24;
    this.#length = at + 4;
  }

  double(value: number): void {
    this.#reserve(8);
    this.#length = this.#bytes.writeDoubleLE(value, this.#length);
  }

  /** Bytes that are written already, parts of which are then written over. @returns where they begin */
  stamp(bytes: Uint8Array): number {
    const at = this.#length;
    this.raw(bytes);
    return at;
  }

  /** Over what is there: 32 bits, the highest first. */
  wordAt(at: number, word: number): void {
    const bytes = this.#bytes;
    bytes[at] = word >> 24;
    bytes[at + 1] = word >> 16;
    bytes[at + 2] = word >> 8;
    bytes[at + 3] = word;
  }

  /** Over what is there, likewise: digits of two words. */
  hexAt(at: number, digits: string): void {
    const end = this.#length;
    this.#length = at;
    this.#digits(digits);
    this.#length = end;
  }

  /** Over what is there, if all of it is ASCII. @returns whether it was */
  asciiAt(at: number, text: string): boolean {
    const bytes = this.#bytes;
    const { length } = text;
    for (let index = 0; index < length; index += 1) {
      const code = codeAt(text, index);
      if (code > 127) return false;
      bytes[at + index] = code;
    }
    return true;
  }

  /** Takes back what was written from there on. */
  cut(length: number): void {
    this.#length = length;
  }

  /** Over what is there, as `instant`. */
  instantAt(at: number, seconds: number, nanos: number): void {
    const end = this.#length;
    this.#length = at;
    this.instant(seconds, nanos);
    this.#length = end;
  }

  /** Nanoseconds since 1970 as fixed64, without leaving the numbers that are exact. @param nanos of that second */
  instant(seconds: number, nanos: number): void {
    if (seconds !== this.#second) this.#begin(seconds);
    const low = this.#secondLow + nanos;
    this.#reserve(8);
    this.#fixed32(low | 0);
    this.#fixed32(low < TWO_32 ? this.#secondHigh : this.#secondHigh + 1);
  }

  /** Instants come in order, so a second lasts for thousands of them. */
  #begin(seconds: number): void {
    // 10^9 = 15 258 · 2^16 + 51 712. Bit operations take the lowest 32 bits of a number, however large it is.
    const high = seconds * 15_258;
    const low = (high & 0xffff) * 65_536 + seconds * 51_712;
    this.#second = seconds;
    this.#secondLow = low >>> 0;
    this.#secondHigh = (((high / 65_536) >>> 0) + ((low / TWO_32) >>> 0)) | 0;
  }

  /** Text with its length before it. */
  text(text: string): void {
    if (text.length <= SHORT_TEXT && this.#ascii(text)) return;
    const size = Buffer.byteLength(text);
    this.varint(size);
    this.#reserve(size);
    this.#bytes.write(text, this.#length, 'utf8');
    this.#length += size;
  }

  #ascii(text: string): boolean {
    const { length } = text;
    this.#reserve(length + 1);
    const bytes = this.#bytes;
    let at = this.#length;
    bytes[at++] = length;
    for (let index = 0; index < length; index += 1) {
      const code = codeAt(text, index);
      if (code > 127) return false;
      bytes[at++] = code;
    }
    this.#length = at;
    return true;
  }

  /** Hexadecimal digits as bytes, with their length before them. */
  hex(digits: string): void {
    this.#reserve(digits.length / 2 + 1);
    this.#bytes[this.#length++] = digits.length / 2;
    this.#digits(digits);
  }

  /** @param digits for which there is room */
  #digits(digits: string): void {
    const { length } = digits;
    const bytes = this.#bytes;
    let at = this.#length;
    for (let index = 0; index < length; index += 2) {
      bytes[at++] = (digit(codeAt(digits, index)) << 4) | digit(codeAt(digits, index + 1));
    }
    this.#length = at;
  }

  /** Bytes that are written already. */
  raw(bytes: Uint8Array): void {
    const { length } = bytes;
    this.#reserve(length);
    const to = this.#bytes;
    const at = this.#length;
    if (length > SHORT_COPY) to.set(bytes, at);
    else for (let index = 0; index < length; index += 1) to[at + index] = bytes[index] ?? 0;
    this.#length = at + length;
  }

  /** Begins a message that is a field of another. @param room bytes that are kept for its length */
  open(field: number, room: 1 | 2 = 1): Mark {
    this.tag(field, 2);
    this.#reserve(room);
    this.#length += room;
    return this.#length;
  }

  /** Ends it: a length that does not take the room which was kept moves the message along. */
  close(begin: Mark, room: 1 | 2 = 1): void {
    const length = this.#length - begin;
    const size = varintSize(length);
    if (size !== room) {
      this.#reserve(size);
      this.#bytes.copyWithin(begin + size - room, begin, this.#length);
    }
    this.#length = begin - room;
    this.#varint32(length);
    this.#length += length;
  }

  #reserve(size: number): void {
    if (this.#length + size > this.#bytes.length) this.#grow(size);
  }

  #grow(size: number): void {
    const larger = Buffer.allocUnsafe(Math.max(this.#bytes.length * 2, this.#length + size));
    this.#bytes.copy(larger, 0, 0, this.#length);
    this.#bytes = larger;
  }
}

/** Bytes that `varint` takes for a length. */
export function varintSize(value: number): number {
  return value < 128 ? 1 : value < 16_384 ? 2 : value < 2_097_152 ? 3 : value < 268_435_456 ? 4 : 5;
}

/** The value of a digit's character code, 0-9 or a-f. */
function digit(code: number): number {
  return code < 58 ? code - 48 : code - 87;
}
