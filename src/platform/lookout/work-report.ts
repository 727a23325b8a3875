/** Says once a minute what the process has done, if anything: at `info` one line, where `debug` has one for each job. */
import { tell } from '../../core/index.ts';
import { type Clock, type Logger, newAborter, pause, Service } from '../../foundation/index.ts';
import type { Tally } from '../../runtime/index.ts';

const EVERY_MS = 60_000;

export interface WorkReportParts {
  readonly tally: Tally;
  readonly clock: Clock;
  readonly logger: Logger;
}

export class WorkReport extends Service {
  readonly #parts: WorkReportParts;
  readonly #stop = newAborter();
  #running: Promise<void> = Promise.resolve();
  #since = 0;

  constructor(parts: WorkReportParts) {
    super();
    this.#parts = parts;
  }

  protected override async onStart(): Promise<void> {
    this.#since = this.#parts.clock.monotonic();
    this.#running = this.#report();
  }

  protected override async onStop(): Promise<void> {
    this.#stop.abort();
    await this.#running;
  }

  async #report(): Promise<void> {
    while (!this.stopping) {
      await pause(this.#parts.clock, EVERY_MS, this.#stop.signal);
      this.#tell();
    }
  }

  #tell(): void {
    const { tally, clock, logger } = this.#parts;
    const inMs = Math.round(clock.monotonic() - this.#since);
    this.#since = clock.monotonic();
    const done = Object.fromEntries(Object.entries(tally.take()).filter(([, count]) => count > 0));
    if (Object.keys(done).length > 0) tell(logger, 'work.done', { ...done, inMs });
  }
}
