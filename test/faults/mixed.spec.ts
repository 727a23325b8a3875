/** Q10: kills, killed connections and a flapping route at once, under load (docs/reliability.md); longer: `npm run soak`. */
import { strict as assert } from 'node:assert';
import { lasting } from './harness/lasting.ts';
import { Proxy } from '../support/proxy.ts';
import { killingConnections } from './harness/redis-talk.ts';
import { family } from './harness/scenario.ts';
import { allSlots } from './harness/slots.ts';
import type { WorkerProcess } from './harness/worker.ts';
import { BASIC, type World } from './harness/world.ts';

const SECOND = 1_000;
const LASTS_MS = 6 * SECOND;
const KILLS = 4;
const PATIENT = BASIC.replace('maxAttempts: 3', 'maxAttempts: 50');

/** 300 jobs a second; what is refused was not acknowledged. */
async function load(world: World, over: AbortSignal): Promise<void> {
  while (!over.aborted) {
    await world.enqueueMany(30, { do: 'sleep', ms: 10 }).catch(() => undefined);
    await lasting(100);
  }
}

async function kills(world: World, crew: WorkerProcess[]): Promise<void> {
  for (let kill = 0; kill < KILLS; kill += 1) {
    const seen = world.ledger.of('start').length;
    await world.started(seen + world.random.between(50, 200));
    const index = world.random.between(0, crew.length - 1);
    await crew[index]?.kill();
    crew[index] = await world.worker();
  }
}

/** Time without a fault: jobs begin in it, else a busy machine would never be done with coming back. */
async function calm(world: World, ms: number, over: AbortSignal): Promise<void> {
  const seen = world.ledger.of('start').length;
  await lasting(ms);
  while (!over.aborted && world.ledger.of('start').length === seen) await lasting(50);
}

async function flapping(world: World, proxy: Proxy, over: AbortSignal): Promise<void> {
  while (!over.aborted) {
    proxy.mode = 'refuse';
    proxy.cut();
    await lasting(100);
    proxy.mode = 'pass';
    await calm(world, 400, over);
  }
}

function struck(world: World, over: AbortSignal): Promise<void> {
  return killingConnections(world.store.server, over, () => calm(world, 200, over));
}

/** All of it, until the time is over and all kills are done. @returns the crew that is left */
async function storm(world: World, proxy: Proxy | undefined): Promise<WorkerProcess[]> {
  const crew = await Promise.all([world.worker(), world.worker(), world.worker()]);
  const over = world.phase();
  const { signal } = over;
  const weather = Promise.all([
    load(world, signal),
    ...(proxy ? [flapping(world, proxy, signal), struck(world, signal)] : []),
  ]);
  await Promise.all([kills(world, crew), lasting(LASTS_MS)]);
  over.abort();
  await weather;
  return crew;
}

family('All at once', (scenario) => {
  scenario('Q10 kills, killed connections and a flapping route under load', async (world) => {
    const proxy = world.engine === 'redis' ? await Proxy.start(world.store.server.port) : undefined;
    try {
      await world.api();
      await world.manifest(PATIENT, proxy?.url);
      const [worker] = await storm(world, proxy);
      // Kills and cuts may cost any process its lease, so that only the outcomes can be judged, not who began when.
      for (const { pid } of world.workers) world.ledger.process('stall', pid);
      await world.settled();
      assert.ok(worker);
      await allSlots(world, worker);
      const { jobs, kills: killed } = await world.check({
        recoveryLooks: 30,
        except: { I5: 'leases end while nothing gets through' },
      });
      assert.ok(jobs > 300 && killed === KILLS, `${jobs} jobs, ${killed} kills`);
    } finally {
      if (proxy) proxy.mode = 'pass';
      await Promise.all(world.workers.map((one) => one.kill()));
      await proxy?.close();
    }
  });
});
