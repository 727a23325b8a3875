/** Bytes of what was written last, where the same is mostly written again. */
import type { ByteWriter } from './byte-writer.ts';

/** So many others in a row, and the newest of them takes its place: twice as many each time that no one came again. */
const PATIENCE = 2;
const PATIENCE_MAX = 65_536;

const NOTHING = Symbol('nothing');

export class Again {
  #value: unknown = NOTHING;
  #bytes: Uint8Array | undefined;
  #misses = 0;
  #patience = PATIENCE;

  /** @returns undefined where it was not that */
  bytesOf(value: unknown): Uint8Array | undefined {
    if (value !== this.#value) return undefined;
    this.#misses = 0;
    this.#patience = PATIENCE;
    return this.#bytes;
  }

  /** @param value never changes; it was written now, from that place on */
  missed(value: unknown, writer: ByteWriter, from: number): void {
    this.#misses += 1;
    if (this.#misses < this.#patience) return;
    this.#misses = 0;
    this.#patience = Math.min(this.#patience * 2, PATIENCE_MAX);
    this.#value = value;
    // A copy: the writer begins anew in the same buffer.
    this.#bytes = new Uint8Array(writer.written.subarray(from));
  }
}
