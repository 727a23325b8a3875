/** R01–R04, R08, R16: Redis is away, comes back, and has forgotten something (docs/reliability.md). */
import { strict as assert } from 'node:assert';
import type { Job } from '../../src/core/index.ts';
import { engineSupport } from '../support/engines.ts';
import { RedisServer } from '../support/redis-server.ts';
import { SentinelGroup } from '../support/sentinel.ts';
import { waitFor } from '../support/wait-for.ts';
import { lasting } from './harness/lasting.ts';
import { told } from './harness/redis-talk.ts';
import { family } from './harness/scenario.ts';
import { allSlots } from './harness/slots.ts';
import { BASIC, type World } from './harness/world.ts';

const SECOND = 1_000;
const REDIS = { engines: ['redis'] } as const;
/** More attempts than any scenario has faults. */
const PATIENT = BASIC.replace('maxAttempts: 3', 'maxAttempts: 20');

/** More than it has at once of each kind is held. */
const LIMITED = PATIENT.replace(
  'tasks:',
  `buckets:
  partner: { breaker: { openWhen: 100% of 2 in 1m, openFor: 2s, probes: 1 } }
tasks:
  one: { handler: ./handlers/fixture-handler.ts, concurrency: 1 }
  slow: { handler: ./handlers/fixture-handler.ts, rate: { limit: 5/s, burst: 1 } }
  call: { handler: ./handlers/fixture-handler.ts, uses: [partner] }`,
);

/** Does `act` again and again while jobs are enqueued and run. */
async function whileWorking(world: World, rounds: number, act: () => Promise<unknown>): Promise<void> {
  for (let round = 0; round < rounds; round += 1) {
    const seen = world.ledger.of('start').length;
    await world.enqueueMany(20, { do: 'sleep', ms: 20 });
    await world.started(seen + world.random.between(1, 20));
    await act();
  }
}

family('Redis comes and goes', (scenario) => {
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
      await lasting(20 * SECOND);
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
    'R02 kill -9 and restart while jobs are held before gates: all come, and a limit of one holds',
    REDIS,
    async (world) => {
      await world.manifest(LIMITED);
      await world.worker();
      const api = await world.api();
      const dead = await world.enqueueMany(2, { do: 'dead' }, {}, 'call');
      for (const id of dead) await world.finished(id);
      const one = await world.enqueueMany(8, { do: 'sleep', ms: 100 }, {}, 'one');
      await world.enqueueMany(15, { do: 'ok' }, {}, 'slow');
      await world.enqueueMany(5, { do: 'ok' }, {}, 'call');
      // Of each gate some are held: one runs, one has had its token, nobody passes the breaker.
      await waitFor('jobs to be held', async () => (await api.operations.queue('default')).held >= 15);
      await world.store.server.kill();
      await lasting(SECOND);
      await world.store.server.run();
      await world.check({ duplicates: 0 });
      const ways = (await Promise.all(one.map((id) => world.job(id)))).map((job) => [
        job.startedAt ?? 0,
        job.finishedAt ?? 0,
      ]);
      const overlaps = ways
        .sort(([a = 0], [b = 0]) => a - b)
        .filter(([start = 0], index) => start < (ways[index - 1]?.[1] ?? 0));
      assert.deepEqual(overlaps, []);
      assert.deepEqual(
        (await api.operations.buckets()).map(({ breaker, held }) => [breaker?.state, held]),
        [['closed', 0]],
      );
    },
  );

  scenario(
    'R02 kill -9 between pause and resume: it stays paused, and what is asked meanwhile is refused',
    REDIS,
    async (world) => {
      await world.manifest(PATIENT.replace('tasks:', 'queues: { still: {} }\ntasks:'));
      await world.worker();
      const { operations } = await world.api();
      await operations.pauseQueue('still', true, { reason: 'INC-42' });
      await world.enqueueMany(5, { do: 'ok' }, { queue: 'still' });
      await world.store.server.kill();
      await assert.rejects(operations.pauseQueue('still', false), { code: 'STORE_UNREACHABLE' });
      await world.store.server.run();
      const [other = ''] = await world.enqueueMany(1, { do: 'ok' });
      await world.finished(other);
      const { paused, pause, counts } = await operations.queue('still');
      assert.deepEqual([paused, pause?.reason, counts.available], [true, 'INC-42', 5]);
      assert.equal(world.ledger.of('start').length, 1, 'a job of the paused queue was started');
      await operations.pauseQueue('still', false);
      await world.check({ faultless: true });
    },
  );

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
      for (const id of ids) assert.equal((await world.finished(id)).result, 'new');
      await waitFor('the loss to be told', () =>
        worker.log().some(({ level, msg }) => ['warn', 'error'].includes(level) && msg.includes('lease')),
      );
      await allSlots(world, worker, 10);
      const excuse = 'Redis kept nothing: what it held is gone';
      assert.ok((await Promise.all(lost.map(async (id) => (await world.oracle()).jobs.get(id)))).every((job) => !job));
      await world.check({ except: { I1: excuse, I8: excuse } });
    },
  );

  scenario('R04 SCRIPT FLUSH again and again under load', REDIS, async (world) => {
    await world.worker();
    await whileWorking(world, 8, () => told(world.store.server, (client) => client.script('FLUSH')));
    await world.check({ faultless: true });
  });

  scenario(
    'R08 failover to a replica that lags: what it had not received is lost, the rest has one outcome',
    {
      ...REDIS,
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
          engine.jobs
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
        const fresh = await waitFor('the new primary', () => store(10).catch(() => false as const));
        const jobs = async (ids: readonly string[]): Promise<(Job | null)[]> =>
          Promise.all(ids.map((id) => engine.jobs.get(id)));
        await waitFor('the jobs that were replicated', async () =>
          (await jobs([...kept, ...fresh])).every((job) => job?.state === 'completed'),
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

  scenario('R16 FLUSHALL under load', REDIS, async (world) => {
    const worker = await world.worker();
    await world.enqueueMany(50, { do: 'sleep', ms: 200 });
    await world.started(10);
    await told(world.store.server, (client) => client.flushall());
    const ids = await world.enqueueMany(20, { do: 'ok', result: 'new' });
    for (const id of ids) assert.equal((await world.finished(id)).result, 'new');
    await waitFor('the loss to be told', () =>
      worker.log().some(({ level, msg }) => level === 'warn' && msg.includes('lease')),
    );
    await allSlots(world, worker, 10);
    const excuse = 'FLUSHALL deletes all';
    await world.check({ except: { I1: excuse, I8: excuse } });
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
