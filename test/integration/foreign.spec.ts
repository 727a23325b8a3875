/** `queues.<q>.foreign`: programs that use plain bee-queue, with a Redis client of their own, feed our queues. */
import { strict as assert } from 'node:assert';
import { writeFile } from 'node:fs/promises';
import BeeQueue from 'bee-queue';
import { AdminServer } from '../../src/admin/index.ts';
import { HttpClient, remoteOperations } from '../../src/client/index.ts';
import type { JobView } from '../../src/api/index.ts';
import { BASIC } from '../support/project.ts';
import { finished, inState, type Stage, stage } from '../support/stage.ts';
import { engineSupport, ENGINES } from '../support/engines.ts';
import { waitFor } from '../support/wait-for.ts';

const PLAIN = { isWorker: false, getEvents: false, sendEvents: false, storeJobs: false } as const;
const SERVED = `${BASIC}queues: { emails: { foreign: work } }\n`;

if (ENGINES.some(({ name }) => name === 'redis')) {
  const { harness } = await engineSupport('redis');

  describe('Jobs of plain bee-queue programs', () => {
    const scene = stage(harness);
    let bee: BeeQueue | undefined;

    afterEach(() => bee?.close(100));

    /** A program of somebody else: bee-queue with its own node_redis client, on the project's store. */
    async function program(project: Stage['project']): Promise<BeeQueue> {
      const { url = '', prefix = '' } = project.address;
      bee = new BeeQueue('{emails}', { ...PLAIN, prefix, redis: { url } as never });
      return bee.ready();
    }

    /** What bee-queue's own getJob says, once it says that the job is over. */
    async function ended(queue: BeeQueue, id: string): Promise<BeeQueue.Job<unknown>> {
      return waitFor(`the end of ${id} as bee-queue sees it`, async () => {
        const job = await queue.getJob(id);
        return ['succeeded', 'failed'].includes(job.status) && job;
      });
    }

    it('run as the task that the queue names; bee-queue sees how they end', async () => {
      await scene.project.write(SERVED);
      const platform = await scene.run();
      const queue = await program(scene.project);
      const good = await queue.createJob({ do: 'ok', result: { sent: 1 } }).save();
      const bad = await queue.createJob({ do: 'throw', message: 'no such mailbox' }).save();
      const job = await finished(platform, `emails:${good.id}`);
      assert.deepEqual(
        [job.task, job.queue, job.state, job.result, job.attempt],
        ['work', 'emails', 'completed', { sent: 1 }, 1],
      );
      assert.equal((await ended(queue, good.id)).status, 'succeeded');
      // It says nothing about retries: the task's own policy holds.
      assert.equal((await finished(platform, `emails:${bad.id}`)).attempt, 3);
      assert.equal((await ended(queue, bad.id)).status, 'failed');
      const { succeeded, failed, waiting } = await queue.checkHealth();
      assert.deepEqual([succeeded, failed, waiting], [1, 1, 0]);
    });

    const ODD_IDS = [
      'a b',
      'é',
      'a/b',
      '%2F',
      '🐝',
      '../x',
      "it's?#&",
      'x'.repeat(200),
      '\0',
      'a\0b',
      'x'.repeat(5_000),
      'é'.repeat(2_000),
      'a:b',
      '__proto__',
    ];

    for (const id of ODD_IDS) {
      it(`with the id ${JSON.stringify(id.slice(0, 20))} are shown, cancelled, retried and removed, by API and command`, async () => {
        await scene.project.write(SERVED);
        const platform = await scene.run();
        await platform.operations.pauseQueue('emails', true);
        const server = new AdminServer(platform, { port: 0 });
        await server.start();
        try {
          const queue = await program(scene.project);
          await queue.createJob({ do: 'ok' }).setId(id).save();
          const full = `emails:${id}`;
          const call = (method: string, act = ''): Promise<Response> =>
            fetch(`${server.url}/api/jobs/${encodeURIComponent(full)}${act}`, { method });
          const shown = (await (await call('GET')).json()) as JobView;
          assert.deepEqual([shown.id, shown.state], [full, 'available']);
          assert.deepEqual(((await (await call('POST', '/cancel')).json()) as JobView).state, 'cancelled');
          const { jobs } = await platform.operations.listJobs({ queue: 'emails' });
          assert.deepEqual(
            jobs.map((job) => job.id),
            [full],
          );
          const client = remoteOperations(new HttpClient({ server: server.url }), () => 0);
          assert.equal((await client.retryJob(full)).state, 'available');
          await platform.operations.pauseQueue('emails', false);
          assert.equal((await finished(platform, full)).state, 'completed');
          await client.removeJob(full);
          assert.equal((await call('GET')).status, 404);
        } finally {
          await server.stop();
        }
      });
    }

    it('are checked against the schema of the task', async () => {
      const input = '{ type: object, required: [do], properties: { do: { const: ok } } }';
      await scene.project.write(SERVED.replace('fixture.ts }', `fixture.ts, input: ${input} }`));
      const platform = await scene.run();
      const queue = await program(scene.project);
      const { id } = await queue.createJob({ do: 'exit' }).save();
      const job = await finished(platform, `emails:${id}`);
      assert.equal(job.state, 'dead');
    });

    it('are held while no task is named, and run as soon as a reload names one', async () => {
      await scene.project.write(`${BASIC}queues: { emails: {} }\n`);
      const platform = await scene.run();
      const queue = await program(scene.project);
      const { id } = await queue.createJob({ do: 'ok', result: 'late' }).save();
      await inState(platform, `emails:${id}`, 'blocked');
      await writeFile(scene.project.file, scene.project.text(SERVED));
      const job = await finished(platform, `emails:${id}`);
      assert.deepEqual([job.task, job.state, job.result], ['work', 'completed', 'late']);
    });
  });
}
