import type { StepProgress } from '../../core/index.ts';
import { AGAIN, Loop } from '../upkeep/loop.ts';
import type { RuntimeDeps } from '../ports.ts';

const LIMIT = 100;
/** Whoever has changed a run goes on with it at once; so late is done what he did not come to, and what another process has planned. */
const LOOK_MS = 1_000;

/** Goes on with runs of workflows whose time has come, and with those that somebody has left who died. */
export class Advancer extends Loop {
  /** The nearest instant that this process knows of; store's clock. */
  #expectedAt = Infinity;
  #hearNoMore: () => void = () => undefined;

  constructor(deps: RuntimeDeps) {
    super(deps, 'going on with runs of workflows');
  }

  protected override async onStart(): Promise<void> {
    this.#hearNoMore = this.deps.engine.runs.onTurned((_run, changed) => this.#expect(changed));
    await super.onStart();
  }

  protected override async onStop(): Promise<void> {
    this.#hearNoMore();
    await super.onStop();
  }

  /** A wait that this process has stored ends by itself: it is there then, should that be sooner than planned. */
  #expect(changed: ReadonlyMap<number, StepProgress>): void {
    for (const { state, dueAt } of changed.values()) {
      if (state !== 'running' || dueAt === null || dueAt >= this.#expectedAt) continue;
      this.#expectedAt = dueAt;
      if (dueAt < this.deps.clock.now() + LOOK_MS) this.wake();
    }
  }

  protected override async turn(): Promise<number> {
    // What was stored before this call is in its answer; what comes meanwhile is expected anew.
    this.#expectedAt = Infinity;
    const { more, nextDueAt } = await this.deps.engine.runs.advance(LIMIT);
    if (more) return AGAIN;
    this.#expectedAt = Math.min(this.#expectedAt, nextDueAt ?? Infinity);
    if (this.#expectedAt === Infinity) return LOOK_MS;
    return Math.min(Math.max(this.#expectedAt - (await this.deps.engine.now()), 1), LOOK_MS);
  }
}
