/** What of bee-queue is relied on, over a client of a Cluster; subscriptions that outlive their node. */
import assert from 'node:assert/strict';
import { once } from 'node:events';
import { BeeQueueLane } from '../../../../src/engines/redis/lanes/bee-queue-lane.ts';
import { newClient } from '../../../../src/engines/redis/connection.ts';
import { RedisEngine } from '../../../../src/engines/redis/index.ts';
import { Keys } from '../../../../src/engines/redis/keys.ts';
import { runScript } from '../../../../src/engines/redis/runs/run-script.ts';
import { newId, systemClock } from '../../../../src/foundation/index.ts';
import { Hand, INFO } from '../../../conformance/hand.ts';
import { timingsOf } from '../../../conformance/harness.ts';
import { RedisCluster } from '../../../support/cluster.ts';
import { newJob } from '../../../support/new-job.ts';
import { waitFor } from '../../../support/wait-for.ts';
import { rulesWith } from '../../../support/rules.ts';

describe('redis cluster', function () {
  let cluster: RedisCluster;
  let closers: (() => unknown)[] = [];
  before(async () => {
    cluster = await RedisCluster.start();
  });
  afterEach(async () => {
    for (const close of closers.splice(0).reverse()) await close();
    closers = [];
  });
  after(() => cluster.stop());

  async function connected(role: 'worker' | 'subscriber') {
    const client = newClient(cluster.urlOf(cluster.masters), role);
    client.on('error', () => undefined);
    closers.push(() => {
      client.disconnect();
    });
    // It goes on trying by itself, as the store lets it.
    const ready = once(client, 'ready');
    client.connect().catch(() => undefined);
    await ready;
    return client;
  }

  it('bee-queue saves, reads and counts jobs of a queue on any master', async () => {
    const client = await connected('worker');
    const keys = new Keys('bee');
    for (const queue of ['emails', 'reports', 'default', 'a']) {
      const lane = new BeeQueueLane({
        ...{ queue, keys, client },
        send: (name, names, args) => runScript(client, name, names, args),
      });
      assert.ok(await lane.attach());
      const saved = await lane.createJob({ to: queue }).save();
      assert.deepEqual((await lane.getJob(saved.id)).data, { to: queue });
      assert.equal((await lane.checkHealth()).waiting, 1);
      await lane.removeJob(saved.id);
      assert.equal(await lane.getJob(saved.id), null);
    }
  });

  it('a job that plain bee-queue saved runs, is found by its id and shown', async () => {
    const engine = new RedisEngine({
      ...{ url: cluster.url, prefix: 'foreign', timings: timingsOf(), clock: systemClock, newId },
    });
    closers.push(() => engine.close());
    await engine.open();
    await engine.fleet.join(INFO);
    const client = await connected('worker');
    const lane = new BeeQueueLane({
      ...{ queue: 'default', keys: new Keys('foreign'), client },
      send: (name, names, args) => runScript(client, name, names, args),
    });
    await lane.attach();
    const saved = await lane.createJob({ from: 'elsewhere' }).save();
    const ran: unknown[] = [];
    engine.govern(rulesWith({ foreign: { default: { task: 'legacy', maxAttempts: 2 } } }));
    const consumer = engine.queues.consume('default', { permit: () => 1 }, ({ job }) => {
      ran.push([job.id, job.task, job.payload]);
      return Promise.resolve({
        ...{ outcome: { kind: 'complete', result: null }, traceId: null, spanId: null, progress: null, logs: [] },
      });
    });
    await waitFor('the job', () => ran.length === 1);
    await consumer.stop();
    assert.deepEqual(ran, [[`default:${saved.id}`, 'legacy', { from: 'elsewhere' }]]);
    assert.equal((await engine.jobs.get(`default:${saved.id}`))?.state, 'completed');
  });

  it('a subscription moves to another node when its own is gone, and housekeeping goes on for the other queues', async () => {
    const subscriber = await connected('subscriber');
    const heard: string[] = [];
    subscriber.on('message', (_channel: string, text: string) => heard.push(text));
    await subscriber.subscribe('news');
    const engine = new RedisEngine({
      ...{ url: cluster.urlOf(cluster.masters), prefix: 'away', timings: timingsOf(), clock: systemClock, newId },
    });
    closers.push(() => engine.close());
    await engine.open();
    await engine.fleet.join(INFO);
    const { port } = subscriber.options as { readonly port?: number };
    const victim = cluster.masters.find((master) => master.port === port);
    assert.ok(victim);
    // Queues on every master, and the keys of no queue on one that stays.
    const names = Array.from({ length: 40 }, (_unused, index) => `q${index}`);
    const there = names.filter((name) => cluster.masterOf(name) === victim);
    const elsewhere = names.filter((name) => cluster.masterOf(name) !== victim);
    assert.ok(there.length > 0 && elsewhere.length > 0);
    for (const queue of names) await engine.jobs.enqueue([newJob({ queue, delayMs: 1 })]);
    await victim.kill();
    try {
      const publisher = await connected('worker');
      await waitFor('news over another node', async () => {
        await publisher.publish('news', 'hello').catch(() => undefined);
        return heard.length > 0;
      });
      if (cluster.masterOf('$') === victim) return;
      const [queue = ''] = elsewhere;
      const { promoted } = await engine.keeping.promote(100);
      assert.deepEqual(new Set(Object.keys(promoted)), new Set(elsewhere));
      const hand = new Hand(engine, queue);
      assert.equal((await hand.next()).job.queue, queue);
    } finally {
      await victim.run();
    }
  });
});
