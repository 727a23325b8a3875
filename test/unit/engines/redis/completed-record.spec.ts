import assert from 'node:assert/strict';
import { completedRecord, type Completion } from '../../../../src/engines/redis/records/completed-record.ts';
import { readRecord, type Stored } from '../../../../src/engines/redis/records/record.ts';

/** What a job and its end may differ in. */
interface Case {
  readonly priority: number;
  readonly attempt: number;
  readonly maxAttempts: number;
  readonly rescues: number;
  readonly createdAt: number;
  readonly runAt: number;
  readonly expiresAt: number | null;
  readonly task: string;
  readonly former: string;
  readonly payload: string;
  readonly session: string;
  readonly token: string;
  readonly trace: string | null;
  readonly progress: number | null;
  readonly finishedAt: number;
  readonly result: string;
}

const PLAIN: Case = {
  ...{ priority: 5, attempt: 0, maxAttempts: 3, rescues: 0, createdAt: 1_790_000_000_001, runAt: 1_790_000_000_001 },
  ...{ expiresAt: null, task: 'work', former: '', payload: '{"n":1}', session: 's1', token: '1790000000100.250' },
  ...{ trace: null, progress: null, finishedAt: 1_790_000_000_200, result: '{"ok":true}' },
};
const OTHERWISE: Case = {
  ...{ priority: 1, attempt: 1, maxAttempts: 9, rescues: 2, createdAt: 1_790_000_000_002, runAt: 1_790_000_000_003 },
  ...{ expiresAt: 1_790_000_900_000, task: 'other', payload: '"é\\n"', session: 's2', token: '1790000000101.750' },
  former: '{"number":1,"worker":"s0","startedAt":1,"outcome":"failed","finishedAt":2}',
  ...{ trace: 'ab'.repeat(16), progress: 7, finishedAt: 1_790_000_000_201, result: 'null' },
};

describe('Redis: record of a completed job', () => {
  it('says what is its own, whatever the record before it said', () => {
    for (const name of Object.keys(PLAIN) as (keyof Case)[]) {
      const varied = { ...PLAIN, [name]: OTHERWISE[name] };
      for (const one of [PLAIN, varied, PLAIN, OTHERWISE, varied]) says(one);
    }
  });
});

function says(one: Case): void {
  const { session, token } = one;
  const stored = runningJob(one);
  const text = completedRecord(stored, settlementOf(stored, one), one.finishedAt);
  const { job } = readRecord({ queue: 'default', storedId: 'id', text, running: null, foreign: null });
  const startedAt = Math.floor(Number(token));
  const own = {
    ...{ number: one.attempt + 1, worker: session, startedAt, finishedAt: one.finishedAt, outcome: 'completed' },
    ...{ error: null, traceId: one.trace, spanId: one.trace?.slice(16) ?? null },
  };
  assert.deepEqual(job, {
    ...stored.job,
    ...{ state: 'completed', finishedAt: one.finishedAt, result: JSON.parse(one.result) },
    progress: one.progress === null ? null : { done: one.progress, total: null, message: null, at: 1 },
    attempts: [...stored.job.attempts, own],
  });
}

function runningJob(one: Case): Stored {
  const head = `a ${one.priority} ${one.attempt} ${one.maxAttempts} ${one.rescues} 1790000000000123 ${one.createdAt} ${one.expiresAt ?? '-'} - ${one.runAt} -`;
  const lines = [
    `{"skep":"${head}","status":"created","options":{"timestamp":${one.createdAt}},"progress":0,`,
    `"meta":{"task":"${one.task}"},`,
    ...['"live":{},', '"error":null,', `"attempts":[${one.former}],`, '"result":null,', `"data":${one.payload}}`],
  ];
  const running = { session: one.session, token: one.token };
  return readRecord({ queue: 'default', storedId: 'id', text: lines.join('\n'), running, foreign: null });
}

function settlementOf({ job }: Stored, one: Case): Completion {
  return {
    lease: { job, session: one.session },
    outcome: { kind: 'complete', result: JSON.parse(one.result) as null },
    traceId: one.trace,
    spanId: one.trace?.slice(16) ?? null,
    progress: one.progress === null ? null : { done: one.progress, total: null, message: null, at: 1 },
    logs: [],
  };
}
