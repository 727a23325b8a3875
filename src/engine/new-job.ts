import { type Job, jobOfParts, type NewJob, type OwnParts } from '../core/index.ts';
import { SkepError } from '../foundation/index.ts';

export type { NewJob };

/** What enqueue rejects with when a job of the task `other` has the id of a new one. */
export function idTaken(id: string, other: string): SkepError {
  return new SkepError('JOB_ID_TAKEN', `the id ${id} belongs to a job of the task ${other}`, {
    hint: 'Begin ids that you choose with the name of their task, or leave the id to Skep.',
    details: { id, task: other },
  });
}

/** The job as it is stored at first: the reference of `enqueue`. @param now epoch milliseconds of the store */
export function storedJob(given: NewJob, now: number): Job {
  const { id, task, queue, priority, payload, maxAttempts, delayMs, expiresInMs, runAt } = given;
  const due = Math.max(now, runAt ?? now + delayMs);
  const own: OwnParts = {
    id,
    task,
    queue,
    priority,
    payload,
    maxAttempts,
    state: due > now ? 'scheduled' : 'available',
    attempt: 0,
    rescues: 0,
    runAt: due,
    createdAt: now,
    startedAt: null,
    finishedAt: null,
    expiresAt: expiresInMs === null ? null : now + expiresInMs,
    hold: null,
    waits: [],
    blockedBy: null,
    progress: null,
    logs: [],
    result: null,
    resultGone: null,
    error: null,
    attempts: [],
  };
  return jobOfParts(own, given);
}
