import { tell } from '../../core/index.ts';
import type { ProcessInfo } from '../../engine/index.ts';
import { Loop } from '../upkeep/loop.ts';
import { throughOutage } from './patience.ts';
import type { RuntimeDeps } from '../ports.ts';

const BEAT_MS = 1_000;

/** Keeps this process on the store's list, with what it tells about itself. Consumers need it to run first. */
export class Presence extends Loop {
  readonly #info: () => ProcessInfo;
  #session: string | undefined;
  #untold = false;

  /** @param info the process as it is now; asked at each beat */
  constructor(deps: RuntimeDeps, info: () => ProcessInfo) {
    super(deps, 'telling the store about this process');
    this.#info = info;
  }

  /** Id of the session that began at the start; undefined before. */
  get session(): string | undefined {
    return this.#session;
  }

  /** It could not take its leave. */
  get untold(): boolean {
    return this.#untold;
  }

  protected override async onStart(): Promise<void> {
    const { engine, clock, outage } = this.deps;
    const patience = { clock, outage, signal: this.ending };
    this.#session = await throughOutage(() => engine.fleet.join(this.#info()), patience);
    await super.onStart();
  }

  protected override async turn(): Promise<number> {
    await this.deps.engine.fleet.beat(this.#info());
    return BEAT_MS;
  }

  protected override async onStop(): Promise<void> {
    await super.onStop();
    if (this.#session === undefined) return;
    try {
      await this.deps.engine.fleet.leave();
    } catch (error) {
      this.#untold = true;
      tell(this.deps.logger, 'store.left', { err: error });
    }
  }
}
