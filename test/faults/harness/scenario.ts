/**
 * The fault harness: scenarios with real processes, real stores and real faults, judged by an oracle.
 *
 *   family('Worker processes', (scenario) => {
 *     scenario('W01 kill -9 in the middle of a job, another process alive', async (world) => {
 *       const victim = await world.worker();                       // `skep run --only worker`, ready
 *       await world.worker();
 *       await world.enqueueMany(20, { do: 'sleep', ms: 300 });     // acknowledged = written in the ledger
 *       await world.started(5);                                    // wait for conditions, never sleep
 *       await victim.kill();
 *       await world.check({ duplicates: 10 });                     // settles, then asserts the invariants by name
 *     });
 *     scenario('R02 …', { engines: ['redis'], store: { redis: { … } } }, async (world) => { … });
 *   });
 *
 * What there is
 *   scenario.ts   this: families of scenarios; those of one family run up to WIDTH at a time, each in a world of its own
 *   world.ts      the world: project, manifest, processes, enqueueing, waiting, check() and the asserts I7, I9, I10
 *   worker.ts     a `skep run` process: kill(), freeze(), thaw(), terminate(); with faults at named points and a moved clock
 *   store.ts      the store: world.store.server (RedisServer: kill(), run(), pid) or world.store.file (SQLite)
 *   ledger.ts     what really happened, in one append-only file that all processes write
 *   checker.ts    the oracle: I1–I6, I8, I12–I14 over every job ever acknowledged
 *   fixture-handler.ts   the task `work`: does what its payload says (test/support/handlers/fixture.ts), ledgered
 *   fixture-faults.mjs   preload of each process: arms points of src/foundation/fault-points.ts, moves Date
 *
 * Replay: the seed is in the failure's message: `SKEP_SEED=… npx mocha <file> -g '<title>'`. SKEP_ENGINES=sqlite
 * narrows the engines. `npm run test:faults` builds first; without a fresh build the processes run from source, more slowly.
 */
import { ENGINES } from '../../support/engines.ts';
import { LONG_TEST_MS } from '../../support/patience.ts';
import { seedOfRun } from './random.ts';
import type { EngineName, StoreOptions } from './store.ts';
import { storyOf } from './story.ts';
import { World } from './world.ts';

export interface ScenarioOptions {
  /** Default: all that the run is asked for. */
  readonly engines?: readonly EngineName[];
  readonly store?: StoreOptions;
  readonly leaseMs?: number;
}

export type Play = (world: World) => Promise<void>;

/** Declares a scenario. */
export interface Declare {
  (title: string, play: Play): void;
  (title: string, options: ScenarioOptions, play: Play): void;
}

/** Scenarios under way at once: they wait for leases most of their time. */
const WIDTH = 3;
/** The mocha options that pick single tests: then nothing is played ahead. */
const PICKING = ['-g', '--grep', '-f', '--fgrep'];

/** A describe per engine with one test per scenario. */
export function family(title: string, declare: (scenario: Declare) => void): void {
  familyOn(ENGINES, title, declare);
}

/** The same on some engines: ANY_ENGINE for what has little to do with where jobs are stored. */
export function familyOn(
  engines: readonly { readonly name: string }[],
  title: string,
  declare: (scenario: Declare) => void,
): void {
  const stage = new Stage();
  for (const { name } of engines) {
    const engine = name as EngineName;
    describe(`${title} on ${engine}`, () => {
      declare((scenarioTitle: string, ...rest: [Play] | [ScenarioOptions, Play]) => {
        const [options, play] = rest.length === 1 ? [{}, rest[0]] : rest;
        if (options.engines?.includes(engine) === false) return;
        const act = stage.add(() => playOne({ title: scenarioTitle, engine, options, play }));
        it(scenarioTitle, function () {
          this.timeout(LONG_TEST_MS);
          return stage.result(act);
        });
      });
    });
  }
}

/** Plays acts in order, some ahead of the tests that ask for their results. */
class Stage {
  readonly #acts: (() => Promise<void>)[] = [];
  readonly #results = new Map<number, Promise<void>>();
  readonly #alone = process.argv.some((argument) => PICKING.includes(argument.split('=')[0] ?? ''));
  #playing = 0;

  add(act: () => Promise<void>): number {
    return this.#acts.push(act) - 1;
  }

  result(number: number): Promise<void> {
    const result = this.#results.get(number) ?? this.#play(number);
    if (!this.#alone) this.#playAhead();
    return result;
  }

  #playAhead(): void {
    for (let next = 0; next < this.#acts.length && this.#playing < WIDTH; next += 1) {
      if (!this.#results.has(next)) void this.#play(next);
    }
  }

  #play(number: number): Promise<void> {
    this.#playing += 1;
    const act = this.#acts[number] ?? (() => Promise.reject(new Error(`no act ${number}`)));
    const result = act().finally(() => {
      this.#playing -= 1;
      if (!this.#alone) this.#playAhead();
    });
    // The test that asks for it hears of it.
    result.catch(() => undefined);
    this.#results.set(number, result);
    return result;
  }
}

interface Act {
  readonly title: string;
  readonly engine: EngineName;
  readonly options: ScenarioOptions;
  readonly play: Play;
}

async function playOne({ title, engine, options, play }: Act): Promise<void> {
  const seed = seedOfRun();
  const { store, leaseMs } = options;
  const world = await World.create({ engine, seed, ...(store && { store }), ...(leaseMs && { leaseMs }) });
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_resolve, reject) => {
    timer = setTimeout(() => reject(new Error(`not over after ${LONG_TEST_MS} ms`)), LONG_TEST_MS);
  });
  try {
    await Promise.race([play(world), late]);
  } catch (error) {
    const replay = `replay: SKEP_SEED=${seed} SKEP_ENGINES=${engine} npx mocha … -g '${title}'`;
    const text = error instanceof Error ? (error.stack ?? error.message) : String(error);
    throw new Error(`${text}\n${replay}\n${storyOf(world)}`, { cause: error });
  } finally {
    clearTimeout(timer);
    await world.dispose();
  }
}
