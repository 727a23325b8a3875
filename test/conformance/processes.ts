import assert from 'node:assert/strict';
import { waitFor } from '../support/wait-for.ts';
import { newJob, newJobs } from '../support/new-job.ts';
import { Hand, INFO, takeOne } from './hand.ts';
import { type EngineHarness, RENEWED_LEASES, scene, SHORT_LEASES } from './harness.ts';

export function processTests(harness: EngineHarness): void {
  describe('processes', () => {
    const at = scene(harness);

    it('lists nobody before somebody joins', async () => {
      assert.deepEqual(await at.engine.fleet.processes(), []);
    });

    it('join: lists the process with what it told, seen from every engine', async () => {
      const info = { ...INFO, queues: { default: 3, 'a.b': 4 }, manifestRevision: 7, adminUrl: 'http://127.0.0.1:1' };
      const before = await at.engine.now();
      const session = await at.engine.fleet.join(info);
      const [row] = await (await at.store.open()).fleet.processes();
      assert.ok(row);
      const { startedAt, seenAt, leaseUntil, ...told } = row;
      assert.deepEqual(told, { ...info, session });
      assert.ok(startedAt >= before && seenAt >= startedAt && leaseUntil > seenAt);
    });

    it('gives every process a session of its own', async () => {
      const other = await at.store.open();
      const sessions = [await at.engine.fleet.join(INFO), await other.fleet.join(INFO)];
      assert.notEqual(sessions[0], sessions[1]);
      const rows = await at.engine.fleet.processes();
      assert.deepEqual(rows.map((row) => row.session).toSorted(), sessions.toSorted());
    });

    it('beat: refreshes what the process tells', async () => {
      await at.engine.fleet.join(INFO);
      const [first] = await at.engine.fleet.processes();
      await waitFor('the next millisecond', async () => (await at.engine.now()) > first!.seenAt);
      await at.engine.fleet.beat({ ...INFO, running: 5, manifestHash: 'new' });
      const [row] = await at.engine.fleet.processes();
      assert.equal(row?.running, 5);
      assert.equal(row.manifestHash, 'new');
      assert.equal(row.startedAt, first?.startedAt);
      assert.ok(row.seenAt > first!.seenAt);
    });

    it('renews the lease without a beat', async () => {
      await (await at.store.open(RENEWED_LEASES)).fleet.join(INFO);
      const [first] = await at.engine.fleet.processes();
      await waitFor(
        'a renewal',
        async () => ((await at.engine.fleet.processes())[0]?.leaseUntil ?? 0) > first!.leaseUntil,
      );
    });

    it('leave: releases what is held, the attempt not counted, and is listed no more', async () => {
      const session = await at.engine.fleet.join(INFO);
      await at.engine.jobs.enqueue(newJobs(3));
      const hand = new Hand(at.engine, 'default', 2);
      const held = await hand.take(2);
      void hand.close();
      assert.equal(await at.engine.fleet.left(session), false);
      await at.engine.fleet.leave();
      const other = await at.store.open();
      assert.deepEqual(await other.fleet.processes(), []);
      assert.equal(await other.fleet.left(session), true);
      for (const one of held) {
        const job = await other.jobs.get(one.job.id);
        assert.equal(job?.state, 'available');
        assert.equal(job.attempt, 0);
        assert.equal(job.rescues, 0);
        assert.equal(job.attempts[0]?.outcome, 'released');
      }
      assert.equal((await other.queues.counts())[0]?.counts.available, 3);
      assert.equal((await held[0]!.end({ kind: 'complete', result: null })).status, 'lost');
    });

    it('leave: twice, or without a session, is no error', async () => {
      await at.engine.fleet.leave();
      await at.engine.fleet.join(INFO);
      await at.engine.fleet.leave();
      await at.engine.fleet.leave();
    });

    it('join: twice, the session before is left, and what it held is given back', async () => {
      const [first, job] = [await at.engine.fleet.join(INFO), newJob()];
      await at.engine.jobs.enqueue([job]);
      await takeOne(at.engine);
      const second = await at.engine.fleet.join(INFO);
      assert.notEqual(second, first);
      assert.deepEqual(
        (await at.engine.fleet.processes()).map(({ session }) => session),
        [second],
      );
      assert.equal((await at.engine.jobs.get(job.id))?.state, 'available');
    });

    it('a process may join again after it left', async () => {
      const first = await at.engine.fleet.join(INFO);
      await at.engine.fleet.leave();
      const second = await at.engine.fleet.join(INFO);
      assert.notEqual(first, second);
      await at.engine.jobs.enqueue(newJobs(1));
      assert.equal((await takeOne(at.engine)).lease.session, second);
    });

    it('a process that ended without leave() is gone from the list when its lease is', async () => {
      const other = await at.store.open(SHORT_LEASES);
      const session = await other.fleet.join(INFO);
      await other.close();
      await waitFor('the end of the lease', async () => (await at.engine.fleet.processes()).length === 0);
      assert.equal(await at.engine.fleet.left(session), false);
    });

    it('close: twice is no error', async () => {
      await at.engine.close();
      await at.engine.close();
    });
  });
}
