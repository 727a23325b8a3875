import { isFinished, type Job } from '../core/index.ts';
import type { JobsFacet } from '../engine/index.ts';
import { type Clock, pause } from '../foundation/index.ts';

/** First and longest time between two looks: a short job is seen at once, a long one costs little. */
const FIRST_LOOK_MS = 10;
const LAST_LOOK_MS = 250;

export interface WaitOptions {
  readonly waitMs: number;
  readonly clock: Clock;
  readonly signal?: AbortSignal;
}

/**
 * Waits until a job is finished, for `waitMs` at most, or until `signal` aborts.
 * @returns the job as it is then, finished or not; null when no job of that id is stored
 */
export async function waitForJob(
  jobs: Pick<JobsFacet, 'get'>,
  id: string,
  { waitMs, clock, signal }: WaitOptions,
): Promise<Job | null> {
  const end = clock.monotonic() + waitMs;
  let lookMs = FIRST_LOOK_MS;
  for (;;) {
    const job = await jobs.get(id);
    const leftMs = end - clock.monotonic();
    if (job === null || isFinished(job.state) || leftMs <= 0 || signal?.aborted === true) return job;
    await pause(clock, Math.min(lookMs, leftMs), signal);
    lookMs = Math.min(lookMs * 2, LAST_LOOK_MS);
  }
}
