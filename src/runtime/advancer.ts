import { AGAIN, Loop } from './loop.ts';
import type { RuntimeDeps } from './ports.ts';

const LIMIT = 100;
/** Whoever has changed a run goes on with it at once; so late is done what he did not come to, and what another process has planned. */
const LOOK_MS = 1_000;

/** Goes on with runs of workflows whose time has come, and with those that somebody has left who died. */
export class Advancer extends Loop {
  constructor(deps: RuntimeDeps) {
    super(deps, 'going on with runs of workflows');
  }

  protected override async turn(): Promise<number> {
    const { engine } = this.deps;
    const { more, nextDueAt } = await engine.runs.advance(LIMIT);
    if (more) return AGAIN;
    if (nextDueAt === null) return LOOK_MS;
    return Math.min(Math.max(nextDueAt - (await engine.now()), 1), LOOK_MS);
  }
}
