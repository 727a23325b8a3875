import assert from 'node:assert/strict';
import { waitFor } from '../support/wait-for.ts';
import { newJob, newJobs } from '../support/new-job.ts';
import { FAILURE, Hand, INFO, runAll, takeOne } from './hand.ts';
import { type EngineHarness, scene } from './harness.ts';

export function promoteTests(harness: EngineHarness): void {
  describe('promote', () => {
    const at = scene(harness);

    const passed = (runAt: number): Promise<unknown> =>
      waitFor('the due time', async () => (await at.engine.now()) >= runAt);

    it('reports nothing on an empty store', async () => {
      assert.deepEqual(await at.engine.keeping.promote(100), { promoted: {}, nextDueAt: null, more: false });
    });

    it('leaves a job that is not due, and says when it will be', async () => {
      const [receipt] = await at.engine.jobs.enqueue([newJob({ delayMs: 60_000 })]);
      assert.deepEqual(await at.engine.keeping.promote(100), { promoted: {}, nextDueAt: receipt?.runAt, more: false });
    });

    it('makes due jobs available, per queue', async () => {
      const receipts = await at.engine.jobs.enqueue([
        newJob({ delayMs: 5, queue: 'a' }),
        newJob({ delayMs: 5, queue: 'a' }),
        newJob({ delayMs: 6, queue: 'b' }),
        newJob({ delayMs: 600_000, queue: 'b' }),
      ]);
      await passed(receipts[2]!.runAt);
      const report = await at.engine.keeping.promote(100);
      assert.deepEqual({ ...report.promoted }, { a: 2, b: 1 });
      assert.equal(report.nextDueAt, receipts[3]?.runAt);
      assert.equal(report.more, false);
      const stored = await at.engine.jobs.get(receipts[0]!.id);
      assert.equal(stored?.state, 'available');
      assert.ok(stored.runAt >= receipts[0]!.runAt && stored.runAt <= (await at.engine.now()));
    });

    it('makes retryable and snoozed jobs available', async () => {
      await at.engine.fleet.join(INFO);
      await at.engine.jobs.enqueue(newJobs(2));
      const hand = new Hand(at.engine, 'default', 2);
      const [first, second] = await hand.take(2);
      void hand.close();
      const retry = await first!.end({ kind: 'retry', error: FAILURE, delayMs: 5 });
      const snooze = await second!.end({ kind: 'snooze', delayMs: 5 });
      await passed(Math.max(retry.runAt ?? 0, snooze.runAt ?? 0));
      assert.deepEqual({ ...(await at.engine.keeping.promote(100)).promoted }, { default: 2 });
      const [again, other] = await new Hand(at.engine, 'default', 2).take(2);
      assert.deepEqual([again!.job.attempt, other!.job.attempt].toSorted(), [1, 2]);
    });

    it('keeps to its limit, the longest due first', async () => {
      const jobs = [30, 10, 20].map((delayMs) => newJob({ delayMs }));
      const receipts = await at.engine.jobs.enqueue(jobs);
      await passed(receipts[0]!.runAt);
      const report = await at.engine.keeping.promote(2);
      assert.deepEqual({ ...report.promoted }, { default: 2 });
      assert.equal(report.more, true);
      const states = await Promise.all(jobs.map(async (job) => (await at.engine.jobs.get(job.id))?.state));
      assert.deepEqual(states, ['scheduled', 'available', 'available']);
      assert.equal((await at.engine.keeping.promote(2)).more, false);
    });

    /** Ids whose order is not that of their arrival. */
    const CHOSEN = ['m', 'z', 'a', 'y', 'b', 'x', 'c'];
    const ran = (): Promise<string[]> => runAll(at.engine);

    it('jobs that fall due in the same millisecond run as they arrived, whatever their ids', async () => {
      await at.engine.fleet.join(INFO);
      const runAt = (await at.engine.now()) + 2_000;
      for (const id of CHOSEN) await at.engine.jobs.enqueue([newJob({ id, idChosen: true, runAt })]);
      await passed(runAt);
      await at.engine.keeping.promote(100);
      assert.deepEqual(await ran(), CHOSEN);
    });

    it('and so they do when they are more than a call may promote', async () => {
      await at.engine.fleet.join(INFO);
      const runAt = (await at.engine.now()) + 2_000;
      await at.engine.jobs.enqueue([newJob({ id: 'q', idChosen: true, runAt: runAt - 1 })]);
      await at.engine.jobs.enqueue(CHOSEN.map((id) => newJob({ id, idChosen: true, runAt })));
      await at.engine.jobs.enqueue([newJob({ id: '0', idChosen: true, runAt: runAt + 1 })]);
      await passed(runAt + 1);
      const all: string[] = [];
      for (let more = true; more; all.push(...(await ran()))) more = (await at.engine.keeping.promote(2)).more;
      assert.deepEqual(all, ['q', ...CHOSEN, '0']);
    });

    for (const [what, outcome] of [
      ['retryable', { kind: 'retry', error: FAILURE, delayMs: 30 }],
      ['snoozed', { kind: 'snooze', delayMs: 30 }],
    ] as const) {
      it(`${what} jobs that fall due in the same millisecond run as they arrived`, async () => {
        await at.engine.fleet.join(INFO);
        await at.engine.jobs.enqueue(CHOSEN.map((id) => newJob({ id, idChosen: true })));
        const hand = new Hand(at.engine, 'default', CHOSEN.length);
        const held = await hand.take(CHOSEN.length);
        void hand.close();
        const receipts = await Promise.all(held.map((one) => one.end(outcome)));
        const dues = new Map(held.map(({ job }, index) => [job.id, receipts[index]?.runAt ?? 0]));
        await passed(Math.max(...dues.values()));
        await at.engine.keeping.promote(100);
        assert.deepEqual(
          await ran(),
          CHOSEN.toSorted((a, b) => (dues.get(a) ?? 0) - (dues.get(b) ?? 0)),
        );
        assert.ok(new Set(dues.values()).size < CHOSEN.length, 'some fell due together');
      });
    }

    it('wakes a consumer that waits', async () => {
      await at.engine.fleet.join(INFO);
      const hand = new Hand(at.engine);
      await hand.consumer.idle();
      const [receipt] = await at.engine.jobs.enqueue([newJob({ delayMs: 20 })]);
      await passed(receipt!.runAt);
      await at.engine.keeping.promote(10);
      await hand.next();
    });

    it('does not touch finished or running jobs', async () => {
      await at.engine.fleet.join(INFO);
      const [done, running] = newJobs(2) as [ReturnType<typeof newJob>, ReturnType<typeof newJob>];
      await at.engine.jobs.enqueue([done]);
      await runAll(at.engine);
      await at.engine.jobs.enqueue([running]);
      await takeOne(at.engine);
      assert.deepEqual(await at.engine.keeping.promote(10), { promoted: {}, nextDueAt: null, more: false });
    });
  });
}
