/** Handlers in threads and processes that take many jobs at once, through whole platforms on each engine. */
import assert from 'node:assert/strict';
import { copyFile } from 'node:fs/promises';
import path from 'node:path';

import type { JobView } from '../../src/api/index.ts';
import type { Platform } from '../../src/platform/index.ts';
import { ANY_ENGINE } from '../support/engines.ts';
import { stage } from '../support/stage.ts';
import { waitFor } from '../support/wait-for.ts';

const HANDLER = path.join(import.meta.dirname, '..', 'support/handlers/together.ts');

function manifest(executor: string): string {
  return `
defaults: { shutdownTimeout: 5s }
executors: { thread: { size: 1 }, process: { size: 1 } }
tasks:
  work: { handler: ./handlers/together.ts, executor: ${executor}, retry: { maxAttempts: 1 }, collect: { size: 4, wait: 1h }, cancelGrace: 5s }
  one: { handler: ./handlers/fixture.ts }
routes: { tasks: [{ match: one, queue: others }] }
queues: { others: { concurrency: 1 } }
admin: { port: 0 }
`;
}

for (const harness of ANY_ENGINE) {
  for (const kind of ['thread', 'process'] as const) {
    describe(`a call for many jobs in a ${kind}, on ${harness.name}`, () => {
      const scene = stage(harness);
      let platform: Platform;

      beforeEach(async () => {
        await copyFile(HANDLER, scene.project.path('handlers/together.ts'));
        await scene.project.write(manifest(kind));
        platform = await scene.run({ roles: ['worker'] });
      });

      async function enqueue(act: string): Promise<string[]> {
        const items = Array.from({ length: 4 }, (_, n) => ({ payload: { do: act, n } }));
        return (await platform.operations.enqueue('work', items)).map(({ id }) => id);
      }

      const ended = (ids: readonly string[]): Promise<JobView[]> =>
        waitFor('the end of all attempts', async () => {
          const jobs = await Promise.all(ids.map((id) => platform.operations.getJob(id)));
          return jobs.every(({ state }) => state !== 'running' && state !== 'available') && jobs;
        });

      const told = async (act: string): Promise<unknown[]> =>
        (await ended(await enqueue(act))).map(({ state, result, error }) => [state, error?.code ?? error?.message ?? result]); // prettier-ignore

      it('gets all payloads, and each job has its own answer', async () => {
        assert.deepEqual(await told('double'), [0, 2, 4, 6].map((twice) => ['completed', { twice, of: 4 }])); // prettier-ignore
        assert.deepEqual(await told('differ'), [
          ['completed', 'done'],
          ['dead', 'no good'],
          ['scheduled', null],
          ['dead', 'late'],
        ]);
      });

      it('fails those without an answer, and all where it throws, gives no list or ends its process', async () => {
        const all = (what: string): unknown[] => Array.from({ length: 4 }, () => ['dead', what]);
        assert.deepEqual(await told('short'), [['completed', 'only one'], ...all('COLLECT_UNANSWERED').slice(1)]);
        assert.deepEqual(await told('none'), all('COLLECT_UNANSWERED'));
        assert.deepEqual(await told('throws'), all('all of it'));
        assert.deepEqual(await told('crash'), all('ATTEMPT_CRASHED'));
      });

      it('has a context for each of them', async () => {
        const ids = await enqueue('context');
        const jobs = await ended(ids);
        for (const [index, { id, result, logs, progress }] of jobs.entries()) {
          assert.deepEqual([(result as { id: string }).id, progress?.done], [id, index]);
          assert.deepEqual(logs.map(({ line }) => line).sort(), ['for all', `line ${index}`]);
          const child = await platform.operations.getJob((result as { child: string }).child);
          assert.equal(child.parentId, id);
        }
      });

      it('tells of one that is cancelled, and goes on for the others', async () => {
        const ids = await enqueue('wait');
        await waitFor('the call', async () => (await platform.operations.workers())[0]?.pools[kind]?.busy === 1);
        await platform.operations.cancelJob(ids[0] ?? '');
        const jobs = await ended(ids);
        assert.deepEqual(jobs.map(({ state, result }) => [state, result]), [
          ['cancelled', null],
          ...Array.from({ length: 3 }, () => ['completed', 'told of JobCancelled, all: false']),
        ]); // prettier-ignore
      });
    });
  }
}
