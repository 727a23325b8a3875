/** What follows from the end of a job is made in the transaction that ends it: all of it lies in one file. */
import {
  type Consequence,
  type Effect,
  effectsOf,
  filled,
  type FollowedState,
  isFinished,
  itemEndOf,
  type Job,
  type NewRun,
} from '../../core/index.ts';
import { messageOf } from '../../foundation/index.ts';
import type { Transaction } from './committer.ts';
import { layAside, makeJob } from './effects.ts';
import { JOB_COLUMNS, shownJob, textOf } from './rows.ts';
import { startRuns } from './run-changes.ts';
import { itemEnded } from './run-turns.ts';

/** A column of a row that ends: 1 when something may follow from it. */
export const FOLLOWED = `instr(given, '"consequences":[')`;

/** Of a job whose consequences are at hand, and whose row says what it is now. */
export function follow(
  transaction: Transaction,
  consequences: readonly Consequence[],
  state: FollowedState,
  seq: number,
): void {
  let job: Job | undefined;
  for (const bare of effectsOf(consequences, state)) {
    if (bare.kind === 'advance' || (bare.kind === 'enqueue' && bare.fill === true)) job ??= storedJob(transaction, seq);
    const effect =
      job === undefined || bare.kind !== 'enqueue' ? bare : filled(bare, { state, attempt: job.attempt, job });
    const trouble = makeEffect(transaction, effect, state, job);
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
function makeEffect(transaction: Transaction, effect: Effect, state: FollowedState, job?: Job): string | null {
  if (effect.kind === 'enqueue') return makeJob(transaction, effect);
  if (effect.kind === 'start') startRuns(transaction, [effect.run as NewRun]);
  else if (isFinished(state)) itemEnded(transaction, effect.item, itemEndOf(state, job ?? null));
  return null;
}
