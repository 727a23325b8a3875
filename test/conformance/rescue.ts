import assert from 'node:assert/strict';
import type { Engine, RescuedJob } from '../../src/engine/index.ts';
import { waitFor } from '../support/wait-for.ts';
import { newJob, newJobs } from '../support/new-job.ts';
import { Hand, INFO, takeOne } from './hand.ts';
import { type EngineHarness, scene, SHORT_LEASES } from './harness.ts';

/** A process that dies with leases in hand: an engine that closes without leave() lets its session run out. */
async function dieHolding(engine: Engine, count: number): Promise<string> {
  const session = await engine.join(INFO);
  const hand = new Hand(engine, 'default', count);
  await hand.take(count);
  void hand.close();
  await engine.close();
  return session;
}

export function rescueTests(harness: EngineHarness): void {
  describe('rescue', () => {
    const at = scene(harness, SHORT_LEASES);

    const rescued = async (limit = 100): Promise<readonly RescuedJob[]> =>
      waitFor('a rescue', async () => {
        const report = await at.engine.rescue(limit);
        return report.rescued.length > 0 ? report.rescued : null;
      });

    it('finds nothing while leases hold, however long the job runs', async () => {
      const worker = await at.store.open(SHORT_LEASES);
      await worker.join(INFO);
      await at.engine.enqueue([newJob()]);
      const held = await takeOne(worker);
      const end = performance.now() + SHORT_LEASES.leaseMs! * 2.5;
      await waitFor('several lease times', async () => {
        assert.deepEqual(await at.engine.rescue(100), { rescued: [], more: false });
        return performance.now() > end;
      });
      assert.equal((await held.end({ kind: 'complete', result: null })).status, 'settled');
    });

    it('takes back the job of a process that died: available, the attempt and the rescue counted', async () => {
      const job = newJob();
      await at.engine.enqueue([job]);
      const session = await dieHolding(await at.store.open(SHORT_LEASES), 1);
      assert.deepEqual(await rescued(), [
        { id: job.id, task: job.task, queue: 'default', attempt: 1, rescues: 1, state: 'available' },
      ]);
      const stored = await at.engine.getJob(job.id);
      assert.equal(stored?.state, 'available');
      assert.equal(stored.attempt, 1);
      assert.equal(stored.rescues, 1);
      assert.equal(stored.error?.code, 'ATTEMPT_CRASHED');
      assert.equal(stored.attempts[0]?.outcome, 'rescued');
      assert.equal(stored.attempts[0].worker, session);
      assert.equal(stored.attempts[0].error?.code, 'ATTEMPT_CRASHED');
      assert.deepEqual(await at.engine.processes(), []);
      await at.engine.join(INFO);
      assert.equal((await takeOne(at.engine)).job.attempt, 2);
    });

    it('buries the job with its last attempt', async () => {
      const job = newJob({ maxAttempts: 1 });
      await at.engine.enqueue([job]);
      await dieHolding(await at.store.open(SHORT_LEASES), 1);
      assert.equal((await rescued())[0]?.state, 'dead');
      const stored = await at.engine.getJob(job.id);
      assert.equal(stored?.state, 'dead');
      assert.equal(stored.error?.code, 'ATTEMPT_CRASHED');
      assert.ok(stored.finishedAt !== null);
    });

    it('buries a job that took down maxRescues processes', async function () {
      this.timeout(20_000);
      const timings = { ...SHORT_LEASES, maxRescues: 2 };
      const rescuer = await at.store.open(timings);
      const job = newJob({ maxAttempts: 100 });
      await at.engine.enqueue([job]);
      const states: string[] = [];
      for (let round = 0; round < 2; round += 1) {
        await dieHolding(await at.store.open(timings), 1);
        const [row] = await waitFor('a rescue', async () => {
          const report = await rescuer.rescue(10);
          return report.rescued.length > 0 ? report.rescued : null;
        });
        states.push(row!.state);
      }
      assert.deepEqual(states, ['available', 'dead']);
      assert.equal((await at.engine.getJob(job.id))?.rescues, 2);
    });

    it('keeps to its limit', async () => {
      await at.engine.enqueue(newJobs(5));
      await dieHolding(await at.store.open(SHORT_LEASES), 5);
      const ids = new Set<string>();
      await waitFor('all five', async () => {
        const report = await at.engine.rescue(2);
        assert.ok(report.rescued.length <= 2);
        for (const row of report.rescued) ids.add(row.id);
        if (ids.size > 0 && ids.size < 5) assert.equal(report.more, true);
        return ids.size === 5;
      });
      assert.equal((await at.engine.counts())[0]?.counts.available, 5);
      assert.equal((await at.engine.counts())[0]?.counts.running, 0);
    });

    it('wakes a consumer that waits, in another process too', async () => {
      await at.engine.enqueue([newJob()]);
      await dieHolding(await at.store.open(SHORT_LEASES), 1);
      await at.engine.join(INFO);
      const hand = new Hand(at.engine);
      await hand.consumer.idle();
      const rescuer = await at.store.open(SHORT_LEASES);
      await waitFor('a rescue', async () => (await rescuer.rescue(10)).rescued.length > 0);
      const begin = performance.now();
      await hand.next();
      assert.ok(performance.now() - begin < 500, 'the consumer was not woken');
    });

    it('lets several rescuers share the work: no job is taken back twice', async () => {
      await at.engine.enqueue(newJobs(20));
      await dieHolding(await at.store.open(SHORT_LEASES), 20);
      const rescuers = [at.engine, await at.store.open(SHORT_LEASES), await at.store.open(SHORT_LEASES)];
      const ids: string[] = [];
      await waitFor('all twenty', async () => {
        const reports = await Promise.all(rescuers.map((rescuer) => rescuer.rescue(3)));
        for (const report of reports) ids.push(...report.rescued.map((row) => row.id));
        return ids.length >= 20;
      });
      assert.equal(ids.length, 20);
      assert.equal(new Set(ids).size, 20);
    });
  });
}
