/** Looking: one job, pages of jobs, counts. Reads see what was committed and hold up nobody. */
import { type Job, JOB_STATES, type JobState, seenAt } from '../../core/index.ts';
import {
  type JobFilter,
  type JobPage,
  type ListedJob,
  type QueueCounts,
  seenInList,
  stillPaused,
  STEP_BYTES,
} from '../../engine/index.ts';
import { cursorText, seqOfCursor } from './cursors.ts';
import { pauseIn } from './pause.ts';
import { JOB_COLUMNS, LISTED_COLUMNS, listedJob, shownJob } from './rows.ts';
import { type Bounds, newestSeqs } from './search.ts';
import { IS_IN_TURN, IS_READY } from './schema.ts';
import type { Row, Store } from './store.ts';

/** @param now epoch milliseconds, by which a result has expired */
export function readJob(store: Store, id: string, now: number): Job | null {
  const row = store.get(`SELECT ${JOB_COLUMNS} FROM jobs WHERE id = ?`, id);
  return row ? seenAt(shownJob(row), now) : null;
}

/** A page of a list. */
export interface PageWish {
  readonly filter: JobFilter;
  readonly limit: number;
  readonly cursor: string | null;
  /** As readJob. */
  readonly now: number;
}

/** Rows of a page that one statement reads: large parts are left out, so these are some hundred kilobytes. */
const AT_ONCE = 50;
const LISTED_BY_SEQ = `SELECT ${LISTED_COLUMNS} FROM jobs WHERE seq IN (SELECT value FROM json_each(?)) ORDER BY seq DESC`;

export function listJobs(store: Store, { filter, limit, cursor, now }: PageWish): JobPage {
  const bounds: Bounds = { above: 0, below: seqOfCursor(cursor, 'jobs') };
  const { seqs, rest } = newestSeqs(store, { filter, bounds, wanted: limit + 1 });
  const jobs: ListedJob[] = [];
  let bytes = 0;
  for (let from = 0; from < Math.min(seqs.length, limit); from += AT_ONCE) {
    const some = seqs.slice(from, Math.min(from + AT_ONCE, limit));
    if (bytes > STEP_BYTES) return { jobs, next: cursorText(seqs[from - 1]) };
    for (const row of store.all(LISTED_BY_SEQ, JSON.stringify(some))) {
      bytes += bytesIn(row);
      jobs.push(seenInList(seenAt(listedJob(row), now)));
    }
  }
  const last = seqs.slice(0, limit).at(-1);
  if (seqs.length > limit) return { jobs, next: cursorText(last) };
  return { jobs, next: rest === null ? null : cursorText(rest) };
}

function bytesIn(row: Row): number {
  return row.reduce<number>((sum, value) => sum + (value instanceof Uint8Array ? value.length : 0), 0);
}

/** The oldest available job of a queue: the head of one priority's part of jobs_ready, which is sorted by run_at. */
const OLDEST = `SELECT run_at FROM jobs INDEXED BY jobs_ready WHERE queue = ? AND ${IS_READY} AND priority = ?
  ORDER BY run_at LIMIT 1`;
/** The next priority that is there: a queue has ten at most, so this is ten steps however many jobs wait. */
const NEXT_PRIORITY = `SELECT priority FROM jobs INDEXED BY jobs_ready WHERE queue = ? AND ${IS_READY} AND priority > ?
  ORDER BY priority LIMIT 1`;
/** Of jobs whose tenants take turns, all priorities together. */
const OLDEST_IN_TURN = `SELECT run_at FROM jobs INDEXED BY jobs_turn_age WHERE queue = ? AND ${IS_IN_TURN}
  ORDER BY run_at LIMIT 1`;

/** @param now epoch milliseconds, by which a pause has ended */
export function queueCounts(store: Store, now: number): QueueCounts[] {
  const total = JOB_STATES.join(' + ');
  return store
    .all(
      `SELECT queue, paused, held, ${JOB_STATES.join(', ')}, pause FROM queues WHERE paused = 1 OR ${total} > 0 ORDER BY queue`,
    )
    .map((row) => {
      const queue = String(row[0]);
      const numbers = JOB_STATES.map((state, index) => [state, Number(row[index + 3])] as const);
      const counts = Object.fromEntries(numbers) as Record<JobState, number>;
      const why = pauseIn(row[JOB_STATES.length + 3]);
      const paused = row[1] === 1 && (why === null || stillPaused(why, now));
      const oldest = counts.available > 0 ? oldestAt(store, queue) : null;
      return { queue, paused, pause: paused ? why : null, counts, held: Number(row[2]), oldestAt: oldest };
    })
    .filter(({ paused, counts }) => paused || Object.values(counts).some((count) => count > 0));
}

function oldestAt(store: Store, queue: string): number | null {
  let oldest = firstNumber(store.get(OLDEST_IN_TURN, queue)) ?? null;
  let priority: number | undefined = -1;
  while ((priority = firstNumber(store.get(NEXT_PRIORITY, queue, priority))) !== undefined) {
    const runAt = firstNumber(store.get(OLDEST, queue, priority));
    if (runAt !== undefined) oldest = Math.min(oldest ?? runAt, runAt);
  }
  return oldest;
}

function firstNumber(row: readonly unknown[] | undefined): number | undefined {
  return typeof row?.[0] === 'number' ? row[0] : undefined;
}
