/** How many jobs a stop still waits for, and for how long at most, at a terminal alone. */
import { type Clock, counted, formatDuration, systemClock, type Timer } from '../foundation/index.ts';
import type { Platform } from '../platform/index.ts';
import type { CommandCall } from './command-call.ts';
import { ProgressLine } from './progress-line.ts';
import { standardStreams } from './standard-streams.ts';

const TELL_MS = 1_000;

export class DrainLine {
  readonly #line: ProgressLine;
  readonly #platform: Pick<Platform, 'running' | 'shutdownTimeoutMs'>;
  readonly #clock: Clock;
  readonly #began: number;
  #timer: Timer | undefined;
  /** Set while it is shown. */
  #release: (() => void) | undefined;

  /** Begins with the stop: what was said of it stands above. */
  constructor(
    call: Pick<CommandCall, 'terminal' | 'printer'>,
    platform: Pick<Platform, 'running' | 'shutdownTimeoutMs'>,
    clock: Clock = systemClock,
  ) {
    this.#line = new ProgressLine(call);
    this.#platform = platform;
    this.#clock = clock;
    this.#began = clock.monotonic();
    if (this.#line.seen) this.#wait();
  }

  /** Nothing of it stays. */
  end(): void {
    this.#timer?.cancel();
    if (this.#release === undefined) return;
    this.#line.end();
    this.#release();
  }

  #wait(): void {
    this.#timer = this.#clock.after(TELL_MS, () => {
      this.#tell();
      this.#wait();
    });
  }

  #tell(): void {
    const { running, shutdownTimeoutMs } = this.#platform;
    if (running === 0 && this.#release === undefined) return;
    this.#release ??= standardStreams.keepAbove();
    const left = Math.max(0, shutdownTimeoutMs - (this.#clock.monotonic() - this.#began));
    this.#line.show(
      `${counted(running, 'job')} still running, ${formatDuration(Math.ceil(left / 1_000) * 1_000)} left`,
    );
  }
}
