/**
 * A consumer driven by hand: it holds what it was given until the test ends it. It looks into the store when it is
 * woken and not otherwise: whoever gets a job from one that has come to rest knows that the signal came.
 */
import type { AttemptResult, Consumer, Engine, Lease, SettleReceipt } from '../../src/engine/index.ts';
import type { Job, JobError, Outcome } from '../../src/core/index.ts';
import { idleProcess } from '../support/new-job.ts';

export const INFO = idleProcess({ queues: { default: 10 }, manifestHash: 'hash' });

/** Longer than any test. */
export const FOR_EVER_MS = 86_400_000;

export const FAILURE: JobError = { name: 'Error', message: 'it broke', code: 'E_BROKE', stack: null };

export interface Held {
  readonly lease: Lease;
  readonly job: Job;
  /** Ends the attempt and resolves with what the engine made of it. */
  readonly end: (outcome: Outcome, extra?: Partial<AttemptResult>) => Promise<SettleReceipt>;
}

export class Hand {
  readonly held: Held[] = [];
  readonly troubles: unknown[] = [];
  readonly consumer: Consumer;
  #slots: number;
  #active = 0;
  #waiting: ((held: Held) => void)[] = [];
  #unclaimed: Held[] = [];
  readonly #receipts = new Map<Lease, (receipt: SettleReceipt) => void>();

  constructor(engine: Engine, queue = 'default', slots = 1) {
    this.#slots = slots;
    this.consumer = engine.queues.consume(
      queue,
      {
        permit: () => this.#slots - this.#active,
        restMs: FOR_EVER_MS,
        onSettled: (lease, _outcome, receipt) => this.#receipts.get(lease)?.(receipt),
        onTrouble: (error) => this.troubles.push(error),
      },
      (lease) => this.#run(lease),
    );
  }

  /** The next job that is handed out, in order. */
  next(): Promise<Held> {
    const held = this.#unclaimed.shift();
    if (held) return Promise.resolve(held);
    return new Promise((resolve) => this.#waiting.push(resolve));
  }

  async take(count: number): Promise<Held[]> {
    const taken: Held[] = [];
    while (taken.length < count) taken.push(await this.next());
    return taken;
  }

  /** Grants no more jobs; the consumer is stopped without waiting for those held. */
  close(): Promise<void> {
    this.#slots = 0;
    return this.consumer.stop();
  }

  #run(lease: Lease): Promise<AttemptResult> {
    this.#active += 1;
    return new Promise((resolve) => {
      const held: Held = {
        lease,
        job: lease.job,
        end: (outcome, extra) =>
          new Promise((settled) => {
            this.#active -= 1;
            this.#receipts.set(lease, settled);
            resolve({ outcome, traceId: null, spanId: null, progress: null, logs: [], ...extra });
          }),
      };
      this.held.push(held);
      const waiting = this.#waiting.shift();
      if (waiting) waiting(held);
      else this.#unclaimed.push(held);
    });
  }
}

/** Joins and hands out one job of the queue. */
export async function takeOne(engine: Engine, queue = 'default'): Promise<Held> {
  const hand = new Hand(engine, queue);
  const held = await hand.next();
  void hand.close();
  return held;
}

/** Runs every available job of the queue to the end by `outcome`; resolves when none is left. @returns their ids in order */
export async function runAll(
  engine: Engine,
  queue = 'default',
  outcome: (lease: Lease) => Outcome = () => ({ kind: 'complete', result: null }),
  slots = 1,
): Promise<string[]> {
  const ids: string[] = [];
  let active = 0;
  const consumer = engine.queues.consume(queue, { permit: () => slots - active }, async (lease) => {
    active += 1;
    ids.push(lease.job.id);
    await new Promise((resolve) => setImmediate(resolve));
    active -= 1;
    return { outcome: outcome(lease), traceId: null, spanId: null, progress: null, logs: [] };
  });
  await consumer.idle();
  await consumer.stop();
  return ids;
}
