import assert from 'node:assert/strict';
import { newJob, newJobs } from '../support/new-job.ts';
import { rulesWith } from '../support/rules.ts';
import { waitFor } from '../support/wait-for.ts';
import { Hand, INFO, runAll, takeOne } from './hand.ts';
import { type EngineHarness, scene } from './harness.ts';

export function pauseTests(harness: EngineHarness): void {
  describe('pause', () => {
    const at = scene(harness);
    beforeEach(async () => {
      await at.engine.fleet.join(INFO);
    });

    it('a paused queue hands out nothing, in any process, from the moment it resolves', async () => {
      await at.engine.jobs.enqueue(newJobs(3));
      const other = await at.store.open();
      await other.fleet.join(INFO);
      await other.queues.pause('default', true);
      assert.deepEqual(await runAll(at.engine), []);
      assert.deepEqual(await runAll(other), []);
      assert.equal((await at.engine.queues.counts())[0]?.paused, true);
      assert.equal((await at.engine.queues.counts())[0]?.counts.available, 3);
    });

    it('what is enqueued meanwhile waits; resuming wakes the consumers, in another process too', async () => {
      const other = await at.store.open();
      await at.engine.queues.pause('default', true);
      await at.engine.jobs.enqueue([newJob()]);
      const hand = new Hand(at.engine);
      await hand.consumer.idle();
      assert.equal(hand.held.length, 0);
      await other.queues.pause('default', false);
      await hand.next();
      assert.equal((await at.engine.queues.counts())[0]?.paused, false);
    });

    it('what runs already may end', async () => {
      await at.engine.jobs.enqueue([newJob()]);
      const held = await takeOne(at.engine);
      await at.engine.queues.pause('default', true);
      assert.equal((await held.end({ kind: 'complete', result: null })).status, 'settled');
    });

    it('other queues go on', async () => {
      await at.engine.queues.pause('default', true);
      const job = newJob({ queue: 'other' });
      await at.engine.jobs.enqueue([job]);
      assert.deepEqual(await runAll(at.engine, 'other'), [job.id]);
    });

    it('a paused queue without jobs is listed; resumed it is not', async () => {
      await at.engine.queues.pause('empty', true);
      const [row] = await at.engine.queues.counts();
      assert.equal(row?.queue, 'empty');
      assert.equal(row.paused, true);
      assert.equal(row.oldestAt, null);
      await at.engine.queues.pause('empty', false);
      assert.deepEqual(await at.engine.queues.counts(), []);
    });

    it('is durable, and pausing twice is pausing once', async () => {
      await at.engine.queues.pause('default', true);
      await at.engine.queues.pause('default', true);
      await at.engine.fleet.leave();
      await at.engine.close();
      const again = await at.store.open();
      assert.equal((await again.queues.counts())[0]?.paused, true);
      await again.queues.pause('default', false);
      await again.queues.pause('default', false);
      assert.deepEqual(await again.queues.counts(), []);
    });

    it('tells why, until when and by whom, in shards too, and ends by itself', async () => {
      at.engine.govern(rulesWith({ shards: { default: 3 } }));
      const before = await at.engine.now();
      const until = before + 1_000;
      await at.engine.jobs.enqueue([newJob()]);
      await at.engine.queues.pause('default', true, { text: 'INC-42 "ä"\n', until, by: 'ann' });
      const { at: since, ...pause } = (await at.engine.queues.counts())[0]?.pause ?? assert.fail();
      assert.deepEqual(pause, { text: 'INC-42 "ä"\n', until, by: 'ann' });
      assert.ok(since >= before && since <= until);
      const hand = new Hand(at.engine);
      await waitFor('its end', async () => {
        hand.consumer.poke();
        await hand.consumer.quiet();
        return hand.held.length === 1;
      });
      assert.ok((await at.engine.now()) >= until);
      const [row] = await at.engine.queues.counts();
      assert.deepEqual([row?.paused, row?.pause], [false, null]);
      await at.engine.queues.pause('default', true);
      assert.deepEqual((await at.engine.queues.counts())[0]?.paused, true);
    });
  });
}
