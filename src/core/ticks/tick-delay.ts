/** How long after its planned instant a tick is due: by `spread`, the same for each tick of a schedule, and by `jitter`, another for each. */
import { nextTicks } from './ticks.ts';
import type { Timing } from './timing.ts';

export interface Delayed {
  readonly name: string;
  readonly timing: Timing;
  readonly spreadMs: number;
  readonly jitterMs: number;
}

/**
 * The same in every process and at every reading: what is added follows from the names. A tick is due before the next one is
 * planned, so ticks keep their order.
 * @param tick epoch milliseconds
 * @returns milliseconds
 */
export function tickDelay({ name, timing, spreadMs, jitterMs }: Delayed, tick: number): number {
  if (spreadMs === 0 && jitterMs === 0) return 0;
  const wished = shareOf(name, spreadMs) + shareOf(`${name}@${tick}`, jitterMs);
  const [next] = nextTicks(timing, tick, 1);
  return next === undefined ? wished : Math.min(wished, next - tick - 1);
}

/** @returns whole milliseconds, 0 up to `ms` without it */
function shareOf(text: string, ms: number): number {
  return Math.floor((hashOf(text) / 2 ** 32) * ms);
}

/** FNV-1a of 32 bits, then the last mixing of MurmurHash3: names that differ in one letter lie far apart. */
function hashOf(text: string): number {
  let hash = 0x811c9dc5;
  for (const byte of Buffer.from(text)) hash = Math.imul(hash ^ byte, 0x01000193);
  hash = Math.imul(hash ^ (hash >>> 16), 0x85ebca6b);
  hash = Math.imul(hash ^ (hash >>> 13), 0xc2b2ae35);
  return (hash ^ (hash >>> 16)) >>> 0;
}
