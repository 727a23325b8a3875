import assert from 'node:assert/strict';
import { AsyncLocalStorage } from 'node:async_hooks';
import { waitFor } from '../support/wait-for.ts';
import { newJob, newJobs } from '../support/new-job.ts';
import { FOR_EVER_MS, Hand, INFO, runAll } from './hand.ts';
import { type EngineHarness, scene } from './harness.ts';

export function consumeTests(harness: EngineHarness): void {
  describe('consume', () => {
    const at = scene(harness);
    beforeEach(async () => {
      await at.engine.fleet.join(INFO);
    });

    it('runs a job outside of the call that enqueued it, and outside of the job before it', async () => {
      const calls = new AsyncLocalStorage<string>();
      const seen: (string | undefined)[] = [];
      const consumer = at.engine.queues.consume(
        'default',
        { permit: () => 1, onSettled: () => seen.push(calls.getStore()) },
        async (lease) => {
          seen.push(calls.getStore());
          await calls.run(`handler of ${lease.job.id}`, () => new Promise((resolve) => setImmediate(resolve)));
          return { outcome: { kind: 'complete', result: null }, traceId: null, spanId: null, progress: null, logs: [] };
        },
      );
      for (let round = 1; round <= 3; round += 1) {
        // Rests, so that it is this call that wakes it.
        await consumer.idle();
        await calls.run(`caller ${round}`, () => at.engine.jobs.enqueue([newJob()]));
        await waitFor('the job', () => seen.length === 2 * round);
      }
      await consumer.stop();
      assert.deepEqual(new Set(seen), new Set([undefined]));
    });

    it('hands out an available job as running, under the session, as its first attempt', async () => {
      const job = newJob({ payload: { n: 1 } });
      await at.engine.jobs.enqueue([job]);
      const before = await at.engine.now();
      const held = await new Hand(at.engine).next();
      assert.equal(held.job.id, job.id);
      assert.equal(held.job.state, 'running');
      assert.equal(held.job.attempt, 1);
      assert.deepEqual(held.job.payload, { n: 1 });
      assert.ok((held.job.startedAt ?? 0) >= before);
      const [row] = await at.engine.fleet.processes();
      assert.equal(held.lease.session, row?.session);
      const stored = await at.engine.jobs.get(job.id);
      assert.equal(stored?.state, 'running');
      assert.equal(stored.attempt, 1);
      assert.equal(stored.startedAt, held.job.startedAt);
      assert.equal((await at.engine.queues.counts())[0]?.counts.running, 1);
    });

    it('hands out first what came first', async () => {
      const jobs = newJobs(30);
      for (const job of jobs) await at.engine.jobs.enqueue([job]);
      assert.deepEqual(
        await runAll(at.engine),
        jobs.map((job) => job.id),
      );
    });

    it('hands out the smallest priority first, and keeps the order within one', async () => {
      const jobs = [5, 0, 9, 5, 3, 0, 9, 1].map((priority) => newJob({ priority }));
      await at.engine.jobs.enqueue(jobs);
      const expected = jobs.toSorted((a, b) => a.priority - b.priority).map((job) => job.id);
      assert.deepEqual(await runAll(at.engine), expected);
    });

    it('keeps both orders when it hands out many at once', async () => {
      const jobs = Array.from({ length: 40 }, (_, index) => newJob({ priority: index % 4 }));
      await at.engine.jobs.enqueue(jobs);
      const expected = jobs.toSorted((a, b) => a.priority - b.priority).map((job) => job.id);
      assert.deepEqual(await runAll(at.engine, 'default', undefined, 16), expected);
    });

    it('hands out no more than permitted, and goes on when a slot is free', async () => {
      await at.engine.jobs.enqueue(newJobs(5));
      const hand = new Hand(at.engine, 'default', 2);
      const [first] = await hand.take(2);
      hand.consumer.poke();
      await at.engine.queues.counts();
      assert.equal(hand.held.length, 2);
      assert.equal(hand.consumer.running, 2);
      assert.equal((await at.engine.queues.counts())[0]?.counts.running, 2);
      await first!.end({ kind: 'complete', result: null });
      await hand.next();
      assert.equal(hand.held.length, 3);
    });

    it('asks for a permit again when poked', async () => {
      let slots = 0;
      const ids: string[] = [];
      const job = newJob();
      await at.engine.jobs.enqueue([job]);
      const consumer = at.engine.queues.consume(
        'default',
        { permit: () => slots, restMs: FOR_EVER_MS },
        async (lease) => {
          slots -= 1;
          ids.push(lease.job.id);
          return { outcome: { kind: 'complete', result: null }, traceId: null, spanId: null, progress: null, logs: [] };
        },
      );
      await at.engine.queues.counts();
      assert.deepEqual(ids, []);
      slots = 1;
      consumer.poke();
      await waitFor('the poked consumer', () => ids.length === 1);
      await consumer.stop();
    });

    it('leaves the jobs of other queues alone', async () => {
      const [mine, other] = [newJob({ queue: 'a' }), newJob({ queue: 'a.b' })];
      await at.engine.jobs.enqueue([other, mine]);
      assert.deepEqual(await runAll(at.engine, 'a'), [mine.id]);
      assert.equal((await at.engine.jobs.get(other.id))?.state, 'available');
    });

    it('does not hand out jobs that are scheduled, or past their expiry', async () => {
      await at.engine.jobs.enqueue([newJob({ delayMs: 60_000 }), newJob({ expiresInMs: 1 })]);
      const end = (await at.engine.now()) + 2;
      await waitFor('the expiry', async () => (await at.engine.now()) > end);
      const fine = newJob({ expiresInMs: 60_000 });
      await at.engine.jobs.enqueue([fine]);
      assert.deepEqual(await runAll(at.engine), [fine.id]);
    });

    it('is woken by each job that is enqueued while it waits', async () => {
      const hand = new Hand(at.engine);
      for (let round = 0; round < 10; round += 1) {
        await hand.consumer.idle();
        await at.engine.jobs.enqueue([newJob()]);
        await (await hand.next()).end({ kind: 'complete', result: null });
      }
    });

    it('resolves idle() when nothing waits and nothing runs', async () => {
      await at.engine.jobs.enqueue(newJobs(3));
      const hand = new Hand(at.engine, 'default', 3);
      const held = await hand.take(3);
      let idle = false;
      void hand.consumer.idle().then(() => (idle = true));
      await at.engine.queues.counts();
      assert.equal(idle, false);
      await Promise.all(held.map((one) => one.end({ kind: 'complete', result: null })));
      await waitFor('idle', () => idle);
    });

    it('stop() takes no more and resolves when what runs is settled', async () => {
      const jobs = newJobs(3);
      await at.engine.jobs.enqueue(jobs);
      const hand = new Hand(at.engine, 'default', 1);
      const held = await hand.next();
      let stopped = false;
      const stop = hand.consumer.stop().then(() => (stopped = true));
      await at.engine.queues.counts();
      assert.equal(stopped, false);
      await held.end({ kind: 'complete', result: 'done' });
      await stop;
      assert.equal(hand.held.length, 1);
      assert.equal((await at.engine.jobs.get(held.job.id))?.state, 'completed');
      const counts = (await at.engine.queues.counts())[0]?.counts;
      assert.equal(counts?.available, 2);
      assert.equal(counts.running, 0);
    });

    it('settles a run that rejects as released, and says so', async () => {
      const job = newJob();
      await at.engine.jobs.enqueue([job]);
      const troubles: unknown[] = [];
      let permits = 1;
      const consumer = at.engine.queues.consume(
        'default',
        { permit: () => permits, onTrouble: (error) => troubles.push(error) },
        async () => {
          permits = 0;
          throw new Error('a fault of the worker');
        },
      );
      await waitFor('the release', async () => permits === 0 && consumer.running === 0);
      await consumer.stop();
      const stored = await at.engine.jobs.get(job.id);
      assert.equal(stored?.state, 'available');
      assert.equal(stored.attempt, 0);
      assert.match(String(troubles[0]), /a fault of the worker/);
    });

    it('works off a thousand jobs, each once', async () => {
      const jobs = newJobs(1_000);
      await at.engine.jobs.enqueue(jobs);
      const ids = await runAll(at.engine, 'default', undefined, 64);
      assert.equal(ids.length, 1_000);
      assert.equal(new Set(ids).size, 1_000);
      assert.equal((await at.engine.queues.counts())[0]?.counts.completed, 1_000);
    });
  });
}
