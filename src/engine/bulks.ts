/**
 * Bulk operations: many jobs changed on one request, in steps. What it is about and how far it is stands in a text that the store
 * keeps and does not read; who carries it out has it for a time, and whoever comes when that is over may go on with it.
 */
export interface BulkRow {
  readonly id: string;
  readonly body: string;
  readonly done: boolean;
  /** It was asked to end. */
  readonly cancelled: boolean;
  /** Whether somebody has it. */
  readonly held: boolean;
}

/** Who carries it, and for how long from now. */
export interface BulkHold {
  readonly carrier: string;
  readonly leaseMs: number;
}

export interface BulksFacet {
  /** Stores a new one, which its carrier has from now on. Of those that are done the newest BULKS_KEPT are kept. */
  add(id: string, body: string, hold: BulkHold): Promise<void>;
  /**
   * How far it is, with `done` for the last time. @returns `lost` where another has it: nothing was written; `cancelled` where it is to end
   */
  save(id: string, body: string, hold: BulkHold, done?: boolean): Promise<'held' | 'cancelled' | 'lost'>;
  /** One that is not done and that nobody has (any more); the carrier has it from now on. null: there is none. */
  take(hold: BulkHold): Promise<BulkRow | null>;
  /** It is to end. @returns false where there is none, or it is done */
  cancel(id: string): Promise<boolean>;
  get(id: string): Promise<BulkRow | null>;
  /** Newest first. */
  list(limit: number): Promise<readonly BulkRow[]>;
}

export const BULKS_KEPT = 200;
