import assert from 'node:assert/strict';

import fc from 'fast-check';

import { Shares, weightOf } from '../../../src/engine/index.ts';

/** Gives one after the other where all of them always wait. @returns how many each got */
function given(shares: Shares, waiting: readonly number[], count: number): Map<number, number> {
  const got = new Map(waiting.map((priority) => [priority, 0]));
  for (let i = 0; i < count; i += 1) {
    for (const [priority] of shares.divide(waiting, 1)) {
      shares.charge(priority, 1);
      got.set(priority, (got.get(priority) ?? 0) + 1);
    }
  }
  return got;
}

const WAITING = fc.uniqueArray(fc.nat({ max: 9 }), { minLength: 1 });

describe('Shares', () => {
  it('gives each priority its weight, exactly in every whole turn', () => {
    fc.assert(
      fc.property(WAITING, (waiting) => {
        const whole = waiting.reduce((sum, priority) => sum + weightOf(priority), 0);
        for (const [priority, got] of given(new Shares(null), waiting, whole * 3)) {
          assert.equal(got, weightOf(priority) * 3);
        }
      }),
    );
  });

  it('gives the same at once as one by one', () => {
    fc.assert(
      fc.property(WAITING, fc.nat({ max: 40 }), (waiting, count) => {
        const together = new Shares(null);
        const divided = together.divide(waiting, count);
        const apart = new Shares(null);
        const single = given(apart, waiting, count);
        for (const [priority, got] of single) assert.equal(divided.get(priority) ?? 0, got);
        for (const [priority, got] of divided) together.charge(priority, got);
        assert.equal(together.text, apart.text);
      }),
    );
  });

  it('lets none wait longer than a whole turn, whatever came before', () => {
    fc.assert(
      fc.property(WAITING, fc.array(WAITING, { maxLength: 8 }), (waiting, before) => {
        const shares = new Shares(null);
        for (const others of before) given(shares, others, 20);
        const whole = waiting.reduce((sum, priority) => sum + weightOf(priority), 0);
        for (const [priority, got] of given(new Shares(shares.text), waiting, whole + 10)) {
          assert.ok(got > 0, `${priority} of ${waiting.join(' ')}`);
        }
      }),
    );
  });

  it('gives nothing where nobody waits', () => {
    const shares = new Shares(null);
    assert.equal(shares.divide([], 5).size, 0);
    assert.equal(shares.text, new Shares(null).text);
  });
});
