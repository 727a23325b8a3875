/** A Redis Cluster of real servers whose nodes die, fail over and hand slots to each other while jobs run. */
import { strict as assert } from 'node:assert';
import { queueOf, shardsOf, slotOf } from '../../src/engines/redis/lanes/shards.ts';
import { waitFor } from '../support/wait-for.ts';
import { family, type ScenarioOptions } from './harness/scenario.ts';
import { BASIC, type World } from './harness/world.ts';

const SECOND = 1_000;
const CLUSTER: ScenarioOptions = { engines: ['redis'], store: { cluster: {} } };
/** A lease outlives the time that a master is away. */
const PATIENT: ScenarioOptions = { ...CLUSTER, leaseMs: 15 * SECOND };
const SHARDED = `${BASIC}queues: { default: { concurrency: 10, shards: 3 } }\n`;

/** Calls of many small batches; those that fail are made again with the same ids, as a careful caller would. */
async function enqueueMuch(world: World, calls: number, ms = 5, name = 'call'): Promise<void> {
  for (let call = 0; call < calls; call += 1) {
    const items = Array.from({ length: 5 }, (_, index) => ({
      payload: { do: 'sleep', ms },
      options: { id: `${name}-${call}-${index}` },
    }));
    await waitFor('an enqueue', () => world.enqueue(items).catch(() => false as const));
  }
}

family('Redis Cluster', (scenario) => {
  scenario('C01 a master is killed and comes back with its append-only file, under load', PATIENT, async (world) => {
    await world.manifest(SHARDED);
    // Enough for all shards to have jobs waiting when one goes: the producer below soon waits for the dead one.
    await enqueueMuch(world, 60, 50);
    await world.worker();
    await world.started(30);
    const victim = world.store.cluster.masterOf(shardsOf('default', 3)[1] ?? '');
    await victim.kill();
    const producing = enqueueMuch(world, 10, 5, 'late');
    const before = world.ledger.of('start').length;
    await world.started(before + 10);
    await victim.run();
    await producing;
    await world.check();
  });

  scenario(
    'C02 a master is killed and its replica takes over',
    { ...CLUSTER, leaseMs: 10 * SECOND, store: { cluster: { replicas: 3, nodeTimeoutMs: 1_000 } } },
    async (world) => {
      const { cluster } = world.store;
      await world.worker();
      const victim = cluster.masterOf('default');
      const replica = cluster.replicas[cluster.masters.indexOf(victim)];
      assert.ok(replica);
      await world.enqueueMany(200, { do: 'sleep', ms: 20 });
      await cluster.received(replica, victim);
      await world.started(20);
      await victim.kill();
      const begun = world.ledger.of('start').length;
      await cluster.promoted(replica);
      await world.progresses();
      // What the master had stored and the replica had not received: some of the last outcomes, run again.
      await world.check({ duplicates: begun });
    },
  );

  scenario('C03 the slot of a queue moves to another master while its jobs run', CLUSTER, async (world) => {
    const { cluster } = world.store;
    await world.worker();
    const producing = enqueueMuch(world, 30);
    await world.started(30);
    const from = cluster.masterOf('default');
    const to = cluster.masters.find((one) => one !== from);
    assert.ok(to);
    await cluster.moveSlot(slotOf('default'), [from, to], async () => {
      // Half of its keys here, half there: calls are made while it is so.
      const refused = await world.store
        .open()
        .then((engine) => engine.queues.counts().catch((error: unknown) => error));
      assert.equal((refused as { code?: string }).code, 'STORE_UNREACHABLE', 'counts of half a queue');
    });
    await producing;
    await world.progresses();
    await world.check();
  });

  scenario('C04 fewer shards after a reload: what waits in the others is run', CLUSTER, async (world) => {
    await world.manifest(SHARDED);
    for (let call = 0; call < 30; call += 1) await world.enqueueMany(2, { do: 'ok' });
    const oracle = await world.oracle();
    const { keys } = await sizes(world);
    assert.ok(
      keys.every((size) => size > 0),
      `jobs per shard: ${keys.join(', ')}`,
    );
    assert.deepEqual(
      (await oracle.queues.counts()).map(({ queue, counts }) => [queue, counts.available]),
      [['default', 60]],
    );
    await world.manifest(BASIC);
    await world.worker();
    await world.check({ faultless: true });
  });

  scenario('C05 a worker is killed: what it held in every shard is taken back', CLUSTER, async (world) => {
    await world.manifest(SHARDED);
    const victim = await world.worker();
    for (let call = 0; call < 10; call += 1) await world.enqueueMany(2, { do: 'sleep', ms: 500 });
    await world.started(8);
    await victim.kill();
    await world.worker();
    await world.check({ duplicates: 10 });
  });

  for (const point of ['tick.claimed', 'delivery.made'] as const) {
    scenario(`C06 a scheduler is killed at ${point}: its tick has one job`, CLUSTER, async (world) => {
      await world.manifest(`${BASIC}schedules: { beat: { task: work, cron: "* * * * * *", payload: { do: ok } } }\n`);
      const args = ['--only', 'worker,scheduler'];
      const victim = await world.worker({ args, faults: [{ point, nth: 2, act: 'kill' }] });
      await waitFor('its end', () => !victim.alive);
      const heir = await world.worker({ args });
      await waitFor('two ticks of the heir’s own', async () => (await ticksOf(world)).length >= 4);
      await world.exits(heir);
      const ticks = await ticksOf(world);
      assert.equal(new Set(ticks).size, ticks.length, 'a tick is doubled');
      const [row] = await (await world.oracle()).schedules.list();
      assert.ok(ticks.includes(row?.lastTickAt ?? 0), 'the last tick has no job');
    });
  }
});

/** The tick of every job of a schedule that the store holds, as often as it holds one. */
async function ticksOf(world: World): Promise<readonly number[]> {
  return [...(await world.allJobs()).values()].map(({ schedule }) => schedule?.tickAt ?? 0);
}

/** Jobs in each shard of the queue `default`. */
async function sizes(world: World): Promise<{ readonly keys: readonly number[] }> {
  const { asked } = await import('../support/cluster.ts');
  const keys = await Promise.all(
    shardsOf('default', 3).map((physical) => {
      assert.equal(queueOf(physical), 'default');
      return asked(world.store.cluster.masterOf(physical), (client) => client.hlen(`fault:{${physical}}:jobs`));
    }),
  );
  return { keys };
}
