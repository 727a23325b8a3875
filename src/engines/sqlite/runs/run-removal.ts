/** Takes a run out, with what is kept of its items. */
import type { Store } from '../store.ts';

/** Items that one step deletes. */
const PIECE = 5_000;

/** @returns false when something of it is left, for the next step */
export function deleteRun(store: Store, seq: number): boolean {
  const items = store.run(
    'DELETE FROM run_items WHERE run = ?1 AND (step, number) IN (SELECT step, number FROM run_items WHERE run = ?1 LIMIT ?2)',
    ...[seq, PIECE],
  );
  if (items === PIECE) return false;
  for (const table of ['run_lists', 'run_signals', 'run_plans']) store.run(`DELETE FROM ${table} WHERE run = ?`, seq);
  store.run('DELETE FROM runs WHERE seq = ?', seq);
  return true;
}
