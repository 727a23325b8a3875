import assert from 'node:assert/strict';
import { newAborter } from '../../../src/foundation/index.ts';
import type { Manifest } from '../../../src/manifest/index.ts';
import { moveJobs, type MoveParts } from '../../../src/platform/move-jobs.ts';
import type { MovedView, MoveRequest } from '../../../src/api/index.ts';
import { INFO, runAll, takeOne } from '../../conformance/hand.ts';
import { scene } from '../../conformance/harness.ts';
import { TARGETS } from '../../support/engines.ts';
import { newJob, newJobs } from '../../support/new-job.ts';

const MANIFEST = { queues: { default: { shards: 1 }, wide: { shards: 4 } } } as unknown as Pick<Manifest, 'queues'>;
const NONE = { there: 0, stayed: 0, refusals: [] };

for (const harness of TARGETS) {
  describe(`moveJobs on ${harness.name}`, () => {
    const at = scene(harness);
    const move = (request: MoveRequest, given: Partial<MoveParts> = {}): Promise<MovedView> =>
      moveJobs(request, { engine: at.engine, manifest: MANIFEST, signals: [], ...given });

    it('ten thousand by a filter: all, in bounded steps, those that wait longest first', async () => {
      const jobs = newJobs(10_000, { queue: 'old' });
      for (let from = 0; from < jobs.length; from += 500) await at.engine.jobs.enqueue(jobs.slice(from, from + 500));
      const first = newJob();
      await at.engine.jobs.enqueue([first]);
      const steps: number[] = [];
      const engine: MoveParts['engine'] = {
        now: () => at.engine.now(),
        jobs: {
          ...at.engine.jobs,
          move: (ids, to) => {
            steps.push(ids.length);
            return at.engine.jobs.move(ids, to);
          },
        },
      };
      const view = await move({ to: 'default', queue: 'old' }, { engine });
      assert.deepEqual(view, { to: 'default', moved: jobs.length, ...NONE });
      assert.ok(Math.max(...steps) <= 500 && steps.length >= 20, steps.join());
      await at.engine.fleet.join(INFO);
      const ran = await runAll(at.engine, 'default', undefined, 500);
      assert.deepEqual(
        ran,
        [first, ...jobs].map(({ id }) => id),
      );
    });

    it('what fits a filter and no more; running and finished jobs stay', async () => {
      await at.engine.fleet.join(INFO);
      const red = newJob({ queue: 'old', tags: ['red'] });
      const other = newJob({ queue: 'old', task: 'other.task', delayMs: 60_000 });
      const plain = newJob({ queue: 'old' });
      const elsewhere = newJob({ queue: 'third', tags: ['red'] });
      const done = newJob({ queue: 'old', tags: ['red'], priority: 0 });
      await at.engine.jobs.enqueue([red, other, plain, elsewhere, done]);
      const held = await takeOne(at.engine, 'old');
      assert.equal(held.job.id, done.id);
      const queueOf = async (id: string): Promise<string | undefined> => (await at.engine.jobs.get(id))?.queue;
      assert.equal((await move({ to: 'wide', tag: 'red', queue: 'old' })).moved, 1);
      assert.equal((await move({ to: 'wide', state: ['scheduled'], queue: 'old' })).moved, 1);
      assert.deepEqual(await Promise.all([red, other, plain, elsewhere, done].map(({ id }) => queueOf(id))), [
        ...['wide', 'wide', 'old', 'third', 'old'],
      ]);
      // Of all queues, those in the target left alone.
      assert.equal((await move({ to: 'wide', task: 'test.work' })).moved, 2);
      assert.equal((await move({ to: 'wide', task: 'test.work' })).moved, 0);
      const named = await move({ to: 'wide', ids: [done.id, red.id, 'nobody'] });
      assert.deepEqual([named.moved, named.there, named.stayed], [0, 1, 2]);
      assert.deepEqual(
        named.refusals.map(({ id, code, state }) => [id, code, state]),
        [
          [done.id, 'STATE_CONFLICT', 'running'],
          ['nobody', 'JOB_UNKNOWN', null],
        ],
      );
      await held.end({ kind: 'complete', result: null });
    });

    it('refuses what is unclear and changes nothing', async () => {
      await at.engine.jobs.enqueue([newJob({ queue: 'old' })]);
      for (const [request, code, hint] of [
        [{ to: 'widde', queue: 'old' }, 'QUEUE_UNKNOWN', /`wide`/],
        [{ to: '__proto__', queue: 'old' }, 'QUEUE_UNKNOWN', /known here/],
        [{ to: 'wide' }, 'REQUEST_INVALID', /give ids/],
        [{ to: 'wide', queue: undefined }, 'REQUEST_INVALID', /give ids/],
        [{ to: 'wide', ids: [] }, 'REQUEST_INVALID', /give ids/],
        [{ to: 'wide', ids: ['a'], queue: 'old' }, 'REQUEST_INVALID', /give ids/],
        [{ to: 'wide', state: ['available', 'dead'] }, 'REQUEST_INVALID', /retry/],
        [{ to: 'wide', state: ['running'] }, 'REQUEST_INVALID', /scheduled, blocked/],
        [{ to: 'wide', since: 'soon' }, 'REQUEST_INVALID', /write/],
        [{ to: 'wide', ids: 'an-id' }, 'USAGE', /ids: \[/],
        [{ queue: 'old' }, 'USAGE', /to: 'default'/],
        [undefined, 'USAGE', /to: 'default'/],
      ] as const) {
        await assert.rejects(move(request as unknown as MoveRequest), { code, hint });
      }
      assert.deepEqual(
        (await at.engine.queues.counts()).map(({ queue }) => queue),
        ['old'],
      );
    });

    it('ends between two steps when it is told to, and the same call again moves the rest', async () => {
      await at.engine.jobs.enqueue(newJobs(1_200, { queue: 'old' }));
      const aborter = newAborter();
      const engine: MoveParts['engine'] = {
        now: () => at.engine.now(),
        jobs: {
          ...at.engine.jobs,
          move: async (...given) => {
            const receipts = await at.engine.jobs.move(...given);
            aborter.abort();
            return receipts;
          },
        },
      };
      const request = { to: 'default', queue: 'old' };
      await assert.rejects(move(request, { engine, signals: [undefined, aborter.signal] }), { code: 'STOPPING' });
      const left = (await at.engine.queues.counts()).find(({ queue }) => queue === 'old')?.counts.available ?? 0;
      assert.ok(left >= 700 && left < 1_200, String(left));
      assert.equal((await move(request)).moved, left);
    });
  });
}
