/**
 * Results that are there for a shorter time than their jobs. What a job was given (`resultKeepMs`) and when it ended say it; so a result
 * is out of sight at its time by the store's clock, whenever whoever keeps house removes it.
 */
import type { Json } from '../foundation/index.ts';
import type { Job } from './job.ts';
import type { ResultGone } from './states.ts';

type Ended = Pick<Job, 'state' | 'finishedAt' | 'resultKeepMs'>;

/** @returns until when its result is there, epoch milliseconds of the store; null: as long as the job, or it has none */
export function resultUntil({ state, finishedAt, resultKeepMs }: Ended): number | null {
  if (state !== 'completed' || finishedAt === null || resultKeepMs === null || resultKeepMs === 0) return null;
  return finishedAt + resultKeepMs;
}

/** Whether what is seen of it depends on the time. */
export function mayHaveExpired(job: Ended): boolean {
  return resultUntil(job) !== null;
}

/** The job as it is seen. @param now epoch milliseconds of the store; only asked for where mayHaveExpired() */
export function seenAt<Seen extends Ended & { readonly result: Json; readonly resultGone: ResultGone | null }>(
  job: Seen,
  now: number,
): Seen {
  if (job.resultKeepMs === null || job.state !== 'completed') return job;
  if (job.resultKeepMs === 0) return { ...job, result: null, resultGone: 'ignored' };
  return (resultUntil(job) ?? Infinity) > now ? job : { ...job, result: null, resultGone: 'expired' };
}
