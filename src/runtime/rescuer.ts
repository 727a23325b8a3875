import { AGAIN, Loop } from './loop.ts';
import type { RuntimeDeps } from './ports.ts';

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
    const { rescued, more } = await this.deps.engine.rescue(LIMIT);
    for (const { id, task, queue, attempt, rescues, state } of rescued) {
      const about = { jobId: id, task, queue, attempt, rescues, state };
      this.deps.logger.warn(about, 'the process that ran this job died or hung; the job was taken back');
    }
    return more ? AGAIN : this.#lookMs;
  }
}
