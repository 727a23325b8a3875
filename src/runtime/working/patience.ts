import { anySignal, type Clock, newAborter, pause, SkepError } from '../../foundation/index.ts';
import type { Outage } from '../ports.ts';

/** Between two attempts of throughOutage(). */
const AGAIN_MS = 1_000;

/**
 * Waits for `work`, but not longer than `ms` or until `signal` aborts; no timer is left behind.
 * @returns whether the work was done in time; its failure counts as done
 */
export async function doneWithin(
  work: Promise<unknown>,
  ms: number,
  { clock, signal }: { readonly clock: Clock; readonly signal?: AbortSignal },
): Promise<boolean> {
  const over = newAborter();
  let done = false;
  const end = (): void => {
    done = true;
    over.abort();
  };
  work.then(end, end);
  await pause(clock, ms, signal ? anySignal([over.signal, signal]) : over.signal);
  return done;
}

export interface Patience {
  readonly clock: Clock;
  /** Ends the wait. */
  readonly signal: AbortSignal;
  /** Told of each failure: what waits says nothing itself, and the store may answer every check. */
  readonly outage?: Outage | undefined;
}

/**
 * Makes a call that begins something, and makes it again while the store is away: a start waits through an outage.
 * @param call idempotent; its answer may have been lost
 * @returns what it gave
 * @throws what it throws: at once when that is anything but STORE_UNREACHABLE, or when `signal` is aborted
 */
export async function throughOutage<T>(call: () => Promise<T>, { clock, signal, outage }: Patience): Promise<T> {
  for (;;) {
    try {
      return await call();
    } catch (error) {
      const away = error instanceof SkepError && error.code === 'STORE_UNREACHABLE';
      if (!away || signal.aborted) throw error;
      outage?.noticed(error);
    }
    await pause(clock, AGAIN_MS, signal);
  }
}
