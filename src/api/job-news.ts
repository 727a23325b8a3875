/** What is new of a job, read off two looks at it; and what somebody who was away knows of it, in a few characters. */
import { createHash } from 'node:crypto';

import type { JobState } from '../core/index.ts';
import type { Json } from '../foundation/index.ts';
import type { JobView } from './job-view.ts';

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

/** What of a job was told. */
export type ToldOfJob = Pick<JobView, 'logs' | 'progress' | 'attempts' | 'state'>;

/** In the order in which it happened, as far as a job tells. */
export function newsBetween<Payload, Result>(
  before: ToldOfJob | undefined,
  job: JobView<Payload, Result>,
): readonly JobNews<Payload, Result>[] {
  const { progress, state } = job;
  return [
    ...linesSince(before?.logs ?? [], job.logs).map((line) => ({ type: 'log', line }) as const),
    ...(progress !== null && !isSame(progress, before?.progress) ? [{ type: 'progress', progress } as const] : []),
    ...attemptsSince(before?.attempts.at(-1), job.attempts).map((attempt) => ({ type: 'attempt', attempt }) as const),
    ...(state === before?.state ? [] : [{ type: 'state', state, job } as const]),
  ];
}

/** Remembers of a job what `toldBy` needs. */
export function markOf({ state, attempts, logs, progress }: ToldOfJob): string {
  return [state, digest(ofAttempt(attempts.at(-1))), digest(logs.at(-1)), digest(progress)].join('.');
}

/**
 * What was told of a job to whoever has that mark. A line or an attempt that the job has lost since is not found: then all of them are new.
 * @returns undefined for what is no mark
 */
export function toldBy(mark: string, job: ToldOfJob): ToldOfJob | undefined {
  const [state, attempt, line, progress, ...more] = mark.split('.');
  if (progress === undefined || more.length > 0) return undefined;
  return {
    state: state as JobState,
    attempts: upTo(job.attempts, (one) => digest(ofAttempt(one)) === attempt),
    logs: upTo(job.logs, (one) => digest(one) === line),
    progress: digest(job.progress) === progress ? job.progress : null,
  };
}

/** The job keeps the first and the newest: where the last one told is neither, those that ended after it. */
function attemptsSince(last: Attempt | undefined, now: readonly Attempt[]): readonly Attempt[] {
  if (last === undefined) return now;
  const known = JSON.stringify(ofAttempt(last));
  const at = now.findLastIndex((one) => JSON.stringify(ofAttempt(one)) === known);
  return at >= 0 ? now.slice(at + 1) : now.filter(({ finishedAt }) => finishedAt > last.finishedAt);
}

/** What no two attempts have in common: one that does not count, for its handler snoozed, has the number of the next. */
function ofAttempt(attempt: Attempt | undefined): readonly unknown[] {
  return attempt === undefined ? [] : [attempt.number, attempt.worker, attempt.startedAt, attempt.finishedAt];
}

/** Up to the last that is meant. */
function upTo<T>(items: readonly T[], isMeant: (item: T) => boolean): readonly T[] {
  return items.slice(0, items.findLastIndex(isMeant) + 1);
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

function digest(value: unknown): string {
  return createHash('sha256')
    .update(JSON.stringify(value ?? null))
    .digest('hex')
    .slice(0, 12);
}
