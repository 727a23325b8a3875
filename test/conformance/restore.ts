import assert from 'node:assert/strict';
import { type Job, NOTHING_GIVEN } from '../../src/core/index.ts';
import { newJob } from '../support/new-job.ts';
import { FAILURE, INFO, takeOne } from './hand.ts';
import { type EngineHarness, scene } from './harness.ts';

const AT = 1_790_000_000_000;

/** A job as it stood in another store. */
function job(id: string, more: Partial<Job> = {}): Job {
  return {
    ...NOTHING_GIVEN,
    ...{ id, task: 'mail', queue: 'old', priority: 3, state: 'available', payload: { text: 'é\n"x"' } },
    ...{ attempt: 2, maxAttempts: 7, rescues: 1, runAt: AT, createdAt: AT - 5, startedAt: AT - 2, finishedAt: null },
    ...{ expiresAt: null, hold: null, waits: [], blockedBy: null, progress: null, logs: [{ at: AT, line: 'tried' }] },
    ...{ result: null, resultGone: null, error: FAILURE, attempts: [attempt(1), attempt(2)], tags: ['red'] },
    ...more,
  };
}

function attempt(number: number): Job['attempts'][number] {
  const about = { worker: 'w', startedAt: AT - 2, finishedAt: AT - 1, traceId: null, spanId: null };
  return { number, ...about, outcome: 'failed', error: FAILURE };
}

export function restoreTests(harness: EngineHarness): void {
  describe('restore', () => {
    const at = scene(harness);

    const LATER = AT + 1e12;
    const BURIED = { fingerprint: '0123456789abcdef', ...FAILURE };
    const all: readonly Job[] = [
      job('a'),
      job('b', { state: 'scheduled', runAt: LATER, attempt: 0, startedAt: null, attempts: [], error: null, logs: [] }),
      job('c', { state: 'retryable', runAt: LATER, progress: { done: 1, total: 2, message: null, at: AT } }),
      job('d', { state: 'blocked', blockedBy: 'task', fairness: '"acme"' }),
      job('e', { state: 'dead', finishedAt: AT, error: BURIED }),
    ];

    it('stores jobs as they are, each once', async () => {
      const { jobs, queues } = at.engine;
      const told = await jobs.restore(all);
      assert.deepEqual(
        told.map(({ status }) => status),
        all.map(() => 'done'),
      );
      for (const one of all) assert.deepEqual(await jobs.get(one.id), one);
      await jobs.restore(all.map((one) => ({ ...one, queue: 'elsewhere' })));
      for (const one of all) assert.deepEqual(await jobs.get(one.id), one);
      const [{ queue, counts } = { queue: '', counts: {} }, ...others] = await queues.counts();
      assert.deepEqual([queue, others.length], ['old', 0]);
      for (const state of ['available', 'scheduled', 'retryable', 'blocked', 'dead'] as const) {
        assert.equal((counts as Record<string, number>)[state], 1, state);
      }
      assert.equal((await jobs.list({ tag: 'red', task: 'mail' }, 10, null)).jobs.length, all.length);
      const { faults } = await jobs.faults({}, 10);
      assert.deepEqual(
        faults.map(({ fingerprint, count }) => [fingerprint, count]),
        [[BURIED.fingerprint, 1]],
      );
      for (const { status, name, message } of await at.engine.health.examine()) {
        assert.equal(status, 'ok', `${name}: ${message}`);
      }
    });

    it('refuses what runs or has ended well', async () => {
      const told = await at.engine.jobs.restore([
        job('a', { state: 'running' }),
        job('b', { state: 'completed', finishedAt: AT }),
        job('c', { state: 'cancelled', finishedAt: AT }),
      ]);
      assert.deepEqual(
        told.map(({ status }) => status),
        ['refused', 'refused', 'refused'],
      );
      assert.deepEqual(await at.engine.queues.counts(), []);
    });

    it('lets them go on: run, retried, moved, removed, enqueued again', async () => {
      const { jobs, fleet } = at.engine;
      await fleet.join(INFO);
      await jobs.restore(all);
      const { job: taken, end } = await takeOne(at.engine, 'old');
      assert.deepEqual([taken.id, taken.attempt, taken.attempts.length], ['a', 3, 2]);
      await end({ kind: 'complete', result: 1 });
      assert.equal((await jobs.retry(['e']))[0]?.status, 'done');
      assert.equal((await jobs.move(['c'], 'new'))[0]?.status, 'done');
      assert.equal((await jobs.remove(['d']))[0]?.status, 'done');
      const again = await jobs.enqueue([newJob({ id: 'b', idChosen: true, task: 'mail', queue: 'other' })]);
      assert.equal(again[0]?.status, 'existing');
      assert.equal((await jobs.restore([job('d')]))[0]?.status, 'done');
    });

    it('takes a key where nobody has it', async () => {
      const { jobs } = at.engine;
      const unique = { key: 'k', while: 'unfinished', forMs: null, onConflict: 'keep', maxMs: null } as const;
      await jobs.restore([job('a', { unique }), job('b', { unique })]);
      const [met] = await jobs.enqueue([newJob({ task: 'mail', queue: 'old', unique })]);
      assert.deepEqual([met?.status, met?.id], ['existing', 'a']);
    });

    it('stores schedules that are not here, with their cursors', async () => {
      const { schedules } = at.engine;
      const row = {
        name: 'nightly',
        spec: 's',
        cursorAt: AT,
        setBack: 0,
        activatedAt: AT - 9,
        paused: false,
        pause: null,
        runs: 3,
      };
      const rows = [{ ...row, lastTickAt: AT - 1, lastJobId: 'x' }];
      assert.deepEqual(await schedules.restore(rows), ['nightly']);
      assert.deepEqual(await schedules.restore([{ ...row, cursorAt: 1, lastTickAt: null, lastJobId: null }]), []);
      assert.deepEqual(await schedules.list(), rows);
      const applied = await schedules.apply({ hash: 'h', revision: null, schedules: [{ name: 'nightly', spec: 's' }] });
      assert.equal(applied.rows[0]?.cursorAt, AT);
    });
  });
}
