import type { Manifest } from '../../manifest/index.ts';
import { isLimited, limitsOf, type StoreLimits } from './limits-of.ts';
import { judgeBy, standingHoldsOf } from './holds-of.ts';
import { LongHolds } from './long-holds.ts';
import { AGAIN, Loop } from '../upkeep/loop.ts';
import { throughOutage } from '../working/patience.ts';
import type { RuntimeDeps } from '../ports.ts';

const LIMIT = 1_000;
/** What a job that was held twice has left over is found by a look. */
const LOOK_MS = 10_000;

/**
 * Brings the limits and holds of the manifest into the store, at the start and at a reload, and lets go whom they hold no more. Where
 * processes run different manifests, the one that was started or reloaded last rules.
 */
export class Limiter extends Loop {
  #applied: Manifest | undefined;
  #limits: StoreLimits | undefined;
  /** Others may be held by what the rules were before. */
  #left = false;

  readonly #holds: LongHolds;

  constructor(deps: RuntimeDeps) {
    super(deps, 'applying limits');
    this.#holds = new LongHolds(deps);
  }

  /** Before any job is reserved. */
  protected override async onStart(): Promise<void> {
    const { clock, engine, generations, outage, tracer } = this.deps;
    engine.holds.judgeBy(judgeBy(generations));
    await throughOutage(() => tracer.detached(() => this.#apply()), { clock, outage, signal: this.ending });
    await super.onStart();
  }

  /** A reload was asked for and nothing has changed: the limits of this process rule from now on. */
  affirm(): void {
    this.#applied = undefined;
    this.wake();
  }

  protected override async turn(): Promise<number> {
    await this.#apply();
    if (!this.#left && (this.#limits === undefined || !isLimited(this.#limits))) {
      this.#holds.look([]);
      return LOOK_MS;
    }
    const { more } = await this.deps.engine.gates.release(LIMIT);
    this.#left = more;
    if (!more) this.#holds.look(await this.deps.engine.queues.counts());
    return more ? AGAIN : LOOK_MS;
  }

  async #apply(): Promise<void> {
    const { engine, generations } = this.deps;
    const generation = generations.current();
    if (this.#applied === generation.manifest || generation.standsIn === true) return;
    const limits = limitsOf(generation.manifest);
    await engine.gates.apply(limits.rules, limits.passed);
    await engine.holds.apply(standingHoldsOf(generation.manifest, await engine.now()));
    this.#applied = generation.manifest;
    this.#limits = limits;
    this.#left = true;
  }
}
