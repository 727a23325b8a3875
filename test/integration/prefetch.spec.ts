/** Queues with `prefetch` go through the real worker, on each engine: what waits in the process, and how it goes back. */
import assert from 'node:assert/strict';

import type { Job, JobState } from '../../src/core/index.ts';
import { systemClock } from '../../src/foundation/index.ts';
import { Enqueuer, waitForJob, Worker } from '../../src/runtime/index.ts';
import { INFO } from '../conformance/hand.ts';
import { scene } from '../conformance/harness.ts';
import { ENGINES, WHOLE } from '../support/engines.ts';
import { PATIENCE_MS } from '../support/patience.ts';
import { BASIC } from '../support/project.ts';
import { finished, stage } from '../support/stage.ts';
import { waitFor } from '../support/wait-for.ts';
import { depsOf, generationOf, type TestDeps } from '../unit/runtime/parts.ts';

for (const harness of ENGINES) {
  describe(`a queue with prefetch, on ${harness.name}`, () => {
    // Before those of scene(), which close the engine.
    afterEach(async () => {
      for (const end of ends.values()) end();
      worker.hurry();
      await worker.stop();
      await at.engine.fleet.leave();
    });

    const at = scene(harness);
    let deps: TestDeps;
    let worker: Worker;
    /** What begins, in order, and what ends it. */
    let ends: Map<number, () => void>;
    let ids: string[];

    const generation = (prefetch: number): ReturnType<typeof generationOf> => {
      const handler = (payload: unknown): Promise<void> => {
        const { n } = payload as { n: number };
        return new Promise((resolve) => ends.set(n, resolve));
      };
      const tasks = { work: { handler } };
      return generationOf({ tasks, queues: { default: 1 }, prefetch, shutdownTimeoutMs: PATIENCE_MS });
    };

    /** Five jobs, one place, two ahead: one runs, two wait in the process, two in the store. */
    async function start(): Promise<void> {
      ends = new Map();
      deps = depsOf(at.engine, generation(2), systemClock);
      await at.engine.fleet.join({ ...INFO });
      const items = Array.from({ length: 5 }, (_, n) => ({ payload: { n } }));
      ids = (await new Enqueuer(deps).enqueue('work', items)).map(({ id }) => id);
      worker = new Worker(deps);
      await worker.start();
      await become('running', 'running', 'running', 'available', 'available');
      // The store has them handed out before they are here.
      await waitFor('the first one to begin', () => Promise.resolve(ends.size > 0));
      assert.deepEqual([...ends.keys()], [0]);
    }

    const jobs = (): Promise<Job[]> =>
      Promise.all(
        ids.map(async (id) => {
          const job = await waitForJob(at.engine.jobs, id, { waitMs: 0, clock: systemClock });
          assert.ok(job);
          return job;
        }),
      );

    const become = (...wanted: JobState[]): Promise<Job[]> =>
      waitFor(`the jobs to be ${wanted.join(', ')}`, async () => {
        const found = await jobs();
        return found.every(({ state }, index) => state === wanted[index]) && found;
      });

    async function endOf(n: number): Promise<void> {
      await waitFor(`the start of ${n}`, () => Promise.resolve(ends.has(n)));
      ends.get(n)?.();
    }

    async function runAll(): Promise<void> {
      for (let n = 0; n < 5; n += 1) {
        await endOf(n);
      }
      const done = await become('completed', 'completed', 'completed', 'completed', 'completed');
      assert.deepEqual(
        done.map(({ attempt }) => attempt),
        [1, 1, 1, 1, 1],
      );
    }

    it('starts the next one before the end of the last is stored, in the order of the store', async () => {
      await start();
      ends.get(0)?.();
      // No store answers within a turn of the loop and what was asked before it.
      await new Promise((resolve) => process.nextTick(resolve));
      assert.deepEqual([...ends.keys()], [0, 1]);
      await runAll();
      assert.deepEqual([...ends.keys()], [0, 1, 2, 3, 4]);
    });

    it('gives back at a stop what has not begun, to its place and uncounted', async () => {
      await start();
      const stopped = worker.stop();
      const given = await become('running', 'available', 'available', 'available', 'available');
      assert.deepEqual(
        given.map(({ attempt }) => attempt),
        [1, 0, 0, 0, 0],
      );
      ends.get(0)?.();
      await stopped;
      worker = new Worker(deps);
      await worker.start();
      await runAll();
      assert.deepEqual([...ends.keys()], [0, 1, 2, 3, 4]);
    });

    it('gives back what has not begun when it or its queue is paused', async () => {
      await start();
      worker.obey({ verb: 'pause' });
      await become('running', 'available', 'available', 'available', 'available');
      worker.obey({ verb: 'resume' });
      await become('running', 'running', 'running', 'available', 'available');
      await at.engine.queues.pause('default', true);
      await become('running', 'available', 'available', 'available', 'available');
      await at.engine.queues.pause('default', false);
      await runAll();
    });

    it('gives back what is too much after a reload, and never begins what was cancelled', async () => {
      await start();
      deps.use(generation(1));
      worker.generationChanged();
      await become('running', 'running', 'available', 'available', 'available');
      await at.engine.jobs.cancel([ids[1] ?? ''], 'not wanted');
      await become('running', 'cancelled', 'running', 'available', 'available');
      for (const n of [0, 2, 3, 4]) await endOf(n);
      await become('completed', 'cancelled', 'completed', 'completed', 'completed');
      assert.deepEqual([...ends.keys()], [0, 2, 3, 4]);
    });
  });
}

// They wait for the end of a lease.
for (const harness of WHOLE ? ENGINES : []) {
  describe(`a process with jobs ahead that is killed, on ${harness.name}`, () => {
    const scene = stage(harness, { lease: '4s' });

    it('loses none of them: they run elsewhere when its lease is over', async () => {
      await scene.project.write(`${BASIC}\nqueues: { default: { concurrency: 1, prefetch: 3 } }\n`);
      const api = await scene.run({ roles: ['api'] });
      const items = [{ do: 'sleep', ms: PATIENCE_MS }, { do: 'ok' }, { do: 'ok' }, { do: 'ok' }, { do: 'ok' }];
      const killed = scene.spawn(['run', '--only', 'worker']);
      await killed.ready();
      const receipts = await api.operations.enqueue(
        'work',
        items.map((payload) => ({ payload })),
      );
      const [{ id: blocks } = { id: '' }] = receipts;
      await waitFor('three jobs ahead', async () => (await states(api, receipts)).join() === 'running,running,running,running,available'); // prettier-ignore
      await killed.kill();
      await api.operations.cancelJob(blocks);
      await scene.run({ roles: ['worker', 'scheduler'] });
      for (const { id } of receipts.slice(1)) {
        const job = await finished(api, id);
        assert.equal(job.state, 'completed');
        assert.equal(job.attempts.filter(({ outcome }) => outcome === 'completed').length, 1);
      }
    });
  });
}

async function states(
  { operations }: Awaited<ReturnType<ReturnType<typeof stage>['run']>>,
  receipts: readonly { readonly id: string }[],
): Promise<string[]> {
  return (await Promise.all(receipts.map(({ id }) => operations.getJob(id)))).map(({ state }) => state);
}
