import assert from 'node:assert/strict';

import { EventStream, type LifecycleEvent } from '../../../src/core/index.ts';
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
  stream.emit({ type: 'job.removed', id: 'after' });
  return lines;
}

describe('lifecycle events in the log', () => {
  it('are one line each, at a level that says who should care', () => {
    const lines = logged(
      { type: 'job.completed', job: REF, attempt: 1, durationMs: 12 },
      { type: 'attempt.failed', job: REF, attempt: 1, error: ERROR, willRetry: true },
      { type: 'lease.lost', job: REF, attempt: 1 },
      { type: 'job.dead', job: REF, attempt: 4, error: ERROR },
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
      { type: 'attempt.failed', job: REF, attempt: 2, error: ERROR, willRetry: false },
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
