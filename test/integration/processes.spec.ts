import { strict as assert } from 'node:assert';
import { readFile } from 'node:fs/promises';
import { ANY_ENGINE } from '../support/engines.ts';
import { BASIC } from '../support/project.ts';
import type { SkepProcess } from '../support/skep-process.ts';
import { enqueue, finished, inState, stage } from '../support/stage.ts';
import { waitFor } from '../support/wait-for.ts';

/** The lines that the handler wrote: what happened, whichever process did it. */
async function effects(file: string, event: 'start' | 'end'): Promise<{ id: string; attempt: number; pid: number }[]> {
  const text = await readFile(file, 'utf8').catch(() => '');
  return text
    .split('\n')
    .filter((line) => line.startsWith(`${event} `))
    .map((line) => {
      const [, id = '', attempt, pid] = line.split(' ');
      return { id, attempt: Number(attempt), pid: Number(pid) };
    });
}

for (const harness of ANY_ENGINE) {
  describe(`Several processes on ${harness.name}`, function () {
    const scene = stage(harness, { lease: '4s' });

    async function started(...args: string[]): Promise<SkepProcess> {
      const one = scene.spawn(['run', ...args]);
      await one.ready();
      return one;
    }

    it('share the work, each in its own row of the list', async () => {
      await scene.project.write(`${BASIC}\nqueues: { default: { concurrency: 2 } }\n`);
      const api = await scene.run({ roles: ['api'] });
      const [one, two] = await Promise.all([started('--only', 'worker'), started('--only', 'worker')]);
      const file = scene.project.path('effects');
      const items = Array.from({ length: 30 }, () => ({ payload: { do: 'sleep', ms: 30, effects: file } }));
      const receipts = await api.operations.enqueue('work', items);
      for (const { id } of receipts) assert.equal((await finished(api, id)).state, 'completed');
      const starts = await effects(file, 'start');
      assert.equal(starts.length, 30);
      assert.deepEqual([...new Set(starts.map(({ pid }) => pid))].sort(), [one.pid, two.pid].sort());
      const workers = await api.operations.workers();
      assert.deepEqual(
        workers
          .filter(({ roles }) => roles.includes('worker'))
          .map(({ pid }) => pid)
          .sort(),
        [one.pid, two.pid].sort(),
      );
    });

    it('go on where a killed one was, losing and doubling nothing', async () => {
      await scene.project.write(BASIC);
      const api = await scene.run({ roles: ['api'] });
      const file = scene.project.path('effects');
      const first = await started('--only', 'worker');
      const items = Array.from({ length: 40 }, () => ({ payload: { do: 'sleep', ms: 50, effects: file } }));
      const receipts = await api.operations.enqueue('work', items);
      await waitFor('some jobs to end', async () => (await effects(file, 'end')).length >= 10);
      await first.kill();
      const ended = new Set((await effects(file, 'end')).map(({ id }) => id));
      await started('--only', 'worker');
      for (const { id } of receipts) {
        const job = await finished(api, id);
        assert.equal(job.state, 'completed');
        assert.equal(job.attempts.filter(({ outcome }) => outcome === 'completed').length, 1);
      }
      const again = (await effects(file, 'start')).filter(({ pid }) => pid !== first.pid).map(({ id }) => id);
      assert.equal(again.length, new Set(again).size, 'a job ran twice in the second process');
      // Ten ran when the process was killed; no more than those may have ended without being stored.
      assert.ok(again.filter((id) => ended.has(id)).length <= 10);
    });

    it('fire each tick once together', async () => {
      const schedule = 'schedules: { beat: { task: work, cron: "* * * * * *", payload: { do: ok } } }';
      await scene.project.write(`${BASIC}\n${schedule}\n`);
      const api = await scene.run({ roles: ['api'] });
      await Promise.all([started('--only', 'worker,scheduler'), started('--only', 'worker,scheduler')]);
      const ticks = await waitFor('four ticks', async () => {
        const { jobs } = await api.operations.listJobs({ task: 'work', limit: 200 });
        const at = jobs.map((job) => job.schedule?.tickAt ?? '');
        return at.length >= 4 && at;
      });
      assert.equal(new Set(ticks).size, ticks.length, `a tick fired twice: ${ticks.join(' ')}`);
      const instants = ticks.map((tick) => Date.parse(tick)).sort((a, b) => a - b);
      instants.slice(1).forEach((at, index) => assert.equal(at - (instants[index] ?? 0), 1_000, 'a tick is missing'));
    });

    it('all reload when one is told to, by file, request or SIGHUP', async () => {
      const quiet = BASIC.replace('debounce: 30ms', 'watch: false');
      const withTask = (...names: string[]): string =>
        quiet.replace(
          'tasks:',
          ['tasks:', ...names.map((name) => `  ${name}: { handler: ./handlers/fixture.ts }`)].join('\n'),
        );
      await scene.project.write(quiet);
      const api = await scene.run({ roles: ['api'] });
      const [one] = await Promise.all([started('--only', 'worker'), started('--only', 'worker')]);
      const everywhere = async (hash: string): Promise<void> => {
        await waitFor('the manifest everywhere', async () =>
          (await api.operations.workers()).every(({ manifestHash }) => manifestHash === hash),
        );
      };
      await scene.project.write(withTask('second'));
      await everywhere((await api.operations.reload()).hash);
      await scene.project.write(withTask('second', 'third'));
      one.signal('SIGHUP');
      const view = await waitFor('the third task', async () => {
        const now = await api.operations.manifest();
        return now.counts.tasks === 3 && now;
      });
      await everywhere(view.hash);
      assert.equal(view.revision, 3);
      assert.ok(one.alive);
    });

    it('drain on SIGTERM and exit 0, giving back what does not end', async () => {
      await scene.project.write(BASIC);
      const api = await scene.run({ roles: ['api'] });
      const worker = await started('--only', 'worker', '--shutdown-timeout', '500ms');
      const short = await enqueue(api, { do: 'sleep', ms: 300 });
      const long = await enqueue(api, { do: 'hang' });
      await Promise.all([inState(api, short, 'running'), inState(api, long, 'running')]);
      worker.signal('SIGTERM');
      assert.equal((await worker.ended).code, 0);
      assert.equal((await api.operations.getJob(short)).state, 'completed');
      const released = await api.operations.getJob(long);
      assert.deepEqual([released.state, released.attempts[0]?.outcome], ['available', 'released']);
      assert.equal(
        (await api.operations.workers()).some(({ pid }) => pid === worker.pid),
        false,
      );
    });

    it('release at once on the second signal', async () => {
      await scene.project.write(BASIC);
      const api = await scene.run({ roles: ['api'] });
      const worker = await started('--only', 'worker', '--shutdown-timeout', '10m');
      const id = await enqueue(api, { do: 'hang' });
      await inState(api, id, 'running');
      worker.signal('SIGTERM');
      await worker.logged('stopping; running jobs have 10m');
      worker.signal('SIGTERM');
      assert.equal((await worker.ended).code, 0);
      assert.equal((await api.operations.getJob(id)).state, 'available');
    });

    for (const [signals, code, outcome] of [
      [['SIGTERM'], 0, 'completed'],
      [['SIGINT'], 130, 'completed'],
      [['SIGQUIT'], 0, 'released'],
      [['SIGTERM', 'SIGQUIT'], 0, 'released'],
      [['SIGINT', 'SIGTERM'], 130, 'released'],
    ] as const) {
      it(`end with ${code} by ${signals.join(' and then ')}, what ran is ${outcome}`, async () => {
        const soft = 'shutdown: { warm: 0s, soft: 10m }\n';
        const hard = 'shutdown: { warm: 10m, soft: 10m }\n';
        await scene.project.write(
          `${BASIC.replace(', shutdownTimeout: 5s', '')}${outcome === 'completed' ? soft : hard}`,
        );
        const api = await scene.run({ roles: ['api'] });
        const worker = await started('--only', 'worker');
        const id = await enqueue(api, { do: 'sleep', ms: 86_400_000 });
        await inState(api, id, 'running');
        for (const signal of signals) {
          worker.signal(signal);
          if (signals.length > 1) await worker.logged('stopping; running jobs have 20m');
        }
        assert.equal((await worker.ended).code, code);
        const job = await api.operations.getJob(id);
        assert.deepEqual([job.attempts[0]?.outcome, job.attempt], [outcome, outcome === 'completed' ? 1 : 0]);
      });
    }

    it('bury a job that takes its worker down again and again', async () => {
      await scene.project.write(BASIC.replace('maxAttempts: 3', 'maxAttempts: 10'));
      const api = await scene.run({ roles: ['api'] });
      await scene.run({ roles: ['scheduler'] });
      const id = await enqueue(api, { do: 'kill' });
      for (;;) {
        const worker = scene.spawn(['run', '--only', 'worker']);
        await worker.ended;
        await waitFor('the rescue', async () => (await api.operations.getJob(id)).state !== 'running');
        if ((await api.operations.getJob(id)).finished) break;
      }
      const job = await api.operations.getJob(id);
      assert.deepEqual([job.state, job.error?.code, job.rescues], ['dead', 'ATTEMPT_CRASHED', 3]);
    });

    it('survive a rejection that a handler forgot', async () => {
      await scene.project.writeHandler(
        'stray.ts',
        "export const stray = () => { void Promise.reject(new Error('forgotten')); return 'done'; };",
      );
      await scene.project.write(BASIC.replace('tasks:', 'tasks:\n  stray: { handler: ./handlers/stray.ts#stray }'));
      const api = await scene.run({ roles: ['api'] });
      const worker = await started('--only', 'worker');
      await finished(api, await enqueue(api, {}, {}, 'stray'));
      const line = await worker.logged('a promise was rejected and nobody handled it; the process goes on');
      assert.deepEqual([line['error'], line['tasks']], ['forgotten', ['stray']]);
      await finished(api, await enqueue(api, { do: 'ok' }));
      assert.ok(worker.alive);
    });
  });
}
