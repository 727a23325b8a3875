/** Whether a consumer gets on with its store: how long ago the last sign of that was. */
import type { Clock } from '../foundation/index.ts';

export class Progress {
  readonly #clock: Clock;
  /** Last time that the loop asked with success, or had no slot to ask for; monotonic. */
  #turnedAt: number;
  /** Batches on their way to the store, and the last time that one arrived or the first one set out. */
  #batches = 0;
  #settledAt = 0;

  constructor(clock: Clock) {
    this.#clock = clock;
    this.#turnedAt = clock.monotonic();
  }

  turned(): void {
    this.#turnedAt = this.#clock.monotonic();
  }

  settling(): void {
    if (this.#batches === 0) this.#settledAt = this.#clock.monotonic();
    this.#batches += 1;
  }

  settled(): void {
    this.#batches -= 1;
    this.#settledAt = this.#clock.monotonic();
  }

  /** The longer of both waits: for an answer to a reserve, for outcomes to be stored. */
  get stalledMs(): number {
    const now = this.#clock.monotonic();
    return Math.max(now - this.#turnedAt, this.#batches > 0 ? now - this.#settledAt : 0);
  }
}
