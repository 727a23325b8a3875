/** Bulk operations: a row each, in the order in which they were asked for. */
import { type BulkHold, type BulkRow, BULKS_KEPT } from '../../engine/index.ts';
import type { Transaction } from './committer.ts';
import type { Row, Store } from './store.ts';

const COLUMNS = 'id, body, done, cancelled, held_until';

export function addBulk({ store, now }: Transaction, id: string, body: string, { carrier, leaseMs }: BulkHold): void {
  store.run('INSERT INTO bulks (id, body, carrier, held_until) VALUES (?, ?, ?, ?)', id, body, carrier, now + leaseMs);
  store.run('DELETE FROM bulks WHERE done = 1 AND number <= (SELECT max(number) FROM bulks) - ?', BULKS_KEPT);
}

export interface BulkSaved extends BulkHold {
  readonly body: string;
  readonly done: boolean;
}

export function saveBulk(
  { store, now }: Transaction,
  id: string,
  { carrier, leaseMs, body, done }: BulkSaved,
): 'held' | 'cancelled' | 'lost' {
  const row = store.get(
    'UPDATE bulks SET body = ?3, done = ?4, held_until = ?5 WHERE id = ?1 AND carrier = ?2 AND done = 0 RETURNING cancelled',
    id,
    carrier,
    body,
    done ? 1 : 0,
    now + leaseMs,
  );
  if (!row) return 'lost';
  return row[0] === 1 ? 'cancelled' : 'held';
}

export function takeBulk({ store, now }: Transaction, { carrier, leaseMs }: BulkHold): BulkRow | null {
  const row = store.get(
    `UPDATE bulks SET carrier = ?1, held_until = ?2
     WHERE number = (SELECT number FROM bulks WHERE done = 0 AND held_until <= ?3 ORDER BY number LIMIT 1) RETURNING ${COLUMNS}`,
    carrier,
    now + leaseMs,
    now,
  );
  return row ? rowOf(row, now) : null;
}

export function cancelBulk({ store }: Transaction, id: string): boolean {
  return store.run('UPDATE bulks SET cancelled = 1 WHERE id = ? AND done = 0', id) === 1;
}

export function readBulk(store: Store, id: string, now: number): BulkRow | null {
  const row = store.get(`SELECT ${COLUMNS} FROM bulks WHERE id = ?`, id);
  return row ? rowOf(row, now) : null;
}

export function listBulks(store: Store, limit: number, now: number): readonly BulkRow[] {
  return store.all(`SELECT ${COLUMNS} FROM bulks ORDER BY number DESC LIMIT ?`, limit).map((row) => rowOf(row, now));
}

function rowOf([id, body, done, cancelled, until]: Row, now: number): BulkRow {
  const over = done === 1;
  return {
    id: String(id),
    body: String(body),
    done: over,
    cancelled: cancelled === 1,
    held: !over && Number(until) > now,
  };
}
