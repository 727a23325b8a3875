/**
 * What was changed by whom: lines that stand for as long as the rules say, and in the number that they say. The store keeps
 * texts, and reads none.
 */
import type { SweepReport } from './keeping.ts';

export interface AuditFacet {
  /**
   * Writes one line, under the store's clock, after all that stand; a few that are past their time go. A line of that id
   * that stands already stays as it is, so a call whose answer was lost may be made again.
   * @param body one text, a few kB at most
   * @param was  text of the line of that id whose place and time it takes, where that one stands
   */
  append(id: string, body: string, was?: string): Promise<void>;
  /** The newest first. @param before position of the line after which it goes on; null: from the newest */
  list(span: AuditSpan, limit: number, before: string | null): Promise<readonly AuditRow[]>;
  /** Removes lines that are older or more than the rules say, the oldest first. */
  prune(limit: number): Promise<SweepReport>;
}

/** Epoch milliseconds; null: no bound. */
export interface AuditSpan {
  readonly from: number | null;
  /** Not included. */
  readonly to: number | null;
}

export interface AuditRow {
  readonly id: string;
  /** Its place among all, for `before`. */
  readonly position: string;
  readonly at: number;
  readonly body: string;
}

/** How long lines are kept, and how many. */
export interface AuditKeeping {
  readonly keepMs: number;
  readonly max: number;
}

/** Where no manifest has said anything yet. */
export const AUDIT_KEPT: AuditKeeping = { keepMs: 90 * 86_400_000, max: 100_000 };

/** Old lines that each new one takes along. */
export const AUDIT_SWEPT = 10;
