/** What follows from ended jobs, while those who end them and those who deliver it die between every two steps. */
import { strict as assert } from 'node:assert';
import { slotOf } from '../../src/engines/redis/lanes/shards.ts';
import type { FaultPoint } from '../../src/foundation/fault-points.ts';
import { WHOLE } from '../support/engines.ts';
import { newJob } from '../support/new-job.ts';
import { waitFor } from '../support/wait-for.ts';
import { family, type ScenarioOptions } from './harness/scenario.ts';
import { BASIC, type World } from './harness/world.ts';

const MANIFEST = `${BASIC}queues: { default: { concurrency: 4 }, next: {} }\n`;
const CLUSTER: ScenarioOptions = { engines: ['redis'], store: { cluster: {} } };
const REDIS: ScenarioOptions = { engines: ['redis'] };
const JOBS = 20;
/** Of a worker: between every two steps from the end of a job to the last of what follows from it. */
const STEPS: readonly FaultPoint[] = [
  'settle.begin',
  'exchange.sent',
  'settle.done',
  'delivery.begin',
  'delivery.made',
];

/** Jobs from each of which another one follows, in a queue of its own slot. */
async function enqueueFollowed(world: World, ms = 5): Promise<readonly string[]> {
  assert.notEqual(slotOf('default'), slotOf('next'));
  const payload = { do: 'sleep', ms };
  const jobs = Array.from({ length: JOBS }, (_, index) => {
    const job = newJob({ id: `after-${index}`, idChosen: true, task: 'work', queue: 'next', payload });
    return newJob({ task: 'work', payload, consequences: [{ on: ['completed'], effect: { kind: 'enqueue', job } }] });
  });
  await (await world.oracle()).jobs.enqueue(jobs);
  return jobs.map(({ id }) => id);
}

/** Every job has ended, and there are those that follow, each begun no more often than it says itself. */
async function eachOnce(world: World): Promise<void> {
  await waitFor('the end of all', async () => (await world.count('completed')) === 2 * JOBS);
  const jobs = await world.allJobs();
  const starts = world.ledger.of('start').map(({ id }) => id);
  for (let index = 0; index < JOBS; index += 1) {
    const job = jobs.get(`after-${index}`);
    assert.equal(job?.state, 'completed');
    assert.ok(starts.filter((id) => id === job.id).length <= job.attempts.length, `${job.id} was made anew`);
  }
  assert.equal(jobs.size, 2 * JOBS);
}

async function killedAt(world: World, point: FaultPoint, nth: number): Promise<void> {
  await world.manifest(MANIFEST);
  const victim = await world.worker({ faults: [{ point, nth, act: 'kill' }] });
  await enqueueFollowed(world);
  await waitFor('its end', () => !victim.alive);
  await world.worker();
  await world.worker();
  await eachOnce(world);
}

family('Consequences', (scenario) => {
  for (const point of ['settle.begin', 'commit.unsynced', 'settle.done'] as const) {
    const alone: ScenarioOptions = { engines: ['sqlite'] };
    // Joining and the limits in force are commits too.
    const nth = point === 'commit.unsynced' ? 10 : 2;
    scenario(`E01 a worker is killed at ${point}: one job follows from each`, alone, (world) =>
      killedAt(world, point, nth),
    );
  }
  for (const point of STEPS) {
    // Over two slots more may go wrong: there each is played always.
    if (WHOLE || point === 'exchange.sent') {
      scenario(`E02 a worker is killed at ${point}: one job follows from each`, REDIS, (world) =>
        killedAt(world, point, 2),
      );
    }
    scenario(`E03 a worker is killed at ${point}: one job follows from each, over two slots`, CLUSTER, (world) =>
      killedAt(world, point, 1),
    );
  }

  scenario(
    'E04 one who delivers stands still in the middle while others do: nothing is made twice',
    CLUSTER,
    async (world) => {
      await world.manifest(MANIFEST);
      const slow = await world.worker({ faults: [{ point: 'delivery.begin', nth: 2, act: 'stop' }] });
      await enqueueFollowed(world);
      await waitFor('its standstill', () => world.ledger.of('stall').length > 0);
      await world.worker();
      await waitFor('the end of all', async () => (await world.count('completed')) === 2 * JOBS);
      slow.thaw();
      await eachOnce(world);
    },
  );

  scenario('E05 Redis is killed and comes back in the middle', { ...REDIS, leaseMs: 15_000 }, async (world) => {
    await world.manifest(MANIFEST);
    await world.worker();
    await enqueueFollowed(world, 100);
    await world.started(5);
    await world.store.server.kill();
    await world.store.server.run();
    await world.worker();
    await eachOnce(world);
  });
});
