import { type Given, type Job, jobOfParts, type OwnParts } from '../core/index.ts';
import { type Json, SkepError } from '../foundation/index.ts';

/** What enqueue rejects with when a job of the task `other` has the id of a new one. */
export function idTaken(id: string, other: string): SkepError {
  return new SkepError('JOB_ID_TAKEN', `the id ${id} belongs to a job of the task ${other}`, {
    hint: 'Begin ids that you choose with the name of their task, or leave the id to Skep.',
    details: { id, task: other },
  });
}

/** A job to be stored. The id is always given: engines never number jobs. */
export interface NewJob extends Given {
  readonly id: string;
  /**
   * The caller chose the id, or others may make the same: a job of that id in any queue is `existing`. false: newId() has
   * made it, and it is looked for in its own queue only (the same call may be made again after a lost reply).
   */
  readonly idChosen: boolean;
  readonly task: string;
  readonly queue: string;
  readonly priority: number;
  readonly payload: Json;
  /** The payload as JSON text, where whoever made the job has it: engines then need not write it again. */
  readonly payloadText?: string;
  readonly maxAttempts: number;
  /** Milliseconds from now until it is due; 0 = now. Ignored when `runAt` is given. */
  readonly delayMs: number;
  /** Absolute due time; null = use delayMs. An instant in the past is now. */
  readonly runAt: number | null;
  /** Milliseconds from now after which it must not start; null = never expires. */
  readonly expiresInMs: number | null;
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
    blockedBy: null,
    progress: null,
    logs: [],
    result: null,
    error: null,
    attempts: [],
  };
  return jobOfParts(own, given);
}
