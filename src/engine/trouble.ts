/** How long a store that fails is left alone before it is asked again: longer each time, up to the last. */
const FIRST_MS = 50;
const LONGEST_MS = 2_000;

/** @param beforeMs what the try before has waited; 0: there was none @returns milliseconds */
export function troubleMs(beforeMs: number): number {
  return beforeMs === 0 ? FIRST_MS : Math.min(beforeMs * 2, LONGEST_MS);
}
