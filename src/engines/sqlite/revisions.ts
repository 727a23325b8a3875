/** Manifest revisions: each applied manifest has a number. */
import { type NewRevision, type Revision, REVISION_BODIES_KEPT } from '../../engine/index.ts';
import type { Transaction } from './committer.ts';
import type { Store } from './store.ts';

export function revisionRows(store: Store, limit: number): Revision[] {
  return store
    .all('SELECT revision, hash, applied_at, applied_by, told FROM revisions ORDER BY revision DESC LIMIT ?', limit)
    .map((row) => ({
      revision: Number(row[0]),
      hash: String(row[1]),
      appliedAt: Number(row[2]),
      by: String(row[3]),
      ...toldOf(row[4]),
    }));
}

export function revisionBody(store: Store, revision: number): string | null {
  const row = store.get('SELECT body FROM revision_bodies WHERE revision = ?', revision);
  return row ? String(row[0]) : null;
}

/** @param from the revision that has to be the current one; null: whichever it is. @returns null when it is another one */
export function recordRevision(
  { store, now }: Transaction,
  { hash, by, body, ...told }: NewRevision,
  from: number | null,
): Revision | null {
  const [current] = revisionRows(store, 1);
  const number = current?.revision ?? 0;
  if (from !== null && from !== number) return null;
  if (current?.hash === hash) return current;
  const text = JSON.stringify(told);
  store.run('INSERT INTO revisions (hash, applied_at, applied_by, told) VALUES (?, ?, ?, ?)', hash, now, by, text);
  const revision = number + 1;
  store.run('INSERT INTO revision_bodies (revision, body) VALUES (?, ?)', revision, body);
  store.run('DELETE FROM revision_bodies WHERE revision <= ?', revision - REVISION_BODIES_KEPT);
  return { revision, hash, appliedAt: now, by, ...told };
}

type Told = Pick<Revision, 'cause' | 'message' | 'of'>;

/** Former versions told nothing. */
function toldOf(text: unknown): Told {
  return typeof text === 'string' ? (JSON.parse(text) as Told) : { cause: 'file', message: null, of: null };
}
