import { parseRedisAddress } from '../core/index.ts';
import { SkepError } from '../foundation/index.ts';
import type { CombinedSource } from './combine.ts';
import type { Resolving } from './resolving.ts';

/** An address of Redis that cannot be one, and a name left out where others may have left it out too. */
export function resolveEngine({ combined, problems }: Resolving): void {
  const redis = redisOf(combined.source.engine);
  if (redis === undefined) return;
  const flaw = redis.url === undefined ? undefined : flawOf(redis.url);
  if (flaw) problems.add('REF_ENGINE_URL', combined.spot(redis.path), flaw.message, flaw.hint);
  if (combined.source.name !== undefined || redis.prefix !== undefined) return;
  const message = 'the manifest has no `name`: another one without a name on this Redis would be the same project';
  problems.add('REF_NAME_MISSING', combined.spot(['engine']), message, 'write `name: …` at the top of the manifest');
}

interface RedisSource {
  readonly url: string | undefined;
  readonly path: readonly string[];
  readonly prefix: string | undefined;
}

/** @returns undefined for a manifest on SQLite */
function redisOf(engine: CombinedSource['engine']): RedisSource | undefined {
  if (engine === undefined) return undefined;
  if (typeof engine === 'string') {
    return engine.startsWith('sqlite:') ? undefined : { url: engine, path: ['engine'], prefix: undefined };
  }
  return engine.type === 'redis' ? { url: engine.url, path: ['engine', 'url'], prefix: engine.prefix } : undefined;
}

function flawOf(url: string): SkepError | undefined {
  try {
    parseRedisAddress(url);
    return undefined;
  } catch (error) {
    if (error instanceof SkepError) return error;
    throw error;
  }
}
