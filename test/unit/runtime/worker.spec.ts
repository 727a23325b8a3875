import assert from 'node:assert/strict';

import type { Handler, Job } from '../../../src/core/index.ts';
import { DEFAULT_TIMINGS, type Engine } from '../../../src/engine/index.ts';
import { SqliteEngine } from '../../../src/engines/sqlite/index.ts';
import { newId, systemClock } from '../../../src/foundation/index.ts';
import { Enqueuer, Promoter, Unblocker, waitForJob, Worker, type WorkerOptions } from '../../../src/runtime/index.ts';
import { idleProcess, newJob } from '../../support/new-job.ts';
import { waitFor } from '../../support/wait-for.ts';
import { depsOf, generationOf, type ManifestParts, type TestDeps } from './parts.ts';

const INFO = idleProcess();

describe('Worker on a real engine', () => {
  let engine: Engine;
  let deps: TestDeps;
  let enqueuer: Enqueuer;
  let worker: Worker;
  let gates: Map<string, () => void>;
  let started: string[];

  const gated: Handler = (payload, ctx) => {
    const name = payload as string;
    started.push(name);
    return new Promise((resolve, reject) => {
      gates.set(name, () => resolve(payload));
      ctx.signal.addEventListener('abort', () => reject(ctx.signal.reason as Error));
    });
  };

  beforeEach(async () => {
    gates = new Map();
    started = [];
    engine = new SqliteEngine({ path: ':memory:', timings: DEFAULT_TIMINGS, clock: systemClock, newId });
    await engine.open();
    await engine.fleet.join(INFO);
  });

  afterEach(async () => {
    worker.hurry();
    await worker.stop();
    await engine.fleet.leave();
    await engine.close();
  });

  async function start(parts: ManifestParts, options: WorkerOptions = {}): Promise<void> {
    deps = depsOf(engine, generationOf(parts), systemClock);
    enqueuer = new Enqueuer(deps);
    worker = new Worker(deps, options);
    await worker.start();
  }

  async function finished(id: string): Promise<Job> {
    const job = await waitForJob(engine.jobs, id, { waitMs: 5_000, clock: systemClock });
    assert.ok(job?.finishedAt, `job ${id} is ${job?.state}`);
    return job;
  }

  async function enqueue(task: string, ...payloads: unknown[]): Promise<string[]> {
    const receipts = await enqueuer.enqueue(
      task,
      payloads.map((payload) => ({ payload })),
    );
    return receipts.map(({ id }) => id);
  }

  it('runs a job to its result', async () => {
    await start({ tasks: { add: { handler: (payload) => (payload as { n: number }).n + 1 } } });
    const [id = ''] = await enqueue('add', { n: 1 });
    const job = await finished(id);
    assert.deepEqual([job.state, job.result, job.attempt, job.attempts.length], ['completed', 2, 1, 1]);
  });

  it('retries by policy until it works, and keeps each attempt', async () => {
    const retry = {
      name: 'fast',
      maxAttempts: 3,
      backoff: { type: 'fixed' as const, baseMs: 5, jitter: 'none' as const },
      retryOn: [],
      deadOn: [],
      retryForMs: null,
    };
    const tasks: ManifestParts['tasks'] = {
      flaky: {
        retry,
        handler: (_payload, ctx) => {
          if (ctx.attempt < 3) throw new Error(`try ${ctx.attempt}`);
          return 'done';
        },
      },
    };
    await start({ tasks }, { onDue: (runAt) => promoter.expect(runAt) });
    const promoter = new Promoter(deps);
    await promoter.start();
    const [id = ''] = await enqueue('flaky', null);
    const job = await finished(id);
    await promoter.stop();
    assert.deepEqual(
      [job.state, job.attempts.map(({ outcome, error }) => error?.message ?? outcome)],
      ['completed', ['try 1', 'try 2', 'completed']],
    );
  });

  it('never runs more handlers at once than a queue may, overrunning ones included', async () => {
    let most = 0;
    let live = 0;
    const holds: (() => void)[] = [];
    const handler: Handler = async () => {
      live += 1;
      most = Math.max(most, live);
      // Deaf to its signal: the hard limit ends the attempt, not the handler.
      await new Promise<void>((resolve) => holds.push(resolve));
      live -= 1;
    };
    await start({
      queues: { default: 2 },
      tasks: {
        deaf: {
          handler,
          timeout: { softMs: null, hardMs: 20 },
          retry: {
            name: 'once',
            maxAttempts: 1,
            backoff: { type: 'fixed', baseMs: 1, jitter: 'none' },
            retryOn: [],
            deadOn: [],
            retryForMs: null,
          },
        },
      },
    });
    const ids = await enqueue('deaf', 1, 2, 3, 4);
    await waitFor('two overrunning handlers', () => worker.overrunning === 2);
    assert.deepEqual([worker.running, live], [0, 2]);
    assert.equal((await finished(ids[0] ?? '')).error?.code, 'ATTEMPT_TIMED_OUT');
    assert.equal((await engine.jobs.get(ids[3] ?? ''))?.state, 'available');
    holds.splice(0).forEach((release) => release());
    await waitFor('the others to have run', () => holds.length === 2);
    holds.splice(0).forEach((release) => release());
    await Promise.all(ids.map(finished));
    assert.equal(most, 2);
  });

  it('consumes only, or all but, the queues it was told', async () => {
    const tasks = { a: { queue: 'a' }, b: { queue: 'b' } };
    await start({ queues: { a: 1, b: 1 }, tasks }, { only: ['a'], concurrency: 7 });
    assert.deepEqual(worker.queues(), { a: 7 });
    const [b = ''] = await enqueue('b', null);
    const [a = ''] = await enqueue('a', null);
    await finished(a);
    assert.equal((await engine.jobs.get(b))?.state, 'available');

    const other = new Worker(deps, { exclude: ['a'] });
    await other.start();
    assert.deepEqual(other.queues(), { b: 1 });
    await finished(b);
    await other.stop();
    await assert.rejects(new Worker(deps, { only: ['aa'] }).start(), { code: 'QUEUE_UNKNOWN' });
  });

  it('follows a reload: new queues start, removed ones end, numbers change at once', async () => {
    const tasks = { work: { queue: 'a', handler: gated }, later: { queue: 'b' } };
    await start({ queues: { a: 1 }, tasks });
    await enqueue('work', 'one', 'two', 'three');
    await waitFor('the first', () => started.length === 1);

    deps.use(generationOf({ queues: { a: 2, b: 1 }, tasks }));
    worker.generationChanged();
    await waitFor('the second, without waiting for the first', () => started.length === 2);
    assert.deepEqual(worker.queues(), { a: 2, b: 1 });
    const [b = ''] = await enqueue('later', null);
    await finished(b);

    deps.use(generationOf({ queues: { b: 1 }, tasks }));
    worker.generationChanged();
    assert.deepEqual(worker.queues(), { b: 1 });
    gates.get('one')?.();
    gates.get('two')?.();
    await waitFor('running attempts to end', () => worker.running === 0);
    assert.equal(started.length, 2);
    const { jobs } = await engine.jobs.list({ queue: 'a', states: ['available'] }, 10, null);
    assert.equal(jobs.length, 1);
  });

  it('holds jobs of a task that is gone, and runs them when it is back', async () => {
    await start({ tasks: { work: {} } });
    deps.use(generationOf({ tasks: { other: {} } }));
    await engine.jobs.enqueue([newJob({ task: 'work', id: 'held-1' })]);
    await waitFor('the job to be held', async () => (await engine.jobs.get('held-1'))?.state === 'blocked');
    const unblocker = new Unblocker(deps);
    await unblocker.start();
    assert.equal((await engine.jobs.get('held-1'))?.state, 'blocked');
    deps.use(generationOf({ tasks: { work: {} } }));
    unblocker.wake();
    const job = await finished('held-1');
    await unblocker.stop();
    assert.deepEqual([job.state, job.attempt], ['completed', 1]);
  });

  it('aborts the handler of a job that is cancelled', async () => {
    let reason: Error | undefined;
    const handler: Handler = (_payload, ctx) =>
      new Promise((resolve) => {
        started.push(ctx.job.id);
        ctx.signal.addEventListener('abort', () => {
          reason = ctx.signal.reason as Error;
          resolve('ignored');
        });
      });
    await start({ tasks: { long: { handler } } });
    const [id = ''] = await enqueue('long', null);
    await waitFor('the handler', () => started.length === 1);
    await engine.jobs.cancel([id], 'not needed');
    await waitFor('the signal', () => reason);
    assert.equal(reason?.name, 'JobCancelled');
    await waitFor('the attempt to be over', () => worker.running === 0);
    const job = await finished(id);
    assert.deepEqual([job.state, job.result], ['cancelled', null]);
  });

  it('saves progress while the handler runs', async () => {
    const handler: Handler = (payload, ctx) => {
      ctx.progress(1, 4, 'quarter');
      ctx.log('begun');
      return gated(payload, ctx);
    };
    await start({ tasks: { work: { handler } } });
    const [id = ''] = await enqueue('work', 'x');
    const seen = await waitFor('progress', async () => {
      const job = await engine.jobs.get(id);
      return job?.progress ? job : undefined;
    });
    assert.deepEqual(
      [seen.state, seen.progress?.done, seen.progress?.message, seen.logs[0]?.line],
      ['running', 1, 'quarter', 'begun'],
    );
    gates.get('x')?.();
    assert.equal((await finished(id)).logs.length, 1);
  });

  it('is drained when nothing is left, children of handlers included, but no later retry', async () => {
    const tasks: ManifestParts['tasks'] = {
      parent: { queue: 'a', handler: async (_payload, ctx) => (await ctx.enqueue('child', null)).id },
      child: { queue: 'b' },
      failing: { queue: 'a', handler: () => Promise.reject(new Error('later')) },
    };
    await start({ queues: { a: 2, b: 2 }, tasks });
    const [parent = ''] = await enqueue('parent', null);
    const [failing = ''] = await enqueue('failing', null);
    await worker.drained();
    const { result } = await finished(parent);
    const child = await finished(result as string);
    assert.deepEqual([child.state, child.parentId], ['completed', parent]);
    assert.equal((await engine.jobs.get(failing))?.state, 'retryable');
  });

  describe('at a stop', () => {
    it('lets attempts finish, and reserves nothing more', async () => {
      await start({ queues: { default: 1 }, tasks: { work: { handler: gated } } });
      const [one = '', two = ''] = await enqueue('work', 'one', 'two');
      await waitFor('the first', () => started.length === 1);
      const stopped = worker.stop();
      gates.get('one')?.();
      await stopped;
      assert.equal((await engine.jobs.get(one))?.state, 'completed');
      assert.equal((await engine.jobs.get(two))?.state, 'available');
      assert.equal(started.length, 1);
    });

    it('gives back what does not end in time, with the attempt not counted', async () => {
      await start({ shutdownTimeoutMs: 30, tasks: { work: { handler: gated } } });
      const [id = ''] = await enqueue('work', 'one');
      await waitFor('the first', () => started.length === 1);
      await worker.stop();
      const job = await engine.jobs.get(id);
      assert.deepEqual(
        [job?.state, job?.attempt, job?.attempts.map(({ outcome }) => outcome)],
        ['available', 0, ['released']],
      );
    });

    for (const [what, ends, outcome] of [
      ['completed where it returns', () => 'saved', 'completed'],
      ['released where it throws, whatever that is', () => Promise.reject(new Error('half done')), 'released'],
    ] as const) {
      it(`tells what still runs after the warm time to end: it is ${what}`, async () => {
        const reasons: unknown[] = [];
        let entered = false;
        const handler: Handler = (_payload, { signal }) => {
          entered = true;
          return new Promise((resolve) => {
            signal.addEventListener('abort', () => {
              reasons.push((signal.reason as Error).name);
              resolve(ends());
            });
          });
        };
        await start({ shutdownTimeoutMs: 30, softMs: 60_000, tasks: { work: { handler } } });
        const [id = ''] = await enqueue('work', 'one');
        await waitFor('the first', () => entered);
        await worker.stop();
        const job = await engine.jobs.get(id);
        assert.deepEqual([reasons, job?.attempts.map((attempt) => attempt.outcome)], [['Shutdown'], [outcome]]);
        assert.equal(job?.attempt, outcome === 'released' ? 0 : 1);
      });
    }

    it('keeps the word of a handler that says what is to become of its job while the process stops', async () => {
      let entered = false;
      const handler: Handler = (_payload, ctx) => {
        entered = true;
        return new Promise((_resolve, reject) => {
          ctx.signal.addEventListener('abort', () => {
            reject(ctx.dead('cannot go on'));
          });
        });
      };
      await start({ shutdownTimeoutMs: 30, softMs: 60_000, tasks: { work: { handler } } });
      const [id = ''] = await enqueue('work', 'one');
      await waitFor('the first', () => entered);
      await worker.stop();
      assert.equal((await engine.jobs.get(id))?.state, 'dead');
    });

    it('cuts off what does not heed its signal, when the soft time is over', async () => {
      await start({ shutdownTimeoutMs: 20, softMs: 20, tasks: { work: { handler: gated } } });
      const [id = ''] = await enqueue('work', 'one');
      await waitFor('the first', () => started.length === 1);
      await worker.stop();
      const job = await engine.jobs.get(id);
      assert.deepEqual([job?.state, job?.attempt], ['available', 0]);
    });

    it('skips the soft time too when it is hurried', async () => {
      await start({ shutdownTimeoutMs: 20, softMs: 3_600_000, tasks: { work: { handler: gated } } });
      const [id = ''] = await enqueue('work', 'one');
      await waitFor('the first', () => started.length === 1);
      const stopped = worker.stop();
      worker.hurry();
      await stopped;
      assert.equal((await engine.jobs.get(id))?.state, 'available');
    });

    it('gives back at once when it is hurried', async () => {
      await start({ shutdownTimeoutMs: 60_000, tasks: { work: { handler: gated } } });
      const [id = ''] = await enqueue('work', 'one');
      await waitFor('the first', () => started.length === 1);
      const stopped = worker.stop();
      worker.hurry();
      await stopped;
      assert.equal((await engine.jobs.get(id))?.state, 'available');
    });

    it('may be stopped twice, and before it started', async () => {
      await start({ tasks: {} });
      await Promise.all([worker.stop(), worker.stop()]);
      await new Worker(deps).stop();
    });
  });
});
