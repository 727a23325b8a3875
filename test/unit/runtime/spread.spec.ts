import assert from 'node:assert/strict';

import { boundTask } from './parts.ts';
import type { Draft } from '../../../src/runtime/enqueueing/draft.ts';
import { spreadOut } from '../../../src/runtime/enqueueing/spread.ts';

const NOW = 1_000_000;

function draft(options: Partial<Draft['options']> = {}): Draft {
  const none = {
    id: null,
    queue: null,
    unique: null,
    priority: 5,
    delayMs: 0,
    runAt: null,
    expiresInMs: null,
    timeout: null,
  };
  const given = { ...none, maxAttempts: 3, tags: [], headers: {}, ...options };
  return { task: boundTask('work').spec, payload: null, payloadText: 'null', options: given };
}

const delays = (drafts: readonly Draft[]): readonly number[] => drafts.map(({ options }) => options.delayMs);

describe('spreadOut', () => {
  it('spreads the starts evenly, in order, the first at once and the last one step before the end', () => {
    assert.deepEqual(delays(spreadOut([draft(), draft(), draft()], '60s', NOW)), [0, 20_000, 40_000]);
    assert.deepEqual(
      delays(
        spreadOut(
          Array.from({ length: 7 }, () => draft()),
          10,
          NOW,
        ),
      ),
      [0, 1, 2, 4, 5, 7, 8],
    );
    assert.deepEqual(delays(spreadOut([draft()], '60s', NOW)), [0]);
  });

  it('gives the same for the same, and nothing else without a spread', () => {
    const drafts = [draft(), draft()];
    assert.equal(spreadOut(drafts, undefined, NOW), drafts);
    assert.deepEqual(spreadOut(drafts, '1m', NOW), spreadOut(drafts, 60_000, NOW));
  });

  it('adds to the delay or instant that a job has', () => {
    const spread = spreadOut([draft({ delayMs: 500 }), draft({ delayMs: 500 }), draft({ runAt: NOW + 9 }), draft({ runAt: 5 })], 400, NOW); // prettier-ignore
    assert.deepEqual(spread.map(({ options }) => options.runAt ?? options.delayMs), [500, 600, NOW + 209, NOW + 300]); // prettier-ignore
  });

  it('refuses what is no duration, and a job that would expire before it starts', () => {
    assert.throws(() => spreadOut([draft()], 'soon', NOW), { code: 'REQUEST_INVALID' });
    const mortal = { expiresInMs: 5_000 };
    assert.equal(spreadOut([draft(mortal), draft(mortal)], '9s', NOW).length, 2);
    assert.throws(() => spreadOut([draft(mortal), draft(mortal)], '10s', NOW), {
      code: 'REQUEST_INVALID',
      message: 'jobs[1].options.expires: the job would expire before it is due',
    });
  });
});
