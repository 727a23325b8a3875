/** One queue of an engine, as the loop behind its consumers uses it. */
import type { Lease, Settlement, SettleReceipt } from './lease.ts';

/** What a queue of one engine can do for the loop. */
export interface Lane {
  /** How many reserves are worth having under way at once: 2 where the store works beside this process. */
  readonly reserves: 1 | 2;
  /** available → running for `count` jobs, most urgent first. */
  reserve(count: number): Promise<Reserved>;
  /** Receipts in order. Rejects only when the store failed and nothing is known to be stored. */
  settle(batch: readonly Settlement[]): Promise<readonly SettleReceipt[]>;
  /** Calls back when jobs of this queue may have become available. @returns unsubscribe */
  onWake(listener: () => void): () => void;
}

/** What a reserve has brought. */
export interface Reserved {
  readonly leases: readonly Lease[];
  /** More may wait, also where it brought fewer than asked for. false: the loop rests until it is woken. */
  readonly more: boolean;
}
