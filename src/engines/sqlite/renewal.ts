/**
 * Keeping the lease of this process alive.
 *
 * A file is renewed by a thread with a connection of its own, so that a busy event loop does not lose its
 * jobs needlessly. The loop leaves a sign of life in shared memory; once that has not changed for
 * `blockedLimitMs` the thread stops renewing: a process that hangs must not keep its jobs for ever.
 * `:memory:` has one connection only and is renewed on the loop.
 */
import type { Worker } from 'node:worker_threads';
import type { EngineTimings } from '../../engine/index.ts';
import { type Clock, startThread, type Timer } from '../../foundation/index.ts';
import { momentOf } from './moment.ts';
import { renewSession } from './sessions.ts';
import type { Store } from './store.ts';

/** Renewals per lease: two may fail before it runs out. */
export const RENEWALS_PER_LEASE = 3;

export interface RenewalOrder {
  readonly path: string;
  readonly number: number;
  readonly leaseMs: number;
  readonly blockedLimitMs: number;
  /** One Int32 that the loop counts up. */
  readonly pulse: SharedArrayBuffer;
  /** One Int32: 0 while the thread loads, 1 once it works with the file, 2 where it must not begin to. */
  readonly phase: SharedArrayBuffer;
}

/** What the thread says: the lease of that session is over. */
export interface RenewalNews {
  readonly type: 'lost';
  readonly number: number;
}

export interface RenewalOptions {
  readonly store: Store;
  readonly clock: Clock;
  readonly timings: EngineTimings;
  /** The lease of the session of that number is over. */
  readonly onLost: (number: number) => void;
}

export class Renewal {
  readonly #options: RenewalOptions;
  readonly #pulse = new Int32Array(new SharedArrayBuffer(4));
  #timer: Timer | undefined;
  #thread: Worker | undefined;
  /** See RenewalOrder. */
  #phase = new Int32Array(new SharedArrayBuffer(4));
  #failure: unknown;

  constructor(options: RenewalOptions) {
    this.#options = options;
  }

  /** Why the loop has to renew instead of the thread; undefined while all is well. */
  get failure(): unknown {
    return this.#failure;
  }

  /** Renews the session of that number from now on, and no other. */
  async start(number: number): Promise<void> {
    await this.stop();
    this.#failure = undefined;
    if (this.#options.store.memory) {
      this.#renewHere(number);
      return;
    }
    this.#beat();
    this.#startThread(number);
  }

  async stop(): Promise<void> {
    this.#timer?.cancel();
    this.#timer = undefined;
    const thread = this.#thread;
    this.#thread = undefined;
    if (!thread) return;
    if (Atomics.compareExchange(this.#phase, 0, 0, 2) === 0) {
      await thread.terminate();
      return;
    }
    // It closes its connection itself: cut off, it would leave that open until the process ends, and cut off within the driver it
    // would end the process.
    thread.ref();
    thread.postMessage('stop');
    await new Promise((resolve) => thread.once('exit', resolve));
  }

  #renewHere(number: number): void {
    const { clock, timings } = this.#options;
    this.#timer?.cancel();
    this.#timer = clock.after(timings.leaseMs / RENEWALS_PER_LEASE, () => {
      if (this.#renewNow(number)) this.#renewHere(number);
      else this.#options.onLost(number);
    });
  }

  /** @returns false when the lease is over; a store that fails is tried again at the next turn */
  #renewNow(number: number): boolean {
    const { store, clock } = this.#options;
    try {
      return renewSession(store, number, momentOf(clock));
    } catch {
      return true;
    }
  }

  #beat(): void {
    const { clock, timings } = this.#options;
    Atomics.add(this.#pulse, 0, 1);
    this.#timer = clock.after(Math.min(1_000, timings.blockedLimitMs / 4), () => this.#beat());
  }

  #startThread(number: number): void {
    const { store, timings } = this.#options;
    const { leaseMs, blockedLimitMs } = timings;
    this.#phase = new Int32Array(new SharedArrayBuffer(4));
    const shared = { pulse: this.#pulse.buffer, phase: this.#phase.buffer };
    const order: RenewalOrder = { path: store.path, number, leaseMs, blockedLimitMs, ...shared };
    const thread = startThread(import.meta.url, 'renewal-thread', order);
    thread.unref();
    thread.on('message', (news: RenewalNews) => {
      this.#options.onLost(news.number);
    });
    thread.on('error', (error) => {
      // It died (no memory, file gone). Then the loop renews: a busy one may lose the lease, but the work goes on.
      if (this.#thread !== thread) return;
      this.#thread = undefined;
      this.#failure = error;
      this.#renewHere(number);
    });
    this.#thread = thread;
  }
}
