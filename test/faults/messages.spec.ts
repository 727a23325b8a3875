/** Messages of a real RabbitMQ on their way through Skep and out again, while processes, broker and store are ended in the middle. */
import { strict as assert } from 'node:assert';

import type { ConfirmChannel, GetMessage } from 'amqplib';

import { WHOLE } from '../support/engines.ts';
import { HAS_RABBITMQ, RabbitServer } from '../support/rabbit-server.ts';
import { waitFor } from '../support/wait-for.ts';
import { family } from './harness/scenario.ts';
import type { World } from './harness/world.ts';
import type { Fault } from './harness/worker.ts';

/** Each scenario has queues of its own, but where the broker itself is ended. */
let shared: Promise<RabbitServer> | undefined;
let scenes = 0;
after(async () => (await shared)?.stop());

interface Scene {
  readonly server: RabbitServer;
  readonly channel: ConfirmChannel;
  readonly queues: { readonly from: string; readonly to: string };
}

async function sceneOn(server: RabbitServer): Promise<Scene> {
  const channel = await server.channel();
  scenes += 1;
  const queues = { from: `from-${scenes}`, to: `to-${scenes}` };
  for (const name of Object.values(queues)) await channel.assertQueue(name);
  return { server, channel, queues };
}

/** What comes from one queue goes by a job to the other. */
function manifest({ server, queues }: Scene, prefetch = 20): string {
  return `
brokers: { shop: "${server.url}" }
sources: { orders: { queue: ${queues.from}, task: relay, prefetch: ${prefetch} } }
defaults: { shutdownTimeout: 5s }
tasks:
  relay:
    publish: { routingKey: ${queues.to}, mandatory: true, timeout: 5s }
    retry: { maxAttempts: 1000, backoff: { type: fixed, base: 100ms } }
admin: { port: 0 }
reload: { watch: false }
`;
}

async function put({ channel, queues }: Scene, count: number): Promise<readonly string[]> {
  const ids = Array.from({ length: count }, (_one, n) => `m-${n}`);
  for (const id of ids) channel.sendToQueue(queues.from, Buffer.from(`"${id}"`), { persistent: true, messageId: id });
  await channel.waitForConfirms();
  return ids.map((id) => `orders:${id}`).sort();
}

/** All that lies in a queue. */
async function taken(channel: ConfirmChannel, queue: string): Promise<readonly GetMessage[]> {
  const messages: GetMessage[] = [];
  for (;;) {
    const message = await channel.get(queue, { noAck: true });
    if (message === false) return messages;
    messages.push(message);
  }
}

/** One job by message, each completed, nothing left in the queue, and each message out under the id of its job. @returns messages that went out more than once */
async function eachOnce(world: World, scene: Scene, ids: readonly string[]): Promise<number> {
  const channel = await scene.server.channel();
  await waitFor('all jobs', async () => (await world.count('completed')) === ids.length);
  const jobs = await world.allJobs();
  assert.deepEqual([...jobs.keys()].sort(), ids);
  await waitFor('the queue to be empty', async () => (await channel.checkQueue(scene.queues.from)).messageCount === 0);
  const messages = await taken(channel, scene.queues.to);
  const out = messages.map(({ properties }) => String(properties.messageId));
  assert.deepEqual([...new Set(out)].sort(), ids);
  for (const { content, properties } of messages) {
    assert.equal(content.toString(), `"${String(properties.messageId).replace('orders:', '')}"`);
  }
  return out.length - ids.length;
}

(HAS_RABBITMQ ? family : () => undefined)('Messages', (scenario) => {
  const onShared = async (): Promise<Scene> => sceneOn(await (shared ??= RabbitServer.start()));

  const killedAt = async (world: World, faults: readonly Fault[], most: number): Promise<void> => {
    const scene = await onShared();
    await world.manifest(manifest(scene));
    const victim = await world.worker({ faults });
    const ids = await put(scene, 100);
    await waitFor('its end', () => !victim.alive);
    await world.worker();
    const doubled = await eachOnce(world, scene, ids);
    assert.ok(doubled <= most, `${doubled} messages went out again`);
  };

  scenario('M01 a worker is killed before it confirms what it has stored: one job by message', (world) =>
    // What it had in hand goes out again, no more: as many as the queue runs at once.
    killedAt(world, [{ point: 'message.stored', nth: 30, act: 'kill' }], 10),
  );
  if (WHOLE) {
    scenario(
      'M02 a worker is killed before the confirm of what it publishes is stored: again, by the same id',
      (world) => killedAt(world, [{ point: 'settle.begin', nth: 3, act: 'kill' }], 10),
    );

    scenario('M03 two workers on one source, killed in turns', async (world) => {
      const scene = await onShared();
      await world.manifest(manifest(scene));
      const workers = [await world.worker(), await world.worker()];
      const ids = await put(scene, 3_000);
      for (let kills = 0; kills < 6; kills += 1) {
        const least = (kills + 1) * 300;
        await waitFor(`${least} jobs`, async () => (await world.allJobs()).size >= least);
        await workers[kills % 2]!.kill();
        workers[kills % 2] = await world.worker();
      }
      const doubled = await eachOnce(world, scene, ids);
      assert.ok(doubled <= 60, `${doubled} messages went out again`);
    });

    scenario('M04 the broker is killed, stopped and killed again in the middle', async (world) => {
      const server = await RabbitServer.start();
      try {
        const scene = await sceneOn(server);
        await world.manifest(manifest(scene));
        await world.worker();
        const ids = await put(scene, 3_000);
        for (const [n, signal] of (['SIGKILL', 'SIGTERM', 'SIGKILL'] as const).entries()) {
          await waitFor('some', async () => (await world.count('completed')) >= (n + 1) * 500);
          await server.kill(signal);
          await server.run();
        }
        await eachOnce(world, scene, ids);
      } finally {
        await server.stop();
      }
    });

    scenario('M05 Redis is away while messages arrive', { engines: ['redis'], leaseMs: 15_000 }, async (world) => {
      const scene = await onShared();
      await world.manifest(manifest(scene));
      const worker = await world.worker();
      const ids = await put(scene, 1_000);
      await waitFor('some', async () => (await world.allJobs()).size >= 100);
      await world.store.server.kill();
      const { messageCount } = await scene.channel.checkQueue(scene.queues.from);
      assert.ok(messageCount > 0, 'in the middle');
      await world.store.server.run();
      await eachOnce(world, scene, ids);
      assert.ok(worker.alive);
    });
  }
});
