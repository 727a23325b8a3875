import { reach } from '../../foundation/index.ts';
import { AGAIN, Loop } from './loop.ts';
import type { RuntimeDeps } from '../ports.ts';

const LIMIT = 500;

/** Takes back the jobs of processes whose lease ran out. */
export class Rescuer extends Loop {
  readonly #lookMs: number;

  /** @param lookMs a dead process' jobs wait this much longer than its lease at most */
  constructor(deps: RuntimeDeps, lookMs = 1_000) {
    super(deps, 'rescuing jobs of dead processes');
    this.#lookMs = lookMs;
  }

  protected override async turn(): Promise<number> {
    // What was taken back is told by the events `lease.expired`, which the log shows too.
    const { more } = await this.deps.engine.keeping.rescue(LIMIT);
    reach('rescue.looked');
    return more ? AGAIN : this.#lookMs;
  }
}
