/** A clock that only moves when told to. */
import type { Clock, Timer } from '../../src/foundation/index.ts';

interface Pending extends Timer {
  readonly at: number;
  readonly fn: () => void;
}

export class FakeClock implements Clock {
  #now: number;
  #monotonic = 0;
  #pending: Pending[] = [];

  constructor(now: number = Date.parse('2026-01-01T00:00:00Z')) {
    this.#now = now;
  }

  now(): number {
    return this.#now;
  }

  monotonic(): number {
    return this.#monotonic;
  }

  after(ms: number, fn: () => void): Timer {
    const pending: Pending = {
      at: this.#monotonic + Math.max(0, ms),
      fn,
      cancel: () => {
        this.#pending = this.#pending.filter((other) => other !== pending);
      },
    };
    this.#pending.push(pending);
    return pending;
  }

  /** Timers not yet fired. */
  get pending(): number {
    return this.#pending.length;
  }

  /** Moves both clocks, firing timers in order, and lets promises settle after each; farther when one of them stalls. */
  async advance(ms: number): Promise<void> {
    let end = this.#monotonic + ms;
    for (;;) {
      end = Math.max(end, this.#monotonic);
      const next = this.#pending.filter((timer) => timer.at <= end).sort((a, b) => a.at - b.at)[0];
      if (!next) break;
      this.#move(Math.max(next.at, this.#monotonic));
      next.cancel();
      next.fn();
      await settle();
    }
    this.#move(end);
    await settle();
  }

  /** The wall clock alone jumps, as when an administrator sets it. */
  jump(ms: number): void {
    this.#now += ms;
  }

  /** Both clocks move and no timer fires, as when the process was stopped for so long. */
  stall(ms: number): void {
    this.#move(this.#monotonic + ms);
  }

  #move(to: number): void {
    this.#now += to - this.#monotonic;
    this.#monotonic = to;
  }
}

/** Lets everything that is already resolved run. */
export function settle(): Promise<void> {
  return new Promise((resolve) => setImmediate(resolve));
}
