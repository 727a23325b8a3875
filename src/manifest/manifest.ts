/**
 * The manifest after normalisation: complete, cross-checked, deeply frozen. Nothing below the loader sees
 * any other form. All durations are milliseconds, all defaults are filled in, all references are resolved.
 */
import type { FinishedState, Keys, ResourceSettings, RetryPolicy, Timing } from '../core/index.ts';
import type { Json } from '../foundation/index.ts';
import type { AdminSpec } from './specs/admin-spec.ts';
import type { AlertSpec } from './specs/alert-spec.ts';
import type { HandlerRef } from './handler-ref.ts';
import type { BrokerSpec, SourceSpec } from './specs/source-spec.ts';
import type { RateSpec, TaskSpec } from './specs/task-spec.ts';
import type { TelemetrySpec } from './specs/telemetry-spec.ts';
import type { TestSpec } from './specs/test-spec.ts';
import type { WorkflowSpec } from './workflows/workflow-spec.ts';

export interface Manifest {
  readonly version: 1;
  readonly name: string;
  /** Absolute path of the main file. */
  readonly file: string;
  /** Absolute path of the folder that relative paths are read against. */
  readonly directory: string;
  /** Absolute paths of all files read, main file first. */
  readonly files: readonly string[];
  /** Absolute patterns of all `include`s, so that a reload notices files that match later. */
  readonly includes: readonly string[];
  /** All code that it names; what many tasks name stands there once. */
  readonly modules: readonly HandlerRef[];
  /** SHA-256 (hex) of the normalised content: equal manifests have equal hashes, whatever their comments. */
  readonly hash: string;
  readonly engine: EngineSpec;
  readonly defaults: Defaults;
  readonly queues: Readonly<Record<string, QueueSpec>>;
  readonly buckets: Readonly<Record<string, BucketSpec>>;
  readonly holds: Readonly<Record<string, HoldSpec>>;
  readonly alerts: Readonly<Record<string, AlertSpec>>;
  readonly retryPolicies: Readonly<Record<string, RetryPolicy>>;
  /** Keys for payloads that are stored encrypted: never shown. null = there are none. */
  readonly encryption: Keys | null;
  readonly executors: ExecutorsSpec;
  /** As written; tasks have taken over what they extend. */
  readonly bases: Readonly<Record<string, { readonly name: string }>>;
  readonly resources: Readonly<Record<string, ResourceSpec>>;
  readonly tasks: Readonly<Record<string, TaskSpec>>;
  readonly brokers: Readonly<Record<string, BrokerSpec>>;
  readonly sources: Readonly<Record<string, SourceSpec>>;
  readonly routes: Routes;
  readonly schedules: Readonly<Record<string, ScheduleSpec>>;
  readonly workflows: Readonly<Record<string, WorkflowSpec>>;
  readonly admin: AdminSpec;
  /** Where a process without the api role answers probes; null = nowhere. */
  readonly health: HealthSpec | null;
  readonly shutdown: ShutdownLimits;
  readonly telemetry: TelemetrySpec;
  /** Where jobs and runs go whose task, queue or workflow is not there any more. */
  readonly moved: MovedSpec;
  readonly reload: ReloadSpec;
  /** What `skep test` tries; no part of the hash. */
  readonly tests: readonly TestSpec[];
}

type Moved = Readonly<Record<string, { readonly movedTo: string }>>;

/** By the former name. */
export interface MovedSpec {
  readonly tasks: Moved;
  readonly queues: Moved;
  readonly workflows: Moved;
}

/** Jobs that are not to start; null: not said. */
export interface HoldSpec {
  readonly name: string;
  /** A pattern over names of tasks. */
  readonly task: string | null;
  readonly queue: string | null;
  readonly tag: string | null;
  /** See core/asking/conditions.ts. */
  readonly where: string | null;
  /** Epoch milliseconds. */
  readonly until: number | null;
  readonly reason: string | null;
}

export type EngineSpec = SqliteSpec | RedisSpec;

export interface SqliteSpec {
  readonly type: 'sqlite';
  /** Absolute path, or ':memory:'. */
  readonly path: string;
  readonly leaseMs: number;
}

export interface RedisSpec {
  readonly type: 'redis';
  /** May hold a password: never shown, never logged (see redactUrl). */
  readonly url: string;
  readonly prefix: string;
  readonly leaseMs: number;
}

/** By the state that jobs ended in; `count` is per queue, null for however many. */
export type Retention = Readonly<Record<FinishedState, { readonly forMs: number; readonly count: number | null }>>;

/** How long a stop lets attempts run, and how long after their signals were aborted. */
export interface ShutdownLimits {
  readonly warmMs: number;
  readonly softMs: number;
}

export interface Defaults {
  readonly queue: string;
  readonly keep: Retention;
}

export interface QueueSpec {
  readonly name: string;
  /** Handlers at once, per process. */
  readonly concurrency: number;
  /** Jobs that a process reserves beyond its places; they wait there and have not begun. */
  readonly prefetch: number;
  /** Attempts at once over all processes; null = any number. */
  readonly globalConcurrency: number | null;
  /** Starts in a time over all processes; null = any number. */
  readonly rate: RateSpec | null;
  /** Which of its jobs are next. */
  readonly order: 'strict' | 'weighted' | 'fair';
  /** Redis only: parts that it is spread over, each in a hash slot of its own. */
  readonly shards: number;
  /** Redis only: jobs that a plain bee-queue program saved in this queue run as this task; null = they are left alone. */
  readonly foreign: string | null;
}

/** A limit that tasks share; one of both is there. */
export interface BucketSpec {
  readonly name: string;
  readonly rate: RateSpec | null;
  readonly concurrency: number | null;
  readonly breaker: BreakerSpec | null;
}

/** Opens for `openForMs` when, of at least `of` attempts that ended within `withinMs`, so many percent have failed. */
export interface BreakerSpec {
  readonly percent: number;
  readonly of: number;
  readonly withinMs: number;
  readonly openForMs: number;
  readonly probes: number;
}

export interface ExecutorsSpec {
  /** Attempts at once; null = the number of cores. */
  readonly thread: { readonly size: number | null };
  readonly process: { readonly size: number | null; readonly recycle: RecycleSpec };
}

/** When a process of the pool is replaced; null = never for that reason. */
export interface RecycleSpec {
  readonly afterJobs: number | null;
  readonly overMemoryBytes: number | null;
}

export interface ResourceSpec extends ResourceSettings {
  /** Module as written. */
  readonly module: string;
}

export interface Routes {
  readonly tasks: readonly TaskRoute[];
  readonly http: readonly HttpRoute[];
}

export interface TaskRoute {
  readonly match: string;
  /** A condition on the payload; null = it takes all jobs of the tasks. */
  readonly where: string | null;
  readonly queue: string;
  readonly priority: number | null;
}

/** One job that a request becomes. */
export interface TaskCall {
  readonly task: string;
  /** Template of the payload; null = the request's body as it is. Expressions: body, params, query, headers. */
  readonly with: Json;
}

/** What is done beside the answer of a request. */
export interface AfterCall extends TaskCall {
  /** inline: in the process that answered, once, not stored; queued: a job, stored before the answer. */
  readonly mode: 'inline' | 'queued';
}

/** How those of one request run that run inline. */
export type AfterOrder = 'sequence' | 'parallel';

/** A request that becomes a job (`task`), several (`tasks`) or a run (`workflow`), that shows one job (`job`), or has only `after`. */
export interface HttpRoute {
  readonly method: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';
  /** Pattern with `:name` parameters. */
  readonly path: string;
  readonly description: string | null;
  /** The task to enqueue. */
  readonly task: string | null;
  /** The workflow to begin a run of. */
  readonly workflow: string | null;
  /** As in TaskCall, of `task`; of `workflow` the input of the run. */
  readonly with: Json;
  /** The tasks to enqueue, all or none. */
  readonly tasks: readonly TaskCall[] | null;
  readonly after: readonly AfterCall[];
  readonly order: AfterOrder;
  /** Expression of the id of the job to show, e.g. "${params.id}". */
  readonly job: string | null;
  /** Expression of the id of the run to show. */
  readonly run: string | null;
  /** Names or patterns of the tasks whose jobs are shown, or of the workflows whose runs are; [] = of any. */
  readonly of: readonly string[];
  /** Keys of the view of the job, or run, that are shown without `respond.body`. */
  readonly fields: readonly string[];
  readonly respond: {
    readonly status: number;
    /** Template; expressions as in `with`, and `job`, `jobs` or `run`. null = the API's own answer. */
    readonly body: Json;
  };
  /** Whether it may be called without a token although tokens are declared. */
  readonly public: boolean;
}

/** The jobs that a request to this route becomes, beside those of `after`. */
export function callsOf(route: Pick<HttpRoute, 'task' | 'tasks' | 'with'>): readonly TaskCall[] {
  if (route.task !== null) return [{ task: route.task, with: route.with }];
  return route.tasks ?? [];
}

/** Those of `after` in that mode. */
export function afterCalls({ after }: Pick<HttpRoute, 'after'>, mode: AfterCall['mode']): readonly TaskCall[] {
  return after.filter((call) => call.mode === mode);
}

export interface ScheduleSpec {
  readonly name: string;
  /** null where it begins runs of a workflow. */
  readonly task: string | null;
  /** null where it makes jobs of a task. */
  readonly workflow: string | null;
  readonly timing: Timing;
  /** Of its fields, its bounds and its days; an IANA name. */
  readonly timezone: string;
  /** Fingerprint of the timing: changes exactly when the schedule fires at other instants. */
  readonly spec: string;
  /** Payload of its jobs, or input of its runs; expressions read `tick`. */
  readonly payload: Json;
  /** What a tick does while the job or run before it is not over. */
  readonly overlap: 'allow' | 'skip' | 'queue' | 'cancelRunning';
  readonly catchUp: CatchUpSpec;
  /** Fires so often and no more; null = for ever. */
  readonly maxRuns: number | null;
  readonly paused: boolean;
  /** One tick more when it is first in force. */
  readonly runOnStart: boolean;
  /** Each tick is due later by less than this, see core/ticks/tick-delay.ts. */
  readonly jitterMs: number;
  readonly spreadMs: number;
  /** Paused after so many failures one after another; null = never. */
  readonly pauseAfterFailures: number | null;
}

/** What becomes of ticks that nobody saw in time. */
export interface CatchUpSpec {
  readonly policy: 'none' | 'latest' | 'all';
  /** At most so late is in time; null = 60 s, and of an interval the newest only. */
  readonly graceMs: number | null;
  readonly windowMs: number;
  readonly limit: number;
}

export interface HealthSpec {
  readonly host: string;
  readonly port: number;
}

export interface ReloadSpec {
  readonly watch: boolean;
  readonly debounceMs: number;
  /** How long a revision is watched that has come into force; null = it is not. */
  readonly probationMs: number | null;
  /** null = nothing is watched. */
  readonly revertIf: RevertRule | null;
}

/** What makes a revision worse than the one before it. */
export interface RevertRule {
  /** Factor of the share of attempts that fail; null = it does not count. */
  readonly failureRate: number | null;
  readonly waitP95Ms: number | null;
}
