import { AGAIN, Loop } from './loop.ts';
import type { RuntimeDeps } from '../ports.ts';

const LIMIT = 1_000;
/** Other processes plan jobs too, and nobody tells: so late can one of theirs start. */
const LOOK_MS = 500;

/** Makes jobs available when they fall due. */
export class Promoter extends Loop {
  /** The nearest instant that this process knows of; store's clock. */
  #expectedAt = Infinity;

  constructor(deps: RuntimeDeps) {
    super(deps, 'promoting due jobs');
  }

  /** A job was stored that is due at `runAt` (store's clock): look then, should that be sooner than planned. */
  expect(runAt: number): void {
    if (runAt >= this.#expectedAt) return;
    this.#expectedAt = runAt;
    if (runAt < this.deps.clock.now() + LOOK_MS) this.wake();
  }

  protected override async turn(): Promise<number> {
    // What was stored before this call is in its answer; what comes meanwhile is expected anew.
    this.#expectedAt = Infinity;
    const { more, nextDueAt } = await this.deps.engine.keeping.promote(LIMIT);
    if (more) return AGAIN;
    this.#expectedAt = Math.min(this.#expectedAt, nextDueAt ?? Infinity);
    if (this.#expectedAt === Infinity) return LOOK_MS;
    return Math.min(Math.max(this.#expectedAt - (await this.deps.engine.now()), 1), LOOK_MS);
  }
}
