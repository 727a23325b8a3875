/** How runs go on: in the transaction that stores what makes them. A turn is decided by core/workflow. */
import {
  advance,
  type AttemptRecord,
  type Begun,
  behindOf,
  counted,
  effectsOf,
  filledForRun,
  healed,
  idTakenError,
  type ItemEnd,
  type ItemRef,
  type JobError,
  JOB_STATE_OF,
  type NewRun,
  progressOf,
  type Run,
  type Turn,
  TURN_ITEMS,
  underWay,
  wanted,
} from '../../core/index.ts';
import type { Transaction } from './committer.ts';
import { layAside, makeJob } from './effects.ts';
import { meetJobs, prepareJobs } from './enqueue.ts';
import { listFrom, writeList } from './run-item-lists.ts';
import { endedBefore, insertRun, resultOf, runOfId, type StoredRun, writeEnd, writeRun } from './run-rows.ts';
import { signalsOf } from './run-signals.ts';
import { JOB_COLUMNS, shownJob } from './rows.ts';

/** An item has ended. What is no news changes nothing: a round that is over, an item that completed before. */
export function itemEnded(transaction: Transaction, item: ItemRef, end: ItemEnd): void {
  const { store } = transaction;
  const stored = runOfId(store, item.run);
  if (stored === null) return;
  const progress = progressOf(stored.run, item.step);
  if (progress.round !== item.round) return;
  const { seq, run, due } = stored;
  const before = endedBefore(store, seq, item.step, item.index);
  if (before === 'completed') return;
  writeEnd(store, [seq, item.step, item.index], end);
  if (before === null && progress.state !== 'running') return;
  const after = before === null ? noted(run, item, end) : opened(run, healed(run, item.step, before, end).steps);
  // Its next turn is due: one for each of many ends that come together would begin all that is left in one step.
  const isDue = due === 0 && after.state === 'running';
  if (before === null && (isDue || isQuiet(after, item.step))) writeRun(transaction.store, seq, after, due);
  else goOn(transaction, { seq, run: after });
  if (isDue) transaction.runsDue = true;
}

function noted(run: Run, { step }: ItemRef, end: ItemEnd): Run {
  return { ...run, steps: run.steps.map((progress, at) => (at === step ? counted(progress, end) : progress)) };
}

/** It goes on, though it may have been over. */
export function opened(run: Run, changed: Turn['steps']): Run {
  const steps = run.steps.map((progress, at) => changed.get(at) ?? progress);
  return { ...run, steps, state: 'running', finishedAt: null, result: null, error: null, cancelled: null };
}

/** Whether nothing comes of the end of one of its items: others are under way, and none is to begin. */
function isQuiet({ steps }: Run, step: number): boolean {
  const progress = steps[step];
  return progress !== undefined && underWay(progress) > 0 && progress.begun === progress.total;
}

/** Turns, until there is nothing more to do or enough was begun; then it is due, and whoever comes next goes on. */
export function goOn(transaction: Transaction, { seq, run: before }: StoredRun): void {
  const { store, now } = transaction;
  let run = before;
  let begun = 0;
  // One that is over ends once.
  if (run.state !== 'running') {
    writeRun(store, seq, run, null);
    return;
  }
  for (;;) {
    const turn = turnOf(transaction, { seq, run });
    begun += turn.begun.length;
    const [after, hasFailed] = storeTurn(transaction, { seq, run }, turn);
    transaction.turned.push([run, turn.steps]);
    run = after;
    const more = turn.more || hasFailed;
    if (more && begun < TURN_ITEMS) continue;
    writeRun(store, seq, run, more ? 0 : turn.dueAt);
    if (more) transaction.runsDue = true;
    if (turn.end !== null) {
      transaction.ended.push(run);
      over(transaction, run, now);
    }
    return;
  }
}

function turnOf({ store, now }: Transaction, stored: StoredRun): Turn {
  const { seq, run } = stored;
  const { results, signals, items } = wanted(run, now);
  const found = {
    results: new Map(results.map((number) => [number, resultOf(store, stored, number)] as const)),
    signals: signalsOf(store, seq, signals),
    items: new Map(items.map((piece) => [piece.step, listFrom(store, seq, piece)] as const)),
  };
  return advance(run, found, now);
}

/** @returns the run afterwards, and whether some of what was to begin could not */
function storeTurn(transaction: Transaction, { seq, run }: StoredRun, turn: Turn): readonly [Run, boolean] {
  const { store, now } = transaction;
  for (const [step, list] of turn.lists) writeList(store, seq, step, list);
  for (const { step, end } of turn.ends) writeEnd(store, [seq, step, 0], end);
  const taken = begin(transaction, afterOthers(transaction, run, turn));
  const steps = run.steps.map((progress, at) => turn.steps.get(at) ?? progress);
  for (const { step, index, error } of taken) {
    writeEnd(store, [seq, step, index], { state: 'failed', error });
    steps[step] = counted(progressOf({ steps }, step), { state: 'failed', error });
  }
  const end = turn.end === null ? {} : { ...turn.end, finishedAt: now };
  return [{ ...run, steps, ...end }, taken.length > 0];
}

/** With what they come after, where the run is traced. */
function afterOthers({ store }: Transaction, run: Run, turn: Turn): readonly Begun[] {
  const behind = behindOf(run, turn);
  if (behind === null) return turn.begun;
  for (let ids = behind.runs; ids.length > 0; ids = behind.runs) {
    const stored = ids.map((id) => runOfId(store, id)?.run);
    behind.read(new Map(stored.flatMap((one) => (one === undefined ? [] : [[one.id, one]]))));
  }
  const attempts = new Map<string, readonly AttemptRecord[]>();
  for (const id of behind.jobs) {
    const row = store.get(`SELECT ${JOB_COLUMNS} FROM jobs WHERE id = ?`, id);
    if (row !== undefined) attempts.set(id, shownJob(row).attempts);
  }
  return behind.of(turn.begun, attempts, run);
}

/** @returns those whose id another job or run has: it does not lead back to this one */
function begin(transaction: Transaction, begun: readonly Begun[]): readonly Taken[] {
  const taken: Taken[] = [];
  for (const one of begun) {
    if (one.kind !== 'run' || enter(transaction, one.run)) continue;
    const error = idTakenError('run', `the id ${one.run.id} belongs to another run`);
    taken.push({ error, ...placeOf(one.run.parent) });
  }
  const jobs = begun.flatMap((one) => (one.kind === 'job' ? [one.job] : []));
  for (const { job, other } of meetJobs(transaction, prepareJobs(jobs))) {
    const effect = job.consequences.at(-1)?.effect;
    const error = idTakenError('job', `the id ${job.id} belongs to a job of the task ${other}`);
    taken.push({ error, ...placeOf(effect?.kind === 'advance' ? effect.item : null) });
  }
  return taken;
}

function placeOf(item: ItemRef | null): Pick<Taken, 'step' | 'index'> {
  const { step, index } = item ?? { step: 0, index: 0 };
  return { step, index };
}

interface Taken {
  readonly step: number;
  readonly index: number;
  readonly error: JobError;
}

/** Stores a run; its first turn is the next thing that is done. @returns false when there is one of that id */
export function enter(transaction: Transaction, run: NewRun): boolean {
  const isNew = insertRun(transaction.store, run, transaction.now);
  if (isNew) transaction.runsDue = true;
  return isNew;
}

/** What follows from the end of a run: its hooks, and the run that it is a step of. */
function over(transaction: Transaction, run: Run, now: number): void {
  const { state, result, error, parent } = run;
  if (state === 'running') return;
  for (const effect of effectsOf(run.plan.consequences, JOB_STATE_OF[state])) {
    if (effect.kind !== 'enqueue') continue;
    const made = filledForRun(effect, run, now);
    const trouble = makeJob(transaction, made);
    if (trouble !== null) layAside(transaction, trouble, JSON.stringify(made));
  }
  if (parent === null) return;
  itemEnded(transaction, parent, state === 'completed' ? { state, result } : { state, error });
}
