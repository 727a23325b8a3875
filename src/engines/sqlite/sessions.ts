/** Sessions: the rows of `processes`. A lease is held as long as the row of its owner stands. */
import type { Lease, ProcessInfo, ProcessRow } from '../../engine/index.ts';
import type { Transaction } from './committer.ts';
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
  const { store, now } = transaction;
  store.run(
    'INSERT INTO processes (session, started_at, seen_at, lease_until, lease_ms, info) VALUES (?, ?, ?, ?, ?, ?)',
    session.id,
    now,
    now,
    now + session.leaseMs,
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

/** A lease that is spent by so much is renewed by whoever writes anyway. */
const SPENT = 1 / 3;

/**
 * A lease that ran out is over, also before anybody rescued its jobs: else two could think they hold one.
 *
 * One that holds is renewed in passing: where several processes write without pause, the renewal's thread may wait
 * for the write lock for longer than a short lease lasts (seen with 1.5 s and four processes).
 */
export function sessionHolds(transaction: Transaction, session: Session): boolean {
  const { store, now } = transaction;
  const [until, leaseMs] = (store.get(
    'SELECT lease_until, lease_ms FROM processes WHERE number = ?',
    session.number,
  ) ?? [0, 0]) as [number, number];
  if (until <= now) return false;
  if (until - now < (1 - SPENT) * leaseMs) renewSession(store, { number: session.number, now, leaseMs });
  return true;
}

/** @returns false when the lease is over */
export function refreshSession(transaction: Transaction, session: Session, info: ProcessInfo): boolean {
  const { store, now } = transaction;
  return (
    store.run(
      'UPDATE processes SET seen_at = ?1, lease_until = ?1 + lease_ms, info = ?2 WHERE number = ?3 AND lease_until > ?1',
      now,
      JSON.stringify(info),
      session.number,
    ) === 1
  );
}

/** Renewal as the thread does it, see renewal.ts. @returns false when the lease is over */
export function renewSession(store: Store, renewal: { number: number; now: number; leaseMs: number }): boolean {
  return (
    store.run(
      'UPDATE processes SET lease_until = ? WHERE number = ? AND lease_until > ?',
      renewal.now + renewal.leaseMs,
      renewal.number,
      renewal.now,
    ) === 1
  );
}

export function processRows(store: Store, now: number): ProcessRow[] {
  return store
    .all(
      'SELECT session, started_at, seen_at, lease_until, info FROM processes WHERE lease_until > ? ORDER BY number',
      now,
    )
    .map((row) => ({
      ...(JSON.parse(String(row[4])) as ProcessInfo),
      session: String(row[0]),
      startedAt: Number(row[1]),
      seenAt: Number(row[2]),
      leaseUntil: Number(row[3]),
    }));
}
