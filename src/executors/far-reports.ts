/**
 * Progress and lines on their way: at most fifty messages a second, whatever a handler does, and the last of each always
 * arrives. They leave while the handler keeps its event loop, too.
 */
import type { Clock, Timer } from '../foundation/index.ts';
import type { FarNews, LineAcross, ProgressAcross } from './messages.ts';

const EVERY_MS = 20;
/** As many as a job keeps. */
const LINES_MAX = 100;

export interface FarReportsParts {
  readonly port: { post(news: FarNews): void };
  readonly clock: Clock;
}

export class FarReports {
  readonly #parts: FarReportsParts;
  #progress: ProgressAcross | null = null;
  #lines: LineAcross[] = [];
  #sentAt = -Infinity;
  #timer: Timer | undefined;

  constructor(parts: FarReportsParts) {
    this.#parts = parts;
  }

  progress(progress: ProgressAcross): void {
    this.#progress = progress;
    this.#soon();
  }

  line(...line: LineAcross): void {
    this.#lines.push(line);
    if (this.#lines.length > LINES_MAX) this.#lines.shift();
    this.#soon();
  }

  #soon(): void {
    const { clock } = this.#parts;
    const dueMs = this.#sentAt + EVERY_MS - clock.monotonic();
    if (dueMs <= 0) this.flush();
    else this.#timer ??= clock.after(dueMs, () => this.flush());
  }

  /** Everything that is left, now. */
  flush(): void {
    this.#timer?.cancel();
    this.#timer = undefined;
    if (this.#progress === null && this.#lines.length === 0) return;
    this.#parts.port.post({ kind: 'report', progress: this.#progress, lines: this.#lines });
    this.#progress = null;
    this.#lines = [];
    this.#sentAt = this.#parts.clock.monotonic();
  }
}
