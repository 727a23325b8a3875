/** R09, R18: connections are killed, or are too many (docs/reliability.md). */
import { strict as assert } from 'node:assert';
import type { Redis } from 'ioredis';
import { Proxy } from '../support/proxy.ts';
import { waitFor } from '../support/wait-for.ts';
import { Fleet } from './harness/fleet.ts';
import { lasting } from './harness/lasting.ts';
import { hostNow } from './harness/ledger.ts';
import { killingConnections, told } from './harness/redis-talk.ts';
import { family } from './harness/scenario.ts';
import { allSlots } from './harness/slots.ts';

const SECOND = 1_000;
const REDIS = { engines: ['redis'] } as const;
const WORKERS = 200;
/** Of an engine: commands of the loops, calls of people, signals, renewals. */
const CONNECTIONS = 4;
/** Connections that Redis takes before it has room for all. */
const ROOM = 300;
const WINDOW_MS = 250;

family('Clients of Redis', (scenario) => {
  scenario('R09 CLIENT KILL of all connections five times a second', REDIS, async (world) => {
    const worker = await world.worker();
    await world.worker();
    const over = world.phase();
    const killing = killingConnections(world.store.server, over.signal);
    let stored = 0;
    for (let round = 0; round < 30; round += 1) {
      // A call may fail while it has no connection; then it is not acknowledged.
      stored += await world.enqueueMany(5, { do: 'sleep', ms: 20 }).then(
        ({ length }) => length,
        () => 0,
      );
      await lasting(100);
    }
    over.abort();
    await killing;
    assert.ok(stored > 50, `${stored} of 150 were acknowledged`);
    await allSlots(world, worker, 10);
    await world.check({ duplicates: 0 });
  });

  scenario(
    'R18 200 workers come back at once, more than Redis takes at first: spread over time, and every slot alive',
    REDIS,
    async ({ store: { server } }) => {
      const proxy = await Proxy.start(server.port);
      const fleet = await Fleet.start(proxy.url, WORKERS);
      try {
        await fleet.allBusy();
        await server.kill();
        // Nobody gets through before the one who looks on: later there is no room for it.
        proxy.mode = 'refuse';
        await lasting(SECOND);
        await server.run(['--maxclients', String(ROOM)]);
        const arrivals = await told(server, async (client) => {
          proxy.mode = 'pass';
          await waitFor('refusals', async () => (await stat(client, 'rejected_connections')) > WORKERS);
          await client.config('SET', 'maxclients', '10000');
          return arrivalsOf(client);
        });
        const most = Math.max(...arrivals);
        assert.ok(most < WORKERS * CONNECTIONS * 0.5, `spread: ${arrivals.join(', ')} per ${WINDOW_MS} ms`);
        await fleet.allBusy();
      } finally {
        await fleet.stop();
        await proxy.close();
      }
    },
  );
});

/** A number of INFO. */
async function stat(client: Redis, name: string): Promise<number> {
  return Number(new RegExp(`^${name}:(\\d+)`, 'm').exec(await client.info())?.[1]);
}

/** How many connections came per window until all were there. On a busy machine a window is longer than it should be. */
async function arrivalsOf(client: Redis): Promise<number[]> {
  const arrivals: number[] = [];
  let from = hostNow();
  for (let before = await stat(client, 'connected_clients'); before < WORKERS * CONNECTIONS;) {
    await lasting(WINDOW_MS);
    const now = await stat(client, 'connected_clients');
    const to = hostNow();
    arrivals.push(Math.round(((now - before) * WINDOW_MS) / (to - from)));
    [before, from] = [now, to];
  }
  return arrivals;
}
