import { strict as assert } from 'node:assert';
import { fixtureState } from '../support/handlers/fixture.ts';
import { ENGINES } from '../support/engines.ts';
import { BASIC } from '../support/project.ts';
import { enqueue, finished, inState, stage } from '../support/stage.ts';
import { waitFor } from '../support/wait-for.ts';

for (const harness of ENGINES) {
  describe(`The life of a job on ${harness.name}`, () => {
    const scene = stage(harness);

    it('goes from enqueue to its result', async () => {
      await scene.project.write(BASIC);
      const platform = await scene.run();
      const id = await enqueue(platform, { do: 'ok', result: { sum: 42 } });
      const job = await finished(platform, id);
      assert.equal(job.state, 'completed');
      assert.deepEqual(job.result, { sum: 42 });
      assert.equal(job.attempt, 1);
      assert.equal(job.attempts[0]?.outcome, 'completed');
      assert.equal(job.manifestRevision, 1);
      assert.ok(job.startedAt !== null && job.finishedAt !== null);
    });

    it('is tried again by its policy, and completes', async () => {
      await scene.project.write(BASIC);
      const platform = await scene.run();
      const id = await enqueue(platform, { do: 'throw', until: 2, message: 'not yet', result: 'at last' });
      const job = await finished(platform, id);
      assert.equal(job.state, 'completed');
      assert.equal(job.attempt, 3);
      assert.deepEqual(
        job.attempts.map(({ outcome, error }) => [outcome, error?.message ?? null]),
        [
          ['failed', 'not yet'],
          ['failed', 'not yet'],
          ['completed', null],
        ],
      );
    });

    it('is dead when its attempts are used up, and runs again when a person says so', async () => {
      await scene.project.write(BASIC);
      const platform = await scene.run();
      const id = await enqueue(platform, { do: 'throw', until: 3, message: 'broken', code: 'E_BROKEN' });
      const dead = await finished(platform, id);
      assert.equal(dead.state, 'dead');
      assert.equal(dead.attempt, 3);
      assert.equal(dead.error?.code, 'E_BROKEN');
      await platform.operations.retryJob(id);
      const again = await finished(platform, id);
      assert.equal(again.state, 'completed');
      assert.equal(again.attempt, 4);
    });

    it('waits for its time', async () => {
      await scene.project.write(BASIC);
      const platform = await scene.run();
      const id = await enqueue(platform, { do: 'ok' }, { delay: '300ms' });
      const { createdAt, runAt } = await platform.operations.getJob(id);
      assert.equal(Date.parse(runAt) - Date.parse(createdAt), 300);
      const job = await finished(platform, id);
      assert.ok(Date.parse(job.startedAt ?? '') >= Date.parse(runAt), 'it started before its time');
    });

    it('ends on cancel while it runs, with the abort signal', async () => {
      await scene.project.write(BASIC);
      const platform = await scene.run();
      const id = await enqueue(platform, { do: 'hang' });
      await inState(platform, id, 'running');
      const view = await platform.operations.cancelJob(id);
      assert.equal(view.state, 'cancelled');
      const run = await waitFor('the handler to end', () => fixtureState().runs.find((one) => one.ended));
      assert.ok(run.aborted instanceof Error);
      assert.equal((await platform.operations.getJob(id)).state, 'cancelled');
      await assert.rejects(platform.operations.cancelJob(id), { code: 'STATE_CONFLICT' });
    });

    it('may snooze, cancel itself, and enqueue children', async () => {
      await scene.project.write(BASIC);
      const platform = await scene.run();
      const snoozed = await enqueue(platform, { do: 'snooze', in: '50ms', times: 2, result: 'rested' });
      const cancelled = await enqueue(platform, { do: 'cancel', message: 'not needed' });
      const parent = await enqueue(platform, { do: 'child', task: 'work', payload: { do: 'ok', result: 'child' } });
      assert.equal((await finished(platform, snoozed)).attempt, 1);
      const end = await finished(platform, cancelled);
      assert.deepEqual([end.state, end.error?.message], ['cancelled', 'not needed']);
      const child = await finished(platform, (await finished(platform, parent)).result as string);
      assert.deepEqual([child.parentId, child.result], [parent, 'child']);
    });

    it('is not made twice under one id', async () => {
      await scene.project.write(BASIC);
      const platform = await scene.run();
      const first = await platform.operations.enqueue('work', [{ payload: { do: 'ok' }, options: { id: 'order-7' } }]);
      await finished(platform, 'order-7');
      const second = await platform.operations.enqueue('work', [
        { payload: { do: 'dead' }, options: { id: 'order-7' } },
      ]);
      assert.deepEqual([first[0]?.existing, second[0]?.existing, second[0]?.state], [false, true, 'completed']);
      assert.equal(fixtureState().runs.length, 1);
    });

    it('does not start in a paused queue, and starts when it is resumed', async () => {
      await scene.project.write(BASIC);
      const platform = await scene.run();
      assert.equal((await platform.operations.pauseQueue('default', true)).paused, true);
      const id = await enqueue(platform, { do: 'ok' });
      const sentinel = (await platform.operations.queue('default')).counts;
      assert.equal(sentinel.available, 1);
      await platform.operations.pauseQueue('default', false);
      await finished(platform, id);
    });

    it('is found by state, task, tag and page, newest first', async () => {
      await scene.project.write(BASIC);
      const platform = await scene.run();
      const ids: string[] = [];
      for (const tag of ['a', 'b', 'a']) ids.push(await enqueue(platform, { do: 'ok' }, { tags: [tag] }));
      for (const id of ids) await finished(platform, id);
      const tagged = await platform.operations.listJobs({ tag: 'a', state: ['completed'] });
      assert.deepEqual(
        tagged.jobs.map(({ id }) => id),
        [ids[2], ids[0]],
      );
      const first = await platform.operations.listJobs({ task: 'work', limit: 2 });
      assert.ok(first.next !== null);
      const second = await platform.operations.listJobs({ task: 'work', limit: 2, cursor: first.next });
      assert.deepEqual(
        [...first.jobs, ...second.jobs].map(({ id }) => id),
        ids.reverse(),
      );
    });

    it('is gone when it was removed; a running one is refused', async () => {
      await scene.project.write(BASIC);
      const platform = await scene.run();
      const done = await enqueue(platform, { do: 'ok' });
      await finished(platform, done);
      await platform.operations.removeJob(done);
      await assert.rejects(platform.operations.getJob(done), { code: 'JOB_UNKNOWN' });
      const running = await enqueue(platform, { do: 'gate', gate: 'hold' });
      await inState(platform, running, 'running');
      await assert.rejects(platform.operations.removeJob(running), { code: 'STATE_CONFLICT' });
      fixtureState().open('hold');
      await finished(platform, running);
    });
  });
}
