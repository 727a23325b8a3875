import assert from 'node:assert/strict';
import { addFigure, BOUNDS_MS, countEnd, noFigure, readingOf } from '../../../src/core/index.ts';

describe('statistics', () => {
  it('says nothing of nothing', () => {
    const { completed, failureRate, waitMs, runMs } = readingOf(noFigure());
    assert.deepEqual([completed, failureRate, waitMs, runMs], [0, null, null, null]);
  });

  it('counts how attempts ended, and not what was held back', () => {
    const figure = noFigure();
    for (const kind of ['complete', 'complete', 'retry', 'dead', 'cancel', 'snooze', 'release', 'hold'] as const) {
      countEnd(figure, kind, 10, 20);
    }
    const { completed, failed, dead, cancelled, snoozed, released, failureRate } = readingOf(figure);
    assert.deepEqual([completed, failed, dead, cancelled, snoozed, released, failureRate], [2, 1, 1, 1, 1, 1, 0.5]);
  });

  it('reads mean and percentiles of a thousand times', () => {
    const figure = noFigure();
    for (let ms = 1; ms <= 1_000; ms += 1) countEnd(figure, 'complete', ms, 2 * ms);
    const { waitMs, runMs } = readingOf(figure);
    assert.ok(waitMs && runMs);
    assert.equal(waitMs.mean, 500.5);
    assert.deepEqual([waitMs.p50, waitMs.p95, waitMs.p99], [500, 950, 990]);
    assert.equal(runMs.p50, 1_000);
  });

  it('adds figures of processes as if one had seen all', () => {
    const [one, other, all] = [noFigure(), noFigure(), noFigure()];
    for (const [index, ms] of [3, 80, 4_000, 700_000, 5].entries()) {
      countEnd(index % 2 === 0 ? one : other, 'retry', ms, ms / 3);
      countEnd(all, 'retry', ms, ms / 3);
    }
    addFigure(one, other);
    assert.deepEqual(one, all);
  });

  it('takes what a clock that was set back makes negative for nothing, and what is endless for a day', () => {
    const figure = noFigure();
    countEnd(figure, 'complete', -5, 1e12);
    const { waitMs, runMs } = readingOf(figure);
    assert.equal(waitMs?.mean, 0);
    assert.ok(waitMs.p99 <= 1);
    assert.equal(runMs?.p50, BOUNDS_MS.at(-1));
  });
});
