import assert from 'node:assert/strict';

import { Limits, noLimits } from '../../../src/runtime/attempts/limits.ts';

describe('the limits of an attempt', () => {
  it('are due one after the other, the soft one once', () => {
    const limits = new Limits({ softMs: 100, hardMs: 300 }, 1_000);
    assert.equal(limits.dueAt, 1_100);
    assert.equal(limits.passed(1_099), null);
    assert.deepEqual(limits.passed(1_150), { limit: 'soft', ms: 100 });
    assert.equal(limits.passed(1_150), null);
    assert.equal(limits.dueAt, 1_300);
    assert.deepEqual(limits.passed(1_300), { limit: 'hard', ms: 300 });
  });

  it('say the hard one where both have passed', () => {
    assert.equal(new Limits({ softMs: 100, hardMs: 300 }, 0).passed(400)?.limit, 'hard');
  });

  it('move together, and never nearer', () => {
    const limits = new Limits({ softMs: 100, hardMs: 300 }, 0);
    limits.extend(50, 500);
    assert.equal(limits.dueAt, 550);
    limits.extend(50, 1);
    assert.equal(limits.dueAt, 550);
    assert.equal(limits.passed(550)?.limit, 'soft');
    assert.equal(limits.dueAt, 750);
  });

  it('have a grace that is given once, where there are none and where a hard one comes later', () => {
    for (const limits of [noLimits(0), new Limits({ softMs: null, hardMs: 9_000 }, 0)]) {
      limits.grace(10, 100);
      limits.grace(50, 100);
      assert.equal(limits.dueAt, 110);
      assert.deepEqual(limits.passed(110), { limit: 'grace', ms: 100 });
    }
    const hard = new Limits({ softMs: null, hardMs: 50 }, 0);
    hard.grace(10, 100);
    assert.equal(hard.passed(120)?.limit, 'hard');
  });
});
