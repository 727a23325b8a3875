/** R05, R11, R12 and R14 where Redis is away for longer than a lease, or says no to everybody. */
import { strict as assert } from 'node:assert';
import { waitFor } from '../support/wait-for.ts';
import { lasting } from './harness/lasting.ts';
import { Proxy } from '../support/proxy.ts';
import { told } from './harness/redis-talk.ts';
import { family } from './harness/scenario.ts';
import { allSlots } from './harness/slots.ts';
import { BASIC, type World } from './harness/world.ts';

const SECOND = 1_000;
const REDIS = { engines: ['redis'] } as const;
/** More attempts than any scenario has faults. */
const PATIENT = BASIC.replace('maxAttempts: 3', 'maxAttempts: 20');
const STANDS_STILL = 'the leases end while Redis stands still, whoever is alive';

/** Nobody can tell such a time from a crash: the jobs under way run again, which counts once, and end once. */
async function countedOnce(world: World, running: number): Promise<void> {
  await world.check({ duplicates: running, except: { I5: STANDS_STILL } });
  for (const job of (await world.allJobs()).values()) {
    assert.ok(job.rescues <= 1, `I4 (attempts): ${job.id} was rescued ${job.rescues} times in one outage`);
    assert.notEqual(job.state, 'dead');
  }
}

family('Redis, longer than a lease', (scenario) => {
  for (const slots of [1, 64]) {
    scenario(
      `R05 READONLY for more than two leases, ${slots} slots: one rescue at most, all slots back`,
      REDIS,
      async (world) => {
        const worker = await world.worker({ args: ['--only', 'worker', '-c', String(slots)] });
        await world.enqueueMany(2 * slots, { do: 'sleep', ms: 500 });
        await world.started(slots);
        await told(world.store.server, (client) => client.replicaof('127.0.0.1', 1));
        await lasting(2.5 * world.leaseMs);
        await told(world.store.server, (client) => client.replicaof('NO', 'ONE'));
        await world.settled();
        await allSlots(world, worker, slots);
        await countedOnce(world, slots);
      },
    );
  }

  scenario(
    'R14 DEBUG SLEEP for three leases: one rescue at most, all slots back',
    { ...REDIS, store: { redis: { args: ['--enable-debug-command', 'yes'] } } },
    async (world) => {
      const worker = await world.worker();
      await world.enqueueMany(20, { do: 'sleep', ms: 200 });
      await world.started(10);
      await told(world.store.server, (client) => client.call('DEBUG', 'SLEEP', String((3 * world.leaseMs) / SECOND)));
      await world.settled();
      await allSlots(world, worker);
      await countedOnce(world, 20);
    },
  );

  scenario('R10 Redis frozen for three leases while jobs run, and paused for one', REDIS, async (world) => {
    await world.manifest(PATIENT);
    const worker = await world.worker();
    await world.worker();
    await world.enqueueMany(40, { do: 'sleep', ms: 300 });
    await world.started(20);
    process.kill(world.store.server.pid, 'SIGSTOP');
    await lasting(3 * world.leaseMs);
    process.kill(world.store.server.pid, 'SIGCONT');
    await world.started(40);
    await told(world.store.server, (client) => client.call('CLIENT', 'PAUSE', String(world.leaseMs), 'ALL'));
    await world.settled();
    await allSlots(world, worker, 10);
    const lost = 'the leases end while Redis stands still, whoever is alive';
    await world.check({ duplicates: 20, except: { I5: lost } });
  });

  scenario('R14 Redis busy with a script for three seconds', REDIS, async (world) => {
    await world.manifest(PATIENT);
    const worker = await world.worker();
    await world.enqueueMany(30, { do: 'sleep', ms: 200 });
    await world.started(10);
    await told(world.store.server, async (client) => {
      await client.config('SET', 'busy-reply-threshold', '100');
      const spin = "local t = redis.call('TIME')[1] while redis.call('TIME')[1] - t < 3 do end return 1";
      await client.eval(spin, 0);
    });
    await world.settled();
    await allSlots(world, worker, 10);
    const lost = 'the leases end while Redis stands still, whoever is alive';
    await world.check({ duplicates: 10, except: { I5: lost } });
  });

  scenario('R12 a password from one moment to the next, and none again', REDIS, async (world) => {
    await world.manifest(BASIC.replace('maxAttempts: 3', 'maxAttempts: 20'));
    const worker = await world.worker();
    await world.enqueueMany(20, { do: 'sleep', ms: 100 });
    await world.started(5);
    const before = worker.log().length;
    await told(world.store.server, async (client) => {
      await client.config('SET', 'requirepass', 'changed-at-run-time');
      for (const type of ['normal', 'pubsub']) await client.call('CLIENT', 'KILL', 'TYPE', type, 'SKIPME', 'yes');
      await waitFor('trouble to be told', () =>
        worker
          .log()
          .slice(before)
          .some(({ level }) => level === 'warn'),
      );
      await client.config('SET', 'requirepass', '');
    });
    await world.settled();
    await allSlots(world, worker);
    assert.ok(worker.log().length - before < 40, 'I9 (bounded): log lines');
    await world.check({ duplicates: 20, secrets: ['changed-at-run-time'], except: { I5: 'no renewal gets through' } });
  });

  scenario(
    'R11 each command takes two seconds more: slow, and nothing is lost',
    { ...REDIS, leaseMs: 15 * SECOND },
    async (world) => {
      const proxy = await Proxy.start(world.store.server.port);
      try {
        await world.api();
        await world.manifest(BASIC, proxy.url);
        const worker = await world.worker();
        proxy.delayMs = SECOND;
        proxy.mode = 'delay';
        await world.enqueueMany(20, { do: 'ok' });
        await world.settled();
        await allSlots(world, worker);
        await world.check({ duplicates: 0 });
      } finally {
        proxy.mode = 'pass';
        await Promise.all(world.workers.map((one) => one.kill()));
        await proxy.close();
      }
    },
  );
});
