/** Runs of workflows, while those who work on them and those who move them on die between every two steps. */
import { strict as assert } from 'node:assert';
import type { PlanStep, RunState } from '../../src/core/index.ts';
import type { FaultPoint } from '../../src/foundation/fault-points.ts';
import type { Json } from '../../src/foundation/index.ts';
import { newRun, plan, step, task } from '../support/run-model.ts';
import { waitFor } from '../support/wait-for.ts';
import { family, type ScenarioOptions } from './harness/scenario.ts';
import { BASIC, type World } from './harness/world.ts';

const MANIFEST = `${BASIC}queues: { default: { concurrency: 4 }, next: {} }\n`;
const REDIS: ScenarioOptions = { engines: ['redis'] };
const CLUSTER: ScenarioOptions = { engines: ['redis'], store: { cluster: {} } };
const LINKS = 6;
const ITEMS = 24;

/** Of a worker: between every two steps from the end of a job to what begins by it. On one server ends are counted where they are stored. */
const STEPS: readonly FaultPoint[] = [
  'settle.begin',
  'exchange.sent',
  'settle.done',
  'run.noted',
  'run.turned',
  'run.begun',
];
const BY_OUTBOX: readonly FaultPoint[] = [...STEPS, 'delivery.begin', 'delivery.made'];

/** A job of the fixture, with attempts enough for all who die with it. */
function work(payload: Json, queue: string): PlanStep['work'] {
  const made = task('work', payload);
  return made.kind === 'task' ? { ...made, job: { ...made.job, queue, maxAttempts: 20 } } : made;
}

const at = (index: number): string => (index % 2 === 0 ? 'default' : 'next');

/** Steps one after the other, in two queues. */
function chain(ms: number): readonly PlanStep[] {
  return Array.from({ length: LINKS }, (_none, index) =>
    step(`s${index}`, { needs: index === 0 ? [] : [index - 1], work: work({ do: 'sleep', ms }, at(index)) }),
  );
}

/** A job per item, and one behind all of them. */
function fanOut(ms: number): readonly PlanStep[] {
  return [
    step('each', { forEach: '${input}', concurrency: 8, work: work({ do: 'sleep', ms }, 'default') }),
    step('sum', { needs: [0], work: work({ do: 'ok', result: '${steps.each.completed}' }, 'next') }),
  ];
}

async function startBoth(world: World, ms = 5): Promise<void> {
  const { runs } = await world.oracle();
  const input = Array.from({ length: ITEMS }, (_none, index) => index);
  await runs.start([
    newRun(plan(chain(ms)), { id: 'chain' }),
    newRun(plan(fanOut(ms), '${steps.sum.result}'), { id: 'fan', input }),
  ]);
}

/** Both are over; there is one job for each item, begun no more often than it says itself, and nothing is left to do. */
async function eachOnce(world: World): Promise<void> {
  const { runs } = await world.oracle();
  const over = async (id: string): Promise<RunState | undefined> => (await runs.get(id))?.state;
  await waitFor(
    'the end of both',
    async () => (await over('chain')) !== 'running' && (await over('fan')) !== 'running',
  );
  const [one, many] = [await runs.get('chain'), await runs.get('fan')];
  assert.deepEqual([one?.state, one?.error, many?.state, many?.error], ['completed', null, 'completed', null]);
  assert.equal(many?.result, ITEMS, 'the callback saw all items as completed');
  assert.deepEqual([many.steps[0]?.completed, many.steps[0]?.failed], [ITEMS, 0]);
  const jobs = await world.allJobs();
  const expected = [
    ...Array.from({ length: LINKS }, (_none, index) => `chain.s${index}`),
    ...Array.from({ length: ITEMS }, (_none, index) => `fan.each.${index}`),
    'fan.sum',
  ];
  assert.deepEqual([...jobs.keys()].sort(), expected.sort());
  const starts = world.ledger.of('start').map(({ id }) => id);
  for (const [id, job] of jobs) {
    assert.equal(job.state, 'completed', id);
    assert.ok(starts.filter((started) => started === id).length <= job.attempts.length, `${id} was made anew`);
  }
}

async function killedAt(world: World, point: FaultPoint, nth: number): Promise<void> {
  await world.manifest(MANIFEST);
  const victim = await world.worker({ faults: [{ point, nth, act: 'kill' }] });
  await startBoth(world);
  await waitFor('its end', () => !victim.alive);
  await world.worker();
  await world.worker();
  await eachOnce(world);
}

family('Runs of workflows', (scenario) => {
  for (const point of ['settle.begin', 'settle.done', 'commit.unsynced'] as const) {
    // Joining and the limits in force are commits too.
    for (const nth of point === 'commit.unsynced' ? [9, 11, 14] : [1, 3]) {
      scenario(`F01 a worker is killed at ${point}, the ${nth}.: each step once`, { engines: ['sqlite'] }, (world) =>
        killedAt(world, point, nth),
      );
    }
  }
  for (const point of STEPS) {
    scenario(`F02 a worker is killed at ${point}: each step once`, REDIS, (world) => killedAt(world, point, 2));
  }
  for (const point of BY_OUTBOX) {
    scenario(`F03 a worker is killed at ${point}: each step once, over several slots`, CLUSTER, (world) =>
      killedAt(world, point, 1),
    );
  }

  scenario('F04 Redis is killed and comes back in the middle', { ...REDIS, leaseMs: 15_000 }, async (world) => {
    await world.manifest(MANIFEST);
    await world.worker();
    await startBoth(world, 100);
    await world.started(6);
    await world.store.server.kill();
    await world.store.server.run();
    await world.worker();
    await eachOnce(world);
  });
});
