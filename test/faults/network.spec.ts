/** N01–N07, N09: what happens between the processes and Redis (docs/reliability.md). */
import { strict as assert } from 'node:assert';
import { newId, silentLogger } from '../../src/foundation/index.ts';
import { createPlatform, type Platform } from '../../src/platform/index.ts';
import type { SkepProcess } from '../support/skep-process.ts';
import type { ScriptName } from '../../src/engines/redis/scripts.ts';
import { waitFor } from '../support/wait-for.ts';
import { lasting } from './harness/lasting.ts';
import { Proxy } from '../support/proxy.ts';
import { quiet } from './harness/quiet.ts';
import { callOf, storing } from './harness/redis-talk.ts';
import { family } from './harness/scenario.ts';
import { allSlots } from './harness/slots.ts';
import { BASIC, type World } from './harness/world.ts';

const REDIS = { engines: ['redis'] } as const;
const SCHEDULED = `${BASIC}schedules: { daily: { task: work, cron: '0 0 1 1 *', payload: { do: ok } } }\n`;
const PATIENT = BASIC.replace('maxAttempts: 3', 'maxAttempts: 20');

/** Workers see Redis through a proxy; the operator's platform does not. */
async function between(world: World, play: (proxy: Proxy) => Promise<void>, sections = PATIENT): Promise<void> {
  const proxy = await Proxy.start(world.store.server.port);
  try {
    await world.api();
    await world.manifest(sections, proxy.url);
    await play(proxy);
  } finally {
    proxy.mode = 'pass';
    await Promise.all(world.workers.map((worker) => worker.kill()));
    await proxy.close();
  }
}

/** A producer of its own behind the proxy. */
async function producer(world: World): Promise<Platform> {
  const platform = await createPlatform({
    file: world.path('jobs.yaml'),
    env: {},
    roles: ['api'],
    logger: silentLogger,
  });
  await platform.start();
  return platform;
}

/** Twice: the store comes back, then a stop does not wait for it. */
async function startsThrough(world: World, proxy: Proxy, step: ScriptName, side: 'silence' | 'request'): Promise<void> {
  for (const comesBack of [true, false]) {
    const lost = proxy.cutOn(callOf(step), side);
    const worker = world.spawn({ args: ['--only', 'worker,scheduler'] });
    await lost;
    if (side === 'request') proxy.mode = 'refuse';
    await said(worker, 'the store does not answer: ');
    if (comesBack) {
      proxy.mode = 'pass';
      proxy.cut();
      await worker.ready();
      await said(worker, 'the store answers again ');
      await world.exits(worker);
    } else {
      assert.equal((await worker.terminate()).code, 1);
    }
  }
}

function said(worker: SkepProcess, beginning: string): Promise<boolean> {
  return waitFor(`the log line "${beginning}…"`, () => worker.log().some(({ msg }) => msg.startsWith(beginning)));
}

family('The network', (scenario) => {
  for (const side of ['request', 'reply'] as const) {
    scenario(`N01 an enqueue whose ${side} is lost: one job, and its id`, REDIS, (world) =>
      between(world, async (proxy) => {
        const worker = await world.worker();
        // From here on there is a queue in which an id is looked for.
        await world.enqueueMany(1, { do: 'ok' });
        const platform = await producer(world);
        try {
          for (let round = 0; round < 5; round += 1) {
            const id = newId();
            world.ledger.jobs('offered', [id]);
            // Where it lies already is asked first: that call is lost as well.
            const cut = Promise.all([proxy.cutOn([callOf('find-own'), id], side), proxy.cutOn(storing(id), side)]);
            const item = { payload: { do: 'ok' }, options: { id } };
            // Resent by the client itself; were it given up, the caller would ask again with the same id.
            const [receipt] = await platform.operations
              .enqueue('work', [item])
              .catch(() => platform.operations.enqueue('work', [item]));
            await cut;
            assert.equal(receipt?.id, id);
            world.ledger.jobs('existing', [id]);
          }
          await allSlots(world, worker);
          await world.check();
        } finally {
          await platform.stop();
        }
      }),
    );

    scenario(`N02 reserve, settle, beat and retry whose ${side} is lost`, REDIS, (world) =>
      between(world, async (proxy) => {
        const worker = await world.worker();
        for (const step of ['reserve', 'settle', 'exchange', 'beat', 'promote'] as const) {
          // After a cut the next reserve compares first and leaves by itself: one exchange is all there is.
          const cut = proxy.cutOn(callOf(step), side, step === 'exchange' ? 1 : 2);
          await world.enqueueMany(10, { do: 'throw', until: 1, message: 'once' });
          await cut;
        }
        // Renewals of the lease come from the thread.
        await proxy.cutOn('pexpire', side, 2);
        await world.settled();
        await allSlots(world, worker);
        await world.check({ duplicates: 0 });
      }),
    );
  }

  scenario('N03 connections cut at random moments of a busy time', REDIS, (world) =>
    between(world, async (proxy) => {
      const worker = await world.worker();
      await world.enqueueMany(300, { do: 'sleep', ms: 20 });
      for (let cut = 0; cut < 15; cut += 1) {
        await lasting(world.random.between(20, 150));
        proxy.cut(world.random.pick(['', 'skep-worker', 'skep-lease', 'skep-subscriber']));
      }
      await world.settled();
      await allSlots(world, worker);
      await world.check({ duplicates: 0 });
    }),
  );

  scenario('N04 a black hole for three leases: the jobs run elsewhere, late results are refused', REDIS, (world) =>
    between(world, async (proxy) => {
      const cutOff = await world.worker();
      const ids = await world.enqueueMany(5, { do: 'sleep', ms: 600 });
      await world.started(5);
      world.ledger.process('stall', cutOff.pid);
      proxy.mode = 'hole';
      await world.manifest(PATIENT);
      await world.worker();
      for (const id of ids) assert.equal((await world.finished(id)).rescues, 1);
      assert.ok(cutOff.alive);
      // The route is back; what was under way is lost for good, so the old connections end.
      proxy.mode = 'pass';
      proxy.cut();
      await waitFor('it to be back', async () => {
        const rows = await (await world.oracle()).fleet.processes();
        return rows.some(({ pid }) => pid === cutOff.pid);
      });
      await allSlots(world, cutOff);
      await world.check({ duplicates: 5 });
    }),
  );

  for (const role of ['skep-worker', 'skep-lease', 'skep-subscriber'] as const) {
    scenario(`N05 only the connection ${role} is in a black hole: nothing is drained, all comes back`, REDIS, (world) =>
      between(world, async (proxy) => {
        const worker = await world.worker();
        await world.enqueueMany(30, { do: 'sleep', ms: 100 });
        await world.started(10);
        world.ledger.process('stall', worker.pid);
        proxy.role = role;
        proxy.mode = 'hole';
        await lasting(2 * world.leaseMs);
        assert.ok((await world.count('running')) <= 10, 'jobs were taken that nobody runs');
        proxy.mode = 'pass';
        proxy.cut(role);
        await world.settled();
        await allSlots(world, worker);
        await world.check({ duplicates: 20 });
      }),
    );
  }

  scenario(
    'N05 a worker whose queue makes no progress is not ready, though Redis answers on its other connections',
    REDIS,
    (world) =>
      between(world, async (proxy) => {
        const worker = world.spawn({ args: ['--only', 'worker,api', '--port', '0'] });
        const readyz = new URL('readyz', await worker.ready());
        assert.equal((await fetch(readyz)).status, 200);
        await world.enqueueMany(15, { do: 'sleep', ms: 50 });
        world.ledger.process('stall', worker.pid);
        proxy.role = 'skep-worker';
        proxy.mode = 'hole';
        const told = await waitFor('not to be ready', async () => {
          const answer = await fetch(readyz);
          const text = await answer.text();
          return answer.status === 503 && /consumers: queue default: no progress for \d+ s/.test(text) && text;
        });
        assert.doesNotMatch(told, /connection:/);
        proxy.mode = 'pass';
        proxy.cut('skep-worker');
        await waitFor('to be ready again', async () => (await fetch(readyz)).status === 200);
        await allSlots(world, worker);
        await world.check({ duplicates: 20 });
      }),
  );

  scenario('N06 half-closed: Redis says FIN, the worker comes back at once', REDIS, (world) =>
    between(world, async (proxy) => {
      const worker = await world.worker();
      for (let round = 0; round < 4; round += 1) {
        await world.enqueueMany(20, { do: 'sleep', ms: 30 });
        proxy.halfClose();
        await world.settled();
      }
      await allSlots(world, worker);
      await world.check({ duplicates: 0 });
    }),
  );

  scenario('N07 flapping: 100 ms up, 100 ms down, for four seconds', REDIS, (world) =>
    between(world, async (proxy) => {
      const worker = await world.worker();
      await world.enqueueMany(100, { do: 'sleep', ms: 30 });
      const lines = worker.log().length;
      for (let flap = 0; flap < 20; flap += 1) {
        proxy.mode = 'refuse';
        proxy.cut();
        await lasting(100);
        proxy.mode = 'pass';
        await lasting(100);
      }
      quiet(worker, lines);
      assert.ok(proxy.accepted < 400, `I9 (bounded): ${proxy.accepted} connections`);
      await world.settled();
      await allSlots(world, worker);
      world.bounded(worker);
      // Its renewals may all have been lost: then its jobs were rescued, which is no harm.
      world.ledger.process('stall', worker.pid);
      await world.check({ duplicates: 20, except: { I5: 'the lease may end while nothing gets through' } });
    }),
  );

  for (const [step, side, how] of [
    ['beat', 'silence', 'in a black hole'],
    ['apply-schedules', 'request', 'refused'],
  ] as const) {
    scenario(`N09 a start whose ${step} is ${how}: it says so, waits, can be ended`, REDIS, (world) =>
      between(world, (proxy) => startsThrough(world, proxy, step, side), SCHEDULED),
    );
  }

  scenario('R11 each command takes 200 ms more: no lease is lost', REDIS, (world) =>
    between(
      world,
      async (proxy) => {
        const worker = await world.worker();
        proxy.delayMs = 100;
        proxy.mode = 'delay';
        await world.enqueueMany(30, { do: 'sleep', ms: 50 });
        await world.settled();
        await allSlots(world, worker);
        await world.check({ duplicates: 0 });
        for (const job of (await world.allJobs()).values()) assert.equal(job.rescues, 0);
      },
      BASIC,
    ),
  );
});
