/** What was changed by whom: a row each. */
import { AUDIT_SWEPT, type AuditKeeping, type AuditRow, type AuditSpan, type SweepReport } from '../../engine/index.ts';
import type { Transaction } from './committer.ts';
import type { Store } from './store.ts';

export function appendAudit(
  transaction: Transaction,
  { id, body, was }: { readonly id: string; readonly body: string; readonly was: string | null },
  keeping: AuditKeeping,
): void {
  pruneAudit(transaction, keeping, AUDIT_SWEPT);
  const { store, now } = transaction;
  store.run(
    `INSERT INTO audit (id, at, body) VALUES (?, ?, ?)
     ON CONFLICT (id) DO UPDATE SET body = excluded.body WHERE audit.body = ?`,
    id,
    now,
    body,
    was,
  );
}

/** One that is too many and too old is counted once: the first statement has taken it. */
export function pruneAudit({ store, now }: Transaction, { keepMs, max }: AuditKeeping, limit: number): SweepReport {
  const old = store.run(
    'DELETE FROM audit WHERE number IN (SELECT number FROM audit WHERE at < ? ORDER BY at LIMIT ?)',
    now - keepMs,
    limit,
  );
  const excess = store.run(
    `DELETE FROM audit WHERE number IN (
       SELECT number FROM audit WHERE number <= (SELECT max(number) FROM audit) - ? ORDER BY number LIMIT ?
     )`,
    max,
    limit - old,
  );
  const count = old + excess;
  return { count, more: count >= limit };
}

/** In order of their numbers, whatever the planner thinks of the index by time: by that it would sort all of them for each page. */
export function auditRows(
  store: Store,
  { from, to }: AuditSpan,
  { limit, before }: { readonly limit: number; readonly before: string | null },
): AuditRow[] {
  const [start, end, below] = [from ?? 0, to ?? Number.MAX_SAFE_INTEGER, before ?? Number.MAX_SAFE_INTEGER];
  return store
    .all(
      'SELECT number, id, at, body FROM audit WHERE number < ? AND +at >= ? AND +at < ? ORDER BY number DESC LIMIT ?',
      Number(below),
      start,
      end,
      limit,
    )
    .map(([number, id, at, body]) => ({
      id: String(id),
      position: String(number),
      at: Number(at),
      body: String(body),
    }));
}
