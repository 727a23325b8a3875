import assert from 'node:assert/strict';
import type { JobRef } from '../../src/core/index.ts';
import { newJob, newJobs } from '../support/new-job.ts';
import { FAILURE, Hand, INFO, runAll, takeOne } from './hand.ts';
import { type EngineHarness, scene } from './harness.ts';

const NOBODY = { id: 'nobody', task: null, queue: null, status: 'unknown', state: null };

/** Of newJob(). */
function ref(id: string): JobRef {
  return { id, task: 'test.work', queue: 'default' };
}

export function changeTests(harness: EngineHarness): void {
  describe('change', () => {
    const at = scene(harness);
    beforeEach(async () => {
      await at.engine.fleet.join(INFO);
    });

    const state = async (id: string): Promise<string | undefined> => (await at.engine.jobs.get(id))?.state;

    /** A job in each state that a test asks for. */
    const put = {
      scheduled: async (): Promise<string> => (await at.engine.jobs.enqueue([newJob({ delayMs: 60_000 })]))[0]!.id,
      available: async (): Promise<string> => (await at.engine.jobs.enqueue([newJob()]))[0]!.id,
      running: async (): Promise<string> => {
        await at.engine.jobs.enqueue([newJob()]);
        return (await takeOne(at.engine)).job.id;
      },
      blocked: async (): Promise<string> => {
        await at.engine.jobs.enqueue([newJob()]);
        const held = await takeOne(at.engine);
        await held.end({ kind: 'hold', reason: 'task' });
        return held.job.id;
      },
      retryable: async (): Promise<string> => {
        await at.engine.jobs.enqueue([newJob()]);
        const held = await takeOne(at.engine);
        await held.end({ kind: 'retry', error: FAILURE, delayMs: 60_000 });
        return held.job.id;
      },
      completed: async (): Promise<string> => {
        await at.engine.jobs.enqueue([newJob()]);
        return (await runAll(at.engine))[0]!;
      },
      dead: async (): Promise<string> => {
        await at.engine.jobs.enqueue([newJob({ maxAttempts: 1 })]);
        return (await runAll(at.engine, 'default', () => ({ kind: 'dead', error: FAILURE })))[0]!;
      },
      cancelled: async (): Promise<string> => {
        const [receipt] = await at.engine.jobs.enqueue([newJob()]);
        await at.engine.jobs.cancel([receipt!.id], 'no');
        return receipt!.id;
      },
    };

    for (const from of ['scheduled', 'blocked', 'available', 'running', 'retryable'] as const) {
      it(`cancel: ${from} → cancelled, with the reason`, async () => {
        const id = await put[from]();
        assert.deepEqual(await at.engine.jobs.cancel([id], 'not wanted'), [
          { ...ref(id), status: 'done', state: 'cancelled' },
        ]);
        const job = await at.engine.jobs.get(id);
        assert.equal(job?.state, 'cancelled');
        assert.match(job.error?.message ?? '', /not wanted/);
        assert.ok(job.finishedAt !== null);
        assert.equal(job.blockedBy, null);
        const counts = (await at.engine.queues.counts())[0]?.counts;
        assert.equal(counts?.[from], 0);
        assert.equal(counts.cancelled, 1);
        assert.deepEqual(await runAll(at.engine), []);
      });
    }

    for (const from of ['completed', 'dead', 'cancelled'] as const) {
      it(`cancel: refused for a ${from} job`, async () => {
        const id = await put[from]();
        assert.deepEqual(await at.engine.jobs.cancel([id], 'x'), [{ ...ref(id), status: 'refused', state: from }]);
        assert.equal(await state(id), from);
      });
    }

    for (const from of ['dead', 'cancelled', 'scheduled', 'blocked', 'retryable'] as const) {
      it(`retry: ${from} → available now`, async () => {
        const id = await put[from]();
        const before = await at.engine.jobs.get(id);
        assert.deepEqual(await at.engine.jobs.retry([id]), [{ ...ref(id), status: 'done', state: 'available' }]);
        const job = await at.engine.jobs.get(id);
        assert.equal(job?.state, 'available');
        assert.equal(job.finishedAt, null);
        assert.equal(job.blockedBy, null);
        assert.equal(job.attempt, before?.attempt);
        assert.ok(job.runAt <= (await at.engine.now()));
        assert.equal((await at.engine.queues.counts())[0]?.counts[from], 0);
        assert.deepEqual(await runAll(at.engine), [id]);
        assert.equal(await state(id), 'completed');
      });
    }

    for (const from of ['running', 'completed'] as const) {
      it(`retry: refused for a ${from} job`, async () => {
        const id = await put[from]();
        assert.deepEqual(await at.engine.jobs.retry([id]), [{ ...ref(id), status: 'refused', state: from }]);
        assert.equal(await state(id), from);
      });
    }

    it('retry: raises maxAttempts where it was used up, and only there', async () => {
      const dead = await put.dead();
      const retryable = await put.retryable();
      await at.engine.jobs.retry([dead, retryable]);
      assert.equal((await at.engine.jobs.get(dead))?.maxAttempts, 2);
      assert.equal((await at.engine.jobs.get(retryable))?.maxAttempts, 3);
    });

    /** Jobs that expire and have not started, by the state they wait in. */
    const mortal = {
      scheduled: async (): Promise<string> =>
        (await at.engine.jobs.enqueue([newJob({ delayMs: 60_000, expiresInMs: 120_000 })]))[0]!.id,
      available: async (): Promise<string> => (await at.engine.jobs.enqueue([newJob({ expiresInMs: 120_000 })]))[0]!.id,
      blocked: async (): Promise<string> => {
        await at.engine.jobs.enqueue([newJob({ expiresInMs: 120_000 })]);
        const held = await takeOne(at.engine);
        await held.end({ kind: 'hold', reason: 'task' });
        return held.job.id;
      },
    };

    for (const from of ['scheduled', 'available', 'blocked'] as const) {
      it(`retry: drops the expiry of a ${from} job that has not started`, async () => {
        const id = await mortal[from]();
        assert.notEqual((await at.engine.jobs.get(id))?.expiresAt, null);
        assert.equal(await state(id), from);
        assert.deepEqual(await at.engine.jobs.retry([id]), [{ ...ref(id), status: 'done', state: 'available' }]);
        assert.equal((await at.engine.jobs.get(id))?.expiresAt, null);
        assert.deepEqual((await at.engine.keeping.expire(10)).expired, []);
        for (const { status, message } of await at.engine.health.examine()) assert.equal(status, 'ok', message);
        assert.deepEqual(await runAll(at.engine), [id]);
      });
    }

    it('retry: leaves an available job in its place, also in a queue that is paused', async () => {
      const jobs = newJobs(3);
      await at.engine.queues.pause('default', true);
      for (const job of jobs) await at.engine.jobs.enqueue([job]);
      const [first, second] = jobs.map(({ id }) => id);
      const before = await at.engine.jobs.get(first!);
      await at.engine.jobs.retry([first!, second!, first!]);
      assert.deepEqual(await at.engine.jobs.get(first!), before);
      await at.engine.queues.pause('default', false);
      assert.deepEqual(
        await runAll(at.engine),
        jobs.map(({ id }) => id),
      );
    });

    for (const text of ['\ud83d', 'a\udc00b', '\\ud800 \ud800']) {
      it(`remove: leaves nothing of a job whose headers hold ${JSON.stringify(text)}`, async () => {
        const about = { tags: ['red'], headers: { 'x-text': text } };
        const job = newJob({ ...about, schedule: { name: 'nightly', tickAt: 1 } });
        await at.engine.jobs.enqueue([job]);
        assert.deepEqual((await at.engine.jobs.get(job.id))?.headers, about.headers);
        assert.deepEqual(await at.engine.jobs.remove([job.id]), [{ ...ref(job.id), status: 'done', state: null }]);
        assert.equal(await at.engine.jobs.get(job.id), null);
        for (const filter of [{ tag: 'red' }, { schedule: 'nightly' }, {}]) {
          assert.deepEqual((await at.engine.jobs.list(filter, 10, null)).jobs, []);
        }
        assert.deepEqual(await at.engine.queues.counts(), []);
        for (const { status, message } of await at.engine.health.examine()) assert.equal(status, 'ok', message);
      });
    }

    for (const id of ['\0', 'a\0b', 'x'.repeat(5_000), '']) {
      it(`an id that nobody chose is unknown to every verb: ${JSON.stringify(id.slice(0, 5))}`, async () => {
        await at.engine.jobs.enqueue([newJob()]);
        assert.equal(await at.engine.jobs.get(id), null);
        const unknown = [{ ...NOBODY, id }];
        assert.deepEqual(await at.engine.jobs.retry([id]), unknown);
        assert.deepEqual(await at.engine.jobs.cancel([id], 'no'), unknown);
        assert.deepEqual(await at.engine.jobs.remove([id]), unknown);
      });
    }

    it('retry: wakes a consumer that waits', async () => {
      const id = await put.dead();
      const hand = new Hand(at.engine);
      await hand.consumer.idle();
      await at.engine.jobs.retry([id]);
      await hand.next();
    });

    for (const from of ['scheduled', 'blocked', 'available', 'retryable', 'completed', 'cancelled', 'dead'] as const) {
      it(`remove: a ${from} job is gone with all it holds`, async () => {
        const id = await put[from]();
        assert.deepEqual(await at.engine.jobs.remove([id]), [{ ...ref(id), status: 'done', state: null }]);
        assert.equal(await at.engine.jobs.get(id), null);
        assert.deepEqual(await at.engine.queues.counts(), []);
        assert.deepEqual(await at.engine.jobs.list({}, 10, null), { jobs: [], next: null });
        assert.deepEqual(await runAll(at.engine), []);
        assert.equal((await at.engine.keeping.promote(10)).nextDueAt, null);
      });
    }

    it('remove: refused for a running job', async () => {
      const id = await put.running();
      assert.deepEqual(await at.engine.jobs.remove([id]), [{ ...ref(id), status: 'refused', state: 'running' }]);
      assert.equal(await state(id), 'running');
    });

    it('answers each id of a call in order: done, refused, unknown', async () => {
      const done = await put.completed();
      const [waiting] = newJobs(1);
      await at.engine.jobs.enqueue([waiting!]);
      assert.deepEqual(await at.engine.jobs.cancel([done, 'nobody', waiting!.id], 'x'), [
        { ...ref(done), status: 'refused', state: 'completed' },
        NOBODY,
        { ...ref(waiting!.id), status: 'done', state: 'cancelled' },
      ]);
      assert.deepEqual(await at.engine.jobs.retry(['nobody']), [NOBODY]);
      assert.deepEqual(await at.engine.jobs.remove(['nobody']), [NOBODY]);
      assert.deepEqual(await at.engine.jobs.cancel([], 'x'), []);
    });
  });
}
