/** available → running. */
import type { JobRef } from '../../core/index.ts';
import type { Lease } from '../../engine/index.ts';
import type { Transaction } from './committer.ts';
import { expireJobs } from './maintain.ts';
import { JOB_COLUMNS, jobOf, unreadable } from './rows.ts';
import { IS_READY, stateCode } from './schema.ts';
import type { Session } from './sessions.ts';
import type { Row, Store } from './store.ts';

const RESERVE = `
  UPDATE jobs SET state = ${stateCode('running')}, owner = ?, attempt = attempt + 1, started_at = ?
  WHERE seq IN (
    SELECT seq FROM jobs INDEXED BY jobs_ready
    WHERE queue = ? AND ${IS_READY} AND (expires_at IS NULL OR expires_at > ?)
    ORDER BY priority, run_at, seq LIMIT ?)
  RETURNING ${JOB_COLUMNS}`;

/** Expired jobs that one reserve buries in passing, so that they do not lie at the head of the queue for ever. */
const EXPIRE_LIMIT = 200;

/** Whether a reserve could bring anything: a look without the write lock. */
export function mayReserve(store: Store, queue: string): boolean {
  return store.get('SELECT 1 FROM queues WHERE queue = ? AND paused = 0 AND available > 0', queue) !== undefined;
}

export interface Reservation {
  /** It holds: the caller has made sure. */
  readonly session: Session;
  readonly queue: string;
  readonly count: number;
  /** Told of jobs that were past their expiry, once their end is stored. */
  readonly onExpired: (expired: readonly JobRef[]) => void;
}

export function reserveJobs(transaction: Transaction, { session, queue, count, onExpired }: Reservation): Lease[] {
  const { store, now } = transaction;
  transaction.flush();
  if (!mayReserve(store, queue)) return [];
  const { expired } = expireJobs(transaction, EXPIRE_LIMIT);
  if (expired.length > 0) transaction.committed.push(() => onExpired(expired));
  const rows = store.all(RESERVE, session.number, now, queue, now, count);
  transaction.moved(queue, 'available', 'running', rows.length);
  // RETURNING promises no order.
  rows.sort((a, b) => Number(a[4]) - Number(b[4]) || Number(a[10]) - Number(b[10]) || Number(a[0]) - Number(b[0]));
  return rows.flatMap((row) => leaseOf(transaction, row, { session, queue }));
}

/** @returns no lease for a row that nobody can read: it is buried at once, or the whole queue would stand before it */
function leaseOf(
  transaction: Transaction,
  row: Row,
  { session, queue }: Pick<Reservation, 'session' | 'queue'>,
): Lease[] {
  try {
    return [{ job: jobOf(row), session: session.id }];
  } catch (error) {
    transaction.store.run(
      `UPDATE jobs SET state = ${stateCode('dead')}, finished_at = ?, error = ?, owner = NULL WHERE seq = ?`,
      transaction.now,
      JSON.stringify(unreadable(error)),
      Number(row[0]),
    );
    transaction.moved(queue, 'running', 'dead');
    return [];
  }
}
