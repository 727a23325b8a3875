/** R01–R18: what happens to Redis (docs/reliability.md). */
import { strict as assert } from 'node:assert';
import { mkdir } from 'node:fs/promises';
import path from 'node:path';
import { Redis } from 'ioredis';
import type { Job } from '../../src/core/index.ts';
import { SkepError } from '../../src/foundation/index.ts';
import { engineSupport } from '../support/engines.ts';
import { RedisServer } from '../support/redis-server.ts';
import { SentinelGroup } from '../support/sentinel.ts';
import { waitFor } from '../support/wait-for.ts';
import { killingConnections, told } from './harness/redis-talk.ts';
import { family } from './harness/scenario.ts';
import { allSlots } from './harness/slots.ts';
import type { WorkerProcess } from './harness/worker.ts';
import { BASIC, type World } from './harness/world.ts';

const SECOND = 1_000;
const REDIS = { engines: ['redis'] } as const;
/** More attempts than any scenario has faults. */
const PATIENT = BASIC.replace('maxAttempts: 3', 'maxAttempts: 20');

/** Does `act` again and again while jobs are enqueued and run. */
async function whileWorking(world: World, rounds: number, act: () => Promise<unknown>): Promise<void> {
  for (let round = 0; round < rounds; round += 1) {
    const seen = world.ledger.of('start').length;
    await world.enqueueMany(20, { do: 'sleep', ms: 20 });
    await world.started(seen + world.random.between(1, 20));
    await act();
  }
}

/** Log lines of a process per second of its fault: no loop may flood. */
function quiet(worker: WorkerProcess, before: number, seconds: number): void {
  const lines = worker.log().length - before;
  assert.ok(lines < 10 * seconds + 10, `I9 (bounded): ${lines} log lines in ${seconds} s`);
}

function codeOf(error: unknown): string {
  return error instanceof SkepError ? error.code : String(error);
}

/** The code that an enqueue fails with. */
async function refusal(world: World): Promise<string> {
  const { operations } = await world.api();
  return operations.enqueue('work', [{ payload: { do: 'ok' } }]).then(() => 'stored', codeOf);
}

family('Redis', (scenario) => {
  scenario(
    'R01 down for twenty seconds at the start of every role: all wait, not ready, and connect by themselves',
    REDIS,
    async (world) => {
      await world.store.server.kill();
      const roles = ['worker', 'scheduler', 'api'].map((role) =>
        world.spawn({ args: ['--only', role, ...(role === 'worker' ? [] : ['--port', '0'])] }),
      );
      const api = await roles[2]?.logged('admin API listens');
      await waitFor('not to be ready', async () => {
        const { status } = await fetch(new URL('readyz', String(api?.['url'])));
        return status === 503;
      });
      await Promise.all(roles.map((role) => role.logged('the store does not answer yet; trying on')));
      await new Promise((resolve) => setTimeout(resolve, 20 * SECOND));
      assert.ok(
        roles.every(({ alive }) => alive),
        'I7: a process gave up',
      );
      await world.store.server.run();
      await Promise.all(roles.map((role) => role.ready()));
      await world.progresses();
      await world.check({ faultless: true });
    },
  );

  scenario('R02 kill -9 and restart with the append-only file while jobs run', REDIS, async (world) => {
    await world.manifest(PATIENT);
    const worker = await world.worker();
    await world.worker();
    await whileWorking(world, 3, async () => {
      await world.store.server.kill();
      await world.store.server.run();
    });
    await allSlots(world, worker, 10);
    await world.check({ duplicates: 0 });
  });

  scenario(
    'R03 restart without persistence: nothing hangs, no old payload under a new id',
    { ...REDIS, store: { redis: { appendonly: false } } },
    async (world) => {
      const worker = await world.worker();
      const lost = await world.enqueueMany(30, { do: 'sleep', ms: 300 });
      await world.started(10);
      await world.store.server.kill();
      await world.store.server.run();
      const ids = await world.enqueueMany(20, { do: 'ok', result: 'new' });
      for (const id of ids) assert.equal((await world.finished(id, 20 * SECOND)).result, 'new');
      await waitFor('the loss to be told', () =>
        worker.log().some(({ level, msg }) => ['warn', 'error'].includes(level) && msg.includes('lease')),
      );
      await allSlots(world, worker, 10);
      const excuse = 'Redis kept nothing: what it held is gone';
      assert.ok((await Promise.all(lost.map(async (id) => (await world.oracle()).getJob(id)))).every((job) => !job));
      await world.check({ except: { I1: excuse, I8: excuse } });
    },
  );

  scenario('R04 SCRIPT FLUSH again and again under load', REDIS, async (world) => {
    await world.worker();
    await whileWorking(world, 8, () => told(world.store.server, (client) => client.script('FLUSH')));
    await world.check({ faultless: true });
  });

  scenario(
    'R05 READONLY for two seconds: all slots come back, the log stays short',
    { ...REDIS, leaseMs: 6 * SECOND },
    async (world) => {
      const worker = await world.worker({ args: ['--only', 'worker', '-c', '20'] });
      await world.enqueueMany(60, { do: 'sleep', ms: 100 });
      await world.started(20);
      const before = worker.log().length;
      await told(world.store.server, (client) => client.replicaof('127.0.0.1', 1));
      assert.equal(await refusal(world), 'STORE_REFUSED');
      await new Promise((resolve) => setTimeout(resolve, 2 * SECOND));
      await told(world.store.server, (client) => client.replicaof('NO', 'ONE'));
      quiet(worker, before, 3);
      await world.settled();
      await allSlots(world, worker, 20);
      await world.check({ duplicates: 0 });
    },
  );

  scenario(
    'R06 maxmemory while jobs run: refused, nothing runs again once its outcome is stored',
    REDIS,
    async (world) => {
      const worker = await world.worker();
      await world.enqueueMany(40, { do: 'sleep', ms: 200 });
      await world.started(10);
      await told(world.store.server, (client) => client.config('SET', 'maxmemory', '1'));
      assert.equal(await refusal(world), 'STORE_FULL');
      await waitFor('trouble to be told', () => worker.log().some(({ level }) => level === 'warn'));
      await new Promise((resolve) => setTimeout(resolve, SECOND));
      await told(world.store.server, (client) => client.config('SET', 'maxmemory', '0'));
      await world.settled();
      await allSlots(world, worker, 10);
      await world.check({ duplicates: 0 });
    },
  );

  scenario('R07 an eviction policy that deletes: refused at the start, told at run time', REDIS, async (world) => {
    const { server } = world.store;
    const api = await world.spawn({ args: ['--only', 'api', '--port', '0'] }).ready();
    await told(server, (client) => client.config('SET', 'maxmemory', '1gb'));
    await told(server, (client) => client.config('SET', 'maxmemory-policy', 'allkeys-lru'));
    await waitFor('the check to tell', async () =>
      (await (await fetch(new URL('readyz', api))).text()).includes('allkeys-lru'),
    );
    const { code, stderr } = await world.spawn().ended;
    assert.equal(code, 5);
    assert.match(stderr, /allkeys-lru/);
  });

  scenario(
    'R08 failover to a replica that lags: what it had not received is lost, the rest has one outcome',
    {
      ...REDIS,
      timeoutMs: 90 * SECOND,
    },
    async (world) => {
      const group = await SentinelGroup.start();
      try {
        await world.manifest(PATIENT, group.url);
        const worker = await world.worker();
        const engine = await (
          await engineSupport('redis')
        ).openAt({ url: group.url, prefix: 'fault' }, (await import('../conformance/harness.ts')).timingsOf());
        const { newJob } = await import('../support/new-job.ts');
        const store = (count: number): Promise<string[]> =>
          engine
            .enqueue(
              Array.from({ length: count }, () => newJob({ task: 'work', queue: 'default', payload: { do: 'ok' } })),
            )
            .then((receipts) => receipts.map(({ id }) => id));
        const kept = await store(30);
        await group.inStep();
        // From here on the replica gets nothing.
        process.kill(group.replica.pid, 'SIGSTOP');
        const lagging = await store(20);
        await group.primary.kill();
        process.kill(group.replica.pid, 'SIGCONT');
        await group.failedOver();
        const fresh = await waitFor('the new primary', () => store(10).catch(() => false as const), 20 * SECOND);
        const jobs = async (ids: readonly string[]): Promise<(Job | null)[]> =>
          Promise.all(ids.map((id) => engine.getJob(id)));
        await waitFor(
          'the jobs that were replicated',
          async () => (await jobs([...kept, ...fresh])).every((job) => job?.state === 'completed'),
          30 * SECOND,
        );
        for (const job of await jobs(lagging)) {
          assert.ok(job === null || job.attempts.filter(({ outcome }) => outcome === 'completed').length <= 1);
        }
        assert.ok(worker.alive);
        await engine.close();
      } finally {
        await Promise.all(world.workers.map((one) => one.kill()));
        await group.stop();
      }
    },
  );

  scenario('R09 CLIENT KILL of all connections five times a second', REDIS, async (world) => {
    const worker = await world.worker();
    await world.worker();
    const over = new AbortController();
    const killing = killingConnections(world.store.server, over.signal);
    let stored = 0;
    for (let round = 0; round < 30; round += 1) {
      // A call may fail while it has no connection; then it is not acknowledged.
      stored += await world.enqueueMany(5, { do: 'sleep', ms: 20 }).then(
        ({ length }) => length,
        () => 0,
      );
      await new Promise((resolve) => setTimeout(resolve, 100));
    }
    over.abort();
    await killing;
    assert.ok(stored > 50, `${stored} of 150 were acknowledged`);
    await allSlots(world, worker, 10);
    await world.check({ duplicates: 0 });
  });

  scenario('R10 Redis frozen for three leases while jobs run, and paused for one', REDIS, async (world) => {
    await world.manifest(PATIENT);
    const worker = await world.worker();
    await world.worker();
    await world.enqueueMany(40, { do: 'sleep', ms: 300 });
    await world.started(20);
    process.kill(world.store.server.pid, 'SIGSTOP');
    await new Promise((resolve) => setTimeout(resolve, 3 * world.leaseMs));
    process.kill(world.store.server.pid, 'SIGCONT');
    await world.started(40);
    await told(world.store.server, (client) => client.call('CLIENT', 'PAUSE', String(world.leaseMs), 'ALL'));
    await world.settled();
    await allSlots(world, worker, 10);
    const lost = 'the leases end while Redis stands still, whoever is alive';
    await world.check({ duplicates: 20, except: { I5: lost } });
  });

  scenario('R12 rights that are taken away and given back', REDIS, async (world) => {
    const worker = await world.worker();
    await world.enqueueMany(20, { do: 'sleep', ms: 100 });
    await world.started(5);
    const before = worker.log().length;
    await told(world.store.server, async (client) => {
      await client.call('ACL', 'SETUSER', 'default', '-eval', '-evalsha');
      assert.equal(await refusal(world), 'STORE_REFUSED');
      await new Promise((resolve) => setTimeout(resolve, 1.5 * SECOND));
      await client.call('ACL', 'SETUSER', 'default', '+eval', '+evalsha');
    });
    quiet(worker, before, 3);
    await world.settled();
    await allSlots(world, worker, 10);
    await world.check({ duplicates: 0 });
  });

  scenario(
    'R13 wrong types, corrupt records, ids without records: buried and told, the queue goes on',
    REDIS,
    async (world) => {
      const [base, ours] = ['fault:{default}:', 'fault:{other}:'];
      await world.manifest(
        `${BASIC}queues: { default: {}, other: {} }\nroutes: { tasks: [ { match: x, queue: other } ] }\n`,
      );
      const worker = await world.worker();
      const corrupt = ['', '{', 'null', '[]', '"text"', '{"data":1}', '\u0000\u0001', `{"data":${'['.repeat(5_000)}`];
      await told(world.store.server, async (client) => {
        for (const [index, text] of corrupt.entries()) {
          await client.hset(`${base}jobs`, `bad-${index}`, text);
          await client.lpush(`${base}waiting`, `bad-${index}`);
        }
        await client.lpush(`${base}waiting`, 'no-record', '', 'x'.repeat(10_000), '__proto__');
        await client.zadd(`${base}delayed`, 1, 'no-record-either');
        for (const [key, value] of [
          ['waiting', 'text'],
          ['jobs', 'text'],
          ['delayed', 'text'],
          ['owners', 'text'],
        ] as const) {
          await client.set(`${ours}${key}`, value);
        }
      });
      // The queue whose keys have the wrong type stands still; the other one does not.
      await world.progresses();
      await allSlots(world, worker, 10);
      quiet(worker, 0, 10);
      await told(world.store.server, (client) =>
        client.del(...['waiting', 'jobs', 'delayed', 'owners'].map((key) => ours + key)),
      );
      await world.progresses();
      const odd = 'records that nobody enqueued';
      const { operations } = await world.api();
      // What is JSON could be a job of a plain bee-queue program: it is held until somebody says what it is.
      for (const index of [3, 4, 5]) await operations.cancelJob(`default:bad-${index}`);
      await waitFor('the rest to be buried', async () => (await world.count('dead')) === corrupt.length - 3);
      await world.check({ except: { I8: odd, I13: odd } });
    },
  );

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

  const blocked = { redis: { args: ['--dbfilename', 'blocked.rdb'] } };
  scenario('R15 MISCONF: a snapshot that fails', { ...REDIS, store: blocked }, async (world) => {
    const worker = await world.worker();
    await world.enqueueMany(30, { do: 'sleep', ms: 100 });
    await world.started(10);
    const { server } = world.store;
    // A folder in the file's place: the snapshot's last step fails.
    await mkdir(path.join(server.folder, 'blocked.rdb'));
    await told(server, async (client) => {
      await client.config('SET', 'save', '3600 1');
      await client.bgsave().catch(() => undefined);
    });
    await waitFor('MISCONF', async () => (await refusal(world)) === 'STORE_FULL', 10 * SECOND);
    await told(server, (client) => client.config('SET', 'save', ''));
    await world.settled();
    await allSlots(world, worker, 10);
    await world.check({ duplicates: 0, except: { I8: 'the probes of this test were stored before MISCONF came' } });
  });

  scenario('R16 FLUSHALL under load', REDIS, async (world) => {
    const worker = await world.worker();
    await world.enqueueMany(50, { do: 'sleep', ms: 200 });
    await world.started(10);
    await told(world.store.server, (client) => client.flushall());
    const ids = await world.enqueueMany(20, { do: 'ok', result: 'new' });
    for (const id of ids) assert.equal((await world.finished(id, 20 * SECOND)).result, 'new');
    await waitFor('the loss to be told', () =>
      worker.log().some(({ level, msg }) => level === 'warn' && msg.includes('lease')),
    );
    await allSlots(world, worker, 10);
    const excuse = 'FLUSHALL deletes all';
    await world.check({ except: { I1: excuse, I8: excuse } });
  });

  scenario('R17 garbage on our channel and in our lists', REDIS, async (world) => {
    const worker = await world.worker();
    await told(world.store.server, async (client) => {
      const channel = 'fault:{$}:signals';
      for (const text of [
        '',
        'w',
        'w nowhere',
        'l {',
        'l null',
        'l {"session":1}',
        'c x',
        'c 99999999999999999999',
        'r -1',
      ]) {
        await client.publish(channel, text);
      }
      await client.publish(channel, 'l '.padEnd(10_000_000, 'x'));
      await client.publish(channel, Buffer.from([0xff, 0xfe, 0]));
      for (let index = 0; index < 2_000; index += 1) await client.publish(channel, 'w default');
    });
    await world.progresses();
    await allSlots(world, worker, 10);
    world.bounded(worker);
    quiet(worker, 0, 5);
    await world.check();
  });

  scenario('R18 many clients come back at once, more than Redis takes', REDIS, async (world) => {
    const worker = await world.worker();
    const crowd = Array.from({ length: 200 }, () => {
      const client = new Redis(world.store.server.url, { retryStrategy: () => 30, maxRetriesPerRequest: null });
      client.on('error', () => undefined);
      return client;
    });
    await waitFor('the crowd', () => crowd.every(({ status }) => status === 'ready'));
    await told(world.store.server, async (client) => {
      await client.config('SET', 'maxclients', '150');
      await client.call('CLIENT', 'KILL', 'TYPE', 'normal', 'SKIPME', 'yes');
      await client.call('CLIENT', 'KILL', 'TYPE', 'pubsub', 'SKIPME', 'yes');
    });
    await new Promise((resolve) => setTimeout(resolve, 1.5 * SECOND));
    for (const client of crowd) client.disconnect();
    await world.progresses();
    await allSlots(world, worker, 10);
    await world.check();
  });

  scenario('A node of a Cluster under the address of a server is refused with what to write', REDIS, async (world) => {
    const node = await RedisServer.start({ args: ['--cluster-enabled', 'yes'] });
    try {
      await world.manifest(BASIC, node.url);
      const { code, stderr } = await world.spawn().ended;
      assert.equal(code, 5);
      assert.match(stderr, /runs in cluster mode[^]*hint: .*redis\+cluster:\/\//);
    } finally {
      await node.stop();
    }
  });
});
