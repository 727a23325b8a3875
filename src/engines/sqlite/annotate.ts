/** What is noted of attempts while they run. */
import { LOG_LINES_KEPT, type LogLine } from '../../core/index.ts';
import type { Annotation } from '../../engine/index.ts';
import type { Transaction } from './committer.ts';
import { IS_RUNNING } from './schema.ts';

/** The file's number of a session of this process, the current one or an older; undefined when it is unknown. */
export type NumberOf = (session: string) => number | undefined;

/** The plus signs keep SQLite from going through jobs_running instead of to the job by its id. */
const FENCE = `+${IS_RUNNING} AND +owner = ? AND attempt = ? AND started_at = ?`;

/** Progress and log lines of leases that hold; the others are left out. */
export function annotateJobs(transaction: Transaction, notes: readonly Annotation[], numberOf: NumberOf): void {
  for (const { lease, progress, logs } of notes) {
    const number = numberOf(lease.session);
    if (number === undefined) continue;
    const { id, attempt, startedAt } = lease.job;
    const row = transaction.store.get(
      `SELECT logs FROM jobs WHERE id = ? AND ${FENCE}`,
      id,
      number,
      attempt,
      startedAt,
    );
    if (!row) continue;
    const stored = typeof row[0] === 'string' ? (JSON.parse(row[0]) as LogLine[]) : [];
    const lines = [...stored, ...logs].slice(-LOG_LINES_KEPT);
    transaction.store.run(
      'UPDATE jobs SET progress = coalesce(?, progress), logs = ? WHERE id = ?',
      progress && JSON.stringify(progress),
      lines.length > 0 ? JSON.stringify(lines) : null,
      id,
    );
  }
}
