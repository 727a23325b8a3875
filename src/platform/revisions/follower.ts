/** Has a process run what was decided for all, and the others what was decided here. */
import { tell } from '../../core/index.ts';
import type { Engine, Revision } from '../../engine/index.ts';
import { Loop, type RuntimeDeps, throughOutage } from '../../runtime/index.ts';
import type { Convergence } from './convergence.ts';
import type { GenerationKeeper } from '../generations/generation-keeper.ts';
import { Probation } from './probation.ts';
import { invalidManifest } from '../generations/read-manifest.ts';
import { moveOn } from './moved-queues.ts';
import type { Reloader, ReloadOutcome } from '../generations/reloader.ts';

/** How often the store is asked: a signal that comes with each change may be lost. */
const LOOK_MS = 2_000;
/** What cannot run here is tried again so often: a handler that is missing may come. */
const AGAIN_MS = 30_000;

export interface FollowerParts {
  readonly convergence: Convergence;
  readonly reloader: Pick<Reloader, 'adopt' | 'reload'>;
  /** @throws SkepError while it is not open */
  readonly openEngine: () => Engine;
  readonly generations: Pick<GenerationKeeper, 'standIn' | 'renumber'>;
  /** Puts the schedules of this process in force, though nothing has changed. */
  readonly affirm: () => Promise<void>;
}

export class Follower extends Loop {
  readonly #parts: FollowerParts;
  readonly #probation: Probation;
  #tried: { readonly revision: number; readonly at: number } | undefined;

  constructor(deps: RuntimeDeps, parts: FollowerParts) {
    super(deps, 'following what is in force');
    this.#probation = new Probation(deps);
    this.#parts = parts;
  }

  /**
   * Before anything runs: files that were replaced for all processes do not come back by a mere start, nor by one while the store is
   * away, after which they would be written down as what is in force.
   */
  async begin(): Promise<void> {
    const { convergence, generations } = this.#parts;
    const { clock, outage } = this.deps;
    const limits = { clock, outage, signal: this.ending };
    const decided = await throughOutage(() => this.#ahead(), limits);
    const before = decided && (await throughOutage(() => convergence.replaces(decided), limits));
    if (decided === null || before === null) return;
    if ((await this.#adopt(decided)) === 'refused') generations.standIn(before);
  }

  /** Another process says that there is something new. */
  async heed(): Promise<void> {
    const followed = await this.#follow().catch(() => false);
    if (!followed) await this.#parts.reloader.reload('signal');
  }

  /** Something new is in the store. */
  async spread(): Promise<void> {
    await this.#follow();
    await this.#parts.openEngine().fleet.requestReload();
  }

  /** The files are read anew, here and in all other processes. @throws SkepError MANIFEST_INVALID */
  async reloadAll(): Promise<void> {
    const { openEngine, reloader, affirm } = this.#parts;
    const engine = openEngine();
    const outcome = await reloader.reload('request');
    const { file } = this.deps.generations.current().manifest;
    if (outcome.status === 'refused') throw invalidManifest(file, outcome.problems);
    if (outcome.status === 'unchanged') await affirm();
    await engine.fleet.requestReload();
  }

  protected override async turn(): Promise<number> {
    await this.#follow();
    if (await this.#probation.look()) await this.spread();
    const { engine, generations, logger } = this.deps;
    const moved = await moveOn(engine, generations.current().manifest.moved);
    if (moved > 0) tell(logger, 'jobs.moved-on', { count: moved });
    return LOOK_MS;
  }

  /** What was decided for all, and does not run here; null: nothing. */
  async #ahead(): Promise<Revision | null> {
    const decided = await this.#parts.convergence.decided();
    const { manifest, revision } = this.deps.generations.current();
    // Another version of Skep may have another name for the same texts.
    return decided?.hash === manifest.hash || decided?.revision === revision ? null : decided;
  }

  /** @returns whether there was something to follow, be it that it could not run here */
  async #follow(): Promise<boolean> {
    const decided = await this.#ahead();
    if (decided === null) return false;
    const now = this.deps.clock.monotonic();
    if (this.#tried?.revision === decided.revision && now - this.#tried.at < AGAIN_MS) return true;
    await this.#adopt(decided);
    return true;
  }

  async #adopt(decided: Revision): Promise<ReloadOutcome['status']> {
    const { reloader, generations } = this.#parts;
    this.#tried = { revision: decided.revision, at: this.deps.clock.monotonic() };
    const { status } = await reloader.adopt(decided);
    const { hash } = this.deps.generations.current().manifest;
    // It says what runs here already, under the name that another version of Skep has for it.
    if (status === 'unchanged') generations.renumber({ ...decided, hash });
    return status;
  }
}
