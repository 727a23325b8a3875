/** The job: one enqueued instance of a task. Instants are epoch milliseconds of the store's clock. */
import type { Json, LogLevel } from '../foundation/index.ts';
import type { Care } from './secrets/care.ts';
import type { KeyedBy } from './payload-key.ts';
import type { RetryPolicy } from './retry-policy.ts';
import type { FollowedState, JobState, ResultGone } from './states.ts';
import type { Hold, Wait } from './waits.ts';
import type { Unique } from './unique.ts';
import type { ItemRef } from './workflow/item-ref.ts';

/**
 * What a job is given when it is enqueued, and what never changes afterwards. Most jobs have little of it, so every store
 * keeps it as one text (givenText). A further field stands in this file, in runtime/enqueueing/draft.ts, which gives it its value, and in
 * what shows or uses it.
 */
export interface Given {
  /** Limits given with the call; null takes the task's. */
  readonly timeout: TimeoutLimits | null;
  /** What follows a failed attempt, where it is not what the task says; `maxAttempts` is the job's own. */
  readonly retry: RetryPolicy | null;
  readonly tags: readonly string[];
  readonly headers: Readonly<Record<string, string>>;
  /** W3C trace context of the enqueuer. */
  readonly traceparent: string | null;
  readonly tracestate: string | null;
  readonly manifestRevision: number | null;
  /** The tick that made the job, for jobs of schedules. */
  readonly schedule: ScheduleOrigin | null;
  /** The job whose handler enqueued this one. */
  readonly parentId: string | null;
  /** Milliseconds after its end that its result is there, see results.ts; 0: it is not stored. null: as long as the job. */
  readonly resultKeepMs: number | null;
  /** Gates that it has to pass to start: `NAME`, or `NAME/KEY` of a rule that holds for each key alone; see engine/gates.ts. */
  readonly gates: readonly string[];
  /** The tenant with whose jobs it takes turns in its queue, see engine/queues.ts; null: it has none. Never empty: it is JSON, see keyText. */
  readonly fairness: string | null;
  /** The key that it takes, see unique.ts; null: it has none. */
  readonly unique: Unique | null;
  /** null: its payload is of version 1, stored and shown as it is. */
  readonly care: Care | null;
  /** The step of a run that it is. */
  readonly workflow: WorkflowOrigin | null;
  /** What follows from its end, see consequences.ts. */
  readonly consequences: readonly Consequence[];
}

export interface WorkflowOrigin {
  readonly run: string;
  /** Name of the step. */
  readonly step: string;
  /** Which item of the step; 0 for one that is done once. */
  readonly index: number;
}

/** What follows when a job comes into one of these states: stored with it, by the step that stores it. */
export interface Consequence {
  readonly on: readonly FollowedState[];
  readonly effect: Effect;
}

/** Done at least once; whatever makes it must know it again the second time. */
export type Effect = EnqueueEffect | AdvanceEffect | StartEffect;

/** The run of a workflow begins. Known again by its id. */
export interface StartEffect {
  readonly kind: 'start';
  /** A NewRun: it has jobs in it, so that jobs cannot name its type. */
  readonly run: { readonly id: string };
}

/** The run of a workflow goes on: the job was an item of it. Known again by the end that it comes of. */
export interface AdvanceEffect {
  readonly kind: 'advance';
  readonly item: ItemRef;
  /** What has ended, and its id. */
  readonly of: 'job' | 'run';
  readonly id: string;
}

export interface EnqueueEffect {
  readonly kind: 'enqueue';
  /** Its id is the consequence's own, so that it is the same job however often it is enqueued. */
  readonly job: Omit<NewJob, 'payloadText'>;
  /** The payload is a template, and the attempt's number is put behind the id: see filled(). */
  readonly fill?: true;
  /** What makes its key of the payload that is filled in. */
  readonly keyed?: KeyedBy;
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
  /** Why an available job is in nobody's way and handed to nobody; null: it waits for its turn. */
  readonly hold: Hold | null;
  /** What held it, oldest first: at most WAITS_KEPT, the newest; the open one is `hold`. Where it was moved, it has begun anew. */
  readonly waits: readonly Wait[];
  /** Why a blocked job waits. */
  readonly blockedBy: BlockReason | null;
  readonly progress: Progress | null;
  /** The newest LOG_LINES_KEPT lines of ctx.log. */
  readonly logs: readonly LogLine[];
  readonly result: Json;
  /** Why there is no result of a job that completed, see results.ts; null: `result` is what the handler returned. */
  readonly resultGone: ResultGone | null;
  /** Why the job is dead or cancelled, or why the last attempt failed. */
  readonly error: JobError | null;
  /** Oldest first; at most ATTEMPTS_KEPT: the first one and the newest, see keptAttempts. */
  readonly attempts: readonly AttemptRecord[];
}

/** What no living worker has that the job needs: its task, the version of its payload, or the key of it. */
export const BLOCK_REASONS = ['task', 'version', 'key'] as const;
export type BlockReason = (typeof BLOCK_REASONS)[number];

export interface TimeoutLimits {
  /** The handler's signal aborts after this long; null = never. */
  readonly softMs: number | null;
  /** The attempt is over after this long; null = never. */
  readonly hardMs: number | null;
}

export interface ScheduleOrigin {
  readonly name: string;
  /** The planned instant of the tick, whenever it really fired. */
  readonly tickAt: number;
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
  /** Absent: info. */
  readonly level?: LogLevel;
}

/** An error as data; every text is bounded before it is stored. What a job died of has its fingerprint, first in its text for stores. */
export interface JobError {
  readonly fingerprint?: string;
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

export const LOG_LINES_KEPT = 100;
export const DEFAULT_PRIORITY = 5;
/** A job whose lease ran out this often goes to dead: it takes its workers down. */
export const DEFAULT_MAX_RESCUES = 3;

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
    retry: given.retry,
    tags: given.tags,
    headers: given.headers,
    traceparent: given.traceparent,
    tracestate: given.tracestate,
    manifestRevision: given.manifestRevision,
    schedule: given.schedule,
    parentId: given.parentId,
    resultKeepMs: given.resultKeepMs,
    gates: given.gates,
    fairness: given.fairness,
    unique: given.unique,
    care: given.care,
    workflow: given.workflow,
    consequences: given.consequences,
    hold: own.hold,
    waits: own.waits,
    blockedBy: own.blockedBy,
    progress: own.progress,
    logs: own.logs,
    result: own.result,
    resultGone: own.resultGone,
    error: own.error,
    attempts: own.attempts,
  };
}
