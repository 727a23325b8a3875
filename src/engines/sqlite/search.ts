/**
 * Finding the newest jobs of a filter without an index for each: first a glance at the newest jobs themselves,
 * where what is common is found at once; then, for what is rare or old, the narrowest index there is.
 */
import { isFinished, JOB_STATES, type JobState } from '../../core/index.ts';
import type { JobFilter } from '../../engine/index.ts';
import {
  IS_BLOCKED,
  IS_DUE,
  IS_FINISHED,
  IS_HELD,
  IS_IN_TURN,
  IS_READY,
  IS_RUNNING,
  stateCode,
  stateList,
} from './schema.ts';
import type { SqlValue, Store } from './store.ts';

/** Exclusive limits of seq. */
export interface Bounds {
  readonly above: number;
  readonly below: number;
}

export interface Search {
  readonly filter: JobFilter;
  readonly bounds: Bounds;
  readonly wanted: number;
}

/** A piece of SQL with its parameters. */
interface Fragment {
  readonly sql: string;
  readonly params: readonly SqlValue[];
}

/** A way to jobs: what stands after FROM, the condition that makes its index apply, and the seq it is sorted by. */
interface Way {
  readonly from: string;
  readonly where: string;
  readonly seq: string;
  /** Of `from` and `where`, in that order. */
  readonly params: readonly SqlValue[];
}

function way(from: string, where: string, ...params: SqlValue[]): Way {
  return { from, where, params, seq: 'jobs.seq' };
}

/** Jobs looked at directly before an index is asked: 2 000 rows are read in about 2 ms. */
const GLANCE = 2_000;
/** Up to that many jobs of the wanted states, going through all of them beats every other way. */
const FEW = 20_000;
/** Jobs that are looked at on another way, about 10 ms: then the search goes on with the next call. */
const LOOKED_AT = 10_000;

export interface Finding {
  /** At most `wanted`, newest first. */
  readonly seqs: readonly number[];
  /** Everything from this seq on was looked at, and below it there may be more; null when all was. */
  readonly rest: number | null;
}

/** One step of a search: it may end before it has found what is wanted, and then says where to go on. */
export function newestSeqs(store: Store, search: Search): Finding {
  const { filter, wanted } = search;
  if (filter.states?.length === 0) return { seqs: [], rest: null };
  const bounds = narrowed(store, search);
  const reached = store.get(
    `SELECT seq FROM jobs WHERE seq < ? ORDER BY seq DESC LIMIT 1 OFFSET ${GLANCE - 1}`,
    bounds.below,
  );
  // Along the rows themselves it ends with the last one that is wanted: sorting what was found would look at all.
  const above = reached ? Math.max(bounds.above, Number(reached[0]) - 1) : bounds.above;
  const found = through(store, way('jobs NOT INDEXED', 'true'), { ...search, bounds: { ...bounds, above } });
  if (found.length >= wanted || !reached) return { seqs: found, rest: null };
  const older = { ...search, bounds: { ...bounds, below: Number(reached[0]) }, wanted: wanted - found.length };
  const { seqs, rest } = olderSeqs(store, older);
  return { seqs: [...found, ...seqs], rest };
}

function olderSeqs(store: Store, search: Search): Finding {
  const { filter, wanted } = search;
  const byState = stateWays(store, filter);
  if (byState.count <= FEW) {
    const seqs = byState.ways.flatMap((way) => through(store, way, search));
    return { seqs: seqs.sort((a, b) => b - a).slice(0, wanted), rest: null };
  }
  const { above, below } = search.bounds;
  const steps = orderedWay(filter);
  const [last] = store.all(
    `SELECT ${steps.seq} FROM ${steps.from} WHERE ${steps.where} AND ${steps.seq} > ? AND ${steps.seq} < ?
     ORDER BY ${steps.seq} DESC LIMIT 1 OFFSET ${LOOKED_AT - 1}`,
    ...steps.params,
    above,
    below,
  );
  const end = last === undefined ? null : Number(last[0]);
  const seqs = through(store, steps, { ...search, bounds: { above: end === null ? above : end - 1, below } });
  return { seqs, rest: end };
}

function through(store: Store, { from, where, seq, params }: Way, { filter, bounds, wanted }: Search): number[] {
  const conditions = conditionsOf(filter);
  const all = [where, `${seq} > ?`, `${seq} < ?`, ...conditions.map((condition) => condition.sql)].join(' AND ');
  const values = conditions.flatMap((condition) => condition.params);
  return store
    .all(
      `SELECT ${seq} FROM ${from} WHERE ${all} ORDER BY ${seq} DESC LIMIT ?`,
      ...params,
      bounds.above,
      bounds.below,
      ...values,
      wanted,
    )
    .map((row) => Number(row[0]));
}

/** The plus signs keep SQLite from choosing another index than the way's. */
function conditionsOf({ states, queue, task, tag, schedule, fingerprint, since, until }: JobFilter): Fragment[] {
  return [
    ...(states ? [{ sql: `+state IN (${stateList(states)})`, params: [] }] : []),
    ...(queue !== undefined ? [{ sql: '+queue = ?', params: [queue] }] : []),
    ...(task !== undefined ? [{ sql: '+task = ?', params: [task] }] : []),
    ...(tag !== undefined
      ? [{ sql: 'EXISTS (SELECT 1 FROM tags AS t WHERE t.tag = ? AND t.seq = jobs.seq)', params: [tag] }]
      : []),
    ...(fingerprint !== undefined
      ? [
          {
            sql: 'EXISTS (SELECT 1 FROM deaths AS d WHERE d.seq = jobs.seq AND d.fingerprint = ?)',
            params: [fingerprint],
          },
        ]
      : []),
    ...(schedule !== undefined ? [{ sql: '+schedule = ?', params: [schedule] }] : []),
    ...(since !== undefined ? [{ sql: 'created_at >= ?', params: [since] }] : []),
    ...(until !== undefined ? [{ sql: 'created_at < ?', params: [until] }] : []),
  ];
}

/** The narrowest way whose index is in order of creation, so that one can go along it piece by piece. */
function orderedWay({ task, tag, schedule, fingerprint }: JobFilter): Way {
  if (fingerprint !== undefined) {
    const dead = way(
      'deaths INDEXED BY deaths_fault CROSS JOIN jobs',
      'deaths.fingerprint = ? AND jobs.seq = deaths.seq',
      fingerprint,
    );
    return { ...dead, seq: 'deaths.seq' };
  }
  if (tag !== undefined) {
    return { ...way('tags CROSS JOIN jobs', 'tags.tag = ? AND jobs.seq = tags.seq', tag), seq: 'tags.seq' };
  }
  if (schedule !== undefined) return way('jobs INDEXED BY jobs_schedule', 'schedule = ?', schedule);
  if (task !== undefined) return way('jobs INDEXED BY jobs_task', 'task = ?', task);
  return way('jobs', 'true');
}

/** The ways through the partial indices, and how many jobs lie on them. States without jobs need none. */
function stateWays(store: Store, { states, queue }: JobFilter): { ways: Way[]; count: number } {
  const wanted = states ?? JOB_STATES;
  const rows = store.all(
    `SELECT queue, ${JOB_STATES.join(', ')} FROM queues WHERE ?1 IS NULL OR queue = ?1`,
    queue ?? null,
  );
  const ways = new Map<string, Way>();
  let count = 0;
  for (const row of rows) {
    for (const state of wanted) {
      const jobs = Number(row[stateCode(state) + 1]);
      if (jobs === 0) continue;
      count += jobs;
      const name = String(row[0]);
      const perQueue = state === 'available' || isFinished(state);
      ways.set(perQueue ? `${state} ${name}` : state, wayOf(state, name));
      if (state !== 'available') continue;
      ways.set('held', way('jobs INDEXED BY jobs_held', IS_HELD));
      ways.set(`in turn ${name}`, way('jobs INDEXED BY jobs_turn_age', `${IS_IN_TURN} AND queue = ?`, name));
    }
  }
  return { ways: [...ways.values()], count };
}

/** Indices that begin with the queue are gone through per queue; the others, of few jobs, once for all. */
function wayOf(state: JobState, queue: string): Way {
  const one = `state = ${stateCode(state)}`;
  if (isFinished(state)) return way('jobs INDEXED BY jobs_finished', `${IS_FINISHED} AND queue = ? AND ${one}`, queue);
  switch (state) {
    case 'available':
      return way('jobs INDEXED BY jobs_ready', `${IS_READY} AND queue = ?`, queue);
    case 'running':
      return way('jobs INDEXED BY jobs_running', IS_RUNNING);
    case 'blocked':
      return way('jobs INDEXED BY jobs_blocked', IS_BLOCKED);
    case 'scheduled':
    case 'retryable':
      return way('jobs INDEXED BY jobs_due', `${IS_DUE} AND ${one}`);
  }
}

/** Clocks are set back now and then: creation follows seq only that closely. */
const CLOCK_SLACK_MS = 3_600_000;

/** The bounds drawn in to the time asked for, by halving. */
function narrowed(store: Store, { filter, bounds }: Search): Bounds {
  const { since, until } = filter;
  return {
    above: since === undefined ? bounds.above : firstCreated(store, since - CLOCK_SLACK_MS) - 1,
    below: until === undefined ? bounds.below : Math.min(bounds.below, firstCreated(store, until + CLOCK_SLACK_MS)),
  };
}

/** @returns the seq from which on jobs were created at `instant` or later */
function firstCreated(store: Store, instant: number): number {
  let low = store.number('SELECT seq FROM jobs ORDER BY seq LIMIT 1');
  let high = store.number('SELECT seq FROM jobs ORDER BY seq DESC LIMIT 1') + 1;
  while (low < high) {
    const middle = Math.floor((low + high) / 2);
    const row = store.get('SELECT seq, created_at FROM jobs WHERE seq >= ? ORDER BY seq LIMIT 1', middle);
    if (!row || Number(row[1]) >= instant) high = middle;
    else low = Number(row[0]) + 1;
  }
  return low;
}
