/** Manifest revisions: each applied manifest has a number. */
import type { Revision } from '../../engine/index.ts';
import type { Transaction } from './committer.ts';
import type { Store } from './store.ts';

export function revisionRows(store: Store, limit: number): Revision[] {
  return store
    .all('SELECT revision, hash, applied_at, applied_by FROM revisions ORDER BY revision DESC LIMIT ?', limit)
    .map((row) => ({
      revision: Number(row[0]),
      hash: String(row[1]),
      appliedAt: Number(row[2]),
      by: String(row[3]),
    }));
}

export function recordRevision(transaction: Transaction, hash: string, by: string): Revision {
  const { store, now } = transaction;
  const [current] = revisionRows(store, 1);
  if (current?.hash === hash) return current;
  store.run('INSERT INTO revisions (hash, applied_at, applied_by) VALUES (?, ?, ?)', hash, now, by);
  return { revision: (current?.revision ?? 0) + 1, hash, appliedAt: now, by };
}
