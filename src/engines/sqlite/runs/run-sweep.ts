/** Runs that have something to do now, and what is done to their jobs one by one: bounded steps, gone on with by whoever comes. */
import {
  type Begun,
  begunAgain,
  type ItemEnd,
  itemsById,
  type ItemRef,
  JOB_STATE_OF,
  type Run,
  stepOf,
  strangerEnd,
  TURN_ITEMS,
} from '../../../core/index.ts';
import type { Retention, RunChange, SweepReport } from '../../../engine/index.ts';
import { cancelJobs, retryJobs } from '../change.ts';
import { messageOf } from '../../../foundation/index.ts';
import type { Transaction } from '../committer.ts';
import { layAside } from '../effects.ts';
import { meetJobs, prepareJobs } from '../enqueue.ts';
import { cancelRuns, deleteWithChildren, resumeRun } from './run-changes.ts';
import { listFrom } from './run-item-lists.ts';
import { endedBefore } from './item-ends.ts';
import {
  runIdOf,
  runOfId,
  resultOf,
  runOfSeq,
  type StoredRun,
  type Sweep,
  sweepOf,
  takeRetrying,
  writeSweep,
} from './run-rows.ts';
import { enter, goOn, itemEnded } from './run-turns.ts';
import { isOfStore } from '../failure.ts';
import { JOB_COLUMNS, shownJob } from '../rows.ts';
import type { Store } from '../store.ts';

export type RunReport = SweepReport & { readonly nextDueAt: number | null };

/** @param limit of runs */
export function advanceRuns(transaction: Transaction, limit: number): RunReport {
  const { store, now } = transaction;
  const rows = store.all('SELECT seq FROM runs WHERE due <= ? ORDER BY due, seq LIMIT ?', now, limit);
  let left = TURN_ITEMS;
  let count = 0;
  for (const [seq] of rows) {
    if (left <= 0) break;
    left -= goOnOrLater(transaction, Number(seq));
    count += 1;
  }
  const next = store.get('SELECT due FROM runs WHERE due IS NOT NULL ORDER BY due LIMIT 1');
  const nextDueAt = next === undefined ? null : Number(next[0]);
  return { count, nextDueAt, more: nextDueAt !== null && nextDueAt <= now };
}

/** So long a run rests that could not go on, for a reason that lies in it. */
const LATER_MS = 60_000;

/** One that cannot go on keeps nobody else from it: it is laid aside for a person, and tried again later. */
function goOnOrLater(transaction: Transaction, seq: number): number {
  const { store, now } = transaction;
  try {
    return transaction.within('run', () => goOnWith(transaction, seq));
  } catch (error) {
    if (isOfStore(error)) throw error;
    layAside(transaction, `the run ${runIdOf(store, seq)} cannot go on: ${messageOf(error)}`, null);
    store.run('UPDATE runs SET due = ? WHERE seq = ?', now + LATER_MS, seq);
    return 1;
  }
}

/** @returns how much of a step it was, at most: items */
function goOnWith(transaction: Transaction, seq: number): number {
  const stored = runOfSeq(transaction.store, seq);
  if (stored === null) return 1;
  const sweep = sweepOf(transaction.store, seq);
  if (sweep === null) {
    const before = begunIn(stored.run);
    goOn(transaction, stored);
    const after = runOfSeq(transaction.store, seq);
    return 1 + (after === null ? 0 : begunIn(after.run) - before);
  }
  const rest = sweep.kind === 'cancel' ? cancelSome(transaction, stored, sweep) : retrySome(transaction, stored);
  writeSweep(transaction.store, seq, rest);
  return TURN_ITEMS;
}

function begunIn({ steps }: Run): number {
  return steps.reduce((sum, { begun }) => sum + begun, 0);
}

/** Items of one step. */
interface Some {
  readonly stored: StoredRun;
  readonly step: number;
  readonly indices: readonly number[];
}

/** @returns where it goes on; null when all are cancelled */
function cancelSome(transaction: Transaction, stored: StoredRun, { step, index }: Sweep): Sweep | null {
  const { seq, run } = stored;
  const { kind } = run.plan.steps[step]?.work ?? {};
  const progress = run.steps[step];
  if (kind === undefined || progress === undefined) return null;
  const next = { kind: 'cancel', step: step + 1, index: 0 } as const;
  if (progress.state !== 'running' || kind === 'wait') return next;
  const to = Math.min(progress.begun, index + TURN_ITEMS);
  const indices = range(index, to).filter((one) => endedBefore(transaction.store, seq, step, one) === null);
  cancelItems(transaction, { stored, step, indices }, kind);
  return to < progress.begun ? { kind: 'cancel', step, index: to } : next;
}

function cancelItems(transaction: Transaction, some: Some, kind: 'task' | 'workflow'): void {
  const refs = itemsById(some.stored.run, some.step, some.indices);
  const ids = [...refs.keys()];
  const reason = some.stored.run.cancelled ?? 'its run was cancelled';
  const receipts = kind === 'task' ? cancelJobs(transaction, ids, reason) : cancelRuns(transaction, ids, reason);
  for (const ref of unknownOf(receipts, refs)) itemEnded(transaction, ref, GONE);
}

const GONE: ItemEnd = { state: 'cancelled', error: null };

/** @returns null when all are retried */
function retrySome(transaction: Transaction, stored: StoredRun): Sweep | null {
  const taken = takeRetrying(transaction.store, stored.seq, TURN_ITEMS);
  for (const step of new Set(taken.map(([of]) => of))) {
    const indices = taken.filter(([of]) => of === step).map(([, index]) => index);
    retryItems(transaction, { stored, step, indices });
  }
  return taken.length < TURN_ITEMS ? null : { kind: 'retry', step: 0, index: 0 };
}

function retryItems(transaction: Transaction, some: Some): void {
  const { work } = stepOf(some.stored.run.plan, some.step);
  if (work.kind === 'wait') return;
  const refs = itemsById(some.stored.run, some.step, some.indices);
  const ids = [...refs.keys()].filter((id) => {
    const ref = refs.get(id);
    if (ref === undefined || !isStranger(transaction.store, id, ref, work.kind)) return true;
    itemEnded(transaction, ref, strangerEnd(work.kind === 'task' ? 'job' : 'run', id));
    return false;
  });
  const receipts = work.kind === 'task' ? retryJobs(transaction, ids) : ids.map((id) => resumeRun(transaction, id, []));
  const lost = unknownOf(receipts, refs);
  if (lost.length > 0) beginAgain(transaction, some, lost);
}

/** Whether something else has the id of an item: it leads to no run, or to another place. */
function isStranger(store: Store, id: string, { run, step, index }: ItemRef, kind: 'task' | 'workflow'): boolean {
  if (kind === 'workflow') {
    const parent = runOfId(store, id)?.run.parent;
    return parent !== undefined && (parent?.run !== run || parent.step !== step || parent.index !== index);
  }
  const row = store.get(`SELECT ${JOB_COLUMNS} FROM jobs WHERE id = ?`, id);
  if (row === undefined) return false;
  const { workflow } = shownJob(row);
  return workflow?.run !== run || workflow.index !== index;
}

/** Their jobs are gone. */
function beginAgain(transaction: Transaction, { stored, step }: Some, refs: readonly ItemRef[]): void {
  const { store } = transaction;
  const { run, seq } = stored;
  const { forEach } = stepOf(run.plan, step);
  const results = new Map(run.plan.steps.map((_step, number) => [number, resultOf(store, stored, number)] as const));
  for (const ref of refs) {
    const [item = null] = forEach === null ? [] : listFrom(store, seq, { step, from: ref.index, count: 1 });
    const begun = begunAgain(run, ref, results, item);
    if ('kind' in begun) keep(transaction, begun);
    else itemEnded(transaction, ref, begun);
  }
}

function keep(transaction: Transaction, begun: Begun): void {
  if (begun.kind === 'run') enter(transaction, begun.run);
  else meetJobs(transaction, prepareJobs([begun.job]));
}

function unknownOf(
  receipts: readonly Pick<RunChange, 'id' | 'status'>[],
  refs: ReadonlyMap<string, ItemRef>,
): readonly ItemRef[] {
  return receipts.flatMap(({ id, status }) => {
    const ref = status === 'unknown' ? refs.get(id) : undefined;
    return ref === undefined ? [] : [ref];
  });
}

function range(from: number, to: number): readonly number[] {
  return Array.from({ length: Math.max(0, to - from) }, (_none, at) => from + at);
}

// ── pruning ──────────────────────────────────────────────────────────────────────────────────────────

/** Runs are kept as long as jobs that ended so, by time. */
export function pruneRuns(transaction: Transaction, retention: Retention, limit: number): SweepReport {
  const { store, now } = transaction;
  let count = 0;
  for (const [state, kept] of Object.entries(JOB_STATE_OF)) {
    const rows = store.all(
      'SELECT seq, id FROM runs WHERE state = ? AND finished_at < ? AND parent IS NULL ORDER BY finished_at LIMIT ?',
      ...[state, now - retention[kept].forMs, limit - count + 1],
    );
    for (const [seq, id] of rows) {
      if (count >= limit || !deleteWithChildren(transaction, Number(seq), String(id))) return { count, more: true };
      count += 1;
    }
  }
  return { count, more: false };
}
