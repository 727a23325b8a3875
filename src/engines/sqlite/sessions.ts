/** Sessions: the rows of `processes`. A lease is held as long as the row of its owner stands. */
import type { Lease, ProcessInfo, ProcessRow } from '../../engine/index.ts';
import type { Transaction } from './committer.ts';
import { IS_OVER, type Moment, overAt } from './moment.ts';
import type { Store } from './store.ts';

export interface Session {
  /** What others see. */
  readonly id: string;
  /** Its number in the file, which jobs carry as owner; never used twice. */
  readonly number: number;
}

/** A lease that knows its job's place in the file, which is found faster than by its id. */
export interface HeldLease extends Lease {
  readonly seq: number;
}

export function beginSession(
  transaction: Transaction,
  session: { readonly id: string; readonly info: ProcessInfo; readonly leaseMs: number },
): Session {
  const { store, now, moment } = transaction;
  store.run(
    `INSERT INTO processes (session, started_at, seen_at, lease_until, boot, until_host, lease_ms, info)
     VALUES (?1, ?2, ?2, ?2 + ?5, ?3, ?4 + ?5, ?5, ?6)`,
    session.id,
    now,
    moment.boot,
    moment.host,
    session.leaseMs,
    JSON.stringify(session.info),
  );
  const number = store.number('SELECT number FROM processes WHERE session = ?', session.id);
  store.run('INSERT INTO sessions (number, id) VALUES (?, ?)', number, session.id);
  store.run('DELETE FROM sessions WHERE number <= ?', number - SESSIONS_KEPT);
  return { id: session.id, number };
}

/** Sessions whose names are kept for the records of completed jobs; each takes 50 bytes. */
const SESSIONS_KEPT = 20_000;

/** What is left of a lease, in milliseconds; with the parameters of overAt. */
const LEFT = 'iif(boot = ?1, until_host - ?2, lease_until - ?3)';

/** A lease that is spent by so much is renewed by whoever writes anyway. */
const SPENT = 1 / 3;

/**
 * A lease that ran out is over, also before anybody rescued its jobs: else two could think they hold one.
 *
 * One that holds is renewed in passing: where several processes write without pause, the renewal's thread may wait
 * for the write lock for longer than a short lease lasts (seen with 1.5 s and four processes).
 */
export function sessionHolds(transaction: Transaction, session: Session): boolean {
  const { store, moment } = transaction;
  const [left, leaseMs] = (store.get(
    `SELECT ${LEFT}, lease_ms FROM processes WHERE number = ?4`,
    ...overAt(moment),
    session.number,
  ) ?? [0, 0]) as [number, number];
  if (left <= 0) return false;
  if (left < (1 - SPENT) * leaseMs) renewSession(store, session.number, moment);
  return true;
}

/** @returns false when the lease is over */
export function refreshSession(transaction: Transaction, session: Session, info: ProcessInfo): boolean {
  const { store, moment } = transaction;
  if (!renewSession(store, session.number, moment)) return false;
  store.run(
    'UPDATE processes SET seen_at = ?, info = ? WHERE number = ?',
    moment.now,
    JSON.stringify(info),
    session.number,
  );
  return true;
}

/** Renewal as the thread does it, see renewal.ts. @returns false when the lease is over */
export function renewSession(store: Store, number: number, moment: Moment): boolean {
  return (
    store.run(
      `UPDATE processes SET lease_until = ?3 + lease_ms, until_host = ?2 + lease_ms WHERE number = ?4 AND NOT ${IS_OVER}`,
      ...overAt(moment),
      number,
    ) === 1
  );
}

export function processRows(store: Store, moment: Moment): ProcessRow[] {
  return store
    .all(
      `SELECT session, started_at, seen_at, ?3 + ${LEFT}, info FROM processes WHERE NOT ${IS_OVER} ORDER BY number`,
      ...overAt(moment),
    )
    .map((row) => ({
      ...(JSON.parse(String(row[4])) as ProcessInfo),
      session: String(row[0]),
      startedAt: Number(row[1]),
      seenAt: Number(row[2]),
      leaseUntil: Number(row[3]),
    }));
}
