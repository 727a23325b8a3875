import { tell } from '../../core/index.ts';
import { AGAIN, Loop } from './loop.ts';
import type { RuntimeDeps } from '../ports.ts';

const LIMIT = 1_000;
/** A process with an older manifest may hold jobs of a task that this one knows, so once is not enough. */
const LOOK_MS = 10_000;

/** Frees jobs that were held because no manifest declared their task, when the current one does. */
export class Unblocker extends Loop {
  #last = 0;

  constructor(deps: RuntimeDeps) {
    super(deps, 'freeing held jobs');
  }

  protected override async turn(): Promise<number> {
    const { engine, logger } = this.deps;
    const { count, more } = await engine.keeping.unblock(LIMIT);
    // What is held for a key or a version is tried again at each turn: as many as the last time are no news.
    if (count > 0 && count !== this.#last) tell(logger, 'jobs.unblocked', { count });
    this.#last = count;
    return more ? AGAIN : LOOK_MS;
  }
}
