/** Unique jobs, while those who enqueue, run and rescue them die between every two steps: one at a time, and no key sticks. */
import { strict as assert } from 'node:assert';
import type { FaultPoint } from '../../src/foundation/fault-points.ts';
import type { Job } from '../../src/core/index.ts';
import { waitFor } from '../support/wait-for.ts';
import { family, type ScenarioOptions } from './harness/scenario.ts';
import type { World } from './harness/world.ts';

const MANIFEST = `
defaults: { retry: quick, shutdownTimeout: 5s }
retryPolicies:
  quick: { maxAttempts: 5, backoff: { type: fixed, base: 20ms, jitter: none } }
tasks:
  work: { handler: ./handlers/fixture-handler.ts, unique: { key: name } }
  parent: { handler: ./handlers/parent.ts }
queues: { default: { concurrency: 4 } }
admin: { port: 0 }
reload: { watch: false }
`;
/** Enqueues a job under each of the names, as whoever enqueues from elsewhere. */
const PARENT = `
export default async function parent({ names }, ctx) {
  for (const name of names) await ctx.enqueue('work', { do: 'sleep', ms: 5, name });
}
`;
const CLUSTER: ScenarioOptions = { engines: ['redis'], store: { cluster: {} } };
const NAMES = ['a', 'b', 'c'];
/** Two clocks say when a job was made and when it ended. */
const CLOCKS_MS = 1_000;

const STEPS: readonly FaultPoint[] = [
  'enqueue.midway',
  'enqueue.stored',
  'reserve.done',
  'attempt.begin',
  'settle.begin',
  'settle.done',
];

/** The jobs of each name, the oldest first. */
async function byName(world: World): Promise<ReadonlyMap<string, readonly Job[]>> {
  const jobs = [...(await world.allJobs()).values()].filter(({ task }) => task === 'work');
  const nameOf = ({ payload }: Job): string => (payload as { readonly name: string }).name;
  return new Map(
    NAMES.map((name) => [
      name,
      jobs.filter((job) => nameOf(job) === name).sort((one, other) => one.createdAt - other.createdAt),
    ]),
  );
}

/** None was stored before the one before it had ended, and each name is free. */
async function oneAtATime(world: World): Promise<void> {
  await waitFor('the end of all', async () => {
    return (await world.count('available', 'running', 'scheduled', 'retryable', 'blocked')) === 0;
  });
  for (const [name, jobs] of await byName(world)) {
    assert.ok(jobs.length > 0, name);
    jobs.reduce((before, job) => {
      assert.ok(job.createdAt >= (before.finishedAt ?? Infinity) - CLOCKS_MS, `${name}: ${before.id} and ${job.id}`);
      return job;
    });
  }
  const { operations } = await world.api();
  for (const name of NAMES) {
    const [receipt] = await operations.enqueue('work', [{ payload: { do: 'ok', name } }]);
    assert.equal(receipt?.existing, false, `the key of ${name} is free`);
  }
  await world.settled();
}

async function killedAt(world: World, point: FaultPoint): Promise<void> {
  await world.manifest(MANIFEST);
  await world.handler('parent.ts', PARENT);
  const { operations } = await world.api();
  const victim = await world.worker({ faults: [{ point, nth: 2, act: 'kill' }] });
  const parents = Array.from({ length: 6 }, () => ({ payload: { names: [...NAMES, ...NAMES] } }));
  await operations.enqueue('parent', parents);
  await waitFor('its end', () => !victim.alive);
  await Promise.all([world.worker(), world.worker()]);
  await oneAtATime(world);
}

family('Unique jobs', (scenario) => {
  for (const point of STEPS) {
    scenario(`U01 a process is killed at ${point}: one job of a key at a time, and no key sticks`, (world) =>
      killedAt(world, point),
    );
  }
  for (const point of ['enqueue.midway', 'settle.done'] as const) {
    scenario(`U02 a process is killed at ${point}, on a Cluster: the same`, CLUSTER, (world) => killedAt(world, point));
  }
});
