/** Waiting for a condition of the real world (another process, a socket): polls, never sleeps blindly. */
import { PATIENCE_MS } from './patience.ts';

const POLL_MS = 10;
const POLL_MAX_MS = 100;
/** Looking takes at most a sixth of the time, however much a look costs: what is waited for needs the processor. */
const REST = 5;
/** Whoever has waited for seconds can wait a little more for the next look. */
const SHARE = 1 / 20;

/**
 * Resolves with the first value of `probe` that is neither undefined, null nor false. It takes as long as it takes: a
 * time after which it gives up ends a test that hangs, and is no promise of the product.
 * @param what named in the error when PATIENCE_MS pass first
 */
export async function waitFor<T>(what: string, probe: () => T | Promise<T>): Promise<NonNullable<Exclude<T, false>>> {
  const begin = performance.now();
  for (;;) {
    const before = performance.now();
    const value = await probe();
    if (value !== undefined && value !== null && value !== false) return value as NonNullable<Exclude<T, false>>;
    const after = performance.now();
    if (after > begin + PATIENCE_MS) throw new Error(`waited ${PATIENCE_MS} ms in vain for ${what}`);
    const rest = Math.max(POLL_MS, REST * (after - before), SHARE * (after - begin));
    await new Promise((resolve) => setTimeout(resolve, Math.min(rest, POLL_MAX_MS)));
  }
}
