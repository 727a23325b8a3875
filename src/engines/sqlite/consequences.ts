/** What follows from the end of a job is made in the transaction that ends it: all of it lies in one file. */
import { type Consequence, type Effect, effectsOf, filled, type FollowedState, type Job } from '../../core/index.ts';
import { messageOf } from '../../foundation/index.ts';
import type { Transaction } from './committer.ts';
import { meetJob, prepareJobs } from './enqueue.ts';
import { JOB_COLUMNS, shownJob, textOf } from './rows.ts';

/** A column of a row that ends: 1 when something may follow from it. */
export const FOLLOWED = `instr(given, '"consequences":[')`;

/** Newest ones that are kept. */
const KEPT = 1_000;

/** Of a job whose consequences are at hand, and whose row says what it is now. */
export function follow(
  transaction: Transaction,
  consequences: readonly Consequence[],
  state: FollowedState,
  seq: number,
): void {
  let job: Job | undefined;
  for (const bare of effectsOf(consequences, state)) {
    if (bare.fill === true) job ??= storedJob(transaction, seq);
    const effect = job === undefined ? bare : filled(bare, { state, attempt: job.attempt, job });
    const trouble = makeEffect(transaction, effect);
    if (trouble !== null) layAside(transaction, trouble, JSON.stringify(effect));
  }
}

function storedJob({ store }: Transaction, seq: number): Job | undefined {
  const row = store.get(`SELECT ${JOB_COLUMNS} FROM jobs WHERE seq = ?`, seq);
  return row && shownJob(row);
}

/** Of a row of which no more was read than FOLLOWED. What nobody can read must not keep its job from ending. */
export function followStored(transaction: Transaction, seq: number, state: FollowedState): void {
  const [given] = transaction.store.get('SELECT CAST(given AS BLOB) FROM jobs WHERE seq = ?', seq) ?? [];
  let consequences: readonly Consequence[];
  try {
    ({ consequences } = JSON.parse(textOf(given as Uint8Array)) as { consequences: readonly Consequence[] });
  } catch (error) {
    layAside(transaction, `the consequences of job ${seq} cannot be read: ${messageOf(error)}`, null);
    return;
  }
  follow(transaction, consequences, state, seq);
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
