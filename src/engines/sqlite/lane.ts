/** A queue as the consumer loop sees it, and the bell that wakes those who wait on one. */
import {
  type HoldJudge,
  type Lane,
  type Lease,
  pieces,
  Portion,
  type Reserved,
  type Settlement,
  type SettleReceipt,
} from '../../engine/index.ts';
import type { Committer } from './committer.ts';
import { Gathering } from './gathering.ts';
import type { Membership } from './membership.ts';
import { failureOn } from './layout.ts';
import { type Got, mayReserve, type Reservation, reserveJobs, type Want } from './reserve.ts';
import { type PreparedSettlement, prepareSettlements, settleJobs } from './settle.ts';
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

export interface ExchangeParts {
  readonly committer: Committer;
  readonly membership: Membership;
  readonly onExpired: Reservation['onExpired'];
  readonly judge: () => HoldJudge | null;
}

const NOTHING = { leases: [], more: false };

/** Where the lanes of all queues reserve and settle: one unit of work each for what they want in one turn. */
export class SharedTurns {
  readonly #reserves: Gathering<Want, Got>;
  readonly #settles: Gathering<readonly PreparedSettlement[], readonly SettleReceipt[]>;

  constructor({ committer, membership, onExpired, judge }: ExchangeParts) {
    this.#reserves = new Gathering({
      committer,
      // A reserve that a power cut undoes harms nobody: whoever held the lease is gone as well.
      durable: false,
      act: (transaction, wants) => {
        const { store, woken } = transaction;
        // What is settled in this very transaction may have brought something.
        const worth = wants.filter(({ queue, unsure }) => !unsure || woken.has(queue) || mayReserve(store, queue));
        const session = worth.length > 0 && membership.holding(transaction);
        if (!session) return wants.map(() => NOTHING);
        const got = reserveJobs(transaction, { session, wants: worth, judge: judge(), onExpired });
        return wants.map((want) => got[worth.indexOf(want)] ?? NOTHING);
      },
    });
    this.#settles = new Gathering({
      committer,
      durable: true,
      act: (transaction, batches) => {
        const receipts = settleJobs(transaction, batches.flat(), (session) => membership.numberOf(session));
        return batches.map((batch) => receipts.splice(0, batch.length));
      },
    });
  }

  reserve(want: Want): Promise<Got> {
    return this.#reserves.add(want);
  }

  settle(batch: readonly PreparedSettlement[]): Promise<readonly SettleReceipt[]> {
    return this.#settles.add(batch);
  }
}

export interface LaneParts {
  /** Whether priorities of the queue share, asked at each reserve. */
  readonly weighted: () => boolean;
  readonly store: Store;
  readonly turns: SharedTurns;
  readonly wakes: Wakes;
}

/** Settlements of one transaction: as many as can pile up in one turn, so that only large results part them. */
const SETTLE_BATCH = 10_000;

function resultBytes({ outcome }: Settlement): number {
  return outcome.kind === 'complete' ? (outcome.text?.length ?? 0) : 0;
}

export class QueueLane implements Lane {
  /** SQLite works in this very thread: halves would only double the commits. */
  readonly reserves = 1;
  readonly #queue: string;
  readonly #parts: LaneParts;
  readonly #portion = new Portion();
  /** The last reserve brought all that it asked for. */
  #full = false;
  /** Of settlements on their way, from which something may follow that the next reserve finds in their transaction. */
  #mayFollow = false;

  constructor(queue: string, parts: LaneParts) {
    this.#queue = queue;
    this.#parts = parts;
  }

  async reserve(count: number): Promise<Reserved> {
    // What is enqueued in this very turn is not seen here; its commit wakes the loop.
    const unsure = !this.#full && this.#mayFollow;
    if (!this.#full && !unsure && !this.#mayReserve()) return NOTHING;
    this.#full = this.#mayFollow = false;
    const { turns } = this.#parts;
    const weighted = this.#parts.weighted();
    let leases: readonly Lease[] = [];
    for (let more = true; leases.length < count && more;) {
      const asked = this.#portion.of(count - leases.length);
      const got = await turns.reserve({ queue: this.#queue, count: asked, portion: this.#portion, weighted, unsure });
      leases = leases.length === 0 ? got.leases : [...leases, ...got.leases];
      if (got.more) return { leases, more: true };
      more = got.leases.length === asked;
    }
    this.#full = leases.length >= count;
    return { leases, more: this.#full };
  }

  /** @throws SkepError as every call that meets the file: a damaged one is told by name */
  #mayReserve(): boolean {
    const { store } = this.#parts;
    try {
      return mayReserve(store, this.#queue);
    } catch (error) {
      throw failureOn(store, error);
    }
  }

  async settle(batch: readonly Settlement[]): Promise<readonly SettleReceipt[]> {
    const { turns } = this.#parts;
    const receipts: SettleReceipt[] = [];
    for (const piece of pieces(batch, SETTLE_BATCH, resultBytes)) {
      this.#mayFollow = piece.some(({ lease }) => lease.job.consequences.length > 0);
      receipts.push(...(await turns.settle(prepareSettlements(piece)).finally(() => (this.#mayFollow = false))));
    }
    return receipts;
  }

  onWake(listener: () => void): () => void {
    return this.#parts.wakes.subscribe(this.#queue, listener);
  }
}
