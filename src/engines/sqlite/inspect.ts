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
import { SkepError } from '../../foundation/index.ts';
import { pauseIn } from './pause.ts';
import { JOB_COLUMNS, LISTED_COLUMNS, listedJob, shownJob } from './rows.ts';
import { type Bounds, newestSeqs } from './search.ts';
import { IS_READY } from './schema.ts';
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

export function listJobs(store: Store, { filter, limit, cursor, now }: PageWish): JobPage {
  const bounds: Bounds = { above: 0, below: cursorOf(cursor) };
  const { seqs, rest } = newestSeqs(store, { filter, bounds, wanted: limit + 1 });
  const jobs: ListedJob[] = [];
  let bytes = 0;
  let last: number | undefined;
  for (const seq of seqs.slice(0, limit)) {
    if (bytes > STEP_BYTES) return { jobs, next: `s${last}` };
    const row = store.get(`SELECT ${LISTED_COLUMNS} FROM jobs WHERE seq = ?`, seq);
    if (row) {
      bytes += bytesIn(row);
      jobs.push(seenInList(seenAt(listedJob(row), now)));
    }
    last = seq;
  }
  if (seqs.length > limit) return { jobs, next: `s${last}` };
  return { jobs, next: rest === null ? null : `s${rest}` };
}

function bytesIn(row: Row): number {
  return row.reduce<number>((sum, value) => sum + (value instanceof Uint8Array ? value.length : 0), 0);
}

/** @returns the seq that all jobs of the page are below */
function cursorOf(cursor: string | null): number {
  if (cursor === null) return Number.MAX_SAFE_INTEGER;
  if (!/^s[0-9]{1,15}$/.test(cursor)) {
    throw new SkepError('REQUEST_INVALID', 'the cursor is none that a list of jobs gave', {
      hint: 'Take `next` of the page before, or leave it out to begin with the newest.',
    });
  }
  return Number(cursor.slice(1));
}

/** The oldest available job of a queue: the head of one priority's part of jobs_ready, which is sorted by run_at. */
const OLDEST = `SELECT run_at FROM jobs INDEXED BY jobs_ready WHERE queue = ? AND ${IS_READY} AND priority = ?
  ORDER BY run_at LIMIT 1`;
/** The next priority that is there: a queue has ten at most, so this is ten steps however many jobs wait. */
const NEXT_PRIORITY = `SELECT priority FROM jobs INDEXED BY jobs_ready WHERE queue = ? AND ${IS_READY} AND priority > ?
  ORDER BY priority LIMIT 1`;

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
  let oldest: number | null = null;
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
