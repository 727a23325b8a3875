/** Effects that could not be made when their job ended: a finding of the examination, tried once more by repair. */
import type { Effect } from '../../core/index.ts';
import type { StoreCheck, StoreRepair } from '../../engine/index.ts';
import { counted } from '../../foundation/index.ts';
import { type Examination, ok, warn } from './check.ts';
import type { Transaction } from './committer.ts';
import { makeJob } from './effects.ts';

export const consequences: Examination = (store): StoreCheck => {
  const [count, newest] = store.get('SELECT count(*), max(number) FROM undelivered') ?? [];
  if (Number(count) === 0) return ok('consequences', 'all are made');
  const [reason] = store.get('SELECT reason FROM undelivered WHERE number = ?', Number(newest)) ?? [];
  return warn(
    'consequences',
    `${counted(Number(count), 'effect')} of jobs that ended could not be made, the last one since ${String(reason)}`,
    '`skep doctor --store --repair` tries once more, and gives up what fails again.',
  );
};

/** Tries once more. */
export function repairConsequences(transaction: Transaction): StoreRepair[] {
  const rows = transaction.store.all('DELETE FROM undelivered RETURNING effect');
  if (rows.length === 0) return [];
  const made = rows.filter(([effect]) => typeof effect === 'string' && remake(transaction, effect)).length;
  return [{ name: 'consequences', message: `effects made: ${made}, given up: ${rows.length - made}` }];
}

function remake(transaction: Transaction, effect: string): boolean {
  const made = JSON.parse(effect) as Effect;
  return made.kind === 'enqueue' && makeJob(transaction, made) === null;
}
