import { strict as assert } from 'node:assert';
import { fixtureState } from '../support/handlers/fixture.ts';
import { ANY_ENGINE } from '../support/engines.ts';
import { BASIC } from '../support/project.ts';
import { enqueue, finished, inState, stage } from '../support/stage.ts';

const UNLIMITED = BASIC.replace(', shutdownTimeout: 5s', '');

for (const harness of ANY_ENGINE) {
  describe(`Stopping a platform on ${harness.name}`, () => {
    const scene = stage(harness);

    it('lets running jobs end within the limit', async () => {
      await scene.project.write(BASIC);
      const platform = await scene.run();
      const id = await enqueue(platform, { do: 'sleep', ms: 300, result: 'whole' });
      await inState(platform, id, 'running');
      assert.equal(await platform.shutDown(), true);
      const next = await scene.run({ roles: ['api'] });
      const job = await next.operations.getJob(id);
      assert.equal(job.state, 'completed');
    });

    it('releases what does not end in time, attempt not counted, and another process goes on', async () => {
      await scene.project.write(BASIC);
      const platform = await scene.run({ shutdownTimeoutMs: 100 });
      const id = await enqueue(platform, { do: 'gate', gate: 'later', result: 'second time' });
      await inState(platform, id, 'running');
      assert.equal(await platform.shutDown(), true);
      const next = await scene.run({ roles: ['api'] });
      const released = await next.operations.getJob(id);
      assert.equal(released.state, 'available');
      assert.deepEqual(
        released.attempts.map(({ outcome }) => outcome),
        ['released'],
      );
      fixtureState().open('later');
      await scene.run({ roles: ['worker'] });
      const job = await finished(next, id);
      assert.deepEqual([job.state, job.attempt, job.result], ['completed', 1, 'second time']);
    });

    it('does not wait any longer once it is hurried', async () => {
      await scene.project.write(BASIC);
      const platform = await scene.run({ shutdownTimeoutMs: 60_000 });
      const id = await enqueue(platform, { do: 'hang' });
      await inState(platform, id, 'running');
      const stopped = platform.shutDown();
      platform.hurry();
      assert.equal(await stopped, true);
      const next = await scene.run({ roles: ['api'] });
      assert.equal((await next.operations.getJob(id)).state, 'available');
    });

    it('aborts the signals after the warm time; what the soft time does not end is cut off', async () => {
      await scene.project.write(`${UNLIMITED}shutdown: { warm: 100ms, soft: 300ms }\n`);
      const platform = await scene.run();
      const ids = new Map<string, string>();
      for (const [what, payload] of Object.entries({
        'ends at its signal': { do: 'sleep', ms: 86_400_000, result: 'saved' },
        'throws at its signal': { do: 'hang' },
        'is deaf to it': { do: 'ignore-abort', ms: 5_000 },
      })) {
        ids.set(what, await enqueue(platform, payload));
      }
      for (const id of ids.values()) await inState(platform, id, 'running');
      assert.equal(await platform.shutDown(), true);
      const next = await scene.run({ roles: ['api'] });
      const ends = [];
      for (const [what, id] of ids) {
        const { state, result, attempt, attempts } = await next.operations.getJob(id);
        ends.push([what, state, result, attempt, attempts.at(-1)?.outcome]);
      }
      assert.deepEqual(ends, [
        ['ends at its signal', 'completed', 'saved', 1, 'completed'],
        ['throws at its signal', 'available', null, 0, 'released'],
        ['is deaf to it', 'available', null, 0, 'released'],
      ]);
      const told = fixtureState().runs.map(({ aborted }) => (aborted instanceof Error ? aborted.name : aborted));
      assert.deepEqual(told, ['Shutdown', 'Shutdown', 'Shutdown']);
    });

    it('does not take an hour for the soft time when nothing needs it', async () => {
      await scene.project.write(`${UNLIMITED}shutdown: { warm: 1h, soft: 1h }\n`);
      const platform = await scene.run();
      const id = await enqueue(platform, { do: 'sleep', ms: 300, result: 'whole' });
      await inState(platform, id, 'running');
      assert.equal(await platform.shutDown(), true);
      const next = await scene.run({ roles: ['api'] });
      assert.equal((await next.operations.getJob(id)).result, 'whole');
    });

    it('takes nothing new once it has stopped, and says why', async () => {
      await scene.project.write(BASIC);
      const platform = await scene.run();
      await platform.stop();
      await platform.stop();
      await assert.rejects(platform.operations.enqueue('work', [{ payload: { do: 'ok' } }]), { code: 'STOPPING' });
      const { ready, reasons } = await platform.readiness();
      assert.equal(ready, false);
      assert.ok(reasons.includes('stopping'));
    });

    it('works off what there is in a burst, children included', async () => {
      await scene.project.write(BASIC);
      const feeder = await scene.run({ roles: ['api'] });
      const parent = await enqueue(feeder, { do: 'child', task: 'work', payload: { do: 'ok' } });
      const burst = await scene.run({ burst: true });
      assert.deepEqual(burst.roles, ['worker']);
      await burst.drained();
      const child = (await feeder.operations.getJob(parent)).result as string;
      assert.equal((await feeder.operations.getJob(child)).state, 'completed');
    });

    it('waits in a burst for what falls due within the time given, and for nothing else', async () => {
      // Longer than a burst takes on any machine.
      await scene.project.write(BASIC.replace('20ms', '3s'));
      const feeder = await scene.run({ roles: ['api'] });
      const failing = await enqueue(feeder, { do: 'throw', message: 'again' });
      const [later] = await feeder.operations.enqueue('work', [
        { payload: { do: 'ok' }, options: { delay: '1h', tags: ['later'] } },
      ]);
      const burst = await scene.run({ burst: true });
      await burst.drained();
      const first = await feeder.operations.getJob(failing);
      assert.deepEqual([first.state, first.attempt], ['retryable', 1]);
      await burst.drained(60_000);
      const last = await feeder.operations.getJob(failing);
      assert.deepEqual([last.state, last.attempt], ['dead', 3]);
      assert.equal((await feeder.operations.getJob(later?.id ?? '')).state, 'scheduled');
    });

    it('ends a burst whose queue is paused, before or meanwhile, and leaves its jobs', async () => {
      await scene.project.write(BASIC);
      const feeder = await scene.run({ roles: ['api'] });
      await feeder.operations.pauseQueue('default', true);
      const waiting = await enqueue(feeder, { do: 'ok' });
      const burst = await scene.run({ burst: true });
      await burst.drained();
      await feeder.operations.pauseQueue('default', false);
      await finished(feeder, waiting);
      const running = await enqueue(feeder, { do: 'gate', gate: 'a' });
      await inState(feeder, running, 'running');
      await feeder.operations.pauseQueue('default', true);
      const behind = await enqueue(feeder, { do: 'ok' });
      const drained = burst.drained();
      fixtureState().open('a');
      await drained;
      assert.equal((await feeder.operations.getJob(running)).state, 'completed');
      assert.equal((await feeder.operations.getJob(behind)).state, 'available');
    });

    it('ends a burst that was told to pause', async () => {
      await scene.project.write(BASIC);
      const feeder = await scene.run({ roles: ['api'] });
      const burst = await scene.run({ burst: true });
      const running = await enqueue(feeder, { do: 'gate', gate: 'b' });
      await inState(feeder, running, 'running');
      const drained = burst.drained();
      const workers = await feeder.operations.workers();
      const worker = workers.find(({ roles }) => roles.includes('worker')) ?? assert.fail('there is no worker');
      await feeder.operations.tellWorker(worker.id, { verb: 'pause' });
      const behind = await enqueue(feeder, { do: 'ok' });
      fixtureState().open('b');
      await drained;
      assert.equal((await feeder.operations.getJob(running)).state, 'completed');
      assert.equal((await feeder.operations.getJob(behind)).state, 'available');
    });
  });
}
