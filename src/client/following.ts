/**
 * What becomes of a job, told as it goes. It is read off the job again and again: that is the same over HTTP and on a store, needs
 * no process to tell of it, and loses nothing that the job keeps while nobody looks.
 */
import type { JobView, Operations } from '../api/index.ts';
import type { JobState } from '../core/index.ts';
import { durationMs, type Json, SkepError } from '../foundation/index.ts';

type Attempt = JobView['attempts'][number];
type Line = JobView['logs'][number];
type Progress = NonNullable<JobView['progress']>;

/** One piece of news of a job. */
export type JobNews<Payload = Json, Result = Json> =
  | { readonly type: 'log'; readonly line: Line }
  | { readonly type: 'progress'; readonly progress: Progress }
  /** An attempt has ended. */
  | { readonly type: 'attempt'; readonly attempt: Attempt }
  /** It is in that state now; the first is that in which it was found, the last a finished one. */
  | { readonly type: 'state'; readonly state: JobState; readonly job: JobView<Payload, Result> };

export interface FollowOptions {
  /** Longest time between two looks, as in '1s'; it begins with 50 ms after each piece of news. Default: 500ms. */
  readonly every?: string | number;
  /** Ends it, with the signal's reason; the job goes on. */
  readonly signal?: AbortSignal;
}

const FIRST_LOOK_MS = 50;
const EVERY = '500ms';

/** @throws SkepError JOB_UNKNOWN when retention has removed it; USAGE; the signal's reason */
export async function* following<Payload, Result>(
  id: string,
  operations: Pick<Operations, 'getJob'>,
  { every = EVERY, signal }: FollowOptions = {},
): AsyncGenerator<JobNews<Payload, Result>, void, undefined> {
  const longestMs = durationMs(every);
  if (longestMs < FIRST_LOOK_MS) throw new SkepError('USAGE', `events: every is at least ${FIRST_LOOK_MS}ms`);
  let before: JobView<Payload, Result> | undefined;
  let lookMs = 0;
  for (;;) {
    // The wait of a look ends early when the job does.
    const job = await operations.getJob<Payload, Result>(id, lookMs, signal);
    const news = newsBetween(before, job);
    yield* news;
    if (job.finished) return;
    lookMs = news.length > 0 ? FIRST_LOOK_MS : Math.min(lookMs * 2, longestMs);
    before = job;
  }
}

/** In the order in which it happened, as far as a job tells. */
export function newsBetween<Payload, Result>(
  before: JobView<Payload, Result> | undefined,
  job: JobView<Payload, Result>,
): readonly JobNews<Payload, Result>[] {
  const last = before?.attempts.at(-1)?.number ?? 0;
  const { progress, state } = job;
  return [
    ...linesSince(before?.logs ?? [], job.logs).map((line) => ({ type: 'log', line }) as const),
    ...(progress !== null && !isSame(progress, before?.progress) ? [{ type: 'progress', progress } as const] : []),
    ...job.attempts.filter(({ number }) => number > last).map((attempt) => ({ type: 'attempt', attempt }) as const),
    ...(state === before?.state ? [] : [{ type: 'state', state, job } as const]),
  ];
}

/** The job keeps the newest: those behind the longest end of the old ones that the new ones begin with. */
function linesSince(old: readonly Line[], now: readonly Line[]): readonly Line[] {
  const first = now[0];
  if (first === undefined) return [];
  for (let from = 0; from < old.length; from += 1) {
    if (old.slice(from).every((line, index) => isSame(line, now[index]))) return now.slice(old.length - from);
  }
  return now;
}

function isSame(one: Line | Progress, other: Line | Progress | null | undefined): boolean {
  return JSON.stringify(one) === JSON.stringify(other);
}
