import { randomUUID } from 'node:crypto';
import type { Engine, EngineTimings } from '../../src/engine/index.ts';
import { newClient } from '../../src/engines/redis/connection.ts';
import { Keys } from '../../src/engines/redis/keys.ts';
import { RedisEngine } from '../../src/engines/redis/index.ts';
import { newId, systemClock } from '../../src/foundation/index.ts';
import { type EngineHarness, type StoreAddress, type TestStore, timingsOf } from '../conformance/harness.ts';
import { RedisServer } from './redis-server.ts';
import { watched } from './watched.ts';

export async function openAt(address: StoreAddress, timings: EngineTimings): Promise<Engine> {
  const engine = new RedisEngine({
    url: address['url'] ?? '',
    prefix: address['prefix'] ?? '',
    timings,
    clock: systemClock,
    newId,
  });
  await engine.open();
  return watched(engine);
}

/** One server per test process; each store has its own prefix in it. */
let server: Promise<RedisServer> | undefined;

// The fixture processes load this file too, outside of mocha.
if ('after' in globalThis) {
  after(async () => {
    await (await server)?.stop();
    server = undefined;
  });
}

async function newStore(): Promise<TestStore> {
  server ??= RedisServer.start({ appendonly: true, args: ['--appendfsync', 'no'] });
  return prefixedStore((await server).url);
}

/** A store of its own at that address: nobody else has its prefix. */
export function prefixedStore(url: string): TestStore {
  const address = { url, prefix: `t-${randomUUID()}` };
  const engines: Engine[] = [];
  return {
    address,
    open: async (timings) => {
      const engine = await openAt(address, timingsOf(timings));
      engines.push(engine);
      return engine;
    },
    endLeases: async (session) => {
      const keys = new Keys(address.prefix);
      const client = newClient(url, 'producer');
      await client.connect();
      const queues = await client.smembers(keys.queues);
      const leases = queues.map((queue) => keys.lease(queue, session));
      await Promise.all([keys.processLease(session), ...leases].map((key) => client.del(key)));
      client.disconnect();
    },
    dispose: async () => {
      await Promise.all(engines.map((engine) => engine.close()));
    },
  };
}

export const harness: EngineHarness = { name: 'redis', newStore, skip: [] };
