/** Signals between processes: rows that everybody reads from where he stopped. Old ones are swept away. */
import type { Signal } from '../../engine/index.ts';
import type { Json } from '../../foundation/index.ts';
import type { Transaction } from './committer.ts';
import type { Session } from './sessions.ts';
import type { Store } from './store.ts';

export interface StoredSignal {
  readonly type: 'leases-ended' | 'controls-changed' | 'reload' | 'told';
  /** The process it is for; null is for all. */
  readonly owner: number | null;
  /** Of jobs; of what was told its topic, and its body as JSON; of a reload the session that asks for it, which has done so. */
  readonly ids: readonly string[] | null;
}

/** A process that has not looked for this long has lost its lease anyway. */
const KEEP_MS = 600_000;

export function sendSignal(transaction: Transaction, signal: StoredSignal): void {
  const { store, now } = transaction;
  store.run('DELETE FROM signals WHERE at < ?', now - KEEP_MS);
  store.run(
    'INSERT INTO signals (at, type, owner, ids) VALUES (?, ?, ?, ?)',
    now,
    signal.type,
    signal.owner,
    signal.ids && JSON.stringify(signal.ids),
  );
  transaction.signalled = true;
}

/** The last signal that was sent. */
export function lastSignal(store: Store): number {
  return store.number("SELECT seq FROM sqlite_sequence WHERE name = 'signals'");
}

/** @returns the signals after `after` that are for this session or for all, oldest first */
export function signalsAfter(store: Store, after: number, session: Session): { upTo: number; signals: Signal[] } {
  const rows = store.all('SELECT seq, type, owner, ids FROM signals WHERE seq > ? ORDER BY seq', after);
  const mine = rows.filter((row) => (row[2] === null || row[2] === session.number) && !isOwn(row, session));
  return {
    upTo: Number(rows.at(-1)?.[0] ?? after),
    signals: mine.map((row) => signalOf(row[1] as StoredSignal['type'], String(row[3]))),
  };
}

function isOwn([, type, , ids]: readonly unknown[], { id }: Session): boolean {
  return type === 'reload' && ids === JSON.stringify([id]);
}

function signalOf(type: StoredSignal['type'], ids: string): Signal {
  if (type === 'leases-ended') return { type, ids: JSON.parse(ids) as string[] };
  if (type !== 'told') return { type };
  const [topic = '', body = 'null'] = JSON.parse(ids) as string[];
  return { type, topic, body: JSON.parse(body) as Json };
}

/** @param to a session, null = all */
export function tellProcess(transaction: Transaction, to: string | null, ids: readonly string[]): void {
  const [number = null] = transaction.store.get('SELECT number FROM processes WHERE session = ?', to) ?? [];
  if (to === null) sendSignal(transaction, { type: 'told', owner: null, ids });
  else if (typeof number === 'number') sendSignal(transaction, { type: 'told', owner: number, ids });
}
