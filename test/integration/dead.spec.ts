/** Dead jobs by fault, and brought back or removed by a filter, on the real platform. */
import assert from 'node:assert/strict';
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
      const counted = await operations.changeJobs({ act: 'retry', fingerprint, dryRun: true });
      assert.deepEqual([counted.matched, counted.changed, await dead()], [3, 0, 4]);
      const first = await operations.changeJobs({ act: 'retry', fingerprint, limit: 2 });
      assert.deepEqual([first.changed, first.ids.length], [2, 2]);
      const cursor = first.next ?? '';
      const rest = await operations.changeJobs({ act: 'retry', fingerprint, cursor });
      assert.deepEqual([rest.changed, rest.next], [1, null]);
      await waitFor('they are done', async () => (await dead()) === 1);
      const removed = await operations.changeJobs({ act: 'remove', task: 'other' });
      assert.deepEqual([removed.changed, await dead()], [1, 0]);
    });

    it('are not changed without a filter, and no others by accident', async () => {
      await scene.project.write(MANIFEST);
      const { operations } = await scene.run({ roles: ['scheduler'] });
      await operations.enqueue('other', [{ payload: { do: 'ok' } }]);
      await assert.rejects(operations.changeJobs({ act: 'remove' }), { code: 'REQUEST_INVALID' });
      await assert.rejects(operations.changeJobs({ act: 'retry', task: 'other', state: ['running'] }), {
        code: 'REQUEST_INVALID',
      });
      assert.equal((await operations.changeJobs({ act: 'remove', task: 'other' })).matched, 0);
    });
  });
}
