/**
 * Time as a value that is passed in: every part that waits or stamps takes a Clock, so that tests
 * move time instead of sleeping. Only this file touches Date.now and the timers of Node.
 */

/** Handle of one timer; cancelling twice is harmless. */
export interface Timer {
  cancel(): void;
}

export interface Clock {
  /** Wall clock, epoch milliseconds. It may jump. */
  now(): number;
  /**
   * Monotonic milliseconds since some fixed instant, with fractions. It never jumps. The system's own counts from an
   * instant that all processes of the host share.
   */
  monotonic(): number;
  /**
   * Calls `fn` once after `ms` milliseconds. Any length is allowed (Node alone overflows at 2^31-1 ms
   * and would fire at once). The timer keeps the process alive only with `hold: true`.
   */
  after(ms: number, fn: () => void, options?: { readonly hold?: boolean }): Timer;
}

/** Longest delay that Node's timers take; longer ones fire after 1 ms. */
const MAX_TIMER_MS = 2 ** 31 - 1;

class SystemTimer implements Timer {
  #handle: NodeJS.Timeout | undefined;
  readonly #fn: () => void;
  readonly #hold: boolean;

  constructor(ms: number, fn: () => void, hold: boolean) {
    this.#fn = fn;
    this.#hold = hold;
    this.#arm(ms);
  }

  cancel(): void {
    clearTimeout(this.#handle);
    this.#handle = undefined;
  }

  #arm(ms: number): void {
    const step = Math.min(Math.max(ms, 0), MAX_TIMER_MS);
    this.#handle = setTimeout(() => {
      if (ms > step) this.#arm(ms - step);
      else this.#fn();
    }, step);
    if (!this.#hold) this.#handle.unref();
  }
}

/** From the start of this process or thread to that of the host's own clock. */
const MONOTONIC_BASE = Number(process.hrtime.bigint()) / 1e6 - performance.now();

/** The machine's own time. */
export const systemClock: Clock = {
  now: () => Date.now(),
  monotonic: () => MONOTONIC_BASE + performance.now(),
  after: (ms, fn, options) => new SystemTimer(ms, fn, options?.hold ?? false),
};

/** Resolves after `ms` milliseconds of that clock, or at once when `signal` aborts. It never rejects. */
export function pause(clock: Clock, ms: number, signal?: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    if (signal?.aborted) {
      resolve();
      return;
    }
    const end = (): void => {
      timer.cancel();
      signal?.removeEventListener('abort', end);
      resolve();
    };
    const timer = clock.after(ms, end, { hold: true });
    signal?.addEventListener('abort', end, { once: true });
  });
}

/** A pause counts a standstill of the event loop as one of so many parts of itself. */
const PARTS = 8;

/**
 * As pause(), in time during which the event loop turned: for whoever waits for an answer, and must not take one for
 * missing that arrived while a handler kept the loop. After a standstill timers are first, and what came is read later.
 * @returns after `ms` at least, in milliseconds of the clock; later by what the loop stood still
 */
export async function pauseAwake(clock: Clock, ms: number, signal?: AbortSignal): Promise<void> {
  for (let part = 0; part < PARTS && signal?.aborted !== true; part += 1) await pause(clock, ms / PARTS, signal);
}
