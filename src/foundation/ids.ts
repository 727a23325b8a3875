import { randomFillSync } from 'node:crypto';

import { v7 } from 'uuid';

/** Source of fresh ids; injected so that tests can foresee them. */
export type IdSource = () => string;

/** UUID version 7 (RFC 9562): sorts by time of creation, which keeps index pages of one moment together. */
export const newId: IdSource = () => v7();

const POOL = Buffer.alloc(8_192);
let used = POOL.length;

/** @returns so many random bytes as hexadecimal digits, never all zero; drawn from a pool, since the call is what costs */
export function randomHex(bytes: number): string {
  if (used + bytes > POOL.length) {
    randomFillSync(POOL);
    used = 0;
  }
  const from = used;
  used += bytes;
  // A zero there makes it draw again: simpler than to look at all of them, and just as random for the rest.
  return POOL[from] === 0 ? randomHex(bytes) : POOL.toString('hex', from, used);
}

/**
 * Form of a job id that a caller may choose: 1 to 128 of letters, digits, `_ . : @ -`, beginning with a
 * letter or digit. Not digits alone: such ids belong to programs that use bee-queue's own counter.
 */
export const JOB_ID_PATTERN = /^(?![0-9]+$)[A-Za-z0-9][A-Za-z0-9_.:@-]{0,127}$/;
