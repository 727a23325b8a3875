/** Going through all jobs of a filter, a bounded number of them at a time. */
import type { JobFilter, JobsFacet, ListedJob } from '../../engine/index.ts';

export interface Steps {
  readonly jobs: Pick<JobsFacet, 'list'>;
  readonly filter: JobFilter;
  readonly cursor: string | null;
  /** Jobs that are wanted, at most. */
  readonly limit: number;
  /** Ends it between two steps. */
  readonly signals: readonly (AbortSignal | undefined)[];
  /** What is thrown then. */
  readonly ended: () => Error;
}

/** Jobs per step, a few milliseconds of the store. */
const STEP = 500;
/** Pages of the store in one call: a search may go through many jobs that it does not want. */
const PAGES = 500;

/**
 * @param act what is done with those of a step. @returns how many of them were wanted
 * @returns where to go on; null at the end
 */
export async function inSteps(
  { jobs, filter, cursor, limit, signals, ended }: Steps,
  act: (found: readonly ListedJob[]) => Promise<number>,
): Promise<string | null> {
  let next = cursor;
  for (let pages = 1, met = 0; ; pages += 1) {
    if (signals.some((signal) => signal?.aborted === true)) throw ended();
    const page = await jobs.list(filter, Math.min(STEP, limit - met), next);
    next = page.next;
    met += await act(page.jobs);
    if (next === null || met >= limit || pages >= PAGES) return next;
    // Others get their turn.
    await new Promise((resolve) => setImmediate(resolve));
  }
}
