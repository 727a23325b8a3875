/** Requests that count once: a row each, which goes when a later one comes after its time. */
import { type Once, ONCE_HELD_MS, ONCE_KEPT_MS } from '../../engine/index.ts';
import type { Transaction } from './committer.ts';
import type { Store } from './store.ts';

/** Old rows that each new one takes along. */
const SWEPT = 10;

function sweep({ store, now }: Transaction): void {
  store.run('DELETE FROM once WHERE key IN (SELECT key FROM once WHERE until <= ? ORDER BY until LIMIT ?)', now, SWEPT);
}

export function beginOnce(transaction: Transaction, key: string, request: string): Once | null {
  const { store, now } = transaction;
  sweep(transaction);
  store.run('DELETE FROM once WHERE key = ? AND until <= ?', key, now);
  const row = store.get('SELECT request, answer FROM once WHERE key = ?', key);
  if (row) return { request: String(row[0]), answer: row[1] === null ? null : String(row[1]) };
  store.run('INSERT INTO once VALUES (?, ?, NULL, ?)', key, request, now + ONCE_HELD_MS);
  return null;
}

export function lookOnce(store: Store, key: string, now: number): Once | null {
  const row = store.get('SELECT request, answer FROM once WHERE key = ? AND until > ?', key, now);
  return row === undefined ? null : { request: String(row[0]), answer: row[1] === null ? null : String(row[1]) };
}

export function doneOnce(
  transaction: Transaction,
  { key, request, answer }: { readonly key: string; readonly request: string; readonly answer: string },
): void {
  const { store, now } = transaction;
  sweep(transaction);
  store.run('INSERT OR REPLACE INTO once VALUES (?, ?, ?, ?)', key, request, answer, now + ONCE_KEPT_MS);
}

export function dropOnce({ store }: Transaction, key: string): void {
  store.run('DELETE FROM once WHERE key = ?', key);
}
