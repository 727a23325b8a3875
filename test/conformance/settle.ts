import assert from 'node:assert/strict';
import { fatal, ATTEMPTS_KEPT, firstStartOf, LOG_LINES_KEPT } from '../../src/core/index.ts';
import { newJob, newJobs } from '../support/new-job.ts';
import { FAILURE, Hand, INFO, takeOne } from './hand.ts';
import { type EngineHarness, scene } from './harness.ts';

export function settleTests(harness: EngineHarness): void {
  describe('settle', () => {
    const at = scene(harness);
    beforeEach(async () => {
      await at.engine.fleet.join(INFO);
    });

    it('complete: keeps the result and the record of the attempt', async () => {
      const job = newJob();
      await at.engine.jobs.enqueue([job]);
      const held = await takeOne(at.engine);
      const receipt = await held.end(
        { kind: 'complete', result: { sent: 3 } },
        { traceId: 'a'.repeat(32), spanId: 'b'.repeat(16) },
      );
      assert.deepEqual(receipt, { status: 'settled', state: 'completed', runAt: null });
      const stored = await at.engine.jobs.get(job.id);
      assert.equal(stored?.state, 'completed');
      assert.deepEqual(stored.result, { sent: 3 });
      assert.equal(stored.attempt, 1);
      assert.equal(stored.error, null);
      assert.ok(stored.finishedAt !== null && stored.finishedAt >= (stored.startedAt ?? Infinity));
      assert.deepEqual(stored.attempts, [
        {
          number: 1,
          worker: held.lease.session,
          startedAt: stored.startedAt,
          finishedAt: stored.finishedAt,
          outcome: 'completed',
          error: null,
          traceId: 'a'.repeat(32),
          spanId: 'b'.repeat(16),
        },
      ]);
    });

    it('retry: retryable until its time, the error kept', async () => {
      const job = newJob();
      await at.engine.jobs.enqueue([job]);
      const held = await takeOne(at.engine);
      const before = await at.engine.now();
      const receipt = await held.end({ kind: 'retry', error: FAILURE, delayMs: 60_000 });
      assert.equal(receipt.status, 'settled');
      assert.equal(receipt.state, 'retryable');
      const stored = await at.engine.jobs.get(job.id);
      assert.equal(stored?.state, 'retryable');
      assert.equal(stored.runAt, receipt.runAt);
      assert.ok(stored.runAt >= before + 60_000 && stored.runAt <= (await at.engine.now()) + 60_000);
      assert.deepEqual(stored.error, FAILURE);
      assert.equal(stored.attempt, 1);
      assert.equal(stored.finishedAt, null);
      assert.equal(stored.attempts[0]?.outcome, 'failed');
      assert.deepEqual(stored.attempts[0].error, FAILURE);
    });

    it('dead: kept with its error', async () => {
      const job = newJob();
      await at.engine.jobs.enqueue([job]);
      const held = await takeOne(at.engine);
      const receipt = await held.end({ kind: 'dead', error: FAILURE });
      assert.deepEqual(receipt, { status: 'settled', state: 'dead', runAt: null });
      const stored = await at.engine.jobs.get(job.id);
      assert.equal(stored?.state, 'dead');
      assert.deepEqual(stored.error, fatal(FAILURE));
      assert.ok(stored.finishedAt !== null);
      assert.equal(stored.attempts[0]?.outcome, 'failed');
    });

    it('snooze: scheduled, the attempt not counted', async () => {
      const job = newJob();
      await at.engine.jobs.enqueue([job]);
      const held = await takeOne(at.engine);
      const receipt = await held.end({ kind: 'snooze', delayMs: 30_000 });
      assert.equal(receipt.state, 'scheduled');
      const stored = await at.engine.jobs.get(job.id);
      assert.equal(stored?.state, 'scheduled');
      assert.equal(stored.runAt, receipt.runAt);
      assert.equal(stored.attempt, 0);
      assert.equal(stored.attempts[0]?.outcome, 'snoozed');
    });

    it('cancel: cancelled, with the reason', async () => {
      const job = newJob();
      await at.engine.jobs.enqueue([job]);
      const held = await takeOne(at.engine);
      const receipt = await held.end({ kind: 'cancel', error: FAILURE });
      assert.equal(receipt.state, 'cancelled');
      const stored = await at.engine.jobs.get(job.id);
      assert.equal(stored?.state, 'cancelled');
      assert.deepEqual(stored.error, FAILURE);
      assert.ok(stored.finishedAt !== null);
      assert.equal(stored.attempts[0]?.outcome, 'cancelled');
    });

    it('release: available again with the attempt not counted, before those that came later', async () => {
      const [first, second] = newJobs(2) as [ReturnType<typeof newJob>, ReturnType<typeof newJob>];
      await at.engine.jobs.enqueue([first, second]);
      const held = await takeOne(at.engine);
      assert.equal(held.job.id, first.id);
      const receipt = await held.end({ kind: 'release' });
      assert.equal(receipt.state, 'available');
      const stored = await at.engine.jobs.get(first.id);
      assert.equal(stored?.state, 'available');
      assert.equal(stored.attempt, 0);
      assert.equal(stored.attempts[0]?.outcome, 'released');
      const again = await takeOne(at.engine);
      assert.equal(again.job.attempt, 1);
    });

    it('hold: blocked by its task, without a record', async () => {
      const job = newJob();
      await at.engine.jobs.enqueue([job]);
      const held = await takeOne(at.engine);
      const receipt = await held.end({ kind: 'hold', reason: 'task' });
      assert.equal(receipt.state, 'blocked');
      const stored = await at.engine.jobs.get(job.id);
      assert.equal(stored?.state, 'blocked');
      assert.equal(stored.blockedBy, 'task');
      assert.equal(stored.attempt, 0);
      assert.deepEqual(stored.attempts, []);
    });

    it('keeps the last progress and the log lines', async () => {
      const job = newJob();
      await at.engine.jobs.enqueue([job]);
      const held = await takeOne(at.engine);
      const progress = { done: 5, total: 10, message: 'half', at: 1_700_000_000_000 };
      await held.end(
        { kind: 'complete', result: null },
        { progress, logs: [{ at: 1_700_000_000_001, line: 'zeile "ä"' }] },
      );
      const stored = await at.engine.jobs.get(job.id);
      assert.deepEqual(stored?.progress, progress);
      assert.deepEqual(stored.logs, [{ at: 1_700_000_000_001, line: 'zeile "ä"' }]);
    });

    it(`keeps the newest ${LOG_LINES_KEPT} log lines`, async () => {
      const job = newJob();
      await at.engine.jobs.enqueue([job]);
      const held = await takeOne(at.engine);
      const logs = Array.from({ length: LOG_LINES_KEPT + 20 }, (_, index) => ({ at: index, line: `line ${index}` }));
      await held.end({ kind: 'complete', result: null }, { logs });
      assert.deepEqual((await at.engine.jobs.get(job.id))?.logs, logs.slice(20));
    });

    it(`keeps the first attempt and the newest, ${ATTEMPTS_KEPT} in all`, async () => {
      const job = newJob({ maxAttempts: 1_000 });
      await at.engine.jobs.enqueue([job]);
      const hand = new Hand(at.engine);
      for (let round = 0; round < ATTEMPTS_KEPT + 2; round += 1) {
        const held = await hand.next();
        await held.end({ kind: 'retry', error: FAILURE, delayMs: 0 });
        await at.engine.keeping.promote(10);
      }
      const last = await hand.next();
      const stored = await at.engine.jobs.get(job.id);
      assert.equal(stored?.attempt, ATTEMPTS_KEPT + 3);
      assert.equal(stored.attempts.length, ATTEMPTS_KEPT);
      assert.equal(stored.attempts.at(-1)?.number, ATTEMPTS_KEPT + 2);
      assert.equal(stored.attempts[0]?.number, 1);
      assert.equal(stored.attempts[1]?.number, 4);
      // What `retryFor` counts from, and what the trace of a job of its own hangs on.
      assert.equal(firstStartOf(last.job), stored.attempts[0].startedAt);
      await last.end({ kind: 'complete', result: null });
      const { attempts } = (await at.engine.jobs.get(job.id))!;
      assert.equal(attempts.length, ATTEMPTS_KEPT);
      assert.deepEqual([attempts[0]?.number, attempts.at(-1)?.outcome], [1, 'completed']);
    });

    it('counts attempts on, and drops the error once it completes', async () => {
      const job = newJob();
      await at.engine.jobs.enqueue([job]);
      const hand = new Hand(at.engine);
      await (await hand.next()).end({ kind: 'retry', error: FAILURE, delayMs: 0 });
      await at.engine.keeping.promote(10);
      const second = await hand.next();
      assert.equal(second.job.attempt, 2);
      assert.deepEqual(second.job.error, FAILURE);
      assert.equal(second.job.attempts.length, 1);
      await second.end({ kind: 'complete', result: 'ok' });
      const stored = await at.engine.jobs.get(job.id);
      assert.deepEqual(
        stored?.attempts.map((attempt) => [attempt.number, attempt.outcome]),
        [
          [1, 'failed'],
          [2, 'completed'],
        ],
      );
      assert.equal(stored.error, null);
    });

    it('is lost when the job was cancelled meanwhile; the attempt is recorded, nothing else', async () => {
      const job = newJob();
      await at.engine.jobs.enqueue([job]);
      const held = await takeOne(at.engine);
      await at.engine.jobs.cancel([job.id], 'changed my mind');
      const cancelled = await at.engine.jobs.get(job.id);
      const receipt = await held.end({ kind: 'complete', result: 'too late' }, { traceId: 'c'.repeat(32) });
      assert.deepEqual(receipt, { status: 'lost', state: 'cancelled', runAt: null });
      const stored = await at.engine.jobs.get(job.id);
      assert.equal(stored?.attempts[0]?.outcome, 'cancelled');
      assert.equal(stored.attempts[0].traceId, 'c'.repeat(32));
      assert.deepEqual({ ...stored, attempts: [] }, { ...cancelled, attempts: [] });
    });

    it('is lost when the job is gone', async () => {
      const job = newJob();
      await at.engine.jobs.enqueue([job]);
      const held = await takeOne(at.engine);
      await at.engine.jobs.cancel([job.id], 'away with it');
      await at.engine.jobs.remove([job.id]);
      const receipt = await held.end({ kind: 'complete', result: null });
      assert.deepEqual(receipt, { status: 'lost', state: null, runAt: null });
      assert.equal(await at.engine.jobs.get(job.id), null);
    });

    it('is lost when the job was cancelled and runs again under the same session', async () => {
      const job = newJob();
      await at.engine.jobs.enqueue([job]);
      const first = await takeOne(at.engine);
      await at.engine.jobs.cancel([job.id], 'stop');
      await at.engine.jobs.retry([job.id]);
      const second = await takeOne(at.engine);
      assert.equal(second.job.id, job.id);
      const late = await first.end({ kind: 'complete', result: 'first' });
      assert.equal(late.status, 'lost');
      assert.equal(late.state, 'running');
      const receipt = await second.end({ kind: 'complete', result: 'second' });
      assert.equal(receipt.status, 'settled');
      assert.equal((await at.engine.jobs.get(job.id))?.result, 'second');
    });

    it('settles many of one moment, each with its own receipt', async () => {
      await at.engine.jobs.enqueue(newJobs(50));
      const hand = new Hand(at.engine, 'default', 50);
      const held = await hand.take(50);
      await at.engine.jobs.cancel([held[7]!.job.id], 'this one not');
      const receipts = await Promise.all(
        held.map((one, index) =>
          one.end(index % 2 === 0 ? { kind: 'complete', result: index } : { kind: 'dead', error: FAILURE }),
        ),
      );
      assert.deepEqual(
        receipts.map((receipt) => receipt.state),
        held.map((_, index) => (index === 7 ? 'cancelled' : index % 2 === 0 ? 'completed' : 'dead')),
      );
      assert.equal(receipts[7]?.status, 'lost');
      const counts = (await at.engine.queues.counts())[0]?.counts;
      assert.equal(counts?.completed, 25);
      assert.equal(counts.dead, 24);
      assert.equal(counts.cancelled, 1);
      assert.equal(counts.running, 0);
    });
  });
}
