/** Operations for one call of a command: straight on the store, without any service. */
import { newId, silentLogger, SkepError, systemClock, systemRandom } from '../foundation/index.ts';
import { EventStream, noTracer } from '../core/index.ts';
import type { Manifest } from '../manifest/index.ts';
import type { Operations } from './operations.ts';
import { checkManifest, invalidManifest } from './read-manifest.ts';

export interface OpenOptions {
  readonly manifest: Manifest;
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly cwd: string;
}

/**
 * Opens the store of a manifest. Handlers are not loaded; close() it in the end.
 * @throws SkepError STORE_UNREACHABLE, STORE_REFUSED, SERVER_UNREACHABLE for a store in memory
 */
export async function openOperations({ manifest, env, cwd }: OpenOptions): Promise<Operations> {
  refuseMemory(manifest);
  const [{ createEngine }, { unboundGeneration, withRevision }, { LocalOperations }, { Enqueuer }] = await Promise.all([
    import('./engine-factory.ts'),
    import('./generation.ts'),
    import('./local-operations.ts'),
    import('../runtime/index.ts'),
  ]);
  const clock = systemClock;
  const engine = await createEngine(manifest.engine, { clock, newId });
  const closing = new AbortController();
  const close = (): Promise<void> => {
    closing.abort();
    return engine.close();
  };
  try {
    await engine.open();
    const [newest] = await engine.revisions(1);
    const unnumbered = unboundGeneration(manifest);
    const generation = newest?.hash === manifest.hash ? withRevision(unnumbered, newest.revision) : unnumbered;
    const generations = { current: () => generation };
    const events = new EventStream();
    const enqueuer = new Enqueuer({
      engine,
      generations,
      tracer: noTracer,
      events,
      logger: silentLogger,
      clock,
      newId,
      random: systemRandom,
    });
    const loadedAt = clock.now();
    return new LocalOperations({
      engine: () => engine,
      enqueuer,
      generations,
      clock,
      status: () => ({ loadedAt, refusal: undefined }),
      signal: closing.signal,
      close,
      reload: async () => {
        const { valid, diagnostics } = await checkManifest({ file: manifest.file, env, cwd });
        if (!valid) throw invalidManifest(manifest.file, diagnostics);
        await engine.requestReload();
      },
    });
  } catch (error) {
    await close();
    throw error;
  }
}

function refuseMemory({ engine, admin }: Manifest): void {
  if (engine.type !== 'sqlite' || engine.path !== ':memory:') return;
  const message = `the store is in the memory of the process that runs it, and no server answers at port ${admin.port}`;
  throw new SkepError('SERVER_UNREACHABLE', message, {
    hint: 'start it with `skep run`, give SKEP_TOKEN if it asks for one, or set engine.path to a file',
  });
}
