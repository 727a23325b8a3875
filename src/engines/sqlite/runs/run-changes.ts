/** What people do to runs: start, cancel, resume, signal, remove. Jobs are changed piece by piece: see run-sweep.ts. */
import { type NewRun, reopenedFrom, type Run } from '../../../core/index.ts';
import type { RunChange, RunReceipt } from '../../../engine/index.ts';
import type { Json } from '../../../foundation/index.ts';
import type { Transaction } from '../committer.ts';
import { forgetEnds, forgetItems, runNow, runOfId, type StoredRun, type Sweep, writeSweep } from './run-rows.ts';
import { deleteRun } from './run-removal.ts';
import { forgetSignals } from './run-signals.ts';
import { enter, goOn, opened } from './run-turns.ts';

export function startRuns(transaction: Transaction, runs: readonly NewRun[]): RunReceipt[] {
  return runs.map((run) => {
    const isNew = enter(transaction, run);
    const stored = runNow(transaction.store, run.id);
    if (isNew) goOn(transaction, stored);
    const { state } = runNow(transaction.store, run.id).run;
    return { id: run.id, status: isNew ? 'created' : 'existing', state };
  });
}

function change(transaction: Transaction, id: string, act: (stored: StoredRun) => Run | null): RunChange {
  const stored = runOfId(transaction.store, id);
  if (stored === null) return { id, status: 'unknown', state: null };
  const after = act(stored);
  return after === null
    ? { id, status: 'refused', state: stored.run.state }
    : { id, status: 'done', state: after.state };
}

/** Its jobs are changed piece by piece from now on. */
function sweep(transaction: Transaction, seq: number, kind: Sweep['kind']): void {
  writeSweep(transaction.store, seq, { kind, step: 0, index: 0 });
  transaction.runsDue = true;
}

export function cancelRuns(transaction: Transaction, ids: readonly string[], reason: string): RunChange[] {
  return ids.map((id) =>
    change(transaction, id, ({ seq, run }) => {
      if (run.state !== 'running') return null;
      const cancelled = { ...run, cancelled: run.cancelled ?? reason };
      sweep(transaction, seq, 'cancel');
      goOn(transaction, { seq, run: cancelled });
      return runNow(transaction.store, id).run;
    }),
  );
}

export function resumeRun(transaction: Transaction, id: string, from: readonly string[]): RunChange {
  return change(transaction, id, ({ seq, run }) => {
    if (run.state === 'running') return null;
    const reopened = reopenedFrom(run, from);
    if (reopened === null) return null;
    const { steps, retried, signals } = reopened;
    forgetSignals(transaction.store, seq, signals);
    forgetItems(
      transaction.store,
      seq,
      [...steps].flatMap(([number, { state }]) => (state === 'waiting' ? [number] : [])),
    );
    const after = opened(run, steps);
    // A cancel that had not come to all of its jobs is over: it would cancel what begins now.
    writeSweep(transaction.store, seq, null);
    if (retried.length > 0) {
      forgetEnds(transaction.store, seq, retried);
      sweep(transaction, seq, 'retry');
    }
    goOn(transaction, { seq, run: after });
    return runNow(transaction.store, id).run;
  });
}

export function signalRun(transaction: Transaction, id: string, name: string, payload: Json): RunChange {
  return change(transaction, id, (stored) => {
    if (stored.run.state !== 'running') return null;
    transaction.store.run(
      'INSERT INTO run_signals VALUES (?, ?, ?) ON CONFLICT DO NOTHING',
      ...[stored.seq, name, JSON.stringify(payload)],
    );
    goOn(transaction, stored);
    return runNow(transaction.store, id).run;
  });
}

/** @returns null when something is left of it, for another call */
export function removeRun(transaction: Transaction, id: string): RunChange | null {
  const stored = runOfId(transaction.store, id);
  if (stored === null) return { id, status: 'unknown', state: null };
  const { state } = stored.run;
  if (state === 'running') return { id, status: 'refused', state };
  return deleteWithChildren(transaction, stored.seq, id) ? { id, status: 'done', state } : null;
}

/** A step that is a run goes with the run. @returns false when something is left, for the next step */
export function deleteWithChildren(transaction: Transaction, seq: number, id: string): boolean {
  const { store } = transaction;
  for (const [child, childId] of store.all('SELECT seq, id FROM runs WHERE parent = ? LIMIT 500', id)) {
    if (!deleteWithChildren(transaction, Number(child), String(childId))) return false;
  }
  if (store.get('SELECT 1 FROM runs WHERE parent = ?', id) !== undefined) return false;
  return deleteRun(store, seq);
}
