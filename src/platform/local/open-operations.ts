/** Operations for one call of a command: straight on the store, without any service. */
import { newAborter, newId, silentLogger, SkepError, systemClock, systemRandom } from '../../foundation/index.ts';
import { EventStream, type JobTracer, noTracer } from '../../core/index.ts';
import type { Actor, Operations } from '../../api/index.ts';
import { type Engine, observe } from '../../engine/index.ts';
import type { Generation, Manifest } from '../../manifest/index.ts';
import { createEngine, missingStore, placeOf } from '../engine-kinds.ts';
import { claimFor } from '../process/own-store.ts';
import { openInTime } from './open-in-time.ts';
import type { LocalOperations } from './local-operations.ts';
import { checkManifest, invalidManifest } from '../generations/read-manifest.ts';

export interface OpenOptions {
  readonly manifest: Manifest;
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly cwd: string;
  /** A SQLite file that is not there is made, and this called with its path. Absent: it is refused. */
  readonly onMade?: (path: string) => void;
  /** Who changes something by them. Default: this program. */
  readonly actor?: Actor;
  /** Default: none. */
  readonly tracer?: JobTracer;
}

/**
 * Opens the store of a manifest. Handlers are not loaded; close() it in the end.
 * @throws SkepError STORE_ABSENT, STORE_UNREACHABLE, STORE_REFUSED (also another project's), SERVER_UNREACHABLE for a
 * store in memory
 */
export async function openOperations(options: OpenOptions): Promise<Operations> {
  refuseMemory(options.manifest);
  const missing = missingStore(options.manifest.engine);
  if (missing !== undefined && !options.onMade) throw absent(missing);
  const engine = await createEngine(options.manifest.engine, { clock: systemClock, newId, works: false });
  try {
    await openInTime(engine);
    await claimFor(engine, options.manifest);
    if (missing !== undefined) options.onMade?.(missing);
    return await operationsOn(engine, options);
  } catch (error) {
    await engine.close();
    throw error;
  }
}

async function operationsOn(
  bare: Engine,
  { manifest, env, cwd, tracer = noTracer, actor }: OpenOptions,
): Promise<Operations> {
  const [{ localOperations }, { Journal }, { operationsFor, processActor }, { Enqueuer, Publisher, rulesOf }] =
    await Promise.all([
      import('./local-operations.ts'),
      import('../callers/journal.ts'),
      import('../callers/operations-for.ts'),
      import('../../runtime/index.ts'),
    ]);
  const events = new EventStream();
  const engine = observe(bare, events, systemClock);
  engine.govern(rulesOf(manifest));
  const generation = await numberedGeneration(engine, manifest);
  const generations = { current: () => generation };
  const house = { tracer, events, logger: silentLogger };
  const sources = { clock: systemClock, newId, random: systemRandom };
  const loadedAt = systemClock.now();
  const closing = newAborter();
  const publisher = new Publisher({ feed: engine.feed, events, clock: systemClock });
  await publisher.start();
  const operations: LocalOperations = localOperations({
    engine: () => engine,
    enqueuer: new Enqueuer({ engine, generations, ...house, ...sources }),
    generations,
    clock: systemClock,
    events: house.events,
    newId,
    status: () => ({ loadedAt, refusal: undefined, reloads: [] }),
    source: { file: manifest.file, env, cwd },
    signal: closing.signal,
    close: async () => {
      closing.abort();
      await operations.settled();
      await publisher.stop();
      await engine.close();
    },
    trial: 'apart',
    converge: () => engine.fleet.requestReload(),
    reload: async () => {
      const { valid, diagnostics } = await checkManifest({ file: manifest.file, env, cwd });
      if (!valid) throw invalidManifest(manifest.file, diagnostics);
      await engine.fleet.requestReload();
    },
  });
  const journal = new Journal({ audit: () => engine.audit, ...sources, logger: silentLogger });
  return operationsFor(operations, actor ?? processActor('program'), { scope: null, journal });
}

/** Under its number when it is one that the running processes have. */
async function numberedGeneration(engine: Engine, manifest: Manifest): Promise<Generation> {
  const { unboundGeneration, withRevision } = await import('../generations/generation.ts');
  const [[newest], { inForce, processes }] = await Promise.all([engine.revisions.list(1), engine.schedules.standing()]);
  const generation = unboundGeneration(manifest);
  const known = [inForce, ...processes, newest].find((one) => one?.hash === manifest.hash);
  return known?.revision ? withRevision(generation, known.revision) : generation;
}

/** Whoever looks or changes something expects jobs: an empty store at a mistyped path would only look right. */
function absent(path: string): SkepError {
  return new SkepError('STORE_ABSENT', `there is no store at ${path} yet`, {
    hint: 'is `engine` in the manifest right? `skep run` and `skep enqueue` make the file',
  });
}

function refuseMemory({ engine, admin }: Manifest): void {
  if (!placeOf(engine).isPrivate) return;
  const message = `the store is in the memory of the process that runs it, and no server answers at port ${admin.port}`;
  throw new SkepError('SERVER_UNREACHABLE', message, {
    hint: 'start it with `skep run`, give SKEP_TOKEN if it asks for one, or set engine.path to a file',
  });
}
