import assert from 'node:assert/strict';
import { CRASHED_ERROR, FATAL_CRASH } from '../../src/core/index.ts';
import { type Engine, type RescuedJob } from '../../src/engine/index.ts';
import { waitFor } from '../support/wait-for.ts';
import { newJob, newJobs } from '../support/new-job.ts';
import { Hand, INFO, takeOne } from './hand.ts';
import { type EngineHarness, RENEWED_LEASES, scene, type TestStore } from './harness.ts';

const LEASE_MS = 3_000;

/** A process that takes `count` jobs and dies with them in hand: it closes without leave(), and its lease ends. */
async function dieHolding(store: TestStore, count: number): Promise<string> {
  const engine = await store.open();
  const session = await leaveHolding(engine, count);
  await store.endLeases(session);
  return session;
}

async function leaveHolding(engine: Engine, count: number): Promise<string> {
  const session = await engine.fleet.join(INFO);
  const hand = new Hand(engine, 'default', count);
  await hand.take(count);
  void hand.close();
  await engine.close();
  return session;
}

export function rescueTests(harness: EngineHarness): void {
  describe('rescue', () => {
    const at = scene(harness);

    const rescued = async (limit = 100): Promise<readonly RescuedJob[]> =>
      (await at.engine.keeping.rescue(limit)).rescued;

    it('finds nothing while leases hold, however long the job runs', async () => {
      const worker = await at.store.open(RENEWED_LEASES);
      await worker.fleet.join(INFO);
      await at.engine.jobs.enqueue([newJob()]);
      const held = await takeOne(worker);
      const until = (await at.engine.fleet.processes())[0]!.leaseUntil;
      await waitFor('more than the time of one lease', async () => {
        assert.deepEqual(await at.engine.keeping.rescue(100), { rescued: [], more: false });
        return (await at.engine.now()) > until;
      });
      assert.equal((await held.end({ kind: 'complete', result: null })).status, 'settled');
    });

    it('takes back the jobs of a process that died when its lease has run out, and not before', async () => {
      const [job] = await at.engine.jobs.enqueue([newJob()]);
      const dying = await at.store.open({ leaseMs: LEASE_MS });
      const from = await at.engine.now();
      await leaveHolding(dying, 1);
      const [row] = await waitFor('the rescue', async () => {
        const found = await rescued();
        return found.length > 0 && found;
      });
      assert.equal(row?.id, job?.id);
      // Redis counts what is left of a lease in whole milliseconds.
      assert.ok((await at.engine.now()) >= from + LEASE_MS - 1, 'it was taken back while the lease held');
    });

    it('takes back the job of a process that died: available, the attempt and the rescue counted', async () => {
      const job = newJob();
      await at.engine.jobs.enqueue([job]);
      const session = await dieHolding(at.store, 1);
      assert.deepEqual(await rescued(), [
        { id: job.id, task: job.task, queue: 'default', attempt: 1, rescues: 1, state: 'available' },
      ]);
      const stored = await at.engine.jobs.get(job.id);
      assert.equal(stored?.state, 'available');
      assert.equal(stored.attempt, 1);
      assert.equal(stored.rescues, 1);
      assert.deepEqual(stored.error, CRASHED_ERROR);
      assert.equal(stored.attempts[0]?.outcome, 'rescued');
      assert.equal(stored.attempts[0].worker, session);
      assert.equal(stored.attempts[0].error?.code, 'ATTEMPT_CRASHED');
      assert.deepEqual(await at.engine.fleet.processes(), []);
      await at.engine.fleet.join(INFO);
      assert.equal((await takeOne(at.engine)).job.attempt, 2);
    });

    it('buries the job with its last attempt', async () => {
      const job = newJob({ maxAttempts: 1 });
      await at.engine.jobs.enqueue([job]);
      await dieHolding(at.store, 1);
      assert.equal((await rescued())[0]?.state, 'dead');
      const stored = await at.engine.jobs.get(job.id);
      assert.equal(stored?.state, 'dead');
      assert.deepEqual(stored.error, FATAL_CRASH);
      const { faults } = await at.engine.jobs.faults({}, 10);
      assert.deepEqual(
        [faults.length, faults[0]?.fingerprint, faults[0]?.job],
        [1, FATAL_CRASH.fingerprint, stored.id],
      );
      assert.ok(stored.finishedAt !== null);
    });

    it('buries a job that took down maxRescues processes', async () => {
      const rescuer = await at.store.open({ maxRescues: 2 });
      const job = newJob({ maxAttempts: 100 });
      await at.engine.jobs.enqueue([job]);
      const states: string[] = [];
      for (let round = 0; round < 2; round += 1) {
        await dieHolding(at.store, 1);
        states.push(...(await rescuer.keeping.rescue(10)).rescued.map(({ state }) => state));
      }
      assert.deepEqual(states, ['available', 'dead']);
      assert.equal((await at.engine.jobs.get(job.id))?.rescues, 2);
    });

    it('keeps to its limit', async () => {
      await at.engine.jobs.enqueue(newJobs(5));
      await dieHolding(at.store, 5);
      const ids = new Set<string>();
      await waitFor('all five', async () => {
        const report = await at.engine.keeping.rescue(2);
        assert.ok(report.rescued.length <= 2);
        for (const row of report.rescued) ids.add(row.id);
        if (ids.size > 0 && ids.size < 5) assert.equal(report.more, true);
        return ids.size === 5;
      });
      assert.equal((await at.engine.queues.counts())[0]?.counts.available, 5);
      assert.equal((await at.engine.queues.counts())[0]?.counts.running, 0);
    });

    it('wakes a consumer that waits, in another process too', async () => {
      await at.engine.jobs.enqueue([newJob()]);
      await dieHolding(at.store, 1);
      await at.engine.fleet.join(INFO);
      const hand = new Hand(at.engine);
      await hand.consumer.idle();
      const rescuer = await at.store.open();
      assert.equal((await rescuer.keeping.rescue(10)).rescued.length, 1);
      await hand.next();
    });

    it('lets several rescuers share the work: no job is taken back twice', async () => {
      await at.engine.jobs.enqueue(newJobs(20));
      await dieHolding(at.store, 20);
      const rescuers = [at.engine, await at.store.open(), await at.store.open()];
      const ids: string[] = [];
      await waitFor('all twenty', async () => {
        const reports = await Promise.all(rescuers.map((rescuer) => rescuer.keeping.rescue(3)));
        for (const report of reports) ids.push(...report.rescued.map((row) => row.id));
        return ids.length >= 20;
      });
      assert.equal(ids.length, 20);
      assert.equal(new Set(ids).size, 20);
    });
  });
}
