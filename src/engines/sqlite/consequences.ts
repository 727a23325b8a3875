/** What follows from the end of a job is made in the transaction that ends it: all of it lies in one file. */
import {
  type Consequence,
  type Effect,
  effectsOf,
  filled,
  type FinishedState,
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
import { startRuns } from './runs/run-changes.ts';
import { type EndedItem, type WrittenEnd, writtenEnd } from './runs/item-ends.ts';
import { itemsEnded } from './runs/run-turns.ts';

/** A column of a row that ends: 1 when something may follow from it. */
export const FOLLOWED = `instr(given, '"consequences":[')`;

/** What of it is known already, and who takes the ends of items, to count many at once. */
export interface Known {
  /** What the job gave, in JSON. */
  readonly result: string | undefined;
  readonly ends: EndedItem[];
}

/** Of a job whose consequences are at hand, and whose row says what it is now. */
export function follow(
  transaction: Transaction,
  consequences: readonly Consequence[],
  state: FollowedState,
  seq: number,
  known?: Known,
): void {
  let job: Job | undefined;
  const stored = (): Job | undefined => (job ??= storedJob(transaction, seq));
  for (const effect of effectsOf(consequences, state)) {
    if (effect.kind !== 'advance') make(transaction, effect, state, stored);
    else if (isFinished(state)) {
      const ended = { item: effect.item, end: endOf(state, known?.result, stored) };
      if (known === undefined) itemsEnded(transaction, [ended]);
      else known.ends.push(ended);
    }
  }
}

function endOf(state: FinishedState, result: string | undefined, stored: () => Job | undefined): WrittenEnd {
  if (result === undefined) return writtenEnd(itemEndOf(state, stored() ?? null));
  return { state: 'completed', result, error: null };
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

type Made = Exclude<Effect, { readonly kind: 'advance' }>;

/** What cannot be made is laid aside. */
function make(transaction: Transaction, bare: Made, state: FollowedState, stored: () => Job | undefined): void {
  if (bare.kind === 'start') {
    startRuns(transaction, [bare.run as NewRun]);
    return;
  }
  const job = bare.fill === true ? stored() : undefined;
  const effect = job === undefined ? bare : filled(bare, { state, attempt: job.attempt, job });
  const trouble = makeJob(transaction, effect);
  if (trouble !== null) layAside(transaction, trouble, JSON.stringify(effect));
}
