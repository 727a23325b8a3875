/** Runs as they are shown. */
import { type ItemEnd, itemId } from '../../../core/index.ts';
import {
  fitting,
  type Item,
  type ItemPage,
  type ListedRun,
  listedRun,
  type RunFilter,
  type RunPage,
} from '../../../engine/index.ts';
import { cursorText, seqOfCursor } from '../cursors.ts';
import { endOf, runOfId, runOfSeq } from './run-rows.ts';
import type { SqlValue, Store } from '../store.ts';

export interface RunWish {
  readonly filter: RunFilter;
  readonly limit: number;
  readonly cursor: string | null;
}

/** Runs looked at directly before an index is asked: that of their states would sort all of a state for each page. */
const GLANCE = 2_000;

export function listRuns(store: Store, { filter, limit, cursor }: RunWish): RunPage {
  const seqs = newestSeqs(store, filter, { below: seqOfCursor(cursor, 'runs'), wanted: limit + 1 });
  const page = seqs.slice(0, limit);
  const last = page.at(-1);
  return {
    runs: page.flatMap((seq) => listed(store, seq)),
    next: seqs.length > page.length && last !== undefined ? cursorText(last) : null,
  };
}

interface Bounds {
  readonly below: number;
  readonly wanted: number;
}

/** What is common is found at a glance at the newest, as of jobs; what is rare has an index. */
function newestSeqs(store: Store, filter: RunFilter, bounds: Bounds): readonly number[] {
  if (filter.states !== undefined) {
    const newest = `(SELECT * FROM runs WHERE seq < ? ORDER BY seq DESC LIMIT ${GLANCE})`;
    const found = seqsOf(store, { from: newest, where: 'true' }, filter, bounds);
    if (found.length === bounds.wanted) return found;
  }
  return seqsOf(store, { from: 'runs', where: 'seq < ?' }, filter, bounds);
}

function seqsOf(
  store: Store,
  { from, where }: { readonly from: string; readonly where: string },
  filter: RunFilter,
  { below, wanted }: Bounds,
): readonly number[] {
  const conditions = conditionsOf(filter);
  const all = [where, ...conditions.map(([text]) => text)].join(' AND ');
  const values = conditions.flatMap(([, ...given]) => given);
  return store
    .all(`SELECT seq FROM ${from} WHERE ${all} ORDER BY seq DESC LIMIT ?`, below, ...values, wanted)
    .map(([seq]) => Number(seq));
}

type Condition = readonly [string, ...SqlValue[]];

function conditionsOf({ workflow, states, parent, since, until }: RunFilter): readonly Condition[] {
  const all: Condition[] = [];
  if (workflow !== undefined) all.push(['workflow = ?', workflow]);
  if (states !== undefined) all.push([`state IN (SELECT value FROM json_each(?))`, JSON.stringify(states)]);
  if (parent !== undefined) all.push(['parent = ?', parent]);
  if (since !== undefined) all.push(['created_at >= ?', since]);
  if (until !== undefined) all.push(['created_at < ?', until]);
  return all;
}

function listed(store: Store, seq: number): readonly ListedRun[] {
  const stored = runOfSeq(store, seq);
  if (stored === null) return [];
  return [listedRun(stored.run)];
}

export function itemsOf(
  store: Store,
  id: string,
  { step, from, limit }: { readonly step: number; readonly from: number; readonly limit: number },
): ItemPage | null {
  const stored = runOfId(store, id);
  const progress = stored?.run.steps[step];
  if (stored === null || progress === undefined) return null;
  const to = Math.min(progress.begun, from + limit);
  const rows = store.all(
    'SELECT number, state, value FROM run_items WHERE run = ? AND step = ? AND number >= ? AND number < ? ORDER BY number',
    ...[stored.seq, step, from, to],
  );
  const ends = new Map(
    rows.flatMap(([number, state, value]): [number, ItemEnd][] =>
      state === 'retrying' ? [] : [[Number(number), endOf(String(state), value)]],
    ),
  );
  const sizes = rows.map(([, , value]) => (typeof value === 'string' ? value.length : 0));
  const fit = fitting(sizes);
  const end = fit < rows.length ? Number(rows[fit]?.[0]) : to;
  const items = Array.from({ length: Math.max(0, end - from) }, (_none, at): Item => {
    const index = from + at;
    const itself = { step, index, round: progress.round };
    return { index, id: itemId(stored.run, itself), end: ends.get(index) ?? null };
  });
  return { items, next: end < progress.begun ? end : null };
}
