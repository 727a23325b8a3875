/**
 * Celery's smoke matrix: ways to end a worker × ways a task dies in it × a broker that restarts, each pair by itself.
 *
 *   the worker of a pair has the job that is to die, and others beside it, which wait for their gates
 *   → the broker restarts, or not → the worker is ended → what was not done is done by others, in which what is to die
 *   and has not yet, dies
 */
import { strict as assert } from 'node:assert';
import { writeFileSync } from 'node:fs';
import type { Job } from '../../src/core/index.ts';
import { WHOLE } from '../support/engines.ts';
import { waitFor } from '../support/wait-for.ts';
import type { Death } from './harness/fixture-smoke.ts';
import { family } from './harness/scenario.ts';
import type { WorkerProcess } from './harness/worker.ts';
import type { World } from './harness/world.ts';

/** How a process ended: an exit code, or a signal. */
type End = number | NodeJS.Signals;

interface Kill {
  readonly title: string;
  /** One after the other; the second when the stop has begun. */
  readonly signals: readonly NodeJS.Signals[];
  /** Of a worker whose jobs do not end it before. */
  readonly end: End;
  /** What becomes of attempts that the worker does not end itself; null: it ends them, unless they end it. */
  readonly left: 'released' | 'rescued' | null;
}

const KILLS: readonly Kill[] = [
  { title: 'SIGTERM', signals: ['SIGTERM'], end: 0, left: null },
  { title: 'SIGINT', signals: ['SIGINT'], end: 130, left: null },
  { title: 'SIGTERM twice', signals: ['SIGTERM', 'SIGTERM'], end: 0, left: 'released' },
  { title: 'SIGQUIT', signals: ['SIGQUIT'], end: 0, left: 'released' },
  { title: 'SIGKILL', signals: ['SIGKILL'], end: 'SIGKILL', left: 'rescued' },
];

/** What becomes of the attempt, and of the process where it goes down with the task. */
const DEATHS: Readonly<Record<Death, { readonly outcome: 'failed' | 'rescued'; readonly end?: End }>> = {
  throws: { outcome: 'failed' },
  'exceeds its hard limit': { outcome: 'failed' },
  exits: { outcome: 'rescued', end: 3 },
  'is killed': { outcome: 'rescued', end: 'SIGKILL' },
  aborts: { outcome: 'rescued', end: 'SIGABRT' },
};
const WAYS = Object.keys(DEATHS) as Death[];
const BOTH = ['dies', 'lives'] as const;
const NEIGHBOURS = 2;
/** Ways that leave their worker alone share one. */
const queueOf = (way: Death): string => (DEATHS[way].end === undefined ? 'calm' : `q${WAYS.indexOf(way)}`);
const QUEUES = [...new Set(WAYS.map(queueOf))];

/** @param limit of the task that exceeds it */
const manifest = (limit: string): string => `
defaults: { retry: quick }
shutdown: { warm: 1m, soft: 0s }
retryPolicies:
  quick: { maxAttempts: 5, backoff: { type: fixed, base: 20ms, jitter: none } }
tasks:
  smoke: { handler: ./handlers/fixture-smoke.ts }
  limited: { handler: ./handlers/fixture-smoke.ts, timeout: ${limit} }
queues: { ${QUEUES.map((queue) => `${queue}: {}`).join(', ')} }
admin: { port: 0 }
reload: { watch: false }
`;

/** One way to die: the job that does, and those beside it. */
class Pair {
  readonly way: Death;
  readonly queue: string;
  readonly #world: World;
  dies = '';
  lives: readonly string[] = [];

  constructor(world: World, way: Death) {
    this.#world = world;
    this.way = way;
    this.queue = queueOf(way);
  }

  get end(): End | undefined {
    return DEATHS[this.way].end;
  }

  async enqueue(): Promise<void> {
    const item = (role: 'dies' | 'lives') => ({
      task: role === 'dies' && this.way === 'exceeds its hard limit' ? 'limited' : 'smoke',
      payload: { role, way: this.way, gate: this.#gate(role) },
      options: { queue: this.queue },
    });
    [this.dies = ''] = await this.#world.enqueue([item('dies')]);
    this.lives = await this.#world.enqueue(Array.from({ length: NEIGHBOURS }, () => item('lives')));
  }

  open(...roles: readonly ('dies' | 'lives')[]): void {
    for (const role of roles) writeFileSync(this.#gate(role), '');
  }

  async neighboursDone(): Promise<void> {
    for (const id of this.lives) await this.#world.finished(id);
  }

  /** @param releases whether they are shown: the next crash would bury a job that was rescued twice, so others make room for it */
  outcomes(jobs: ReadonlyMap<string, Job>, releases: boolean): { readonly dies: unknown; readonly lives: unknown } {
    const of = (id: string): unknown =>
      jobs
        .get(id)
        ?.attempts.map(({ outcome }) => outcome)
        .filter((outcome) => releases || outcome !== 'released');
    return { dies: of(this.dies), lives: this.lives.map(of) };
  }

  #gate(role: string): string {
    return this.#world.path(`${WAYS.indexOf(this.way)}-${role}`);
  }
}

function workerOf(world: World, queue: string): WorkerProcess {
  return world.spawn({ args: ['--only', 'worker', '-q', queue] });
}

async function ended(worker: WorkerProcess): Promise<End | null> {
  const { code, signal } = await worker.ended;
  return signal ?? code;
}

/** @returns how the worker ended */
async function strike(worker: WorkerProcess, pairs: readonly Pair[], { signals, left }: Kill): Promise<End | null> {
  const [first = 'SIGKILL', second] = signals;
  if (first === 'SIGKILL') await worker.kill();
  else worker.signal(first);
  if (left === null || second !== undefined) {
    await waitFor('the stop', () => worker.log().some(({ event }) => event === 'process.stopping'));
  }
  if (second !== undefined) worker.signal(second);
  if (left === null) for (const pair of pairs) pair.open(...(pair.end === undefined ? BOTH : BOTH.slice(0, 1)));
  return ended(worker);
}

/** What is to die and has not yet, does so in a worker that takes it over, when all beside it is done. */
async function dieElsewhere(world: World, pair: Pair): Promise<void> {
  const next = workerOf(world, pair.queue);
  await pair.neighboursDone();
  pair.open('dies');
  assert.equal(await ended(next), pair.end, `${pair.way}, in the next worker`);
}

async function play(world: World, kill: Kill, restart: boolean): Promise<void> {
  await world.fixture('fixture-smoke.ts');
  // Where the worker is to be ended before, its limit is none; those who come after it have another manifest.
  await world.manifest(manifest(kill.left === null ? '2s' : '1h'));
  const pairs = WAYS.map((way) => new Pair(world, way));
  for (const pair of pairs) {
    if (kill.left === null && pair.way === 'exceeds its hard limit') pair.open('dies');
    await pair.enqueue();
  }
  const workers = QUEUES.map((queue) => workerOf(world, queue));
  const begun = (): number => new Set(world.ledger.of('start').map(({ id }) => id)).size;
  await waitFor('every job to begin', () => begun() === pairs.length * (1 + NEIGHBOURS));
  await world.oracle();
  if (restart) {
    await world.store.server.kill();
    await world.store.server.run();
    await answered(world, workers);
  }
  const ofQueue = (index: number): Pair[] => pairs.filter(({ queue }) => queue === QUEUES[index]);
  const ends = await Promise.all(workers.map((worker, index) => strike(worker, ofQueue(index), kill)));
  const expected = QUEUES.map((_, index) => (kill.left === null ? ofQueue(index)[0]?.end : undefined) ?? kill.end);
  assert.deepEqual(ends, expected, 'how the workers ended');
  await world.manifest(manifest('2s'));
  for (const pair of pairs) pair.open('lives');
  const lethal = pairs.filter(({ end }) => end !== undefined);
  if (kill.left !== null) await Promise.all(lethal.map((pair) => dieElsewhere(world, pair)));
  for (const pair of pairs) pair.open('dies');
  const last = await world.worker();
  const limited = pairs.find(({ way }) => way === 'exceeds its hard limit')?.dies;
  await world.check({ overlaps: (id) => id === limited });
  await world.exits(last);
  await outcomesAre(world, pairs, kill);
}

async function outcomesAre(world: World, pairs: readonly Pair[], { left }: Kill): Promise<void> {
  const jobs = await world.allJobs();
  const before = left === null ? [] : [left];
  for (const pair of pairs) {
    const wentDown = left === null && pair.end !== undefined;
    const beside = [...before, ...(wentDown ? ['rescued'] : []), 'completed'];
    const dies = [...before, DEATHS[pair.way].outcome, 'completed'];
    const expected = { dies, lives: pair.lives.map(() => beside) };
    assert.deepEqual(pair.outcomes(jobs, left === 'released'), expected, pair.way);
    const job = jobs.get(pair.dies);
    const counted = job?.attempts.filter(({ outcome }) => outcome !== 'released').length;
    assert.equal(job?.attempt, counted, `attempts counted: ${pair.way}`);
  }
}

/** Waits until the workers hear and are heard again. */
async function answered(world: World, workers: readonly WorkerProcess[]): Promise<void> {
  const { operations } = await world.api();
  await waitFor('the workers to answer', async () => {
    const rows = await operations.workers().catch(() => []);
    const own = rows.filter(({ pid }) => workers.some((worker) => worker.pid === pid));
    if (own.length < workers.length) return false;
    const pings = own.map(({ id }) => operations.tellWorker(id, { verb: 'ping' }).catch(() => false as const));
    return (await Promise.all(pings)).every((answer) => answer !== false);
  });
}

family('Smoke matrix', (scenario) => {
  for (const kill of KILLS) {
    // Where the broker stands is half of the matrix: a restart asks more of all.
    const often = WHOLE || ['SIGTERM', 'SIGKILL'].includes(kill.title);
    if (often) {
      scenario(`${kill.title} × ${WAYS.join(', ')}`, { engines: WHOLE ? ['sqlite', 'redis'] : ['sqlite'] }, (world) =>
        play(world, kill, false),
      );
    }
    if (WHOLE || ['SIGTERM', 'SIGTERM twice', 'SIGKILL'].includes(kill.title)) {
      scenario(`${kill.title} × ${WAYS.join(', ')} × the broker restarts`, { engines: ['redis'] }, (world) =>
        play(world, kill, true),
      );
    }
  }
});
