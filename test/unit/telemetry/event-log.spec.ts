import assert from 'node:assert/strict';

import { EventStream, type Job, type LifecycleEvent } from '../../../src/core/index.ts';
import type { LogFields, Logger } from '../../../src/foundation/index.ts';
import { logEvents } from '../../../src/telemetry/index.ts';
import { jobWith } from './recording.ts';

const REF = { id: 'a', task: 'emails.send', queue: 'emails' };
const ERROR = { name: 'Error', message: 'no', code: 'E_NO', stack: null };

function logged(...events: LifecycleEvent[]): [string, LogFields, string][] {
  const lines: [string, LogFields, string][] = [];
  const at =
    (level: string) =>
    (fields: LogFields, message: string): void => {
      lines.push([level, fields, message]);
    };
  const logger: Logger = {
    debug: at('debug'),
    info: at('info'),
    warn: at('warn'),
    error: at('error'),
    child: () => logger,
  };
  const stream = new EventStream((error) => assert.fail(String(error)));
  const stop = logEvents(stream, logger);
  for (const event of events) stream.emit(event);
  stop();
  stream.emit({ type: 'job.removed', id: 'after', task: 'work', queue: 'default' });
  return lines;
}

describe('lifecycle events in the log', () => {
  it('tell that a job is held once, and again for another reason', () => {
    const blocked = (id: string, reason: string): LifecycleEvent => ({
      type: 'job.blocked',
      job: { ...REF, id },
      reason,
    });
    const lines = logged(
      ...[
        blocked('a', 'key'),
        blocked('b', 'key'),
        blocked('a', 'key'),
        blocked('a', 'version'),
        blocked('a', 'version'),
      ],
      ...[blocked('b', 'key'), blocked('a', 'key')],
    );
    assert.deepEqual(
      lines.map(([level, fields]) => `${level} ${String(fields['jobId'])} ${String(fields['reason'])}`),
      ['warn a key', 'warn b key', 'warn a version', 'warn a key'],
    );
  });

  it('are one line each, at a level that says who should care', () => {
    const lines = logged(
      { type: 'job.completed', job: REF, attempt: 1, durationMs: 12 },
      {
        type: 'attempt.failed',
        job: REF,
        attempt: 1,
        maxAttempts: 3,
        error: ERROR,
        willRetry: true,
        retryAt: 60_000,
        durationMs: 5,
      },
      { type: 'lease.lost', job: REF, attempt: 1 },
      { type: 'job.dead', job: REF, attempt: 4, error: ERROR, durationMs: null },
      { type: 'queue.paused', queue: 'emails' },
    );
    assert.deepEqual(
      lines.map(([level, fields]) => [level, fields['event']]),
      [
        ['debug', 'job.completed'],
        ['warn', 'attempt.failed'],
        ['warn', 'lease.lost'],
        ['error', 'job.dead'],
        ['info', 'queue.paused'],
      ],
    );
  });

  it('carry the job’s id, task and queue flat, instants as ISO 8601, the error as data', () => {
    const [retryable, failed] = logged(
      { type: 'job.retryable', job: REF, attempt: 2, runAt: 0 },
      {
        type: 'attempt.failed',
        job: REF,
        attempt: 2,
        maxAttempts: 3,
        error: ERROR,
        willRetry: true,
        retryAt: 0,
        durationMs: 5,
      },
    );
    assert.deepEqual(retryable?.[1], {
      event: 'job.retryable',
      jobId: 'a',
      task: 'emails.send',
      queue: 'emails',
      attempt: 2,
      runAt: '1970-01-01T00:00:00.000Z',
    });
    assert.deepEqual(failed?.[1]['error'], ERROR);
  });

  it('tell of the end of an attempt how it ended, and nothing of what it gave', () => {
    const job = { ...REF, payload: 'a secret' } as unknown as Job;
    const outcome = { kind: 'complete', result: 'another' } as const;
    const [line] = logged({ type: 'attempt.ended', job, outcome, runAt: null, durationMs: 3 });
    const ref = { jobId: 'a', task: 'emails.send', queue: 'emails' };
    assert.deepEqual(line?.[1], { event: 'attempt.ended', ...ref, outcome: 'complete', runAt: null, durationMs: 3 });
  });

  it('say of a failed attempt why, and when the next comes; of the last one once, as the end of the job', () => {
    const error = { ...ERROR, message: `no answer\n${'x'.repeat(5_000)}` };
    const failed = { type: 'attempt.failed', job: REF, maxAttempts: 4, error, durationMs: 5 } as const;
    const lines = logged(
      { ...failed, attempt: 3, willRetry: true, retryAt: 90_000 },
      { ...failed, attempt: 4, willRetry: false, retryAt: null },
      { type: 'job.dead', job: REF, attempt: 4, error, durationMs: 5 },
    );
    assert.equal(lines.length, 2);
    const [[, , one] = ['', {}, ''], [level, , other] = ['', {}, '']] = lines;
    assert.match(one, /^attempt 3 of 4 failed: Error: no answer x+…; the next is at 1970-01-01T00:01:30\.000Z$/);
    assert.ok(one.length < 400);
    assert.equal(level, 'error');
    assert.match(other, /^job is dead after attempt 4: Error: no answer/);
  });

  it('are not even asked for when their level is not written', () => {
    const levels = new Set(['error']);
    const logger: Logger = {
      debug: () => assert.fail('it is off'),
      info: () => assert.fail('it is off'),
      warn: () => assert.fail('it is off'),
      error: () => undefined,
      child: () => logger,
      isEnabled: (level) => levels.has(level),
    };
    const stream = new EventStream((error) => assert.fail(String(error)));
    logEvents(stream, logger);
    assert.equal(stream.wants('job.dead'), true);
    assert.equal(stream.wants('job.completed'), false);
    stream.emit({ type: 'job.promoted', queue: 'emails', count: 1 });
    levels.clear();
    const silent = new EventStream();
    logEvents(silent, logger);
    assert.equal(silent.active, false);
  });

  it('never show a payload', () => {
    const job = jobWith({ payload: { password: 'hunter2' } });
    const lines = logged({ type: 'attempt.started', job, attempt: 1 });
    assert.ok(!JSON.stringify(lines).includes('hunter2'));
  });
});
