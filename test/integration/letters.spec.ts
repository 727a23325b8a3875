/** The letters that dead jobs leave, on the real platform. */
import assert from 'node:assert/strict';
import { ANY_ENGINE } from '../support/engines.ts';
import { stage } from '../support/stage.ts';
import { waitFor } from '../support/wait-for.ts';

const MANIFEST = `
queues: { letters: {}, told: {} }
retryPolicies: { once: { maxAttempts: 1 }, twice: { maxAttempts: 2, backoff: { type: fixed, base: 1ms } } }
tasks:
  mail.send: { handler: ./handlers/fixture.ts, retry: twice, deadTo: letters }
  told: { handler: ./handlers/fixture.ts, retry: once, sensitive: [secret], deadTo: { queue: told, task: letter } }
  letter: { handler: ./handlers/letter.mjs, retry: once }
reload: { watch: false }
`;

for (const harness of ANY_ENGINE) {
  describe(`letters of dead jobs on ${harness.name}`, () => {
    const scene = stage(harness);
    const write = async (): Promise<void> => {
      await scene.project.writeHandler('letter.mjs', 'export default () => null;\n');
      await scene.project.write(MANIFEST);
    };

    it('have the payload of the job and say where they come from; one that dies too leaves none', async () => {
      await write();
      const { operations } = await scene.run();
      const payload = { do: 'throw', message: 'no such user' };
      const options = { priority: 3, tags: ['a'], headers: { mine: '${job.id}' } };
      const [receipt] = await operations.enqueue('mail.send', [{ payload, options }]);
      const id = receipt?.id ?? '';
      const died = async (of: string) => (await operations.getJob(of)).state === 'dead';
      await waitFor('it is dead', () => died(id));
      const dead = await operations.getJob(id);
      assert.deepEqual([dead.letter, dead.attempt], [`${id}.letter.2`, 2]);
      const letterId = dead.letter ?? '';
      await waitFor('the letter is there', async () => {
        const { jobs } = await operations.listJobs({ queue: 'letters' });
        return jobs.some((one) => one.id === letterId);
      });
      await waitFor('it is dead too', () => died(letterId));
      const letter = await operations.getJob(letterId);
      const { task, queue, priority, tags, parentId, headers } = letter;
      assert.deepEqual([task, queue, priority, tags, parentId], ['mail.send', 'letters', 3, ['a'], id]);
      assert.deepEqual([letter.payload, letter.letter], [payload, null]);
      const { ['skep-dead-fingerprint']: fingerprint, ...others } = headers;
      assert.match(fingerprint ?? '', /^[0-9a-f]{16}$/);
      assert.deepEqual(Object.fromEntries(Object.entries(others).filter(([name]) => name !== 'skep-propagation')), {
        mine: '${job.id}',
        'skep-dead-of': id,
        'skep-dead-queue': 'default',
        'skep-dead-attempts': '2',
        'skep-dead-error': 'Error',
      });
      const { jobs } = await operations.listJobs({});
      assert.deepEqual(jobs.map((one) => one.id).toSorted(), [id, letterId].toSorted());
    });

    it('of a task for letters tell it of the job and its error, and hide what the job hides', async () => {
      await write();
      const { operations } = await scene.run();
      const payload = { do: 'throw', message: 'disk is full', secret: 'canary' };
      const [receipt] = await operations.enqueue('told', [{ payload }]);
      const id = receipt?.id ?? '';
      await waitFor('the letter is done', async () => {
        const { jobs } = await operations.listJobs({ queue: 'told', state: ['completed'] });
        return jobs.length === 1;
      });
      const { letter } = await operations.getJob(id);
      const told = await operations.getJob(letter ?? '');
      assert.deepEqual([told.task, told.queue, told.headers['skep-dead-of']], ['letter', 'told', id]);
      const { job, error } = told.payload as { job: Record<string, unknown>; error: Record<string, unknown> };
      assert.deepEqual([job['id'], job['task'], error['message']], [id, 'told', 'disk is full']);
      assert.equal(JSON.stringify(told).includes('canary'), false);
      assert.deepEqual(told.hidden, ['payload']);
    });

    it('are left again where the job is retried and dies again; none where it is cancelled', async () => {
      await write();
      const { operations } = await scene.run();
      const [one] = await operations.enqueue('mail.send', [{ payload: { do: 'throw' } }]);
      const [other] = await operations.enqueue('mail.send', [{ payload: {}, options: { delay: '1h' } }]);
      await operations.cancelJob(other?.id ?? '');
      const letters = async () => (await operations.listJobs({ queue: 'letters' })).jobs.length;
      await waitFor('a letter', async () => (await letters()) === 1);
      await operations.retryJob(one?.id ?? '');
      await waitFor('another one', async () => (await letters()) === 2);
      assert.equal((await operations.getJob(other?.id ?? '')).letter, null);
    });
  });
}
