/** Changes of a bulk operation in parts that are bounded by time: the store and this process have others to serve. */
import { setImmediate } from 'node:timers/promises';
import type { Clock } from '../../foundation/index.ts';

const MOST = 100;
const LEAST = 10;
/** A part that took longer halves the next one, one that took less than a third doubles it. */
const LONG_MS = 30;

export class BulkSteps {
  readonly #clock: Clock;
  #size = MOST;

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  /** Makes the change part by part; others have their turn in between. */
  async each<T>(all: readonly T[], change: (part: readonly T[]) => Promise<void>): Promise<void> {
    for (let from = 0; from < all.length;) {
      const part = all.slice(from, from + this.#size);
      const begin = this.#clock.monotonic();
      await change(part);
      this.#took(this.#clock.monotonic() - begin);
      from += part.length;
      await turn();
    }
  }

  #took(ms: number): void {
    if (ms > LONG_MS) this.#size = Math.max(LEAST, Math.floor(this.#size / 2));
    else if (ms < LONG_MS / 3) this.#size = Math.min(MOST, this.#size * 2);
  }
}

/** Resolves when the event loop has gone round: a store in this process answers without that. */
export function turn(): Promise<void> {
  return setImmediate();
}
