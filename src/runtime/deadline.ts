/**
 * One timer for the deadlines of all attempts of a process.
 *
 * Attempts come and go a thousand times more often than limits pass, so nothing is done per attempt but a
 * comparison: the timer stands at the earliest deadline ever seen, and when it fires all running attempts are
 * looked through. Two Node timers per attempt cost about as much as the rest of a no-op attempt.
 */
import type { Clock, Timer } from '../foundation/index.ts';

export interface Timed {
  /** Monotonic milliseconds of the clock; Infinity = never. */
  readonly dueAt: number;
  /** Its time has come. Afterwards `dueAt` must lie in the future. */
  due(now: number): void;
}

/** Whoever is to be watched at the moment. */
export interface Watched extends Iterable<Timed> {
  has(timed: Timed): boolean;
}

export class Deadlines {
  readonly #clock: Clock;
  readonly #running: Watched;
  #timer: Timer | undefined;
  #armedFor = Infinity;

  /** @param running the owner adds and removes */
  constructor(running: Watched, clock: Clock) {
    this.#running = running;
    this.#clock = clock;
  }

  /** To be called when a member of `running` has a new deadline. */
  watch(dueAt: number): void {
    if (dueAt >= this.#armedFor) return;
    this.#timer?.cancel();
    this.#armedFor = dueAt;
    this.#timer = this.#clock.after(Math.max(0, dueAt - this.#clock.monotonic()), () => this.#fire());
  }

  /** To be called when nothing runs any more: no timer outlives the attempts. */
  rest(): void {
    if (this.#timer === undefined) return;
    this.#timer.cancel();
    this.#timer = undefined;
    this.#armedFor = Infinity;
  }

  #fire(): void {
    this.#timer = undefined;
    this.#armedFor = Infinity;
    const now = this.#clock.monotonic();
    let earliest = Infinity;
    // A copy, because an attempt that ends leaves it.
    for (const timed of [...this.#running]) {
      if (timed.dueAt <= now) timed.due(now);
      if (this.#running.has(timed)) earliest = Math.min(earliest, timed.dueAt);
    }
    if (earliest < Infinity) this.watch(earliest);
  }
}
