/** Results that are kept for a shorter time than their jobs: noted in the transaction that stores them, removed by who keeps house. */
import { type Job, resultUntil } from '../../core/index.ts';
import { fitting, type SweepReport } from '../../engine/index.ts';
import type { Transaction } from './committer.ts';
import { stateCode } from './schema.ts';

const COMPLETED = stateCode('completed');

/** To be called once the end is stored. What follows from it has been made in this transaction. */
export function noteResult({ store, now }: Transaction, { resultKeepMs }: Job, seq: number): void {
  const until = resultUntil({ state: 'completed', finishedAt: now, resultKeepMs });
  if (until !== null) store.run('INSERT OR REPLACE INTO results (until, seq) VALUES (?, ?)', until, seq);
}

export function forgetResults({ store, now }: Transaction, limit: number): SweepReport {
  const due = store.all(
    `SELECT until, seq, coalesce((SELECT octet_length(result) + octet_length(payload) FROM jobs WHERE jobs.seq = results.seq), 0)
     FROM results WHERE until <= ? ORDER BY until, seq LIMIT ?`,
    now,
    limit + 1,
  );
  const sizes = due.map(([, , size]) => Number(size));
  const taken = due.slice(0, Math.min(limit, fitting(sizes)));
  for (const [until, seq] of taken) {
    store.run(`UPDATE jobs SET result = NULL WHERE seq = ? AND state = ${COMPLETED}`, Number(seq));
    store.run('DELETE FROM results WHERE until = ? AND seq = ?', Number(until), Number(seq));
  }
  return { count: taken.length, more: due.length > taken.length };
}
