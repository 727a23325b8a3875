/**
 * Everything a person or program can ask of Skep, behind one interface. The admin API serves it over HTTP,
 * the CLI calls it in process (local-operations.ts) or over HTTP (cli/remote-operations.ts). All results are
 * plain JSON: instants ISO 8601 in UTC, durations in milliseconds with the suffix `Ms`.
 *
 * Failures are SkepErrors with the codes of foundation/errors.ts.
 */
import type { EnqueueOptions, JobState, JsonInput } from '../core/index.ts';
import type { Diagnostic, Json } from '../foundation/index.ts';
import type { TaskSpec } from '../manifest/index.ts';

export interface Operations {
  /** @throws TASK_UNKNOWN, PAYLOAD_INVALID (details.violations, all of them), PAYLOAD_NOT_JSON, REQUEST_INVALID, QUEUE_UNKNOWN */
  enqueue(task: string, jobs: readonly EnqueueItem[]): Promise<readonly EnqueuedView[]>;

  /** @param waitMs wait until it is finished, at most this long; the answer is then the state of that moment. @throws JOB_UNKNOWN */

  getJob<Payload = Json, Result = Json>(id: string, waitMs?: number): Promise<JobView<Payload, Result>>;
  listJobs(query: JobQuery): Promise<JobPageView>;
  /** @throws JOB_UNKNOWN, STATE_CONFLICT */
  cancelJob(id: string): Promise<JobView>;
  /** @throws JOB_UNKNOWN, STATE_CONFLICT */
  retryJob(id: string): Promise<JobView>;
  /** @throws JOB_UNKNOWN, STATE_CONFLICT */
  removeJob(id: string): Promise<void>;
  /**
   * Brings waiting jobs into another queue of the manifest, the oldest first. Jobs that run, have finished or are unknown
   * stay, and are told. @param signal ends it between two steps. @throws QUEUE_UNKNOWN, REQUEST_INVALID
   */
  moveJobs(request: MoveRequest, signal?: AbortSignal): Promise<MovedView>;

  queues(): Promise<readonly QueueView[]>;
  /** @throws QUEUE_UNKNOWN */
  queue(name: string): Promise<QueueView>;
  /** @throws QUEUE_UNKNOWN */
  pauseQueue(name: string, paused: boolean): Promise<QueueView>;

  tasks(): Promise<readonly TaskView[]>;
  /** @throws TASK_UNKNOWN */
  task(name: string): Promise<TaskView>;

  schedules(): Promise<readonly ScheduleView[]>;
  /** @throws SCHEDULE_UNKNOWN */
  schedule(name: string): Promise<ScheduleView>;
  /** The next `count` planned instants after `from` (default: now). @throws SCHEDULE_UNKNOWN, REQUEST_INVALID */
  nextTicks(name: string, count: number, from?: string): Promise<NextTicksView>;
  /** Enqueues the schedule's job now, beside its ticks; the cursor does not move. @throws SCHEDULE_UNKNOWN */
  runSchedule(name: string): Promise<EnqueuedView>;
  /** @throws SCHEDULE_UNKNOWN */
  pauseSchedule(name: string, paused: boolean): Promise<ScheduleView>;

  workers(): Promise<readonly WorkerView[]>;

  manifest(): Promise<ManifestView>;
  /** Every process reloads; the answer is this one's result. @throws MANIFEST_INVALID (details.diagnostics) */
  reload(): Promise<ManifestView>;

  close(): Promise<void>;
}

/** What the server of a process can ask of it beside that. */
export interface ServedOperations extends Operations {
  /** Jobs of several tasks, all or none. @throws as enqueue; violations of all items are listed together, by their index */
  enqueueTogether(jobs: readonly TaskItem[]): Promise<readonly EnqueuedView[]>;
}

export interface EnqueueItem {
  readonly payload: JsonInput;
  readonly options?: EnqueueOptions;
}

export interface TaskItem extends EnqueueItem {
  readonly task: string;
}

export interface EnqueuedView {
  readonly id: string;
  readonly state: JobState;
  readonly existing: boolean;
}

export interface JobQuery {
  readonly state?: readonly JobState[];
  readonly queue?: string;
  readonly task?: string;
  readonly tag?: string;
  /** ISO instant, or a duration back from now ('2h'). */
  readonly since?: string;
  readonly cursor?: string;
  /** 1..200, default 50 */
  readonly limit?: number;
}

/** Either `ids`, or some of the others, which all must hold. */
export interface MoveRequest extends Pick<JobQuery, 'state' | 'queue' | 'task' | 'tag' | 'since'> {
  /** A queue of the manifest. */
  readonly to: string;
  readonly ids?: readonly string[];
}

export interface MovedView {
  readonly to: string;
  /** Jobs that this call has brought there. */
  readonly moved: number;
  /** Named ones that were there already. */
  readonly there: number;
  /** Those that stay where they are. */
  readonly stayed: number;
  /** Why, for a hundred of them at most. */
  readonly refusals: readonly {
    readonly id: string;
    readonly code: 'JOB_UNKNOWN' | 'STATE_CONFLICT';
    readonly detail: string;
    readonly state: JobState | null;
  }[];
}

export interface JobPageView {
  readonly jobs: readonly JobView[];
  readonly next: string | null;
}

export interface ErrorView {
  readonly name: string;
  readonly message: string;
  readonly code: string | null;
  readonly stack: string | null;
}

export interface AttemptView {
  readonly number: number;
  readonly worker: string;
  readonly startedAt: string;
  readonly finishedAt: string;
  readonly durationMs: number;
  readonly outcome: string;
  readonly error: ErrorView | null;
  readonly traceId: string | null;
  readonly spanId: string | null;
}

/** A job as it is shown. Whoever knows its task names the types: `getJob<Email, Receipt>(id)`. */
export interface JobView<Payload = Json, Result = Json> {
  readonly id: string;
  readonly task: string;
  readonly queue: string;
  readonly priority: number;
  readonly state: JobState;
  /** Whether it ended: completed, dead or cancelled. */
  readonly finished: boolean;
  readonly payload: Payload;
  readonly attempt: number;
  readonly maxAttempts: number;
  readonly rescues: number;
  readonly runAt: string;
  readonly createdAt: string;
  readonly startedAt: string | null;
  readonly finishedAt: string | null;
  readonly expiresAt: string | null;
  readonly tags: readonly string[];
  readonly headers: Readonly<Record<string, string>>;
  readonly traceparent: string | null;
  readonly manifestRevision: number | null;
  readonly schedule: { readonly name: string; readonly tickAt: string } | null;
  readonly parentId: string | null;
  readonly blockedBy: string | null;
  readonly progress: {
    readonly done: number;
    readonly total: number | null;
    readonly message: string | null;
    readonly at: string;
  } | null;
  readonly logs: readonly { readonly at: string; readonly line: string }[];
  readonly result: Result | null;
  readonly error: ErrorView | null;
  readonly attempts: readonly AttemptView[];
  /**
   * Parts that a list leaves out because they are large (more than 2 kB each); they are null, [] or {} there. Empty for a
   * job that is asked for by its id.
   */
  readonly omitted: readonly string[];
}

export interface QueueView {
  readonly name: string;
  /** Whether the manifest declares it; jobs may wait in a queue that is gone. */
  readonly declared: boolean;
  readonly paused: boolean;
  readonly concurrency: number | null;
  readonly counts: Readonly<Record<JobState, number>>;
  /** How long the available job that waits longest has waited; null when none waits. */
  readonly oldestAgeMs: number | null;
  /** Processes that consume it. */
  readonly workers: number;
}

/** A task as the manifest has it, the handler as it is written there. */
export interface TaskView extends Omit<TaskSpec, 'handler' | 'retry'> {
  readonly handler: string;
  readonly retry: { readonly policy: string; readonly maxAttempts: number; readonly backoff: Json };
}

export interface ScheduleView {
  readonly name: string;
  readonly task: string;
  readonly cron: string | null;
  readonly everyMs: number | null;
  readonly timezone: string | null;
  readonly payload: Json;
  readonly paused: boolean;
  /**
   * Whether the store has it as this manifest says. false: another manifest's schedules are in force, or none was
   * applied yet.
   */
  readonly inForce: boolean;
  /** A wrong clock has left it decided up to this instant of the future, and it waits for that; else null. */
  readonly decidedUntil: string | null;
  /** When it will fire next; null when it will not as things are: paused, not in force, or never again. */
  readonly next: string | null;
  readonly last: string | null;
  readonly lastJobId: string | null;
}

export interface NextTicksView {
  readonly schedule: string;
  readonly next: readonly string[];
}

export interface WorkerView {
  readonly id: string;
  readonly host: string;
  readonly pid: number;
  readonly version: string;
  readonly roles: readonly string[];
  readonly queues: Readonly<Record<string, number>>;
  readonly running: number;
  readonly overrunning: number;
  /** Hard limits so far that passed unseen because a handler kept the event loop. */
  readonly standstills: number;
  /** When the process began, by its own clock; its session in the store may be younger. */
  readonly startedAt: string;
  readonly seenAt: string;
  readonly manifestHash: string;
  readonly manifestRevision: number | null;
  /** Whether its manifest's schedules are those in force; null for a process without the role scheduler. */
  readonly schedulesInForce: boolean | null;
  readonly adminUrl: string | null;
  /** What is wrong with it by its own word; its `/readyz` says more. */
  readonly troubles: readonly string[];
}

export interface ManifestView {
  readonly name: string;
  readonly file: string;
  readonly hash: string;
  readonly revision: number | null;
  readonly loadedAt: string;
  readonly engine: { readonly type: string; readonly location: string };
  readonly counts: {
    readonly queues: number;
    readonly tasks: number;
    readonly schedules: number;
    readonly httpRoutes: number;
  };
  /** Problems of the newest file that was refused; empty while the file on disk is the one in force. */
  readonly problems: readonly Diagnostic[];
  readonly refusedAt: string | null;
}
