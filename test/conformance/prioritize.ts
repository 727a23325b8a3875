import assert from 'node:assert/strict';
import type { Engine, NewJob } from '../../src/engine/index.ts';
import { newJob, newJobs } from '../support/new-job.ts';
import { INFO, runAll, takeOne } from './hand.ts';
import { type EngineHarness, scene } from './harness.ts';

export function prioritizeTests(harness: EngineHarness): void {
  describe('prioritize', () => {
    const at = scene(harness);
    beforeEach(async () => {
      await at.engine.fleet.join(INFO);
    });
    const idsOf = (jobs: readonly NewJob[]): string[] => jobs.map(({ id }) => id);

    for (const tenant of [null, 'acme']) {
      const about = { fairness: tenant };
      it(`lets a job wait behind those of its new priority${tenant === null ? '' : ', of its tenant'}`, async () => {
        const [low, high] = [newJobs(4, { priority: 7, ...about }), newJobs(2, { priority: 2, ...about })];
        await at.engine.jobs.enqueue([...low, ...high]);
        const [a = '', b = '', c = '', d = ''] = idsOf(low);
        const receipts = await at.engine.jobs.prioritize([b, c], 2);
        assert.deepEqual(
          receipts.map(({ status, state }) => [status, state]),
          [
            ['done', 'available'],
            ['done', 'available'],
          ],
        );
        await at.engine.jobs.prioritize(idsOf(high).slice(0, 1), 9);
        const [first = '', second = ''] = idsOf(high);
        assert.equal((await at.engine.jobs.get(c))?.priority, 2);
        assert.equal((await at.engine.queues.counts())[0]?.counts.available, 6);
        await well(at.engine);
        assert.deepEqual(await runAll(at.engine), [second, b, c, a, d, first]);
        await well(at.engine);
      });

      it(`leaves one entry, however often it changes${tenant === null ? '' : ', of a tenant'}`, async () => {
        const jobs = newJobs(3, about);
        await at.engine.jobs.enqueue(jobs);
        const [, middle = ''] = idsOf(jobs);
        for (const priority of [2, 8, 2, 0, 5, 2, 5, 8]) await at.engine.jobs.prioritize([middle], priority);
        assert.equal((await at.engine.queues.counts())[0]?.counts.available, 3);
        await at.engine.jobs.cancel([middle], 'no');
        assert.equal((await at.engine.queues.counts())[0]?.counts.available, 2);
        await at.engine.jobs.retry([middle]);
        await at.engine.jobs.prioritize([middle], 0);
        assert.equal((await at.engine.queues.counts())[0]?.counts.available, 3);
        await well(at.engine);
        assert.deepEqual(await runAll(at.engine), [middle, jobs[0]?.id, jobs[2]?.id]);
        assert.deepEqual(await runAll(at.engine), []);
        assert.equal((await at.engine.queues.counts())[0]?.counts.available, 0);
      });
    }

    it('changes those that wait for something else, and refuses the others', async () => {
      const { engine } = at;
      await engine.jobs.enqueue([newJob({ task: 'done' })]);
      const [done = ''] = await runAll(engine);
      const later = newJob({ delayMs: 60_000 });
      await engine.jobs.enqueue([newJob({ task: 'runs' })]);
      const runs = await takeOne(engine);
      await engine.jobs.enqueue([later]);
      const receipts = await engine.jobs.prioritize([later.id, runs.job.id, done, 'nobody'], 1);
      assert.deepEqual(
        receipts.map(({ status, state, task }) => [status, state, task]),
        [
          ['done', 'scheduled', later.task],
          ['refused', 'running', 'runs'],
          ['refused', 'completed', 'done'],
          ['unknown', null, null],
        ],
      );
      const changed = await engine.jobs.get(later.id);
      assert.deepEqual([changed?.priority, changed?.state], [1, 'scheduled']);
      await engine.jobs.retry([later.id]);
      await engine.jobs.enqueue(newJobs(2));
      assert.equal((await runAll(engine))[0], later.id);
    });

    it('leaves what a gate holds before it, and lets it come by its new priority', async () => {
      const { engine } = at;
      await engine.gates.apply({ one: { reason: 'concurrency', limit: 0 } });
      const jobs = newJobs(3, { gates: ['one'] });
      await engine.jobs.enqueue(jobs);
      assert.deepEqual(await runAll(engine), []);
      const [a = '', b = '', c = ''] = idsOf(jobs);
      await engine.jobs.prioritize([c], 0);
      const held = await engine.jobs.get(c);
      assert.deepEqual([held?.priority, held?.hold?.name], [0, 'one']);
      await engine.gates.apply({ one: { reason: 'concurrency', limit: 1 } });
      await engine.gates.release(10);
      assert.deepEqual(await runAll(engine), [c, a, b]);
    });
  });
}

async function well(engine: Engine): Promise<void> {
  for (const { status, name, message } of await engine.health.examine())
    assert.equal(status, 'ok', `${name}: ${message}`);
}
