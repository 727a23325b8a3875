/** Waiting with an end. */
import type { Clock } from './clock.ts';

export interface Bound<T> {
  readonly clock: Clock;
  /** How long it may take, ms. */
  readonly ms: number;
  /** Nobody wants to wait any more. */
  readonly signal?: AbortSignal | undefined;
  /** What is thrown when it takes longer. */
  readonly tooLate: () => Error;
  /** Told what comes of the work when nobody waits for it any more. */
  readonly left?: (value: T) => void;
}

/**
 * Waits for `work`, but not longer than its bound; no timer and no listener is left behind.
 * @returns what it gives
 * @throws what it throws; `tooLate()`; the reason of the signal
 */
export function inTime<T>(work: PromiseLike<T>, { clock, ms, signal, tooLate, left }: Bound<T>): Promise<T> {
  return new Promise((resolve, reject) => {
    let over = false;
    const end = (): boolean => {
      if (over) return false;
      over = true;
      timer.cancel();
      signal?.removeEventListener('abort', leave);
      return true;
    };
    const fail = (error: unknown): void => {
      // What is passed on is whatever the work threw.
      // eslint-disable-next-line @typescript-eslint/prefer-promise-reject-errors
      if (end()) reject(error);
    };
    const leave = (): void => fail(signal?.reason);
    const timer = clock.after(ms, () => fail(tooLate()), { hold: true });
    if (signal?.aborted === true) leave();
    else signal?.addEventListener('abort', leave, { once: true });
    work.then((value) => (end() ? resolve(value) : left?.(value)), fail);
  });
}
