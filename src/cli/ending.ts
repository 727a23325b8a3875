/** A command that goes on until somebody ends it: by a signal, or by a key. */
import { newAborter, pause, systemClock } from '../foundation/index.ts';
import { EXIT, type ExitCode } from './exit-codes.ts';
import { outliveSignals } from './last-moments.ts';

const CODES = { SIGINT: EXIT.interrupted, SIGTERM: EXIT.terminated, SIGHUP: EXIT.terminated } as const;

export class Ending {
  #code: ExitCode | undefined;
  #hurried = newAborter();
  #end: () => void = () => undefined;
  /** Resolves when it is to end. */
  readonly ended: Promise<void>;
  readonly #listeners: [NodeJS.Signals, () => void][] = [];

  constructor() {
    this.ended = new Promise((resolve) => {
      this.#end = resolve;
    });
    for (const [signal, code] of Object.entries(CODES)) {
      const listener = (): void => this.end(code);
      process.on(signal, listener);
      this.#listeners.push([signal as NodeJS.Signals, listener]);
    }
  }

  /** Waits so long, and less where it ends or is hurried. */
  async wait(ms: number): Promise<void> {
    this.#hurried = newAborter();
    await Promise.race([pause(systemClock, ms, this.#hurried.signal), this.ended]);
    this.hurry();
  }

  /** Ends a wait that is on. */
  hurry(): void {
    this.#hurried.abort();
  }

  /** The first word counts. */
  end(code: ExitCode): void {
    this.#code ??= code;
    this.#end();
  }

  get over(): boolean {
    return this.#code !== undefined;
  }

  /** undefined while it goes on. */
  get code(): ExitCode | undefined {
    return this.#code;
  }

  forget(): void {
    outliveSignals();
    for (const [signal, listener] of this.#listeners) process.off(signal, listener);
  }
}
