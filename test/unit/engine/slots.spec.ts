import assert from 'node:assert/strict';
import fc from 'fast-check';

import { HALF_MIN, UNSETTLED_MAX, wish } from '../../../src/engine/slots.ts';

/** What a loop may have under way, and how many more its owner permits. */
const situation = fc
  .record({
    running: fc.nat(3_000),
    ended: fc.nat(3_000),
    claimed: fc.oneof(fc.constant(0), fc.nat(200)),
    free: fc.oneof(fc.integer({ min: -20, max: 40 }), fc.nat(4_000)),
    reserves: fc.nat(2),
    most: fc.constantFrom(1 as const, 2 as const),
  })
  .map(({ running, ended, claimed, free, reserves, most }) => ({
    at: { running, ended: Math.min(ended, running), reserves, claimed },
    permitted: Math.max(0, claimed + free),
    most,
  }));

describe('how many jobs a consumer asks for', () => {
  it('never more than may start beside those that are asked for, and never less than none', () => {
    fc.assert(
      fc.property(situation, ({ at, permitted, most }) => {
        const count = wish(at, permitted, most);
        return count >= 0 && count <= Math.max(0, permitted - at.claimed);
      }),
    );
  });

  it('none beyond as many reserves as are worth it, and a second one for no few', () => {
    fc.assert(
      fc.property(situation, ({ at, permitted, most }) => {
        const count = wish(at, permitted, most);
        return at.reserves >= most ? count === 0 : at.reserves === 0 || count === 0 || count >= HALF_MIN;
      }),
    );
  });

  it('with two reserves, everything that is free in two steps when nothing runs', () => {
    for (const permitted of [1, HALF_MIN, 33, 100, 1_001]) {
      const first = wish({ running: 0, ended: 0, reserves: 0, claimed: 0 }, permitted, 2);
      const second = wish({ running: 0, ended: 0, reserves: 1, claimed: first }, permitted, 2);
      assert.ok(first > 0);
      assert.ok(first + second === permitted || permitted - first < HALF_MIN, `${permitted}: ${first} + ${second}`);
    }
  });

  it('none while more has ended unstored than a store may be outrun by', () => {
    const at = { running: 2_000, ended: 1_990, reserves: 0, claimed: 0 };
    assert.equal(wish(at, 40, 1), 0);
    assert.equal(wish({ ...at, ended: UNSETTLED_MAX }, 40, 1), 40);
  });
});
