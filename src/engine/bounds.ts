/**
 * How much one call may read, write and answer, whatever is stored. A payload may have a megabyte, a call may be about a
 * thousand jobs, and neither the event loop nor the store's thread may be kept for the product of both.
 */
import type { Job } from '../core/index.ts';

/** The parts of a job that may be large. */
export const JOB_PARTS = ['payload', 'headers', 'progress', 'logs', 'result', 'error', 'attempts'] as const;
export type JobPart = (typeof JOB_PARTS)[number];

/** Of a job in a list, bytes of JSON; a larger part is left out, and `omitted` names it. */
export const LISTED_PART_BYTES = 2_048;

/** A job as a list shows it: what is left out is null, [] or {}. */
export interface ListedJob extends Job {
  readonly omitted: readonly JobPart[];
}

/** A result that is gone is not left out for its size. */
export function seenInList(job: ListedJob): ListedJob {
  if (job.resultGone === null || !job.omitted.includes('result')) return job;
  return { ...job, omitted: job.omitted.filter((part) => part !== 'result') };
}

/**
 * Bytes of jobs that one step goes through, about; one job more than that may be among them, since each step must get on.
 * A step on either engine then takes some ten milliseconds. Housekeeping reports `more`, a list ends early with a cursor.
 */
export const STEP_BYTES = 4 * 1024 * 1024;

/** How many of the items a step may take: as many as fit, one at least. @param sizes bytes of each, in order */
export function fitting(sizes: readonly number[], bytes = STEP_BYTES): number {
  let left = bytes;
  let count = 0;
  while (count < sizes.length && left > 0) {
    left -= sizes[count] ?? 0;
    count += 1;
  }
  return count;
}

/**
 * Items in pieces of `most` at most that fit into a step, in order.
 * @param sizeOf bytes of an item, about
 */
export function pieces<T>(items: readonly T[], most: number, sizeOf: (item: T) => number): readonly (readonly T[])[] {
  const all: T[][] = [];
  let piece: T[] = [];
  let left = STEP_BYTES;
  for (const item of items) {
    if (piece.length >= most || left <= 0) {
      all.push(piece);
      piece = [];
      left = STEP_BYTES;
    }
    piece.push(item);
    left -= sizeOf(item);
  }
  if (piece.length > 0) all.push(piece);
  return all;
}

/** How many jobs to ask for when their size is only known afterwards: as many as would fit by what came last. */
export class Portion {
  #average = 0;

  of(count: number): number {
    return this.#average * count <= STEP_BYTES ? count : Math.max(1, Math.floor(STEP_BYTES / this.#average));
  }

  /** @param jobs how many came last, of `bytes` in all */
  took(jobs: number, bytes: number): void {
    if (jobs > 0) this.#average = bytes / jobs;
  }
}
