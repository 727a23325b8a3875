/** A queue over several shards is one queue to everybody. Engines without a use for shards must not mind them. */
import assert from 'node:assert/strict';
import { newJob, newJobs } from '../support/new-job.ts';
import { waitFor } from '../support/wait-for.ts';
import { FAILURE, Hand, INFO, runAll } from './hand.ts';
import { type EngineHarness, scene } from './harness.ts';
import { rulesWith } from '../support/rules.ts';

const WIDE = { shards: { default: 4 } };

export function shardTests(harness: EngineHarness): void {
  describe('shards', () => {
    const at = scene(harness);
    beforeEach(async () => {
      at.engine.govern(rulesWith(WIDE));
      await at.engine.fleet.join(INFO);
    });

    /** Calls of one job each: they go to whatever shard. */
    const enqueue = async (count: number, given: Parameters<typeof newJob>[0] = {}): Promise<string[]> => {
      const jobs = newJobs(count, given);
      await Promise.all(jobs.map((job) => at.engine.jobs.enqueue([job])));
      return jobs.map(({ id }) => id);
    };

    it('are counted and listed as one queue, newest first over all of them', async () => {
      const ids: string[] = [];
      for (let round = 0; round < 20; round += 1) ids.push(...(await enqueue(1)));
      const rows = await at.engine.queues.counts();
      assert.deepEqual(
        rows.map(({ queue, counts }) => [queue, counts.available]),
        [['default', 20]],
      );
      const first = await at.engine.jobs.list({ queue: 'default' }, 12, null);
      const second = await at.engine.jobs.list({ queue: 'default' }, 12, first.next);
      const listed = [...first.jobs, ...second.jobs];
      assert.deepEqual(
        listed.map(({ id }) => id),
        ids.toReversed(),
      );
      assert.ok(listed.every(({ queue }) => queue === 'default'));
    });

    it('give all their jobs, each once, never more than there are slots', async () => {
      const ids = await enqueue(200);
      const ran = await runAll(at.engine, 'default', undefined, 3);
      assert.deepEqual(ran.toSorted(), ids.toSorted());
      assert.equal((await at.engine.queues.counts())[0]?.counts.completed, 200);
    });

    it('wake a consumer that waits, whichever gets the job', async () => {
      const hand = new Hand(at.engine, 'default', 1);
      await hand.consumer.idle();
      for (let round = 0; round < 12; round += 1) {
        const [id] = await enqueue(1);
        const held = await hand.next();
        assert.equal(held.job.id, id);
        await held.end({ kind: 'complete', result: null });
        await hand.consumer.idle();
      }
    });

    it('are paused together, those that come later too, and resumed together', async () => {
      await at.engine.jobs.enqueue([newJob()]);
      await at.engine.queues.pause('default', true);
      await enqueue(20);
      assert.deepEqual(await runAll(at.engine), []);
      const other = await at.store.open();
      await other.fleet.join(INFO);
      assert.deepEqual(await runAll(other), []);
      await other.queues.pause('default', false);
      assert.equal((await at.engine.queues.counts())[0]?.paused, false);
      assert.equal((await runAll(at.engine)).length, 21);
    });

    it('settle what was reserved from several of them in one batch', async () => {
      await enqueue(16);
      const hand = new Hand(at.engine, 'default', 16);
      const held = await hand.take(16);
      const receipts = await Promise.all(held.map((one) => one.end({ kind: 'retry', error: FAILURE, delayMs: 0 })));
      assert.ok(receipts.every(({ status, state }) => status === 'settled' && state === 'retryable'));
      await hand.close();
      let promoted = 0;
      await waitFor('promotion', async () => {
        promoted += (await at.engine.keeping.promote(5)).promoted['default'] ?? 0;
        return promoted === 16;
      });
      assert.equal((await runAll(at.engine)).length, 16);
    });

    it('are changed, expired and pruned as one', async () => {
      const cancelled = await enqueue(10);
      const receipts = await at.engine.jobs.cancel(cancelled, 'no more');
      assert.ok(receipts.every(({ status, queue }) => status === 'done' && queue === 'default'));
      await enqueue(10, { expiresInMs: 1 });
      await waitFor('expiry', async () => {
        await at.engine.keeping.expire(100);
        return (await at.engine.queues.counts())[0]?.counts.cancelled === 20;
      });
      const keep = { forMs: 3_600_000, count: null };
      const retention = { completed: keep, dead: keep, cancelled: { forMs: 0, count: null } };
      at.engine.govern(rulesWith({ ...WIDE, retention }));
      await waitFor('the end of all', async () => {
        await at.engine.keeping.prune(100);
        return (await at.engine.queues.counts()).length === 0;
      });
    });
  });
}
