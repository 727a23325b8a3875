/** A queue as the consumer loop sees it, and the bell that wakes those who wait on one. */
import type { Lane, Lease, Settlement, SettleReceipt } from '../../engine/index.ts';
import type { Committer } from './committer.ts';
import type { Membership } from './membership.ts';
import { mayReserve, type Reservation, reserveJobs } from './reserve.ts';
import { prepareSettlements, settleJobs } from './settle.ts';
import type { Store } from './store.ts';

export class Wakes {
  readonly #store: Store;
  readonly #listeners = new Map<string, Set<() => void>>();

  constructor(store: Store) {
    this.#store = store;
  }

  /** @returns unsubscribe */
  subscribe(queue: string, listener: () => void): () => void {
    const listeners = this.#listeners.get(queue) ?? new Set();
    this.#listeners.set(queue, listeners.add(listener));
    return () => {
      listeners.delete(listener);
    };
  }

  wake(queues: Iterable<string>): void {
    for (const queue of queues) for (const listener of this.#listeners.get(queue) ?? []) listener();
  }

  /** Wakes every queue where jobs wait. */
  wakeWaiting(): void {
    this.wake([...this.#listeners.keys()].filter((queue) => mayReserve(this.#store, queue)));
  }
}

export interface LaneParts {
  readonly store: Store;
  readonly committer: Committer;
  readonly membership: Membership;
  readonly wakes: Wakes;
  readonly onExpired: Reservation['onExpired'];
}

export class QueueLane implements Lane {
  /** SQLite works in this very thread: halves would only double the commits. */
  readonly reserves = 1;
  readonly #queue: string;
  readonly #parts: LaneParts;

  constructor(queue: string, parts: LaneParts) {
    this.#queue = queue;
    this.#parts = parts;
  }

  async reserve(count: number): Promise<readonly Lease[]> {
    const { store, committer, membership, onExpired } = this.#parts;
    // What is enqueued in this very turn is not seen here; its commit wakes the loop.
    if (!mayReserve(store, this.#queue)) return [];
    // A reserve that a power cut undoes harms nobody: whoever held the lease is gone as well.
    return committer.write(
      (transaction) => {
        const session = membership.holding(transaction);
        return session ? reserveJobs(transaction, { session, queue: this.#queue, count, onExpired }) : [];
      },
      { durable: false },
    );
  }

  async settle(batch: readonly Settlement[]): Promise<readonly SettleReceipt[]> {
    const { committer, membership } = this.#parts;
    const prepared = prepareSettlements(batch);
    return committer.write((transaction) =>
      settleJobs(transaction, prepared, (session) => membership.numberOf(session)),
    );
  }

  onWake(listener: () => void): () => void {
    return this.#parts.wakes.subscribe(this.#queue, listener);
  }
}
