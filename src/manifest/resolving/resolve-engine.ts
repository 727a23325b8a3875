import { parseRedisAddress } from '../../core/index.ts';
import { SkepError } from '../../foundation/index.ts';
import type { Resolving } from './resolving.ts';

/** An address of Redis that cannot be one, a name left out where others may have left it out too, keys of the other engine. */
export function resolveEngine(context: Resolving): void {
  const { combined, problems, source } = context;
  const { engine } = source;
  if (engine.type !== 'redis') {
    checkForeign(context);
    return;
  }
  const flaw = flawOf(engine.url);
  if (flaw) problems.add('REF_ENGINE_URL', combined.spot(['engine', 'url']), flaw.message, flaw.hint);
  if (source.name !== null || engine.prefix !== null) return;
  const message = 'the manifest has no `name`: another one without a name on this Redis would be the same project';
  problems.add('REF_NAME_MISSING', combined.spot(['engine']), message, 'write `name: …` at the top of the manifest');
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

/** On another engine the key would do nothing. */
function checkForeign({ combined, problems, source }: Resolving): void {
  for (const [name, { foreign }] of Object.entries(source.queues)) {
    if (foreign === null) continue;
    const spot = combined.spot(['queues', name, 'foreign'], 'key');
    const message = '`foreign` works only with the Redis engine';
    problems.add('REF_FOREIGN', spot, message, 'remove it, or set `engine: { type: redis }`');
  }
}
