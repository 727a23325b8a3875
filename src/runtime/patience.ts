import { anySignal, type Clock, newAborter, pause } from '../foundation/index.ts';

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
