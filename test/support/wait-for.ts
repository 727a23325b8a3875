/** Waiting for a condition of the real world (another process, a socket): polls, never sleeps blindly. */
import { PATIENCE_MS } from './patience.ts';

const POLL_MS = 10;

/**
 * Resolves with the first value of `probe` that is neither undefined, null nor false. It takes as long as it takes: a
 * time after which it gives up ends a test that hangs, and is no promise of the product.
 * @param what named in the error when PATIENCE_MS pass first
 */
export async function waitFor<T>(what: string, probe: () => T | Promise<T>): Promise<NonNullable<Exclude<T, false>>> {
  const end = performance.now() + PATIENCE_MS;
  for (;;) {
    const value = await probe();
    if (value !== undefined && value !== null && value !== false) return value as NonNullable<Exclude<T, false>>;
    if (performance.now() > end) throw new Error(`waited ${PATIENCE_MS} ms in vain for ${what}`);
    await new Promise((resolve) => setTimeout(resolve, POLL_MS));
  }
}
