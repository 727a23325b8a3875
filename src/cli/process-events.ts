/**
 * What the operating system and stray errors tell a running platform.
 *
 *   SIGTERM, SIGINT   first: stop in good order · second: release at once · third: end now
 *   SIGQUIT           release at once, as the second one
 *   the parent is gone   under npm or npx, which do not pass a SIGTERM on: as SIGTERM
 *   SIGHUP            reload, in every process of the store
 *   unhandledRejection   of a handler that forgot to await: logged with the task it came from, work goes on
 *   uncaughtException    the state of the process is unknown: logged, stopped in good order, exit 1
 *   exit              of a handler that called process.exit: logged with the task it came from, exit 1 at least
 */
import { NOTICE_LINES, tell } from '../core/index.ts';
import { formatDuration, hidePasswords, messageOf, visibleLines } from '../foundation/index.ts';
import type { Platform } from '../platform/index.ts';
import { EXIT, type ExitCode } from './exit-codes.ts';
import { outliveSignals } from './last-moments.ts';
import { NpmBetween } from './npm-between.ts';
import type { Supervisor } from './supervisor.ts';
import type { Terminal } from './terminal.ts';

type StopSignal = 'SIGTERM' | 'SIGINT' | 'SIGQUIT';

export class ProcessEvents {
  readonly #terminal: Terminal;
  readonly #listeners: [string, (...args: unknown[]) => void][] = [];
  #platform: Platform | undefined;
  #supervisor: Supervisor | undefined;
  #signals = 0;
  #end: () => void = () => undefined;
  /** Resolves when the platform is to stop. */
  readonly ended: Promise<void>;
  /** What the process ends with: SIGTERM in good order is success, Ctrl-C is told apart. */
  code: ExitCode = EXIT.done;
  #over = false;
  /** Ended by the third signal. */
  #cut = false;
  /** Messages of uncaught errors that were told. */
  readonly #faults = new Set<string>();
  readonly #npm: NpmBetween;

  constructor(terminal: Terminal) {
    this.#terminal = terminal;
    this.ended = new Promise((resolve) => {
      this.#end = resolve;
    });
    this.#npm = new NpmBetween(terminal.env);
    this.#on('SIGTERM', () => this.#signalled('SIGTERM'));
    this.#on('SIGINT', () => this.#signalled('SIGINT'));
    this.#on('SIGQUIT', () => this.#signalled('SIGQUIT'));
    this.#npm.onOrphaned(() => this.#orphaned());
    this.#on('SIGHUP', () => this.#reload());
    this.#on('unhandledRejection', (reason) => this.#strayRejection(reason));
    this.#on('uncaughtException', (error) => this.#fault(error));
    this.#on('exit', (code) => this.#exited(code as number));
  }

  /** From now on the platform is told; before, only the exit is prepared. */
  attach(platform: Platform, supervisor: Supervisor | undefined): void {
    this.#platform = platform;
    this.#supervisor = supervisor;
    platform.onToldToStop(() => this.#told());
  }

  /** Whether the platform was told to stop. */
  over(): boolean {
    return this.#over;
  }

  forget(): void {
    outliveSignals();
    this.#npm.stop();
    for (const [event, listener] of this.#listeners) process.off(event, listener);
  }

  #on(event: string, listener: (...args: unknown[]) => void): void {
    process.on(event, listener);
    this.#listeners.push([event, listener]);
  }

  #signalled(signal: StopSignal): void {
    if (!this.#npm.isTwin(signal)) this.#stop(signal);
  }

  #orphaned(): void {
    if (this.#platform) tell(this.#platform.logger, 'process.orphaned');
    this.#stop('SIGTERM');
  }

  #stop(signal: StopSignal): void {
    this.#signals += 1;
    if (this.#signals === 1 && signal !== 'SIGQUIT') {
      if (signal === 'SIGINT') this.code = EXIT.interrupted;
      this.#sayStopping(signal);
      this.#finish();
    } else if (this.#signals <= 2) {
      // A SIGQUIT that comes first stands for both.
      this.#signals = 2;
      if (this.#platform) tell(this.#platform.logger, 'process.hurried', { signal });
      this.#finish();
      this.#platform?.hurry();
    } else {
      this.#cut = true;
      process.exit(signal === 'SIGINT' ? EXIT.interrupted : EXIT.terminated);
    }
  }

  /** As a SIGTERM, but that the log has said it, and that it counts as none. */
  #told(): void {
    if (!this.#over) this.#finish();
  }

  #sayStopping(signal: StopSignal): void {
    const running = this.#platform?.running ?? 0;
    const limit = formatDuration(this.#platform?.shutdownTimeoutMs ?? 0);
    if (this.#platform) tell(this.#platform.logger, 'process.stopping', { signal, running, limit });
    if (running === 0 || !this.#terminal.interactive) return;
    this.#terminal.say(`\nstopping: ${running} running, up to ${limit}; once more releases them at once`);
  }

  #finish(fault?: string): void {
    this.#over = true;
    // A start that still waits for its store is ended by the stop, so it must not be waited for.
    void this.#platform?.shutDown(fault);
    this.#end();
  }

  #reload(): void {
    const reloaded = this.#platform?.operations.reload().catch((error: unknown) => {
      // Its problems are logged where they were found.
      if (this.#platform) tell(this.#platform.logger, 'reload.unchanged', { error: messageOf(error) });
    });
    if (reloaded) this.#supervisor?.reloading(reloaded);
  }

  #strayRejection(reason: unknown): void {
    this.#report(reason, 'promise.unhandled');
  }

  /** What fails by a timer fails again and again until the stop is over: each error is told once, and not too many of them. */
  #fault(error: unknown): void {
    const message = messageOf(error);
    if (this.#faults.has(message) || this.#faults.size >= FAULTS_TOLD) return;
    this.#faults.add(message);
    this.#report(error, 'error.uncaught');
    this.code = EXIT.failed;
    this.#finish(message);
  }

  #report(thrown: unknown, line: 'promise.unhandled' | 'error.uncaught'): void {
    const thrownAt = thrown instanceof Error ? thrown.stack : undefined;
    const stack = thrownAt && this.#discreet(thrownAt);
    const fields = { error: this.#discreet(messageOf(thrown)), tasks: this.#tasksIn(thrownAt ?? ''), stack };
    if (this.#platform) tell(this.#platform.logger, line, fields);
    else this.#terminal.say(visibleLines(hidePasswords(`${NOTICE_LINES[line].text}: ${stack ?? fields.error}`)));
  }

  /** Which job it comes from nobody knows: nothing sensitive of any that runs. */
  #discreet(text: string): string {
    return this.#platform?.discreet(text) ?? text;
  }

  /** In the midst of process.exit: whoever called it is still on the stack. */
  #exited(code: number): void {
    if (this.#cut || this.#platform === undefined) return;
    if (code === EXIT.done) process.exitCode = EXIT.failed;
    const stack = callers();
    const running = this.#platform.running;
    tell(this.#platform.logger, 'process.exited', { exit: code, running, tasks: this.#tasksIn(stack), stack });
  }

  /** Tasks whose handler's module is on the stack: whose error it most likely is. */
  #tasksIn(stack: string): string[] {
    const tasks = Object.values(this.#platform?.manifest().tasks ?? {});
    return tasks.filter(({ handler }) => handler !== null && stack.includes(handler.module)).map(({ name }) => name);
  }
}

/** Different uncaught errors of one stop that are told at most. */
const FAULTS_TOLD = 10;

/** Deep enough for a handler below its libraries. */
const FRAMES = 50;

function callers(): string {
  const before = Error.stackTraceLimit;
  Error.stackTraceLimit = FRAMES;
  const { stack = '' } = new Error('process.exit was called here');
  Error.stackTraceLimit = before;
  return stack;
}
