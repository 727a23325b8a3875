import { randomFillSync } from 'node:crypto';

import { v7 } from 'uuid';

/** Source of fresh ids; injected so that tests can foresee them. */
export type IdSource = () => string;

const POOL = Buffer.alloc(8_192);
let used = POOL.length;

/** @returns where in the pool so many fresh random bytes begin; a call for each would cost more than all else of an id */
function draw(bytes: number): number {
  if (used + bytes > POOL.length) {
    randomFillSync(POOL);
    used = 0;
  }
  used += bytes;
  return used - bytes;
}

const random = new Uint8Array(16);
const latest = { msecs: -Infinity, seq: 0 };
const LARGEST_SEQ = 0xffff_ffff;

/**
 * UUID version 7 (RFC 9562): sorts by time of creation, which keeps index pages of one moment together. Within a
 * millisecond, and while the clock is set back, a counter goes on from a random begin below 2^31 (6.2, method 1).
 */
export const newId: IdSource = () => {
  const from = draw(random.length);
  for (let index = 0; index < random.length; index += 1) random[index] = POOL[from + index] ?? 0;
  const now = Date.now();
  if (now > latest.msecs) {
    latest.msecs = now;
    latest.seq = POOL.readUInt32BE(from) >>> 1;
  } else if (latest.seq < LARGEST_SEQ) latest.seq += 1;
  else {
    latest.msecs += 1;
    latest.seq = 0;
  }
  return v7({ random, msecs: latest.msecs, seq: latest.seq });
};

/** @returns so many random bytes as hexadecimal digits, never all zero; drawn from a pool, since the call is what costs */
export function randomHex(bytes: number): string {
  const from = draw(bytes);
  // A zero there makes it draw again: simpler than to look at all of them, and just as random for the rest.
  return POOL[from] === 0 ? randomHex(bytes) : POOL.toString('hex', from, from + bytes);
}

/**
 * Form of a job id that a caller may choose: 1 to 128 of letters, digits, `_ . : @ -`, beginning with a
 * letter or digit. Not digits alone: such ids belong to programs that use bee-queue's own counter.
 */
export const JOB_ID_PATTERN = /^(?![0-9]+$)[A-Za-z0-9][A-Za-z0-9_.:@-]{0,127}$/;
