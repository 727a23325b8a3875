/** An executor that runs attempts elsewhere goes through the real worker, on each engine. */
import { INFO } from '../conformance/hand.ts';
import assert from 'node:assert/strict';

import type { Job } from '../../src/core/index.ts';
import { systemClock } from '../../src/foundation/index.ts';
import { Enqueuer, waitForJob, Worker } from '../../src/runtime/index.ts';
import { scene } from '../conformance/harness.ts';
import { ChildExecutor } from '../support/child-executor.ts';
import { ANY_ENGINE } from '../support/engines.ts';
import { PATIENCE_MS } from '../support/patience.ts';
import { waitFor } from '../support/wait-for.ts';
import { depsOf, generationOf, type TaskParts, type TestDeps } from '../unit/runtime/parts.ts';

for (const harness of ANY_ENGINE) {
  describe(`an executor apart from the process, on ${harness.name}`, () => {
    // Before those of scene(), which close the engine.
    afterEach(async () => {
      worker.hurry();
      await worker.stop();
      await at.engine.fleet.leave();
    });

    const at = scene(harness);
    let deps: TestDeps;
    let worker: Worker;
    let executor: ChildExecutor;

    async function start(task: TaskParts = {}, shutdownTimeoutMs = PATIENCE_MS): Promise<void> {
      executor = new ChildExecutor();
      deps = depsOf(
        at.engine,
        generationOf({ tasks: { work: { ...task, runBy: executor } }, queues: { default: 1 }, shutdownTimeoutMs }),
        systemClock,
      );
      await at.engine.fleet.join({ ...INFO });
      worker = new Worker(deps);
      await worker.start();
    }

    async function enqueue(payload: object, options = {}): Promise<string> {
      const [receipt] = await new Enqueuer(deps).enqueue('work', [{ payload, options }]);
      return receipt?.id ?? '';
    }

    async function settled(id: string): Promise<Job> {
      return waitFor(`the end of an attempt of ${id}`, async () => {
        const job = await waitForJob(at.engine.jobs, id, { waitMs: 0, clock: systemClock });
        return job !== null && job.state !== 'running' && job.attempts.length > 0 && job;
      });
    }

    const closed = (): readonly string[] =>
      executor.executions.flatMap((execution) => execution.closed.map(({ kind }) => kind));

    it('completes with what the process gave, after it was closed, and keeps what it reported', async () => {
      await start();
      const job = await settled(await enqueue({ act: 'return', value: { n: 5 } }));
      assert.deepEqual([job.state, job.result, job.progress?.done], ['completed', { n: 5 }, 1]);
      assert.deepEqual(closed(), ['complete']);
    });

    it('fails with what it threw, and with its end', async () => {
      await start();
      const thrown = await settled(await enqueue({ act: 'throw', value: 'boom' }));
      assert.deepEqual([thrown.state, thrown.attempts[0]?.error?.message], ['retryable', 'boom']);
      const gone = await settled(await enqueue({ act: 'exit' }));
      assert.deepEqual([gone.state, gone.attempts[0]?.error?.message], ['retryable', 'exit code 7']);
      assert.deepEqual(closed(), ['retry', 'retry']);
    });

    it('ends code that keeps its processor at the hard limit: nothing overruns, the place is free', async () => {
      await start({ timeout: { softMs: null, hardMs: 1_000 } });
      const job = await settled(await enqueue({ act: 'keep' }));
      assert.equal(job.attempts[0]?.error?.code, 'ATTEMPT_TIMED_OUT');
      assert.equal(executor.executions[0]?.child.signalCode, 'SIGKILL');
      assert.equal(worker.overrunning, 0);
      assert.deepEqual(closed(), ['retry']);
      // The queue has one place.
      const next = await settled(await enqueue({ act: 'return', value: 1 }, { timeout: '1h' }));
      assert.equal(next.state, 'completed');
      assert.ok(!deps.seen.some(({ type }) => type === 'handler.overrun'));
    });

    it('gives the job back at a stop, with its process ended', async () => {
      await start({}, 0);
      const id = await enqueue({ act: 'wait' });
      await waitFor('the process', () => executor.executions.length === 1);
      await worker.stop();
      const job = await waitForJob(at.engine.jobs, id, { waitMs: 0, clock: systemClock });
      assert.deepEqual([job?.state, job?.attempts.map(({ outcome }) => outcome)], ['available', ['released']]);
      assert.equal(executor.executions[0]?.child.signalCode, 'SIGKILL');
      assert.deepEqual(closed(), ['release']);
      assert.equal(worker.overrunning, 0);
    });
  });
}
