/** Starting and ending fixture processes. */
import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import type { EngineTimings } from '../../src/engine/index.ts';
import { waitFor } from '../support/wait-for.ts';
import type { ProcessCommand, ProcessOrder, ProcessReport } from './fixture-process.ts';
import { timingsOf, type TestStore } from './harness.ts';

const FIXTURE = new URL('./fixture-process.ts', import.meta.url);

export interface ChildOptions {
  readonly engine: string;
  readonly store: TestStore;
  readonly timings?: Partial<EngineTimings>;
  readonly slots?: number;
}

export class Child {
  readonly reports: ProcessReport[] = [];
  readonly #process: ChildProcess;

  constructor(process: ChildProcess) {
    this.#process = process;
    process.on('message', (message) => this.reports.push(message as ProcessReport));
  }

  static async start(options: ChildOptions): Promise<Child> {
    const order: ProcessOrder = {
      engine: options.engine,
      address: options.store.address,
      timings: timingsOf(options.timings),
      queue: 'default',
      slots: options.slots ?? 10,
    };
    const child = new Child(fork(FIXTURE, [JSON.stringify(order)], { execArgv: ['--import', 'tsx'] }));
    await waitFor('the process', () => child.of('ready').length > 0 || child.#process.exitCode !== null);
    if (child.of('ready').length === 0) throw new Error('the fixture process did not start');
    return child;
  }

  of<T extends ProcessReport['type']>(type: T): Extract<ProcessReport, { type: T }>[] {
    return this.reports.filter((report): report is Extract<ProcessReport, { type: T }> => report.type === type);
  }

  get session(): string {
    return this.of('ready')[0]?.session ?? '';
  }

  send(command: ProcessCommand): void {
    this.#process.send(command);
  }

  get alive(): boolean {
    return this.#process.exitCode === null && this.#process.signalCode === null;
  }

  /** kill -9, and waits until it is gone. */
  async kill(): Promise<void> {
    if (!this.alive) return;
    const gone = once(this.#process, 'exit');
    this.#process.kill('SIGKILL');
    await gone;
  }

  /** Drains, leaves, ends. */
  async stop(): Promise<void> {
    if (!this.alive) return;
    const gone = once(this.#process, 'exit');
    this.send({ type: 'stop' });
    await gone;
  }
}
