/** The only place that names concrete engines. Each is loaded when it is asked for: nobody pays for the other. */
import type { Engine } from '../engine/index.ts';
import { DEFAULT_TIMINGS } from '../engine/index.ts';
import type { Clock, IdSource } from '../foundation/index.ts';
import type { EngineSpec } from '../manifest/index.ts';

export interface EngineParts {
  readonly clock: Clock;
  readonly newId: IdSource;
}

/** Makes the engine of a manifest; it is not opened yet. */
export async function createEngine(spec: EngineSpec, { clock, newId }: EngineParts): Promise<Engine> {
  const timings = { ...DEFAULT_TIMINGS, leaseMs: spec.leaseMs };
  if (spec.type === 'redis') {
    const { RedisEngine } = await import('../engines/redis/index.ts');
    return new RedisEngine({ url: spec.url, prefix: spec.prefix, timings, clock, newId });
  }
  const { SqliteEngine } = await import('../engines/sqlite/index.ts');
  return new SqliteEngine({ path: spec.path, timings, clock, newId });
}
