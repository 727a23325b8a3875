/**
 * What ended in a span of time, as numbers that add up: how attempts ended, and how long jobs waited and ran.
 *
 * A figure is a list of NUMBERS whole numbers: a count per ending, the sums of both times in milliseconds, then a
 * histogram of each. Figures of processes, tasks and minutes are added place by place, which averages and percentiles
 * cannot be; those are worked out when somebody asks.
 */
import type { Outcome } from './outcome.ts';

/** How an attempt ends, as far as it is counted: one that was held back has not begun. */
export const ENDINGS = ['completed', 'failed', 'dead', 'cancelled', 'snoozed', 'released'] as const;
export type Ending = (typeof ENDINGS)[number];

/** How an outcome is counted; null: it is not. */
export const ENDING_OF: Readonly<Record<Outcome['kind'], Ending | null>> = {
  complete: 'completed',
  retry: 'failed',
  dead: 'dead',
  cancel: 'cancelled',
  snooze: 'snoozed',
  release: 'released',
  hold: null,
};

/** Upper bounds of the histograms' buckets, in milliseconds: the series 1, 2, 5, up to a day; what is longer is in one more. */
export const BOUNDS_MS: readonly number[] = [
  1, 2, 5, 10, 20, 50, 100, 200, 500, 1_000, 2_000, 5_000, 10_000, 20_000, 60_000, 120_000, 300_000, 600_000, 1_800_000,
  3_600_000, 86_400_000,
];

const BUCKETS = BOUNDS_MS.length + 1;
const WAIT_SUM = ENDINGS.length;
const RUN_SUM = WAIT_SUM + 1;
const WAITS = RUN_SUM + 1;
const RUNS = WAITS + BUCKETS;
/** How long a figure is. */
export const NUMBERS = RUNS + BUCKETS;

export type Figure = readonly number[];

export function noFigure(): number[] {
  return new Array<number>(NUMBERS).fill(0);
}

/** Adds `other` to `figure`, place by place. */
export function addFigure(figure: number[], other: Figure): void {
  for (let place = 0; place < NUMBERS; place += 1) figure[place] = (figure[place] ?? 0) + (other[place] ?? 0);
}

/**
 * Counts the end of one attempt.
 * @param waitMs from when the job might have started to when it did
 * @param runMs from its start to its end
 */
export function countEnd(figure: number[], kind: Outcome['kind'], waitMs: number, runMs: number): void {
  const ending = ENDING_OF[kind];
  if (ending === null) return;
  bump(figure, ENDINGS.indexOf(ending), 1);
  bump(figure, WAIT_SUM, Math.max(0, Math.round(waitMs)));
  bump(figure, RUN_SUM, Math.max(0, Math.round(runMs)));
  bump(figure, WAITS + bucketOf(waitMs), 1);
  bump(figure, RUNS + bucketOf(runMs), 1);
}

function bump(figure: number[], place: number, by: number): void {
  figure[place] = (figure[place] ?? 0) + by;
}

/** Most are short: the first bound that is not passed is found soon. */
function bucketOf(ms: number): number {
  let bucket = 0;
  while (bucket < BOUNDS_MS.length && ms > (BOUNDS_MS[bucket] ?? 0)) bucket += 1;
  return bucket;
}

export interface Times {
  readonly mean: number;
  readonly p50: number;
  readonly p95: number;
  readonly p99: number;
}

export interface Reading extends Readonly<Record<Ending, number>> {
  /** Attempts that failed, for good or not, of all that completed or failed; null where none did. */
  readonly failureRate: number | null;
  /** Milliseconds; null where nothing ended. */
  readonly waitMs: Times | null;
  readonly runMs: Times | null;
}

/** What a figure says. Percentiles are read from buckets, so they are as exact as those are narrow. */
export function readingOf(figure: Figure): Reading {
  const of = (ending: Ending): number => figure[ENDINGS.indexOf(ending)] ?? 0;
  const counts = Object.fromEntries(ENDINGS.map((ending) => [ending, of(ending)])) as Record<Ending, number>;
  const bad = counts.failed + counts.dead;
  const decided = counts.completed + bad;
  return {
    ...counts,
    failureRate: decided === 0 ? null : bad / decided,
    waitMs: timesOf(figure, WAIT_SUM, WAITS),
    runMs: timesOf(figure, RUN_SUM, RUNS),
  };
}

function timesOf(figure: Figure, sumAt: number, from: number): Times | null {
  const buckets = figure.slice(from, from + BUCKETS);
  const count = buckets.reduce((sum, number) => sum + number, 0);
  if (count === 0) return null;
  const at = (share: number): number => percentile(buckets, share * count);
  return { mean: (figure[sumAt] ?? 0) / count, p50: at(0.5), p95: at(0.95), p99: at(0.99) };
}

/**
 * Within a bucket values are taken to lie evenly, as Prometheus' histogram_quantile() does; what is longer than the last bound counts as
 * that bound.
 * @param rank how many values lie at or below the one sought
 */
function percentile(buckets: Figure, rank: number): number {
  let below = 0;
  for (const [bucket, count] of buckets.entries()) {
    if (count > 0 && below + count >= rank) {
      const low = BOUNDS_MS[bucket - 1] ?? 0;
      const high = BOUNDS_MS[bucket] ?? low;
      return low + ((high - low) * (rank - below)) / count;
    }
    below += count;
  }
  return 0;
}
