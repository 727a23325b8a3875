/** The list of a job's attempts. */
import type { Job } from './job.ts';

export const ATTEMPTS_KEPT = 50;

/**
 * What is kept of a list of attempts: the first and the newest. The first says when the job began and which trace it
 * began, which rules need however long it lives (`retryFor`, propagation `link`); what lies between is forgotten.
 *
 * @param attempts oldest first, the one that is written now included
 * @returns at most ATTEMPTS_KEPT of them, in their order
 */
export function keptAttempts<T>(attempts: readonly T[]): readonly T[] {
  if (attempts.length <= ATTEMPTS_KEPT) return attempts;
  return [...attempts.slice(0, 1), ...attempts.slice(1 - ATTEMPTS_KEPT)];
}

/** @returns when its first attempt began, epoch milliseconds of the store; null when none ever did */
export function firstStartOf(job: Pick<Job, 'attempts' | 'startedAt'>): number | null {
  return job.attempts[0]?.startedAt ?? job.startedAt;
}
