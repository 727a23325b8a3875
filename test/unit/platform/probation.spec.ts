import { strict as assert } from 'node:assert';

import { noFigure, type Reading, readingOf } from '../../../src/core/index.ts';
import { worseBy } from '../../../src/platform/probation.ts';

function reading(completed: number, dead: number, p95 = 0): Reading {
  const bad = completed + dead === 0 ? null : dead / (completed + dead);
  const waitMs = { mean: p95, p50: p95, p95, p99: p95 };
  return { ...readingOf(noFigure()), completed, dead, failureRate: bad, waitMs };
}

describe('platform: a revision on probation', () => {
  const rule = { failureRate: 3, waitP95Ms: 120_000 };

  it('is worse where so many times as many attempts fail', () => {
    assert.equal(worseBy(reading(90, 10), reading(60, 40), rule), '40 % of attempts fail, before it was 10 %');
    assert.equal(worseBy(reading(90, 10), reading(70, 30), rule), null);
    assert.equal(worseBy(reading(90, 10), reading(60, 40), { ...rule, failureRate: null }), null);
  });

  it('is not worse by a first failure where none was before, nor by too few attempts', () => {
    assert.equal(worseBy(reading(100, 0), reading(98, 2), rule), null);
    assert.equal(worseBy(reading(0, 0), reading(96, 4), rule), '4 % of attempts fail, before it was 0 %');
    assert.equal(worseBy(reading(100, 0), reading(0, 19), rule), null);
  });

  it('is worse where jobs wait so long, and longer than before', () => {
    const late = 'one job in twenty waits 3m, before it was 1s';
    assert.equal(worseBy(reading(100, 0, 1_000), reading(100, 0, 180_000), rule), late);
    assert.equal(worseBy(reading(100, 0, 200_000), reading(100, 0, 180_000), rule), null);
    assert.equal(worseBy(reading(100, 0, 1_000), reading(100, 0, 119_000), rule), null);
  });
});
