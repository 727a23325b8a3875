/**
 * Jobs of one queue that were reserved beyond its places: they wait in the process, so that a place that becomes free starts the
 * next one without a way to the store. None of them has begun.
 *
 *   waiting ──a place is free──▶ begun
 *      └──stop, pause, cancel, reload, a last chance elsewhere──▶ given back, as if it had never been reserved
 */
import type { AttemptResult, Lease } from '../../engine/index.ts';
import { GIVEN_BACK } from '../attempts/collector.ts';

export interface AheadParts {
  /** Places of the queue where no handler runs. */
  readonly free: () => number;
  /** Begins a job, which takes a place in this very call unless it goes back. */
  readonly begin: (lease: Lease) => Promise<AttemptResult>;
  /** Epoch milliseconds. */
  readonly now: () => number;
}

interface Waiting {
  readonly lease: Lease;
  readonly resolve: (result: AttemptResult | Promise<AttemptResult>) => void;
}

export class Ahead {
  readonly #parts: AheadParts;
  /** In the order in which the store handed them out. */
  #waiting: Waiting[] = [];
  #most = 0;

  constructor(parts: AheadParts) {
    this.#parts = parts;
  }

  get waiting(): number {
    return this.#waiting.length;
  }

  /** How many more may be reserved beyond the places. */
  get room(): number {
    return Math.max(0, this.#most - this.#waiting.length);
  }

  /** How many may wait from now on; those beyond that came last and go back. */
  resize(most: number): void {
    this.#most = most;
    for (const { resolve } of this.#waiting.splice(most)) resolve(GIVEN_BACK);
  }

  /** A job has come. It begins at once where there is a place and nobody was here before it. */
  add(lease: Lease): Promise<AttemptResult> {
    if (this.#waiting.length === 0 && this.#parts.free() > 0) return this.#parts.begin(lease);
    // Reserved when there was more room: a reload or a command has made it smaller meanwhile.
    if (this.room === 0) return Promise.resolve(GIVEN_BACK);
    return new Promise((resolve) => this.#waiting.push({ lease, resolve }));
  }

  /** To be called when a place may be free. */
  look(): void {
    while (this.#waiting.length > 0 && this.#parts.free() > 0) {
      const next = this.#waiting.shift();
      if (next === undefined) return;
      const { expiresAt } = next.lease.job;
      // What was never to begin after that is the store's to end.
      const late = expiresAt !== null && expiresAt <= this.#parts.now();
      next.resolve(late ? GIVEN_BACK : this.#parts.begin(next.lease));
    }
  }

  /** Gives back those whose lease passes the test. */
  giveBack(test: (lease: Lease) => boolean = () => true): void {
    const leaving = this.#waiting.filter(({ lease }) => test(lease));
    if (leaving.length === 0) return;
    this.#waiting = this.#waiting.filter(({ lease }) => !test(lease));
    for (const { resolve } of leaving) resolve(GIVEN_BACK);
  }
}
