/**
 * The engines that the tests run on, narrowed by SKEP_ENGINES (`SKEP_ENGINES=sqlite npm test`). An engine joins by one
 * line in FACTORIES.
 */
import type { EngineHarness, StoreAddress } from '../conformance/harness.ts';
import type { Engine, EngineTimings } from '../../src/engine/index.ts';

/** What an engine's support file exports; imported only when the engine is asked for. */
export interface EngineSupport {
  readonly harness: EngineHarness;
  /** Opens the store of that address, also from another process. */
  openAt(address: StoreAddress, timings: EngineTimings): Promise<Engine>;
}

const FACTORIES: Readonly<Record<string, () => Promise<EngineSupport>>> = {
  sqlite: () => import('./engine-sqlite.ts'),
  redis: () => import('./engine-redis.ts'),
  'redis-cluster': () => import('./engine-redis-cluster.ts'),
};

export async function engineSupport(name: string): Promise<EngineSupport> {
  const load = FACTORIES[name];
  if (!load) throw new Error(`no engine '${name}'; there are: ${Object.keys(FACTORIES).join(', ')}`);
  return load();
}

/** `npm run test:faults`: also what `npm test` leaves out, because it takes long and shows little more. */
export const WHOLE = process.env['SKEP_WHOLE'] !== undefined;

const asked = process.env['SKEP_ENGINES']?.split(',').map((name) => name.trim());

async function harnessesOf(names: readonly string[]): Promise<readonly EngineHarness[]> {
  const wanted = names.filter((name) => asked === undefined || asked.includes(name));
  return Promise.all(wanted.map(async (name) => (await engineSupport(name)).harness));
}

/** Those of a manifest's `engine.type`, for tests of the whole platform. */
export const ENGINES: readonly EngineHarness[] = await harnessesOf(['sqlite', 'redis']);

/** Those that the conformance suite holds: also the ways of one engine that differ inside. */
export const TARGETS: readonly EngineHarness[] = await harnessesOf(Object.keys(FACTORIES));

/** For what has little to do with where jobs are stored: both engines with SKEP_WHOLE, else the first. */
export const ANY_ENGINE = WHOLE ? ENGINES : ENGINES.slice(0, 1);
