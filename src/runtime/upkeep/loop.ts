/**
 * A service that does one small thing again and again.
 *
 *   working ──done──▶ sleeping (as long as the turn said, or until a wake) ──▶ working
 *      └──store failed──▶ backing off (1 s, doubled up to 8 s) ──▶ working
 *
 * It never dies of an error and never spins: a turn that has more to do goes on after the event loop has
 * turned, every other sleep is at least MIN_SLEEP_MS.
 */
import { tell } from '../../core/index.ts';
import { type Clock, type Logger, newAborter, outside, pause, Service } from '../../foundation/index.ts';
import { doneWithin } from '../working/patience.ts';
import type { RuntimeDeps } from '../ports.ts';

/** Do the next turn as soon as others have had theirs. */
export const AGAIN = 0;

const MIN_SLEEP_MS = 10;
const BACKOFF_FIRST_MS = 1_000;
const BACKOFF_MAX_MS = 8_000;
/** A stop waits so long for a turn that hangs in the store. */
const STOP_MS = 5_000;

export abstract class Loop extends Service {
  protected readonly deps: RuntimeDeps;
  readonly #clock: Clock;
  readonly #logger: Logger;
  readonly #work: string;
  #failures = 0;
  /** Its failing was told here, and not by whoever tells of the store. */
  #told = false;
  #wakes = 0;
  #sleep = newAborter();
  #running: Promise<void> = Promise.resolve();

  /** @param work what it does, for the log: "promoting due jobs" */
  constructor(deps: RuntimeDeps, work: string) {
    super();
    this.deps = deps;
    this.#clock = deps.clock;
    this.#logger = deps.logger;
    this.#work = work;
  }

  /** One turn of work. @returns milliseconds until the next one, or AGAIN */
  protected abstract turn(): Promise<number>;

  /** Does the next turn now; during a turn: another one right after it. Not while the store fails. */
  wake(): void {
    this.#wakes += 1;
    if (this.#failures === 0) this.#sleep.abort();
  }

  protected override async onStart(): Promise<void> {
    this.#running = outside(() => this.deps.tracer.detached(() => this.#loop()));
  }

  protected override interrupt(): void {
    this.#sleep.abort();
  }

  protected override async onStop(): Promise<void> {
    if (await doneWithin(this.#running, STOP_MS, { clock: this.#clock })) return;
    tell(this.#logger, 'loop.hangs', { work: this.#work });
  }

  async #loop(): Promise<void> {
    while (!this.stopping) {
      const wakes = this.#wakes;
      const waitMs = await this.#guardedTurn();
      const woken = this.#wakes > wakes && this.#failures === 0;
      if (waitMs === AGAIN || woken) await nextTurn();
      else await this.#rest(Math.max(waitMs, MIN_SLEEP_MS));
    }
  }

  async #guardedTurn(): Promise<number> {
    try {
      const waitMs = await this.turn();
      this.#failures = 0;
      if (this.#told) tell(this.#logger, 'loop.recovered', { work: this.#work });
      this.#told = false;
      return waitMs;
    } catch (error) {
      this.#complain(error);
      this.#failures += 1;
      return Math.min(BACKOFF_FIRST_MS * 2 ** (this.#failures - 1), BACKOFF_MAX_MS);
    }
  }

  /** Once per time of trouble; a store that fails is told once for the whole process. */
  #complain(error: unknown): void {
    if (this.deps.outage?.noticed(error) === true || this.#told) return;
    this.#told = true;
    tell(this.#logger, 'loop.failed', { work: this.#work, err: error });
  }

  async #rest(ms: number): Promise<void> {
    this.#sleep = newAborter();
    if (!this.stopping) await pause(this.#clock, ms, this.#sleep.signal);
  }
}

function nextTurn(): Promise<void> {
  return new Promise((resolve) => setImmediate(resolve));
}
