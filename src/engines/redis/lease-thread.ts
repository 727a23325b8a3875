/**
 * The thread that renews leases, so that a busy event loop does not lose them. It stops renewing for a process
 * whose loop has not turned for its blockedLimit: such a process hangs and must not keep its jobs for ever.
 */
import { parentPort } from 'node:worker_threads';

import { systemClock, type Timer } from '../../foundation/index.ts';
import type { StoreClient } from './client.ts';
import { newClient, type RedisTarget } from './connection.ts';

/** From the main thread. `pulse` counts the turns of its loop. */
export type LeaseOrder =
  | {
      readonly type: 'hold';
      readonly session: string;
      readonly key: string;
      readonly target: RedisTarget;
      readonly leaseMs: number;
      readonly blockedLimitMs: number;
      readonly pulse: SharedArrayBuffer;
    }
  | { readonly type: 'add'; readonly session: string; readonly key: string }
  | { readonly type: 'drop'; readonly session: string };

/** To the main thread. lost: a lease was gone when it was to be renewed. */
export type LeaseNews = { readonly type: 'ready' } | { readonly type: 'lost'; readonly session: string };

type Hold = Extract<LeaseOrder, { type: 'hold' }>;

/** Renewals per time to live: two may fail. */
const RENEWALS = 3;

class Renewal {
  readonly #hold: Hold;
  readonly #client: StoreClient;
  readonly #keys: Set<string>;
  readonly #pulse: Int32Array;
  #timer: Timer | undefined;
  #seen = -1;
  #seenAt = 0;
  #dropped = false;

  constructor(hold: Hold) {
    this.#hold = hold;
    this.#pulse = new Int32Array(hold.pulse);
    this.#keys = new Set([hold.key]);
    this.#client = newClient(hold.target, 'lease');
    // It goes on trying by itself; the main thread's own connections tell what is wrong.
    this.#client.on('error', () => undefined);
    void this.#turn();
  }

  add(key: string): void {
    this.#keys.add(key);
  }

  drop(): void {
    this.#dropped = true;
    this.#timer?.cancel();
    this.#client.disconnect();
  }

  async #turn(): Promise<void> {
    const held = !this.#alive() || (await this.#renew());
    if (this.#dropped) return;
    if (!held) {
      parentPort?.postMessage({ type: 'lost', session: this.#hold.session } satisfies LeaseNews);
      return;
    }
    this.#timer = systemClock.after(this.#hold.leaseMs / RENEWALS, () => void this.#turn(), { hold: true });
  }

  /** Only an existing key is prolonged: a lease that ran out never comes back. What has no answer may be there. */
  async #renew(): Promise<boolean> {
    const replies = await Promise.allSettled(
      [...this.#keys].map((key) => this.#client.pexpire(key, this.#hold.leaseMs)),
    );
    return replies.every((reply) => reply.status === 'rejected' || reply.value === 1);
  }

  #alive(): boolean {
    const pulse = Atomics.load(this.#pulse, 0);
    const now = systemClock.monotonic();
    if (pulse !== this.#seen) {
      this.#seen = pulse;
      this.#seenAt = now;
    }
    return now - this.#seenAt < this.#hold.blockedLimitMs;
  }
}

const renewals = new Map<string, Renewal>();

parentPort?.on('message', (order: LeaseOrder) => {
  if (order.type === 'add') {
    renewals.get(order.session)?.add(order.key);
    return;
  }
  renewals.get(order.session)?.drop();
  renewals.delete(order.session);
  if (order.type === 'hold') renewals.set(order.session, new Renewal(order));
});
parentPort?.postMessage({ type: 'ready' } satisfies LeaseNews);
