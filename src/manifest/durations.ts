import { Lru } from '../core/index.ts';
import { parseDuration } from '../foundation/index.ts';

/** Manifests repeat a handful of durations thousands of times. */
const known = new Lru<{ readonly ms: number | undefined }>(1_024);

/** @returns milliseconds; undefined when it is no duration, or too long */
export function toMs(text: string): number | undefined {
  return known.get(text, () => ({ ms: parseDuration(text) })).ms;
}
