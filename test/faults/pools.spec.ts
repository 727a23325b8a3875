/** H01–H05, H09, H10, H14: what handlers in threads and processes may do, and what of it others feel (docs/reliability.md). */
import assert from 'node:assert/strict';
import { copyFile, readFile } from 'node:fs/promises';
import path from 'node:path';

import type { JobView } from '../../src/api/index.ts';
import type { Platform } from '../../src/platform/index.ts';
import { ANY_ENGINE } from '../support/engines.ts';
import { enqueue, finished, stage } from '../support/stage.ts';
import { waitFor } from '../support/wait-for.ts';

const ROOT = path.join(import.meta.dirname, '..', '..');

function sections(size = 2, recycle = '{}'): string {
  return `
defaults: { retry: once, shutdownTimeout: 5s }
executors: { thread: { size: ${size} }, process: { size: ${size}, recycle: ${recycle} } }
queues: { default: { concurrency: 20 }, inline: { concurrency: 1 } }
retryPolicies:
  once: { maxAttempts: 1 }
  twice: { maxAttempts: 2, backoff: { type: fixed, base: 1ms, jitter: none } }
bases:
  apart: { handler: ./handlers/apart.ts, timeout: 2s }
tasks:
  thread: { extends: [apart], executor: thread }
  process: { extends: [apart], executor: process }
  again: { extends: [apart], executor: process, retry: twice }
  small: { extends: [apart], executor: process, limits: { memory: 400mb }, timeout: 1m }
  little: { extends: [apart], executor: thread, limits: { memory: 64mb }, timeout: 1m }
  busy: { extends: [apart], executor: process, limits: { cpu: 300ms }, timeout: 1m }
  active: { extends: [apart], executor: thread, limits: { cpu: 300ms }, timeout: 1m }
  edge: { extends: [apart], executor: thread, timeout: 60ms }
  here: { handler: ./handlers/apart.ts }
  deaf: { handler: ./handlers/apart.ts, cancelGrace: 50ms }
routes: { tasks: [{ match: here, queue: inline }] }
admin: { port: 0 }
`;
}

/** Of so many measurements the best one counts. */
const TRIES = 4;
/** Task, what it does, and what becomes of it. */
const DEATHS: readonly (readonly [task: string, act: string, code: string, message: RegExp])[] = [
  ['process', 'loop', 'ATTEMPT_TIMED_OUT', /hard limit of 2s/],
  ['thread', 'loop', 'ATTEMPT_TIMED_OUT', /hard limit of 2s/],
  ['process', 'microtasks', 'ATTEMPT_TIMED_OUT', /hard limit/],
  ['process', 'never', 'ATTEMPT_TIMED_OUT', /hard limit/],
  ['thread', 'never', 'ATTEMPT_TIMED_OUT', /hard limit/],
  ['process', 'exit', 'ATTEMPT_CRASHED', /the process ended before the handler had \(exit code 0\)/],
  ['process', 'exit-1', 'ATTEMPT_CRASHED', /exit code 1/],
  ['thread', 'exit', 'ATTEMPT_CRASHED', /the thread ended before the handler had \(exit code 0\)/],
  ['process', 'abort', 'ATTEMPT_CRASHED', /signal SIGABRT.*it last wrote/s],
  ['process', 'segfault', 'ATTEMPT_CRASHED', /signal SIGSEGV/],
  ['small', 'hog', 'ATTEMPT_OUT_OF_MEMORY', /its limit of 400mb/],
  ['little', 'hog', 'ATTEMPT_OUT_OF_MEMORY', /its limit of 64mb/],
  ['busy', 'loop', 'ATTEMPT_OUT_OF_CPU', /its limit of 300ms/],
  ['active', 'loop', 'ATTEMPT_OUT_OF_CPU', /its limit of 300ms/],
];

// How handlers end has little to do with where jobs are stored.
for (const harness of ANY_ENGINE) {
  describe(`handlers that end or keep their thread or process, on ${harness.name}`, () => {
    // A worker says every third of it what it does.
    const scene = stage(harness, { lease: '3s' });

    async function start(text = sections()): Promise<Platform> {
      await copyFile(path.join(ROOT, 'test/support/handlers/apart.ts'), scene.project.path('handlers/apart.ts'));
      await scene.project.write(text);
      return scene.run({ roles: ['worker'] });
    }

    async function all(
      platform: Platform,
      jobs: readonly (readonly [task: string, act: string])[],
    ): Promise<JobView[]> {
      const ids = await Promise.all(jobs.map(([task, act]) => enqueue(platform, { do: act }, {}, task)));
      return Promise.all(ids.map((id) => finished(platform, id)));
    }

    it('H01–H05 fail with a reason of their own, and their worker goes on', async () => {
      const platform = await start();
      const jobs = await all(
        platform,
        DEATHS.map(([task, act]) => [task, act] as const),
      );
      jobs.forEach(({ state, error }, index) => {
        const [task, act, code, message] = DEATHS[index] ?? ['', '', '', /^$/];
        assert.deepEqual([task, act, state, error?.code], [task, act, 'dead', code]);
        assert.match(error?.message ?? '', message);
      });
      const after = await all(platform, [
        ['process', 'ok'],
        ['thread', 'ok'],
      ]);
      assert.deepEqual(
        after.map(({ result }) => result),
        ['ok', 'ok'],
      );
      const [worker] = await platform.operations.workers();
      assert.equal(worker?.overrunning, 0);
    });

    it('H03 count their attempts, and a stack that overflows is an error like any other', async () => {
      const platform = await start();
      const jobs = await all(platform, [
        ['again', 'exit'],
        ['process', 'recurse'],
        ['thread', 'recurse'],
      ]);
      assert.deepEqual(
        jobs.map(({ state, attempts }) => [state, attempts.length]),
        [
          ['dead', 2],
          ['dead', 1],
          ['dead', 1],
        ],
      );
      assert.deepEqual(
        jobs.map(({ error }) => error?.name),
        ['SkepError', 'RangeError', 'RangeError'],
      );
    });

    it('H06 what is thrown after the return ends the process, and no job', async () => {
      const platform = await start(sections(1));
      const jobs = await all(platform, [['process', 'later']]);
      const [worker] = await waitFor('the next process', async () => {
        const workers = await platform.operations.workers();
        return (workers[0]?.pools['process']?.started ?? 0) > 1 && workers;
      });
      assert.deepEqual([jobs[0]?.result, worker?.pools['process']?.busy], ['kept', 0]);
    });

    it('H09 leave nothing behind for others where each has a process of its own', async () => {
      const platform = await start(sections(1, '{ afterJobs: 1 }'));
      for (const text of ['one', 'two']) {
        const job = await finished(platform, await enqueue(platform, { do: 'pollute', text }, {}, 'process'));
        assert.equal(job.result, null);
      }
      assert.equal((Object.prototype as Record<string, unknown>)['polluted'], undefined);
    });

    it('H10 are never more than their pool has places, whatever they ignore', async () => {
      const platform = await start();
      // Long beside the beat by which a worker says what it does (a third of the lease): each is seen.
      const ids = await Promise.all(
        Array.from({ length: 6 }, () => enqueue(platform, { do: 'never' }, { timeout: '1500ms' }, 'process')),
      );
      let most = 0;
      const done = Promise.all(ids.map((id) => finished(platform, id)));
      await waitFor('all to be over', async () => {
        const [worker] = await platform.operations.workers();
        most = Math.max(most, worker?.pools['process']?.busy ?? 0);
        return Promise.race([done, Promise.resolve(false)]);
      });
      assert.ok(most > 0 && most <= 2, String(most));
      assert.deepEqual(
        (await done).map(({ error }) => error?.code),
        ids.map(() => 'ATTEMPT_TIMED_OUT'),
      );
    });

    it('H10 run here: one that ignores its cancel is counted among those that overrun, and keeps its place', async () => {
      const platform = await start();
      const id = await enqueue(platform, { do: 'sleep', ms: 4_000 }, {}, 'deaf');
      await waitFor('its begin', () => platform.running === 1);
      await platform.operations.cancelJob(id);
      const [worker] = await waitFor('it to be counted', async () => {
        const workers = await platform.operations.workers();
        return workers[0]?.overrunning === 1 && workers;
      });
      assert.equal(worker?.running, 0);
      assert.equal((await finished(platform, id)).state, 'cancelled');
    });

    for (const both of [false, true]) {
      const whose = both ? 'they and their worker are killed in one instant' : 'their worker is killed';
      it(`H11 take what they have started along when ${whose}`, () => killed(both));
    }

    async function killed(both: boolean): Promise<void> {
      await copyFile(path.join(ROOT, 'test/support/handlers/apart.ts'), scene.project.path('handlers/apart.ts'));
      await scene.project.write(sections(1));
      const effects = scene.project.path('effects');
      const worker = scene.spawn(['run', '--only', 'worker']);
      await worker.ready();
      const other = await scene.run({ roles: ['api'] });
      await enqueue(other, { do: 'grandchild', effects }, { timeout: '10m' }, 'process');
      const pids = await waitFor('both processes', async () => {
        const text = await readFile(effects, 'utf8').catch(() => '');
        const found = text.match(/^\d+$/gm) ?? [];
        return found.length === 2 && found.map(Number);
      });
      assert.deepEqual(pids.map(lives), [true, true]);
      const [far = 0] = pids;
      // Nothing of it runs any more, not even what watches there.
      if (both) process.kill(far, 'SIGSTOP');
      process.kill(worker.pid, 'SIGKILL');
      if (both) process.kill(far, 'SIGKILL');
      await waitFor('their end', () => !pids.some(lives));
    }

    it('H14 at the very limit end in one way', async () => {
      const platform = await start();
      const ids = await Promise.all(
        Array.from({ length: 16 }, () => enqueue(platform, { do: 'sleep', ms: 59 }, {}, 'edge')),
      );
      const jobs = await Promise.all(ids.map((id) => finished(platform, id)));
      for (const { state, attempts, result, error } of jobs) {
        assert.equal(attempts.length, 1);
        assert.equal(state === 'completed', typeof result === 'string' && error === null);
        if (state !== 'completed') assert.equal(error?.code, 'ATTEMPT_TIMED_OUT');
      }
    });

    it('leave the pace of their neighbours as it is', async () => {
      const platform = await start();
      await all(platform, [['process', 'ok']]);
      const alone = await paces(platform);
      const loops = ['process', 'thread'].map((task) => enqueue(platform, { do: 'loop' }, { timeout: '10m' }, task));
      await waitFor('both to run', () => platform.running === 2);
      // A handler here that keeps the loop for 10 ms would hold up each of them by more, each time; a busy machine does now and then.
      const most = Math.max(2 * alone, 60);
      let beside = await paces(platform);
      for (let again = 1; again < TRIES && beside > most; again += 1) beside = Math.min(beside, await paces(platform));
      for (const id of await Promise.all(loops)) await platform.operations.cancelJob(id);
      assert.ok(beside <= most, `p99 ${alone} ms alone, ${beside} ms beside`);
    });

    /** @returns the 99th of a hundred times from the enqueue to the end, ms */
    async function paces(platform: Platform): Promise<number> {
      const times: number[] = [];
      for (let n = 0; n < 100; n += 1) {
        const job = await finished(platform, await enqueue(platform, { do: 'ok' }, {}, 'here'));
        times.push(Date.parse(job.finishedAt ?? '') - Date.parse(job.createdAt));
      }
      return times.sort((one, other) => one - other)[98] ?? 0;
    }
  });
}

function lives(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
}
