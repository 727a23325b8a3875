/** What becomes of a job that finds no room where others run: it is cancelled, or the one that has run longest is. */
import { type EndedInPassing, skippedError, supersededError } from '../../engine/index.ts';
import { cancelWith } from './change.ts';
import type { Transaction } from './committer.ts';
import { IS_RUNNING } from './schema.ts';
import type { OnConflict } from './gates/tolls.ts';

const OLDEST = `
  SELECT jobs.id FROM passes CROSS JOIN jobs ON jobs.seq = passes.seq
  WHERE passes.gate = ? AND ${IS_RUNNING} ORDER BY jobs.started_at, jobs.seq LIMIT 1`;

/** @param ended told of those that were cancelled */
export function conflictsOf(transaction: Transaction, ended: EndedInPassing[]): OnConflict {
  const { store } = transaction;
  const end = (id: string, error: ReturnType<typeof skippedError>): void => {
    const [receipt] = cancelWith(transaction, [id], error);
    if (receipt?.status !== 'done' || receipt.task === null || receipt.queue === null) return;
    ended.push({ id, task: receipt.task, queue: receipt.queue, why: error.message });
  };
  return (conflict, { seq }, gate) => {
    if (conflict === 'skip') {
      const [id] = store.get('SELECT id FROM jobs WHERE seq = ?', seq) ?? [];
      end(String(id), skippedError(gate));
      return true;
    }
    const oldest = store.get(OLDEST, gate);
    if (oldest !== undefined) end(String(oldest[0]), supersededError(gate));
    return false;
  };
}
