/** The main thread's side of lease-thread.ts: one thread per process serves every engine in it. */
import type { Worker } from 'node:worker_threads';

import { type Clock, SkepError, startThread, type Timer } from '../../foundation/index.ts';
import type { RedisTarget } from './connection.ts';
import type { LeaseNews, LeaseOrder } from './lease-thread.ts';

export interface LeaseTerms {
  readonly session: string;
  /** The first lease; add() adds more. */
  readonly key: string;
  readonly target: RedisTarget;
  readonly leaseMs: number;
  readonly blockedLimitMs: number;
}

/** The pulse beats this often within the blocked limit, and at least once a second. */
const PULSES = 8;
const PULSE_MAX_MS = 1_000;

class LeaseThread {
  readonly #worker: Worker;
  readonly #lost = new Map<string, () => void>();
  /** Resolves when the thread has loaded what it needs. */
  readonly ready: Promise<void>;

  constructor() {
    this.#worker = startThread(import.meta.url, 'lease-thread', null);
    this.#worker.on('message', (news: LeaseNews) => {
      if (news.type === 'lost') this.#lost.get(news.session)?.();
    });
    // Without the thread no lease is renewed: everybody must know at once.
    this.#worker.on('error', () => {
      thread = undefined;
      for (const tell of this.#lost.values()) tell();
    });
    this.ready = new Promise((resolve, reject) => {
      this.#worker.once('message', () => {
        resolve();
      });
      this.#worker.once('error', reject);
    });
    // Last: a listener for messages makes the thread hold the process again.
    this.#worker.unref();
  }

  hold(order: Extract<LeaseOrder, { type: 'hold' }>, onLost: () => void): void {
    this.#lost.set(order.session, onLost);
    this.#worker.postMessage(order);
  }

  add(session: string, key: string): void {
    this.#worker.postMessage({ type: 'add', session, key } satisfies LeaseOrder);
  }

  drop(session: string): void {
    this.#lost.delete(session);
    this.#worker.postMessage({ type: 'drop', session } satisfies LeaseOrder);
  }
}

let thread: LeaseThread | undefined;

/** Renews the leases of one session until they are dropped or one is lost. */
export class LeaseKeeper {
  readonly #clock: Clock;
  readonly #pulse = new SharedArrayBuffer(4);
  #timer: Timer | undefined;
  #held: { readonly thread: LeaseThread; readonly session: string } | undefined;

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  /** Starts the thread, which takes some tenths of a second, before a lease begins to run. */
  async prepare(): Promise<void> {
    thread ??= new LeaseThread();
    await thread.ready;
  }

  /** @param onLost called once, when a lease was gone at its renewal or the thread ended */
  hold(terms: LeaseTerms, onLost: () => void): void {
    this.drop();
    thread ??= new LeaseThread();
    try {
      thread.hold({ type: 'hold', ...terms, pulse: this.#pulse }, onLost);
    } catch (error) {
      if (!(error instanceof Error) || error.name !== 'DataCloneError') throw error;
      throw new SkepError('REQUEST_INVALID', 'The Redis options hold a function, which cannot go to the lease thread', {
        hint: 'Give certificates and addresses as data.',
      });
    }
    this.#held = { thread, session: terms.session };
    this.#beat(Math.min(PULSE_MAX_MS, terms.blockedLimitMs / PULSES));
  }

  /** One lease more, which exists already. */
  add(key: string): void {
    this.#held?.thread.add(this.#held.session, key);
  }

  drop(): void {
    this.#timer?.cancel();
    this.#held?.thread.drop(this.#held.session);
    this.#held = undefined;
  }

  #beat(everyMs: number): void {
    Atomics.add(new Int32Array(this.#pulse), 0, 1);
    this.#timer = this.#clock.after(everyMs, () => {
      this.#beat(everyMs);
    });
  }
}
