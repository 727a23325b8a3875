/** kill -9 of the process that carries a bulk operation: another one goes on with it. */
import assert from 'node:assert/strict';
import { writeFile } from 'node:fs/promises';
import path from 'node:path';
import { ENGINES, WHOLE } from '../support/engines.ts';
import { stage } from '../support/stage.ts';
import { waitFor } from '../support/wait-for.ts';

const MANIFEST = `
retryPolicies: { once: { maxAttempts: 1 } }
queues: { old: { concurrency: 20 } }
tasks:
  work: { handler: ./handlers/mended.ts, retry: once }
routes: { tasks: [{ match: work, queue: old }] }
reload: { watch: false }
`;
const HANDLER = (file: string): string => `
import { existsSync } from 'node:fs';
export default () => {
  if (!existsSync(${JSON.stringify(file)})) throw new Error('not mended yet');
};
`;
const FAULTS = path.join(import.meta.dirname, 'harness', 'fixture-faults.mjs');
const JOBS = 300;
const CANARY = 5;
const STEP = 100;
/** The canary is the first step, those at a rate come after it. */
const PLACES = [
  ['with its canary', 1, CANARY],
  ['between steps at a rate', 2, STEP],
] as const;

for (const harness of ENGINES) {
  describe(`a bulk operation whose process is killed, on ${harness.name}`, () => {
    const scene = stage(harness);

    for (const [where, nth, uncounted] of WHOLE ? PLACES : PLACES.slice(1)) {
      it(`${where} is finished by another, each job tried again once`, async () => {
        const mended = path.join(scene.project.folder, 'mended');
        await scene.project.writeHandler('mended.ts', HANDLER(mended));
        await scene.project.write(MANIFEST);
        const { operations } = await scene.run({ roles: ['worker', 'scheduler'] });
        const items = Array.from({ length: JOBS }, () => ({ payload: {} }));
        const ids = (await operations.enqueue('work', items)).map(({ id }) => id);
        const inState = async (state: 'dead' | 'completed'): Promise<boolean> =>
          (await operations.queue('old')).counts[state] === JOBS;
        await waitFor('all to be dead', () => inState('dead'));
        await writeFile(mended, '');
        const killed = scene.spawn(
          ['dead', 'retry', '--queue', 'old', '--canary', String(CANARY), '--rate', '1000/s'],
          {
            NODE_OPTIONS: `--import=${FAULTS}`,
            SKEP_FAULTS: JSON.stringify([{ point: 'bulk.changed', nth, act: 'kill' }]),
            SKEP_LEDGER: path.join(scene.project.folder, 'ledger'),
          },
        );
        assert.equal((await killed.ended).signal, 'SIGKILL');
        const [left] = await operations.bulks();
        assert.deepEqual([left?.state, left?.matched, left?.changed], ['running', JOBS, nth === 1 ? 0 : CANARY]);
        await waitFor('its end', async () => (await operations.bulk(left?.id ?? '')).state === 'completed');
        // The step that was under way is done, and not counted.
        assert.equal((await operations.bulk(left?.id ?? '')).changed, JOBS - uncounted);
        await waitFor('the end of all', () => inState('completed'));
        const jobs = await Promise.all(ids.map((id) => operations.getJob(id)));
        assert.ok(jobs.every(({ attempts }) => attempts.length === 2));
      });
    }
  });
}
