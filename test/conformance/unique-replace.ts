/** Keys whose holder is replaced: the newest payload, starts that are put off, windows. */
import assert from 'node:assert/strict';
import type { Job, Unique } from '../../src/core/index.ts';
import type { EnqueueReceipt, NewJob } from '../../src/engine/index.ts';
import { newJob } from '../support/new-job.ts';
import { prune, rulesWith } from '../support/rules.ts';
import { waitFor } from '../support/wait-for.ts';
import { FAILURE, INFO, runAll, takeOne } from './hand.ts';
import { type EngineHarness, scene } from './harness.ts';

const FAR_MS = 600_000;
const FARTHER_MS = 2 * FAR_MS;
const REPLACE: Unique = { key: 'test.work/"a"', while: 'unfinished', forMs: null, onConflict: 'replace', maxMs: null };
const WINDOW: Unique = { ...REPLACE, while: 'window', forMs: FAR_MS };

export function uniqueReplaceTests(harness: EngineHarness): void {
  describe('unique keys that replace', () => {
    const at = scene(harness);
    beforeEach(() => at.engine.fleet.join(INFO));

    const enqueue = async (job: NewJob): Promise<EnqueueReceipt> =>
      (await at.engine.jobs.enqueue([job]))[0] ?? assert.fail();
    const jobOf = async (id: string): Promise<Job> => (await at.engine.jobs.get(id)) ?? assert.fail();
    const replacing = (payload: NewJob['payload'], given: Partial<NewJob> = {}, rule = REPLACE): NewJob =>
      newJob({ ...given, payload, unique: rule });
    const stored = async (): Promise<number> => (await at.engine.jobs.list({}, 100, null)).jobs.length;

    it('a job that waits gets payload, start and expiry, and what follows from the payload', async () => {
      const first = replacing(1, { delayMs: FAR_MS, tags: ['one'], expiresInMs: FARTHER_MS, maxAttempts: 7 });
      await enqueue(first);
      const before = await jobOf(first.id);
      const given = { gates: ['g/"b"'], care: { sensitive: ['to'], version: 2, sealed: false }, tags: ['two'] };
      const receipt = await enqueue(replacing({ to: '"consequences":[' }, { ...given, delayMs: FARTHER_MS }));
      const after = await jobOf(first.id);
      assert.deepEqual(receipt, { id: first.id, status: 'existing', state: 'scheduled', runAt: after.runAt });
      const { gates, care } = given;
      assert.deepEqual(after, {
        ...before,
        ...{ payload: { to: '"consequences":[' }, gates, care, expiresAt: null, runAt: after.runAt },
      });
      assert.ok(after.runAt >= before.runAt + FAR_MS / 2);
      const now = await enqueue(replacing(3));
      assert.equal(now.state, 'available');
      assert.deepEqual(await runAll(at.engine), [first.id]);
      const { payload, state, gates: none } = await jobOf(first.id);
      assert.deepEqual([payload, state, none], [3, 'completed', []]);
      assert.equal(await stored(), 1);
    });

    it('an available job keeps its place where the start is now, and leaves it where it is later', async () => {
      const first = replacing(1);
      const behind = newJob();
      await at.engine.jobs.enqueue([first, behind]);
      await enqueue(replacing(2));
      const held = await takeOne(at.engine);
      assert.deepEqual([held.job.id, held.job.payload], [first.id, 2]);
      await held.end({ kind: 'release' });
      await enqueue(replacing(4, { delayMs: FAR_MS }));
      assert.deepEqual(await runAll(at.engine), [behind.id]);
      assert.equal((await jobOf(first.id)).state, 'scheduled');
    });

    it('one that a gate holds goes on waiting there; with another gate it comes to its turn', async () => {
      const shut = { reason: 'concurrency', limit: 0 } as const;
      await at.engine.gates.apply({ shut });
      const first = replacing(1, { gates: ['shut'] });
      await enqueue(first);
      assert.deepEqual(await runAll(at.engine), []);
      await enqueue(replacing(2, { gates: ['shut'] }));
      assert.equal((await jobOf(first.id)).hold?.name, 'shut');
      await enqueue(replacing(3));
      assert.equal((await jobOf(first.id)).hold, null);
      assert.deepEqual(await runAll(at.engine), [first.id]);
    });

    it('large payloads take the place of small ones, and give it back', async () => {
      const large = 'x'.repeat(100_000);
      const first = replacing('small', { delayMs: FAR_MS });
      await enqueue(first);
      for (const payload of [large, `${large}y`, 'small again']) {
        await enqueue(replacing(payload, { delayMs: FAR_MS }));
        assert.equal((await jobOf(first.id)).payload, payload);
      }
    });

    it('of one that runs nothing is replaced: the newcomer is stored beside it and takes the key', async () => {
      const first = replacing(1);
      await enqueue(first);
      const held = await takeOne(at.engine);
      const second = replacing(2);
      assert.equal((await enqueue(second)).status, 'created');
      assert.equal((await enqueue(replacing(3))).id, second.id);
      await held.end({ kind: 'complete', result: null });
      assert.deepEqual([(await jobOf(first.id)).payload, (await jobOf(second.id)).payload], [1, 3]);
      assert.equal((await enqueue(replacing(4))).id, second.id);
    });

    it('one that waits for another attempt has the new payload there, its attempts as they were', async () => {
      const first = replacing(1, { expiresInMs: FAR_MS });
      await enqueue(first);
      await (await takeOne(at.engine)).end({ kind: 'retry', error: FAILURE, delayMs: FAR_MS });
      const before = await jobOf(first.id);
      const receipt = await enqueue(replacing(2, { expiresInMs: FAR_MS }));
      assert.deepEqual([receipt.id, receipt.state], [first.id, 'available']);
      const after = await jobOf(first.id);
      assert.deepEqual(after, { ...before, payload: 2, state: 'available', runAt: after.runAt });
    });

    it('one that is blocked stays so', async () => {
      const first = replacing(1);
      await enqueue(first);
      await (await takeOne(at.engine)).end({ kind: 'hold', reason: 'task' });
      assert.equal((await enqueue(replacing(2))).state, 'blocked');
      at.engine.govern(rulesWith({ tasks: [first.task] }));
      await at.engine.keeping.unblock(10);
      assert.deepEqual(await runAll(at.engine), [first.id]);
      assert.equal((await jobOf(first.id)).payload, 2);
    });

    it('debounce: each puts the start off, and none further than its time after the first', async () => {
      const rule: Unique = { ...REPLACE, while: 'waiting', maxMs: FAR_MS + 1_000 };
      const first = replacing(1, { delayMs: 1_000 }, rule);
      await enqueue(first);
      const { createdAt } = await jobOf(first.id);
      const pushed = await enqueue(replacing(2, { delayMs: FAR_MS }, rule));
      assert.equal(pushed.runAt, Math.min(pushed.runAt, createdAt + FAR_MS + 1_000));
      assert.ok(pushed.runAt >= createdAt + FAR_MS);
      const last = await enqueue(replacing(3, { delayMs: FARTHER_MS }, rule));
      assert.equal(last.runAt, createdAt + FAR_MS + 1_000);
      assert.deepEqual([last.id, last.state, (await jobOf(first.id)).payload], [first.id, 'scheduled', 3]);
    });

    it('a window goes on when its job has completed, and when that is pruned; not when it is cancelled or removed', async () => {
      const keep: Unique = { ...WINDOW, onConflict: 'keep' };
      const ids: string[] = [];
      const next = async (): Promise<string> => {
        const { id, status } = await enqueue(replacing(null, {}, keep));
        if (status === 'created') ids.push(id);
        return status;
      };
      assert.equal(await next(), 'created');
      await runAll(at.engine);
      assert.deepEqual([await next(), (await enqueue(replacing(null, {}, keep))).state], ['existing', 'completed']);
      const gone = { forMs: 0, count: null };
      await waitFor('the prune', async () => {
        return (await prune(at.engine, { completed: gone, cancelled: gone, dead: gone }, 10)).count > 0;
      });
      const { id, status, state } = await enqueue(replacing(null, {}, keep));
      assert.deepEqual([id, status, state], [ids[0], 'existing', 'completed']);
      const other: Unique = { ...keep, key: 'test.work/"b"' };
      const second = await enqueue(replacing(null, {}, other));
      await at.engine.jobs.cancel([second.id], 'no');
      const third = await enqueue(replacing(null, {}, other));
      assert.equal(third.status, 'created');
      await runAll(at.engine);
      await at.engine.jobs.remove([third.id]);
      assert.equal((await enqueue(replacing(null, {}, other))).status, 'created');
    });

    it('a window is over by the store’s clock', async () => {
      const short: Unique = { ...WINDOW, forMs: 200, onConflict: 'keep' };
      const first = await enqueue(replacing(null, {}, short));
      await waitFor('its end', async () => (await at.engine.now()) >= first.runAt + 200);
      assert.equal((await enqueue(replacing(null, {}, short))).status, 'created');
    });

    it('a window that replaces: what comes in it runs when it is over, once, with the newest payload', async () => {
      const first = await enqueue(replacing(1, {}, WINDOW));
      assert.equal((await enqueue(replacing(2, {}, WINDOW))).id, first.id, 'the first has not begun');
      await runAll(at.engine);
      const trailing = await enqueue(replacing(3, {}, WINDOW));
      assert.deepEqual(
        [trailing.status, trailing.state, trailing.runAt],
        ['created', 'scheduled', first.runAt + FAR_MS],
      );
      const newest = await enqueue(replacing(4, {}, WINDOW));
      assert.deepEqual([newest.id, newest.runAt], [trailing.id, trailing.runAt]);
      assert.deepEqual([(await jobOf(first.id)).payload, (await jobOf(trailing.id)).payload], [2, 4]);
      await at.engine.jobs.retry([trailing.id]);
      await runAll(at.engine);
      const after = await enqueue(replacing(5, {}, WINDOW));
      assert.deepEqual([after.status, after.runAt], ['created', trailing.runAt + FAR_MS], 'a window of its own');
      await at.engine.jobs.cancel([after.id], 'no');
      assert.equal((await enqueue(replacing(6, {}, WINDOW))).state, 'available', 'a cancelled one ends its window');
    });

    it('a dead job of a window may be retried', async () => {
      const first = await enqueue(replacing(1, {}, WINDOW));
      await runAll(at.engine, 'default', () => ({ kind: 'dead', error: FAILURE }));
      const second = await enqueue(replacing(2, {}, WINDOW));
      assert.equal((await at.engine.jobs.retry([first.id]))[0]?.status, 'done');
      assert.equal((await enqueue(replacing(3, {}, WINDOW))).id, second.id);
    });
  });
}
