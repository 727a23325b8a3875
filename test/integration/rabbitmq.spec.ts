/** Sources and messages that are published, against a real RabbitMQ, through the whole platform. */
import { strict as assert } from 'node:assert';

import type { ConfirmChannel, GetMessage, Options } from 'amqplib';

import type { Platform } from '../../src/platform/index.ts';
import { ANY_ENGINE, WHOLE } from '../support/engines.ts';
import { HAS_RABBITMQ, RabbitServer } from '../support/rabbit-server.ts';
import { enqueue, finished, stage } from '../support/stage.ts';
import { waitFor } from '../support/wait-for.ts';

async function idsOf(platform: Platform): Promise<string[]> {
  const ids: string[] = [];
  let cursor: string | undefined;
  do {
    const page = await platform.operations.listJobs({ task: 'take', limit: 200, ...(cursor && { cursor }) });
    ids.push(...page.jobs.map(({ id }) => id));
    cursor = page.next ?? undefined;
  } while (cursor !== undefined);
  return ids;
}

const HANDLERS = `
export const take = (payload) => ({ took: payload });
export const fail = () => { throw new Error('no'); };
`;
const TRACEPARENT = '00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01';

(HAS_RABBITMQ ? describe : describe.skip)('RabbitMQ', () => {
  let server: RabbitServer;
  let channel: ConfirmChannel;
  before(async () => {
    server = await RabbitServer.start();
    channel = await server.channel();
    for (const name of ['dead', 'events']) {
      await channel.assertExchange(name, 'topic');
      await channel.assertQueue(name);
      await channel.bindQueue(name, name, '#');
    }
    await channel.assertQueue('orders', { deadLetterExchange: 'dead', deadLetterRoutingKey: 'by.the.queue' });
    await channel.assertQueue('more');
  });
  after(() => server.stop());
  afterEach(async () => {
    for (const queue of ['orders', 'more', 'dead', 'events']) await channel.purgeQueue(queue);
  });

  const put = (body: unknown, options: Options.Publish = {}, queue = 'orders'): void => {
    const text = typeof body === 'string' ? body : JSON.stringify(body);
    channel.sendToQueue(queue, Buffer.from(text), { persistent: true, ...options });
  };
  const got = (queue: string): Promise<GetMessage> =>
    waitFor(`a message in ${queue}`, () => channel.get(queue, { noAck: true }));

  for (const harness of ANY_ENGINE) {
    describe(`on ${harness.name}`, () => {
      const scene = stage(harness);
      const manifest = (rest: string): string => `brokers: { shop: "${server.url}" }
defaults: { retry: quick }
retryPolicies: { quick: { maxAttempts: 2, backoff: { type: fixed, base: 1ms } } }
admin: { port: 0 }
${rest}`;
      const run = async (rest: string): Promise<Platform> => {
        await scene.project.writeHandler('rabbit.mjs', HANDLERS);
        await scene.project.write(manifest(rest));
        return scene.run();
      };
      const sourceOf = async (platform: Platform, wanted = 'orders') =>
        (await platform.operations.sources()).find(({ name }) => name === wanted);
      const stored = async (platform: Platform, count: number): Promise<readonly string[]> =>
        waitFor(`${count} jobs`, async () => {
          const ids = await idsOf(platform);
          return ids.length >= count && ids.sort();
        });
      const TAKE = 'take: { handler: "./handlers/rabbit.mjs#take", input: { type: object, required: [n] } }';

      it('a message becomes one job by its id, with priority and trace; one that cannot is sent on with its reason', async () => {
        const platform = await run(`sources:
  orders: { queue: orders, task: take, with: { n: "\${body.n}", tenant: "\${headers.tenant}" }, deadLetter: { exchange: dead } }
tasks: { ${TAKE} }`);
        const headers = { traceparent: TRACEPARENT, tenant: 'acme' };
        put({ n: 1 }, { messageId: 'm-1', priority: 2, headers });
        put({ n: 1 }, { messageId: 'm-1' });
        put({ n: 2 });
        put('{"card": 4711', { messageId: 'm-3', headers: { mine: 'x' } });
        const refused = await got('dead');
        assert.deepEqual(
          [refused.fields.routingKey, refused.properties.messageId, refused.content.toString()],
          ['orders', 'm-3', '{"card": 4711'],
        );
        assert.deepEqual(refused.properties.headers, {
          mine: 'x',
          'skep-reason': 'PAYLOAD_NOT_JSON: the message is no JSON in UTF-8',
          'skep-source': 'orders',
          'skep-task': 'take',
        });
        const ids = await stored(platform, 2);
        assert.equal(ids.filter((id) => id === 'orders:m-1').length, 1);
        const job = await finished(platform, 'orders:m-1');
        assert.deepEqual([job.priority, job.payload, job.traceparent], [3, { n: 1, tenant: 'acme' }, TRACEPARENT]);
        await waitFor('the counts', async () => {
          const source = await sourceOf(platform);
          return source?.stored === 3 && source.refused === 1 && source.open === 0;
        });
        const { since, processes, ...source } = (await sourceOf(platform))!;
        assert.deepEqual(source, {
          ...{ name: 'orders', broker: 'shop', queue: 'orders', task: 'take', prefetch: 100 },
          ...{ deadLetter: { exchange: 'dead', routingKey: null }, state: 'consuming', trouble: null },
          ...{ taken: 4, open: 0, stored: 3, refused: 1, refusals: { PAYLOAD_NOT_JSON: 1 } },
        });
        const [worker] = await platform.operations.workers();
        assert.deepEqual([processes[0]?.worker, processes[0]?.since], [worker?.id, since]);
        await platform.stop();
        assert.equal((await channel.checkQueue('orders')).messageCount, 0);
      });

      it('without deadLetter a message that breaks the schema is rejected, and the queue knows where to', async () => {
        await run(`sources: { orders: { queue: orders, task: take } }
tasks: { ${TAKE} }`);
        put({ m: 1 });
        const { fields, properties } = await got('dead');
        assert.deepEqual(
          [fields.routingKey, (properties.headers?.['x-first-death-reason'] as unknown) ?? null],
          ['by.the.queue', 'rejected'],
        );
      });

      it('publish as a task and as a hook is confirmed; what no queue gets and what has no exchange fails', async () => {
        const platform = await run(`tasks:
  tell: { publish: { exchange: events, routingKey: "told.\${payload.kind}", body: { k: "\${payload.kind}" } } }
  nowhere: { publish: { routingKey: no-such-queue, mandatory: true } }
  noexchange: { publish: { exchange: no-such-exchange } }
  broken: { handler: "./handlers/rabbit.mjs#fail", on: { failure: { publish: { exchange: events, routingKey: "failed.\${job.task}", body: { why: "\${error.message}" } } } } }`);
        const id = await enqueue(platform, { kind: 'a' }, {}, 'tell');
        const told = await got('events');
        assert.deepEqual(
          [told.fields.routingKey, told.content.toString(), told.properties.messageId, told.properties.deliveryMode],
          ['told.a', '{"k":"a"}', id, 2],
        );
        assert.equal((await finished(platform, id)).state, 'completed');
        for (const task of ['nowhere', 'noexchange']) {
          const dead = await finished(platform, await enqueue(platform, {}, {}, task));
          assert.deepEqual([dead.state, dead.error?.code, dead.attempt], ['dead', 'PUBLISH_REFUSED', 2], task);
        }
        await enqueue(platform, {}, {}, 'broken');
        const failed = await got('events');
        assert.deepEqual([failed.fields.routingKey, failed.content.toString()], ['failed.broken', '{"why":"no"}']);
      });

      it('a reload brings a source and takes one away while messages come; what is missing is told', async () => {
        const platform = await run(`sources: { orders: { queue: orders, task: take } }
tasks: { ${TAKE} }
reload: { watch: false }`);
        put({ n: 1 }, { messageId: 'a' });
        put({ n: 2 }, { messageId: 'b' }, 'more');
        await stored(platform, 1);
        await scene.project.write(
          manifest(`sources:
  more: { queue: more, task: take }
  absent: { queue: absent, task: take }
tasks: { ${TAKE} }
reload: { watch: false }`),
        );
        await platform.operations.reload();
        assert.deepEqual(await stored(platform, 2), ['more:b', 'orders:a']);
        put({ n: 3 }, { messageId: 'c' });
        await waitFor('the message to stay', async () => (await channel.checkQueue('orders')).messageCount === 1);
        assert.deepEqual([(await channel.checkQueue('orders')).consumerCount], [0]);
        const { warnings, ready } = await waitFor('the trouble', async () => {
          const readiness = await platform.readiness();
          return readiness.warnings.some((text) => text.includes('source absent')) && readiness;
        });
        assert.match(warnings.join(), /source absent: no messages come: .*no queue 'absent'/);
        assert.equal(ready, true);
        await waitFor('the state', async () => (await sourceOf(platform, 'absent'))?.state === 'refused');
        await waitFor('others to hear of it', async () => {
          const { items } = await platform.operations.attention();
          return items.some(({ message }) => message.includes('source absent'));
        });
      });

      it('a stop in the middle loses no confirm: messages without an id are no second job', async () => {
        const platform = await run(`sources: { orders: { queue: orders, task: take } }
tasks: { ${TAKE} }`);
        for (let n = 0; n < 500; n += 1) put({ n });
        await waitFor('some', async () => (await idsOf(platform)).length > 0);
        await platform.stop();
        const { messageCount } = await channel.checkQueue('orders');
        const ids = await idsOf(await scene.run({ roles: ['api'] }));
        assert.equal(ids.length + messageCount, 500);
      });

      (WHOLE ? it : it.skip)(
        'a broker that is killed and stopped in the middle loses nothing and doubles nothing',
        async () => {
          const platform = await run(`sources: { orders: { queue: orders, task: take, prefetch: 10 } }
tasks:
  ${TAKE}
  tell: { publish: { exchange: events, routingKey: told }, retry: { maxAttempts: 1000, backoff: { type: fixed, base: 100ms } } }`);
          const all = Array.from({ length: 2_000 }, (_one, n) => n);
          for (const n of all) put({ n }, { messageId: `k-${n}` });
          await channel.waitForConfirms();
          await stored(platform, 20);
          const before = await enqueue(platform, { n: 0 }, {}, 'tell');
          await finished(platform, before);
          for (const signal of ['SIGKILL', 'SIGTERM'] as const) {
            await server.kill(signal);
            await waitFor('the loss to be told', async () => (await sourceOf(platform))?.state === 'waiting');
            const during = await enqueue(platform, { n: 1 }, {}, 'tell');
            await server.run();
            channel = await server.channel();
            assert.equal((await finished(platform, during)).state, 'completed');
          }
          const ids = await stored(platform, 2_000);
          assert.deepEqual(ids, all.map((n) => `orders:k-${n}`).sort());
          await waitFor('the queue to be empty', async () => (await channel.checkQueue('orders')).messageCount === 0);
        },
      );
    });
  }
});
