import assert from 'node:assert/strict';
import type { CancelledView, CancelRequest } from '../../../src/api/index.ts';
import type { Signal } from '../../../src/engine/index.ts';
import { newAborter } from '../../../src/foundation/index.ts';
import { cancelJobs, type CancelParts } from '../../../src/platform/cancel-jobs.ts';
import { Hand, INFO, takeOne } from '../../conformance/hand.ts';
import { scene } from '../../conformance/harness.ts';
import { TARGETS } from '../../support/engines.ts';
import { newJob, newJobs } from '../../support/new-job.ts';
import { waitFor } from '../../support/wait-for.ts';

for (const harness of TARGETS) {
  describe(`cancelJobs on ${harness.name}`, () => {
    const at = scene(harness);
    const cancel = (request: CancelRequest, given: Partial<CancelParts> = {}): Promise<CancelledView> =>
      cancelJobs(request, { engine: at.engine, signals: [], ...given });

    /** The engine, with something that happens just before each cancel reaches it. */
    function beforeCancel(act: (ids: readonly string[]) => unknown): CancelParts['engine'] {
      return {
        now: () => at.engine.now(),
        jobs: {
          ...at.engine.jobs,
          cancel: async (ids, reason) => {
            await act(ids);
            return at.engine.jobs.cancel(ids, reason);
          },
        },
      };
    }

    it('waiting, scheduled, held and running ones of a filter, and no others', async () => {
      await at.engine.fleet.join(INFO);
      const jobs = [
        newJob({ queue: 'old', tags: ['red'], priority: 0 }),
        newJob({ queue: 'old', tags: ['red'], priority: 1 }),
        newJob({ queue: 'unread', tags: ['red'] }),
        newJob({ queue: 'old', tags: ['red'], delayMs: 60_000 }),
      ];
      const [plain, elsewhere] = [
        newJob({ queue: 'unread' }),
        newJob({ queue: 'unread', tags: ['red'], task: 'other.task' }),
      ];
      await at.engine.jobs.enqueue([...jobs, plain, elsewhere]);
      const hand = new Hand(at.engine, 'old', 2);
      const [first, second] = await hand.take(2);
      await first!.end({ kind: 'hold', reason: 'task' });
      const states = jobs.map(async ({ id }) => (await at.engine.jobs.get(id))?.state);
      assert.deepEqual(await Promise.all(states), ['blocked', 'running', 'available', 'scheduled']);
      const counted = await cancel({ task: 'test.work', tag: 'red', dryRun: true });
      assert.deepEqual([counted.matched, counted.running, counted.cancelled], [4, 1, 0]);
      const view = await cancel({ task: 'test.work', tag: 'red' });
      const none = { stayed: 0, refusals: [], next: null };
      assert.deepEqual(view, { dryRun: false, matched: 4, cancelled: 4, running: 1, ...none });
      for (const { id } of jobs) assert.equal((await at.engine.jobs.get(id))?.state, 'cancelled');
      for (const { id } of [plain, elsewhere]) assert.equal((await at.engine.jobs.get(id))?.state, 'available');
      await second!.end({ kind: 'complete', result: null });
      assert.equal((await at.engine.jobs.get(second!.job.id))?.state, 'cancelled');
      assert.deepEqual((await cancel({ task: 'test.work', tag: 'red' })).matched, 0);
    });

    it('tells the process of another host, which looks for nothing by itself', async () => {
      const [canceller, signals] = [await at.store.open(), [] as Signal[]];
      // It never beats, so nothing but the word that it is told can bring it the news.
      await at.engine.fleet.join(INFO);
      at.engine.fleet.onSignal((signal) => signals.push(signal));
      const jobs = newJobs(2);
      await at.engine.jobs.enqueue(jobs);
      await new Hand(at.engine, 'default', 2).take(2);
      const view = await cancel({ state: ['running'] }, { engine: canceller });
      assert.deepEqual([view.cancelled, view.running], [2, 2]);
      const told = await waitFor('the word', () => {
        const ids = signals.flatMap((signal) => (signal.type === 'leases-ended' ? signal.ids : []));
        return ids.length >= 2 && ids;
      });
      assert.deepEqual([...told].sort(), jobs.map(({ id }) => id).sort());
    });

    it('says of one that was faster that it has ended', async () => {
      await at.engine.fleet.join(INFO);
      await at.engine.jobs.enqueue(newJobs(1));
      const held = await takeOne(at.engine);
      const engine = beforeCancel(() => held.end({ kind: 'complete', result: 7 }));
      const view = await cancel({ queue: 'default' }, { engine });
      assert.deepEqual([view.matched, view.cancelled, view.stayed], [1, 0, 1]);
      assert.deepEqual(
        view.refusals.map(({ id, code, state }) => [id, code, state]),
        [[held.job.id, 'STATE_CONFLICT', 'completed']],
      );
      assert.match(view.refusals[0]?.detail ?? '', /cannot be cancelled: it is completed$/);
      assert.equal((await at.engine.jobs.get(held.job.id))?.result, 7);
    });

    it('three thousand in bounded steps, and goes on where a limit has ended it', async () => {
      const jobs = newJobs(3_000, { queue: 'old' });
      for (let from = 0; from < jobs.length; from += 500) await at.engine.jobs.enqueue(jobs.slice(from, from + 500));
      const steps: number[] = [];
      const engine = beforeCancel((ids) => steps.push(ids.length));
      const first = await cancel({ queue: 'old', limit: 1_200 }, { engine });
      assert.deepEqual([first.matched, first.cancelled, first.next === null], [1_200, 1_200, false]);
      await at.engine.jobs.enqueue([newJob({ queue: 'old' })]);
      const rest = await cancel({ queue: 'old', cursor: first.next! }, { engine });
      assert.deepEqual([rest.cancelled, rest.next], [1_800, null], 'what came meanwhile is not met');
      assert.ok(Math.max(...steps) <= 500, steps.join());
      assert.equal((await cancel({ queue: 'old', dryRun: true })).matched, 1);
    });

    it('ends between two steps when it is told to, and the same call again cancels the rest', async () => {
      await at.engine.jobs.enqueue(newJobs(1_200, { queue: 'old' }));
      const aborter = newAborter();
      const engine = beforeCancel(() => aborter.abort());
      await assert.rejects(cancel({ queue: 'old' }, { engine, signals: [undefined, aborter.signal] }), {
        code: 'STOPPING',
        message: /after \d+ jobs/,
      });
      const left = (await at.engine.queues.counts()).find(({ queue }) => queue === 'old')?.counts.available ?? 0;
      assert.ok(left >= 700 && left < 1_200, String(left));
      assert.equal((await cancel({ queue: 'old' })).cancelled, left);
    });

    it('refuses what is unclear and changes nothing', async () => {
      await at.engine.jobs.enqueue([newJob()]);
      for (const [request, code, hint] of [
        [{}, 'REQUEST_INVALID', /give some of/],
        [{ queue: undefined }, 'REQUEST_INVALID', /give some of/],
        [{ dryRun: true }, 'REQUEST_INVALID', /give some of/],
        [{ state: ['available', 'dead'] }, 'REQUEST_INVALID', /they have ended/],
        [{ queue: 'default', since: 'soon' }, 'REQUEST_INVALID', /write/],
        [{ queue: 'default', limit: 0 }, 'USAGE', /cancelJobs/],
        [{ queue: 'default', limit: 10_001 }, 'USAGE', /cancelJobs/],
        [undefined, 'USAGE', /cancelJob\('id'\)/],
        ['default', 'USAGE', /cancelJob\('id'\)/],
      ] as const) {
        await assert.rejects(cancel(request as unknown as CancelRequest), { code, hint });
      }
      assert.equal((await at.engine.queues.counts())[0]?.counts.available, 1);
    });
  });
}
