/** R05–R07, R12, R15: Redis answers and says no (docs/reliability.md). */
import { strict as assert } from 'node:assert';
import { mkdir } from 'node:fs/promises';
import path from 'node:path';
import { SkepError } from '../../src/foundation/index.ts';
import { waitFor } from '../support/wait-for.ts';
import { lasting } from './harness/lasting.ts';
import { told } from './harness/redis-talk.ts';
import { family } from './harness/scenario.ts';
import { allSlots } from './harness/slots.ts';
import { quiet } from './harness/quiet.ts';
import type { World } from './harness/world.ts';

const SECOND = 1_000;
const REDIS = { engines: ['redis'] } as const;

function codeOf(error: unknown): string {
  return error instanceof SkepError ? error.code : String(error);
}

/** The code that an enqueue fails with. */
async function refusal(world: World): Promise<string> {
  const { operations } = await world.api();
  return operations.enqueue('work', [{ payload: { do: 'ok' } }]).then(() => 'stored', codeOf);
}

family('Redis refuses', (scenario) => {
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
      await lasting(2 * SECOND);
      await told(world.store.server, (client) => client.replicaof('NO', 'ONE'));
      quiet(worker, before);
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
      await lasting(SECOND);
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

  scenario('R12 rights that are taken away and given back', REDIS, async (world) => {
    const worker = await world.worker();
    await world.enqueueMany(20, { do: 'sleep', ms: 100 });
    await world.started(5);
    const before = worker.log().length;
    await told(world.store.server, async (client) => {
      await client.call('ACL', 'SETUSER', 'default', '-eval', '-evalsha', '-fcall');
      assert.equal(await refusal(world), 'STORE_REFUSED');
      await lasting(1.5 * SECOND);
      await client.call('ACL', 'SETUSER', 'default', '+eval', '+evalsha', '+fcall');
    });
    quiet(worker, before);
    await world.settled();
    await allSlots(world, worker, 10);
    await world.check({ duplicates: 0 });
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
    await waitFor('MISCONF', async () => (await refusal(world)) === 'STORE_FULL');
    await told(server, (client) => client.config('SET', 'save', ''));
    await world.settled();
    await allSlots(world, worker, 10);
    await world.check({ duplicates: 0, except: { I8: 'the probes of this test were stored before MISCONF came' } });
  });
});
