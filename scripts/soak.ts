/**
 * `npm run soak -- --minutes 10 --seed N [--engine sqlite|redis] [--processes 4]`
 *
 * Load and random faults without end, in rounds of a minute, engine by engine, each round in a world of its own
 * (test/faults/harness): four worker processes, a producer that is never far ahead, a fault about a second after all
 * four are at work again (faster, and a slow machine would do nothing but start processes). A
 * round ends with the oracle's judgement over every job it acknowledged. Round n of seed s is round 1 of seed s+n-1.
 */
import { parseArgs } from 'node:util';
import { check, type Summary } from '../test/faults/harness/checker.ts';
import { lasting } from '../test/faults/harness/lasting.ts';
import { Random, seedOfRun } from '../test/faults/harness/random.ts';
import type { EngineName } from '../test/faults/harness/store.ts';
import type { Fault, WorkerProcess } from '../test/faults/harness/worker.ts';
import { storyOf } from '../test/faults/harness/story.ts';
import { World } from '../test/faults/harness/world.ts';
import { waitFor } from '../test/support/wait-for.ts';

const { values } = parseArgs({
  options: {
    minutes: { type: 'string', default: '10' },
    seed: { type: 'string' },
    engine: { type: 'string' },
    processes: { type: 'string', default: '4' },
  },
});
const PROCESSES = Number(values.processes);
const ROUND_MS = Math.min(60_000, Number(values.minutes) * 60_000);
/** Jobs that may wait: enough that no worker is ever idle. */
const AHEAD = 3_000;
const MANIFEST = `
defaults: { retry: patient, shutdownTimeout: 2s }
retryPolicies:
  patient: { maxAttempts: 100, backoff: { type: fixed, base: 20ms, jitter: full } }
queues: { default: { concurrency: 50 } }
tasks:
  work: { handler: ./handlers/fixture-handler.ts }
admin: { port: 0 }
reload: { watch: false }
`;
/** Each engine reaches one of the last two. */
const STEPS = [
  'reserve.done',
  'attempt.begin',
  'settle.begin',
  'settle.done',
  'exchange.sent',
  'commit.unsynced',
] as const;

interface Round {
  readonly engine: EngineName;
  readonly seed: number;
  readonly seconds: number;
  readonly faults: number;
  readonly summary: Summary;
  readonly broken: string | undefined;
}

/** Worker processes that are replaced when they are gone. */
class Crew {
  readonly #world: World;
  readonly #members: WorkerProcess[] = [];
  readonly #ready = new Set<WorkerProcess>();
  #over = false;

  constructor(world: World, size: number) {
    this.#world = world;
    for (let index = 0; index < size; index += 1) this.#hire(index, []);
  }

  /** @param faults of the next process in that place */
  #hire(place: number, faults: readonly Fault[]): void {
    const member = this.#world.spawn({ args: ['--only', 'worker,scheduler'], faults });
    this.#members[place] = member;
    // One that dies before it is ready is replaced below.
    void member.ready().then(
      () => this.#ready.add(member),
      () => undefined,
    );
    const { random } = this.#world;
    void member.ended.then(() => {
      const point = random.pick(STEPS);
      const armed: Fault[] = random.next() < 0.3 ? [{ point, nth: random.between(20, 400), act: 'kill' }] : [];
      if (!this.#over) this.#hire(place, armed);
    });
  }

  /** Resolves when every process is at work: a fault that hits nobody at work proves nothing. */
  async atWork(): Promise<void> {
    const working = (): boolean => this.#members.every((one) => one.alive && this.#ready.has(one));
    await waitFor('all processes to be ready', working);
  }

  any(): WorkerProcess {
    return this.#world.random.pick(this.#members);
  }

  all(): readonly WorkerProcess[] {
    return [...this.#members];
  }

  dismiss(): void {
    this.#over = true;
  }
}

type Act = (world: World, crew: Crew) => Promise<void>;

const kill: Act = (_world, crew) => crew.any().kill();

const terminate: Act = async (_world, crew) => {
  const one = crew.any();
  if (one.alive) await one.terminate();
};

const freeze: Act = async (world, crew) => {
  const one = crew.any();
  if (!one.alive) return;
  await one.freeze();
  await lasting(world.random.between(200, 3 * world.leaseMs));
  one.thaw();
};

const killAll: Act = async (_world, crew) => {
  await Promise.all(crew.all().map((one) => one.kill()));
};

const restartStore: Act = async ({ store, random }) => {
  if (store.engine === 'sqlite') return;
  await store.server.kill();
  await lasting(random.between(0, 1_000));
  await store.server.run();
};

/** More often what happens more often. */
const ACTS: readonly Act[] = [kill, kill, kill, terminate, terminate, freeze, freeze, killAll, restartStore];

async function produce(world: World, over: () => boolean): Promise<void> {
  while (!over()) {
    try {
      if ((await world.count('available')) > AHEAD) await lasting(10);
      else await world.enqueueMany(500, world.random.next() < 0.1 ? { do: 'sleep', ms: 20 } : { do: 'ok' });
    } catch {
      // Refused or unknown while the store is away: not acknowledged, so not owed.
      await lasting(50);
    }
  }
}

async function play(engine: EngineName, seed: number): Promise<Round> {
  const world = await World.create({ engine, seed });
  let begin = performance.now();
  const over = (): boolean => performance.now() - begin > ROUND_MS;
  let faults = 0;
  let broken: string | undefined;
  try {
    await world.manifest(MANIFEST);
    const crew = new Crew(world, PROCESSES);
    await crew.atWork();
    begin = performance.now();
    const fed = produce(world, over);
    while (!over()) {
      await crew.atWork();
      await lasting(world.random.between(300, 1_500));
      await world.random.pick(ACTS)(world, crew);
      faults += 1;
    }
    await fed;
    await world.settled();
    crew.dismiss();
    await world.check({ recoveryLooks: 30 });
  } catch (error) {
    broken = `${error instanceof Error ? error.message : String(error)}\n${storyOf(world)}`;
  }
  const summary = check(
    { lines: world.ledger.lines(), jobs: new Map(), counts: [], outputs: [] },
    { leaseMs: world.leaseMs, except: EVERYTHING },
  );
  const seconds = (performance.now() - begin) / 1_000;
  await world.dispose();
  return { engine, seed, seconds, faults, summary, broken };
}

/** For the figures alone: the judgement was made before. */
const EVERYTHING = Object.fromEntries(
  ['I1', 'I2', 'I3', 'I4', 'I5', 'I6', 'I8', 'I12', 'I13', 'I14'].map((name) => [name, 'figures only']),
);

function quantile(sorted: readonly number[], share: number): number {
  return Math.round(sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? 0);
}

function tell(title: string, rounds: readonly Round[]): void {
  const sum = (of: (round: Round) => number): number => rounds.reduce((total, round) => total + of(round), 0);
  const recoveries = rounds.flatMap(({ summary }) => summary.recoveries).sort((a, b) => a - b);
  const jobs = sum(({ summary }) => summary.jobs);
  const seconds = sum((round) => round.seconds);
  console.log(
    `${title}: ${jobs} jobs in ${Math.round(seconds)} s (${Math.round(jobs / seconds)}/s), ` +
      `${sum(({ faults }) => faults)} faults, ${sum(({ summary }) => summary.kills)} kills, ` +
      `lost ${broken(rounds, 'I1')}, doubly settled ${broken(rounds, 'I2')}, ` +
      `effects repeated ${sum(({ summary }) => summary.repeatedEffects)}, ` +
      `recovery of ${recoveries.length} jobs p50 ${quantile(recoveries, 0.5)} ms, p99 ${quantile(recoveries, 0.99)} ms`,
  );
}

/** Rounds in which that invariant was broken. */
function broken(rounds: readonly Round[], invariant: string): number {
  return rounds.filter((round) => round.broken?.includes(`${invariant} (`)).length;
}

const seed = values.seed === undefined ? seedOfRun() : Number(values.seed);
const engines = (values.engine === undefined ? ['sqlite', 'redis'] : [values.engine]) as EngineName[];
const rounds: Round[] = [];
const count = Math.max(1, Math.round((Number(values.minutes) * 60_000) / ROUND_MS));
console.log(`seed ${seed}, ${count} rounds, ${PROCESSES} processes, first draw ${new Random(seed).between(1, 1_000)}`);
for (let number = 0; number < count; number += 1) {
  const engine = engines[number % engines.length] ?? 'sqlite';
  const round = await play(engine, seed + number);
  rounds.push(round);
  tell(`round ${number + 1} (${engine}, seed ${round.seed})`, [round]);
  if (round.broken !== undefined) console.log(round.broken);
}
for (const engine of engines) {
  const own = rounds.filter((round) => round.engine === engine);
  if (own.length > 0) tell(engine, own);
}
const failed = rounds.filter(({ broken: why }) => why !== undefined).length;
console.log(failed === 0 ? 'every invariant held in every round' : `${failed} rounds broke an invariant`);
process.exit(failed === 0 ? 0 : 1);
