/** A long run, while one process after the other is killed at the next step of the way from an end to what begins by it. */
import { strict as assert } from 'node:assert';
import type { FaultPoint } from '../../src/foundation/fault-points.ts';
import { newRun, plan, step, task } from '../support/run-model.ts';
import { WHOLE } from '../support/engines.ts';
import { waitFor } from '../support/wait-for.ts';
import { family, type ScenarioOptions } from './harness/scenario.ts';
import { BASIC, type World } from './harness/world.ts';

const MANIFEST = `${BASIC}queues: { default: { concurrency: 4 }, next: {} }\n`;
/** Steps, and how many of them a process goes through before it dies, about. */
const [LINKS, STRIDE] = WHOLE ? [1_000, 60] : [24, 4];

const ON_SQLITE: readonly FaultPoint[] = ['settle.begin', 'commit.unsynced', 'settle.done'];
const ON_REDIS: readonly FaultPoint[] = [
  'settle.begin',
  'exchange.sent',
  'settle.done',
  'run.noted',
  'run.turned',
  'run.begun',
];
const ON_CLUSTER: readonly FaultPoint[] = [...ON_REDIS, 'delivery.begin', 'delivery.made'];

async function startChain(world: World): Promise<void> {
  const steps = Array.from({ length: LINKS }, (_none, index) => {
    const work = task('work', { do: 'ok', result: index });
    assert.ok(work.kind === 'task');
    const job = { ...work.job, queue: index % 2 === 0 ? 'default' : 'next', maxAttempts: 100 };
    return step(`s${index}`, { needs: index === 0 ? [] : [index - 1], work: { ...work, job } });
  });
  const { runs } = await world.oracle();
  await runs.start([newRun(plan(steps, `\${steps.s${LINKS - 1}.result}`), { id: 'long' })]);
}

/** @returns how many were killed */
async function killOneAfterTheOther(world: World, points: readonly FaultPoint[]): Promise<number> {
  const { runs } = await world.oracle();
  const isOver = async (): Promise<boolean> => (await runs.get('long'))?.state !== 'running';
  let killed = 0;
  while (!(await isOver())) {
    const point = points[killed % points.length] ?? 'settle.begin';
    // It may die before it is ready: joining is a commit too.
    const victim = world.spawn({ faults: [{ point, nth: 1 + ((killed * 7) % STRIDE), act: 'kill' }] });
    await waitFor('its end, or that of the run', async () => !victim.alive || (await isOver()));
    if (victim.alive) await victim.kill();
    else killed += 1;
  }
  return killed;
}

async function eachOnce(world: World, points: readonly FaultPoint[]): Promise<void> {
  await world.manifest(MANIFEST);
  await startChain(world);
  const killed = await killOneAfterTheOther(world, points);
  if (WHOLE) process.stdout.write(`${killed} processes were killed\n`);
  const run = await (await world.oracle()).runs.get('long');
  assert.deepEqual([run?.state, run?.result], ['completed', LINKS - 1]);
  const jobs = await world.allJobs();
  assert.deepEqual([...jobs.keys()].sort(), Array.from({ length: LINKS }, (_none, index) => `long.s${index}`).sort());
  const starts = new Map<string, number>();
  for (const { id } of world.ledger.of('start')) starts.set(id, (starts.get(id) ?? 0) + 1);
  for (const [id, job] of jobs) {
    assert.equal(job.state, 'completed', id);
    assert.ok((starts.get(id) ?? 0) <= job.attempts.length, `${id} was made anew`);
  }
}

family('A long run', (scenario) => {
  const cluster: ScenarioOptions = { engines: ['redis'], store: { cluster: {} } };
  scenario('F05 each process dies at the next point', { engines: ['sqlite'] }, (world) => eachOnce(world, ON_SQLITE));
  if (!WHOLE) return;
  scenario('F06 each process dies at the next point', { engines: ['redis'] }, (world) => eachOnce(world, ON_REDIS));
  scenario('F07 each process dies at the next point, over several slots', cluster, (world) =>
    eachOnce(world, ON_CLUSTER),
  );
});
