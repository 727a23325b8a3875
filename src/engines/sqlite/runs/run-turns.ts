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
  outlook,
  progressOf,
  type Run,
  type Turn,
  TURN_ITEMS,
  underWay,
  wanted,
  withSteps,
} from '../../../core/index.ts';
import type { Transaction } from '../committer.ts';
import { layAside, makeJob } from '../effects.ts';
import { meetJobs, prepareJobs } from '../enqueue.ts';
import { countable, type EndedItem, ItemEnds, writeEnd, writtenEnd } from './item-ends.ts';
import { listFrom, writeList } from './run-item-lists.ts';
import { type FoundRun, insertRun, resultOf, runOfId, type StoredRun, writeRun } from './run-rows.ts';
import { signalsOf } from './run-signals.ts';
import { JOB_COLUMNS, shownJob } from '../rows.ts';

/** An item has ended. What is no news changes nothing: a round that is over, an item that completed before. */
export function itemEnded(transaction: Transaction, item: ItemRef, end: ItemEnd): void {
  endedIn(transaction, item.run, [{ item, end: writtenEnd(end) }]);
}

/** The same of many. A run is read and written once for all of its ends of which nothing comes one by one. */
export function itemsEnded(transaction: Transaction, ends: readonly EndedItem[]): void {
  const byRun = new Map<string, EndedItem[]>();
  for (const ended of ends) {
    const theirs = byRun.get(ended.item.run);
    if (theirs === undefined) byRun.set(ended.item.run, [ended]);
    else theirs.push(ended);
  }
  for (const [id, theirs] of byRun) endedIn(transaction, id, theirs);
}

/** @param ends of that run, in order */
function endedIn(transaction: Transaction, id: string, ends: readonly EndedItem[]): void {
  const { store } = transaction;
  const first = runOfId(store, id);
  if (first === null) return;
  const rows = new ItemEnds(store, first.seq, ends);
  const { seq } = first;
  let found: FoundRun = first;
  let unwritten: FoundRun | null = null;
  for (const [at, ended] of ends.entries()) {
    const counted = countedIn(found, ended, rows);
    if (counted === null) continue;
    found = { seq, run: counted.run, due: found.due };
    const isDue = hasTurnDue(found);
    if (isDue) transaction.runsDue = true;
    if (counted.isNew && (isDue || isQuiet(found.run, ended.item.step))) {
      unwritten = found;
      continue;
    }
    rows.write();
    goOn(transaction, found);
    unwritten = null;
    if (at === ends.length - 1) return;
    rows.forget();
    found = runOfId(store, id) ?? found;
  }
  rows.write();
  if (unwritten !== null) writeRun(store, seq, unwritten.run, unwritten.due);
}

/** Its next turn is due: one for each of many ends that come together would begin all that is left in one step. */
function hasTurnDue({ run, due }: FoundRun): boolean {
  return due === 0 && run.state === 'running';
}

/** @returns the run afterwards, and whether the item had not ended before; null where nothing is to be told of it */
function countedIn(
  { run }: StoredRun,
  { item, end }: EndedItem,
  rows: ItemEnds,
): { readonly run: Run; readonly isNew: boolean } | null {
  const progress = progressOf(run, item.step);
  if (progress.round !== item.round) return null;
  const before = rows.before(item);
  if (before === 'completed') return null;
  rows.put(item, end);
  if (before !== null) return { run: opened(run, healed(run, item.step, before, countable(end)).steps), isNew: false };
  return progress.state === 'running' ? { run: noted(run, item, countable(end)), isNew: true } : null;
}

function noted(run: Run, { step }: ItemRef, end: ItemEnd): Run {
  const steps = run.steps.slice();
  steps[step] = counted(progressOf(run, step), end);
  return withSteps(run, steps);
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
  const look = outlook(run, now);
  const { results, signals, items } = wanted(run, now, look);
  const found = {
    results: new Map(results.map((number) => [number, resultOf(store, stored, number)] as const)),
    signals: signalsOf(store, seq, signals),
    items: new Map(items.map((piece) => [piece.step, listFrom(store, seq, piece)] as const)),
  };
  return advance(run, found, now, look);
}

/** @returns the run afterwards, and whether some of what was to begin could not */
function storeTurn(transaction: Transaction, { seq, run }: StoredRun, turn: Turn): readonly [Run, boolean] {
  const { store, now } = transaction;
  for (const [step, list] of turn.lists) writeList(store, seq, step, list);
  for (const { step, end } of turn.ends) writeEnd(store, [seq, step, 0], writtenEnd(end));
  const taken = begin(transaction, afterOthers(transaction, run, turn));
  const steps = run.steps.slice();
  for (const [number, progress] of turn.steps) steps[number] = progress;
  for (const { step, index, error } of taken) {
    writeEnd(store, [seq, step, index], writtenEnd({ state: 'failed', error }));
    steps[step] = counted(progressOf({ steps }, step), { state: 'failed', error });
  }
  const after = withSteps(run, steps);
  return [turn.end === null ? after : { ...after, ...turn.end, finishedAt: now }, taken.length > 0];
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
