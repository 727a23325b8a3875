import assert from 'node:assert/strict';

import type { AttemptOutcome, AttemptRecord } from '../../../src/core/index.ts';
import { waitsBefore } from '../../../src/telemetry/waits.ts';
import { jobWith } from './recording.ts';

function after(outcome: AttemptOutcome, finishedAt: number): readonly AttemptRecord[] {
  return [{ number: 1, worker: 'w', startedAt: 0, finishedAt, outcome, error: null, traceId: null, spanId: null }];
}

describe('waits before an attempt', () => {
  it('of a job due at once: the queue alone', () => {
    assert.deepEqual(waitsBefore(jobWith({ createdAt: 100, runAt: 100 }), 130), [
      { reason: 'queue', from: 100, to: 130 },
    ]);
  });

  it('of a delayed job: the delay, then the queue', () => {
    assert.deepEqual(waitsBefore(jobWith({ createdAt: 100, runAt: 500 }), 530), [
      { reason: 'delay', from: 100, to: 500 },
      { reason: 'queue', from: 500, to: 530 },
    ]);
  });

  it('after a failed attempt: the backoff, then the queue', () => {
    assert.deepEqual(waitsBefore(jobWith({ createdAt: 1, runAt: 500, attempts: after('failed', 200) }), 510), [
      { reason: 'backoff', from: 200, to: 500 },
      { reason: 'queue', from: 500, to: 510 },
    ]);
  });

  it('after a snooze: a delay', () => {
    assert.deepEqual(waitsBefore(jobWith({ createdAt: 1, runAt: 500, attempts: after('snoozed', 200) }), 500), [
      { reason: 'delay', from: 200, to: 500 },
    ]);
  });

  it('after a release or a rescue: the queue alone', () => {
    for (const outcome of ['released', 'rescued'] as const) {
      assert.deepEqual(waitsBefore(jobWith({ createdAt: 1, runAt: 1, attempts: after(outcome, 200) }), 260), [
        { reason: 'queue', from: 200, to: 260 },
      ]);
    }
  });

  it('what held it, as far as it lies between two attempts', () => {
    const waits = [
      { reason: 'rate', name: 'r', from: 50, until: 150 },
      { reason: 'hold', name: 'acme', from: 210, until: 240 },
    ] as const;
    assert.deepEqual(waitsBefore(jobWith({ createdAt: 1, runAt: 1, waits, attempts: after('released', 200) }), 260), [
      { reason: 'queue', from: 200, to: 260 },
      { reason: 'held', from: 210, to: 240, by: { reason: 'hold', name: 'acme' } },
    ]);
  });

  it('of a job that started at once: none', () => {
    assert.deepEqual(waitsBefore(jobWith({ createdAt: 100, runAt: 100 }), 100), []);
  });

  it('never end after the attempt started, whatever the clocks say', () => {
    assert.deepEqual(waitsBefore(jobWith({ createdAt: 100, runAt: 900 }), 300), [
      { reason: 'delay', from: 100, to: 300 },
    ]);
    assert.deepEqual(waitsBefore(jobWith({ createdAt: 400, runAt: 400 }), 300), []);
  });
});
