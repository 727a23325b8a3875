import assert from 'node:assert/strict';
import { waitFor } from '../support/wait-for.ts';
import { EXPIRED_ERROR } from '../../src/core/index.ts';
import { newJob, newJobs } from '../support/new-job.ts';
import { FAILURE, INFO, runAll, takeOne } from './hand.ts';
import { type EngineHarness, scene } from './harness.ts';

/** Not before a test holds its jobs, however slow the disk: a reserve buries what is past its expiry in passing. */
const LATER_MS = 1_500;

export function expireTests(harness: EngineHarness): void {
  describe('expire', () => {
    const at = scene(harness);

    const pass = async (ms: number): Promise<void> => {
      const end = (await at.engine.now()) + ms;
      await waitFor('the expiry', async () => (await at.engine.now()) > end);
    };

    it('cancels waiting jobs past their expiry with JOB_EXPIRED', async () => {
      const [available, scheduled, later, never] = [
        newJob({ expiresInMs: 5 }),
        newJob({ expiresInMs: 5, delayMs: 60_000 }),
        newJob({ expiresInMs: 60_000 }),
        newJob(),
      ] as const;
      await at.engine.jobs.enqueue([available, scheduled, later, never]);
      await pass(6);
      const report = await at.engine.keeping.expire(100);
      assert.deepEqual([report.count, report.more], [2, false]);
      const refs = [available, scheduled].map(({ id, task, queue }) => ({ id, task, queue }));
      assert.deepEqual(new Set(report.expired.map((ref) => ref.id)), new Set(refs.map((ref) => ref.id)));
      assert.deepEqual(
        report.expired.find((ref) => ref.id === available.id),
        refs[0],
      );
      for (const job of [available, scheduled]) {
        const stored = await at.engine.jobs.get(job.id);
        assert.equal(stored?.state, 'cancelled');
        assert.deepEqual(stored.error, EXPIRED_ERROR);
        assert.ok(stored.finishedAt !== null);
      }
      assert.equal((await at.engine.jobs.get(later.id))?.state, 'available');
      assert.equal((await at.engine.jobs.get(never.id))?.state, 'available');
      const counts = (await at.engine.queues.counts())[0]?.counts;
      assert.deepEqual([counts?.available, counts?.scheduled, counts?.cancelled], [2, 0, 2]);
    });

    it('cancels blocked jobs too, and no retryable ones: they have begun', async () => {
      await at.engine.fleet.join(INFO);
      await at.engine.jobs.enqueue([newJob({ expiresInMs: LATER_MS })]);
      await (await takeOne(at.engine)).end({ kind: 'hold', reason: 'task' });
      await at.engine.jobs.enqueue([newJob({ expiresInMs: LATER_MS })]);
      await (await takeOne(at.engine)).end({ kind: 'retry', error: FAILURE, delayMs: 60_000 });
      await pass(LATER_MS + 1);
      assert.equal((await at.engine.keeping.expire(100)).count, 1);
      assert.equal((await at.engine.queues.counts())[0]?.counts.retryable, 1);
    });

    it('leaves running and finished jobs alone', async () => {
      await at.engine.fleet.join(INFO);
      await at.engine.jobs.enqueue([newJob({ expiresInMs: LATER_MS })]);
      await runAll(at.engine);
      await at.engine.jobs.enqueue([newJob({ expiresInMs: LATER_MS })]);
      const held = await takeOne(at.engine);
      await pass(LATER_MS + 1);
      assert.deepEqual(await at.engine.keeping.expire(100), { count: 0, more: false, expired: [] });
      assert.equal((await held.end({ kind: 'complete', result: null })).status, 'settled');
    });

    it('keeps to its limit', async () => {
      await at.engine.jobs.enqueue(newJobs(5, { expiresInMs: 1 }));
      await pass(2);
      const first = await at.engine.keeping.expire(3);
      assert.deepEqual([first.count, first.more, first.expired.length], [3, true, 3]);
      const second = await at.engine.keeping.expire(3);
      assert.deepEqual([second.count, second.more, second.expired.length], [2, false, 2]);
    });

    it('tells also of jobs that a reserve met past their expiry, once', async () => {
      await at.engine.fleet.join(INFO);
      const jobs = newJobs(3, { expiresInMs: 1 });
      await at.engine.jobs.enqueue(jobs);
      await pass(2);
      assert.deepEqual(await runAll(at.engine), []);
      for (const { id } of jobs) assert.equal((await at.engine.jobs.get(id))?.state, 'cancelled');
      const { count, expired } = await at.engine.keeping.expire(100);
      assert.equal(count, 0);
      assert.deepEqual(new Set(expired.map(({ id }) => id)), new Set(jobs.map(({ id }) => id)));
      assert.deepEqual((await at.engine.keeping.expire(100)).expired, []);
    });

    it('is undone by retry: the job loses its expiry and runs', async () => {
      await at.engine.fleet.join(INFO);
      const job = newJob({ expiresInMs: 1 });
      await at.engine.jobs.enqueue([job]);
      await pass(2);
      await at.engine.keeping.expire(10);
      await at.engine.jobs.retry([job.id]);
      assert.deepEqual(await runAll(at.engine), [job.id]);
    });
  });
}
