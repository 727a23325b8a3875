/** A bulk operation as it is stored: what is wanted, and how far it is. Whoever goes on with it needs nothing else. */
import type { BulkAction, BulkFilter, BulkRequest, BulkState, BulkView } from '../../api/index.ts';
import type { Scope } from '../../core/index.ts';
import type { BulkRow, ChangeReceipt, JobFilter } from '../../engine/index.ts';
import { iso, type Rate } from '../../foundation/index.ts';
import { refusalOf } from '../local/refusals.ts';

/** When it stops because of those that end badly again. */
export interface StopRule {
  readonly count: number | null;
  readonly percent: number | null;
}

/** What is wanted, checked. */
export interface BulkPlan {
  readonly action: BulkAction;
  /** As it was given. */
  readonly given: BulkFilter;
  readonly filter: JobFilter;
  readonly to: string | null;
  readonly priority: number | null;
  readonly dryRun: boolean;
  readonly rate: Rate | null;
  readonly canary: { readonly jobs: number; readonly percent: number } | null;
  readonly stop: StopRule | null;
}

export interface BulkRecord extends BulkPlan {
  readonly id: string;
  readonly by: string | null;
  readonly createdAt: number;
  readonly matched: number | null;
  /** Which jobs it sees; null, or absent in a record of before: all. */
  readonly scope?: Scope | null;
  state: BulkState;
  /** Where the next step begins. */
  cursor: string | null;
  /** The canary has ended well, or there is none. */
  proven: boolean;
  /** What a former version wrote has none. */
  looked?: number;
  met: number;
  running: number;
  changed: number;
  stayed: number;
  refusals: BulkView['refusals'][number][];
  /** Ids of jobs that were retried and whose end is waited for. */
  watched: string[];
  ended: number;
  failures: number;
  finishedAt: number | null;
  error: string | null;
}

export function newRecord(
  plan: BulkPlan,
  about: Pick<BulkRecord, 'id' | 'by' | 'createdAt' | 'matched' | 'scope'>,
): BulkRecord {
  return {
    ...plan,
    ...about,
    state: 'running',
    cursor: null,
    proven: plan.canary === null || plan.dryRun,
    ...{ looked: 0, met: 0, running: 0, changed: 0, stayed: 0, refusals: [], watched: [], ended: 0, failures: 0 },
    ...{ finishedAt: null, error: null },
  };
}

export function recordIn({ body }: Pick<BulkRow, 'body'>): BulkRecord {
  return JSON.parse(body) as BulkRecord;
}

export function bulkView(row: BulkRow): BulkView {
  const record = recordIn(row);
  const {
    id,
    action,
    given,
    to,
    priority,
    dryRun,
    matched,
    looked = 0,
    met,
    running,
    changed,
    stayed,
    refusals,
    ended,
    failures,
    by,
    error,
  } = record;
  // Whoever had it has died, and nobody goes on with what is to end.
  const state = record.state === 'running' && row.cancelled && !row.held ? 'cancelled' : record.state;
  return {
    ...{
      id,
      action,
      filter: given,
      to,
      priority,
      dryRun,
      state,
      matched,
      looked,
      met,
      running,
      changed,
      stayed,
      refusals,
      ended,
      failures,
      by,
    },
    createdAt: iso(record.createdAt),
    finishedAt: record.finishedAt === null ? null : iso(record.finishedAt),
    carried: row.held,
    error,
  };
}

const DONE: Readonly<Record<BulkRequest['action'], string>> = {
  cancel: 'cancelled',
  move: 'moved',
  prioritize: 'given another priority',
  remove: 'removed',
  retry: 'retried',
};

/** Of those that stay so many are told by name. */
const TOLD = 100;

/** @returns whether it was changed */
export function addReceipt(record: BulkRecord, receipt: ChangeReceipt): boolean {
  const refusal = refusalOf(receipt.id, receipt, DONE[record.action]);
  if (refusal === undefined) {
    record.changed += 1;
    return true;
  }
  record.stayed += 1;
  if (record.refusals.length < TOLD) {
    const code = receipt.status === 'unknown' ? 'JOB_UNKNOWN' : receipt.holder ? 'JOB_EXISTS' : 'STATE_CONFLICT';
    record.refusals.push({ id: receipt.id, code, detail: refusal.message, state: receipt.state });
  }
  return false;
}
