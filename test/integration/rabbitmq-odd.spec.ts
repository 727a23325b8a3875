/** Odd messages, and a broker that says no, against a real RabbitMQ: nothing is lost, and what is wrong is told. With SKEP_WHOLE alone. */
import { strict as assert } from 'node:assert';

import type { ConfirmChannel, Options } from 'amqplib';

import type { Platform } from '../../src/platform/index.ts';
import { ANY_ENGINE, WHOLE } from '../support/engines.ts';
import { LONG_TEST_MS } from '../support/patience.ts';
import { HAS_RABBITMQ, RabbitServer } from '../support/rabbit-server.ts';
import { enqueue, finished, stage } from '../support/stage.ts';
import { waitFor } from '../support/wait-for.ts';

const TAKE = 'take: { handler: "./handlers/rabbit.mjs#take" }';
const ORDERS = '{ queue: orders, task: take, deadLetter: { exchange: dead } }';

(HAS_RABBITMQ && WHOLE ? describe : describe.skip)('RabbitMQ, odd', function () {
  this.timeout(LONG_TEST_MS);
  let server: RabbitServer;
  let channel: ConfirmChannel;
  before(async () => {
    server = await RabbitServer.start();
    channel = await server.channel();
    await channel.assertExchange('dead', 'topic');
    for (const name of ['dead', 'orders', 'out', 'mine']) await channel.assertQueue(name);
    await channel.bindQueue('dead', 'dead', '#');
    await server.ctl('add_user', 'bob', 'bob');
    await server.ctl('set_permissions', 'bob', '', '', '');
  });
  after(() => server.stop());

  for (const harness of ANY_ENGINE) {
    describe(`on ${harness.name}`, () => {
      const scene = stage(harness);
      const run = async (rest: string, url = server.url): Promise<Platform> => {
        await scene.project.writeHandler('rabbit.mjs', 'export const take = () => ({});');
        await scene.project.write(`brokers: { shop: "${url}" }\nadmin: { port: 0 }\n${rest}`);
        return scene.run();
      };
      const sourceOf = async (platform: Platform) => (await platform.operations.sources())[0]!;
      const put = (body: string | Buffer, options: Options.Publish = {}): void => {
        channel.sendToQueue('orders', Buffer.from(body as string), { persistent: true, ...options });
      };

      it('messages of every odd kind become a job or go where refused ones go', async () => {
        const source = '{ queue: orders, task: take, with: "${headers}", deadLetter: { exchange: dead } }';
        const platform = await run(`sources: { orders: ${source} }\ntasks: { ${TAKE} }`);
        const refused = ['{bad', Buffer.from([0xff, 0xfe]), 'NaN', `"${'x'.repeat(17_000_000)}"`];
        for (const body of refused) put(body);
        put('1', { contentEncoding: 'gzip' });
        put('1', { headers: { beyond: 2 ** 60 } });
        put('', { messageId: 'empty' });
        put(`"${'x'.repeat(10_000_000)}"`, { messageId: 'unused' });
        put('['.repeat(9_999) + ']'.repeat(9_999), { messageId: 'deep' });
        put('1', { messageId: '', priority: 9 });
        put('1', { messageId: 'x'.repeat(255), priority: 255 });
        put('1', { messageId: 'a b/ü\u0000\n', priority: 3 });
        put('1', { messageId: '../../etc', headers: { traceparent: 'zz', tracestate: 'x'.repeat(5_000) } });
        put('1', { messageId: 'own', headers: { constructor: 'a', toString: 'b', 'skep-reason': 'mine' } });
        put('{"__proto__":{"a":1}}', { messageId: '__proto__' });
        await channel.waitForConfirms();
        await waitFor('all', async () => {
          const { taken, open, state } = await sourceOf(platform);
          return state === 'consuming' && taken === 15 && open === 0;
        });
        const { stored, refusals } = await sourceOf(platform);
        assert.deepEqual([stored, refusals], [9, { PAYLOAD_NOT_JSON: 5, PAYLOAD_TOO_LARGE: 1 }]);
        assert.equal((await channel.checkQueue('dead')).messageCount, 6);
        const { jobs } = await platform.operations.listJobs({ limit: 50 });
        for (const { id } of jobs) assert.equal((await finished(platform, id)).state, 'completed');
        assert.equal(jobs.length, 9);
      });

      it('a broker that says no is told from one that is not there, with why', async () => {
        const said = async (url: string, queue = 'orders'): Promise<string> => {
          const platform = await run(`sources: { orders: { queue: ${queue}, task: take } }\ntasks: { ${TAKE} }`, url);
          const { state, trouble } = await waitFor('the trouble', async () => {
            const one = await sourceOf(platform);
            return one.trouble !== null && one;
          });
          assert.match((await platform.readiness()).warnings.join(), /source orders: no messages come/);
          await platform.stop();
          return `${state}: ${trouble}`;
        };
        await channel.consume('mine', () => undefined, { exclusive: true });
        const { url } = server;
        assert.match(await said(`${url}/nope`), /^refused: the virtual host is not there/);
        assert.match(await said(url.replace('guest:guest', 'guest:wrong')), /^refused: .*Login was refused/);
        assert.match(await said(url.replace('amqp:', 'amqps:')), /^refused: .*SSL/);
        assert.match(await said(url.replace('guest:guest', 'bob:bob')), /^refused: .*access to queue 'orders'/);
        assert.match(await said(url, 'mine'), /^refused: .*exclusive use/);
        assert.match(await said(url, 'absent'), /^refused: .*no queue 'absent'/);
        assert.match(await said(url.replace(/:\d+$/, ':1')), /^waiting: connect ECONNREFUSED/);
      });

      it('a queue that is deleted and declared again is taken from again', async () => {
        await channel.assertQueue('gone');
        const platform = await run(`sources: { orders: { queue: gone, task: take } }\ntasks: { ${TAKE} }`);
        for (const step of ['delete', 'declare', 'end'] as const) {
          const state = step === 'declare' ? 'refused' : 'consuming';
          await waitFor(state, async () => (await sourceOf(platform)).state === state);
          if (step === 'delete') await channel.deleteQueue('gone');
          if (step === 'declare') await channel.assertQueue('gone');
        }
      });

      it('a broker without memory: what is published waits and goes out once; a refused message is held', async () => {
        const platform = await run(`sources: { orders: ${ORDERS} }
tasks:
  ${TAKE}
  tell: { publish: { routingKey: out, timeout: 1s }, retry: { maxAttempts: 100, backoff: { type: fixed, base: 100ms } } }`);
        await channel.purgeQueue('dead');
        put('{bad');
        await waitFor('one that is refused', async () => (await sourceOf(platform)).refused === 1);
        // Messages from here on would be held by the broker itself.
        for (let n = 0; n < 5; n += 1) put('{bad', { messageId: `held-${n}` });
        await channel.waitForConfirms();
        await server.ctl('set_vm_memory_high_watermark', '0.00000001');
        const id = await enqueue(platform, { n: 0 }, {}, 'tell');
        const error = await waitFor('the block to be told', async () => {
          const { attempts } = await platform.operations.getJob(id);
          return attempts.length > 3 && attempts.at(-2)?.error;
        });
        assert.equal(error.code, 'PUBLISH_UNCONFIRMED');
        assert.match(error.message, /has blocked the connection: low on memory/);
        await server.ctl('set_vm_memory_high_watermark', '0.4');
        assert.equal((await finished(platform, id)).state, 'completed');
        await waitFor('all refused ones', async () => (await channel.checkQueue('dead')).messageCount === 6);
        // The attempt that met the block sent it too, and heard nothing of it.
        assert.ok((await channel.checkQueue('out')).messageCount <= 2);
      });
    });
  }
});
