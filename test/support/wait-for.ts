/** Waiting for a condition of the real world (another process, a socket): polls, never sleeps blindly. */
const POLL_MS = 10;

/**
 * Resolves with the first value of `probe` that is neither undefined, null nor false.
 * @param what named in the error when `timeoutMs` passes first
 */
export async function waitFor<T>(
  what: string,
  probe: () => T | Promise<T>,
  timeoutMs = 10_000,
): Promise<NonNullable<Exclude<T, false>>> {
  const end = performance.now() + timeoutMs;
  for (;;) {
    const value = await probe();
    if (value !== undefined && value !== null && value !== false) return value as NonNullable<Exclude<T, false>>;
    if (performance.now() > end) throw new Error(`waited ${timeoutMs} ms in vain for ${what}`);
    await new Promise((resolve) => setTimeout(resolve, POLL_MS));
  }
}
