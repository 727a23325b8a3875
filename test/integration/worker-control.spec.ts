import { strict as assert } from 'node:assert';
import type { Platform } from '../../src/platform/index.ts';
import type { WorkerAnswerView, WorkerCommand, WorkerView } from '../../src/api/index.ts';
import { fixtureState } from '../support/handlers/fixture.ts';
import { ANY_ENGINE } from '../support/engines.ts';
import { freeze, thaw } from '../support/freezing.ts';
import { BASIC } from '../support/project.ts';
import { enqueue, finished, inState, stage } from '../support/stage.ts';
import { waitFor } from '../support/wait-for.ts';

const TWO_QUEUES = `${BASIC}queues: { default: { concurrency: 1 }, other: { concurrency: 1 } }\n`;

for (const harness of ANY_ENGINE) {
  describe(`Telling a live worker what to do on ${harness.name}`, () => {
    const scene = stage(harness);
    const short = stage(harness, { lease: '4s' });

    async function workerOf(platform: Platform, test: (worker: WorkerView) => boolean): Promise<WorkerView> {
      return waitFor('the process in the list', async () => (await platform.operations.workers()).find(test));
    }

    /** An API beside a worker of its own session. */
    async function pair(): Promise<{ api: Platform; worker: Platform; id: string }> {
      const api = await scene.run({ roles: ['api'] });
      const worker = await scene.run({ roles: ['worker'] });
      const { id } = await workerOf(api, ({ roles }) => roles.includes('worker'));
      return { api, worker, id };
    }

    function tell(platform: Platform, id: string, command: WorkerCommand): Promise<WorkerAnswerView> {
      return platform.operations.tellWorker(id, command);
    }

    it('pauses one, while others work, and lets it go on', async () => {
      await scene.project.write(BASIC);
      const { api, id } = await pair();
      const { worker } = await tell(api, id, { verb: 'pause' });
      assert.equal(worker.state, 'paused');
      const other = await scene.run({ roles: ['worker'] });
      const items = Array.from({ length: 20 }, () => ({ payload: { do: 'ok' } }));
      const ran = new Set<string | undefined>();
      for (const { id: job } of await api.operations.enqueue('work', items)) {
        ran.add((await finished(api, job)).attempts[0]?.worker);
      }
      assert.equal(ran.size, 1);
      assert.ok(!ran.has(id));
      await other.stop();
      const job = await enqueue(api, { do: 'ok' });
      assert.equal((await tell(api, id, { verb: 'resume' })).worker.state, 'working');
      assert.equal((await finished(api, job)).attempts[0]?.worker, id);
    });

    it('lets what runs go on under a pause, and shows what that is', async () => {
      await scene.project.write(BASIC);
      const { api, id } = await pair();
      const job = await enqueue(api, { do: 'gate', gate: 'later', result: 'whole' });
      await inState(api, job, 'running');
      const { attempts, worker } = await tell(api, id, { verb: 'pause' });
      assert.equal(worker.id, id);
      assert.deepEqual(
        attempts.map(({ id: one, task, queue, attempt, aborted }) => ({ one, task, queue, attempt, aborted })),
        [{ one: job, task: 'work', queue: 'default', attempt: 1, aborted: false }],
      );
      fixtureState().open('later');
      assert.equal((await finished(api, job)).result, 'whole');
      assert.deepEqual((await tell(api, id, { verb: 'ping' })).attempts, []);
    });

    it('changes how many it runs at once, through a reload too', async () => {
      await scene.project.write(TWO_QUEUES);
      const { api, worker, id } = await pair();
      const told = await tell(api, id, { verb: 'concurrency', concurrency: 3, queue: 'default' });
      assert.deepEqual(told.worker.queues, { default: 3, other: 1 });
      assert.deepEqual(told.worker.told, { concurrency: { default: 3 }, queues: null });
      const jobs = [];
      for (let count = 0; count < 3; count += 1) jobs.push(await enqueue(api, { do: 'gate', gate: 'all' }));
      for (const job of jobs) await inState(api, job, 'running');
      fixtureState().open('all');
      await scene.project.write(TWO_QUEUES.replace('other: { concurrency: 1 }', 'other: { concurrency: 2 }'));
      await waitFor('the reload', () => worker.queues['other'] === 2);
      assert.equal(worker.queues['default'], 3);
      const again = await tell(api, id, { verb: 'concurrency', concurrency: null });
      assert.deepEqual(again.worker.queues, { default: 1, other: 2 });
      assert.deepEqual(again.worker.told, { concurrency: {}, queues: null });
    });

    it('changes which queues it consumes, and refuses those that nobody has declared', async () => {
      await scene.project.write(TWO_QUEUES);
      const { api, id } = await pair();
      const less = await tell(api, id, { verb: 'queues', drop: ['default'] });
      assert.deepEqual(Object.keys(less.worker.queues), ['other']);
      const [waits, runs] = [await enqueue(api, { do: 'ok' }), await enqueue(api, { do: 'ok' }, { queue: 'other' })];
      await finished(api, runs);
      assert.equal((await api.operations.getJob(waits)).state, 'available');
      await assert.rejects(tell(api, id, { verb: 'queues', add: ['default', 'othre'] }), { code: 'QUEUE_UNKNOWN' });
      assert.deepEqual(Object.keys((await tell(api, id, { verb: 'ping' })).worker.queues), ['other']);
      const all = await tell(api, id, { verb: 'queues', queues: null });
      assert.deepEqual(all.worker.queues, { default: 1, other: 1 });
      await finished(api, waits);
    });

    it('says who is no worker, and who does not live', async () => {
      await scene.project.write(BASIC);
      const { api } = await pair();
      const { id } = await workerOf(api, ({ roles }) => !roles.includes('worker'));
      await assert.rejects(tell(api, id, { verb: 'pause' }), { code: 'STATE_CONFLICT' });
      assert.deepEqual((await tell(api, id, { verb: 'ping' })).attempts, []);
      await assert.rejects(tell(api, 'nobody', { verb: 'ping' }), { code: 'WORKER_UNKNOWN' });
    });

    it('holds through a session that was lost', async () => {
      await short.project.write(TWO_QUEUES);
      const api = await short.run({ roles: ['api', 'scheduler'] });
      const process = short.spawn(['run', '--only', 'worker']);
      await process.ready();
      const ofProcess = ({ pid }: WorkerView): boolean => pid === process.pid;
      const { id } = await workerOf(api, ofProcess);
      await tell(api, id, { verb: 'concurrency', concurrency: 3, queue: 'default' });
      await tell(api, id, { verb: 'queues', drop: ['other'] });
      await tell(api, id, { verb: 'pause' });
      await freeze(process.pid);
      await waitFor('its end', async () => !(await api.operations.workers()).some(ofProcess));
      thaw(process.pid);
      const back = await workerOf(api, (worker) => ofProcess(worker) && worker.id !== id);
      const told = { concurrency: { default: 3 }, queues: ['default'] };
      assert.deepEqual([back.state, back.told, back.queues], ['paused', told, { default: 3 }]);
      const jobs = [];
      for (let count = 0; count < 3; count += 1) jobs.push(await enqueue(api, { do: 'sleep', ms: 86_400_000 }));
      const { attempts } = await tell(api, back.id, { verb: 'ping' });
      assert.deepEqual(attempts, []);
      await tell(api, back.id, { verb: 'resume' });
      for (const job of jobs) await inState(api, job, 'running');
      process.signal('SIGQUIT');
      assert.equal((await process.ended).code, 0);
    });

    it('stops a process in good order: what runs ends, exit 0', async () => {
      await scene.project.write(BASIC);
      const api = await scene.run({ roles: ['api'] });
      const process = scene.spawn(['run', '--only', 'worker']);
      await process.ready();
      const { id } = await workerOf(api, ({ pid }) => pid === process.pid);
      const job = await enqueue(api, { do: 'sleep', ms: 300, result: 'whole' });
      await inState(api, job, 'running');
      assert.equal((await tell(api, id, { verb: 'stop' })).worker.state, 'stopping');
      assert.equal((await process.ended).code, 0);
      assert.equal((await api.operations.getJob(job)).result, 'whole');
      const line = process.log().find(({ event }) => event === 'process.told');
      assert.match(line?.msg ?? '', /^told by process \d+ on .+: stop$/);
    });

    it('tells that one was not heard, and what was not heard in time is not done later', async () => {
      await scene.project.write(BASIC);
      const api = await scene.run({ roles: ['api'] });
      const process = scene.spawn(['run', '--only', 'worker']);
      await process.ready();
      const { id } = await workerOf(api, ({ pid }) => pid === process.pid);
      await freeze(process.pid);
      await assert.rejects(tell(api, id, { verb: 'pause' }), { code: 'WORKER_SILENT' });
      thaw(process.pid);
      // It hears what was told before this, first.
      assert.equal((await tell(api, id, { verb: 'ping' })).worker.state, 'working');
      await finished(api, await enqueue(api, { do: 'ok' }));
    });
  });
}
