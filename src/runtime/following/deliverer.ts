import { AGAIN, Loop } from '../upkeep/loop.ts';
import type { RuntimeDeps } from '../ports.ts';

const LIMIT = 1_000;
/** Who ends a job does at once what follows; so late is done what he did not come to. */
const LOOK_MS = 1_000;

/** Does what follows from the ends of jobs where whoever stored them has died, or could not. */
export class Deliverer extends Loop {
  constructor(deps: RuntimeDeps) {
    super(deps, 'delivering what follows from ended jobs');
  }

  protected override async turn(): Promise<number> {
    const { more } = await this.deps.engine.keeping.deliver(LIMIT);
    return more ? AGAIN : LOOK_MS;
  }
}
