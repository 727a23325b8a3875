/** A clock that moves only when it is told to: what takes a week takes no time. */
import type { Clock, Timer } from '../../foundation/index.ts';

interface Pending extends Timer {
  readonly at: number;
  readonly fn: () => void;
}

export class VirtualClock implements Clock {
  readonly #start: number;
  #elapsed = 0;
  #timers: Pending[] = [];

  /** @param start epoch milliseconds */
  constructor(start: number) {
    this.#start = start;
  }

  now(): number {
    return this.#start + this.#elapsed;
  }

  monotonic(): number {
    return this.#elapsed;
  }

  after(ms: number, fn: () => void): Timer {
    const timer: Pending = {
      at: this.#elapsed + Math.max(0, ms),
      fn,
      cancel: () => {
        this.#timers = this.#timers.filter((other) => other !== timer);
      },
    };
    this.#timers.push(timer);
    return timer;
  }

  /** Goes on to that instant, and fires what falls due on the way, in order. An instant that has passed moves nothing. */
  moveTo(now: number): void {
    const end = Math.max(this.#elapsed, now - this.#start);
    for (let next = this.#next(); next !== undefined && next.at <= end; next = this.#next()) this.#fire(next);
    this.#elapsed = end;
  }

  /** Goes on to the next timer and fires it; without one nothing happens. */
  step(): void {
    const next = this.#next();
    if (next !== undefined) this.#fire(next);
  }

  #next(): Pending | undefined {
    let first: Pending | undefined;
    for (const timer of this.#timers) if (first === undefined || timer.at < first.at) first = timer;
    return first;
  }

  #fire(timer: Pending): void {
    this.#elapsed = Math.max(this.#elapsed, timer.at);
    timer.cancel();
    timer.fn();
  }
}
