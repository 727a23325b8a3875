/** Dead jobs by fault, and brought back or removed by a filter, on the real platform. */
import assert from 'node:assert/strict';
import type { BulkRequest, BulkView } from '../../src/api/index.ts';
import { ENGINES } from '../support/engines.ts';
import { stage } from '../support/stage.ts';
import { waitFor } from '../support/wait-for.ts';

const MANIFEST = `
retryPolicies: { once: { maxAttempts: 1 } }
tasks:
  mail.send: { handler: ./handlers/fixture.ts, retry: once }
  other: { handler: ./handlers/fixture.ts, retry: once }
reload: { watch: false }
`;

for (const harness of ENGINES) {
  describe(`dead jobs on ${harness.name}`, () => {
    const scene = stage(harness);

    it('are grouped by fault, retried by it, and removed by a filter', async () => {
      await scene.project.write(MANIFEST);
      const { operations } = await scene.run();
      const over = async (request: BulkRequest): Promise<BulkView> => {
        const { id } = await operations.startBulk(request);
        return waitFor('its end', async () => {
          const view = await operations.bulk(id);
          return view.state !== 'running' && view;
        });
      };
      const payloads = [1, 2, 3].map((n) => ({ do: 'throw', message: `no user ${n} named "n${n}"`, until: 1 }));
      await operations.enqueue(
        'mail.send',
        payloads.map((payload) => ({ payload })),
      );
      await operations.enqueue('other', [{ payload: { do: 'throw', message: 'disk is full' } }]);
      const dead = async (): Promise<number> => (await operations.listJobs({ state: ['dead'] })).jobs.length;
      await waitFor('all are dead', async () => (await dead()) === 4);
      const { errors, looked, next } = await operations.errors({});
      assert.deepEqual([looked, next], [4, null]);
      const counts = Object.fromEntries(errors.map(({ tasks, count }) => [tasks.join(), count]));
      assert.deepEqual(counts, { 'mail.send': 3, other: 1 });
      const users = errors.find(({ count }) => count === 3);
      const { fingerprint = '' } = users ?? {};
      const job = await operations.getJob(users?.job ?? '');
      assert.equal(job.fingerprint, fingerprint);
      const counted = await over({ action: 'retry', filter: { fingerprint }, dryRun: true });
      assert.deepEqual([counted.matched, counted.met, counted.changed, await dead()], [3, 3, 0, 4]);
      const retried = await over({ action: 'retry', filter: { fingerprint } });
      assert.deepEqual([retried.state, retried.changed, retried.stayed], ['completed', 3, 0]);
      await waitFor('they are done', async () => (await dead()) === 1);
      const removed = await over({ action: 'remove', filter: { task: 'other' } });
      assert.deepEqual([removed.changed, await dead()], [1, 0]);
      assert.deepEqual((await operations.errors({})).errors, []);
    });

    it('are not changed without a filter, and no others by accident', async () => {
      await scene.project.write(MANIFEST);
      const { operations } = await scene.run({ roles: ['scheduler'] });
      await operations.enqueue('other', [{ payload: { do: 'ok' } }]);
      const refused = { code: 'REQUEST_INVALID' };
      await assert.rejects(operations.startBulk({ action: 'remove', filter: {} }), refused);
      const filter = { task: 'other', state: ['running' as const] };
      await assert.rejects(operations.startBulk({ action: 'retry', filter }), refused);
      const { id } = await operations.startBulk({ action: 'remove', filter: { task: 'other' } });
      await waitFor('its end', async () => (await operations.bulk(id)).state === 'completed');
      assert.equal((await operations.bulk(id)).met, 0);
    });
  });
}
