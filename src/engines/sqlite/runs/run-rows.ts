/** Rows of runs, of the ends of their items, of the lists that they go through, and of their signals. */
import { randomUUID } from 'node:crypto';

import {
  type ItemEnd,
  type JobError,
  Lru,
  type NewRun,
  type Plan,
  planIn,
  planText,
  READ_MAX,
  type Run,
  type RunState,
  TOO_MUCH,
} from '../../../core/index.ts';
import { type Json, SkepError } from '../../../foundation/index.ts';
import { RETRYING } from './item-ends.ts';
import { joined, stepsOf, type Written, writtenOf } from './run-lines.ts';
import type { Row, Store } from '../store.ts';

/** A run with the number of its row. */
export interface StoredRun {
  readonly seq: number;
  readonly run: Run;
}

export interface FoundRun extends StoredRun {
  /** When it has something to do; 0: at once, and whoever goes on with it sees all that has come by then. null: never by itself. */
  readonly due: number | null;
}

const COLUMNS = 'seq, id, workflow, state, created_at, finished_at, cancelled, given, steps, result, error';

export function runOfId(store: Store, id: string): FoundRun | null {
  const row = store.get('SELECT seq, version, due FROM runs WHERE id = ?', id);
  if (row === undefined) return null;
  const [seq, version, due] = row;
  return { ...runOf(store, Number(seq), String(version)), due: typeof due === 'number' ? due : null };
}

export function stateOfRun(store: Store, id: string): RunState | null {
  const row = store.get('SELECT state FROM runs WHERE id = ?', id);
  return row === undefined ? null : (String(row[0]) as RunState);
}

/** The same of one that is there. */
export function runNow(store: Store, id: string): StoredRun {
  const stored = runOfId(store, id);
  if (stored === null) throw new SkepError('INTERNAL', `the run ${id} is not there`);
  return stored;
}

export function runOfSeq(store: Store, seq: number): StoredRun | null {
  const row = store.get('SELECT version FROM runs WHERE seq = ?', seq);
  return row === undefined ? null : runOf(store, seq, String(row[0]));
}

export function runIdOf(store: Store, seq: number): string {
  return String(store.get('SELECT id FROM runs WHERE seq = ?', seq)?.[0] ?? seq);
}

/** Runs as this process has seen them last: a graph of a thousand steps is read once, not at each of its turns. */
const seen = new WeakMap<Store, Lru<Seen>>();
const SEEN = 100;

interface Seen {
  value?: { readonly version: string; readonly stored: StoredRun; readonly written: Written | undefined };
}

function seenIn(store: Store, seq: number): Seen {
  const held = seen.get(store) ?? new Lru(SEEN);
  seen.set(store, held);
  return held.get(String(seq), () => ({}));
}

function runOf(store: Store, seq: number, version: string): StoredRun {
  const held = seenIn(store, seq);
  if (held.value?.version === version) return held.value.stored;
  const stored = readRun(store, store.get(`SELECT ${COLUMNS} FROM runs WHERE seq = ?`, seq) ?? []);
  held.value = { version, stored, written: undefined };
  return stored;
}

/** Plans never change, and are asked for at each end of an item. */
const plans = new WeakMap<Store, Lru<Plan>>();
const PLANS = 100;

function planOf(store: Store, seq: number): Plan {
  const held = plans.get(store) ?? new Lru<Plan>(PLANS);
  plans.set(store, held);
  return held.get(String(seq), () => {
    const [text] = store.get('SELECT plan FROM run_plans WHERE run = ?', seq) ?? [];
    return planIn(String(text));
  });
}

function inputOf(store: Store, seq: number): Json {
  const [text] = store.get('SELECT input FROM run_plans WHERE run = ?', seq) ?? [];
  return JSON.parse(String(text)) as Json;
}

type GivenRun = Omit<NewRun, 'id' | 'workflow' | 'plan' | 'input'>;

function readRun(store: Store, row: Row): StoredRun {
  const [number, id, workflow, state, createdAt, finishedAt, cancelled, given, steps, result, error] = row;
  const seq = Number(number);
  const plan = planOf(store, seq);
  const run: Run = {
    ...(JSON.parse(String(given)) as GivenRun),
    id: String(id),
    workflow: textOrNull(workflow),
    plan,
    input: inputOf(store, seq),
    state: String(state) as RunState,
    steps: stepsOf(plan, String(steps)),
    createdAt: Number(createdAt),
    finishedAt: typeof finishedAt === 'number' ? finishedAt : null,
    cancelled: textOrNull(cancelled),
    result: typeof result === 'string' ? (JSON.parse(result) as Json) : null,
    error: typeof error === 'string' ? (JSON.parse(error) as JobError) : null,
  };
  return { seq, run };
}

function textOrNull(value: Row[number] | undefined): string | null {
  return typeof value === 'string' ? value : null;
}

/** @returns false when there is one of that id. It has something to do now */
export function insertRun(store: Store, run: NewRun, now: number): boolean {
  const { id, workflow, plan, input, tags, headers, traceparent, tracestate, manifestRevision } = run;
  const { parent, parentId, schedule } = run;
  const given: GivenRun = { tags, headers, traceparent, tracestate, manifestRevision, parent, parentId, schedule };
  const inserted = store.run(
    `INSERT INTO runs (id, workflow, state, parent, created_at, due, given, version, steps)
     VALUES (?, ?, 'running', ?, ?, 0, ?, ?, '') ON CONFLICT (id) DO NOTHING`,
    ...[id, workflow, parent?.run ?? null, now, JSON.stringify(given), newVersion()],
  );
  if (inserted === 0) return false;
  store.run(
    'INSERT INTO run_plans (run, plan, input) SELECT seq, ?, ? FROM runs WHERE id = ?',
    ...[planText(plan), JSON.stringify(input), id],
  );
  return true;
}

const OWN = randomUUID().slice(0, 13);
let written = 0;

/** Never the same twice, whoever writes: also where a transaction was undone, or a file was put back. */
function newVersion(): string {
  written += 1;
  return `${OWN}.${written}`;
}

/** What the turns of a run change. */
export function writeRun(store: Store, seq: number, run: Run, due: number | null): void {
  const { state, steps, finishedAt, cancelled, result, error } = run;
  const version = newVersion();
  const held = seenIn(store, seq);
  const written = writtenOf(steps, held.value?.written);
  const text = joined(written.texts);
  store.run(
    'UPDATE runs SET state = ?, steps = ?, finished_at = ?, cancelled = ?, result = ?, error = ?, due = iif(sweep IS NULL, ?, 0), version = ? WHERE seq = ?',
    ...[state, text, finishedAt, cancelled],
    ...[result === null ? null : JSON.stringify(result), error && JSON.stringify(error), due, version, seq],
  );
  held.value = { version, stored: { seq, run }, written };
}

/** A row gets its id, and something to do where it is not over: what it was seen as is past. */
export function nowAnother(store: Store, seq: number, id: string): void {
  store.run(
    "UPDATE runs SET id = ?, version = ?, due = iif(state = 'running', 0, NULL) WHERE seq = ?",
    ...[id, newVersion(), seq],
  );
}

// ── items ────────────────────────────────────────────────────────────────────────────────────────────

export function endOf(state: string, value: Row[number] | undefined): ItemEnd {
  const said = typeof value === 'string' ? (JSON.parse(value) as unknown) : null;
  if (state === 'completed') return { state, result: said as Json };
  return { state: state as 'failed' | 'cancelled', error: said as JobError | null };
}

const SIZE = `SELECT total(length(value)) FROM run_items WHERE run = ? AND step = ? AND state = 'completed'`;

/** Result of a step: of one of many items the list of all. */
export function resultOf(store: Store, { seq, run }: StoredRun, number: number): Json | typeof TOO_MUCH {
  const [step, progress] = [run.plan.steps[number], run.steps[number]];
  if (step?.forEach !== null && Number(store.get(SIZE, seq, number)?.[0]) > READ_MAX) return TOO_MUCH;
  const rows = store.all(
    "SELECT number, value FROM run_items WHERE run = ? AND step = ? AND state = 'completed'",
    seq,
    number,
  );
  if (step?.forEach === null) return rows[0] === undefined ? null : valueOf(rows[0][1]);
  const list = new Array<Json>(progress?.total ?? 0).fill(null);
  for (const [index, value] of rows) list[Number(index)] = valueOf(value);
  return list;
}

function valueOf(value: Row[number] | undefined): Json {
  return typeof value === 'string' ? (JSON.parse(value) as Json) : null;
}

/** The ends of these steps that are no completions count no more. */
export function forgetEnds(store: Store, seq: number, steps: readonly number[]): void {
  for (const step of steps) {
    store.run(
      `UPDATE run_items SET state = '${RETRYING}' WHERE run = ? AND step = ? AND state <> 'completed'`,
      ...[seq, step],
    );
  }
}

/** Takes some of them out. @returns step and number of each */
export function takeRetrying(store: Store, seq: number, limit: number): readonly (readonly [number, number])[] {
  const rows = store.all(
    `SELECT step, number FROM run_items WHERE run = ? AND state = '${RETRYING}' LIMIT ?`,
    ...[seq, limit],
  );
  for (const [step, number] of rows) {
    store.run('DELETE FROM run_items WHERE run = ? AND step = ? AND number = ?', seq, Number(step), Number(number));
  }
  return rows.map(([step, number]) => [Number(step), Number(number)] as const);
}

/** What is being done to the jobs of a run, piece by piece. */
export interface Sweep {
  readonly kind: 'cancel' | 'retry';
  /** Where a cancel goes on. */
  readonly step: number;
  readonly index: number;
}

export function sweepOf(store: Store, seq: number): Sweep | null {
  const [text] = store.get('SELECT sweep FROM runs WHERE seq = ?', seq) ?? [];
  return typeof text === 'string' ? (JSON.parse(text) as Sweep) : null;
}

/** @param sweep null: it is done */
export function writeSweep(store: Store, seq: number, sweep: Sweep | null): void {
  store.run('UPDATE runs SET sweep = ?, due = 0 WHERE seq = ?', sweep && JSON.stringify(sweep), seq);
}

/** What is kept of steps that begin anew. */
export function forgetItems(store: Store, seq: number, steps: readonly number[]): void {
  for (const step of steps) {
    store.run('DELETE FROM run_items WHERE run = ? AND step = ?', seq, step);
    store.run('DELETE FROM run_lists WHERE run = ? AND step = ?', seq, step);
  }
}
