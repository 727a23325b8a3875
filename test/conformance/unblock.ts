import assert from 'node:assert/strict';
import { newJob } from '../support/new-job.ts';
import { Hand, INFO, runAll } from './hand.ts';
import { type EngineHarness, scene } from './harness.ts';
import { unblock } from '../support/rules.ts';

export function unblockTests(harness: EngineHarness): void {
  describe('unblock', () => {
    const at = scene(harness);
    beforeEach(async () => {
      await at.engine.fleet.join(INFO);
    });

    const block = async (task: string, count: number): Promise<void> => {
      const jobs = Array.from({ length: count }, () => newJob({ task }));
      await at.engine.jobs.enqueue(jobs);
      const hand = new Hand(at.engine, 'default', count);
      const held = await hand.take(count);
      // Stop before the holds settle: a job that is unblocked later must not come back to this hand.
      void hand.close();
      await Promise.all(held.map((one) => one.end({ kind: 'hold', reason: 'task' })));
    };

    it('makes the blocked jobs of these tasks available, and of no other', async () => {
      await block('a.one', 2);
      await block('b.two', 1);
      await block('c.three', 1);
      assert.deepEqual(await unblock(at.engine, ['a.one', 'c.three'], 100), { count: 3, more: false });
      const counts = (await at.engine.queues.counts())[0]?.counts;
      assert.deepEqual([counts?.available, counts?.blocked], [3, 1]);
      const page = await at.engine.jobs.list({ task: 'a.one' }, 10, null);
      assert.deepEqual(
        page.jobs.map((job) => [job.state, job.blockedBy]),
        [
          ['available', null],
          ['available', null],
        ],
      );
      assert.equal((await runAll(at.engine)).length, 3);
    });

    it('keeps to its limit', async () => {
      await block('a.one', 5);
      assert.deepEqual(await unblock(at.engine, ['a.one'], 3), { count: 3, more: true });
      assert.deepEqual(await unblock(at.engine, ['a.one'], 3), { count: 2, more: false });
    });

    it('takes tasks without blocked jobs, and no tasks', async () => {
      assert.deepEqual(await unblock(at.engine, ['nothing.here'], 10), { count: 0, more: false });
      assert.deepEqual(await unblock(at.engine, [], 10), { count: 0, more: false });
    });

    it('wakes a consumer that waits', async () => {
      await block('a.one', 1);
      const hand = new Hand(at.engine);
      await hand.consumer.idle();
      await unblock(at.engine, ['a.one'], 10);
      await hand.next();
    });
  });
}
