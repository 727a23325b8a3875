/** `skep migrate`: two stores of one project, opened and closed. */
import path from 'node:path';
import type { Engine } from '../../engine/index.ts';
import { newId, SkepError, systemClock } from '../../foundation/index.ts';
import type { EngineSpec, Manifest } from '../../manifest/index.ts';
import { rulesOf } from '../../runtime/index.ts';
import { createEngine, missingStore, placeOf } from '../engine-kinds.ts';
import { openInTime } from '../local/open-in-time.ts';
import { migrate, type MigrateReport } from './migrate.ts';
import { claimFor } from '../process/own-store.ts';

export interface MigrateRequest {
  /** As `engine` of a manifest: `sqlite:./var/shop.db`, `redis://…` */
  readonly from: string;
  readonly to: string;
  readonly manifest: Manifest;
  /** What paths are relative to. */
  readonly folder: string;
  readonly dryRun: boolean;
  /** See Migration. */
  readonly onProgress: (done: number, total: number) => void;
}

/** How long jobs of runs that run at the source are waited for. */
const WAIT_MS = 30_000;

/** @throws SkepError USAGE for two addresses of one store, or a source that is not there; STORE_REFUSED, STORE_UNREACHABLE */
export async function migrateStores({
  from,
  to,
  manifest,
  folder,
  dryRun,
  onProgress,
}: MigrateRequest): Promise<MigrateReport> {
  const [source, target] = [specOf(from, manifest, folder), specOf(to, manifest, folder)];
  if (placeOf(source).url === placeOf(target).url) throw new SkepError('USAGE', '--from and --to are one store');
  const missing = missingStore(source);
  if (missing !== undefined) throw new SkepError('USAGE', `there is no store at ${missing}`);
  const engines: Engine[] = [];
  try {
    // What a dead process ran is taken back at the source, as workers do.
    engines.push(await opened(source, manifest, true));
    engines.push(await opened(target, manifest, false));
    const [one, other] = engines as [Engine, Engine];
    return await migrate({ source: one, target: other, dryRun, onProgress, waitMs: WAIT_MS });
  } finally {
    await Promise.all(engines.map((engine) => engine.close()));
  }
}

async function opened(spec: EngineSpec, manifest: Manifest, works: boolean): Promise<Engine> {
  const engine = await createEngine(spec, { clock: systemClock, newId, works });
  try {
    await openInTime(engine);
    engine.govern(rulesOf(manifest));
    await claimFor(engine, { ...manifest, engine: spec });
  } catch (error) {
    await engine.close();
    throw error;
  }
  return engine;
}

/** Prefix and lease are those of the manifest, where it has them. */
function specOf(url: string, { name, engine }: Manifest, folder: string): EngineSpec {
  const { leaseMs } = engine;
  if (/^sqlite:./.test(url))
    return { type: 'sqlite', path: path.resolve(folder, url.slice('sqlite:'.length)), leaseMs };
  if (!/^(?:rediss?(?:\+(?:sentinel|cluster))?:\/\/|unix:)./.test(url)) {
    throw new SkepError('USAGE', 'a store is sqlite:./path or redis://host:port, as `engine` of a manifest has it');
  }
  return { type: 'redis', url, prefix: engine.type === 'redis' ? engine.prefix : name, leaseMs };
}
