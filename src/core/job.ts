/** The job: one enqueued instance of a task. Instants are epoch milliseconds of the store's clock. */
import type { Json } from '../foundation/index.ts';
import type { Given } from './given.ts';
import type { JobState } from './states.ts';

export interface Job<Payload = Json> extends Given {
  /** UUID v7, or the caller's (foundation JOB_ID_PATTERN). */
  readonly id: string;
  readonly task: string;
  readonly queue: string;
  /** 0..9, smaller runs sooner. */
  readonly priority: number;
  readonly state: JobState;
  readonly payload: Payload;
  /** Number of the current or last counted attempt; 0 before the first. */
  readonly attempt: number;
  readonly maxAttempts: number;
  /** How often a lease of this job ran out and it was taken back. */
  readonly rescues: number;
  /** When it may start: the due time of scheduled and retryable jobs, else when it became available. */
  readonly runAt: number;
  readonly createdAt: number;
  /** Start of the current or last attempt. */
  readonly startedAt: number | null;
  readonly finishedAt: number | null;
  /** Never started by then: cancelled with JOB_EXPIRED. null: it never expires, or not any more since it has begun. */
  readonly expiresAt: number | null;
  /** Why a blocked job waits: its task is in no manifest of a living worker. */
  readonly blockedBy: BlockReason | null;
  readonly progress: Progress | null;
  /** The newest LOG_LINES_KEPT lines of ctx.log. */
  readonly logs: readonly LogLine[];
  readonly result: Json;
  /** Why the job is dead or cancelled, or why the last attempt failed. */
  readonly error: JobError | null;
  /** Oldest first; at most ATTEMPTS_KEPT: the first one and the newest, see keptAttempts. */
  readonly attempts: readonly AttemptRecord[];
}

export type BlockReason = 'task';

/** What a job says beside what it was given. */
export type OwnParts = Omit<Job, keyof Given>;

/** A whole job. No spread: V8 takes 25 µs to build an object of this size with one, and 0.1 µs without. */
export function jobOfParts(own: OwnParts, given: Given): Job {
  return {
    id: own.id,
    task: own.task,
    queue: own.queue,
    priority: own.priority,
    state: own.state,
    payload: own.payload,
    attempt: own.attempt,
    maxAttempts: own.maxAttempts,
    rescues: own.rescues,
    runAt: own.runAt,
    createdAt: own.createdAt,
    startedAt: own.startedAt,
    finishedAt: own.finishedAt,
    expiresAt: own.expiresAt,
    timeout: given.timeout,
    tags: given.tags,
    headers: given.headers,
    traceparent: given.traceparent,
    tracestate: given.tracestate,
    manifestRevision: given.manifestRevision,
    schedule: given.schedule,
    parentId: given.parentId,
    blockedBy: own.blockedBy,
    progress: own.progress,
    logs: own.logs,
    result: own.result,
    error: own.error,
    attempts: own.attempts,
  };
}

export interface Progress {
  readonly done: number;
  readonly total: number | null;
  readonly message: string | null;
  readonly at: number;
}

export interface LogLine {
  readonly at: number;
  readonly line: string;
}

/** An error as data; every text is bounded before it is stored. */
export interface JobError {
  readonly name: string;
  readonly message: string;
  readonly code: string | null;
  readonly stack: string | null;
}

export const ATTEMPT_OUTCOMES = ['completed', 'failed', 'snoozed', 'cancelled', 'released', 'rescued'] as const;
export type AttemptOutcome = (typeof ATTEMPT_OUTCOMES)[number];

export interface AttemptRecord {
  readonly number: number;
  /** Session id of the process that ran it. */
  readonly worker: string;
  readonly startedAt: number;
  readonly finishedAt: number;
  readonly outcome: AttemptOutcome;
  readonly error: JobError | null;
  readonly traceId: string | null;
  readonly spanId: string | null;
}

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

export const LOG_LINES_KEPT = 100;
export const DEFAULT_PRIORITY = 5;
/** A job whose lease ran out this often goes to dead: it takes its workers down. */
export const DEFAULT_MAX_RESCUES = 3;
