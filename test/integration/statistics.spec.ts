/** Statistics of what processes have done, read by another one after they are gone. */
import assert from 'node:assert/strict';
import { ENGINES } from '../support/engines.ts';
import { enqueue, stage } from '../support/stage.ts';
import { waitFor } from '../support/wait-for.ts';

const MANIFEST = `
retryPolicies: { twice: { maxAttempts: 2, backoff: { type: fixed, base: 10ms, jitter: none } } }
queues: { default: {}, mail: {} }
tasks:
  work: { handler: ./handlers/fixture.ts, retry: twice }
  mail.send: { handler: ./handlers/fixture.ts, retry: twice }
routes: { tasks: [{ match: mail.*, queue: mail }] }
admin: { port: 0 }
reload: { watch: false }
`;

for (const harness of ENGINES) {
  describe(`statistics on ${harness.name}`, () => {
    const scene = stage(harness);

    it('survive the processes that counted', async () => {
      await scene.project.write(MANIFEST);
      const workers = [await scene.run({ roles: ['worker'] }), await scene.run({ roles: ['worker'] })];
      const api = await scene.run({ roles: ['api'] });
      for (let n = 0; n < 6; n += 1) await enqueue(api, { do: 'ok' });
      await enqueue(api, { do: 'throw' });
      await enqueue(api, { do: 'ok' }, {}, 'mail.send');
      await waitFor('all to end', async () => {
        const { jobs } = await api.operations.listJobs({ state: ['completed', 'dead'] });
        return jobs.length === 8;
      });
      for (const worker of workers) await worker.stop();
      const { total, groups, stepMs } = await api.operations.stats();
      assert.equal(stepMs, 60_000);
      assert.deepEqual([total.completed, total.failed, total.dead], [7, 1, 1]);
      assert.deepEqual(
        groups.map(({ name, total: { completed, dead } }) => [name, completed, dead]),
        [
          ['mail.send', 1, 0],
          ['work', 6, 1],
        ],
      );
      const [mail, work] = groups;
      assert.equal(mail?.total.failureRate, 0);
      assert.equal(work?.total.failureRate, 2 / 8);
      assert.ok(work.total.runMs !== null && work.total.waitMs !== null);
      const pointed = work.points.reduce((sum, { completed }) => sum + completed, 0);
      assert.equal(pointed, 6);
      const byQueue = await api.operations.stats({ by: 'queue', range: '7d', queue: 'mail' });
      assert.deepEqual([byQueue.stepMs, byQueue.groups.map(({ name }) => name)], [3_600_000, ['mail']]);
      assert.equal(byQueue.total.completed, 1);
    });

    it('are refused for a range or a kind that is none', async () => {
      await scene.project.write(MANIFEST);
      const { operations } = await scene.run({ roles: ['api'] });
      for (const range of ['x', '1s', '91d', '']) {
        await assert.rejects(operations.stats({ range }), { code: 'REQUEST_INVALID' });
      }
      await assert.rejects(operations.stats({ by: 'host' as 'task' }), { code: 'REQUEST_INVALID' });
    });
  });
}
