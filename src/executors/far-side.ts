/** The far side of a pool: runs one attempt after the other, in a thread or process of its own. */
import { catchPrints, ContextLogger, SharedResources } from '../core/index.ts';
import { messageOf, newAborter, silentLogger, systemClock } from '../foundation/index.ts';
import { FarAttempt, type FarParts, type FarPort } from './far-attempt.ts';
import { type FarTraces, traceFar, UNTRACED } from './far-tracing.ts';
import type { FarTurn } from './far-turn.ts';
import type { FarOrder, FarSetting } from './messages.ts';

const clock = systemClock;

export class FarSide {
  readonly #port: FarPort;
  readonly #parts: FarParts;
  readonly #shared: SharedResources;
  #attempt: FarAttempt | undefined;
  #catches = false;
  #traces: FarTraces = UNTRACED;

  /** @param turn where a thread of the process watches */
  constructor(port: FarPort, turn?: FarTurn) {
    this.#port = port;
    this.#shared = new SharedResources({
      clock,
      // What is opened for all belongs to no attempt; while one runs, its lines go with it.
      logger: () => this.#attempt?.logger() ?? silentLogger,
      handlerLogger: (logger) => new ContextLogger(logger),
    });
    this.#parts = { port, clock, shared: this.#shared, turn, lives: () => this.#traces.lives };
    process.once('exit', () => this.#attempt?.flush());
  }

  heed(order: FarOrder): void {
    if (order.kind === 'setting') void this.#begin(order.setting);
    else if (order.kind === 'run') this.#run(order);
    else if (order.kind === 'end') void this.#end();
    else this.#attempt?.heed(order);
  }

  async #begin({ tracing }: FarSetting): Promise<void> {
    process.setSourceMapsEnabled(true);
    if (tracing !== null) this.#traces = await traceFar(tracing).catch(() => UNTRACED);
    this.#port.post({ kind: 'ready' });
  }

  #run(order: Extract<FarOrder, { kind: 'run' }>): void {
    if (order.prints && !this.#catches) catchPrints({ alone: () => this.#attempt?.printed });
    this.#catches ||= order.prints;
    this.#attempt = new FarAttempt(order, this.#parts);
    void this.#attempt.run();
  }

  /** Never rejects. */
  async #end(): Promise<void> {
    try {
      await this.#shared.close(newAborter().signal);
      this.#port.post({ kind: 'closing' });
      await this.#traces.end();
    } catch (error) {
      process.stderr.write(`${messageOf(error)}\n`);
    }
    this.#port.post({ kind: 'left' });
  }
}
