import { AGAIN, Loop } from './loop.ts';
import type { RuntimeDeps } from '../ports.ts';

const LIMIT = 1_000;
/** A run goes with all that is kept of its items. */
const RUNS = 100;
const EXPIRE_EVERY_MS = 2_000;
const PRUNE_EVERY_MS = 30_000;

/** Cancels jobs that were not started in time, and deletes finished ones and runs past their retention (`defaults.keep`), results before (`result.keep`), and old lines of what was changed by whom. */
export class Janitor extends Loop {
  #prunedAt = -Infinity;

  constructor(deps: RuntimeDeps) {
    super(deps, 'expiring and pruning jobs and results');
  }

  protected override async turn(): Promise<number> {
    const { engine, clock } = this.deps;
    const expired = await engine.keeping.expire(LIMIT);
    if (expired.more) return AGAIN;
    if (clock.monotonic() - this.#prunedAt < PRUNE_EVERY_MS) return EXPIRE_EVERY_MS;
    const pruned = await engine.keeping.prune(LIMIT);
    if (pruned.more) return AGAIN;
    const forgotten = await engine.keeping.forgetResults(LIMIT);
    if (forgotten.more) return AGAIN;
    if ((await engine.keeping.identify(LIMIT)).more) return AGAIN;
    if ((await engine.runs.prune(RUNS)).more) return AGAIN;
    if ((await engine.audit.prune(LIMIT)).more) return AGAIN;
    this.#prunedAt = clock.monotonic();
    return EXPIRE_EVERY_MS;
  }
}
