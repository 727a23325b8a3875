/**
 * The other end of ask-worker.ts: what this process is told by people, done and answered once. The answer stands in the
 * row of the process for some seconds, where whoever has asked looks, on either engine and without a session of his own.
 */
import { isDeepStrictEqual } from 'node:util';
import type { WorkerCommand } from '../../api/index.ts';
import { tell } from '../../core/index.ts';
import type { Engine, ProcessAnswer, ProcessInfo, Signal } from '../../engine/index.ts';
import { type Clock, type Json, type Logger, messageOf, SkepError } from '../../foundation/index.ts';
import { type Order, ORDER_TOPIC, orderOf } from './order.ts';
import type { Services } from '../services.ts';

export interface ToldParts {
  readonly engine: Pick<Engine, 'now'>;
  readonly services: Pick<Services, 'obey' | 'told' | 'list' | 'beat'>;
  readonly clock: Clock;
  readonly logger: Logger;
  readonly stop: () => unknown;
}

/** Longer than whoever asks waits for it. */
const SHOWN_MS = 10_000;
/** Answers in the row at most, each with so many attempts: it is written at every beat. */
const ANSWERS = 8;
const ATTEMPTS = 20;
/** An order is told again until it is answered: so many are known by their ids. */
const KNOWN = 256;

export class ToldProcess {
  readonly #parts: ToldParts;
  readonly #known = new Set<string>();
  #answers: { readonly at: number; readonly answer: ProcessAnswer }[] = [];
  #stop: () => unknown;

  constructor(parts: ToldParts) {
    this.#parts = parts;
    this.#stop = parts.stop;
  }

  /** In place of what the parts say. */
  onStop(stop: () => void): void {
    this.#stop = stop;
  }

  heed(signal: Extract<Signal, { readonly type: 'told' }>): void {
    if (signal.topic !== ORDER_TOPIC) return;
    const order = orderOf(signal.body);
    if (order === undefined || this.#known.has(order.id)) return;
    this.#known.add(order.id);
    for (const id of this.#known) if (this.#known.size > KNOWN) this.#known.delete(id);
    void this.#follow(order);
  }

  /** What the row of the process says of it; nothing while it was told nothing. */
  shown(stopping: boolean): Pick<ProcessInfo, 'control' | 'answers'> {
    const now = this.#parts.clock.monotonic();
    this.#answers = this.#answers.filter(({ at }) => now - at < SHOWN_MS).slice(-ANSWERS);
    const { told } = this.#parts.services;
    const settings = told ?? { state: 'working', concurrency: {}, queues: null };
    return {
      ...((told !== null || stopping) && { control: stopping ? { ...settings, state: 'stopping' } : settings }),
      ...(this.#answers.length > 0 && { answers: this.#answers.map(({ answer }) => answer) }),
    };
  }

  async #follow(order: Order): Promise<void> {
    const { engine, services, clock } = this.#parts;
    try {
      // Whoever asked has given up by then, and has said that it is not done.
      if ((await engine.now()) > order.until) return;
    } catch {
      // The store is away, so nobody could hear an answer. It is told again while it counts.
      this.#known.delete(order.id);
      return;
    }
    const refused = this.#do(order);
    const attempts = services.list(ATTEMPTS) as unknown as Json;
    this.#answers.push({ at: clock.monotonic(), answer: { to: order.id, refused, attempts } });
    services.beat();
    if (order.command.verb === 'stop') this.#stop();
  }

  #do({ command, by }: Order): ProcessAnswer['refused'] {
    const { services, logger } = this.#parts;
    if (command.verb === 'ping') return null;
    let refused: ProcessAnswer['refused'] = null;
    const before = services.told;
    try {
      if (command.verb !== 'stop') services.obey(command);
    } catch (error) {
      const { code, hint } = error instanceof SkepError ? error : new SkepError('INTERNAL', messageOf(error));
      refused = { code, message: messageOf(error), hint: hint ?? null };
    }
    const changed = command.verb === 'stop' || !isDeepStrictEqual(before, services.told);
    tell(logger, 'process.told', {
      ...{ by, what: wordsOf(command), changed },
      ...(refused && { refused: refused.message }),
    });
    return refused;
  }
}

function wordsOf(command: WorkerCommand): string {
  const { verb, ...rest } = command;
  const more = Object.entries(rest).map(([key, value]) => `${key} ${JSON.stringify(value)}`);
  return [verb, ...more].join(' ');
}
