/** Runs from and for another store. One that lies aside has a row whose id nobody can ask for. */
import type { ItemEnd } from '../../core/index.ts';
import type { HandoverFacet, StepEnds, WholeRun } from '../../engine/index.ts';
import type { Json } from '../../foundation/index.ts';
import type { Access } from './access.ts';
import type { Transaction } from './committer.ts';
import { writeList } from './runs/run-item-lists.ts';
import { deleteRun } from './runs/run-removal.ts';
import { writeEnd, writtenEnd } from './runs/item-ends.ts';
import { endOf, insertRun, nowAnother, runOfId, sweepOf, writeRun } from './runs/run-rows.ts';
import type { Store } from './store.ts';

/** No id begins so. */
const ASIDE = '~';

export function handoverOf(access: Access): HandoverFacet {
  return {
    whole: (id) => access.read((store) => wholeRun(store, id)),
    lay: (whole) => access.write((transaction) => layAside(transaction, whole)),
    laid: () =>
      access.read((store) =>
        store.all(`SELECT substr(id, 2) FROM runs WHERE id GLOB '${ASIDE}*' ORDER BY seq`).map(([id]) => String(id)),
      ),
    drop: (ids) =>
      access.write(({ store }) => {
        for (const id of ids) deleteWhole(store, ASIDE + id);
      }),
    take: (runs) => access.write(({ store }) => takeRuns(store, runs)),
    arrive: (ids) =>
      access.write((transaction) => {
        for (const id of ids) arriveOne(transaction, id);
      }),
  };
}

function wholeRun(store: Store, id: string): WholeRun | null {
  const stored = runOfId(store, id);
  if (stored === null || sweepOf(store, stored.seq) !== null) return null;
  const { seq, run } = stored;
  return {
    run,
    ends: endsOf(store, seq),
    lists: listsOf(store, seq),
    signals: signalsIn(store, seq),
    token: tokenOf(store, id),
  };
}

function tokenOf(store: Store, id: string): string {
  return String(store.get('SELECT version FROM runs WHERE id = ?', id)?.[0] ?? '');
}

function endsOf(store: Store, seq: number): readonly StepEnds[] {
  const steps = new Map<number, (readonly [number, ItemEnd])[]>();
  const rows = store.all("SELECT step, number, state, value FROM run_items WHERE run = ? AND state <> 'retrying'", seq);
  for (const [step, number, state, value] of rows) {
    const ends = steps.get(Number(step)) ?? [];
    steps.set(Number(step), ends);
    ends.push([Number(number), endOf(String(state), value)]);
  }
  return [...steps].map(([step, ends]) => ({ step, ends }));
}

function listsOf(store: Store, seq: number): WholeRun['lists'] {
  const steps = new Map<number, Json[]>();
  for (const [step, text] of store.all('SELECT step, items FROM run_lists WHERE run = ? ORDER BY step, page', seq)) {
    const list = steps.get(Number(step)) ?? [];
    steps.set(Number(step), list);
    for (const item of JSON.parse(String(text)) as readonly Json[]) list.push(item);
  }
  return [...steps].map(([step, list]) => ({ step, list }));
}

function signalsIn(store: Store, seq: number): ReadonlyMap<string, Json> {
  const rows = store.all('SELECT name, payload FROM run_signals WHERE run = ?', seq);
  return new Map(rows.map(([name, payload]) => [String(name), JSON.parse(String(payload)) as Json]));
}

function layAside({ store }: Transaction, { run, ends, lists, signals }: WholeRun): void {
  const id = ASIDE + run.id;
  deleteWhole(store, id);
  insertRun(store, { ...run, id }, run.createdAt);
  const seq = seqOf(store, id) ?? 0;
  writeRun(store, seq, { ...run, id }, null);
  for (const { step, ends: own } of ends)
    for (const [index, end] of own) writeEnd(store, [seq, step, index], writtenEnd(end));
  for (const { step, list } of lists) writeList(store, seq, step, list);
  for (const [name, payload] of signals) {
    store.run('INSERT INTO run_signals VALUES (?, ?, ?)', seq, name, JSON.stringify(payload));
  }
}

function takeRuns(store: Store, runs: readonly WholeRun[]): boolean {
  const isOld = ({ run, token }: WholeRun): boolean => {
    const seq = seqOf(store, run.id);
    return seq === null || tokenOf(store, run.id) !== token || sweepOf(store, seq) !== null;
  };
  if (runs.some(isOld)) return false;
  for (const { run } of runs) deleteWhole(store, run.id);
  return true;
}

function arriveOne(transaction: Transaction, id: string): void {
  const { store } = transaction;
  const seq = seqOf(store, ASIDE + id);
  if (seq === null) return;
  if (seqOf(store, id) !== null) deleteWhole(store, ASIDE + id);
  else nowAnother(store, seq, id);
  transaction.runsDue = true;
}

function seqOf(store: Store, id: string): number | null {
  const row = store.get('SELECT seq FROM runs WHERE id = ?', id);
  return row === undefined ? null : Number(row[0]);
}

function deleteWhole(store: Store, id: string): void {
  const seq = seqOf(store, id);
  if (seq === null) return;
  for (let isDone = false; !isDone;) isDone = deleteRun(store, seq);
}
