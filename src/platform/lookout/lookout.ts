/** Looks now and then whether work is left undone in the store, and tells what comes and what goes. */
import { tell } from '../../core/index.ts';
import type { StoreCheck } from '../../engine/index.ts';
import { iso } from '../../foundation/index.ts';
import type { RuntimeDeps } from '../../runtime/index.ts';
import { Loop } from '../../runtime/index.ts';
import { findingsOf } from './findings.ts';
import { sceneOf } from './scene.ts';
import { endedByTime, type Stand } from './standing-long.ts';

const LOOK_MS = 10_000;

export class Lookout extends Loop {
  #found: ReadonlyMap<string, StoreCheck> = new Map();
  #stands: readonly Stand[] = [];
  /** Told in the log. */
  readonly #told = new Map<string, StoreCheck>();

  constructor(deps: RuntimeDeps) {
    super(deps, 'looking for work that nobody does');
  }

  /** As of the last look. */
  checks(): readonly StoreCheck[] {
    return [...this.#found.values()];
  }

  protected override async turn(): Promise<number> {
    const { engine, generations } = this.deps;
    const scene = await sceneOf(engine, generations.current().manifest);
    for (const { what, until } of endedByTime(this.#stands, scene.stands, scene.now)) {
      tell(this.deps.logger, 'standing.over', { what, until: until === null ? null : iso(until) });
    }
    this.#stands = scene.stands;
    const now = new Map(findingsOf(scene).map(({ key, check }) => [key, check]));
    this.#tellWhatCame(now);
    this.#tellWhatWent(now);
    this.#found = now;
    return LOOK_MS;
  }

  /** Only what was there at the last look too: processes come and go in every deployment. */
  #tellWhatCame(now: ReadonlyMap<string, StoreCheck>): void {
    for (const [key, check] of now) {
      if (!this.#found.has(key) || this.#told.has(key)) continue;
      this.#told.set(key, check);
      tell(this.deps.logger, 'care.needed', { about: check.name, finding: check.message, hint: check.hint });
    }
  }

  #tellWhatWent(now: ReadonlyMap<string, StoreCheck>): void {
    for (const [key, check] of this.#told) {
      if (now.has(key)) continue;
      this.#told.delete(key);
      tell(this.deps.logger, 'care.over', { about: check.name, finding: check.message });
    }
  }
}
