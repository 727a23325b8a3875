/** N08: a producer that cannot reach Redis is told so in time, and is never told "stored" of what is not. */
import { strict as assert } from 'node:assert';
import { newId, silentLogger, SkepError } from '../../src/foundation/index.ts';
import { createPlatform, type Platform } from '../../src/platform/index.ts';
import { waitFor } from '../support/wait-for.ts';
import { Proxy } from '../support/proxy.ts';
import { storing } from './harness/redis-talk.ts';
import { family } from './harness/scenario.ts';
import type { World } from './harness/world.ts';

const REDIS = { engines: ['redis'] } as const;
/**
 * A call is given up after a few refused connects (PRODUCER_RETRIES of connection.ts), which the engine's other
 * connections make as well, at their own pace: fewer than twenty seconds of silence would bring.
 */
const MOST_ATTEMPTS = 60;

/** The producer sees Redis through a proxy; the worker does not. */
async function cutOff(world: World, play: (proxy: Proxy, producer: Platform) => Promise<void>): Promise<void> {
  const proxy = await Proxy.start(world.store.server.port);
  try {
    await world.api();
    await world.worker();
    await world.manifest(BEHIND, proxy.url);
    const file = world.path('jobs.yaml');
    const producer = await createPlatform({ file, env: {}, roles: ['api'], logger: silentLogger });
    try {
      await producer.start();
      await play(proxy, producer);
    } finally {
      proxy.mode = 'pass';
      proxy.cut();
      await producer.stop();
    }
  } finally {
    await proxy.close();
  }
}

const BEHIND = `
defaults: { shutdownTimeout: 5s }
tasks:
  work: { handler: ./handlers/fixture-handler.ts }
admin: { port: 0 }
reload: { watch: false }
`;

/** Enqueues one job. @returns the code of the refusal, 'created' or 'existing': the route is as it was all the while */
async function offer(world: World, producer: Platform, id: string): Promise<string> {
  world.ledger.jobs('offered', [id]);
  const told = await producer.operations.enqueue('work', [{ payload: { do: 'ok' }, options: { id } }]).then(
    ([receipt]) => (receipt?.existing === true ? 'existing' : 'created'),
    (error: unknown) => (error instanceof SkepError ? error.code : String(error)),
  );
  if (told === 'created') world.ledger.jobs('enqueued', [id]);
  if (told === 'existing') world.ledger.jobs('existing', [id]);
  return told;
}

/** The route is back, and the producer with it. */
async function back(world: World, proxy: Proxy, producer: Platform): Promise<void> {
  proxy.mode = 'pass';
  proxy.cut();
  await waitFor('the producer to be back', async () => (await offer(world, producer, newId())) === 'created');
}

/** After that the producer works, and asking again with the same id makes exactly one job. */
async function healed(world: World, proxy: Proxy, producer: Platform, ids: readonly string[]): Promise<void> {
  await back(world, proxy, producer);
  for (const id of ids) assert.match(await offer(world, producer, id), /^(created|existing)$/);
  await world.check({ faultless: true });
}

const there = async (world: World, id: string): Promise<boolean> =>
  (await (await world.oracle()).jobs.get(id)) !== null;

family('Producers', (scenario) => {
  scenario(
    'N08 connections are refused: each enqueue fails after a few attempts, nothing is stored later',
    REDIS,
    (world) =>
      cutOff(world, async (proxy, producer) => {
        proxy.mode = 'refuse';
        proxy.cut();
        const ids = [newId(), newId(), newId()];
        for (const id of ids) {
          const before = proxy.accepted;
          assert.equal(await offer(world, producer, id), 'STORE_UNREACHABLE');
          const attempts = proxy.accepted - before;
          assert.ok(attempts < MOST_ATTEMPTS, `I8 (nothing silent): told after ${attempts} attempts to connect`);
        }
        await back(world, proxy, producer);
        for (const id of ids) assert.equal(await there(world, id), false, 'I8: given up, and stored later');
        await healed(world, proxy, producer, ids);
      }),
  );

  scenario(
    'N08 a black hole before the call, and the next one: refused in time, nothing is stored later',
    REDIS,
    (world) =>
      cutOff(world, async (proxy, producer) => {
        proxy.mode = 'hole';
        const ids = Array.from({ length: 20 }, () => newId());
        const told = await Promise.all(ids.map((id) => offer(world, producer, id)));
        assert.deepEqual(new Set(told), new Set(['STORE_UNREACHABLE']));
        await back(world, proxy, producer);
        for (const id of ids) assert.equal(await there(world, id), false, 'I8: given up, and stored later');
        await healed(world, proxy, producer, ids);
      }),
  );

  scenario('N08 a black hole once the call is delivered: refused in time, one job when asked again', REDIS, (world) =>
    cutOff(world, async (proxy, producer) => {
      // Redis knows the script from here on: the next call is delivered whole.
      assert.equal(await offer(world, producer, newId()), 'created');
      const id = newId();
      const delivered = proxy.cutOn(storing(id), 'silence');
      const told = offer(world, producer, id);
      await delivered;
      assert.equal(await told, 'STORE_UNREACHABLE');
      assert.equal(await there(world, id), true);
      await back(world, proxy, producer);
      assert.equal(await offer(world, producer, id), 'existing');
      await healed(world, proxy, producer, []);
    }),
  );

  for (const side of ['request', 'reply'] as const) {
    scenario(`N08 cut while the ${side} is under way, a black hole afterwards: refused in time`, REDIS, (world) =>
      cutOff(world, async (proxy, producer) => {
        const id = newId();
        const cut = proxy.cutOn(storing(id), side);
        const told = offer(world, producer, id);
        await cut;
        // What is connected from now on is taken, and never hears a word.
        proxy.mode = 'hole';
        assert.equal(await told, 'STORE_UNREACHABLE');
        await healed(world, proxy, producer, [id]);
      }),
    );
  }

  scenario('N08 a black hole for a few seconds: the call waits for the next connection and succeeds', REDIS, (world) =>
    cutOff(world, async (proxy, producer) => {
      proxy.mode = 'hole';
      const accepted = proxy.accepted;
      const told = offer(world, producer, newId());
      await waitFor('the dead connection to be given up', () => proxy.accepted > accepted);
      proxy.mode = 'pass';
      proxy.cut();
      assert.equal(await told, 'created');
      await healed(world, proxy, producer, []);
    }),
  );
});
