import assert from 'node:assert/strict';
import { newAborter } from '../../../src/foundation/index.ts';
import type { Manifest } from '../../../src/manifest/index.ts';
import { moveJobs, type MoveParts } from '../../../src/platform/local/move-jobs.ts';
import type { MovedView, MoveRequest } from '../../../src/api/index.ts';
import { INFO, takeOne } from '../../conformance/hand.ts';
import { scene } from '../../conformance/harness.ts';
import { TARGETS } from '../../support/engines.ts';
import { newJob, newJobs } from '../../support/new-job.ts';

const MANIFEST = { queues: { default: { shards: 1 }, wide: { shards: 4 } } } as unknown as Pick<Manifest, 'queues'>;

for (const harness of TARGETS) {
  describe(`moveJobs on ${harness.name}`, () => {
    const at = scene(harness);
    const move = (request: MoveRequest, given: Partial<MoveParts> = {}): Promise<MovedView> =>
      moveJobs(request, { engine: at.engine, manifest: MANIFEST, signals: [], ...given });

    it('named ones; what runs, is there already or is not known stays', async () => {
      await at.engine.fleet.join(INFO);
      const [red, blue] = [newJob({ queue: 'old' }), newJob({ queue: 'wide' })];
      const runs = newJob({ queue: 'old', priority: 0 });
      await at.engine.jobs.enqueue([red, blue, runs]);
      const held = await takeOne(at.engine, 'old');
      assert.equal(held.job.id, runs.id);
      const named = await move({ to: 'wide', ids: [runs.id, red.id, blue.id, 'nobody'] });
      assert.deepEqual([named.moved, named.there, named.stayed], [1, 1, 2]);
      assert.deepEqual(
        named.refusals.map(({ id, code, state }) => [id, code, state]),
        [
          [runs.id, 'STATE_CONFLICT', 'running'],
          ['nobody', 'JOB_UNKNOWN', null],
        ],
      );
      assert.equal((await at.engine.jobs.get(red.id))?.queue, 'wide');
      await held.end({ kind: 'complete', result: null });
    });

    it('refuses what is unclear and changes nothing', async () => {
      await at.engine.jobs.enqueue([newJob({ queue: 'old' })]);
      for (const [request, code, hint] of [
        [{ to: 'widde', ids: ['a'] }, 'QUEUE_UNKNOWN', /`wide`/],
        [{ to: '__proto__', ids: ['a'] }, 'QUEUE_UNKNOWN', /known here/],
        [{ to: 'wide', ids: [] }, 'REQUEST_INVALID', /give ids/],
        [{ to: 'wide' }, 'USAGE', /ids: \[/],
        [{ to: 'wide', ids: 'an-id' }, 'USAGE', /ids: \[/],
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
      const jobs = newJobs(1_200, { queue: 'old' });
      await at.engine.jobs.enqueue(jobs);
      const aborter = newAborter();
      const engine: MoveParts['engine'] = {
        jobs: {
          move: async (...given) => {
            const receipts = await at.engine.jobs.move(...given);
            aborter.abort();
            return receipts;
          },
        },
      };
      const request = { to: 'default', ids: jobs.map(({ id }) => id) };
      await assert.rejects(move(request, { engine, signals: [undefined, aborter.signal] }), { code: 'STOPPING' });
      const rest = await move(request);
      assert.deepEqual([rest.moved, rest.there], [700, 500]);
    });
  });
}
