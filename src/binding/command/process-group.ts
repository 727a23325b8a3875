/** A program in a process group of its own, which ends as a whole. */
import { type ChildProcess, spawn } from 'node:child_process';
import type { Readable, Writable } from 'node:stream';

import { type Clock, groupGuard, inTime, pause } from '../../foundation/index.ts';

export interface Program {
  readonly file: string;
  readonly args: readonly string[];
  readonly cwd: string;
  readonly env: Readonly<Record<string, string>>;
}

/** How it ended: one of them is null. */
export interface Exit {
  readonly code: number | null;
  readonly signal: NodeJS.Signals | null;
}

/** How long its output is waited for when it has ended and something that it started still holds the other end. */
const DRAIN_MS = 1_000;
/** Longest that members of the group are waited for after SIGKILL, which none can refuse. */
const GONE_MS = 100;
const LOOK_MS = 5;

export class ProcessGroup {
  readonly #child: ChildProcess;
  readonly #clock: Clock;
  /** Resolves when the program has ended and its output is read. @throws what kept it from being started */
  readonly ended: Promise<Exit>;
  readonly #exited: Promise<unknown>;
  /** Nothing of it is left: its number may be that of others soon. */
  #over = false;

  /** @throws what makes it impossible to start: arguments with NUL, too many of them */
  constructor({ file, args, cwd, env }: Program, clock: Clock) {
    this.#clock = clock;
    const mark = groupGuard.expect();
    this.#child = spawn(file, args, { cwd, env: { ...env, ...mark }, detached: true, stdio: 'pipe' });
    // Most that forbids a start is told by an event.
    if (this.#child.pid !== undefined) groupGuard.enter(this.#child.pid);
    const closed = new Promise<void>((resolve) => this.#child.once('close', () => resolve()));
    const exit = new Promise<Exit>((resolve, reject) => {
      this.#child.once('error', reject);
      this.#child.once('exit', (code, signal) => resolve({ code, signal }));
    });
    this.#exited = exit.catch(() => undefined);
    this.ended = exit.then((how) => this.#finish(how, closed));
    this.ended.catch(() => undefined);
  }

  /** null, as the others, where there was no descriptor left for it: then it has not started. */
  get stdin(): Writable | null {
    return this.#child.stdin;
  }

  get stdout(): Readable | null {
    return this.#child.stdout;
  }

  get stderr(): Readable | null {
    return this.#child.stderr;
  }

  /** Asks all of the group to end. */
  terminate(): void {
    this.#signal('SIGTERM');
  }

  /** Resolves when nothing of the group runs any more. */
  async kill(): Promise<void> {
    this.#signal('SIGKILL');
    await this.#exited;
    await this.#gone();
  }

  /** What it has left behind in its group ends with it; its last words are read before. */
  async #finish(how: Exit, closed: Promise<void>): Promise<Exit> {
    const late = (): Error => new Error('its output is held open');
    await inTime(closed, { clock: this.#clock, ms: DRAIN_MS, tooLate: late }).catch(() => undefined);
    this.#signal('SIGKILL');
    await this.#gone();
    for (const stream of [this.stdin, this.stdout, this.stderr]) stream?.destroy();
    this.#over = true;
    if (this.#child.pid !== undefined) groupGuard.leave(this.#child.pid);
    return how;
  }

  /**
   * In a container whose first process reaps nobody the dead stay members of their group: they are waited for a moment, for
   * what is dead does nothing.
   */
  async #gone(): Promise<void> {
    const until = this.#clock.monotonic() + GONE_MS;
    while (this.#signal(0) && this.#clock.monotonic() < until) await pause(this.#clock, LOOK_MS);
  }

  /** @returns whether somebody was there to get it */
  #signal(signal: NodeJS.Signals | 0): boolean {
    const { pid } = this.#child;
    if (pid === undefined || this.#over) return false;
    try {
      return process.kill(-pid, signal);
    } catch {
      return false;
    }
  }
}
