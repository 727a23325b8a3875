/** kill -9 of the process that carries a bulk operation: another one goes on with it. */
import assert from 'node:assert/strict';
import path from 'node:path';
import { ENGINES } from '../support/engines.ts';
import { stage } from '../support/stage.ts';
import { waitFor } from '../support/wait-for.ts';

const MANIFEST = `
queues: { old: {} }
tasks:
  work: { handler: ./handlers/fixture.ts }
routes: { tasks: [{ match: work, queue: old }] }
reload: { watch: false }
`;
const FAULTS = path.join(import.meta.dirname, 'harness', 'fixture-faults.mjs');
const JOBS = 2_000;
const STEP = 100;

for (const harness of ENGINES) {
  describe(`a bulk operation whose process is killed, on ${harness.name}`, () => {
    const scene = stage(harness);

    it('is finished by another, each job changed once', async () => {
      await scene.project.write(MANIFEST);
      const { operations } = await scene.run({ roles: ['scheduler'] });
      await operations.enqueue(
        'work',
        Array.from({ length: JOBS }, () => ({ payload: {} })),
      );
      const killed = scene.spawn(['jobs', 'cancel', '--queue', 'old'], {
        NODE_OPTIONS: `--import=${FAULTS}`,
        SKEP_FAULTS: JSON.stringify([{ point: 'bulk.changed', nth: 3, act: 'kill' }]),
        SKEP_LEDGER: path.join(scene.project.folder, 'ledger'),
      });
      assert.equal((await killed.ended).signal, 'SIGKILL');
      const [left] = await operations.bulks();
      assert.deepEqual([left?.state, left?.matched, left?.changed], ['running', JOBS, 2 * STEP]);
      const waiting = async (): Promise<number> => (await operations.queue('old')).counts.available;
      assert.equal(await waiting(), JOBS - 3 * STEP);
      await waitFor('its end', async () => (await operations.bulk(left?.id ?? '')).state === 'completed');
      const view = await operations.bulk(left?.id ?? '');
      assert.equal(await waiting(), 0);
      // The step that was under way is done, and not counted.
      assert.deepEqual([view.changed, view.stayed, view.carried], [JOBS - STEP, 0, false]);
    });
  });
}
