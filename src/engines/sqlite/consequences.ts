/** What follows from the end of a job is made in the transaction that ends it: all of it lies in one file. */
import { type Consequence, type Effect, effectsOf, type FinishedState } from '../../core/index.ts';
import { messageOf } from '../../foundation/index.ts';
import type { Transaction } from './committer.ts';
import { meetJob, prepareJobs } from './enqueue.ts';
import { textOf } from './rows.ts';

/** A column of a row that ends: 1 when something may follow from it. */
export const FOLLOWED = `instr(given, '"consequences":[')`;

/** Newest ones that are kept. */
const KEPT = 1_000;

/** Of a job whose consequences are at hand. */
export function follow(transaction: Transaction, consequences: readonly Consequence[], state: FinishedState): void {
  for (const effect of effectsOf(consequences, state)) {
    const trouble = makeEffect(transaction, effect);
    if (trouble !== null) layAside(transaction, trouble, JSON.stringify(effect));
  }
}

/** Of a row of which no more was read than FOLLOWED. What nobody can read must not keep its job from ending. */
export function followStored(transaction: Transaction, seq: number, state: FinishedState): void {
  const [given] = transaction.store.get('SELECT CAST(given AS BLOB) FROM jobs WHERE seq = ?', seq) ?? [];
  let consequences: readonly Consequence[];
  try {
    ({ consequences } = JSON.parse(textOf(given as Uint8Array)) as { consequences: readonly Consequence[] });
  } catch (error) {
    layAside(transaction, `the consequences of job ${seq} cannot be read: ${messageOf(error)}`, null);
    return;
  }
  follow(transaction, consequences, state);
}

/** @returns why it could not be made; null when it is */
export function makeEffect(transaction: Transaction, { job }: Effect): string | null {
  const [prepared] = prepareJobs([job]);
  const other = prepared && meetJob(transaction, prepared);
  return other === undefined ? null : `the id ${job.id} belongs to a job of the task ${other}`;
}

function layAside({ store }: Transaction, reason: string, effect: string | null): void {
  store.run('INSERT INTO undelivered (reason, effect) VALUES (?, ?)', reason, effect);
  store.run('DELETE FROM undelivered WHERE number <= (SELECT max(number) FROM undelivered) - ?', KEPT);
}
