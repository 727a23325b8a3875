/**
 * What npm and npx do to signals when they stand between a supervisor, or a terminal, and this process.
 *
 *   SIGTERM to npx, or to npm with `"start": "skep run"`: goes on to the shell between, which dies of it; this process
 *     hears nothing and loses its parent.
 *   Ctrl-C with `"start": "exec skep run"`: comes twice, from the terminal and from npm.
 *
 * Tried with npm 11.
 */
import { systemClock, type Timer } from '../foundation/index.ts';

/** A parent that is gone is noticed so late at most. */
const LOOK_MS = 500;
/** Two signals of one name within this time are one; a person is slower. */
const TWIN_MS = 300;

export class NpmBetween {
  readonly #between: boolean;
  readonly #last = new Map<string, number>();
  #timer: Timer | undefined;

  constructor(env: Readonly<Record<string, string | undefined>>) {
    this.#between = env['npm_lifecycle_event'] !== undefined;
  }

  /** Whether it is the same signal a second time, passed on by npm. */
  isTwin(signal: string): boolean {
    const now = systemClock.monotonic();
    const before = this.#last.get(signal) ?? -Infinity;
    this.#last.set(signal, now);
    return this.#between && now - before < TWIN_MS;
  }

  /** Calls back once when whoever started this process has gone; never where npm does not stand between. */
  onOrphaned(told: () => void): void {
    if (!this.#between) return;
    const parent = process.ppid;
    const look = (): void => {
      if (process.ppid === parent) this.#timer = systemClock.after(LOOK_MS, look);
      else told();
    };
    look();
  }

  stop(): void {
    this.#timer?.cancel();
  }
}
