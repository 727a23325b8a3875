// @ts-nocheck validators are machine-made JavaScript
// Written by `npm run generate` from schemas/manifest.schema.json. Do not edit.
import type { ErrorObject } from 'ajv';

import type { Json, JsonObject } from '../foundation/index.ts';

export type Name = string;
/**
 * How long a process keeps its jobs without a sign of life; then they are rescued. At least 1s, at most 1h.
 */
export type Lease = number;
export type Duration = number;
export type Limit = number;
export type Burst = number;
export type RateText = string;
/**
 * How the delay is spread, so that jobs that failed together do not come back together: `full` draws from 0 to the delay, `equal` from half of it.
 */
export type Jitter = "none" | "full" | "equal";
export type ErrorName = string;
/**
 * Errors that are retried, by class, code or HTTP status (see Rules); empty means all.
 */
export type ErrorNames = ErrorName[];
/**
 * Errors that make the job dead at once; they win over `retryOn`.
 */
export type ErrorNames1 = ErrorName[];
export type Handler = string;
export type HookList = (Handler | TaskHook | WebhookHook)[];
export type JsonSchema = JsonObject | boolean;
export type LimitKey = string;
export type TaskConcurrency = Limit | TaskConcurrencyRule;
/**
 * What is done beside the answer, see `after`.
 */
export type AfterCalls = AfterCall[];
/**
 * Whether it may be called without a token although tokens are declared.
 */
export type Public = boolean;
/**
 * What is done beside the answer, see `after`.
 */
export type AfterCalls1 = AfterCall[];
/**
 * What is done beside the answer. All payloads are checked before anything is done: a wrong one refuses the request.
 */
export type AfterCalls2 = AfterCall[];
export type TaskPattern = string;
export type TaskPatterns = TaskPattern[];
/**
 * The steps that are over before it begins.
 */
export type StepNames = string[];
/**
 * The steps that are over before it begins.
 */
export type StepNames1 = string[];
/**
 * The steps that are over before it begins.
 */
export type StepNames2 = string[];
export type RunHookList = (RunTaskHook | WebhookHook)[];
export type Element =
  TaskElement | WorkflowElement | WaitElement | ChainElement | GroupElement | ChordElement | MapElement;
/**
 * One after the other; each gets the result of the one before.
 */
export type Elements1 = Element[];
/**
 * All at once; the result is the list of theirs, in order.
 */
export type Elements2 = Element[];
/**
 * All at once; the result is the list of theirs, in order.
 */
export type Elements3 = Element[];
/**
 * One after the other; each gets the result of the one before.
 */
export type Elements = Element[];
/**
 * All at once; the result is the list of theirs, in order.
 */
export type Elements4 = Element[];

/**
 * jobs.yaml: the queues, tasks, retry policies, routes and schedules of one Skep installation.
 */
export interface ExpandedManifest {
  /**
   * Version of the manifest's own form. Included files may leave it out.
   */
  version: 1;
  /**
   * Name of the project, shown by the API and in traces (service.name). The store belongs to it: another name on the same store is refused.
   */
  name: Name | null;
  /**
   * Further manifest files, relative to this one and below the folder of the main file (links too); `*` and `**` match several, which are read in order of their names. They are merged by section; a name declared twice is an error.
   */
  include: string[];
  /**
   * Where jobs are stored and how they move: an embedded SQLite file or Redis. A URL serves too.
   */
  engine: SqliteEngine | RedisEngine;
  defaults: Defaults;
  /**
   * The lanes that jobs wait in, by name. The queue `default` exists without being declared. Jobs of a queue that is taken out stay there and nobody runs them, which log, `/readyz` and `skep doctor` tell: `skep jobs move --queue OLD --to default` brings them elsewhere.
   */
  queues: {
    [k: string]: Queue;
  };
  /**
   * Limits that several tasks share, by name: what a partner's API takes, connections of a database. A task says in `uses` which it takes from, and how much.
   */
  buckets: {
    [k: string]: Bucket;
  };
  /**
   * Named rules for what happens after a failed attempt. `standard` exists without being declared: every default of a policy.
   */
  retryPolicies: {
    [k: string]: RetryPolicy;
  };
  /**
   * What tasks have in common, by name: any keys of a task. Tasks take it over with `extends`.
   */
  bases: {
    [k: string]: Task;
  };
  /**
   * What handlers work with and must be opened and closed: database sessions, pools, clients. By name; a task says in `use` which it needs.
   */
  resources: {
    [k: string]: Resource;
  };
  executors: Executors;
  /**
   * The kinds of work, by name (dotted by custom: `emails.send`).
   */
  tasks: {
    [k: string]: Task;
  };
  routes: Routes;
  /**
   * Work of several steps, by name: a graph under `steps`, or one of the short forms `chain`, `group`, `chord` and `map`. A run keeps the graph that it began with.
   */
  workflows: {
    [k: string]: WorkflowSteps | WorkflowChain | WorkflowGroup | WorkflowChord | WorkflowMap;
  };
  /**
   * Recurring jobs, by name. Each has either `cron` or `every`. Renaming one makes a new one. What fell due while no process looked is made up for: a tick of `cron` that is at most 60 s late always runs; of those that are later, and of an interval, only the newest runs, if it is at most 24 h late. The others are logged as missed. Ticks of a pause are not made up for.
   */
  schedules: {
    [k: string]: CronSchedule | EverySchedule;
  };
  admin: Admin;
  encryption: Encryption | null;
  health: Health | null;
  shutdown: Shutdown | null;
  telemetry: Telemetry;
  reload: Reload;
}
/**
 * Embedded: one SQLite file, several processes of one host.
 */
export interface SqliteEngine {
  /**
   * Kind of engine.
   */
  type: "sqlite";
  /**
   * The file, relative to the manifest; `:memory:` for tests.
   */
  path: string;
  leaseMs: Lease;
}
/**
 * Redis 6.2 or later, through bee-queue; several hosts.
 */
export interface RedisEngine {
  /**
   * Kind of engine.
   */
  type: "redis";
  /**
   * Address of the server, with user, password and database number where needed; `rediss:` for TLS, `redis+sentinel://HOST:PORT,HOST:PORT/GROUP` for a Sentinel group, `redis+cluster://HOST:PORT,HOST:PORT` for a Cluster.
   */
  url: string;
  /**
   * Beginning of every key that Skep writes, so that projects can share a server. Default: the manifest's `name`.
   */
  prefix: Name | null;
  leaseMs: Lease;
}
/**
 * What holds where a task, route or call says nothing.
 */
export interface Defaults {
  /**
   * Queue of tasks that no task route matches.
   */
  queue: string;
  /**
   * Retry policy of tasks that name none.
   */
  retry: string;
  /**
   * Time limits of tasks that set none: one value is the hard limit. Without it an attempt may take for ever.
   */
  timeout: TimeoutLimits | null;
  /**
   * Where the handlers of tasks run that say nothing of it. Without it `inline`.
   */
  executor: ("inline" | "thread" | "process") | null;
  /**
   * How long attempts may go on after a cancel, of tasks that say nothing of it. Without it 5s. At most 1h.
   */
  cancelGraceMs: number | null;
  keep: Keep;
  /**
   * The former way to write `shutdown: { warm: …, soft: 0s }`. At most 1d.
   */
  shutdownTimeoutMs: number | null;
}
export interface TimeoutLimits {
  /**
   * The handler's signal aborts after this long; it may still tidy up.
   */
  softMs: number | null;
  /**
   * The attempt is over after this long. A handler that keeps the event loop keeps this timer too: its attempt has timed out when it ends, or when the loop turns again.
   */
  hardMs: number | null;
}
/**
 * How long finished jobs are kept, by the state they ended in: for a time, `1d`, or for a time and of each queue at most so many, `{ for: 1d, count: 10000 }`.
 */
export interface Keep {
  completed: Retention;
  cancelled: Retention1;
  dead: Retention2;
}
/**
 * Jobs that are done.
 */
export interface Retention {
  /**
   * How long after a job was finished. Without it, the default of its state.
   */
  forMs: Duration | null;
  /**
   * Of each queue at most so many jobs of this state, those finished last. Without it, however many.
   */
  count: number | null;
}
/**
 * Jobs ended on purpose.
 */
export interface Retention1 {
  /**
   * How long after a job was finished. Without it, the default of its state.
   */
  forMs: Duration | null;
  /**
   * Of each queue at most so many jobs of this state, those finished last. Without it, however many.
   */
  count: number | null;
}
/**
 * Jobs out of attempts, kept for a person.
 */
export interface Retention2 {
  /**
   * How long after a job was finished. Without it, the default of its state.
   */
  forMs: Duration | null;
  /**
   * Of each queue at most so many jobs of this state, those finished last. Without it, however many.
   */
  count: number | null;
}
/**
 * One lane.
 */
export interface Queue {
  /**
   * Handlers at once, per process.
   */
  concurrency: number;
  /**
   * Attempts at once over all processes, beside `concurrency` of each. It holds as written in the manifest that was started or reloaded last, for waiting jobs too.
   */
  globalConcurrency: Limit | null;
  /**
   * Starts in a time over all processes. On a Redis Cluster each queue, and each part of one with shards, counts alone.
   */
  rate: QueueRateRule | null;
  /**
   * Redis only: parts that the queue is spread over, so that several masters of a Cluster carry it. Order holds within a part. It may be changed at any time; on SQLite it means nothing.
   */
  shards: number;
  /**
   * Redis only: jobs that a plain bee-queue program saved in this queue run as this task. Without it they are left alone.
   */
  foreign: Name | null;
}
export interface QueueRateRule {
  /**
   * Starts in a second, minute, hour or day.
   */
  limit: string;
  /**
   * Starts together after a rest. Without it as many as in a second, at least one.
   */
  burst: Burst | null;
}
/**
 * A rate, a number of attempts at once, or both.
 */
export interface Bucket {
  /**
   * Starts in a second, minute, hour or day, over all processes.
   */
  rate: RateText | null;
  /**
   * Starts together after a rest. Without it as many as in a second, at least one.
   */
  burst: Burst | null;
  /**
   * Attempts at once, over all processes.
   */
  concurrency: Limit | null;
}
/**
 * What happens after a failed attempt.
 */
export interface RetryPolicy {
  /**
   * Attempts in all, the first included; then the job is dead.
   */
  maxAttempts: number;
  /**
   * How long until the next attempt.
   */
  backoff: FixedBackoff | LinearBackoff | ExponentialBackoff | ListBackoff;
  retryOn: ErrorNames;
  deadOn: ErrorNames1;
  /**
   * No attempt starts later than this after the first one began. Without it only `maxAttempts` ends the tries.
   */
  retryForMs: Duration | null;
}
/**
 * The same delay each time.
 */
export interface FixedBackoff {
  /**
   * Kind of backoff.
   */
  type: "fixed";
  /**
   * The delay.
   */
  baseMs: number;
  jitter: Jitter;
}
/**
 * base, 2·base, 3·base … up to max.
 */
export interface LinearBackoff {
  /**
   * Kind of backoff.
   */
  type: "linear";
  /**
   * The first delay, and what each further one adds.
   */
  baseMs: number;
  /**
   * The longest delay.
   */
  maxMs: number;
  jitter: Jitter;
}
/**
 * base, base·factor, base·factor² … up to max.
 */
export interface ExponentialBackoff {
  /**
   * Kind of backoff.
   */
  type: "exponential";
  /**
   * The first delay.
   */
  baseMs: number;
  /**
   * What each further delay is multiplied with.
   */
  factor: number;
  /**
   * The longest delay.
   */
  maxMs: number;
  jitter: Jitter;
}
/**
 * The n-th delay before attempt n+1; the last one repeats.
 */
export interface ListBackoff {
  /**
   * Kind of backoff.
   */
  type: "list";
  /**
   * The delays in order.
   */
  delaysMs: Duration[];
  jitter: Jitter;
}
/**
 * One kind of work, done by a `handler` or by a `request`. A task that only names its handler may be written as that text alone.
 */
export interface Task {
  /**
   * What it does, for people.
   */
  description: string | null;
  /**
   * Bases that it is built on: later ones are laid over earlier ones, its own keys over all. Keys are replaced as a whole; those of `use` and hooks of one event add up. `description` is not passed on.
   */
  extends: string[];
  /**
   * Module and export of the function that does the work, relative to the main manifest's folder; the default export when no `#` follows. Required, here or in a base.
   */
  handler: Handler | null;
  /**
   * Where its handler runs. `inline`: in the worker's own process. `thread`: in a thread of it, `process`: in a process of its own; both can be ended, whatever the handler does. docs/executors.md says how to choose. Default: that of `defaults`.
   */
  executor: ("inline" | "thread" | "process") | null;
  /**
   * What an attempt may take; one that takes more is ended and has failed (`ATTEMPT_OUT_OF_MEMORY`, `ATTEMPT_OUT_OF_CPU`). Only with the executor `thread` or `process`.
   */
  limits: Limits | null;
  /**
   * In place of a handler: an HTTP request per attempt. An answer of 2xx completes the job, and its body is the result.
   */
  request: Request | null;
  /**
   * In place of a handler: a program per attempt, with its arguments, started without a shell. It gets the payload as JSON on its standard input; exit code 0 completes the job. Expressions in arguments read payload and job, and a value that may begin with `-` belongs behind `--`. docs/commands.md has the rest.
   */
  command: string[] | null;
  /**
   * Folder that its command runs in; relative to the main manifest's, which is the default.
   */
  cwd: string | null;
  /**
   * Variables of the environment that its command gets, besides those that tell it of its job; what is not named here it does not get. Default: PATH, HOME, USER, LOGNAME, LANG, LC_ALL, LC_CTYPE, TZ, TMPDIR.
   */
  env: string[] | null;
  /**
   * What exit codes of its command mean: `complete` the job, `retry` it by its policy, `dead` without another attempt, `cancel` it. 0 completes; codes that are not named fail the attempt.
   */
  exitCodes: {
    [k: string]: "complete" | "retry" | "dead" | "cancel";
  } | null;
  /**
   * Hooks: what is told of its jobs, and to whom.
   */
  on: Hooks | null;
  /**
   * JSON Schema (2020-12) of the payload, checked at enqueue and again before each attempt. What is missing and has a `default` is filled in at enqueue. Without it anything goes. Patterns run in linear time: without look-around and back-references.
   */
  input: JsonSchema | null;
  /**
   * JSON Schema (2020-12) of the result; a result that breaks it fails the attempt.
   */
  output: JsonSchema | null;
  /**
   * Whether payload and result are stored encrypted, with a key of `encryption`. They are shown to nobody but admins on request. Jobs that wait already stay as they are.
   */
  encrypt: boolean;
  /**
   * Form of the payload. It is stored with each job; jobs of an older version are brought up by `upcast`, and those of a newer one wait for a process that knows it.
   */
  version: number;
  /**
   * What brings payloads of older versions up, by the version that it takes: a plain function, without promises, that returns the payload in the form of the next version.
   */
  upcast: {
    [k: string]: Handler;
  };
  /**
   * Parts of its payloads that are not shown: not by API and CLI, not in errors, log lines, progress and violations. Keys with dots between, `*` for each key or item; of the result where a path begins with `result`. docs/payloads.md has the rest.
   */
  sensitive: string[];
  /**
   * Largest payload of its jobs, as JSON in UTF-8; what is larger is refused before anything is stored (`PAYLOAD_TOO_LARGE`, HTTP 413). No payload may have more than 1mb.
   */
  maxPayload: string | null;
  /**
   * What becomes of its results. `ignore`: they are not stored. Otherwise how large they may be, and how long they are kept where that is shorter than the job. Jobs that wait already keep what they were given.
   */
  result: ResultRules | null;
  /**
   * Name of a retry policy, or a policy written here. Default: that of `defaults`.
   */
  retry: (Name | RetryPolicy) | null;
  /**
   * Time limits of an attempt: one value is the hard limit, `none` lifts that of `defaults`. It replaces the limits of `defaults` as a whole.
   */
  timeout: TimeoutLimits | null;
  /**
   * How long an attempt may go on after its job was cancelled; then it is over, and what runs in a thread or process is ended. Default: that of `defaults`. At most 1h.
   */
  cancelGraceMs: number | null;
  /**
   * 0 to 9, smaller runs sooner. A task without one takes that of the task route that matches it, else the default.
   */
  priority: number | null;
  /**
   * Words that all its jobs carry, to find them by.
   */
  tags: string[];
  /**
   * How many of its jobs may start in a time, over all processes; those that may not yet are held, in nobody's way. On a Redis Cluster it counts in each queue alone.
   */
  rate: TaskRateRule | null;
  /**
   * How many of its jobs may run at once, over all processes. On a Redis Cluster it counts in each queue alone.
   */
  concurrency: TaskConcurrency | null;
  /**
   * Its handler gets many jobs in one call: the payloads of up to `size` of them, and it answers for each. Each keeps its own attempt, retries, result and trace. Handlers that run inline only.
   */
  collect: Collect | null;
  /**
   * Buckets that each of its jobs takes from when it starts.
   */
  uses: BucketUse[];
  /**
   * Resources that its handler gets as `ctx.resources.NAME`, opened in this order before it starts and closed the other way round when the attempt is over.
   */
  use: string[];
}
export interface Limits {
  /**
   * Of a process: all that it has in memory (resident set), which Node alone fills to some 50mb. Of a thread: its heap; buffers lie outside of it.
   */
  memory: string | null;
  /**
   * CPU time from its beginning on. Of a thread: how long its event loop was busy.
   */
  cpuMs: number | null;
}
/**
 * An HTTP request that does the work of a task.
 */
export interface Request {
  /**
   * HTTP method.
   */
  method: "GET" | "HEAD" | "POST" | "PUT" | "PATCH" | "DELETE";
  /**
   * Where it goes. Expressions read payload and job; what they put into a path or a query is percent-encoded. One expression may be all of it, but never a part of the host.
   */
  url: string;
  /**
   * Headers besides those that Skep sends. Expressions read payload and job.
   */
  headers: {
    [k: string]: string;
  };
  /**
   * Template of the body; expressions read payload and job. It is sent as JSON, and a text as it is where `headers` name another content-type; '' is no body. Default: `${payload}` for POST, PUT and PATCH, else none.
   */
  body: Json;
  /**
   * How long it may take, redirects included. At most 1h.
   */
  timeoutMs: number;
  /**
   * Signs the body: `skep-signature: t=SECONDS,v1=HMAC`, the SHA-256 HMAC of `SECONDS.BODY` in hexadecimal.
   */
  sign: Sign | null;
  /**
   * Whether it may go to addresses that are not public: this machine, private networks, link-local ones. What is checked is the address that is connected to, that of each redirect too.
   */
  allowPrivate: boolean;
}
/**
 * How a request is signed.
 */
export interface Sign {
  /**
   * Key of the HMAC, which both sides know; best from the environment; never shown.
   */
  secret: string;
}
/**
 * What is told of its jobs, and to whom: a function in the process of the attempt, a task that gets a job, a URL that gets a signed request; one or a list. A hook that fails changes no outcome.
 */
export interface Hooks {
  /**
   * When an attempt begins.
   */
  start: (Handler | TaskHook | WebhookHook | HookList) | null;
  /**
   * When the job has completed.
   */
  success: (Handler | TaskHook | WebhookHook | HookList) | null;
  /**
   * When an attempt has failed and another follows.
   */
  retry: (Handler | TaskHook | WebhookHook | HookList) | null;
  /**
   * When the job is dead.
   */
  failure: (Handler | TaskHook | WebhookHook | HookList) | null;
  /**
   * When the job was cancelled, or has expired.
   */
  cancel: (Handler | TaskHook | WebhookHook | HookList) | null;
}
/**
 * A task that gets a job, stored in the step that stores what it tells of.
 */
export interface TaskHook {
  /**
   * The task.
   */
  task: string;
  /**
   * Template of its payload; expressions read job, result, error and nextAt. Without it: all of these, and the event.
   */
  with: Json;
}
/**
 * A URL that gets a POST of event, job (without its payload), result, error and nextAt: by a job of the built-in task `skep.webhook`, which is tried for hours.
 */
export interface WebhookHook {
  /**
   * Where it goes.
   */
  webhook: string;
  /**
   * Signs the body, as `sign` of a request does; best from the environment; never shown.
   */
  secret: string | null;
  /**
   * Headers besides those that Skep sends.
   */
  headers: {
    [k: string]: string;
  };
  /**
   * Whether it may go to addresses that are not public.
   */
  allowPrivate: boolean;
}
export interface ResultRules {
  /**
   * Whether what the handler returns is dropped: the job completes without a result.
   */
  ignore: boolean;
  /**
   * Largest result, as JSON in UTF-8; a larger one fails the attempt for good (`RESULT_TOO_LARGE`). 1mb where it is not said, 16mb at most.
   */
  max: string | null;
  /**
   * How long after the end the result is there; then it alone is removed, and the job says that it has expired. As long as the job where it is not said.
   */
  keepMs: number | null;
}
export interface TaskRateRule {
  /**
   * Starts in a second, minute, hour or day.
   */
  limit: string;
  /**
   * Starts together after a rest. Without it as many as in a second, at least one.
   */
  burst: Burst | null;
  /**
   * Where in the payload the value is for each of which the limit holds alone. Jobs without it count together.
   */
  key: LimitKey | null;
}
export interface TaskConcurrencyRule {
  /**
   * Attempts at once.
   */
  limit: number;
  /**
   * Where in the payload the value is for each of which the limit holds alone. Jobs without it count together.
   */
  key: LimitKey | null;
}
export interface Collect {
  /**
   * Jobs of one call at most.
   */
  size: number;
  /**
   * How long the first waits for company; then the call begins with those that have come. At most 1h.
   */
  waitMs: number;
  /**
   * Where in the payload the value is that all jobs of one call have in common.
   */
  key: LimitKey | null;
}
export interface BucketUse {
  /**
   * Name of the bucket.
   */
  bucket: string;
  /**
   * How much of it one job takes.
   */
  cost: number;
}
/**
 * Something that is opened for attempts and closed after them.
 */
export interface Resource {
  /**
   * Module that exports `open(config, ctx)`, `close(value, outcome)` and, if it can tell, `check(value)`; relative to the main manifest's folder.
   */
  module: string;
  /**
   * `attempt`: each attempt opens its own and closes it with its outcome. `process`: one for all attempts of a process, opened by the first that uses it, closed at its end or when a reload replaces it.
   */
  scope: "attempt" | "process";
  /**
   * What `open` is given first.
   */
  config: Json;
  /**
   * How long opening may take; then the attempt has failed. At most 1h.
   */
  openTimeoutMs: number;
  /**
   * How long closing may take after an attempt that ended by itself; one that was cut off has 3 s. At most 5m.
   */
  closeTimeoutMs: number;
}
/**
 * Pools of threads and processes, for each process of Skep. They are made when a task needs them.
 */
export interface Executors {
  thread: ThreadPool;
  process: ProcessPool;
}
/**
 * The threads of a process of Skep.
 */
export interface ThreadPool {
  /**
   * How many attempts run at once in it; those of all tasks share them, and more wait for a place, their time limits not yet counted. Default: the number of cores.
   */
  size: number | null;
}
/**
 * The processes that belong to a process of Skep.
 */
export interface ProcessPool {
  /**
   * How many attempts run at once in it; those of all tasks share them, and more wait for a place, their time limits not yet counted. Default: the number of cores.
   */
  size: number | null;
  recycle: Recycle;
}
/**
 * When a process is replaced by a fresh one, between two attempts. Without it, when it has ended.
 */
export interface Recycle {
  /**
   * After so many attempts; 1 gives each a process of its own.
   */
  afterJobs: number | null;
  /**
   * Once it has more than that in memory (resident set).
   */
  overMemory: string | null;
}
/**
 * How work gets in, and where it goes.
 */
export interface Routes {
  /**
   * Task to queue; the first that matches wins.
   */
  tasks: TaskRoute[];
  /**
   * Request to job; served by the admin server beside its own paths. The first that matches wins.
   */
  http: (EnqueueRoute | EnqueueSeveralRoute | AfterRoute | ShowRoute)[];
}
/**
 * Sends the jobs of the tasks it matches to a queue.
 */
export interface TaskRoute {
  /**
   * Task name or pattern: `*` stands for any run of characters, dots too, `?` for one, `{a,b}` for one of these.
   */
  match: string;
  /**
   * Where their jobs go.
   */
  queue: string;
  /**
   * Priority of those tasks that set none themselves.
   */
  priority: number | null;
}
/**
 * A request that becomes a job.
 */
export interface EnqueueRoute {
  /**
   * HTTP method.
   */
  method: "GET" | "POST" | "PUT" | "PATCH" | "DELETE";
  /**
   * Path, with `:name` for parameters.
   */
  path: string;
  /**
   * What it does, for people and for /openapi.json.
   */
  description: string | null;
  /**
   * The task to enqueue.
   */
  task: string;
  /**
   * Template of the payload; expressions read body, params, query and headers. What comes as text from params, query and headers becomes what the task's input wants there, where it reads as such. Without it the payload is the request's body.
   */
  with: Json;
  after: AfterCalls;
  /**
   * Whether those of `after` that run inline run one after the other or all at once.
   */
  order: "sequence" | "parallel";
  respond: EnqueueRespond;
  public: Public;
}
/**
 * A task beside the answer of a request.
 */
export interface AfterCall {
  /**
   * The task to run.
   */
  task: string;
  /**
   * Template of its payload, as in a route of one task. Without it the payload is the request's body.
   */
  with: Json;
  /**
   * `inline`: once, in the process that answered and after the answer is sent; nothing is stored, so it is lost with the process and not tried again. `queued`: a job like any other, stored before the answer.
   */
  mode: "inline" | "queued";
}
/**
 * The answer.
 */
export interface EnqueueRespond {
  /**
   * HTTP status.
   */
  status: number;
  /**
   * Template of the answer's JSON; expressions as in `with`, and job. Without it the API's own answer is given.
   */
  body: Json;
}
/**
 * A request that becomes several jobs: all of them or none.
 */
export interface EnqueueSeveralRoute {
  /**
   * HTTP method.
   */
  method: "GET" | "POST" | "PUT" | "PATCH" | "DELETE";
  /**
   * Path, with `:name` for parameters.
   */
  path: string;
  /**
   * What it does, for people and for /openapi.json.
   */
  description: string | null;
  /**
   * The tasks to enqueue, each with a payload of its own. A task may be there more than once.
   */
  tasks: TaskCall[];
  after: AfterCalls1;
  /**
   * Whether those of `after` that run inline run one after the other or all at once.
   */
  order: "sequence" | "parallel";
  respond: EnqueueSeveralRespond;
  public: Public;
}
/**
 * One of the tasks that a request enqueues.
 */
export interface TaskCall {
  /**
   * The task to enqueue.
   */
  task: string;
  /**
   * Template of its payload, as in a route of one task. Without it the payload is the request's body.
   */
  with: Json;
}
/**
 * The answer.
 */
export interface EnqueueSeveralRespond {
  /**
   * HTTP status.
   */
  status: number;
  /**
   * Template of the answer's JSON; expressions as in `with`, and `jobs`, in the order of `tasks`, behind them those of `after` that are queued. Without it the API's own answer is given.
   */
  body: Json;
}
/**
 * A request that is answered, with work beside its answer.
 */
export interface AfterRoute {
  /**
   * HTTP method.
   */
  method: "GET" | "POST" | "PUT" | "PATCH" | "DELETE";
  /**
   * Path, with `:name` for parameters.
   */
  path: string;
  /**
   * What it does, for people and for /openapi.json.
   */
  description: string | null;
  after: AfterCalls2;
  /**
   * Whether those of `after` that run inline run one after the other or all at once.
   */
  order: "sequence" | "parallel";
  respond: AfterRespond;
  public: Public;
}
/**
 * The answer.
 */
export interface AfterRespond {
  /**
   * HTTP status.
   */
  status: number;
  /**
   * Template of the answer's JSON; expressions as in `with`, and `jobs`: those of `after` that are queued, in their order. Without it the API's own answer is given.
   */
  body: Json;
}
/**
 * A request that shows a job, with `?wait=30s` as soon as it is finished.
 */
export interface ShowRoute {
  /**
   * HTTP method.
   */
  method: "GET";
  /**
   * Path, with `:name` for parameters.
   */
  path: string;
  /**
   * What it does, for people and for /openapi.json.
   */
  description: string | null;
  /**
   * Expression of the id of the job to show; it reads params, query and headers.
   */
  job: string;
  /**
   * The tasks whose jobs it shows, by name or pattern (`emails.*`); a job of any other task is not found. A public route must name them; another one without it shows jobs of any task.
   */
  of: TaskPatterns | null;
  /**
   * What of the job is shown where `respond.body` is not given. Payload, headers, result, error, logs and the like are shown only when they are named.
   */
  fields: (
    | "id"
    | "task"
    | "queue"
    | "priority"
    | "state"
    | "finished"
    | "payload"
    | "attempt"
    | "maxAttempts"
    | "rescues"
    | "runAt"
    | "createdAt"
    | "startedAt"
    | "finishedAt"
    | "expiresAt"
    | "resultGone"
    | "resultUntil"
    | "tags"
    | "headers"
    | "traceparent"
    | "manifestRevision"
    | "schedule"
    | "parentId"
    | "workflow"
    | "blockedBy"
    | "hold"
    | "hidden"
    | "version"
    | "progress"
    | "logs"
    | "result"
    | "error"
    | "attempts"
  )[];
  respond: ShowRespond;
  public: Public;
}
/**
 * The answer.
 */
export interface ShowRespond {
  /**
   * HTTP status.
   */
  status: number;
  /**
   * Template of the answer's JSON; expressions read job, params, query and headers. Without it `fields` of the job are shown.
   */
  body: Json;
}
/**
 * A graph of steps: each begins when those that it needs are over.
 */
export interface WorkflowSteps {
  /**
   * What it does, for people.
   */
  description: string | null;
  /**
   * JSON Schema (2020-12) of what a run is given. Without it anything goes.
   */
  input: JsonSchema | null;
  /**
   * The steps by name. Those that need nothing begin at once.
   */
  steps: {
    [k: string]: TaskStep | WorkflowStep | WaitStep;
  };
  /**
   * Template of the result of a run that completed. Without it: the result of the last step, as it is written; of a group the list of all, in order.
   */
  output: Json;
  /**
   * Hooks: what is told of the end of its runs, and to whom.
   */
  on: WorkflowHooks | null;
  /**
   * Words that all its runs carry, to find them by.
   */
  tags: string[];
}
/**
 * A job of a task; with `forEach` one for each item.
 */
export interface TaskStep {
  /**
   * The task.
   */
  task: string;
  /**
   * Template of its payload. Without it: the item of a `forEach`, else the result of what it needs (the list of these where there are several), else the input of the run.
   */
  with: Json;
  needs: StepNames;
  /**
   * When it begins, once all that it needs is over: `success` (all of it completed, or may fail), `failure` (something failed in it, or before it), `always`; or, where `success` holds, a condition: `steps.extract.result.total > 10`, or a template, which holds unless it gives null, false, 0, an empty text or `false`. A step whose condition does not hold is passed over, and what needs its success too.
   */
  when: string;
  /**
   * Template of a list: the step is done for each of its items, as `item`, and `index` from 0. A step that reads its `results` gets the list of all, in order.
   */
  forEach: Json;
  /**
   * Of a `forEach`: items at once. Without it all.
   */
  concurrency: number | null;
  /**
   * Of a `forEach`: so many items together, as one list, which `item` is then.
   */
  chunk: number | null;
  /**
   * What follows when it fails, an item of a forEach too: `fail` ends the step, the steps behind it are passed over and the run fails; `continue` lets the other items and the steps behind it go on.
   */
  onFailure: "fail" | "continue";
  /**
   * Name of a retry policy, or a policy written here, for this step. Without it: that of the task.
   */
  retry: (Name | RetryPolicy) | null;
  /**
   * Time limits of an attempt in this step: one value is the hard limit, `none` lifts those of the task. It replaces the limits of the task as a whole.
   */
  timeout: TimeoutLimits | null;
  /**
   * Queue of the jobs of this step. Without it: that of the task.
   */
  queue: Name | null;
  /**
   * Of the jobs of this step: 0 to 9, smaller runs sooner. Without it: that of the task.
   */
  priority: number | null;
}
/**
 * A run of another workflow; with `forEach` one for each item.
 */
export interface WorkflowStep {
  /**
   * The workflow: a run of its own, which counts as one step.
   */
  workflow: string;
  /**
   * Template of its input. Without it: the item of a `forEach`, else the result of what it needs, else the input of the run.
   */
  with: Json;
  needs: StepNames1;
  /**
   * When it begins, once all that it needs is over: `success` (all of it completed, or may fail), `failure` (something failed in it, or before it), `always`; or, where `success` holds, a condition: `steps.extract.result.total > 10`, or a template, which holds unless it gives null, false, 0, an empty text or `false`. A step whose condition does not hold is passed over, and what needs its success too.
   */
  when: string;
  /**
   * Template of a list: the step is done for each of its items, as `item`, and `index` from 0. A step that reads its `results` gets the list of all, in order.
   */
  forEach: Json;
  /**
   * Of a `forEach`: items at once. Without it all.
   */
  concurrency: number | null;
  /**
   * Of a `forEach`: so many items together, as one list, which `item` is then.
   */
  chunk: number | null;
  /**
   * What follows when it fails, an item of a forEach too: `fail` ends the step, the steps behind it are passed over and the run fails; `continue` lets the other items and the steps behind it go on.
   */
  onFailure: "fail" | "continue";
}
/**
 * Nothing but the end of a time, or a signal.
 */
export interface WaitStep {
  /**
   * What is waited for.
   */
  wait: SignalWait | ForWait | UntilWait;
  needs: StepNames2;
  /**
   * When it begins, once all that it needs is over: `success` (all of it completed, or may fail), `failure` (something failed in it, or before it), `always`; or, where `success` holds, a condition: `steps.extract.result.total > 10`, or a template, which holds unless it gives null, false, 0, an empty text or `false`. A step whose condition does not hold is passed over, and what needs its success too.
   */
  when: string;
  /**
   * What follows when it fails, an item of a forEach too: `fail` ends the step, the steps behind it are passed over and the run fails; `continue` lets the other items and the steps behind it go on.
   */
  onFailure: "fail" | "continue";
}
/**
 * Until somebody sends the signal; its payload is the result.
 */
export interface SignalWait {
  /**
   * Its name.
   */
  signal: string;
  /**
   * The step fails when the signal has not come by then. Without it: it waits for ever.
   */
  timeoutMs: Duration | null;
}
/**
 * For a time.
 */
export interface ForWait {
  /**
   * How long.
   */
  forMs: number;
}
/**
 * Until an instant.
 */
export interface UntilWait {
  /**
   * Template of the instant: ISO 8601, or milliseconds since 1970. One that has passed is over at once.
   */
  until: Json;
}
/**
 * What is told of the end of runs, and to whom: a task that gets a job, a URL that gets a signed request; one or a list.
 */
export interface WorkflowHooks {
  /**
   * When the run has completed.
   */
  success: (RunTaskHook | WebhookHook | RunHookList) | null;
  /**
   * When it has failed.
   */
  failure: (RunTaskHook | WebhookHook | RunHookList) | null;
  /**
   * When it was cancelled.
   */
  cancel: (RunTaskHook | WebhookHook | RunHookList) | null;
}
/**
 * A task that gets a job, stored in the step that stores the end of the run.
 */
export interface RunTaskHook {
  /**
   * The task.
   */
  task: string;
  /**
   * Template of its payload; expressions read run, input, result and error. Without it: run, result and error, and the event.
   */
  with: Json;
}
/**
 * Steps one after the other.
 */
export interface WorkflowChain {
  /**
   * What it does, for people.
   */
  description: string | null;
  /**
   * JSON Schema (2020-12) of what a run is given. Without it anything goes.
   */
  input: JsonSchema | null;
  /**
   * Template of the result of a run that completed. Without it: the result of the last step, as it is written; of a group the list of all, in order.
   */
  output: Json;
  /**
   * Hooks: what is told of the end of its runs, and to whom.
   */
  on: WorkflowHooks | null;
  /**
   * Words that all its runs carry, to find them by.
   */
  tags: string[];
  chain: Elements;
}
/**
 * A job of a task.
 */
export interface TaskElement {
  /**
   * The task.
   */
  task: string;
  /**
   * Template of its payload. Without it: the result of what stands before, and the input of the run where nothing does.
   */
  with: Json;
  /**
   * When it begins, once all that it needs is over: `success` (all of it completed, or may fail), `failure` (something failed in it, or before it), `always`; or, where `success` holds, a condition: `steps.extract.result.total > 10`, or a template, which holds unless it gives null, false, 0, an empty text or `false`. A step whose condition does not hold is passed over, and what needs its success too.
   */
  when: string;
  /**
   * What follows when it fails, an item of a forEach too: `fail` ends the step, the steps behind it are passed over and the run fails; `continue` lets the other items and the steps behind it go on.
   */
  onFailure: "fail" | "continue";
  /**
   * Name of a retry policy, or a policy written here, for this step. Without it: that of the task.
   */
  retry: (Name | RetryPolicy) | null;
  /**
   * Time limits of an attempt in this step: one value is the hard limit, `none` lifts those of the task. It replaces the limits of the task as a whole.
   */
  timeout: TimeoutLimits | null;
  /**
   * Queue of the jobs of this step. Without it: that of the task.
   */
  queue: Name | null;
  /**
   * Of the jobs of this step: 0 to 9, smaller runs sooner. Without it: that of the task.
   */
  priority: number | null;
}
/**
 * A run of another workflow.
 */
export interface WorkflowElement {
  /**
   * The workflow: a run of its own, which counts as one step.
   */
  workflow: string;
  /**
   * Template of its input. Without it: the result of what stands before, and the input of the run where nothing does.
   */
  with: Json;
  /**
   * When it begins, once all that it needs is over: `success` (all of it completed, or may fail), `failure` (something failed in it, or before it), `always`; or, where `success` holds, a condition: `steps.extract.result.total > 10`, or a template, which holds unless it gives null, false, 0, an empty text or `false`. A step whose condition does not hold is passed over, and what needs its success too.
   */
  when: string;
  /**
   * What follows when it fails, an item of a forEach too: `fail` ends the step, the steps behind it are passed over and the run fails; `continue` lets the other items and the steps behind it go on.
   */
  onFailure: "fail" | "continue";
}
/**
 * A wait; what stands behind it gets the payload of the signal.
 */
export interface WaitElement {
  /**
   * What is waited for.
   */
  wait: SignalWait | ForWait | UntilWait;
  /**
   * When it begins, once all that it needs is over: `success` (all of it completed, or may fail), `failure` (something failed in it, or before it), `always`; or, where `success` holds, a condition: `steps.extract.result.total > 10`, or a template, which holds unless it gives null, false, 0, an empty text or `false`. A step whose condition does not hold is passed over, and what needs its success too.
   */
  when: string;
  /**
   * What follows when it fails, an item of a forEach too: `fail` ends the step, the steps behind it are passed over and the run fails; `continue` lets the other items and the steps behind it go on.
   */
  onFailure: "fail" | "continue";
}
/**
 * A chain as one part of something larger.
 */
export interface ChainElement {
  chain: Elements1;
}
/**
 * A group as one part of something larger.
 */
export interface GroupElement {
  group: Elements2;
}
/**
 * A chord as one part of something larger.
 */
export interface ChordElement {
  chord: Chord;
}
/**
 * A group, and what follows when all of it has completed, with the list of its results.
 */
export interface Chord {
  group: Elements3;
  /**
   * What follows. Without `with` it gets the list of the results.
   */
  then: TaskElement | WorkflowElement | WaitElement | ChainElement | GroupElement | ChordElement | MapElement;
}
/**
 * A map as one part of something larger.
 */
export interface MapElement {
  map: Map;
}
/**
 * A task, done for each item of a list.
 */
export interface Map {
  /**
   * The task.
   */
  task: string;
  /**
   * Template of the list. Without it: the result of what stands before, and the input of the run where nothing does.
   */
  over: Json;
  /**
   * Template of the payload of one; `item` is the item, `index` its place from 0. Without it: the item.
   */
  with: Json;
  /**
   * Items at once. Without it all.
   */
  concurrency: number | null;
  /**
   * So many items together, as one list, which `item` is then.
   */
  chunk: number | null;
  /**
   * When it begins, once all that it needs is over: `success` (all of it completed, or may fail), `failure` (something failed in it, or before it), `always`; or, where `success` holds, a condition: `steps.extract.result.total > 10`, or a template, which holds unless it gives null, false, 0, an empty text or `false`. A step whose condition does not hold is passed over, and what needs its success too.
   */
  when: string;
  /**
   * What follows when it fails, an item of a forEach too: `fail` ends the step, the steps behind it are passed over and the run fails; `continue` lets the other items and the steps behind it go on.
   */
  onFailure: "fail" | "continue";
  /**
   * Name of a retry policy, or a policy written here, for this step. Without it: that of the task.
   */
  retry: (Name | RetryPolicy) | null;
  /**
   * Time limits of an attempt in this step: one value is the hard limit, `none` lifts those of the task. It replaces the limits of the task as a whole.
   */
  timeout: TimeoutLimits | null;
  /**
   * Queue of the jobs of this step. Without it: that of the task.
   */
  queue: Name | null;
  /**
   * Of the jobs of this step: 0 to 9, smaller runs sooner. Without it: that of the task.
   */
  priority: number | null;
}
/**
 * Steps that run at once.
 */
export interface WorkflowGroup {
  /**
   * What it does, for people.
   */
  description: string | null;
  /**
   * JSON Schema (2020-12) of what a run is given. Without it anything goes.
   */
  input: JsonSchema | null;
  /**
   * Template of the result of a run that completed. Without it: the result of the last step, as it is written; of a group the list of all, in order.
   */
  output: Json;
  /**
   * Hooks: what is told of the end of its runs, and to whom.
   */
  on: WorkflowHooks | null;
  /**
   * Words that all its runs carry, to find them by.
   */
  tags: string[];
  group: Elements4;
}
/**
 * A group, and what follows when all of it has completed.
 */
export interface WorkflowChord {
  /**
   * What it does, for people.
   */
  description: string | null;
  /**
   * JSON Schema (2020-12) of what a run is given. Without it anything goes.
   */
  input: JsonSchema | null;
  /**
   * Template of the result of a run that completed. Without it: the result of the last step, as it is written; of a group the list of all, in order.
   */
  output: Json;
  /**
   * Hooks: what is told of the end of its runs, and to whom.
   */
  on: WorkflowHooks | null;
  /**
   * Words that all its runs carry, to find them by.
   */
  tags: string[];
  chord: Chord1;
}
/**
 * A group, and what follows when all of it has completed, with the list of its results.
 */
export interface Chord1 {
  group: Elements3;
  /**
   * What follows. Without `with` it gets the list of the results.
   */
  then: TaskElement | WorkflowElement | WaitElement | ChainElement | GroupElement | ChordElement | MapElement;
}
/**
 * A task for each item of a list.
 */
export interface WorkflowMap {
  /**
   * What it does, for people.
   */
  description: string | null;
  /**
   * JSON Schema (2020-12) of what a run is given. Without it anything goes.
   */
  input: JsonSchema | null;
  /**
   * Template of the result of a run that completed. Without it: the result of the last step, as it is written; of a group the list of all, in order.
   */
  output: Json;
  /**
   * Hooks: what is told of the end of its runs, and to whom.
   */
  on: WorkflowHooks | null;
  /**
   * Words that all its runs carry, to find them by.
   */
  tags: string[];
  map: Map1;
}
/**
 * A task, done for each item of a list.
 */
export interface Map1 {
  /**
   * The task.
   */
  task: string;
  /**
   * Template of the list. Without it: the result of what stands before, and the input of the run where nothing does.
   */
  over: Json;
  /**
   * Template of the payload of one; `item` is the item, `index` its place from 0. Without it: the item.
   */
  with: Json;
  /**
   * Items at once. Without it all.
   */
  concurrency: number | null;
  /**
   * So many items together, as one list, which `item` is then.
   */
  chunk: number | null;
  /**
   * When it begins, once all that it needs is over: `success` (all of it completed, or may fail), `failure` (something failed in it, or before it), `always`; or, where `success` holds, a condition: `steps.extract.result.total > 10`, or a template, which holds unless it gives null, false, 0, an empty text or `false`. A step whose condition does not hold is passed over, and what needs its success too.
   */
  when: string;
  /**
   * What follows when it fails, an item of a forEach too: `fail` ends the step, the steps behind it are passed over and the run fails; `continue` lets the other items and the steps behind it go on.
   */
  onFailure: "fail" | "continue";
  /**
   * Name of a retry policy, or a policy written here, for this step. Without it: that of the task.
   */
  retry: (Name | RetryPolicy) | null;
  /**
   * Time limits of an attempt in this step: one value is the hard limit, `none` lifts those of the task. It replaces the limits of the task as a whole.
   */
  timeout: TimeoutLimits | null;
  /**
   * Queue of the jobs of this step. Without it: that of the task.
   */
  queue: Name | null;
  /**
   * Of the jobs of this step: 0 to 9, smaller runs sooner. Without it: that of the task.
   */
  priority: number | null;
}
/**
 * Fires by the calendar.
 */
export interface CronSchedule {
  /**
   * The task to enqueue.
   */
  task: string;
  /**
   * Five fields (minute hour day month weekday), or six with leading seconds; or `@hourly`, `@daily`, `@weekly`, `@monthly`, `@yearly`. In the day `L` is the month's last, `LW` its last working day, `15W` the working day nearest to the 15th; in the weekday `5L` is the last Friday, `MON#2` the second Monday; `?` is `*`.
   */
  cron: string;
  /**
   * Time zone that the fields are read in, by its name in the tz database (a city, as a rule); never an offset, an abbreviation or the host's own. Where the clocks are changed, fixed times run once: at the change when their time is skipped, at the first of two. With a wildcard or a step in second, minute or hour the schedule follows real time.
   */
  timezone: string;
  /**
   * Payload of its jobs.
   */
  payload: Json;
}
/**
 * Fires at a fixed interval, counted from the Unix epoch, so that no restart shifts it. Of ticks that fall due together only the newest runs.
 */
export interface EverySchedule {
  /**
   * The task to enqueue.
   */
  task: string;
  /**
   * The interval, at least 1s.
   */
  everyMs: number;
  /**
   * Payload of its jobs.
   */
  payload: Json;
}
/**
 * The HTTP server of the API and of HTTP routes.
 */
export interface Admin {
  /**
   * Address to listen on. Other than loopback only with tokens.
   */
  host: string;
  /**
   * Port to listen on; 0 takes any free one.
   */
  port: number;
  /**
   * Bearer tokens and what they may do. Without any, only loopback is served, and everything is allowed there.
   */
  tokens: Token[];
  /**
   * Further host names that the server answers for; requests for others are refused (DNS rebinding). With the port that browsers see where it is neither 80 nor 443.
   */
  hosts: string[];
  /**
   * Addresses or networks of the proxies in front of the server. Only they are believed what `X-Forwarded-For` says, and only to tell the clients apart whose wrong tokens are counted.
   */
  proxies: string[];
}
/**
 * One bearer token.
 */
export interface Token {
  /**
   * Whose it is; shown in logs.
   */
  name: string;
  /**
   * The token itself, best from the environment; never shown.
   */
  secret: string;
  /**
   * viewer reads, operator also enqueues, cancels, retries and pauses, admin does everything.
   */
  role: "viewer" | "operator" | "admin";
}
/**
 * Keys for the payloads of tasks with `encrypt`. To change keys add one and `use` it; the old one stays until no job has it.
 */
export interface Encryption {
  /**
   * By name: 32 bytes each, as base64 or hex, best from the environment; never shown.
   */
  keys: {
    [k: string]: string;
  };
  /**
   * Name of the key that encrypts; all of them decrypt.
   */
  use: string;
}
/**
 * Where a process without the api role answers `/healthz` and `/readyz`, and nothing else. A process with it answers them where `admin` says; a burst answers none unless `--port` is given.
 */
export interface Health {
  /**
   * Address to listen on. Other than loopback only with tokens, as for `admin`.
   */
  host: string;
  /**
   * Port to listen on; 0 takes any free one. Processes that share a host need ports of their own.
   */
  port: number;
}
/**
 * How a process stops. Warm: it reserves nothing more and lets what runs end. Soft: the signals of what still runs abort (`Shutdown`), so that it can save how far it is. Cold: what is left is ended where that is possible, and its job released, the attempt not counted. A duration alone is `warm` without `soft`; without the section 25s and 5s.
 */
export interface Shutdown {
  /**
   * How long what runs may go on. At most 1d.
   */
  warmMs: number;
  /**
   * How long handlers may take after that, their signals aborted. One that throws then is released, uncounted; one that returns is done. At most 1h.
   */
  softMs: number;
}
/**
 * Traces and logs.
 */
export interface Telemetry {
  traces: Traces;
  logs: Logs;
}
/**
 * OpenTelemetry traces. A reload changes them for what begins afterwards.
 */
export interface Traces {
  /**
   * Where spans go: `otlp` as the OTEL_* variables say, `console` for a laptop, `none` turns tracing off.
   */
  exporter: "none" | "otlp" | "console";
  /**
   * Share of traces that are kept, 0 to 1, decided at the root.
   */
  sample: number;
  /**
   * parent: one trace goes on the enqueuer's. link: a trace per job, linked. perAttempt: a trace per attempt, linked.
   */
  propagation: "parent" | "link" | "perAttempt";
  /**
   * Who makes the spans of jobs: `own` costs less, `sdk` are OpenTelemetry's own objects, for processors that need them.
   */
  spans: "own" | "sdk";
}
/**
 * Log lines on standard error. Changes are in force from the next start.
 */
export interface Logs {
  /**
   * Least severity that is written.
   */
  level: "debug" | "info" | "warn" | "error";
  /**
   * json for machines, pretty for people, auto: pretty on a terminal.
   */
  format: "json" | "pretty" | "auto";
}
/**
 * Picking up edits while running.
 */
export interface Reload {
  /**
   * Whether the manifest's files and the handlers are watched. SIGHUP and the API reload in any case.
   */
  watch: boolean;
  /**
   * How long the files must be quiet before they are read. At most 1m.
   */
  debounceMs: number;
}

export const manifestSchema = {
  "$schema": "https://json-schema.org/draft/2020-12/schema",
  "$id": "https://skep.dev/schemas/manifest.schema.json",
  "title": "Skep manifest",
  "description": "jobs.yaml: the queues, tasks, retry policies, routes and schedules of one Skep installation.",
  "type": "object",
  "additionalProperties": false,
  "required": [
    "version"
  ],
  "properties": {
    "version": {
      "description": "Version of the manifest's own form. Included files may leave it out.",
      "type": "integer",
      "const": 1,
      "examples": [
        1
      ]
    },
    "name": {
      "description": "Name of the project, shown by the API and in traces (service.name). The store belongs to it: another name on the same store is refused.",
      "$ref": "#/$defs/name",
      "default": "skep",
      "x-late-default": true,
      "examples": [
        "shop"
      ]
    },
    "include": {
      "description": "Further manifest files, relative to this one and below the folder of the main file (links too); `*` and `**` match several, which are read in order of their names. They are merged by section; a name declared twice is an error.",
      "type": "array",
      "maxItems": 100,
      "items": {
        "type": "string",
        "title": "a relative path or glob",
        "minLength": 1,
        "maxLength": 500,
        "examples": [
          "./jobs.d/*.yaml"
        ]
      },
      "default": [],
      "examples": [
        [
          "jobs.d/*.yaml"
        ]
      ]
    },
    "engine": {
      "description": "Where jobs are stored and how they move: an embedded SQLite file or Redis. A URL serves too.",
      "anyOf": [
        {
          "$ref": "#/$defs/engineUrl",
          "x-shorthand": [
            {
              "begins": "sqlite:",
              "means": {
                "type": "sqlite",
                "path": "$"
              }
            },
            {
              "means": {
                "type": "redis",
                "url": "$"
              }
            }
          ]
        },
        {
          "$ref": "#/$defs/sqliteEngine"
        },
        {
          "$ref": "#/$defs/redisEngine"
        }
      ],
      "default": {
        "type": "sqlite"
      },
      "examples": [
        {
          "type": "sqlite",
          "path": "./var/skep.db"
        },
        "redis://127.0.0.1:6379/2"
      ]
    },
    "defaults": {
      "$ref": "#/$defs/defaults",
      "default": {},
      "examples": [
        {
          "queue": "default",
          "retry": "standard"
        }
      ]
    },
    "queues": {
      "description": "The lanes that jobs wait in, by name. The queue `default` exists without being declared. Jobs of a queue that is taken out stay there and nobody runs them, which log, `/readyz` and `skep doctor` tell: `skep jobs move --queue OLD --to default` brings them elsewhere.",
      "x-entry": {
        "word": "queue",
        "code": "REF_QUEUE",
        "builtIn": [
          "default"
        ]
      },
      "type": "object",
      "propertyNames": {
        "$ref": "#/$defs/name"
      },
      "additionalProperties": {
        "$ref": "#/$defs/queue"
      },
      "default": {},
      "examples": [
        {
          "emails": {
            "concurrency": 50
          }
        }
      ]
    },
    "buckets": {
      "description": "Limits that several tasks share, by name: what a partner's API takes, connections of a database. A task says in `uses` which it takes from, and how much.",
      "x-entry": {
        "word": "bucket",
        "code": "REF_BUCKET"
      },
      "type": "object",
      "propertyNames": {
        "$ref": "#/$defs/name"
      },
      "additionalProperties": {
        "$ref": "#/$defs/bucket"
      },
      "default": {},
      "examples": [
        {
          "stripe": {
            "rate": "100/s",
            "burst": 20,
            "concurrency": 20
          }
        }
      ]
    },
    "retryPolicies": {
      "description": "Named rules for what happens after a failed attempt. `standard` exists without being declared: every default of a policy.",
      "x-entry": {
        "word": "retry policy",
        "code": "REF_POLICY",
        "builtIn": [
          "standard"
        ]
      },
      "type": "object",
      "propertyNames": {
        "$ref": "#/$defs/name"
      },
      "additionalProperties": {
        "$ref": "#/$defs/retryPolicy"
      },
      "default": {},
      "examples": [
        {
          "payments": {
            "maxAttempts": 6,
            "backoff": {
              "type": "list",
              "delays": [
                "10s",
                "1m",
                "5m"
              ]
            }
          }
        }
      ]
    },
    "bases": {
      "description": "What tasks have in common, by name: any keys of a task. Tasks take it over with `extends`.",
      "x-entry": {
        "word": "base",
        "code": "REF_BASE"
      },
      "type": "object",
      "propertyNames": {
        "$ref": "#/$defs/name"
      },
      "additionalProperties": {
        "$ref": "#/$defs/task"
      },
      "default": {},
      "examples": [
        {
          "patient": {
            "retry": "standard",
            "timeout": "30m"
          }
        }
      ]
    },
    "resources": {
      "description": "What handlers work with and must be opened and closed: database sessions, pools, clients. By name; a task says in `use` which it needs.",
      "x-entry": {
        "word": "resource",
        "code": "REF_RESOURCE"
      },
      "type": "object",
      "propertyNames": {
        "$ref": "#/$defs/name"
      },
      "additionalProperties": {
        "$ref": "#/$defs/resource"
      },
      "default": {},
      "examples": [
        {
          "db": {
            "module": "./handlers/resources/db.ts",
            "config": {
              "url": "${DATABASE_URL:-postgres://localhost/shop}"
            }
          }
        }
      ]
    },
    "executors": {
      "$ref": "#/$defs/executors",
      "default": {},
      "examples": [
        {
          "process": {
            "size": 4,
            "recycle": {
              "afterJobs": 1000,
              "overMemory": "512mb"
            }
          }
        }
      ]
    },
    "tasks": {
      "description": "The kinds of work, by name (dotted by custom: `emails.send`).",
      "x-entry": {
        "word": "task",
        "code": "REF_TASK"
      },
      "type": "object",
      "propertyNames": {
        "$ref": "#/$defs/name"
      },
      "additionalProperties": {
        "anyOf": [
          {
            "$ref": "#/$defs/handler",
            "x-shorthand": [
              {
                "means": {
                  "handler": "$"
                }
              }
            ]
          },
          {
            "$ref": "#/$defs/task"
          }
        ]
      },
      "default": {},
      "examples": [
        {
          "ping": "./handlers/ping.ts",
          "emails.send": {
            "handler": "./handlers/emails.ts#send",
            "priority": 3
          }
        }
      ]
    },
    "routes": {
      "$ref": "#/$defs/routes",
      "default": {},
      "examples": [
        {
          "tasks": [
            {
              "match": "emails.*",
              "queue": "emails"
            }
          ]
        }
      ]
    },
    "workflows": {
      "description": "Work of several steps, by name: a graph under `steps`, or one of the short forms `chain`, `group`, `chord` and `map`. A run keeps the graph that it began with.",
      "x-entry": {
        "word": "workflow",
        "code": "REF_WORKFLOW"
      },
      "type": "object",
      "propertyNames": {
        "$ref": "#/$defs/name"
      },
      "additionalProperties": {
        "anyOf": [
          {
            "$ref": "#/$defs/workflowSteps"
          },
          {
            "$ref": "#/$defs/workflowChain"
          },
          {
            "$ref": "#/$defs/workflowGroup"
          },
          {
            "$ref": "#/$defs/workflowChord"
          },
          {
            "$ref": "#/$defs/workflowMap"
          }
        ]
      },
      "default": {},
      "examples": [
        {
          "onboarding": {
            "chain": [
              {
                "task": "accounts.create"
              },
              {
                "task": "emails.welcome"
              }
            ]
          }
        }
      ]
    },
    "schedules": {
      "description": "Recurring jobs, by name. Each has either `cron` or `every`. Renaming one makes a new one. What fell due while no process looked is made up for: a tick of `cron` that is at most 60 s late always runs; of those that are later, and of an interval, only the newest runs, if it is at most 24 h late. The others are logged as missed. Ticks of a pause are not made up for.",
      "x-entry": {
        "word": "schedule"
      },
      "type": "object",
      "propertyNames": {
        "$ref": "#/$defs/name"
      },
      "additionalProperties": {
        "anyOf": [
          {
            "$ref": "#/$defs/cronSchedule"
          },
          {
            "$ref": "#/$defs/everySchedule"
          }
        ]
      },
      "default": {},
      "examples": [
        {
          "cleanup": {
            "task": "maintenance.cleanup",
            "cron": "0 0 * * *"
          }
        }
      ]
    },
    "admin": {
      "$ref": "#/$defs/admin",
      "default": {},
      "examples": [
        {
          "port": 8080
        }
      ]
    },
    "encryption": {
      "$ref": "#/$defs/encryption",
      "examples": [
        {
          "keys": {
            "k1": "${SKEP_KEY_K1}"
          },
          "use": "k1"
        }
      ]
    },
    "health": {
      "$ref": "#/$defs/health",
      "examples": [
        {
          "port": 8081
        }
      ]
    },
    "shutdown": {
      "$ref": "#/$defs/shutdown",
      "examples": [
        {
          "warm": "25s",
          "soft": "5s"
        },
        "30s"
      ]
    },
    "telemetry": {
      "$ref": "#/$defs/telemetry",
      "default": {},
      "examples": [
        {
          "traces": {
            "exporter": "otlp"
          }
        }
      ]
    },
    "reload": {
      "$ref": "#/$defs/reload",
      "default": {},
      "examples": [
        {
          "watch": true,
          "debounce": "300ms"
        }
      ]
    }
  },
  "$defs": {
    "name": {
      "title": "a name of lower-case letters, digits, `_`, `.` and `-`, at most 64, beginning with a letter or digit",
      "type": "string",
      "pattern": "^(?!(constructor|prototype)$)[a-z0-9][a-z0-9_.-]{0,63}$",
      "examples": [
        "emails.send"
      ]
    },
    "duration": {
      "title": "a duration: a number with a unit (ms, s, m, h, d, w)",
      "x-duration": {},
      "type": "string",
      "pattern": "^(?=\\d)(\\d{1,15}(\\.\\d{1,9})?w)?(\\d{1,15}(\\.\\d{1,9})?d)?(\\d{1,15}(\\.\\d{1,9})?h)?(\\d{1,15}(\\.\\d{1,9})?m)?(\\d{1,15}(\\.\\d{1,9})?s)?(\\d{1,15}(\\.\\d{1,9})?ms)?$",
      "maxLength": 64,
      "examples": [
        "300ms",
        "5s",
        "1h30m"
      ]
    },
    "errorNames": {
      "type": "array",
      "maxItems": 100,
      "items": {
        "anyOf": [
          {
            "$ref": "#/$defs/errorName"
          },
          {
            "$ref": "#/$defs/httpStatus",
            "x-shorthand": [
              {
                "means": "$"
              }
            ]
          }
        ]
      }
    },
    "errorName": {
      "title": "the name, code or HTTP status of an error",
      "type": "string",
      "maxLength": 200,
      "pattern": "^[\\p{L}\\p{N}_$][\\p{L}\\p{N}_$.:/@ -]*$",
      "examples": [
        "ECONNRESET"
      ]
    },
    "httpStatus": {
      "title": "an HTTP status",
      "type": "integer",
      "minimum": 100,
      "maximum": 599,
      "examples": [
        429
      ]
    },
    "jsonSchema": {
      "title": "a JSON Schema (draft 2020-12)",
      "type": [
        "object",
        "boolean"
      ]
    },
    "jitter": {
      "title": "Jitter",
      "description": "How the delay is spread, so that jobs that failed together do not come back together: `full` draws from 0 to the delay, `equal` from half of it.",
      "type": "string",
      "enum": [
        "none",
        "full",
        "equal"
      ],
      "examples": [
        "full"
      ]
    },
    "engineUrl": {
      "title": "an engine URL (sqlite:…, redis://…, rediss://… or unix:…)",
      "type": "string",
      "pattern": "^(sqlite:(?!//).|rediss?(\\+(sentinel|cluster))?://.|unix:.)",
      "maxLength": 2000,
      "examples": [
        "sqlite:./var/skep.db",
        "redis://127.0.0.1:6379/2",
        "unix:/run/redis.sock"
      ]
    },
    "sqliteEngine": {
      "description": "Embedded: one SQLite file, several processes of one host.",
      "type": "object",
      "additionalProperties": false,
      "required": [
        "type"
      ],
      "properties": {
        "type": {
          "description": "Kind of engine.",
          "const": "sqlite",
          "examples": [
            "sqlite"
          ]
        },
        "path": {
          "description": "The file, relative to the manifest; `:memory:` for tests.",
          "title": "a file path",
          "type": "string",
          "minLength": 1,
          "maxLength": 1000,
          "default": "./var/skep.db",
          "examples": [
            "./var/skep.db"
          ]
        },
        "lease": {
          "$ref": "#/$defs/lease",
          "default": "30s",
          "examples": [
            "30s"
          ]
        }
      }
    },
    "redisEngine": {
      "description": "Redis 6.2 or later, through bee-queue; several hosts.",
      "type": "object",
      "additionalProperties": false,
      "required": [
        "type"
      ],
      "properties": {
        "type": {
          "description": "Kind of engine.",
          "const": "redis",
          "examples": [
            "redis"
          ]
        },
        "url": {
          "description": "Address of the server, with user, password and database number where needed; `rediss:` for TLS, `redis+sentinel://HOST:PORT,HOST:PORT/GROUP` for a Sentinel group, `redis+cluster://HOST:PORT,HOST:PORT` for a Cluster.",
          "title": "a Redis URL (redis://…, rediss://… or unix:…)",
          "type": "string",
          "pattern": "^(rediss?(\\+(sentinel|cluster))?://.|unix:.)",
          "maxLength": 2000,
          "default": "redis://127.0.0.1:6379",
          "examples": [
            "redis://127.0.0.1:6379/2",
            "redis+sentinel://10.0.0.1:26379,10.0.0.2:26379/mymaster",
            "redis+cluster://10.0.0.1:6379,10.0.0.2:6379"
          ]
        },
        "prefix": {
          "description": "Beginning of every key that Skep writes, so that projects can share a server. Default: the manifest's `name`.",
          "$ref": "#/$defs/name",
          "examples": [
            "shop"
          ]
        },
        "lease": {
          "$ref": "#/$defs/lease",
          "default": "30s",
          "examples": [
            "30s"
          ]
        }
      }
    },
    "lease": {
      "description": "How long a process keeps its jobs without a sign of life; then they are rescued. At least 1s, at most 1h.",
      "$ref": "#/$defs/duration",
      "x-duration": {
        "min": "1s",
        "max": "1h"
      }
    },
    "defaults": {
      "description": "What holds where a task, route or call says nothing.",
      "type": "object",
      "additionalProperties": false,
      "properties": {
        "queue": {
          "description": "Queue of tasks that no task route matches.",
          "$ref": "#/$defs/name",
          "x-ref": "queues",
          "default": "default",
          "examples": [
            "default"
          ]
        },
        "retry": {
          "description": "Retry policy of tasks that name none.",
          "$ref": "#/$defs/name",
          "x-ref": "retryPolicies",
          "default": "standard",
          "examples": [
            "standard"
          ]
        },
        "timeout": {
          "description": "Time limits of tasks that set none: one value is the hard limit. Without it an attempt may take for ever.",
          "$ref": "#/$defs/timeout",
          "examples": [
            {
              "soft": "25m",
              "hard": "30m"
            }
          ]
        },
        "executor": {
          "description": "Where the handlers of tasks run that say nothing of it. Without it `inline`.",
          "type": "string",
          "enum": [
            "inline",
            "thread",
            "process"
          ],
          "examples": [
            "process"
          ]
        },
        "cancelGrace": {
          "description": "How long attempts may go on after a cancel, of tasks that say nothing of it. Without it 5s. At most 1h.",
          "$ref": "#/$defs/duration",
          "x-duration": {
            "max": "1h"
          },
          "examples": [
            "10s"
          ]
        },
        "keep": {
          "$ref": "#/$defs/keep",
          "default": {},
          "examples": [
            {
              "completed": "1d",
              "dead": "30d"
            }
          ]
        },
        "shutdownTimeout": {
          "description": "The former way to write `shutdown: { warm: …, soft: 0s }`. At most 1d.",
          "$ref": "#/$defs/duration",
          "x-duration": {
            "max": "1d"
          },
          "examples": [
            "30s"
          ]
        }
      }
    },
    "keep": {
      "description": "How long finished jobs are kept, by the state they ended in: for a time, `1d`, or for a time and of each queue at most so many, `{ for: 1d, count: 10000 }`.",
      "type": "object",
      "additionalProperties": false,
      "properties": {
        "completed": {
          "description": "Jobs that are done.",
          "$ref": "#/$defs/retention",
          "default": "1d",
          "examples": [
            "1d",
            {
              "for": "1d",
              "count": 10000
            }
          ]
        },
        "cancelled": {
          "description": "Jobs ended on purpose.",
          "$ref": "#/$defs/retention",
          "default": "1d",
          "examples": [
            "1d",
            {
              "for": "1d",
              "count": 10000
            }
          ]
        },
        "dead": {
          "description": "Jobs out of attempts, kept for a person.",
          "$ref": "#/$defs/retention",
          "default": "30d",
          "examples": [
            "30d",
            {
              "count": 100000
            }
          ]
        }
      }
    },
    "retention": {
      "anyOf": [
        {
          "$ref": "#/$defs/duration",
          "x-shorthand": [
            {
              "means": {
                "for": "$"
              }
            }
          ]
        },
        {
          "$ref": "#/$defs/retentionLimits"
        }
      ]
    },
    "retentionLimits": {
      "type": "object",
      "additionalProperties": false,
      "minProperties": 1,
      "properties": {
        "for": {
          "description": "How long after a job was finished. Without it, the default of its state.",
          "$ref": "#/$defs/duration",
          "examples": [
            "1d"
          ]
        },
        "count": {
          "description": "Of each queue at most so many jobs of this state, those finished last. Without it, however many.",
          "type": "integer",
          "minimum": 0,
          "maximum": 1000000000,
          "examples": [
            10000
          ]
        }
      }
    },
    "shutdown": {
      "description": "How a process stops. Warm: it reserves nothing more and lets what runs end. Soft: the signals of what still runs abort (`Shutdown`), so that it can save how far it is. Cold: what is left is ended where that is possible, and its job released, the attempt not counted. A duration alone is `warm` without `soft`; without the section 25s and 5s.",
      "anyOf": [
        {
          "$ref": "#/$defs/duration",
          "x-duration": {
            "max": "1d"
          },
          "x-shorthand": [
            {
              "means": {
                "warm": "$",
                "soft": "0s"
              }
            }
          ]
        },
        {
          "$ref": "#/$defs/shutdownLimits"
        }
      ]
    },
    "resultWord": {
      "title": "the word `ignore`",
      "type": "string",
      "enum": [
        "ignore"
      ],
      "examples": [
        "ignore"
      ]
    },
    "resultRules": {
      "type": "object",
      "additionalProperties": false,
      "properties": {
        "ignore": {
          "description": "Whether what the handler returns is dropped: the job completes without a result.",
          "type": "boolean",
          "default": false,
          "examples": [
            true
          ]
        },
        "max": {
          "description": "Largest result, as JSON in UTF-8; a larger one fails the attempt for good (`RESULT_TOO_LARGE`). 1mb where it is not said, 16mb at most.",
          "title": "a size: a number with a unit (b, kb, mb), as in 32kb",
          "type": "string",
          "pattern": "^\\d{1,15}(\\.\\d{1,9})?(b|kb|mb|gb|tb)$",
          "maxLength": 64,
          "examples": [
            "10mb"
          ]
        },
        "keep": {
          "description": "How long after the end the result is there; then it alone is removed, and the job says that it has expired. As long as the job where it is not said.",
          "$ref": "#/$defs/duration",
          "x-duration": {
            "min": "1s"
          },
          "examples": [
            "1h"
          ]
        }
      },
      "examples": [
        {
          "max": "10mb",
          "keep": "1h"
        }
      ]
    },
    "shutdownLimits": {
      "type": "object",
      "additionalProperties": false,
      "properties": {
        "warm": {
          "description": "How long what runs may go on. At most 1d.",
          "$ref": "#/$defs/duration",
          "x-duration": {
            "max": "1d"
          },
          "default": "25s",
          "examples": [
            "25s"
          ]
        },
        "soft": {
          "description": "How long handlers may take after that, their signals aborted. One that throws then is released, uncounted; one that returns is done. At most 1h.",
          "$ref": "#/$defs/duration",
          "x-duration": {
            "max": "1h"
          },
          "default": "5s",
          "examples": [
            "5s"
          ]
        }
      }
    },
    "timeout": {
      "anyOf": [
        {
          "$ref": "#/$defs/hardTimeout",
          "x-shorthand": [
            {
              "begins": "none",
              "means": {}
            },
            {
              "means": {
                "hard": "$"
              }
            }
          ]
        },
        {
          "$ref": "#/$defs/timeoutLimits"
        }
      ]
    },
    "hardTimeout": {
      "title": "a duration such as 60s, or none",
      "type": "string",
      "pattern": "^(none|(?=\\d)(\\d{1,15}(\\.\\d{1,9})?w)?(\\d{1,15}(\\.\\d{1,9})?d)?(\\d{1,15}(\\.\\d{1,9})?h)?(\\d{1,15}(\\.\\d{1,9})?m)?(\\d{1,15}(\\.\\d{1,9})?s)?(\\d{1,15}(\\.\\d{1,9})?ms)?)$",
      "maxLength": 64,
      "examples": [
        "60s",
        "none"
      ]
    },
    "timeoutLimits": {
      "type": "object",
      "additionalProperties": false,
      "minProperties": 1,
      "properties": {
        "soft": {
          "description": "The handler's signal aborts after this long; it may still tidy up.",
          "$ref": "#/$defs/duration",
          "x-duration": {
            "min": "1ms"
          },
          "examples": [
            "25m"
          ]
        },
        "hard": {
          "description": "The attempt is over after this long. A handler that keeps the event loop keeps this timer too: its attempt has timed out when it ends, or when the loop turns again.",
          "$ref": "#/$defs/duration",
          "x-duration": {
            "min": "1ms"
          },
          "examples": [
            "30m"
          ]
        }
      }
    },
    "queue": {
      "description": "One lane.",
      "type": "object",
      "additionalProperties": false,
      "properties": {
        "concurrency": {
          "description": "Handlers at once, per process.",
          "type": "integer",
          "minimum": 1,
          "maximum": 10000,
          "default": 10,
          "examples": [
            50
          ]
        },
        "globalConcurrency": {
          "description": "Attempts at once over all processes, beside `concurrency` of each. It holds as written in the manifest that was started or reloaded last, for waiting jobs too.",
          "$ref": "#/$defs/limit",
          "examples": [
            4
          ]
        },
        "rate": {
          "description": "Starts in a time over all processes. On a Redis Cluster each queue, and each part of one with shards, counts alone.",
          "$ref": "#/$defs/queueRate",
          "examples": [
            "10/s",
            {
              "limit": "10/s",
              "burst": 1
            }
          ]
        },
        "shards": {
          "description": "Redis only: parts that the queue is spread over, so that several masters of a Cluster carry it. Order holds within a part. It may be changed at any time; on SQLite it means nothing.",
          "type": "integer",
          "minimum": 1,
          "maximum": 64,
          "default": 1,
          "examples": [
            8
          ]
        },
        "foreign": {
          "description": "Redis only: jobs that a plain bee-queue program saved in this queue run as this task. Without it they are left alone.",
          "$ref": "#/$defs/name",
          "x-ref": "tasks",
          "examples": [
            "legacy.import"
          ]
        }
      }
    },
    "bucket": {
      "description": "A rate, a number of attempts at once, or both.",
      "type": "object",
      "additionalProperties": false,
      "properties": {
        "rate": {
          "description": "Starts in a second, minute, hour or day, over all processes.",
          "$ref": "#/$defs/rateText",
          "examples": [
            "100/s"
          ]
        },
        "burst": {
          "description": "Starts together after a rest. Without it as many as in a second, at least one.",
          "$ref": "#/$defs/burst",
          "examples": [
            20
          ]
        },
        "concurrency": {
          "description": "Attempts at once, over all processes.",
          "$ref": "#/$defs/limit",
          "examples": [
            20
          ]
        }
      }
    },
    "rateText": {
      "title": "a rate: a number of jobs per s, m, h or d, as in `10/m`",
      "type": "string",
      "maxLength": 64,
      "pattern": "^[1-9][0-9]{0,6}/[smhd]$",
      "examples": [
        "10/m"
      ]
    },
    "burst": {
      "title": "a whole number from 1 to 1000000",
      "type": "integer",
      "minimum": 1,
      "maximum": 1000000
    },
    "limit": {
      "title": "a whole number from 1 to 10000",
      "type": "integer",
      "minimum": 1,
      "maximum": 10000
    },
    "limitKey": {
      "title": "a place in the payload, as in `payload.tenant`",
      "type": "string",
      "maxLength": 200,
      "pattern": "^payload(\\.[A-Za-z0-9_-]+)+$",
      "examples": [
        "payload.tenant"
      ]
    },
    "queueRate": {
      "anyOf": [
        {
          "$ref": "#/$defs/rateText",
          "x-shorthand": [
            {
              "means": {
                "limit": "$"
              }
            }
          ]
        },
        {
          "$ref": "#/$defs/queueRateRule"
        }
      ]
    },
    "queueRateRule": {
      "type": "object",
      "additionalProperties": false,
      "required": [
        "limit"
      ],
      "properties": {
        "limit": {
          "description": "Starts in a second, minute, hour or day.",
          "$ref": "#/$defs/rateText",
          "examples": [
            "10/m"
          ]
        },
        "burst": {
          "description": "Starts together after a rest. Without it as many as in a second, at least one.",
          "$ref": "#/$defs/burst",
          "examples": [
            20
          ]
        }
      }
    },
    "taskRate": {
      "anyOf": [
        {
          "$ref": "#/$defs/rateText",
          "x-shorthand": [
            {
              "means": {
                "limit": "$"
              }
            }
          ]
        },
        {
          "$ref": "#/$defs/taskRateRule"
        }
      ]
    },
    "taskRateRule": {
      "type": "object",
      "additionalProperties": false,
      "required": [
        "limit"
      ],
      "properties": {
        "limit": {
          "description": "Starts in a second, minute, hour or day.",
          "$ref": "#/$defs/rateText",
          "examples": [
            "10/m"
          ]
        },
        "burst": {
          "description": "Starts together after a rest. Without it as many as in a second, at least one.",
          "$ref": "#/$defs/burst",
          "examples": [
            20
          ]
        },
        "key": {
          "description": "Where in the payload the value is for each of which the limit holds alone. Jobs without it count together.",
          "$ref": "#/$defs/limitKey",
          "examples": [
            "payload.tenant"
          ]
        }
      }
    },
    "taskConcurrency": {
      "anyOf": [
        {
          "$ref": "#/$defs/limit"
        },
        {
          "$ref": "#/$defs/taskConcurrencyRule"
        }
      ]
    },
    "taskConcurrencyRule": {
      "type": "object",
      "additionalProperties": false,
      "required": [
        "limit"
      ],
      "properties": {
        "limit": {
          "description": "Attempts at once.",
          "$ref": "#/$defs/limit",
          "examples": [
            1
          ]
        },
        "key": {
          "description": "Where in the payload the value is for each of which the limit holds alone. Jobs without it count together.",
          "$ref": "#/$defs/limitKey",
          "examples": [
            "payload.tenant"
          ]
        }
      }
    },
    "collect": {
      "type": "object",
      "additionalProperties": false,
      "properties": {
        "size": {
          "description": "Jobs of one call at most.",
          "type": "integer",
          "minimum": 1,
          "maximum": 1000,
          "default": 100,
          "examples": [
            100
          ]
        },
        "wait": {
          "description": "How long the first waits for company; then the call begins with those that have come. At most 1h.",
          "$ref": "#/$defs/duration",
          "x-duration": {
            "max": "1h"
          },
          "default": "1s",
          "examples": [
            "2s"
          ]
        },
        "key": {
          "description": "Where in the payload the value is that all jobs of one call have in common.",
          "$ref": "#/$defs/limitKey",
          "examples": [
            "payload.tenant"
          ]
        }
      }
    },
    "bucketUse": {
      "type": "object",
      "additionalProperties": false,
      "required": [
        "bucket"
      ],
      "properties": {
        "bucket": {
          "description": "Name of the bucket.",
          "$ref": "#/$defs/name",
          "x-ref": "buckets",
          "examples": [
            "stripe"
          ]
        },
        "cost": {
          "description": "How much of it one job takes.",
          "$ref": "#/$defs/limit",
          "default": 1,
          "examples": [
            2
          ]
        }
      }
    },
    "retryPolicy": {
      "description": "What happens after a failed attempt.",
      "type": "object",
      "additionalProperties": false,
      "properties": {
        "maxAttempts": {
          "description": "Attempts in all, the first included; then the job is dead.",
          "type": "integer",
          "minimum": 1,
          "maximum": 1000,
          "default": 4,
          "examples": [
            6
          ]
        },
        "backoff": {
          "description": "How long until the next attempt.",
          "anyOf": [
            {
              "$ref": "#/$defs/fixedBackoff"
            },
            {
              "$ref": "#/$defs/linearBackoff"
            },
            {
              "$ref": "#/$defs/exponentialBackoff"
            },
            {
              "$ref": "#/$defs/listBackoff"
            }
          ],
          "default": {
            "type": "exponential"
          },
          "examples": [
            {
              "type": "exponential",
              "base": "1s",
              "factor": 2,
              "max": "5m",
              "jitter": "full"
            },
            {
              "type": "list",
              "delays": [
                "10s",
                "1m",
                "5m"
              ]
            }
          ]
        },
        "retryOn": {
          "description": "Errors that are retried, by class, code or HTTP status (see Rules); empty means all.",
          "$ref": "#/$defs/errorNames",
          "default": [],
          "examples": [
            [
              "ECONNRESET",
              "TimeoutError",
              "5xx"
            ]
          ]
        },
        "deadOn": {
          "description": "Errors that make the job dead at once; they win over `retryOn`.",
          "$ref": "#/$defs/errorNames",
          "default": [],
          "examples": [
            [
              "PaymentDeclined",
              402
            ]
          ]
        },
        "retryFor": {
          "description": "No attempt starts later than this after the first one began. Without it only `maxAttempts` ends the tries.",
          "$ref": "#/$defs/duration",
          "examples": [
            "2h"
          ]
        }
      }
    },
    "fixedBackoff": {
      "description": "The same delay each time.",
      "type": "object",
      "additionalProperties": false,
      "required": [
        "type"
      ],
      "properties": {
        "type": {
          "description": "Kind of backoff.",
          "const": "fixed",
          "examples": [
            "fixed"
          ]
        },
        "base": {
          "description": "The delay.",
          "$ref": "#/$defs/duration",
          "default": "1s",
          "examples": [
            "10s"
          ]
        },
        "jitter": {
          "$ref": "#/$defs/jitter",
          "default": "none",
          "examples": [
            "equal"
          ]
        }
      }
    },
    "linearBackoff": {
      "description": "base, 2·base, 3·base … up to max.",
      "type": "object",
      "additionalProperties": false,
      "required": [
        "type"
      ],
      "properties": {
        "type": {
          "description": "Kind of backoff.",
          "const": "linear",
          "examples": [
            "linear"
          ]
        },
        "base": {
          "description": "The first delay, and what each further one adds.",
          "$ref": "#/$defs/duration",
          "default": "1s",
          "examples": [
            "10s"
          ]
        },
        "max": {
          "description": "The longest delay.",
          "$ref": "#/$defs/duration",
          "default": "5m",
          "examples": [
            "5m"
          ]
        },
        "jitter": {
          "$ref": "#/$defs/jitter",
          "default": "none",
          "examples": [
            "equal"
          ]
        }
      }
    },
    "exponentialBackoff": {
      "description": "base, base·factor, base·factor² … up to max.",
      "type": "object",
      "additionalProperties": false,
      "required": [
        "type"
      ],
      "properties": {
        "type": {
          "description": "Kind of backoff.",
          "const": "exponential",
          "examples": [
            "exponential"
          ]
        },
        "base": {
          "description": "The first delay.",
          "$ref": "#/$defs/duration",
          "default": "1s",
          "examples": [
            "1s"
          ]
        },
        "factor": {
          "description": "What each further delay is multiplied with.",
          "type": "number",
          "minimum": 1,
          "maximum": 100,
          "default": 2,
          "examples": [
            2
          ]
        },
        "max": {
          "description": "The longest delay.",
          "$ref": "#/$defs/duration",
          "default": "5m",
          "examples": [
            "5m"
          ]
        },
        "jitter": {
          "$ref": "#/$defs/jitter",
          "default": "full",
          "examples": [
            "full"
          ]
        }
      }
    },
    "listBackoff": {
      "description": "The n-th delay before attempt n+1; the last one repeats.",
      "type": "object",
      "additionalProperties": false,
      "required": [
        "type",
        "delays"
      ],
      "properties": {
        "type": {
          "description": "Kind of backoff.",
          "const": "list",
          "examples": [
            "list"
          ]
        },
        "delays": {
          "description": "The delays in order.",
          "type": "array",
          "minItems": 1,
          "maxItems": 100,
          "items": {
            "$ref": "#/$defs/duration"
          },
          "examples": [
            [
              "10s",
              "1m",
              "5m"
            ]
          ]
        },
        "jitter": {
          "$ref": "#/$defs/jitter",
          "default": "none",
          "examples": [
            "equal"
          ]
        }
      }
    },
    "handler": {
      "title": "a handler: a module below the manifest's folder, ./path/to/module.ts#export",
      "type": "string",
      "pattern": "^\\./[^#?\\\\:*\\u0000-\\u001f\\u007f]*[^#?\\\\:*/\\u0000-\\u001f\\u007f](#[A-Za-z_$][A-Za-z0-9_$]*)?$",
      "maxLength": 1000,
      "examples": [
        "./handlers/emails.ts#send",
        "./handlers/ping.ts"
      ]
    },
    "task": {
      "description": "One kind of work, done by a `handler` or by a `request`. A task that only names its handler may be written as that text alone.",
      "type": "object",
      "additionalProperties": false,
      "properties": {
        "description": {
          "description": "What it does, for people.",
          "type": "string",
          "maxLength": 2000,
          "examples": [
            "Send one e-mail."
          ]
        },
        "extends": {
          "description": "Bases that it is built on: later ones are laid over earlier ones, its own keys over all. Keys are replaced as a whole; those of `use` and hooks of one event add up. `description` is not passed on.",
          "type": "array",
          "maxItems": 20,
          "uniqueItems": true,
          "items": {
            "type": "string",
            "$ref": "#/$defs/name",
            "x-ref": "bases"
          },
          "default": [],
          "examples": [
            [
              "patient"
            ]
          ]
        },
        "handler": {
          "description": "Module and export of the function that does the work, relative to the main manifest's folder; the default export when no `#` follows. Required, here or in a base.",
          "$ref": "#/$defs/handler",
          "examples": [
            "./handlers/emails.ts#send"
          ]
        },
        "executor": {
          "description": "Where its handler runs. `inline`: in the worker's own process. `thread`: in a thread of it, `process`: in a process of its own; both can be ended, whatever the handler does. docs/executors.md says how to choose. Default: that of `defaults`.",
          "type": "string",
          "enum": [
            "inline",
            "thread",
            "process"
          ],
          "default": "inline",
          "x-late-default": true,
          "examples": [
            "process"
          ]
        },
        "limits": {
          "description": "What an attempt may take; one that takes more is ended and has failed (`ATTEMPT_OUT_OF_MEMORY`, `ATTEMPT_OUT_OF_CPU`). Only with the executor `thread` or `process`.",
          "$ref": "#/$defs/limits",
          "examples": [
            {
              "memory": "256mb",
              "cpu": "30s"
            }
          ]
        },
        "request": {
          "description": "In place of a handler: an HTTP request per attempt. An answer of 2xx completes the job, and its body is the result.",
          "$ref": "#/$defs/request",
          "examples": [
            {
              "url": "https://partner.example/sync",
              "sign": {
                "secret": "${PARTNER_SECRET}"
              }
            }
          ]
        },
        "command": {
          "description": "In place of a handler: a program per attempt, with its arguments, started without a shell. It gets the payload as JSON on its standard input; exit code 0 completes the job. Expressions in arguments read payload and job, and a value that may begin with `-` belongs behind `--`. docs/commands.md has the rest.",
          "type": "array",
          "minItems": 1,
          "maxItems": 1000,
          "items": {
            "title": "text",
            "type": "string",
            "maxLength": 8000
          },
          "x-template": [
            "payload",
            "job"
          ],
          "examples": [
            [
              "find",
              "/var/cache/shop",
              "-mtime",
              "+7",
              "-delete"
            ]
          ]
        },
        "cwd": {
          "description": "Folder that its command runs in; relative to the main manifest's, which is the default.",
          "type": "string",
          "minLength": 1,
          "maxLength": 4000,
          "examples": [
            "./scripts"
          ]
        },
        "env": {
          "description": "Variables of the environment that its command gets, besides those that tell it of its job; what is not named here it does not get. Default: PATH, HOME, USER, LOGNAME, LANG, LC_ALL, LC_CTYPE, TZ, TMPDIR.",
          "type": "array",
          "maxItems": 100,
          "uniqueItems": true,
          "items": {
            "title": "the name of a variable, as in PATH",
            "type": "string",
            "pattern": "^[A-Za-z_][A-Za-z0-9_]*$",
            "maxLength": 200,
            "examples": [
              "PATH"
            ]
          },
          "examples": [
            [
              "PATH",
              "HOME"
            ]
          ]
        },
        "exitCodes": {
          "description": "What exit codes of its command mean: `complete` the job, `retry` it by its policy, `dead` without another attempt, `cancel` it. 0 completes; codes that are not named fail the attempt.",
          "type": "object",
          "minProperties": 1,
          "propertyNames": {
            "title": "an exit code, a whole number from 1 to 255",
            "type": "string",
            "pattern": "^(0|[1-9][0-9]{0,2})$",
            "examples": [
              "75"
            ]
          },
          "additionalProperties": {
            "type": "string",
            "enum": [
              "complete",
              "retry",
              "dead",
              "cancel"
            ]
          },
          "examples": [
            {
              "65": "dead",
              "75": "retry"
            }
          ]
        },
        "on": {
          "description": "Hooks: what is told of its jobs, and to whom.",
          "$ref": "#/$defs/hooks",
          "examples": [
            {
              "failure": {
                "task": "ops.alert",
                "with": {
                  "text": "${error.message}"
                }
              },
              "success": "./handlers/hooks.ts#succeeded"
            }
          ]
        },
        "input": {
          "description": "JSON Schema (2020-12) of the payload, checked at enqueue and again before each attempt. What is missing and has a `default` is filled in at enqueue. Without it anything goes. Patterns run in linear time: without look-around and back-references.",
          "$ref": "#/$defs/jsonSchema",
          "examples": [
            {
              "type": "object",
              "required": [
                "to"
              ],
              "properties": {
                "to": {
                  "type": "string",
                  "format": "email"
                }
              }
            }
          ]
        },
        "output": {
          "description": "JSON Schema (2020-12) of the result; a result that breaks it fails the attempt.",
          "$ref": "#/$defs/jsonSchema",
          "examples": [
            {
              "type": "object",
              "required": [
                "rows"
              ],
              "properties": {
                "rows": {
                  "type": "integer"
                }
              }
            }
          ]
        },
        "encrypt": {
          "description": "Whether payload and result are stored encrypted, with a key of `encryption`. They are shown to nobody but admins on request. Jobs that wait already stay as they are.",
          "type": "boolean",
          "default": false,
          "examples": [
            true
          ]
        },
        "version": {
          "description": "Form of the payload. It is stored with each job; jobs of an older version are brought up by `upcast`, and those of a newer one wait for a process that knows it.",
          "type": "integer",
          "minimum": 1,
          "maximum": 1000,
          "default": 1,
          "examples": [
            2
          ]
        },
        "upcast": {
          "description": "What brings payloads of older versions up, by the version that it takes: a plain function, without promises, that returns the payload in the form of the next version.",
          "type": "object",
          "propertyNames": {
            "title": "a version",
            "type": "string",
            "pattern": "^[1-9][0-9]{0,2}$",
            "examples": [
              "1"
            ]
          },
          "additionalProperties": {
            "$ref": "#/$defs/handler"
          },
          "default": {},
          "examples": [
            {
              "1": "./handlers/upcasts.ts#v1to2"
            }
          ]
        },
        "sensitive": {
          "description": "Parts of its payloads that are not shown: not by API and CLI, not in errors, log lines, progress and violations. Keys with dots between, `*` for each key or item; of the result where a path begins with `result`. docs/payloads.md has the rest.",
          "type": "array",
          "maxItems": 100,
          "uniqueItems": true,
          "items": {
            "title": "a path: keys with dots between, as in card.number or items.*.token",
            "type": "string",
            "pattern": "^([^.\\s$/][^.\\s]*|\\$[^.\\s]+)(\\.[^.\\s]+)*$",
            "maxLength": 500,
            "examples": [
              "card.number"
            ]
          },
          "default": [],
          "examples": [
            [
              "card.number",
              "items.*.token"
            ]
          ]
        },
        "maxPayload": {
          "description": "Largest payload of its jobs, as JSON in UTF-8; what is larger is refused before anything is stored (`PAYLOAD_TOO_LARGE`, HTTP 413). No payload may have more than 1mb.",
          "title": "a size: a number with a unit (b, kb, mb), as in 32kb",
          "type": "string",
          "pattern": "^\\d{1,15}(\\.\\d{1,9})?(b|kb|mb|gb|tb)$",
          "maxLength": 64,
          "examples": [
            "32kb"
          ]
        },
        "result": {
          "description": "What becomes of its results. `ignore`: they are not stored. Otherwise how large they may be, and how long they are kept where that is shorter than the job. Jobs that wait already keep what they were given.",
          "anyOf": [
            {
              "$ref": "#/$defs/resultWord",
              "x-shorthand": [
                {
                  "means": {
                    "ignore": true
                  }
                }
              ]
            },
            {
              "$ref": "#/$defs/resultRules"
            }
          ],
          "examples": [
            "ignore",
            {
              "max": "10mb",
              "keep": "1h"
            }
          ]
        },
        "retry": {
          "description": "Name of a retry policy, or a policy written here. Default: that of `defaults`.",
          "anyOf": [
            {
              "$ref": "#/$defs/name",
              "x-ref": "retryPolicies"
            },
            {
              "$ref": "#/$defs/retryPolicy"
            }
          ],
          "examples": [
            "standard",
            {
              "maxAttempts": 2
            }
          ]
        },
        "timeout": {
          "description": "Time limits of an attempt: one value is the hard limit, `none` lifts that of `defaults`. It replaces the limits of `defaults` as a whole.",
          "$ref": "#/$defs/timeout",
          "examples": [
            "60s",
            {
              "soft": "50s",
              "hard": "60s"
            }
          ]
        },
        "cancelGrace": {
          "description": "How long an attempt may go on after its job was cancelled; then it is over, and what runs in a thread or process is ended. Default: that of `defaults`. At most 1h.",
          "$ref": "#/$defs/duration",
          "x-duration": {
            "max": "1h"
          },
          "default": "5s",
          "x-late-default": true,
          "examples": [
            "30s"
          ]
        },
        "priority": {
          "description": "0 to 9, smaller runs sooner. A task without one takes that of the task route that matches it, else the default.",
          "type": "integer",
          "minimum": 0,
          "maximum": 9,
          "default": 5,
          "x-late-default": true,
          "examples": [
            3
          ]
        },
        "tags": {
          "description": "Words that all its jobs carry, to find them by.",
          "type": "array",
          "maxItems": 20,
          "uniqueItems": true,
          "items": {
            "title": "a word of letters, digits, `_`, `.`, `:` and `-`, at most 64",
            "type": "string",
            "pattern": "^[A-Za-z0-9][A-Za-z0-9_.:-]{0,63}$",
            "examples": [
              "mail"
            ]
          },
          "default": [],
          "examples": [
            [
              "mail"
            ]
          ]
        },
        "rate": {
          "description": "How many of its jobs may start in a time, over all processes; those that may not yet are held, in nobody's way. On a Redis Cluster it counts in each queue alone.",
          "$ref": "#/$defs/taskRate",
          "examples": [
            "10/m",
            {
              "limit": "10/m",
              "key": "payload.tenant"
            }
          ]
        },
        "concurrency": {
          "description": "How many of its jobs may run at once, over all processes. On a Redis Cluster it counts in each queue alone.",
          "$ref": "#/$defs/taskConcurrency",
          "examples": [
            3,
            {
              "limit": 1,
              "key": "payload.tenant"
            }
          ]
        },
        "collect": {
          "description": "Its handler gets many jobs in one call: the payloads of up to `size` of them, and it answers for each. Each keeps its own attempt, retries, result and trace. Handlers that run inline only.",
          "$ref": "#/$defs/collect",
          "examples": [
            {
              "size": 100,
              "wait": "2s"
            }
          ]
        },
        "uses": {
          "x-adds-up": true,
          "description": "Buckets that each of its jobs takes from when it starts.",
          "type": "array",
          "maxItems": 20,
          "items": {
            "anyOf": [
              {
                "$ref": "#/$defs/name",
                "x-shorthand": [
                  {
                    "means": {
                      "bucket": "$"
                    }
                  }
                ]
              },
              {
                "$ref": "#/$defs/bucketUse"
              }
            ]
          },
          "default": [],
          "examples": [
            [
              "stripe"
            ],
            [
              {
                "bucket": "stripe",
                "cost": 2
              }
            ]
          ]
        },
        "use": {
          "x-adds-up": true,
          "description": "Resources that its handler gets as `ctx.resources.NAME`, opened in this order before it starts and closed the other way round when the attempt is over.",
          "type": "array",
          "maxItems": 20,
          "uniqueItems": true,
          "items": {
            "type": "string",
            "$ref": "#/$defs/name",
            "x-ref": "resources"
          },
          "default": [],
          "examples": [
            [
              "db"
            ]
          ]
        }
      }
    },
    "limits": {
      "type": "object",
      "additionalProperties": false,
      "minProperties": 1,
      "properties": {
        "memory": {
          "description": "Of a process: all that it has in memory (resident set), which Node alone fills to some 50mb. Of a thread: its heap; buffers lie outside of it.",
          "title": "a size: a number with a unit (b, kb, mb, gb), as in 256mb",
          "type": "string",
          "pattern": "^\\d{1,15}(\\.\\d{1,9})?(b|kb|mb|gb|tb)$",
          "maxLength": 64,
          "examples": [
            "256mb"
          ]
        },
        "cpu": {
          "description": "CPU time from its beginning on. Of a thread: how long its event loop was busy.",
          "$ref": "#/$defs/duration",
          "x-duration": {
            "min": "10ms"
          },
          "examples": [
            "30s"
          ]
        }
      }
    },
    "executors": {
      "description": "Pools of threads and processes, for each process of Skep. They are made when a task needs them.",
      "type": "object",
      "additionalProperties": false,
      "properties": {
        "thread": {
          "$ref": "#/$defs/threadPool",
          "default": {},
          "examples": [
            {
              "size": 2
            }
          ]
        },
        "process": {
          "$ref": "#/$defs/processPool",
          "default": {},
          "examples": [
            {
              "size": 2,
              "recycle": {
                "afterJobs": 1000
              }
            }
          ]
        }
      }
    },
    "threadPool": {
      "description": "The threads of a process of Skep.",
      "type": "object",
      "additionalProperties": false,
      "properties": {
        "size": {
          "description": "How many attempts run at once in it; those of all tasks share them, and more wait for a place, their time limits not yet counted. Default: the number of cores.",
          "type": "integer",
          "minimum": 1,
          "maximum": 1000,
          "examples": [
            4
          ]
        }
      }
    },
    "processPool": {
      "description": "The processes that belong to a process of Skep.",
      "type": "object",
      "additionalProperties": false,
      "properties": {
        "size": {
          "description": "How many attempts run at once in it; those of all tasks share them, and more wait for a place, their time limits not yet counted. Default: the number of cores.",
          "type": "integer",
          "minimum": 1,
          "maximum": 1000,
          "examples": [
            4
          ]
        },
        "recycle": {
          "$ref": "#/$defs/recycle",
          "default": {},
          "examples": [
            {
              "afterJobs": 1000,
              "overMemory": "512mb"
            }
          ]
        }
      }
    },
    "recycle": {
      "description": "When a process is replaced by a fresh one, between two attempts. Without it, when it has ended.",
      "type": "object",
      "additionalProperties": false,
      "properties": {
        "afterJobs": {
          "description": "After so many attempts; 1 gives each a process of its own.",
          "type": "integer",
          "minimum": 1,
          "maximum": 1000000000,
          "examples": [
            1000
          ]
        },
        "overMemory": {
          "description": "Once it has more than that in memory (resident set).",
          "title": "a size: a number with a unit (b, kb, mb, gb), as in 256mb",
          "type": "string",
          "pattern": "^\\d{1,15}(\\.\\d{1,9})?(b|kb|mb|gb|tb)$",
          "maxLength": 64,
          "examples": [
            "512mb"
          ]
        }
      }
    },
    "resource": {
      "description": "Something that is opened for attempts and closed after them.",
      "type": "object",
      "additionalProperties": false,
      "required": [
        "module"
      ],
      "properties": {
        "module": {
          "description": "Module that exports `open(config, ctx)`, `close(value, outcome)` and, if it can tell, `check(value)`; relative to the main manifest's folder.",
          "title": "a module below the manifest's folder, ./path/to/module.ts",
          "type": "string",
          "pattern": "^\\./[^#?\\\\:*\\u0000-\\u001f\\u007f]*[^#?\\\\:*/\\u0000-\\u001f\\u007f]$",
          "maxLength": 1000,
          "examples": [
            "./handlers/resources/db.ts"
          ]
        },
        "scope": {
          "description": "`attempt`: each attempt opens its own and closes it with its outcome. `process`: one for all attempts of a process, opened by the first that uses it, closed at its end or when a reload replaces it.",
          "type": "string",
          "enum": [
            "attempt",
            "process"
          ],
          "default": "attempt",
          "examples": [
            "process"
          ]
        },
        "config": {
          "x-secret": true,
          "description": "What `open` is given first.",
          "default": {},
          "examples": [
            {
              "url": "${DATABASE_URL:-postgres://localhost/shop}"
            }
          ]
        },
        "openTimeout": {
          "description": "How long opening may take; then the attempt has failed. At most 1h.",
          "$ref": "#/$defs/duration",
          "x-duration": {
            "min": "1ms",
            "max": "1h"
          },
          "default": "30s",
          "examples": [
            "5s"
          ]
        },
        "closeTimeout": {
          "description": "How long closing may take after an attempt that ended by itself; one that was cut off has 3 s. At most 5m.",
          "$ref": "#/$defs/duration",
          "x-duration": {
            "min": "1ms",
            "max": "5m"
          },
          "default": "10s",
          "examples": [
            "30s"
          ]
        }
      }
    },
    "request": {
      "description": "An HTTP request that does the work of a task.",
      "type": "object",
      "additionalProperties": false,
      "required": [
        "url"
      ],
      "properties": {
        "method": {
          "description": "HTTP method.",
          "type": "string",
          "enum": [
            "GET",
            "HEAD",
            "POST",
            "PUT",
            "PATCH",
            "DELETE"
          ],
          "default": "POST",
          "examples": [
            "PUT"
          ]
        },
        "url": {
          "description": "Where it goes. Expressions read payload and job; what they put into a path or a query is percent-encoded. One expression may be all of it, but never a part of the host.",
          "title": "an address that begins with http:// or https://",
          "type": "string",
          "minLength": 1,
          "maxLength": 4000,
          "x-template": [
            "payload",
            "job"
          ],
          "examples": [
            "https://partner.example/orders/${payload.order_id}"
          ]
        },
        "headers": {
          "x-secret": true,
          "description": "Headers besides those that Skep sends. Expressions read payload and job.",
          "type": "object",
          "maxProperties": 50,
          "additionalProperties": {
            "title": "text",
            "type": "string",
            "maxLength": 8000
          },
          "default": {},
          "x-template": [
            "payload",
            "job"
          ],
          "examples": [
            {
              "x-kind": "full",
              "authorization": "Bearer ${PARTNER_TOKEN}"
            }
          ]
        },
        "body": {
          "description": "Template of the body; expressions read payload and job. It is sent as JSON, and a text as it is where `headers` name another content-type; '' is no body. Default: `${payload}` for POST, PUT and PATCH, else none.",
          "x-template": [
            "payload",
            "job"
          ],
          "examples": [
            "${payload}",
            {
              "order": "${payload.order_id}"
            }
          ]
        },
        "timeout": {
          "description": "How long it may take, redirects included. At most 1h.",
          "$ref": "#/$defs/duration",
          "x-duration": {
            "min": "1ms",
            "max": "1h"
          },
          "default": "30s",
          "examples": [
            "30s"
          ]
        },
        "sign": {
          "description": "Signs the body: `skep-signature: t=SECONDS,v1=HMAC`, the SHA-256 HMAC of `SECONDS.BODY` in hexadecimal.",
          "$ref": "#/$defs/sign",
          "examples": [
            {
              "secret": "${PARTNER_SECRET}"
            }
          ]
        },
        "allowPrivate": {
          "description": "Whether it may go to addresses that are not public: this machine, private networks, link-local ones. What is checked is the address that is connected to, that of each redirect too.",
          "type": "boolean",
          "default": false,
          "examples": [
            true
          ]
        }
      }
    },
    "hooks": {
      "description": "What is told of its jobs, and to whom: a function in the process of the attempt, a task that gets a job, a URL that gets a signed request; one or a list. A hook that fails changes no outcome.",
      "type": "object",
      "additionalProperties": false,
      "minProperties": 1,
      "properties": {
        "start": {
          "x-adds-up": true,
          "description": "When an attempt begins.",
          "anyOf": [
            {
              "$ref": "#/$defs/handler"
            },
            {
              "$ref": "#/$defs/taskHook"
            },
            {
              "$ref": "#/$defs/webhookHook"
            },
            {
              "$ref": "#/$defs/hookList"
            }
          ],
          "examples": [
            "./handlers/hooks.ts#started"
          ]
        },
        "success": {
          "x-adds-up": true,
          "description": "When the job has completed.",
          "anyOf": [
            {
              "$ref": "#/$defs/handler"
            },
            {
              "$ref": "#/$defs/taskHook"
            },
            {
              "$ref": "#/$defs/webhookHook"
            },
            {
              "$ref": "#/$defs/hookList"
            }
          ],
          "examples": [
            "./handlers/hooks.ts#succeeded"
          ]
        },
        "retry": {
          "x-adds-up": true,
          "description": "When an attempt has failed and another follows.",
          "anyOf": [
            {
              "$ref": "#/$defs/handler"
            },
            {
              "$ref": "#/$defs/taskHook"
            },
            {
              "$ref": "#/$defs/webhookHook"
            },
            {
              "$ref": "#/$defs/hookList"
            }
          ],
          "examples": [
            "./handlers/hooks.ts#retried"
          ]
        },
        "failure": {
          "x-adds-up": true,
          "description": "When the job is dead.",
          "anyOf": [
            {
              "$ref": "#/$defs/handler"
            },
            {
              "$ref": "#/$defs/taskHook"
            },
            {
              "$ref": "#/$defs/webhookHook"
            },
            {
              "$ref": "#/$defs/hookList"
            }
          ],
          "examples": [
            "./handlers/hooks.ts#failed"
          ]
        },
        "cancel": {
          "x-adds-up": true,
          "description": "When the job was cancelled, or has expired.",
          "anyOf": [
            {
              "$ref": "#/$defs/handler"
            },
            {
              "$ref": "#/$defs/taskHook"
            },
            {
              "$ref": "#/$defs/webhookHook"
            },
            {
              "$ref": "#/$defs/hookList"
            }
          ],
          "examples": [
            "./handlers/hooks.ts#cancelled"
          ]
        }
      }
    },
    "hookList": {
      "title": "a list of hooks",
      "type": "array",
      "minItems": 1,
      "maxItems": 20,
      "items": {
        "anyOf": [
          {
            "$ref": "#/$defs/handler"
          },
          {
            "$ref": "#/$defs/taskHook"
          },
          {
            "$ref": "#/$defs/webhookHook"
          }
        ]
      }
    },
    "taskHook": {
      "title": "a task that gets a job: { task, with }",
      "description": "A task that gets a job, stored in the step that stores what it tells of.",
      "type": "object",
      "additionalProperties": false,
      "required": [
        "task"
      ],
      "properties": {
        "task": {
          "description": "The task.",
          "$ref": "#/$defs/name",
          "x-ref": "tasks",
          "examples": [
            "ops.alert"
          ]
        },
        "with": {
          "description": "Template of its payload; expressions read job, result, error and nextAt. Without it: all of these, and the event.",
          "x-template": [
            "job",
            "result",
            "error",
            "nextAt"
          ],
          "examples": [
            {
              "text": "${job.task} failed: ${error.message}"
            }
          ]
        }
      }
    },
    "webhookHook": {
      "title": "a URL that is told: { webhook, secret, headers }",
      "description": "A URL that gets a POST of event, job (without its payload), result, error and nextAt: by a job of the built-in task `skep.webhook`, which is tried for hours.",
      "type": "object",
      "additionalProperties": false,
      "required": [
        "webhook"
      ],
      "properties": {
        "webhook": {
          "x-secret": true,
          "description": "Where it goes.",
          "title": "an address that begins with http:// or https://",
          "type": "string",
          "minLength": 1,
          "maxLength": 4000,
          "examples": [
            "https://hooks.example/skep"
          ]
        },
        "secret": {
          "x-secret": true,
          "description": "Signs the body, as `sign` of a request does; best from the environment; never shown.",
          "title": "a secret",
          "type": "string",
          "minLength": 1,
          "maxLength": 1000,
          "examples": [
            "${HOOK_SECRET}"
          ]
        },
        "headers": {
          "x-secret": true,
          "description": "Headers besides those that Skep sends.",
          "type": "object",
          "maxProperties": 50,
          "additionalProperties": {
            "title": "text",
            "type": "string",
            "maxLength": 8000
          },
          "default": {},
          "examples": [
            {
              "authorization": "Bearer ${HOOK_TOKEN}"
            }
          ]
        },
        "allowPrivate": {
          "description": "Whether it may go to addresses that are not public.",
          "type": "boolean",
          "default": false,
          "examples": [
            true
          ]
        }
      }
    },
    "sign": {
      "description": "How a request is signed.",
      "type": "object",
      "additionalProperties": false,
      "required": [
        "secret"
      ],
      "properties": {
        "secret": {
          "x-secret": true,
          "description": "Key of the HMAC, which both sides know; best from the environment; never shown.",
          "title": "a secret",
          "type": "string",
          "minLength": 1,
          "maxLength": 1000,
          "examples": [
            "${PARTNER_SECRET}"
          ]
        }
      }
    },
    "routes": {
      "description": "How work gets in, and where it goes.",
      "type": "object",
      "additionalProperties": false,
      "properties": {
        "tasks": {
          "description": "Task to queue; the first that matches wins.",
          "type": "array",
          "maxItems": 2000,
          "items": {
            "$ref": "#/$defs/taskRoute"
          },
          "default": [],
          "examples": [
            [
              {
                "match": "emails.*",
                "queue": "emails"
              }
            ]
          ]
        },
        "http": {
          "description": "Request to job; served by the admin server beside its own paths. The first that matches wins.",
          "type": "array",
          "maxItems": 2000,
          "items": {
            "anyOf": [
              {
                "$ref": "#/$defs/enqueueRoute"
              },
              {
                "$ref": "#/$defs/enqueueSeveralRoute"
              },
              {
                "$ref": "#/$defs/afterRoute"
              },
              {
                "$ref": "#/$defs/showRoute"
              }
            ]
          },
          "default": [],
          "examples": [
            [
              {
                "path": "/notifications/send-email",
                "task": "emails.send"
              }
            ]
          ]
        }
      }
    },
    "taskRoute": {
      "description": "Sends the jobs of the tasks it matches to a queue.",
      "type": "object",
      "additionalProperties": false,
      "required": [
        "match",
        "queue"
      ],
      "properties": {
        "match": {
          "description": "Task name or pattern: `*` stands for any run of characters, dots too, `?` for one, `{a,b}` for one of these.",
          "title": "a task name or a pattern with `*`, `?` or `{a,b}`",
          "type": "string",
          "minLength": 1,
          "maxLength": 128,
          "examples": [
            "emails.*"
          ]
        },
        "queue": {
          "description": "Where their jobs go.",
          "$ref": "#/$defs/name",
          "x-ref": "queues",
          "examples": [
            "emails"
          ]
        },
        "priority": {
          "description": "Priority of those tasks that set none themselves.",
          "type": "integer",
          "minimum": 0,
          "maximum": 9,
          "examples": [
            8
          ]
        }
      }
    },
    "taskPattern": {
      "title": "a task name or a pattern with `*`",
      "type": "string",
      "minLength": 1,
      "maxLength": 128,
      "examples": [
        "emails.*"
      ]
    },
    "taskPatterns": {
      "title": "a list of task names or patterns",
      "type": "array",
      "minItems": 1,
      "maxItems": 100,
      "items": {
        "$ref": "#/$defs/taskPattern"
      }
    },
    "routePath": {
      "title": "a path such as /reports/:id (segments of letters, digits, `.`, `_`, `~`, `@`, `-`, or `:name`)",
      "type": "string",
      "pattern": "^/$|^(/(:[A-Za-z_][A-Za-z0-9_]*|[A-Za-z0-9._~@-]+))+$",
      "maxLength": 500,
      "examples": [
        "/reports/:id"
      ]
    },
    "public": {
      "description": "Whether it may be called without a token although tokens are declared.",
      "type": "boolean"
    },
    "enqueueRoute": {
      "description": "A request that becomes a job.",
      "type": "object",
      "additionalProperties": false,
      "required": [
        "path",
        "task"
      ],
      "properties": {
        "method": {
          "description": "HTTP method.",
          "type": "string",
          "enum": [
            "GET",
            "POST",
            "PUT",
            "PATCH",
            "DELETE"
          ],
          "default": "POST",
          "examples": [
            "POST"
          ]
        },
        "path": {
          "description": "Path, with `:name` for parameters.",
          "$ref": "#/$defs/routePath",
          "examples": [
            "/notifications/send-email"
          ]
        },
        "description": {
          "description": "What it does, for people and for /openapi.json.",
          "type": "string",
          "maxLength": 2000,
          "examples": [
            "Send one e-mail."
          ]
        },
        "task": {
          "description": "The task to enqueue.",
          "$ref": "#/$defs/name",
          "x-ref": "tasks",
          "examples": [
            "emails.send"
          ]
        },
        "with": {
          "description": "Template of the payload; expressions read body, params, query and headers. What comes as text from params, query and headers becomes what the task's input wants there, where it reads as such. Without it the payload is the request's body.",
          "x-template": [
            "body",
            "params",
            "query",
            "headers"
          ],
          "examples": [
            {
              "to": "${body.email}",
              "subject": "Welcome"
            }
          ]
        },
        "after": {
          "description": "What is done beside the answer, see `after`.",
          "$ref": "#/$defs/afterCalls",
          "default": [],
          "examples": [
            [
              {
                "task": "users.log",
                "with": {
                  "user": "${params.user_id}"
                },
                "mode": "inline"
              }
            ]
          ]
        },
        "order": {
          "description": "Whether those of `after` that run inline run one after the other or all at once.",
          "$ref": "#/$defs/afterOrder",
          "default": "sequence",
          "examples": [
            "parallel"
          ]
        },
        "respond": {
          "$ref": "#/$defs/enqueueRespond",
          "default": {},
          "examples": [
            {
              "body": {
                "task_id": "${job.id}"
              }
            }
          ]
        },
        "public": {
          "$ref": "#/$defs/public",
          "default": false,
          "examples": [
            true
          ]
        }
      }
    },
    "enqueueSeveralRoute": {
      "description": "A request that becomes several jobs: all of them or none.",
      "type": "object",
      "additionalProperties": false,
      "required": [
        "path",
        "tasks"
      ],
      "properties": {
        "method": {
          "description": "HTTP method.",
          "type": "string",
          "enum": [
            "GET",
            "POST",
            "PUT",
            "PATCH",
            "DELETE"
          ],
          "default": "POST",
          "examples": [
            "POST"
          ]
        },
        "path": {
          "description": "Path, with `:name` for parameters.",
          "$ref": "#/$defs/routePath",
          "examples": [
            "/users/:user_id/action"
          ]
        },
        "description": {
          "description": "What it does, for people and for /openapi.json.",
          "type": "string",
          "maxLength": 2000,
          "examples": [
            "Welcome a user."
          ]
        },
        "tasks": {
          "description": "The tasks to enqueue, each with a payload of its own. A task may be there more than once.",
          "type": "array",
          "minItems": 1,
          "maxItems": 100,
          "items": {
            "$ref": "#/$defs/taskCall"
          },
          "examples": [
            [
              {
                "task": "emails.send",
                "with": {
                  "to": "${body.email}"
                }
              },
              {
                "task": "users.log"
              }
            ]
          ]
        },
        "after": {
          "description": "What is done beside the answer, see `after`.",
          "$ref": "#/$defs/afterCalls",
          "default": [],
          "examples": [
            [
              {
                "task": "users.log",
                "with": {
                  "user": "${params.user_id}"
                },
                "mode": "inline"
              }
            ]
          ]
        },
        "order": {
          "description": "Whether those of `after` that run inline run one after the other or all at once.",
          "$ref": "#/$defs/afterOrder",
          "default": "sequence",
          "examples": [
            "parallel"
          ]
        },
        "respond": {
          "$ref": "#/$defs/enqueueSeveralRespond",
          "default": {},
          "examples": [
            {
              "body": {
                "task_id": "${jobs.0.id}"
              }
            }
          ]
        },
        "public": {
          "$ref": "#/$defs/public",
          "default": false,
          "examples": [
            true
          ]
        }
      }
    },
    "afterRoute": {
      "description": "A request that is answered, with work beside its answer.",
      "type": "object",
      "additionalProperties": false,
      "required": [
        "path",
        "after"
      ],
      "properties": {
        "method": {
          "description": "HTTP method.",
          "type": "string",
          "enum": [
            "GET",
            "POST",
            "PUT",
            "PATCH",
            "DELETE"
          ],
          "default": "POST",
          "examples": [
            "POST"
          ]
        },
        "path": {
          "description": "Path, with `:name` for parameters.",
          "$ref": "#/$defs/routePath",
          "examples": [
            "/users/:user_id/action"
          ]
        },
        "description": {
          "description": "What it does, for people and for /openapi.json.",
          "type": "string",
          "maxLength": 2000,
          "examples": [
            "Note what a user did."
          ]
        },
        "after": {
          "description": "What is done beside the answer. All payloads are checked before anything is done: a wrong one refuses the request.",
          "$ref": "#/$defs/afterCalls",
          "examples": [
            [
              {
                "task": "users.log",
                "with": {
                  "user": "${params.user_id}"
                },
                "mode": "inline"
              }
            ]
          ]
        },
        "order": {
          "description": "Whether those of `after` that run inline run one after the other or all at once.",
          "$ref": "#/$defs/afterOrder",
          "default": "sequence",
          "examples": [
            "parallel"
          ]
        },
        "respond": {
          "$ref": "#/$defs/afterRespond",
          "default": {},
          "examples": [
            {
              "body": {
                "status": "ok"
              }
            }
          ]
        },
        "public": {
          "$ref": "#/$defs/public",
          "default": false,
          "examples": [
            true
          ]
        }
      }
    },
    "afterOrder": {
      "type": "string",
      "enum": [
        "sequence",
        "parallel"
      ]
    },
    "afterCalls": {
      "title": "a list of tasks, each with its payload and `mode`",
      "type": "array",
      "maxItems": 100,
      "items": {
        "$ref": "#/$defs/afterCall"
      }
    },
    "afterCall": {
      "description": "A task beside the answer of a request.",
      "type": "object",
      "additionalProperties": false,
      "required": [
        "task"
      ],
      "properties": {
        "task": {
          "description": "The task to run.",
          "$ref": "#/$defs/name",
          "x-ref": "tasks",
          "examples": [
            "emails.send"
          ]
        },
        "with": {
          "description": "Template of its payload, as in a route of one task. Without it the payload is the request's body.",
          "x-template": [
            "body",
            "params",
            "query",
            "headers"
          ],
          "examples": [
            {
              "to": "${body.email}",
              "subject": "Welcome"
            }
          ]
        },
        "mode": {
          "description": "`inline`: once, in the process that answered and after the answer is sent; nothing is stored, so it is lost with the process and not tried again. `queued`: a job like any other, stored before the answer.",
          "type": "string",
          "enum": [
            "inline",
            "queued"
          ],
          "default": "inline",
          "examples": [
            "queued"
          ]
        }
      }
    },
    "afterRespond": {
      "description": "The answer.",
      "type": "object",
      "additionalProperties": false,
      "properties": {
        "status": {
          "description": "HTTP status.",
          "type": "integer",
          "minimum": 200,
          "maximum": 599,
          "default": 200,
          "examples": [
            202
          ]
        },
        "body": {
          "description": "Template of the answer's JSON; expressions as in `with`, and `jobs`: those of `after` that are queued, in their order. Without it the API's own answer is given.",
          "x-template": [
            "jobs",
            "body",
            "params",
            "query",
            "headers"
          ],
          "examples": [
            {
              "status": "ok"
            }
          ]
        }
      }
    },
    "taskCall": {
      "description": "One of the tasks that a request enqueues.",
      "type": "object",
      "additionalProperties": false,
      "required": [
        "task"
      ],
      "properties": {
        "task": {
          "description": "The task to enqueue.",
          "$ref": "#/$defs/name",
          "x-ref": "tasks",
          "examples": [
            "emails.send"
          ]
        },
        "with": {
          "description": "Template of its payload, as in a route of one task. Without it the payload is the request's body.",
          "x-template": [
            "body",
            "params",
            "query",
            "headers"
          ],
          "examples": [
            {
              "to": "${body.email}",
              "subject": "Welcome"
            }
          ]
        }
      }
    },
    "enqueueSeveralRespond": {
      "description": "The answer.",
      "type": "object",
      "additionalProperties": false,
      "properties": {
        "status": {
          "description": "HTTP status.",
          "type": "integer",
          "minimum": 200,
          "maximum": 599,
          "default": 202,
          "examples": [
            202
          ]
        },
        "body": {
          "description": "Template of the answer's JSON; expressions as in `with`, and `jobs`, in the order of `tasks`, behind them those of `after` that are queued. Without it the API's own answer is given.",
          "x-template": [
            "jobs",
            "body",
            "params",
            "query",
            "headers"
          ],
          "examples": [
            {
              "message": "Welcome",
              "task_ids": [
                "${jobs.0.id}",
                "${jobs.1.id}"
              ]
            }
          ]
        }
      }
    },
    "enqueueRespond": {
      "description": "The answer.",
      "type": "object",
      "additionalProperties": false,
      "properties": {
        "status": {
          "description": "HTTP status.",
          "type": "integer",
          "minimum": 200,
          "maximum": 599,
          "default": 202,
          "examples": [
            202
          ]
        },
        "body": {
          "description": "Template of the answer's JSON; expressions as in `with`, and job. Without it the API's own answer is given.",
          "x-template": [
            "job",
            "body",
            "params",
            "query",
            "headers"
          ],
          "examples": [
            {
              "message": "E-mail queued",
              "task_id": "${job.id}"
            }
          ]
        }
      }
    },
    "showRoute": {
      "description": "A request that shows a job, with `?wait=30s` as soon as it is finished.",
      "type": "object",
      "additionalProperties": false,
      "required": [
        "path",
        "job"
      ],
      "properties": {
        "method": {
          "description": "HTTP method.",
          "type": "string",
          "enum": [
            "GET"
          ],
          "default": "GET",
          "examples": [
            "GET"
          ]
        },
        "path": {
          "description": "Path, with `:name` for parameters.",
          "$ref": "#/$defs/routePath",
          "examples": [
            "/reports/:id"
          ]
        },
        "description": {
          "description": "What it does, for people and for /openapi.json.",
          "type": "string",
          "maxLength": 2000,
          "examples": [
            "State of a report."
          ]
        },
        "job": {
          "description": "Expression of the id of the job to show; it reads params, query and headers.",
          "title": "an expression of a job id",
          "x-template": [
            "params",
            "query",
            "headers"
          ],
          "type": "string",
          "minLength": 1,
          "maxLength": 500,
          "examples": [
            "${params.id}"
          ]
        },
        "of": {
          "description": "The tasks whose jobs it shows, by name or pattern (`emails.*`); a job of any other task is not found. A public route must name them; another one without it shows jobs of any task.",
          "anyOf": [
            {
              "$ref": "#/$defs/taskPattern",
              "x-shorthand": [
                {
                  "means": [
                    "$"
                  ]
                }
              ]
            },
            {
              "$ref": "#/$defs/taskPatterns"
            }
          ],
          "examples": [
            "reports.generate",
            [
              "emails.send",
              "emails.send-bulk"
            ]
          ]
        },
        "fields": {
          "description": "What of the job is shown where `respond.body` is not given. Payload, headers, result, error, logs and the like are shown only when they are named.",
          "type": "array",
          "minItems": 1,
          "maxItems": 50,
          "uniqueItems": true,
          "items": {
            "type": "string",
            "enum": [
              "id",
              "task",
              "queue",
              "priority",
              "state",
              "finished",
              "payload",
              "attempt",
              "maxAttempts",
              "rescues",
              "runAt",
              "createdAt",
              "startedAt",
              "finishedAt",
              "expiresAt",
              "resultGone",
              "resultUntil",
              "tags",
              "headers",
              "traceparent",
              "manifestRevision",
              "schedule",
              "parentId",
              "workflow",
              "blockedBy",
              "hold",
              "hidden",
              "version",
              "progress",
              "logs",
              "result",
              "error",
              "attempts"
            ],
            "examples": [
              "state"
            ]
          },
          "default": [
            "id",
            "task",
            "state",
            "finished",
            "attempt",
            "maxAttempts",
            "createdAt",
            "startedAt",
            "finishedAt"
          ],
          "examples": [
            [
              "id",
              "state",
              "result"
            ]
          ]
        },
        "respond": {
          "$ref": "#/$defs/showRespond",
          "default": {},
          "examples": [
            {
              "body": {
                "state": "${job.state}"
              }
            }
          ]
        },
        "public": {
          "$ref": "#/$defs/public",
          "default": false,
          "examples": [
            true
          ]
        }
      }
    },
    "showRespond": {
      "description": "The answer.",
      "type": "object",
      "additionalProperties": false,
      "properties": {
        "status": {
          "description": "HTTP status.",
          "type": "integer",
          "minimum": 200,
          "maximum": 599,
          "default": 200,
          "examples": [
            200
          ]
        },
        "body": {
          "description": "Template of the answer's JSON; expressions read job, params, query and headers. Without it `fields` of the job are shown.",
          "x-template": [
            "job",
            "params",
            "query",
            "headers"
          ],
          "examples": [
            {
              "state": "${job.state}",
              "result": "${job.result}"
            }
          ]
        }
      }
    },
    "stepNames": {
      "title": "a list of steps",
      "type": "array",
      "maxItems": 1000,
      "uniqueItems": true,
      "items": {
        "title": "a name of letters, digits, `_` and `-`, at most 64, beginning with a letter",
        "type": "string",
        "pattern": "^(?!(constructor|prototype)$)[A-Za-z][A-Za-z0-9_-]{0,63}$",
        "examples": [
          "extract"
        ]
      }
    },
    "workflowSteps": {
      "description": "A graph of steps: each begins when those that it needs are over.",
      "type": "object",
      "additionalProperties": false,
      "required": [
        "steps"
      ],
      "properties": {
        "description": {
          "description": "What it does, for people.",
          "type": "string",
          "maxLength": 2000,
          "examples": [
            "The digest of the night."
          ]
        },
        "input": {
          "description": "JSON Schema (2020-12) of what a run is given. Without it anything goes.",
          "$ref": "#/$defs/jsonSchema",
          "examples": [
            {
              "type": "object",
              "required": [
                "recipients"
              ]
            }
          ]
        },
        "steps": {
          "description": "The steps by name. Those that need nothing begin at once.",
          "type": "object",
          "minProperties": 1,
          "maxProperties": 1000,
          "propertyNames": {
            "title": "a name of letters, digits, `_` and `-`, at most 64, beginning with a letter",
            "type": "string",
            "pattern": "^(?!(constructor|prototype)$)[A-Za-z][A-Za-z0-9_-]{0,63}$",
            "examples": [
              "extract"
            ]
          },
          "additionalProperties": {
            "anyOf": [
              {
                "$ref": "#/$defs/taskStep"
              },
              {
                "$ref": "#/$defs/workflowStep"
              },
              {
                "$ref": "#/$defs/waitStep"
              }
            ]
          },
          "examples": [
            {
              "extract": {
                "task": "etl.extract"
              },
              "convert": {
                "task": "etl.convert",
                "needs": [
                  "extract"
                ],
                "forEach": "${steps.extract.result.files}"
              }
            }
          ]
        },
        "output": {
          "x-template": [
            "input",
            "steps",
            "run"
          ],
          "description": "Template of the result of a run that completed. Without it: the result of the last step, as it is written; of a group the list of all, in order.",
          "examples": [
            "${steps.publish.result}"
          ]
        },
        "on": {
          "description": "Hooks: what is told of the end of its runs, and to whom.",
          "$ref": "#/$defs/workflowHooks",
          "examples": [
            {
              "failure": {
                "task": "ops.alert",
                "with": {
                  "text": "${error.message}"
                }
              }
            }
          ]
        },
        "tags": {
          "description": "Words that all its runs carry, to find them by.",
          "type": "array",
          "maxItems": 20,
          "uniqueItems": true,
          "items": {
            "title": "a word of letters, digits, `_`, `.`, `:` and `-`, at most 64",
            "type": "string",
            "pattern": "^[A-Za-z0-9][A-Za-z0-9_.:-]{0,63}$",
            "examples": [
              "mail"
            ]
          },
          "default": [],
          "examples": [
            [
              "nightly"
            ]
          ]
        }
      }
    },
    "workflowChain": {
      "description": "Steps one after the other.",
      "type": "object",
      "additionalProperties": false,
      "required": [
        "chain"
      ],
      "properties": {
        "description": {
          "description": "What it does, for people.",
          "type": "string",
          "maxLength": 2000,
          "examples": [
            "The digest of the night."
          ]
        },
        "input": {
          "description": "JSON Schema (2020-12) of what a run is given. Without it anything goes.",
          "$ref": "#/$defs/jsonSchema",
          "examples": [
            {
              "type": "object",
              "required": [
                "recipients"
              ]
            }
          ]
        },
        "output": {
          "x-template": [
            "input",
            "steps",
            "run"
          ],
          "description": "Template of the result of a run that completed. Without it: the result of the last step, as it is written; of a group the list of all, in order.",
          "examples": [
            "${steps.publish.result}"
          ]
        },
        "on": {
          "description": "Hooks: what is told of the end of its runs, and to whom.",
          "$ref": "#/$defs/workflowHooks",
          "examples": [
            {
              "failure": {
                "task": "ops.alert",
                "with": {
                  "text": "${error.message}"
                }
              }
            }
          ]
        },
        "tags": {
          "description": "Words that all its runs carry, to find them by.",
          "type": "array",
          "maxItems": 20,
          "uniqueItems": true,
          "items": {
            "title": "a word of letters, digits, `_`, `.`, `:` and `-`, at most 64",
            "type": "string",
            "pattern": "^[A-Za-z0-9][A-Za-z0-9_.:-]{0,63}$",
            "examples": [
              "mail"
            ]
          },
          "default": [],
          "examples": [
            [
              "nightly"
            ]
          ]
        },
        "chain": {
          "description": "One after the other; each gets the result of the one before.",
          "$ref": "#/$defs/elements",
          "examples": [
            [
              {
                "task": "accounts.create"
              },
              {
                "task": "emails.welcome"
              }
            ]
          ]
        }
      }
    },
    "workflowGroup": {
      "description": "Steps that run at once.",
      "type": "object",
      "additionalProperties": false,
      "required": [
        "group"
      ],
      "properties": {
        "description": {
          "description": "What it does, for people.",
          "type": "string",
          "maxLength": 2000,
          "examples": [
            "The digest of the night."
          ]
        },
        "input": {
          "description": "JSON Schema (2020-12) of what a run is given. Without it anything goes.",
          "$ref": "#/$defs/jsonSchema",
          "examples": [
            {
              "type": "object",
              "required": [
                "recipients"
              ]
            }
          ]
        },
        "output": {
          "x-template": [
            "input",
            "steps",
            "run"
          ],
          "description": "Template of the result of a run that completed. Without it: the result of the last step, as it is written; of a group the list of all, in order.",
          "examples": [
            "${steps.publish.result}"
          ]
        },
        "on": {
          "description": "Hooks: what is told of the end of its runs, and to whom.",
          "$ref": "#/$defs/workflowHooks",
          "examples": [
            {
              "failure": {
                "task": "ops.alert",
                "with": {
                  "text": "${error.message}"
                }
              }
            }
          ]
        },
        "tags": {
          "description": "Words that all its runs carry, to find them by.",
          "type": "array",
          "maxItems": 20,
          "uniqueItems": true,
          "items": {
            "title": "a word of letters, digits, `_`, `.`, `:` and `-`, at most 64",
            "type": "string",
            "pattern": "^[A-Za-z0-9][A-Za-z0-9_.:-]{0,63}$",
            "examples": [
              "mail"
            ]
          },
          "default": [],
          "examples": [
            [
              "nightly"
            ]
          ]
        },
        "group": {
          "description": "All at once; the result is the list of theirs, in order.",
          "$ref": "#/$defs/elements",
          "examples": [
            [
              {
                "task": "images.resize",
                "with": {
                  "size": 1
                }
              },
              {
                "task": "images.resize",
                "with": {
                  "size": 2
                }
              }
            ]
          ]
        }
      }
    },
    "workflowChord": {
      "description": "A group, and what follows when all of it has completed.",
      "type": "object",
      "additionalProperties": false,
      "required": [
        "chord"
      ],
      "properties": {
        "description": {
          "description": "What it does, for people.",
          "type": "string",
          "maxLength": 2000,
          "examples": [
            "The digest of the night."
          ]
        },
        "input": {
          "description": "JSON Schema (2020-12) of what a run is given. Without it anything goes.",
          "$ref": "#/$defs/jsonSchema",
          "examples": [
            {
              "type": "object",
              "required": [
                "recipients"
              ]
            }
          ]
        },
        "output": {
          "x-template": [
            "input",
            "steps",
            "run"
          ],
          "description": "Template of the result of a run that completed. Without it: the result of the last step, as it is written; of a group the list of all, in order.",
          "examples": [
            "${steps.publish.result}"
          ]
        },
        "on": {
          "description": "Hooks: what is told of the end of its runs, and to whom.",
          "$ref": "#/$defs/workflowHooks",
          "examples": [
            {
              "failure": {
                "task": "ops.alert",
                "with": {
                  "text": "${error.message}"
                }
              }
            }
          ]
        },
        "tags": {
          "description": "Words that all its runs carry, to find them by.",
          "type": "array",
          "maxItems": 20,
          "uniqueItems": true,
          "items": {
            "title": "a word of letters, digits, `_`, `.`, `:` and `-`, at most 64",
            "type": "string",
            "pattern": "^[A-Za-z0-9][A-Za-z0-9_.:-]{0,63}$",
            "examples": [
              "mail"
            ]
          },
          "default": [],
          "examples": [
            [
              "nightly"
            ]
          ]
        },
        "chord": {
          "description": "A group, and what follows when all of it has completed, with the list of its results.",
          "$ref": "#/$defs/chord",
          "examples": [
            {
              "group": [
                {
                  "task": "parts.count"
                }
              ],
              "then": {
                "task": "reports.sum",
                "with": {
                  "parts": "${results}"
                }
              }
            }
          ]
        }
      }
    },
    "workflowMap": {
      "description": "A task for each item of a list.",
      "type": "object",
      "additionalProperties": false,
      "required": [
        "map"
      ],
      "properties": {
        "description": {
          "description": "What it does, for people.",
          "type": "string",
          "maxLength": 2000,
          "examples": [
            "The digest of the night."
          ]
        },
        "input": {
          "description": "JSON Schema (2020-12) of what a run is given. Without it anything goes.",
          "$ref": "#/$defs/jsonSchema",
          "examples": [
            {
              "type": "object",
              "required": [
                "recipients"
              ]
            }
          ]
        },
        "output": {
          "x-template": [
            "input",
            "steps",
            "run"
          ],
          "description": "Template of the result of a run that completed. Without it: the result of the last step, as it is written; of a group the list of all, in order.",
          "examples": [
            "${steps.publish.result}"
          ]
        },
        "on": {
          "description": "Hooks: what is told of the end of its runs, and to whom.",
          "$ref": "#/$defs/workflowHooks",
          "examples": [
            {
              "failure": {
                "task": "ops.alert",
                "with": {
                  "text": "${error.message}"
                }
              }
            }
          ]
        },
        "tags": {
          "description": "Words that all its runs carry, to find them by.",
          "type": "array",
          "maxItems": 20,
          "uniqueItems": true,
          "items": {
            "title": "a word of letters, digits, `_`, `.`, `:` and `-`, at most 64",
            "type": "string",
            "pattern": "^[A-Za-z0-9][A-Za-z0-9_.:-]{0,63}$",
            "examples": [
              "mail"
            ]
          },
          "default": [],
          "examples": [
            [
              "nightly"
            ]
          ]
        },
        "map": {
          "description": "A task, done for each item of a list.",
          "$ref": "#/$defs/map",
          "examples": [
            {
              "task": "emails.send",
              "over": "${input.recipients}",
              "with": {
                "to": "${item}"
              },
              "chunk": 50,
              "concurrency": 10
            }
          ]
        }
      }
    },
    "taskStep": {
      "description": "A job of a task; with `forEach` one for each item.",
      "type": "object",
      "additionalProperties": false,
      "required": [
        "task"
      ],
      "properties": {
        "task": {
          "description": "The task.",
          "$ref": "#/$defs/name",
          "x-ref": "tasks",
          "examples": [
            "etl.extract"
          ]
        },
        "with": {
          "x-template": [
            "input",
            "steps",
            "run",
            "results",
            "item",
            "index"
          ],
          "description": "Template of its payload. Without it: the item of a `forEach`, else the result of what it needs (the list of these where there are several), else the input of the run.",
          "examples": [
            {
              "file": "${item}"
            }
          ]
        },
        "needs": {
          "description": "The steps that are over before it begins.",
          "$ref": "#/$defs/stepNames",
          "default": [],
          "examples": [
            [
              "extract"
            ]
          ]
        },
        "when": {
          "description": "When it begins, once all that it needs is over: `success` (all of it completed, or may fail), `failure` (something failed in it, or before it), `always`; or, where `success` holds, a condition: `steps.extract.result.total > 10`, or a template, which holds unless it gives null, false, 0, an empty text or `false`. A step whose condition does not hold is passed over, and what needs its success too.",
          "title": "success, failure, always, a condition or a template",
          "x-template": [
            "input",
            "steps",
            "run",
            "results"
          ],
          "type": "string",
          "minLength": 1,
          "maxLength": 1000,
          "default": "success",
          "examples": [
            "failure",
            "steps.extract.result.total > 10",
            "${steps.extract.result.big}"
          ]
        },
        "forEach": {
          "x-template": [
            "input",
            "steps",
            "run",
            "results"
          ],
          "description": "Template of a list: the step is done for each of its items, as `item`, and `index` from 0. A step that reads its `results` gets the list of all, in order.",
          "examples": [
            "${steps.extract.result.files}"
          ]
        },
        "concurrency": {
          "description": "Of a `forEach`: items at once. Without it all.",
          "type": "integer",
          "minimum": 1,
          "maximum": 100000,
          "examples": [
            8
          ]
        },
        "chunk": {
          "description": "Of a `forEach`: so many items together, as one list, which `item` is then.",
          "type": "integer",
          "minimum": 1,
          "maximum": 100000,
          "examples": [
            50
          ]
        },
        "onFailure": {
          "description": "What follows when it fails, an item of a forEach too: `fail` ends the step, the steps behind it are passed over and the run fails; `continue` lets the other items and the steps behind it go on.",
          "type": "string",
          "enum": [
            "fail",
            "continue"
          ],
          "default": "fail",
          "examples": [
            "continue"
          ]
        },
        "retry": {
          "description": "Name of a retry policy, or a policy written here, for this step. Without it: that of the task.",
          "anyOf": [
            {
              "$ref": "#/$defs/name",
              "x-ref": "retryPolicies"
            },
            {
              "$ref": "#/$defs/retryPolicy"
            }
          ],
          "examples": [
            "standard",
            {
              "maxAttempts": 2
            }
          ]
        },
        "timeout": {
          "description": "Time limits of an attempt in this step: one value is the hard limit, `none` lifts those of the task. It replaces the limits of the task as a whole.",
          "$ref": "#/$defs/timeout",
          "examples": [
            "60s",
            {
              "soft": "50s",
              "hard": "60s"
            }
          ]
        },
        "queue": {
          "description": "Queue of the jobs of this step. Without it: that of the task.",
          "$ref": "#/$defs/name",
          "x-ref": "queues",
          "examples": [
            "slow"
          ]
        },
        "priority": {
          "description": "Of the jobs of this step: 0 to 9, smaller runs sooner. Without it: that of the task.",
          "type": "integer",
          "minimum": 0,
          "maximum": 9,
          "examples": [
            7
          ]
        }
      }
    },
    "workflowStep": {
      "description": "A run of another workflow; with `forEach` one for each item.",
      "type": "object",
      "additionalProperties": false,
      "required": [
        "workflow"
      ],
      "properties": {
        "workflow": {
          "description": "The workflow: a run of its own, which counts as one step.",
          "$ref": "#/$defs/name",
          "x-ref": "workflows",
          "examples": [
            "totals"
          ]
        },
        "with": {
          "x-template": [
            "input",
            "steps",
            "run",
            "results",
            "item",
            "index"
          ],
          "description": "Template of its input. Without it: the item of a `forEach`, else the result of what it needs, else the input of the run.",
          "examples": [
            {
              "file": "${item}"
            }
          ]
        },
        "needs": {
          "description": "The steps that are over before it begins.",
          "$ref": "#/$defs/stepNames",
          "default": [],
          "examples": [
            [
              "extract"
            ]
          ]
        },
        "when": {
          "description": "When it begins, once all that it needs is over: `success` (all of it completed, or may fail), `failure` (something failed in it, or before it), `always`; or, where `success` holds, a condition: `steps.extract.result.total > 10`, or a template, which holds unless it gives null, false, 0, an empty text or `false`. A step whose condition does not hold is passed over, and what needs its success too.",
          "title": "success, failure, always, a condition or a template",
          "x-template": [
            "input",
            "steps",
            "run",
            "results"
          ],
          "type": "string",
          "minLength": 1,
          "maxLength": 1000,
          "default": "success",
          "examples": [
            "failure",
            "steps.extract.result.total > 10",
            "${steps.extract.result.big}"
          ]
        },
        "forEach": {
          "x-template": [
            "input",
            "steps",
            "run",
            "results"
          ],
          "description": "Template of a list: the step is done for each of its items, as `item`, and `index` from 0. A step that reads its `results` gets the list of all, in order.",
          "examples": [
            "${steps.extract.result.files}"
          ]
        },
        "concurrency": {
          "description": "Of a `forEach`: items at once. Without it all.",
          "type": "integer",
          "minimum": 1,
          "maximum": 100000,
          "examples": [
            8
          ]
        },
        "chunk": {
          "description": "Of a `forEach`: so many items together, as one list, which `item` is then.",
          "type": "integer",
          "minimum": 1,
          "maximum": 100000,
          "examples": [
            50
          ]
        },
        "onFailure": {
          "description": "What follows when it fails, an item of a forEach too: `fail` ends the step, the steps behind it are passed over and the run fails; `continue` lets the other items and the steps behind it go on.",
          "type": "string",
          "enum": [
            "fail",
            "continue"
          ],
          "default": "fail",
          "examples": [
            "continue"
          ]
        }
      }
    },
    "waitStep": {
      "description": "Nothing but the end of a time, or a signal.",
      "type": "object",
      "additionalProperties": false,
      "required": [
        "wait"
      ],
      "properties": {
        "wait": {
          "description": "What is waited for.",
          "$ref": "#/$defs/wait",
          "examples": [
            {
              "signal": "approved",
              "timeout": "2d"
            }
          ]
        },
        "needs": {
          "description": "The steps that are over before it begins.",
          "$ref": "#/$defs/stepNames",
          "default": [],
          "examples": [
            [
              "extract"
            ]
          ]
        },
        "when": {
          "description": "When it begins, once all that it needs is over: `success` (all of it completed, or may fail), `failure` (something failed in it, or before it), `always`; or, where `success` holds, a condition: `steps.extract.result.total > 10`, or a template, which holds unless it gives null, false, 0, an empty text or `false`. A step whose condition does not hold is passed over, and what needs its success too.",
          "title": "success, failure, always, a condition or a template",
          "x-template": [
            "input",
            "steps",
            "run",
            "results"
          ],
          "type": "string",
          "minLength": 1,
          "maxLength": 1000,
          "default": "success",
          "examples": [
            "failure",
            "steps.extract.result.total > 10",
            "${steps.extract.result.big}"
          ]
        },
        "onFailure": {
          "description": "What follows when it fails, an item of a forEach too: `fail` ends the step, the steps behind it are passed over and the run fails; `continue` lets the other items and the steps behind it go on.",
          "type": "string",
          "enum": [
            "fail",
            "continue"
          ],
          "default": "fail",
          "examples": [
            "continue"
          ]
        }
      }
    },
    "wait": {
      "anyOf": [
        {
          "$ref": "#/$defs/signalWait"
        },
        {
          "$ref": "#/$defs/forWait"
        },
        {
          "$ref": "#/$defs/untilWait"
        }
      ]
    },
    "signalWait": {
      "description": "Until somebody sends the signal; its payload is the result.",
      "type": "object",
      "additionalProperties": false,
      "required": [
        "signal"
      ],
      "properties": {
        "signal": {
          "description": "Its name.",
          "$ref": "#/$defs/name",
          "examples": [
            "approved"
          ]
        },
        "timeout": {
          "description": "The step fails when the signal has not come by then. Without it: it waits for ever.",
          "$ref": "#/$defs/duration",
          "examples": [
            "2d"
          ]
        }
      }
    },
    "forWait": {
      "description": "For a time.",
      "type": "object",
      "additionalProperties": false,
      "required": [
        "for"
      ],
      "properties": {
        "for": {
          "description": "How long.",
          "$ref": "#/$defs/duration",
          "examples": [
            "1h"
          ]
        }
      }
    },
    "untilWait": {
      "description": "Until an instant.",
      "type": "object",
      "additionalProperties": false,
      "required": [
        "until"
      ],
      "properties": {
        "until": {
          "x-template": [
            "input",
            "steps",
            "run",
            "results"
          ],
          "description": "Template of the instant: ISO 8601, or milliseconds since 1970. One that has passed is over at once.",
          "title": "an instant, or a template of one",
          "examples": [
            "${input.publishAt}"
          ]
        }
      }
    },
    "elements": {
      "title": "a list of steps",
      "type": "array",
      "minItems": 1,
      "maxItems": 1000,
      "items": {
        "$ref": "#/$defs/element"
      }
    },
    "element": {
      "anyOf": [
        {
          "$ref": "#/$defs/taskElement"
        },
        {
          "$ref": "#/$defs/workflowElement"
        },
        {
          "$ref": "#/$defs/waitElement"
        },
        {
          "$ref": "#/$defs/chainElement"
        },
        {
          "$ref": "#/$defs/groupElement"
        },
        {
          "$ref": "#/$defs/chordElement"
        },
        {
          "$ref": "#/$defs/mapElement"
        }
      ]
    },
    "taskElement": {
      "description": "A job of a task.",
      "type": "object",
      "additionalProperties": false,
      "required": [
        "task"
      ],
      "properties": {
        "task": {
          "description": "The task.",
          "$ref": "#/$defs/name",
          "x-ref": "tasks",
          "examples": [
            "etl.extract"
          ]
        },
        "with": {
          "x-template": [
            "input",
            "steps",
            "run",
            "results"
          ],
          "description": "Template of its payload. Without it: the result of what stands before, and the input of the run where nothing does.",
          "examples": [
            {
              "file": "${item}"
            }
          ]
        },
        "when": {
          "description": "When it begins, once all that it needs is over: `success` (all of it completed, or may fail), `failure` (something failed in it, or before it), `always`; or, where `success` holds, a condition: `steps.extract.result.total > 10`, or a template, which holds unless it gives null, false, 0, an empty text or `false`. A step whose condition does not hold is passed over, and what needs its success too.",
          "title": "success, failure, always, a condition or a template",
          "x-template": [
            "input",
            "steps",
            "run",
            "results"
          ],
          "type": "string",
          "minLength": 1,
          "maxLength": 1000,
          "default": "success",
          "examples": [
            "failure",
            "steps.extract.result.total > 10",
            "${steps.extract.result.big}"
          ]
        },
        "onFailure": {
          "description": "What follows when it fails, an item of a forEach too: `fail` ends the step, the steps behind it are passed over and the run fails; `continue` lets the other items and the steps behind it go on.",
          "type": "string",
          "enum": [
            "fail",
            "continue"
          ],
          "default": "fail",
          "examples": [
            "continue"
          ]
        },
        "retry": {
          "description": "Name of a retry policy, or a policy written here, for this step. Without it: that of the task.",
          "anyOf": [
            {
              "$ref": "#/$defs/name",
              "x-ref": "retryPolicies"
            },
            {
              "$ref": "#/$defs/retryPolicy"
            }
          ],
          "examples": [
            "standard",
            {
              "maxAttempts": 2
            }
          ]
        },
        "timeout": {
          "description": "Time limits of an attempt in this step: one value is the hard limit, `none` lifts those of the task. It replaces the limits of the task as a whole.",
          "$ref": "#/$defs/timeout",
          "examples": [
            "60s",
            {
              "soft": "50s",
              "hard": "60s"
            }
          ]
        },
        "queue": {
          "description": "Queue of the jobs of this step. Without it: that of the task.",
          "$ref": "#/$defs/name",
          "x-ref": "queues",
          "examples": [
            "slow"
          ]
        },
        "priority": {
          "description": "Of the jobs of this step: 0 to 9, smaller runs sooner. Without it: that of the task.",
          "type": "integer",
          "minimum": 0,
          "maximum": 9,
          "examples": [
            7
          ]
        }
      }
    },
    "workflowElement": {
      "description": "A run of another workflow.",
      "type": "object",
      "additionalProperties": false,
      "required": [
        "workflow"
      ],
      "properties": {
        "workflow": {
          "description": "The workflow: a run of its own, which counts as one step.",
          "$ref": "#/$defs/name",
          "x-ref": "workflows",
          "examples": [
            "totals"
          ]
        },
        "with": {
          "x-template": [
            "input",
            "steps",
            "run",
            "results"
          ],
          "description": "Template of its input. Without it: the result of what stands before, and the input of the run where nothing does.",
          "examples": [
            {
              "file": "${item}"
            }
          ]
        },
        "when": {
          "description": "When it begins, once all that it needs is over: `success` (all of it completed, or may fail), `failure` (something failed in it, or before it), `always`; or, where `success` holds, a condition: `steps.extract.result.total > 10`, or a template, which holds unless it gives null, false, 0, an empty text or `false`. A step whose condition does not hold is passed over, and what needs its success too.",
          "title": "success, failure, always, a condition or a template",
          "x-template": [
            "input",
            "steps",
            "run",
            "results"
          ],
          "type": "string",
          "minLength": 1,
          "maxLength": 1000,
          "default": "success",
          "examples": [
            "failure",
            "steps.extract.result.total > 10",
            "${steps.extract.result.big}"
          ]
        },
        "onFailure": {
          "description": "What follows when it fails, an item of a forEach too: `fail` ends the step, the steps behind it are passed over and the run fails; `continue` lets the other items and the steps behind it go on.",
          "type": "string",
          "enum": [
            "fail",
            "continue"
          ],
          "default": "fail",
          "examples": [
            "continue"
          ]
        }
      }
    },
    "waitElement": {
      "description": "A wait; what stands behind it gets the payload of the signal.",
      "type": "object",
      "additionalProperties": false,
      "required": [
        "wait"
      ],
      "properties": {
        "wait": {
          "description": "What is waited for.",
          "$ref": "#/$defs/wait",
          "examples": [
            {
              "signal": "approved",
              "timeout": "2d"
            }
          ]
        },
        "when": {
          "description": "When it begins, once all that it needs is over: `success` (all of it completed, or may fail), `failure` (something failed in it, or before it), `always`; or, where `success` holds, a condition: `steps.extract.result.total > 10`, or a template, which holds unless it gives null, false, 0, an empty text or `false`. A step whose condition does not hold is passed over, and what needs its success too.",
          "title": "success, failure, always, a condition or a template",
          "x-template": [
            "input",
            "steps",
            "run",
            "results"
          ],
          "type": "string",
          "minLength": 1,
          "maxLength": 1000,
          "default": "success",
          "examples": [
            "failure",
            "steps.extract.result.total > 10",
            "${steps.extract.result.big}"
          ]
        },
        "onFailure": {
          "description": "What follows when it fails, an item of a forEach too: `fail` ends the step, the steps behind it are passed over and the run fails; `continue` lets the other items and the steps behind it go on.",
          "type": "string",
          "enum": [
            "fail",
            "continue"
          ],
          "default": "fail",
          "examples": [
            "continue"
          ]
        }
      }
    },
    "chainElement": {
      "description": "A chain as one part of something larger.",
      "type": "object",
      "additionalProperties": false,
      "required": [
        "chain"
      ],
      "properties": {
        "chain": {
          "description": "One after the other; each gets the result of the one before.",
          "$ref": "#/$defs/elements",
          "examples": [
            [
              {
                "task": "accounts.create"
              },
              {
                "task": "emails.welcome"
              }
            ]
          ]
        }
      }
    },
    "groupElement": {
      "description": "A group as one part of something larger.",
      "type": "object",
      "additionalProperties": false,
      "required": [
        "group"
      ],
      "properties": {
        "group": {
          "description": "All at once; the result is the list of theirs, in order.",
          "$ref": "#/$defs/elements",
          "examples": [
            [
              {
                "task": "images.resize",
                "with": {
                  "size": 1
                }
              },
              {
                "task": "images.resize",
                "with": {
                  "size": 2
                }
              }
            ]
          ]
        }
      }
    },
    "chordElement": {
      "description": "A chord as one part of something larger.",
      "type": "object",
      "additionalProperties": false,
      "required": [
        "chord"
      ],
      "properties": {
        "chord": {
          "description": "A group, and what follows when all of it has completed, with the list of its results.",
          "$ref": "#/$defs/chord",
          "examples": [
            {
              "group": [
                {
                  "task": "parts.count"
                }
              ],
              "then": {
                "task": "reports.sum",
                "with": {
                  "parts": "${results}"
                }
              }
            }
          ]
        }
      }
    },
    "mapElement": {
      "description": "A map as one part of something larger.",
      "type": "object",
      "additionalProperties": false,
      "required": [
        "map"
      ],
      "properties": {
        "map": {
          "description": "A task, done for each item of a list.",
          "$ref": "#/$defs/map",
          "examples": [
            {
              "task": "emails.send",
              "over": "${input.recipients}",
              "with": {
                "to": "${item}"
              },
              "chunk": 50,
              "concurrency": 10
            }
          ]
        }
      }
    },
    "chord": {
      "description": "A group, and what follows when all of it has completed.",
      "type": "object",
      "additionalProperties": false,
      "required": [
        "group",
        "then"
      ],
      "properties": {
        "group": {
          "description": "All at once; the result is the list of theirs, in order.",
          "$ref": "#/$defs/elements",
          "examples": [
            [
              {
                "task": "images.resize",
                "with": {
                  "size": 1
                }
              },
              {
                "task": "images.resize",
                "with": {
                  "size": 2
                }
              }
            ]
          ]
        },
        "then": {
          "description": "What follows. Without `with` it gets the list of the results.",
          "$ref": "#/$defs/element",
          "examples": [
            {
              "task": "reports.sum"
            }
          ]
        }
      }
    },
    "map": {
      "description": "A task for each item of a list.",
      "type": "object",
      "additionalProperties": false,
      "required": [
        "task"
      ],
      "properties": {
        "task": {
          "description": "The task.",
          "$ref": "#/$defs/name",
          "x-ref": "tasks",
          "examples": [
            "etl.extract"
          ]
        },
        "over": {
          "x-template": [
            "input",
            "steps",
            "run",
            "results"
          ],
          "description": "Template of the list. Without it: the result of what stands before, and the input of the run where nothing does.",
          "examples": [
            "${input.recipients}"
          ]
        },
        "with": {
          "x-template": [
            "input",
            "steps",
            "run",
            "results",
            "item",
            "index"
          ],
          "description": "Template of the payload of one; `item` is the item, `index` its place from 0. Without it: the item.",
          "examples": [
            {
              "file": "${item}"
            }
          ]
        },
        "concurrency": {
          "description": "Items at once. Without it all.",
          "type": "integer",
          "minimum": 1,
          "maximum": 100000,
          "examples": [
            8
          ]
        },
        "chunk": {
          "description": "So many items together, as one list, which `item` is then.",
          "type": "integer",
          "minimum": 1,
          "maximum": 100000,
          "examples": [
            50
          ]
        },
        "when": {
          "description": "When it begins, once all that it needs is over: `success` (all of it completed, or may fail), `failure` (something failed in it, or before it), `always`; or, where `success` holds, a condition: `steps.extract.result.total > 10`, or a template, which holds unless it gives null, false, 0, an empty text or `false`. A step whose condition does not hold is passed over, and what needs its success too.",
          "title": "success, failure, always, a condition or a template",
          "x-template": [
            "input",
            "steps",
            "run",
            "results"
          ],
          "type": "string",
          "minLength": 1,
          "maxLength": 1000,
          "default": "success",
          "examples": [
            "failure",
            "steps.extract.result.total > 10",
            "${steps.extract.result.big}"
          ]
        },
        "onFailure": {
          "description": "What follows when it fails, an item of a forEach too: `fail` ends the step, the steps behind it are passed over and the run fails; `continue` lets the other items and the steps behind it go on.",
          "type": "string",
          "enum": [
            "fail",
            "continue"
          ],
          "default": "fail",
          "examples": [
            "continue"
          ]
        },
        "retry": {
          "description": "Name of a retry policy, or a policy written here, for this step. Without it: that of the task.",
          "anyOf": [
            {
              "$ref": "#/$defs/name",
              "x-ref": "retryPolicies"
            },
            {
              "$ref": "#/$defs/retryPolicy"
            }
          ],
          "examples": [
            "standard",
            {
              "maxAttempts": 2
            }
          ]
        },
        "timeout": {
          "description": "Time limits of an attempt in this step: one value is the hard limit, `none` lifts those of the task. It replaces the limits of the task as a whole.",
          "$ref": "#/$defs/timeout",
          "examples": [
            "60s",
            {
              "soft": "50s",
              "hard": "60s"
            }
          ]
        },
        "queue": {
          "description": "Queue of the jobs of this step. Without it: that of the task.",
          "$ref": "#/$defs/name",
          "x-ref": "queues",
          "examples": [
            "slow"
          ]
        },
        "priority": {
          "description": "Of the jobs of this step: 0 to 9, smaller runs sooner. Without it: that of the task.",
          "type": "integer",
          "minimum": 0,
          "maximum": 9,
          "examples": [
            7
          ]
        }
      }
    },
    "workflowHooks": {
      "description": "What is told of the end of runs, and to whom: a task that gets a job, a URL that gets a signed request; one or a list.",
      "type": "object",
      "additionalProperties": false,
      "minProperties": 1,
      "properties": {
        "success": {
          "description": "When the run has completed.",
          "anyOf": [
            {
              "$ref": "#/$defs/runTaskHook"
            },
            {
              "$ref": "#/$defs/webhookHook"
            },
            {
              "$ref": "#/$defs/runHookList"
            }
          ],
          "examples": [
            {
              "task": "reports.file",
              "with": {
                "result": "${result}"
              }
            }
          ]
        },
        "failure": {
          "description": "When it has failed.",
          "anyOf": [
            {
              "$ref": "#/$defs/runTaskHook"
            },
            {
              "$ref": "#/$defs/webhookHook"
            },
            {
              "$ref": "#/$defs/runHookList"
            }
          ],
          "examples": [
            {
              "task": "ops.alert",
              "with": {
                "text": "${error.message}"
              }
            }
          ]
        },
        "cancel": {
          "description": "When it was cancelled.",
          "anyOf": [
            {
              "$ref": "#/$defs/runTaskHook"
            },
            {
              "$ref": "#/$defs/webhookHook"
            },
            {
              "$ref": "#/$defs/runHookList"
            }
          ],
          "examples": [
            {
              "webhook": "https://hooks.example/skep"
            }
          ]
        }
      }
    },
    "runHookList": {
      "title": "tasks and webhooks that are told (a function needs an attempt, and a run has none)",
      "type": "array",
      "minItems": 1,
      "maxItems": 20,
      "items": {
        "anyOf": [
          {
            "$ref": "#/$defs/runTaskHook"
          },
          {
            "$ref": "#/$defs/webhookHook"
          }
        ]
      }
    },
    "runTaskHook": {
      "title": "a task that gets a job: { task, with }",
      "description": "A task that gets a job, stored in the step that stores the end of the run.",
      "type": "object",
      "additionalProperties": false,
      "required": [
        "task"
      ],
      "properties": {
        "task": {
          "description": "The task.",
          "$ref": "#/$defs/name",
          "x-ref": "tasks",
          "examples": [
            "ops.alert"
          ]
        },
        "with": {
          "x-template": [
            "run",
            "input",
            "result",
            "error"
          ],
          "description": "Template of its payload; expressions read run, input, result and error. Without it: run, result and error, and the event.",
          "examples": [
            {
              "text": "${run.workflow} failed: ${error.message}"
            }
          ]
        }
      }
    },
    "cronSchedule": {
      "description": "Fires by the calendar.",
      "type": "object",
      "additionalProperties": false,
      "required": [
        "task",
        "cron"
      ],
      "properties": {
        "task": {
          "description": "The task to enqueue.",
          "$ref": "#/$defs/name",
          "x-ref": "tasks",
          "examples": [
            "reports.weekly"
          ]
        },
        "cron": {
          "description": "Five fields (minute hour day month weekday), or six with leading seconds; or `@hourly`, `@daily`, `@weekly`, `@monthly`, `@yearly`. In the day `L` is the month's last, `LW` its last working day, `15W` the working day nearest to the 15th; in the weekday `5L` is the last Friday, `MON#2` the second Monday; `?` is `*`.",
          "title": "a cron expression",
          "type": "string",
          "minLength": 1,
          "maxLength": 100,
          "examples": [
            "0 9 * * MON"
          ]
        },
        "timezone": {
          "description": "Time zone that the fields are read in, by its name in the tz database (a city, as a rule); never an offset, an abbreviation or the host's own. Where the clocks are changed, fixed times run once: at the change when their time is skipped, at the first of two. With a wildcard or a step in second, minute or hour the schedule follows real time.",
          "title": "an IANA time zone",
          "type": "string",
          "minLength": 1,
          "maxLength": 64,
          "default": "UTC",
          "examples": [
            "Europe/Berlin"
          ]
        },
        "payload": {
          "description": "Payload of its jobs.",
          "default": {},
          "examples": [
            {
              "kind": "weekly"
            }
          ]
        }
      }
    },
    "everySchedule": {
      "description": "Fires at a fixed interval, counted from the Unix epoch, so that no restart shifts it. Of ticks that fall due together only the newest runs.",
      "type": "object",
      "additionalProperties": false,
      "required": [
        "task",
        "every"
      ],
      "properties": {
        "task": {
          "description": "The task to enqueue.",
          "$ref": "#/$defs/name",
          "x-ref": "tasks",
          "examples": [
            "orders.process-pending"
          ]
        },
        "every": {
          "description": "The interval, at least 1s.",
          "$ref": "#/$defs/duration",
          "x-duration": {
            "min": "1s"
          },
          "examples": [
            "5m"
          ]
        },
        "payload": {
          "description": "Payload of its jobs.",
          "default": {},
          "examples": [
            {
              "limit": 100
            }
          ]
        }
      }
    },
    "admin": {
      "description": "The HTTP server of the API and of HTTP routes.",
      "type": "object",
      "additionalProperties": false,
      "properties": {
        "host": {
          "description": "Address to listen on. Other than loopback only with tokens.",
          "title": "a host name or address",
          "type": "string",
          "pattern": "^[A-Za-z0-9.:_-]+$",
          "maxLength": 253,
          "default": "127.0.0.1",
          "examples": [
            "0.0.0.0"
          ]
        },
        "port": {
          "description": "Port to listen on; 0 takes any free one.",
          "type": "integer",
          "minimum": 0,
          "maximum": 65535,
          "default": 8080,
          "examples": [
            8080
          ]
        },
        "tokens": {
          "description": "Bearer tokens and what they may do. Without any, only loopback is served, and everything is allowed there.",
          "type": "array",
          "maxItems": 100,
          "items": {
            "$ref": "#/$defs/token"
          },
          "default": [],
          "examples": [
            [
              {
                "name": "ops",
                "secret": "${SKEP_OPS_TOKEN}",
                "role": "operator"
              }
            ]
          ]
        },
        "hosts": {
          "description": "Further host names that the server answers for; requests for others are refused (DNS rebinding). With the port that browsers see where it is neither 80 nor 443.",
          "type": "array",
          "maxItems": 100,
          "items": {
            "title": "a host name, with a port where it is not the usual one",
            "type": "string",
            "pattern": "^[A-Za-z0-9]([A-Za-z0-9.-]*[A-Za-z0-9])?(:[0-9]{1,5})?$",
            "maxLength": 259,
            "examples": [
              "jobs.shop.example"
            ]
          },
          "default": [],
          "examples": [
            [
              "jobs.shop.example",
              "jobs.shop.example:8443"
            ]
          ]
        },
        "proxies": {
          "description": "Addresses or networks of the proxies in front of the server. Only they are believed what `X-Forwarded-For` says, and only to tell the clients apart whose wrong tokens are counted.",
          "type": "array",
          "maxItems": 100,
          "items": {
            "title": "an IP address, or a network such as 10.0.0.0/8",
            "type": "string",
            "pattern": "^[0-9A-Fa-f:.]{2,45}(/[0-9]{1,3})?$",
            "maxLength": 49,
            "examples": [
              "10.0.0.0/8"
            ]
          },
          "default": [],
          "examples": [
            [
              "127.0.0.1",
              "10.0.0.0/8"
            ]
          ]
        }
      }
    },
    "encryption": {
      "description": "Keys for the payloads of tasks with `encrypt`. To change keys add one and `use` it; the old one stays until no job has it.",
      "type": "object",
      "additionalProperties": false,
      "required": [
        "keys",
        "use"
      ],
      "properties": {
        "keys": {
          "x-secret": true,
          "description": "By name: 32 bytes each, as base64 or hex, best from the environment; never shown.",
          "type": "object",
          "minProperties": 1,
          "propertyNames": {
            "$ref": "#/$defs/name"
          },
          "additionalProperties": {
            "title": "a key: 32 bytes as base64 or hex",
            "type": "string",
            "maxLength": 1000,
            "examples": [
              "${SKEP_KEY_K1}"
            ]
          },
          "examples": [
            {
              "k1": "${SKEP_KEY_K1}"
            }
          ]
        },
        "use": {
          "description": "Name of the key that encrypts; all of them decrypt.",
          "$ref": "#/$defs/name",
          "examples": [
            "k1"
          ]
        }
      }
    },
    "health": {
      "description": "Where a process without the api role answers `/healthz` and `/readyz`, and nothing else. A process with it answers them where `admin` says; a burst answers none unless `--port` is given.",
      "type": "object",
      "additionalProperties": false,
      "required": [
        "port"
      ],
      "properties": {
        "host": {
          "description": "Address to listen on. Other than loopback only with tokens, as for `admin`.",
          "title": "a host name or address",
          "type": "string",
          "pattern": "^[A-Za-z0-9.:_-]+$",
          "maxLength": 253,
          "default": "127.0.0.1",
          "examples": [
            "0.0.0.0"
          ]
        },
        "port": {
          "description": "Port to listen on; 0 takes any free one. Processes that share a host need ports of their own.",
          "type": "integer",
          "minimum": 0,
          "maximum": 65535,
          "examples": [
            8081
          ]
        }
      }
    },
    "token": {
      "description": "One bearer token.",
      "type": "object",
      "additionalProperties": false,
      "required": [
        "name",
        "secret",
        "role"
      ],
      "properties": {
        "name": {
          "description": "Whose it is; shown in logs.",
          "$ref": "#/$defs/name",
          "examples": [
            "ops"
          ]
        },
        "secret": {
          "x-secret": true,
          "description": "The token itself, best from the environment; never shown.",
          "title": "a secret",
          "type": "string",
          "maxLength": 1000,
          "examples": [
            "${SKEP_OPS_TOKEN}"
          ]
        },
        "role": {
          "description": "viewer reads, operator also enqueues, cancels, retries and pauses, admin does everything.",
          "type": "string",
          "enum": [
            "viewer",
            "operator",
            "admin"
          ],
          "examples": [
            "operator"
          ]
        }
      }
    },
    "telemetry": {
      "description": "Traces and logs.",
      "type": "object",
      "additionalProperties": false,
      "properties": {
        "traces": {
          "$ref": "#/$defs/traces",
          "default": {},
          "examples": [
            {
              "exporter": "otlp"
            }
          ]
        },
        "logs": {
          "$ref": "#/$defs/logs",
          "default": {},
          "examples": [
            {
              "level": "info"
            }
          ]
        }
      }
    },
    "traces": {
      "description": "OpenTelemetry traces. A reload changes them for what begins afterwards.",
      "type": "object",
      "additionalProperties": false,
      "properties": {
        "exporter": {
          "description": "Where spans go: `otlp` as the OTEL_* variables say, `console` for a laptop, `none` turns tracing off.",
          "type": "string",
          "enum": [
            "none",
            "otlp",
            "console"
          ],
          "default": "none",
          "examples": [
            "otlp"
          ]
        },
        "sample": {
          "description": "Share of traces that are kept, 0 to 1, decided at the root.",
          "type": "number",
          "minimum": 0,
          "maximum": 1,
          "default": 1,
          "examples": [
            0.1
          ]
        },
        "propagation": {
          "description": "parent: one trace goes on the enqueuer's. link: a trace per job, linked. perAttempt: a trace per attempt, linked.",
          "type": "string",
          "enum": [
            "parent",
            "link",
            "perAttempt"
          ],
          "default": "parent",
          "examples": [
            "link"
          ]
        },
        "spans": {
          "description": "Who makes the spans of jobs: `own` costs less, `sdk` are OpenTelemetry's own objects, for processors that need them.",
          "type": "string",
          "enum": [
            "own",
            "sdk"
          ],
          "default": "own",
          "examples": [
            "sdk"
          ]
        }
      }
    },
    "logs": {
      "description": "Log lines on standard error. Changes are in force from the next start.",
      "type": "object",
      "additionalProperties": false,
      "properties": {
        "level": {
          "description": "Least severity that is written.",
          "type": "string",
          "enum": [
            "debug",
            "info",
            "warn",
            "error"
          ],
          "default": "info",
          "examples": [
            "info"
          ]
        },
        "format": {
          "description": "json for machines, pretty for people, auto: pretty on a terminal.",
          "type": "string",
          "enum": [
            "json",
            "pretty",
            "auto"
          ],
          "default": "auto",
          "examples": [
            "json"
          ]
        }
      }
    },
    "reload": {
      "description": "Picking up edits while running.",
      "type": "object",
      "additionalProperties": false,
      "properties": {
        "watch": {
          "description": "Whether the manifest's files and the handlers are watched. SIGHUP and the API reload in any case.",
          "type": "boolean",
          "default": true,
          "examples": [
            true
          ]
        },
        "debounce": {
          "description": "How long the files must be quiet before they are read. At most 1m.",
          "$ref": "#/$defs/duration",
          "x-duration": {
            "max": "1m"
          },
          "default": "300ms",
          "examples": [
            "300ms"
          ]
        }
      }
    }
  }
} as const;

export type SourceValidator = ((data: unknown) => boolean) & { errors?: readonly ErrorObject[] | null };

export const validateManifest: SourceValidator = validate52;const schema19 = {"$schema":"https://json-schema.org/draft/2020-12/schema","$id":"https://skep.dev/schemas/manifest.schema.json","title":"Skep manifest","description":"jobs.yaml: the queues, tasks, retry policies, routes and schedules of one Skep installation.","type":"object","additionalProperties":false,"required":["version"],"properties":{"version":{"description":"Version of the manifest's own form. Included files may leave it out.","type":"integer","const":1,"examples":[1]},"name":{"description":"Name of the project, shown by the API and in traces (service.name). The store belongs to it: another name on the same store is refused.","$ref":"#/$defs/name","default":"skep","x-late-default":true,"examples":["shop"]},"include":{"description":"Further manifest files, relative to this one and below the folder of the main file (links too); `*` and `**` match several, which are read in order of their names. They are merged by section; a name declared twice is an error.","type":"array","maxItems":100,"items":{"type":"string","title":"a relative path or glob","minLength":1,"maxLength":500,"examples":["./jobs.d/*.yaml"]},"default":[],"examples":[["jobs.d/*.yaml"]]},"engine":{"description":"Where jobs are stored and how they move: an embedded SQLite file or Redis. A URL serves too.","anyOf":[{"$ref":"#/$defs/engineUrl","x-shorthand":[{"begins":"sqlite:","means":{"type":"sqlite","path":"$"}},{"means":{"type":"redis","url":"$"}}]},{"$ref":"#/$defs/sqliteEngine"},{"$ref":"#/$defs/redisEngine"}],"default":{"type":"sqlite"},"examples":[{"type":"sqlite","path":"./var/skep.db"},"redis://127.0.0.1:6379/2"]},"defaults":{"$ref":"#/$defs/defaults","default":{},"examples":[{"queue":"default","retry":"standard"}]},"queues":{"description":"The lanes that jobs wait in, by name. The queue `default` exists without being declared. Jobs of a queue that is taken out stay there and nobody runs them, which log, `/readyz` and `skep doctor` tell: `skep jobs move --queue OLD --to default` brings them elsewhere.","x-entry":{"word":"queue","code":"REF_QUEUE","builtIn":["default"]},"type":"object","propertyNames":{"$ref":"#/$defs/name"},"additionalProperties":{"$ref":"#/$defs/queue"},"default":{},"examples":[{"emails":{"concurrency":50}}]},"buckets":{"description":"Limits that several tasks share, by name: what a partner's API takes, connections of a database. A task says in `uses` which it takes from, and how much.","x-entry":{"word":"bucket","code":"REF_BUCKET"},"type":"object","propertyNames":{"$ref":"#/$defs/name"},"additionalProperties":{"$ref":"#/$defs/bucket"},"default":{},"examples":[{"stripe":{"rate":"100/s","burst":20,"concurrency":20}}]},"retryPolicies":{"description":"Named rules for what happens after a failed attempt. `standard` exists without being declared: every default of a policy.","x-entry":{"word":"retry policy","code":"REF_POLICY","builtIn":["standard"]},"type":"object","propertyNames":{"$ref":"#/$defs/name"},"additionalProperties":{"$ref":"#/$defs/retryPolicy"},"default":{},"examples":[{"payments":{"maxAttempts":6,"backoff":{"type":"list","delays":["10s","1m","5m"]}}}]},"bases":{"description":"What tasks have in common, by name: any keys of a task. Tasks take it over with `extends`.","x-entry":{"word":"base","code":"REF_BASE"},"type":"object","propertyNames":{"$ref":"#/$defs/name"},"additionalProperties":{"$ref":"#/$defs/task"},"default":{},"examples":[{"patient":{"retry":"standard","timeout":"30m"}}]},"resources":{"description":"What handlers work with and must be opened and closed: database sessions, pools, clients. By name; a task says in `use` which it needs.","x-entry":{"word":"resource","code":"REF_RESOURCE"},"type":"object","propertyNames":{"$ref":"#/$defs/name"},"additionalProperties":{"$ref":"#/$defs/resource"},"default":{},"examples":[{"db":{"module":"./handlers/resources/db.ts","config":{"url":"${DATABASE_URL:-postgres://localhost/shop}"}}}]},"executors":{"$ref":"#/$defs/executors","default":{},"examples":[{"process":{"size":4,"recycle":{"afterJobs":1000,"overMemory":"512mb"}}}]},"tasks":{"description":"The kinds of work, by name (dotted by custom: `emails.send`).","x-entry":{"word":"task","code":"REF_TASK"},"type":"object","propertyNames":{"$ref":"#/$defs/name"},"additionalProperties":{"anyOf":[{"$ref":"#/$defs/handler","x-shorthand":[{"means":{"handler":"$"}}]},{"$ref":"#/$defs/task"}]},"default":{},"examples":[{"ping":"./handlers/ping.ts","emails.send":{"handler":"./handlers/emails.ts#send","priority":3}}]},"routes":{"$ref":"#/$defs/routes","default":{},"examples":[{"tasks":[{"match":"emails.*","queue":"emails"}]}]},"workflows":{"description":"Work of several steps, by name: a graph under `steps`, or one of the short forms `chain`, `group`, `chord` and `map`. A run keeps the graph that it began with.","x-entry":{"word":"workflow","code":"REF_WORKFLOW"},"type":"object","propertyNames":{"$ref":"#/$defs/name"},"additionalProperties":{"anyOf":[{"$ref":"#/$defs/workflowSteps"},{"$ref":"#/$defs/workflowChain"},{"$ref":"#/$defs/workflowGroup"},{"$ref":"#/$defs/workflowChord"},{"$ref":"#/$defs/workflowMap"}]},"default":{},"examples":[{"onboarding":{"chain":[{"task":"accounts.create"},{"task":"emails.welcome"}]}}]},"schedules":{"description":"Recurring jobs, by name. Each has either `cron` or `every`. Renaming one makes a new one. What fell due while no process looked is made up for: a tick of `cron` that is at most 60 s late always runs; of those that are later, and of an interval, only the newest runs, if it is at most 24 h late. The others are logged as missed. Ticks of a pause are not made up for.","x-entry":{"word":"schedule"},"type":"object","propertyNames":{"$ref":"#/$defs/name"},"additionalProperties":{"anyOf":[{"$ref":"#/$defs/cronSchedule"},{"$ref":"#/$defs/everySchedule"}]},"default":{},"examples":[{"cleanup":{"task":"maintenance.cleanup","cron":"0 0 * * *"}}]},"admin":{"$ref":"#/$defs/admin","default":{},"examples":[{"port":8080}]},"encryption":{"$ref":"#/$defs/encryption","examples":[{"keys":{"k1":"${SKEP_KEY_K1}"},"use":"k1"}]},"health":{"$ref":"#/$defs/health","examples":[{"port":8081}]},"shutdown":{"$ref":"#/$defs/shutdown","examples":[{"warm":"25s","soft":"5s"},"30s"]},"telemetry":{"$ref":"#/$defs/telemetry","default":{},"examples":[{"traces":{"exporter":"otlp"}}]},"reload":{"$ref":"#/$defs/reload","default":{},"examples":[{"watch":true,"debounce":"300ms"}]}},"$defs":{"name":{"title":"a name of lower-case letters, digits, `_`, `.` and `-`, at most 64, beginning with a letter or digit","type":"string","pattern":"^(?!(constructor|prototype)$)[a-z0-9][a-z0-9_.-]{0,63}$","examples":["emails.send"]},"duration":{"title":"a duration: a number with a unit (ms, s, m, h, d, w)","x-duration":{},"type":"string","pattern":"^(?=\\d)(\\d{1,15}(\\.\\d{1,9})?w)?(\\d{1,15}(\\.\\d{1,9})?d)?(\\d{1,15}(\\.\\d{1,9})?h)?(\\d{1,15}(\\.\\d{1,9})?m)?(\\d{1,15}(\\.\\d{1,9})?s)?(\\d{1,15}(\\.\\d{1,9})?ms)?$","maxLength":64,"examples":["300ms","5s","1h30m"]},"errorNames":{"type":"array","maxItems":100,"items":{"anyOf":[{"$ref":"#/$defs/errorName"},{"$ref":"#/$defs/httpStatus","x-shorthand":[{"means":"$"}]}]}},"errorName":{"title":"the name, code or HTTP status of an error","type":"string","maxLength":200,"pattern":"^[\\p{L}\\p{N}_$][\\p{L}\\p{N}_$.:/@ -]*$","examples":["ECONNRESET"]},"httpStatus":{"title":"an HTTP status","type":"integer","minimum":100,"maximum":599,"examples":[429]},"jsonSchema":{"title":"a JSON Schema (draft 2020-12)","type":["object","boolean"]},"jitter":{"title":"Jitter","description":"How the delay is spread, so that jobs that failed together do not come back together: `full` draws from 0 to the delay, `equal` from half of it.","type":"string","enum":["none","full","equal"],"examples":["full"]},"engineUrl":{"title":"an engine URL (sqlite:…, redis://…, rediss://… or unix:…)","type":"string","pattern":"^(sqlite:(?!//).|rediss?(\\+(sentinel|cluster))?://.|unix:.)","maxLength":2000,"examples":["sqlite:./var/skep.db","redis://127.0.0.1:6379/2","unix:/run/redis.sock"]},"sqliteEngine":{"description":"Embedded: one SQLite file, several processes of one host.","type":"object","additionalProperties":false,"required":["type"],"properties":{"type":{"description":"Kind of engine.","const":"sqlite","examples":["sqlite"]},"path":{"description":"The file, relative to the manifest; `:memory:` for tests.","title":"a file path","type":"string","minLength":1,"maxLength":1000,"default":"./var/skep.db","examples":["./var/skep.db"]},"lease":{"$ref":"#/$defs/lease","default":"30s","examples":["30s"]}}},"redisEngine":{"description":"Redis 6.2 or later, through bee-queue; several hosts.","type":"object","additionalProperties":false,"required":["type"],"properties":{"type":{"description":"Kind of engine.","const":"redis","examples":["redis"]},"url":{"description":"Address of the server, with user, password and database number where needed; `rediss:` for TLS, `redis+sentinel://HOST:PORT,HOST:PORT/GROUP` for a Sentinel group, `redis+cluster://HOST:PORT,HOST:PORT` for a Cluster.","title":"a Redis URL (redis://…, rediss://… or unix:…)","type":"string","pattern":"^(rediss?(\\+(sentinel|cluster))?://.|unix:.)","maxLength":2000,"default":"redis://127.0.0.1:6379","examples":["redis://127.0.0.1:6379/2","redis+sentinel://10.0.0.1:26379,10.0.0.2:26379/mymaster","redis+cluster://10.0.0.1:6379,10.0.0.2:6379"]},"prefix":{"description":"Beginning of every key that Skep writes, so that projects can share a server. Default: the manifest's `name`.","$ref":"#/$defs/name","examples":["shop"]},"lease":{"$ref":"#/$defs/lease","default":"30s","examples":["30s"]}}},"lease":{"description":"How long a process keeps its jobs without a sign of life; then they are rescued. At least 1s, at most 1h.","$ref":"#/$defs/duration","x-duration":{"min":"1s","max":"1h"}},"defaults":{"description":"What holds where a task, route or call says nothing.","type":"object","additionalProperties":false,"properties":{"queue":{"description":"Queue of tasks that no task route matches.","$ref":"#/$defs/name","x-ref":"queues","default":"default","examples":["default"]},"retry":{"description":"Retry policy of tasks that name none.","$ref":"#/$defs/name","x-ref":"retryPolicies","default":"standard","examples":["standard"]},"timeout":{"description":"Time limits of tasks that set none: one value is the hard limit. Without it an attempt may take for ever.","$ref":"#/$defs/timeout","examples":[{"soft":"25m","hard":"30m"}]},"executor":{"description":"Where the handlers of tasks run that say nothing of it. Without it `inline`.","type":"string","enum":["inline","thread","process"],"examples":["process"]},"cancelGrace":{"description":"How long attempts may go on after a cancel, of tasks that say nothing of it. Without it 5s. At most 1h.","$ref":"#/$defs/duration","x-duration":{"max":"1h"},"examples":["10s"]},"keep":{"$ref":"#/$defs/keep","default":{},"examples":[{"completed":"1d","dead":"30d"}]},"shutdownTimeout":{"description":"The former way to write `shutdown: { warm: …, soft: 0s }`. At most 1d.","$ref":"#/$defs/duration","x-duration":{"max":"1d"},"examples":["30s"]}}},"keep":{"description":"How long finished jobs are kept, by the state they ended in: for a time, `1d`, or for a time and of each queue at most so many, `{ for: 1d, count: 10000 }`.","type":"object","additionalProperties":false,"properties":{"completed":{"description":"Jobs that are done.","$ref":"#/$defs/retention","default":"1d","examples":["1d",{"for":"1d","count":10000}]},"cancelled":{"description":"Jobs ended on purpose.","$ref":"#/$defs/retention","default":"1d","examples":["1d",{"for":"1d","count":10000}]},"dead":{"description":"Jobs out of attempts, kept for a person.","$ref":"#/$defs/retention","default":"30d","examples":["30d",{"count":100000}]}}},"retention":{"anyOf":[{"$ref":"#/$defs/duration","x-shorthand":[{"means":{"for":"$"}}]},{"$ref":"#/$defs/retentionLimits"}]},"retentionLimits":{"type":"object","additionalProperties":false,"minProperties":1,"properties":{"for":{"description":"How long after a job was finished. Without it, the default of its state.","$ref":"#/$defs/duration","examples":["1d"]},"count":{"description":"Of each queue at most so many jobs of this state, those finished last. Without it, however many.","type":"integer","minimum":0,"maximum":1000000000,"examples":[10000]}}},"shutdown":{"description":"How a process stops. Warm: it reserves nothing more and lets what runs end. Soft: the signals of what still runs abort (`Shutdown`), so that it can save how far it is. Cold: what is left is ended where that is possible, and its job released, the attempt not counted. A duration alone is `warm` without `soft`; without the section 25s and 5s.","anyOf":[{"$ref":"#/$defs/duration","x-duration":{"max":"1d"},"x-shorthand":[{"means":{"warm":"$","soft":"0s"}}]},{"$ref":"#/$defs/shutdownLimits"}]},"resultWord":{"title":"the word `ignore`","type":"string","enum":["ignore"],"examples":["ignore"]},"resultRules":{"type":"object","additionalProperties":false,"properties":{"ignore":{"description":"Whether what the handler returns is dropped: the job completes without a result.","type":"boolean","default":false,"examples":[true]},"max":{"description":"Largest result, as JSON in UTF-8; a larger one fails the attempt for good (`RESULT_TOO_LARGE`). 1mb where it is not said, 16mb at most.","title":"a size: a number with a unit (b, kb, mb), as in 32kb","type":"string","pattern":"^\\d{1,15}(\\.\\d{1,9})?(b|kb|mb|gb|tb)$","maxLength":64,"examples":["10mb"]},"keep":{"description":"How long after the end the result is there; then it alone is removed, and the job says that it has expired. As long as the job where it is not said.","$ref":"#/$defs/duration","x-duration":{"min":"1s"},"examples":["1h"]}},"examples":[{"max":"10mb","keep":"1h"}]},"shutdownLimits":{"type":"object","additionalProperties":false,"properties":{"warm":{"description":"How long what runs may go on. At most 1d.","$ref":"#/$defs/duration","x-duration":{"max":"1d"},"default":"25s","examples":["25s"]},"soft":{"description":"How long handlers may take after that, their signals aborted. One that throws then is released, uncounted; one that returns is done. At most 1h.","$ref":"#/$defs/duration","x-duration":{"max":"1h"},"default":"5s","examples":["5s"]}}},"timeout":{"anyOf":[{"$ref":"#/$defs/hardTimeout","x-shorthand":[{"begins":"none","means":{}},{"means":{"hard":"$"}}]},{"$ref":"#/$defs/timeoutLimits"}]},"hardTimeout":{"title":"a duration such as 60s, or none","type":"string","pattern":"^(none|(?=\\d)(\\d{1,15}(\\.\\d{1,9})?w)?(\\d{1,15}(\\.\\d{1,9})?d)?(\\d{1,15}(\\.\\d{1,9})?h)?(\\d{1,15}(\\.\\d{1,9})?m)?(\\d{1,15}(\\.\\d{1,9})?s)?(\\d{1,15}(\\.\\d{1,9})?ms)?)$","maxLength":64,"examples":["60s","none"]},"timeoutLimits":{"type":"object","additionalProperties":false,"minProperties":1,"properties":{"soft":{"description":"The handler's signal aborts after this long; it may still tidy up.","$ref":"#/$defs/duration","x-duration":{"min":"1ms"},"examples":["25m"]},"hard":{"description":"The attempt is over after this long. A handler that keeps the event loop keeps this timer too: its attempt has timed out when it ends, or when the loop turns again.","$ref":"#/$defs/duration","x-duration":{"min":"1ms"},"examples":["30m"]}}},"queue":{"description":"One lane.","type":"object","additionalProperties":false,"properties":{"concurrency":{"description":"Handlers at once, per process.","type":"integer","minimum":1,"maximum":10000,"default":10,"examples":[50]},"globalConcurrency":{"description":"Attempts at once over all processes, beside `concurrency` of each. It holds as written in the manifest that was started or reloaded last, for waiting jobs too.","$ref":"#/$defs/limit","examples":[4]},"rate":{"description":"Starts in a time over all processes. On a Redis Cluster each queue, and each part of one with shards, counts alone.","$ref":"#/$defs/queueRate","examples":["10/s",{"limit":"10/s","burst":1}]},"shards":{"description":"Redis only: parts that the queue is spread over, so that several masters of a Cluster carry it. Order holds within a part. It may be changed at any time; on SQLite it means nothing.","type":"integer","minimum":1,"maximum":64,"default":1,"examples":[8]},"foreign":{"description":"Redis only: jobs that a plain bee-queue program saved in this queue run as this task. Without it they are left alone.","$ref":"#/$defs/name","x-ref":"tasks","examples":["legacy.import"]}}},"bucket":{"description":"A rate, a number of attempts at once, or both.","type":"object","additionalProperties":false,"properties":{"rate":{"description":"Starts in a second, minute, hour or day, over all processes.","$ref":"#/$defs/rateText","examples":["100/s"]},"burst":{"description":"Starts together after a rest. Without it as many as in a second, at least one.","$ref":"#/$defs/burst","examples":[20]},"concurrency":{"description":"Attempts at once, over all processes.","$ref":"#/$defs/limit","examples":[20]}}},"rateText":{"title":"a rate: a number of jobs per s, m, h or d, as in `10/m`","type":"string","maxLength":64,"pattern":"^[1-9][0-9]{0,6}/[smhd]$","examples":["10/m"]},"burst":{"title":"a whole number from 1 to 1000000","type":"integer","minimum":1,"maximum":1000000},"limit":{"title":"a whole number from 1 to 10000","type":"integer","minimum":1,"maximum":10000},"limitKey":{"title":"a place in the payload, as in `payload.tenant`","type":"string","maxLength":200,"pattern":"^payload(\\.[A-Za-z0-9_-]+)+$","examples":["payload.tenant"]},"queueRate":{"anyOf":[{"$ref":"#/$defs/rateText","x-shorthand":[{"means":{"limit":"$"}}]},{"$ref":"#/$defs/queueRateRule"}]},"queueRateRule":{"type":"object","additionalProperties":false,"required":["limit"],"properties":{"limit":{"description":"Starts in a second, minute, hour or day.","$ref":"#/$defs/rateText","examples":["10/m"]},"burst":{"description":"Starts together after a rest. Without it as many as in a second, at least one.","$ref":"#/$defs/burst","examples":[20]}}},"taskRate":{"anyOf":[{"$ref":"#/$defs/rateText","x-shorthand":[{"means":{"limit":"$"}}]},{"$ref":"#/$defs/taskRateRule"}]},"taskRateRule":{"type":"object","additionalProperties":false,"required":["limit"],"properties":{"limit":{"description":"Starts in a second, minute, hour or day.","$ref":"#/$defs/rateText","examples":["10/m"]},"burst":{"description":"Starts together after a rest. Without it as many as in a second, at least one.","$ref":"#/$defs/burst","examples":[20]},"key":{"description":"Where in the payload the value is for each of which the limit holds alone. Jobs without it count together.","$ref":"#/$defs/limitKey","examples":["payload.tenant"]}}},"taskConcurrency":{"anyOf":[{"$ref":"#/$defs/limit"},{"$ref":"#/$defs/taskConcurrencyRule"}]},"taskConcurrencyRule":{"type":"object","additionalProperties":false,"required":["limit"],"properties":{"limit":{"description":"Attempts at once.","$ref":"#/$defs/limit","examples":[1]},"key":{"description":"Where in the payload the value is for each of which the limit holds alone. Jobs without it count together.","$ref":"#/$defs/limitKey","examples":["payload.tenant"]}}},"collect":{"type":"object","additionalProperties":false,"properties":{"size":{"description":"Jobs of one call at most.","type":"integer","minimum":1,"maximum":1000,"default":100,"examples":[100]},"wait":{"description":"How long the first waits for company; then the call begins with those that have come. At most 1h.","$ref":"#/$defs/duration","x-duration":{"max":"1h"},"default":"1s","examples":["2s"]},"key":{"description":"Where in the payload the value is that all jobs of one call have in common.","$ref":"#/$defs/limitKey","examples":["payload.tenant"]}}},"bucketUse":{"type":"object","additionalProperties":false,"required":["bucket"],"properties":{"bucket":{"description":"Name of the bucket.","$ref":"#/$defs/name","x-ref":"buckets","examples":["stripe"]},"cost":{"description":"How much of it one job takes.","$ref":"#/$defs/limit","default":1,"examples":[2]}}},"retryPolicy":{"description":"What happens after a failed attempt.","type":"object","additionalProperties":false,"properties":{"maxAttempts":{"description":"Attempts in all, the first included; then the job is dead.","type":"integer","minimum":1,"maximum":1000,"default":4,"examples":[6]},"backoff":{"description":"How long until the next attempt.","anyOf":[{"$ref":"#/$defs/fixedBackoff"},{"$ref":"#/$defs/linearBackoff"},{"$ref":"#/$defs/exponentialBackoff"},{"$ref":"#/$defs/listBackoff"}],"default":{"type":"exponential"},"examples":[{"type":"exponential","base":"1s","factor":2,"max":"5m","jitter":"full"},{"type":"list","delays":["10s","1m","5m"]}]},"retryOn":{"description":"Errors that are retried, by class, code or HTTP status (see Rules); empty means all.","$ref":"#/$defs/errorNames","default":[],"examples":[["ECONNRESET","TimeoutError","5xx"]]},"deadOn":{"description":"Errors that make the job dead at once; they win over `retryOn`.","$ref":"#/$defs/errorNames","default":[],"examples":[["PaymentDeclined",402]]},"retryFor":{"description":"No attempt starts later than this after the first one began. Without it only `maxAttempts` ends the tries.","$ref":"#/$defs/duration","examples":["2h"]}}},"fixedBackoff":{"description":"The same delay each time.","type":"object","additionalProperties":false,"required":["type"],"properties":{"type":{"description":"Kind of backoff.","const":"fixed","examples":["fixed"]},"base":{"description":"The delay.","$ref":"#/$defs/duration","default":"1s","examples":["10s"]},"jitter":{"$ref":"#/$defs/jitter","default":"none","examples":["equal"]}}},"linearBackoff":{"description":"base, 2·base, 3·base … up to max.","type":"object","additionalProperties":false,"required":["type"],"properties":{"type":{"description":"Kind of backoff.","const":"linear","examples":["linear"]},"base":{"description":"The first delay, and what each further one adds.","$ref":"#/$defs/duration","default":"1s","examples":["10s"]},"max":{"description":"The longest delay.","$ref":"#/$defs/duration","default":"5m","examples":["5m"]},"jitter":{"$ref":"#/$defs/jitter","default":"none","examples":["equal"]}}},"exponentialBackoff":{"description":"base, base·factor, base·factor² … up to max.","type":"object","additionalProperties":false,"required":["type"],"properties":{"type":{"description":"Kind of backoff.","const":"exponential","examples":["exponential"]},"base":{"description":"The first delay.","$ref":"#/$defs/duration","default":"1s","examples":["1s"]},"factor":{"description":"What each further delay is multiplied with.","type":"number","minimum":1,"maximum":100,"default":2,"examples":[2]},"max":{"description":"The longest delay.","$ref":"#/$defs/duration","default":"5m","examples":["5m"]},"jitter":{"$ref":"#/$defs/jitter","default":"full","examples":["full"]}}},"listBackoff":{"description":"The n-th delay before attempt n+1; the last one repeats.","type":"object","additionalProperties":false,"required":["type","delays"],"properties":{"type":{"description":"Kind of backoff.","const":"list","examples":["list"]},"delays":{"description":"The delays in order.","type":"array","minItems":1,"maxItems":100,"items":{"$ref":"#/$defs/duration"},"examples":[["10s","1m","5m"]]},"jitter":{"$ref":"#/$defs/jitter","default":"none","examples":["equal"]}}},"handler":{"title":"a handler: a module below the manifest's folder, ./path/to/module.ts#export","type":"string","pattern":"^\\./[^#?\\\\:*\\u0000-\\u001f\\u007f]*[^#?\\\\:*/\\u0000-\\u001f\\u007f](#[A-Za-z_$][A-Za-z0-9_$]*)?$","maxLength":1000,"examples":["./handlers/emails.ts#send","./handlers/ping.ts"]},"task":{"description":"One kind of work, done by a `handler` or by a `request`. A task that only names its handler may be written as that text alone.","type":"object","additionalProperties":false,"properties":{"description":{"description":"What it does, for people.","type":"string","maxLength":2000,"examples":["Send one e-mail."]},"extends":{"description":"Bases that it is built on: later ones are laid over earlier ones, its own keys over all. Keys are replaced as a whole; those of `use` and hooks of one event add up. `description` is not passed on.","type":"array","maxItems":20,"uniqueItems":true,"items":{"type":"string","$ref":"#/$defs/name","x-ref":"bases"},"default":[],"examples":[["patient"]]},"handler":{"description":"Module and export of the function that does the work, relative to the main manifest's folder; the default export when no `#` follows. Required, here or in a base.","$ref":"#/$defs/handler","examples":["./handlers/emails.ts#send"]},"executor":{"description":"Where its handler runs. `inline`: in the worker's own process. `thread`: in a thread of it, `process`: in a process of its own; both can be ended, whatever the handler does. docs/executors.md says how to choose. Default: that of `defaults`.","type":"string","enum":["inline","thread","process"],"default":"inline","x-late-default":true,"examples":["process"]},"limits":{"description":"What an attempt may take; one that takes more is ended and has failed (`ATTEMPT_OUT_OF_MEMORY`, `ATTEMPT_OUT_OF_CPU`). Only with the executor `thread` or `process`.","$ref":"#/$defs/limits","examples":[{"memory":"256mb","cpu":"30s"}]},"request":{"description":"In place of a handler: an HTTP request per attempt. An answer of 2xx completes the job, and its body is the result.","$ref":"#/$defs/request","examples":[{"url":"https://partner.example/sync","sign":{"secret":"${PARTNER_SECRET}"}}]},"command":{"description":"In place of a handler: a program per attempt, with its arguments, started without a shell. It gets the payload as JSON on its standard input; exit code 0 completes the job. Expressions in arguments read payload and job, and a value that may begin with `-` belongs behind `--`. docs/commands.md has the rest.","type":"array","minItems":1,"maxItems":1000,"items":{"title":"text","type":"string","maxLength":8000},"x-template":["payload","job"],"examples":[["find","/var/cache/shop","-mtime","+7","-delete"]]},"cwd":{"description":"Folder that its command runs in; relative to the main manifest's, which is the default.","type":"string","minLength":1,"maxLength":4000,"examples":["./scripts"]},"env":{"description":"Variables of the environment that its command gets, besides those that tell it of its job; what is not named here it does not get. Default: PATH, HOME, USER, LOGNAME, LANG, LC_ALL, LC_CTYPE, TZ, TMPDIR.","type":"array","maxItems":100,"uniqueItems":true,"items":{"title":"the name of a variable, as in PATH","type":"string","pattern":"^[A-Za-z_][A-Za-z0-9_]*$","maxLength":200,"examples":["PATH"]},"examples":[["PATH","HOME"]]},"exitCodes":{"description":"What exit codes of its command mean: `complete` the job, `retry` it by its policy, `dead` without another attempt, `cancel` it. 0 completes; codes that are not named fail the attempt.","type":"object","minProperties":1,"propertyNames":{"title":"an exit code, a whole number from 1 to 255","type":"string","pattern":"^(0|[1-9][0-9]{0,2})$","examples":["75"]},"additionalProperties":{"type":"string","enum":["complete","retry","dead","cancel"]},"examples":[{"65":"dead","75":"retry"}]},"on":{"description":"Hooks: what is told of its jobs, and to whom.","$ref":"#/$defs/hooks","examples":[{"failure":{"task":"ops.alert","with":{"text":"${error.message}"}},"success":"./handlers/hooks.ts#succeeded"}]},"input":{"description":"JSON Schema (2020-12) of the payload, checked at enqueue and again before each attempt. What is missing and has a `default` is filled in at enqueue. Without it anything goes. Patterns run in linear time: without look-around and back-references.","$ref":"#/$defs/jsonSchema","examples":[{"type":"object","required":["to"],"properties":{"to":{"type":"string","format":"email"}}}]},"output":{"description":"JSON Schema (2020-12) of the result; a result that breaks it fails the attempt.","$ref":"#/$defs/jsonSchema","examples":[{"type":"object","required":["rows"],"properties":{"rows":{"type":"integer"}}}]},"encrypt":{"description":"Whether payload and result are stored encrypted, with a key of `encryption`. They are shown to nobody but admins on request. Jobs that wait already stay as they are.","type":"boolean","default":false,"examples":[true]},"version":{"description":"Form of the payload. It is stored with each job; jobs of an older version are brought up by `upcast`, and those of a newer one wait for a process that knows it.","type":"integer","minimum":1,"maximum":1000,"default":1,"examples":[2]},"upcast":{"description":"What brings payloads of older versions up, by the version that it takes: a plain function, without promises, that returns the payload in the form of the next version.","type":"object","propertyNames":{"title":"a version","type":"string","pattern":"^[1-9][0-9]{0,2}$","examples":["1"]},"additionalProperties":{"$ref":"#/$defs/handler"},"default":{},"examples":[{"1":"./handlers/upcasts.ts#v1to2"}]},"sensitive":{"description":"Parts of its payloads that are not shown: not by API and CLI, not in errors, log lines, progress and violations. Keys with dots between, `*` for each key or item; of the result where a path begins with `result`. docs/payloads.md has the rest.","type":"array","maxItems":100,"uniqueItems":true,"items":{"title":"a path: keys with dots between, as in card.number or items.*.token","type":"string","pattern":"^([^.\\s$/][^.\\s]*|\\$[^.\\s]+)(\\.[^.\\s]+)*$","maxLength":500,"examples":["card.number"]},"default":[],"examples":[["card.number","items.*.token"]]},"maxPayload":{"description":"Largest payload of its jobs, as JSON in UTF-8; what is larger is refused before anything is stored (`PAYLOAD_TOO_LARGE`, HTTP 413). No payload may have more than 1mb.","title":"a size: a number with a unit (b, kb, mb), as in 32kb","type":"string","pattern":"^\\d{1,15}(\\.\\d{1,9})?(b|kb|mb|gb|tb)$","maxLength":64,"examples":["32kb"]},"result":{"description":"What becomes of its results. `ignore`: they are not stored. Otherwise how large they may be, and how long they are kept where that is shorter than the job. Jobs that wait already keep what they were given.","anyOf":[{"$ref":"#/$defs/resultWord","x-shorthand":[{"means":{"ignore":true}}]},{"$ref":"#/$defs/resultRules"}],"examples":["ignore",{"max":"10mb","keep":"1h"}]},"retry":{"description":"Name of a retry policy, or a policy written here. Default: that of `defaults`.","anyOf":[{"$ref":"#/$defs/name","x-ref":"retryPolicies"},{"$ref":"#/$defs/retryPolicy"}],"examples":["standard",{"maxAttempts":2}]},"timeout":{"description":"Time limits of an attempt: one value is the hard limit, `none` lifts that of `defaults`. It replaces the limits of `defaults` as a whole.","$ref":"#/$defs/timeout","examples":["60s",{"soft":"50s","hard":"60s"}]},"cancelGrace":{"description":"How long an attempt may go on after its job was cancelled; then it is over, and what runs in a thread or process is ended. Default: that of `defaults`. At most 1h.","$ref":"#/$defs/duration","x-duration":{"max":"1h"},"default":"5s","x-late-default":true,"examples":["30s"]},"priority":{"description":"0 to 9, smaller runs sooner. A task without one takes that of the task route that matches it, else the default.","type":"integer","minimum":0,"maximum":9,"default":5,"x-late-default":true,"examples":[3]},"tags":{"description":"Words that all its jobs carry, to find them by.","type":"array","maxItems":20,"uniqueItems":true,"items":{"title":"a word of letters, digits, `_`, `.`, `:` and `-`, at most 64","type":"string","pattern":"^[A-Za-z0-9][A-Za-z0-9_.:-]{0,63}$","examples":["mail"]},"default":[],"examples":[["mail"]]},"rate":{"description":"How many of its jobs may start in a time, over all processes; those that may not yet are held, in nobody's way. On a Redis Cluster it counts in each queue alone.","$ref":"#/$defs/taskRate","examples":["10/m",{"limit":"10/m","key":"payload.tenant"}]},"concurrency":{"description":"How many of its jobs may run at once, over all processes. On a Redis Cluster it counts in each queue alone.","$ref":"#/$defs/taskConcurrency","examples":[3,{"limit":1,"key":"payload.tenant"}]},"collect":{"description":"Its handler gets many jobs in one call: the payloads of up to `size` of them, and it answers for each. Each keeps its own attempt, retries, result and trace. Handlers that run inline only.","$ref":"#/$defs/collect","examples":[{"size":100,"wait":"2s"}]},"uses":{"x-adds-up":true,"description":"Buckets that each of its jobs takes from when it starts.","type":"array","maxItems":20,"items":{"anyOf":[{"$ref":"#/$defs/name","x-shorthand":[{"means":{"bucket":"$"}}]},{"$ref":"#/$defs/bucketUse"}]},"default":[],"examples":[["stripe"],[{"bucket":"stripe","cost":2}]]},"use":{"x-adds-up":true,"description":"Resources that its handler gets as `ctx.resources.NAME`, opened in this order before it starts and closed the other way round when the attempt is over.","type":"array","maxItems":20,"uniqueItems":true,"items":{"type":"string","$ref":"#/$defs/name","x-ref":"resources"},"default":[],"examples":[["db"]]}}},"limits":{"type":"object","additionalProperties":false,"minProperties":1,"properties":{"memory":{"description":"Of a process: all that it has in memory (resident set), which Node alone fills to some 50mb. Of a thread: its heap; buffers lie outside of it.","title":"a size: a number with a unit (b, kb, mb, gb), as in 256mb","type":"string","pattern":"^\\d{1,15}(\\.\\d{1,9})?(b|kb|mb|gb|tb)$","maxLength":64,"examples":["256mb"]},"cpu":{"description":"CPU time from its beginning on. Of a thread: how long its event loop was busy.","$ref":"#/$defs/duration","x-duration":{"min":"10ms"},"examples":["30s"]}}},"executors":{"description":"Pools of threads and processes, for each process of Skep. They are made when a task needs them.","type":"object","additionalProperties":false,"properties":{"thread":{"$ref":"#/$defs/threadPool","default":{},"examples":[{"size":2}]},"process":{"$ref":"#/$defs/processPool","default":{},"examples":[{"size":2,"recycle":{"afterJobs":1000}}]}}},"threadPool":{"description":"The threads of a process of Skep.","type":"object","additionalProperties":false,"properties":{"size":{"description":"How many attempts run at once in it; those of all tasks share them, and more wait for a place, their time limits not yet counted. Default: the number of cores.","type":"integer","minimum":1,"maximum":1000,"examples":[4]}}},"processPool":{"description":"The processes that belong to a process of Skep.","type":"object","additionalProperties":false,"properties":{"size":{"description":"How many attempts run at once in it; those of all tasks share them, and more wait for a place, their time limits not yet counted. Default: the number of cores.","type":"integer","minimum":1,"maximum":1000,"examples":[4]},"recycle":{"$ref":"#/$defs/recycle","default":{},"examples":[{"afterJobs":1000,"overMemory":"512mb"}]}}},"recycle":{"description":"When a process is replaced by a fresh one, between two attempts. Without it, when it has ended.","type":"object","additionalProperties":false,"properties":{"afterJobs":{"description":"After so many attempts; 1 gives each a process of its own.","type":"integer","minimum":1,"maximum":1000000000,"examples":[1000]},"overMemory":{"description":"Once it has more than that in memory (resident set).","title":"a size: a number with a unit (b, kb, mb, gb), as in 256mb","type":"string","pattern":"^\\d{1,15}(\\.\\d{1,9})?(b|kb|mb|gb|tb)$","maxLength":64,"examples":["512mb"]}}},"resource":{"description":"Something that is opened for attempts and closed after them.","type":"object","additionalProperties":false,"required":["module"],"properties":{"module":{"description":"Module that exports `open(config, ctx)`, `close(value, outcome)` and, if it can tell, `check(value)`; relative to the main manifest's folder.","title":"a module below the manifest's folder, ./path/to/module.ts","type":"string","pattern":"^\\./[^#?\\\\:*\\u0000-\\u001f\\u007f]*[^#?\\\\:*/\\u0000-\\u001f\\u007f]$","maxLength":1000,"examples":["./handlers/resources/db.ts"]},"scope":{"description":"`attempt`: each attempt opens its own and closes it with its outcome. `process`: one for all attempts of a process, opened by the first that uses it, closed at its end or when a reload replaces it.","type":"string","enum":["attempt","process"],"default":"attempt","examples":["process"]},"config":{"x-secret":true,"description":"What `open` is given first.","default":{},"examples":[{"url":"${DATABASE_URL:-postgres://localhost/shop}"}]},"openTimeout":{"description":"How long opening may take; then the attempt has failed. At most 1h.","$ref":"#/$defs/duration","x-duration":{"min":"1ms","max":"1h"},"default":"30s","examples":["5s"]},"closeTimeout":{"description":"How long closing may take after an attempt that ended by itself; one that was cut off has 3 s. At most 5m.","$ref":"#/$defs/duration","x-duration":{"min":"1ms","max":"5m"},"default":"10s","examples":["30s"]}}},"request":{"description":"An HTTP request that does the work of a task.","type":"object","additionalProperties":false,"required":["url"],"properties":{"method":{"description":"HTTP method.","type":"string","enum":["GET","HEAD","POST","PUT","PATCH","DELETE"],"default":"POST","examples":["PUT"]},"url":{"description":"Where it goes. Expressions read payload and job; what they put into a path or a query is percent-encoded. One expression may be all of it, but never a part of the host.","title":"an address that begins with http:// or https://","type":"string","minLength":1,"maxLength":4000,"x-template":["payload","job"],"examples":["https://partner.example/orders/${payload.order_id}"]},"headers":{"x-secret":true,"description":"Headers besides those that Skep sends. Expressions read payload and job.","type":"object","maxProperties":50,"additionalProperties":{"title":"text","type":"string","maxLength":8000},"default":{},"x-template":["payload","job"],"examples":[{"x-kind":"full","authorization":"Bearer ${PARTNER_TOKEN}"}]},"body":{"description":"Template of the body; expressions read payload and job. It is sent as JSON, and a text as it is where `headers` name another content-type; '' is no body. Default: `${payload}` for POST, PUT and PATCH, else none.","x-template":["payload","job"],"examples":["${payload}",{"order":"${payload.order_id}"}]},"timeout":{"description":"How long it may take, redirects included. At most 1h.","$ref":"#/$defs/duration","x-duration":{"min":"1ms","max":"1h"},"default":"30s","examples":["30s"]},"sign":{"description":"Signs the body: `skep-signature: t=SECONDS,v1=HMAC`, the SHA-256 HMAC of `SECONDS.BODY` in hexadecimal.","$ref":"#/$defs/sign","examples":[{"secret":"${PARTNER_SECRET}"}]},"allowPrivate":{"description":"Whether it may go to addresses that are not public: this machine, private networks, link-local ones. What is checked is the address that is connected to, that of each redirect too.","type":"boolean","default":false,"examples":[true]}}},"hooks":{"description":"What is told of its jobs, and to whom: a function in the process of the attempt, a task that gets a job, a URL that gets a signed request; one or a list. A hook that fails changes no outcome.","type":"object","additionalProperties":false,"minProperties":1,"properties":{"start":{"x-adds-up":true,"description":"When an attempt begins.","anyOf":[{"$ref":"#/$defs/handler"},{"$ref":"#/$defs/taskHook"},{"$ref":"#/$defs/webhookHook"},{"$ref":"#/$defs/hookList"}],"examples":["./handlers/hooks.ts#started"]},"success":{"x-adds-up":true,"description":"When the job has completed.","anyOf":[{"$ref":"#/$defs/handler"},{"$ref":"#/$defs/taskHook"},{"$ref":"#/$defs/webhookHook"},{"$ref":"#/$defs/hookList"}],"examples":["./handlers/hooks.ts#succeeded"]},"retry":{"x-adds-up":true,"description":"When an attempt has failed and another follows.","anyOf":[{"$ref":"#/$defs/handler"},{"$ref":"#/$defs/taskHook"},{"$ref":"#/$defs/webhookHook"},{"$ref":"#/$defs/hookList"}],"examples":["./handlers/hooks.ts#retried"]},"failure":{"x-adds-up":true,"description":"When the job is dead.","anyOf":[{"$ref":"#/$defs/handler"},{"$ref":"#/$defs/taskHook"},{"$ref":"#/$defs/webhookHook"},{"$ref":"#/$defs/hookList"}],"examples":["./handlers/hooks.ts#failed"]},"cancel":{"x-adds-up":true,"description":"When the job was cancelled, or has expired.","anyOf":[{"$ref":"#/$defs/handler"},{"$ref":"#/$defs/taskHook"},{"$ref":"#/$defs/webhookHook"},{"$ref":"#/$defs/hookList"}],"examples":["./handlers/hooks.ts#cancelled"]}}},"hookList":{"title":"a list of hooks","type":"array","minItems":1,"maxItems":20,"items":{"anyOf":[{"$ref":"#/$defs/handler"},{"$ref":"#/$defs/taskHook"},{"$ref":"#/$defs/webhookHook"}]}},"taskHook":{"title":"a task that gets a job: { task, with }","description":"A task that gets a job, stored in the step that stores what it tells of.","type":"object","additionalProperties":false,"required":["task"],"properties":{"task":{"description":"The task.","$ref":"#/$defs/name","x-ref":"tasks","examples":["ops.alert"]},"with":{"description":"Template of its payload; expressions read job, result, error and nextAt. Without it: all of these, and the event.","x-template":["job","result","error","nextAt"],"examples":[{"text":"${job.task} failed: ${error.message}"}]}}},"webhookHook":{"title":"a URL that is told: { webhook, secret, headers }","description":"A URL that gets a POST of event, job (without its payload), result, error and nextAt: by a job of the built-in task `skep.webhook`, which is tried for hours.","type":"object","additionalProperties":false,"required":["webhook"],"properties":{"webhook":{"x-secret":true,"description":"Where it goes.","title":"an address that begins with http:// or https://","type":"string","minLength":1,"maxLength":4000,"examples":["https://hooks.example/skep"]},"secret":{"x-secret":true,"description":"Signs the body, as `sign` of a request does; best from the environment; never shown.","title":"a secret","type":"string","minLength":1,"maxLength":1000,"examples":["${HOOK_SECRET}"]},"headers":{"x-secret":true,"description":"Headers besides those that Skep sends.","type":"object","maxProperties":50,"additionalProperties":{"title":"text","type":"string","maxLength":8000},"default":{},"examples":[{"authorization":"Bearer ${HOOK_TOKEN}"}]},"allowPrivate":{"description":"Whether it may go to addresses that are not public.","type":"boolean","default":false,"examples":[true]}}},"sign":{"description":"How a request is signed.","type":"object","additionalProperties":false,"required":["secret"],"properties":{"secret":{"x-secret":true,"description":"Key of the HMAC, which both sides know; best from the environment; never shown.","title":"a secret","type":"string","minLength":1,"maxLength":1000,"examples":["${PARTNER_SECRET}"]}}},"routes":{"description":"How work gets in, and where it goes.","type":"object","additionalProperties":false,"properties":{"tasks":{"description":"Task to queue; the first that matches wins.","type":"array","maxItems":2000,"items":{"$ref":"#/$defs/taskRoute"},"default":[],"examples":[[{"match":"emails.*","queue":"emails"}]]},"http":{"description":"Request to job; served by the admin server beside its own paths. The first that matches wins.","type":"array","maxItems":2000,"items":{"anyOf":[{"$ref":"#/$defs/enqueueRoute"},{"$ref":"#/$defs/enqueueSeveralRoute"},{"$ref":"#/$defs/afterRoute"},{"$ref":"#/$defs/showRoute"}]},"default":[],"examples":[[{"path":"/notifications/send-email","task":"emails.send"}]]}}},"taskRoute":{"description":"Sends the jobs of the tasks it matches to a queue.","type":"object","additionalProperties":false,"required":["match","queue"],"properties":{"match":{"description":"Task name or pattern: `*` stands for any run of characters, dots too, `?` for one, `{a,b}` for one of these.","title":"a task name or a pattern with `*`, `?` or `{a,b}`","type":"string","minLength":1,"maxLength":128,"examples":["emails.*"]},"queue":{"description":"Where their jobs go.","$ref":"#/$defs/name","x-ref":"queues","examples":["emails"]},"priority":{"description":"Priority of those tasks that set none themselves.","type":"integer","minimum":0,"maximum":9,"examples":[8]}}},"taskPattern":{"title":"a task name or a pattern with `*`","type":"string","minLength":1,"maxLength":128,"examples":["emails.*"]},"taskPatterns":{"title":"a list of task names or patterns","type":"array","minItems":1,"maxItems":100,"items":{"$ref":"#/$defs/taskPattern"}},"routePath":{"title":"a path such as /reports/:id (segments of letters, digits, `.`, `_`, `~`, `@`, `-`, or `:name`)","type":"string","pattern":"^/$|^(/(:[A-Za-z_][A-Za-z0-9_]*|[A-Za-z0-9._~@-]+))+$","maxLength":500,"examples":["/reports/:id"]},"public":{"description":"Whether it may be called without a token although tokens are declared.","type":"boolean"},"enqueueRoute":{"description":"A request that becomes a job.","type":"object","additionalProperties":false,"required":["path","task"],"properties":{"method":{"description":"HTTP method.","type":"string","enum":["GET","POST","PUT","PATCH","DELETE"],"default":"POST","examples":["POST"]},"path":{"description":"Path, with `:name` for parameters.","$ref":"#/$defs/routePath","examples":["/notifications/send-email"]},"description":{"description":"What it does, for people and for /openapi.json.","type":"string","maxLength":2000,"examples":["Send one e-mail."]},"task":{"description":"The task to enqueue.","$ref":"#/$defs/name","x-ref":"tasks","examples":["emails.send"]},"with":{"description":"Template of the payload; expressions read body, params, query and headers. What comes as text from params, query and headers becomes what the task's input wants there, where it reads as such. Without it the payload is the request's body.","x-template":["body","params","query","headers"],"examples":[{"to":"${body.email}","subject":"Welcome"}]},"after":{"description":"What is done beside the answer, see `after`.","$ref":"#/$defs/afterCalls","default":[],"examples":[[{"task":"users.log","with":{"user":"${params.user_id}"},"mode":"inline"}]]},"order":{"description":"Whether those of `after` that run inline run one after the other or all at once.","$ref":"#/$defs/afterOrder","default":"sequence","examples":["parallel"]},"respond":{"$ref":"#/$defs/enqueueRespond","default":{},"examples":[{"body":{"task_id":"${job.id}"}}]},"public":{"$ref":"#/$defs/public","default":false,"examples":[true]}}},"enqueueSeveralRoute":{"description":"A request that becomes several jobs: all of them or none.","type":"object","additionalProperties":false,"required":["path","tasks"],"properties":{"method":{"description":"HTTP method.","type":"string","enum":["GET","POST","PUT","PATCH","DELETE"],"default":"POST","examples":["POST"]},"path":{"description":"Path, with `:name` for parameters.","$ref":"#/$defs/routePath","examples":["/users/:user_id/action"]},"description":{"description":"What it does, for people and for /openapi.json.","type":"string","maxLength":2000,"examples":["Welcome a user."]},"tasks":{"description":"The tasks to enqueue, each with a payload of its own. A task may be there more than once.","type":"array","minItems":1,"maxItems":100,"items":{"$ref":"#/$defs/taskCall"},"examples":[[{"task":"emails.send","with":{"to":"${body.email}"}},{"task":"users.log"}]]},"after":{"description":"What is done beside the answer, see `after`.","$ref":"#/$defs/afterCalls","default":[],"examples":[[{"task":"users.log","with":{"user":"${params.user_id}"},"mode":"inline"}]]},"order":{"description":"Whether those of `after` that run inline run one after the other or all at once.","$ref":"#/$defs/afterOrder","default":"sequence","examples":["parallel"]},"respond":{"$ref":"#/$defs/enqueueSeveralRespond","default":{},"examples":[{"body":{"task_id":"${jobs.0.id}"}}]},"public":{"$ref":"#/$defs/public","default":false,"examples":[true]}}},"afterRoute":{"description":"A request that is answered, with work beside its answer.","type":"object","additionalProperties":false,"required":["path","after"],"properties":{"method":{"description":"HTTP method.","type":"string","enum":["GET","POST","PUT","PATCH","DELETE"],"default":"POST","examples":["POST"]},"path":{"description":"Path, with `:name` for parameters.","$ref":"#/$defs/routePath","examples":["/users/:user_id/action"]},"description":{"description":"What it does, for people and for /openapi.json.","type":"string","maxLength":2000,"examples":["Note what a user did."]},"after":{"description":"What is done beside the answer. All payloads are checked before anything is done: a wrong one refuses the request.","$ref":"#/$defs/afterCalls","examples":[[{"task":"users.log","with":{"user":"${params.user_id}"},"mode":"inline"}]]},"order":{"description":"Whether those of `after` that run inline run one after the other or all at once.","$ref":"#/$defs/afterOrder","default":"sequence","examples":["parallel"]},"respond":{"$ref":"#/$defs/afterRespond","default":{},"examples":[{"body":{"status":"ok"}}]},"public":{"$ref":"#/$defs/public","default":false,"examples":[true]}}},"afterOrder":{"type":"string","enum":["sequence","parallel"]},"afterCalls":{"title":"a list of tasks, each with its payload and `mode`","type":"array","maxItems":100,"items":{"$ref":"#/$defs/afterCall"}},"afterCall":{"description":"A task beside the answer of a request.","type":"object","additionalProperties":false,"required":["task"],"properties":{"task":{"description":"The task to run.","$ref":"#/$defs/name","x-ref":"tasks","examples":["emails.send"]},"with":{"description":"Template of its payload, as in a route of one task. Without it the payload is the request's body.","x-template":["body","params","query","headers"],"examples":[{"to":"${body.email}","subject":"Welcome"}]},"mode":{"description":"`inline`: once, in the process that answered and after the answer is sent; nothing is stored, so it is lost with the process and not tried again. `queued`: a job like any other, stored before the answer.","type":"string","enum":["inline","queued"],"default":"inline","examples":["queued"]}}},"afterRespond":{"description":"The answer.","type":"object","additionalProperties":false,"properties":{"status":{"description":"HTTP status.","type":"integer","minimum":200,"maximum":599,"default":200,"examples":[202]},"body":{"description":"Template of the answer's JSON; expressions as in `with`, and `jobs`: those of `after` that are queued, in their order. Without it the API's own answer is given.","x-template":["jobs","body","params","query","headers"],"examples":[{"status":"ok"}]}}},"taskCall":{"description":"One of the tasks that a request enqueues.","type":"object","additionalProperties":false,"required":["task"],"properties":{"task":{"description":"The task to enqueue.","$ref":"#/$defs/name","x-ref":"tasks","examples":["emails.send"]},"with":{"description":"Template of its payload, as in a route of one task. Without it the payload is the request's body.","x-template":["body","params","query","headers"],"examples":[{"to":"${body.email}","subject":"Welcome"}]}}},"enqueueSeveralRespond":{"description":"The answer.","type":"object","additionalProperties":false,"properties":{"status":{"description":"HTTP status.","type":"integer","minimum":200,"maximum":599,"default":202,"examples":[202]},"body":{"description":"Template of the answer's JSON; expressions as in `with`, and `jobs`, in the order of `tasks`, behind them those of `after` that are queued. Without it the API's own answer is given.","x-template":["jobs","body","params","query","headers"],"examples":[{"message":"Welcome","task_ids":["${jobs.0.id}","${jobs.1.id}"]}]}}},"enqueueRespond":{"description":"The answer.","type":"object","additionalProperties":false,"properties":{"status":{"description":"HTTP status.","type":"integer","minimum":200,"maximum":599,"default":202,"examples":[202]},"body":{"description":"Template of the answer's JSON; expressions as in `with`, and job. Without it the API's own answer is given.","x-template":["job","body","params","query","headers"],"examples":[{"message":"E-mail queued","task_id":"${job.id}"}]}}},"showRoute":{"description":"A request that shows a job, with `?wait=30s` as soon as it is finished.","type":"object","additionalProperties":false,"required":["path","job"],"properties":{"method":{"description":"HTTP method.","type":"string","enum":["GET"],"default":"GET","examples":["GET"]},"path":{"description":"Path, with `:name` for parameters.","$ref":"#/$defs/routePath","examples":["/reports/:id"]},"description":{"description":"What it does, for people and for /openapi.json.","type":"string","maxLength":2000,"examples":["State of a report."]},"job":{"description":"Expression of the id of the job to show; it reads params, query and headers.","title":"an expression of a job id","x-template":["params","query","headers"],"type":"string","minLength":1,"maxLength":500,"examples":["${params.id}"]},"of":{"description":"The tasks whose jobs it shows, by name or pattern (`emails.*`); a job of any other task is not found. A public route must name them; another one without it shows jobs of any task.","anyOf":[{"$ref":"#/$defs/taskPattern","x-shorthand":[{"means":["$"]}]},{"$ref":"#/$defs/taskPatterns"}],"examples":["reports.generate",["emails.send","emails.send-bulk"]]},"fields":{"description":"What of the job is shown where `respond.body` is not given. Payload, headers, result, error, logs and the like are shown only when they are named.","type":"array","minItems":1,"maxItems":50,"uniqueItems":true,"items":{"type":"string","enum":["id","task","queue","priority","state","finished","payload","attempt","maxAttempts","rescues","runAt","createdAt","startedAt","finishedAt","expiresAt","resultGone","resultUntil","tags","headers","traceparent","manifestRevision","schedule","parentId","workflow","blockedBy","hold","hidden","version","progress","logs","result","error","attempts"],"examples":["state"]},"default":["id","task","state","finished","attempt","maxAttempts","createdAt","startedAt","finishedAt"],"examples":[["id","state","result"]]},"respond":{"$ref":"#/$defs/showRespond","default":{},"examples":[{"body":{"state":"${job.state}"}}]},"public":{"$ref":"#/$defs/public","default":false,"examples":[true]}}},"showRespond":{"description":"The answer.","type":"object","additionalProperties":false,"properties":{"status":{"description":"HTTP status.","type":"integer","minimum":200,"maximum":599,"default":200,"examples":[200]},"body":{"description":"Template of the answer's JSON; expressions read job, params, query and headers. Without it `fields` of the job are shown.","x-template":["job","params","query","headers"],"examples":[{"state":"${job.state}","result":"${job.result}"}]}}},"stepNames":{"title":"a list of steps","type":"array","maxItems":1000,"uniqueItems":true,"items":{"title":"a name of letters, digits, `_` and `-`, at most 64, beginning with a letter","type":"string","pattern":"^(?!(constructor|prototype)$)[A-Za-z][A-Za-z0-9_-]{0,63}$","examples":["extract"]}},"workflowSteps":{"description":"A graph of steps: each begins when those that it needs are over.","type":"object","additionalProperties":false,"required":["steps"],"properties":{"description":{"description":"What it does, for people.","type":"string","maxLength":2000,"examples":["The digest of the night."]},"input":{"description":"JSON Schema (2020-12) of what a run is given. Without it anything goes.","$ref":"#/$defs/jsonSchema","examples":[{"type":"object","required":["recipients"]}]},"steps":{"description":"The steps by name. Those that need nothing begin at once.","type":"object","minProperties":1,"maxProperties":1000,"propertyNames":{"title":"a name of letters, digits, `_` and `-`, at most 64, beginning with a letter","type":"string","pattern":"^(?!(constructor|prototype)$)[A-Za-z][A-Za-z0-9_-]{0,63}$","examples":["extract"]},"additionalProperties":{"anyOf":[{"$ref":"#/$defs/taskStep"},{"$ref":"#/$defs/workflowStep"},{"$ref":"#/$defs/waitStep"}]},"examples":[{"extract":{"task":"etl.extract"},"convert":{"task":"etl.convert","needs":["extract"],"forEach":"${steps.extract.result.files}"}}]},"output":{"x-template":["input","steps","run"],"description":"Template of the result of a run that completed. Without it: the result of the last step, as it is written; of a group the list of all, in order.","examples":["${steps.publish.result}"]},"on":{"description":"Hooks: what is told of the end of its runs, and to whom.","$ref":"#/$defs/workflowHooks","examples":[{"failure":{"task":"ops.alert","with":{"text":"${error.message}"}}}]},"tags":{"description":"Words that all its runs carry, to find them by.","type":"array","maxItems":20,"uniqueItems":true,"items":{"title":"a word of letters, digits, `_`, `.`, `:` and `-`, at most 64","type":"string","pattern":"^[A-Za-z0-9][A-Za-z0-9_.:-]{0,63}$","examples":["mail"]},"default":[],"examples":[["nightly"]]}}},"workflowChain":{"description":"Steps one after the other.","type":"object","additionalProperties":false,"required":["chain"],"properties":{"description":{"description":"What it does, for people.","type":"string","maxLength":2000,"examples":["The digest of the night."]},"input":{"description":"JSON Schema (2020-12) of what a run is given. Without it anything goes.","$ref":"#/$defs/jsonSchema","examples":[{"type":"object","required":["recipients"]}]},"output":{"x-template":["input","steps","run"],"description":"Template of the result of a run that completed. Without it: the result of the last step, as it is written; of a group the list of all, in order.","examples":["${steps.publish.result}"]},"on":{"description":"Hooks: what is told of the end of its runs, and to whom.","$ref":"#/$defs/workflowHooks","examples":[{"failure":{"task":"ops.alert","with":{"text":"${error.message}"}}}]},"tags":{"description":"Words that all its runs carry, to find them by.","type":"array","maxItems":20,"uniqueItems":true,"items":{"title":"a word of letters, digits, `_`, `.`, `:` and `-`, at most 64","type":"string","pattern":"^[A-Za-z0-9][A-Za-z0-9_.:-]{0,63}$","examples":["mail"]},"default":[],"examples":[["nightly"]]},"chain":{"description":"One after the other; each gets the result of the one before.","$ref":"#/$defs/elements","examples":[[{"task":"accounts.create"},{"task":"emails.welcome"}]]}}},"workflowGroup":{"description":"Steps that run at once.","type":"object","additionalProperties":false,"required":["group"],"properties":{"description":{"description":"What it does, for people.","type":"string","maxLength":2000,"examples":["The digest of the night."]},"input":{"description":"JSON Schema (2020-12) of what a run is given. Without it anything goes.","$ref":"#/$defs/jsonSchema","examples":[{"type":"object","required":["recipients"]}]},"output":{"x-template":["input","steps","run"],"description":"Template of the result of a run that completed. Without it: the result of the last step, as it is written; of a group the list of all, in order.","examples":["${steps.publish.result}"]},"on":{"description":"Hooks: what is told of the end of its runs, and to whom.","$ref":"#/$defs/workflowHooks","examples":[{"failure":{"task":"ops.alert","with":{"text":"${error.message}"}}}]},"tags":{"description":"Words that all its runs carry, to find them by.","type":"array","maxItems":20,"uniqueItems":true,"items":{"title":"a word of letters, digits, `_`, `.`, `:` and `-`, at most 64","type":"string","pattern":"^[A-Za-z0-9][A-Za-z0-9_.:-]{0,63}$","examples":["mail"]},"default":[],"examples":[["nightly"]]},"group":{"description":"All at once; the result is the list of theirs, in order.","$ref":"#/$defs/elements","examples":[[{"task":"images.resize","with":{"size":1}},{"task":"images.resize","with":{"size":2}}]]}}},"workflowChord":{"description":"A group, and what follows when all of it has completed.","type":"object","additionalProperties":false,"required":["chord"],"properties":{"description":{"description":"What it does, for people.","type":"string","maxLength":2000,"examples":["The digest of the night."]},"input":{"description":"JSON Schema (2020-12) of what a run is given. Without it anything goes.","$ref":"#/$defs/jsonSchema","examples":[{"type":"object","required":["recipients"]}]},"output":{"x-template":["input","steps","run"],"description":"Template of the result of a run that completed. Without it: the result of the last step, as it is written; of a group the list of all, in order.","examples":["${steps.publish.result}"]},"on":{"description":"Hooks: what is told of the end of its runs, and to whom.","$ref":"#/$defs/workflowHooks","examples":[{"failure":{"task":"ops.alert","with":{"text":"${error.message}"}}}]},"tags":{"description":"Words that all its runs carry, to find them by.","type":"array","maxItems":20,"uniqueItems":true,"items":{"title":"a word of letters, digits, `_`, `.`, `:` and `-`, at most 64","type":"string","pattern":"^[A-Za-z0-9][A-Za-z0-9_.:-]{0,63}$","examples":["mail"]},"default":[],"examples":[["nightly"]]},"chord":{"description":"A group, and what follows when all of it has completed, with the list of its results.","$ref":"#/$defs/chord","examples":[{"group":[{"task":"parts.count"}],"then":{"task":"reports.sum","with":{"parts":"${results}"}}}]}}},"workflowMap":{"description":"A task for each item of a list.","type":"object","additionalProperties":false,"required":["map"],"properties":{"description":{"description":"What it does, for people.","type":"string","maxLength":2000,"examples":["The digest of the night."]},"input":{"description":"JSON Schema (2020-12) of what a run is given. Without it anything goes.","$ref":"#/$defs/jsonSchema","examples":[{"type":"object","required":["recipients"]}]},"output":{"x-template":["input","steps","run"],"description":"Template of the result of a run that completed. Without it: the result of the last step, as it is written; of a group the list of all, in order.","examples":["${steps.publish.result}"]},"on":{"description":"Hooks: what is told of the end of its runs, and to whom.","$ref":"#/$defs/workflowHooks","examples":[{"failure":{"task":"ops.alert","with":{"text":"${error.message}"}}}]},"tags":{"description":"Words that all its runs carry, to find them by.","type":"array","maxItems":20,"uniqueItems":true,"items":{"title":"a word of letters, digits, `_`, `.`, `:` and `-`, at most 64","type":"string","pattern":"^[A-Za-z0-9][A-Za-z0-9_.:-]{0,63}$","examples":["mail"]},"default":[],"examples":[["nightly"]]},"map":{"description":"A task, done for each item of a list.","$ref":"#/$defs/map","examples":[{"task":"emails.send","over":"${input.recipients}","with":{"to":"${item}"},"chunk":50,"concurrency":10}]}}},"taskStep":{"description":"A job of a task; with `forEach` one for each item.","type":"object","additionalProperties":false,"required":["task"],"properties":{"task":{"description":"The task.","$ref":"#/$defs/name","x-ref":"tasks","examples":["etl.extract"]},"with":{"x-template":["input","steps","run","results","item","index"],"description":"Template of its payload. Without it: the item of a `forEach`, else the result of what it needs (the list of these where there are several), else the input of the run.","examples":[{"file":"${item}"}]},"needs":{"description":"The steps that are over before it begins.","$ref":"#/$defs/stepNames","default":[],"examples":[["extract"]]},"when":{"description":"When it begins, once all that it needs is over: `success` (all of it completed, or may fail), `failure` (something failed in it, or before it), `always`; or, where `success` holds, a condition: `steps.extract.result.total > 10`, or a template, which holds unless it gives null, false, 0, an empty text or `false`. A step whose condition does not hold is passed over, and what needs its success too.","title":"success, failure, always, a condition or a template","x-template":["input","steps","run","results"],"type":"string","minLength":1,"maxLength":1000,"default":"success","examples":["failure","steps.extract.result.total > 10","${steps.extract.result.big}"]},"forEach":{"x-template":["input","steps","run","results"],"description":"Template of a list: the step is done for each of its items, as `item`, and `index` from 0. A step that reads its `results` gets the list of all, in order.","examples":["${steps.extract.result.files}"]},"concurrency":{"description":"Of a `forEach`: items at once. Without it all.","type":"integer","minimum":1,"maximum":100000,"examples":[8]},"chunk":{"description":"Of a `forEach`: so many items together, as one list, which `item` is then.","type":"integer","minimum":1,"maximum":100000,"examples":[50]},"onFailure":{"description":"What follows when it fails, an item of a forEach too: `fail` ends the step, the steps behind it are passed over and the run fails; `continue` lets the other items and the steps behind it go on.","type":"string","enum":["fail","continue"],"default":"fail","examples":["continue"]},"retry":{"description":"Name of a retry policy, or a policy written here, for this step. Without it: that of the task.","anyOf":[{"$ref":"#/$defs/name","x-ref":"retryPolicies"},{"$ref":"#/$defs/retryPolicy"}],"examples":["standard",{"maxAttempts":2}]},"timeout":{"description":"Time limits of an attempt in this step: one value is the hard limit, `none` lifts those of the task. It replaces the limits of the task as a whole.","$ref":"#/$defs/timeout","examples":["60s",{"soft":"50s","hard":"60s"}]},"queue":{"description":"Queue of the jobs of this step. Without it: that of the task.","$ref":"#/$defs/name","x-ref":"queues","examples":["slow"]},"priority":{"description":"Of the jobs of this step: 0 to 9, smaller runs sooner. Without it: that of the task.","type":"integer","minimum":0,"maximum":9,"examples":[7]}}},"workflowStep":{"description":"A run of another workflow; with `forEach` one for each item.","type":"object","additionalProperties":false,"required":["workflow"],"properties":{"workflow":{"description":"The workflow: a run of its own, which counts as one step.","$ref":"#/$defs/name","x-ref":"workflows","examples":["totals"]},"with":{"x-template":["input","steps","run","results","item","index"],"description":"Template of its input. Without it: the item of a `forEach`, else the result of what it needs, else the input of the run.","examples":[{"file":"${item}"}]},"needs":{"description":"The steps that are over before it begins.","$ref":"#/$defs/stepNames","default":[],"examples":[["extract"]]},"when":{"description":"When it begins, once all that it needs is over: `success` (all of it completed, or may fail), `failure` (something failed in it, or before it), `always`; or, where `success` holds, a condition: `steps.extract.result.total > 10`, or a template, which holds unless it gives null, false, 0, an empty text or `false`. A step whose condition does not hold is passed over, and what needs its success too.","title":"success, failure, always, a condition or a template","x-template":["input","steps","run","results"],"type":"string","minLength":1,"maxLength":1000,"default":"success","examples":["failure","steps.extract.result.total > 10","${steps.extract.result.big}"]},"forEach":{"x-template":["input","steps","run","results"],"description":"Template of a list: the step is done for each of its items, as `item`, and `index` from 0. A step that reads its `results` gets the list of all, in order.","examples":["${steps.extract.result.files}"]},"concurrency":{"description":"Of a `forEach`: items at once. Without it all.","type":"integer","minimum":1,"maximum":100000,"examples":[8]},"chunk":{"description":"Of a `forEach`: so many items together, as one list, which `item` is then.","type":"integer","minimum":1,"maximum":100000,"examples":[50]},"onFailure":{"description":"What follows when it fails, an item of a forEach too: `fail` ends the step, the steps behind it are passed over and the run fails; `continue` lets the other items and the steps behind it go on.","type":"string","enum":["fail","continue"],"default":"fail","examples":["continue"]}}},"waitStep":{"description":"Nothing but the end of a time, or a signal.","type":"object","additionalProperties":false,"required":["wait"],"properties":{"wait":{"description":"What is waited for.","$ref":"#/$defs/wait","examples":[{"signal":"approved","timeout":"2d"}]},"needs":{"description":"The steps that are over before it begins.","$ref":"#/$defs/stepNames","default":[],"examples":[["extract"]]},"when":{"description":"When it begins, once all that it needs is over: `success` (all of it completed, or may fail), `failure` (something failed in it, or before it), `always`; or, where `success` holds, a condition: `steps.extract.result.total > 10`, or a template, which holds unless it gives null, false, 0, an empty text or `false`. A step whose condition does not hold is passed over, and what needs its success too.","title":"success, failure, always, a condition or a template","x-template":["input","steps","run","results"],"type":"string","minLength":1,"maxLength":1000,"default":"success","examples":["failure","steps.extract.result.total > 10","${steps.extract.result.big}"]},"onFailure":{"description":"What follows when it fails, an item of a forEach too: `fail` ends the step, the steps behind it are passed over and the run fails; `continue` lets the other items and the steps behind it go on.","type":"string","enum":["fail","continue"],"default":"fail","examples":["continue"]}}},"wait":{"anyOf":[{"$ref":"#/$defs/signalWait"},{"$ref":"#/$defs/forWait"},{"$ref":"#/$defs/untilWait"}]},"signalWait":{"description":"Until somebody sends the signal; its payload is the result.","type":"object","additionalProperties":false,"required":["signal"],"properties":{"signal":{"description":"Its name.","$ref":"#/$defs/name","examples":["approved"]},"timeout":{"description":"The step fails when the signal has not come by then. Without it: it waits for ever.","$ref":"#/$defs/duration","examples":["2d"]}}},"forWait":{"description":"For a time.","type":"object","additionalProperties":false,"required":["for"],"properties":{"for":{"description":"How long.","$ref":"#/$defs/duration","examples":["1h"]}}},"untilWait":{"description":"Until an instant.","type":"object","additionalProperties":false,"required":["until"],"properties":{"until":{"x-template":["input","steps","run","results"],"description":"Template of the instant: ISO 8601, or milliseconds since 1970. One that has passed is over at once.","title":"an instant, or a template of one","examples":["${input.publishAt}"]}}},"elements":{"title":"a list of steps","type":"array","minItems":1,"maxItems":1000,"items":{"$ref":"#/$defs/element"}},"element":{"anyOf":[{"$ref":"#/$defs/taskElement"},{"$ref":"#/$defs/workflowElement"},{"$ref":"#/$defs/waitElement"},{"$ref":"#/$defs/chainElement"},{"$ref":"#/$defs/groupElement"},{"$ref":"#/$defs/chordElement"},{"$ref":"#/$defs/mapElement"}]},"taskElement":{"description":"A job of a task.","type":"object","additionalProperties":false,"required":["task"],"properties":{"task":{"description":"The task.","$ref":"#/$defs/name","x-ref":"tasks","examples":["etl.extract"]},"with":{"x-template":["input","steps","run","results"],"description":"Template of its payload. Without it: the result of what stands before, and the input of the run where nothing does.","examples":[{"file":"${item}"}]},"when":{"description":"When it begins, once all that it needs is over: `success` (all of it completed, or may fail), `failure` (something failed in it, or before it), `always`; or, where `success` holds, a condition: `steps.extract.result.total > 10`, or a template, which holds unless it gives null, false, 0, an empty text or `false`. A step whose condition does not hold is passed over, and what needs its success too.","title":"success, failure, always, a condition or a template","x-template":["input","steps","run","results"],"type":"string","minLength":1,"maxLength":1000,"default":"success","examples":["failure","steps.extract.result.total > 10","${steps.extract.result.big}"]},"onFailure":{"description":"What follows when it fails, an item of a forEach too: `fail` ends the step, the steps behind it are passed over and the run fails; `continue` lets the other items and the steps behind it go on.","type":"string","enum":["fail","continue"],"default":"fail","examples":["continue"]},"retry":{"description":"Name of a retry policy, or a policy written here, for this step. Without it: that of the task.","anyOf":[{"$ref":"#/$defs/name","x-ref":"retryPolicies"},{"$ref":"#/$defs/retryPolicy"}],"examples":["standard",{"maxAttempts":2}]},"timeout":{"description":"Time limits of an attempt in this step: one value is the hard limit, `none` lifts those of the task. It replaces the limits of the task as a whole.","$ref":"#/$defs/timeout","examples":["60s",{"soft":"50s","hard":"60s"}]},"queue":{"description":"Queue of the jobs of this step. Without it: that of the task.","$ref":"#/$defs/name","x-ref":"queues","examples":["slow"]},"priority":{"description":"Of the jobs of this step: 0 to 9, smaller runs sooner. Without it: that of the task.","type":"integer","minimum":0,"maximum":9,"examples":[7]}}},"workflowElement":{"description":"A run of another workflow.","type":"object","additionalProperties":false,"required":["workflow"],"properties":{"workflow":{"description":"The workflow: a run of its own, which counts as one step.","$ref":"#/$defs/name","x-ref":"workflows","examples":["totals"]},"with":{"x-template":["input","steps","run","results"],"description":"Template of its input. Without it: the result of what stands before, and the input of the run where nothing does.","examples":[{"file":"${item}"}]},"when":{"description":"When it begins, once all that it needs is over: `success` (all of it completed, or may fail), `failure` (something failed in it, or before it), `always`; or, where `success` holds, a condition: `steps.extract.result.total > 10`, or a template, which holds unless it gives null, false, 0, an empty text or `false`. A step whose condition does not hold is passed over, and what needs its success too.","title":"success, failure, always, a condition or a template","x-template":["input","steps","run","results"],"type":"string","minLength":1,"maxLength":1000,"default":"success","examples":["failure","steps.extract.result.total > 10","${steps.extract.result.big}"]},"onFailure":{"description":"What follows when it fails, an item of a forEach too: `fail` ends the step, the steps behind it are passed over and the run fails; `continue` lets the other items and the steps behind it go on.","type":"string","enum":["fail","continue"],"default":"fail","examples":["continue"]}}},"waitElement":{"description":"A wait; what stands behind it gets the payload of the signal.","type":"object","additionalProperties":false,"required":["wait"],"properties":{"wait":{"description":"What is waited for.","$ref":"#/$defs/wait","examples":[{"signal":"approved","timeout":"2d"}]},"when":{"description":"When it begins, once all that it needs is over: `success` (all of it completed, or may fail), `failure` (something failed in it, or before it), `always`; or, where `success` holds, a condition: `steps.extract.result.total > 10`, or a template, which holds unless it gives null, false, 0, an empty text or `false`. A step whose condition does not hold is passed over, and what needs its success too.","title":"success, failure, always, a condition or a template","x-template":["input","steps","run","results"],"type":"string","minLength":1,"maxLength":1000,"default":"success","examples":["failure","steps.extract.result.total > 10","${steps.extract.result.big}"]},"onFailure":{"description":"What follows when it fails, an item of a forEach too: `fail` ends the step, the steps behind it are passed over and the run fails; `continue` lets the other items and the steps behind it go on.","type":"string","enum":["fail","continue"],"default":"fail","examples":["continue"]}}},"chainElement":{"description":"A chain as one part of something larger.","type":"object","additionalProperties":false,"required":["chain"],"properties":{"chain":{"description":"One after the other; each gets the result of the one before.","$ref":"#/$defs/elements","examples":[[{"task":"accounts.create"},{"task":"emails.welcome"}]]}}},"groupElement":{"description":"A group as one part of something larger.","type":"object","additionalProperties":false,"required":["group"],"properties":{"group":{"description":"All at once; the result is the list of theirs, in order.","$ref":"#/$defs/elements","examples":[[{"task":"images.resize","with":{"size":1}},{"task":"images.resize","with":{"size":2}}]]}}},"chordElement":{"description":"A chord as one part of something larger.","type":"object","additionalProperties":false,"required":["chord"],"properties":{"chord":{"description":"A group, and what follows when all of it has completed, with the list of its results.","$ref":"#/$defs/chord","examples":[{"group":[{"task":"parts.count"}],"then":{"task":"reports.sum","with":{"parts":"${results}"}}}]}}},"mapElement":{"description":"A map as one part of something larger.","type":"object","additionalProperties":false,"required":["map"],"properties":{"map":{"description":"A task, done for each item of a list.","$ref":"#/$defs/map","examples":[{"task":"emails.send","over":"${input.recipients}","with":{"to":"${item}"},"chunk":50,"concurrency":10}]}}},"chord":{"description":"A group, and what follows when all of it has completed.","type":"object","additionalProperties":false,"required":["group","then"],"properties":{"group":{"description":"All at once; the result is the list of theirs, in order.","$ref":"#/$defs/elements","examples":[[{"task":"images.resize","with":{"size":1}},{"task":"images.resize","with":{"size":2}}]]},"then":{"description":"What follows. Without `with` it gets the list of the results.","$ref":"#/$defs/element","examples":[{"task":"reports.sum"}]}}},"map":{"description":"A task for each item of a list.","type":"object","additionalProperties":false,"required":["task"],"properties":{"task":{"description":"The task.","$ref":"#/$defs/name","x-ref":"tasks","examples":["etl.extract"]},"over":{"x-template":["input","steps","run","results"],"description":"Template of the list. Without it: the result of what stands before, and the input of the run where nothing does.","examples":["${input.recipients}"]},"with":{"x-template":["input","steps","run","results","item","index"],"description":"Template of the payload of one; `item` is the item, `index` its place from 0. Without it: the item.","examples":[{"file":"${item}"}]},"concurrency":{"description":"Items at once. Without it all.","type":"integer","minimum":1,"maximum":100000,"examples":[8]},"chunk":{"description":"So many items together, as one list, which `item` is then.","type":"integer","minimum":1,"maximum":100000,"examples":[50]},"when":{"description":"When it begins, once all that it needs is over: `success` (all of it completed, or may fail), `failure` (something failed in it, or before it), `always`; or, where `success` holds, a condition: `steps.extract.result.total > 10`, or a template, which holds unless it gives null, false, 0, an empty text or `false`. A step whose condition does not hold is passed over, and what needs its success too.","title":"success, failure, always, a condition or a template","x-template":["input","steps","run","results"],"type":"string","minLength":1,"maxLength":1000,"default":"success","examples":["failure","steps.extract.result.total > 10","${steps.extract.result.big}"]},"onFailure":{"description":"What follows when it fails, an item of a forEach too: `fail` ends the step, the steps behind it are passed over and the run fails; `continue` lets the other items and the steps behind it go on.","type":"string","enum":["fail","continue"],"default":"fail","examples":["continue"]},"retry":{"description":"Name of a retry policy, or a policy written here, for this step. Without it: that of the task.","anyOf":[{"$ref":"#/$defs/name","x-ref":"retryPolicies"},{"$ref":"#/$defs/retryPolicy"}],"examples":["standard",{"maxAttempts":2}]},"timeout":{"description":"Time limits of an attempt in this step: one value is the hard limit, `none` lifts those of the task. It replaces the limits of the task as a whole.","$ref":"#/$defs/timeout","examples":["60s",{"soft":"50s","hard":"60s"}]},"queue":{"description":"Queue of the jobs of this step. Without it: that of the task.","$ref":"#/$defs/name","x-ref":"queues","examples":["slow"]},"priority":{"description":"Of the jobs of this step: 0 to 9, smaller runs sooner. Without it: that of the task.","type":"integer","minimum":0,"maximum":9,"examples":[7]}}},"workflowHooks":{"description":"What is told of the end of runs, and to whom: a task that gets a job, a URL that gets a signed request; one or a list.","type":"object","additionalProperties":false,"minProperties":1,"properties":{"success":{"description":"When the run has completed.","anyOf":[{"$ref":"#/$defs/runTaskHook"},{"$ref":"#/$defs/webhookHook"},{"$ref":"#/$defs/runHookList"}],"examples":[{"task":"reports.file","with":{"result":"${result}"}}]},"failure":{"description":"When it has failed.","anyOf":[{"$ref":"#/$defs/runTaskHook"},{"$ref":"#/$defs/webhookHook"},{"$ref":"#/$defs/runHookList"}],"examples":[{"task":"ops.alert","with":{"text":"${error.message}"}}]},"cancel":{"description":"When it was cancelled.","anyOf":[{"$ref":"#/$defs/runTaskHook"},{"$ref":"#/$defs/webhookHook"},{"$ref":"#/$defs/runHookList"}],"examples":[{"webhook":"https://hooks.example/skep"}]}}},"runHookList":{"title":"tasks and webhooks that are told (a function needs an attempt, and a run has none)","type":"array","minItems":1,"maxItems":20,"items":{"anyOf":[{"$ref":"#/$defs/runTaskHook"},{"$ref":"#/$defs/webhookHook"}]}},"runTaskHook":{"title":"a task that gets a job: { task, with }","description":"A task that gets a job, stored in the step that stores the end of the run.","type":"object","additionalProperties":false,"required":["task"],"properties":{"task":{"description":"The task.","$ref":"#/$defs/name","x-ref":"tasks","examples":["ops.alert"]},"with":{"x-template":["run","input","result","error"],"description":"Template of its payload; expressions read run, input, result and error. Without it: run, result and error, and the event.","examples":[{"text":"${run.workflow} failed: ${error.message}"}]}}},"cronSchedule":{"description":"Fires by the calendar.","type":"object","additionalProperties":false,"required":["task","cron"],"properties":{"task":{"description":"The task to enqueue.","$ref":"#/$defs/name","x-ref":"tasks","examples":["reports.weekly"]},"cron":{"description":"Five fields (minute hour day month weekday), or six with leading seconds; or `@hourly`, `@daily`, `@weekly`, `@monthly`, `@yearly`. In the day `L` is the month's last, `LW` its last working day, `15W` the working day nearest to the 15th; in the weekday `5L` is the last Friday, `MON#2` the second Monday; `?` is `*`.","title":"a cron expression","type":"string","minLength":1,"maxLength":100,"examples":["0 9 * * MON"]},"timezone":{"description":"Time zone that the fields are read in, by its name in the tz database (a city, as a rule); never an offset, an abbreviation or the host's own. Where the clocks are changed, fixed times run once: at the change when their time is skipped, at the first of two. With a wildcard or a step in second, minute or hour the schedule follows real time.","title":"an IANA time zone","type":"string","minLength":1,"maxLength":64,"default":"UTC","examples":["Europe/Berlin"]},"payload":{"description":"Payload of its jobs.","default":{},"examples":[{"kind":"weekly"}]}}},"everySchedule":{"description":"Fires at a fixed interval, counted from the Unix epoch, so that no restart shifts it. Of ticks that fall due together only the newest runs.","type":"object","additionalProperties":false,"required":["task","every"],"properties":{"task":{"description":"The task to enqueue.","$ref":"#/$defs/name","x-ref":"tasks","examples":["orders.process-pending"]},"every":{"description":"The interval, at least 1s.","$ref":"#/$defs/duration","x-duration":{"min":"1s"},"examples":["5m"]},"payload":{"description":"Payload of its jobs.","default":{},"examples":[{"limit":100}]}}},"admin":{"description":"The HTTP server of the API and of HTTP routes.","type":"object","additionalProperties":false,"properties":{"host":{"description":"Address to listen on. Other than loopback only with tokens.","title":"a host name or address","type":"string","pattern":"^[A-Za-z0-9.:_-]+$","maxLength":253,"default":"127.0.0.1","examples":["0.0.0.0"]},"port":{"description":"Port to listen on; 0 takes any free one.","type":"integer","minimum":0,"maximum":65535,"default":8080,"examples":[8080]},"tokens":{"description":"Bearer tokens and what they may do. Without any, only loopback is served, and everything is allowed there.","type":"array","maxItems":100,"items":{"$ref":"#/$defs/token"},"default":[],"examples":[[{"name":"ops","secret":"${SKEP_OPS_TOKEN}","role":"operator"}]]},"hosts":{"description":"Further host names that the server answers for; requests for others are refused (DNS rebinding). With the port that browsers see where it is neither 80 nor 443.","type":"array","maxItems":100,"items":{"title":"a host name, with a port where it is not the usual one","type":"string","pattern":"^[A-Za-z0-9]([A-Za-z0-9.-]*[A-Za-z0-9])?(:[0-9]{1,5})?$","maxLength":259,"examples":["jobs.shop.example"]},"default":[],"examples":[["jobs.shop.example","jobs.shop.example:8443"]]},"proxies":{"description":"Addresses or networks of the proxies in front of the server. Only they are believed what `X-Forwarded-For` says, and only to tell the clients apart whose wrong tokens are counted.","type":"array","maxItems":100,"items":{"title":"an IP address, or a network such as 10.0.0.0/8","type":"string","pattern":"^[0-9A-Fa-f:.]{2,45}(/[0-9]{1,3})?$","maxLength":49,"examples":["10.0.0.0/8"]},"default":[],"examples":[["127.0.0.1","10.0.0.0/8"]]}}},"encryption":{"description":"Keys for the payloads of tasks with `encrypt`. To change keys add one and `use` it; the old one stays until no job has it.","type":"object","additionalProperties":false,"required":["keys","use"],"properties":{"keys":{"x-secret":true,"description":"By name: 32 bytes each, as base64 or hex, best from the environment; never shown.","type":"object","minProperties":1,"propertyNames":{"$ref":"#/$defs/name"},"additionalProperties":{"title":"a key: 32 bytes as base64 or hex","type":"string","maxLength":1000,"examples":["${SKEP_KEY_K1}"]},"examples":[{"k1":"${SKEP_KEY_K1}"}]},"use":{"description":"Name of the key that encrypts; all of them decrypt.","$ref":"#/$defs/name","examples":["k1"]}}},"health":{"description":"Where a process without the api role answers `/healthz` and `/readyz`, and nothing else. A process with it answers them where `admin` says; a burst answers none unless `--port` is given.","type":"object","additionalProperties":false,"required":["port"],"properties":{"host":{"description":"Address to listen on. Other than loopback only with tokens, as for `admin`.","title":"a host name or address","type":"string","pattern":"^[A-Za-z0-9.:_-]+$","maxLength":253,"default":"127.0.0.1","examples":["0.0.0.0"]},"port":{"description":"Port to listen on; 0 takes any free one. Processes that share a host need ports of their own.","type":"integer","minimum":0,"maximum":65535,"examples":[8081]}}},"token":{"description":"One bearer token.","type":"object","additionalProperties":false,"required":["name","secret","role"],"properties":{"name":{"description":"Whose it is; shown in logs.","$ref":"#/$defs/name","examples":["ops"]},"secret":{"x-secret":true,"description":"The token itself, best from the environment; never shown.","title":"a secret","type":"string","maxLength":1000,"examples":["${SKEP_OPS_TOKEN}"]},"role":{"description":"viewer reads, operator also enqueues, cancels, retries and pauses, admin does everything.","type":"string","enum":["viewer","operator","admin"],"examples":["operator"]}}},"telemetry":{"description":"Traces and logs.","type":"object","additionalProperties":false,"properties":{"traces":{"$ref":"#/$defs/traces","default":{},"examples":[{"exporter":"otlp"}]},"logs":{"$ref":"#/$defs/logs","default":{},"examples":[{"level":"info"}]}}},"traces":{"description":"OpenTelemetry traces. A reload changes them for what begins afterwards.","type":"object","additionalProperties":false,"properties":{"exporter":{"description":"Where spans go: `otlp` as the OTEL_* variables say, `console` for a laptop, `none` turns tracing off.","type":"string","enum":["none","otlp","console"],"default":"none","examples":["otlp"]},"sample":{"description":"Share of traces that are kept, 0 to 1, decided at the root.","type":"number","minimum":0,"maximum":1,"default":1,"examples":[0.1]},"propagation":{"description":"parent: one trace goes on the enqueuer's. link: a trace per job, linked. perAttempt: a trace per attempt, linked.","type":"string","enum":["parent","link","perAttempt"],"default":"parent","examples":["link"]},"spans":{"description":"Who makes the spans of jobs: `own` costs less, `sdk` are OpenTelemetry's own objects, for processors that need them.","type":"string","enum":["own","sdk"],"default":"own","examples":["sdk"]}}},"logs":{"description":"Log lines on standard error. Changes are in force from the next start.","type":"object","additionalProperties":false,"properties":{"level":{"description":"Least severity that is written.","type":"string","enum":["debug","info","warn","error"],"default":"info","examples":["info"]},"format":{"description":"json for machines, pretty for people, auto: pretty on a terminal.","type":"string","enum":["json","pretty","auto"],"default":"auto","examples":["json"]}}},"reload":{"description":"Picking up edits while running.","type":"object","additionalProperties":false,"properties":{"watch":{"description":"Whether the manifest's files and the handlers are watched. SIGHUP and the API reload in any case.","type":"boolean","default":true,"examples":[true]},"debounce":{"description":"How long the files must be quiet before they are read. At most 1m.","$ref":"#/$defs/duration","x-duration":{"max":"1m"},"default":"300ms","examples":["300ms"]}}}}};const func1 = Object.prototype.hasOwnProperty;const schema20 = {"title":"a name of lower-case letters, digits, `_`, `.` and `-`, at most 64, beginning with a letter or digit","type":"string","pattern":"^(?!(constructor|prototype)$)[a-z0-9][a-z0-9_.-]{0,63}$","examples":["emails.send"]};const pattern3 = new RegExp("^(?!(constructor|prototype)$)[a-z0-9][a-z0-9_.-]{0,63}$", "u");function validate53(data, {instancePath="", parentData, parentDataProperty, rootData=data, dynamicAnchors={}}={}){let vErrors = null;let errors = 0;const evaluated0 = validate53.evaluated;if(evaluated0.dynamicProps){evaluated0.props = undefined;}if(evaluated0.dynamicItems){evaluated0.items = undefined;}if(typeof data === "string"){if(!pattern3.test(data)){const err0 = {instancePath,schemaPath:"#/pattern",keyword:"pattern",params:{pattern: "^(?!(constructor|prototype)$)[a-z0-9][a-z0-9_.-]{0,63}$"},message:"must match pattern \""+"^(?!(constructor|prototype)$)[a-z0-9][a-z0-9_.-]{0,63}$"+"\"",schema:"^(?!(constructor|prototype)$)[a-z0-9][a-z0-9_.-]{0,63}$",parentSchema:schema20,data};if(vErrors === null){vErrors = [err0];}else {vErrors.push(err0);}errors++;}}else {const err1 = {instancePath,schemaPath:"#/type",keyword:"type",params:{type: "string"},message:"must be string",schema:schema20.type,parentSchema:schema20,data};if(vErrors === null){vErrors = [err1];}else {vErrors.push(err1);}errors++;}validate53.errors = vErrors;return errors === 0;}validate53.evaluated = {"dynamicProps":false,"dynamicItems":false};const schema21 = {"title":"an engine URL (sqlite:…, redis://…, rediss://… or unix:…)","type":"string","pattern":"^(sqlite:(?!//).|rediss?(\\+(sentinel|cluster))?://.|unix:.)","maxLength":2000,"examples":["sqlite:./var/skep.db","redis://127.0.0.1:6379/2","unix:/run/redis.sock"]};const pattern4 = new RegExp("^(sqlite:(?!//).|rediss?(\\+(sentinel|cluster))?://.|unix:.)", "u");function validate55(data, {instancePath="", parentData, parentDataProperty, rootData=data, dynamicAnchors={}}={}){let vErrors = null;let errors = 0;const evaluated0 = validate55.evaluated;if(evaluated0.dynamicProps){evaluated0.props = undefined;}if(evaluated0.dynamicItems){evaluated0.items = undefined;}if(typeof data === "string"){if(data.length > 2000){const err0 = {instancePath,schemaPath:"#/maxLength",keyword:"maxLength",params:{limit: 2000},message:"must NOT have more than 2000 characters",schema:2000,parentSchema:schema21,data};if(vErrors === null){vErrors = [err0];}else {vErrors.push(err0);}errors++;}if(!pattern4.test(data)){const err1 = {instancePath,schemaPath:"#/pattern",keyword:"pattern",params:{pattern: "^(sqlite:(?!//).|rediss?(\\+(sentinel|cluster))?://.|unix:.)"},message:"must match pattern \""+"^(sqlite:(?!//).|rediss?(\\+(sentinel|cluster))?://.|unix:.)"+"\"",schema:"^(sqlite:(?!//).|rediss?(\\+(sentinel|cluster))?://.|unix:.)",parentSchema:schema21,data};if(vErrors === null){vErrors = [err1];}else {vErrors.push(err1);}errors++;}}else {const err2 = {instancePath,schemaPath:"#/type",keyword:"type",params:{type: "string"},message:"must be string",schema:schema21.type,parentSchema:schema21,data};if(vErrors === null){vErrors = [err2];}else {vErrors.push(err2);}errors++;}validate55.errors = vErrors;return errors === 0;}validate55.evaluated = {"dynamicProps":false,"dynamicItems":false};const schema22 = {"description":"Embedded: one SQLite file, several processes of one host.","type":"object","additionalProperties":false,"required":["type"],"properties":{"type":{"description":"Kind of engine.","const":"sqlite","examples":["sqlite"]},"path":{"description":"The file, relative to the manifest; `:memory:` for tests.","title":"a file path","type":"string","minLength":1,"maxLength":1000,"default":"./var/skep.db","examples":["./var/skep.db"]},"lease":{"$ref":"#/$defs/lease","default":"30s","examples":["30s"]}}};const schema23 = {"title":"a duration: a number with a unit (ms, s, m, h, d, w)","x-duration":{},"type":"string","pattern":"^(?=\\d)(\\d{1,15}(\\.\\d{1,9})?w)?(\\d{1,15}(\\.\\d{1,9})?d)?(\\d{1,15}(\\.\\d{1,9})?h)?(\\d{1,15}(\\.\\d{1,9})?m)?(\\d{1,15}(\\.\\d{1,9})?s)?(\\d{1,15}(\\.\\d{1,9})?ms)?$","maxLength":64,"examples":["300ms","5s","1h30m"]};const pattern5 = new RegExp("^(?=\\d)(\\d{1,15}(\\.\\d{1,9})?w)?(\\d{1,15}(\\.\\d{1,9})?d)?(\\d{1,15}(\\.\\d{1,9})?h)?(\\d{1,15}(\\.\\d{1,9})?m)?(\\d{1,15}(\\.\\d{1,9})?s)?(\\d{1,15}(\\.\\d{1,9})?ms)?$", "u");function validate58(data, {instancePath="", parentData, parentDataProperty, rootData=data, dynamicAnchors={}}={}){let vErrors = null;let errors = 0;const evaluated0 = validate58.evaluated;if(evaluated0.dynamicProps){evaluated0.props = undefined;}if(evaluated0.dynamicItems){evaluated0.items = undefined;}if(typeof data === "string"){if(data.length > 64){const err0 = {instancePath,schemaPath:"#/maxLength",keyword:"maxLength",params:{limit: 64},message:"must NOT have more than 64 characters",schema:64,parentSchema:schema23,data};if(vErrors === null){vErrors = [err0];}else {vErrors.push(err0);}errors++;}if(!pattern5.test(data)){const err1 = {instancePath,schemaPath:"#/pattern",keyword:"pattern",params:{pattern: "^(?=\\d)(\\d{1,15}(\\.\\d{1,9})?w)?(\\d{1,15}(\\.\\d{1,9})?d)?(\\d{1,15}(\\.\\d{1,9})?h)?(\\d{1,15}(\\.\\d{1,9})?m)?(\\d{1,15}(\\.\\d{1,9})?s)?(\\d{1,15}(\\.\\d{1,9})?ms)?$"},message:"must match pattern \""+"^(?=\\d)(\\d{1,15}(\\.\\d{1,9})?w)?(\\d{1,15}(\\.\\d{1,9})?d)?(\\d{1,15}(\\.\\d{1,9})?h)?(\\d{1,15}(\\.\\d{1,9})?m)?(\\d{1,15}(\\.\\d{1,9})?s)?(\\d{1,15}(\\.\\d{1,9})?ms)?$"+"\"",schema:"^(?=\\d)(\\d{1,15}(\\.\\d{1,9})?w)?(\\d{1,15}(\\.\\d{1,9})?d)?(\\d{1,15}(\\.\\d{1,9})?h)?(\\d{1,15}(\\.\\d{1,9})?m)?(\\d{1,15}(\\.\\d{1,9})?s)?(\\d{1,15}(\\.\\d{1,9})?ms)?$",parentSchema:schema23,data};if(vErrors === null){vErrors = [err1];}else {vErrors.push(err1);}errors++;}}else {const err2 = {instancePath,schemaPath:"#/type",keyword:"type",params:{type: "string"},message:"must be string",schema:schema23.type,parentSchema:schema23,data};if(vErrors === null){vErrors = [err2];}else {vErrors.push(err2);}errors++;}validate58.errors = vErrors;return errors === 0;}validate58.evaluated = {"dynamicProps":false,"dynamicItems":false};function validate57(data, {instancePath="", parentData, parentDataProperty, rootData=data, dynamicAnchors={}}={}){let vErrors = null;let errors = 0;const evaluated0 = validate57.evaluated;if(evaluated0.dynamicProps){evaluated0.props = undefined;}if(evaluated0.dynamicItems){evaluated0.items = undefined;}if(data && typeof data == "object" && !Array.isArray(data)){if(data.type === undefined){const err0 = {instancePath,schemaPath:"#/required",keyword:"required",params:{missingProperty: "type"},message:"must have required property '"+"type"+"'",schema:schema22.required,parentSchema:schema22,data};if(vErrors === null){vErrors = [err0];}else {vErrors.push(err0);}errors++;}for(const key0 in data){if(!(((key0 === "type") || (key0 === "path")) || (key0 === "lease"))){const err1 = {instancePath,schemaPath:"#/additionalProperties",keyword:"additionalProperties",params:{additionalProperty: key0},message:"must NOT have additional properties",schema:false,parentSchema:schema22,data};if(vErrors === null){vErrors = [err1];}else {vErrors.push(err1);}errors++;}}if(data.type !== undefined){let data0 = data.type;if("sqlite" !== data0){const err2 = {instancePath:instancePath+"/type",schemaPath:"#/properties/type/const",keyword:"const",params:{allowedValue: "sqlite"},message:"must be equal to constant",schema:"sqlite",parentSchema:schema22.properties.type,data:data0};if(vErrors === null){vErrors = [err2];}else {vErrors.push(err2);}errors++;}}if(data.path !== undefined){let data1 = data.path;if(typeof data1 === "string"){if(data1.length > 1000){const err3 = {instancePath:instancePath+"/path",schemaPath:"#/properties/path/maxLength",keyword:"maxLength",params:{limit: 1000},message:"must NOT have more than 1000 characters",schema:1000,parentSchema:schema22.properties.path,data:data1};if(vErrors === null){vErrors = [err3];}else {vErrors.push(err3);}errors++;}if(data1.length < 1){const err4 = {instancePath:instancePath+"/path",schemaPath:"#/properties/path/minLength",keyword:"minLength",params:{limit: 1},message:"must NOT have fewer than 1 characters",schema:1,parentSchema:schema22.properties.path,data:data1};if(vErrors === null){vErrors = [err4];}else {vErrors.push(err4);}errors++;}}else {const err5 = {instancePath:instancePath+"/path",schemaPath:"#/properties/path/type",keyword:"type",params:{type: "string"},message:"must be string",schema:schema22.properties.path.type,parentSchema:schema22.properties.path,data:data1};if(vErrors === null){vErrors = [err5];}else {vErrors.push(err5);}errors++;}}if(data.lease !== undefined){if(!(validate58(data.lease, {instancePath:instancePath+"/lease",parentData:data,parentDataProperty:"lease",rootData,dynamicAnchors}))){vErrors = vErrors === null ? validate58.errors : vErrors.concat(validate58.errors);errors = vErrors.length;}}}else {const err6 = {instancePath,schemaPath:"#/type",keyword:"type",params:{type: "object"},message:"must be object",schema:schema22.type,parentSchema:schema22,data};if(vErrors === null){vErrors = [err6];}else {vErrors.push(err6);}errors++;}validate57.errors = vErrors;return errors === 0;}validate57.evaluated = {"props":true,"dynamicProps":false,"dynamicItems":false};const schema24 = {"description":"Redis 6.2 or later, through bee-queue; several hosts.","type":"object","additionalProperties":false,"required":["type"],"properties":{"type":{"description":"Kind of engine.","const":"redis","examples":["redis"]},"url":{"description":"Address of the server, with user, password and database number where needed; `rediss:` for TLS, `redis+sentinel://HOST:PORT,HOST:PORT/GROUP` for a Sentinel group, `redis+cluster://HOST:PORT,HOST:PORT` for a Cluster.","title":"a Redis URL (redis://…, rediss://… or unix:…)","type":"string","pattern":"^(rediss?(\\+(sentinel|cluster))?://.|unix:.)","maxLength":2000,"default":"redis://127.0.0.1:6379","examples":["redis://127.0.0.1:6379/2","redis+sentinel://10.0.0.1:26379,10.0.0.2:26379/mymaster","redis+cluster://10.0.0.1:6379,10.0.0.2:6379"]},"prefix":{"description":"Beginning of every key that Skep writes, so that projects can share a server. Default: the manifest's `name`.","$ref":"#/$defs/name","examples":["shop"]},"lease":{"$ref":"#/$defs/lease","default":"30s","examples":["30s"]}}};const pattern6 = new RegExp("^(rediss?(\\+(sentinel|cluster))?://.|unix:.)", "u");function validate61(data, {instancePath="", parentData, parentDataProperty, rootData=data, dynamicAnchors={}}={}){let vErrors = null;let errors = 0;const evaluated0 = validate61.evaluated;if(evaluated0.dynamicProps){evaluated0.props = undefined;}if(evaluated0.dynamicItems){evaluated0.items = undefined;}if(data && typeof data == "object" && !Array.isArray(data)){if(data.type === undefined){const err0 = {instancePath,schemaPath:"#/required",keyword:"required",params:{missingProperty: "type"},message:"must have required property '"+"type"+"'",schema:schema24.required,parentSchema:schema24,data};if(vErrors === null){vErrors = [err0];}else {vErrors.push(err0);}errors++;}for(const key0 in data){if(!((((key0 === "type") || (key0 === "url")) || (key0 === "prefix")) || (key0 === "lease"))){const err1 = {instancePath,schemaPath:"#/additionalProperties",keyword:"additionalProperties",params:{additionalProperty: key0},message:"must NOT have additional properties",schema:false,parentSchema:schema24,data};if(vErrors === null){vErrors = [err1];}else {vErrors.push(err1);}errors++;}}if(data.type !== undefined){let data0 = data.type;if("redis" !== data0){const err2 = {instancePath:instancePath+"/type",schemaPath:"#/properties/type/const",keyword:"const",params:{allowedValue: "redis"},message:"must be equal to constant",schema:"redis",parentSchema:schema24.properties.type,data:data0};if(vErrors === null){vErrors = [err2];}else {vErrors.push(err2);}errors++;}}if(data.url !== undefined){let data1 = data.url;if(typeof data1 === "string"){if(data1.length > 2000){const err3 = {instancePath:instancePath+"/url",schemaPath:"#/properties/url/maxLength",keyword:"maxLength",params:{limit: 2000},message:"must NOT have more than 2000 characters",schema:2000,parentSchema:schema24.properties.url,data:data1};if(vErrors === null){vErrors = [err3];}else {vErrors.push(err3);}errors++;}if(!pattern6.test(data1)){const err4 = {instancePath:instancePath+"/url",schemaPath:"#/properties/url/pattern",keyword:"pattern",params:{pattern: "^(rediss?(\\+(sentinel|cluster))?://.|unix:.)"},message:"must match pattern \""+"^(rediss?(\\+(sentinel|cluster))?://.|unix:.)"+"\"",schema:"^(rediss?(\\+(sentinel|cluster))?://.|unix:.)",parentSchema:schema24.properties.url,data:data1};if(vErrors === null){vErrors = [err4];}else {vErrors.push(err4);}errors++;}}else {const err5 = {instancePath:instancePath+"/url",schemaPath:"#/properties/url/type",keyword:"type",params:{type: "string"},message:"must be string",schema:schema24.properties.url.type,parentSchema:schema24.properties.url,data:data1};if(vErrors === null){vErrors = [err5];}else {vErrors.push(err5);}errors++;}}if(data.prefix !== undefined){if(!(validate53(data.prefix, {instancePath:instancePath+"/prefix",parentData:data,parentDataProperty:"prefix",rootData,dynamicAnchors}))){vErrors = vErrors === null ? validate53.errors : vErrors.concat(validate53.errors);errors = vErrors.length;}}if(data.lease !== undefined){if(!(validate58(data.lease, {instancePath:instancePath+"/lease",parentData:data,parentDataProperty:"lease",rootData,dynamicAnchors}))){vErrors = vErrors === null ? validate58.errors : vErrors.concat(validate58.errors);errors = vErrors.length;}}}else {const err6 = {instancePath,schemaPath:"#/type",keyword:"type",params:{type: "object"},message:"must be object",schema:schema24.type,parentSchema:schema24,data};if(vErrors === null){vErrors = [err6];}else {vErrors.push(err6);}errors++;}validate61.errors = vErrors;return errors === 0;}validate61.evaluated = {"props":true,"dynamicProps":false,"dynamicItems":false};const schema25 = {"description":"What holds where a task, route or call says nothing.","type":"object","additionalProperties":false,"properties":{"queue":{"description":"Queue of tasks that no task route matches.","$ref":"#/$defs/name","x-ref":"queues","default":"default","examples":["default"]},"retry":{"description":"Retry policy of tasks that name none.","$ref":"#/$defs/name","x-ref":"retryPolicies","default":"standard","examples":["standard"]},"timeout":{"description":"Time limits of tasks that set none: one value is the hard limit. Without it an attempt may take for ever.","$ref":"#/$defs/timeout","examples":[{"soft":"25m","hard":"30m"}]},"executor":{"description":"Where the handlers of tasks run that say nothing of it. Without it `inline`.","type":"string","enum":["inline","thread","process"],"examples":["process"]},"cancelGrace":{"description":"How long attempts may go on after a cancel, of tasks that say nothing of it. Without it 5s. At most 1h.","$ref":"#/$defs/duration","x-duration":{"max":"1h"},"examples":["10s"]},"keep":{"$ref":"#/$defs/keep","default":{},"examples":[{"completed":"1d","dead":"30d"}]},"shutdownTimeout":{"description":"The former way to write `shutdown: { warm: …, soft: 0s }`. At most 1d.","$ref":"#/$defs/duration","x-duration":{"max":"1d"},"examples":["30s"]}}};const schema26 = {"anyOf":[{"$ref":"#/$defs/hardTimeout","x-shorthand":[{"begins":"none","means":{}},{"means":{"hard":"$"}}]},{"$ref":"#/$defs/timeoutLimits"}]};const schema27 = {"title":"a duration such as 60s, or none","type":"string","pattern":"^(none|(?=\\d)(\\d{1,15}(\\.\\d{1,9})?w)?(\\d{1,15}(\\.\\d{1,9})?d)?(\\d{1,15}(\\.\\d{1,9})?h)?(\\d{1,15}(\\.\\d{1,9})?m)?(\\d{1,15}(\\.\\d{1,9})?s)?(\\d{1,15}(\\.\\d{1,9})?ms)?)$","maxLength":64,"examples":["60s","none"]};const pattern7 = new RegExp("^(none|(?=\\d)(\\d{1,15}(\\.\\d{1,9})?w)?(\\d{1,15}(\\.\\d{1,9})?d)?(\\d{1,15}(\\.\\d{1,9})?h)?(\\d{1,15}(\\.\\d{1,9})?m)?(\\d{1,15}(\\.\\d{1,9})?s)?(\\d{1,15}(\\.\\d{1,9})?ms)?)$", "u");function validate69(data, {instancePath="", parentData, parentDataProperty, rootData=data, dynamicAnchors={}}={}){let vErrors = null;let errors = 0;const evaluated0 = validate69.evaluated;if(evaluated0.dynamicProps){evaluated0.props = undefined;}if(evaluated0.dynamicItems){evaluated0.items = undefined;}if(typeof data === "string"){if(data.length > 64){const err0 = {instancePath,schemaPath:"#/maxLength",keyword:"maxLength",params:{limit: 64},message:"must NOT have more than 64 characters",schema:64,parentSchema:schema27,data};if(vErrors === null){vErrors = [err0];}else {vErrors.push(err0);}errors++;}if(!pattern7.test(data)){const err1 = {instancePath,schemaPath:"#/pattern",keyword:"pattern",params:{pattern: "^(none|(?=\\d)(\\d{1,15}(\\.\\d{1,9})?w)?(\\d{1,15}(\\.\\d{1,9})?d)?(\\d{1,15}(\\.\\d{1,9})?h)?(\\d{1,15}(\\.\\d{1,9})?m)?(\\d{1,15}(\\.\\d{1,9})?s)?(\\d{1,15}(\\.\\d{1,9})?ms)?)$"},message:"must match pattern \""+"^(none|(?=\\d)(\\d{1,15}(\\.\\d{1,9})?w)?(\\d{1,15}(\\.\\d{1,9})?d)?(\\d{1,15}(\\.\\d{1,9})?h)?(\\d{1,15}(\\.\\d{1,9})?m)?(\\d{1,15}(\\.\\d{1,9})?s)?(\\d{1,15}(\\.\\d{1,9})?ms)?)$"+"\"",schema:"^(none|(?=\\d)(\\d{1,15}(\\.\\d{1,9})?w)?(\\d{1,15}(\\.\\d{1,9})?d)?(\\d{1,15}(\\.\\d{1,9})?h)?(\\d{1,15}(\\.\\d{1,9})?m)?(\\d{1,15}(\\.\\d{1,9})?s)?(\\d{1,15}(\\.\\d{1,9})?ms)?)$",parentSchema:schema27,data};if(vErrors === null){vErrors = [err1];}else {vErrors.push(err1);}errors++;}}else {const err2 = {instancePath,schemaPath:"#/type",keyword:"type",params:{type: "string"},message:"must be string",schema:schema27.type,parentSchema:schema27,data};if(vErrors === null){vErrors = [err2];}else {vErrors.push(err2);}errors++;}validate69.errors = vErrors;return errors === 0;}validate69.evaluated = {"dynamicProps":false,"dynamicItems":false};const schema28 = {"type":"object","additionalProperties":false,"minProperties":1,"properties":{"soft":{"description":"The handler's signal aborts after this long; it may still tidy up.","$ref":"#/$defs/duration","x-duration":{"min":"1ms"},"examples":["25m"]},"hard":{"description":"The attempt is over after this long. A handler that keeps the event loop keeps this timer too: its attempt has timed out when it ends, or when the loop turns again.","$ref":"#/$defs/duration","x-duration":{"min":"1ms"},"examples":["30m"]}}};function validate72(data, {instancePath="", parentData, parentDataProperty, rootData=data, dynamicAnchors={}}={}){let vErrors = null;let errors = 0;const evaluated0 = validate72.evaluated;if(evaluated0.dynamicProps){evaluated0.props = undefined;}if(evaluated0.dynamicItems){evaluated0.items = undefined;}if(typeof data === "string"){if(data.length > 64){const err0 = {instancePath,schemaPath:"#/maxLength",keyword:"maxLength",params:{limit: 64},message:"must NOT have more than 64 characters",schema:64,parentSchema:schema23,data};if(vErrors === null){vErrors = [err0];}else {vErrors.push(err0);}errors++;}if(!pattern5.test(data)){const err1 = {instancePath,schemaPath:"#/pattern",keyword:"pattern",params:{pattern: "^(?=\\d)(\\d{1,15}(\\.\\d{1,9})?w)?(\\d{1,15}(\\.\\d{1,9})?d)?(\\d{1,15}(\\.\\d{1,9})?h)?(\\d{1,15}(\\.\\d{1,9})?m)?(\\d{1,15}(\\.\\d{1,9})?s)?(\\d{1,15}(\\.\\d{1,9})?ms)?$"},message:"must match pattern \""+"^(?=\\d)(\\d{1,15}(\\.\\d{1,9})?w)?(\\d{1,15}(\\.\\d{1,9})?d)?(\\d{1,15}(\\.\\d{1,9})?h)?(\\d{1,15}(\\.\\d{1,9})?m)?(\\d{1,15}(\\.\\d{1,9})?s)?(\\d{1,15}(\\.\\d{1,9})?ms)?$"+"\"",schema:"^(?=\\d)(\\d{1,15}(\\.\\d{1,9})?w)?(\\d{1,15}(\\.\\d{1,9})?d)?(\\d{1,15}(\\.\\d{1,9})?h)?(\\d{1,15}(\\.\\d{1,9})?m)?(\\d{1,15}(\\.\\d{1,9})?s)?(\\d{1,15}(\\.\\d{1,9})?ms)?$",parentSchema:schema23,data};if(vErrors === null){vErrors = [err1];}else {vErrors.push(err1);}errors++;}}else {const err2 = {instancePath,schemaPath:"#/type",keyword:"type",params:{type: "string"},message:"must be string",schema:schema23.type,parentSchema:schema23,data};if(vErrors === null){vErrors = [err2];}else {vErrors.push(err2);}errors++;}validate72.errors = vErrors;return errors === 0;}validate72.evaluated = {"dynamicProps":false,"dynamicItems":false};function validate71(data, {instancePath="", parentData, parentDataProperty, rootData=data, dynamicAnchors={}}={}){let vErrors = null;let errors = 0;const evaluated0 = validate71.evaluated;if(evaluated0.dynamicProps){evaluated0.props = undefined;}if(evaluated0.dynamicItems){evaluated0.items = undefined;}if(data && typeof data == "object" && !Array.isArray(data)){if(Object.keys(data).length < 1){const err0 = {instancePath,schemaPath:"#/minProperties",keyword:"minProperties",params:{limit: 1},message:"must NOT have fewer than 1 properties",schema:1,parentSchema:schema28,data};if(vErrors === null){vErrors = [err0];}else {vErrors.push(err0);}errors++;}for(const key0 in data){if(!((key0 === "soft") || (key0 === "hard"))){const err1 = {instancePath,schemaPath:"#/additionalProperties",keyword:"additionalProperties",params:{additionalProperty: key0},message:"must NOT have additional properties",schema:false,parentSchema:schema28,data};if(vErrors === null){vErrors = [err1];}else {vErrors.push(err1);}errors++;}}if(data.soft !== undefined){if(!(validate72(data.soft, {instancePath:instancePath+"/soft",parentData:data,parentDataProperty:"soft",rootData,dynamicAnchors}))){vErrors = vErrors === null ? validate72.errors : vErrors.concat(validate72.errors);errors = vErrors.length;}}if(data.hard !== undefined){if(!(validate72(data.hard, {instancePath:instancePath+"/hard",parentData:data,parentDataProperty:"hard",rootData,dynamicAnchors}))){vErrors = vErrors === null ? validate72.errors : vErrors.concat(validate72.errors);errors = vErrors.length;}}}else {const err2 = {instancePath,schemaPath:"#/type",keyword:"type",params:{type: "object"},message:"must be object",schema:schema28.type,parentSchema:schema28,data};if(vErrors === null){vErrors = [err2];}else {vErrors.push(err2);}errors++;}validate71.errors = vErrors;return errors === 0;}validate71.evaluated = {"props":true,"dynamicProps":false,"dynamicItems":false};function validate68(data, {instancePath="", parentData, parentDataProperty, rootData=data, dynamicAnchors={}}={}){let vErrors = null;let errors = 0;const evaluated0 = validate68.evaluated;if(evaluated0.dynamicProps){evaluated0.props = undefined;}if(evaluated0.dynamicItems){evaluated0.items = undefined;}const _errs0 = errors;let valid0 = false;const _errs1 = errors;if(!(validate69(data, {instancePath,parentData,parentDataProperty,rootData,dynamicAnchors}))){vErrors = vErrors === null ? validate69.errors : vErrors.concat(validate69.errors);errors = vErrors.length;}var _valid0 = _errs1 === errors;valid0 = valid0 || _valid0;const _errs2 = errors;if(!(validate71(data, {instancePath,parentData,parentDataProperty,rootData,dynamicAnchors}))){vErrors = vErrors === null ? validate71.errors : vErrors.concat(validate71.errors);errors = vErrors.length;}var _valid0 = _errs2 === errors;valid0 = valid0 || _valid0;if(_valid0){var props0 = true;}if(!valid0){const err0 = {instancePath,schemaPath:"#/anyOf",keyword:"anyOf",params:{},message:"must match a schema in anyOf",schema:schema26.anyOf,parentSchema:schema26,data};if(vErrors === null){vErrors = [err0];}else {vErrors.push(err0);}errors++;}else {errors = _errs0;if(vErrors !== null){if(_errs0){vErrors.length = _errs0;}else {vErrors = null;}}}validate68.errors = vErrors;evaluated0.props = props0;return errors === 0;}validate68.evaluated = {"dynamicProps":true,"dynamicItems":false};const schema30 = {"description":"How long finished jobs are kept, by the state they ended in: for a time, `1d`, or for a time and of each queue at most so many, `{ for: 1d, count: 10000 }`.","type":"object","additionalProperties":false,"properties":{"completed":{"description":"Jobs that are done.","$ref":"#/$defs/retention","default":"1d","examples":["1d",{"for":"1d","count":10000}]},"cancelled":{"description":"Jobs ended on purpose.","$ref":"#/$defs/retention","default":"1d","examples":["1d",{"for":"1d","count":10000}]},"dead":{"description":"Jobs out of attempts, kept for a person.","$ref":"#/$defs/retention","default":"30d","examples":["30d",{"count":100000}]}}};const schema31 = {"anyOf":[{"$ref":"#/$defs/duration","x-shorthand":[{"means":{"for":"$"}}]},{"$ref":"#/$defs/retentionLimits"}]};const schema32 = {"type":"object","additionalProperties":false,"minProperties":1,"properties":{"for":{"description":"How long after a job was finished. Without it, the default of its state.","$ref":"#/$defs/duration","examples":["1d"]},"count":{"description":"Of each queue at most so many jobs of this state, those finished last. Without it, however many.","type":"integer","minimum":0,"maximum":1000000000,"examples":[10000]}}};function validate81(data, {instancePath="", parentData, parentDataProperty, rootData=data, dynamicAnchors={}}={}){let vErrors = null;let errors = 0;const evaluated0 = validate81.evaluated;if(evaluated0.dynamicProps){evaluated0.props = undefined;}if(evaluated0.dynamicItems){evaluated0.items = undefined;}if(data && typeof data == "object" && !Array.isArray(data)){if(Object.keys(data).length < 1){const err0 = {instancePath,schemaPath:"#/minProperties",keyword:"minProperties",params:{limit: 1},message:"must NOT have fewer than 1 properties",schema:1,parentSchema:schema32,data};if(vErrors === null){vErrors = [err0];}else {vErrors.push(err0);}errors++;}for(const key0 in data){if(!((key0 === "for") || (key0 === "count"))){const err1 = {instancePath,schemaPath:"#/additionalProperties",keyword:"additionalProperties",params:{additionalProperty: key0},message:"must NOT have additional properties",schema:false,parentSchema:schema32,data};if(vErrors === null){vErrors = [err1];}else {vErrors.push(err1);}errors++;}}if(data.for !== undefined){if(!(validate72(data.for, {instancePath:instancePath+"/for",parentData:data,parentDataProperty:"for",rootData,dynamicAnchors}))){vErrors = vErrors === null ? validate72.errors : vErrors.concat(validate72.errors);errors = vErrors.length;}}if(data.count !== undefined){let data1 = data.count;if(!(((typeof data1 == "number") && (!(data1 % 1) && !isNaN(data1))) && (isFinite(data1)))){const err2 = {instancePath:instancePath+"/count",schemaPath:"#/properties/count/type",keyword:"type",params:{type: "integer"},message:"must be integer",schema:schema32.properties.count.type,parentSchema:schema32.properties.count,data:data1};if(vErrors === null){vErrors = [err2];}else {vErrors.push(err2);}errors++;}if((typeof data1 == "number") && (isFinite(data1))){if(data1 > 1000000000 || isNaN(data1)){const err3 = {instancePath:instancePath+"/count",schemaPath:"#/properties/count/maximum",keyword:"maximum",params:{comparison: "<=", limit: 1000000000},message:"must be <= 1000000000",schema:1000000000,parentSchema:schema32.properties.count,data:data1};if(vErrors === null){vErrors = [err3];}else {vErrors.push(err3);}errors++;}if(data1 < 0 || isNaN(data1)){const err4 = {instancePath:instancePath+"/count",schemaPath:"#/properties/count/minimum",keyword:"minimum",params:{comparison: ">=", limit: 0},message:"must be >= 0",schema:0,parentSchema:schema32.properties.count,data:data1};if(vErrors === null){vErrors = [err4];}else {vErrors.push(err4);}errors++;}}}}else {const err5 = {instancePath,schemaPath:"#/type",keyword:"type",params:{type: "object"},message:"must be object",schema:schema32.type,parentSchema:schema32,data};if(vErrors === null){vErrors = [err5];}else {vErrors.push(err5);}errors++;}validate81.errors = vErrors;return errors === 0;}validate81.evaluated = {"props":true,"dynamicProps":false,"dynamicItems":false};function validate79(data, {instancePath="", parentData, parentDataProperty, rootData=data, dynamicAnchors={}}={}){let vErrors = null;let errors = 0;const evaluated0 = validate79.evaluated;if(evaluated0.dynamicProps){evaluated0.props = undefined;}if(evaluated0.dynamicItems){evaluated0.items = undefined;}const _errs0 = errors;let valid0 = false;const _errs1 = errors;if(!(validate72(data, {instancePath,parentData,parentDataProperty,rootData,dynamicAnchors}))){vErrors = vErrors === null ? validate72.errors : vErrors.concat(validate72.errors);errors = vErrors.length;}var _valid0 = _errs1 === errors;valid0 = valid0 || _valid0;const _errs2 = errors;if(!(validate81(data, {instancePath,parentData,parentDataProperty,rootData,dynamicAnchors}))){vErrors = vErrors === null ? validate81.errors : vErrors.concat(validate81.errors);errors = vErrors.length;}var _valid0 = _errs2 === errors;valid0 = valid0 || _valid0;if(_valid0){var props0 = true;}if(!valid0){const err0 = {instancePath,schemaPath:"#/anyOf",keyword:"anyOf",params:{},message:"must match a schema in anyOf",schema:schema31.anyOf,parentSchema:schema31,data};if(vErrors === null){vErrors = [err0];}else {vErrors.push(err0);}errors++;}else {errors = _errs0;if(vErrors !== null){if(_errs0){vErrors.length = _errs0;}else {vErrors = null;}}}validate79.errors = vErrors;evaluated0.props = props0;return errors === 0;}validate79.evaluated = {"dynamicProps":true,"dynamicItems":false};function validate78(data, {instancePath="", parentData, parentDataProperty, rootData=data, dynamicAnchors={}}={}){let vErrors = null;let errors = 0;const evaluated0 = validate78.evaluated;if(evaluated0.dynamicProps){evaluated0.props = undefined;}if(evaluated0.dynamicItems){evaluated0.items = undefined;}if(data && typeof data == "object" && !Array.isArray(data)){for(const key0 in data){if(!(((key0 === "completed") || (key0 === "cancelled")) || (key0 === "dead"))){const err0 = {instancePath,schemaPath:"#/additionalProperties",keyword:"additionalProperties",params:{additionalProperty: key0},message:"must NOT have additional properties",schema:false,parentSchema:schema30,data};if(vErrors === null){vErrors = [err0];}else {vErrors.push(err0);}errors++;}}if(data.completed !== undefined){if(!(validate79(data.completed, {instancePath:instancePath+"/completed",parentData:data,parentDataProperty:"completed",rootData,dynamicAnchors}))){vErrors = vErrors === null ? validate79.errors : vErrors.concat(validate79.errors);errors = vErrors.length;}}if(data.cancelled !== undefined){if(!(validate79(data.cancelled, {instancePath:instancePath+"/cancelled",parentData:data,parentDataProperty:"cancelled",rootData,dynamicAnchors}))){vErrors = vErrors === null ? validate79.errors : vErrors.concat(validate79.errors);errors = vErrors.length;}}if(data.dead !== undefined){if(!(validate79(data.dead, {instancePath:instancePath+"/dead",parentData:data,parentDataProperty:"dead",rootData,dynamicAnchors}))){vErrors = vErrors === null ? validate79.errors : vErrors.concat(validate79.errors);errors = vErrors.length;}}}else {const err1 = {instancePath,schemaPath:"#/type",keyword:"type",params:{type: "object"},message:"must be object",schema:schema30.type,parentSchema:schema30,data};if(vErrors === null){vErrors = [err1];}else {vErrors.push(err1);}errors++;}validate78.errors = vErrors;return errors === 0;}validate78.evaluated = {"props":true,"dynamicProps":false,"dynamicItems":false};function validate65(data, {instancePath="", parentData, parentDataProperty, rootData=data, dynamicAnchors={}}={}){let vErrors = null;let errors = 0;const evaluated0 = validate65.evaluated;if(evaluated0.dynamicProps){evaluated0.props = undefined;}if(evaluated0.dynamicItems){evaluated0.items = undefined;}if(data && typeof data == "object" && !Array.isArray(data)){for(const key0 in data){if(!(((((((key0 === "queue") || (key0 === "retry")) || (key0 === "timeout")) || (key0 === "executor")) || (key0 === "cancelGrace")) || (key0 === "keep")) || (key0 === "shutdownTimeout"))){const err0 = {instancePath,schemaPath:"#/additionalProperties",keyword:"additionalProperties",params:{additionalProperty: key0},message:"must NOT have additional properties",schema:false,parentSchema:schema25,data};if(vErrors === null){vErrors = [err0];}else {vErrors.push(err0);}errors++;}}if(data.queue !== undefined){if(!(validate53(data.queue, {instancePath:instancePath+"/queue",parentData:data,parentDataProperty:"queue",rootData,dynamicAnchors}))){vErrors = vErrors === null ? validate53.errors : vErrors.concat(validate53.errors);errors = vErrors.length;}}if(data.retry !== undefined){if(!(validate53(data.retry, {instancePath:instancePath+"/retry",parentData:data,parentDataProperty:"retry",rootData,dynamicAnchors}))){vErrors = vErrors === null ? validate53.errors : vErrors.concat(validate53.errors);errors = vErrors.length;}}if(data.timeout !== undefined){if(!(validate68(data.timeout, {instancePath:instancePath+"/timeout",parentData:data,parentDataProperty:"timeout",rootData,dynamicAnchors}))){vErrors = vErrors === null ? validate68.errors : vErrors.concat(validate68.errors);errors = vErrors.length;}}if(data.executor !== undefined){let data3 = data.executor;if(typeof data3 !== "string"){const err1 = {instancePath:instancePath+"/executor",schemaPath:"#/properties/executor/type",keyword:"type",params:{type: "string"},message:"must be string",schema:schema25.properties.executor.type,parentSchema:schema25.properties.executor,data:data3};if(vErrors === null){vErrors = [err1];}else {vErrors.push(err1);}errors++;}if(!(((data3 === "inline") || (data3 === "thread")) || (data3 === "process"))){const err2 = {instancePath:instancePath+"/executor",schemaPath:"#/properties/executor/enum",keyword:"enum",params:{allowedValues: schema25.properties.executor.enum},message:"must be equal to one of the allowed values",schema:schema25.properties.executor.enum,parentSchema:schema25.properties.executor,data:data3};if(vErrors === null){vErrors = [err2];}else {vErrors.push(err2);}errors++;}}if(data.cancelGrace !== undefined){if(!(validate72(data.cancelGrace, {instancePath:instancePath+"/cancelGrace",parentData:data,parentDataProperty:"cancelGrace",rootData,dynamicAnchors}))){vErrors = vErrors === null ? validate72.errors : vErrors.concat(validate72.errors);errors = vErrors.length;}}if(data.keep !== undefined){if(!(validate78(data.keep, {instancePath:instancePath+"/keep",parentData:data,parentDataProperty:"keep",rootData,dynamicAnchors}))){vErrors = vErrors === null ? validate78.errors : vErrors.concat(validate78.errors);errors = vErrors.length;}}if(data.shutdownTimeout !== undefined){if(!(validate72(data.shutdownTimeout, {instancePath:instancePath+"/shutdownTimeout",parentData:data,parentDataProperty:"shutdownTimeout",rootData,dynamicAnchors}))){vErrors = vErrors === null ? validate72.errors : vErrors.concat(validate72.errors);errors = vErrors.length;}}}else {const err3 = {instancePath,schemaPath:"#/type",keyword:"type",params:{type: "object"},message:"must be object",schema:schema25.type,parentSchema:schema25,data};if(vErrors === null){vErrors = [err3];}else {vErrors.push(err3);}errors++;}validate65.errors = vErrors;return errors === 0;}validate65.evaluated = {"props":true,"dynamicProps":false,"dynamicItems":false};const schema33 = {"description":"One lane.","type":"object","additionalProperties":false,"properties":{"concurrency":{"description":"Handlers at once, per process.","type":"integer","minimum":1,"maximum":10000,"default":10,"examples":[50]},"globalConcurrency":{"description":"Attempts at once over all processes, beside `concurrency` of each. It holds as written in the manifest that was started or reloaded last, for waiting jobs too.","$ref":"#/$defs/limit","examples":[4]},"rate":{"description":"Starts in a time over all processes. On a Redis Cluster each queue, and each part of one with shards, counts alone.","$ref":"#/$defs/queueRate","examples":["10/s",{"limit":"10/s","burst":1}]},"shards":{"description":"Redis only: parts that the queue is spread over, so that several masters of a Cluster carry it. Order holds within a part. It may be changed at any time; on SQLite it means nothing.","type":"integer","minimum":1,"maximum":64,"default":1,"examples":[8]},"foreign":{"description":"Redis only: jobs that a plain bee-queue program saved in this queue run as this task. Without it they are left alone.","$ref":"#/$defs/name","x-ref":"tasks","examples":["legacy.import"]}}};const schema34 = {"title":"a whole number from 1 to 10000","type":"integer","minimum":1,"maximum":10000};function validate92(data, {instancePath="", parentData, parentDataProperty, rootData=data, dynamicAnchors={}}={}){let vErrors = null;let errors = 0;const evaluated0 = validate92.evaluated;if(evaluated0.dynamicProps){evaluated0.props = undefined;}if(evaluated0.dynamicItems){evaluated0.items = undefined;}if(!(((typeof data == "number") && (!(data % 1) && !isNaN(data))) && (isFinite(data)))){const err0 = {instancePath,schemaPath:"#/type",keyword:"type",params:{type: "integer"},message:"must be integer",schema:schema34.type,parentSchema:schema34,data};if(vErrors === null){vErrors = [err0];}else {vErrors.push(err0);}errors++;}if((typeof data == "number") && (isFinite(data))){if(data > 10000 || isNaN(data)){const err1 = {instancePath,schemaPath:"#/maximum",keyword:"maximum",params:{comparison: "<=", limit: 10000},message:"must be <= 10000",schema:10000,parentSchema:schema34,data};if(vErrors === null){vErrors = [err1];}else {vErrors.push(err1);}errors++;}if(data < 1 || isNaN(data)){const err2 = {instancePath,schemaPath:"#/minimum",keyword:"minimum",params:{comparison: ">=", limit: 1},message:"must be >= 1",schema:1,parentSchema:schema34,data};if(vErrors === null){vErrors = [err2];}else {vErrors.push(err2);}errors++;}}validate92.errors = vErrors;return errors === 0;}validate92.evaluated = {"dynamicProps":false,"dynamicItems":false};const schema35 = {"anyOf":[{"$ref":"#/$defs/rateText","x-shorthand":[{"means":{"limit":"$"}}]},{"$ref":"#/$defs/queueRateRule"}]};const schema36 = {"title":"a rate: a number of jobs per s, m, h or d, as in `10/m`","type":"string","maxLength":64,"pattern":"^[1-9][0-9]{0,6}/[smhd]$","examples":["10/m"]};const pattern9 = new RegExp("^[1-9][0-9]{0,6}/[smhd]$", "u");function validate95(data, {instancePath="", parentData, parentDataProperty, rootData=data, dynamicAnchors={}}={}){let vErrors = null;let errors = 0;const evaluated0 = validate95.evaluated;if(evaluated0.dynamicProps){evaluated0.props = undefined;}if(evaluated0.dynamicItems){evaluated0.items = undefined;}if(typeof data === "string"){if(data.length > 64){const err0 = {instancePath,schemaPath:"#/maxLength",keyword:"maxLength",params:{limit: 64},message:"must NOT have more than 64 characters",schema:64,parentSchema:schema36,data};if(vErrors === null){vErrors = [err0];}else {vErrors.push(err0);}errors++;}if(!pattern9.test(data)){const err1 = {instancePath,schemaPath:"#/pattern",keyword:"pattern",params:{pattern: "^[1-9][0-9]{0,6}/[smhd]$"},message:"must match pattern \""+"^[1-9][0-9]{0,6}/[smhd]$"+"\"",schema:"^[1-9][0-9]{0,6}/[smhd]$",parentSchema:schema36,data};if(vErrors === null){vErrors = [err1];}else {vErrors.push(err1);}errors++;}}else {const err2 = {instancePath,schemaPath:"#/type",keyword:"type",params:{type: "string"},message:"must be string",schema:schema36.type,parentSchema:schema36,data};if(vErrors === null){vErrors = [err2];}else {vErrors.push(err2);}errors++;}validate95.errors = vErrors;return errors === 0;}validate95.evaluated = {"dynamicProps":false,"dynamicItems":false};const schema37 = {"type":"object","additionalProperties":false,"required":["limit"],"properties":{"limit":{"description":"Starts in a second, minute, hour or day.","$ref":"#/$defs/rateText","examples":["10/m"]},"burst":{"description":"Starts together after a rest. Without it as many as in a second, at least one.","$ref":"#/$defs/burst","examples":[20]}}};const schema38 = {"title":"a whole number from 1 to 1000000","type":"integer","minimum":1,"maximum":1000000};function validate99(data, {instancePath="", parentData, parentDataProperty, rootData=data, dynamicAnchors={}}={}){let vErrors = null;let errors = 0;const evaluated0 = validate99.evaluated;if(evaluated0.dynamicProps){evaluated0.props = undefined;}if(evaluated0.dynamicItems){evaluated0.items = undefined;}if(!(((typeof data == "number") && (!(data % 1) && !isNaN(data))) && (isFinite(data)))){const err0 = {instancePath,schemaPath:"#/type",keyword:"type",params:{type: "integer"},message:"must be integer",schema:schema38.type,parentSchema:schema38,data};if(vErrors === null){vErrors = [err0];}else {vErrors.push(err0);}errors++;}if((typeof data == "number") && (isFinite(data))){if(data > 1000000 || isNaN(data)){const err1 = {instancePath,schemaPath:"#/maximum",keyword:"maximum",params:{comparison: "<=", limit: 1000000},message:"must be <= 1000000",schema:1000000,parentSchema:schema38,data};if(vErrors === null){vErrors = [err1];}else {vErrors.push(err1);}errors++;}if(data < 1 || isNaN(data)){const err2 = {instancePath,schemaPath:"#/minimum",keyword:"minimum",params:{comparison: ">=", limit: 1},message:"must be >= 1",schema:1,parentSchema:schema38,data};if(vErrors === null){vErrors = [err2];}else {vErrors.push(err2);}errors++;}}validate99.errors = vErrors;return errors === 0;}validate99.evaluated = {"dynamicProps":false,"dynamicItems":false};function validate97(data, {instancePath="", parentData, parentDataProperty, rootData=data, dynamicAnchors={}}={}){let vErrors = null;let errors = 0;const evaluated0 = validate97.evaluated;if(evaluated0.dynamicProps){evaluated0.props = undefined;}if(evaluated0.dynamicItems){evaluated0.items = undefined;}if(data && typeof data == "object" && !Array.isArray(data)){if(data.limit === undefined){const err0 = {instancePath,schemaPath:"#/required",keyword:"required",params:{missingProperty: "limit"},message:"must have required property '"+"limit"+"'",schema:schema37.required,parentSchema:schema37,data};if(vErrors === null){vErrors = [err0];}else {vErrors.push(err0);}errors++;}for(const key0 in data){if(!((key0 === "limit") || (key0 === "burst"))){const err1 = {instancePath,schemaPath:"#/additionalProperties",keyword:"additionalProperties",params:{additionalProperty: key0},message:"must NOT have additional properties",schema:false,parentSchema:schema37,data};if(vErrors === null){vErrors = [err1];}else {vErrors.push(err1);}errors++;}}if(data.limit !== undefined){if(!(validate95(data.limit, {instancePath:instancePath+"/limit",parentData:data,parentDataProperty:"limit",rootData,dynamicAnchors}))){vErrors = vErrors === null ? validate95.errors : vErrors.concat(validate95.errors);errors = vErrors.length;}}if(data.burst !== undefined){if(!(validate99(data.burst, {instancePath:instancePath+"/burst",parentData:data,parentDataProperty:"burst",rootData,dynamicAnchors}))){vErrors = vErrors === null ? validate99.errors : vErrors.concat(validate99.errors);errors = vErrors.length;}}}else {const err2 = {instancePath,schemaPath:"#/type",keyword:"type",params:{type: "object"},message:"must be object",schema:schema37.type,parentSchema:schema37,data};if(vErrors === null){vErrors = [err2];}else {vErrors.push(err2);}errors++;}validate97.errors = vErrors;return errors === 0;}validate97.evaluated = {"props":true,"dynamicProps":false,"dynamicItems":false};function validate94(data, {instancePath="", parentData, parentDataProperty, rootData=data, dynamicAnchors={}}={}){let vErrors = null;let errors = 0;const evaluated0 = validate94.evaluated;if(evaluated0.dynamicProps){evaluated0.props = undefined;}if(evaluated0.dynamicItems){evaluated0.items = undefined;}const _errs0 = errors;let valid0 = false;const _errs1 = errors;if(!(validate95(data, {instancePath,parentData,parentDataProperty,rootData,dynamicAnchors}))){vErrors = vErrors === null ? validate95.errors : vErrors.concat(validate95.errors);errors = vErrors.length;}var _valid0 = _errs1 === errors;valid0 = valid0 || _valid0;const _errs2 = errors;if(!(validate97(data, {instancePath,parentData,parentDataProperty,rootData,dynamicAnchors}))){vErrors = vErrors === null ? validate97.errors : vErrors.concat(validate97.errors);errors = vErrors.length;}var _valid0 = _errs2 === errors;valid0 = valid0 || _valid0;if(_valid0){var props0 = true;}if(!valid0){const err0 = {instancePath,schemaPath:"#/anyOf",keyword:"anyOf",params:{},message:"must match a schema in anyOf",schema:schema35.anyOf,parentSchema:schema35,data};if(vErrors === null){vErrors = [err0];}else {vErrors.push(err0);}errors++;}else {errors = _errs0;if(vErrors !== null){if(_errs0){vErrors.length = _errs0;}else {vErrors = null;}}}validate94.errors = vErrors;evaluated0.props = props0;return errors === 0;}validate94.evaluated = {"dynamicProps":true,"dynamicItems":false};function validate91(data, {instancePath="", parentData, parentDataProperty, rootData=data, dynamicAnchors={}}={}){let vErrors = null;let errors = 0;const evaluated0 = validate91.evaluated;if(evaluated0.dynamicProps){evaluated0.props = undefined;}if(evaluated0.dynamicItems){evaluated0.items = undefined;}if(data && typeof data == "object" && !Array.isArray(data)){for(const key0 in data){if(!(((((key0 === "concurrency") || (key0 === "globalConcurrency")) || (key0 === "rate")) || (key0 === "shards")) || (key0 === "foreign"))){const err0 = {instancePath,schemaPath:"#/additionalProperties",keyword:"additionalProperties",params:{additionalProperty: key0},message:"must NOT have additional properties",schema:false,parentSchema:schema33,data};if(vErrors === null){vErrors = [err0];}else {vErrors.push(err0);}errors++;}}if(data.concurrency !== undefined){let data0 = data.concurrency;if(!(((typeof data0 == "number") && (!(data0 % 1) && !isNaN(data0))) && (isFinite(data0)))){const err1 = {instancePath:instancePath+"/concurrency",schemaPath:"#/properties/concurrency/type",keyword:"type",params:{type: "integer"},message:"must be integer",schema:schema33.properties.concurrency.type,parentSchema:schema33.properties.concurrency,data:data0};if(vErrors === null){vErrors = [err1];}else {vErrors.push(err1);}errors++;}if((typeof data0 == "number") && (isFinite(data0))){if(data0 > 10000 || isNaN(data0)){const err2 = {instancePath:instancePath+"/concurrency",schemaPath:"#/properties/concurrency/maximum",keyword:"maximum",params:{comparison: "<=", limit: 10000},message:"must be <= 10000",schema:10000,parentSchema:schema33.properties.concurrency,data:data0};if(vErrors === null){vErrors = [err2];}else {vErrors.push(err2);}errors++;}if(data0 < 1 || isNaN(data0)){const err3 = {instancePath:instancePath+"/concurrency",schemaPath:"#/properties/concurrency/minimum",keyword:"minimum",params:{comparison: ">=", limit: 1},message:"must be >= 1",schema:1,parentSchema:schema33.properties.concurrency,data:data0};if(vErrors === null){vErrors = [err3];}else {vErrors.push(err3);}errors++;}}}if(data.globalConcurrency !== undefined){if(!(validate92(data.globalConcurrency, {instancePath:instancePath+"/globalConcurrency",parentData:data,parentDataProperty:"globalConcurrency",rootData,dynamicAnchors}))){vErrors = vErrors === null ? validate92.errors : vErrors.concat(validate92.errors);errors = vErrors.length;}}if(data.rate !== undefined){if(!(validate94(data.rate, {instancePath:instancePath+"/rate",parentData:data,parentDataProperty:"rate",rootData,dynamicAnchors}))){vErrors = vErrors === null ? validate94.errors : vErrors.concat(validate94.errors);errors = vErrors.length;}}if(data.shards !== undefined){let data3 = data.shards;if(!(((typeof data3 == "number") && (!(data3 % 1) && !isNaN(data3))) && (isFinite(data3)))){const err4 = {instancePath:instancePath+"/shards",schemaPath:"#/properties/shards/type",keyword:"type",params:{type: "integer"},message:"must be integer",schema:schema33.properties.shards.type,parentSchema:schema33.properties.shards,data:data3};if(vErrors === null){vErrors = [err4];}else {vErrors.push(err4);}errors++;}if((typeof data3 == "number") && (isFinite(data3))){if(data3 > 64 || isNaN(data3)){const err5 = {instancePath:instancePath+"/shards",schemaPath:"#/properties/shards/maximum",keyword:"maximum",params:{comparison: "<=", limit: 64},message:"must be <= 64",schema:64,parentSchema:schema33.properties.shards,data:data3};if(vErrors === null){vErrors = [err5];}else {vErrors.push(err5);}errors++;}if(data3 < 1 || isNaN(data3)){const err6 = {instancePath:instancePath+"/shards",schemaPath:"#/properties/shards/minimum",keyword:"minimum",params:{comparison: ">=", limit: 1},message:"must be >= 1",schema:1,parentSchema:schema33.properties.shards,data:data3};if(vErrors === null){vErrors = [err6];}else {vErrors.push(err6);}errors++;}}}if(data.foreign !== undefined){if(!(validate53(data.foreign, {instancePath:instancePath+"/foreign",parentData:data,parentDataProperty:"foreign",rootData,dynamicAnchors}))){vErrors = vErrors === null ? validate53.errors : vErrors.concat(validate53.errors);errors = vErrors.length;}}}else {const err7 = {instancePath,schemaPath:"#/type",keyword:"type",params:{type: "object"},message:"must be object",schema:schema33.type,parentSchema:schema33,data};if(vErrors === null){vErrors = [err7];}else {vErrors.push(err7);}errors++;}validate91.errors = vErrors;return errors === 0;}validate91.evaluated = {"props":true,"dynamicProps":false,"dynamicItems":false};const schema39 = {"description":"A rate, a number of attempts at once, or both.","type":"object","additionalProperties":false,"properties":{"rate":{"description":"Starts in a second, minute, hour or day, over all processes.","$ref":"#/$defs/rateText","examples":["100/s"]},"burst":{"description":"Starts together after a rest. Without it as many as in a second, at least one.","$ref":"#/$defs/burst","examples":[20]},"concurrency":{"description":"Attempts at once, over all processes.","$ref":"#/$defs/limit","examples":[20]}}};function validate106(data, {instancePath="", parentData, parentDataProperty, rootData=data, dynamicAnchors={}}={}){let vErrors = null;let errors = 0;const evaluated0 = validate106.evaluated;if(evaluated0.dynamicProps){evaluated0.props = undefined;}if(evaluated0.dynamicItems){evaluated0.items = undefined;}if(data && typeof data == "object" && !Array.isArray(data)){for(const key0 in data){if(!(((key0 === "rate") || (key0 === "burst")) || (key0 === "concurrency"))){const err0 = {instancePath,schemaPath:"#/additionalProperties",keyword:"additionalProperties",params:{additionalProperty: key0},message:"must NOT have additional properties",schema:false,parentSchema:schema39,data};if(vErrors === null){vErrors = [err0];}else {vErrors.push(err0);}errors++;}}if(data.rate !== undefined){if(!(validate95(data.rate, {instancePath:instancePath+"/rate",parentData:data,parentDataProperty:"rate",rootData,dynamicAnchors}))){vErrors = vErrors === null ? validate95.errors : vErrors.concat(validate95.errors);errors = vErrors.length;}}if(data.burst !== undefined){if(!(validate99(data.burst, {instancePath:instancePath+"/burst",parentData:data,parentDataProperty:"burst",rootData,dynamicAnchors}))){vErrors = vErrors === null ? validate99.errors : vErrors.concat(validate99.errors);errors = vErrors.length;}}if(data.concurrency !== undefined){if(!(validate92(data.concurrency, {instancePath:instancePath+"/concurrency",parentData:data,parentDataProperty:"concurrency",rootData,dynamicAnchors}))){vErrors = vErrors === null ? validate92.errors : vErrors.concat(validate92.errors);errors = vErrors.length;}}}else {const err1 = {instancePath,schemaPath:"#/type",keyword:"type",params:{type: "object"},message:"must be object",schema:schema39.type,parentSchema:schema39,data};if(vErrors === null){vErrors = [err1];}else {vErrors.push(err1);}errors++;}validate106.errors = vErrors;return errors === 0;}validate106.evaluated = {"props":true,"dynamicProps":false,"dynamicItems":false};const schema40 = {"description":"What happens after a failed attempt.","type":"object","additionalProperties":false,"properties":{"maxAttempts":{"description":"Attempts in all, the first included; then the job is dead.","type":"integer","minimum":1,"maximum":1000,"default":4,"examples":[6]},"backoff":{"description":"How long until the next attempt.","anyOf":[{"$ref":"#/$defs/fixedBackoff"},{"$ref":"#/$defs/linearBackoff"},{"$ref":"#/$defs/exponentialBackoff"},{"$ref":"#/$defs/listBackoff"}],"default":{"type":"exponential"},"examples":[{"type":"exponential","base":"1s","factor":2,"max":"5m","jitter":"full"},{"type":"list","delays":["10s","1m","5m"]}]},"retryOn":{"description":"Errors that are retried, by class, code or HTTP status (see Rules); empty means all.","$ref":"#/$defs/errorNames","default":[],"examples":[["ECONNRESET","TimeoutError","5xx"]]},"deadOn":{"description":"Errors that make the job dead at once; they win over `retryOn`.","$ref":"#/$defs/errorNames","default":[],"examples":[["PaymentDeclined",402]]},"retryFor":{"description":"No attempt starts later than this after the first one began. Without it only `maxAttempts` ends the tries.","$ref":"#/$defs/duration","examples":["2h"]}}};const schema41 = {"description":"The same delay each time.","type":"object","additionalProperties":false,"required":["type"],"properties":{"type":{"description":"Kind of backoff.","const":"fixed","examples":["fixed"]},"base":{"description":"The delay.","$ref":"#/$defs/duration","default":"1s","examples":["10s"]},"jitter":{"$ref":"#/$defs/jitter","default":"none","examples":["equal"]}}};const schema42 = {"title":"Jitter","description":"How the delay is spread, so that jobs that failed together do not come back together: `full` draws from 0 to the delay, `equal` from half of it.","type":"string","enum":["none","full","equal"],"examples":["full"]};function validate115(data, {instancePath="", parentData, parentDataProperty, rootData=data, dynamicAnchors={}}={}){let vErrors = null;let errors = 0;const evaluated0 = validate115.evaluated;if(evaluated0.dynamicProps){evaluated0.props = undefined;}if(evaluated0.dynamicItems){evaluated0.items = undefined;}if(typeof data !== "string"){const err0 = {instancePath,schemaPath:"#/type",keyword:"type",params:{type: "string"},message:"must be string",schema:schema42.type,parentSchema:schema42,data};if(vErrors === null){vErrors = [err0];}else {vErrors.push(err0);}errors++;}if(!(((data === "none") || (data === "full")) || (data === "equal"))){const err1 = {instancePath,schemaPath:"#/enum",keyword:"enum",params:{allowedValues: schema42.enum},message:"must be equal to one of the allowed values",schema:schema42.enum,parentSchema:schema42,data};if(vErrors === null){vErrors = [err1];}else {vErrors.push(err1);}errors++;}validate115.errors = vErrors;return errors === 0;}validate115.evaluated = {"dynamicProps":false,"dynamicItems":false};function validate113(data, {instancePath="", parentData, parentDataProperty, rootData=data, dynamicAnchors={}}={}){let vErrors = null;let errors = 0;const evaluated0 = validate113.evaluated;if(evaluated0.dynamicProps){evaluated0.props = undefined;}if(evaluated0.dynamicItems){evaluated0.items = undefined;}if(data && typeof data == "object" && !Array.isArray(data)){if(data.type === undefined){const err0 = {instancePath,schemaPath:"#/required",keyword:"required",params:{missingProperty: "type"},message:"must have required property '"+"type"+"'",schema:schema41.required,parentSchema:schema41,data};if(vErrors === null){vErrors = [err0];}else {vErrors.push(err0);}errors++;}for(const key0 in data){if(!(((key0 === "type") || (key0 === "base")) || (key0 === "jitter"))){const err1 = {instancePath,schemaPath:"#/additionalProperties",keyword:"additionalProperties",params:{additionalProperty: key0},message:"must NOT have additional properties",schema:false,parentSchema:schema41,data};if(vErrors === null){vErrors = [err1];}else {vErrors.push(err1);}errors++;}}if(data.type !== undefined){let data0 = data.type;if("fixed" !== data0){const err2 = {instancePath:instancePath+"/type",schemaPath:"#/properties/type/const",keyword:"const",params:{allowedValue: "fixed"},message:"must be equal to constant",schema:"fixed",parentSchema:schema41.properties.type,data:data0};if(vErrors === null){vErrors = [err2];}else {vErrors.push(err2);}errors++;}}if(data.base !== undefined){if(!(validate72(data.base, {instancePath:instancePath+"/base",parentData:data,parentDataProperty:"base",rootData,dynamicAnchors}))){vErrors = vErrors === null ? validate72.errors : vErrors.concat(validate72.errors);errors = vErrors.length;}}if(data.jitter !== undefined){if(!(validate115(data.jitter, {instancePath:instancePath+"/jitter",parentData:data,parentDataProperty:"jitter",rootData,dynamicAnchors}))){vErrors = vErrors === null ? validate115.errors : vErrors.concat(validate115.errors);errors = vErrors.length;}}}else {const err3 = {instancePath,schemaPath:"#/type",keyword:"type",params:{type: "object"},message:"must be object",schema:schema41.type,parentSchema:schema41,data};if(vErrors === null){vErrors = [err3];}else {vErrors.push(err3);}errors++;}validate113.errors = vErrors;return errors === 0;}validate113.evaluated = {"props":true,"dynamicProps":false,"dynamicItems":false};const schema43 = {"description":"base, 2·base, 3·base … up to max.","type":"object","additionalProperties":false,"required":["type"],"properties":{"type":{"description":"Kind of backoff.","const":"linear","examples":["linear"]},"base":{"description":"The first delay, and what each further one adds.","$ref":"#/$defs/duration","default":"1s","examples":["10s"]},"max":{"description":"The longest delay.","$ref":"#/$defs/duration","default":"5m","examples":["5m"]},"jitter":{"$ref":"#/$defs/jitter","default":"none","examples":["equal"]}}};function validate118(data, {instancePath="", parentData, parentDataProperty, rootData=data, dynamicAnchors={}}={}){let vErrors = null;let errors = 0;const evaluated0 = validate118.evaluated;if(evaluated0.dynamicProps){evaluated0.props = undefined;}if(evaluated0.dynamicItems){evaluated0.items = undefined;}if(data && typeof data == "object" && !Array.isArray(data)){if(data.type === undefined){const err0 = {instancePath,schemaPath:"#/required",keyword:"required",params:{missingProperty: "type"},message:"must have required property '"+"type"+"'",schema:schema43.required,parentSchema:schema43,data};if(vErrors === null){vErrors = [err0];}else {vErrors.push(err0);}errors++;}for(const key0 in data){if(!((((key0 === "type") || (key0 === "base")) || (key0 === "max")) || (key0 === "jitter"))){const err1 = {instancePath,schemaPath:"#/additionalProperties",keyword:"additionalProperties",params:{additionalProperty: key0},message:"must NOT have additional properties",schema:false,parentSchema:schema43,data};if(vErrors === null){vErrors = [err1];}else {vErrors.push(err1);}errors++;}}if(data.type !== undefined){let data0 = data.type;if("linear" !== data0){const err2 = {instancePath:instancePath+"/type",schemaPath:"#/properties/type/const",keyword:"const",params:{allowedValue: "linear"},message:"must be equal to constant",schema:"linear",parentSchema:schema43.properties.type,data:data0};if(vErrors === null){vErrors = [err2];}else {vErrors.push(err2);}errors++;}}if(data.base !== undefined){if(!(validate72(data.base, {instancePath:instancePath+"/base",parentData:data,parentDataProperty:"base",rootData,dynamicAnchors}))){vErrors = vErrors === null ? validate72.errors : vErrors.concat(validate72.errors);errors = vErrors.length;}}if(data.max !== undefined){if(!(validate72(data.max, {instancePath:instancePath+"/max",parentData:data,parentDataProperty:"max",rootData,dynamicAnchors}))){vErrors = vErrors === null ? validate72.errors : vErrors.concat(validate72.errors);errors = vErrors.length;}}if(data.jitter !== undefined){if(!(validate115(data.jitter, {instancePath:instancePath+"/jitter",parentData:data,parentDataProperty:"jitter",rootData,dynamicAnchors}))){vErrors = vErrors === null ? validate115.errors : vErrors.concat(validate115.errors);errors = vErrors.length;}}}else {const err3 = {instancePath,schemaPath:"#/type",keyword:"type",params:{type: "object"},message:"must be object",schema:schema43.type,parentSchema:schema43,data};if(vErrors === null){vErrors = [err3];}else {vErrors.push(err3);}errors++;}validate118.errors = vErrors;return errors === 0;}validate118.evaluated = {"props":true,"dynamicProps":false,"dynamicItems":false};const schema44 = {"description":"base, base·factor, base·factor² … up to max.","type":"object","additionalProperties":false,"required":["type"],"properties":{"type":{"description":"Kind of backoff.","const":"exponential","examples":["exponential"]},"base":{"description":"The first delay.","$ref":"#/$defs/duration","default":"1s","examples":["1s"]},"factor":{"description":"What each further delay is multiplied with.","type":"number","minimum":1,"maximum":100,"default":2,"examples":[2]},"max":{"description":"The longest delay.","$ref":"#/$defs/duration","default":"5m","examples":["5m"]},"jitter":{"$ref":"#/$defs/jitter","default":"full","examples":["full"]}}};function validate123(data, {instancePath="", parentData, parentDataProperty, rootData=data, dynamicAnchors={}}={}){let vErrors = null;let errors = 0;const evaluated0 = validate123.evaluated;if(evaluated0.dynamicProps){evaluated0.props = undefined;}if(evaluated0.dynamicItems){evaluated0.items = undefined;}if(data && typeof data == "object" && !Array.isArray(data)){if(data.type === undefined){const err0 = {instancePath,schemaPath:"#/required",keyword:"required",params:{missingProperty: "type"},message:"must have required property '"+"type"+"'",schema:schema44.required,parentSchema:schema44,data};if(vErrors === null){vErrors = [err0];}else {vErrors.push(err0);}errors++;}for(const key0 in data){if(!(((((key0 === "type") || (key0 === "base")) || (key0 === "factor")) || (key0 === "max")) || (key0 === "jitter"))){const err1 = {instancePath,schemaPath:"#/additionalProperties",keyword:"additionalProperties",params:{additionalProperty: key0},message:"must NOT have additional properties",schema:false,parentSchema:schema44,data};if(vErrors === null){vErrors = [err1];}else {vErrors.push(err1);}errors++;}}if(data.type !== undefined){let data0 = data.type;if("exponential" !== data0){const err2 = {instancePath:instancePath+"/type",schemaPath:"#/properties/type/const",keyword:"const",params:{allowedValue: "exponential"},message:"must be equal to constant",schema:"exponential",parentSchema:schema44.properties.type,data:data0};if(vErrors === null){vErrors = [err2];}else {vErrors.push(err2);}errors++;}}if(data.base !== undefined){if(!(validate72(data.base, {instancePath:instancePath+"/base",parentData:data,parentDataProperty:"base",rootData,dynamicAnchors}))){vErrors = vErrors === null ? validate72.errors : vErrors.concat(validate72.errors);errors = vErrors.length;}}if(data.factor !== undefined){let data2 = data.factor;if((typeof data2 == "number") && (isFinite(data2))){if(data2 > 100 || isNaN(data2)){const err3 = {instancePath:instancePath+"/factor",schemaPath:"#/properties/factor/maximum",keyword:"maximum",params:{comparison: "<=", limit: 100},message:"must be <= 100",schema:100,parentSchema:schema44.properties.factor,data:data2};if(vErrors === null){vErrors = [err3];}else {vErrors.push(err3);}errors++;}if(data2 < 1 || isNaN(data2)){const err4 = {instancePath:instancePath+"/factor",schemaPath:"#/properties/factor/minimum",keyword:"minimum",params:{comparison: ">=", limit: 1},message:"must be >= 1",schema:1,parentSchema:schema44.properties.factor,data:data2};if(vErrors === null){vErrors = [err4];}else {vErrors.push(err4);}errors++;}}else {const err5 = {instancePath:instancePath+"/factor",schemaPath:"#/properties/factor/type",keyword:"type",params:{type: "number"},message:"must be number",schema:schema44.properties.factor.type,parentSchema:schema44.properties.factor,data:data2};if(vErrors === null){vErrors = [err5];}else {vErrors.push(err5);}errors++;}}if(data.max !== undefined){if(!(validate72(data.max, {instancePath:instancePath+"/max",parentData:data,parentDataProperty:"max",rootData,dynamicAnchors}))){vErrors = vErrors === null ? validate72.errors : vErrors.concat(validate72.errors);errors = vErrors.length;}}if(data.jitter !== undefined){if(!(validate115(data.jitter, {instancePath:instancePath+"/jitter",parentData:data,parentDataProperty:"jitter",rootData,dynamicAnchors}))){vErrors = vErrors === null ? validate115.errors : vErrors.concat(validate115.errors);errors = vErrors.length;}}}else {const err6 = {instancePath,schemaPath:"#/type",keyword:"type",params:{type: "object"},message:"must be object",schema:schema44.type,parentSchema:schema44,data};if(vErrors === null){vErrors = [err6];}else {vErrors.push(err6);}errors++;}validate123.errors = vErrors;return errors === 0;}validate123.evaluated = {"props":true,"dynamicProps":false,"dynamicItems":false};const schema45 = {"description":"The n-th delay before attempt n+1; the last one repeats.","type":"object","additionalProperties":false,"required":["type","delays"],"properties":{"type":{"description":"Kind of backoff.","const":"list","examples":["list"]},"delays":{"description":"The delays in order.","type":"array","minItems":1,"maxItems":100,"items":{"$ref":"#/$defs/duration"},"examples":[["10s","1m","5m"]]},"jitter":{"$ref":"#/$defs/jitter","default":"none","examples":["equal"]}}};function validate128(data, {instancePath="", parentData, parentDataProperty, rootData=data, dynamicAnchors={}}={}){let vErrors = null;let errors = 0;const evaluated0 = validate128.evaluated;if(evaluated0.dynamicProps){evaluated0.props = undefined;}if(evaluated0.dynamicItems){evaluated0.items = undefined;}if(data && typeof data == "object" && !Array.isArray(data)){if(data.type === undefined){const err0 = {instancePath,schemaPath:"#/required",keyword:"required",params:{missingProperty: "type"},message:"must have required property '"+"type"+"'",schema:schema45.required,parentSchema:schema45,data};if(vErrors === null){vErrors = [err0];}else {vErrors.push(err0);}errors++;}if(data.delays === undefined){const err1 = {instancePath,schemaPath:"#/required",keyword:"required",params:{missingProperty: "delays"},message:"must have required property '"+"delays"+"'",schema:schema45.required,parentSchema:schema45,data};if(vErrors === null){vErrors = [err1];}else {vErrors.push(err1);}errors++;}for(const key0 in data){if(!(((key0 === "type") || (key0 === "delays")) || (key0 === "jitter"))){const err2 = {instancePath,schemaPath:"#/additionalProperties",keyword:"additionalProperties",params:{additionalProperty: key0},message:"must NOT have additional properties",schema:false,parentSchema:schema45,data};if(vErrors === null){vErrors = [err2];}else {vErrors.push(err2);}errors++;}}if(data.type !== undefined){let data0 = data.type;if("list" !== data0){const err3 = {instancePath:instancePath+"/type",schemaPath:"#/properties/type/const",keyword:"const",params:{allowedValue: "list"},message:"must be equal to constant",schema:"list",parentSchema:schema45.properties.type,data:data0};if(vErrors === null){vErrors = [err3];}else {vErrors.push(err3);}errors++;}}if(data.delays !== undefined){let data1 = data.delays;if(Array.isArray(data1)){if(data1.length > 100){const err4 = {instancePath:instancePath+"/delays",schemaPath:"#/properties/delays/maxItems",keyword:"maxItems",params:{limit: 100},message:"must NOT have more than 100 items",schema:100,parentSchema:schema45.properties.delays,data:data1};if(vErrors === null){vErrors = [err4];}else {vErrors.push(err4);}errors++;}if(data1.length < 1){const err5 = {instancePath:instancePath+"/delays",schemaPath:"#/properties/delays/minItems",keyword:"minItems",params:{limit: 1},message:"must NOT have fewer than 1 items",schema:1,parentSchema:schema45.properties.delays,data:data1};if(vErrors === null){vErrors = [err5];}else {vErrors.push(err5);}errors++;}const len0 = data1.length;for(let i0=0; i0<len0; i0++){if(!(validate72(data1[i0], {instancePath:instancePath+"/delays/" + i0,parentData:data1,parentDataProperty:i0,rootData,dynamicAnchors}))){vErrors = vErrors === null ? validate72.errors : vErrors.concat(validate72.errors);errors = vErrors.length;}}}else {const err6 = {instancePath:instancePath+"/delays",schemaPath:"#/properties/delays/type",keyword:"type",params:{type: "array"},message:"must be array",schema:schema45.properties.delays.type,parentSchema:schema45.properties.delays,data:data1};if(vErrors === null){vErrors = [err6];}else {vErrors.push(err6);}errors++;}}if(data.jitter !== undefined){if(!(validate115(data.jitter, {instancePath:instancePath+"/jitter",parentData:data,parentDataProperty:"jitter",rootData,dynamicAnchors}))){vErrors = vErrors === null ? validate115.errors : vErrors.concat(validate115.errors);errors = vErrors.length;}}}else {const err7 = {instancePath,schemaPath:"#/type",keyword:"type",params:{type: "object"},message:"must be object",schema:schema45.type,parentSchema:schema45,data};if(vErrors === null){vErrors = [err7];}else {vErrors.push(err7);}errors++;}validate128.errors = vErrors;return errors === 0;}validate128.evaluated = {"props":true,"dynamicProps":false,"dynamicItems":false};const schema46 = {"type":"array","maxItems":100,"items":{"anyOf":[{"$ref":"#/$defs/errorName"},{"$ref":"#/$defs/httpStatus","x-shorthand":[{"means":"$"}]}]}};const schema47 = {"title":"the name, code or HTTP status of an error","type":"string","maxLength":200,"pattern":"^[\\p{L}\\p{N}_$][\\p{L}\\p{N}_$.:/@ -]*$","examples":["ECONNRESET"]};const pattern10 = new RegExp("^[\\p{L}\\p{N}_$][\\p{L}\\p{N}_$.:/@ -]*$", "u");function validate133(data, {instancePath="", parentData, parentDataProperty, rootData=data, dynamicAnchors={}}={}){let vErrors = null;let errors = 0;const evaluated0 = validate133.evaluated;if(evaluated0.dynamicProps){evaluated0.props = undefined;}if(evaluated0.dynamicItems){evaluated0.items = undefined;}if(typeof data === "string"){if(data.length > 200){const err0 = {instancePath,schemaPath:"#/maxLength",keyword:"maxLength",params:{limit: 200},message:"must NOT have more than 200 characters",schema:200,parentSchema:schema47,data};if(vErrors === null){vErrors = [err0];}else {vErrors.push(err0);}errors++;}if(!pattern10.test(data)){const err1 = {instancePath,schemaPath:"#/pattern",keyword:"pattern",params:{pattern: "^[\\p{L}\\p{N}_$][\\p{L}\\p{N}_$.:/@ -]*$"},message:"must match pattern \""+"^[\\p{L}\\p{N}_$][\\p{L}\\p{N}_$.:/@ -]*$"+"\"",schema:"^[\\p{L}\\p{N}_$][\\p{L}\\p{N}_$.:/@ -]*$",parentSchema:schema47,data};if(vErrors === null){vErrors = [err1];}else {vErrors.push(err1);}errors++;}}else {const err2 = {instancePath,schemaPath:"#/type",keyword:"type",params:{type: "string"},message:"must be string",schema:schema47.type,parentSchema:schema47,data};if(vErrors === null){vErrors = [err2];}else {vErrors.push(err2);}errors++;}validate133.errors = vErrors;return errors === 0;}validate133.evaluated = {"dynamicProps":false,"dynamicItems":false};const schema48 = {"title":"an HTTP status","type":"integer","minimum":100,"maximum":599,"examples":[429]};function validate135(data, {instancePath="", parentData, parentDataProperty, rootData=data, dynamicAnchors={}}={}){let vErrors = null;let errors = 0;const evaluated0 = validate135.evaluated;if(evaluated0.dynamicProps){evaluated0.props = undefined;}if(evaluated0.dynamicItems){evaluated0.items = undefined;}if(!(((typeof data == "number") && (!(data % 1) && !isNaN(data))) && (isFinite(data)))){const err0 = {instancePath,schemaPath:"#/type",keyword:"type",params:{type: "integer"},message:"must be integer",schema:schema48.type,parentSchema:schema48,data};if(vErrors === null){vErrors = [err0];}else {vErrors.push(err0);}errors++;}if((typeof data == "number") && (isFinite(data))){if(data > 599 || isNaN(data)){const err1 = {instancePath,schemaPath:"#/maximum",keyword:"maximum",params:{comparison: "<=", limit: 599},message:"must be <= 599",schema:599,parentSchema:schema48,data};if(vErrors === null){vErrors = [err1];}else {vErrors.push(err1);}errors++;}if(data < 100 || isNaN(data)){const err2 = {instancePath,schemaPath:"#/minimum",keyword:"minimum",params:{comparison: ">=", limit: 100},message:"must be >= 100",schema:100,parentSchema:schema48,data};if(vErrors === null){vErrors = [err2];}else {vErrors.push(err2);}errors++;}}validate135.errors = vErrors;return errors === 0;}validate135.evaluated = {"dynamicProps":false,"dynamicItems":false};function validate132(data, {instancePath="", parentData, parentDataProperty, rootData=data, dynamicAnchors={}}={}){let vErrors = null;let errors = 0;const evaluated0 = validate132.evaluated;if(evaluated0.dynamicProps){evaluated0.props = undefined;}if(evaluated0.dynamicItems){evaluated0.items = undefined;}if(Array.isArray(data)){if(data.length > 100){const err0 = {instancePath,schemaPath:"#/maxItems",keyword:"maxItems",params:{limit: 100},message:"must NOT have more than 100 items",schema:100,parentSchema:schema46,data};if(vErrors === null){vErrors = [err0];}else {vErrors.push(err0);}errors++;}const len0 = data.length;for(let i0=0; i0<len0; i0++){let data0 = data[i0];const _errs2 = errors;let valid2 = false;const _errs3 = errors;if(!(validate133(data0, {instancePath:instancePath+"/" + i0,parentData:data,parentDataProperty:i0,rootData,dynamicAnchors}))){vErrors = vErrors === null ? validate133.errors : vErrors.concat(validate133.errors);errors = vErrors.length;}var _valid0 = _errs3 === errors;valid2 = valid2 || _valid0;const _errs4 = errors;if(!(validate135(data0, {instancePath:instancePath+"/" + i0,parentData:data,parentDataProperty:i0,rootData,dynamicAnchors}))){vErrors = vErrors === null ? validate135.errors : vErrors.concat(validate135.errors);errors = vErrors.length;}var _valid0 = _errs4 === errors;valid2 = valid2 || _valid0;if(!valid2){const err1 = {instancePath:instancePath+"/" + i0,schemaPath:"#/items/anyOf",keyword:"anyOf",params:{},message:"must match a schema in anyOf",schema:schema46.items.anyOf,parentSchema:schema46.items,data:data0};if(vErrors === null){vErrors = [err1];}else {vErrors.push(err1);}errors++;}else {errors = _errs2;if(vErrors !== null){if(_errs2){vErrors.length = _errs2;}else {vErrors = null;}}}}}else {const err2 = {instancePath,schemaPath:"#/type",keyword:"type",params:{type: "array"},message:"must be array",schema:schema46.type,parentSchema:schema46,data};if(vErrors === null){vErrors = [err2];}else {vErrors.push(err2);}errors++;}validate132.errors = vErrors;return errors === 0;}validate132.evaluated = {"items":true,"dynamicProps":false,"dynamicItems":false};function validate112(data, {instancePath="", parentData, parentDataProperty, rootData=data, dynamicAnchors={}}={}){let vErrors = null;let errors = 0;const evaluated0 = validate112.evaluated;if(evaluated0.dynamicProps){evaluated0.props = undefined;}if(evaluated0.dynamicItems){evaluated0.items = undefined;}if(data && typeof data == "object" && !Array.isArray(data)){for(const key0 in data){if(!(((((key0 === "maxAttempts") || (key0 === "backoff")) || (key0 === "retryOn")) || (key0 === "deadOn")) || (key0 === "retryFor"))){const err0 = {instancePath,schemaPath:"#/additionalProperties",keyword:"additionalProperties",params:{additionalProperty: key0},message:"must NOT have additional properties",schema:false,parentSchema:schema40,data};if(vErrors === null){vErrors = [err0];}else {vErrors.push(err0);}errors++;}}if(data.maxAttempts !== undefined){let data0 = data.maxAttempts;if(!(((typeof data0 == "number") && (!(data0 % 1) && !isNaN(data0))) && (isFinite(data0)))){const err1 = {instancePath:instancePath+"/maxAttempts",schemaPath:"#/properties/maxAttempts/type",keyword:"type",params:{type: "integer"},message:"must be integer",schema:schema40.properties.maxAttempts.type,parentSchema:schema40.properties.maxAttempts,data:data0};if(vErrors === null){vErrors = [err1];}else {vErrors.push(err1);}errors++;}if((typeof data0 == "number") && (isFinite(data0))){if(data0 > 1000 || isNaN(data0)){const err2 = {instancePath:instancePath+"/maxAttempts",schemaPath:"#/properties/maxAttempts/maximum",keyword:"maximum",params:{comparison: "<=", limit: 1000},message:"must be <= 1000",schema:1000,parentSchema:schema40.properties.maxAttempts,data:data0};if(vErrors === null){vErrors = [err2];}else {vErrors.push(err2);}errors++;}if(data0 < 1 || isNaN(data0)){const err3 = {instancePath:instancePath+"/maxAttempts",schemaPath:"#/properties/maxAttempts/minimum",keyword:"minimum",params:{comparison: ">=", limit: 1},message:"must be >= 1",schema:1,parentSchema:schema40.properties.maxAttempts,data:data0};if(vErrors === null){vErrors = [err3];}else {vErrors.push(err3);}errors++;}}}if(data.backoff !== undefined){let data1 = data.backoff;const _errs5 = errors;let valid1 = false;const _errs6 = errors;if(!(validate113(data1, {instancePath:instancePath+"/backoff",parentData:data,parentDataProperty:"backoff",rootData,dynamicAnchors}))){vErrors = vErrors === null ? validate113.errors : vErrors.concat(validate113.errors);errors = vErrors.length;}var _valid0 = _errs6 === errors;valid1 = valid1 || _valid0;if(_valid0){var props0 = true;}const _errs7 = errors;if(!(validate118(data1, {instancePath:instancePath+"/backoff",parentData:data,parentDataProperty:"backoff",rootData,dynamicAnchors}))){vErrors = vErrors === null ? validate118.errors : vErrors.concat(validate118.errors);errors = vErrors.length;}var _valid0 = _errs7 === errors;valid1 = valid1 || _valid0;if(_valid0){if(props0 !== true){props0 = true;}}const _errs8 = errors;if(!(validate123(data1, {instancePath:instancePath+"/backoff",parentData:data,parentDataProperty:"backoff",rootData,dynamicAnchors}))){vErrors = vErrors === null ? validate123.errors : vErrors.concat(validate123.errors);errors = vErrors.length;}var _valid0 = _errs8 === errors;valid1 = valid1 || _valid0;if(_valid0){if(props0 !== true){props0 = true;}}const _errs9 = errors;if(!(validate128(data1, {instancePath:instancePath+"/backoff",parentData:data,parentDataProperty:"backoff",rootData,dynamicAnchors}))){vErrors = vErrors === null ? validate128.errors : vErrors.concat(validate128.errors);errors = vErrors.length;}var _valid0 = _errs9 === errors;valid1 = valid1 || _valid0;if(_valid0){if(props0 !== true){props0 = true;}}if(!valid1){const err4 = {instancePath:instancePath+"/backoff",schemaPath:"#/properties/backoff/anyOf",keyword:"anyOf",params:{},message:"must match a schema in anyOf",schema:schema40.properties.backoff.anyOf,parentSchema:schema40.properties.backoff,data:data1};if(vErrors === null){vErrors = [err4];}else {vErrors.push(err4);}errors++;}else {errors = _errs5;if(vErrors !== null){if(_errs5){vErrors.length = _errs5;}else {vErrors = null;}}}}if(data.retryOn !== undefined){if(!(validate132(data.retryOn, {instancePath:instancePath+"/retryOn",parentData:data,parentDataProperty:"retryOn",rootData,dynamicAnchors}))){vErrors = vErrors === null ? validate132.errors : vErrors.concat(validate132.errors);errors = vErrors.length;}}if(data.deadOn !== undefined){if(!(validate132(data.deadOn, {instancePath:instancePath+"/deadOn",parentData:data,parentDataProperty:"deadOn",rootData,dynamicAnchors}))){vErrors = vErrors === null ? validate132.errors : vErrors.concat(validate132.errors);errors = vErrors.length;}}if(data.retryFor !== undefined){if(!(validate72(data.retryFor, {instancePath:instancePath+"/retryFor",parentData:data,parentDataProperty:"retryFor",rootData,dynamicAnchors}))){vErrors = vErrors === null ? validate72.errors : vErrors.concat(validate72.errors);errors = vErrors.length;}}}else {const err5 = {instancePath,schemaPath:"#/type",keyword:"type",params:{type: "object"},message:"must be object",schema:schema40.type,parentSchema:schema40,data};if(vErrors === null){vErrors = [err5];}else {vErrors.push(err5);}errors++;}validate112.errors = vErrors;return errors === 0;}validate112.evaluated = {"props":true,"dynamicProps":false,"dynamicItems":false};const schema49 = {"description":"One kind of work, done by a `handler` or by a `request`. A task that only names its handler may be written as that text alone.","type":"object","additionalProperties":false,"properties":{"description":{"description":"What it does, for people.","type":"string","maxLength":2000,"examples":["Send one e-mail."]},"extends":{"description":"Bases that it is built on: later ones are laid over earlier ones, its own keys over all. Keys are replaced as a whole; those of `use` and hooks of one event add up. `description` is not passed on.","type":"array","maxItems":20,"uniqueItems":true,"items":{"type":"string","$ref":"#/$defs/name","x-ref":"bases"},"default":[],"examples":[["patient"]]},"handler":{"description":"Module and export of the function that does the work, relative to the main manifest's folder; the default export when no `#` follows. Required, here or in a base.","$ref":"#/$defs/handler","examples":["./handlers/emails.ts#send"]},"executor":{"description":"Where its handler runs. `inline`: in the worker's own process. `thread`: in a thread of it, `process`: in a process of its own; both can be ended, whatever the handler does. docs/executors.md says how to choose. Default: that of `defaults`.","type":"string","enum":["inline","thread","process"],"default":"inline","x-late-default":true,"examples":["process"]},"limits":{"description":"What an attempt may take; one that takes more is ended and has failed (`ATTEMPT_OUT_OF_MEMORY`, `ATTEMPT_OUT_OF_CPU`). Only with the executor `thread` or `process`.","$ref":"#/$defs/limits","examples":[{"memory":"256mb","cpu":"30s"}]},"request":{"description":"In place of a handler: an HTTP request per attempt. An answer of 2xx completes the job, and its body is the result.","$ref":"#/$defs/request","examples":[{"url":"https://partner.example/sync","sign":{"secret":"${PARTNER_SECRET}"}}]},"command":{"description":"In place of a handler: a program per attempt, with its arguments, started without a shell. It gets the payload as JSON on its standard input; exit code 0 completes the job. Expressions in arguments read payload and job, and a value that may begin with `-` belongs behind `--`. docs/commands.md has the rest.","type":"array","minItems":1,"maxItems":1000,"items":{"title":"text","type":"string","maxLength":8000},"x-template":["payload","job"],"examples":[["find","/var/cache/shop","-mtime","+7","-delete"]]},"cwd":{"description":"Folder that its command runs in; relative to the main manifest's, which is the default.","type":"string","minLength":1,"maxLength":4000,"examples":["./scripts"]},"env":{"description":"Variables of the environment that its command gets, besides those that tell it of its job; what is not named here it does not get. Default: PATH, HOME, USER, LOGNAME, LANG, LC_ALL, LC_CTYPE, TZ, TMPDIR.","type":"array","maxItems":100,"uniqueItems":true,"items":{"title":"the name of a variable, as in PATH","type":"string","pattern":"^[A-Za-z_][A-Za-z0-9_]*$","maxLength":200,"examples":["PATH"]},"examples":[["PATH","HOME"]]},"exitCodes":{"description":"What exit codes of its command mean: `complete` the job, `retry` it by its policy, `dead` without another attempt, `cancel` it. 0 completes; codes that are not named fail the attempt.","type":"object","minProperties":1,"propertyNames":{"title":"an exit code, a whole number from 1 to 255","type":"string","pattern":"^(0|[1-9][0-9]{0,2})$","examples":["75"]},"additionalProperties":{"type":"string","enum":["complete","retry","dead","cancel"]},"examples":[{"65":"dead","75":"retry"}]},"on":{"description":"Hooks: what is told of its jobs, and to whom.","$ref":"#/$defs/hooks","examples":[{"failure":{"task":"ops.alert","with":{"text":"${error.message}"}},"success":"./handlers/hooks.ts#succeeded"}]},"input":{"description":"JSON Schema (2020-12) of the payload, checked at enqueue and again before each attempt. What is missing and has a `default` is filled in at enqueue. Without it anything goes. Patterns run in linear time: without look-around and back-references.","$ref":"#/$defs/jsonSchema","examples":[{"type":"object","required":["to"],"properties":{"to":{"type":"string","format":"email"}}}]},"output":{"description":"JSON Schema (2020-12) of the result; a result that breaks it fails the attempt.","$ref":"#/$defs/jsonSchema","examples":[{"type":"object","required":["rows"],"properties":{"rows":{"type":"integer"}}}]},"encrypt":{"description":"Whether payload and result are stored encrypted, with a key of `encryption`. They are shown to nobody but admins on request. Jobs that wait already stay as they are.","type":"boolean","default":false,"examples":[true]},"version":{"description":"Form of the payload. It is stored with each job; jobs of an older version are brought up by `upcast`, and those of a newer one wait for a process that knows it.","type":"integer","minimum":1,"maximum":1000,"default":1,"examples":[2]},"upcast":{"description":"What brings payloads of older versions up, by the version that it takes: a plain function, without promises, that returns the payload in the form of the next version.","type":"object","propertyNames":{"title":"a version","type":"string","pattern":"^[1-9][0-9]{0,2}$","examples":["1"]},"additionalProperties":{"$ref":"#/$defs/handler"},"default":{},"examples":[{"1":"./handlers/upcasts.ts#v1to2"}]},"sensitive":{"description":"Parts of its payloads that are not shown: not by API and CLI, not in errors, log lines, progress and violations. Keys with dots between, `*` for each key or item; of the result where a path begins with `result`. docs/payloads.md has the rest.","type":"array","maxItems":100,"uniqueItems":true,"items":{"title":"a path: keys with dots between, as in card.number or items.*.token","type":"string","pattern":"^([^.\\s$/][^.\\s]*|\\$[^.\\s]+)(\\.[^.\\s]+)*$","maxLength":500,"examples":["card.number"]},"default":[],"examples":[["card.number","items.*.token"]]},"maxPayload":{"description":"Largest payload of its jobs, as JSON in UTF-8; what is larger is refused before anything is stored (`PAYLOAD_TOO_LARGE`, HTTP 413). No payload may have more than 1mb.","title":"a size: a number with a unit (b, kb, mb), as in 32kb","type":"string","pattern":"^\\d{1,15}(\\.\\d{1,9})?(b|kb|mb|gb|tb)$","maxLength":64,"examples":["32kb"]},"result":{"description":"What becomes of its results. `ignore`: they are not stored. Otherwise how large they may be, and how long they are kept where that is shorter than the job. Jobs that wait already keep what they were given.","anyOf":[{"$ref":"#/$defs/resultWord","x-shorthand":[{"means":{"ignore":true}}]},{"$ref":"#/$defs/resultRules"}],"examples":["ignore",{"max":"10mb","keep":"1h"}]},"retry":{"description":"Name of a retry policy, or a policy written here. Default: that of `defaults`.","anyOf":[{"$ref":"#/$defs/name","x-ref":"retryPolicies"},{"$ref":"#/$defs/retryPolicy"}],"examples":["standard",{"maxAttempts":2}]},"timeout":{"description":"Time limits of an attempt: one value is the hard limit, `none` lifts that of `defaults`. It replaces the limits of `defaults` as a whole.","$ref":"#/$defs/timeout","examples":["60s",{"soft":"50s","hard":"60s"}]},"cancelGrace":{"description":"How long an attempt may go on after its job was cancelled; then it is over, and what runs in a thread or process is ended. Default: that of `defaults`. At most 1h.","$ref":"#/$defs/duration","x-duration":{"max":"1h"},"default":"5s","x-late-default":true,"examples":["30s"]},"priority":{"description":"0 to 9, smaller runs sooner. A task without one takes that of the task route that matches it, else the default.","type":"integer","minimum":0,"maximum":9,"default":5,"x-late-default":true,"examples":[3]},"tags":{"description":"Words that all its jobs carry, to find them by.","type":"array","maxItems":20,"uniqueItems":true,"items":{"title":"a word of letters, digits, `_`, `.`, `:` and `-`, at most 64","type":"string","pattern":"^[A-Za-z0-9][A-Za-z0-9_.:-]{0,63}$","examples":["mail"]},"default":[],"examples":[["mail"]]},"rate":{"description":"How many of its jobs may start in a time, over all processes; those that may not yet are held, in nobody's way. On a Redis Cluster it counts in each queue alone.","$ref":"#/$defs/taskRate","examples":["10/m",{"limit":"10/m","key":"payload.tenant"}]},"concurrency":{"description":"How many of its jobs may run at once, over all processes. On a Redis Cluster it counts in each queue alone.","$ref":"#/$defs/taskConcurrency","examples":[3,{"limit":1,"key":"payload.tenant"}]},"collect":{"description":"Its handler gets many jobs in one call: the payloads of up to `size` of them, and it answers for each. Each keeps its own attempt, retries, result and trace. Handlers that run inline only.","$ref":"#/$defs/collect","examples":[{"size":100,"wait":"2s"}]},"uses":{"x-adds-up":true,"description":"Buckets that each of its jobs takes from when it starts.","type":"array","maxItems":20,"items":{"anyOf":[{"$ref":"#/$defs/name","x-shorthand":[{"means":{"bucket":"$"}}]},{"$ref":"#/$defs/bucketUse"}]},"default":[],"examples":[["stripe"],[{"bucket":"stripe","cost":2}]]},"use":{"x-adds-up":true,"description":"Resources that its handler gets as `ctx.resources.NAME`, opened in this order before it starts and closed the other way round when the attempt is over.","type":"array","maxItems":20,"uniqueItems":true,"items":{"type":"string","$ref":"#/$defs/name","x-ref":"resources"},"default":[],"examples":[["db"]]}}};const schema50 = {"title":"a handler: a module below the manifest's folder, ./path/to/module.ts#export","type":"string","pattern":"^\\./[^#?\\\\:*\\u0000-\\u001f\\u007f]*[^#?\\\\:*/\\u0000-\\u001f\\u007f](#[A-Za-z_$][A-Za-z0-9_$]*)?$","maxLength":1000,"examples":["./handlers/emails.ts#send","./handlers/ping.ts"]};const pattern11 = new RegExp("^\\./[^#?\\\\:*\\u0000-\\u001f\\u007f]*[^#?\\\\:*/\\u0000-\\u001f\\u007f](#[A-Za-z_$][A-Za-z0-9_$]*)?$", "u");function validate144(data, {instancePath="", parentData, parentDataProperty, rootData=data, dynamicAnchors={}}={}){let vErrors = null;let errors = 0;const evaluated0 = validate144.evaluated;if(evaluated0.dynamicProps){evaluated0.props = undefined;}if(evaluated0.dynamicItems){evaluated0.items = undefined;}if(typeof data === "string"){if(data.length > 1000){const err0 = {instancePath,schemaPath:"#/maxLength",keyword:"maxLength",params:{limit: 1000},message:"must NOT have more than 1000 characters",schema:1000,parentSchema:schema50,data};if(vErrors === null){vErrors = [err0];}else {vErrors.push(err0);}errors++;}if(!pattern11.test(data)){const err1 = {instancePath,schemaPath:"#/pattern",keyword:"pattern",params:{pattern: "^\\./[^#?\\\\:*\\u0000-\\u001f\\u007f]*[^#?\\\\:*/\\u0000-\\u001f\\u007f](#[A-Za-z_$][A-Za-z0-9_$]*)?$"},message:"must match pattern \""+"^\\./[^#?\\\\:*\\u0000-\\u001f\\u007f]*[^#?\\\\:*/\\u0000-\\u001f\\u007f](#[A-Za-z_$][A-Za-z0-9_$]*)?$"+"\"",schema:"^\\./[^#?\\\\:*\\u0000-\\u001f\\u007f]*[^#?\\\\:*/\\u0000-\\u001f\\u007f](#[A-Za-z_$][A-Za-z0-9_$]*)?$",parentSchema:schema50,data};if(vErrors === null){vErrors = [err1];}else {vErrors.push(err1);}errors++;}}else {const err2 = {instancePath,schemaPath:"#/type",keyword:"type",params:{type: "string"},message:"must be string",schema:schema50.type,parentSchema:schema50,data};if(vErrors === null){vErrors = [err2];}else {vErrors.push(err2);}errors++;}validate144.errors = vErrors;return errors === 0;}validate144.evaluated = {"dynamicProps":false,"dynamicItems":false};const schema51 = {"type":"object","additionalProperties":false,"minProperties":1,"properties":{"memory":{"description":"Of a process: all that it has in memory (resident set), which Node alone fills to some 50mb. Of a thread: its heap; buffers lie outside of it.","title":"a size: a number with a unit (b, kb, mb, gb), as in 256mb","type":"string","pattern":"^\\d{1,15}(\\.\\d{1,9})?(b|kb|mb|gb|tb)$","maxLength":64,"examples":["256mb"]},"cpu":{"description":"CPU time from its beginning on. Of a thread: how long its event loop was busy.","$ref":"#/$defs/duration","x-duration":{"min":"10ms"},"examples":["30s"]}}};const pattern12 = new RegExp("^\\d{1,15}(\\.\\d{1,9})?(b|kb|mb|gb|tb)$", "u");function validate146(data, {instancePath="", parentData, parentDataProperty, rootData=data, dynamicAnchors={}}={}){let vErrors = null;let errors = 0;const evaluated0 = validate146.evaluated;if(evaluated0.dynamicProps){evaluated0.props = undefined;}if(evaluated0.dynamicItems){evaluated0.items = undefined;}if(data && typeof data == "object" && !Array.isArray(data)){if(Object.keys(data).length < 1){const err0 = {instancePath,schemaPath:"#/minProperties",keyword:"minProperties",params:{limit: 1},message:"must NOT have fewer than 1 properties",schema:1,parentSchema:schema51,data};if(vErrors === null){vErrors = [err0];}else {vErrors.push(err0);}errors++;}for(const key0 in data){if(!((key0 === "memory") || (key0 === "cpu"))){const err1 = {instancePath,schemaPath:"#/additionalProperties",keyword:"additionalProperties",params:{additionalProperty: key0},message:"must NOT have additional properties",schema:false,parentSchema:schema51,data};if(vErrors === null){vErrors = [err1];}else {vErrors.push(err1);}errors++;}}if(data.memory !== undefined){let data0 = data.memory;if(typeof data0 === "string"){if(data0.length > 64){const err2 = {instancePath:instancePath+"/memory",schemaPath:"#/properties/memory/maxLength",keyword:"maxLength",params:{limit: 64},message:"must NOT have more than 64 characters",schema:64,parentSchema:schema51.properties.memory,data:data0};if(vErrors === null){vErrors = [err2];}else {vErrors.push(err2);}errors++;}if(!pattern12.test(data0)){const err3 = {instancePath:instancePath+"/memory",schemaPath:"#/properties/memory/pattern",keyword:"pattern",params:{pattern: "^\\d{1,15}(\\.\\d{1,9})?(b|kb|mb|gb|tb)$"},message:"must match pattern \""+"^\\d{1,15}(\\.\\d{1,9})?(b|kb|mb|gb|tb)$"+"\"",schema:"^\\d{1,15}(\\.\\d{1,9})?(b|kb|mb|gb|tb)$",parentSchema:schema51.properties.memory,data:data0};if(vErrors === null){vErrors = [err3];}else {vErrors.push(err3);}errors++;}}else {const err4 = {instancePath:instancePath+"/memory",schemaPath:"#/properties/memory/type",keyword:"type",params:{type: "string"},message:"must be string",schema:schema51.properties.memory.type,parentSchema:schema51.properties.memory,data:data0};if(vErrors === null){vErrors = [err4];}else {vErrors.push(err4);}errors++;}}if(data.cpu !== undefined){if(!(validate72(data.cpu, {instancePath:instancePath+"/cpu",parentData:data,parentDataProperty:"cpu",rootData,dynamicAnchors}))){vErrors = vErrors === null ? validate72.errors : vErrors.concat(validate72.errors);errors = vErrors.length;}}}else {const err5 = {instancePath,schemaPath:"#/type",keyword:"type",params:{type: "object"},message:"must be object",schema:schema51.type,parentSchema:schema51,data};if(vErrors === null){vErrors = [err5];}else {vErrors.push(err5);}errors++;}validate146.errors = vErrors;return errors === 0;}validate146.evaluated = {"props":true,"dynamicProps":false,"dynamicItems":false};const schema52 = {"description":"An HTTP request that does the work of a task.","type":"object","additionalProperties":false,"required":["url"],"properties":{"method":{"description":"HTTP method.","type":"string","enum":["GET","HEAD","POST","PUT","PATCH","DELETE"],"default":"POST","examples":["PUT"]},"url":{"description":"Where it goes. Expressions read payload and job; what they put into a path or a query is percent-encoded. One expression may be all of it, but never a part of the host.","title":"an address that begins with http:// or https://","type":"string","minLength":1,"maxLength":4000,"x-template":["payload","job"],"examples":["https://partner.example/orders/${payload.order_id}"]},"headers":{"x-secret":true,"description":"Headers besides those that Skep sends. Expressions read payload and job.","type":"object","maxProperties":50,"additionalProperties":{"title":"text","type":"string","maxLength":8000},"default":{},"x-template":["payload","job"],"examples":[{"x-kind":"full","authorization":"Bearer ${PARTNER_TOKEN}"}]},"body":{"description":"Template of the body; expressions read payload and job. It is sent as JSON, and a text as it is where `headers` name another content-type; '' is no body. Default: `${payload}` for POST, PUT and PATCH, else none.","x-template":["payload","job"],"examples":["${payload}",{"order":"${payload.order_id}"}]},"timeout":{"description":"How long it may take, redirects included. At most 1h.","$ref":"#/$defs/duration","x-duration":{"min":"1ms","max":"1h"},"default":"30s","examples":["30s"]},"sign":{"description":"Signs the body: `skep-signature: t=SECONDS,v1=HMAC`, the SHA-256 HMAC of `SECONDS.BODY` in hexadecimal.","$ref":"#/$defs/sign","examples":[{"secret":"${PARTNER_SECRET}"}]},"allowPrivate":{"description":"Whether it may go to addresses that are not public: this machine, private networks, link-local ones. What is checked is the address that is connected to, that of each redirect too.","type":"boolean","default":false,"examples":[true]}}};const schema53 = {"description":"How a request is signed.","type":"object","additionalProperties":false,"required":["secret"],"properties":{"secret":{"x-secret":true,"description":"Key of the HMAC, which both sides know; best from the environment; never shown.","title":"a secret","type":"string","minLength":1,"maxLength":1000,"examples":["${PARTNER_SECRET}"]}}};function validate151(data, {instancePath="", parentData, parentDataProperty, rootData=data, dynamicAnchors={}}={}){let vErrors = null;let errors = 0;const evaluated0 = validate151.evaluated;if(evaluated0.dynamicProps){evaluated0.props = undefined;}if(evaluated0.dynamicItems){evaluated0.items = undefined;}if(data && typeof data == "object" && !Array.isArray(data)){if(data.secret === undefined){const err0 = {instancePath,schemaPath:"#/required",keyword:"required",params:{missingProperty: "secret"},message:"must have required property '"+"secret"+"'",schema:schema53.required,parentSchema:schema53,data};if(vErrors === null){vErrors = [err0];}else {vErrors.push(err0);}errors++;}for(const key0 in data){if(!(key0 === "secret")){const err1 = {instancePath,schemaPath:"#/additionalProperties",keyword:"additionalProperties",params:{additionalProperty: key0},message:"must NOT have additional properties",schema:false,parentSchema:schema53,data};if(vErrors === null){vErrors = [err1];}else {vErrors.push(err1);}errors++;}}if(data.secret !== undefined){let data0 = data.secret;if(typeof data0 === "string"){if(data0.length > 1000){const err2 = {instancePath:instancePath+"/secret",schemaPath:"#/properties/secret/maxLength",keyword:"maxLength",params:{limit: 1000},message:"must NOT have more than 1000 characters",schema:1000,parentSchema:schema53.properties.secret,data:data0};if(vErrors === null){vErrors = [err2];}else {vErrors.push(err2);}errors++;}if(data0.length < 1){const err3 = {instancePath:instancePath+"/secret",schemaPath:"#/properties/secret/minLength",keyword:"minLength",params:{limit: 1},message:"must NOT have fewer than 1 characters",schema:1,parentSchema:schema53.properties.secret,data:data0};if(vErrors === null){vErrors = [err3];}else {vErrors.push(err3);}errors++;}}else {const err4 = {instancePath:instancePath+"/secret",schemaPath:"#/properties/secret/type",keyword:"type",params:{type: "string"},message:"must be string",schema:schema53.properties.secret.type,parentSchema:schema53.properties.secret,data:data0};if(vErrors === null){vErrors = [err4];}else {vErrors.push(err4);}errors++;}}}else {const err5 = {instancePath,schemaPath:"#/type",keyword:"type",params:{type: "object"},message:"must be object",schema:schema53.type,parentSchema:schema53,data};if(vErrors === null){vErrors = [err5];}else {vErrors.push(err5);}errors++;}validate151.errors = vErrors;return errors === 0;}validate151.evaluated = {"props":true,"dynamicProps":false,"dynamicItems":false};function validate149(data, {instancePath="", parentData, parentDataProperty, rootData=data, dynamicAnchors={}}={}){let vErrors = null;let errors = 0;const evaluated0 = validate149.evaluated;if(evaluated0.dynamicProps){evaluated0.props = undefined;}if(evaluated0.dynamicItems){evaluated0.items = undefined;}if(data && typeof data == "object" && !Array.isArray(data)){if(data.url === undefined){const err0 = {instancePath,schemaPath:"#/required",keyword:"required",params:{missingProperty: "url"},message:"must have required property '"+"url"+"'",schema:schema52.required,parentSchema:schema52,data};if(vErrors === null){vErrors = [err0];}else {vErrors.push(err0);}errors++;}for(const key0 in data){if(!(((((((key0 === "method") || (key0 === "url")) || (key0 === "headers")) || (key0 === "body")) || (key0 === "timeout")) || (key0 === "sign")) || (key0 === "allowPrivate"))){const err1 = {instancePath,schemaPath:"#/additionalProperties",keyword:"additionalProperties",params:{additionalProperty: key0},message:"must NOT have additional properties",schema:false,parentSchema:schema52,data};if(vErrors === null){vErrors = [err1];}else {vErrors.push(err1);}errors++;}}if(data.method !== undefined){let data0 = data.method;if(typeof data0 !== "string"){const err2 = {instancePath:instancePath+"/method",schemaPath:"#/properties/method/type",keyword:"type",params:{type: "string"},message:"must be string",schema:schema52.properties.method.type,parentSchema:schema52.properties.method,data:data0};if(vErrors === null){vErrors = [err2];}else {vErrors.push(err2);}errors++;}if(!((((((data0 === "GET") || (data0 === "HEAD")) || (data0 === "POST")) || (data0 === "PUT")) || (data0 === "PATCH")) || (data0 === "DELETE"))){const err3 = {instancePath:instancePath+"/method",schemaPath:"#/properties/method/enum",keyword:"enum",params:{allowedValues: schema52.properties.method.enum},message:"must be equal to one of the allowed values",schema:schema52.properties.method.enum,parentSchema:schema52.properties.method,data:data0};if(vErrors === null){vErrors = [err3];}else {vErrors.push(err3);}errors++;}}if(data.url !== undefined){let data1 = data.url;if(typeof data1 === "string"){if(data1.length > 4000){const err4 = {instancePath:instancePath+"/url",schemaPath:"#/properties/url/maxLength",keyword:"maxLength",params:{limit: 4000},message:"must NOT have more than 4000 characters",schema:4000,parentSchema:schema52.properties.url,data:data1};if(vErrors === null){vErrors = [err4];}else {vErrors.push(err4);}errors++;}if(data1.length < 1){const err5 = {instancePath:instancePath+"/url",schemaPath:"#/properties/url/minLength",keyword:"minLength",params:{limit: 1},message:"must NOT have fewer than 1 characters",schema:1,parentSchema:schema52.properties.url,data:data1};if(vErrors === null){vErrors = [err5];}else {vErrors.push(err5);}errors++;}}else {const err6 = {instancePath:instancePath+"/url",schemaPath:"#/properties/url/type",keyword:"type",params:{type: "string"},message:"must be string",schema:schema52.properties.url.type,parentSchema:schema52.properties.url,data:data1};if(vErrors === null){vErrors = [err6];}else {vErrors.push(err6);}errors++;}}if(data.headers !== undefined){let data2 = data.headers;if(data2 && typeof data2 == "object" && !Array.isArray(data2)){if(Object.keys(data2).length > 50){const err7 = {instancePath:instancePath+"/headers",schemaPath:"#/properties/headers/maxProperties",keyword:"maxProperties",params:{limit: 50},message:"must NOT have more than 50 properties",schema:50,parentSchema:schema52.properties.headers,data:data2};if(vErrors === null){vErrors = [err7];}else {vErrors.push(err7);}errors++;}for(const key1 in data2){let data3 = data2[key1];if(typeof data3 === "string"){if(data3.length > 8000){const err8 = {instancePath:instancePath+"/headers/" + key1.replace(/~/g, "~0").replace(/\//g, "~1"),schemaPath:"#/properties/headers/additionalProperties/maxLength",keyword:"maxLength",params:{limit: 8000},message:"must NOT have more than 8000 characters",schema:8000,parentSchema:schema52.properties.headers.additionalProperties,data:data3};if(vErrors === null){vErrors = [err8];}else {vErrors.push(err8);}errors++;}}else {const err9 = {instancePath:instancePath+"/headers/" + key1.replace(/~/g, "~0").replace(/\//g, "~1"),schemaPath:"#/properties/headers/additionalProperties/type",keyword:"type",params:{type: "string"},message:"must be string",schema:schema52.properties.headers.additionalProperties.type,parentSchema:schema52.properties.headers.additionalProperties,data:data3};if(vErrors === null){vErrors = [err9];}else {vErrors.push(err9);}errors++;}}}else {const err10 = {instancePath:instancePath+"/headers",schemaPath:"#/properties/headers/type",keyword:"type",params:{type: "object"},message:"must be object",schema:schema52.properties.headers.type,parentSchema:schema52.properties.headers,data:data2};if(vErrors === null){vErrors = [err10];}else {vErrors.push(err10);}errors++;}}if(data.timeout !== undefined){if(!(validate72(data.timeout, {instancePath:instancePath+"/timeout",parentData:data,parentDataProperty:"timeout",rootData,dynamicAnchors}))){vErrors = vErrors === null ? validate72.errors : vErrors.concat(validate72.errors);errors = vErrors.length;}}if(data.sign !== undefined){if(!(validate151(data.sign, {instancePath:instancePath+"/sign",parentData:data,parentDataProperty:"sign",rootData,dynamicAnchors}))){vErrors = vErrors === null ? validate151.errors : vErrors.concat(validate151.errors);errors = vErrors.length;}}if(data.allowPrivate !== undefined){let data6 = data.allowPrivate;if(typeof data6 !== "boolean"){const err11 = {instancePath:instancePath+"/allowPrivate",schemaPath:"#/properties/allowPrivate/type",keyword:"type",params:{type: "boolean"},message:"must be boolean",schema:schema52.properties.allowPrivate.type,parentSchema:schema52.properties.allowPrivate,data:data6};if(vErrors === null){vErrors = [err11];}else {vErrors.push(err11);}errors++;}}}else {const err12 = {instancePath,schemaPath:"#/type",keyword:"type",params:{type: "object"},message:"must be object",schema:schema52.type,parentSchema:schema52,data};if(vErrors === null){vErrors = [err12];}else {vErrors.push(err12);}errors++;}validate149.errors = vErrors;return errors === 0;}validate149.evaluated = {"props":true,"dynamicProps":false,"dynamicItems":false};const schema54 = {"description":"What is told of its jobs, and to whom: a function in the process of the attempt, a task that gets a job, a URL that gets a signed request; one or a list. A hook that fails changes no outcome.","type":"object","additionalProperties":false,"minProperties":1,"properties":{"start":{"x-adds-up":true,"description":"When an attempt begins.","anyOf":[{"$ref":"#/$defs/handler"},{"$ref":"#/$defs/taskHook"},{"$ref":"#/$defs/webhookHook"},{"$ref":"#/$defs/hookList"}],"examples":["./handlers/hooks.ts#started"]},"success":{"x-adds-up":true,"description":"When the job has completed.","anyOf":[{"$ref":"#/$defs/handler"},{"$ref":"#/$defs/taskHook"},{"$ref":"#/$defs/webhookHook"},{"$ref":"#/$defs/hookList"}],"examples":["./handlers/hooks.ts#succeeded"]},"retry":{"x-adds-up":true,"description":"When an attempt has failed and another follows.","anyOf":[{"$ref":"#/$defs/handler"},{"$ref":"#/$defs/taskHook"},{"$ref":"#/$defs/webhookHook"},{"$ref":"#/$defs/hookList"}],"examples":["./handlers/hooks.ts#retried"]},"failure":{"x-adds-up":true,"description":"When the job is dead.","anyOf":[{"$ref":"#/$defs/handler"},{"$ref":"#/$defs/taskHook"},{"$ref":"#/$defs/webhookHook"},{"$ref":"#/$defs/hookList"}],"examples":["./handlers/hooks.ts#failed"]},"cancel":{"x-adds-up":true,"description":"When the job was cancelled, or has expired.","anyOf":[{"$ref":"#/$defs/handler"},{"$ref":"#/$defs/taskHook"},{"$ref":"#/$defs/webhookHook"},{"$ref":"#/$defs/hookList"}],"examples":["./handlers/hooks.ts#cancelled"]}}};const schema55 = {"title":"a task that gets a job: { task, with }","description":"A task that gets a job, stored in the step that stores what it tells of.","type":"object","additionalProperties":false,"required":["task"],"properties":{"task":{"description":"The task.","$ref":"#/$defs/name","x-ref":"tasks","examples":["ops.alert"]},"with":{"description":"Template of its payload; expressions read job, result, error and nextAt. Without it: all of these, and the event.","x-template":["job","result","error","nextAt"],"examples":[{"text":"${job.task} failed: ${error.message}"}]}}};function validate156(data, {instancePath="", parentData, parentDataProperty, rootData=data, dynamicAnchors={}}={}){let vErrors = null;let errors = 0;const evaluated0 = validate156.evaluated;if(evaluated0.dynamicProps){evaluated0.props = undefined;}if(evaluated0.dynamicItems){evaluated0.items = undefined;}if(data && typeof data == "object" && !Array.isArray(data)){if(data.task === undefined){const err0 = {instancePath,schemaPath:"#/required",keyword:"required",params:{missingProperty: "task"},message:"must have required property '"+"task"+"'",schema:schema55.required,parentSchema:schema55,data};if(vErrors === null){vErrors = [err0];}else {vErrors.push(err0);}errors++;}for(const key0 in data){if(!((key0 === "task") || (key0 === "with"))){const err1 = {instancePath,schemaPath:"#/additionalProperties",keyword:"additionalProperties",params:{additionalProperty: key0},message:"must NOT have additional properties",schema:false,parentSchema:schema55,data};if(vErrors === null){vErrors = [err1];}else {vErrors.push(err1);}errors++;}}if(data.task !== undefined){if(!(validate53(data.task, {instancePath:instancePath+"/task",parentData:data,parentDataProperty:"task",rootData,dynamicAnchors}))){vErrors = vErrors === null ? validate53.errors : vErrors.concat(validate53.errors);errors = vErrors.length;}}}else {const err2 = {instancePath,schemaPath:"#/type",keyword:"type",params:{type: "object"},message:"must be object",schema:schema55.type,parentSchema:schema55,data};if(vErrors === null){vErrors = [err2];}else {vErrors.push(err2);}errors++;}validate156.errors = vErrors;return errors === 0;}validate156.evaluated = {"props":true,"dynamicProps":false,"dynamicItems":false};const schema56 = {"title":"a URL that is told: { webhook, secret, headers }","description":"A URL that gets a POST of event, job (without its payload), result, error and nextAt: by a job of the built-in task `skep.webhook`, which is tried for hours.","type":"object","additionalProperties":false,"required":["webhook"],"properties":{"webhook":{"x-secret":true,"description":"Where it goes.","title":"an address that begins with http:// or https://","type":"string","minLength":1,"maxLength":4000,"examples":["https://hooks.example/skep"]},"secret":{"x-secret":true,"description":"Signs the body, as `sign` of a request does; best from the environment; never shown.","title":"a secret","type":"string","minLength":1,"maxLength":1000,"examples":["${HOOK_SECRET}"]},"headers":{"x-secret":true,"description":"Headers besides those that Skep sends.","type":"object","maxProperties":50,"additionalProperties":{"title":"text","type":"string","maxLength":8000},"default":{},"examples":[{"authorization":"Bearer ${HOOK_TOKEN}"}]},"allowPrivate":{"description":"Whether it may go to addresses that are not public.","type":"boolean","default":false,"examples":[true]}}};function validate159(data, {instancePath="", parentData, parentDataProperty, rootData=data, dynamicAnchors={}}={}){let vErrors = null;let errors = 0;const evaluated0 = validate159.evaluated;if(evaluated0.dynamicProps){evaluated0.props = undefined;}if(evaluated0.dynamicItems){evaluated0.items = undefined;}if(data && typeof data == "object" && !Array.isArray(data)){if(data.webhook === undefined){const err0 = {instancePath,schemaPath:"#/required",keyword:"required",params:{missingProperty: "webhook"},message:"must have required property '"+"webhook"+"'",schema:schema56.required,parentSchema:schema56,data};if(vErrors === null){vErrors = [err0];}else {vErrors.push(err0);}errors++;}for(const key0 in data){if(!((((key0 === "webhook") || (key0 === "secret")) || (key0 === "headers")) || (key0 === "allowPrivate"))){const err1 = {instancePath,schemaPath:"#/additionalProperties",keyword:"additionalProperties",params:{additionalProperty: key0},message:"must NOT have additional properties",schema:false,parentSchema:schema56,data};if(vErrors === null){vErrors = [err1];}else {vErrors.push(err1);}errors++;}}if(data.webhook !== undefined){let data0 = data.webhook;if(typeof data0 === "string"){if(data0.length > 4000){const err2 = {instancePath:instancePath+"/webhook",schemaPath:"#/properties/webhook/maxLength",keyword:"maxLength",params:{limit: 4000},message:"must NOT have more than 4000 characters",schema:4000,parentSchema:schema56.properties.webhook,data:data0};if(vErrors === null){vErrors = [err2];}else {vErrors.push(err2);}errors++;}if(data0.length < 1){const err3 = {instancePath:instancePath+"/webhook",schemaPath:"#/properties/webhook/minLength",keyword:"minLength",params:{limit: 1},message:"must NOT have fewer than 1 characters",schema:1,parentSchema:schema56.properties.webhook,data:data0};if(vErrors === null){vErrors = [err3];}else {vErrors.push(err3);}errors++;}}else {const err4 = {instancePath:instancePath+"/webhook",schemaPath:"#/properties/webhook/type",keyword:"type",params:{type: "string"},message:"must be string",schema:schema56.properties.webhook.type,parentSchema:schema56.properties.webhook,data:data0};if(vErrors === null){vErrors = [err4];}else {vErrors.push(err4);}errors++;}}if(data.secret !== undefined){let data1 = data.secret;if(typeof data1 === "string"){if(data1.length > 1000){const err5 = {instancePath:instancePath+"/secret",schemaPath:"#/properties/secret/maxLength",keyword:"maxLength",params:{limit: 1000},message:"must NOT have more than 1000 characters",schema:1000,parentSchema:schema56.properties.secret,data:data1};if(vErrors === null){vErrors = [err5];}else {vErrors.push(err5);}errors++;}if(data1.length < 1){const err6 = {instancePath:instancePath+"/secret",schemaPath:"#/properties/secret/minLength",keyword:"minLength",params:{limit: 1},message:"must NOT have fewer than 1 characters",schema:1,parentSchema:schema56.properties.secret,data:data1};if(vErrors === null){vErrors = [err6];}else {vErrors.push(err6);}errors++;}}else {const err7 = {instancePath:instancePath+"/secret",schemaPath:"#/properties/secret/type",keyword:"type",params:{type: "string"},message:"must be string",schema:schema56.properties.secret.type,parentSchema:schema56.properties.secret,data:data1};if(vErrors === null){vErrors = [err7];}else {vErrors.push(err7);}errors++;}}if(data.headers !== undefined){let data2 = data.headers;if(data2 && typeof data2 == "object" && !Array.isArray(data2)){if(Object.keys(data2).length > 50){const err8 = {instancePath:instancePath+"/headers",schemaPath:"#/properties/headers/maxProperties",keyword:"maxProperties",params:{limit: 50},message:"must NOT have more than 50 properties",schema:50,parentSchema:schema56.properties.headers,data:data2};if(vErrors === null){vErrors = [err8];}else {vErrors.push(err8);}errors++;}for(const key1 in data2){let data3 = data2[key1];if(typeof data3 === "string"){if(data3.length > 8000){const err9 = {instancePath:instancePath+"/headers/" + key1.replace(/~/g, "~0").replace(/\//g, "~1"),schemaPath:"#/properties/headers/additionalProperties/maxLength",keyword:"maxLength",params:{limit: 8000},message:"must NOT have more than 8000 characters",schema:8000,parentSchema:schema56.properties.headers.additionalProperties,data:data3};if(vErrors === null){vErrors = [err9];}else {vErrors.push(err9);}errors++;}}else {const err10 = {instancePath:instancePath+"/headers/" + key1.replace(/~/g, "~0").replace(/\//g, "~1"),schemaPath:"#/properties/headers/additionalProperties/type",keyword:"type",params:{type: "string"},message:"must be string",schema:schema56.properties.headers.additionalProperties.type,parentSchema:schema56.properties.headers.additionalProperties,data:data3};if(vErrors === null){vErrors = [err10];}else {vErrors.push(err10);}errors++;}}}else {const err11 = {instancePath:instancePath+"/headers",schemaPath:"#/properties/headers/type",keyword:"type",params:{type: "object"},message:"must be object",schema:schema56.properties.headers.type,parentSchema:schema56.properties.headers,data:data2};if(vErrors === null){vErrors = [err11];}else {vErrors.push(err11);}errors++;}}if(data.allowPrivate !== undefined){let data4 = data.allowPrivate;if(typeof data4 !== "boolean"){const err12 = {instancePath:instancePath+"/allowPrivate",schemaPath:"#/properties/allowPrivate/type",keyword:"type",params:{type: "boolean"},message:"must be boolean",schema:schema56.properties.allowPrivate.type,parentSchema:schema56.properties.allowPrivate,data:data4};if(vErrors === null){vErrors = [err12];}else {vErrors.push(err12);}errors++;}}}else {const err13 = {instancePath,schemaPath:"#/type",keyword:"type",params:{type: "object"},message:"must be object",schema:schema56.type,parentSchema:schema56,data};if(vErrors === null){vErrors = [err13];}else {vErrors.push(err13);}errors++;}validate159.errors = vErrors;return errors === 0;}validate159.evaluated = {"props":true,"dynamicProps":false,"dynamicItems":false};const schema57 = {"title":"a list of hooks","type":"array","minItems":1,"maxItems":20,"items":{"anyOf":[{"$ref":"#/$defs/handler"},{"$ref":"#/$defs/taskHook"},{"$ref":"#/$defs/webhookHook"}]}};function validate161(data, {instancePath="", parentData, parentDataProperty, rootData=data, dynamicAnchors={}}={}){let vErrors = null;let errors = 0;const evaluated0 = validate161.evaluated;if(evaluated0.dynamicProps){evaluated0.props = undefined;}if(evaluated0.dynamicItems){evaluated0.items = undefined;}if(Array.isArray(data)){if(data.length > 20){const err0 = {instancePath,schemaPath:"#/maxItems",keyword:"maxItems",params:{limit: 20},message:"must NOT have more than 20 items",schema:20,parentSchema:schema57,data};if(vErrors === null){vErrors = [err0];}else {vErrors.push(err0);}errors++;}if(data.length < 1){const err1 = {instancePath,schemaPath:"#/minItems",keyword:"minItems",params:{limit: 1},message:"must NOT have fewer than 1 items",schema:1,parentSchema:schema57,data};if(vErrors === null){vErrors = [err1];}else {vErrors.push(err1);}errors++;}const len0 = data.length;for(let i0=0; i0<len0; i0++){let data0 = data[i0];const _errs2 = errors;let valid2 = false;const _errs3 = errors;if(!(validate144(data0, {instancePath:instancePath+"/" + i0,parentData:data,parentDataProperty:i0,rootData,dynamicAnchors}))){vErrors = vErrors === null ? validate144.errors : vErrors.concat(validate144.errors);errors = vErrors.length;}var _valid0 = _errs3 === errors;valid2 = valid2 || _valid0;const _errs4 = errors;if(!(validate156(data0, {instancePath:instancePath+"/" + i0,parentData:data,parentDataProperty:i0,rootData,dynamicAnchors}))){vErrors = vErrors === null ? validate156.errors : vErrors.concat(validate156.errors);errors = vErrors.length;}var _valid0 = _errs4 === errors;valid2 = valid2 || _valid0;if(_valid0){var props0 = true;}const _errs5 = errors;if(!(validate159(data0, {instancePath:instancePath+"/" + i0,parentData:data,parentDataProperty:i0,rootData,dynamicAnchors}))){vErrors = vErrors === null ? validate159.errors : vErrors.concat(validate159.errors);errors = vErrors.length;}var _valid0 = _errs5 === errors;valid2 = valid2 || _valid0;if(_valid0){if(props0 !== true){props0 = true;}}if(!valid2){const err2 = {instancePath:instancePath+"/" + i0,schemaPath:"#/items/anyOf",keyword:"anyOf",params:{},message:"must match a schema in anyOf",schema:schema57.items.anyOf,parentSchema:schema57.items,data:data0};if(vErrors === null){vErrors = [err2];}else {vErrors.push(err2);}errors++;}else {errors = _errs2;if(vErrors !== null){if(_errs2){vErrors.length = _errs2;}else {vErrors = null;}}}}}else {const err3 = {instancePath,schemaPath:"#/type",keyword:"type",params:{type: "array"},message:"must be array",schema:schema57.type,parentSchema:schema57,data};if(vErrors === null){vErrors = [err3];}else {vErrors.push(err3);}errors++;}validate161.errors = vErrors;return errors === 0;}validate161.evaluated = {"items":true,"dynamicProps":false,"dynamicItems":false};function validate154(data, {instancePath="", parentData, parentDataProperty, rootData=data, dynamicAnchors={}}={}){let vErrors = null;let errors = 0;const evaluated0 = validate154.evaluated;if(evaluated0.dynamicProps){evaluated0.props = undefined;}if(evaluated0.dynamicItems){evaluated0.items = undefined;}if(data && typeof data == "object" && !Array.isArray(data)){if(Object.keys(data).length < 1){const err0 = {instancePath,schemaPath:"#/minProperties",keyword:"minProperties",params:{limit: 1},message:"must NOT have fewer than 1 properties",schema:1,parentSchema:schema54,data};if(vErrors === null){vErrors = [err0];}else {vErrors.push(err0);}errors++;}for(const key0 in data){if(!(((((key0 === "start") || (key0 === "success")) || (key0 === "retry")) || (key0 === "failure")) || (key0 === "cancel"))){const err1 = {instancePath,schemaPath:"#/additionalProperties",keyword:"additionalProperties",params:{additionalProperty: key0},message:"must NOT have additional properties",schema:false,parentSchema:schema54,data};if(vErrors === null){vErrors = [err1];}else {vErrors.push(err1);}errors++;}}if(data.start !== undefined){let data0 = data.start;const _errs3 = errors;let valid1 = false;const _errs4 = errors;if(!(validate144(data0, {instancePath:instancePath+"/start",parentData:data,parentDataProperty:"start",rootData,dynamicAnchors}))){vErrors = vErrors === null ? validate144.errors : vErrors.concat(validate144.errors);errors = vErrors.length;}var _valid0 = _errs4 === errors;valid1 = valid1 || _valid0;const _errs5 = errors;if(!(validate156(data0, {instancePath:instancePath+"/start",parentData:data,parentDataProperty:"start",rootData,dynamicAnchors}))){vErrors = vErrors === null ? validate156.errors : vErrors.concat(validate156.errors);errors = vErrors.length;}var _valid0 = _errs5 === errors;valid1 = valid1 || _valid0;if(_valid0){var props0 = true;}const _errs6 = errors;if(!(validate159(data0, {instancePath:instancePath+"/start",parentData:data,parentDataProperty:"start",rootData,dynamicAnchors}))){vErrors = vErrors === null ? validate159.errors : vErrors.concat(validate159.errors);errors = vErrors.length;}var _valid0 = _errs6 === errors;valid1 = valid1 || _valid0;if(_valid0){if(props0 !== true){props0 = true;}}const _errs7 = errors;if(!(validate161(data0, {instancePath:instancePath+"/start",parentData:data,parentDataProperty:"start",rootData,dynamicAnchors}))){vErrors = vErrors === null ? validate161.errors : vErrors.concat(validate161.errors);errors = vErrors.length;}var _valid0 = _errs7 === errors;valid1 = valid1 || _valid0;if(!valid1){const err2 = {instancePath:instancePath+"/start",schemaPath:"#/properties/start/anyOf",keyword:"anyOf",params:{},message:"must match a schema in anyOf",schema:schema54.properties.start.anyOf,parentSchema:schema54.properties.start,data:data0};if(vErrors === null){vErrors = [err2];}else {vErrors.push(err2);}errors++;}else {errors = _errs3;if(vErrors !== null){if(_errs3){vErrors.length = _errs3;}else {vErrors = null;}}}}if(data.success !== undefined){let data1 = data.success;const _errs9 = errors;let valid2 = false;const _errs10 = errors;if(!(validate144(data1, {instancePath:instancePath+"/success",parentData:data,parentDataProperty:"success",rootData,dynamicAnchors}))){vErrors = vErrors === null ? validate144.errors : vErrors.concat(validate144.errors);errors = vErrors.length;}var _valid1 = _errs10 === errors;valid2 = valid2 || _valid1;const _errs11 = errors;if(!(validate156(data1, {instancePath:instancePath+"/success",parentData:data,parentDataProperty:"success",rootData,dynamicAnchors}))){vErrors = vErrors === null ? validate156.errors : vErrors.concat(validate156.errors);errors = vErrors.length;}var _valid1 = _errs11 === errors;valid2 = valid2 || _valid1;if(_valid1){var props1 = true;}const _errs12 = errors;if(!(validate159(data1, {instancePath:instancePath+"/success",parentData:data,parentDataProperty:"success",rootData,dynamicAnchors}))){vErrors = vErrors === null ? validate159.errors : vErrors.concat(validate159.errors);errors = vErrors.length;}var _valid1 = _errs12 === errors;valid2 = valid2 || _valid1;if(_valid1){if(props1 !== true){props1 = true;}}const _errs13 = errors;if(!(validate161(data1, {instancePath:instancePath+"/success",parentData:data,parentDataProperty:"success",rootData,dynamicAnchors}))){vErrors = vErrors === null ? validate161.errors : vErrors.concat(validate161.errors);errors = vErrors.length;}var _valid1 = _errs13 === errors;valid2 = valid2 || _valid1;if(!valid2){const err3 = {instancePath:instancePath+"/success",schemaPath:"#/properties/success/anyOf",keyword:"anyOf",params:{},message:"must match a schema in anyOf",schema:schema54.properties.success.anyOf,parentSchema:schema54.properties.success,data:data1};if(vErrors === null){vErrors = [err3];}else {vErrors.push(err3);}errors++;}else {errors = _errs9;if(vErrors !== null){if(_errs9){vErrors.length = _errs9;}else {vErrors = null;}}}}if(data.retry !== undefined){let data2 = data.retry;const _errs15 = errors;let valid3 = false;const _errs16 = errors;if(!(validate144(data2, {instancePath:instancePath+"/retry",parentData:data,parentDataProperty:"retry",rootData,dynamicAnchors}))){vErrors = vErrors === null ? validate144.errors : vErrors.concat(validate144.errors);errors = vErrors.length;}var _valid2 = _errs16 === errors;valid3 = valid3 || _valid2;const _errs17 = errors;if(!(validate156(data2, {instancePath:instancePath+"/retry",parentData:data,parentDataProperty:"retry",rootData,dynamicAnchors}))){vErrors = vErrors === null ? validate156.errors : vErrors.concat(validate156.errors);errors = vErrors.length;}var _valid2 = _errs17 === errors;valid3 = valid3 || _valid2;if(_valid2){var props2 = true;}const _errs18 = errors;if(!(validate159(data2, {instancePath:instancePath+"/retry",parentData:data,parentDataProperty:"retry",rootData,dynamicAnchors}))){vErrors = vErrors === null ? validate159.errors : vErrors.concat(validate159.errors);errors = vErrors.length;}var _valid2 = _errs18 === errors;valid3 = valid3 || _valid2;if(_valid2){if(props2 !== true){props2 = true;}}const _errs19 = errors;if(!(validate161(data2, {instancePath:instancePath+"/retry",parentData:data,parentDataProperty:"retry",rootData,dynamicAnchors}))){vErrors = vErrors === null ? validate161.errors : vErrors.concat(validate161.errors);errors = vErrors.length;}var _valid2 = _errs19 === errors;valid3 = valid3 || _valid2;if(!valid3){const err4 = {instancePath:instancePath+"/retry",schemaPath:"#/properties/retry/anyOf",keyword:"anyOf",params:{},message:"must match a schema in anyOf",schema:schema54.properties.retry.anyOf,parentSchema:schema54.properties.retry,data:data2};if(vErrors === null){vErrors = [err4];}else {vErrors.push(err4);}errors++;}else {errors = _errs15;if(vErrors !== null){if(_errs15){vErrors.length = _errs15;}else {vErrors = null;}}}}if(data.failure !== undefined){let data3 = data.failure;const _errs21 = errors;let valid4 = false;const _errs22 = errors;if(!(validate144(data3, {instancePath:instancePath+"/failure",parentData:data,parentDataProperty:"failure",rootData,dynamicAnchors}))){vErrors = vErrors === null ? validate144.errors : vErrors.concat(validate144.errors);errors = vErrors.length;}var _valid3 = _errs22 === errors;valid4 = valid4 || _valid3;const _errs23 = errors;if(!(validate156(data3, {instancePath:instancePath+"/failure",parentData:data,parentDataProperty:"failure",rootData,dynamicAnchors}))){vErrors = vErrors === null ? validate156.errors : vErrors.concat(validate156.errors);errors = vErrors.length;}var _valid3 = _errs23 === errors;valid4 = valid4 || _valid3;if(_valid3){var props3 = true;}const _errs24 = errors;if(!(validate159(data3, {instancePath:instancePath+"/failure",parentData:data,parentDataProperty:"failure",rootData,dynamicAnchors}))){vErrors = vErrors === null ? validate159.errors : vErrors.concat(validate159.errors);errors = vErrors.length;}var _valid3 = _errs24 === errors;valid4 = valid4 || _valid3;if(_valid3){if(props3 !== true){props3 = true;}}const _errs25 = errors;if(!(validate161(data3, {instancePath:instancePath+"/failure",parentData:data,parentDataProperty:"failure",rootData,dynamicAnchors}))){vErrors = vErrors === null ? validate161.errors : vErrors.concat(validate161.errors);errors = vErrors.length;}var _valid3 = _errs25 === errors;valid4 = valid4 || _valid3;if(!valid4){const err5 = {instancePath:instancePath+"/failure",schemaPath:"#/properties/failure/anyOf",keyword:"anyOf",params:{},message:"must match a schema in anyOf",schema:schema54.properties.failure.anyOf,parentSchema:schema54.properties.failure,data:data3};if(vErrors === null){vErrors = [err5];}else {vErrors.push(err5);}errors++;}else {errors = _errs21;if(vErrors !== null){if(_errs21){vErrors.length = _errs21;}else {vErrors = null;}}}}if(data.cancel !== undefined){let data4 = data.cancel;const _errs27 = errors;let valid5 = false;const _errs28 = errors;if(!(validate144(data4, {instancePath:instancePath+"/cancel",parentData:data,parentDataProperty:"cancel",rootData,dynamicAnchors}))){vErrors = vErrors === null ? validate144.errors : vErrors.concat(validate144.errors);errors = vErrors.length;}var _valid4 = _errs28 === errors;valid5 = valid5 || _valid4;const _errs29 = errors;if(!(validate156(data4, {instancePath:instancePath+"/cancel",parentData:data,parentDataProperty:"cancel",rootData,dynamicAnchors}))){vErrors = vErrors === null ? validate156.errors : vErrors.concat(validate156.errors);errors = vErrors.length;}var _valid4 = _errs29 === errors;valid5 = valid5 || _valid4;if(_valid4){var props4 = true;}const _errs30 = errors;if(!(validate159(data4, {instancePath:instancePath+"/cancel",parentData:data,parentDataProperty:"cancel",rootData,dynamicAnchors}))){vErrors = vErrors === null ? validate159.errors : vErrors.concat(validate159.errors);errors = vErrors.length;}var _valid4 = _errs30 === errors;valid5 = valid5 || _valid4;if(_valid4){if(props4 !== true){props4 = true;}}const _errs31 = errors;if(!(validate161(data4, {instancePath:instancePath+"/cancel",parentData:data,parentDataProperty:"cancel",rootData,dynamicAnchors}))){vErrors = vErrors === null ? validate161.errors : vErrors.concat(validate161.errors);errors = vErrors.length;}var _valid4 = _errs31 === errors;valid5 = valid5 || _valid4;if(!valid5){const err6 = {instancePath:instancePath+"/cancel",schemaPath:"#/properties/cancel/anyOf",keyword:"anyOf",params:{},message:"must match a schema in anyOf",schema:schema54.properties.cancel.anyOf,parentSchema:schema54.properties.cancel,data:data4};if(vErrors === null){vErrors = [err6];}else {vErrors.push(err6);}errors++;}else {errors = _errs27;if(vErrors !== null){if(_errs27){vErrors.length = _errs27;}else {vErrors = null;}}}}}else {const err7 = {instancePath,schemaPath:"#/type",keyword:"type",params:{type: "object"},message:"must be object",schema:schema54.type,parentSchema:schema54,data};if(vErrors === null){vErrors = [err7];}else {vErrors.push(err7);}errors++;}validate154.errors = vErrors;return errors === 0;}validate154.evaluated = {"props":true,"dynamicProps":false,"dynamicItems":false};const schema58 = {"title":"a JSON Schema (draft 2020-12)","type":["object","boolean"]};function validate183(data, {instancePath="", parentData, parentDataProperty, rootData=data, dynamicAnchors={}}={}){let vErrors = null;let errors = 0;const evaluated0 = validate183.evaluated;if(evaluated0.dynamicProps){evaluated0.props = undefined;}if(evaluated0.dynamicItems){evaluated0.items = undefined;}if((!(data && typeof data == "object" && !Array.isArray(data))) && (typeof data !== "boolean")){const err0 = {instancePath,schemaPath:"#/type",keyword:"type",params:{type: schema58.type},message:"must be object,boolean",schema:schema58.type,parentSchema:schema58,data};if(vErrors === null){vErrors = [err0];}else {vErrors.push(err0);}errors++;}validate183.errors = vErrors;return errors === 0;}validate183.evaluated = {"dynamicProps":false,"dynamicItems":false};const schema59 = {"title":"the word `ignore`","type":"string","enum":["ignore"],"examples":["ignore"]};function validate187(data, {instancePath="", parentData, parentDataProperty, rootData=data, dynamicAnchors={}}={}){let vErrors = null;let errors = 0;const evaluated0 = validate187.evaluated;if(evaluated0.dynamicProps){evaluated0.props = undefined;}if(evaluated0.dynamicItems){evaluated0.items = undefined;}if(typeof data !== "string"){const err0 = {instancePath,schemaPath:"#/type",keyword:"type",params:{type: "string"},message:"must be string",schema:schema59.type,parentSchema:schema59,data};if(vErrors === null){vErrors = [err0];}else {vErrors.push(err0);}errors++;}if(!(data === "ignore")){const err1 = {instancePath,schemaPath:"#/enum",keyword:"enum",params:{allowedValues: schema59.enum},message:"must be equal to one of the allowed values",schema:schema59.enum,parentSchema:schema59,data};if(vErrors === null){vErrors = [err1];}else {vErrors.push(err1);}errors++;}validate187.errors = vErrors;return errors === 0;}validate187.evaluated = {"dynamicProps":false,"dynamicItems":false};const schema60 = {"type":"object","additionalProperties":false,"properties":{"ignore":{"description":"Whether what the handler returns is dropped: the job completes without a result.","type":"boolean","default":false,"examples":[true]},"max":{"description":"Largest result, as JSON in UTF-8; a larger one fails the attempt for good (`RESULT_TOO_LARGE`). 1mb where it is not said, 16mb at most.","title":"a size: a number with a unit (b, kb, mb), as in 32kb","type":"string","pattern":"^\\d{1,15}(\\.\\d{1,9})?(b|kb|mb|gb|tb)$","maxLength":64,"examples":["10mb"]},"keep":{"description":"How long after the end the result is there; then it alone is removed, and the job says that it has expired. As long as the job where it is not said.","$ref":"#/$defs/duration","x-duration":{"min":"1s"},"examples":["1h"]}},"examples":[{"max":"10mb","keep":"1h"}]};function validate189(data, {instancePath="", parentData, parentDataProperty, rootData=data, dynamicAnchors={}}={}){let vErrors = null;let errors = 0;const evaluated0 = validate189.evaluated;if(evaluated0.dynamicProps){evaluated0.props = undefined;}if(evaluated0.dynamicItems){evaluated0.items = undefined;}if(data && typeof data == "object" && !Array.isArray(data)){for(const key0 in data){if(!(((key0 === "ignore") || (key0 === "max")) || (key0 === "keep"))){const err0 = {instancePath,schemaPath:"#/additionalProperties",keyword:"additionalProperties",params:{additionalProperty: key0},message:"must NOT have additional properties",schema:false,parentSchema:schema60,data};if(vErrors === null){vErrors = [err0];}else {vErrors.push(err0);}errors++;}}if(data.ignore !== undefined){let data0 = data.ignore;if(typeof data0 !== "boolean"){const err1 = {instancePath:instancePath+"/ignore",schemaPath:"#/properties/ignore/type",keyword:"type",params:{type: "boolean"},message:"must be boolean",schema:schema60.properties.ignore.type,parentSchema:schema60.properties.ignore,data:data0};if(vErrors === null){vErrors = [err1];}else {vErrors.push(err1);}errors++;}}if(data.max !== undefined){let data1 = data.max;if(typeof data1 === "string"){if(data1.length > 64){const err2 = {instancePath:instancePath+"/max",schemaPath:"#/properties/max/maxLength",keyword:"maxLength",params:{limit: 64},message:"must NOT have more than 64 characters",schema:64,parentSchema:schema60.properties.max,data:data1};if(vErrors === null){vErrors = [err2];}else {vErrors.push(err2);}errors++;}if(!pattern12.test(data1)){const err3 = {instancePath:instancePath+"/max",schemaPath:"#/properties/max/pattern",keyword:"pattern",params:{pattern: "^\\d{1,15}(\\.\\d{1,9})?(b|kb|mb|gb|tb)$"},message:"must match pattern \""+"^\\d{1,15}(\\.\\d{1,9})?(b|kb|mb|gb|tb)$"+"\"",schema:"^\\d{1,15}(\\.\\d{1,9})?(b|kb|mb|gb|tb)$",parentSchema:schema60.properties.max,data:data1};if(vErrors === null){vErrors = [err3];}else {vErrors.push(err3);}errors++;}}else {const err4 = {instancePath:instancePath+"/max",schemaPath:"#/properties/max/type",keyword:"type",params:{type: "string"},message:"must be string",schema:schema60.properties.max.type,parentSchema:schema60.properties.max,data:data1};if(vErrors === null){vErrors = [err4];}else {vErrors.push(err4);}errors++;}}if(data.keep !== undefined){if(!(validate72(data.keep, {instancePath:instancePath+"/keep",parentData:data,parentDataProperty:"keep",rootData,dynamicAnchors}))){vErrors = vErrors === null ? validate72.errors : vErrors.concat(validate72.errors);errors = vErrors.length;}}}else {const err5 = {instancePath,schemaPath:"#/type",keyword:"type",params:{type: "object"},message:"must be object",schema:schema60.type,parentSchema:schema60,data};if(vErrors === null){vErrors = [err5];}else {vErrors.push(err5);}errors++;}validate189.errors = vErrors;return errors === 0;}validate189.evaluated = {"props":true,"dynamicProps":false,"dynamicItems":false};const schema61 = {"anyOf":[{"$ref":"#/$defs/rateText","x-shorthand":[{"means":{"limit":"$"}}]},{"$ref":"#/$defs/taskRateRule"}]};const schema62 = {"type":"object","additionalProperties":false,"required":["limit"],"properties":{"limit":{"description":"Starts in a second, minute, hour or day.","$ref":"#/$defs/rateText","examples":["10/m"]},"burst":{"description":"Starts together after a rest. Without it as many as in a second, at least one.","$ref":"#/$defs/burst","examples":[20]},"key":{"description":"Where in the payload the value is for each of which the limit holds alone. Jobs without it count together.","$ref":"#/$defs/limitKey","examples":["payload.tenant"]}}};const schema63 = {"title":"a place in the payload, as in `payload.tenant`","type":"string","maxLength":200,"pattern":"^payload(\\.[A-Za-z0-9_-]+)+$","examples":["payload.tenant"]};const pattern20 = new RegExp("^payload(\\.[A-Za-z0-9_-]+)+$", "u");function validate201(data, {instancePath="", parentData, parentDataProperty, rootData=data, dynamicAnchors={}}={}){let vErrors = null;let errors = 0;const evaluated0 = validate201.evaluated;if(evaluated0.dynamicProps){evaluated0.props = undefined;}if(evaluated0.dynamicItems){evaluated0.items = undefined;}if(typeof data === "string"){if(data.length > 200){const err0 = {instancePath,schemaPath:"#/maxLength",keyword:"maxLength",params:{limit: 200},message:"must NOT have more than 200 characters",schema:200,parentSchema:schema63,data};if(vErrors === null){vErrors = [err0];}else {vErrors.push(err0);}errors++;}if(!pattern20.test(data)){const err1 = {instancePath,schemaPath:"#/pattern",keyword:"pattern",params:{pattern: "^payload(\\.[A-Za-z0-9_-]+)+$"},message:"must match pattern \""+"^payload(\\.[A-Za-z0-9_-]+)+$"+"\"",schema:"^payload(\\.[A-Za-z0-9_-]+)+$",parentSchema:schema63,data};if(vErrors === null){vErrors = [err1];}else {vErrors.push(err1);}errors++;}}else {const err2 = {instancePath,schemaPath:"#/type",keyword:"type",params:{type: "string"},message:"must be string",schema:schema63.type,parentSchema:schema63,data};if(vErrors === null){vErrors = [err2];}else {vErrors.push(err2);}errors++;}validate201.errors = vErrors;return errors === 0;}validate201.evaluated = {"dynamicProps":false,"dynamicItems":false};function validate198(data, {instancePath="", parentData, parentDataProperty, rootData=data, dynamicAnchors={}}={}){let vErrors = null;let errors = 0;const evaluated0 = validate198.evaluated;if(evaluated0.dynamicProps){evaluated0.props = undefined;}if(evaluated0.dynamicItems){evaluated0.items = undefined;}if(data && typeof data == "object" && !Array.isArray(data)){if(data.limit === undefined){const err0 = {instancePath,schemaPath:"#/required",keyword:"required",params:{missingProperty: "limit"},message:"must have required property '"+"limit"+"'",schema:schema62.required,parentSchema:schema62,data};if(vErrors === null){vErrors = [err0];}else {vErrors.push(err0);}errors++;}for(const key0 in data){if(!(((key0 === "limit") || (key0 === "burst")) || (key0 === "key"))){const err1 = {instancePath,schemaPath:"#/additionalProperties",keyword:"additionalProperties",params:{additionalProperty: key0},message:"must NOT have additional properties",schema:false,parentSchema:schema62,data};if(vErrors === null){vErrors = [err1];}else {vErrors.push(err1);}errors++;}}if(data.limit !== undefined){if(!(validate95(data.limit, {instancePath:instancePath+"/limit",parentData:data,parentDataProperty:"limit",rootData,dynamicAnchors}))){vErrors = vErrors === null ? validate95.errors : vErrors.concat(validate95.errors);errors = vErrors.length;}}if(data.burst !== undefined){if(!(validate99(data.burst, {instancePath:instancePath+"/burst",parentData:data,parentDataProperty:"burst",rootData,dynamicAnchors}))){vErrors = vErrors === null ? validate99.errors : vErrors.concat(validate99.errors);errors = vErrors.length;}}if(data.key !== undefined){if(!(validate201(data.key, {instancePath:instancePath+"/key",parentData:data,parentDataProperty:"key",rootData,dynamicAnchors}))){vErrors = vErrors === null ? validate201.errors : vErrors.concat(validate201.errors);errors = vErrors.length;}}}else {const err2 = {instancePath,schemaPath:"#/type",keyword:"type",params:{type: "object"},message:"must be object",schema:schema62.type,parentSchema:schema62,data};if(vErrors === null){vErrors = [err2];}else {vErrors.push(err2);}errors++;}validate198.errors = vErrors;return errors === 0;}validate198.evaluated = {"props":true,"dynamicProps":false,"dynamicItems":false};function validate196(data, {instancePath="", parentData, parentDataProperty, rootData=data, dynamicAnchors={}}={}){let vErrors = null;let errors = 0;const evaluated0 = validate196.evaluated;if(evaluated0.dynamicProps){evaluated0.props = undefined;}if(evaluated0.dynamicItems){evaluated0.items = undefined;}const _errs0 = errors;let valid0 = false;const _errs1 = errors;if(!(validate95(data, {instancePath,parentData,parentDataProperty,rootData,dynamicAnchors}))){vErrors = vErrors === null ? validate95.errors : vErrors.concat(validate95.errors);errors = vErrors.length;}var _valid0 = _errs1 === errors;valid0 = valid0 || _valid0;const _errs2 = errors;if(!(validate198(data, {instancePath,parentData,parentDataProperty,rootData,dynamicAnchors}))){vErrors = vErrors === null ? validate198.errors : vErrors.concat(validate198.errors);errors = vErrors.length;}var _valid0 = _errs2 === errors;valid0 = valid0 || _valid0;if(_valid0){var props0 = true;}if(!valid0){const err0 = {instancePath,schemaPath:"#/anyOf",keyword:"anyOf",params:{},message:"must match a schema in anyOf",schema:schema61.anyOf,parentSchema:schema61,data};if(vErrors === null){vErrors = [err0];}else {vErrors.push(err0);}errors++;}else {errors = _errs0;if(vErrors !== null){if(_errs0){vErrors.length = _errs0;}else {vErrors = null;}}}validate196.errors = vErrors;evaluated0.props = props0;return errors === 0;}validate196.evaluated = {"dynamicProps":true,"dynamicItems":false};const schema64 = {"anyOf":[{"$ref":"#/$defs/limit"},{"$ref":"#/$defs/taskConcurrencyRule"}]};const schema65 = {"type":"object","additionalProperties":false,"required":["limit"],"properties":{"limit":{"description":"Attempts at once.","$ref":"#/$defs/limit","examples":[1]},"key":{"description":"Where in the payload the value is for each of which the limit holds alone. Jobs without it count together.","$ref":"#/$defs/limitKey","examples":["payload.tenant"]}}};function validate207(data, {instancePath="", parentData, parentDataProperty, rootData=data, dynamicAnchors={}}={}){let vErrors = null;let errors = 0;const evaluated0 = validate207.evaluated;if(evaluated0.dynamicProps){evaluated0.props = undefined;}if(evaluated0.dynamicItems){evaluated0.items = undefined;}if(data && typeof data == "object" && !Array.isArray(data)){if(data.limit === undefined){const err0 = {instancePath,schemaPath:"#/required",keyword:"required",params:{missingProperty: "limit"},message:"must have required property '"+"limit"+"'",schema:schema65.required,parentSchema:schema65,data};if(vErrors === null){vErrors = [err0];}else {vErrors.push(err0);}errors++;}for(const key0 in data){if(!((key0 === "limit") || (key0 === "key"))){const err1 = {instancePath,schemaPath:"#/additionalProperties",keyword:"additionalProperties",params:{additionalProperty: key0},message:"must NOT have additional properties",schema:false,parentSchema:schema65,data};if(vErrors === null){vErrors = [err1];}else {vErrors.push(err1);}errors++;}}if(data.limit !== undefined){if(!(validate92(data.limit, {instancePath:instancePath+"/limit",parentData:data,parentDataProperty:"limit",rootData,dynamicAnchors}))){vErrors = vErrors === null ? validate92.errors : vErrors.concat(validate92.errors);errors = vErrors.length;}}if(data.key !== undefined){if(!(validate201(data.key, {instancePath:instancePath+"/key",parentData:data,parentDataProperty:"key",rootData,dynamicAnchors}))){vErrors = vErrors === null ? validate201.errors : vErrors.concat(validate201.errors);errors = vErrors.length;}}}else {const err2 = {instancePath,schemaPath:"#/type",keyword:"type",params:{type: "object"},message:"must be object",schema:schema65.type,parentSchema:schema65,data};if(vErrors === null){vErrors = [err2];}else {vErrors.push(err2);}errors++;}validate207.errors = vErrors;return errors === 0;}validate207.evaluated = {"props":true,"dynamicProps":false,"dynamicItems":false};function validate205(data, {instancePath="", parentData, parentDataProperty, rootData=data, dynamicAnchors={}}={}){let vErrors = null;let errors = 0;const evaluated0 = validate205.evaluated;if(evaluated0.dynamicProps){evaluated0.props = undefined;}if(evaluated0.dynamicItems){evaluated0.items = undefined;}const _errs0 = errors;let valid0 = false;const _errs1 = errors;if(!(validate92(data, {instancePath,parentData,parentDataProperty,rootData,dynamicAnchors}))){vErrors = vErrors === null ? validate92.errors : vErrors.concat(validate92.errors);errors = vErrors.length;}var _valid0 = _errs1 === errors;valid0 = valid0 || _valid0;const _errs2 = errors;if(!(validate207(data, {instancePath,parentData,parentDataProperty,rootData,dynamicAnchors}))){vErrors = vErrors === null ? validate207.errors : vErrors.concat(validate207.errors);errors = vErrors.length;}var _valid0 = _errs2 === errors;valid0 = valid0 || _valid0;if(_valid0){var props0 = true;}if(!valid0){const err0 = {instancePath,schemaPath:"#/anyOf",keyword:"anyOf",params:{},message:"must match a schema in anyOf",schema:schema64.anyOf,parentSchema:schema64,data};if(vErrors === null){vErrors = [err0];}else {vErrors.push(err0);}errors++;}else {errors = _errs0;if(vErrors !== null){if(_errs0){vErrors.length = _errs0;}else {vErrors = null;}}}validate205.errors = vErrors;evaluated0.props = props0;return errors === 0;}validate205.evaluated = {"dynamicProps":true,"dynamicItems":false};const schema66 = {"type":"object","additionalProperties":false,"properties":{"size":{"description":"Jobs of one call at most.","type":"integer","minimum":1,"maximum":1000,"default":100,"examples":[100]},"wait":{"description":"How long the first waits for company; then the call begins with those that have come. At most 1h.","$ref":"#/$defs/duration","x-duration":{"max":"1h"},"default":"1s","examples":["2s"]},"key":{"description":"Where in the payload the value is that all jobs of one call have in common.","$ref":"#/$defs/limitKey","examples":["payload.tenant"]}}};function validate212(data, {instancePath="", parentData, parentDataProperty, rootData=data, dynamicAnchors={}}={}){let vErrors = null;let errors = 0;const evaluated0 = validate212.evaluated;if(evaluated0.dynamicProps){evaluated0.props = undefined;}if(evaluated0.dynamicItems){evaluated0.items = undefined;}if(data && typeof data == "object" && !Array.isArray(data)){for(const key0 in data){if(!(((key0 === "size") || (key0 === "wait")) || (key0 === "key"))){const err0 = {instancePath,schemaPath:"#/additionalProperties",keyword:"additionalProperties",params:{additionalProperty: key0},message:"must NOT have additional properties",schema:false,parentSchema:schema66,data};if(vErrors === null){vErrors = [err0];}else {vErrors.push(err0);}errors++;}}if(data.size !== undefined){let data0 = data.size;if(!(((typeof data0 == "number") && (!(data0 % 1) && !isNaN(data0))) && (isFinite(data0)))){const err1 = {instancePath:instancePath+"/size",schemaPath:"#/properties/size/type",keyword:"type",params:{type: "integer"},message:"must be integer",schema:schema66.properties.size.type,parentSchema:schema66.properties.size,data:data0};if(vErrors === null){vErrors = [err1];}else {vErrors.push(err1);}errors++;}if((typeof data0 == "number") && (isFinite(data0))){if(data0 > 1000 || isNaN(data0)){const err2 = {instancePath:instancePath+"/size",schemaPath:"#/properties/size/maximum",keyword:"maximum",params:{comparison: "<=", limit: 1000},message:"must be <= 1000",schema:1000,parentSchema:schema66.properties.size,data:data0};if(vErrors === null){vErrors = [err2];}else {vErrors.push(err2);}errors++;}if(data0 < 1 || isNaN(data0)){const err3 = {instancePath:instancePath+"/size",schemaPath:"#/properties/size/minimum",keyword:"minimum",params:{comparison: ">=", limit: 1},message:"must be >= 1",schema:1,parentSchema:schema66.properties.size,data:data0};if(vErrors === null){vErrors = [err3];}else {vErrors.push(err3);}errors++;}}}if(data.wait !== undefined){if(!(validate72(data.wait, {instancePath:instancePath+"/wait",parentData:data,parentDataProperty:"wait",rootData,dynamicAnchors}))){vErrors = vErrors === null ? validate72.errors : vErrors.concat(validate72.errors);errors = vErrors.length;}}if(data.key !== undefined){if(!(validate201(data.key, {instancePath:instancePath+"/key",parentData:data,parentDataProperty:"key",rootData,dynamicAnchors}))){vErrors = vErrors === null ? validate201.errors : vErrors.concat(validate201.errors);errors = vErrors.length;}}}else {const err4 = {instancePath,schemaPath:"#/type",keyword:"type",params:{type: "object"},message:"must be object",schema:schema66.type,parentSchema:schema66,data};if(vErrors === null){vErrors = [err4];}else {vErrors.push(err4);}errors++;}validate212.errors = vErrors;return errors === 0;}validate212.evaluated = {"props":true,"dynamicProps":false,"dynamicItems":false};const schema67 = {"type":"object","additionalProperties":false,"required":["bucket"],"properties":{"bucket":{"description":"Name of the bucket.","$ref":"#/$defs/name","x-ref":"buckets","examples":["stripe"]},"cost":{"description":"How much of it one job takes.","$ref":"#/$defs/limit","default":1,"examples":[2]}}};function validate217(data, {instancePath="", parentData, parentDataProperty, rootData=data, dynamicAnchors={}}={}){let vErrors = null;let errors = 0;const evaluated0 = validate217.evaluated;if(evaluated0.dynamicProps){evaluated0.props = undefined;}if(evaluated0.dynamicItems){evaluated0.items = undefined;}if(data && typeof data == "object" && !Array.isArray(data)){if(data.bucket === undefined){const err0 = {instancePath,schemaPath:"#/required",keyword:"required",params:{missingProperty: "bucket"},message:"must have required property '"+"bucket"+"'",schema:schema67.required,parentSchema:schema67,data};if(vErrors === null){vErrors = [err0];}else {vErrors.push(err0);}errors++;}for(const key0 in data){if(!((key0 === "bucket") || (key0 === "cost"))){const err1 = {instancePath,schemaPath:"#/additionalProperties",keyword:"additionalProperties",params:{additionalProperty: key0},message:"must NOT have additional properties",schema:false,parentSchema:schema67,data};if(vErrors === null){vErrors = [err1];}else {vErrors.push(err1);}errors++;}}if(data.bucket !== undefined){if(!(validate53(data.bucket, {instancePath:instancePath+"/bucket",parentData:data,parentDataProperty:"bucket",rootData,dynamicAnchors}))){vErrors = vErrors === null ? validate53.errors : vErrors.concat(validate53.errors);errors = vErrors.length;}}if(data.cost !== undefined){if(!(validate92(data.cost, {instancePath:instancePath+"/cost",parentData:data,parentDataProperty:"cost",rootData,dynamicAnchors}))){vErrors = vErrors === null ? validate92.errors : vErrors.concat(validate92.errors);errors = vErrors.length;}}}else {const err2 = {instancePath,schemaPath:"#/type",keyword:"type",params:{type: "object"},message:"must be object",schema:schema67.type,parentSchema:schema67,data};if(vErrors === null){vErrors = [err2];}else {vErrors.push(err2);}errors++;}validate217.errors = vErrors;return errors === 0;}validate217.evaluated = {"props":true,"dynamicProps":false,"dynamicItems":false};const pattern13 = new RegExp("^[A-Za-z_][A-Za-z0-9_]*$", "u");const pattern14 = new RegExp("^(0|[1-9][0-9]{0,2})$", "u");const pattern15 = new RegExp("^[1-9][0-9]{0,2}$", "u");const pattern16 = new RegExp("^([^.\\s$/][^.\\s]*|\\$[^.\\s]+)(\\.[^.\\s]+)*$", "u");const pattern19 = new RegExp("^[A-Za-z0-9][A-Za-z0-9_.:-]{0,63}$", "u");function validate142(data, {instancePath="", parentData, parentDataProperty, rootData=data, dynamicAnchors={}}={}){let vErrors = null;let errors = 0;const evaluated0 = validate142.evaluated;if(evaluated0.dynamicProps){evaluated0.props = undefined;}if(evaluated0.dynamicItems){evaluated0.items = undefined;}if(data && typeof data == "object" && !Array.isArray(data)){for(const key0 in data){if(!(func1.call(schema49.properties, key0))){const err0 = {instancePath,schemaPath:"#/additionalProperties",keyword:"additionalProperties",params:{additionalProperty: key0},message:"must NOT have additional properties",schema:false,parentSchema:schema49,data};if(vErrors === null){vErrors = [err0];}else {vErrors.push(err0);}errors++;}}if(data.description !== undefined){let data0 = data.description;if(typeof data0 === "string"){if(data0.length > 2000){const err1 = {instancePath:instancePath+"/description",schemaPath:"#/properties/description/maxLength",keyword:"maxLength",params:{limit: 2000},message:"must NOT have more than 2000 characters",schema:2000,parentSchema:schema49.properties.description,data:data0};if(vErrors === null){vErrors = [err1];}else {vErrors.push(err1);}errors++;}}else {const err2 = {instancePath:instancePath+"/description",schemaPath:"#/properties/description/type",keyword:"type",params:{type: "string"},message:"must be string",schema:schema49.properties.description.type,parentSchema:schema49.properties.description,data:data0};if(vErrors === null){vErrors = [err2];}else {vErrors.push(err2);}errors++;}}if(data.extends !== undefined){let data1 = data.extends;if(Array.isArray(data1)){if(data1.length > 20){const err3 = {instancePath:instancePath+"/extends",schemaPath:"#/properties/extends/maxItems",keyword:"maxItems",params:{limit: 20},message:"must NOT have more than 20 items",schema:20,parentSchema:schema49.properties.extends,data:data1};if(vErrors === null){vErrors = [err3];}else {vErrors.push(err3);}errors++;}const len0 = data1.length;for(let i0=0; i0<len0; i0++){let data2 = data1[i0];if(typeof data2 !== "string"){const err4 = {instancePath:instancePath+"/extends/" + i0,schemaPath:"#/properties/extends/items/type",keyword:"type",params:{type: "string"},message:"must be string",schema:schema49.properties.extends.items.type,parentSchema:schema49.properties.extends.items,data:data2};if(vErrors === null){vErrors = [err4];}else {vErrors.push(err4);}errors++;}if(!(validate53(data2, {instancePath:instancePath+"/extends/" + i0,parentData:data1,parentDataProperty:i0,rootData,dynamicAnchors}))){vErrors = vErrors === null ? validate53.errors : vErrors.concat(validate53.errors);errors = vErrors.length;}}let i1 = data1.length;let j0;if(i1 > 1){const indices0 = {};for(;i1--;){let item0 = data1[i1];if(typeof item0 !== "string"){continue;}if(typeof indices0[item0] == "number"){j0 = indices0[item0];const err5 = {instancePath:instancePath+"/extends",schemaPath:"#/properties/extends/uniqueItems",keyword:"uniqueItems",params:{i: i1, j: j0},message:"must NOT have duplicate items (items ## "+j0+" and "+i1+" are identical)",schema:true,parentSchema:schema49.properties.extends,data:data1};if(vErrors === null){vErrors = [err5];}else {vErrors.push(err5);}errors++;break;}indices0[item0] = i1;}}}else {const err6 = {instancePath:instancePath+"/extends",schemaPath:"#/properties/extends/type",keyword:"type",params:{type: "array"},message:"must be array",schema:schema49.properties.extends.type,parentSchema:schema49.properties.extends,data:data1};if(vErrors === null){vErrors = [err6];}else {vErrors.push(err6);}errors++;}}if(data.handler !== undefined){if(!(validate144(data.handler, {instancePath:instancePath+"/handler",parentData:data,parentDataProperty:"handler",rootData,dynamicAnchors}))){vErrors = vErrors === null ? validate144.errors : vErrors.concat(validate144.errors);errors = vErrors.length;}}if(data.executor !== undefined){let data4 = data.executor;if(typeof data4 !== "string"){const err7 = {instancePath:instancePath+"/executor",schemaPath:"#/properties/executor/type",keyword:"type",params:{type: "string"},message:"must be string",schema:schema49.properties.executor.type,parentSchema:schema49.properties.executor,data:data4};if(vErrors === null){vErrors = [err7];}else {vErrors.push(err7);}errors++;}if(!(((data4 === "inline") || (data4 === "thread")) || (data4 === "process"))){const err8 = {instancePath:instancePath+"/executor",schemaPath:"#/properties/executor/enum",keyword:"enum",params:{allowedValues: schema49.properties.executor.enum},message:"must be equal to one of the allowed values",schema:schema49.properties.executor.enum,parentSchema:schema49.properties.executor,data:data4};if(vErrors === null){vErrors = [err8];}else {vErrors.push(err8);}errors++;}}if(data.limits !== undefined){if(!(validate146(data.limits, {instancePath:instancePath+"/limits",parentData:data,parentDataProperty:"limits",rootData,dynamicAnchors}))){vErrors = vErrors === null ? validate146.errors : vErrors.concat(validate146.errors);errors = vErrors.length;}}if(data.request !== undefined){if(!(validate149(data.request, {instancePath:instancePath+"/request",parentData:data,parentDataProperty:"request",rootData,dynamicAnchors}))){vErrors = vErrors === null ? validate149.errors : vErrors.concat(validate149.errors);errors = vErrors.length;}}if(data.command !== undefined){let data7 = data.command;if(Array.isArray(data7)){if(data7.length > 1000){const err9 = {instancePath:instancePath+"/command",schemaPath:"#/properties/command/maxItems",keyword:"maxItems",params:{limit: 1000},message:"must NOT have more than 1000 items",schema:1000,parentSchema:schema49.properties.command,data:data7};if(vErrors === null){vErrors = [err9];}else {vErrors.push(err9);}errors++;}if(data7.length < 1){const err10 = {instancePath:instancePath+"/command",schemaPath:"#/properties/command/minItems",keyword:"minItems",params:{limit: 1},message:"must NOT have fewer than 1 items",schema:1,parentSchema:schema49.properties.command,data:data7};if(vErrors === null){vErrors = [err10];}else {vErrors.push(err10);}errors++;}const len1 = data7.length;for(let i2=0; i2<len1; i2++){let data8 = data7[i2];if(typeof data8 === "string"){if(data8.length > 8000){const err11 = {instancePath:instancePath+"/command/" + i2,schemaPath:"#/properties/command/items/maxLength",keyword:"maxLength",params:{limit: 8000},message:"must NOT have more than 8000 characters",schema:8000,parentSchema:schema49.properties.command.items,data:data8};if(vErrors === null){vErrors = [err11];}else {vErrors.push(err11);}errors++;}}else {const err12 = {instancePath:instancePath+"/command/" + i2,schemaPath:"#/properties/command/items/type",keyword:"type",params:{type: "string"},message:"must be string",schema:schema49.properties.command.items.type,parentSchema:schema49.properties.command.items,data:data8};if(vErrors === null){vErrors = [err12];}else {vErrors.push(err12);}errors++;}}}else {const err13 = {instancePath:instancePath+"/command",schemaPath:"#/properties/command/type",keyword:"type",params:{type: "array"},message:"must be array",schema:schema49.properties.command.type,parentSchema:schema49.properties.command,data:data7};if(vErrors === null){vErrors = [err13];}else {vErrors.push(err13);}errors++;}}if(data.cwd !== undefined){let data9 = data.cwd;if(typeof data9 === "string"){if(data9.length > 4000){const err14 = {instancePath:instancePath+"/cwd",schemaPath:"#/properties/cwd/maxLength",keyword:"maxLength",params:{limit: 4000},message:"must NOT have more than 4000 characters",schema:4000,parentSchema:schema49.properties.cwd,data:data9};if(vErrors === null){vErrors = [err14];}else {vErrors.push(err14);}errors++;}if(data9.length < 1){const err15 = {instancePath:instancePath+"/cwd",schemaPath:"#/properties/cwd/minLength",keyword:"minLength",params:{limit: 1},message:"must NOT have fewer than 1 characters",schema:1,parentSchema:schema49.properties.cwd,data:data9};if(vErrors === null){vErrors = [err15];}else {vErrors.push(err15);}errors++;}}else {const err16 = {instancePath:instancePath+"/cwd",schemaPath:"#/properties/cwd/type",keyword:"type",params:{type: "string"},message:"must be string",schema:schema49.properties.cwd.type,parentSchema:schema49.properties.cwd,data:data9};if(vErrors === null){vErrors = [err16];}else {vErrors.push(err16);}errors++;}}if(data.env !== undefined){let data10 = data.env;if(Array.isArray(data10)){if(data10.length > 100){const err17 = {instancePath:instancePath+"/env",schemaPath:"#/properties/env/maxItems",keyword:"maxItems",params:{limit: 100},message:"must NOT have more than 100 items",schema:100,parentSchema:schema49.properties.env,data:data10};if(vErrors === null){vErrors = [err17];}else {vErrors.push(err17);}errors++;}const len2 = data10.length;for(let i3=0; i3<len2; i3++){let data11 = data10[i3];if(typeof data11 === "string"){if(data11.length > 200){const err18 = {instancePath:instancePath+"/env/" + i3,schemaPath:"#/properties/env/items/maxLength",keyword:"maxLength",params:{limit: 200},message:"must NOT have more than 200 characters",schema:200,parentSchema:schema49.properties.env.items,data:data11};if(vErrors === null){vErrors = [err18];}else {vErrors.push(err18);}errors++;}if(!pattern13.test(data11)){const err19 = {instancePath:instancePath+"/env/" + i3,schemaPath:"#/properties/env/items/pattern",keyword:"pattern",params:{pattern: "^[A-Za-z_][A-Za-z0-9_]*$"},message:"must match pattern \""+"^[A-Za-z_][A-Za-z0-9_]*$"+"\"",schema:"^[A-Za-z_][A-Za-z0-9_]*$",parentSchema:schema49.properties.env.items,data:data11};if(vErrors === null){vErrors = [err19];}else {vErrors.push(err19);}errors++;}}else {const err20 = {instancePath:instancePath+"/env/" + i3,schemaPath:"#/properties/env/items/type",keyword:"type",params:{type: "string"},message:"must be string",schema:schema49.properties.env.items.type,parentSchema:schema49.properties.env.items,data:data11};if(vErrors === null){vErrors = [err20];}else {vErrors.push(err20);}errors++;}}let i4 = data10.length;let j1;if(i4 > 1){const indices1 = {};for(;i4--;){let item1 = data10[i4];if(typeof item1 !== "string"){continue;}if(typeof indices1[item1] == "number"){j1 = indices1[item1];const err21 = {instancePath:instancePath+"/env",schemaPath:"#/properties/env/uniqueItems",keyword:"uniqueItems",params:{i: i4, j: j1},message:"must NOT have duplicate items (items ## "+j1+" and "+i4+" are identical)",schema:true,parentSchema:schema49.properties.env,data:data10};if(vErrors === null){vErrors = [err21];}else {vErrors.push(err21);}errors++;break;}indices1[item1] = i4;}}}else {const err22 = {instancePath:instancePath+"/env",schemaPath:"#/properties/env/type",keyword:"type",params:{type: "array"},message:"must be array",schema:schema49.properties.env.type,parentSchema:schema49.properties.env,data:data10};if(vErrors === null){vErrors = [err22];}else {vErrors.push(err22);}errors++;}}if(data.exitCodes !== undefined){let data12 = data.exitCodes;if(data12 && typeof data12 == "object" && !Array.isArray(data12)){if(Object.keys(data12).length < 1){const err23 = {instancePath:instancePath+"/exitCodes",schemaPath:"#/properties/exitCodes/minProperties",keyword:"minProperties",params:{limit: 1},message:"must NOT have fewer than 1 properties",schema:1,parentSchema:schema49.properties.exitCodes,data:data12};if(vErrors === null){vErrors = [err23];}else {vErrors.push(err23);}errors++;}for(const key1 in data12){const _errs25 = errors;if(typeof key1 === "string"){if(!pattern14.test(key1)){const err24 = {instancePath:instancePath+"/exitCodes",schemaPath:"#/properties/exitCodes/propertyNames/pattern",keyword:"pattern",params:{pattern: "^(0|[1-9][0-9]{0,2})$"},message:"must match pattern \""+"^(0|[1-9][0-9]{0,2})$"+"\"",schema:"^(0|[1-9][0-9]{0,2})$",parentSchema:schema49.properties.exitCodes.propertyNames,data:key1,propertyName:key1};if(vErrors === null){vErrors = [err24];}else {vErrors.push(err24);}errors++;}}else {const err25 = {instancePath:instancePath+"/exitCodes",schemaPath:"#/properties/exitCodes/propertyNames/type",keyword:"type",params:{type: "string"},message:"must be string",schema:schema49.properties.exitCodes.propertyNames.type,parentSchema:schema49.properties.exitCodes.propertyNames,data:key1,propertyName:key1};if(vErrors === null){vErrors = [err25];}else {vErrors.push(err25);}errors++;}var valid9 = _errs25 === errors;if(!valid9){const err26 = {instancePath:instancePath+"/exitCodes",schemaPath:"#/properties/exitCodes/propertyNames",keyword:"propertyNames",params:{propertyName: key1},message:"property name must be valid",schema:schema49.properties.exitCodes.propertyNames,parentSchema:schema49.properties.exitCodes,data:data12};if(vErrors === null){vErrors = [err26];}else {vErrors.push(err26);}errors++;}}for(const key2 in data12){let data13 = data12[key2];if(typeof data13 !== "string"){const err27 = {instancePath:instancePath+"/exitCodes/" + key2.replace(/~/g, "~0").replace(/\//g, "~1"),schemaPath:"#/properties/exitCodes/additionalProperties/type",keyword:"type",params:{type: "string"},message:"must be string",schema:schema49.properties.exitCodes.additionalProperties.type,parentSchema:schema49.properties.exitCodes.additionalProperties,data:data13};if(vErrors === null){vErrors = [err27];}else {vErrors.push(err27);}errors++;}if(!((((data13 === "complete") || (data13 === "retry")) || (data13 === "dead")) || (data13 === "cancel"))){const err28 = {instancePath:instancePath+"/exitCodes/" + key2.replace(/~/g, "~0").replace(/\//g, "~1"),schemaPath:"#/properties/exitCodes/additionalProperties/enum",keyword:"enum",params:{allowedValues: schema49.properties.exitCodes.additionalProperties.enum},message:"must be equal to one of the allowed values",schema:schema49.properties.exitCodes.additionalProperties.enum,parentSchema:schema49.properties.exitCodes.additionalProperties,data:data13};if(vErrors === null){vErrors = [err28];}else {vErrors.push(err28);}errors++;}}}else {const err29 = {instancePath:instancePath+"/exitCodes",schemaPath:"#/properties/exitCodes/type",keyword:"type",params:{type: "object"},message:"must be object",schema:schema49.properties.exitCodes.type,parentSchema:schema49.properties.exitCodes,data:data12};if(vErrors === null){vErrors = [err29];}else {vErrors.push(err29);}errors++;}}if(data.on !== undefined){if(!(validate154(data.on, {instancePath:instancePath+"/on",parentData:data,parentDataProperty:"on",rootData,dynamicAnchors}))){vErrors = vErrors === null ? validate154.errors : vErrors.concat(validate154.errors);errors = vErrors.length;}}if(data.input !== undefined){if(!(validate183(data.input, {instancePath:instancePath+"/input",parentData:data,parentDataProperty:"input",rootData,dynamicAnchors}))){vErrors = vErrors === null ? validate183.errors : vErrors.concat(validate183.errors);errors = vErrors.length;}}if(data.output !== undefined){if(!(validate183(data.output, {instancePath:instancePath+"/output",parentData:data,parentDataProperty:"output",rootData,dynamicAnchors}))){vErrors = vErrors === null ? validate183.errors : vErrors.concat(validate183.errors);errors = vErrors.length;}}if(data.encrypt !== undefined){let data17 = data.encrypt;if(typeof data17 !== "boolean"){const err30 = {instancePath:instancePath+"/encrypt",schemaPath:"#/properties/encrypt/type",keyword:"type",params:{type: "boolean"},message:"must be boolean",schema:schema49.properties.encrypt.type,parentSchema:schema49.properties.encrypt,data:data17};if(vErrors === null){vErrors = [err30];}else {vErrors.push(err30);}errors++;}}if(data.version !== undefined){let data18 = data.version;if(!(((typeof data18 == "number") && (!(data18 % 1) && !isNaN(data18))) && (isFinite(data18)))){const err31 = {instancePath:instancePath+"/version",schemaPath:"#/properties/version/type",keyword:"type",params:{type: "integer"},message:"must be integer",schema:schema49.properties.version.type,parentSchema:schema49.properties.version,data:data18};if(vErrors === null){vErrors = [err31];}else {vErrors.push(err31);}errors++;}if((typeof data18 == "number") && (isFinite(data18))){if(data18 > 1000 || isNaN(data18)){const err32 = {instancePath:instancePath+"/version",schemaPath:"#/properties/version/maximum",keyword:"maximum",params:{comparison: "<=", limit: 1000},message:"must be <= 1000",schema:1000,parentSchema:schema49.properties.version,data:data18};if(vErrors === null){vErrors = [err32];}else {vErrors.push(err32);}errors++;}if(data18 < 1 || isNaN(data18)){const err33 = {instancePath:instancePath+"/version",schemaPath:"#/properties/version/minimum",keyword:"minimum",params:{comparison: ">=", limit: 1},message:"must be >= 1",schema:1,parentSchema:schema49.properties.version,data:data18};if(vErrors === null){vErrors = [err33];}else {vErrors.push(err33);}errors++;}}}if(data.upcast !== undefined){let data19 = data.upcast;if(data19 && typeof data19 == "object" && !Array.isArray(data19)){for(const key3 in data19){const _errs39 = errors;if(typeof key3 === "string"){if(!pattern15.test(key3)){const err34 = {instancePath:instancePath+"/upcast",schemaPath:"#/properties/upcast/propertyNames/pattern",keyword:"pattern",params:{pattern: "^[1-9][0-9]{0,2}$"},message:"must match pattern \""+"^[1-9][0-9]{0,2}$"+"\"",schema:"^[1-9][0-9]{0,2}$",parentSchema:schema49.properties.upcast.propertyNames,data:key3,propertyName:key3};if(vErrors === null){vErrors = [err34];}else {vErrors.push(err34);}errors++;}}else {const err35 = {instancePath:instancePath+"/upcast",schemaPath:"#/properties/upcast/propertyNames/type",keyword:"type",params:{type: "string"},message:"must be string",schema:schema49.properties.upcast.propertyNames.type,parentSchema:schema49.properties.upcast.propertyNames,data:key3,propertyName:key3};if(vErrors === null){vErrors = [err35];}else {vErrors.push(err35);}errors++;}var valid11 = _errs39 === errors;if(!valid11){const err36 = {instancePath:instancePath+"/upcast",schemaPath:"#/properties/upcast/propertyNames",keyword:"propertyNames",params:{propertyName: key3},message:"property name must be valid",schema:schema49.properties.upcast.propertyNames,parentSchema:schema49.properties.upcast,data:data19};if(vErrors === null){vErrors = [err36];}else {vErrors.push(err36);}errors++;}}for(const key4 in data19){if(!(validate144(data19[key4], {instancePath:instancePath+"/upcast/" + key4.replace(/~/g, "~0").replace(/\//g, "~1"),parentData:data19,parentDataProperty:key4,rootData,dynamicAnchors}))){vErrors = vErrors === null ? validate144.errors : vErrors.concat(validate144.errors);errors = vErrors.length;}}}else {const err37 = {instancePath:instancePath+"/upcast",schemaPath:"#/properties/upcast/type",keyword:"type",params:{type: "object"},message:"must be object",schema:schema49.properties.upcast.type,parentSchema:schema49.properties.upcast,data:data19};if(vErrors === null){vErrors = [err37];}else {vErrors.push(err37);}errors++;}}if(data.sensitive !== undefined){let data21 = data.sensitive;if(Array.isArray(data21)){if(data21.length > 100){const err38 = {instancePath:instancePath+"/sensitive",schemaPath:"#/properties/sensitive/maxItems",keyword:"maxItems",params:{limit: 100},message:"must NOT have more than 100 items",schema:100,parentSchema:schema49.properties.sensitive,data:data21};if(vErrors === null){vErrors = [err38];}else {vErrors.push(err38);}errors++;}const len3 = data21.length;for(let i5=0; i5<len3; i5++){let data22 = data21[i5];if(typeof data22 === "string"){if(data22.length > 500){const err39 = {instancePath:instancePath+"/sensitive/" + i5,schemaPath:"#/properties/sensitive/items/maxLength",keyword:"maxLength",params:{limit: 500},message:"must NOT have more than 500 characters",schema:500,parentSchema:schema49.properties.sensitive.items,data:data22};if(vErrors === null){vErrors = [err39];}else {vErrors.push(err39);}errors++;}if(!pattern16.test(data22)){const err40 = {instancePath:instancePath+"/sensitive/" + i5,schemaPath:"#/properties/sensitive/items/pattern",keyword:"pattern",params:{pattern: "^([^.\\s$/][^.\\s]*|\\$[^.\\s]+)(\\.[^.\\s]+)*$"},message:"must match pattern \""+"^([^.\\s$/][^.\\s]*|\\$[^.\\s]+)(\\.[^.\\s]+)*$"+"\"",schema:"^([^.\\s$/][^.\\s]*|\\$[^.\\s]+)(\\.[^.\\s]+)*$",parentSchema:schema49.properties.sensitive.items,data:data22};if(vErrors === null){vErrors = [err40];}else {vErrors.push(err40);}errors++;}}else {const err41 = {instancePath:instancePath+"/sensitive/" + i5,schemaPath:"#/properties/sensitive/items/type",keyword:"type",params:{type: "string"},message:"must be string",schema:schema49.properties.sensitive.items.type,parentSchema:schema49.properties.sensitive.items,data:data22};if(vErrors === null){vErrors = [err41];}else {vErrors.push(err41);}errors++;}}let i6 = data21.length;let j2;if(i6 > 1){const indices2 = {};for(;i6--;){let item2 = data21[i6];if(typeof item2 !== "string"){continue;}if(typeof indices2[item2] == "number"){j2 = indices2[item2];const err42 = {instancePath:instancePath+"/sensitive",schemaPath:"#/properties/sensitive/uniqueItems",keyword:"uniqueItems",params:{i: i6, j: j2},message:"must NOT have duplicate items (items ## "+j2+" and "+i6+" are identical)",schema:true,parentSchema:schema49.properties.sensitive,data:data21};if(vErrors === null){vErrors = [err42];}else {vErrors.push(err42);}errors++;break;}indices2[item2] = i6;}}}else {const err43 = {instancePath:instancePath+"/sensitive",schemaPath:"#/properties/sensitive/type",keyword:"type",params:{type: "array"},message:"must be array",schema:schema49.properties.sensitive.type,parentSchema:schema49.properties.sensitive,data:data21};if(vErrors === null){vErrors = [err43];}else {vErrors.push(err43);}errors++;}}if(data.maxPayload !== undefined){let data23 = data.maxPayload;if(typeof data23 === "string"){if(data23.length > 64){const err44 = {instancePath:instancePath+"/maxPayload",schemaPath:"#/properties/maxPayload/maxLength",keyword:"maxLength",params:{limit: 64},message:"must NOT have more than 64 characters",schema:64,parentSchema:schema49.properties.maxPayload,data:data23};if(vErrors === null){vErrors = [err44];}else {vErrors.push(err44);}errors++;}if(!pattern12.test(data23)){const err45 = {instancePath:instancePath+"/maxPayload",schemaPath:"#/properties/maxPayload/pattern",keyword:"pattern",params:{pattern: "^\\d{1,15}(\\.\\d{1,9})?(b|kb|mb|gb|tb)$"},message:"must match pattern \""+"^\\d{1,15}(\\.\\d{1,9})?(b|kb|mb|gb|tb)$"+"\"",schema:"^\\d{1,15}(\\.\\d{1,9})?(b|kb|mb|gb|tb)$",parentSchema:schema49.properties.maxPayload,data:data23};if(vErrors === null){vErrors = [err45];}else {vErrors.push(err45);}errors++;}}else {const err46 = {instancePath:instancePath+"/maxPayload",schemaPath:"#/properties/maxPayload/type",keyword:"type",params:{type: "string"},message:"must be string",schema:schema49.properties.maxPayload.type,parentSchema:schema49.properties.maxPayload,data:data23};if(vErrors === null){vErrors = [err46];}else {vErrors.push(err46);}errors++;}}if(data.result !== undefined){let data24 = data.result;const _errs50 = errors;let valid16 = false;const _errs51 = errors;if(!(validate187(data24, {instancePath:instancePath+"/result",parentData:data,parentDataProperty:"result",rootData,dynamicAnchors}))){vErrors = vErrors === null ? validate187.errors : vErrors.concat(validate187.errors);errors = vErrors.length;}var _valid0 = _errs51 === errors;valid16 = valid16 || _valid0;const _errs52 = errors;if(!(validate189(data24, {instancePath:instancePath+"/result",parentData:data,parentDataProperty:"result",rootData,dynamicAnchors}))){vErrors = vErrors === null ? validate189.errors : vErrors.concat(validate189.errors);errors = vErrors.length;}var _valid0 = _errs52 === errors;valid16 = valid16 || _valid0;if(!valid16){const err47 = {instancePath:instancePath+"/result",schemaPath:"#/properties/result/anyOf",keyword:"anyOf",params:{},message:"must match a schema in anyOf",schema:schema49.properties.result.anyOf,parentSchema:schema49.properties.result,data:data24};if(vErrors === null){vErrors = [err47];}else {vErrors.push(err47);}errors++;}else {errors = _errs50;if(vErrors !== null){if(_errs50){vErrors.length = _errs50;}else {vErrors = null;}}}}if(data.retry !== undefined){let data25 = data.retry;const _errs54 = errors;let valid17 = false;const _errs55 = errors;if(!(validate53(data25, {instancePath:instancePath+"/retry",parentData:data,parentDataProperty:"retry",rootData,dynamicAnchors}))){vErrors = vErrors === null ? validate53.errors : vErrors.concat(validate53.errors);errors = vErrors.length;}var _valid1 = _errs55 === errors;valid17 = valid17 || _valid1;const _errs56 = errors;if(!(validate112(data25, {instancePath:instancePath+"/retry",parentData:data,parentDataProperty:"retry",rootData,dynamicAnchors}))){vErrors = vErrors === null ? validate112.errors : vErrors.concat(validate112.errors);errors = vErrors.length;}var _valid1 = _errs56 === errors;valid17 = valid17 || _valid1;if(!valid17){const err48 = {instancePath:instancePath+"/retry",schemaPath:"#/properties/retry/anyOf",keyword:"anyOf",params:{},message:"must match a schema in anyOf",schema:schema49.properties.retry.anyOf,parentSchema:schema49.properties.retry,data:data25};if(vErrors === null){vErrors = [err48];}else {vErrors.push(err48);}errors++;}else {errors = _errs54;if(vErrors !== null){if(_errs54){vErrors.length = _errs54;}else {vErrors = null;}}}}if(data.timeout !== undefined){if(!(validate68(data.timeout, {instancePath:instancePath+"/timeout",parentData:data,parentDataProperty:"timeout",rootData,dynamicAnchors}))){vErrors = vErrors === null ? validate68.errors : vErrors.concat(validate68.errors);errors = vErrors.length;}}if(data.cancelGrace !== undefined){if(!(validate72(data.cancelGrace, {instancePath:instancePath+"/cancelGrace",parentData:data,parentDataProperty:"cancelGrace",rootData,dynamicAnchors}))){vErrors = vErrors === null ? validate72.errors : vErrors.concat(validate72.errors);errors = vErrors.length;}}if(data.priority !== undefined){let data28 = data.priority;if(!(((typeof data28 == "number") && (!(data28 % 1) && !isNaN(data28))) && (isFinite(data28)))){const err49 = {instancePath:instancePath+"/priority",schemaPath:"#/properties/priority/type",keyword:"type",params:{type: "integer"},message:"must be integer",schema:schema49.properties.priority.type,parentSchema:schema49.properties.priority,data:data28};if(vErrors === null){vErrors = [err49];}else {vErrors.push(err49);}errors++;}if((typeof data28 == "number") && (isFinite(data28))){if(data28 > 9 || isNaN(data28)){const err50 = {instancePath:instancePath+"/priority",schemaPath:"#/properties/priority/maximum",keyword:"maximum",params:{comparison: "<=", limit: 9},message:"must be <= 9",schema:9,parentSchema:schema49.properties.priority,data:data28};if(vErrors === null){vErrors = [err50];}else {vErrors.push(err50);}errors++;}if(data28 < 0 || isNaN(data28)){const err51 = {instancePath:instancePath+"/priority",schemaPath:"#/properties/priority/minimum",keyword:"minimum",params:{comparison: ">=", limit: 0},message:"must be >= 0",schema:0,parentSchema:schema49.properties.priority,data:data28};if(vErrors === null){vErrors = [err51];}else {vErrors.push(err51);}errors++;}}}if(data.tags !== undefined){let data29 = data.tags;if(Array.isArray(data29)){if(data29.length > 20){const err52 = {instancePath:instancePath+"/tags",schemaPath:"#/properties/tags/maxItems",keyword:"maxItems",params:{limit: 20},message:"must NOT have more than 20 items",schema:20,parentSchema:schema49.properties.tags,data:data29};if(vErrors === null){vErrors = [err52];}else {vErrors.push(err52);}errors++;}const len4 = data29.length;for(let i7=0; i7<len4; i7++){let data30 = data29[i7];if(typeof data30 === "string"){if(!pattern19.test(data30)){const err53 = {instancePath:instancePath+"/tags/" + i7,schemaPath:"#/properties/tags/items/pattern",keyword:"pattern",params:{pattern: "^[A-Za-z0-9][A-Za-z0-9_.:-]{0,63}$"},message:"must match pattern \""+"^[A-Za-z0-9][A-Za-z0-9_.:-]{0,63}$"+"\"",schema:"^[A-Za-z0-9][A-Za-z0-9_.:-]{0,63}$",parentSchema:schema49.properties.tags.items,data:data30};if(vErrors === null){vErrors = [err53];}else {vErrors.push(err53);}errors++;}}else {const err54 = {instancePath:instancePath+"/tags/" + i7,schemaPath:"#/properties/tags/items/type",keyword:"type",params:{type: "string"},message:"must be string",schema:schema49.properties.tags.items.type,parentSchema:schema49.properties.tags.items,data:data30};if(vErrors === null){vErrors = [err54];}else {vErrors.push(err54);}errors++;}}let i8 = data29.length;let j3;if(i8 > 1){const indices3 = {};for(;i8--;){let item3 = data29[i8];if(typeof item3 !== "string"){continue;}if(typeof indices3[item3] == "number"){j3 = indices3[item3];const err55 = {instancePath:instancePath+"/tags",schemaPath:"#/properties/tags/uniqueItems",keyword:"uniqueItems",params:{i: i8, j: j3},message:"must NOT have duplicate items (items ## "+j3+" and "+i8+" are identical)",schema:true,parentSchema:schema49.properties.tags,data:data29};if(vErrors === null){vErrors = [err55];}else {vErrors.push(err55);}errors++;break;}indices3[item3] = i8;}}}else {const err56 = {instancePath:instancePath+"/tags",schemaPath:"#/properties/tags/type",keyword:"type",params:{type: "array"},message:"must be array",schema:schema49.properties.tags.type,parentSchema:schema49.properties.tags,data:data29};if(vErrors === null){vErrors = [err56];}else {vErrors.push(err56);}errors++;}}if(data.rate !== undefined){if(!(validate196(data.rate, {instancePath:instancePath+"/rate",parentData:data,parentDataProperty:"rate",rootData,dynamicAnchors}))){vErrors = vErrors === null ? validate196.errors : vErrors.concat(validate196.errors);errors = vErrors.length;}}if(data.concurrency !== undefined){if(!(validate205(data.concurrency, {instancePath:instancePath+"/concurrency",parentData:data,parentDataProperty:"concurrency",rootData,dynamicAnchors}))){vErrors = vErrors === null ? validate205.errors : vErrors.concat(validate205.errors);errors = vErrors.length;}}if(data.collect !== undefined){if(!(validate212(data.collect, {instancePath:instancePath+"/collect",parentData:data,parentDataProperty:"collect",rootData,dynamicAnchors}))){vErrors = vErrors === null ? validate212.errors : vErrors.concat(validate212.errors);errors = vErrors.length;}}if(data.uses !== undefined){let data34 = data.uses;if(Array.isArray(data34)){if(data34.length > 20){const err57 = {instancePath:instancePath+"/uses",schemaPath:"#/properties/uses/maxItems",keyword:"maxItems",params:{limit: 20},message:"must NOT have more than 20 items",schema:20,parentSchema:schema49.properties.uses,data:data34};if(vErrors === null){vErrors = [err57];}else {vErrors.push(err57);}errors++;}const len5 = data34.length;for(let i9=0; i9<len5; i9++){let data35 = data34[i9];const _errs71 = errors;let valid23 = false;const _errs72 = errors;if(!(validate53(data35, {instancePath:instancePath+"/uses/" + i9,parentData:data34,parentDataProperty:i9,rootData,dynamicAnchors}))){vErrors = vErrors === null ? validate53.errors : vErrors.concat(validate53.errors);errors = vErrors.length;}var _valid2 = _errs72 === errors;valid23 = valid23 || _valid2;const _errs73 = errors;if(!(validate217(data35, {instancePath:instancePath+"/uses/" + i9,parentData:data34,parentDataProperty:i9,rootData,dynamicAnchors}))){vErrors = vErrors === null ? validate217.errors : vErrors.concat(validate217.errors);errors = vErrors.length;}var _valid2 = _errs73 === errors;valid23 = valid23 || _valid2;if(!valid23){const err58 = {instancePath:instancePath+"/uses/" + i9,schemaPath:"#/properties/uses/items/anyOf",keyword:"anyOf",params:{},message:"must match a schema in anyOf",schema:schema49.properties.uses.items.anyOf,parentSchema:schema49.properties.uses.items,data:data35};if(vErrors === null){vErrors = [err58];}else {vErrors.push(err58);}errors++;}else {errors = _errs71;if(vErrors !== null){if(_errs71){vErrors.length = _errs71;}else {vErrors = null;}}}}}else {const err59 = {instancePath:instancePath+"/uses",schemaPath:"#/properties/uses/type",keyword:"type",params:{type: "array"},message:"must be array",schema:schema49.properties.uses.type,parentSchema:schema49.properties.uses,data:data34};if(vErrors === null){vErrors = [err59];}else {vErrors.push(err59);}errors++;}}if(data.use !== undefined){let data36 = data.use;if(Array.isArray(data36)){if(data36.length > 20){const err60 = {instancePath:instancePath+"/use",schemaPath:"#/properties/use/maxItems",keyword:"maxItems",params:{limit: 20},message:"must NOT have more than 20 items",schema:20,parentSchema:schema49.properties.use,data:data36};if(vErrors === null){vErrors = [err60];}else {vErrors.push(err60);}errors++;}const len6 = data36.length;for(let i10=0; i10<len6; i10++){let data37 = data36[i10];if(typeof data37 !== "string"){const err61 = {instancePath:instancePath+"/use/" + i10,schemaPath:"#/properties/use/items/type",keyword:"type",params:{type: "string"},message:"must be string",schema:schema49.properties.use.items.type,parentSchema:schema49.properties.use.items,data:data37};if(vErrors === null){vErrors = [err61];}else {vErrors.push(err61);}errors++;}if(!(validate53(data37, {instancePath:instancePath+"/use/" + i10,parentData:data36,parentDataProperty:i10,rootData,dynamicAnchors}))){vErrors = vErrors === null ? validate53.errors : vErrors.concat(validate53.errors);errors = vErrors.length;}}let i11 = data36.length;let j4;if(i11 > 1){const indices4 = {};for(;i11--;){let item4 = data36[i11];if(typeof item4 !== "string"){continue;}if(typeof indices4[item4] == "number"){j4 = indices4[item4];const err62 = {instancePath:instancePath+"/use",schemaPath:"#/properties/use/uniqueItems",keyword:"uniqueItems",params:{i: i11, j: j4},message:"must NOT have duplicate items (items ## "+j4+" and "+i11+" are identical)",schema:true,parentSchema:schema49.properties.use,data:data36};if(vErrors === null){vErrors = [err62];}else {vErrors.push(err62);}errors++;break;}indices4[item4] = i11;}}}else {const err63 = {instancePath:instancePath+"/use",schemaPath:"#/properties/use/type",keyword:"type",params:{type: "array"},message:"must be array",schema:schema49.properties.use.type,parentSchema:schema49.properties.use,data:data36};if(vErrors === null){vErrors = [err63];}else {vErrors.push(err63);}errors++;}}}else {const err64 = {instancePath,schemaPath:"#/type",keyword:"type",params:{type: "object"},message:"must be object",schema:schema49.type,parentSchema:schema49,data};if(vErrors === null){vErrors = [err64];}else {vErrors.push(err64);}errors++;}validate142.errors = vErrors;return errors === 0;}validate142.evaluated = {"props":true,"dynamicProps":false,"dynamicItems":false};const schema68 = {"description":"Something that is opened for attempts and closed after them.","type":"object","additionalProperties":false,"required":["module"],"properties":{"module":{"description":"Module that exports `open(config, ctx)`, `close(value, outcome)` and, if it can tell, `check(value)`; relative to the main manifest's folder.","title":"a module below the manifest's folder, ./path/to/module.ts","type":"string","pattern":"^\\./[^#?\\\\:*\\u0000-\\u001f\\u007f]*[^#?\\\\:*/\\u0000-\\u001f\\u007f]$","maxLength":1000,"examples":["./handlers/resources/db.ts"]},"scope":{"description":"`attempt`: each attempt opens its own and closes it with its outcome. `process`: one for all attempts of a process, opened by the first that uses it, closed at its end or when a reload replaces it.","type":"string","enum":["attempt","process"],"default":"attempt","examples":["process"]},"config":{"x-secret":true,"description":"What `open` is given first.","default":{},"examples":[{"url":"${DATABASE_URL:-postgres://localhost/shop}"}]},"openTimeout":{"description":"How long opening may take; then the attempt has failed. At most 1h.","$ref":"#/$defs/duration","x-duration":{"min":"1ms","max":"1h"},"default":"30s","examples":["5s"]},"closeTimeout":{"description":"How long closing may take after an attempt that ended by itself; one that was cut off has 3 s. At most 5m.","$ref":"#/$defs/duration","x-duration":{"min":"1ms","max":"5m"},"default":"10s","examples":["30s"]}}};const pattern21 = new RegExp("^\\./[^#?\\\\:*\\u0000-\\u001f\\u007f]*[^#?\\\\:*/\\u0000-\\u001f\\u007f]$", "u");function validate224(data, {instancePath="", parentData, parentDataProperty, rootData=data, dynamicAnchors={}}={}){let vErrors = null;let errors = 0;const evaluated0 = validate224.evaluated;if(evaluated0.dynamicProps){evaluated0.props = undefined;}if(evaluated0.dynamicItems){evaluated0.items = undefined;}if(data && typeof data == "object" && !Array.isArray(data)){if(data.module === undefined){const err0 = {instancePath,schemaPath:"#/required",keyword:"required",params:{missingProperty: "module"},message:"must have required property '"+"module"+"'",schema:schema68.required,parentSchema:schema68,data};if(vErrors === null){vErrors = [err0];}else {vErrors.push(err0);}errors++;}for(const key0 in data){if(!(((((key0 === "module") || (key0 === "scope")) || (key0 === "config")) || (key0 === "openTimeout")) || (key0 === "closeTimeout"))){const err1 = {instancePath,schemaPath:"#/additionalProperties",keyword:"additionalProperties",params:{additionalProperty: key0},message:"must NOT have additional properties",schema:false,parentSchema:schema68,data};if(vErrors === null){vErrors = [err1];}else {vErrors.push(err1);}errors++;}}if(data.module !== undefined){let data0 = data.module;if(typeof data0 === "string"){if(data0.length > 1000){const err2 = {instancePath:instancePath+"/module",schemaPath:"#/properties/module/maxLength",keyword:"maxLength",params:{limit: 1000},message:"must NOT have more than 1000 characters",schema:1000,parentSchema:schema68.properties.module,data:data0};if(vErrors === null){vErrors = [err2];}else {vErrors.push(err2);}errors++;}if(!pattern21.test(data0)){const err3 = {instancePath:instancePath+"/module",schemaPath:"#/properties/module/pattern",keyword:"pattern",params:{pattern: "^\\./[^#?\\\\:*\\u0000-\\u001f\\u007f]*[^#?\\\\:*/\\u0000-\\u001f\\u007f]$"},message:"must match pattern \""+"^\\./[^#?\\\\:*\\u0000-\\u001f\\u007f]*[^#?\\\\:*/\\u0000-\\u001f\\u007f]$"+"\"",schema:"^\\./[^#?\\\\:*\\u0000-\\u001f\\u007f]*[^#?\\\\:*/\\u0000-\\u001f\\u007f]$",parentSchema:schema68.properties.module,data:data0};if(vErrors === null){vErrors = [err3];}else {vErrors.push(err3);}errors++;}}else {const err4 = {instancePath:instancePath+"/module",schemaPath:"#/properties/module/type",keyword:"type",params:{type: "string"},message:"must be string",schema:schema68.properties.module.type,parentSchema:schema68.properties.module,data:data0};if(vErrors === null){vErrors = [err4];}else {vErrors.push(err4);}errors++;}}if(data.scope !== undefined){let data1 = data.scope;if(typeof data1 !== "string"){const err5 = {instancePath:instancePath+"/scope",schemaPath:"#/properties/scope/type",keyword:"type",params:{type: "string"},message:"must be string",schema:schema68.properties.scope.type,parentSchema:schema68.properties.scope,data:data1};if(vErrors === null){vErrors = [err5];}else {vErrors.push(err5);}errors++;}if(!((data1 === "attempt") || (data1 === "process"))){const err6 = {instancePath:instancePath+"/scope",schemaPath:"#/properties/scope/enum",keyword:"enum",params:{allowedValues: schema68.properties.scope.enum},message:"must be equal to one of the allowed values",schema:schema68.properties.scope.enum,parentSchema:schema68.properties.scope,data:data1};if(vErrors === null){vErrors = [err6];}else {vErrors.push(err6);}errors++;}}if(data.openTimeout !== undefined){if(!(validate72(data.openTimeout, {instancePath:instancePath+"/openTimeout",parentData:data,parentDataProperty:"openTimeout",rootData,dynamicAnchors}))){vErrors = vErrors === null ? validate72.errors : vErrors.concat(validate72.errors);errors = vErrors.length;}}if(data.closeTimeout !== undefined){if(!(validate72(data.closeTimeout, {instancePath:instancePath+"/closeTimeout",parentData:data,parentDataProperty:"closeTimeout",rootData,dynamicAnchors}))){vErrors = vErrors === null ? validate72.errors : vErrors.concat(validate72.errors);errors = vErrors.length;}}}else {const err7 = {instancePath,schemaPath:"#/type",keyword:"type",params:{type: "object"},message:"must be object",schema:schema68.type,parentSchema:schema68,data};if(vErrors === null){vErrors = [err7];}else {vErrors.push(err7);}errors++;}validate224.errors = vErrors;return errors === 0;}validate224.evaluated = {"props":true,"dynamicProps":false,"dynamicItems":false};const schema69 = {"description":"Pools of threads and processes, for each process of Skep. They are made when a task needs them.","type":"object","additionalProperties":false,"properties":{"thread":{"$ref":"#/$defs/threadPool","default":{},"examples":[{"size":2}]},"process":{"$ref":"#/$defs/processPool","default":{},"examples":[{"size":2,"recycle":{"afterJobs":1000}}]}}};const schema70 = {"description":"The threads of a process of Skep.","type":"object","additionalProperties":false,"properties":{"size":{"description":"How many attempts run at once in it; those of all tasks share them, and more wait for a place, their time limits not yet counted. Default: the number of cores.","type":"integer","minimum":1,"maximum":1000,"examples":[4]}}};function validate229(data, {instancePath="", parentData, parentDataProperty, rootData=data, dynamicAnchors={}}={}){let vErrors = null;let errors = 0;const evaluated0 = validate229.evaluated;if(evaluated0.dynamicProps){evaluated0.props = undefined;}if(evaluated0.dynamicItems){evaluated0.items = undefined;}if(data && typeof data == "object" && !Array.isArray(data)){for(const key0 in data){if(!(key0 === "size")){const err0 = {instancePath,schemaPath:"#/additionalProperties",keyword:"additionalProperties",params:{additionalProperty: key0},message:"must NOT have additional properties",schema:false,parentSchema:schema70,data};if(vErrors === null){vErrors = [err0];}else {vErrors.push(err0);}errors++;}}if(data.size !== undefined){let data0 = data.size;if(!(((typeof data0 == "number") && (!(data0 % 1) && !isNaN(data0))) && (isFinite(data0)))){const err1 = {instancePath:instancePath+"/size",schemaPath:"#/properties/size/type",keyword:"type",params:{type: "integer"},message:"must be integer",schema:schema70.properties.size.type,parentSchema:schema70.properties.size,data:data0};if(vErrors === null){vErrors = [err1];}else {vErrors.push(err1);}errors++;}if((typeof data0 == "number") && (isFinite(data0))){if(data0 > 1000 || isNaN(data0)){const err2 = {instancePath:instancePath+"/size",schemaPath:"#/properties/size/maximum",keyword:"maximum",params:{comparison: "<=", limit: 1000},message:"must be <= 1000",schema:1000,parentSchema:schema70.properties.size,data:data0};if(vErrors === null){vErrors = [err2];}else {vErrors.push(err2);}errors++;}if(data0 < 1 || isNaN(data0)){const err3 = {instancePath:instancePath+"/size",schemaPath:"#/properties/size/minimum",keyword:"minimum",params:{comparison: ">=", limit: 1},message:"must be >= 1",schema:1,parentSchema:schema70.properties.size,data:data0};if(vErrors === null){vErrors = [err3];}else {vErrors.push(err3);}errors++;}}}}else {const err4 = {instancePath,schemaPath:"#/type",keyword:"type",params:{type: "object"},message:"must be object",schema:schema70.type,parentSchema:schema70,data};if(vErrors === null){vErrors = [err4];}else {vErrors.push(err4);}errors++;}validate229.errors = vErrors;return errors === 0;}validate229.evaluated = {"props":true,"dynamicProps":false,"dynamicItems":false};const schema71 = {"description":"The processes that belong to a process of Skep.","type":"object","additionalProperties":false,"properties":{"size":{"description":"How many attempts run at once in it; those of all tasks share them, and more wait for a place, their time limits not yet counted. Default: the number of cores.","type":"integer","minimum":1,"maximum":1000,"examples":[4]},"recycle":{"$ref":"#/$defs/recycle","default":{},"examples":[{"afterJobs":1000,"overMemory":"512mb"}]}}};const schema72 = {"description":"When a process is replaced by a fresh one, between two attempts. Without it, when it has ended.","type":"object","additionalProperties":false,"properties":{"afterJobs":{"description":"After so many attempts; 1 gives each a process of its own.","type":"integer","minimum":1,"maximum":1000000000,"examples":[1000]},"overMemory":{"description":"Once it has more than that in memory (resident set).","title":"a size: a number with a unit (b, kb, mb, gb), as in 256mb","type":"string","pattern":"^\\d{1,15}(\\.\\d{1,9})?(b|kb|mb|gb|tb)$","maxLength":64,"examples":["512mb"]}}};function validate232(data, {instancePath="", parentData, parentDataProperty, rootData=data, dynamicAnchors={}}={}){let vErrors = null;let errors = 0;const evaluated0 = validate232.evaluated;if(evaluated0.dynamicProps){evaluated0.props = undefined;}if(evaluated0.dynamicItems){evaluated0.items = undefined;}if(data && typeof data == "object" && !Array.isArray(data)){for(const key0 in data){if(!((key0 === "afterJobs") || (key0 === "overMemory"))){const err0 = {instancePath,schemaPath:"#/additionalProperties",keyword:"additionalProperties",params:{additionalProperty: key0},message:"must NOT have additional properties",schema:false,parentSchema:schema72,data};if(vErrors === null){vErrors = [err0];}else {vErrors.push(err0);}errors++;}}if(data.afterJobs !== undefined){let data0 = data.afterJobs;if(!(((typeof data0 == "number") && (!(data0 % 1) && !isNaN(data0))) && (isFinite(data0)))){const err1 = {instancePath:instancePath+"/afterJobs",schemaPath:"#/properties/afterJobs/type",keyword:"type",params:{type: "integer"},message:"must be integer",schema:schema72.properties.afterJobs.type,parentSchema:schema72.properties.afterJobs,data:data0};if(vErrors === null){vErrors = [err1];}else {vErrors.push(err1);}errors++;}if((typeof data0 == "number") && (isFinite(data0))){if(data0 > 1000000000 || isNaN(data0)){const err2 = {instancePath:instancePath+"/afterJobs",schemaPath:"#/properties/afterJobs/maximum",keyword:"maximum",params:{comparison: "<=", limit: 1000000000},message:"must be <= 1000000000",schema:1000000000,parentSchema:schema72.properties.afterJobs,data:data0};if(vErrors === null){vErrors = [err2];}else {vErrors.push(err2);}errors++;}if(data0 < 1 || isNaN(data0)){const err3 = {instancePath:instancePath+"/afterJobs",schemaPath:"#/properties/afterJobs/minimum",keyword:"minimum",params:{comparison: ">=", limit: 1},message:"must be >= 1",schema:1,parentSchema:schema72.properties.afterJobs,data:data0};if(vErrors === null){vErrors = [err3];}else {vErrors.push(err3);}errors++;}}}if(data.overMemory !== undefined){let data1 = data.overMemory;if(typeof data1 === "string"){if(data1.length > 64){const err4 = {instancePath:instancePath+"/overMemory",schemaPath:"#/properties/overMemory/maxLength",keyword:"maxLength",params:{limit: 64},message:"must NOT have more than 64 characters",schema:64,parentSchema:schema72.properties.overMemory,data:data1};if(vErrors === null){vErrors = [err4];}else {vErrors.push(err4);}errors++;}if(!pattern12.test(data1)){const err5 = {instancePath:instancePath+"/overMemory",schemaPath:"#/properties/overMemory/pattern",keyword:"pattern",params:{pattern: "^\\d{1,15}(\\.\\d{1,9})?(b|kb|mb|gb|tb)$"},message:"must match pattern \""+"^\\d{1,15}(\\.\\d{1,9})?(b|kb|mb|gb|tb)$"+"\"",schema:"^\\d{1,15}(\\.\\d{1,9})?(b|kb|mb|gb|tb)$",parentSchema:schema72.properties.overMemory,data:data1};if(vErrors === null){vErrors = [err5];}else {vErrors.push(err5);}errors++;}}else {const err6 = {instancePath:instancePath+"/overMemory",schemaPath:"#/properties/overMemory/type",keyword:"type",params:{type: "string"},message:"must be string",schema:schema72.properties.overMemory.type,parentSchema:schema72.properties.overMemory,data:data1};if(vErrors === null){vErrors = [err6];}else {vErrors.push(err6);}errors++;}}}else {const err7 = {instancePath,schemaPath:"#/type",keyword:"type",params:{type: "object"},message:"must be object",schema:schema72.type,parentSchema:schema72,data};if(vErrors === null){vErrors = [err7];}else {vErrors.push(err7);}errors++;}validate232.errors = vErrors;return errors === 0;}validate232.evaluated = {"props":true,"dynamicProps":false,"dynamicItems":false};function validate231(data, {instancePath="", parentData, parentDataProperty, rootData=data, dynamicAnchors={}}={}){let vErrors = null;let errors = 0;const evaluated0 = validate231.evaluated;if(evaluated0.dynamicProps){evaluated0.props = undefined;}if(evaluated0.dynamicItems){evaluated0.items = undefined;}if(data && typeof data == "object" && !Array.isArray(data)){for(const key0 in data){if(!((key0 === "size") || (key0 === "recycle"))){const err0 = {instancePath,schemaPath:"#/additionalProperties",keyword:"additionalProperties",params:{additionalProperty: key0},message:"must NOT have additional properties",schema:false,parentSchema:schema71,data};if(vErrors === null){vErrors = [err0];}else {vErrors.push(err0);}errors++;}}if(data.size !== undefined){let data0 = data.size;if(!(((typeof data0 == "number") && (!(data0 % 1) && !isNaN(data0))) && (isFinite(data0)))){const err1 = {instancePath:instancePath+"/size",schemaPath:"#/properties/size/type",keyword:"type",params:{type: "integer"},message:"must be integer",schema:schema71.properties.size.type,parentSchema:schema71.properties.size,data:data0};if(vErrors === null){vErrors = [err1];}else {vErrors.push(err1);}errors++;}if((typeof data0 == "number") && (isFinite(data0))){if(data0 > 1000 || isNaN(data0)){const err2 = {instancePath:instancePath+"/size",schemaPath:"#/properties/size/maximum",keyword:"maximum",params:{comparison: "<=", limit: 1000},message:"must be <= 1000",schema:1000,parentSchema:schema71.properties.size,data:data0};if(vErrors === null){vErrors = [err2];}else {vErrors.push(err2);}errors++;}if(data0 < 1 || isNaN(data0)){const err3 = {instancePath:instancePath+"/size",schemaPath:"#/properties/size/minimum",keyword:"minimum",params:{comparison: ">=", limit: 1},message:"must be >= 1",schema:1,parentSchema:schema71.properties.size,data:data0};if(vErrors === null){vErrors = [err3];}else {vErrors.push(err3);}errors++;}}}if(data.recycle !== undefined){if(!(validate232(data.recycle, {instancePath:instancePath+"/recycle",parentData:data,parentDataProperty:"recycle",rootData,dynamicAnchors}))){vErrors = vErrors === null ? validate232.errors : vErrors.concat(validate232.errors);errors = vErrors.length;}}}else {const err4 = {instancePath,schemaPath:"#/type",keyword:"type",params:{type: "object"},message:"must be object",schema:schema71.type,parentSchema:schema71,data};if(vErrors === null){vErrors = [err4];}else {vErrors.push(err4);}errors++;}validate231.errors = vErrors;return errors === 0;}validate231.evaluated = {"props":true,"dynamicProps":false,"dynamicItems":false};function validate228(data, {instancePath="", parentData, parentDataProperty, rootData=data, dynamicAnchors={}}={}){let vErrors = null;let errors = 0;const evaluated0 = validate228.evaluated;if(evaluated0.dynamicProps){evaluated0.props = undefined;}if(evaluated0.dynamicItems){evaluated0.items = undefined;}if(data && typeof data == "object" && !Array.isArray(data)){for(const key0 in data){if(!((key0 === "thread") || (key0 === "process"))){const err0 = {instancePath,schemaPath:"#/additionalProperties",keyword:"additionalProperties",params:{additionalProperty: key0},message:"must NOT have additional properties",schema:false,parentSchema:schema69,data};if(vErrors === null){vErrors = [err0];}else {vErrors.push(err0);}errors++;}}if(data.thread !== undefined){if(!(validate229(data.thread, {instancePath:instancePath+"/thread",parentData:data,parentDataProperty:"thread",rootData,dynamicAnchors}))){vErrors = vErrors === null ? validate229.errors : vErrors.concat(validate229.errors);errors = vErrors.length;}}if(data.process !== undefined){if(!(validate231(data.process, {instancePath:instancePath+"/process",parentData:data,parentDataProperty:"process",rootData,dynamicAnchors}))){vErrors = vErrors === null ? validate231.errors : vErrors.concat(validate231.errors);errors = vErrors.length;}}}else {const err1 = {instancePath,schemaPath:"#/type",keyword:"type",params:{type: "object"},message:"must be object",schema:schema69.type,parentSchema:schema69,data};if(vErrors === null){vErrors = [err1];}else {vErrors.push(err1);}errors++;}validate228.errors = vErrors;return errors === 0;}validate228.evaluated = {"props":true,"dynamicProps":false,"dynamicItems":false};const schema73 = {"description":"How work gets in, and where it goes.","type":"object","additionalProperties":false,"properties":{"tasks":{"description":"Task to queue; the first that matches wins.","type":"array","maxItems":2000,"items":{"$ref":"#/$defs/taskRoute"},"default":[],"examples":[[{"match":"emails.*","queue":"emails"}]]},"http":{"description":"Request to job; served by the admin server beside its own paths. The first that matches wins.","type":"array","maxItems":2000,"items":{"anyOf":[{"$ref":"#/$defs/enqueueRoute"},{"$ref":"#/$defs/enqueueSeveralRoute"},{"$ref":"#/$defs/afterRoute"},{"$ref":"#/$defs/showRoute"}]},"default":[],"examples":[[{"path":"/notifications/send-email","task":"emails.send"}]]}}};const schema74 = {"description":"Sends the jobs of the tasks it matches to a queue.","type":"object","additionalProperties":false,"required":["match","queue"],"properties":{"match":{"description":"Task name or pattern: `*` stands for any run of characters, dots too, `?` for one, `{a,b}` for one of these.","title":"a task name or a pattern with `*`, `?` or `{a,b}`","type":"string","minLength":1,"maxLength":128,"examples":["emails.*"]},"queue":{"description":"Where their jobs go.","$ref":"#/$defs/name","x-ref":"queues","examples":["emails"]},"priority":{"description":"Priority of those tasks that set none themselves.","type":"integer","minimum":0,"maximum":9,"examples":[8]}}};function validate240(data, {instancePath="", parentData, parentDataProperty, rootData=data, dynamicAnchors={}}={}){let vErrors = null;let errors = 0;const evaluated0 = validate240.evaluated;if(evaluated0.dynamicProps){evaluated0.props = undefined;}if(evaluated0.dynamicItems){evaluated0.items = undefined;}if(data && typeof data == "object" && !Array.isArray(data)){if(data.match === undefined){const err0 = {instancePath,schemaPath:"#/required",keyword:"required",params:{missingProperty: "match"},message:"must have required property '"+"match"+"'",schema:schema74.required,parentSchema:schema74,data};if(vErrors === null){vErrors = [err0];}else {vErrors.push(err0);}errors++;}if(data.queue === undefined){const err1 = {instancePath,schemaPath:"#/required",keyword:"required",params:{missingProperty: "queue"},message:"must have required property '"+"queue"+"'",schema:schema74.required,parentSchema:schema74,data};if(vErrors === null){vErrors = [err1];}else {vErrors.push(err1);}errors++;}for(const key0 in data){if(!(((key0 === "match") || (key0 === "queue")) || (key0 === "priority"))){const err2 = {instancePath,schemaPath:"#/additionalProperties",keyword:"additionalProperties",params:{additionalProperty: key0},message:"must NOT have additional properties",schema:false,parentSchema:schema74,data};if(vErrors === null){vErrors = [err2];}else {vErrors.push(err2);}errors++;}}if(data.match !== undefined){let data0 = data.match;if(typeof data0 === "string"){if(data0.length > 128){const err3 = {instancePath:instancePath+"/match",schemaPath:"#/properties/match/maxLength",keyword:"maxLength",params:{limit: 128},message:"must NOT have more than 128 characters",schema:128,parentSchema:schema74.properties.match,data:data0};if(vErrors === null){vErrors = [err3];}else {vErrors.push(err3);}errors++;}if(data0.length < 1){const err4 = {instancePath:instancePath+"/match",schemaPath:"#/properties/match/minLength",keyword:"minLength",params:{limit: 1},message:"must NOT have fewer than 1 characters",schema:1,parentSchema:schema74.properties.match,data:data0};if(vErrors === null){vErrors = [err4];}else {vErrors.push(err4);}errors++;}}else {const err5 = {instancePath:instancePath+"/match",schemaPath:"#/properties/match/type",keyword:"type",params:{type: "string"},message:"must be string",schema:schema74.properties.match.type,parentSchema:schema74.properties.match,data:data0};if(vErrors === null){vErrors = [err5];}else {vErrors.push(err5);}errors++;}}if(data.queue !== undefined){if(!(validate53(data.queue, {instancePath:instancePath+"/queue",parentData:data,parentDataProperty:"queue",rootData,dynamicAnchors}))){vErrors = vErrors === null ? validate53.errors : vErrors.concat(validate53.errors);errors = vErrors.length;}}if(data.priority !== undefined){let data2 = data.priority;if(!(((typeof data2 == "number") && (!(data2 % 1) && !isNaN(data2))) && (isFinite(data2)))){const err6 = {instancePath:instancePath+"/priority",schemaPath:"#/properties/priority/type",keyword:"type",params:{type: "integer"},message:"must be integer",schema:schema74.properties.priority.type,parentSchema:schema74.properties.priority,data:data2};if(vErrors === null){vErrors = [err6];}else {vErrors.push(err6);}errors++;}if((typeof data2 == "number") && (isFinite(data2))){if(data2 > 9 || isNaN(data2)){const err7 = {instancePath:instancePath+"/priority",schemaPath:"#/properties/priority/maximum",keyword:"maximum",params:{comparison: "<=", limit: 9},message:"must be <= 9",schema:9,parentSchema:schema74.properties.priority,data:data2};if(vErrors === null){vErrors = [err7];}else {vErrors.push(err7);}errors++;}if(data2 < 0 || isNaN(data2)){const err8 = {instancePath:instancePath+"/priority",schemaPath:"#/properties/priority/minimum",keyword:"minimum",params:{comparison: ">=", limit: 0},message:"must be >= 0",schema:0,parentSchema:schema74.properties.priority,data:data2};if(vErrors === null){vErrors = [err8];}else {vErrors.push(err8);}errors++;}}}}else {const err9 = {instancePath,schemaPath:"#/type",keyword:"type",params:{type: "object"},message:"must be object",schema:schema74.type,parentSchema:schema74,data};if(vErrors === null){vErrors = [err9];}else {vErrors.push(err9);}errors++;}validate240.errors = vErrors;return errors === 0;}validate240.evaluated = {"props":true,"dynamicProps":false,"dynamicItems":false};const schema75 = {"description":"A request that becomes a job.","type":"object","additionalProperties":false,"required":["path","task"],"properties":{"method":{"description":"HTTP method.","type":"string","enum":["GET","POST","PUT","PATCH","DELETE"],"default":"POST","examples":["POST"]},"path":{"description":"Path, with `:name` for parameters.","$ref":"#/$defs/routePath","examples":["/notifications/send-email"]},"description":{"description":"What it does, for people and for /openapi.json.","type":"string","maxLength":2000,"examples":["Send one e-mail."]},"task":{"description":"The task to enqueue.","$ref":"#/$defs/name","x-ref":"tasks","examples":["emails.send"]},"with":{"description":"Template of the payload; expressions read body, params, query and headers. What comes as text from params, query and headers becomes what the task's input wants there, where it reads as such. Without it the payload is the request's body.","x-template":["body","params","query","headers"],"examples":[{"to":"${body.email}","subject":"Welcome"}]},"after":{"description":"What is done beside the answer, see `after`.","$ref":"#/$defs/afterCalls","default":[],"examples":[[{"task":"users.log","with":{"user":"${params.user_id}"},"mode":"inline"}]]},"order":{"description":"Whether those of `after` that run inline run one after the other or all at once.","$ref":"#/$defs/afterOrder","default":"sequence","examples":["parallel"]},"respond":{"$ref":"#/$defs/enqueueRespond","default":{},"examples":[{"body":{"task_id":"${job.id}"}}]},"public":{"$ref":"#/$defs/public","default":false,"examples":[true]}}};const schema76 = {"title":"a path such as /reports/:id (segments of letters, digits, `.`, `_`, `~`, `@`, `-`, or `:name`)","type":"string","pattern":"^/$|^(/(:[A-Za-z_][A-Za-z0-9_]*|[A-Za-z0-9._~@-]+))+$","maxLength":500,"examples":["/reports/:id"]};const pattern23 = new RegExp("^/$|^(/(:[A-Za-z_][A-Za-z0-9_]*|[A-Za-z0-9._~@-]+))+$", "u");function validate244(data, {instancePath="", parentData, parentDataProperty, rootData=data, dynamicAnchors={}}={}){let vErrors = null;let errors = 0;const evaluated0 = validate244.evaluated;if(evaluated0.dynamicProps){evaluated0.props = undefined;}if(evaluated0.dynamicItems){evaluated0.items = undefined;}if(typeof data === "string"){if(data.length > 500){const err0 = {instancePath,schemaPath:"#/maxLength",keyword:"maxLength",params:{limit: 500},message:"must NOT have more than 500 characters",schema:500,parentSchema:schema76,data};if(vErrors === null){vErrors = [err0];}else {vErrors.push(err0);}errors++;}if(!pattern23.test(data)){const err1 = {instancePath,schemaPath:"#/pattern",keyword:"pattern",params:{pattern: "^/$|^(/(:[A-Za-z_][A-Za-z0-9_]*|[A-Za-z0-9._~@-]+))+$"},message:"must match pattern \""+"^/$|^(/(:[A-Za-z_][A-Za-z0-9_]*|[A-Za-z0-9._~@-]+))+$"+"\"",schema:"^/$|^(/(:[A-Za-z_][A-Za-z0-9_]*|[A-Za-z0-9._~@-]+))+$",parentSchema:schema76,data};if(vErrors === null){vErrors = [err1];}else {vErrors.push(err1);}errors++;}}else {const err2 = {instancePath,schemaPath:"#/type",keyword:"type",params:{type: "string"},message:"must be string",schema:schema76.type,parentSchema:schema76,data};if(vErrors === null){vErrors = [err2];}else {vErrors.push(err2);}errors++;}validate244.errors = vErrors;return errors === 0;}validate244.evaluated = {"dynamicProps":false,"dynamicItems":false};const schema77 = {"title":"a list of tasks, each with its payload and `mode`","type":"array","maxItems":100,"items":{"$ref":"#/$defs/afterCall"}};const schema78 = {"description":"A task beside the answer of a request.","type":"object","additionalProperties":false,"required":["task"],"properties":{"task":{"description":"The task to run.","$ref":"#/$defs/name","x-ref":"tasks","examples":["emails.send"]},"with":{"description":"Template of its payload, as in a route of one task. Without it the payload is the request's body.","x-template":["body","params","query","headers"],"examples":[{"to":"${body.email}","subject":"Welcome"}]},"mode":{"description":"`inline`: once, in the process that answered and after the answer is sent; nothing is stored, so it is lost with the process and not tried again. `queued`: a job like any other, stored before the answer.","type":"string","enum":["inline","queued"],"default":"inline","examples":["queued"]}}};function validate248(data, {instancePath="", parentData, parentDataProperty, rootData=data, dynamicAnchors={}}={}){let vErrors = null;let errors = 0;const evaluated0 = validate248.evaluated;if(evaluated0.dynamicProps){evaluated0.props = undefined;}if(evaluated0.dynamicItems){evaluated0.items = undefined;}if(data && typeof data == "object" && !Array.isArray(data)){if(data.task === undefined){const err0 = {instancePath,schemaPath:"#/required",keyword:"required",params:{missingProperty: "task"},message:"must have required property '"+"task"+"'",schema:schema78.required,parentSchema:schema78,data};if(vErrors === null){vErrors = [err0];}else {vErrors.push(err0);}errors++;}for(const key0 in data){if(!(((key0 === "task") || (key0 === "with")) || (key0 === "mode"))){const err1 = {instancePath,schemaPath:"#/additionalProperties",keyword:"additionalProperties",params:{additionalProperty: key0},message:"must NOT have additional properties",schema:false,parentSchema:schema78,data};if(vErrors === null){vErrors = [err1];}else {vErrors.push(err1);}errors++;}}if(data.task !== undefined){if(!(validate53(data.task, {instancePath:instancePath+"/task",parentData:data,parentDataProperty:"task",rootData,dynamicAnchors}))){vErrors = vErrors === null ? validate53.errors : vErrors.concat(validate53.errors);errors = vErrors.length;}}if(data.mode !== undefined){let data1 = data.mode;if(typeof data1 !== "string"){const err2 = {instancePath:instancePath+"/mode",schemaPath:"#/properties/mode/type",keyword:"type",params:{type: "string"},message:"must be string",schema:schema78.properties.mode.type,parentSchema:schema78.properties.mode,data:data1};if(vErrors === null){vErrors = [err2];}else {vErrors.push(err2);}errors++;}if(!((data1 === "inline") || (data1 === "queued"))){const err3 = {instancePath:instancePath+"/mode",schemaPath:"#/properties/mode/enum",keyword:"enum",params:{allowedValues: schema78.properties.mode.enum},message:"must be equal to one of the allowed values",schema:schema78.properties.mode.enum,parentSchema:schema78.properties.mode,data:data1};if(vErrors === null){vErrors = [err3];}else {vErrors.push(err3);}errors++;}}}else {const err4 = {instancePath,schemaPath:"#/type",keyword:"type",params:{type: "object"},message:"must be object",schema:schema78.type,parentSchema:schema78,data};if(vErrors === null){vErrors = [err4];}else {vErrors.push(err4);}errors++;}validate248.errors = vErrors;return errors === 0;}validate248.evaluated = {"props":true,"dynamicProps":false,"dynamicItems":false};function validate247(data, {instancePath="", parentData, parentDataProperty, rootData=data, dynamicAnchors={}}={}){let vErrors = null;let errors = 0;const evaluated0 = validate247.evaluated;if(evaluated0.dynamicProps){evaluated0.props = undefined;}if(evaluated0.dynamicItems){evaluated0.items = undefined;}if(Array.isArray(data)){if(data.length > 100){const err0 = {instancePath,schemaPath:"#/maxItems",keyword:"maxItems",params:{limit: 100},message:"must NOT have more than 100 items",schema:100,parentSchema:schema77,data};if(vErrors === null){vErrors = [err0];}else {vErrors.push(err0);}errors++;}const len0 = data.length;for(let i0=0; i0<len0; i0++){if(!(validate248(data[i0], {instancePath:instancePath+"/" + i0,parentData:data,parentDataProperty:i0,rootData,dynamicAnchors}))){vErrors = vErrors === null ? validate248.errors : vErrors.concat(validate248.errors);errors = vErrors.length;}}}else {const err1 = {instancePath,schemaPath:"#/type",keyword:"type",params:{type: "array"},message:"must be array",schema:schema77.type,parentSchema:schema77,data};if(vErrors === null){vErrors = [err1];}else {vErrors.push(err1);}errors++;}validate247.errors = vErrors;return errors === 0;}validate247.evaluated = {"items":true,"dynamicProps":false,"dynamicItems":false};const schema79 = {"type":"string","enum":["sequence","parallel"]};function validate252(data, {instancePath="", parentData, parentDataProperty, rootData=data, dynamicAnchors={}}={}){let vErrors = null;let errors = 0;const evaluated0 = validate252.evaluated;if(evaluated0.dynamicProps){evaluated0.props = undefined;}if(evaluated0.dynamicItems){evaluated0.items = undefined;}if(typeof data !== "string"){const err0 = {instancePath,schemaPath:"#/type",keyword:"type",params:{type: "string"},message:"must be string",schema:schema79.type,parentSchema:schema79,data};if(vErrors === null){vErrors = [err0];}else {vErrors.push(err0);}errors++;}if(!((data === "sequence") || (data === "parallel"))){const err1 = {instancePath,schemaPath:"#/enum",keyword:"enum",params:{allowedValues: schema79.enum},message:"must be equal to one of the allowed values",schema:schema79.enum,parentSchema:schema79,data};if(vErrors === null){vErrors = [err1];}else {vErrors.push(err1);}errors++;}validate252.errors = vErrors;return errors === 0;}validate252.evaluated = {"dynamicProps":false,"dynamicItems":false};const schema80 = {"description":"The answer.","type":"object","additionalProperties":false,"properties":{"status":{"description":"HTTP status.","type":"integer","minimum":200,"maximum":599,"default":202,"examples":[202]},"body":{"description":"Template of the answer's JSON; expressions as in `with`, and job. Without it the API's own answer is given.","x-template":["job","body","params","query","headers"],"examples":[{"message":"E-mail queued","task_id":"${job.id}"}]}}};function validate254(data, {instancePath="", parentData, parentDataProperty, rootData=data, dynamicAnchors={}}={}){let vErrors = null;let errors = 0;const evaluated0 = validate254.evaluated;if(evaluated0.dynamicProps){evaluated0.props = undefined;}if(evaluated0.dynamicItems){evaluated0.items = undefined;}if(data && typeof data == "object" && !Array.isArray(data)){for(const key0 in data){if(!((key0 === "status") || (key0 === "body"))){const err0 = {instancePath,schemaPath:"#/additionalProperties",keyword:"additionalProperties",params:{additionalProperty: key0},message:"must NOT have additional properties",schema:false,parentSchema:schema80,data};if(vErrors === null){vErrors = [err0];}else {vErrors.push(err0);}errors++;}}if(data.status !== undefined){let data0 = data.status;if(!(((typeof data0 == "number") && (!(data0 % 1) && !isNaN(data0))) && (isFinite(data0)))){const err1 = {instancePath:instancePath+"/status",schemaPath:"#/properties/status/type",keyword:"type",params:{type: "integer"},message:"must be integer",schema:schema80.properties.status.type,parentSchema:schema80.properties.status,data:data0};if(vErrors === null){vErrors = [err1];}else {vErrors.push(err1);}errors++;}if((typeof data0 == "number") && (isFinite(data0))){if(data0 > 599 || isNaN(data0)){const err2 = {instancePath:instancePath+"/status",schemaPath:"#/properties/status/maximum",keyword:"maximum",params:{comparison: "<=", limit: 599},message:"must be <= 599",schema:599,parentSchema:schema80.properties.status,data:data0};if(vErrors === null){vErrors = [err2];}else {vErrors.push(err2);}errors++;}if(data0 < 200 || isNaN(data0)){const err3 = {instancePath:instancePath+"/status",schemaPath:"#/properties/status/minimum",keyword:"minimum",params:{comparison: ">=", limit: 200},message:"must be >= 200",schema:200,parentSchema:schema80.properties.status,data:data0};if(vErrors === null){vErrors = [err3];}else {vErrors.push(err3);}errors++;}}}}else {const err4 = {instancePath,schemaPath:"#/type",keyword:"type",params:{type: "object"},message:"must be object",schema:schema80.type,parentSchema:schema80,data};if(vErrors === null){vErrors = [err4];}else {vErrors.push(err4);}errors++;}validate254.errors = vErrors;return errors === 0;}validate254.evaluated = {"props":true,"dynamicProps":false,"dynamicItems":false};const schema81 = {"description":"Whether it may be called without a token although tokens are declared.","type":"boolean"};function validate256(data, {instancePath="", parentData, parentDataProperty, rootData=data, dynamicAnchors={}}={}){let vErrors = null;let errors = 0;const evaluated0 = validate256.evaluated;if(evaluated0.dynamicProps){evaluated0.props = undefined;}if(evaluated0.dynamicItems){evaluated0.items = undefined;}if(typeof data !== "boolean"){const err0 = {instancePath,schemaPath:"#/type",keyword:"type",params:{type: "boolean"},message:"must be boolean",schema:schema81.type,parentSchema:schema81,data};if(vErrors === null){vErrors = [err0];}else {vErrors.push(err0);}errors++;}validate256.errors = vErrors;return errors === 0;}validate256.evaluated = {"dynamicProps":false,"dynamicItems":false};function validate243(data, {instancePath="", parentData, parentDataProperty, rootData=data, dynamicAnchors={}}={}){let vErrors = null;let errors = 0;const evaluated0 = validate243.evaluated;if(evaluated0.dynamicProps){evaluated0.props = undefined;}if(evaluated0.dynamicItems){evaluated0.items = undefined;}if(data && typeof data == "object" && !Array.isArray(data)){if(data.path === undefined){const err0 = {instancePath,schemaPath:"#/required",keyword:"required",params:{missingProperty: "path"},message:"must have required property '"+"path"+"'",schema:schema75.required,parentSchema:schema75,data};if(vErrors === null){vErrors = [err0];}else {vErrors.push(err0);}errors++;}if(data.task === undefined){const err1 = {instancePath,schemaPath:"#/required",keyword:"required",params:{missingProperty: "task"},message:"must have required property '"+"task"+"'",schema:schema75.required,parentSchema:schema75,data};if(vErrors === null){vErrors = [err1];}else {vErrors.push(err1);}errors++;}for(const key0 in data){if(!(func1.call(schema75.properties, key0))){const err2 = {instancePath,schemaPath:"#/additionalProperties",keyword:"additionalProperties",params:{additionalProperty: key0},message:"must NOT have additional properties",schema:false,parentSchema:schema75,data};if(vErrors === null){vErrors = [err2];}else {vErrors.push(err2);}errors++;}}if(data.method !== undefined){let data0 = data.method;if(typeof data0 !== "string"){const err3 = {instancePath:instancePath+"/method",schemaPath:"#/properties/method/type",keyword:"type",params:{type: "string"},message:"must be string",schema:schema75.properties.method.type,parentSchema:schema75.properties.method,data:data0};if(vErrors === null){vErrors = [err3];}else {vErrors.push(err3);}errors++;}if(!(((((data0 === "GET") || (data0 === "POST")) || (data0 === "PUT")) || (data0 === "PATCH")) || (data0 === "DELETE"))){const err4 = {instancePath:instancePath+"/method",schemaPath:"#/properties/method/enum",keyword:"enum",params:{allowedValues: schema75.properties.method.enum},message:"must be equal to one of the allowed values",schema:schema75.properties.method.enum,parentSchema:schema75.properties.method,data:data0};if(vErrors === null){vErrors = [err4];}else {vErrors.push(err4);}errors++;}}if(data.path !== undefined){if(!(validate244(data.path, {instancePath:instancePath+"/path",parentData:data,parentDataProperty:"path",rootData,dynamicAnchors}))){vErrors = vErrors === null ? validate244.errors : vErrors.concat(validate244.errors);errors = vErrors.length;}}if(data.description !== undefined){let data2 = data.description;if(typeof data2 === "string"){if(data2.length > 2000){const err5 = {instancePath:instancePath+"/description",schemaPath:"#/properties/description/maxLength",keyword:"maxLength",params:{limit: 2000},message:"must NOT have more than 2000 characters",schema:2000,parentSchema:schema75.properties.description,data:data2};if(vErrors === null){vErrors = [err5];}else {vErrors.push(err5);}errors++;}}else {const err6 = {instancePath:instancePath+"/description",schemaPath:"#/properties/description/type",keyword:"type",params:{type: "string"},message:"must be string",schema:schema75.properties.description.type,parentSchema:schema75.properties.description,data:data2};if(vErrors === null){vErrors = [err6];}else {vErrors.push(err6);}errors++;}}if(data.task !== undefined){if(!(validate53(data.task, {instancePath:instancePath+"/task",parentData:data,parentDataProperty:"task",rootData,dynamicAnchors}))){vErrors = vErrors === null ? validate53.errors : vErrors.concat(validate53.errors);errors = vErrors.length;}}if(data.after !== undefined){if(!(validate247(data.after, {instancePath:instancePath+"/after",parentData:data,parentDataProperty:"after",rootData,dynamicAnchors}))){vErrors = vErrors === null ? validate247.errors : vErrors.concat(validate247.errors);errors = vErrors.length;}}if(data.order !== undefined){if(!(validate252(data.order, {instancePath:instancePath+"/order",parentData:data,parentDataProperty:"order",rootData,dynamicAnchors}))){vErrors = vErrors === null ? validate252.errors : vErrors.concat(validate252.errors);errors = vErrors.length;}}if(data.respond !== undefined){if(!(validate254(data.respond, {instancePath:instancePath+"/respond",parentData:data,parentDataProperty:"respond",rootData,dynamicAnchors}))){vErrors = vErrors === null ? validate254.errors : vErrors.concat(validate254.errors);errors = vErrors.length;}}if(data.public !== undefined){if(!(validate256(data.public, {instancePath:instancePath+"/public",parentData:data,parentDataProperty:"public",rootData,dynamicAnchors}))){vErrors = vErrors === null ? validate256.errors : vErrors.concat(validate256.errors);errors = vErrors.length;}}}else {const err7 = {instancePath,schemaPath:"#/type",keyword:"type",params:{type: "object"},message:"must be object",schema:schema75.type,parentSchema:schema75,data};if(vErrors === null){vErrors = [err7];}else {vErrors.push(err7);}errors++;}validate243.errors = vErrors;return errors === 0;}validate243.evaluated = {"props":true,"dynamicProps":false,"dynamicItems":false};const schema82 = {"description":"A request that becomes several jobs: all of them or none.","type":"object","additionalProperties":false,"required":["path","tasks"],"properties":{"method":{"description":"HTTP method.","type":"string","enum":["GET","POST","PUT","PATCH","DELETE"],"default":"POST","examples":["POST"]},"path":{"description":"Path, with `:name` for parameters.","$ref":"#/$defs/routePath","examples":["/users/:user_id/action"]},"description":{"description":"What it does, for people and for /openapi.json.","type":"string","maxLength":2000,"examples":["Welcome a user."]},"tasks":{"description":"The tasks to enqueue, each with a payload of its own. A task may be there more than once.","type":"array","minItems":1,"maxItems":100,"items":{"$ref":"#/$defs/taskCall"},"examples":[[{"task":"emails.send","with":{"to":"${body.email}"}},{"task":"users.log"}]]},"after":{"description":"What is done beside the answer, see `after`.","$ref":"#/$defs/afterCalls","default":[],"examples":[[{"task":"users.log","with":{"user":"${params.user_id}"},"mode":"inline"}]]},"order":{"description":"Whether those of `after` that run inline run one after the other or all at once.","$ref":"#/$defs/afterOrder","default":"sequence","examples":["parallel"]},"respond":{"$ref":"#/$defs/enqueueSeveralRespond","default":{},"examples":[{"body":{"task_id":"${jobs.0.id}"}}]},"public":{"$ref":"#/$defs/public","default":false,"examples":[true]}}};const schema83 = {"description":"One of the tasks that a request enqueues.","type":"object","additionalProperties":false,"required":["task"],"properties":{"task":{"description":"The task to enqueue.","$ref":"#/$defs/name","x-ref":"tasks","examples":["emails.send"]},"with":{"description":"Template of its payload, as in a route of one task. Without it the payload is the request's body.","x-template":["body","params","query","headers"],"examples":[{"to":"${body.email}","subject":"Welcome"}]}}};function validate261(data, {instancePath="", parentData, parentDataProperty, rootData=data, dynamicAnchors={}}={}){let vErrors = null;let errors = 0;const evaluated0 = validate261.evaluated;if(evaluated0.dynamicProps){evaluated0.props = undefined;}if(evaluated0.dynamicItems){evaluated0.items = undefined;}if(data && typeof data == "object" && !Array.isArray(data)){if(data.task === undefined){const err0 = {instancePath,schemaPath:"#/required",keyword:"required",params:{missingProperty: "task"},message:"must have required property '"+"task"+"'",schema:schema83.required,parentSchema:schema83,data};if(vErrors === null){vErrors = [err0];}else {vErrors.push(err0);}errors++;}for(const key0 in data){if(!((key0 === "task") || (key0 === "with"))){const err1 = {instancePath,schemaPath:"#/additionalProperties",keyword:"additionalProperties",params:{additionalProperty: key0},message:"must NOT have additional properties",schema:false,parentSchema:schema83,data};if(vErrors === null){vErrors = [err1];}else {vErrors.push(err1);}errors++;}}if(data.task !== undefined){if(!(validate53(data.task, {instancePath:instancePath+"/task",parentData:data,parentDataProperty:"task",rootData,dynamicAnchors}))){vErrors = vErrors === null ? validate53.errors : vErrors.concat(validate53.errors);errors = vErrors.length;}}}else {const err2 = {instancePath,schemaPath:"#/type",keyword:"type",params:{type: "object"},message:"must be object",schema:schema83.type,parentSchema:schema83,data};if(vErrors === null){vErrors = [err2];}else {vErrors.push(err2);}errors++;}validate261.errors = vErrors;return errors === 0;}validate261.evaluated = {"props":true,"dynamicProps":false,"dynamicItems":false};const schema84 = {"description":"The answer.","type":"object","additionalProperties":false,"properties":{"status":{"description":"HTTP status.","type":"integer","minimum":200,"maximum":599,"default":202,"examples":[202]},"body":{"description":"Template of the answer's JSON; expressions as in `with`, and `jobs`, in the order of `tasks`, behind them those of `after` that are queued. Without it the API's own answer is given.","x-template":["jobs","body","params","query","headers"],"examples":[{"message":"Welcome","task_ids":["${jobs.0.id}","${jobs.1.id}"]}]}}};function validate266(data, {instancePath="", parentData, parentDataProperty, rootData=data, dynamicAnchors={}}={}){let vErrors = null;let errors = 0;const evaluated0 = validate266.evaluated;if(evaluated0.dynamicProps){evaluated0.props = undefined;}if(evaluated0.dynamicItems){evaluated0.items = undefined;}if(data && typeof data == "object" && !Array.isArray(data)){for(const key0 in data){if(!((key0 === "status") || (key0 === "body"))){const err0 = {instancePath,schemaPath:"#/additionalProperties",keyword:"additionalProperties",params:{additionalProperty: key0},message:"must NOT have additional properties",schema:false,parentSchema:schema84,data};if(vErrors === null){vErrors = [err0];}else {vErrors.push(err0);}errors++;}}if(data.status !== undefined){let data0 = data.status;if(!(((typeof data0 == "number") && (!(data0 % 1) && !isNaN(data0))) && (isFinite(data0)))){const err1 = {instancePath:instancePath+"/status",schemaPath:"#/properties/status/type",keyword:"type",params:{type: "integer"},message:"must be integer",schema:schema84.properties.status.type,parentSchema:schema84.properties.status,data:data0};if(vErrors === null){vErrors = [err1];}else {vErrors.push(err1);}errors++;}if((typeof data0 == "number") && (isFinite(data0))){if(data0 > 599 || isNaN(data0)){const err2 = {instancePath:instancePath+"/status",schemaPath:"#/properties/status/maximum",keyword:"maximum",params:{comparison: "<=", limit: 599},message:"must be <= 599",schema:599,parentSchema:schema84.properties.status,data:data0};if(vErrors === null){vErrors = [err2];}else {vErrors.push(err2);}errors++;}if(data0 < 200 || isNaN(data0)){const err3 = {instancePath:instancePath+"/status",schemaPath:"#/properties/status/minimum",keyword:"minimum",params:{comparison: ">=", limit: 200},message:"must be >= 200",schema:200,parentSchema:schema84.properties.status,data:data0};if(vErrors === null){vErrors = [err3];}else {vErrors.push(err3);}errors++;}}}}else {const err4 = {instancePath,schemaPath:"#/type",keyword:"type",params:{type: "object"},message:"must be object",schema:schema84.type,parentSchema:schema84,data};if(vErrors === null){vErrors = [err4];}else {vErrors.push(err4);}errors++;}validate266.errors = vErrors;return errors === 0;}validate266.evaluated = {"props":true,"dynamicProps":false,"dynamicItems":false};function validate259(data, {instancePath="", parentData, parentDataProperty, rootData=data, dynamicAnchors={}}={}){let vErrors = null;let errors = 0;const evaluated0 = validate259.evaluated;if(evaluated0.dynamicProps){evaluated0.props = undefined;}if(evaluated0.dynamicItems){evaluated0.items = undefined;}if(data && typeof data == "object" && !Array.isArray(data)){if(data.path === undefined){const err0 = {instancePath,schemaPath:"#/required",keyword:"required",params:{missingProperty: "path"},message:"must have required property '"+"path"+"'",schema:schema82.required,parentSchema:schema82,data};if(vErrors === null){vErrors = [err0];}else {vErrors.push(err0);}errors++;}if(data.tasks === undefined){const err1 = {instancePath,schemaPath:"#/required",keyword:"required",params:{missingProperty: "tasks"},message:"must have required property '"+"tasks"+"'",schema:schema82.required,parentSchema:schema82,data};if(vErrors === null){vErrors = [err1];}else {vErrors.push(err1);}errors++;}for(const key0 in data){if(!((((((((key0 === "method") || (key0 === "path")) || (key0 === "description")) || (key0 === "tasks")) || (key0 === "after")) || (key0 === "order")) || (key0 === "respond")) || (key0 === "public"))){const err2 = {instancePath,schemaPath:"#/additionalProperties",keyword:"additionalProperties",params:{additionalProperty: key0},message:"must NOT have additional properties",schema:false,parentSchema:schema82,data};if(vErrors === null){vErrors = [err2];}else {vErrors.push(err2);}errors++;}}if(data.method !== undefined){let data0 = data.method;if(typeof data0 !== "string"){const err3 = {instancePath:instancePath+"/method",schemaPath:"#/properties/method/type",keyword:"type",params:{type: "string"},message:"must be string",schema:schema82.properties.method.type,parentSchema:schema82.properties.method,data:data0};if(vErrors === null){vErrors = [err3];}else {vErrors.push(err3);}errors++;}if(!(((((data0 === "GET") || (data0 === "POST")) || (data0 === "PUT")) || (data0 === "PATCH")) || (data0 === "DELETE"))){const err4 = {instancePath:instancePath+"/method",schemaPath:"#/properties/method/enum",keyword:"enum",params:{allowedValues: schema82.properties.method.enum},message:"must be equal to one of the allowed values",schema:schema82.properties.method.enum,parentSchema:schema82.properties.method,data:data0};if(vErrors === null){vErrors = [err4];}else {vErrors.push(err4);}errors++;}}if(data.path !== undefined){if(!(validate244(data.path, {instancePath:instancePath+"/path",parentData:data,parentDataProperty:"path",rootData,dynamicAnchors}))){vErrors = vErrors === null ? validate244.errors : vErrors.concat(validate244.errors);errors = vErrors.length;}}if(data.description !== undefined){let data2 = data.description;if(typeof data2 === "string"){if(data2.length > 2000){const err5 = {instancePath:instancePath+"/description",schemaPath:"#/properties/description/maxLength",keyword:"maxLength",params:{limit: 2000},message:"must NOT have more than 2000 characters",schema:2000,parentSchema:schema82.properties.description,data:data2};if(vErrors === null){vErrors = [err5];}else {vErrors.push(err5);}errors++;}}else {const err6 = {instancePath:instancePath+"/description",schemaPath:"#/properties/description/type",keyword:"type",params:{type: "string"},message:"must be string",schema:schema82.properties.description.type,parentSchema:schema82.properties.description,data:data2};if(vErrors === null){vErrors = [err6];}else {vErrors.push(err6);}errors++;}}if(data.tasks !== undefined){let data3 = data.tasks;if(Array.isArray(data3)){if(data3.length > 100){const err7 = {instancePath:instancePath+"/tasks",schemaPath:"#/properties/tasks/maxItems",keyword:"maxItems",params:{limit: 100},message:"must NOT have more than 100 items",schema:100,parentSchema:schema82.properties.tasks,data:data3};if(vErrors === null){vErrors = [err7];}else {vErrors.push(err7);}errors++;}if(data3.length < 1){const err8 = {instancePath:instancePath+"/tasks",schemaPath:"#/properties/tasks/minItems",keyword:"minItems",params:{limit: 1},message:"must NOT have fewer than 1 items",schema:1,parentSchema:schema82.properties.tasks,data:data3};if(vErrors === null){vErrors = [err8];}else {vErrors.push(err8);}errors++;}const len0 = data3.length;for(let i0=0; i0<len0; i0++){if(!(validate261(data3[i0], {instancePath:instancePath+"/tasks/" + i0,parentData:data3,parentDataProperty:i0,rootData,dynamicAnchors}))){vErrors = vErrors === null ? validate261.errors : vErrors.concat(validate261.errors);errors = vErrors.length;}}}else {const err9 = {instancePath:instancePath+"/tasks",schemaPath:"#/properties/tasks/type",keyword:"type",params:{type: "array"},message:"must be array",schema:schema82.properties.tasks.type,parentSchema:schema82.properties.tasks,data:data3};if(vErrors === null){vErrors = [err9];}else {vErrors.push(err9);}errors++;}}if(data.after !== undefined){if(!(validate247(data.after, {instancePath:instancePath+"/after",parentData:data,parentDataProperty:"after",rootData,dynamicAnchors}))){vErrors = vErrors === null ? validate247.errors : vErrors.concat(validate247.errors);errors = vErrors.length;}}if(data.order !== undefined){if(!(validate252(data.order, {instancePath:instancePath+"/order",parentData:data,parentDataProperty:"order",rootData,dynamicAnchors}))){vErrors = vErrors === null ? validate252.errors : vErrors.concat(validate252.errors);errors = vErrors.length;}}if(data.respond !== undefined){if(!(validate266(data.respond, {instancePath:instancePath+"/respond",parentData:data,parentDataProperty:"respond",rootData,dynamicAnchors}))){vErrors = vErrors === null ? validate266.errors : vErrors.concat(validate266.errors);errors = vErrors.length;}}if(data.public !== undefined){if(!(validate256(data.public, {instancePath:instancePath+"/public",parentData:data,parentDataProperty:"public",rootData,dynamicAnchors}))){vErrors = vErrors === null ? validate256.errors : vErrors.concat(validate256.errors);errors = vErrors.length;}}}else {const err10 = {instancePath,schemaPath:"#/type",keyword:"type",params:{type: "object"},message:"must be object",schema:schema82.type,parentSchema:schema82,data};if(vErrors === null){vErrors = [err10];}else {vErrors.push(err10);}errors++;}validate259.errors = vErrors;return errors === 0;}validate259.evaluated = {"props":true,"dynamicProps":false,"dynamicItems":false};const schema85 = {"description":"A request that is answered, with work beside its answer.","type":"object","additionalProperties":false,"required":["path","after"],"properties":{"method":{"description":"HTTP method.","type":"string","enum":["GET","POST","PUT","PATCH","DELETE"],"default":"POST","examples":["POST"]},"path":{"description":"Path, with `:name` for parameters.","$ref":"#/$defs/routePath","examples":["/users/:user_id/action"]},"description":{"description":"What it does, for people and for /openapi.json.","type":"string","maxLength":2000,"examples":["Note what a user did."]},"after":{"description":"What is done beside the answer. All payloads are checked before anything is done: a wrong one refuses the request.","$ref":"#/$defs/afterCalls","examples":[[{"task":"users.log","with":{"user":"${params.user_id}"},"mode":"inline"}]]},"order":{"description":"Whether those of `after` that run inline run one after the other or all at once.","$ref":"#/$defs/afterOrder","default":"sequence","examples":["parallel"]},"respond":{"$ref":"#/$defs/afterRespond","default":{},"examples":[{"body":{"status":"ok"}}]},"public":{"$ref":"#/$defs/public","default":false,"examples":[true]}}};const schema86 = {"description":"The answer.","type":"object","additionalProperties":false,"properties":{"status":{"description":"HTTP status.","type":"integer","minimum":200,"maximum":599,"default":200,"examples":[202]},"body":{"description":"Template of the answer's JSON; expressions as in `with`, and `jobs`: those of `after` that are queued, in their order. Without it the API's own answer is given.","x-template":["jobs","body","params","query","headers"],"examples":[{"status":"ok"}]}}};function validate274(data, {instancePath="", parentData, parentDataProperty, rootData=data, dynamicAnchors={}}={}){let vErrors = null;let errors = 0;const evaluated0 = validate274.evaluated;if(evaluated0.dynamicProps){evaluated0.props = undefined;}if(evaluated0.dynamicItems){evaluated0.items = undefined;}if(data && typeof data == "object" && !Array.isArray(data)){for(const key0 in data){if(!((key0 === "status") || (key0 === "body"))){const err0 = {instancePath,schemaPath:"#/additionalProperties",keyword:"additionalProperties",params:{additionalProperty: key0},message:"must NOT have additional properties",schema:false,parentSchema:schema86,data};if(vErrors === null){vErrors = [err0];}else {vErrors.push(err0);}errors++;}}if(data.status !== undefined){let data0 = data.status;if(!(((typeof data0 == "number") && (!(data0 % 1) && !isNaN(data0))) && (isFinite(data0)))){const err1 = {instancePath:instancePath+"/status",schemaPath:"#/properties/status/type",keyword:"type",params:{type: "integer"},message:"must be integer",schema:schema86.properties.status.type,parentSchema:schema86.properties.status,data:data0};if(vErrors === null){vErrors = [err1];}else {vErrors.push(err1);}errors++;}if((typeof data0 == "number") && (isFinite(data0))){if(data0 > 599 || isNaN(data0)){const err2 = {instancePath:instancePath+"/status",schemaPath:"#/properties/status/maximum",keyword:"maximum",params:{comparison: "<=", limit: 599},message:"must be <= 599",schema:599,parentSchema:schema86.properties.status,data:data0};if(vErrors === null){vErrors = [err2];}else {vErrors.push(err2);}errors++;}if(data0 < 200 || isNaN(data0)){const err3 = {instancePath:instancePath+"/status",schemaPath:"#/properties/status/minimum",keyword:"minimum",params:{comparison: ">=", limit: 200},message:"must be >= 200",schema:200,parentSchema:schema86.properties.status,data:data0};if(vErrors === null){vErrors = [err3];}else {vErrors.push(err3);}errors++;}}}}else {const err4 = {instancePath,schemaPath:"#/type",keyword:"type",params:{type: "object"},message:"must be object",schema:schema86.type,parentSchema:schema86,data};if(vErrors === null){vErrors = [err4];}else {vErrors.push(err4);}errors++;}validate274.errors = vErrors;return errors === 0;}validate274.evaluated = {"props":true,"dynamicProps":false,"dynamicItems":false};function validate270(data, {instancePath="", parentData, parentDataProperty, rootData=data, dynamicAnchors={}}={}){let vErrors = null;let errors = 0;const evaluated0 = validate270.evaluated;if(evaluated0.dynamicProps){evaluated0.props = undefined;}if(evaluated0.dynamicItems){evaluated0.items = undefined;}if(data && typeof data == "object" && !Array.isArray(data)){if(data.path === undefined){const err0 = {instancePath,schemaPath:"#/required",keyword:"required",params:{missingProperty: "path"},message:"must have required property '"+"path"+"'",schema:schema85.required,parentSchema:schema85,data};if(vErrors === null){vErrors = [err0];}else {vErrors.push(err0);}errors++;}if(data.after === undefined){const err1 = {instancePath,schemaPath:"#/required",keyword:"required",params:{missingProperty: "after"},message:"must have required property '"+"after"+"'",schema:schema85.required,parentSchema:schema85,data};if(vErrors === null){vErrors = [err1];}else {vErrors.push(err1);}errors++;}for(const key0 in data){if(!(((((((key0 === "method") || (key0 === "path")) || (key0 === "description")) || (key0 === "after")) || (key0 === "order")) || (key0 === "respond")) || (key0 === "public"))){const err2 = {instancePath,schemaPath:"#/additionalProperties",keyword:"additionalProperties",params:{additionalProperty: key0},message:"must NOT have additional properties",schema:false,parentSchema:schema85,data};if(vErrors === null){vErrors = [err2];}else {vErrors.push(err2);}errors++;}}if(data.method !== undefined){let data0 = data.method;if(typeof data0 !== "string"){const err3 = {instancePath:instancePath+"/method",schemaPath:"#/properties/method/type",keyword:"type",params:{type: "string"},message:"must be string",schema:schema85.properties.method.type,parentSchema:schema85.properties.method,data:data0};if(vErrors === null){vErrors = [err3];}else {vErrors.push(err3);}errors++;}if(!(((((data0 === "GET") || (data0 === "POST")) || (data0 === "PUT")) || (data0 === "PATCH")) || (data0 === "DELETE"))){const err4 = {instancePath:instancePath+"/method",schemaPath:"#/properties/method/enum",keyword:"enum",params:{allowedValues: schema85.properties.method.enum},message:"must be equal to one of the allowed values",schema:schema85.properties.method.enum,parentSchema:schema85.properties.method,data:data0};if(vErrors === null){vErrors = [err4];}else {vErrors.push(err4);}errors++;}}if(data.path !== undefined){if(!(validate244(data.path, {instancePath:instancePath+"/path",parentData:data,parentDataProperty:"path",rootData,dynamicAnchors}))){vErrors = vErrors === null ? validate244.errors : vErrors.concat(validate244.errors);errors = vErrors.length;}}if(data.description !== undefined){let data2 = data.description;if(typeof data2 === "string"){if(data2.length > 2000){const err5 = {instancePath:instancePath+"/description",schemaPath:"#/properties/description/maxLength",keyword:"maxLength",params:{limit: 2000},message:"must NOT have more than 2000 characters",schema:2000,parentSchema:schema85.properties.description,data:data2};if(vErrors === null){vErrors = [err5];}else {vErrors.push(err5);}errors++;}}else {const err6 = {instancePath:instancePath+"/description",schemaPath:"#/properties/description/type",keyword:"type",params:{type: "string"},message:"must be string",schema:schema85.properties.description.type,parentSchema:schema85.properties.description,data:data2};if(vErrors === null){vErrors = [err6];}else {vErrors.push(err6);}errors++;}}if(data.after !== undefined){if(!(validate247(data.after, {instancePath:instancePath+"/after",parentData:data,parentDataProperty:"after",rootData,dynamicAnchors}))){vErrors = vErrors === null ? validate247.errors : vErrors.concat(validate247.errors);errors = vErrors.length;}}if(data.order !== undefined){if(!(validate252(data.order, {instancePath:instancePath+"/order",parentData:data,parentDataProperty:"order",rootData,dynamicAnchors}))){vErrors = vErrors === null ? validate252.errors : vErrors.concat(validate252.errors);errors = vErrors.length;}}if(data.respond !== undefined){if(!(validate274(data.respond, {instancePath:instancePath+"/respond",parentData:data,parentDataProperty:"respond",rootData,dynamicAnchors}))){vErrors = vErrors === null ? validate274.errors : vErrors.concat(validate274.errors);errors = vErrors.length;}}if(data.public !== undefined){if(!(validate256(data.public, {instancePath:instancePath+"/public",parentData:data,parentDataProperty:"public",rootData,dynamicAnchors}))){vErrors = vErrors === null ? validate256.errors : vErrors.concat(validate256.errors);errors = vErrors.length;}}}else {const err7 = {instancePath,schemaPath:"#/type",keyword:"type",params:{type: "object"},message:"must be object",schema:schema85.type,parentSchema:schema85,data};if(vErrors === null){vErrors = [err7];}else {vErrors.push(err7);}errors++;}validate270.errors = vErrors;return errors === 0;}validate270.evaluated = {"props":true,"dynamicProps":false,"dynamicItems":false};const schema87 = {"description":"A request that shows a job, with `?wait=30s` as soon as it is finished.","type":"object","additionalProperties":false,"required":["path","job"],"properties":{"method":{"description":"HTTP method.","type":"string","enum":["GET"],"default":"GET","examples":["GET"]},"path":{"description":"Path, with `:name` for parameters.","$ref":"#/$defs/routePath","examples":["/reports/:id"]},"description":{"description":"What it does, for people and for /openapi.json.","type":"string","maxLength":2000,"examples":["State of a report."]},"job":{"description":"Expression of the id of the job to show; it reads params, query and headers.","title":"an expression of a job id","x-template":["params","query","headers"],"type":"string","minLength":1,"maxLength":500,"examples":["${params.id}"]},"of":{"description":"The tasks whose jobs it shows, by name or pattern (`emails.*`); a job of any other task is not found. A public route must name them; another one without it shows jobs of any task.","anyOf":[{"$ref":"#/$defs/taskPattern","x-shorthand":[{"means":["$"]}]},{"$ref":"#/$defs/taskPatterns"}],"examples":["reports.generate",["emails.send","emails.send-bulk"]]},"fields":{"description":"What of the job is shown where `respond.body` is not given. Payload, headers, result, error, logs and the like are shown only when they are named.","type":"array","minItems":1,"maxItems":50,"uniqueItems":true,"items":{"type":"string","enum":["id","task","queue","priority","state","finished","payload","attempt","maxAttempts","rescues","runAt","createdAt","startedAt","finishedAt","expiresAt","resultGone","resultUntil","tags","headers","traceparent","manifestRevision","schedule","parentId","workflow","blockedBy","hold","hidden","version","progress","logs","result","error","attempts"],"examples":["state"]},"default":["id","task","state","finished","attempt","maxAttempts","createdAt","startedAt","finishedAt"],"examples":[["id","state","result"]]},"respond":{"$ref":"#/$defs/showRespond","default":{},"examples":[{"body":{"state":"${job.state}"}}]},"public":{"$ref":"#/$defs/public","default":false,"examples":[true]}}};const schema88 = {"title":"a task name or a pattern with `*`","type":"string","minLength":1,"maxLength":128,"examples":["emails.*"]};function validate280(data, {instancePath="", parentData, parentDataProperty, rootData=data, dynamicAnchors={}}={}){let vErrors = null;let errors = 0;const evaluated0 = validate280.evaluated;if(evaluated0.dynamicProps){evaluated0.props = undefined;}if(evaluated0.dynamicItems){evaluated0.items = undefined;}if(typeof data === "string"){if(data.length > 128){const err0 = {instancePath,schemaPath:"#/maxLength",keyword:"maxLength",params:{limit: 128},message:"must NOT have more than 128 characters",schema:128,parentSchema:schema88,data};if(vErrors === null){vErrors = [err0];}else {vErrors.push(err0);}errors++;}if(data.length < 1){const err1 = {instancePath,schemaPath:"#/minLength",keyword:"minLength",params:{limit: 1},message:"must NOT have fewer than 1 characters",schema:1,parentSchema:schema88,data};if(vErrors === null){vErrors = [err1];}else {vErrors.push(err1);}errors++;}}else {const err2 = {instancePath,schemaPath:"#/type",keyword:"type",params:{type: "string"},message:"must be string",schema:schema88.type,parentSchema:schema88,data};if(vErrors === null){vErrors = [err2];}else {vErrors.push(err2);}errors++;}validate280.errors = vErrors;return errors === 0;}validate280.evaluated = {"dynamicProps":false,"dynamicItems":false};const schema89 = {"title":"a list of task names or patterns","type":"array","minItems":1,"maxItems":100,"items":{"$ref":"#/$defs/taskPattern"}};function validate282(data, {instancePath="", parentData, parentDataProperty, rootData=data, dynamicAnchors={}}={}){let vErrors = null;let errors = 0;const evaluated0 = validate282.evaluated;if(evaluated0.dynamicProps){evaluated0.props = undefined;}if(evaluated0.dynamicItems){evaluated0.items = undefined;}if(Array.isArray(data)){if(data.length > 100){const err0 = {instancePath,schemaPath:"#/maxItems",keyword:"maxItems",params:{limit: 100},message:"must NOT have more than 100 items",schema:100,parentSchema:schema89,data};if(vErrors === null){vErrors = [err0];}else {vErrors.push(err0);}errors++;}if(data.length < 1){const err1 = {instancePath,schemaPath:"#/minItems",keyword:"minItems",params:{limit: 1},message:"must NOT have fewer than 1 items",schema:1,parentSchema:schema89,data};if(vErrors === null){vErrors = [err1];}else {vErrors.push(err1);}errors++;}const len0 = data.length;for(let i0=0; i0<len0; i0++){if(!(validate280(data[i0], {instancePath:instancePath+"/" + i0,parentData:data,parentDataProperty:i0,rootData,dynamicAnchors}))){vErrors = vErrors === null ? validate280.errors : vErrors.concat(validate280.errors);errors = vErrors.length;}}}else {const err2 = {instancePath,schemaPath:"#/type",keyword:"type",params:{type: "array"},message:"must be array",schema:schema89.type,parentSchema:schema89,data};if(vErrors === null){vErrors = [err2];}else {vErrors.push(err2);}errors++;}validate282.errors = vErrors;return errors === 0;}validate282.evaluated = {"items":true,"dynamicProps":false,"dynamicItems":false};const schema90 = {"description":"The answer.","type":"object","additionalProperties":false,"properties":{"status":{"description":"HTTP status.","type":"integer","minimum":200,"maximum":599,"default":200,"examples":[200]},"body":{"description":"Template of the answer's JSON; expressions read job, params, query and headers. Without it `fields` of the job are shown.","x-template":["job","params","query","headers"],"examples":[{"state":"${job.state}","result":"${job.result}"}]}}};function validate285(data, {instancePath="", parentData, parentDataProperty, rootData=data, dynamicAnchors={}}={}){let vErrors = null;let errors = 0;const evaluated0 = validate285.evaluated;if(evaluated0.dynamicProps){evaluated0.props = undefined;}if(evaluated0.dynamicItems){evaluated0.items = undefined;}if(data && typeof data == "object" && !Array.isArray(data)){for(const key0 in data){if(!((key0 === "status") || (key0 === "body"))){const err0 = {instancePath,schemaPath:"#/additionalProperties",keyword:"additionalProperties",params:{additionalProperty: key0},message:"must NOT have additional properties",schema:false,parentSchema:schema90,data};if(vErrors === null){vErrors = [err0];}else {vErrors.push(err0);}errors++;}}if(data.status !== undefined){let data0 = data.status;if(!(((typeof data0 == "number") && (!(data0 % 1) && !isNaN(data0))) && (isFinite(data0)))){const err1 = {instancePath:instancePath+"/status",schemaPath:"#/properties/status/type",keyword:"type",params:{type: "integer"},message:"must be integer",schema:schema90.properties.status.type,parentSchema:schema90.properties.status,data:data0};if(vErrors === null){vErrors = [err1];}else {vErrors.push(err1);}errors++;}if((typeof data0 == "number") && (isFinite(data0))){if(data0 > 599 || isNaN(data0)){const err2 = {instancePath:instancePath+"/status",schemaPath:"#/properties/status/maximum",keyword:"maximum",params:{comparison: "<=", limit: 599},message:"must be <= 599",schema:599,parentSchema:schema90.properties.status,data:data0};if(vErrors === null){vErrors = [err2];}else {vErrors.push(err2);}errors++;}if(data0 < 200 || isNaN(data0)){const err3 = {instancePath:instancePath+"/status",schemaPath:"#/properties/status/minimum",keyword:"minimum",params:{comparison: ">=", limit: 200},message:"must be >= 200",schema:200,parentSchema:schema90.properties.status,data:data0};if(vErrors === null){vErrors = [err3];}else {vErrors.push(err3);}errors++;}}}}else {const err4 = {instancePath,schemaPath:"#/type",keyword:"type",params:{type: "object"},message:"must be object",schema:schema90.type,parentSchema:schema90,data};if(vErrors === null){vErrors = [err4];}else {vErrors.push(err4);}errors++;}validate285.errors = vErrors;return errors === 0;}validate285.evaluated = {"props":true,"dynamicProps":false,"dynamicItems":false};function validate278(data, {instancePath="", parentData, parentDataProperty, rootData=data, dynamicAnchors={}}={}){let vErrors = null;let errors = 0;const evaluated0 = validate278.evaluated;if(evaluated0.dynamicProps){evaluated0.props = undefined;}if(evaluated0.dynamicItems){evaluated0.items = undefined;}if(data && typeof data == "object" && !Array.isArray(data)){if(data.path === undefined){const err0 = {instancePath,schemaPath:"#/required",keyword:"required",params:{missingProperty: "path"},message:"must have required property '"+"path"+"'",schema:schema87.required,parentSchema:schema87,data};if(vErrors === null){vErrors = [err0];}else {vErrors.push(err0);}errors++;}if(data.job === undefined){const err1 = {instancePath,schemaPath:"#/required",keyword:"required",params:{missingProperty: "job"},message:"must have required property '"+"job"+"'",schema:schema87.required,parentSchema:schema87,data};if(vErrors === null){vErrors = [err1];}else {vErrors.push(err1);}errors++;}for(const key0 in data){if(!((((((((key0 === "method") || (key0 === "path")) || (key0 === "description")) || (key0 === "job")) || (key0 === "of")) || (key0 === "fields")) || (key0 === "respond")) || (key0 === "public"))){const err2 = {instancePath,schemaPath:"#/additionalProperties",keyword:"additionalProperties",params:{additionalProperty: key0},message:"must NOT have additional properties",schema:false,parentSchema:schema87,data};if(vErrors === null){vErrors = [err2];}else {vErrors.push(err2);}errors++;}}if(data.method !== undefined){let data0 = data.method;if(typeof data0 !== "string"){const err3 = {instancePath:instancePath+"/method",schemaPath:"#/properties/method/type",keyword:"type",params:{type: "string"},message:"must be string",schema:schema87.properties.method.type,parentSchema:schema87.properties.method,data:data0};if(vErrors === null){vErrors = [err3];}else {vErrors.push(err3);}errors++;}if(!(data0 === "GET")){const err4 = {instancePath:instancePath+"/method",schemaPath:"#/properties/method/enum",keyword:"enum",params:{allowedValues: schema87.properties.method.enum},message:"must be equal to one of the allowed values",schema:schema87.properties.method.enum,parentSchema:schema87.properties.method,data:data0};if(vErrors === null){vErrors = [err4];}else {vErrors.push(err4);}errors++;}}if(data.path !== undefined){if(!(validate244(data.path, {instancePath:instancePath+"/path",parentData:data,parentDataProperty:"path",rootData,dynamicAnchors}))){vErrors = vErrors === null ? validate244.errors : vErrors.concat(validate244.errors);errors = vErrors.length;}}if(data.description !== undefined){let data2 = data.description;if(typeof data2 === "string"){if(data2.length > 2000){const err5 = {instancePath:instancePath+"/description",schemaPath:"#/properties/description/maxLength",keyword:"maxLength",params:{limit: 2000},message:"must NOT have more than 2000 characters",schema:2000,parentSchema:schema87.properties.description,data:data2};if(vErrors === null){vErrors = [err5];}else {vErrors.push(err5);}errors++;}}else {const err6 = {instancePath:instancePath+"/description",schemaPath:"#/properties/description/type",keyword:"type",params:{type: "string"},message:"must be string",schema:schema87.properties.description.type,parentSchema:schema87.properties.description,data:data2};if(vErrors === null){vErrors = [err6];}else {vErrors.push(err6);}errors++;}}if(data.job !== undefined){let data3 = data.job;if(typeof data3 === "string"){if(data3.length > 500){const err7 = {instancePath:instancePath+"/job",schemaPath:"#/properties/job/maxLength",keyword:"maxLength",params:{limit: 500},message:"must NOT have more than 500 characters",schema:500,parentSchema:schema87.properties.job,data:data3};if(vErrors === null){vErrors = [err7];}else {vErrors.push(err7);}errors++;}if(data3.length < 1){const err8 = {instancePath:instancePath+"/job",schemaPath:"#/properties/job/minLength",keyword:"minLength",params:{limit: 1},message:"must NOT have fewer than 1 characters",schema:1,parentSchema:schema87.properties.job,data:data3};if(vErrors === null){vErrors = [err8];}else {vErrors.push(err8);}errors++;}}else {const err9 = {instancePath:instancePath+"/job",schemaPath:"#/properties/job/type",keyword:"type",params:{type: "string"},message:"must be string",schema:schema87.properties.job.type,parentSchema:schema87.properties.job,data:data3};if(vErrors === null){vErrors = [err9];}else {vErrors.push(err9);}errors++;}}if(data.of !== undefined){let data4 = data.of;const _errs10 = errors;let valid1 = false;const _errs11 = errors;if(!(validate280(data4, {instancePath:instancePath+"/of",parentData:data,parentDataProperty:"of",rootData,dynamicAnchors}))){vErrors = vErrors === null ? validate280.errors : vErrors.concat(validate280.errors);errors = vErrors.length;}var _valid0 = _errs11 === errors;valid1 = valid1 || _valid0;const _errs12 = errors;if(!(validate282(data4, {instancePath:instancePath+"/of",parentData:data,parentDataProperty:"of",rootData,dynamicAnchors}))){vErrors = vErrors === null ? validate282.errors : vErrors.concat(validate282.errors);errors = vErrors.length;}var _valid0 = _errs12 === errors;valid1 = valid1 || _valid0;if(!valid1){const err10 = {instancePath:instancePath+"/of",schemaPath:"#/properties/of/anyOf",keyword:"anyOf",params:{},message:"must match a schema in anyOf",schema:schema87.properties.of.anyOf,parentSchema:schema87.properties.of,data:data4};if(vErrors === null){vErrors = [err10];}else {vErrors.push(err10);}errors++;}else {errors = _errs10;if(vErrors !== null){if(_errs10){vErrors.length = _errs10;}else {vErrors = null;}}}}if(data.fields !== undefined){let data5 = data.fields;if(Array.isArray(data5)){if(data5.length > 50){const err11 = {instancePath:instancePath+"/fields",schemaPath:"#/properties/fields/maxItems",keyword:"maxItems",params:{limit: 50},message:"must NOT have more than 50 items",schema:50,parentSchema:schema87.properties.fields,data:data5};if(vErrors === null){vErrors = [err11];}else {vErrors.push(err11);}errors++;}if(data5.length < 1){const err12 = {instancePath:instancePath+"/fields",schemaPath:"#/properties/fields/minItems",keyword:"minItems",params:{limit: 1},message:"must NOT have fewer than 1 items",schema:1,parentSchema:schema87.properties.fields,data:data5};if(vErrors === null){vErrors = [err12];}else {vErrors.push(err12);}errors++;}const len0 = data5.length;for(let i0=0; i0<len0; i0++){let data6 = data5[i0];if(typeof data6 !== "string"){const err13 = {instancePath:instancePath+"/fields/" + i0,schemaPath:"#/properties/fields/items/type",keyword:"type",params:{type: "string"},message:"must be string",schema:schema87.properties.fields.items.type,parentSchema:schema87.properties.fields.items,data:data6};if(vErrors === null){vErrors = [err13];}else {vErrors.push(err13);}errors++;}if(!(((((((((((((((((((((((((((((((((data6 === "id") || (data6 === "task")) || (data6 === "queue")) || (data6 === "priority")) || (data6 === "state")) || (data6 === "finished")) || (data6 === "payload")) || (data6 === "attempt")) || (data6 === "maxAttempts")) || (data6 === "rescues")) || (data6 === "runAt")) || (data6 === "createdAt")) || (data6 === "startedAt")) || (data6 === "finishedAt")) || (data6 === "expiresAt")) || (data6 === "resultGone")) || (data6 === "resultUntil")) || (data6 === "tags")) || (data6 === "headers")) || (data6 === "traceparent")) || (data6 === "manifestRevision")) || (data6 === "schedule")) || (data6 === "parentId")) || (data6 === "workflow")) || (data6 === "blockedBy")) || (data6 === "hold")) || (data6 === "hidden")) || (data6 === "version")) || (data6 === "progress")) || (data6 === "logs")) || (data6 === "result")) || (data6 === "error")) || (data6 === "attempts"))){const err14 = {instancePath:instancePath+"/fields/" + i0,schemaPath:"#/properties/fields/items/enum",keyword:"enum",params:{allowedValues: schema87.properties.fields.items.enum},message:"must be equal to one of the allowed values",schema:schema87.properties.fields.items.enum,parentSchema:schema87.properties.fields.items,data:data6};if(vErrors === null){vErrors = [err14];}else {vErrors.push(err14);}errors++;}}let i1 = data5.length;let j0;if(i1 > 1){const indices0 = {};for(;i1--;){let item0 = data5[i1];if(typeof item0 !== "string"){continue;}if(typeof indices0[item0] == "number"){j0 = indices0[item0];const err15 = {instancePath:instancePath+"/fields",schemaPath:"#/properties/fields/uniqueItems",keyword:"uniqueItems",params:{i: i1, j: j0},message:"must NOT have duplicate items (items ## "+j0+" and "+i1+" are identical)",schema:true,parentSchema:schema87.properties.fields,data:data5};if(vErrors === null){vErrors = [err15];}else {vErrors.push(err15);}errors++;break;}indices0[item0] = i1;}}}else {const err16 = {instancePath:instancePath+"/fields",schemaPath:"#/properties/fields/type",keyword:"type",params:{type: "array"},message:"must be array",schema:schema87.properties.fields.type,parentSchema:schema87.properties.fields,data:data5};if(vErrors === null){vErrors = [err16];}else {vErrors.push(err16);}errors++;}}if(data.respond !== undefined){if(!(validate285(data.respond, {instancePath:instancePath+"/respond",parentData:data,parentDataProperty:"respond",rootData,dynamicAnchors}))){vErrors = vErrors === null ? validate285.errors : vErrors.concat(validate285.errors);errors = vErrors.length;}}if(data.public !== undefined){if(!(validate256(data.public, {instancePath:instancePath+"/public",parentData:data,parentDataProperty:"public",rootData,dynamicAnchors}))){vErrors = vErrors === null ? validate256.errors : vErrors.concat(validate256.errors);errors = vErrors.length;}}}else {const err17 = {instancePath,schemaPath:"#/type",keyword:"type",params:{type: "object"},message:"must be object",schema:schema87.type,parentSchema:schema87,data};if(vErrors === null){vErrors = [err17];}else {vErrors.push(err17);}errors++;}validate278.errors = vErrors;return errors === 0;}validate278.evaluated = {"props":true,"dynamicProps":false,"dynamicItems":false};function validate239(data, {instancePath="", parentData, parentDataProperty, rootData=data, dynamicAnchors={}}={}){let vErrors = null;let errors = 0;const evaluated0 = validate239.evaluated;if(evaluated0.dynamicProps){evaluated0.props = undefined;}if(evaluated0.dynamicItems){evaluated0.items = undefined;}if(data && typeof data == "object" && !Array.isArray(data)){for(const key0 in data){if(!((key0 === "tasks") || (key0 === "http"))){const err0 = {instancePath,schemaPath:"#/additionalProperties",keyword:"additionalProperties",params:{additionalProperty: key0},message:"must NOT have additional properties",schema:false,parentSchema:schema73,data};if(vErrors === null){vErrors = [err0];}else {vErrors.push(err0);}errors++;}}if(data.tasks !== undefined){let data0 = data.tasks;if(Array.isArray(data0)){if(data0.length > 2000){const err1 = {instancePath:instancePath+"/tasks",schemaPath:"#/properties/tasks/maxItems",keyword:"maxItems",params:{limit: 2000},message:"must NOT have more than 2000 items",schema:2000,parentSchema:schema73.properties.tasks,data:data0};if(vErrors === null){vErrors = [err1];}else {vErrors.push(err1);}errors++;}const len0 = data0.length;for(let i0=0; i0<len0; i0++){if(!(validate240(data0[i0], {instancePath:instancePath+"/tasks/" + i0,parentData:data0,parentDataProperty:i0,rootData,dynamicAnchors}))){vErrors = vErrors === null ? validate240.errors : vErrors.concat(validate240.errors);errors = vErrors.length;}}}else {const err2 = {instancePath:instancePath+"/tasks",schemaPath:"#/properties/tasks/type",keyword:"type",params:{type: "array"},message:"must be array",schema:schema73.properties.tasks.type,parentSchema:schema73.properties.tasks,data:data0};if(vErrors === null){vErrors = [err2];}else {vErrors.push(err2);}errors++;}}if(data.http !== undefined){let data2 = data.http;if(Array.isArray(data2)){if(data2.length > 2000){const err3 = {instancePath:instancePath+"/http",schemaPath:"#/properties/http/maxItems",keyword:"maxItems",params:{limit: 2000},message:"must NOT have more than 2000 items",schema:2000,parentSchema:schema73.properties.http,data:data2};if(vErrors === null){vErrors = [err3];}else {vErrors.push(err3);}errors++;}const len1 = data2.length;for(let i1=0; i1<len1; i1++){let data3 = data2[i1];const _errs8 = errors;let valid5 = false;const _errs9 = errors;if(!(validate243(data3, {instancePath:instancePath+"/http/" + i1,parentData:data2,parentDataProperty:i1,rootData,dynamicAnchors}))){vErrors = vErrors === null ? validate243.errors : vErrors.concat(validate243.errors);errors = vErrors.length;}var _valid0 = _errs9 === errors;valid5 = valid5 || _valid0;if(_valid0){var props0 = true;}const _errs10 = errors;if(!(validate259(data3, {instancePath:instancePath+"/http/" + i1,parentData:data2,parentDataProperty:i1,rootData,dynamicAnchors}))){vErrors = vErrors === null ? validate259.errors : vErrors.concat(validate259.errors);errors = vErrors.length;}var _valid0 = _errs10 === errors;valid5 = valid5 || _valid0;if(_valid0){if(props0 !== true){props0 = true;}}const _errs11 = errors;if(!(validate270(data3, {instancePath:instancePath+"/http/" + i1,parentData:data2,parentDataProperty:i1,rootData,dynamicAnchors}))){vErrors = vErrors === null ? validate270.errors : vErrors.concat(validate270.errors);errors = vErrors.length;}var _valid0 = _errs11 === errors;valid5 = valid5 || _valid0;if(_valid0){if(props0 !== true){props0 = true;}}const _errs12 = errors;if(!(validate278(data3, {instancePath:instancePath+"/http/" + i1,parentData:data2,parentDataProperty:i1,rootData,dynamicAnchors}))){vErrors = vErrors === null ? validate278.errors : vErrors.concat(validate278.errors);errors = vErrors.length;}var _valid0 = _errs12 === errors;valid5 = valid5 || _valid0;if(_valid0){if(props0 !== true){props0 = true;}}if(!valid5){const err4 = {instancePath:instancePath+"/http/" + i1,schemaPath:"#/properties/http/items/anyOf",keyword:"anyOf",params:{},message:"must match a schema in anyOf",schema:schema73.properties.http.items.anyOf,parentSchema:schema73.properties.http.items,data:data3};if(vErrors === null){vErrors = [err4];}else {vErrors.push(err4);}errors++;}else {errors = _errs8;if(vErrors !== null){if(_errs8){vErrors.length = _errs8;}else {vErrors = null;}}}}}else {const err5 = {instancePath:instancePath+"/http",schemaPath:"#/properties/http/type",keyword:"type",params:{type: "array"},message:"must be array",schema:schema73.properties.http.type,parentSchema:schema73.properties.http,data:data2};if(vErrors === null){vErrors = [err5];}else {vErrors.push(err5);}errors++;}}}else {const err6 = {instancePath,schemaPath:"#/type",keyword:"type",params:{type: "object"},message:"must be object",schema:schema73.type,parentSchema:schema73,data};if(vErrors === null){vErrors = [err6];}else {vErrors.push(err6);}errors++;}validate239.errors = vErrors;return errors === 0;}validate239.evaluated = {"props":true,"dynamicProps":false,"dynamicItems":false};const schema91 = {"description":"A graph of steps: each begins when those that it needs are over.","type":"object","additionalProperties":false,"required":["steps"],"properties":{"description":{"description":"What it does, for people.","type":"string","maxLength":2000,"examples":["The digest of the night."]},"input":{"description":"JSON Schema (2020-12) of what a run is given. Without it anything goes.","$ref":"#/$defs/jsonSchema","examples":[{"type":"object","required":["recipients"]}]},"steps":{"description":"The steps by name. Those that need nothing begin at once.","type":"object","minProperties":1,"maxProperties":1000,"propertyNames":{"title":"a name of letters, digits, `_` and `-`, at most 64, beginning with a letter","type":"string","pattern":"^(?!(constructor|prototype)$)[A-Za-z][A-Za-z0-9_-]{0,63}$","examples":["extract"]},"additionalProperties":{"anyOf":[{"$ref":"#/$defs/taskStep"},{"$ref":"#/$defs/workflowStep"},{"$ref":"#/$defs/waitStep"}]},"examples":[{"extract":{"task":"etl.extract"},"convert":{"task":"etl.convert","needs":["extract"],"forEach":"${steps.extract.result.files}"}}]},"output":{"x-template":["input","steps","run"],"description":"Template of the result of a run that completed. Without it: the result of the last step, as it is written; of a group the list of all, in order.","examples":["${steps.publish.result}"]},"on":{"description":"Hooks: what is told of the end of its runs, and to whom.","$ref":"#/$defs/workflowHooks","examples":[{"failure":{"task":"ops.alert","with":{"text":"${error.message}"}}}]},"tags":{"description":"Words that all its runs carry, to find them by.","type":"array","maxItems":20,"uniqueItems":true,"items":{"title":"a word of letters, digits, `_`, `.`, `:` and `-`, at most 64","type":"string","pattern":"^[A-Za-z0-9][A-Za-z0-9_.:-]{0,63}$","examples":["mail"]},"default":[],"examples":[["nightly"]]}}};const schema92 = {"description":"A job of a task; with `forEach` one for each item.","type":"object","additionalProperties":false,"required":["task"],"properties":{"task":{"description":"The task.","$ref":"#/$defs/name","x-ref":"tasks","examples":["etl.extract"]},"with":{"x-template":["input","steps","run","results","item","index"],"description":"Template of its payload. Without it: the item of a `forEach`, else the result of what it needs (the list of these where there are several), else the input of the run.","examples":[{"file":"${item}"}]},"needs":{"description":"The steps that are over before it begins.","$ref":"#/$defs/stepNames","default":[],"examples":[["extract"]]},"when":{"description":"When it begins, once all that it needs is over: `success` (all of it completed, or may fail), `failure` (something failed in it, or before it), `always`; or, where `success` holds, a condition: `steps.extract.result.total > 10`, or a template, which holds unless it gives null, false, 0, an empty text or `false`. A step whose condition does not hold is passed over, and what needs its success too.","title":"success, failure, always, a condition or a template","x-template":["input","steps","run","results"],"type":"string","minLength":1,"maxLength":1000,"default":"success","examples":["failure","steps.extract.result.total > 10","${steps.extract.result.big}"]},"forEach":{"x-template":["input","steps","run","results"],"description":"Template of a list: the step is done for each of its items, as `item`, and `index` from 0. A step that reads its `results` gets the list of all, in order.","examples":["${steps.extract.result.files}"]},"concurrency":{"description":"Of a `forEach`: items at once. Without it all.","type":"integer","minimum":1,"maximum":100000,"examples":[8]},"chunk":{"description":"Of a `forEach`: so many items together, as one list, which `item` is then.","type":"integer","minimum":1,"maximum":100000,"examples":[50]},"onFailure":{"description":"What follows when it fails, an item of a forEach too: `fail` ends the step, the steps behind it are passed over and the run fails; `continue` lets the other items and the steps behind it go on.","type":"string","enum":["fail","continue"],"default":"fail","examples":["continue"]},"retry":{"description":"Name of a retry policy, or a policy written here, for this step. Without it: that of the task.","anyOf":[{"$ref":"#/$defs/name","x-ref":"retryPolicies"},{"$ref":"#/$defs/retryPolicy"}],"examples":["standard",{"maxAttempts":2}]},"timeout":{"description":"Time limits of an attempt in this step: one value is the hard limit, `none` lifts those of the task. It replaces the limits of the task as a whole.","$ref":"#/$defs/timeout","examples":["60s",{"soft":"50s","hard":"60s"}]},"queue":{"description":"Queue of the jobs of this step. Without it: that of the task.","$ref":"#/$defs/name","x-ref":"queues","examples":["slow"]},"priority":{"description":"Of the jobs of this step: 0 to 9, smaller runs sooner. Without it: that of the task.","type":"integer","minimum":0,"maximum":9,"examples":[7]}}};const schema93 = {"title":"a list of steps","type":"array","maxItems":1000,"uniqueItems":true,"items":{"title":"a name of letters, digits, `_` and `-`, at most 64, beginning with a letter","type":"string","pattern":"^(?!(constructor|prototype)$)[A-Za-z][A-Za-z0-9_-]{0,63}$","examples":["extract"]}};const pattern24 = new RegExp("^(?!(constructor|prototype)$)[A-Za-z][A-Za-z0-9_-]{0,63}$", "u");function validate295(data, {instancePath="", parentData, parentDataProperty, rootData=data, dynamicAnchors={}}={}){let vErrors = null;let errors = 0;const evaluated0 = validate295.evaluated;if(evaluated0.dynamicProps){evaluated0.props = undefined;}if(evaluated0.dynamicItems){evaluated0.items = undefined;}if(Array.isArray(data)){if(data.length > 1000){const err0 = {instancePath,schemaPath:"#/maxItems",keyword:"maxItems",params:{limit: 1000},message:"must NOT have more than 1000 items",schema:1000,parentSchema:schema93,data};if(vErrors === null){vErrors = [err0];}else {vErrors.push(err0);}errors++;}const len0 = data.length;for(let i0=0; i0<len0; i0++){let data0 = data[i0];if(typeof data0 === "string"){if(!pattern24.test(data0)){const err1 = {instancePath:instancePath+"/" + i0,schemaPath:"#/items/pattern",keyword:"pattern",params:{pattern: "^(?!(constructor|prototype)$)[A-Za-z][A-Za-z0-9_-]{0,63}$"},message:"must match pattern \""+"^(?!(constructor|prototype)$)[A-Za-z][A-Za-z0-9_-]{0,63}$"+"\"",schema:"^(?!(constructor|prototype)$)[A-Za-z][A-Za-z0-9_-]{0,63}$",parentSchema:schema93.items,data:data0};if(vErrors === null){vErrors = [err1];}else {vErrors.push(err1);}errors++;}}else {const err2 = {instancePath:instancePath+"/" + i0,schemaPath:"#/items/type",keyword:"type",params:{type: "string"},message:"must be string",schema:schema93.items.type,parentSchema:schema93.items,data:data0};if(vErrors === null){vErrors = [err2];}else {vErrors.push(err2);}errors++;}}let i1 = data.length;let j0;if(i1 > 1){const indices0 = {};for(;i1--;){let item0 = data[i1];if(typeof item0 !== "string"){continue;}if(typeof indices0[item0] == "number"){j0 = indices0[item0];const err3 = {instancePath,schemaPath:"#/uniqueItems",keyword:"uniqueItems",params:{i: i1, j: j0},message:"must NOT have duplicate items (items ## "+j0+" and "+i1+" are identical)",schema:true,parentSchema:schema93,data};if(vErrors === null){vErrors = [err3];}else {vErrors.push(err3);}errors++;break;}indices0[item0] = i1;}}}else {const err4 = {instancePath,schemaPath:"#/type",keyword:"type",params:{type: "array"},message:"must be array",schema:schema93.type,parentSchema:schema93,data};if(vErrors === null){vErrors = [err4];}else {vErrors.push(err4);}errors++;}validate295.errors = vErrors;return errors === 0;}validate295.evaluated = {"items":true,"dynamicProps":false,"dynamicItems":false};function validate293(data, {instancePath="", parentData, parentDataProperty, rootData=data, dynamicAnchors={}}={}){let vErrors = null;let errors = 0;const evaluated0 = validate293.evaluated;if(evaluated0.dynamicProps){evaluated0.props = undefined;}if(evaluated0.dynamicItems){evaluated0.items = undefined;}if(data && typeof data == "object" && !Array.isArray(data)){if(data.task === undefined){const err0 = {instancePath,schemaPath:"#/required",keyword:"required",params:{missingProperty: "task"},message:"must have required property '"+"task"+"'",schema:schema92.required,parentSchema:schema92,data};if(vErrors === null){vErrors = [err0];}else {vErrors.push(err0);}errors++;}for(const key0 in data){if(!(func1.call(schema92.properties, key0))){const err1 = {instancePath,schemaPath:"#/additionalProperties",keyword:"additionalProperties",params:{additionalProperty: key0},message:"must NOT have additional properties",schema:false,parentSchema:schema92,data};if(vErrors === null){vErrors = [err1];}else {vErrors.push(err1);}errors++;}}if(data.task !== undefined){if(!(validate53(data.task, {instancePath:instancePath+"/task",parentData:data,parentDataProperty:"task",rootData,dynamicAnchors}))){vErrors = vErrors === null ? validate53.errors : vErrors.concat(validate53.errors);errors = vErrors.length;}}if(data.needs !== undefined){if(!(validate295(data.needs, {instancePath:instancePath+"/needs",parentData:data,parentDataProperty:"needs",rootData,dynamicAnchors}))){vErrors = vErrors === null ? validate295.errors : vErrors.concat(validate295.errors);errors = vErrors.length;}}if(data.when !== undefined){let data2 = data.when;if(typeof data2 === "string"){if(data2.length > 1000){const err2 = {instancePath:instancePath+"/when",schemaPath:"#/properties/when/maxLength",keyword:"maxLength",params:{limit: 1000},message:"must NOT have more than 1000 characters",schema:1000,parentSchema:schema92.properties.when,data:data2};if(vErrors === null){vErrors = [err2];}else {vErrors.push(err2);}errors++;}if(data2.length < 1){const err3 = {instancePath:instancePath+"/when",schemaPath:"#/properties/when/minLength",keyword:"minLength",params:{limit: 1},message:"must NOT have fewer than 1 characters",schema:1,parentSchema:schema92.properties.when,data:data2};if(vErrors === null){vErrors = [err3];}else {vErrors.push(err3);}errors++;}}else {const err4 = {instancePath:instancePath+"/when",schemaPath:"#/properties/when/type",keyword:"type",params:{type: "string"},message:"must be string",schema:schema92.properties.when.type,parentSchema:schema92.properties.when,data:data2};if(vErrors === null){vErrors = [err4];}else {vErrors.push(err4);}errors++;}}if(data.concurrency !== undefined){let data3 = data.concurrency;if(!(((typeof data3 == "number") && (!(data3 % 1) && !isNaN(data3))) && (isFinite(data3)))){const err5 = {instancePath:instancePath+"/concurrency",schemaPath:"#/properties/concurrency/type",keyword:"type",params:{type: "integer"},message:"must be integer",schema:schema92.properties.concurrency.type,parentSchema:schema92.properties.concurrency,data:data3};if(vErrors === null){vErrors = [err5];}else {vErrors.push(err5);}errors++;}if((typeof data3 == "number") && (isFinite(data3))){if(data3 > 100000 || isNaN(data3)){const err6 = {instancePath:instancePath+"/concurrency",schemaPath:"#/properties/concurrency/maximum",keyword:"maximum",params:{comparison: "<=", limit: 100000},message:"must be <= 100000",schema:100000,parentSchema:schema92.properties.concurrency,data:data3};if(vErrors === null){vErrors = [err6];}else {vErrors.push(err6);}errors++;}if(data3 < 1 || isNaN(data3)){const err7 = {instancePath:instancePath+"/concurrency",schemaPath:"#/properties/concurrency/minimum",keyword:"minimum",params:{comparison: ">=", limit: 1},message:"must be >= 1",schema:1,parentSchema:schema92.properties.concurrency,data:data3};if(vErrors === null){vErrors = [err7];}else {vErrors.push(err7);}errors++;}}}if(data.chunk !== undefined){let data4 = data.chunk;if(!(((typeof data4 == "number") && (!(data4 % 1) && !isNaN(data4))) && (isFinite(data4)))){const err8 = {instancePath:instancePath+"/chunk",schemaPath:"#/properties/chunk/type",keyword:"type",params:{type: "integer"},message:"must be integer",schema:schema92.properties.chunk.type,parentSchema:schema92.properties.chunk,data:data4};if(vErrors === null){vErrors = [err8];}else {vErrors.push(err8);}errors++;}if((typeof data4 == "number") && (isFinite(data4))){if(data4 > 100000 || isNaN(data4)){const err9 = {instancePath:instancePath+"/chunk",schemaPath:"#/properties/chunk/maximum",keyword:"maximum",params:{comparison: "<=", limit: 100000},message:"must be <= 100000",schema:100000,parentSchema:schema92.properties.chunk,data:data4};if(vErrors === null){vErrors = [err9];}else {vErrors.push(err9);}errors++;}if(data4 < 1 || isNaN(data4)){const err10 = {instancePath:instancePath+"/chunk",schemaPath:"#/properties/chunk/minimum",keyword:"minimum",params:{comparison: ">=", limit: 1},message:"must be >= 1",schema:1,parentSchema:schema92.properties.chunk,data:data4};if(vErrors === null){vErrors = [err10];}else {vErrors.push(err10);}errors++;}}}if(data.onFailure !== undefined){let data5 = data.onFailure;if(typeof data5 !== "string"){const err11 = {instancePath:instancePath+"/onFailure",schemaPath:"#/properties/onFailure/type",keyword:"type",params:{type: "string"},message:"must be string",schema:schema92.properties.onFailure.type,parentSchema:schema92.properties.onFailure,data:data5};if(vErrors === null){vErrors = [err11];}else {vErrors.push(err11);}errors++;}if(!((data5 === "fail") || (data5 === "continue"))){const err12 = {instancePath:instancePath+"/onFailure",schemaPath:"#/properties/onFailure/enum",keyword:"enum",params:{allowedValues: schema92.properties.onFailure.enum},message:"must be equal to one of the allowed values",schema:schema92.properties.onFailure.enum,parentSchema:schema92.properties.onFailure,data:data5};if(vErrors === null){vErrors = [err12];}else {vErrors.push(err12);}errors++;}}if(data.retry !== undefined){let data6 = data.retry;const _errs13 = errors;let valid1 = false;const _errs14 = errors;if(!(validate53(data6, {instancePath:instancePath+"/retry",parentData:data,parentDataProperty:"retry",rootData,dynamicAnchors}))){vErrors = vErrors === null ? validate53.errors : vErrors.concat(validate53.errors);errors = vErrors.length;}var _valid0 = _errs14 === errors;valid1 = valid1 || _valid0;const _errs15 = errors;if(!(validate112(data6, {instancePath:instancePath+"/retry",parentData:data,parentDataProperty:"retry",rootData,dynamicAnchors}))){vErrors = vErrors === null ? validate112.errors : vErrors.concat(validate112.errors);errors = vErrors.length;}var _valid0 = _errs15 === errors;valid1 = valid1 || _valid0;if(!valid1){const err13 = {instancePath:instancePath+"/retry",schemaPath:"#/properties/retry/anyOf",keyword:"anyOf",params:{},message:"must match a schema in anyOf",schema:schema92.properties.retry.anyOf,parentSchema:schema92.properties.retry,data:data6};if(vErrors === null){vErrors = [err13];}else {vErrors.push(err13);}errors++;}else {errors = _errs13;if(vErrors !== null){if(_errs13){vErrors.length = _errs13;}else {vErrors = null;}}}}if(data.timeout !== undefined){if(!(validate68(data.timeout, {instancePath:instancePath+"/timeout",parentData:data,parentDataProperty:"timeout",rootData,dynamicAnchors}))){vErrors = vErrors === null ? validate68.errors : vErrors.concat(validate68.errors);errors = vErrors.length;}}if(data.queue !== undefined){if(!(validate53(data.queue, {instancePath:instancePath+"/queue",parentData:data,parentDataProperty:"queue",rootData,dynamicAnchors}))){vErrors = vErrors === null ? validate53.errors : vErrors.concat(validate53.errors);errors = vErrors.length;}}if(data.priority !== undefined){let data9 = data.priority;if(!(((typeof data9 == "number") && (!(data9 % 1) && !isNaN(data9))) && (isFinite(data9)))){const err14 = {instancePath:instancePath+"/priority",schemaPath:"#/properties/priority/type",keyword:"type",params:{type: "integer"},message:"must be integer",schema:schema92.properties.priority.type,parentSchema:schema92.properties.priority,data:data9};if(vErrors === null){vErrors = [err14];}else {vErrors.push(err14);}errors++;}if((typeof data9 == "number") && (isFinite(data9))){if(data9 > 9 || isNaN(data9)){const err15 = {instancePath:instancePath+"/priority",schemaPath:"#/properties/priority/maximum",keyword:"maximum",params:{comparison: "<=", limit: 9},message:"must be <= 9",schema:9,parentSchema:schema92.properties.priority,data:data9};if(vErrors === null){vErrors = [err15];}else {vErrors.push(err15);}errors++;}if(data9 < 0 || isNaN(data9)){const err16 = {instancePath:instancePath+"/priority",schemaPath:"#/properties/priority/minimum",keyword:"minimum",params:{comparison: ">=", limit: 0},message:"must be >= 0",schema:0,parentSchema:schema92.properties.priority,data:data9};if(vErrors === null){vErrors = [err16];}else {vErrors.push(err16);}errors++;}}}}else {const err17 = {instancePath,schemaPath:"#/type",keyword:"type",params:{type: "object"},message:"must be object",schema:schema92.type,parentSchema:schema92,data};if(vErrors === null){vErrors = [err17];}else {vErrors.push(err17);}errors++;}validate293.errors = vErrors;return errors === 0;}validate293.evaluated = {"props":true,"dynamicProps":false,"dynamicItems":false};const schema94 = {"description":"A run of another workflow; with `forEach` one for each item.","type":"object","additionalProperties":false,"required":["workflow"],"properties":{"workflow":{"description":"The workflow: a run of its own, which counts as one step.","$ref":"#/$defs/name","x-ref":"workflows","examples":["totals"]},"with":{"x-template":["input","steps","run","results","item","index"],"description":"Template of its input. Without it: the item of a `forEach`, else the result of what it needs, else the input of the run.","examples":[{"file":"${item}"}]},"needs":{"description":"The steps that are over before it begins.","$ref":"#/$defs/stepNames","default":[],"examples":[["extract"]]},"when":{"description":"When it begins, once all that it needs is over: `success` (all of it completed, or may fail), `failure` (something failed in it, or before it), `always`; or, where `success` holds, a condition: `steps.extract.result.total > 10`, or a template, which holds unless it gives null, false, 0, an empty text or `false`. A step whose condition does not hold is passed over, and what needs its success too.","title":"success, failure, always, a condition or a template","x-template":["input","steps","run","results"],"type":"string","minLength":1,"maxLength":1000,"default":"success","examples":["failure","steps.extract.result.total > 10","${steps.extract.result.big}"]},"forEach":{"x-template":["input","steps","run","results"],"description":"Template of a list: the step is done for each of its items, as `item`, and `index` from 0. A step that reads its `results` gets the list of all, in order.","examples":["${steps.extract.result.files}"]},"concurrency":{"description":"Of a `forEach`: items at once. Without it all.","type":"integer","minimum":1,"maximum":100000,"examples":[8]},"chunk":{"description":"Of a `forEach`: so many items together, as one list, which `item` is then.","type":"integer","minimum":1,"maximum":100000,"examples":[50]},"onFailure":{"description":"What follows when it fails, an item of a forEach too: `fail` ends the step, the steps behind it are passed over and the run fails; `continue` lets the other items and the steps behind it go on.","type":"string","enum":["fail","continue"],"default":"fail","examples":["continue"]}}};function validate302(data, {instancePath="", parentData, parentDataProperty, rootData=data, dynamicAnchors={}}={}){let vErrors = null;let errors = 0;const evaluated0 = validate302.evaluated;if(evaluated0.dynamicProps){evaluated0.props = undefined;}if(evaluated0.dynamicItems){evaluated0.items = undefined;}if(data && typeof data == "object" && !Array.isArray(data)){if(data.workflow === undefined){const err0 = {instancePath,schemaPath:"#/required",keyword:"required",params:{missingProperty: "workflow"},message:"must have required property '"+"workflow"+"'",schema:schema94.required,parentSchema:schema94,data};if(vErrors === null){vErrors = [err0];}else {vErrors.push(err0);}errors++;}for(const key0 in data){if(!((((((((key0 === "workflow") || (key0 === "with")) || (key0 === "needs")) || (key0 === "when")) || (key0 === "forEach")) || (key0 === "concurrency")) || (key0 === "chunk")) || (key0 === "onFailure"))){const err1 = {instancePath,schemaPath:"#/additionalProperties",keyword:"additionalProperties",params:{additionalProperty: key0},message:"must NOT have additional properties",schema:false,parentSchema:schema94,data};if(vErrors === null){vErrors = [err1];}else {vErrors.push(err1);}errors++;}}if(data.workflow !== undefined){if(!(validate53(data.workflow, {instancePath:instancePath+"/workflow",parentData:data,parentDataProperty:"workflow",rootData,dynamicAnchors}))){vErrors = vErrors === null ? validate53.errors : vErrors.concat(validate53.errors);errors = vErrors.length;}}if(data.needs !== undefined){if(!(validate295(data.needs, {instancePath:instancePath+"/needs",parentData:data,parentDataProperty:"needs",rootData,dynamicAnchors}))){vErrors = vErrors === null ? validate295.errors : vErrors.concat(validate295.errors);errors = vErrors.length;}}if(data.when !== undefined){let data2 = data.when;if(typeof data2 === "string"){if(data2.length > 1000){const err2 = {instancePath:instancePath+"/when",schemaPath:"#/properties/when/maxLength",keyword:"maxLength",params:{limit: 1000},message:"must NOT have more than 1000 characters",schema:1000,parentSchema:schema94.properties.when,data:data2};if(vErrors === null){vErrors = [err2];}else {vErrors.push(err2);}errors++;}if(data2.length < 1){const err3 = {instancePath:instancePath+"/when",schemaPath:"#/properties/when/minLength",keyword:"minLength",params:{limit: 1},message:"must NOT have fewer than 1 characters",schema:1,parentSchema:schema94.properties.when,data:data2};if(vErrors === null){vErrors = [err3];}else {vErrors.push(err3);}errors++;}}else {const err4 = {instancePath:instancePath+"/when",schemaPath:"#/properties/when/type",keyword:"type",params:{type: "string"},message:"must be string",schema:schema94.properties.when.type,parentSchema:schema94.properties.when,data:data2};if(vErrors === null){vErrors = [err4];}else {vErrors.push(err4);}errors++;}}if(data.concurrency !== undefined){let data3 = data.concurrency;if(!(((typeof data3 == "number") && (!(data3 % 1) && !isNaN(data3))) && (isFinite(data3)))){const err5 = {instancePath:instancePath+"/concurrency",schemaPath:"#/properties/concurrency/type",keyword:"type",params:{type: "integer"},message:"must be integer",schema:schema94.properties.concurrency.type,parentSchema:schema94.properties.concurrency,data:data3};if(vErrors === null){vErrors = [err5];}else {vErrors.push(err5);}errors++;}if((typeof data3 == "number") && (isFinite(data3))){if(data3 > 100000 || isNaN(data3)){const err6 = {instancePath:instancePath+"/concurrency",schemaPath:"#/properties/concurrency/maximum",keyword:"maximum",params:{comparison: "<=", limit: 100000},message:"must be <= 100000",schema:100000,parentSchema:schema94.properties.concurrency,data:data3};if(vErrors === null){vErrors = [err6];}else {vErrors.push(err6);}errors++;}if(data3 < 1 || isNaN(data3)){const err7 = {instancePath:instancePath+"/concurrency",schemaPath:"#/properties/concurrency/minimum",keyword:"minimum",params:{comparison: ">=", limit: 1},message:"must be >= 1",schema:1,parentSchema:schema94.properties.concurrency,data:data3};if(vErrors === null){vErrors = [err7];}else {vErrors.push(err7);}errors++;}}}if(data.chunk !== undefined){let data4 = data.chunk;if(!(((typeof data4 == "number") && (!(data4 % 1) && !isNaN(data4))) && (isFinite(data4)))){const err8 = {instancePath:instancePath+"/chunk",schemaPath:"#/properties/chunk/type",keyword:"type",params:{type: "integer"},message:"must be integer",schema:schema94.properties.chunk.type,parentSchema:schema94.properties.chunk,data:data4};if(vErrors === null){vErrors = [err8];}else {vErrors.push(err8);}errors++;}if((typeof data4 == "number") && (isFinite(data4))){if(data4 > 100000 || isNaN(data4)){const err9 = {instancePath:instancePath+"/chunk",schemaPath:"#/properties/chunk/maximum",keyword:"maximum",params:{comparison: "<=", limit: 100000},message:"must be <= 100000",schema:100000,parentSchema:schema94.properties.chunk,data:data4};if(vErrors === null){vErrors = [err9];}else {vErrors.push(err9);}errors++;}if(data4 < 1 || isNaN(data4)){const err10 = {instancePath:instancePath+"/chunk",schemaPath:"#/properties/chunk/minimum",keyword:"minimum",params:{comparison: ">=", limit: 1},message:"must be >= 1",schema:1,parentSchema:schema94.properties.chunk,data:data4};if(vErrors === null){vErrors = [err10];}else {vErrors.push(err10);}errors++;}}}if(data.onFailure !== undefined){let data5 = data.onFailure;if(typeof data5 !== "string"){const err11 = {instancePath:instancePath+"/onFailure",schemaPath:"#/properties/onFailure/type",keyword:"type",params:{type: "string"},message:"must be string",schema:schema94.properties.onFailure.type,parentSchema:schema94.properties.onFailure,data:data5};if(vErrors === null){vErrors = [err11];}else {vErrors.push(err11);}errors++;}if(!((data5 === "fail") || (data5 === "continue"))){const err12 = {instancePath:instancePath+"/onFailure",schemaPath:"#/properties/onFailure/enum",keyword:"enum",params:{allowedValues: schema94.properties.onFailure.enum},message:"must be equal to one of the allowed values",schema:schema94.properties.onFailure.enum,parentSchema:schema94.properties.onFailure,data:data5};if(vErrors === null){vErrors = [err12];}else {vErrors.push(err12);}errors++;}}}else {const err13 = {instancePath,schemaPath:"#/type",keyword:"type",params:{type: "object"},message:"must be object",schema:schema94.type,parentSchema:schema94,data};if(vErrors === null){vErrors = [err13];}else {vErrors.push(err13);}errors++;}validate302.errors = vErrors;return errors === 0;}validate302.evaluated = {"props":true,"dynamicProps":false,"dynamicItems":false};const schema95 = {"description":"Nothing but the end of a time, or a signal.","type":"object","additionalProperties":false,"required":["wait"],"properties":{"wait":{"description":"What is waited for.","$ref":"#/$defs/wait","examples":[{"signal":"approved","timeout":"2d"}]},"needs":{"description":"The steps that are over before it begins.","$ref":"#/$defs/stepNames","default":[],"examples":[["extract"]]},"when":{"description":"When it begins, once all that it needs is over: `success` (all of it completed, or may fail), `failure` (something failed in it, or before it), `always`; or, where `success` holds, a condition: `steps.extract.result.total > 10`, or a template, which holds unless it gives null, false, 0, an empty text or `false`. A step whose condition does not hold is passed over, and what needs its success too.","title":"success, failure, always, a condition or a template","x-template":["input","steps","run","results"],"type":"string","minLength":1,"maxLength":1000,"default":"success","examples":["failure","steps.extract.result.total > 10","${steps.extract.result.big}"]},"onFailure":{"description":"What follows when it fails, an item of a forEach too: `fail` ends the step, the steps behind it are passed over and the run fails; `continue` lets the other items and the steps behind it go on.","type":"string","enum":["fail","continue"],"default":"fail","examples":["continue"]}}};const schema96 = {"anyOf":[{"$ref":"#/$defs/signalWait"},{"$ref":"#/$defs/forWait"},{"$ref":"#/$defs/untilWait"}]};const schema97 = {"description":"Until somebody sends the signal; its payload is the result.","type":"object","additionalProperties":false,"required":["signal"],"properties":{"signal":{"description":"Its name.","$ref":"#/$defs/name","examples":["approved"]},"timeout":{"description":"The step fails when the signal has not come by then. Without it: it waits for ever.","$ref":"#/$defs/duration","examples":["2d"]}}};function validate308(data, {instancePath="", parentData, parentDataProperty, rootData=data, dynamicAnchors={}}={}){let vErrors = null;let errors = 0;const evaluated0 = validate308.evaluated;if(evaluated0.dynamicProps){evaluated0.props = undefined;}if(evaluated0.dynamicItems){evaluated0.items = undefined;}if(data && typeof data == "object" && !Array.isArray(data)){if(data.signal === undefined){const err0 = {instancePath,schemaPath:"#/required",keyword:"required",params:{missingProperty: "signal"},message:"must have required property '"+"signal"+"'",schema:schema97.required,parentSchema:schema97,data};if(vErrors === null){vErrors = [err0];}else {vErrors.push(err0);}errors++;}for(const key0 in data){if(!((key0 === "signal") || (key0 === "timeout"))){const err1 = {instancePath,schemaPath:"#/additionalProperties",keyword:"additionalProperties",params:{additionalProperty: key0},message:"must NOT have additional properties",schema:false,parentSchema:schema97,data};if(vErrors === null){vErrors = [err1];}else {vErrors.push(err1);}errors++;}}if(data.signal !== undefined){if(!(validate53(data.signal, {instancePath:instancePath+"/signal",parentData:data,parentDataProperty:"signal",rootData,dynamicAnchors}))){vErrors = vErrors === null ? validate53.errors : vErrors.concat(validate53.errors);errors = vErrors.length;}}if(data.timeout !== undefined){if(!(validate72(data.timeout, {instancePath:instancePath+"/timeout",parentData:data,parentDataProperty:"timeout",rootData,dynamicAnchors}))){vErrors = vErrors === null ? validate72.errors : vErrors.concat(validate72.errors);errors = vErrors.length;}}}else {const err2 = {instancePath,schemaPath:"#/type",keyword:"type",params:{type: "object"},message:"must be object",schema:schema97.type,parentSchema:schema97,data};if(vErrors === null){vErrors = [err2];}else {vErrors.push(err2);}errors++;}validate308.errors = vErrors;return errors === 0;}validate308.evaluated = {"props":true,"dynamicProps":false,"dynamicItems":false};const schema98 = {"description":"For a time.","type":"object","additionalProperties":false,"required":["for"],"properties":{"for":{"description":"How long.","$ref":"#/$defs/duration","examples":["1h"]}}};function validate312(data, {instancePath="", parentData, parentDataProperty, rootData=data, dynamicAnchors={}}={}){let vErrors = null;let errors = 0;const evaluated0 = validate312.evaluated;if(evaluated0.dynamicProps){evaluated0.props = undefined;}if(evaluated0.dynamicItems){evaluated0.items = undefined;}if(data && typeof data == "object" && !Array.isArray(data)){if(data.for === undefined){const err0 = {instancePath,schemaPath:"#/required",keyword:"required",params:{missingProperty: "for"},message:"must have required property '"+"for"+"'",schema:schema98.required,parentSchema:schema98,data};if(vErrors === null){vErrors = [err0];}else {vErrors.push(err0);}errors++;}for(const key0 in data){if(!(key0 === "for")){const err1 = {instancePath,schemaPath:"#/additionalProperties",keyword:"additionalProperties",params:{additionalProperty: key0},message:"must NOT have additional properties",schema:false,parentSchema:schema98,data};if(vErrors === null){vErrors = [err1];}else {vErrors.push(err1);}errors++;}}if(data.for !== undefined){if(!(validate72(data.for, {instancePath:instancePath+"/for",parentData:data,parentDataProperty:"for",rootData,dynamicAnchors}))){vErrors = vErrors === null ? validate72.errors : vErrors.concat(validate72.errors);errors = vErrors.length;}}}else {const err2 = {instancePath,schemaPath:"#/type",keyword:"type",params:{type: "object"},message:"must be object",schema:schema98.type,parentSchema:schema98,data};if(vErrors === null){vErrors = [err2];}else {vErrors.push(err2);}errors++;}validate312.errors = vErrors;return errors === 0;}validate312.evaluated = {"props":true,"dynamicProps":false,"dynamicItems":false};const schema99 = {"description":"Until an instant.","type":"object","additionalProperties":false,"required":["until"],"properties":{"until":{"x-template":["input","steps","run","results"],"description":"Template of the instant: ISO 8601, or milliseconds since 1970. One that has passed is over at once.","title":"an instant, or a template of one","examples":["${input.publishAt}"]}}};function validate315(data, {instancePath="", parentData, parentDataProperty, rootData=data, dynamicAnchors={}}={}){let vErrors = null;let errors = 0;const evaluated0 = validate315.evaluated;if(evaluated0.dynamicProps){evaluated0.props = undefined;}if(evaluated0.dynamicItems){evaluated0.items = undefined;}if(data && typeof data == "object" && !Array.isArray(data)){if(data.until === undefined){const err0 = {instancePath,schemaPath:"#/required",keyword:"required",params:{missingProperty: "until"},message:"must have required property '"+"until"+"'",schema:schema99.required,parentSchema:schema99,data};if(vErrors === null){vErrors = [err0];}else {vErrors.push(err0);}errors++;}for(const key0 in data){if(!(key0 === "until")){const err1 = {instancePath,schemaPath:"#/additionalProperties",keyword:"additionalProperties",params:{additionalProperty: key0},message:"must NOT have additional properties",schema:false,parentSchema:schema99,data};if(vErrors === null){vErrors = [err1];}else {vErrors.push(err1);}errors++;}}}else {const err2 = {instancePath,schemaPath:"#/type",keyword:"type",params:{type: "object"},message:"must be object",schema:schema99.type,parentSchema:schema99,data};if(vErrors === null){vErrors = [err2];}else {vErrors.push(err2);}errors++;}validate315.errors = vErrors;return errors === 0;}validate315.evaluated = {"props":true,"dynamicProps":false,"dynamicItems":false};function validate307(data, {instancePath="", parentData, parentDataProperty, rootData=data, dynamicAnchors={}}={}){let vErrors = null;let errors = 0;const evaluated0 = validate307.evaluated;if(evaluated0.dynamicProps){evaluated0.props = undefined;}if(evaluated0.dynamicItems){evaluated0.items = undefined;}const _errs0 = errors;let valid0 = false;const _errs1 = errors;if(!(validate308(data, {instancePath,parentData,parentDataProperty,rootData,dynamicAnchors}))){vErrors = vErrors === null ? validate308.errors : vErrors.concat(validate308.errors);errors = vErrors.length;}var _valid0 = _errs1 === errors;valid0 = valid0 || _valid0;if(_valid0){var props0 = true;}const _errs2 = errors;if(!(validate312(data, {instancePath,parentData,parentDataProperty,rootData,dynamicAnchors}))){vErrors = vErrors === null ? validate312.errors : vErrors.concat(validate312.errors);errors = vErrors.length;}var _valid0 = _errs2 === errors;valid0 = valid0 || _valid0;if(_valid0){if(props0 !== true){props0 = true;}}const _errs3 = errors;if(!(validate315(data, {instancePath,parentData,parentDataProperty,rootData,dynamicAnchors}))){vErrors = vErrors === null ? validate315.errors : vErrors.concat(validate315.errors);errors = vErrors.length;}var _valid0 = _errs3 === errors;valid0 = valid0 || _valid0;if(_valid0){if(props0 !== true){props0 = true;}}if(!valid0){const err0 = {instancePath,schemaPath:"#/anyOf",keyword:"anyOf",params:{},message:"must match a schema in anyOf",schema:schema96.anyOf,parentSchema:schema96,data};if(vErrors === null){vErrors = [err0];}else {vErrors.push(err0);}errors++;}else {errors = _errs0;if(vErrors !== null){if(_errs0){vErrors.length = _errs0;}else {vErrors = null;}}}validate307.errors = vErrors;evaluated0.props = props0;return errors === 0;}validate307.evaluated = {"dynamicProps":true,"dynamicItems":false};function validate306(data, {instancePath="", parentData, parentDataProperty, rootData=data, dynamicAnchors={}}={}){let vErrors = null;let errors = 0;const evaluated0 = validate306.evaluated;if(evaluated0.dynamicProps){evaluated0.props = undefined;}if(evaluated0.dynamicItems){evaluated0.items = undefined;}if(data && typeof data == "object" && !Array.isArray(data)){if(data.wait === undefined){const err0 = {instancePath,schemaPath:"#/required",keyword:"required",params:{missingProperty: "wait"},message:"must have required property '"+"wait"+"'",schema:schema95.required,parentSchema:schema95,data};if(vErrors === null){vErrors = [err0];}else {vErrors.push(err0);}errors++;}for(const key0 in data){if(!((((key0 === "wait") || (key0 === "needs")) || (key0 === "when")) || (key0 === "onFailure"))){const err1 = {instancePath,schemaPath:"#/additionalProperties",keyword:"additionalProperties",params:{additionalProperty: key0},message:"must NOT have additional properties",schema:false,parentSchema:schema95,data};if(vErrors === null){vErrors = [err1];}else {vErrors.push(err1);}errors++;}}if(data.wait !== undefined){if(!(validate307(data.wait, {instancePath:instancePath+"/wait",parentData:data,parentDataProperty:"wait",rootData,dynamicAnchors}))){vErrors = vErrors === null ? validate307.errors : vErrors.concat(validate307.errors);errors = vErrors.length;}}if(data.needs !== undefined){if(!(validate295(data.needs, {instancePath:instancePath+"/needs",parentData:data,parentDataProperty:"needs",rootData,dynamicAnchors}))){vErrors = vErrors === null ? validate295.errors : vErrors.concat(validate295.errors);errors = vErrors.length;}}if(data.when !== undefined){let data2 = data.when;if(typeof data2 === "string"){if(data2.length > 1000){const err2 = {instancePath:instancePath+"/when",schemaPath:"#/properties/when/maxLength",keyword:"maxLength",params:{limit: 1000},message:"must NOT have more than 1000 characters",schema:1000,parentSchema:schema95.properties.when,data:data2};if(vErrors === null){vErrors = [err2];}else {vErrors.push(err2);}errors++;}if(data2.length < 1){const err3 = {instancePath:instancePath+"/when",schemaPath:"#/properties/when/minLength",keyword:"minLength",params:{limit: 1},message:"must NOT have fewer than 1 characters",schema:1,parentSchema:schema95.properties.when,data:data2};if(vErrors === null){vErrors = [err3];}else {vErrors.push(err3);}errors++;}}else {const err4 = {instancePath:instancePath+"/when",schemaPath:"#/properties/when/type",keyword:"type",params:{type: "string"},message:"must be string",schema:schema95.properties.when.type,parentSchema:schema95.properties.when,data:data2};if(vErrors === null){vErrors = [err4];}else {vErrors.push(err4);}errors++;}}if(data.onFailure !== undefined){let data3 = data.onFailure;if(typeof data3 !== "string"){const err5 = {instancePath:instancePath+"/onFailure",schemaPath:"#/properties/onFailure/type",keyword:"type",params:{type: "string"},message:"must be string",schema:schema95.properties.onFailure.type,parentSchema:schema95.properties.onFailure,data:data3};if(vErrors === null){vErrors = [err5];}else {vErrors.push(err5);}errors++;}if(!((data3 === "fail") || (data3 === "continue"))){const err6 = {instancePath:instancePath+"/onFailure",schemaPath:"#/properties/onFailure/enum",keyword:"enum",params:{allowedValues: schema95.properties.onFailure.enum},message:"must be equal to one of the allowed values",schema:schema95.properties.onFailure.enum,parentSchema:schema95.properties.onFailure,data:data3};if(vErrors === null){vErrors = [err6];}else {vErrors.push(err6);}errors++;}}}else {const err7 = {instancePath,schemaPath:"#/type",keyword:"type",params:{type: "object"},message:"must be object",schema:schema95.type,parentSchema:schema95,data};if(vErrors === null){vErrors = [err7];}else {vErrors.push(err7);}errors++;}validate306.errors = vErrors;return errors === 0;}validate306.evaluated = {"props":true,"dynamicProps":false,"dynamicItems":false};const schema100 = {"description":"What is told of the end of runs, and to whom: a task that gets a job, a URL that gets a signed request; one or a list.","type":"object","additionalProperties":false,"minProperties":1,"properties":{"success":{"description":"When the run has completed.","anyOf":[{"$ref":"#/$defs/runTaskHook"},{"$ref":"#/$defs/webhookHook"},{"$ref":"#/$defs/runHookList"}],"examples":[{"task":"reports.file","with":{"result":"${result}"}}]},"failure":{"description":"When it has failed.","anyOf":[{"$ref":"#/$defs/runTaskHook"},{"$ref":"#/$defs/webhookHook"},{"$ref":"#/$defs/runHookList"}],"examples":[{"task":"ops.alert","with":{"text":"${error.message}"}}]},"cancel":{"description":"When it was cancelled.","anyOf":[{"$ref":"#/$defs/runTaskHook"},{"$ref":"#/$defs/webhookHook"},{"$ref":"#/$defs/runHookList"}],"examples":[{"webhook":"https://hooks.example/skep"}]}}};const schema101 = {"title":"a task that gets a job: { task, with }","description":"A task that gets a job, stored in the step that stores the end of the run.","type":"object","additionalProperties":false,"required":["task"],"properties":{"task":{"description":"The task.","$ref":"#/$defs/name","x-ref":"tasks","examples":["ops.alert"]},"with":{"x-template":["run","input","result","error"],"description":"Template of its payload; expressions read run, input, result and error. Without it: run, result and error, and the event.","examples":[{"text":"${run.workflow} failed: ${error.message}"}]}}};function validate321(data, {instancePath="", parentData, parentDataProperty, rootData=data, dynamicAnchors={}}={}){let vErrors = null;let errors = 0;const evaluated0 = validate321.evaluated;if(evaluated0.dynamicProps){evaluated0.props = undefined;}if(evaluated0.dynamicItems){evaluated0.items = undefined;}if(data && typeof data == "object" && !Array.isArray(data)){if(data.task === undefined){const err0 = {instancePath,schemaPath:"#/required",keyword:"required",params:{missingProperty: "task"},message:"must have required property '"+"task"+"'",schema:schema101.required,parentSchema:schema101,data};if(vErrors === null){vErrors = [err0];}else {vErrors.push(err0);}errors++;}for(const key0 in data){if(!((key0 === "task") || (key0 === "with"))){const err1 = {instancePath,schemaPath:"#/additionalProperties",keyword:"additionalProperties",params:{additionalProperty: key0},message:"must NOT have additional properties",schema:false,parentSchema:schema101,data};if(vErrors === null){vErrors = [err1];}else {vErrors.push(err1);}errors++;}}if(data.task !== undefined){if(!(validate53(data.task, {instancePath:instancePath+"/task",parentData:data,parentDataProperty:"task",rootData,dynamicAnchors}))){vErrors = vErrors === null ? validate53.errors : vErrors.concat(validate53.errors);errors = vErrors.length;}}}else {const err2 = {instancePath,schemaPath:"#/type",keyword:"type",params:{type: "object"},message:"must be object",schema:schema101.type,parentSchema:schema101,data};if(vErrors === null){vErrors = [err2];}else {vErrors.push(err2);}errors++;}validate321.errors = vErrors;return errors === 0;}validate321.evaluated = {"props":true,"dynamicProps":false,"dynamicItems":false};const schema102 = {"title":"tasks and webhooks that are told (a function needs an attempt, and a run has none)","type":"array","minItems":1,"maxItems":20,"items":{"anyOf":[{"$ref":"#/$defs/runTaskHook"},{"$ref":"#/$defs/webhookHook"}]}};function validate325(data, {instancePath="", parentData, parentDataProperty, rootData=data, dynamicAnchors={}}={}){let vErrors = null;let errors = 0;const evaluated0 = validate325.evaluated;if(evaluated0.dynamicProps){evaluated0.props = undefined;}if(evaluated0.dynamicItems){evaluated0.items = undefined;}if(Array.isArray(data)){if(data.length > 20){const err0 = {instancePath,schemaPath:"#/maxItems",keyword:"maxItems",params:{limit: 20},message:"must NOT have more than 20 items",schema:20,parentSchema:schema102,data};if(vErrors === null){vErrors = [err0];}else {vErrors.push(err0);}errors++;}if(data.length < 1){const err1 = {instancePath,schemaPath:"#/minItems",keyword:"minItems",params:{limit: 1},message:"must NOT have fewer than 1 items",schema:1,parentSchema:schema102,data};if(vErrors === null){vErrors = [err1];}else {vErrors.push(err1);}errors++;}const len0 = data.length;for(let i0=0; i0<len0; i0++){let data0 = data[i0];const _errs2 = errors;let valid2 = false;const _errs3 = errors;if(!(validate321(data0, {instancePath:instancePath+"/" + i0,parentData:data,parentDataProperty:i0,rootData,dynamicAnchors}))){vErrors = vErrors === null ? validate321.errors : vErrors.concat(validate321.errors);errors = vErrors.length;}var _valid0 = _errs3 === errors;valid2 = valid2 || _valid0;if(_valid0){var props0 = true;}const _errs4 = errors;if(!(validate159(data0, {instancePath:instancePath+"/" + i0,parentData:data,parentDataProperty:i0,rootData,dynamicAnchors}))){vErrors = vErrors === null ? validate159.errors : vErrors.concat(validate159.errors);errors = vErrors.length;}var _valid0 = _errs4 === errors;valid2 = valid2 || _valid0;if(_valid0){if(props0 !== true){props0 = true;}}if(!valid2){const err2 = {instancePath:instancePath+"/" + i0,schemaPath:"#/items/anyOf",keyword:"anyOf",params:{},message:"must match a schema in anyOf",schema:schema102.items.anyOf,parentSchema:schema102.items,data:data0};if(vErrors === null){vErrors = [err2];}else {vErrors.push(err2);}errors++;}else {errors = _errs2;if(vErrors !== null){if(_errs2){vErrors.length = _errs2;}else {vErrors = null;}}}}}else {const err3 = {instancePath,schemaPath:"#/type",keyword:"type",params:{type: "array"},message:"must be array",schema:schema102.type,parentSchema:schema102,data};if(vErrors === null){vErrors = [err3];}else {vErrors.push(err3);}errors++;}validate325.errors = vErrors;return errors === 0;}validate325.evaluated = {"items":true,"dynamicProps":false,"dynamicItems":false};function validate320(data, {instancePath="", parentData, parentDataProperty, rootData=data, dynamicAnchors={}}={}){let vErrors = null;let errors = 0;const evaluated0 = validate320.evaluated;if(evaluated0.dynamicProps){evaluated0.props = undefined;}if(evaluated0.dynamicItems){evaluated0.items = undefined;}if(data && typeof data == "object" && !Array.isArray(data)){if(Object.keys(data).length < 1){const err0 = {instancePath,schemaPath:"#/minProperties",keyword:"minProperties",params:{limit: 1},message:"must NOT have fewer than 1 properties",schema:1,parentSchema:schema100,data};if(vErrors === null){vErrors = [err0];}else {vErrors.push(err0);}errors++;}for(const key0 in data){if(!(((key0 === "success") || (key0 === "failure")) || (key0 === "cancel"))){const err1 = {instancePath,schemaPath:"#/additionalProperties",keyword:"additionalProperties",params:{additionalProperty: key0},message:"must NOT have additional properties",schema:false,parentSchema:schema100,data};if(vErrors === null){vErrors = [err1];}else {vErrors.push(err1);}errors++;}}if(data.success !== undefined){let data0 = data.success;const _errs3 = errors;let valid1 = false;const _errs4 = errors;if(!(validate321(data0, {instancePath:instancePath+"/success",parentData:data,parentDataProperty:"success",rootData,dynamicAnchors}))){vErrors = vErrors === null ? validate321.errors : vErrors.concat(validate321.errors);errors = vErrors.length;}var _valid0 = _errs4 === errors;valid1 = valid1 || _valid0;if(_valid0){var props0 = true;}const _errs5 = errors;if(!(validate159(data0, {instancePath:instancePath+"/success",parentData:data,parentDataProperty:"success",rootData,dynamicAnchors}))){vErrors = vErrors === null ? validate159.errors : vErrors.concat(validate159.errors);errors = vErrors.length;}var _valid0 = _errs5 === errors;valid1 = valid1 || _valid0;if(_valid0){if(props0 !== true){props0 = true;}}const _errs6 = errors;if(!(validate325(data0, {instancePath:instancePath+"/success",parentData:data,parentDataProperty:"success",rootData,dynamicAnchors}))){vErrors = vErrors === null ? validate325.errors : vErrors.concat(validate325.errors);errors = vErrors.length;}var _valid0 = _errs6 === errors;valid1 = valid1 || _valid0;if(!valid1){const err2 = {instancePath:instancePath+"/success",schemaPath:"#/properties/success/anyOf",keyword:"anyOf",params:{},message:"must match a schema in anyOf",schema:schema100.properties.success.anyOf,parentSchema:schema100.properties.success,data:data0};if(vErrors === null){vErrors = [err2];}else {vErrors.push(err2);}errors++;}else {errors = _errs3;if(vErrors !== null){if(_errs3){vErrors.length = _errs3;}else {vErrors = null;}}}}if(data.failure !== undefined){let data1 = data.failure;const _errs8 = errors;let valid2 = false;const _errs9 = errors;if(!(validate321(data1, {instancePath:instancePath+"/failure",parentData:data,parentDataProperty:"failure",rootData,dynamicAnchors}))){vErrors = vErrors === null ? validate321.errors : vErrors.concat(validate321.errors);errors = vErrors.length;}var _valid1 = _errs9 === errors;valid2 = valid2 || _valid1;if(_valid1){var props1 = true;}const _errs10 = errors;if(!(validate159(data1, {instancePath:instancePath+"/failure",parentData:data,parentDataProperty:"failure",rootData,dynamicAnchors}))){vErrors = vErrors === null ? validate159.errors : vErrors.concat(validate159.errors);errors = vErrors.length;}var _valid1 = _errs10 === errors;valid2 = valid2 || _valid1;if(_valid1){if(props1 !== true){props1 = true;}}const _errs11 = errors;if(!(validate325(data1, {instancePath:instancePath+"/failure",parentData:data,parentDataProperty:"failure",rootData,dynamicAnchors}))){vErrors = vErrors === null ? validate325.errors : vErrors.concat(validate325.errors);errors = vErrors.length;}var _valid1 = _errs11 === errors;valid2 = valid2 || _valid1;if(!valid2){const err3 = {instancePath:instancePath+"/failure",schemaPath:"#/properties/failure/anyOf",keyword:"anyOf",params:{},message:"must match a schema in anyOf",schema:schema100.properties.failure.anyOf,parentSchema:schema100.properties.failure,data:data1};if(vErrors === null){vErrors = [err3];}else {vErrors.push(err3);}errors++;}else {errors = _errs8;if(vErrors !== null){if(_errs8){vErrors.length = _errs8;}else {vErrors = null;}}}}if(data.cancel !== undefined){let data2 = data.cancel;const _errs13 = errors;let valid3 = false;const _errs14 = errors;if(!(validate321(data2, {instancePath:instancePath+"/cancel",parentData:data,parentDataProperty:"cancel",rootData,dynamicAnchors}))){vErrors = vErrors === null ? validate321.errors : vErrors.concat(validate321.errors);errors = vErrors.length;}var _valid2 = _errs14 === errors;valid3 = valid3 || _valid2;if(_valid2){var props2 = true;}const _errs15 = errors;if(!(validate159(data2, {instancePath:instancePath+"/cancel",parentData:data,parentDataProperty:"cancel",rootData,dynamicAnchors}))){vErrors = vErrors === null ? validate159.errors : vErrors.concat(validate159.errors);errors = vErrors.length;}var _valid2 = _errs15 === errors;valid3 = valid3 || _valid2;if(_valid2){if(props2 !== true){props2 = true;}}const _errs16 = errors;if(!(validate325(data2, {instancePath:instancePath+"/cancel",parentData:data,parentDataProperty:"cancel",rootData,dynamicAnchors}))){vErrors = vErrors === null ? validate325.errors : vErrors.concat(validate325.errors);errors = vErrors.length;}var _valid2 = _errs16 === errors;valid3 = valid3 || _valid2;if(!valid3){const err4 = {instancePath:instancePath+"/cancel",schemaPath:"#/properties/cancel/anyOf",keyword:"anyOf",params:{},message:"must match a schema in anyOf",schema:schema100.properties.cancel.anyOf,parentSchema:schema100.properties.cancel,data:data2};if(vErrors === null){vErrors = [err4];}else {vErrors.push(err4);}errors++;}else {errors = _errs13;if(vErrors !== null){if(_errs13){vErrors.length = _errs13;}else {vErrors = null;}}}}}else {const err5 = {instancePath,schemaPath:"#/type",keyword:"type",params:{type: "object"},message:"must be object",schema:schema100.type,parentSchema:schema100,data};if(vErrors === null){vErrors = [err5];}else {vErrors.push(err5);}errors++;}validate320.errors = vErrors;return errors === 0;}validate320.evaluated = {"props":true,"dynamicProps":false,"dynamicItems":false};function validate291(data, {instancePath="", parentData, parentDataProperty, rootData=data, dynamicAnchors={}}={}){let vErrors = null;let errors = 0;const evaluated0 = validate291.evaluated;if(evaluated0.dynamicProps){evaluated0.props = undefined;}if(evaluated0.dynamicItems){evaluated0.items = undefined;}if(data && typeof data == "object" && !Array.isArray(data)){if(data.steps === undefined){const err0 = {instancePath,schemaPath:"#/required",keyword:"required",params:{missingProperty: "steps"},message:"must have required property '"+"steps"+"'",schema:schema91.required,parentSchema:schema91,data};if(vErrors === null){vErrors = [err0];}else {vErrors.push(err0);}errors++;}for(const key0 in data){if(!((((((key0 === "description") || (key0 === "input")) || (key0 === "steps")) || (key0 === "output")) || (key0 === "on")) || (key0 === "tags"))){const err1 = {instancePath,schemaPath:"#/additionalProperties",keyword:"additionalProperties",params:{additionalProperty: key0},message:"must NOT have additional properties",schema:false,parentSchema:schema91,data};if(vErrors === null){vErrors = [err1];}else {vErrors.push(err1);}errors++;}}if(data.description !== undefined){let data0 = data.description;if(typeof data0 === "string"){if(data0.length > 2000){const err2 = {instancePath:instancePath+"/description",schemaPath:"#/properties/description/maxLength",keyword:"maxLength",params:{limit: 2000},message:"must NOT have more than 2000 characters",schema:2000,parentSchema:schema91.properties.description,data:data0};if(vErrors === null){vErrors = [err2];}else {vErrors.push(err2);}errors++;}}else {const err3 = {instancePath:instancePath+"/description",schemaPath:"#/properties/description/type",keyword:"type",params:{type: "string"},message:"must be string",schema:schema91.properties.description.type,parentSchema:schema91.properties.description,data:data0};if(vErrors === null){vErrors = [err3];}else {vErrors.push(err3);}errors++;}}if(data.input !== undefined){if(!(validate183(data.input, {instancePath:instancePath+"/input",parentData:data,parentDataProperty:"input",rootData,dynamicAnchors}))){vErrors = vErrors === null ? validate183.errors : vErrors.concat(validate183.errors);errors = vErrors.length;}}if(data.steps !== undefined){let data2 = data.steps;if(data2 && typeof data2 == "object" && !Array.isArray(data2)){if(Object.keys(data2).length > 1000){const err4 = {instancePath:instancePath+"/steps",schemaPath:"#/properties/steps/maxProperties",keyword:"maxProperties",params:{limit: 1000},message:"must NOT have more than 1000 properties",schema:1000,parentSchema:schema91.properties.steps,data:data2};if(vErrors === null){vErrors = [err4];}else {vErrors.push(err4);}errors++;}if(Object.keys(data2).length < 1){const err5 = {instancePath:instancePath+"/steps",schemaPath:"#/properties/steps/minProperties",keyword:"minProperties",params:{limit: 1},message:"must NOT have fewer than 1 properties",schema:1,parentSchema:schema91.properties.steps,data:data2};if(vErrors === null){vErrors = [err5];}else {vErrors.push(err5);}errors++;}for(const key1 in data2){const _errs7 = errors;if(typeof key1 === "string"){if(!pattern24.test(key1)){const err6 = {instancePath:instancePath+"/steps",schemaPath:"#/properties/steps/propertyNames/pattern",keyword:"pattern",params:{pattern: "^(?!(constructor|prototype)$)[A-Za-z][A-Za-z0-9_-]{0,63}$"},message:"must match pattern \""+"^(?!(constructor|prototype)$)[A-Za-z][A-Za-z0-9_-]{0,63}$"+"\"",schema:"^(?!(constructor|prototype)$)[A-Za-z][A-Za-z0-9_-]{0,63}$",parentSchema:schema91.properties.steps.propertyNames,data:key1,propertyName:key1};if(vErrors === null){vErrors = [err6];}else {vErrors.push(err6);}errors++;}}else {const err7 = {instancePath:instancePath+"/steps",schemaPath:"#/properties/steps/propertyNames/type",keyword:"type",params:{type: "string"},message:"must be string",schema:schema91.properties.steps.propertyNames.type,parentSchema:schema91.properties.steps.propertyNames,data:key1,propertyName:key1};if(vErrors === null){vErrors = [err7];}else {vErrors.push(err7);}errors++;}var valid1 = _errs7 === errors;if(!valid1){const err8 = {instancePath:instancePath+"/steps",schemaPath:"#/properties/steps/propertyNames",keyword:"propertyNames",params:{propertyName: key1},message:"property name must be valid",schema:schema91.properties.steps.propertyNames,parentSchema:schema91.properties.steps,data:data2};if(vErrors === null){vErrors = [err8];}else {vErrors.push(err8);}errors++;}}for(const key2 in data2){let data3 = data2[key2];const _errs11 = errors;let valid3 = false;const _errs12 = errors;if(!(validate293(data3, {instancePath:instancePath+"/steps/" + key2.replace(/~/g, "~0").replace(/\//g, "~1"),parentData:data2,parentDataProperty:key2,rootData,dynamicAnchors}))){vErrors = vErrors === null ? validate293.errors : vErrors.concat(validate293.errors);errors = vErrors.length;}var _valid0 = _errs12 === errors;valid3 = valid3 || _valid0;if(_valid0){var props0 = true;}const _errs13 = errors;if(!(validate302(data3, {instancePath:instancePath+"/steps/" + key2.replace(/~/g, "~0").replace(/\//g, "~1"),parentData:data2,parentDataProperty:key2,rootData,dynamicAnchors}))){vErrors = vErrors === null ? validate302.errors : vErrors.concat(validate302.errors);errors = vErrors.length;}var _valid0 = _errs13 === errors;valid3 = valid3 || _valid0;if(_valid0){if(props0 !== true){props0 = true;}}const _errs14 = errors;if(!(validate306(data3, {instancePath:instancePath+"/steps/" + key2.replace(/~/g, "~0").replace(/\//g, "~1"),parentData:data2,parentDataProperty:key2,rootData,dynamicAnchors}))){vErrors = vErrors === null ? validate306.errors : vErrors.concat(validate306.errors);errors = vErrors.length;}var _valid0 = _errs14 === errors;valid3 = valid3 || _valid0;if(_valid0){if(props0 !== true){props0 = true;}}if(!valid3){const err9 = {instancePath:instancePath+"/steps/" + key2.replace(/~/g, "~0").replace(/\//g, "~1"),schemaPath:"#/properties/steps/additionalProperties/anyOf",keyword:"anyOf",params:{},message:"must match a schema in anyOf",schema:schema91.properties.steps.additionalProperties.anyOf,parentSchema:schema91.properties.steps.additionalProperties,data:data3};if(vErrors === null){vErrors = [err9];}else {vErrors.push(err9);}errors++;}else {errors = _errs11;if(vErrors !== null){if(_errs11){vErrors.length = _errs11;}else {vErrors = null;}}}}}else {const err10 = {instancePath:instancePath+"/steps",schemaPath:"#/properties/steps/type",keyword:"type",params:{type: "object"},message:"must be object",schema:schema91.properties.steps.type,parentSchema:schema91.properties.steps,data:data2};if(vErrors === null){vErrors = [err10];}else {vErrors.push(err10);}errors++;}}if(data.on !== undefined){if(!(validate320(data.on, {instancePath:instancePath+"/on",parentData:data,parentDataProperty:"on",rootData,dynamicAnchors}))){vErrors = vErrors === null ? validate320.errors : vErrors.concat(validate320.errors);errors = vErrors.length;}}if(data.tags !== undefined){let data5 = data.tags;if(Array.isArray(data5)){if(data5.length > 20){const err11 = {instancePath:instancePath+"/tags",schemaPath:"#/properties/tags/maxItems",keyword:"maxItems",params:{limit: 20},message:"must NOT have more than 20 items",schema:20,parentSchema:schema91.properties.tags,data:data5};if(vErrors === null){vErrors = [err11];}else {vErrors.push(err11);}errors++;}const len0 = data5.length;for(let i0=0; i0<len0; i0++){let data6 = data5[i0];if(typeof data6 === "string"){if(!pattern19.test(data6)){const err12 = {instancePath:instancePath+"/tags/" + i0,schemaPath:"#/properties/tags/items/pattern",keyword:"pattern",params:{pattern: "^[A-Za-z0-9][A-Za-z0-9_.:-]{0,63}$"},message:"must match pattern \""+"^[A-Za-z0-9][A-Za-z0-9_.:-]{0,63}$"+"\"",schema:"^[A-Za-z0-9][A-Za-z0-9_.:-]{0,63}$",parentSchema:schema91.properties.tags.items,data:data6};if(vErrors === null){vErrors = [err12];}else {vErrors.push(err12);}errors++;}}else {const err13 = {instancePath:instancePath+"/tags/" + i0,schemaPath:"#/properties/tags/items/type",keyword:"type",params:{type: "string"},message:"must be string",schema:schema91.properties.tags.items.type,parentSchema:schema91.properties.tags.items,data:data6};if(vErrors === null){vErrors = [err13];}else {vErrors.push(err13);}errors++;}}let i1 = data5.length;let j0;if(i1 > 1){const indices0 = {};for(;i1--;){let item0 = data5[i1];if(typeof item0 !== "string"){continue;}if(typeof indices0[item0] == "number"){j0 = indices0[item0];const err14 = {instancePath:instancePath+"/tags",schemaPath:"#/properties/tags/uniqueItems",keyword:"uniqueItems",params:{i: i1, j: j0},message:"must NOT have duplicate items (items ## "+j0+" and "+i1+" are identical)",schema:true,parentSchema:schema91.properties.tags,data:data5};if(vErrors === null){vErrors = [err14];}else {vErrors.push(err14);}errors++;break;}indices0[item0] = i1;}}}else {const err15 = {instancePath:instancePath+"/tags",schemaPath:"#/properties/tags/type",keyword:"type",params:{type: "array"},message:"must be array",schema:schema91.properties.tags.type,parentSchema:schema91.properties.tags,data:data5};if(vErrors === null){vErrors = [err15];}else {vErrors.push(err15);}errors++;}}}else {const err16 = {instancePath,schemaPath:"#/type",keyword:"type",params:{type: "object"},message:"must be object",schema:schema91.type,parentSchema:schema91,data};if(vErrors === null){vErrors = [err16];}else {vErrors.push(err16);}errors++;}validate291.errors = vErrors;return errors === 0;}validate291.evaluated = {"props":true,"dynamicProps":false,"dynamicItems":false};const schema103 = {"description":"Steps one after the other.","type":"object","additionalProperties":false,"required":["chain"],"properties":{"description":{"description":"What it does, for people.","type":"string","maxLength":2000,"examples":["The digest of the night."]},"input":{"description":"JSON Schema (2020-12) of what a run is given. Without it anything goes.","$ref":"#/$defs/jsonSchema","examples":[{"type":"object","required":["recipients"]}]},"output":{"x-template":["input","steps","run"],"description":"Template of the result of a run that completed. Without it: the result of the last step, as it is written; of a group the list of all, in order.","examples":["${steps.publish.result}"]},"on":{"description":"Hooks: what is told of the end of its runs, and to whom.","$ref":"#/$defs/workflowHooks","examples":[{"failure":{"task":"ops.alert","with":{"text":"${error.message}"}}}]},"tags":{"description":"Words that all its runs carry, to find them by.","type":"array","maxItems":20,"uniqueItems":true,"items":{"title":"a word of letters, digits, `_`, `.`, `:` and `-`, at most 64","type":"string","pattern":"^[A-Za-z0-9][A-Za-z0-9_.:-]{0,63}$","examples":["mail"]},"default":[],"examples":[["nightly"]]},"chain":{"description":"One after the other; each gets the result of the one before.","$ref":"#/$defs/elements","examples":[[{"task":"accounts.create"},{"task":"emails.welcome"}]]}}};const schema104 = {"title":"a list of steps","type":"array","minItems":1,"maxItems":1000,"items":{"$ref":"#/$defs/element"}};const schema105 = {"anyOf":[{"$ref":"#/$defs/taskElement"},{"$ref":"#/$defs/workflowElement"},{"$ref":"#/$defs/waitElement"},{"$ref":"#/$defs/chainElement"},{"$ref":"#/$defs/groupElement"},{"$ref":"#/$defs/chordElement"},{"$ref":"#/$defs/mapElement"}]};const schema106 = {"description":"A job of a task.","type":"object","additionalProperties":false,"required":["task"],"properties":{"task":{"description":"The task.","$ref":"#/$defs/name","x-ref":"tasks","examples":["etl.extract"]},"with":{"x-template":["input","steps","run","results"],"description":"Template of its payload. Without it: the result of what stands before, and the input of the run where nothing does.","examples":[{"file":"${item}"}]},"when":{"description":"When it begins, once all that it needs is over: `success` (all of it completed, or may fail), `failure` (something failed in it, or before it), `always`; or, where `success` holds, a condition: `steps.extract.result.total > 10`, or a template, which holds unless it gives null, false, 0, an empty text or `false`. A step whose condition does not hold is passed over, and what needs its success too.","title":"success, failure, always, a condition or a template","x-template":["input","steps","run","results"],"type":"string","minLength":1,"maxLength":1000,"default":"success","examples":["failure","steps.extract.result.total > 10","${steps.extract.result.big}"]},"onFailure":{"description":"What follows when it fails, an item of a forEach too: `fail` ends the step, the steps behind it are passed over and the run fails; `continue` lets the other items and the steps behind it go on.","type":"string","enum":["fail","continue"],"default":"fail","examples":["continue"]},"retry":{"description":"Name of a retry policy, or a policy written here, for this step. Without it: that of the task.","anyOf":[{"$ref":"#/$defs/name","x-ref":"retryPolicies"},{"$ref":"#/$defs/retryPolicy"}],"examples":["standard",{"maxAttempts":2}]},"timeout":{"description":"Time limits of an attempt in this step: one value is the hard limit, `none` lifts those of the task. It replaces the limits of the task as a whole.","$ref":"#/$defs/timeout","examples":["60s",{"soft":"50s","hard":"60s"}]},"queue":{"description":"Queue of the jobs of this step. Without it: that of the task.","$ref":"#/$defs/name","x-ref":"queues","examples":["slow"]},"priority":{"description":"Of the jobs of this step: 0 to 9, smaller runs sooner. Without it: that of the task.","type":"integer","minimum":0,"maximum":9,"examples":[7]}}};function validate342(data, {instancePath="", parentData, parentDataProperty, rootData=data, dynamicAnchors={}}={}){let vErrors = null;let errors = 0;const evaluated0 = validate342.evaluated;if(evaluated0.dynamicProps){evaluated0.props = undefined;}if(evaluated0.dynamicItems){evaluated0.items = undefined;}if(data && typeof data == "object" && !Array.isArray(data)){if(data.task === undefined){const err0 = {instancePath,schemaPath:"#/required",keyword:"required",params:{missingProperty: "task"},message:"must have required property '"+"task"+"'",schema:schema106.required,parentSchema:schema106,data};if(vErrors === null){vErrors = [err0];}else {vErrors.push(err0);}errors++;}for(const key0 in data){if(!((((((((key0 === "task") || (key0 === "with")) || (key0 === "when")) || (key0 === "onFailure")) || (key0 === "retry")) || (key0 === "timeout")) || (key0 === "queue")) || (key0 === "priority"))){const err1 = {instancePath,schemaPath:"#/additionalProperties",keyword:"additionalProperties",params:{additionalProperty: key0},message:"must NOT have additional properties",schema:false,parentSchema:schema106,data};if(vErrors === null){vErrors = [err1];}else {vErrors.push(err1);}errors++;}}if(data.task !== undefined){if(!(validate53(data.task, {instancePath:instancePath+"/task",parentData:data,parentDataProperty:"task",rootData,dynamicAnchors}))){vErrors = vErrors === null ? validate53.errors : vErrors.concat(validate53.errors);errors = vErrors.length;}}if(data.when !== undefined){let data1 = data.when;if(typeof data1 === "string"){if(data1.length > 1000){const err2 = {instancePath:instancePath+"/when",schemaPath:"#/properties/when/maxLength",keyword:"maxLength",params:{limit: 1000},message:"must NOT have more than 1000 characters",schema:1000,parentSchema:schema106.properties.when,data:data1};if(vErrors === null){vErrors = [err2];}else {vErrors.push(err2);}errors++;}if(data1.length < 1){const err3 = {instancePath:instancePath+"/when",schemaPath:"#/properties/when/minLength",keyword:"minLength",params:{limit: 1},message:"must NOT have fewer than 1 characters",schema:1,parentSchema:schema106.properties.when,data:data1};if(vErrors === null){vErrors = [err3];}else {vErrors.push(err3);}errors++;}}else {const err4 = {instancePath:instancePath+"/when",schemaPath:"#/properties/when/type",keyword:"type",params:{type: "string"},message:"must be string",schema:schema106.properties.when.type,parentSchema:schema106.properties.when,data:data1};if(vErrors === null){vErrors = [err4];}else {vErrors.push(err4);}errors++;}}if(data.onFailure !== undefined){let data2 = data.onFailure;if(typeof data2 !== "string"){const err5 = {instancePath:instancePath+"/onFailure",schemaPath:"#/properties/onFailure/type",keyword:"type",params:{type: "string"},message:"must be string",schema:schema106.properties.onFailure.type,parentSchema:schema106.properties.onFailure,data:data2};if(vErrors === null){vErrors = [err5];}else {vErrors.push(err5);}errors++;}if(!((data2 === "fail") || (data2 === "continue"))){const err6 = {instancePath:instancePath+"/onFailure",schemaPath:"#/properties/onFailure/enum",keyword:"enum",params:{allowedValues: schema106.properties.onFailure.enum},message:"must be equal to one of the allowed values",schema:schema106.properties.onFailure.enum,parentSchema:schema106.properties.onFailure,data:data2};if(vErrors === null){vErrors = [err6];}else {vErrors.push(err6);}errors++;}}if(data.retry !== undefined){let data3 = data.retry;const _errs8 = errors;let valid1 = false;const _errs9 = errors;if(!(validate53(data3, {instancePath:instancePath+"/retry",parentData:data,parentDataProperty:"retry",rootData,dynamicAnchors}))){vErrors = vErrors === null ? validate53.errors : vErrors.concat(validate53.errors);errors = vErrors.length;}var _valid0 = _errs9 === errors;valid1 = valid1 || _valid0;const _errs10 = errors;if(!(validate112(data3, {instancePath:instancePath+"/retry",parentData:data,parentDataProperty:"retry",rootData,dynamicAnchors}))){vErrors = vErrors === null ? validate112.errors : vErrors.concat(validate112.errors);errors = vErrors.length;}var _valid0 = _errs10 === errors;valid1 = valid1 || _valid0;if(!valid1){const err7 = {instancePath:instancePath+"/retry",schemaPath:"#/properties/retry/anyOf",keyword:"anyOf",params:{},message:"must match a schema in anyOf",schema:schema106.properties.retry.anyOf,parentSchema:schema106.properties.retry,data:data3};if(vErrors === null){vErrors = [err7];}else {vErrors.push(err7);}errors++;}else {errors = _errs8;if(vErrors !== null){if(_errs8){vErrors.length = _errs8;}else {vErrors = null;}}}}if(data.timeout !== undefined){if(!(validate68(data.timeout, {instancePath:instancePath+"/timeout",parentData:data,parentDataProperty:"timeout",rootData,dynamicAnchors}))){vErrors = vErrors === null ? validate68.errors : vErrors.concat(validate68.errors);errors = vErrors.length;}}if(data.queue !== undefined){if(!(validate53(data.queue, {instancePath:instancePath+"/queue",parentData:data,parentDataProperty:"queue",rootData,dynamicAnchors}))){vErrors = vErrors === null ? validate53.errors : vErrors.concat(validate53.errors);errors = vErrors.length;}}if(data.priority !== undefined){let data6 = data.priority;if(!(((typeof data6 == "number") && (!(data6 % 1) && !isNaN(data6))) && (isFinite(data6)))){const err8 = {instancePath:instancePath+"/priority",schemaPath:"#/properties/priority/type",keyword:"type",params:{type: "integer"},message:"must be integer",schema:schema106.properties.priority.type,parentSchema:schema106.properties.priority,data:data6};if(vErrors === null){vErrors = [err8];}else {vErrors.push(err8);}errors++;}if((typeof data6 == "number") && (isFinite(data6))){if(data6 > 9 || isNaN(data6)){const err9 = {instancePath:instancePath+"/priority",schemaPath:"#/properties/priority/maximum",keyword:"maximum",params:{comparison: "<=", limit: 9},message:"must be <= 9",schema:9,parentSchema:schema106.properties.priority,data:data6};if(vErrors === null){vErrors = [err9];}else {vErrors.push(err9);}errors++;}if(data6 < 0 || isNaN(data6)){const err10 = {instancePath:instancePath+"/priority",schemaPath:"#/properties/priority/minimum",keyword:"minimum",params:{comparison: ">=", limit: 0},message:"must be >= 0",schema:0,parentSchema:schema106.properties.priority,data:data6};if(vErrors === null){vErrors = [err10];}else {vErrors.push(err10);}errors++;}}}}else {const err11 = {instancePath,schemaPath:"#/type",keyword:"type",params:{type: "object"},message:"must be object",schema:schema106.type,parentSchema:schema106,data};if(vErrors === null){vErrors = [err11];}else {vErrors.push(err11);}errors++;}validate342.errors = vErrors;return errors === 0;}validate342.evaluated = {"props":true,"dynamicProps":false,"dynamicItems":false};const schema107 = {"description":"A run of another workflow.","type":"object","additionalProperties":false,"required":["workflow"],"properties":{"workflow":{"description":"The workflow: a run of its own, which counts as one step.","$ref":"#/$defs/name","x-ref":"workflows","examples":["totals"]},"with":{"x-template":["input","steps","run","results"],"description":"Template of its input. Without it: the result of what stands before, and the input of the run where nothing does.","examples":[{"file":"${item}"}]},"when":{"description":"When it begins, once all that it needs is over: `success` (all of it completed, or may fail), `failure` (something failed in it, or before it), `always`; or, where `success` holds, a condition: `steps.extract.result.total > 10`, or a template, which holds unless it gives null, false, 0, an empty text or `false`. A step whose condition does not hold is passed over, and what needs its success too.","title":"success, failure, always, a condition or a template","x-template":["input","steps","run","results"],"type":"string","minLength":1,"maxLength":1000,"default":"success","examples":["failure","steps.extract.result.total > 10","${steps.extract.result.big}"]},"onFailure":{"description":"What follows when it fails, an item of a forEach too: `fail` ends the step, the steps behind it are passed over and the run fails; `continue` lets the other items and the steps behind it go on.","type":"string","enum":["fail","continue"],"default":"fail","examples":["continue"]}}};function validate349(data, {instancePath="", parentData, parentDataProperty, rootData=data, dynamicAnchors={}}={}){let vErrors = null;let errors = 0;const evaluated0 = validate349.evaluated;if(evaluated0.dynamicProps){evaluated0.props = undefined;}if(evaluated0.dynamicItems){evaluated0.items = undefined;}if(data && typeof data == "object" && !Array.isArray(data)){if(data.workflow === undefined){const err0 = {instancePath,schemaPath:"#/required",keyword:"required",params:{missingProperty: "workflow"},message:"must have required property '"+"workflow"+"'",schema:schema107.required,parentSchema:schema107,data};if(vErrors === null){vErrors = [err0];}else {vErrors.push(err0);}errors++;}for(const key0 in data){if(!((((key0 === "workflow") || (key0 === "with")) || (key0 === "when")) || (key0 === "onFailure"))){const err1 = {instancePath,schemaPath:"#/additionalProperties",keyword:"additionalProperties",params:{additionalProperty: key0},message:"must NOT have additional properties",schema:false,parentSchema:schema107,data};if(vErrors === null){vErrors = [err1];}else {vErrors.push(err1);}errors++;}}if(data.workflow !== undefined){if(!(validate53(data.workflow, {instancePath:instancePath+"/workflow",parentData:data,parentDataProperty:"workflow",rootData,dynamicAnchors}))){vErrors = vErrors === null ? validate53.errors : vErrors.concat(validate53.errors);errors = vErrors.length;}}if(data.when !== undefined){let data1 = data.when;if(typeof data1 === "string"){if(data1.length > 1000){const err2 = {instancePath:instancePath+"/when",schemaPath:"#/properties/when/maxLength",keyword:"maxLength",params:{limit: 1000},message:"must NOT have more than 1000 characters",schema:1000,parentSchema:schema107.properties.when,data:data1};if(vErrors === null){vErrors = [err2];}else {vErrors.push(err2);}errors++;}if(data1.length < 1){const err3 = {instancePath:instancePath+"/when",schemaPath:"#/properties/when/minLength",keyword:"minLength",params:{limit: 1},message:"must NOT have fewer than 1 characters",schema:1,parentSchema:schema107.properties.when,data:data1};if(vErrors === null){vErrors = [err3];}else {vErrors.push(err3);}errors++;}}else {const err4 = {instancePath:instancePath+"/when",schemaPath:"#/properties/when/type",keyword:"type",params:{type: "string"},message:"must be string",schema:schema107.properties.when.type,parentSchema:schema107.properties.when,data:data1};if(vErrors === null){vErrors = [err4];}else {vErrors.push(err4);}errors++;}}if(data.onFailure !== undefined){let data2 = data.onFailure;if(typeof data2 !== "string"){const err5 = {instancePath:instancePath+"/onFailure",schemaPath:"#/properties/onFailure/type",keyword:"type",params:{type: "string"},message:"must be string",schema:schema107.properties.onFailure.type,parentSchema:schema107.properties.onFailure,data:data2};if(vErrors === null){vErrors = [err5];}else {vErrors.push(err5);}errors++;}if(!((data2 === "fail") || (data2 === "continue"))){const err6 = {instancePath:instancePath+"/onFailure",schemaPath:"#/properties/onFailure/enum",keyword:"enum",params:{allowedValues: schema107.properties.onFailure.enum},message:"must be equal to one of the allowed values",schema:schema107.properties.onFailure.enum,parentSchema:schema107.properties.onFailure,data:data2};if(vErrors === null){vErrors = [err6];}else {vErrors.push(err6);}errors++;}}}else {const err7 = {instancePath,schemaPath:"#/type",keyword:"type",params:{type: "object"},message:"must be object",schema:schema107.type,parentSchema:schema107,data};if(vErrors === null){vErrors = [err7];}else {vErrors.push(err7);}errors++;}validate349.errors = vErrors;return errors === 0;}validate349.evaluated = {"props":true,"dynamicProps":false,"dynamicItems":false};const schema108 = {"description":"A wait; what stands behind it gets the payload of the signal.","type":"object","additionalProperties":false,"required":["wait"],"properties":{"wait":{"description":"What is waited for.","$ref":"#/$defs/wait","examples":[{"signal":"approved","timeout":"2d"}]},"when":{"description":"When it begins, once all that it needs is over: `success` (all of it completed, or may fail), `failure` (something failed in it, or before it), `always`; or, where `success` holds, a condition: `steps.extract.result.total > 10`, or a template, which holds unless it gives null, false, 0, an empty text or `false`. A step whose condition does not hold is passed over, and what needs its success too.","title":"success, failure, always, a condition or a template","x-template":["input","steps","run","results"],"type":"string","minLength":1,"maxLength":1000,"default":"success","examples":["failure","steps.extract.result.total > 10","${steps.extract.result.big}"]},"onFailure":{"description":"What follows when it fails, an item of a forEach too: `fail` ends the step, the steps behind it are passed over and the run fails; `continue` lets the other items and the steps behind it go on.","type":"string","enum":["fail","continue"],"default":"fail","examples":["continue"]}}};function validate352(data, {instancePath="", parentData, parentDataProperty, rootData=data, dynamicAnchors={}}={}){let vErrors = null;let errors = 0;const evaluated0 = validate352.evaluated;if(evaluated0.dynamicProps){evaluated0.props = undefined;}if(evaluated0.dynamicItems){evaluated0.items = undefined;}if(data && typeof data == "object" && !Array.isArray(data)){if(data.wait === undefined){const err0 = {instancePath,schemaPath:"#/required",keyword:"required",params:{missingProperty: "wait"},message:"must have required property '"+"wait"+"'",schema:schema108.required,parentSchema:schema108,data};if(vErrors === null){vErrors = [err0];}else {vErrors.push(err0);}errors++;}for(const key0 in data){if(!(((key0 === "wait") || (key0 === "when")) || (key0 === "onFailure"))){const err1 = {instancePath,schemaPath:"#/additionalProperties",keyword:"additionalProperties",params:{additionalProperty: key0},message:"must NOT have additional properties",schema:false,parentSchema:schema108,data};if(vErrors === null){vErrors = [err1];}else {vErrors.push(err1);}errors++;}}if(data.wait !== undefined){if(!(validate307(data.wait, {instancePath:instancePath+"/wait",parentData:data,parentDataProperty:"wait",rootData,dynamicAnchors}))){vErrors = vErrors === null ? validate307.errors : vErrors.concat(validate307.errors);errors = vErrors.length;}}if(data.when !== undefined){let data1 = data.when;if(typeof data1 === "string"){if(data1.length > 1000){const err2 = {instancePath:instancePath+"/when",schemaPath:"#/properties/when/maxLength",keyword:"maxLength",params:{limit: 1000},message:"must NOT have more than 1000 characters",schema:1000,parentSchema:schema108.properties.when,data:data1};if(vErrors === null){vErrors = [err2];}else {vErrors.push(err2);}errors++;}if(data1.length < 1){const err3 = {instancePath:instancePath+"/when",schemaPath:"#/properties/when/minLength",keyword:"minLength",params:{limit: 1},message:"must NOT have fewer than 1 characters",schema:1,parentSchema:schema108.properties.when,data:data1};if(vErrors === null){vErrors = [err3];}else {vErrors.push(err3);}errors++;}}else {const err4 = {instancePath:instancePath+"/when",schemaPath:"#/properties/when/type",keyword:"type",params:{type: "string"},message:"must be string",schema:schema108.properties.when.type,parentSchema:schema108.properties.when,data:data1};if(vErrors === null){vErrors = [err4];}else {vErrors.push(err4);}errors++;}}if(data.onFailure !== undefined){let data2 = data.onFailure;if(typeof data2 !== "string"){const err5 = {instancePath:instancePath+"/onFailure",schemaPath:"#/properties/onFailure/type",keyword:"type",params:{type: "string"},message:"must be string",schema:schema108.properties.onFailure.type,parentSchema:schema108.properties.onFailure,data:data2};if(vErrors === null){vErrors = [err5];}else {vErrors.push(err5);}errors++;}if(!((data2 === "fail") || (data2 === "continue"))){const err6 = {instancePath:instancePath+"/onFailure",schemaPath:"#/properties/onFailure/enum",keyword:"enum",params:{allowedValues: schema108.properties.onFailure.enum},message:"must be equal to one of the allowed values",schema:schema108.properties.onFailure.enum,parentSchema:schema108.properties.onFailure,data:data2};if(vErrors === null){vErrors = [err6];}else {vErrors.push(err6);}errors++;}}}else {const err7 = {instancePath,schemaPath:"#/type",keyword:"type",params:{type: "object"},message:"must be object",schema:schema108.type,parentSchema:schema108,data};if(vErrors === null){vErrors = [err7];}else {vErrors.push(err7);}errors++;}validate352.errors = vErrors;return errors === 0;}validate352.evaluated = {"props":true,"dynamicProps":false,"dynamicItems":false};const schema109 = {"description":"A chain as one part of something larger.","type":"object","additionalProperties":false,"required":["chain"],"properties":{"chain":{"description":"One after the other; each gets the result of the one before.","$ref":"#/$defs/elements","examples":[[{"task":"accounts.create"},{"task":"emails.welcome"}]]}}};const wrapper0 = {validate: validate340};function validate355(data, {instancePath="", parentData, parentDataProperty, rootData=data, dynamicAnchors={}}={}){let vErrors = null;let errors = 0;const evaluated0 = validate355.evaluated;if(evaluated0.dynamicProps){evaluated0.props = undefined;}if(evaluated0.dynamicItems){evaluated0.items = undefined;}if(data && typeof data == "object" && !Array.isArray(data)){if(data.chain === undefined){const err0 = {instancePath,schemaPath:"#/required",keyword:"required",params:{missingProperty: "chain"},message:"must have required property '"+"chain"+"'",schema:schema109.required,parentSchema:schema109,data};if(vErrors === null){vErrors = [err0];}else {vErrors.push(err0);}errors++;}for(const key0 in data){if(!(key0 === "chain")){const err1 = {instancePath,schemaPath:"#/additionalProperties",keyword:"additionalProperties",params:{additionalProperty: key0},message:"must NOT have additional properties",schema:false,parentSchema:schema109,data};if(vErrors === null){vErrors = [err1];}else {vErrors.push(err1);}errors++;}}if(data.chain !== undefined){if(!(wrapper0.validate(data.chain, {instancePath:instancePath+"/chain",parentData:data,parentDataProperty:"chain",rootData,dynamicAnchors}))){vErrors = vErrors === null ? wrapper0.validate.errors : vErrors.concat(wrapper0.validate.errors);errors = vErrors.length;}}}else {const err2 = {instancePath,schemaPath:"#/type",keyword:"type",params:{type: "object"},message:"must be object",schema:schema109.type,parentSchema:schema109,data};if(vErrors === null){vErrors = [err2];}else {vErrors.push(err2);}errors++;}validate355.errors = vErrors;return errors === 0;}validate355.evaluated = {"props":true,"dynamicProps":false,"dynamicItems":false};const schema110 = {"description":"A group as one part of something larger.","type":"object","additionalProperties":false,"required":["group"],"properties":{"group":{"description":"All at once; the result is the list of theirs, in order.","$ref":"#/$defs/elements","examples":[[{"task":"images.resize","with":{"size":1}},{"task":"images.resize","with":{"size":2}}]]}}};function validate357(data, {instancePath="", parentData, parentDataProperty, rootData=data, dynamicAnchors={}}={}){let vErrors = null;let errors = 0;const evaluated0 = validate357.evaluated;if(evaluated0.dynamicProps){evaluated0.props = undefined;}if(evaluated0.dynamicItems){evaluated0.items = undefined;}if(data && typeof data == "object" && !Array.isArray(data)){if(data.group === undefined){const err0 = {instancePath,schemaPath:"#/required",keyword:"required",params:{missingProperty: "group"},message:"must have required property '"+"group"+"'",schema:schema110.required,parentSchema:schema110,data};if(vErrors === null){vErrors = [err0];}else {vErrors.push(err0);}errors++;}for(const key0 in data){if(!(key0 === "group")){const err1 = {instancePath,schemaPath:"#/additionalProperties",keyword:"additionalProperties",params:{additionalProperty: key0},message:"must NOT have additional properties",schema:false,parentSchema:schema110,data};if(vErrors === null){vErrors = [err1];}else {vErrors.push(err1);}errors++;}}if(data.group !== undefined){if(!(wrapper0.validate(data.group, {instancePath:instancePath+"/group",parentData:data,parentDataProperty:"group",rootData,dynamicAnchors}))){vErrors = vErrors === null ? wrapper0.validate.errors : vErrors.concat(wrapper0.validate.errors);errors = vErrors.length;}}}else {const err2 = {instancePath,schemaPath:"#/type",keyword:"type",params:{type: "object"},message:"must be object",schema:schema110.type,parentSchema:schema110,data};if(vErrors === null){vErrors = [err2];}else {vErrors.push(err2);}errors++;}validate357.errors = vErrors;return errors === 0;}validate357.evaluated = {"props":true,"dynamicProps":false,"dynamicItems":false};const schema111 = {"description":"A chord as one part of something larger.","type":"object","additionalProperties":false,"required":["chord"],"properties":{"chord":{"description":"A group, and what follows when all of it has completed, with the list of its results.","$ref":"#/$defs/chord","examples":[{"group":[{"task":"parts.count"}],"then":{"task":"reports.sum","with":{"parts":"${results}"}}}]}}};const schema112 = {"description":"A group, and what follows when all of it has completed.","type":"object","additionalProperties":false,"required":["group","then"],"properties":{"group":{"description":"All at once; the result is the list of theirs, in order.","$ref":"#/$defs/elements","examples":[[{"task":"images.resize","with":{"size":1}},{"task":"images.resize","with":{"size":2}}]]},"then":{"description":"What follows. Without `with` it gets the list of the results.","$ref":"#/$defs/element","examples":[{"task":"reports.sum"}]}}};const wrapper3 = {validate: validate341};function validate360(data, {instancePath="", parentData, parentDataProperty, rootData=data, dynamicAnchors={}}={}){let vErrors = null;let errors = 0;const evaluated0 = validate360.evaluated;if(evaluated0.dynamicProps){evaluated0.props = undefined;}if(evaluated0.dynamicItems){evaluated0.items = undefined;}if(data && typeof data == "object" && !Array.isArray(data)){if(data.group === undefined){const err0 = {instancePath,schemaPath:"#/required",keyword:"required",params:{missingProperty: "group"},message:"must have required property '"+"group"+"'",schema:schema112.required,parentSchema:schema112,data};if(vErrors === null){vErrors = [err0];}else {vErrors.push(err0);}errors++;}if(data.then === undefined){const err1 = {instancePath,schemaPath:"#/required",keyword:"required",params:{missingProperty: "then"},message:"must have required property '"+"then"+"'",schema:schema112.required,parentSchema:schema112,data};if(vErrors === null){vErrors = [err1];}else {vErrors.push(err1);}errors++;}for(const key0 in data){if(!((key0 === "group") || (key0 === "then"))){const err2 = {instancePath,schemaPath:"#/additionalProperties",keyword:"additionalProperties",params:{additionalProperty: key0},message:"must NOT have additional properties",schema:false,parentSchema:schema112,data};if(vErrors === null){vErrors = [err2];}else {vErrors.push(err2);}errors++;}}if(data.group !== undefined){if(!(wrapper0.validate(data.group, {instancePath:instancePath+"/group",parentData:data,parentDataProperty:"group",rootData,dynamicAnchors}))){vErrors = vErrors === null ? wrapper0.validate.errors : vErrors.concat(wrapper0.validate.errors);errors = vErrors.length;}}if(data.then !== undefined){if(!(wrapper3.validate(data.then, {instancePath:instancePath+"/then",parentData:data,parentDataProperty:"then",rootData,dynamicAnchors}))){vErrors = vErrors === null ? wrapper3.validate.errors : vErrors.concat(wrapper3.validate.errors);errors = vErrors.length;}}}else {const err3 = {instancePath,schemaPath:"#/type",keyword:"type",params:{type: "object"},message:"must be object",schema:schema112.type,parentSchema:schema112,data};if(vErrors === null){vErrors = [err3];}else {vErrors.push(err3);}errors++;}validate360.errors = vErrors;return errors === 0;}validate360.evaluated = {"props":true,"dynamicProps":false,"dynamicItems":false};function validate359(data, {instancePath="", parentData, parentDataProperty, rootData=data, dynamicAnchors={}}={}){let vErrors = null;let errors = 0;const evaluated0 = validate359.evaluated;if(evaluated0.dynamicProps){evaluated0.props = undefined;}if(evaluated0.dynamicItems){evaluated0.items = undefined;}if(data && typeof data == "object" && !Array.isArray(data)){if(data.chord === undefined){const err0 = {instancePath,schemaPath:"#/required",keyword:"required",params:{missingProperty: "chord"},message:"must have required property '"+"chord"+"'",schema:schema111.required,parentSchema:schema111,data};if(vErrors === null){vErrors = [err0];}else {vErrors.push(err0);}errors++;}for(const key0 in data){if(!(key0 === "chord")){const err1 = {instancePath,schemaPath:"#/additionalProperties",keyword:"additionalProperties",params:{additionalProperty: key0},message:"must NOT have additional properties",schema:false,parentSchema:schema111,data};if(vErrors === null){vErrors = [err1];}else {vErrors.push(err1);}errors++;}}if(data.chord !== undefined){if(!(validate360(data.chord, {instancePath:instancePath+"/chord",parentData:data,parentDataProperty:"chord",rootData,dynamicAnchors}))){vErrors = vErrors === null ? validate360.errors : vErrors.concat(validate360.errors);errors = vErrors.length;}}}else {const err2 = {instancePath,schemaPath:"#/type",keyword:"type",params:{type: "object"},message:"must be object",schema:schema111.type,parentSchema:schema111,data};if(vErrors === null){vErrors = [err2];}else {vErrors.push(err2);}errors++;}validate359.errors = vErrors;return errors === 0;}validate359.evaluated = {"props":true,"dynamicProps":false,"dynamicItems":false};const schema113 = {"description":"A map as one part of something larger.","type":"object","additionalProperties":false,"required":["map"],"properties":{"map":{"description":"A task, done for each item of a list.","$ref":"#/$defs/map","examples":[{"task":"emails.send","over":"${input.recipients}","with":{"to":"${item}"},"chunk":50,"concurrency":10}]}}};const schema114 = {"description":"A task for each item of a list.","type":"object","additionalProperties":false,"required":["task"],"properties":{"task":{"description":"The task.","$ref":"#/$defs/name","x-ref":"tasks","examples":["etl.extract"]},"over":{"x-template":["input","steps","run","results"],"description":"Template of the list. Without it: the result of what stands before, and the input of the run where nothing does.","examples":["${input.recipients}"]},"with":{"x-template":["input","steps","run","results","item","index"],"description":"Template of the payload of one; `item` is the item, `index` its place from 0. Without it: the item.","examples":[{"file":"${item}"}]},"concurrency":{"description":"Items at once. Without it all.","type":"integer","minimum":1,"maximum":100000,"examples":[8]},"chunk":{"description":"So many items together, as one list, which `item` is then.","type":"integer","minimum":1,"maximum":100000,"examples":[50]},"when":{"description":"When it begins, once all that it needs is over: `success` (all of it completed, or may fail), `failure` (something failed in it, or before it), `always`; or, where `success` holds, a condition: `steps.extract.result.total > 10`, or a template, which holds unless it gives null, false, 0, an empty text or `false`. A step whose condition does not hold is passed over, and what needs its success too.","title":"success, failure, always, a condition or a template","x-template":["input","steps","run","results"],"type":"string","minLength":1,"maxLength":1000,"default":"success","examples":["failure","steps.extract.result.total > 10","${steps.extract.result.big}"]},"onFailure":{"description":"What follows when it fails, an item of a forEach too: `fail` ends the step, the steps behind it are passed over and the run fails; `continue` lets the other items and the steps behind it go on.","type":"string","enum":["fail","continue"],"default":"fail","examples":["continue"]},"retry":{"description":"Name of a retry policy, or a policy written here, for this step. Without it: that of the task.","anyOf":[{"$ref":"#/$defs/name","x-ref":"retryPolicies"},{"$ref":"#/$defs/retryPolicy"}],"examples":["standard",{"maxAttempts":2}]},"timeout":{"description":"Time limits of an attempt in this step: one value is the hard limit, `none` lifts those of the task. It replaces the limits of the task as a whole.","$ref":"#/$defs/timeout","examples":["60s",{"soft":"50s","hard":"60s"}]},"queue":{"description":"Queue of the jobs of this step. Without it: that of the task.","$ref":"#/$defs/name","x-ref":"queues","examples":["slow"]},"priority":{"description":"Of the jobs of this step: 0 to 9, smaller runs sooner. Without it: that of the task.","type":"integer","minimum":0,"maximum":9,"examples":[7]}}};function validate364(data, {instancePath="", parentData, parentDataProperty, rootData=data, dynamicAnchors={}}={}){let vErrors = null;let errors = 0;const evaluated0 = validate364.evaluated;if(evaluated0.dynamicProps){evaluated0.props = undefined;}if(evaluated0.dynamicItems){evaluated0.items = undefined;}if(data && typeof data == "object" && !Array.isArray(data)){if(data.task === undefined){const err0 = {instancePath,schemaPath:"#/required",keyword:"required",params:{missingProperty: "task"},message:"must have required property '"+"task"+"'",schema:schema114.required,parentSchema:schema114,data};if(vErrors === null){vErrors = [err0];}else {vErrors.push(err0);}errors++;}for(const key0 in data){if(!(func1.call(schema114.properties, key0))){const err1 = {instancePath,schemaPath:"#/additionalProperties",keyword:"additionalProperties",params:{additionalProperty: key0},message:"must NOT have additional properties",schema:false,parentSchema:schema114,data};if(vErrors === null){vErrors = [err1];}else {vErrors.push(err1);}errors++;}}if(data.task !== undefined){if(!(validate53(data.task, {instancePath:instancePath+"/task",parentData:data,parentDataProperty:"task",rootData,dynamicAnchors}))){vErrors = vErrors === null ? validate53.errors : vErrors.concat(validate53.errors);errors = vErrors.length;}}if(data.concurrency !== undefined){let data1 = data.concurrency;if(!(((typeof data1 == "number") && (!(data1 % 1) && !isNaN(data1))) && (isFinite(data1)))){const err2 = {instancePath:instancePath+"/concurrency",schemaPath:"#/properties/concurrency/type",keyword:"type",params:{type: "integer"},message:"must be integer",schema:schema114.properties.concurrency.type,parentSchema:schema114.properties.concurrency,data:data1};if(vErrors === null){vErrors = [err2];}else {vErrors.push(err2);}errors++;}if((typeof data1 == "number") && (isFinite(data1))){if(data1 > 100000 || isNaN(data1)){const err3 = {instancePath:instancePath+"/concurrency",schemaPath:"#/properties/concurrency/maximum",keyword:"maximum",params:{comparison: "<=", limit: 100000},message:"must be <= 100000",schema:100000,parentSchema:schema114.properties.concurrency,data:data1};if(vErrors === null){vErrors = [err3];}else {vErrors.push(err3);}errors++;}if(data1 < 1 || isNaN(data1)){const err4 = {instancePath:instancePath+"/concurrency",schemaPath:"#/properties/concurrency/minimum",keyword:"minimum",params:{comparison: ">=", limit: 1},message:"must be >= 1",schema:1,parentSchema:schema114.properties.concurrency,data:data1};if(vErrors === null){vErrors = [err4];}else {vErrors.push(err4);}errors++;}}}if(data.chunk !== undefined){let data2 = data.chunk;if(!(((typeof data2 == "number") && (!(data2 % 1) && !isNaN(data2))) && (isFinite(data2)))){const err5 = {instancePath:instancePath+"/chunk",schemaPath:"#/properties/chunk/type",keyword:"type",params:{type: "integer"},message:"must be integer",schema:schema114.properties.chunk.type,parentSchema:schema114.properties.chunk,data:data2};if(vErrors === null){vErrors = [err5];}else {vErrors.push(err5);}errors++;}if((typeof data2 == "number") && (isFinite(data2))){if(data2 > 100000 || isNaN(data2)){const err6 = {instancePath:instancePath+"/chunk",schemaPath:"#/properties/chunk/maximum",keyword:"maximum",params:{comparison: "<=", limit: 100000},message:"must be <= 100000",schema:100000,parentSchema:schema114.properties.chunk,data:data2};if(vErrors === null){vErrors = [err6];}else {vErrors.push(err6);}errors++;}if(data2 < 1 || isNaN(data2)){const err7 = {instancePath:instancePath+"/chunk",schemaPath:"#/properties/chunk/minimum",keyword:"minimum",params:{comparison: ">=", limit: 1},message:"must be >= 1",schema:1,parentSchema:schema114.properties.chunk,data:data2};if(vErrors === null){vErrors = [err7];}else {vErrors.push(err7);}errors++;}}}if(data.when !== undefined){let data3 = data.when;if(typeof data3 === "string"){if(data3.length > 1000){const err8 = {instancePath:instancePath+"/when",schemaPath:"#/properties/when/maxLength",keyword:"maxLength",params:{limit: 1000},message:"must NOT have more than 1000 characters",schema:1000,parentSchema:schema114.properties.when,data:data3};if(vErrors === null){vErrors = [err8];}else {vErrors.push(err8);}errors++;}if(data3.length < 1){const err9 = {instancePath:instancePath+"/when",schemaPath:"#/properties/when/minLength",keyword:"minLength",params:{limit: 1},message:"must NOT have fewer than 1 characters",schema:1,parentSchema:schema114.properties.when,data:data3};if(vErrors === null){vErrors = [err9];}else {vErrors.push(err9);}errors++;}}else {const err10 = {instancePath:instancePath+"/when",schemaPath:"#/properties/when/type",keyword:"type",params:{type: "string"},message:"must be string",schema:schema114.properties.when.type,parentSchema:schema114.properties.when,data:data3};if(vErrors === null){vErrors = [err10];}else {vErrors.push(err10);}errors++;}}if(data.onFailure !== undefined){let data4 = data.onFailure;if(typeof data4 !== "string"){const err11 = {instancePath:instancePath+"/onFailure",schemaPath:"#/properties/onFailure/type",keyword:"type",params:{type: "string"},message:"must be string",schema:schema114.properties.onFailure.type,parentSchema:schema114.properties.onFailure,data:data4};if(vErrors === null){vErrors = [err11];}else {vErrors.push(err11);}errors++;}if(!((data4 === "fail") || (data4 === "continue"))){const err12 = {instancePath:instancePath+"/onFailure",schemaPath:"#/properties/onFailure/enum",keyword:"enum",params:{allowedValues: schema114.properties.onFailure.enum},message:"must be equal to one of the allowed values",schema:schema114.properties.onFailure.enum,parentSchema:schema114.properties.onFailure,data:data4};if(vErrors === null){vErrors = [err12];}else {vErrors.push(err12);}errors++;}}if(data.retry !== undefined){let data5 = data.retry;const _errs12 = errors;let valid1 = false;const _errs13 = errors;if(!(validate53(data5, {instancePath:instancePath+"/retry",parentData:data,parentDataProperty:"retry",rootData,dynamicAnchors}))){vErrors = vErrors === null ? validate53.errors : vErrors.concat(validate53.errors);errors = vErrors.length;}var _valid0 = _errs13 === errors;valid1 = valid1 || _valid0;const _errs14 = errors;if(!(validate112(data5, {instancePath:instancePath+"/retry",parentData:data,parentDataProperty:"retry",rootData,dynamicAnchors}))){vErrors = vErrors === null ? validate112.errors : vErrors.concat(validate112.errors);errors = vErrors.length;}var _valid0 = _errs14 === errors;valid1 = valid1 || _valid0;if(!valid1){const err13 = {instancePath:instancePath+"/retry",schemaPath:"#/properties/retry/anyOf",keyword:"anyOf",params:{},message:"must match a schema in anyOf",schema:schema114.properties.retry.anyOf,parentSchema:schema114.properties.retry,data:data5};if(vErrors === null){vErrors = [err13];}else {vErrors.push(err13);}errors++;}else {errors = _errs12;if(vErrors !== null){if(_errs12){vErrors.length = _errs12;}else {vErrors = null;}}}}if(data.timeout !== undefined){if(!(validate68(data.timeout, {instancePath:instancePath+"/timeout",parentData:data,parentDataProperty:"timeout",rootData,dynamicAnchors}))){vErrors = vErrors === null ? validate68.errors : vErrors.concat(validate68.errors);errors = vErrors.length;}}if(data.queue !== undefined){if(!(validate53(data.queue, {instancePath:instancePath+"/queue",parentData:data,parentDataProperty:"queue",rootData,dynamicAnchors}))){vErrors = vErrors === null ? validate53.errors : vErrors.concat(validate53.errors);errors = vErrors.length;}}if(data.priority !== undefined){let data8 = data.priority;if(!(((typeof data8 == "number") && (!(data8 % 1) && !isNaN(data8))) && (isFinite(data8)))){const err14 = {instancePath:instancePath+"/priority",schemaPath:"#/properties/priority/type",keyword:"type",params:{type: "integer"},message:"must be integer",schema:schema114.properties.priority.type,parentSchema:schema114.properties.priority,data:data8};if(vErrors === null){vErrors = [err14];}else {vErrors.push(err14);}errors++;}if((typeof data8 == "number") && (isFinite(data8))){if(data8 > 9 || isNaN(data8)){const err15 = {instancePath:instancePath+"/priority",schemaPath:"#/properties/priority/maximum",keyword:"maximum",params:{comparison: "<=", limit: 9},message:"must be <= 9",schema:9,parentSchema:schema114.properties.priority,data:data8};if(vErrors === null){vErrors = [err15];}else {vErrors.push(err15);}errors++;}if(data8 < 0 || isNaN(data8)){const err16 = {instancePath:instancePath+"/priority",schemaPath:"#/properties/priority/minimum",keyword:"minimum",params:{comparison: ">=", limit: 0},message:"must be >= 0",schema:0,parentSchema:schema114.properties.priority,data:data8};if(vErrors === null){vErrors = [err16];}else {vErrors.push(err16);}errors++;}}}}else {const err17 = {instancePath,schemaPath:"#/type",keyword:"type",params:{type: "object"},message:"must be object",schema:schema114.type,parentSchema:schema114,data};if(vErrors === null){vErrors = [err17];}else {vErrors.push(err17);}errors++;}validate364.errors = vErrors;return errors === 0;}validate364.evaluated = {"props":true,"dynamicProps":false,"dynamicItems":false};function validate363(data, {instancePath="", parentData, parentDataProperty, rootData=data, dynamicAnchors={}}={}){let vErrors = null;let errors = 0;const evaluated0 = validate363.evaluated;if(evaluated0.dynamicProps){evaluated0.props = undefined;}if(evaluated0.dynamicItems){evaluated0.items = undefined;}if(data && typeof data == "object" && !Array.isArray(data)){if(data.map === undefined){const err0 = {instancePath,schemaPath:"#/required",keyword:"required",params:{missingProperty: "map"},message:"must have required property '"+"map"+"'",schema:schema113.required,parentSchema:schema113,data};if(vErrors === null){vErrors = [err0];}else {vErrors.push(err0);}errors++;}for(const key0 in data){if(!(key0 === "map")){const err1 = {instancePath,schemaPath:"#/additionalProperties",keyword:"additionalProperties",params:{additionalProperty: key0},message:"must NOT have additional properties",schema:false,parentSchema:schema113,data};if(vErrors === null){vErrors = [err1];}else {vErrors.push(err1);}errors++;}}if(data.map !== undefined){if(!(validate364(data.map, {instancePath:instancePath+"/map",parentData:data,parentDataProperty:"map",rootData,dynamicAnchors}))){vErrors = vErrors === null ? validate364.errors : vErrors.concat(validate364.errors);errors = vErrors.length;}}}else {const err2 = {instancePath,schemaPath:"#/type",keyword:"type",params:{type: "object"},message:"must be object",schema:schema113.type,parentSchema:schema113,data};if(vErrors === null){vErrors = [err2];}else {vErrors.push(err2);}errors++;}validate363.errors = vErrors;return errors === 0;}validate363.evaluated = {"props":true,"dynamicProps":false,"dynamicItems":false};function validate341(data, {instancePath="", parentData, parentDataProperty, rootData=data, dynamicAnchors={}}={}){let vErrors = null;let errors = 0;const evaluated0 = validate341.evaluated;if(evaluated0.dynamicProps){evaluated0.props = undefined;}if(evaluated0.dynamicItems){evaluated0.items = undefined;}const _errs0 = errors;let valid0 = false;const _errs1 = errors;if(!(validate342(data, {instancePath,parentData,parentDataProperty,rootData,dynamicAnchors}))){vErrors = vErrors === null ? validate342.errors : vErrors.concat(validate342.errors);errors = vErrors.length;}var _valid0 = _errs1 === errors;valid0 = valid0 || _valid0;if(_valid0){var props0 = true;}const _errs2 = errors;if(!(validate349(data, {instancePath,parentData,parentDataProperty,rootData,dynamicAnchors}))){vErrors = vErrors === null ? validate349.errors : vErrors.concat(validate349.errors);errors = vErrors.length;}var _valid0 = _errs2 === errors;valid0 = valid0 || _valid0;if(_valid0){if(props0 !== true){props0 = true;}}const _errs3 = errors;if(!(validate352(data, {instancePath,parentData,parentDataProperty,rootData,dynamicAnchors}))){vErrors = vErrors === null ? validate352.errors : vErrors.concat(validate352.errors);errors = vErrors.length;}var _valid0 = _errs3 === errors;valid0 = valid0 || _valid0;if(_valid0){if(props0 !== true){props0 = true;}}const _errs4 = errors;if(!(validate355(data, {instancePath,parentData,parentDataProperty,rootData,dynamicAnchors}))){vErrors = vErrors === null ? validate355.errors : vErrors.concat(validate355.errors);errors = vErrors.length;}var _valid0 = _errs4 === errors;valid0 = valid0 || _valid0;if(_valid0){if(props0 !== true){props0 = true;}}const _errs5 = errors;if(!(validate357(data, {instancePath,parentData,parentDataProperty,rootData,dynamicAnchors}))){vErrors = vErrors === null ? validate357.errors : vErrors.concat(validate357.errors);errors = vErrors.length;}var _valid0 = _errs5 === errors;valid0 = valid0 || _valid0;if(_valid0){if(props0 !== true){props0 = true;}}const _errs6 = errors;if(!(validate359(data, {instancePath,parentData,parentDataProperty,rootData,dynamicAnchors}))){vErrors = vErrors === null ? validate359.errors : vErrors.concat(validate359.errors);errors = vErrors.length;}var _valid0 = _errs6 === errors;valid0 = valid0 || _valid0;if(_valid0){if(props0 !== true){props0 = true;}}const _errs7 = errors;if(!(validate363(data, {instancePath,parentData,parentDataProperty,rootData,dynamicAnchors}))){vErrors = vErrors === null ? validate363.errors : vErrors.concat(validate363.errors);errors = vErrors.length;}var _valid0 = _errs7 === errors;valid0 = valid0 || _valid0;if(_valid0){if(props0 !== true){props0 = true;}}if(!valid0){const err0 = {instancePath,schemaPath:"#/anyOf",keyword:"anyOf",params:{},message:"must match a schema in anyOf",schema:schema105.anyOf,parentSchema:schema105,data};if(vErrors === null){vErrors = [err0];}else {vErrors.push(err0);}errors++;}else {errors = _errs0;if(vErrors !== null){if(_errs0){vErrors.length = _errs0;}else {vErrors = null;}}}validate341.errors = vErrors;evaluated0.props = props0;return errors === 0;}validate341.evaluated = {"dynamicProps":true,"dynamicItems":false};function validate340(data, {instancePath="", parentData, parentDataProperty, rootData=data, dynamicAnchors={}}={}){let vErrors = null;let errors = 0;const evaluated0 = validate340.evaluated;if(evaluated0.dynamicProps){evaluated0.props = undefined;}if(evaluated0.dynamicItems){evaluated0.items = undefined;}if(Array.isArray(data)){if(data.length > 1000){const err0 = {instancePath,schemaPath:"#/maxItems",keyword:"maxItems",params:{limit: 1000},message:"must NOT have more than 1000 items",schema:1000,parentSchema:schema104,data};if(vErrors === null){vErrors = [err0];}else {vErrors.push(err0);}errors++;}if(data.length < 1){const err1 = {instancePath,schemaPath:"#/minItems",keyword:"minItems",params:{limit: 1},message:"must NOT have fewer than 1 items",schema:1,parentSchema:schema104,data};if(vErrors === null){vErrors = [err1];}else {vErrors.push(err1);}errors++;}const len0 = data.length;for(let i0=0; i0<len0; i0++){if(!(validate341(data[i0], {instancePath:instancePath+"/" + i0,parentData:data,parentDataProperty:i0,rootData,dynamicAnchors}))){vErrors = vErrors === null ? validate341.errors : vErrors.concat(validate341.errors);errors = vErrors.length;}}}else {const err2 = {instancePath,schemaPath:"#/type",keyword:"type",params:{type: "array"},message:"must be array",schema:schema104.type,parentSchema:schema104,data};if(vErrors === null){vErrors = [err2];}else {vErrors.push(err2);}errors++;}validate340.errors = vErrors;return errors === 0;}validate340.evaluated = {"items":true,"dynamicProps":false,"dynamicItems":false};function validate337(data, {instancePath="", parentData, parentDataProperty, rootData=data, dynamicAnchors={}}={}){let vErrors = null;let errors = 0;const evaluated0 = validate337.evaluated;if(evaluated0.dynamicProps){evaluated0.props = undefined;}if(evaluated0.dynamicItems){evaluated0.items = undefined;}if(data && typeof data == "object" && !Array.isArray(data)){if(data.chain === undefined){const err0 = {instancePath,schemaPath:"#/required",keyword:"required",params:{missingProperty: "chain"},message:"must have required property '"+"chain"+"'",schema:schema103.required,parentSchema:schema103,data};if(vErrors === null){vErrors = [err0];}else {vErrors.push(err0);}errors++;}for(const key0 in data){if(!((((((key0 === "description") || (key0 === "input")) || (key0 === "output")) || (key0 === "on")) || (key0 === "tags")) || (key0 === "chain"))){const err1 = {instancePath,schemaPath:"#/additionalProperties",keyword:"additionalProperties",params:{additionalProperty: key0},message:"must NOT have additional properties",schema:false,parentSchema:schema103,data};if(vErrors === null){vErrors = [err1];}else {vErrors.push(err1);}errors++;}}if(data.description !== undefined){let data0 = data.description;if(typeof data0 === "string"){if(data0.length > 2000){const err2 = {instancePath:instancePath+"/description",schemaPath:"#/properties/description/maxLength",keyword:"maxLength",params:{limit: 2000},message:"must NOT have more than 2000 characters",schema:2000,parentSchema:schema103.properties.description,data:data0};if(vErrors === null){vErrors = [err2];}else {vErrors.push(err2);}errors++;}}else {const err3 = {instancePath:instancePath+"/description",schemaPath:"#/properties/description/type",keyword:"type",params:{type: "string"},message:"must be string",schema:schema103.properties.description.type,parentSchema:schema103.properties.description,data:data0};if(vErrors === null){vErrors = [err3];}else {vErrors.push(err3);}errors++;}}if(data.input !== undefined){if(!(validate183(data.input, {instancePath:instancePath+"/input",parentData:data,parentDataProperty:"input",rootData,dynamicAnchors}))){vErrors = vErrors === null ? validate183.errors : vErrors.concat(validate183.errors);errors = vErrors.length;}}if(data.on !== undefined){if(!(validate320(data.on, {instancePath:instancePath+"/on",parentData:data,parentDataProperty:"on",rootData,dynamicAnchors}))){vErrors = vErrors === null ? validate320.errors : vErrors.concat(validate320.errors);errors = vErrors.length;}}if(data.tags !== undefined){let data3 = data.tags;if(Array.isArray(data3)){if(data3.length > 20){const err4 = {instancePath:instancePath+"/tags",schemaPath:"#/properties/tags/maxItems",keyword:"maxItems",params:{limit: 20},message:"must NOT have more than 20 items",schema:20,parentSchema:schema103.properties.tags,data:data3};if(vErrors === null){vErrors = [err4];}else {vErrors.push(err4);}errors++;}const len0 = data3.length;for(let i0=0; i0<len0; i0++){let data4 = data3[i0];if(typeof data4 === "string"){if(!pattern19.test(data4)){const err5 = {instancePath:instancePath+"/tags/" + i0,schemaPath:"#/properties/tags/items/pattern",keyword:"pattern",params:{pattern: "^[A-Za-z0-9][A-Za-z0-9_.:-]{0,63}$"},message:"must match pattern \""+"^[A-Za-z0-9][A-Za-z0-9_.:-]{0,63}$"+"\"",schema:"^[A-Za-z0-9][A-Za-z0-9_.:-]{0,63}$",parentSchema:schema103.properties.tags.items,data:data4};if(vErrors === null){vErrors = [err5];}else {vErrors.push(err5);}errors++;}}else {const err6 = {instancePath:instancePath+"/tags/" + i0,schemaPath:"#/properties/tags/items/type",keyword:"type",params:{type: "string"},message:"must be string",schema:schema103.properties.tags.items.type,parentSchema:schema103.properties.tags.items,data:data4};if(vErrors === null){vErrors = [err6];}else {vErrors.push(err6);}errors++;}}let i1 = data3.length;let j0;if(i1 > 1){const indices0 = {};for(;i1--;){let item0 = data3[i1];if(typeof item0 !== "string"){continue;}if(typeof indices0[item0] == "number"){j0 = indices0[item0];const err7 = {instancePath:instancePath+"/tags",schemaPath:"#/properties/tags/uniqueItems",keyword:"uniqueItems",params:{i: i1, j: j0},message:"must NOT have duplicate items (items ## "+j0+" and "+i1+" are identical)",schema:true,parentSchema:schema103.properties.tags,data:data3};if(vErrors === null){vErrors = [err7];}else {vErrors.push(err7);}errors++;break;}indices0[item0] = i1;}}}else {const err8 = {instancePath:instancePath+"/tags",schemaPath:"#/properties/tags/type",keyword:"type",params:{type: "array"},message:"must be array",schema:schema103.properties.tags.type,parentSchema:schema103.properties.tags,data:data3};if(vErrors === null){vErrors = [err8];}else {vErrors.push(err8);}errors++;}}if(data.chain !== undefined){if(!(validate340(data.chain, {instancePath:instancePath+"/chain",parentData:data,parentDataProperty:"chain",rootData,dynamicAnchors}))){vErrors = vErrors === null ? validate340.errors : vErrors.concat(validate340.errors);errors = vErrors.length;}}}else {const err9 = {instancePath,schemaPath:"#/type",keyword:"type",params:{type: "object"},message:"must be object",schema:schema103.type,parentSchema:schema103,data};if(vErrors === null){vErrors = [err9];}else {vErrors.push(err9);}errors++;}validate337.errors = vErrors;return errors === 0;}validate337.evaluated = {"props":true,"dynamicProps":false,"dynamicItems":false};const schema115 = {"description":"Steps that run at once.","type":"object","additionalProperties":false,"required":["group"],"properties":{"description":{"description":"What it does, for people.","type":"string","maxLength":2000,"examples":["The digest of the night."]},"input":{"description":"JSON Schema (2020-12) of what a run is given. Without it anything goes.","$ref":"#/$defs/jsonSchema","examples":[{"type":"object","required":["recipients"]}]},"output":{"x-template":["input","steps","run"],"description":"Template of the result of a run that completed. Without it: the result of the last step, as it is written; of a group the list of all, in order.","examples":["${steps.publish.result}"]},"on":{"description":"Hooks: what is told of the end of its runs, and to whom.","$ref":"#/$defs/workflowHooks","examples":[{"failure":{"task":"ops.alert","with":{"text":"${error.message}"}}}]},"tags":{"description":"Words that all its runs carry, to find them by.","type":"array","maxItems":20,"uniqueItems":true,"items":{"title":"a word of letters, digits, `_`, `.`, `:` and `-`, at most 64","type":"string","pattern":"^[A-Za-z0-9][A-Za-z0-9_.:-]{0,63}$","examples":["mail"]},"default":[],"examples":[["nightly"]]},"group":{"description":"All at once; the result is the list of theirs, in order.","$ref":"#/$defs/elements","examples":[[{"task":"images.resize","with":{"size":1}},{"task":"images.resize","with":{"size":2}}]]}}};function validate375(data, {instancePath="", parentData, parentDataProperty, rootData=data, dynamicAnchors={}}={}){let vErrors = null;let errors = 0;const evaluated0 = validate375.evaluated;if(evaluated0.dynamicProps){evaluated0.props = undefined;}if(evaluated0.dynamicItems){evaluated0.items = undefined;}if(data && typeof data == "object" && !Array.isArray(data)){if(data.group === undefined){const err0 = {instancePath,schemaPath:"#/required",keyword:"required",params:{missingProperty: "group"},message:"must have required property '"+"group"+"'",schema:schema115.required,parentSchema:schema115,data};if(vErrors === null){vErrors = [err0];}else {vErrors.push(err0);}errors++;}for(const key0 in data){if(!((((((key0 === "description") || (key0 === "input")) || (key0 === "output")) || (key0 === "on")) || (key0 === "tags")) || (key0 === "group"))){const err1 = {instancePath,schemaPath:"#/additionalProperties",keyword:"additionalProperties",params:{additionalProperty: key0},message:"must NOT have additional properties",schema:false,parentSchema:schema115,data};if(vErrors === null){vErrors = [err1];}else {vErrors.push(err1);}errors++;}}if(data.description !== undefined){let data0 = data.description;if(typeof data0 === "string"){if(data0.length > 2000){const err2 = {instancePath:instancePath+"/description",schemaPath:"#/properties/description/maxLength",keyword:"maxLength",params:{limit: 2000},message:"must NOT have more than 2000 characters",schema:2000,parentSchema:schema115.properties.description,data:data0};if(vErrors === null){vErrors = [err2];}else {vErrors.push(err2);}errors++;}}else {const err3 = {instancePath:instancePath+"/description",schemaPath:"#/properties/description/type",keyword:"type",params:{type: "string"},message:"must be string",schema:schema115.properties.description.type,parentSchema:schema115.properties.description,data:data0};if(vErrors === null){vErrors = [err3];}else {vErrors.push(err3);}errors++;}}if(data.input !== undefined){if(!(validate183(data.input, {instancePath:instancePath+"/input",parentData:data,parentDataProperty:"input",rootData,dynamicAnchors}))){vErrors = vErrors === null ? validate183.errors : vErrors.concat(validate183.errors);errors = vErrors.length;}}if(data.on !== undefined){if(!(validate320(data.on, {instancePath:instancePath+"/on",parentData:data,parentDataProperty:"on",rootData,dynamicAnchors}))){vErrors = vErrors === null ? validate320.errors : vErrors.concat(validate320.errors);errors = vErrors.length;}}if(data.tags !== undefined){let data3 = data.tags;if(Array.isArray(data3)){if(data3.length > 20){const err4 = {instancePath:instancePath+"/tags",schemaPath:"#/properties/tags/maxItems",keyword:"maxItems",params:{limit: 20},message:"must NOT have more than 20 items",schema:20,parentSchema:schema115.properties.tags,data:data3};if(vErrors === null){vErrors = [err4];}else {vErrors.push(err4);}errors++;}const len0 = data3.length;for(let i0=0; i0<len0; i0++){let data4 = data3[i0];if(typeof data4 === "string"){if(!pattern19.test(data4)){const err5 = {instancePath:instancePath+"/tags/" + i0,schemaPath:"#/properties/tags/items/pattern",keyword:"pattern",params:{pattern: "^[A-Za-z0-9][A-Za-z0-9_.:-]{0,63}$"},message:"must match pattern \""+"^[A-Za-z0-9][A-Za-z0-9_.:-]{0,63}$"+"\"",schema:"^[A-Za-z0-9][A-Za-z0-9_.:-]{0,63}$",parentSchema:schema115.properties.tags.items,data:data4};if(vErrors === null){vErrors = [err5];}else {vErrors.push(err5);}errors++;}}else {const err6 = {instancePath:instancePath+"/tags/" + i0,schemaPath:"#/properties/tags/items/type",keyword:"type",params:{type: "string"},message:"must be string",schema:schema115.properties.tags.items.type,parentSchema:schema115.properties.tags.items,data:data4};if(vErrors === null){vErrors = [err6];}else {vErrors.push(err6);}errors++;}}let i1 = data3.length;let j0;if(i1 > 1){const indices0 = {};for(;i1--;){let item0 = data3[i1];if(typeof item0 !== "string"){continue;}if(typeof indices0[item0] == "number"){j0 = indices0[item0];const err7 = {instancePath:instancePath+"/tags",schemaPath:"#/properties/tags/uniqueItems",keyword:"uniqueItems",params:{i: i1, j: j0},message:"must NOT have duplicate items (items ## "+j0+" and "+i1+" are identical)",schema:true,parentSchema:schema115.properties.tags,data:data3};if(vErrors === null){vErrors = [err7];}else {vErrors.push(err7);}errors++;break;}indices0[item0] = i1;}}}else {const err8 = {instancePath:instancePath+"/tags",schemaPath:"#/properties/tags/type",keyword:"type",params:{type: "array"},message:"must be array",schema:schema115.properties.tags.type,parentSchema:schema115.properties.tags,data:data3};if(vErrors === null){vErrors = [err8];}else {vErrors.push(err8);}errors++;}}if(data.group !== undefined){if(!(validate340(data.group, {instancePath:instancePath+"/group",parentData:data,parentDataProperty:"group",rootData,dynamicAnchors}))){vErrors = vErrors === null ? validate340.errors : vErrors.concat(validate340.errors);errors = vErrors.length;}}}else {const err9 = {instancePath,schemaPath:"#/type",keyword:"type",params:{type: "object"},message:"must be object",schema:schema115.type,parentSchema:schema115,data};if(vErrors === null){vErrors = [err9];}else {vErrors.push(err9);}errors++;}validate375.errors = vErrors;return errors === 0;}validate375.evaluated = {"props":true,"dynamicProps":false,"dynamicItems":false};const schema116 = {"description":"A group, and what follows when all of it has completed.","type":"object","additionalProperties":false,"required":["chord"],"properties":{"description":{"description":"What it does, for people.","type":"string","maxLength":2000,"examples":["The digest of the night."]},"input":{"description":"JSON Schema (2020-12) of what a run is given. Without it anything goes.","$ref":"#/$defs/jsonSchema","examples":[{"type":"object","required":["recipients"]}]},"output":{"x-template":["input","steps","run"],"description":"Template of the result of a run that completed. Without it: the result of the last step, as it is written; of a group the list of all, in order.","examples":["${steps.publish.result}"]},"on":{"description":"Hooks: what is told of the end of its runs, and to whom.","$ref":"#/$defs/workflowHooks","examples":[{"failure":{"task":"ops.alert","with":{"text":"${error.message}"}}}]},"tags":{"description":"Words that all its runs carry, to find them by.","type":"array","maxItems":20,"uniqueItems":true,"items":{"title":"a word of letters, digits, `_`, `.`, `:` and `-`, at most 64","type":"string","pattern":"^[A-Za-z0-9][A-Za-z0-9_.:-]{0,63}$","examples":["mail"]},"default":[],"examples":[["nightly"]]},"chord":{"description":"A group, and what follows when all of it has completed, with the list of its results.","$ref":"#/$defs/chord","examples":[{"group":[{"task":"parts.count"}],"then":{"task":"reports.sum","with":{"parts":"${results}"}}}]}}};function validate380(data, {instancePath="", parentData, parentDataProperty, rootData=data, dynamicAnchors={}}={}){let vErrors = null;let errors = 0;const evaluated0 = validate380.evaluated;if(evaluated0.dynamicProps){evaluated0.props = undefined;}if(evaluated0.dynamicItems){evaluated0.items = undefined;}if(data && typeof data == "object" && !Array.isArray(data)){if(data.chord === undefined){const err0 = {instancePath,schemaPath:"#/required",keyword:"required",params:{missingProperty: "chord"},message:"must have required property '"+"chord"+"'",schema:schema116.required,parentSchema:schema116,data};if(vErrors === null){vErrors = [err0];}else {vErrors.push(err0);}errors++;}for(const key0 in data){if(!((((((key0 === "description") || (key0 === "input")) || (key0 === "output")) || (key0 === "on")) || (key0 === "tags")) || (key0 === "chord"))){const err1 = {instancePath,schemaPath:"#/additionalProperties",keyword:"additionalProperties",params:{additionalProperty: key0},message:"must NOT have additional properties",schema:false,parentSchema:schema116,data};if(vErrors === null){vErrors = [err1];}else {vErrors.push(err1);}errors++;}}if(data.description !== undefined){let data0 = data.description;if(typeof data0 === "string"){if(data0.length > 2000){const err2 = {instancePath:instancePath+"/description",schemaPath:"#/properties/description/maxLength",keyword:"maxLength",params:{limit: 2000},message:"must NOT have more than 2000 characters",schema:2000,parentSchema:schema116.properties.description,data:data0};if(vErrors === null){vErrors = [err2];}else {vErrors.push(err2);}errors++;}}else {const err3 = {instancePath:instancePath+"/description",schemaPath:"#/properties/description/type",keyword:"type",params:{type: "string"},message:"must be string",schema:schema116.properties.description.type,parentSchema:schema116.properties.description,data:data0};if(vErrors === null){vErrors = [err3];}else {vErrors.push(err3);}errors++;}}if(data.input !== undefined){if(!(validate183(data.input, {instancePath:instancePath+"/input",parentData:data,parentDataProperty:"input",rootData,dynamicAnchors}))){vErrors = vErrors === null ? validate183.errors : vErrors.concat(validate183.errors);errors = vErrors.length;}}if(data.on !== undefined){if(!(validate320(data.on, {instancePath:instancePath+"/on",parentData:data,parentDataProperty:"on",rootData,dynamicAnchors}))){vErrors = vErrors === null ? validate320.errors : vErrors.concat(validate320.errors);errors = vErrors.length;}}if(data.tags !== undefined){let data3 = data.tags;if(Array.isArray(data3)){if(data3.length > 20){const err4 = {instancePath:instancePath+"/tags",schemaPath:"#/properties/tags/maxItems",keyword:"maxItems",params:{limit: 20},message:"must NOT have more than 20 items",schema:20,parentSchema:schema116.properties.tags,data:data3};if(vErrors === null){vErrors = [err4];}else {vErrors.push(err4);}errors++;}const len0 = data3.length;for(let i0=0; i0<len0; i0++){let data4 = data3[i0];if(typeof data4 === "string"){if(!pattern19.test(data4)){const err5 = {instancePath:instancePath+"/tags/" + i0,schemaPath:"#/properties/tags/items/pattern",keyword:"pattern",params:{pattern: "^[A-Za-z0-9][A-Za-z0-9_.:-]{0,63}$"},message:"must match pattern \""+"^[A-Za-z0-9][A-Za-z0-9_.:-]{0,63}$"+"\"",schema:"^[A-Za-z0-9][A-Za-z0-9_.:-]{0,63}$",parentSchema:schema116.properties.tags.items,data:data4};if(vErrors === null){vErrors = [err5];}else {vErrors.push(err5);}errors++;}}else {const err6 = {instancePath:instancePath+"/tags/" + i0,schemaPath:"#/properties/tags/items/type",keyword:"type",params:{type: "string"},message:"must be string",schema:schema116.properties.tags.items.type,parentSchema:schema116.properties.tags.items,data:data4};if(vErrors === null){vErrors = [err6];}else {vErrors.push(err6);}errors++;}}let i1 = data3.length;let j0;if(i1 > 1){const indices0 = {};for(;i1--;){let item0 = data3[i1];if(typeof item0 !== "string"){continue;}if(typeof indices0[item0] == "number"){j0 = indices0[item0];const err7 = {instancePath:instancePath+"/tags",schemaPath:"#/properties/tags/uniqueItems",keyword:"uniqueItems",params:{i: i1, j: j0},message:"must NOT have duplicate items (items ## "+j0+" and "+i1+" are identical)",schema:true,parentSchema:schema116.properties.tags,data:data3};if(vErrors === null){vErrors = [err7];}else {vErrors.push(err7);}errors++;break;}indices0[item0] = i1;}}}else {const err8 = {instancePath:instancePath+"/tags",schemaPath:"#/properties/tags/type",keyword:"type",params:{type: "array"},message:"must be array",schema:schema116.properties.tags.type,parentSchema:schema116.properties.tags,data:data3};if(vErrors === null){vErrors = [err8];}else {vErrors.push(err8);}errors++;}}if(data.chord !== undefined){if(!(validate360(data.chord, {instancePath:instancePath+"/chord",parentData:data,parentDataProperty:"chord",rootData,dynamicAnchors}))){vErrors = vErrors === null ? validate360.errors : vErrors.concat(validate360.errors);errors = vErrors.length;}}}else {const err9 = {instancePath,schemaPath:"#/type",keyword:"type",params:{type: "object"},message:"must be object",schema:schema116.type,parentSchema:schema116,data};if(vErrors === null){vErrors = [err9];}else {vErrors.push(err9);}errors++;}validate380.errors = vErrors;return errors === 0;}validate380.evaluated = {"props":true,"dynamicProps":false,"dynamicItems":false};const schema117 = {"description":"A task for each item of a list.","type":"object","additionalProperties":false,"required":["map"],"properties":{"description":{"description":"What it does, for people.","type":"string","maxLength":2000,"examples":["The digest of the night."]},"input":{"description":"JSON Schema (2020-12) of what a run is given. Without it anything goes.","$ref":"#/$defs/jsonSchema","examples":[{"type":"object","required":["recipients"]}]},"output":{"x-template":["input","steps","run"],"description":"Template of the result of a run that completed. Without it: the result of the last step, as it is written; of a group the list of all, in order.","examples":["${steps.publish.result}"]},"on":{"description":"Hooks: what is told of the end of its runs, and to whom.","$ref":"#/$defs/workflowHooks","examples":[{"failure":{"task":"ops.alert","with":{"text":"${error.message}"}}}]},"tags":{"description":"Words that all its runs carry, to find them by.","type":"array","maxItems":20,"uniqueItems":true,"items":{"title":"a word of letters, digits, `_`, `.`, `:` and `-`, at most 64","type":"string","pattern":"^[A-Za-z0-9][A-Za-z0-9_.:-]{0,63}$","examples":["mail"]},"default":[],"examples":[["nightly"]]},"map":{"description":"A task, done for each item of a list.","$ref":"#/$defs/map","examples":[{"task":"emails.send","over":"${input.recipients}","with":{"to":"${item}"},"chunk":50,"concurrency":10}]}}};function validate385(data, {instancePath="", parentData, parentDataProperty, rootData=data, dynamicAnchors={}}={}){let vErrors = null;let errors = 0;const evaluated0 = validate385.evaluated;if(evaluated0.dynamicProps){evaluated0.props = undefined;}if(evaluated0.dynamicItems){evaluated0.items = undefined;}if(data && typeof data == "object" && !Array.isArray(data)){if(data.map === undefined){const err0 = {instancePath,schemaPath:"#/required",keyword:"required",params:{missingProperty: "map"},message:"must have required property '"+"map"+"'",schema:schema117.required,parentSchema:schema117,data};if(vErrors === null){vErrors = [err0];}else {vErrors.push(err0);}errors++;}for(const key0 in data){if(!((((((key0 === "description") || (key0 === "input")) || (key0 === "output")) || (key0 === "on")) || (key0 === "tags")) || (key0 === "map"))){const err1 = {instancePath,schemaPath:"#/additionalProperties",keyword:"additionalProperties",params:{additionalProperty: key0},message:"must NOT have additional properties",schema:false,parentSchema:schema117,data};if(vErrors === null){vErrors = [err1];}else {vErrors.push(err1);}errors++;}}if(data.description !== undefined){let data0 = data.description;if(typeof data0 === "string"){if(data0.length > 2000){const err2 = {instancePath:instancePath+"/description",schemaPath:"#/properties/description/maxLength",keyword:"maxLength",params:{limit: 2000},message:"must NOT have more than 2000 characters",schema:2000,parentSchema:schema117.properties.description,data:data0};if(vErrors === null){vErrors = [err2];}else {vErrors.push(err2);}errors++;}}else {const err3 = {instancePath:instancePath+"/description",schemaPath:"#/properties/description/type",keyword:"type",params:{type: "string"},message:"must be string",schema:schema117.properties.description.type,parentSchema:schema117.properties.description,data:data0};if(vErrors === null){vErrors = [err3];}else {vErrors.push(err3);}errors++;}}if(data.input !== undefined){if(!(validate183(data.input, {instancePath:instancePath+"/input",parentData:data,parentDataProperty:"input",rootData,dynamicAnchors}))){vErrors = vErrors === null ? validate183.errors : vErrors.concat(validate183.errors);errors = vErrors.length;}}if(data.on !== undefined){if(!(validate320(data.on, {instancePath:instancePath+"/on",parentData:data,parentDataProperty:"on",rootData,dynamicAnchors}))){vErrors = vErrors === null ? validate320.errors : vErrors.concat(validate320.errors);errors = vErrors.length;}}if(data.tags !== undefined){let data3 = data.tags;if(Array.isArray(data3)){if(data3.length > 20){const err4 = {instancePath:instancePath+"/tags",schemaPath:"#/properties/tags/maxItems",keyword:"maxItems",params:{limit: 20},message:"must NOT have more than 20 items",schema:20,parentSchema:schema117.properties.tags,data:data3};if(vErrors === null){vErrors = [err4];}else {vErrors.push(err4);}errors++;}const len0 = data3.length;for(let i0=0; i0<len0; i0++){let data4 = data3[i0];if(typeof data4 === "string"){if(!pattern19.test(data4)){const err5 = {instancePath:instancePath+"/tags/" + i0,schemaPath:"#/properties/tags/items/pattern",keyword:"pattern",params:{pattern: "^[A-Za-z0-9][A-Za-z0-9_.:-]{0,63}$"},message:"must match pattern \""+"^[A-Za-z0-9][A-Za-z0-9_.:-]{0,63}$"+"\"",schema:"^[A-Za-z0-9][A-Za-z0-9_.:-]{0,63}$",parentSchema:schema117.properties.tags.items,data:data4};if(vErrors === null){vErrors = [err5];}else {vErrors.push(err5);}errors++;}}else {const err6 = {instancePath:instancePath+"/tags/" + i0,schemaPath:"#/properties/tags/items/type",keyword:"type",params:{type: "string"},message:"must be string",schema:schema117.properties.tags.items.type,parentSchema:schema117.properties.tags.items,data:data4};if(vErrors === null){vErrors = [err6];}else {vErrors.push(err6);}errors++;}}let i1 = data3.length;let j0;if(i1 > 1){const indices0 = {};for(;i1--;){let item0 = data3[i1];if(typeof item0 !== "string"){continue;}if(typeof indices0[item0] == "number"){j0 = indices0[item0];const err7 = {instancePath:instancePath+"/tags",schemaPath:"#/properties/tags/uniqueItems",keyword:"uniqueItems",params:{i: i1, j: j0},message:"must NOT have duplicate items (items ## "+j0+" and "+i1+" are identical)",schema:true,parentSchema:schema117.properties.tags,data:data3};if(vErrors === null){vErrors = [err7];}else {vErrors.push(err7);}errors++;break;}indices0[item0] = i1;}}}else {const err8 = {instancePath:instancePath+"/tags",schemaPath:"#/properties/tags/type",keyword:"type",params:{type: "array"},message:"must be array",schema:schema117.properties.tags.type,parentSchema:schema117.properties.tags,data:data3};if(vErrors === null){vErrors = [err8];}else {vErrors.push(err8);}errors++;}}if(data.map !== undefined){if(!(validate364(data.map, {instancePath:instancePath+"/map",parentData:data,parentDataProperty:"map",rootData,dynamicAnchors}))){vErrors = vErrors === null ? validate364.errors : vErrors.concat(validate364.errors);errors = vErrors.length;}}}else {const err9 = {instancePath,schemaPath:"#/type",keyword:"type",params:{type: "object"},message:"must be object",schema:schema117.type,parentSchema:schema117,data};if(vErrors === null){vErrors = [err9];}else {vErrors.push(err9);}errors++;}validate385.errors = vErrors;return errors === 0;}validate385.evaluated = {"props":true,"dynamicProps":false,"dynamicItems":false};const schema118 = {"description":"Fires by the calendar.","type":"object","additionalProperties":false,"required":["task","cron"],"properties":{"task":{"description":"The task to enqueue.","$ref":"#/$defs/name","x-ref":"tasks","examples":["reports.weekly"]},"cron":{"description":"Five fields (minute hour day month weekday), or six with leading seconds; or `@hourly`, `@daily`, `@weekly`, `@monthly`, `@yearly`. In the day `L` is the month's last, `LW` its last working day, `15W` the working day nearest to the 15th; in the weekday `5L` is the last Friday, `MON#2` the second Monday; `?` is `*`.","title":"a cron expression","type":"string","minLength":1,"maxLength":100,"examples":["0 9 * * MON"]},"timezone":{"description":"Time zone that the fields are read in, by its name in the tz database (a city, as a rule); never an offset, an abbreviation or the host's own. Where the clocks are changed, fixed times run once: at the change when their time is skipped, at the first of two. With a wildcard or a step in second, minute or hour the schedule follows real time.","title":"an IANA time zone","type":"string","minLength":1,"maxLength":64,"default":"UTC","examples":["Europe/Berlin"]},"payload":{"description":"Payload of its jobs.","default":{},"examples":[{"kind":"weekly"}]}}};function validate391(data, {instancePath="", parentData, parentDataProperty, rootData=data, dynamicAnchors={}}={}){let vErrors = null;let errors = 0;const evaluated0 = validate391.evaluated;if(evaluated0.dynamicProps){evaluated0.props = undefined;}if(evaluated0.dynamicItems){evaluated0.items = undefined;}if(data && typeof data == "object" && !Array.isArray(data)){if(data.task === undefined){const err0 = {instancePath,schemaPath:"#/required",keyword:"required",params:{missingProperty: "task"},message:"must have required property '"+"task"+"'",schema:schema118.required,parentSchema:schema118,data};if(vErrors === null){vErrors = [err0];}else {vErrors.push(err0);}errors++;}if(data.cron === undefined){const err1 = {instancePath,schemaPath:"#/required",keyword:"required",params:{missingProperty: "cron"},message:"must have required property '"+"cron"+"'",schema:schema118.required,parentSchema:schema118,data};if(vErrors === null){vErrors = [err1];}else {vErrors.push(err1);}errors++;}for(const key0 in data){if(!((((key0 === "task") || (key0 === "cron")) || (key0 === "timezone")) || (key0 === "payload"))){const err2 = {instancePath,schemaPath:"#/additionalProperties",keyword:"additionalProperties",params:{additionalProperty: key0},message:"must NOT have additional properties",schema:false,parentSchema:schema118,data};if(vErrors === null){vErrors = [err2];}else {vErrors.push(err2);}errors++;}}if(data.task !== undefined){if(!(validate53(data.task, {instancePath:instancePath+"/task",parentData:data,parentDataProperty:"task",rootData,dynamicAnchors}))){vErrors = vErrors === null ? validate53.errors : vErrors.concat(validate53.errors);errors = vErrors.length;}}if(data.cron !== undefined){let data1 = data.cron;if(typeof data1 === "string"){if(data1.length > 100){const err3 = {instancePath:instancePath+"/cron",schemaPath:"#/properties/cron/maxLength",keyword:"maxLength",params:{limit: 100},message:"must NOT have more than 100 characters",schema:100,parentSchema:schema118.properties.cron,data:data1};if(vErrors === null){vErrors = [err3];}else {vErrors.push(err3);}errors++;}if(data1.length < 1){const err4 = {instancePath:instancePath+"/cron",schemaPath:"#/properties/cron/minLength",keyword:"minLength",params:{limit: 1},message:"must NOT have fewer than 1 characters",schema:1,parentSchema:schema118.properties.cron,data:data1};if(vErrors === null){vErrors = [err4];}else {vErrors.push(err4);}errors++;}}else {const err5 = {instancePath:instancePath+"/cron",schemaPath:"#/properties/cron/type",keyword:"type",params:{type: "string"},message:"must be string",schema:schema118.properties.cron.type,parentSchema:schema118.properties.cron,data:data1};if(vErrors === null){vErrors = [err5];}else {vErrors.push(err5);}errors++;}}if(data.timezone !== undefined){let data2 = data.timezone;if(typeof data2 === "string"){if(data2.length > 64){const err6 = {instancePath:instancePath+"/timezone",schemaPath:"#/properties/timezone/maxLength",keyword:"maxLength",params:{limit: 64},message:"must NOT have more than 64 characters",schema:64,parentSchema:schema118.properties.timezone,data:data2};if(vErrors === null){vErrors = [err6];}else {vErrors.push(err6);}errors++;}if(data2.length < 1){const err7 = {instancePath:instancePath+"/timezone",schemaPath:"#/properties/timezone/minLength",keyword:"minLength",params:{limit: 1},message:"must NOT have fewer than 1 characters",schema:1,parentSchema:schema118.properties.timezone,data:data2};if(vErrors === null){vErrors = [err7];}else {vErrors.push(err7);}errors++;}}else {const err8 = {instancePath:instancePath+"/timezone",schemaPath:"#/properties/timezone/type",keyword:"type",params:{type: "string"},message:"must be string",schema:schema118.properties.timezone.type,parentSchema:schema118.properties.timezone,data:data2};if(vErrors === null){vErrors = [err8];}else {vErrors.push(err8);}errors++;}}}else {const err9 = {instancePath,schemaPath:"#/type",keyword:"type",params:{type: "object"},message:"must be object",schema:schema118.type,parentSchema:schema118,data};if(vErrors === null){vErrors = [err9];}else {vErrors.push(err9);}errors++;}validate391.errors = vErrors;return errors === 0;}validate391.evaluated = {"props":true,"dynamicProps":false,"dynamicItems":false};const schema119 = {"description":"Fires at a fixed interval, counted from the Unix epoch, so that no restart shifts it. Of ticks that fall due together only the newest runs.","type":"object","additionalProperties":false,"required":["task","every"],"properties":{"task":{"description":"The task to enqueue.","$ref":"#/$defs/name","x-ref":"tasks","examples":["orders.process-pending"]},"every":{"description":"The interval, at least 1s.","$ref":"#/$defs/duration","x-duration":{"min":"1s"},"examples":["5m"]},"payload":{"description":"Payload of its jobs.","default":{},"examples":[{"limit":100}]}}};function validate394(data, {instancePath="", parentData, parentDataProperty, rootData=data, dynamicAnchors={}}={}){let vErrors = null;let errors = 0;const evaluated0 = validate394.evaluated;if(evaluated0.dynamicProps){evaluated0.props = undefined;}if(evaluated0.dynamicItems){evaluated0.items = undefined;}if(data && typeof data == "object" && !Array.isArray(data)){if(data.task === undefined){const err0 = {instancePath,schemaPath:"#/required",keyword:"required",params:{missingProperty: "task"},message:"must have required property '"+"task"+"'",schema:schema119.required,parentSchema:schema119,data};if(vErrors === null){vErrors = [err0];}else {vErrors.push(err0);}errors++;}if(data.every === undefined){const err1 = {instancePath,schemaPath:"#/required",keyword:"required",params:{missingProperty: "every"},message:"must have required property '"+"every"+"'",schema:schema119.required,parentSchema:schema119,data};if(vErrors === null){vErrors = [err1];}else {vErrors.push(err1);}errors++;}for(const key0 in data){if(!(((key0 === "task") || (key0 === "every")) || (key0 === "payload"))){const err2 = {instancePath,schemaPath:"#/additionalProperties",keyword:"additionalProperties",params:{additionalProperty: key0},message:"must NOT have additional properties",schema:false,parentSchema:schema119,data};if(vErrors === null){vErrors = [err2];}else {vErrors.push(err2);}errors++;}}if(data.task !== undefined){if(!(validate53(data.task, {instancePath:instancePath+"/task",parentData:data,parentDataProperty:"task",rootData,dynamicAnchors}))){vErrors = vErrors === null ? validate53.errors : vErrors.concat(validate53.errors);errors = vErrors.length;}}if(data.every !== undefined){if(!(validate72(data.every, {instancePath:instancePath+"/every",parentData:data,parentDataProperty:"every",rootData,dynamicAnchors}))){vErrors = vErrors === null ? validate72.errors : vErrors.concat(validate72.errors);errors = vErrors.length;}}}else {const err3 = {instancePath,schemaPath:"#/type",keyword:"type",params:{type: "object"},message:"must be object",schema:schema119.type,parentSchema:schema119,data};if(vErrors === null){vErrors = [err3];}else {vErrors.push(err3);}errors++;}validate394.errors = vErrors;return errors === 0;}validate394.evaluated = {"props":true,"dynamicProps":false,"dynamicItems":false};const schema120 = {"description":"The HTTP server of the API and of HTTP routes.","type":"object","additionalProperties":false,"properties":{"host":{"description":"Address to listen on. Other than loopback only with tokens.","title":"a host name or address","type":"string","pattern":"^[A-Za-z0-9.:_-]+$","maxLength":253,"default":"127.0.0.1","examples":["0.0.0.0"]},"port":{"description":"Port to listen on; 0 takes any free one.","type":"integer","minimum":0,"maximum":65535,"default":8080,"examples":[8080]},"tokens":{"description":"Bearer tokens and what they may do. Without any, only loopback is served, and everything is allowed there.","type":"array","maxItems":100,"items":{"$ref":"#/$defs/token"},"default":[],"examples":[[{"name":"ops","secret":"${SKEP_OPS_TOKEN}","role":"operator"}]]},"hosts":{"description":"Further host names that the server answers for; requests for others are refused (DNS rebinding). With the port that browsers see where it is neither 80 nor 443.","type":"array","maxItems":100,"items":{"title":"a host name, with a port where it is not the usual one","type":"string","pattern":"^[A-Za-z0-9]([A-Za-z0-9.-]*[A-Za-z0-9])?(:[0-9]{1,5})?$","maxLength":259,"examples":["jobs.shop.example"]},"default":[],"examples":[["jobs.shop.example","jobs.shop.example:8443"]]},"proxies":{"description":"Addresses or networks of the proxies in front of the server. Only they are believed what `X-Forwarded-For` says, and only to tell the clients apart whose wrong tokens are counted.","type":"array","maxItems":100,"items":{"title":"an IP address, or a network such as 10.0.0.0/8","type":"string","pattern":"^[0-9A-Fa-f:.]{2,45}(/[0-9]{1,3})?$","maxLength":49,"examples":["10.0.0.0/8"]},"default":[],"examples":[["127.0.0.1","10.0.0.0/8"]]}}};const pattern31 = new RegExp("^[A-Za-z0-9.:_-]+$", "u");const pattern32 = new RegExp("^[A-Za-z0-9]([A-Za-z0-9.-]*[A-Za-z0-9])?(:[0-9]{1,5})?$", "u");const pattern33 = new RegExp("^[0-9A-Fa-f:.]{2,45}(/[0-9]{1,3})?$", "u");const schema121 = {"description":"One bearer token.","type":"object","additionalProperties":false,"required":["name","secret","role"],"properties":{"name":{"description":"Whose it is; shown in logs.","$ref":"#/$defs/name","examples":["ops"]},"secret":{"x-secret":true,"description":"The token itself, best from the environment; never shown.","title":"a secret","type":"string","maxLength":1000,"examples":["${SKEP_OPS_TOKEN}"]},"role":{"description":"viewer reads, operator also enqueues, cancels, retries and pauses, admin does everything.","type":"string","enum":["viewer","operator","admin"],"examples":["operator"]}}};function validate399(data, {instancePath="", parentData, parentDataProperty, rootData=data, dynamicAnchors={}}={}){let vErrors = null;let errors = 0;const evaluated0 = validate399.evaluated;if(evaluated0.dynamicProps){evaluated0.props = undefined;}if(evaluated0.dynamicItems){evaluated0.items = undefined;}if(data && typeof data == "object" && !Array.isArray(data)){if(data.name === undefined){const err0 = {instancePath,schemaPath:"#/required",keyword:"required",params:{missingProperty: "name"},message:"must have required property '"+"name"+"'",schema:schema121.required,parentSchema:schema121,data};if(vErrors === null){vErrors = [err0];}else {vErrors.push(err0);}errors++;}if(data.secret === undefined){const err1 = {instancePath,schemaPath:"#/required",keyword:"required",params:{missingProperty: "secret"},message:"must have required property '"+"secret"+"'",schema:schema121.required,parentSchema:schema121,data};if(vErrors === null){vErrors = [err1];}else {vErrors.push(err1);}errors++;}if(data.role === undefined){const err2 = {instancePath,schemaPath:"#/required",keyword:"required",params:{missingProperty: "role"},message:"must have required property '"+"role"+"'",schema:schema121.required,parentSchema:schema121,data};if(vErrors === null){vErrors = [err2];}else {vErrors.push(err2);}errors++;}for(const key0 in data){if(!(((key0 === "name") || (key0 === "secret")) || (key0 === "role"))){const err3 = {instancePath,schemaPath:"#/additionalProperties",keyword:"additionalProperties",params:{additionalProperty: key0},message:"must NOT have additional properties",schema:false,parentSchema:schema121,data};if(vErrors === null){vErrors = [err3];}else {vErrors.push(err3);}errors++;}}if(data.name !== undefined){if(!(validate53(data.name, {instancePath:instancePath+"/name",parentData:data,parentDataProperty:"name",rootData,dynamicAnchors}))){vErrors = vErrors === null ? validate53.errors : vErrors.concat(validate53.errors);errors = vErrors.length;}}if(data.secret !== undefined){let data1 = data.secret;if(typeof data1 === "string"){if(data1.length > 1000){const err4 = {instancePath:instancePath+"/secret",schemaPath:"#/properties/secret/maxLength",keyword:"maxLength",params:{limit: 1000},message:"must NOT have more than 1000 characters",schema:1000,parentSchema:schema121.properties.secret,data:data1};if(vErrors === null){vErrors = [err4];}else {vErrors.push(err4);}errors++;}}else {const err5 = {instancePath:instancePath+"/secret",schemaPath:"#/properties/secret/type",keyword:"type",params:{type: "string"},message:"must be string",schema:schema121.properties.secret.type,parentSchema:schema121.properties.secret,data:data1};if(vErrors === null){vErrors = [err5];}else {vErrors.push(err5);}errors++;}}if(data.role !== undefined){let data2 = data.role;if(typeof data2 !== "string"){const err6 = {instancePath:instancePath+"/role",schemaPath:"#/properties/role/type",keyword:"type",params:{type: "string"},message:"must be string",schema:schema121.properties.role.type,parentSchema:schema121.properties.role,data:data2};if(vErrors === null){vErrors = [err6];}else {vErrors.push(err6);}errors++;}if(!(((data2 === "viewer") || (data2 === "operator")) || (data2 === "admin"))){const err7 = {instancePath:instancePath+"/role",schemaPath:"#/properties/role/enum",keyword:"enum",params:{allowedValues: schema121.properties.role.enum},message:"must be equal to one of the allowed values",schema:schema121.properties.role.enum,parentSchema:schema121.properties.role,data:data2};if(vErrors === null){vErrors = [err7];}else {vErrors.push(err7);}errors++;}}}else {const err8 = {instancePath,schemaPath:"#/type",keyword:"type",params:{type: "object"},message:"must be object",schema:schema121.type,parentSchema:schema121,data};if(vErrors === null){vErrors = [err8];}else {vErrors.push(err8);}errors++;}validate399.errors = vErrors;return errors === 0;}validate399.evaluated = {"props":true,"dynamicProps":false,"dynamicItems":false};function validate398(data, {instancePath="", parentData, parentDataProperty, rootData=data, dynamicAnchors={}}={}){let vErrors = null;let errors = 0;const evaluated0 = validate398.evaluated;if(evaluated0.dynamicProps){evaluated0.props = undefined;}if(evaluated0.dynamicItems){evaluated0.items = undefined;}if(data && typeof data == "object" && !Array.isArray(data)){for(const key0 in data){if(!(((((key0 === "host") || (key0 === "port")) || (key0 === "tokens")) || (key0 === "hosts")) || (key0 === "proxies"))){const err0 = {instancePath,schemaPath:"#/additionalProperties",keyword:"additionalProperties",params:{additionalProperty: key0},message:"must NOT have additional properties",schema:false,parentSchema:schema120,data};if(vErrors === null){vErrors = [err0];}else {vErrors.push(err0);}errors++;}}if(data.host !== undefined){let data0 = data.host;if(typeof data0 === "string"){if(data0.length > 253){const err1 = {instancePath:instancePath+"/host",schemaPath:"#/properties/host/maxLength",keyword:"maxLength",params:{limit: 253},message:"must NOT have more than 253 characters",schema:253,parentSchema:schema120.properties.host,data:data0};if(vErrors === null){vErrors = [err1];}else {vErrors.push(err1);}errors++;}if(!pattern31.test(data0)){const err2 = {instancePath:instancePath+"/host",schemaPath:"#/properties/host/pattern",keyword:"pattern",params:{pattern: "^[A-Za-z0-9.:_-]+$"},message:"must match pattern \""+"^[A-Za-z0-9.:_-]+$"+"\"",schema:"^[A-Za-z0-9.:_-]+$",parentSchema:schema120.properties.host,data:data0};if(vErrors === null){vErrors = [err2];}else {vErrors.push(err2);}errors++;}}else {const err3 = {instancePath:instancePath+"/host",schemaPath:"#/properties/host/type",keyword:"type",params:{type: "string"},message:"must be string",schema:schema120.properties.host.type,parentSchema:schema120.properties.host,data:data0};if(vErrors === null){vErrors = [err3];}else {vErrors.push(err3);}errors++;}}if(data.port !== undefined){let data1 = data.port;if(!(((typeof data1 == "number") && (!(data1 % 1) && !isNaN(data1))) && (isFinite(data1)))){const err4 = {instancePath:instancePath+"/port",schemaPath:"#/properties/port/type",keyword:"type",params:{type: "integer"},message:"must be integer",schema:schema120.properties.port.type,parentSchema:schema120.properties.port,data:data1};if(vErrors === null){vErrors = [err4];}else {vErrors.push(err4);}errors++;}if((typeof data1 == "number") && (isFinite(data1))){if(data1 > 65535 || isNaN(data1)){const err5 = {instancePath:instancePath+"/port",schemaPath:"#/properties/port/maximum",keyword:"maximum",params:{comparison: "<=", limit: 65535},message:"must be <= 65535",schema:65535,parentSchema:schema120.properties.port,data:data1};if(vErrors === null){vErrors = [err5];}else {vErrors.push(err5);}errors++;}if(data1 < 0 || isNaN(data1)){const err6 = {instancePath:instancePath+"/port",schemaPath:"#/properties/port/minimum",keyword:"minimum",params:{comparison: ">=", limit: 0},message:"must be >= 0",schema:0,parentSchema:schema120.properties.port,data:data1};if(vErrors === null){vErrors = [err6];}else {vErrors.push(err6);}errors++;}}}if(data.tokens !== undefined){let data2 = data.tokens;if(Array.isArray(data2)){if(data2.length > 100){const err7 = {instancePath:instancePath+"/tokens",schemaPath:"#/properties/tokens/maxItems",keyword:"maxItems",params:{limit: 100},message:"must NOT have more than 100 items",schema:100,parentSchema:schema120.properties.tokens,data:data2};if(vErrors === null){vErrors = [err7];}else {vErrors.push(err7);}errors++;}const len0 = data2.length;for(let i0=0; i0<len0; i0++){if(!(validate399(data2[i0], {instancePath:instancePath+"/tokens/" + i0,parentData:data2,parentDataProperty:i0,rootData,dynamicAnchors}))){vErrors = vErrors === null ? validate399.errors : vErrors.concat(validate399.errors);errors = vErrors.length;}}}else {const err8 = {instancePath:instancePath+"/tokens",schemaPath:"#/properties/tokens/type",keyword:"type",params:{type: "array"},message:"must be array",schema:schema120.properties.tokens.type,parentSchema:schema120.properties.tokens,data:data2};if(vErrors === null){vErrors = [err8];}else {vErrors.push(err8);}errors++;}}if(data.hosts !== undefined){let data4 = data.hosts;if(Array.isArray(data4)){if(data4.length > 100){const err9 = {instancePath:instancePath+"/hosts",schemaPath:"#/properties/hosts/maxItems",keyword:"maxItems",params:{limit: 100},message:"must NOT have more than 100 items",schema:100,parentSchema:schema120.properties.hosts,data:data4};if(vErrors === null){vErrors = [err9];}else {vErrors.push(err9);}errors++;}const len1 = data4.length;for(let i1=0; i1<len1; i1++){let data5 = data4[i1];if(typeof data5 === "string"){if(data5.length > 259){const err10 = {instancePath:instancePath+"/hosts/" + i1,schemaPath:"#/properties/hosts/items/maxLength",keyword:"maxLength",params:{limit: 259},message:"must NOT have more than 259 characters",schema:259,parentSchema:schema120.properties.hosts.items,data:data5};if(vErrors === null){vErrors = [err10];}else {vErrors.push(err10);}errors++;}if(!pattern32.test(data5)){const err11 = {instancePath:instancePath+"/hosts/" + i1,schemaPath:"#/properties/hosts/items/pattern",keyword:"pattern",params:{pattern: "^[A-Za-z0-9]([A-Za-z0-9.-]*[A-Za-z0-9])?(:[0-9]{1,5})?$"},message:"must match pattern \""+"^[A-Za-z0-9]([A-Za-z0-9.-]*[A-Za-z0-9])?(:[0-9]{1,5})?$"+"\"",schema:"^[A-Za-z0-9]([A-Za-z0-9.-]*[A-Za-z0-9])?(:[0-9]{1,5})?$",parentSchema:schema120.properties.hosts.items,data:data5};if(vErrors === null){vErrors = [err11];}else {vErrors.push(err11);}errors++;}}else {const err12 = {instancePath:instancePath+"/hosts/" + i1,schemaPath:"#/properties/hosts/items/type",keyword:"type",params:{type: "string"},message:"must be string",schema:schema120.properties.hosts.items.type,parentSchema:schema120.properties.hosts.items,data:data5};if(vErrors === null){vErrors = [err12];}else {vErrors.push(err12);}errors++;}}}else {const err13 = {instancePath:instancePath+"/hosts",schemaPath:"#/properties/hosts/type",keyword:"type",params:{type: "array"},message:"must be array",schema:schema120.properties.hosts.type,parentSchema:schema120.properties.hosts,data:data4};if(vErrors === null){vErrors = [err13];}else {vErrors.push(err13);}errors++;}}if(data.proxies !== undefined){let data6 = data.proxies;if(Array.isArray(data6)){if(data6.length > 100){const err14 = {instancePath:instancePath+"/proxies",schemaPath:"#/properties/proxies/maxItems",keyword:"maxItems",params:{limit: 100},message:"must NOT have more than 100 items",schema:100,parentSchema:schema120.properties.proxies,data:data6};if(vErrors === null){vErrors = [err14];}else {vErrors.push(err14);}errors++;}const len2 = data6.length;for(let i2=0; i2<len2; i2++){let data7 = data6[i2];if(typeof data7 === "string"){if(data7.length > 49){const err15 = {instancePath:instancePath+"/proxies/" + i2,schemaPath:"#/properties/proxies/items/maxLength",keyword:"maxLength",params:{limit: 49},message:"must NOT have more than 49 characters",schema:49,parentSchema:schema120.properties.proxies.items,data:data7};if(vErrors === null){vErrors = [err15];}else {vErrors.push(err15);}errors++;}if(!pattern33.test(data7)){const err16 = {instancePath:instancePath+"/proxies/" + i2,schemaPath:"#/properties/proxies/items/pattern",keyword:"pattern",params:{pattern: "^[0-9A-Fa-f:.]{2,45}(/[0-9]{1,3})?$"},message:"must match pattern \""+"^[0-9A-Fa-f:.]{2,45}(/[0-9]{1,3})?$"+"\"",schema:"^[0-9A-Fa-f:.]{2,45}(/[0-9]{1,3})?$",parentSchema:schema120.properties.proxies.items,data:data7};if(vErrors === null){vErrors = [err16];}else {vErrors.push(err16);}errors++;}}else {const err17 = {instancePath:instancePath+"/proxies/" + i2,schemaPath:"#/properties/proxies/items/type",keyword:"type",params:{type: "string"},message:"must be string",schema:schema120.properties.proxies.items.type,parentSchema:schema120.properties.proxies.items,data:data7};if(vErrors === null){vErrors = [err17];}else {vErrors.push(err17);}errors++;}}}else {const err18 = {instancePath:instancePath+"/proxies",schemaPath:"#/properties/proxies/type",keyword:"type",params:{type: "array"},message:"must be array",schema:schema120.properties.proxies.type,parentSchema:schema120.properties.proxies,data:data6};if(vErrors === null){vErrors = [err18];}else {vErrors.push(err18);}errors++;}}}else {const err19 = {instancePath,schemaPath:"#/type",keyword:"type",params:{type: "object"},message:"must be object",schema:schema120.type,parentSchema:schema120,data};if(vErrors === null){vErrors = [err19];}else {vErrors.push(err19);}errors++;}validate398.errors = vErrors;return errors === 0;}validate398.evaluated = {"props":true,"dynamicProps":false,"dynamicItems":false};const schema122 = {"description":"Keys for the payloads of tasks with `encrypt`. To change keys add one and `use` it; the old one stays until no job has it.","type":"object","additionalProperties":false,"required":["keys","use"],"properties":{"keys":{"x-secret":true,"description":"By name: 32 bytes each, as base64 or hex, best from the environment; never shown.","type":"object","minProperties":1,"propertyNames":{"$ref":"#/$defs/name"},"additionalProperties":{"title":"a key: 32 bytes as base64 or hex","type":"string","maxLength":1000,"examples":["${SKEP_KEY_K1}"]},"examples":[{"k1":"${SKEP_KEY_K1}"}]},"use":{"description":"Name of the key that encrypts; all of them decrypt.","$ref":"#/$defs/name","examples":["k1"]}}};function validate403(data, {instancePath="", parentData, parentDataProperty, rootData=data, dynamicAnchors={}}={}){let vErrors = null;let errors = 0;const evaluated0 = validate403.evaluated;if(evaluated0.dynamicProps){evaluated0.props = undefined;}if(evaluated0.dynamicItems){evaluated0.items = undefined;}if(data && typeof data == "object" && !Array.isArray(data)){if(data.keys === undefined){const err0 = {instancePath,schemaPath:"#/required",keyword:"required",params:{missingProperty: "keys"},message:"must have required property '"+"keys"+"'",schema:schema122.required,parentSchema:schema122,data};if(vErrors === null){vErrors = [err0];}else {vErrors.push(err0);}errors++;}if(data.use === undefined){const err1 = {instancePath,schemaPath:"#/required",keyword:"required",params:{missingProperty: "use"},message:"must have required property '"+"use"+"'",schema:schema122.required,parentSchema:schema122,data};if(vErrors === null){vErrors = [err1];}else {vErrors.push(err1);}errors++;}for(const key0 in data){if(!((key0 === "keys") || (key0 === "use"))){const err2 = {instancePath,schemaPath:"#/additionalProperties",keyword:"additionalProperties",params:{additionalProperty: key0},message:"must NOT have additional properties",schema:false,parentSchema:schema122,data};if(vErrors === null){vErrors = [err2];}else {vErrors.push(err2);}errors++;}}if(data.keys !== undefined){let data0 = data.keys;if(data0 && typeof data0 == "object" && !Array.isArray(data0)){if(Object.keys(data0).length < 1){const err3 = {instancePath:instancePath+"/keys",schemaPath:"#/properties/keys/minProperties",keyword:"minProperties",params:{limit: 1},message:"must NOT have fewer than 1 properties",schema:1,parentSchema:schema122.properties.keys,data:data0};if(vErrors === null){vErrors = [err3];}else {vErrors.push(err3);}errors++;}for(const key1 in data0){const _errs4 = errors;if(!(validate53(key1, {instancePath:instancePath+"/keys",parentData:data0,parentDataProperty:"keys",rootData,dynamicAnchors}))){vErrors = vErrors === null ? validate53.errors : vErrors.concat(validate53.errors);errors = vErrors.length;}var valid1 = _errs4 === errors;if(!valid1){const err4 = {instancePath:instancePath+"/keys",schemaPath:"#/properties/keys/propertyNames",keyword:"propertyNames",params:{propertyName: key1},message:"property name must be valid",schema:schema122.properties.keys.propertyNames,parentSchema:schema122.properties.keys,data:data0};if(vErrors === null){vErrors = [err4];}else {vErrors.push(err4);}errors++;}}for(const key2 in data0){let data1 = data0[key2];if(typeof data1 === "string"){if(data1.length > 1000){const err5 = {instancePath:instancePath+"/keys/" + key2.replace(/~/g, "~0").replace(/\//g, "~1"),schemaPath:"#/properties/keys/additionalProperties/maxLength",keyword:"maxLength",params:{limit: 1000},message:"must NOT have more than 1000 characters",schema:1000,parentSchema:schema122.properties.keys.additionalProperties,data:data1};if(vErrors === null){vErrors = [err5];}else {vErrors.push(err5);}errors++;}}else {const err6 = {instancePath:instancePath+"/keys/" + key2.replace(/~/g, "~0").replace(/\//g, "~1"),schemaPath:"#/properties/keys/additionalProperties/type",keyword:"type",params:{type: "string"},message:"must be string",schema:schema122.properties.keys.additionalProperties.type,parentSchema:schema122.properties.keys.additionalProperties,data:data1};if(vErrors === null){vErrors = [err6];}else {vErrors.push(err6);}errors++;}}}else {const err7 = {instancePath:instancePath+"/keys",schemaPath:"#/properties/keys/type",keyword:"type",params:{type: "object"},message:"must be object",schema:schema122.properties.keys.type,parentSchema:schema122.properties.keys,data:data0};if(vErrors === null){vErrors = [err7];}else {vErrors.push(err7);}errors++;}}if(data.use !== undefined){if(!(validate53(data.use, {instancePath:instancePath+"/use",parentData:data,parentDataProperty:"use",rootData,dynamicAnchors}))){vErrors = vErrors === null ? validate53.errors : vErrors.concat(validate53.errors);errors = vErrors.length;}}}else {const err8 = {instancePath,schemaPath:"#/type",keyword:"type",params:{type: "object"},message:"must be object",schema:schema122.type,parentSchema:schema122,data};if(vErrors === null){vErrors = [err8];}else {vErrors.push(err8);}errors++;}validate403.errors = vErrors;return errors === 0;}validate403.evaluated = {"props":true,"dynamicProps":false,"dynamicItems":false};const schema123 = {"description":"Where a process without the api role answers `/healthz` and `/readyz`, and nothing else. A process with it answers them where `admin` says; a burst answers none unless `--port` is given.","type":"object","additionalProperties":false,"required":["port"],"properties":{"host":{"description":"Address to listen on. Other than loopback only with tokens, as for `admin`.","title":"a host name or address","type":"string","pattern":"^[A-Za-z0-9.:_-]+$","maxLength":253,"default":"127.0.0.1","examples":["0.0.0.0"]},"port":{"description":"Port to listen on; 0 takes any free one. Processes that share a host need ports of their own.","type":"integer","minimum":0,"maximum":65535,"examples":[8081]}}};function validate407(data, {instancePath="", parentData, parentDataProperty, rootData=data, dynamicAnchors={}}={}){let vErrors = null;let errors = 0;const evaluated0 = validate407.evaluated;if(evaluated0.dynamicProps){evaluated0.props = undefined;}if(evaluated0.dynamicItems){evaluated0.items = undefined;}if(data && typeof data == "object" && !Array.isArray(data)){if(data.port === undefined){const err0 = {instancePath,schemaPath:"#/required",keyword:"required",params:{missingProperty: "port"},message:"must have required property '"+"port"+"'",schema:schema123.required,parentSchema:schema123,data};if(vErrors === null){vErrors = [err0];}else {vErrors.push(err0);}errors++;}for(const key0 in data){if(!((key0 === "host") || (key0 === "port"))){const err1 = {instancePath,schemaPath:"#/additionalProperties",keyword:"additionalProperties",params:{additionalProperty: key0},message:"must NOT have additional properties",schema:false,parentSchema:schema123,data};if(vErrors === null){vErrors = [err1];}else {vErrors.push(err1);}errors++;}}if(data.host !== undefined){let data0 = data.host;if(typeof data0 === "string"){if(data0.length > 253){const err2 = {instancePath:instancePath+"/host",schemaPath:"#/properties/host/maxLength",keyword:"maxLength",params:{limit: 253},message:"must NOT have more than 253 characters",schema:253,parentSchema:schema123.properties.host,data:data0};if(vErrors === null){vErrors = [err2];}else {vErrors.push(err2);}errors++;}if(!pattern31.test(data0)){const err3 = {instancePath:instancePath+"/host",schemaPath:"#/properties/host/pattern",keyword:"pattern",params:{pattern: "^[A-Za-z0-9.:_-]+$"},message:"must match pattern \""+"^[A-Za-z0-9.:_-]+$"+"\"",schema:"^[A-Za-z0-9.:_-]+$",parentSchema:schema123.properties.host,data:data0};if(vErrors === null){vErrors = [err3];}else {vErrors.push(err3);}errors++;}}else {const err4 = {instancePath:instancePath+"/host",schemaPath:"#/properties/host/type",keyword:"type",params:{type: "string"},message:"must be string",schema:schema123.properties.host.type,parentSchema:schema123.properties.host,data:data0};if(vErrors === null){vErrors = [err4];}else {vErrors.push(err4);}errors++;}}if(data.port !== undefined){let data1 = data.port;if(!(((typeof data1 == "number") && (!(data1 % 1) && !isNaN(data1))) && (isFinite(data1)))){const err5 = {instancePath:instancePath+"/port",schemaPath:"#/properties/port/type",keyword:"type",params:{type: "integer"},message:"must be integer",schema:schema123.properties.port.type,parentSchema:schema123.properties.port,data:data1};if(vErrors === null){vErrors = [err5];}else {vErrors.push(err5);}errors++;}if((typeof data1 == "number") && (isFinite(data1))){if(data1 > 65535 || isNaN(data1)){const err6 = {instancePath:instancePath+"/port",schemaPath:"#/properties/port/maximum",keyword:"maximum",params:{comparison: "<=", limit: 65535},message:"must be <= 65535",schema:65535,parentSchema:schema123.properties.port,data:data1};if(vErrors === null){vErrors = [err6];}else {vErrors.push(err6);}errors++;}if(data1 < 0 || isNaN(data1)){const err7 = {instancePath:instancePath+"/port",schemaPath:"#/properties/port/minimum",keyword:"minimum",params:{comparison: ">=", limit: 0},message:"must be >= 0",schema:0,parentSchema:schema123.properties.port,data:data1};if(vErrors === null){vErrors = [err7];}else {vErrors.push(err7);}errors++;}}}}else {const err8 = {instancePath,schemaPath:"#/type",keyword:"type",params:{type: "object"},message:"must be object",schema:schema123.type,parentSchema:schema123,data};if(vErrors === null){vErrors = [err8];}else {vErrors.push(err8);}errors++;}validate407.errors = vErrors;return errors === 0;}validate407.evaluated = {"props":true,"dynamicProps":false,"dynamicItems":false};const schema124 = {"description":"How a process stops. Warm: it reserves nothing more and lets what runs end. Soft: the signals of what still runs abort (`Shutdown`), so that it can save how far it is. Cold: what is left is ended where that is possible, and its job released, the attempt not counted. A duration alone is `warm` without `soft`; without the section 25s and 5s.","anyOf":[{"$ref":"#/$defs/duration","x-duration":{"max":"1d"},"x-shorthand":[{"means":{"warm":"$","soft":"0s"}}]},{"$ref":"#/$defs/shutdownLimits"}]};const schema125 = {"type":"object","additionalProperties":false,"properties":{"warm":{"description":"How long what runs may go on. At most 1d.","$ref":"#/$defs/duration","x-duration":{"max":"1d"},"default":"25s","examples":["25s"]},"soft":{"description":"How long handlers may take after that, their signals aborted. One that throws then is released, uncounted; one that returns is done. At most 1h.","$ref":"#/$defs/duration","x-duration":{"max":"1h"},"default":"5s","examples":["5s"]}}};function validate411(data, {instancePath="", parentData, parentDataProperty, rootData=data, dynamicAnchors={}}={}){let vErrors = null;let errors = 0;const evaluated0 = validate411.evaluated;if(evaluated0.dynamicProps){evaluated0.props = undefined;}if(evaluated0.dynamicItems){evaluated0.items = undefined;}if(data && typeof data == "object" && !Array.isArray(data)){for(const key0 in data){if(!((key0 === "warm") || (key0 === "soft"))){const err0 = {instancePath,schemaPath:"#/additionalProperties",keyword:"additionalProperties",params:{additionalProperty: key0},message:"must NOT have additional properties",schema:false,parentSchema:schema125,data};if(vErrors === null){vErrors = [err0];}else {vErrors.push(err0);}errors++;}}if(data.warm !== undefined){if(!(validate72(data.warm, {instancePath:instancePath+"/warm",parentData:data,parentDataProperty:"warm",rootData,dynamicAnchors}))){vErrors = vErrors === null ? validate72.errors : vErrors.concat(validate72.errors);errors = vErrors.length;}}if(data.soft !== undefined){if(!(validate72(data.soft, {instancePath:instancePath+"/soft",parentData:data,parentDataProperty:"soft",rootData,dynamicAnchors}))){vErrors = vErrors === null ? validate72.errors : vErrors.concat(validate72.errors);errors = vErrors.length;}}}else {const err1 = {instancePath,schemaPath:"#/type",keyword:"type",params:{type: "object"},message:"must be object",schema:schema125.type,parentSchema:schema125,data};if(vErrors === null){vErrors = [err1];}else {vErrors.push(err1);}errors++;}validate411.errors = vErrors;return errors === 0;}validate411.evaluated = {"props":true,"dynamicProps":false,"dynamicItems":false};function validate409(data, {instancePath="", parentData, parentDataProperty, rootData=data, dynamicAnchors={}}={}){let vErrors = null;let errors = 0;const evaluated0 = validate409.evaluated;if(evaluated0.dynamicProps){evaluated0.props = undefined;}if(evaluated0.dynamicItems){evaluated0.items = undefined;}const _errs0 = errors;let valid0 = false;const _errs1 = errors;if(!(validate72(data, {instancePath,parentData,parentDataProperty,rootData,dynamicAnchors}))){vErrors = vErrors === null ? validate72.errors : vErrors.concat(validate72.errors);errors = vErrors.length;}var _valid0 = _errs1 === errors;valid0 = valid0 || _valid0;const _errs2 = errors;if(!(validate411(data, {instancePath,parentData,parentDataProperty,rootData,dynamicAnchors}))){vErrors = vErrors === null ? validate411.errors : vErrors.concat(validate411.errors);errors = vErrors.length;}var _valid0 = _errs2 === errors;valid0 = valid0 || _valid0;if(_valid0){var props0 = true;}if(!valid0){const err0 = {instancePath,schemaPath:"#/anyOf",keyword:"anyOf",params:{},message:"must match a schema in anyOf",schema:schema124.anyOf,parentSchema:schema124,data};if(vErrors === null){vErrors = [err0];}else {vErrors.push(err0);}errors++;}else {errors = _errs0;if(vErrors !== null){if(_errs0){vErrors.length = _errs0;}else {vErrors = null;}}}validate409.errors = vErrors;evaluated0.props = props0;return errors === 0;}validate409.evaluated = {"dynamicProps":true,"dynamicItems":false};const schema126 = {"description":"Traces and logs.","type":"object","additionalProperties":false,"properties":{"traces":{"$ref":"#/$defs/traces","default":{},"examples":[{"exporter":"otlp"}]},"logs":{"$ref":"#/$defs/logs","default":{},"examples":[{"level":"info"}]}}};const schema127 = {"description":"OpenTelemetry traces. A reload changes them for what begins afterwards.","type":"object","additionalProperties":false,"properties":{"exporter":{"description":"Where spans go: `otlp` as the OTEL_* variables say, `console` for a laptop, `none` turns tracing off.","type":"string","enum":["none","otlp","console"],"default":"none","examples":["otlp"]},"sample":{"description":"Share of traces that are kept, 0 to 1, decided at the root.","type":"number","minimum":0,"maximum":1,"default":1,"examples":[0.1]},"propagation":{"description":"parent: one trace goes on the enqueuer's. link: a trace per job, linked. perAttempt: a trace per attempt, linked.","type":"string","enum":["parent","link","perAttempt"],"default":"parent","examples":["link"]},"spans":{"description":"Who makes the spans of jobs: `own` costs less, `sdk` are OpenTelemetry's own objects, for processors that need them.","type":"string","enum":["own","sdk"],"default":"own","examples":["sdk"]}}};function validate417(data, {instancePath="", parentData, parentDataProperty, rootData=data, dynamicAnchors={}}={}){let vErrors = null;let errors = 0;const evaluated0 = validate417.evaluated;if(evaluated0.dynamicProps){evaluated0.props = undefined;}if(evaluated0.dynamicItems){evaluated0.items = undefined;}if(data && typeof data == "object" && !Array.isArray(data)){for(const key0 in data){if(!((((key0 === "exporter") || (key0 === "sample")) || (key0 === "propagation")) || (key0 === "spans"))){const err0 = {instancePath,schemaPath:"#/additionalProperties",keyword:"additionalProperties",params:{additionalProperty: key0},message:"must NOT have additional properties",schema:false,parentSchema:schema127,data};if(vErrors === null){vErrors = [err0];}else {vErrors.push(err0);}errors++;}}if(data.exporter !== undefined){let data0 = data.exporter;if(typeof data0 !== "string"){const err1 = {instancePath:instancePath+"/exporter",schemaPath:"#/properties/exporter/type",keyword:"type",params:{type: "string"},message:"must be string",schema:schema127.properties.exporter.type,parentSchema:schema127.properties.exporter,data:data0};if(vErrors === null){vErrors = [err1];}else {vErrors.push(err1);}errors++;}if(!(((data0 === "none") || (data0 === "otlp")) || (data0 === "console"))){const err2 = {instancePath:instancePath+"/exporter",schemaPath:"#/properties/exporter/enum",keyword:"enum",params:{allowedValues: schema127.properties.exporter.enum},message:"must be equal to one of the allowed values",schema:schema127.properties.exporter.enum,parentSchema:schema127.properties.exporter,data:data0};if(vErrors === null){vErrors = [err2];}else {vErrors.push(err2);}errors++;}}if(data.sample !== undefined){let data1 = data.sample;if((typeof data1 == "number") && (isFinite(data1))){if(data1 > 1 || isNaN(data1)){const err3 = {instancePath:instancePath+"/sample",schemaPath:"#/properties/sample/maximum",keyword:"maximum",params:{comparison: "<=", limit: 1},message:"must be <= 1",schema:1,parentSchema:schema127.properties.sample,data:data1};if(vErrors === null){vErrors = [err3];}else {vErrors.push(err3);}errors++;}if(data1 < 0 || isNaN(data1)){const err4 = {instancePath:instancePath+"/sample",schemaPath:"#/properties/sample/minimum",keyword:"minimum",params:{comparison: ">=", limit: 0},message:"must be >= 0",schema:0,parentSchema:schema127.properties.sample,data:data1};if(vErrors === null){vErrors = [err4];}else {vErrors.push(err4);}errors++;}}else {const err5 = {instancePath:instancePath+"/sample",schemaPath:"#/properties/sample/type",keyword:"type",params:{type: "number"},message:"must be number",schema:schema127.properties.sample.type,parentSchema:schema127.properties.sample,data:data1};if(vErrors === null){vErrors = [err5];}else {vErrors.push(err5);}errors++;}}if(data.propagation !== undefined){let data2 = data.propagation;if(typeof data2 !== "string"){const err6 = {instancePath:instancePath+"/propagation",schemaPath:"#/properties/propagation/type",keyword:"type",params:{type: "string"},message:"must be string",schema:schema127.properties.propagation.type,parentSchema:schema127.properties.propagation,data:data2};if(vErrors === null){vErrors = [err6];}else {vErrors.push(err6);}errors++;}if(!(((data2 === "parent") || (data2 === "link")) || (data2 === "perAttempt"))){const err7 = {instancePath:instancePath+"/propagation",schemaPath:"#/properties/propagation/enum",keyword:"enum",params:{allowedValues: schema127.properties.propagation.enum},message:"must be equal to one of the allowed values",schema:schema127.properties.propagation.enum,parentSchema:schema127.properties.propagation,data:data2};if(vErrors === null){vErrors = [err7];}else {vErrors.push(err7);}errors++;}}if(data.spans !== undefined){let data3 = data.spans;if(typeof data3 !== "string"){const err8 = {instancePath:instancePath+"/spans",schemaPath:"#/properties/spans/type",keyword:"type",params:{type: "string"},message:"must be string",schema:schema127.properties.spans.type,parentSchema:schema127.properties.spans,data:data3};if(vErrors === null){vErrors = [err8];}else {vErrors.push(err8);}errors++;}if(!((data3 === "own") || (data3 === "sdk"))){const err9 = {instancePath:instancePath+"/spans",schemaPath:"#/properties/spans/enum",keyword:"enum",params:{allowedValues: schema127.properties.spans.enum},message:"must be equal to one of the allowed values",schema:schema127.properties.spans.enum,parentSchema:schema127.properties.spans,data:data3};if(vErrors === null){vErrors = [err9];}else {vErrors.push(err9);}errors++;}}}else {const err10 = {instancePath,schemaPath:"#/type",keyword:"type",params:{type: "object"},message:"must be object",schema:schema127.type,parentSchema:schema127,data};if(vErrors === null){vErrors = [err10];}else {vErrors.push(err10);}errors++;}validate417.errors = vErrors;return errors === 0;}validate417.evaluated = {"props":true,"dynamicProps":false,"dynamicItems":false};const schema128 = {"description":"Log lines on standard error. Changes are in force from the next start.","type":"object","additionalProperties":false,"properties":{"level":{"description":"Least severity that is written.","type":"string","enum":["debug","info","warn","error"],"default":"info","examples":["info"]},"format":{"description":"json for machines, pretty for people, auto: pretty on a terminal.","type":"string","enum":["json","pretty","auto"],"default":"auto","examples":["json"]}}};function validate419(data, {instancePath="", parentData, parentDataProperty, rootData=data, dynamicAnchors={}}={}){let vErrors = null;let errors = 0;const evaluated0 = validate419.evaluated;if(evaluated0.dynamicProps){evaluated0.props = undefined;}if(evaluated0.dynamicItems){evaluated0.items = undefined;}if(data && typeof data == "object" && !Array.isArray(data)){for(const key0 in data){if(!((key0 === "level") || (key0 === "format"))){const err0 = {instancePath,schemaPath:"#/additionalProperties",keyword:"additionalProperties",params:{additionalProperty: key0},message:"must NOT have additional properties",schema:false,parentSchema:schema128,data};if(vErrors === null){vErrors = [err0];}else {vErrors.push(err0);}errors++;}}if(data.level !== undefined){let data0 = data.level;if(typeof data0 !== "string"){const err1 = {instancePath:instancePath+"/level",schemaPath:"#/properties/level/type",keyword:"type",params:{type: "string"},message:"must be string",schema:schema128.properties.level.type,parentSchema:schema128.properties.level,data:data0};if(vErrors === null){vErrors = [err1];}else {vErrors.push(err1);}errors++;}if(!((((data0 === "debug") || (data0 === "info")) || (data0 === "warn")) || (data0 === "error"))){const err2 = {instancePath:instancePath+"/level",schemaPath:"#/properties/level/enum",keyword:"enum",params:{allowedValues: schema128.properties.level.enum},message:"must be equal to one of the allowed values",schema:schema128.properties.level.enum,parentSchema:schema128.properties.level,data:data0};if(vErrors === null){vErrors = [err2];}else {vErrors.push(err2);}errors++;}}if(data.format !== undefined){let data1 = data.format;if(typeof data1 !== "string"){const err3 = {instancePath:instancePath+"/format",schemaPath:"#/properties/format/type",keyword:"type",params:{type: "string"},message:"must be string",schema:schema128.properties.format.type,parentSchema:schema128.properties.format,data:data1};if(vErrors === null){vErrors = [err3];}else {vErrors.push(err3);}errors++;}if(!(((data1 === "json") || (data1 === "pretty")) || (data1 === "auto"))){const err4 = {instancePath:instancePath+"/format",schemaPath:"#/properties/format/enum",keyword:"enum",params:{allowedValues: schema128.properties.format.enum},message:"must be equal to one of the allowed values",schema:schema128.properties.format.enum,parentSchema:schema128.properties.format,data:data1};if(vErrors === null){vErrors = [err4];}else {vErrors.push(err4);}errors++;}}}else {const err5 = {instancePath,schemaPath:"#/type",keyword:"type",params:{type: "object"},message:"must be object",schema:schema128.type,parentSchema:schema128,data};if(vErrors === null){vErrors = [err5];}else {vErrors.push(err5);}errors++;}validate419.errors = vErrors;return errors === 0;}validate419.evaluated = {"props":true,"dynamicProps":false,"dynamicItems":false};function validate416(data, {instancePath="", parentData, parentDataProperty, rootData=data, dynamicAnchors={}}={}){let vErrors = null;let errors = 0;const evaluated0 = validate416.evaluated;if(evaluated0.dynamicProps){evaluated0.props = undefined;}if(evaluated0.dynamicItems){evaluated0.items = undefined;}if(data && typeof data == "object" && !Array.isArray(data)){for(const key0 in data){if(!((key0 === "traces") || (key0 === "logs"))){const err0 = {instancePath,schemaPath:"#/additionalProperties",keyword:"additionalProperties",params:{additionalProperty: key0},message:"must NOT have additional properties",schema:false,parentSchema:schema126,data};if(vErrors === null){vErrors = [err0];}else {vErrors.push(err0);}errors++;}}if(data.traces !== undefined){if(!(validate417(data.traces, {instancePath:instancePath+"/traces",parentData:data,parentDataProperty:"traces",rootData,dynamicAnchors}))){vErrors = vErrors === null ? validate417.errors : vErrors.concat(validate417.errors);errors = vErrors.length;}}if(data.logs !== undefined){if(!(validate419(data.logs, {instancePath:instancePath+"/logs",parentData:data,parentDataProperty:"logs",rootData,dynamicAnchors}))){vErrors = vErrors === null ? validate419.errors : vErrors.concat(validate419.errors);errors = vErrors.length;}}}else {const err1 = {instancePath,schemaPath:"#/type",keyword:"type",params:{type: "object"},message:"must be object",schema:schema126.type,parentSchema:schema126,data};if(vErrors === null){vErrors = [err1];}else {vErrors.push(err1);}errors++;}validate416.errors = vErrors;return errors === 0;}validate416.evaluated = {"props":true,"dynamicProps":false,"dynamicItems":false};const schema129 = {"description":"Picking up edits while running.","type":"object","additionalProperties":false,"properties":{"watch":{"description":"Whether the manifest's files and the handlers are watched. SIGHUP and the API reload in any case.","type":"boolean","default":true,"examples":[true]},"debounce":{"description":"How long the files must be quiet before they are read. At most 1m.","$ref":"#/$defs/duration","x-duration":{"max":"1m"},"default":"300ms","examples":["300ms"]}}};function validate422(data, {instancePath="", parentData, parentDataProperty, rootData=data, dynamicAnchors={}}={}){let vErrors = null;let errors = 0;const evaluated0 = validate422.evaluated;if(evaluated0.dynamicProps){evaluated0.props = undefined;}if(evaluated0.dynamicItems){evaluated0.items = undefined;}if(data && typeof data == "object" && !Array.isArray(data)){for(const key0 in data){if(!((key0 === "watch") || (key0 === "debounce"))){const err0 = {instancePath,schemaPath:"#/additionalProperties",keyword:"additionalProperties",params:{additionalProperty: key0},message:"must NOT have additional properties",schema:false,parentSchema:schema129,data};if(vErrors === null){vErrors = [err0];}else {vErrors.push(err0);}errors++;}}if(data.watch !== undefined){let data0 = data.watch;if(typeof data0 !== "boolean"){const err1 = {instancePath:instancePath+"/watch",schemaPath:"#/properties/watch/type",keyword:"type",params:{type: "boolean"},message:"must be boolean",schema:schema129.properties.watch.type,parentSchema:schema129.properties.watch,data:data0};if(vErrors === null){vErrors = [err1];}else {vErrors.push(err1);}errors++;}}if(data.debounce !== undefined){if(!(validate72(data.debounce, {instancePath:instancePath+"/debounce",parentData:data,parentDataProperty:"debounce",rootData,dynamicAnchors}))){vErrors = vErrors === null ? validate72.errors : vErrors.concat(validate72.errors);errors = vErrors.length;}}}else {const err2 = {instancePath,schemaPath:"#/type",keyword:"type",params:{type: "object"},message:"must be object",schema:schema129.type,parentSchema:schema129,data};if(vErrors === null){vErrors = [err2];}else {vErrors.push(err2);}errors++;}validate422.errors = vErrors;return errors === 0;}validate422.evaluated = {"props":true,"dynamicProps":false,"dynamicItems":false};function validate52(data, {instancePath="", parentData, parentDataProperty, rootData=data, dynamicAnchors={}}={}){/*# sourceURL="https://skep.dev/schemas/manifest.schema.json" */;let vErrors = null;let errors = 0;const evaluated0 = validate52.evaluated;if(evaluated0.dynamicProps){evaluated0.props = undefined;}if(evaluated0.dynamicItems){evaluated0.items = undefined;}if(data && typeof data == "object" && !Array.isArray(data)){if(data.version === undefined){const err0 = {instancePath,schemaPath:"#/required",keyword:"required",params:{missingProperty: "version"},message:"must have required property '"+"version"+"'",schema:schema19.required,parentSchema:schema19,data};if(vErrors === null){vErrors = [err0];}else {vErrors.push(err0);}errors++;}for(const key0 in data){if(!(func1.call(schema19.properties, key0))){const err1 = {instancePath,schemaPath:"#/additionalProperties",keyword:"additionalProperties",params:{additionalProperty: key0},message:"must NOT have additional properties",schema:false,parentSchema:schema19,data};if(vErrors === null){vErrors = [err1];}else {vErrors.push(err1);}errors++;}}if(data.version !== undefined){let data0 = data.version;if(!(((typeof data0 == "number") && (!(data0 % 1) && !isNaN(data0))) && (isFinite(data0)))){const err2 = {instancePath:instancePath+"/version",schemaPath:"#/properties/version/type",keyword:"type",params:{type: "integer"},message:"must be integer",schema:schema19.properties.version.type,parentSchema:schema19.properties.version,data:data0};if(vErrors === null){vErrors = [err2];}else {vErrors.push(err2);}errors++;}if(1 !== data0){const err3 = {instancePath:instancePath+"/version",schemaPath:"#/properties/version/const",keyword:"const",params:{allowedValue: 1},message:"must be equal to constant",schema:1,parentSchema:schema19.properties.version,data:data0};if(vErrors === null){vErrors = [err3];}else {vErrors.push(err3);}errors++;}}if(data.name !== undefined){if(!(validate53(data.name, {instancePath:instancePath+"/name",parentData:data,parentDataProperty:"name",rootData,dynamicAnchors}))){vErrors = vErrors === null ? validate53.errors : vErrors.concat(validate53.errors);errors = vErrors.length;}}if(data.include !== undefined){let data2 = data.include;if(Array.isArray(data2)){if(data2.length > 100){const err4 = {instancePath:instancePath+"/include",schemaPath:"#/properties/include/maxItems",keyword:"maxItems",params:{limit: 100},message:"must NOT have more than 100 items",schema:100,parentSchema:schema19.properties.include,data:data2};if(vErrors === null){vErrors = [err4];}else {vErrors.push(err4);}errors++;}const len0 = data2.length;for(let i0=0; i0<len0; i0++){let data3 = data2[i0];if(typeof data3 === "string"){if(data3.length > 500){const err5 = {instancePath:instancePath+"/include/" + i0,schemaPath:"#/properties/include/items/maxLength",keyword:"maxLength",params:{limit: 500},message:"must NOT have more than 500 characters",schema:500,parentSchema:schema19.properties.include.items,data:data3};if(vErrors === null){vErrors = [err5];}else {vErrors.push(err5);}errors++;}if(data3.length < 1){const err6 = {instancePath:instancePath+"/include/" + i0,schemaPath:"#/properties/include/items/minLength",keyword:"minLength",params:{limit: 1},message:"must NOT have fewer than 1 characters",schema:1,parentSchema:schema19.properties.include.items,data:data3};if(vErrors === null){vErrors = [err6];}else {vErrors.push(err6);}errors++;}}else {const err7 = {instancePath:instancePath+"/include/" + i0,schemaPath:"#/properties/include/items/type",keyword:"type",params:{type: "string"},message:"must be string",schema:schema19.properties.include.items.type,parentSchema:schema19.properties.include.items,data:data3};if(vErrors === null){vErrors = [err7];}else {vErrors.push(err7);}errors++;}}}else {const err8 = {instancePath:instancePath+"/include",schemaPath:"#/properties/include/type",keyword:"type",params:{type: "array"},message:"must be array",schema:schema19.properties.include.type,parentSchema:schema19.properties.include,data:data2};if(vErrors === null){vErrors = [err8];}else {vErrors.push(err8);}errors++;}}if(data.engine !== undefined){let data4 = data.engine;const _errs10 = errors;let valid3 = false;const _errs11 = errors;if(!(validate55(data4, {instancePath:instancePath+"/engine",parentData:data,parentDataProperty:"engine",rootData,dynamicAnchors}))){vErrors = vErrors === null ? validate55.errors : vErrors.concat(validate55.errors);errors = vErrors.length;}var _valid0 = _errs11 === errors;valid3 = valid3 || _valid0;const _errs12 = errors;if(!(validate57(data4, {instancePath:instancePath+"/engine",parentData:data,parentDataProperty:"engine",rootData,dynamicAnchors}))){vErrors = vErrors === null ? validate57.errors : vErrors.concat(validate57.errors);errors = vErrors.length;}var _valid0 = _errs12 === errors;valid3 = valid3 || _valid0;if(_valid0){var props0 = true;}const _errs13 = errors;if(!(validate61(data4, {instancePath:instancePath+"/engine",parentData:data,parentDataProperty:"engine",rootData,dynamicAnchors}))){vErrors = vErrors === null ? validate61.errors : vErrors.concat(validate61.errors);errors = vErrors.length;}var _valid0 = _errs13 === errors;valid3 = valid3 || _valid0;if(_valid0){if(props0 !== true){props0 = true;}}if(!valid3){const err9 = {instancePath:instancePath+"/engine",schemaPath:"#/properties/engine/anyOf",keyword:"anyOf",params:{},message:"must match a schema in anyOf",schema:schema19.properties.engine.anyOf,parentSchema:schema19.properties.engine,data:data4};if(vErrors === null){vErrors = [err9];}else {vErrors.push(err9);}errors++;}else {errors = _errs10;if(vErrors !== null){if(_errs10){vErrors.length = _errs10;}else {vErrors = null;}}}}if(data.defaults !== undefined){if(!(validate65(data.defaults, {instancePath:instancePath+"/defaults",parentData:data,parentDataProperty:"defaults",rootData,dynamicAnchors}))){vErrors = vErrors === null ? validate65.errors : vErrors.concat(validate65.errors);errors = vErrors.length;}}if(data.queues !== undefined){let data6 = data.queues;if(data6 && typeof data6 == "object" && !Array.isArray(data6)){for(const key1 in data6){const _errs17 = errors;if(!(validate53(key1, {instancePath:instancePath+"/queues",parentData:data6,parentDataProperty:"queues",rootData,dynamicAnchors}))){vErrors = vErrors === null ? validate53.errors : vErrors.concat(validate53.errors);errors = vErrors.length;}var valid4 = _errs17 === errors;if(!valid4){const err10 = {instancePath:instancePath+"/queues",schemaPath:"#/properties/queues/propertyNames",keyword:"propertyNames",params:{propertyName: key1},message:"property name must be valid",schema:schema19.properties.queues.propertyNames,parentSchema:schema19.properties.queues,data:data6};if(vErrors === null){vErrors = [err10];}else {vErrors.push(err10);}errors++;}}for(const key2 in data6){if(!(validate91(data6[key2], {instancePath:instancePath+"/queues/" + key2.replace(/~/g, "~0").replace(/\//g, "~1"),parentData:data6,parentDataProperty:key2,rootData,dynamicAnchors}))){vErrors = vErrors === null ? validate91.errors : vErrors.concat(validate91.errors);errors = vErrors.length;}}}else {const err11 = {instancePath:instancePath+"/queues",schemaPath:"#/properties/queues/type",keyword:"type",params:{type: "object"},message:"must be object",schema:schema19.properties.queues.type,parentSchema:schema19.properties.queues,data:data6};if(vErrors === null){vErrors = [err11];}else {vErrors.push(err11);}errors++;}}if(data.buckets !== undefined){let data8 = data.buckets;if(data8 && typeof data8 == "object" && !Array.isArray(data8)){for(const key3 in data8){const _errs22 = errors;if(!(validate53(key3, {instancePath:instancePath+"/buckets",parentData:data8,parentDataProperty:"buckets",rootData,dynamicAnchors}))){vErrors = vErrors === null ? validate53.errors : vErrors.concat(validate53.errors);errors = vErrors.length;}var valid6 = _errs22 === errors;if(!valid6){const err12 = {instancePath:instancePath+"/buckets",schemaPath:"#/properties/buckets/propertyNames",keyword:"propertyNames",params:{propertyName: key3},message:"property name must be valid",schema:schema19.properties.buckets.propertyNames,parentSchema:schema19.properties.buckets,data:data8};if(vErrors === null){vErrors = [err12];}else {vErrors.push(err12);}errors++;}}for(const key4 in data8){if(!(validate106(data8[key4], {instancePath:instancePath+"/buckets/" + key4.replace(/~/g, "~0").replace(/\//g, "~1"),parentData:data8,parentDataProperty:key4,rootData,dynamicAnchors}))){vErrors = vErrors === null ? validate106.errors : vErrors.concat(validate106.errors);errors = vErrors.length;}}}else {const err13 = {instancePath:instancePath+"/buckets",schemaPath:"#/properties/buckets/type",keyword:"type",params:{type: "object"},message:"must be object",schema:schema19.properties.buckets.type,parentSchema:schema19.properties.buckets,data:data8};if(vErrors === null){vErrors = [err13];}else {vErrors.push(err13);}errors++;}}if(data.retryPolicies !== undefined){let data10 = data.retryPolicies;if(data10 && typeof data10 == "object" && !Array.isArray(data10)){for(const key5 in data10){const _errs27 = errors;if(!(validate53(key5, {instancePath:instancePath+"/retryPolicies",parentData:data10,parentDataProperty:"retryPolicies",rootData,dynamicAnchors}))){vErrors = vErrors === null ? validate53.errors : vErrors.concat(validate53.errors);errors = vErrors.length;}var valid8 = _errs27 === errors;if(!valid8){const err14 = {instancePath:instancePath+"/retryPolicies",schemaPath:"#/properties/retryPolicies/propertyNames",keyword:"propertyNames",params:{propertyName: key5},message:"property name must be valid",schema:schema19.properties.retryPolicies.propertyNames,parentSchema:schema19.properties.retryPolicies,data:data10};if(vErrors === null){vErrors = [err14];}else {vErrors.push(err14);}errors++;}}for(const key6 in data10){if(!(validate112(data10[key6], {instancePath:instancePath+"/retryPolicies/" + key6.replace(/~/g, "~0").replace(/\//g, "~1"),parentData:data10,parentDataProperty:key6,rootData,dynamicAnchors}))){vErrors = vErrors === null ? validate112.errors : vErrors.concat(validate112.errors);errors = vErrors.length;}}}else {const err15 = {instancePath:instancePath+"/retryPolicies",schemaPath:"#/properties/retryPolicies/type",keyword:"type",params:{type: "object"},message:"must be object",schema:schema19.properties.retryPolicies.type,parentSchema:schema19.properties.retryPolicies,data:data10};if(vErrors === null){vErrors = [err15];}else {vErrors.push(err15);}errors++;}}if(data.bases !== undefined){let data12 = data.bases;if(data12 && typeof data12 == "object" && !Array.isArray(data12)){for(const key7 in data12){const _errs32 = errors;if(!(validate53(key7, {instancePath:instancePath+"/bases",parentData:data12,parentDataProperty:"bases",rootData,dynamicAnchors}))){vErrors = vErrors === null ? validate53.errors : vErrors.concat(validate53.errors);errors = vErrors.length;}var valid10 = _errs32 === errors;if(!valid10){const err16 = {instancePath:instancePath+"/bases",schemaPath:"#/properties/bases/propertyNames",keyword:"propertyNames",params:{propertyName: key7},message:"property name must be valid",schema:schema19.properties.bases.propertyNames,parentSchema:schema19.properties.bases,data:data12};if(vErrors === null){vErrors = [err16];}else {vErrors.push(err16);}errors++;}}for(const key8 in data12){if(!(validate142(data12[key8], {instancePath:instancePath+"/bases/" + key8.replace(/~/g, "~0").replace(/\//g, "~1"),parentData:data12,parentDataProperty:key8,rootData,dynamicAnchors}))){vErrors = vErrors === null ? validate142.errors : vErrors.concat(validate142.errors);errors = vErrors.length;}}}else {const err17 = {instancePath:instancePath+"/bases",schemaPath:"#/properties/bases/type",keyword:"type",params:{type: "object"},message:"must be object",schema:schema19.properties.bases.type,parentSchema:schema19.properties.bases,data:data12};if(vErrors === null){vErrors = [err17];}else {vErrors.push(err17);}errors++;}}if(data.resources !== undefined){let data14 = data.resources;if(data14 && typeof data14 == "object" && !Array.isArray(data14)){for(const key9 in data14){const _errs37 = errors;if(!(validate53(key9, {instancePath:instancePath+"/resources",parentData:data14,parentDataProperty:"resources",rootData,dynamicAnchors}))){vErrors = vErrors === null ? validate53.errors : vErrors.concat(validate53.errors);errors = vErrors.length;}var valid12 = _errs37 === errors;if(!valid12){const err18 = {instancePath:instancePath+"/resources",schemaPath:"#/properties/resources/propertyNames",keyword:"propertyNames",params:{propertyName: key9},message:"property name must be valid",schema:schema19.properties.resources.propertyNames,parentSchema:schema19.properties.resources,data:data14};if(vErrors === null){vErrors = [err18];}else {vErrors.push(err18);}errors++;}}for(const key10 in data14){if(!(validate224(data14[key10], {instancePath:instancePath+"/resources/" + key10.replace(/~/g, "~0").replace(/\//g, "~1"),parentData:data14,parentDataProperty:key10,rootData,dynamicAnchors}))){vErrors = vErrors === null ? validate224.errors : vErrors.concat(validate224.errors);errors = vErrors.length;}}}else {const err19 = {instancePath:instancePath+"/resources",schemaPath:"#/properties/resources/type",keyword:"type",params:{type: "object"},message:"must be object",schema:schema19.properties.resources.type,parentSchema:schema19.properties.resources,data:data14};if(vErrors === null){vErrors = [err19];}else {vErrors.push(err19);}errors++;}}if(data.executors !== undefined){if(!(validate228(data.executors, {instancePath:instancePath+"/executors",parentData:data,parentDataProperty:"executors",rootData,dynamicAnchors}))){vErrors = vErrors === null ? validate228.errors : vErrors.concat(validate228.errors);errors = vErrors.length;}}if(data.tasks !== undefined){let data17 = data.tasks;if(data17 && typeof data17 == "object" && !Array.isArray(data17)){for(const key11 in data17){const _errs43 = errors;if(!(validate53(key11, {instancePath:instancePath+"/tasks",parentData:data17,parentDataProperty:"tasks",rootData,dynamicAnchors}))){vErrors = vErrors === null ? validate53.errors : vErrors.concat(validate53.errors);errors = vErrors.length;}var valid14 = _errs43 === errors;if(!valid14){const err20 = {instancePath:instancePath+"/tasks",schemaPath:"#/properties/tasks/propertyNames",keyword:"propertyNames",params:{propertyName: key11},message:"property name must be valid",schema:schema19.properties.tasks.propertyNames,parentSchema:schema19.properties.tasks,data:data17};if(vErrors === null){vErrors = [err20];}else {vErrors.push(err20);}errors++;}}for(const key12 in data17){let data18 = data17[key12];const _errs46 = errors;let valid16 = false;const _errs47 = errors;if(!(validate144(data18, {instancePath:instancePath+"/tasks/" + key12.replace(/~/g, "~0").replace(/\//g, "~1"),parentData:data17,parentDataProperty:key12,rootData,dynamicAnchors}))){vErrors = vErrors === null ? validate144.errors : vErrors.concat(validate144.errors);errors = vErrors.length;}var _valid1 = _errs47 === errors;valid16 = valid16 || _valid1;const _errs48 = errors;if(!(validate142(data18, {instancePath:instancePath+"/tasks/" + key12.replace(/~/g, "~0").replace(/\//g, "~1"),parentData:data17,parentDataProperty:key12,rootData,dynamicAnchors}))){vErrors = vErrors === null ? validate142.errors : vErrors.concat(validate142.errors);errors = vErrors.length;}var _valid1 = _errs48 === errors;valid16 = valid16 || _valid1;if(!valid16){const err21 = {instancePath:instancePath+"/tasks/" + key12.replace(/~/g, "~0").replace(/\//g, "~1"),schemaPath:"#/properties/tasks/additionalProperties/anyOf",keyword:"anyOf",params:{},message:"must match a schema in anyOf",schema:schema19.properties.tasks.additionalProperties.anyOf,parentSchema:schema19.properties.tasks.additionalProperties,data:data18};if(vErrors === null){vErrors = [err21];}else {vErrors.push(err21);}errors++;}else {errors = _errs46;if(vErrors !== null){if(_errs46){vErrors.length = _errs46;}else {vErrors = null;}}}}}else {const err22 = {instancePath:instancePath+"/tasks",schemaPath:"#/properties/tasks/type",keyword:"type",params:{type: "object"},message:"must be object",schema:schema19.properties.tasks.type,parentSchema:schema19.properties.tasks,data:data17};if(vErrors === null){vErrors = [err22];}else {vErrors.push(err22);}errors++;}}if(data.routes !== undefined){if(!(validate239(data.routes, {instancePath:instancePath+"/routes",parentData:data,parentDataProperty:"routes",rootData,dynamicAnchors}))){vErrors = vErrors === null ? validate239.errors : vErrors.concat(validate239.errors);errors = vErrors.length;}}if(data.workflows !== undefined){let data20 = data.workflows;if(data20 && typeof data20 == "object" && !Array.isArray(data20)){for(const key13 in data20){const _errs52 = errors;if(!(validate53(key13, {instancePath:instancePath+"/workflows",parentData:data20,parentDataProperty:"workflows",rootData,dynamicAnchors}))){vErrors = vErrors === null ? validate53.errors : vErrors.concat(validate53.errors);errors = vErrors.length;}var valid17 = _errs52 === errors;if(!valid17){const err23 = {instancePath:instancePath+"/workflows",schemaPath:"#/properties/workflows/propertyNames",keyword:"propertyNames",params:{propertyName: key13},message:"property name must be valid",schema:schema19.properties.workflows.propertyNames,parentSchema:schema19.properties.workflows,data:data20};if(vErrors === null){vErrors = [err23];}else {vErrors.push(err23);}errors++;}}for(const key14 in data20){let data21 = data20[key14];const _errs55 = errors;let valid19 = false;const _errs56 = errors;if(!(validate291(data21, {instancePath:instancePath+"/workflows/" + key14.replace(/~/g, "~0").replace(/\//g, "~1"),parentData:data20,parentDataProperty:key14,rootData,dynamicAnchors}))){vErrors = vErrors === null ? validate291.errors : vErrors.concat(validate291.errors);errors = vErrors.length;}var _valid2 = _errs56 === errors;valid19 = valid19 || _valid2;if(_valid2){var props2 = true;}const _errs57 = errors;if(!(validate337(data21, {instancePath:instancePath+"/workflows/" + key14.replace(/~/g, "~0").replace(/\//g, "~1"),parentData:data20,parentDataProperty:key14,rootData,dynamicAnchors}))){vErrors = vErrors === null ? validate337.errors : vErrors.concat(validate337.errors);errors = vErrors.length;}var _valid2 = _errs57 === errors;valid19 = valid19 || _valid2;if(_valid2){if(props2 !== true){props2 = true;}}const _errs58 = errors;if(!(validate375(data21, {instancePath:instancePath+"/workflows/" + key14.replace(/~/g, "~0").replace(/\//g, "~1"),parentData:data20,parentDataProperty:key14,rootData,dynamicAnchors}))){vErrors = vErrors === null ? validate375.errors : vErrors.concat(validate375.errors);errors = vErrors.length;}var _valid2 = _errs58 === errors;valid19 = valid19 || _valid2;if(_valid2){if(props2 !== true){props2 = true;}}const _errs59 = errors;if(!(validate380(data21, {instancePath:instancePath+"/workflows/" + key14.replace(/~/g, "~0").replace(/\//g, "~1"),parentData:data20,parentDataProperty:key14,rootData,dynamicAnchors}))){vErrors = vErrors === null ? validate380.errors : vErrors.concat(validate380.errors);errors = vErrors.length;}var _valid2 = _errs59 === errors;valid19 = valid19 || _valid2;if(_valid2){if(props2 !== true){props2 = true;}}const _errs60 = errors;if(!(validate385(data21, {instancePath:instancePath+"/workflows/" + key14.replace(/~/g, "~0").replace(/\//g, "~1"),parentData:data20,parentDataProperty:key14,rootData,dynamicAnchors}))){vErrors = vErrors === null ? validate385.errors : vErrors.concat(validate385.errors);errors = vErrors.length;}var _valid2 = _errs60 === errors;valid19 = valid19 || _valid2;if(_valid2){if(props2 !== true){props2 = true;}}if(!valid19){const err24 = {instancePath:instancePath+"/workflows/" + key14.replace(/~/g, "~0").replace(/\//g, "~1"),schemaPath:"#/properties/workflows/additionalProperties/anyOf",keyword:"anyOf",params:{},message:"must match a schema in anyOf",schema:schema19.properties.workflows.additionalProperties.anyOf,parentSchema:schema19.properties.workflows.additionalProperties,data:data21};if(vErrors === null){vErrors = [err24];}else {vErrors.push(err24);}errors++;}else {errors = _errs55;if(vErrors !== null){if(_errs55){vErrors.length = _errs55;}else {vErrors = null;}}}}}else {const err25 = {instancePath:instancePath+"/workflows",schemaPath:"#/properties/workflows/type",keyword:"type",params:{type: "object"},message:"must be object",schema:schema19.properties.workflows.type,parentSchema:schema19.properties.workflows,data:data20};if(vErrors === null){vErrors = [err25];}else {vErrors.push(err25);}errors++;}}if(data.schedules !== undefined){let data22 = data.schedules;if(data22 && typeof data22 == "object" && !Array.isArray(data22)){for(const key15 in data22){const _errs63 = errors;if(!(validate53(key15, {instancePath:instancePath+"/schedules",parentData:data22,parentDataProperty:"schedules",rootData,dynamicAnchors}))){vErrors = vErrors === null ? validate53.errors : vErrors.concat(validate53.errors);errors = vErrors.length;}var valid20 = _errs63 === errors;if(!valid20){const err26 = {instancePath:instancePath+"/schedules",schemaPath:"#/properties/schedules/propertyNames",keyword:"propertyNames",params:{propertyName: key15},message:"property name must be valid",schema:schema19.properties.schedules.propertyNames,parentSchema:schema19.properties.schedules,data:data22};if(vErrors === null){vErrors = [err26];}else {vErrors.push(err26);}errors++;}}for(const key16 in data22){let data23 = data22[key16];const _errs66 = errors;let valid22 = false;const _errs67 = errors;if(!(validate391(data23, {instancePath:instancePath+"/schedules/" + key16.replace(/~/g, "~0").replace(/\//g, "~1"),parentData:data22,parentDataProperty:key16,rootData,dynamicAnchors}))){vErrors = vErrors === null ? validate391.errors : vErrors.concat(validate391.errors);errors = vErrors.length;}var _valid3 = _errs67 === errors;valid22 = valid22 || _valid3;if(_valid3){var props3 = true;}const _errs68 = errors;if(!(validate394(data23, {instancePath:instancePath+"/schedules/" + key16.replace(/~/g, "~0").replace(/\//g, "~1"),parentData:data22,parentDataProperty:key16,rootData,dynamicAnchors}))){vErrors = vErrors === null ? validate394.errors : vErrors.concat(validate394.errors);errors = vErrors.length;}var _valid3 = _errs68 === errors;valid22 = valid22 || _valid3;if(_valid3){if(props3 !== true){props3 = true;}}if(!valid22){const err27 = {instancePath:instancePath+"/schedules/" + key16.replace(/~/g, "~0").replace(/\//g, "~1"),schemaPath:"#/properties/schedules/additionalProperties/anyOf",keyword:"anyOf",params:{},message:"must match a schema in anyOf",schema:schema19.properties.schedules.additionalProperties.anyOf,parentSchema:schema19.properties.schedules.additionalProperties,data:data23};if(vErrors === null){vErrors = [err27];}else {vErrors.push(err27);}errors++;}else {errors = _errs66;if(vErrors !== null){if(_errs66){vErrors.length = _errs66;}else {vErrors = null;}}}}}else {const err28 = {instancePath:instancePath+"/schedules",schemaPath:"#/properties/schedules/type",keyword:"type",params:{type: "object"},message:"must be object",schema:schema19.properties.schedules.type,parentSchema:schema19.properties.schedules,data:data22};if(vErrors === null){vErrors = [err28];}else {vErrors.push(err28);}errors++;}}if(data.admin !== undefined){if(!(validate398(data.admin, {instancePath:instancePath+"/admin",parentData:data,parentDataProperty:"admin",rootData,dynamicAnchors}))){vErrors = vErrors === null ? validate398.errors : vErrors.concat(validate398.errors);errors = vErrors.length;}}if(data.encryption !== undefined){if(!(validate403(data.encryption, {instancePath:instancePath+"/encryption",parentData:data,parentDataProperty:"encryption",rootData,dynamicAnchors}))){vErrors = vErrors === null ? validate403.errors : vErrors.concat(validate403.errors);errors = vErrors.length;}}if(data.health !== undefined){if(!(validate407(data.health, {instancePath:instancePath+"/health",parentData:data,parentDataProperty:"health",rootData,dynamicAnchors}))){vErrors = vErrors === null ? validate407.errors : vErrors.concat(validate407.errors);errors = vErrors.length;}}if(data.shutdown !== undefined){if(!(validate409(data.shutdown, {instancePath:instancePath+"/shutdown",parentData:data,parentDataProperty:"shutdown",rootData,dynamicAnchors}))){vErrors = vErrors === null ? validate409.errors : vErrors.concat(validate409.errors);errors = vErrors.length;}}if(data.telemetry !== undefined){if(!(validate416(data.telemetry, {instancePath:instancePath+"/telemetry",parentData:data,parentDataProperty:"telemetry",rootData,dynamicAnchors}))){vErrors = vErrors === null ? validate416.errors : vErrors.concat(validate416.errors);errors = vErrors.length;}}if(data.reload !== undefined){if(!(validate422(data.reload, {instancePath:instancePath+"/reload",parentData:data,parentDataProperty:"reload",rootData,dynamicAnchors}))){vErrors = vErrors === null ? validate422.errors : vErrors.concat(validate422.errors);errors = vErrors.length;}}}else {const err29 = {instancePath,schemaPath:"#/type",keyword:"type",params:{type: "object"},message:"must be object",schema:schema19.type,parentSchema:schema19,data};if(vErrors === null){vErrors = [err29];}else {vErrors.push(err29);}errors++;}validate52.errors = vErrors;return errors === 0;}validate52.evaluated = {"props":true,"dynamicProps":false,"dynamicItems":false};export const afterRoute: SourceValidator = validate425;function validate425(data, {instancePath="", parentData, parentDataProperty, rootData=data, dynamicAnchors={}}={}){let vErrors = null;let errors = 0;const evaluated0 = validate425.evaluated;if(evaluated0.dynamicProps){evaluated0.props = undefined;}if(evaluated0.dynamicItems){evaluated0.items = undefined;}if(data && typeof data == "object" && !Array.isArray(data)){if(data.path === undefined){const err0 = {instancePath,schemaPath:"#/required",keyword:"required",params:{missingProperty: "path"},message:"must have required property '"+"path"+"'",schema:schema85.required,parentSchema:schema85,data};if(vErrors === null){vErrors = [err0];}else {vErrors.push(err0);}errors++;}if(data.after === undefined){const err1 = {instancePath,schemaPath:"#/required",keyword:"required",params:{missingProperty: "after"},message:"must have required property '"+"after"+"'",schema:schema85.required,parentSchema:schema85,data};if(vErrors === null){vErrors = [err1];}else {vErrors.push(err1);}errors++;}for(const key0 in data){if(!(((((((key0 === "method") || (key0 === "path")) || (key0 === "description")) || (key0 === "after")) || (key0 === "order")) || (key0 === "respond")) || (key0 === "public"))){const err2 = {instancePath,schemaPath:"#/additionalProperties",keyword:"additionalProperties",params:{additionalProperty: key0},message:"must NOT have additional properties",schema:false,parentSchema:schema85,data};if(vErrors === null){vErrors = [err2];}else {vErrors.push(err2);}errors++;}}if(data.method !== undefined){let data0 = data.method;if(typeof data0 !== "string"){const err3 = {instancePath:instancePath+"/method",schemaPath:"#/properties/method/type",keyword:"type",params:{type: "string"},message:"must be string",schema:schema85.properties.method.type,parentSchema:schema85.properties.method,data:data0};if(vErrors === null){vErrors = [err3];}else {vErrors.push(err3);}errors++;}if(!(((((data0 === "GET") || (data0 === "POST")) || (data0 === "PUT")) || (data0 === "PATCH")) || (data0 === "DELETE"))){const err4 = {instancePath:instancePath+"/method",schemaPath:"#/properties/method/enum",keyword:"enum",params:{allowedValues: schema85.properties.method.enum},message:"must be equal to one of the allowed values",schema:schema85.properties.method.enum,parentSchema:schema85.properties.method,data:data0};if(vErrors === null){vErrors = [err4];}else {vErrors.push(err4);}errors++;}}if(data.path !== undefined){if(!(validate244(data.path, {instancePath:instancePath+"/path",parentData:data,parentDataProperty:"path",rootData,dynamicAnchors}))){vErrors = vErrors === null ? validate244.errors : vErrors.concat(validate244.errors);errors = vErrors.length;}}if(data.description !== undefined){let data2 = data.description;if(typeof data2 === "string"){if(data2.length > 2000){const err5 = {instancePath:instancePath+"/description",schemaPath:"#/properties/description/maxLength",keyword:"maxLength",params:{limit: 2000},message:"must NOT have more than 2000 characters",schema:2000,parentSchema:schema85.properties.description,data:data2};if(vErrors === null){vErrors = [err5];}else {vErrors.push(err5);}errors++;}}else {const err6 = {instancePath:instancePath+"/description",schemaPath:"#/properties/description/type",keyword:"type",params:{type: "string"},message:"must be string",schema:schema85.properties.description.type,parentSchema:schema85.properties.description,data:data2};if(vErrors === null){vErrors = [err6];}else {vErrors.push(err6);}errors++;}}if(data.after !== undefined){if(!(validate247(data.after, {instancePath:instancePath+"/after",parentData:data,parentDataProperty:"after",rootData,dynamicAnchors}))){vErrors = vErrors === null ? validate247.errors : vErrors.concat(validate247.errors);errors = vErrors.length;}}if(data.order !== undefined){if(!(validate252(data.order, {instancePath:instancePath+"/order",parentData:data,parentDataProperty:"order",rootData,dynamicAnchors}))){vErrors = vErrors === null ? validate252.errors : vErrors.concat(validate252.errors);errors = vErrors.length;}}if(data.respond !== undefined){if(!(validate274(data.respond, {instancePath:instancePath+"/respond",parentData:data,parentDataProperty:"respond",rootData,dynamicAnchors}))){vErrors = vErrors === null ? validate274.errors : vErrors.concat(validate274.errors);errors = vErrors.length;}}if(data.public !== undefined){if(!(validate256(data.public, {instancePath:instancePath+"/public",parentData:data,parentDataProperty:"public",rootData,dynamicAnchors}))){vErrors = vErrors === null ? validate256.errors : vErrors.concat(validate256.errors);errors = vErrors.length;}}}else {const err7 = {instancePath,schemaPath:"#/type",keyword:"type",params:{type: "object"},message:"must be object",schema:schema85.type,parentSchema:schema85,data};if(vErrors === null){vErrors = [err7];}else {vErrors.push(err7);}errors++;}validate425.errors = vErrors;return errors === 0;}validate425.evaluated = {"props":true,"dynamicProps":false,"dynamicItems":false};export const bucketUse: SourceValidator = validate431;function validate431(data, {instancePath="", parentData, parentDataProperty, rootData=data, dynamicAnchors={}}={}){let vErrors = null;let errors = 0;const evaluated0 = validate431.evaluated;if(evaluated0.dynamicProps){evaluated0.props = undefined;}if(evaluated0.dynamicItems){evaluated0.items = undefined;}if(data && typeof data == "object" && !Array.isArray(data)){if(data.bucket === undefined){const err0 = {instancePath,schemaPath:"#/required",keyword:"required",params:{missingProperty: "bucket"},message:"must have required property '"+"bucket"+"'",schema:schema67.required,parentSchema:schema67,data};if(vErrors === null){vErrors = [err0];}else {vErrors.push(err0);}errors++;}for(const key0 in data){if(!((key0 === "bucket") || (key0 === "cost"))){const err1 = {instancePath,schemaPath:"#/additionalProperties",keyword:"additionalProperties",params:{additionalProperty: key0},message:"must NOT have additional properties",schema:false,parentSchema:schema67,data};if(vErrors === null){vErrors = [err1];}else {vErrors.push(err1);}errors++;}}if(data.bucket !== undefined){if(!(validate53(data.bucket, {instancePath:instancePath+"/bucket",parentData:data,parentDataProperty:"bucket",rootData,dynamicAnchors}))){vErrors = vErrors === null ? validate53.errors : vErrors.concat(validate53.errors);errors = vErrors.length;}}if(data.cost !== undefined){if(!(validate92(data.cost, {instancePath:instancePath+"/cost",parentData:data,parentDataProperty:"cost",rootData,dynamicAnchors}))){vErrors = vErrors === null ? validate92.errors : vErrors.concat(validate92.errors);errors = vErrors.length;}}}else {const err2 = {instancePath,schemaPath:"#/type",keyword:"type",params:{type: "object"},message:"must be object",schema:schema67.type,parentSchema:schema67,data};if(vErrors === null){vErrors = [err2];}else {vErrors.push(err2);}errors++;}validate431.errors = vErrors;return errors === 0;}validate431.evaluated = {"props":true,"dynamicProps":false,"dynamicItems":false};export const chainElement: SourceValidator = validate434;function validate434(data, {instancePath="", parentData, parentDataProperty, rootData=data, dynamicAnchors={}}={}){let vErrors = null;let errors = 0;const evaluated0 = validate434.evaluated;if(evaluated0.dynamicProps){evaluated0.props = undefined;}if(evaluated0.dynamicItems){evaluated0.items = undefined;}if(data && typeof data == "object" && !Array.isArray(data)){if(data.chain === undefined){const err0 = {instancePath,schemaPath:"#/required",keyword:"required",params:{missingProperty: "chain"},message:"must have required property '"+"chain"+"'",schema:schema109.required,parentSchema:schema109,data};if(vErrors === null){vErrors = [err0];}else {vErrors.push(err0);}errors++;}for(const key0 in data){if(!(key0 === "chain")){const err1 = {instancePath,schemaPath:"#/additionalProperties",keyword:"additionalProperties",params:{additionalProperty: key0},message:"must NOT have additional properties",schema:false,parentSchema:schema109,data};if(vErrors === null){vErrors = [err1];}else {vErrors.push(err1);}errors++;}}if(data.chain !== undefined){if(!(validate340(data.chain, {instancePath:instancePath+"/chain",parentData:data,parentDataProperty:"chain",rootData,dynamicAnchors}))){vErrors = vErrors === null ? validate340.errors : vErrors.concat(validate340.errors);errors = vErrors.length;}}}else {const err2 = {instancePath,schemaPath:"#/type",keyword:"type",params:{type: "object"},message:"must be object",schema:schema109.type,parentSchema:schema109,data};if(vErrors === null){vErrors = [err2];}else {vErrors.push(err2);}errors++;}validate434.errors = vErrors;return errors === 0;}validate434.evaluated = {"props":true,"dynamicProps":false,"dynamicItems":false};export const chordElement: SourceValidator = validate436;function validate436(data, {instancePath="", parentData, parentDataProperty, rootData=data, dynamicAnchors={}}={}){let vErrors = null;let errors = 0;const evaluated0 = validate436.evaluated;if(evaluated0.dynamicProps){evaluated0.props = undefined;}if(evaluated0.dynamicItems){evaluated0.items = undefined;}if(data && typeof data == "object" && !Array.isArray(data)){if(data.chord === undefined){const err0 = {instancePath,schemaPath:"#/required",keyword:"required",params:{missingProperty: "chord"},message:"must have required property '"+"chord"+"'",schema:schema111.required,parentSchema:schema111,data};if(vErrors === null){vErrors = [err0];}else {vErrors.push(err0);}errors++;}for(const key0 in data){if(!(key0 === "chord")){const err1 = {instancePath,schemaPath:"#/additionalProperties",keyword:"additionalProperties",params:{additionalProperty: key0},message:"must NOT have additional properties",schema:false,parentSchema:schema111,data};if(vErrors === null){vErrors = [err1];}else {vErrors.push(err1);}errors++;}}if(data.chord !== undefined){if(!(validate360(data.chord, {instancePath:instancePath+"/chord",parentData:data,parentDataProperty:"chord",rootData,dynamicAnchors}))){vErrors = vErrors === null ? validate360.errors : vErrors.concat(validate360.errors);errors = vErrors.length;}}}else {const err2 = {instancePath,schemaPath:"#/type",keyword:"type",params:{type: "object"},message:"must be object",schema:schema111.type,parentSchema:schema111,data};if(vErrors === null){vErrors = [err2];}else {vErrors.push(err2);}errors++;}validate436.errors = vErrors;return errors === 0;}validate436.evaluated = {"props":true,"dynamicProps":false,"dynamicItems":false};export const cronSchedule: SourceValidator = validate438;function validate438(data, {instancePath="", parentData, parentDataProperty, rootData=data, dynamicAnchors={}}={}){let vErrors = null;let errors = 0;const evaluated0 = validate438.evaluated;if(evaluated0.dynamicProps){evaluated0.props = undefined;}if(evaluated0.dynamicItems){evaluated0.items = undefined;}if(data && typeof data == "object" && !Array.isArray(data)){if(data.task === undefined){const err0 = {instancePath,schemaPath:"#/required",keyword:"required",params:{missingProperty: "task"},message:"must have required property '"+"task"+"'",schema:schema118.required,parentSchema:schema118,data};if(vErrors === null){vErrors = [err0];}else {vErrors.push(err0);}errors++;}if(data.cron === undefined){const err1 = {instancePath,schemaPath:"#/required",keyword:"required",params:{missingProperty: "cron"},message:"must have required property '"+"cron"+"'",schema:schema118.required,parentSchema:schema118,data};if(vErrors === null){vErrors = [err1];}else {vErrors.push(err1);}errors++;}for(const key0 in data){if(!((((key0 === "task") || (key0 === "cron")) || (key0 === "timezone")) || (key0 === "payload"))){const err2 = {instancePath,schemaPath:"#/additionalProperties",keyword:"additionalProperties",params:{additionalProperty: key0},message:"must NOT have additional properties",schema:false,parentSchema:schema118,data};if(vErrors === null){vErrors = [err2];}else {vErrors.push(err2);}errors++;}}if(data.task !== undefined){if(!(validate53(data.task, {instancePath:instancePath+"/task",parentData:data,parentDataProperty:"task",rootData,dynamicAnchors}))){vErrors = vErrors === null ? validate53.errors : vErrors.concat(validate53.errors);errors = vErrors.length;}}if(data.cron !== undefined){let data1 = data.cron;if(typeof data1 === "string"){if(data1.length > 100){const err3 = {instancePath:instancePath+"/cron",schemaPath:"#/properties/cron/maxLength",keyword:"maxLength",params:{limit: 100},message:"must NOT have more than 100 characters",schema:100,parentSchema:schema118.properties.cron,data:data1};if(vErrors === null){vErrors = [err3];}else {vErrors.push(err3);}errors++;}if(data1.length < 1){const err4 = {instancePath:instancePath+"/cron",schemaPath:"#/properties/cron/minLength",keyword:"minLength",params:{limit: 1},message:"must NOT have fewer than 1 characters",schema:1,parentSchema:schema118.properties.cron,data:data1};if(vErrors === null){vErrors = [err4];}else {vErrors.push(err4);}errors++;}}else {const err5 = {instancePath:instancePath+"/cron",schemaPath:"#/properties/cron/type",keyword:"type",params:{type: "string"},message:"must be string",schema:schema118.properties.cron.type,parentSchema:schema118.properties.cron,data:data1};if(vErrors === null){vErrors = [err5];}else {vErrors.push(err5);}errors++;}}if(data.timezone !== undefined){let data2 = data.timezone;if(typeof data2 === "string"){if(data2.length > 64){const err6 = {instancePath:instancePath+"/timezone",schemaPath:"#/properties/timezone/maxLength",keyword:"maxLength",params:{limit: 64},message:"must NOT have more than 64 characters",schema:64,parentSchema:schema118.properties.timezone,data:data2};if(vErrors === null){vErrors = [err6];}else {vErrors.push(err6);}errors++;}if(data2.length < 1){const err7 = {instancePath:instancePath+"/timezone",schemaPath:"#/properties/timezone/minLength",keyword:"minLength",params:{limit: 1},message:"must NOT have fewer than 1 characters",schema:1,parentSchema:schema118.properties.timezone,data:data2};if(vErrors === null){vErrors = [err7];}else {vErrors.push(err7);}errors++;}}else {const err8 = {instancePath:instancePath+"/timezone",schemaPath:"#/properties/timezone/type",keyword:"type",params:{type: "string"},message:"must be string",schema:schema118.properties.timezone.type,parentSchema:schema118.properties.timezone,data:data2};if(vErrors === null){vErrors = [err8];}else {vErrors.push(err8);}errors++;}}}else {const err9 = {instancePath,schemaPath:"#/type",keyword:"type",params:{type: "object"},message:"must be object",schema:schema118.type,parentSchema:schema118,data};if(vErrors === null){vErrors = [err9];}else {vErrors.push(err9);}errors++;}validate438.errors = vErrors;return errors === 0;}validate438.evaluated = {"props":true,"dynamicProps":false,"dynamicItems":false};export const duration: SourceValidator = validate440;function validate440(data, {instancePath="", parentData, parentDataProperty, rootData=data, dynamicAnchors={}}={}){let vErrors = null;let errors = 0;const evaluated0 = validate440.evaluated;if(evaluated0.dynamicProps){evaluated0.props = undefined;}if(evaluated0.dynamicItems){evaluated0.items = undefined;}if(typeof data === "string"){if(data.length > 64){const err0 = {instancePath,schemaPath:"#/maxLength",keyword:"maxLength",params:{limit: 64},message:"must NOT have more than 64 characters",schema:64,parentSchema:schema23,data};if(vErrors === null){vErrors = [err0];}else {vErrors.push(err0);}errors++;}if(!pattern5.test(data)){const err1 = {instancePath,schemaPath:"#/pattern",keyword:"pattern",params:{pattern: "^(?=\\d)(\\d{1,15}(\\.\\d{1,9})?w)?(\\d{1,15}(\\.\\d{1,9})?d)?(\\d{1,15}(\\.\\d{1,9})?h)?(\\d{1,15}(\\.\\d{1,9})?m)?(\\d{1,15}(\\.\\d{1,9})?s)?(\\d{1,15}(\\.\\d{1,9})?ms)?$"},message:"must match pattern \""+"^(?=\\d)(\\d{1,15}(\\.\\d{1,9})?w)?(\\d{1,15}(\\.\\d{1,9})?d)?(\\d{1,15}(\\.\\d{1,9})?h)?(\\d{1,15}(\\.\\d{1,9})?m)?(\\d{1,15}(\\.\\d{1,9})?s)?(\\d{1,15}(\\.\\d{1,9})?ms)?$"+"\"",schema:"^(?=\\d)(\\d{1,15}(\\.\\d{1,9})?w)?(\\d{1,15}(\\.\\d{1,9})?d)?(\\d{1,15}(\\.\\d{1,9})?h)?(\\d{1,15}(\\.\\d{1,9})?m)?(\\d{1,15}(\\.\\d{1,9})?s)?(\\d{1,15}(\\.\\d{1,9})?ms)?$",parentSchema:schema23,data};if(vErrors === null){vErrors = [err1];}else {vErrors.push(err1);}errors++;}}else {const err2 = {instancePath,schemaPath:"#/type",keyword:"type",params:{type: "string"},message:"must be string",schema:schema23.type,parentSchema:schema23,data};if(vErrors === null){vErrors = [err2];}else {vErrors.push(err2);}errors++;}validate440.errors = vErrors;return errors === 0;}validate440.evaluated = {"dynamicProps":false,"dynamicItems":false};export const engineUrl: SourceValidator = validate441;function validate441(data, {instancePath="", parentData, parentDataProperty, rootData=data, dynamicAnchors={}}={}){let vErrors = null;let errors = 0;const evaluated0 = validate441.evaluated;if(evaluated0.dynamicProps){evaluated0.props = undefined;}if(evaluated0.dynamicItems){evaluated0.items = undefined;}if(typeof data === "string"){if(data.length > 2000){const err0 = {instancePath,schemaPath:"#/maxLength",keyword:"maxLength",params:{limit: 2000},message:"must NOT have more than 2000 characters",schema:2000,parentSchema:schema21,data};if(vErrors === null){vErrors = [err0];}else {vErrors.push(err0);}errors++;}if(!pattern4.test(data)){const err1 = {instancePath,schemaPath:"#/pattern",keyword:"pattern",params:{pattern: "^(sqlite:(?!//).|rediss?(\\+(sentinel|cluster))?://.|unix:.)"},message:"must match pattern \""+"^(sqlite:(?!//).|rediss?(\\+(sentinel|cluster))?://.|unix:.)"+"\"",schema:"^(sqlite:(?!//).|rediss?(\\+(sentinel|cluster))?://.|unix:.)",parentSchema:schema21,data};if(vErrors === null){vErrors = [err1];}else {vErrors.push(err1);}errors++;}}else {const err2 = {instancePath,schemaPath:"#/type",keyword:"type",params:{type: "string"},message:"must be string",schema:schema21.type,parentSchema:schema21,data};if(vErrors === null){vErrors = [err2];}else {vErrors.push(err2);}errors++;}validate441.errors = vErrors;return errors === 0;}validate441.evaluated = {"dynamicProps":false,"dynamicItems":false};export const enqueueRoute: SourceValidator = validate442;function validate442(data, {instancePath="", parentData, parentDataProperty, rootData=data, dynamicAnchors={}}={}){let vErrors = null;let errors = 0;const evaluated0 = validate442.evaluated;if(evaluated0.dynamicProps){evaluated0.props = undefined;}if(evaluated0.dynamicItems){evaluated0.items = undefined;}if(data && typeof data == "object" && !Array.isArray(data)){if(data.path === undefined){const err0 = {instancePath,schemaPath:"#/required",keyword:"required",params:{missingProperty: "path"},message:"must have required property '"+"path"+"'",schema:schema75.required,parentSchema:schema75,data};if(vErrors === null){vErrors = [err0];}else {vErrors.push(err0);}errors++;}if(data.task === undefined){const err1 = {instancePath,schemaPath:"#/required",keyword:"required",params:{missingProperty: "task"},message:"must have required property '"+"task"+"'",schema:schema75.required,parentSchema:schema75,data};if(vErrors === null){vErrors = [err1];}else {vErrors.push(err1);}errors++;}for(const key0 in data){if(!(func1.call(schema75.properties, key0))){const err2 = {instancePath,schemaPath:"#/additionalProperties",keyword:"additionalProperties",params:{additionalProperty: key0},message:"must NOT have additional properties",schema:false,parentSchema:schema75,data};if(vErrors === null){vErrors = [err2];}else {vErrors.push(err2);}errors++;}}if(data.method !== undefined){let data0 = data.method;if(typeof data0 !== "string"){const err3 = {instancePath:instancePath+"/method",schemaPath:"#/properties/method/type",keyword:"type",params:{type: "string"},message:"must be string",schema:schema75.properties.method.type,parentSchema:schema75.properties.method,data:data0};if(vErrors === null){vErrors = [err3];}else {vErrors.push(err3);}errors++;}if(!(((((data0 === "GET") || (data0 === "POST")) || (data0 === "PUT")) || (data0 === "PATCH")) || (data0 === "DELETE"))){const err4 = {instancePath:instancePath+"/method",schemaPath:"#/properties/method/enum",keyword:"enum",params:{allowedValues: schema75.properties.method.enum},message:"must be equal to one of the allowed values",schema:schema75.properties.method.enum,parentSchema:schema75.properties.method,data:data0};if(vErrors === null){vErrors = [err4];}else {vErrors.push(err4);}errors++;}}if(data.path !== undefined){if(!(validate244(data.path, {instancePath:instancePath+"/path",parentData:data,parentDataProperty:"path",rootData,dynamicAnchors}))){vErrors = vErrors === null ? validate244.errors : vErrors.concat(validate244.errors);errors = vErrors.length;}}if(data.description !== undefined){let data2 = data.description;if(typeof data2 === "string"){if(data2.length > 2000){const err5 = {instancePath:instancePath+"/description",schemaPath:"#/properties/description/maxLength",keyword:"maxLength",params:{limit: 2000},message:"must NOT have more than 2000 characters",schema:2000,parentSchema:schema75.properties.description,data:data2};if(vErrors === null){vErrors = [err5];}else {vErrors.push(err5);}errors++;}}else {const err6 = {instancePath:instancePath+"/description",schemaPath:"#/properties/description/type",keyword:"type",params:{type: "string"},message:"must be string",schema:schema75.properties.description.type,parentSchema:schema75.properties.description,data:data2};if(vErrors === null){vErrors = [err6];}else {vErrors.push(err6);}errors++;}}if(data.task !== undefined){if(!(validate53(data.task, {instancePath:instancePath+"/task",parentData:data,parentDataProperty:"task",rootData,dynamicAnchors}))){vErrors = vErrors === null ? validate53.errors : vErrors.concat(validate53.errors);errors = vErrors.length;}}if(data.after !== undefined){if(!(validate247(data.after, {instancePath:instancePath+"/after",parentData:data,parentDataProperty:"after",rootData,dynamicAnchors}))){vErrors = vErrors === null ? validate247.errors : vErrors.concat(validate247.errors);errors = vErrors.length;}}if(data.order !== undefined){if(!(validate252(data.order, {instancePath:instancePath+"/order",parentData:data,parentDataProperty:"order",rootData,dynamicAnchors}))){vErrors = vErrors === null ? validate252.errors : vErrors.concat(validate252.errors);errors = vErrors.length;}}if(data.respond !== undefined){if(!(validate254(data.respond, {instancePath:instancePath+"/respond",parentData:data,parentDataProperty:"respond",rootData,dynamicAnchors}))){vErrors = vErrors === null ? validate254.errors : vErrors.concat(validate254.errors);errors = vErrors.length;}}if(data.public !== undefined){if(!(validate256(data.public, {instancePath:instancePath+"/public",parentData:data,parentDataProperty:"public",rootData,dynamicAnchors}))){vErrors = vErrors === null ? validate256.errors : vErrors.concat(validate256.errors);errors = vErrors.length;}}}else {const err7 = {instancePath,schemaPath:"#/type",keyword:"type",params:{type: "object"},message:"must be object",schema:schema75.type,parentSchema:schema75,data};if(vErrors === null){vErrors = [err7];}else {vErrors.push(err7);}errors++;}validate442.errors = vErrors;return errors === 0;}validate442.evaluated = {"props":true,"dynamicProps":false,"dynamicItems":false};export const enqueueSeveralRoute: SourceValidator = validate449;function validate449(data, {instancePath="", parentData, parentDataProperty, rootData=data, dynamicAnchors={}}={}){let vErrors = null;let errors = 0;const evaluated0 = validate449.evaluated;if(evaluated0.dynamicProps){evaluated0.props = undefined;}if(evaluated0.dynamicItems){evaluated0.items = undefined;}if(data && typeof data == "object" && !Array.isArray(data)){if(data.path === undefined){const err0 = {instancePath,schemaPath:"#/required",keyword:"required",params:{missingProperty: "path"},message:"must have required property '"+"path"+"'",schema:schema82.required,parentSchema:schema82,data};if(vErrors === null){vErrors = [err0];}else {vErrors.push(err0);}errors++;}if(data.tasks === undefined){const err1 = {instancePath,schemaPath:"#/required",keyword:"required",params:{missingProperty: "tasks"},message:"must have required property '"+"tasks"+"'",schema:schema82.required,parentSchema:schema82,data};if(vErrors === null){vErrors = [err1];}else {vErrors.push(err1);}errors++;}for(const key0 in data){if(!((((((((key0 === "method") || (key0 === "path")) || (key0 === "description")) || (key0 === "tasks")) || (key0 === "after")) || (key0 === "order")) || (key0 === "respond")) || (key0 === "public"))){const err2 = {instancePath,schemaPath:"#/additionalProperties",keyword:"additionalProperties",params:{additionalProperty: key0},message:"must NOT have additional properties",schema:false,parentSchema:schema82,data};if(vErrors === null){vErrors = [err2];}else {vErrors.push(err2);}errors++;}}if(data.method !== undefined){let data0 = data.method;if(typeof data0 !== "string"){const err3 = {instancePath:instancePath+"/method",schemaPath:"#/properties/method/type",keyword:"type",params:{type: "string"},message:"must be string",schema:schema82.properties.method.type,parentSchema:schema82.properties.method,data:data0};if(vErrors === null){vErrors = [err3];}else {vErrors.push(err3);}errors++;}if(!(((((data0 === "GET") || (data0 === "POST")) || (data0 === "PUT")) || (data0 === "PATCH")) || (data0 === "DELETE"))){const err4 = {instancePath:instancePath+"/method",schemaPath:"#/properties/method/enum",keyword:"enum",params:{allowedValues: schema82.properties.method.enum},message:"must be equal to one of the allowed values",schema:schema82.properties.method.enum,parentSchema:schema82.properties.method,data:data0};if(vErrors === null){vErrors = [err4];}else {vErrors.push(err4);}errors++;}}if(data.path !== undefined){if(!(validate244(data.path, {instancePath:instancePath+"/path",parentData:data,parentDataProperty:"path",rootData,dynamicAnchors}))){vErrors = vErrors === null ? validate244.errors : vErrors.concat(validate244.errors);errors = vErrors.length;}}if(data.description !== undefined){let data2 = data.description;if(typeof data2 === "string"){if(data2.length > 2000){const err5 = {instancePath:instancePath+"/description",schemaPath:"#/properties/description/maxLength",keyword:"maxLength",params:{limit: 2000},message:"must NOT have more than 2000 characters",schema:2000,parentSchema:schema82.properties.description,data:data2};if(vErrors === null){vErrors = [err5];}else {vErrors.push(err5);}errors++;}}else {const err6 = {instancePath:instancePath+"/description",schemaPath:"#/properties/description/type",keyword:"type",params:{type: "string"},message:"must be string",schema:schema82.properties.description.type,parentSchema:schema82.properties.description,data:data2};if(vErrors === null){vErrors = [err6];}else {vErrors.push(err6);}errors++;}}if(data.tasks !== undefined){let data3 = data.tasks;if(Array.isArray(data3)){if(data3.length > 100){const err7 = {instancePath:instancePath+"/tasks",schemaPath:"#/properties/tasks/maxItems",keyword:"maxItems",params:{limit: 100},message:"must NOT have more than 100 items",schema:100,parentSchema:schema82.properties.tasks,data:data3};if(vErrors === null){vErrors = [err7];}else {vErrors.push(err7);}errors++;}if(data3.length < 1){const err8 = {instancePath:instancePath+"/tasks",schemaPath:"#/properties/tasks/minItems",keyword:"minItems",params:{limit: 1},message:"must NOT have fewer than 1 items",schema:1,parentSchema:schema82.properties.tasks,data:data3};if(vErrors === null){vErrors = [err8];}else {vErrors.push(err8);}errors++;}const len0 = data3.length;for(let i0=0; i0<len0; i0++){if(!(validate261(data3[i0], {instancePath:instancePath+"/tasks/" + i0,parentData:data3,parentDataProperty:i0,rootData,dynamicAnchors}))){vErrors = vErrors === null ? validate261.errors : vErrors.concat(validate261.errors);errors = vErrors.length;}}}else {const err9 = {instancePath:instancePath+"/tasks",schemaPath:"#/properties/tasks/type",keyword:"type",params:{type: "array"},message:"must be array",schema:schema82.properties.tasks.type,parentSchema:schema82.properties.tasks,data:data3};if(vErrors === null){vErrors = [err9];}else {vErrors.push(err9);}errors++;}}if(data.after !== undefined){if(!(validate247(data.after, {instancePath:instancePath+"/after",parentData:data,parentDataProperty:"after",rootData,dynamicAnchors}))){vErrors = vErrors === null ? validate247.errors : vErrors.concat(validate247.errors);errors = vErrors.length;}}if(data.order !== undefined){if(!(validate252(data.order, {instancePath:instancePath+"/order",parentData:data,parentDataProperty:"order",rootData,dynamicAnchors}))){vErrors = vErrors === null ? validate252.errors : vErrors.concat(validate252.errors);errors = vErrors.length;}}if(data.respond !== undefined){if(!(validate266(data.respond, {instancePath:instancePath+"/respond",parentData:data,parentDataProperty:"respond",rootData,dynamicAnchors}))){vErrors = vErrors === null ? validate266.errors : vErrors.concat(validate266.errors);errors = vErrors.length;}}if(data.public !== undefined){if(!(validate256(data.public, {instancePath:instancePath+"/public",parentData:data,parentDataProperty:"public",rootData,dynamicAnchors}))){vErrors = vErrors === null ? validate256.errors : vErrors.concat(validate256.errors);errors = vErrors.length;}}}else {const err10 = {instancePath,schemaPath:"#/type",keyword:"type",params:{type: "object"},message:"must be object",schema:schema82.type,parentSchema:schema82,data};if(vErrors === null){vErrors = [err10];}else {vErrors.push(err10);}errors++;}validate449.errors = vErrors;return errors === 0;}validate449.evaluated = {"props":true,"dynamicProps":false,"dynamicItems":false};export const errorName: SourceValidator = validate456;function validate456(data, {instancePath="", parentData, parentDataProperty, rootData=data, dynamicAnchors={}}={}){let vErrors = null;let errors = 0;const evaluated0 = validate456.evaluated;if(evaluated0.dynamicProps){evaluated0.props = undefined;}if(evaluated0.dynamicItems){evaluated0.items = undefined;}if(typeof data === "string"){if(data.length > 200){const err0 = {instancePath,schemaPath:"#/maxLength",keyword:"maxLength",params:{limit: 200},message:"must NOT have more than 200 characters",schema:200,parentSchema:schema47,data};if(vErrors === null){vErrors = [err0];}else {vErrors.push(err0);}errors++;}if(!pattern10.test(data)){const err1 = {instancePath,schemaPath:"#/pattern",keyword:"pattern",params:{pattern: "^[\\p{L}\\p{N}_$][\\p{L}\\p{N}_$.:/@ -]*$"},message:"must match pattern \""+"^[\\p{L}\\p{N}_$][\\p{L}\\p{N}_$.:/@ -]*$"+"\"",schema:"^[\\p{L}\\p{N}_$][\\p{L}\\p{N}_$.:/@ -]*$",parentSchema:schema47,data};if(vErrors === null){vErrors = [err1];}else {vErrors.push(err1);}errors++;}}else {const err2 = {instancePath,schemaPath:"#/type",keyword:"type",params:{type: "string"},message:"must be string",schema:schema47.type,parentSchema:schema47,data};if(vErrors === null){vErrors = [err2];}else {vErrors.push(err2);}errors++;}validate456.errors = vErrors;return errors === 0;}validate456.evaluated = {"dynamicProps":false,"dynamicItems":false};export const everySchedule: SourceValidator = validate457;function validate457(data, {instancePath="", parentData, parentDataProperty, rootData=data, dynamicAnchors={}}={}){let vErrors = null;let errors = 0;const evaluated0 = validate457.evaluated;if(evaluated0.dynamicProps){evaluated0.props = undefined;}if(evaluated0.dynamicItems){evaluated0.items = undefined;}if(data && typeof data == "object" && !Array.isArray(data)){if(data.task === undefined){const err0 = {instancePath,schemaPath:"#/required",keyword:"required",params:{missingProperty: "task"},message:"must have required property '"+"task"+"'",schema:schema119.required,parentSchema:schema119,data};if(vErrors === null){vErrors = [err0];}else {vErrors.push(err0);}errors++;}if(data.every === undefined){const err1 = {instancePath,schemaPath:"#/required",keyword:"required",params:{missingProperty: "every"},message:"must have required property '"+"every"+"'",schema:schema119.required,parentSchema:schema119,data};if(vErrors === null){vErrors = [err1];}else {vErrors.push(err1);}errors++;}for(const key0 in data){if(!(((key0 === "task") || (key0 === "every")) || (key0 === "payload"))){const err2 = {instancePath,schemaPath:"#/additionalProperties",keyword:"additionalProperties",params:{additionalProperty: key0},message:"must NOT have additional properties",schema:false,parentSchema:schema119,data};if(vErrors === null){vErrors = [err2];}else {vErrors.push(err2);}errors++;}}if(data.task !== undefined){if(!(validate53(data.task, {instancePath:instancePath+"/task",parentData:data,parentDataProperty:"task",rootData,dynamicAnchors}))){vErrors = vErrors === null ? validate53.errors : vErrors.concat(validate53.errors);errors = vErrors.length;}}if(data.every !== undefined){if(!(validate72(data.every, {instancePath:instancePath+"/every",parentData:data,parentDataProperty:"every",rootData,dynamicAnchors}))){vErrors = vErrors === null ? validate72.errors : vErrors.concat(validate72.errors);errors = vErrors.length;}}}else {const err3 = {instancePath,schemaPath:"#/type",keyword:"type",params:{type: "object"},message:"must be object",schema:schema119.type,parentSchema:schema119,data};if(vErrors === null){vErrors = [err3];}else {vErrors.push(err3);}errors++;}validate457.errors = vErrors;return errors === 0;}validate457.evaluated = {"props":true,"dynamicProps":false,"dynamicItems":false};export const exponentialBackoff: SourceValidator = validate460;function validate460(data, {instancePath="", parentData, parentDataProperty, rootData=data, dynamicAnchors={}}={}){let vErrors = null;let errors = 0;const evaluated0 = validate460.evaluated;if(evaluated0.dynamicProps){evaluated0.props = undefined;}if(evaluated0.dynamicItems){evaluated0.items = undefined;}if(data && typeof data == "object" && !Array.isArray(data)){if(data.type === undefined){const err0 = {instancePath,schemaPath:"#/required",keyword:"required",params:{missingProperty: "type"},message:"must have required property '"+"type"+"'",schema:schema44.required,parentSchema:schema44,data};if(vErrors === null){vErrors = [err0];}else {vErrors.push(err0);}errors++;}for(const key0 in data){if(!(((((key0 === "type") || (key0 === "base")) || (key0 === "factor")) || (key0 === "max")) || (key0 === "jitter"))){const err1 = {instancePath,schemaPath:"#/additionalProperties",keyword:"additionalProperties",params:{additionalProperty: key0},message:"must NOT have additional properties",schema:false,parentSchema:schema44,data};if(vErrors === null){vErrors = [err1];}else {vErrors.push(err1);}errors++;}}if(data.type !== undefined){let data0 = data.type;if("exponential" !== data0){const err2 = {instancePath:instancePath+"/type",schemaPath:"#/properties/type/const",keyword:"const",params:{allowedValue: "exponential"},message:"must be equal to constant",schema:"exponential",parentSchema:schema44.properties.type,data:data0};if(vErrors === null){vErrors = [err2];}else {vErrors.push(err2);}errors++;}}if(data.base !== undefined){if(!(validate72(data.base, {instancePath:instancePath+"/base",parentData:data,parentDataProperty:"base",rootData,dynamicAnchors}))){vErrors = vErrors === null ? validate72.errors : vErrors.concat(validate72.errors);errors = vErrors.length;}}if(data.factor !== undefined){let data2 = data.factor;if((typeof data2 == "number") && (isFinite(data2))){if(data2 > 100 || isNaN(data2)){const err3 = {instancePath:instancePath+"/factor",schemaPath:"#/properties/factor/maximum",keyword:"maximum",params:{comparison: "<=", limit: 100},message:"must be <= 100",schema:100,parentSchema:schema44.properties.factor,data:data2};if(vErrors === null){vErrors = [err3];}else {vErrors.push(err3);}errors++;}if(data2 < 1 || isNaN(data2)){const err4 = {instancePath:instancePath+"/factor",schemaPath:"#/properties/factor/minimum",keyword:"minimum",params:{comparison: ">=", limit: 1},message:"must be >= 1",schema:1,parentSchema:schema44.properties.factor,data:data2};if(vErrors === null){vErrors = [err4];}else {vErrors.push(err4);}errors++;}}else {const err5 = {instancePath:instancePath+"/factor",schemaPath:"#/properties/factor/type",keyword:"type",params:{type: "number"},message:"must be number",schema:schema44.properties.factor.type,parentSchema:schema44.properties.factor,data:data2};if(vErrors === null){vErrors = [err5];}else {vErrors.push(err5);}errors++;}}if(data.max !== undefined){if(!(validate72(data.max, {instancePath:instancePath+"/max",parentData:data,parentDataProperty:"max",rootData,dynamicAnchors}))){vErrors = vErrors === null ? validate72.errors : vErrors.concat(validate72.errors);errors = vErrors.length;}}if(data.jitter !== undefined){if(!(validate115(data.jitter, {instancePath:instancePath+"/jitter",parentData:data,parentDataProperty:"jitter",rootData,dynamicAnchors}))){vErrors = vErrors === null ? validate115.errors : vErrors.concat(validate115.errors);errors = vErrors.length;}}}else {const err6 = {instancePath,schemaPath:"#/type",keyword:"type",params:{type: "object"},message:"must be object",schema:schema44.type,parentSchema:schema44,data};if(vErrors === null){vErrors = [err6];}else {vErrors.push(err6);}errors++;}validate460.errors = vErrors;return errors === 0;}validate460.evaluated = {"props":true,"dynamicProps":false,"dynamicItems":false};export const fixedBackoff: SourceValidator = validate464;function validate464(data, {instancePath="", parentData, parentDataProperty, rootData=data, dynamicAnchors={}}={}){let vErrors = null;let errors = 0;const evaluated0 = validate464.evaluated;if(evaluated0.dynamicProps){evaluated0.props = undefined;}if(evaluated0.dynamicItems){evaluated0.items = undefined;}if(data && typeof data == "object" && !Array.isArray(data)){if(data.type === undefined){const err0 = {instancePath,schemaPath:"#/required",keyword:"required",params:{missingProperty: "type"},message:"must have required property '"+"type"+"'",schema:schema41.required,parentSchema:schema41,data};if(vErrors === null){vErrors = [err0];}else {vErrors.push(err0);}errors++;}for(const key0 in data){if(!(((key0 === "type") || (key0 === "base")) || (key0 === "jitter"))){const err1 = {instancePath,schemaPath:"#/additionalProperties",keyword:"additionalProperties",params:{additionalProperty: key0},message:"must NOT have additional properties",schema:false,parentSchema:schema41,data};if(vErrors === null){vErrors = [err1];}else {vErrors.push(err1);}errors++;}}if(data.type !== undefined){let data0 = data.type;if("fixed" !== data0){const err2 = {instancePath:instancePath+"/type",schemaPath:"#/properties/type/const",keyword:"const",params:{allowedValue: "fixed"},message:"must be equal to constant",schema:"fixed",parentSchema:schema41.properties.type,data:data0};if(vErrors === null){vErrors = [err2];}else {vErrors.push(err2);}errors++;}}if(data.base !== undefined){if(!(validate72(data.base, {instancePath:instancePath+"/base",parentData:data,parentDataProperty:"base",rootData,dynamicAnchors}))){vErrors = vErrors === null ? validate72.errors : vErrors.concat(validate72.errors);errors = vErrors.length;}}if(data.jitter !== undefined){if(!(validate115(data.jitter, {instancePath:instancePath+"/jitter",parentData:data,parentDataProperty:"jitter",rootData,dynamicAnchors}))){vErrors = vErrors === null ? validate115.errors : vErrors.concat(validate115.errors);errors = vErrors.length;}}}else {const err3 = {instancePath,schemaPath:"#/type",keyword:"type",params:{type: "object"},message:"must be object",schema:schema41.type,parentSchema:schema41,data};if(vErrors === null){vErrors = [err3];}else {vErrors.push(err3);}errors++;}validate464.errors = vErrors;return errors === 0;}validate464.evaluated = {"props":true,"dynamicProps":false,"dynamicItems":false};export const forWait: SourceValidator = validate467;function validate467(data, {instancePath="", parentData, parentDataProperty, rootData=data, dynamicAnchors={}}={}){let vErrors = null;let errors = 0;const evaluated0 = validate467.evaluated;if(evaluated0.dynamicProps){evaluated0.props = undefined;}if(evaluated0.dynamicItems){evaluated0.items = undefined;}if(data && typeof data == "object" && !Array.isArray(data)){if(data.for === undefined){const err0 = {instancePath,schemaPath:"#/required",keyword:"required",params:{missingProperty: "for"},message:"must have required property '"+"for"+"'",schema:schema98.required,parentSchema:schema98,data};if(vErrors === null){vErrors = [err0];}else {vErrors.push(err0);}errors++;}for(const key0 in data){if(!(key0 === "for")){const err1 = {instancePath,schemaPath:"#/additionalProperties",keyword:"additionalProperties",params:{additionalProperty: key0},message:"must NOT have additional properties",schema:false,parentSchema:schema98,data};if(vErrors === null){vErrors = [err1];}else {vErrors.push(err1);}errors++;}}if(data.for !== undefined){if(!(validate72(data.for, {instancePath:instancePath+"/for",parentData:data,parentDataProperty:"for",rootData,dynamicAnchors}))){vErrors = vErrors === null ? validate72.errors : vErrors.concat(validate72.errors);errors = vErrors.length;}}}else {const err2 = {instancePath,schemaPath:"#/type",keyword:"type",params:{type: "object"},message:"must be object",schema:schema98.type,parentSchema:schema98,data};if(vErrors === null){vErrors = [err2];}else {vErrors.push(err2);}errors++;}validate467.errors = vErrors;return errors === 0;}validate467.evaluated = {"props":true,"dynamicProps":false,"dynamicItems":false};export const groupElement: SourceValidator = validate469;function validate469(data, {instancePath="", parentData, parentDataProperty, rootData=data, dynamicAnchors={}}={}){let vErrors = null;let errors = 0;const evaluated0 = validate469.evaluated;if(evaluated0.dynamicProps){evaluated0.props = undefined;}if(evaluated0.dynamicItems){evaluated0.items = undefined;}if(data && typeof data == "object" && !Array.isArray(data)){if(data.group === undefined){const err0 = {instancePath,schemaPath:"#/required",keyword:"required",params:{missingProperty: "group"},message:"must have required property '"+"group"+"'",schema:schema110.required,parentSchema:schema110,data};if(vErrors === null){vErrors = [err0];}else {vErrors.push(err0);}errors++;}for(const key0 in data){if(!(key0 === "group")){const err1 = {instancePath,schemaPath:"#/additionalProperties",keyword:"additionalProperties",params:{additionalProperty: key0},message:"must NOT have additional properties",schema:false,parentSchema:schema110,data};if(vErrors === null){vErrors = [err1];}else {vErrors.push(err1);}errors++;}}if(data.group !== undefined){if(!(validate340(data.group, {instancePath:instancePath+"/group",parentData:data,parentDataProperty:"group",rootData,dynamicAnchors}))){vErrors = vErrors === null ? validate340.errors : vErrors.concat(validate340.errors);errors = vErrors.length;}}}else {const err2 = {instancePath,schemaPath:"#/type",keyword:"type",params:{type: "object"},message:"must be object",schema:schema110.type,parentSchema:schema110,data};if(vErrors === null){vErrors = [err2];}else {vErrors.push(err2);}errors++;}validate469.errors = vErrors;return errors === 0;}validate469.evaluated = {"props":true,"dynamicProps":false,"dynamicItems":false};export const handler: SourceValidator = validate471;function validate471(data, {instancePath="", parentData, parentDataProperty, rootData=data, dynamicAnchors={}}={}){let vErrors = null;let errors = 0;const evaluated0 = validate471.evaluated;if(evaluated0.dynamicProps){evaluated0.props = undefined;}if(evaluated0.dynamicItems){evaluated0.items = undefined;}if(typeof data === "string"){if(data.length > 1000){const err0 = {instancePath,schemaPath:"#/maxLength",keyword:"maxLength",params:{limit: 1000},message:"must NOT have more than 1000 characters",schema:1000,parentSchema:schema50,data};if(vErrors === null){vErrors = [err0];}else {vErrors.push(err0);}errors++;}if(!pattern11.test(data)){const err1 = {instancePath,schemaPath:"#/pattern",keyword:"pattern",params:{pattern: "^\\./[^#?\\\\:*\\u0000-\\u001f\\u007f]*[^#?\\\\:*/\\u0000-\\u001f\\u007f](#[A-Za-z_$][A-Za-z0-9_$]*)?$"},message:"must match pattern \""+"^\\./[^#?\\\\:*\\u0000-\\u001f\\u007f]*[^#?\\\\:*/\\u0000-\\u001f\\u007f](#[A-Za-z_$][A-Za-z0-9_$]*)?$"+"\"",schema:"^\\./[^#?\\\\:*\\u0000-\\u001f\\u007f]*[^#?\\\\:*/\\u0000-\\u001f\\u007f](#[A-Za-z_$][A-Za-z0-9_$]*)?$",parentSchema:schema50,data};if(vErrors === null){vErrors = [err1];}else {vErrors.push(err1);}errors++;}}else {const err2 = {instancePath,schemaPath:"#/type",keyword:"type",params:{type: "string"},message:"must be string",schema:schema50.type,parentSchema:schema50,data};if(vErrors === null){vErrors = [err2];}else {vErrors.push(err2);}errors++;}validate471.errors = vErrors;return errors === 0;}validate471.evaluated = {"dynamicProps":false,"dynamicItems":false};export const hardTimeout: SourceValidator = validate472;function validate472(data, {instancePath="", parentData, parentDataProperty, rootData=data, dynamicAnchors={}}={}){let vErrors = null;let errors = 0;const evaluated0 = validate472.evaluated;if(evaluated0.dynamicProps){evaluated0.props = undefined;}if(evaluated0.dynamicItems){evaluated0.items = undefined;}if(typeof data === "string"){if(data.length > 64){const err0 = {instancePath,schemaPath:"#/maxLength",keyword:"maxLength",params:{limit: 64},message:"must NOT have more than 64 characters",schema:64,parentSchema:schema27,data};if(vErrors === null){vErrors = [err0];}else {vErrors.push(err0);}errors++;}if(!pattern7.test(data)){const err1 = {instancePath,schemaPath:"#/pattern",keyword:"pattern",params:{pattern: "^(none|(?=\\d)(\\d{1,15}(\\.\\d{1,9})?w)?(\\d{1,15}(\\.\\d{1,9})?d)?(\\d{1,15}(\\.\\d{1,9})?h)?(\\d{1,15}(\\.\\d{1,9})?m)?(\\d{1,15}(\\.\\d{1,9})?s)?(\\d{1,15}(\\.\\d{1,9})?ms)?)$"},message:"must match pattern \""+"^(none|(?=\\d)(\\d{1,15}(\\.\\d{1,9})?w)?(\\d{1,15}(\\.\\d{1,9})?d)?(\\d{1,15}(\\.\\d{1,9})?h)?(\\d{1,15}(\\.\\d{1,9})?m)?(\\d{1,15}(\\.\\d{1,9})?s)?(\\d{1,15}(\\.\\d{1,9})?ms)?)$"+"\"",schema:"^(none|(?=\\d)(\\d{1,15}(\\.\\d{1,9})?w)?(\\d{1,15}(\\.\\d{1,9})?d)?(\\d{1,15}(\\.\\d{1,9})?h)?(\\d{1,15}(\\.\\d{1,9})?m)?(\\d{1,15}(\\.\\d{1,9})?s)?(\\d{1,15}(\\.\\d{1,9})?ms)?)$",parentSchema:schema27,data};if(vErrors === null){vErrors = [err1];}else {vErrors.push(err1);}errors++;}}else {const err2 = {instancePath,schemaPath:"#/type",keyword:"type",params:{type: "string"},message:"must be string",schema:schema27.type,parentSchema:schema27,data};if(vErrors === null){vErrors = [err2];}else {vErrors.push(err2);}errors++;}validate472.errors = vErrors;return errors === 0;}validate472.evaluated = {"dynamicProps":false,"dynamicItems":false};export const hookList: SourceValidator = validate473;function validate473(data, {instancePath="", parentData, parentDataProperty, rootData=data, dynamicAnchors={}}={}){let vErrors = null;let errors = 0;const evaluated0 = validate473.evaluated;if(evaluated0.dynamicProps){evaluated0.props = undefined;}if(evaluated0.dynamicItems){evaluated0.items = undefined;}if(Array.isArray(data)){if(data.length > 20){const err0 = {instancePath,schemaPath:"#/maxItems",keyword:"maxItems",params:{limit: 20},message:"must NOT have more than 20 items",schema:20,parentSchema:schema57,data};if(vErrors === null){vErrors = [err0];}else {vErrors.push(err0);}errors++;}if(data.length < 1){const err1 = {instancePath,schemaPath:"#/minItems",keyword:"minItems",params:{limit: 1},message:"must NOT have fewer than 1 items",schema:1,parentSchema:schema57,data};if(vErrors === null){vErrors = [err1];}else {vErrors.push(err1);}errors++;}const len0 = data.length;for(let i0=0; i0<len0; i0++){let data0 = data[i0];const _errs2 = errors;let valid2 = false;const _errs3 = errors;if(!(validate144(data0, {instancePath:instancePath+"/" + i0,parentData:data,parentDataProperty:i0,rootData,dynamicAnchors}))){vErrors = vErrors === null ? validate144.errors : vErrors.concat(validate144.errors);errors = vErrors.length;}var _valid0 = _errs3 === errors;valid2 = valid2 || _valid0;const _errs4 = errors;if(!(validate156(data0, {instancePath:instancePath+"/" + i0,parentData:data,parentDataProperty:i0,rootData,dynamicAnchors}))){vErrors = vErrors === null ? validate156.errors : vErrors.concat(validate156.errors);errors = vErrors.length;}var _valid0 = _errs4 === errors;valid2 = valid2 || _valid0;if(_valid0){var props0 = true;}const _errs5 = errors;if(!(validate159(data0, {instancePath:instancePath+"/" + i0,parentData:data,parentDataProperty:i0,rootData,dynamicAnchors}))){vErrors = vErrors === null ? validate159.errors : vErrors.concat(validate159.errors);errors = vErrors.length;}var _valid0 = _errs5 === errors;valid2 = valid2 || _valid0;if(_valid0){if(props0 !== true){props0 = true;}}if(!valid2){const err2 = {instancePath:instancePath+"/" + i0,schemaPath:"#/items/anyOf",keyword:"anyOf",params:{},message:"must match a schema in anyOf",schema:schema57.items.anyOf,parentSchema:schema57.items,data:data0};if(vErrors === null){vErrors = [err2];}else {vErrors.push(err2);}errors++;}else {errors = _errs2;if(vErrors !== null){if(_errs2){vErrors.length = _errs2;}else {vErrors = null;}}}}}else {const err3 = {instancePath,schemaPath:"#/type",keyword:"type",params:{type: "array"},message:"must be array",schema:schema57.type,parentSchema:schema57,data};if(vErrors === null){vErrors = [err3];}else {vErrors.push(err3);}errors++;}validate473.errors = vErrors;return errors === 0;}validate473.evaluated = {"items":true,"dynamicProps":false,"dynamicItems":false};export const httpStatus: SourceValidator = validate477;function validate477(data, {instancePath="", parentData, parentDataProperty, rootData=data, dynamicAnchors={}}={}){let vErrors = null;let errors = 0;const evaluated0 = validate477.evaluated;if(evaluated0.dynamicProps){evaluated0.props = undefined;}if(evaluated0.dynamicItems){evaluated0.items = undefined;}if(!(((typeof data == "number") && (!(data % 1) && !isNaN(data))) && (isFinite(data)))){const err0 = {instancePath,schemaPath:"#/type",keyword:"type",params:{type: "integer"},message:"must be integer",schema:schema48.type,parentSchema:schema48,data};if(vErrors === null){vErrors = [err0];}else {vErrors.push(err0);}errors++;}if((typeof data == "number") && (isFinite(data))){if(data > 599 || isNaN(data)){const err1 = {instancePath,schemaPath:"#/maximum",keyword:"maximum",params:{comparison: "<=", limit: 599},message:"must be <= 599",schema:599,parentSchema:schema48,data};if(vErrors === null){vErrors = [err1];}else {vErrors.push(err1);}errors++;}if(data < 100 || isNaN(data)){const err2 = {instancePath,schemaPath:"#/minimum",keyword:"minimum",params:{comparison: ">=", limit: 100},message:"must be >= 100",schema:100,parentSchema:schema48,data};if(vErrors === null){vErrors = [err2];}else {vErrors.push(err2);}errors++;}}validate477.errors = vErrors;return errors === 0;}validate477.evaluated = {"dynamicProps":false,"dynamicItems":false};export const limit: SourceValidator = validate478;function validate478(data, {instancePath="", parentData, parentDataProperty, rootData=data, dynamicAnchors={}}={}){let vErrors = null;let errors = 0;const evaluated0 = validate478.evaluated;if(evaluated0.dynamicProps){evaluated0.props = undefined;}if(evaluated0.dynamicItems){evaluated0.items = undefined;}if(!(((typeof data == "number") && (!(data % 1) && !isNaN(data))) && (isFinite(data)))){const err0 = {instancePath,schemaPath:"#/type",keyword:"type",params:{type: "integer"},message:"must be integer",schema:schema34.type,parentSchema:schema34,data};if(vErrors === null){vErrors = [err0];}else {vErrors.push(err0);}errors++;}if((typeof data == "number") && (isFinite(data))){if(data > 10000 || isNaN(data)){const err1 = {instancePath,schemaPath:"#/maximum",keyword:"maximum",params:{comparison: "<=", limit: 10000},message:"must be <= 10000",schema:10000,parentSchema:schema34,data};if(vErrors === null){vErrors = [err1];}else {vErrors.push(err1);}errors++;}if(data < 1 || isNaN(data)){const err2 = {instancePath,schemaPath:"#/minimum",keyword:"minimum",params:{comparison: ">=", limit: 1},message:"must be >= 1",schema:1,parentSchema:schema34,data};if(vErrors === null){vErrors = [err2];}else {vErrors.push(err2);}errors++;}}validate478.errors = vErrors;return errors === 0;}validate478.evaluated = {"dynamicProps":false,"dynamicItems":false};export const linearBackoff: SourceValidator = validate479;function validate479(data, {instancePath="", parentData, parentDataProperty, rootData=data, dynamicAnchors={}}={}){let vErrors = null;let errors = 0;const evaluated0 = validate479.evaluated;if(evaluated0.dynamicProps){evaluated0.props = undefined;}if(evaluated0.dynamicItems){evaluated0.items = undefined;}if(data && typeof data == "object" && !Array.isArray(data)){if(data.type === undefined){const err0 = {instancePath,schemaPath:"#/required",keyword:"required",params:{missingProperty: "type"},message:"must have required property '"+"type"+"'",schema:schema43.required,parentSchema:schema43,data};if(vErrors === null){vErrors = [err0];}else {vErrors.push(err0);}errors++;}for(const key0 in data){if(!((((key0 === "type") || (key0 === "base")) || (key0 === "max")) || (key0 === "jitter"))){const err1 = {instancePath,schemaPath:"#/additionalProperties",keyword:"additionalProperties",params:{additionalProperty: key0},message:"must NOT have additional properties",schema:false,parentSchema:schema43,data};if(vErrors === null){vErrors = [err1];}else {vErrors.push(err1);}errors++;}}if(data.type !== undefined){let data0 = data.type;if("linear" !== data0){const err2 = {instancePath:instancePath+"/type",schemaPath:"#/properties/type/const",keyword:"const",params:{allowedValue: "linear"},message:"must be equal to constant",schema:"linear",parentSchema:schema43.properties.type,data:data0};if(vErrors === null){vErrors = [err2];}else {vErrors.push(err2);}errors++;}}if(data.base !== undefined){if(!(validate72(data.base, {instancePath:instancePath+"/base",parentData:data,parentDataProperty:"base",rootData,dynamicAnchors}))){vErrors = vErrors === null ? validate72.errors : vErrors.concat(validate72.errors);errors = vErrors.length;}}if(data.max !== undefined){if(!(validate72(data.max, {instancePath:instancePath+"/max",parentData:data,parentDataProperty:"max",rootData,dynamicAnchors}))){vErrors = vErrors === null ? validate72.errors : vErrors.concat(validate72.errors);errors = vErrors.length;}}if(data.jitter !== undefined){if(!(validate115(data.jitter, {instancePath:instancePath+"/jitter",parentData:data,parentDataProperty:"jitter",rootData,dynamicAnchors}))){vErrors = vErrors === null ? validate115.errors : vErrors.concat(validate115.errors);errors = vErrors.length;}}}else {const err3 = {instancePath,schemaPath:"#/type",keyword:"type",params:{type: "object"},message:"must be object",schema:schema43.type,parentSchema:schema43,data};if(vErrors === null){vErrors = [err3];}else {vErrors.push(err3);}errors++;}validate479.errors = vErrors;return errors === 0;}validate479.evaluated = {"props":true,"dynamicProps":false,"dynamicItems":false};export const listBackoff: SourceValidator = validate483;function validate483(data, {instancePath="", parentData, parentDataProperty, rootData=data, dynamicAnchors={}}={}){let vErrors = null;let errors = 0;const evaluated0 = validate483.evaluated;if(evaluated0.dynamicProps){evaluated0.props = undefined;}if(evaluated0.dynamicItems){evaluated0.items = undefined;}if(data && typeof data == "object" && !Array.isArray(data)){if(data.type === undefined){const err0 = {instancePath,schemaPath:"#/required",keyword:"required",params:{missingProperty: "type"},message:"must have required property '"+"type"+"'",schema:schema45.required,parentSchema:schema45,data};if(vErrors === null){vErrors = [err0];}else {vErrors.push(err0);}errors++;}if(data.delays === undefined){const err1 = {instancePath,schemaPath:"#/required",keyword:"required",params:{missingProperty: "delays"},message:"must have required property '"+"delays"+"'",schema:schema45.required,parentSchema:schema45,data};if(vErrors === null){vErrors = [err1];}else {vErrors.push(err1);}errors++;}for(const key0 in data){if(!(((key0 === "type") || (key0 === "delays")) || (key0 === "jitter"))){const err2 = {instancePath,schemaPath:"#/additionalProperties",keyword:"additionalProperties",params:{additionalProperty: key0},message:"must NOT have additional properties",schema:false,parentSchema:schema45,data};if(vErrors === null){vErrors = [err2];}else {vErrors.push(err2);}errors++;}}if(data.type !== undefined){let data0 = data.type;if("list" !== data0){const err3 = {instancePath:instancePath+"/type",schemaPath:"#/properties/type/const",keyword:"const",params:{allowedValue: "list"},message:"must be equal to constant",schema:"list",parentSchema:schema45.properties.type,data:data0};if(vErrors === null){vErrors = [err3];}else {vErrors.push(err3);}errors++;}}if(data.delays !== undefined){let data1 = data.delays;if(Array.isArray(data1)){if(data1.length > 100){const err4 = {instancePath:instancePath+"/delays",schemaPath:"#/properties/delays/maxItems",keyword:"maxItems",params:{limit: 100},message:"must NOT have more than 100 items",schema:100,parentSchema:schema45.properties.delays,data:data1};if(vErrors === null){vErrors = [err4];}else {vErrors.push(err4);}errors++;}if(data1.length < 1){const err5 = {instancePath:instancePath+"/delays",schemaPath:"#/properties/delays/minItems",keyword:"minItems",params:{limit: 1},message:"must NOT have fewer than 1 items",schema:1,parentSchema:schema45.properties.delays,data:data1};if(vErrors === null){vErrors = [err5];}else {vErrors.push(err5);}errors++;}const len0 = data1.length;for(let i0=0; i0<len0; i0++){if(!(validate72(data1[i0], {instancePath:instancePath+"/delays/" + i0,parentData:data1,parentDataProperty:i0,rootData,dynamicAnchors}))){vErrors = vErrors === null ? validate72.errors : vErrors.concat(validate72.errors);errors = vErrors.length;}}}else {const err6 = {instancePath:instancePath+"/delays",schemaPath:"#/properties/delays/type",keyword:"type",params:{type: "array"},message:"must be array",schema:schema45.properties.delays.type,parentSchema:schema45.properties.delays,data:data1};if(vErrors === null){vErrors = [err6];}else {vErrors.push(err6);}errors++;}}if(data.jitter !== undefined){if(!(validate115(data.jitter, {instancePath:instancePath+"/jitter",parentData:data,parentDataProperty:"jitter",rootData,dynamicAnchors}))){vErrors = vErrors === null ? validate115.errors : vErrors.concat(validate115.errors);errors = vErrors.length;}}}else {const err7 = {instancePath,schemaPath:"#/type",keyword:"type",params:{type: "object"},message:"must be object",schema:schema45.type,parentSchema:schema45,data};if(vErrors === null){vErrors = [err7];}else {vErrors.push(err7);}errors++;}validate483.errors = vErrors;return errors === 0;}validate483.evaluated = {"props":true,"dynamicProps":false,"dynamicItems":false};export const mapElement: SourceValidator = validate486;function validate486(data, {instancePath="", parentData, parentDataProperty, rootData=data, dynamicAnchors={}}={}){let vErrors = null;let errors = 0;const evaluated0 = validate486.evaluated;if(evaluated0.dynamicProps){evaluated0.props = undefined;}if(evaluated0.dynamicItems){evaluated0.items = undefined;}if(data && typeof data == "object" && !Array.isArray(data)){if(data.map === undefined){const err0 = {instancePath,schemaPath:"#/required",keyword:"required",params:{missingProperty: "map"},message:"must have required property '"+"map"+"'",schema:schema113.required,parentSchema:schema113,data};if(vErrors === null){vErrors = [err0];}else {vErrors.push(err0);}errors++;}for(const key0 in data){if(!(key0 === "map")){const err1 = {instancePath,schemaPath:"#/additionalProperties",keyword:"additionalProperties",params:{additionalProperty: key0},message:"must NOT have additional properties",schema:false,parentSchema:schema113,data};if(vErrors === null){vErrors = [err1];}else {vErrors.push(err1);}errors++;}}if(data.map !== undefined){if(!(validate364(data.map, {instancePath:instancePath+"/map",parentData:data,parentDataProperty:"map",rootData,dynamicAnchors}))){vErrors = vErrors === null ? validate364.errors : vErrors.concat(validate364.errors);errors = vErrors.length;}}}else {const err2 = {instancePath,schemaPath:"#/type",keyword:"type",params:{type: "object"},message:"must be object",schema:schema113.type,parentSchema:schema113,data};if(vErrors === null){vErrors = [err2];}else {vErrors.push(err2);}errors++;}validate486.errors = vErrors;return errors === 0;}validate486.evaluated = {"props":true,"dynamicProps":false,"dynamicItems":false};export const name: SourceValidator = validate488;function validate488(data, {instancePath="", parentData, parentDataProperty, rootData=data, dynamicAnchors={}}={}){let vErrors = null;let errors = 0;const evaluated0 = validate488.evaluated;if(evaluated0.dynamicProps){evaluated0.props = undefined;}if(evaluated0.dynamicItems){evaluated0.items = undefined;}if(typeof data === "string"){if(!pattern3.test(data)){const err0 = {instancePath,schemaPath:"#/pattern",keyword:"pattern",params:{pattern: "^(?!(constructor|prototype)$)[a-z0-9][a-z0-9_.-]{0,63}$"},message:"must match pattern \""+"^(?!(constructor|prototype)$)[a-z0-9][a-z0-9_.-]{0,63}$"+"\"",schema:"^(?!(constructor|prototype)$)[a-z0-9][a-z0-9_.-]{0,63}$",parentSchema:schema20,data};if(vErrors === null){vErrors = [err0];}else {vErrors.push(err0);}errors++;}}else {const err1 = {instancePath,schemaPath:"#/type",keyword:"type",params:{type: "string"},message:"must be string",schema:schema20.type,parentSchema:schema20,data};if(vErrors === null){vErrors = [err1];}else {vErrors.push(err1);}errors++;}validate488.errors = vErrors;return errors === 0;}validate488.evaluated = {"dynamicProps":false,"dynamicItems":false};export const queueRateRule: SourceValidator = validate489;function validate489(data, {instancePath="", parentData, parentDataProperty, rootData=data, dynamicAnchors={}}={}){let vErrors = null;let errors = 0;const evaluated0 = validate489.evaluated;if(evaluated0.dynamicProps){evaluated0.props = undefined;}if(evaluated0.dynamicItems){evaluated0.items = undefined;}if(data && typeof data == "object" && !Array.isArray(data)){if(data.limit === undefined){const err0 = {instancePath,schemaPath:"#/required",keyword:"required",params:{missingProperty: "limit"},message:"must have required property '"+"limit"+"'",schema:schema37.required,parentSchema:schema37,data};if(vErrors === null){vErrors = [err0];}else {vErrors.push(err0);}errors++;}for(const key0 in data){if(!((key0 === "limit") || (key0 === "burst"))){const err1 = {instancePath,schemaPath:"#/additionalProperties",keyword:"additionalProperties",params:{additionalProperty: key0},message:"must NOT have additional properties",schema:false,parentSchema:schema37,data};if(vErrors === null){vErrors = [err1];}else {vErrors.push(err1);}errors++;}}if(data.limit !== undefined){if(!(validate95(data.limit, {instancePath:instancePath+"/limit",parentData:data,parentDataProperty:"limit",rootData,dynamicAnchors}))){vErrors = vErrors === null ? validate95.errors : vErrors.concat(validate95.errors);errors = vErrors.length;}}if(data.burst !== undefined){if(!(validate99(data.burst, {instancePath:instancePath+"/burst",parentData:data,parentDataProperty:"burst",rootData,dynamicAnchors}))){vErrors = vErrors === null ? validate99.errors : vErrors.concat(validate99.errors);errors = vErrors.length;}}}else {const err2 = {instancePath,schemaPath:"#/type",keyword:"type",params:{type: "object"},message:"must be object",schema:schema37.type,parentSchema:schema37,data};if(vErrors === null){vErrors = [err2];}else {vErrors.push(err2);}errors++;}validate489.errors = vErrors;return errors === 0;}validate489.evaluated = {"props":true,"dynamicProps":false,"dynamicItems":false};export const rateText: SourceValidator = validate492;function validate492(data, {instancePath="", parentData, parentDataProperty, rootData=data, dynamicAnchors={}}={}){let vErrors = null;let errors = 0;const evaluated0 = validate492.evaluated;if(evaluated0.dynamicProps){evaluated0.props = undefined;}if(evaluated0.dynamicItems){evaluated0.items = undefined;}if(typeof data === "string"){if(data.length > 64){const err0 = {instancePath,schemaPath:"#/maxLength",keyword:"maxLength",params:{limit: 64},message:"must NOT have more than 64 characters",schema:64,parentSchema:schema36,data};if(vErrors === null){vErrors = [err0];}else {vErrors.push(err0);}errors++;}if(!pattern9.test(data)){const err1 = {instancePath,schemaPath:"#/pattern",keyword:"pattern",params:{pattern: "^[1-9][0-9]{0,6}/[smhd]$"},message:"must match pattern \""+"^[1-9][0-9]{0,6}/[smhd]$"+"\"",schema:"^[1-9][0-9]{0,6}/[smhd]$",parentSchema:schema36,data};if(vErrors === null){vErrors = [err1];}else {vErrors.push(err1);}errors++;}}else {const err2 = {instancePath,schemaPath:"#/type",keyword:"type",params:{type: "string"},message:"must be string",schema:schema36.type,parentSchema:schema36,data};if(vErrors === null){vErrors = [err2];}else {vErrors.push(err2);}errors++;}validate492.errors = vErrors;return errors === 0;}validate492.evaluated = {"dynamicProps":false,"dynamicItems":false};export const redisEngine: SourceValidator = validate493;function validate493(data, {instancePath="", parentData, parentDataProperty, rootData=data, dynamicAnchors={}}={}){let vErrors = null;let errors = 0;const evaluated0 = validate493.evaluated;if(evaluated0.dynamicProps){evaluated0.props = undefined;}if(evaluated0.dynamicItems){evaluated0.items = undefined;}if(data && typeof data == "object" && !Array.isArray(data)){if(data.type === undefined){const err0 = {instancePath,schemaPath:"#/required",keyword:"required",params:{missingProperty: "type"},message:"must have required property '"+"type"+"'",schema:schema24.required,parentSchema:schema24,data};if(vErrors === null){vErrors = [err0];}else {vErrors.push(err0);}errors++;}for(const key0 in data){if(!((((key0 === "type") || (key0 === "url")) || (key0 === "prefix")) || (key0 === "lease"))){const err1 = {instancePath,schemaPath:"#/additionalProperties",keyword:"additionalProperties",params:{additionalProperty: key0},message:"must NOT have additional properties",schema:false,parentSchema:schema24,data};if(vErrors === null){vErrors = [err1];}else {vErrors.push(err1);}errors++;}}if(data.type !== undefined){let data0 = data.type;if("redis" !== data0){const err2 = {instancePath:instancePath+"/type",schemaPath:"#/properties/type/const",keyword:"const",params:{allowedValue: "redis"},message:"must be equal to constant",schema:"redis",parentSchema:schema24.properties.type,data:data0};if(vErrors === null){vErrors = [err2];}else {vErrors.push(err2);}errors++;}}if(data.url !== undefined){let data1 = data.url;if(typeof data1 === "string"){if(data1.length > 2000){const err3 = {instancePath:instancePath+"/url",schemaPath:"#/properties/url/maxLength",keyword:"maxLength",params:{limit: 2000},message:"must NOT have more than 2000 characters",schema:2000,parentSchema:schema24.properties.url,data:data1};if(vErrors === null){vErrors = [err3];}else {vErrors.push(err3);}errors++;}if(!pattern6.test(data1)){const err4 = {instancePath:instancePath+"/url",schemaPath:"#/properties/url/pattern",keyword:"pattern",params:{pattern: "^(rediss?(\\+(sentinel|cluster))?://.|unix:.)"},message:"must match pattern \""+"^(rediss?(\\+(sentinel|cluster))?://.|unix:.)"+"\"",schema:"^(rediss?(\\+(sentinel|cluster))?://.|unix:.)",parentSchema:schema24.properties.url,data:data1};if(vErrors === null){vErrors = [err4];}else {vErrors.push(err4);}errors++;}}else {const err5 = {instancePath:instancePath+"/url",schemaPath:"#/properties/url/type",keyword:"type",params:{type: "string"},message:"must be string",schema:schema24.properties.url.type,parentSchema:schema24.properties.url,data:data1};if(vErrors === null){vErrors = [err5];}else {vErrors.push(err5);}errors++;}}if(data.prefix !== undefined){if(!(validate53(data.prefix, {instancePath:instancePath+"/prefix",parentData:data,parentDataProperty:"prefix",rootData,dynamicAnchors}))){vErrors = vErrors === null ? validate53.errors : vErrors.concat(validate53.errors);errors = vErrors.length;}}if(data.lease !== undefined){if(!(validate58(data.lease, {instancePath:instancePath+"/lease",parentData:data,parentDataProperty:"lease",rootData,dynamicAnchors}))){vErrors = vErrors === null ? validate58.errors : vErrors.concat(validate58.errors);errors = vErrors.length;}}}else {const err6 = {instancePath,schemaPath:"#/type",keyword:"type",params:{type: "object"},message:"must be object",schema:schema24.type,parentSchema:schema24,data};if(vErrors === null){vErrors = [err6];}else {vErrors.push(err6);}errors++;}validate493.errors = vErrors;return errors === 0;}validate493.evaluated = {"props":true,"dynamicProps":false,"dynamicItems":false};export const resultRules: SourceValidator = validate496;function validate496(data, {instancePath="", parentData, parentDataProperty, rootData=data, dynamicAnchors={}}={}){let vErrors = null;let errors = 0;const evaluated0 = validate496.evaluated;if(evaluated0.dynamicProps){evaluated0.props = undefined;}if(evaluated0.dynamicItems){evaluated0.items = undefined;}if(data && typeof data == "object" && !Array.isArray(data)){for(const key0 in data){if(!(((key0 === "ignore") || (key0 === "max")) || (key0 === "keep"))){const err0 = {instancePath,schemaPath:"#/additionalProperties",keyword:"additionalProperties",params:{additionalProperty: key0},message:"must NOT have additional properties",schema:false,parentSchema:schema60,data};if(vErrors === null){vErrors = [err0];}else {vErrors.push(err0);}errors++;}}if(data.ignore !== undefined){let data0 = data.ignore;if(typeof data0 !== "boolean"){const err1 = {instancePath:instancePath+"/ignore",schemaPath:"#/properties/ignore/type",keyword:"type",params:{type: "boolean"},message:"must be boolean",schema:schema60.properties.ignore.type,parentSchema:schema60.properties.ignore,data:data0};if(vErrors === null){vErrors = [err1];}else {vErrors.push(err1);}errors++;}}if(data.max !== undefined){let data1 = data.max;if(typeof data1 === "string"){if(data1.length > 64){const err2 = {instancePath:instancePath+"/max",schemaPath:"#/properties/max/maxLength",keyword:"maxLength",params:{limit: 64},message:"must NOT have more than 64 characters",schema:64,parentSchema:schema60.properties.max,data:data1};if(vErrors === null){vErrors = [err2];}else {vErrors.push(err2);}errors++;}if(!pattern12.test(data1)){const err3 = {instancePath:instancePath+"/max",schemaPath:"#/properties/max/pattern",keyword:"pattern",params:{pattern: "^\\d{1,15}(\\.\\d{1,9})?(b|kb|mb|gb|tb)$"},message:"must match pattern \""+"^\\d{1,15}(\\.\\d{1,9})?(b|kb|mb|gb|tb)$"+"\"",schema:"^\\d{1,15}(\\.\\d{1,9})?(b|kb|mb|gb|tb)$",parentSchema:schema60.properties.max,data:data1};if(vErrors === null){vErrors = [err3];}else {vErrors.push(err3);}errors++;}}else {const err4 = {instancePath:instancePath+"/max",schemaPath:"#/properties/max/type",keyword:"type",params:{type: "string"},message:"must be string",schema:schema60.properties.max.type,parentSchema:schema60.properties.max,data:data1};if(vErrors === null){vErrors = [err4];}else {vErrors.push(err4);}errors++;}}if(data.keep !== undefined){if(!(validate72(data.keep, {instancePath:instancePath+"/keep",parentData:data,parentDataProperty:"keep",rootData,dynamicAnchors}))){vErrors = vErrors === null ? validate72.errors : vErrors.concat(validate72.errors);errors = vErrors.length;}}}else {const err5 = {instancePath,schemaPath:"#/type",keyword:"type",params:{type: "object"},message:"must be object",schema:schema60.type,parentSchema:schema60,data};if(vErrors === null){vErrors = [err5];}else {vErrors.push(err5);}errors++;}validate496.errors = vErrors;return errors === 0;}validate496.evaluated = {"props":true,"dynamicProps":false,"dynamicItems":false};export const resultWord: SourceValidator = validate498;function validate498(data, {instancePath="", parentData, parentDataProperty, rootData=data, dynamicAnchors={}}={}){let vErrors = null;let errors = 0;const evaluated0 = validate498.evaluated;if(evaluated0.dynamicProps){evaluated0.props = undefined;}if(evaluated0.dynamicItems){evaluated0.items = undefined;}if(typeof data !== "string"){const err0 = {instancePath,schemaPath:"#/type",keyword:"type",params:{type: "string"},message:"must be string",schema:schema59.type,parentSchema:schema59,data};if(vErrors === null){vErrors = [err0];}else {vErrors.push(err0);}errors++;}if(!(data === "ignore")){const err1 = {instancePath,schemaPath:"#/enum",keyword:"enum",params:{allowedValues: schema59.enum},message:"must be equal to one of the allowed values",schema:schema59.enum,parentSchema:schema59,data};if(vErrors === null){vErrors = [err1];}else {vErrors.push(err1);}errors++;}validate498.errors = vErrors;return errors === 0;}validate498.evaluated = {"dynamicProps":false,"dynamicItems":false};export const retentionLimits: SourceValidator = validate499;function validate499(data, {instancePath="", parentData, parentDataProperty, rootData=data, dynamicAnchors={}}={}){let vErrors = null;let errors = 0;const evaluated0 = validate499.evaluated;if(evaluated0.dynamicProps){evaluated0.props = undefined;}if(evaluated0.dynamicItems){evaluated0.items = undefined;}if(data && typeof data == "object" && !Array.isArray(data)){if(Object.keys(data).length < 1){const err0 = {instancePath,schemaPath:"#/minProperties",keyword:"minProperties",params:{limit: 1},message:"must NOT have fewer than 1 properties",schema:1,parentSchema:schema32,data};if(vErrors === null){vErrors = [err0];}else {vErrors.push(err0);}errors++;}for(const key0 in data){if(!((key0 === "for") || (key0 === "count"))){const err1 = {instancePath,schemaPath:"#/additionalProperties",keyword:"additionalProperties",params:{additionalProperty: key0},message:"must NOT have additional properties",schema:false,parentSchema:schema32,data};if(vErrors === null){vErrors = [err1];}else {vErrors.push(err1);}errors++;}}if(data.for !== undefined){if(!(validate72(data.for, {instancePath:instancePath+"/for",parentData:data,parentDataProperty:"for",rootData,dynamicAnchors}))){vErrors = vErrors === null ? validate72.errors : vErrors.concat(validate72.errors);errors = vErrors.length;}}if(data.count !== undefined){let data1 = data.count;if(!(((typeof data1 == "number") && (!(data1 % 1) && !isNaN(data1))) && (isFinite(data1)))){const err2 = {instancePath:instancePath+"/count",schemaPath:"#/properties/count/type",keyword:"type",params:{type: "integer"},message:"must be integer",schema:schema32.properties.count.type,parentSchema:schema32.properties.count,data:data1};if(vErrors === null){vErrors = [err2];}else {vErrors.push(err2);}errors++;}if((typeof data1 == "number") && (isFinite(data1))){if(data1 > 1000000000 || isNaN(data1)){const err3 = {instancePath:instancePath+"/count",schemaPath:"#/properties/count/maximum",keyword:"maximum",params:{comparison: "<=", limit: 1000000000},message:"must be <= 1000000000",schema:1000000000,parentSchema:schema32.properties.count,data:data1};if(vErrors === null){vErrors = [err3];}else {vErrors.push(err3);}errors++;}if(data1 < 0 || isNaN(data1)){const err4 = {instancePath:instancePath+"/count",schemaPath:"#/properties/count/minimum",keyword:"minimum",params:{comparison: ">=", limit: 0},message:"must be >= 0",schema:0,parentSchema:schema32.properties.count,data:data1};if(vErrors === null){vErrors = [err4];}else {vErrors.push(err4);}errors++;}}}}else {const err5 = {instancePath,schemaPath:"#/type",keyword:"type",params:{type: "object"},message:"must be object",schema:schema32.type,parentSchema:schema32,data};if(vErrors === null){vErrors = [err5];}else {vErrors.push(err5);}errors++;}validate499.errors = vErrors;return errors === 0;}validate499.evaluated = {"props":true,"dynamicProps":false,"dynamicItems":false};export const retryPolicy: SourceValidator = validate501;function validate501(data, {instancePath="", parentData, parentDataProperty, rootData=data, dynamicAnchors={}}={}){let vErrors = null;let errors = 0;const evaluated0 = validate501.evaluated;if(evaluated0.dynamicProps){evaluated0.props = undefined;}if(evaluated0.dynamicItems){evaluated0.items = undefined;}if(data && typeof data == "object" && !Array.isArray(data)){for(const key0 in data){if(!(((((key0 === "maxAttempts") || (key0 === "backoff")) || (key0 === "retryOn")) || (key0 === "deadOn")) || (key0 === "retryFor"))){const err0 = {instancePath,schemaPath:"#/additionalProperties",keyword:"additionalProperties",params:{additionalProperty: key0},message:"must NOT have additional properties",schema:false,parentSchema:schema40,data};if(vErrors === null){vErrors = [err0];}else {vErrors.push(err0);}errors++;}}if(data.maxAttempts !== undefined){let data0 = data.maxAttempts;if(!(((typeof data0 == "number") && (!(data0 % 1) && !isNaN(data0))) && (isFinite(data0)))){const err1 = {instancePath:instancePath+"/maxAttempts",schemaPath:"#/properties/maxAttempts/type",keyword:"type",params:{type: "integer"},message:"must be integer",schema:schema40.properties.maxAttempts.type,parentSchema:schema40.properties.maxAttempts,data:data0};if(vErrors === null){vErrors = [err1];}else {vErrors.push(err1);}errors++;}if((typeof data0 == "number") && (isFinite(data0))){if(data0 > 1000 || isNaN(data0)){const err2 = {instancePath:instancePath+"/maxAttempts",schemaPath:"#/properties/maxAttempts/maximum",keyword:"maximum",params:{comparison: "<=", limit: 1000},message:"must be <= 1000",schema:1000,parentSchema:schema40.properties.maxAttempts,data:data0};if(vErrors === null){vErrors = [err2];}else {vErrors.push(err2);}errors++;}if(data0 < 1 || isNaN(data0)){const err3 = {instancePath:instancePath+"/maxAttempts",schemaPath:"#/properties/maxAttempts/minimum",keyword:"minimum",params:{comparison: ">=", limit: 1},message:"must be >= 1",schema:1,parentSchema:schema40.properties.maxAttempts,data:data0};if(vErrors === null){vErrors = [err3];}else {vErrors.push(err3);}errors++;}}}if(data.backoff !== undefined){let data1 = data.backoff;const _errs5 = errors;let valid1 = false;const _errs6 = errors;if(!(validate113(data1, {instancePath:instancePath+"/backoff",parentData:data,parentDataProperty:"backoff",rootData,dynamicAnchors}))){vErrors = vErrors === null ? validate113.errors : vErrors.concat(validate113.errors);errors = vErrors.length;}var _valid0 = _errs6 === errors;valid1 = valid1 || _valid0;if(_valid0){var props0 = true;}const _errs7 = errors;if(!(validate118(data1, {instancePath:instancePath+"/backoff",parentData:data,parentDataProperty:"backoff",rootData,dynamicAnchors}))){vErrors = vErrors === null ? validate118.errors : vErrors.concat(validate118.errors);errors = vErrors.length;}var _valid0 = _errs7 === errors;valid1 = valid1 || _valid0;if(_valid0){if(props0 !== true){props0 = true;}}const _errs8 = errors;if(!(validate123(data1, {instancePath:instancePath+"/backoff",parentData:data,parentDataProperty:"backoff",rootData,dynamicAnchors}))){vErrors = vErrors === null ? validate123.errors : vErrors.concat(validate123.errors);errors = vErrors.length;}var _valid0 = _errs8 === errors;valid1 = valid1 || _valid0;if(_valid0){if(props0 !== true){props0 = true;}}const _errs9 = errors;if(!(validate128(data1, {instancePath:instancePath+"/backoff",parentData:data,parentDataProperty:"backoff",rootData,dynamicAnchors}))){vErrors = vErrors === null ? validate128.errors : vErrors.concat(validate128.errors);errors = vErrors.length;}var _valid0 = _errs9 === errors;valid1 = valid1 || _valid0;if(_valid0){if(props0 !== true){props0 = true;}}if(!valid1){const err4 = {instancePath:instancePath+"/backoff",schemaPath:"#/properties/backoff/anyOf",keyword:"anyOf",params:{},message:"must match a schema in anyOf",schema:schema40.properties.backoff.anyOf,parentSchema:schema40.properties.backoff,data:data1};if(vErrors === null){vErrors = [err4];}else {vErrors.push(err4);}errors++;}else {errors = _errs5;if(vErrors !== null){if(_errs5){vErrors.length = _errs5;}else {vErrors = null;}}}}if(data.retryOn !== undefined){if(!(validate132(data.retryOn, {instancePath:instancePath+"/retryOn",parentData:data,parentDataProperty:"retryOn",rootData,dynamicAnchors}))){vErrors = vErrors === null ? validate132.errors : vErrors.concat(validate132.errors);errors = vErrors.length;}}if(data.deadOn !== undefined){if(!(validate132(data.deadOn, {instancePath:instancePath+"/deadOn",parentData:data,parentDataProperty:"deadOn",rootData,dynamicAnchors}))){vErrors = vErrors === null ? validate132.errors : vErrors.concat(validate132.errors);errors = vErrors.length;}}if(data.retryFor !== undefined){if(!(validate72(data.retryFor, {instancePath:instancePath+"/retryFor",parentData:data,parentDataProperty:"retryFor",rootData,dynamicAnchors}))){vErrors = vErrors === null ? validate72.errors : vErrors.concat(validate72.errors);errors = vErrors.length;}}}else {const err5 = {instancePath,schemaPath:"#/type",keyword:"type",params:{type: "object"},message:"must be object",schema:schema40.type,parentSchema:schema40,data};if(vErrors === null){vErrors = [err5];}else {vErrors.push(err5);}errors++;}validate501.errors = vErrors;return errors === 0;}validate501.evaluated = {"props":true,"dynamicProps":false,"dynamicItems":false};export const runHookList: SourceValidator = validate509;function validate509(data, {instancePath="", parentData, parentDataProperty, rootData=data, dynamicAnchors={}}={}){let vErrors = null;let errors = 0;const evaluated0 = validate509.evaluated;if(evaluated0.dynamicProps){evaluated0.props = undefined;}if(evaluated0.dynamicItems){evaluated0.items = undefined;}if(Array.isArray(data)){if(data.length > 20){const err0 = {instancePath,schemaPath:"#/maxItems",keyword:"maxItems",params:{limit: 20},message:"must NOT have more than 20 items",schema:20,parentSchema:schema102,data};if(vErrors === null){vErrors = [err0];}else {vErrors.push(err0);}errors++;}if(data.length < 1){const err1 = {instancePath,schemaPath:"#/minItems",keyword:"minItems",params:{limit: 1},message:"must NOT have fewer than 1 items",schema:1,parentSchema:schema102,data};if(vErrors === null){vErrors = [err1];}else {vErrors.push(err1);}errors++;}const len0 = data.length;for(let i0=0; i0<len0; i0++){let data0 = data[i0];const _errs2 = errors;let valid2 = false;const _errs3 = errors;if(!(validate321(data0, {instancePath:instancePath+"/" + i0,parentData:data,parentDataProperty:i0,rootData,dynamicAnchors}))){vErrors = vErrors === null ? validate321.errors : vErrors.concat(validate321.errors);errors = vErrors.length;}var _valid0 = _errs3 === errors;valid2 = valid2 || _valid0;if(_valid0){var props0 = true;}const _errs4 = errors;if(!(validate159(data0, {instancePath:instancePath+"/" + i0,parentData:data,parentDataProperty:i0,rootData,dynamicAnchors}))){vErrors = vErrors === null ? validate159.errors : vErrors.concat(validate159.errors);errors = vErrors.length;}var _valid0 = _errs4 === errors;valid2 = valid2 || _valid0;if(_valid0){if(props0 !== true){props0 = true;}}if(!valid2){const err2 = {instancePath:instancePath+"/" + i0,schemaPath:"#/items/anyOf",keyword:"anyOf",params:{},message:"must match a schema in anyOf",schema:schema102.items.anyOf,parentSchema:schema102.items,data:data0};if(vErrors === null){vErrors = [err2];}else {vErrors.push(err2);}errors++;}else {errors = _errs2;if(vErrors !== null){if(_errs2){vErrors.length = _errs2;}else {vErrors = null;}}}}}else {const err3 = {instancePath,schemaPath:"#/type",keyword:"type",params:{type: "array"},message:"must be array",schema:schema102.type,parentSchema:schema102,data};if(vErrors === null){vErrors = [err3];}else {vErrors.push(err3);}errors++;}validate509.errors = vErrors;return errors === 0;}validate509.evaluated = {"items":true,"dynamicProps":false,"dynamicItems":false};export const runTaskHook: SourceValidator = validate512;function validate512(data, {instancePath="", parentData, parentDataProperty, rootData=data, dynamicAnchors={}}={}){let vErrors = null;let errors = 0;const evaluated0 = validate512.evaluated;if(evaluated0.dynamicProps){evaluated0.props = undefined;}if(evaluated0.dynamicItems){evaluated0.items = undefined;}if(data && typeof data == "object" && !Array.isArray(data)){if(data.task === undefined){const err0 = {instancePath,schemaPath:"#/required",keyword:"required",params:{missingProperty: "task"},message:"must have required property '"+"task"+"'",schema:schema101.required,parentSchema:schema101,data};if(vErrors === null){vErrors = [err0];}else {vErrors.push(err0);}errors++;}for(const key0 in data){if(!((key0 === "task") || (key0 === "with"))){const err1 = {instancePath,schemaPath:"#/additionalProperties",keyword:"additionalProperties",params:{additionalProperty: key0},message:"must NOT have additional properties",schema:false,parentSchema:schema101,data};if(vErrors === null){vErrors = [err1];}else {vErrors.push(err1);}errors++;}}if(data.task !== undefined){if(!(validate53(data.task, {instancePath:instancePath+"/task",parentData:data,parentDataProperty:"task",rootData,dynamicAnchors}))){vErrors = vErrors === null ? validate53.errors : vErrors.concat(validate53.errors);errors = vErrors.length;}}}else {const err2 = {instancePath,schemaPath:"#/type",keyword:"type",params:{type: "object"},message:"must be object",schema:schema101.type,parentSchema:schema101,data};if(vErrors === null){vErrors = [err2];}else {vErrors.push(err2);}errors++;}validate512.errors = vErrors;return errors === 0;}validate512.evaluated = {"props":true,"dynamicProps":false,"dynamicItems":false};export const showRoute: SourceValidator = validate514;function validate514(data, {instancePath="", parentData, parentDataProperty, rootData=data, dynamicAnchors={}}={}){let vErrors = null;let errors = 0;const evaluated0 = validate514.evaluated;if(evaluated0.dynamicProps){evaluated0.props = undefined;}if(evaluated0.dynamicItems){evaluated0.items = undefined;}if(data && typeof data == "object" && !Array.isArray(data)){if(data.path === undefined){const err0 = {instancePath,schemaPath:"#/required",keyword:"required",params:{missingProperty: "path"},message:"must have required property '"+"path"+"'",schema:schema87.required,parentSchema:schema87,data};if(vErrors === null){vErrors = [err0];}else {vErrors.push(err0);}errors++;}if(data.job === undefined){const err1 = {instancePath,schemaPath:"#/required",keyword:"required",params:{missingProperty: "job"},message:"must have required property '"+"job"+"'",schema:schema87.required,parentSchema:schema87,data};if(vErrors === null){vErrors = [err1];}else {vErrors.push(err1);}errors++;}for(const key0 in data){if(!((((((((key0 === "method") || (key0 === "path")) || (key0 === "description")) || (key0 === "job")) || (key0 === "of")) || (key0 === "fields")) || (key0 === "respond")) || (key0 === "public"))){const err2 = {instancePath,schemaPath:"#/additionalProperties",keyword:"additionalProperties",params:{additionalProperty: key0},message:"must NOT have additional properties",schema:false,parentSchema:schema87,data};if(vErrors === null){vErrors = [err2];}else {vErrors.push(err2);}errors++;}}if(data.method !== undefined){let data0 = data.method;if(typeof data0 !== "string"){const err3 = {instancePath:instancePath+"/method",schemaPath:"#/properties/method/type",keyword:"type",params:{type: "string"},message:"must be string",schema:schema87.properties.method.type,parentSchema:schema87.properties.method,data:data0};if(vErrors === null){vErrors = [err3];}else {vErrors.push(err3);}errors++;}if(!(data0 === "GET")){const err4 = {instancePath:instancePath+"/method",schemaPath:"#/properties/method/enum",keyword:"enum",params:{allowedValues: schema87.properties.method.enum},message:"must be equal to one of the allowed values",schema:schema87.properties.method.enum,parentSchema:schema87.properties.method,data:data0};if(vErrors === null){vErrors = [err4];}else {vErrors.push(err4);}errors++;}}if(data.path !== undefined){if(!(validate244(data.path, {instancePath:instancePath+"/path",parentData:data,parentDataProperty:"path",rootData,dynamicAnchors}))){vErrors = vErrors === null ? validate244.errors : vErrors.concat(validate244.errors);errors = vErrors.length;}}if(data.description !== undefined){let data2 = data.description;if(typeof data2 === "string"){if(data2.length > 2000){const err5 = {instancePath:instancePath+"/description",schemaPath:"#/properties/description/maxLength",keyword:"maxLength",params:{limit: 2000},message:"must NOT have more than 2000 characters",schema:2000,parentSchema:schema87.properties.description,data:data2};if(vErrors === null){vErrors = [err5];}else {vErrors.push(err5);}errors++;}}else {const err6 = {instancePath:instancePath+"/description",schemaPath:"#/properties/description/type",keyword:"type",params:{type: "string"},message:"must be string",schema:schema87.properties.description.type,parentSchema:schema87.properties.description,data:data2};if(vErrors === null){vErrors = [err6];}else {vErrors.push(err6);}errors++;}}if(data.job !== undefined){let data3 = data.job;if(typeof data3 === "string"){if(data3.length > 500){const err7 = {instancePath:instancePath+"/job",schemaPath:"#/properties/job/maxLength",keyword:"maxLength",params:{limit: 500},message:"must NOT have more than 500 characters",schema:500,parentSchema:schema87.properties.job,data:data3};if(vErrors === null){vErrors = [err7];}else {vErrors.push(err7);}errors++;}if(data3.length < 1){const err8 = {instancePath:instancePath+"/job",schemaPath:"#/properties/job/minLength",keyword:"minLength",params:{limit: 1},message:"must NOT have fewer than 1 characters",schema:1,parentSchema:schema87.properties.job,data:data3};if(vErrors === null){vErrors = [err8];}else {vErrors.push(err8);}errors++;}}else {const err9 = {instancePath:instancePath+"/job",schemaPath:"#/properties/job/type",keyword:"type",params:{type: "string"},message:"must be string",schema:schema87.properties.job.type,parentSchema:schema87.properties.job,data:data3};if(vErrors === null){vErrors = [err9];}else {vErrors.push(err9);}errors++;}}if(data.of !== undefined){let data4 = data.of;const _errs10 = errors;let valid1 = false;const _errs11 = errors;if(!(validate280(data4, {instancePath:instancePath+"/of",parentData:data,parentDataProperty:"of",rootData,dynamicAnchors}))){vErrors = vErrors === null ? validate280.errors : vErrors.concat(validate280.errors);errors = vErrors.length;}var _valid0 = _errs11 === errors;valid1 = valid1 || _valid0;const _errs12 = errors;if(!(validate282(data4, {instancePath:instancePath+"/of",parentData:data,parentDataProperty:"of",rootData,dynamicAnchors}))){vErrors = vErrors === null ? validate282.errors : vErrors.concat(validate282.errors);errors = vErrors.length;}var _valid0 = _errs12 === errors;valid1 = valid1 || _valid0;if(!valid1){const err10 = {instancePath:instancePath+"/of",schemaPath:"#/properties/of/anyOf",keyword:"anyOf",params:{},message:"must match a schema in anyOf",schema:schema87.properties.of.anyOf,parentSchema:schema87.properties.of,data:data4};if(vErrors === null){vErrors = [err10];}else {vErrors.push(err10);}errors++;}else {errors = _errs10;if(vErrors !== null){if(_errs10){vErrors.length = _errs10;}else {vErrors = null;}}}}if(data.fields !== undefined){let data5 = data.fields;if(Array.isArray(data5)){if(data5.length > 50){const err11 = {instancePath:instancePath+"/fields",schemaPath:"#/properties/fields/maxItems",keyword:"maxItems",params:{limit: 50},message:"must NOT have more than 50 items",schema:50,parentSchema:schema87.properties.fields,data:data5};if(vErrors === null){vErrors = [err11];}else {vErrors.push(err11);}errors++;}if(data5.length < 1){const err12 = {instancePath:instancePath+"/fields",schemaPath:"#/properties/fields/minItems",keyword:"minItems",params:{limit: 1},message:"must NOT have fewer than 1 items",schema:1,parentSchema:schema87.properties.fields,data:data5};if(vErrors === null){vErrors = [err12];}else {vErrors.push(err12);}errors++;}const len0 = data5.length;for(let i0=0; i0<len0; i0++){let data6 = data5[i0];if(typeof data6 !== "string"){const err13 = {instancePath:instancePath+"/fields/" + i0,schemaPath:"#/properties/fields/items/type",keyword:"type",params:{type: "string"},message:"must be string",schema:schema87.properties.fields.items.type,parentSchema:schema87.properties.fields.items,data:data6};if(vErrors === null){vErrors = [err13];}else {vErrors.push(err13);}errors++;}if(!(((((((((((((((((((((((((((((((((data6 === "id") || (data6 === "task")) || (data6 === "queue")) || (data6 === "priority")) || (data6 === "state")) || (data6 === "finished")) || (data6 === "payload")) || (data6 === "attempt")) || (data6 === "maxAttempts")) || (data6 === "rescues")) || (data6 === "runAt")) || (data6 === "createdAt")) || (data6 === "startedAt")) || (data6 === "finishedAt")) || (data6 === "expiresAt")) || (data6 === "resultGone")) || (data6 === "resultUntil")) || (data6 === "tags")) || (data6 === "headers")) || (data6 === "traceparent")) || (data6 === "manifestRevision")) || (data6 === "schedule")) || (data6 === "parentId")) || (data6 === "workflow")) || (data6 === "blockedBy")) || (data6 === "hold")) || (data6 === "hidden")) || (data6 === "version")) || (data6 === "progress")) || (data6 === "logs")) || (data6 === "result")) || (data6 === "error")) || (data6 === "attempts"))){const err14 = {instancePath:instancePath+"/fields/" + i0,schemaPath:"#/properties/fields/items/enum",keyword:"enum",params:{allowedValues: schema87.properties.fields.items.enum},message:"must be equal to one of the allowed values",schema:schema87.properties.fields.items.enum,parentSchema:schema87.properties.fields.items,data:data6};if(vErrors === null){vErrors = [err14];}else {vErrors.push(err14);}errors++;}}let i1 = data5.length;let j0;if(i1 > 1){const indices0 = {};for(;i1--;){let item0 = data5[i1];if(typeof item0 !== "string"){continue;}if(typeof indices0[item0] == "number"){j0 = indices0[item0];const err15 = {instancePath:instancePath+"/fields",schemaPath:"#/properties/fields/uniqueItems",keyword:"uniqueItems",params:{i: i1, j: j0},message:"must NOT have duplicate items (items ## "+j0+" and "+i1+" are identical)",schema:true,parentSchema:schema87.properties.fields,data:data5};if(vErrors === null){vErrors = [err15];}else {vErrors.push(err15);}errors++;break;}indices0[item0] = i1;}}}else {const err16 = {instancePath:instancePath+"/fields",schemaPath:"#/properties/fields/type",keyword:"type",params:{type: "array"},message:"must be array",schema:schema87.properties.fields.type,parentSchema:schema87.properties.fields,data:data5};if(vErrors === null){vErrors = [err16];}else {vErrors.push(err16);}errors++;}}if(data.respond !== undefined){if(!(validate285(data.respond, {instancePath:instancePath+"/respond",parentData:data,parentDataProperty:"respond",rootData,dynamicAnchors}))){vErrors = vErrors === null ? validate285.errors : vErrors.concat(validate285.errors);errors = vErrors.length;}}if(data.public !== undefined){if(!(validate256(data.public, {instancePath:instancePath+"/public",parentData:data,parentDataProperty:"public",rootData,dynamicAnchors}))){vErrors = vErrors === null ? validate256.errors : vErrors.concat(validate256.errors);errors = vErrors.length;}}}else {const err17 = {instancePath,schemaPath:"#/type",keyword:"type",params:{type: "object"},message:"must be object",schema:schema87.type,parentSchema:schema87,data};if(vErrors === null){vErrors = [err17];}else {vErrors.push(err17);}errors++;}validate514.errors = vErrors;return errors === 0;}validate514.evaluated = {"props":true,"dynamicProps":false,"dynamicItems":false};export const shutdownLimits: SourceValidator = validate520;function validate520(data, {instancePath="", parentData, parentDataProperty, rootData=data, dynamicAnchors={}}={}){let vErrors = null;let errors = 0;const evaluated0 = validate520.evaluated;if(evaluated0.dynamicProps){evaluated0.props = undefined;}if(evaluated0.dynamicItems){evaluated0.items = undefined;}if(data && typeof data == "object" && !Array.isArray(data)){for(const key0 in data){if(!((key0 === "warm") || (key0 === "soft"))){const err0 = {instancePath,schemaPath:"#/additionalProperties",keyword:"additionalProperties",params:{additionalProperty: key0},message:"must NOT have additional properties",schema:false,parentSchema:schema125,data};if(vErrors === null){vErrors = [err0];}else {vErrors.push(err0);}errors++;}}if(data.warm !== undefined){if(!(validate72(data.warm, {instancePath:instancePath+"/warm",parentData:data,parentDataProperty:"warm",rootData,dynamicAnchors}))){vErrors = vErrors === null ? validate72.errors : vErrors.concat(validate72.errors);errors = vErrors.length;}}if(data.soft !== undefined){if(!(validate72(data.soft, {instancePath:instancePath+"/soft",parentData:data,parentDataProperty:"soft",rootData,dynamicAnchors}))){vErrors = vErrors === null ? validate72.errors : vErrors.concat(validate72.errors);errors = vErrors.length;}}}else {const err1 = {instancePath,schemaPath:"#/type",keyword:"type",params:{type: "object"},message:"must be object",schema:schema125.type,parentSchema:schema125,data};if(vErrors === null){vErrors = [err1];}else {vErrors.push(err1);}errors++;}validate520.errors = vErrors;return errors === 0;}validate520.evaluated = {"props":true,"dynamicProps":false,"dynamicItems":false};export const signalWait: SourceValidator = validate523;function validate523(data, {instancePath="", parentData, parentDataProperty, rootData=data, dynamicAnchors={}}={}){let vErrors = null;let errors = 0;const evaluated0 = validate523.evaluated;if(evaluated0.dynamicProps){evaluated0.props = undefined;}if(evaluated0.dynamicItems){evaluated0.items = undefined;}if(data && typeof data == "object" && !Array.isArray(data)){if(data.signal === undefined){const err0 = {instancePath,schemaPath:"#/required",keyword:"required",params:{missingProperty: "signal"},message:"must have required property '"+"signal"+"'",schema:schema97.required,parentSchema:schema97,data};if(vErrors === null){vErrors = [err0];}else {vErrors.push(err0);}errors++;}for(const key0 in data){if(!((key0 === "signal") || (key0 === "timeout"))){const err1 = {instancePath,schemaPath:"#/additionalProperties",keyword:"additionalProperties",params:{additionalProperty: key0},message:"must NOT have additional properties",schema:false,parentSchema:schema97,data};if(vErrors === null){vErrors = [err1];}else {vErrors.push(err1);}errors++;}}if(data.signal !== undefined){if(!(validate53(data.signal, {instancePath:instancePath+"/signal",parentData:data,parentDataProperty:"signal",rootData,dynamicAnchors}))){vErrors = vErrors === null ? validate53.errors : vErrors.concat(validate53.errors);errors = vErrors.length;}}if(data.timeout !== undefined){if(!(validate72(data.timeout, {instancePath:instancePath+"/timeout",parentData:data,parentDataProperty:"timeout",rootData,dynamicAnchors}))){vErrors = vErrors === null ? validate72.errors : vErrors.concat(validate72.errors);errors = vErrors.length;}}}else {const err2 = {instancePath,schemaPath:"#/type",keyword:"type",params:{type: "object"},message:"must be object",schema:schema97.type,parentSchema:schema97,data};if(vErrors === null){vErrors = [err2];}else {vErrors.push(err2);}errors++;}validate523.errors = vErrors;return errors === 0;}validate523.evaluated = {"props":true,"dynamicProps":false,"dynamicItems":false};export const sqliteEngine: SourceValidator = validate526;function validate526(data, {instancePath="", parentData, parentDataProperty, rootData=data, dynamicAnchors={}}={}){let vErrors = null;let errors = 0;const evaluated0 = validate526.evaluated;if(evaluated0.dynamicProps){evaluated0.props = undefined;}if(evaluated0.dynamicItems){evaluated0.items = undefined;}if(data && typeof data == "object" && !Array.isArray(data)){if(data.type === undefined){const err0 = {instancePath,schemaPath:"#/required",keyword:"required",params:{missingProperty: "type"},message:"must have required property '"+"type"+"'",schema:schema22.required,parentSchema:schema22,data};if(vErrors === null){vErrors = [err0];}else {vErrors.push(err0);}errors++;}for(const key0 in data){if(!(((key0 === "type") || (key0 === "path")) || (key0 === "lease"))){const err1 = {instancePath,schemaPath:"#/additionalProperties",keyword:"additionalProperties",params:{additionalProperty: key0},message:"must NOT have additional properties",schema:false,parentSchema:schema22,data};if(vErrors === null){vErrors = [err1];}else {vErrors.push(err1);}errors++;}}if(data.type !== undefined){let data0 = data.type;if("sqlite" !== data0){const err2 = {instancePath:instancePath+"/type",schemaPath:"#/properties/type/const",keyword:"const",params:{allowedValue: "sqlite"},message:"must be equal to constant",schema:"sqlite",parentSchema:schema22.properties.type,data:data0};if(vErrors === null){vErrors = [err2];}else {vErrors.push(err2);}errors++;}}if(data.path !== undefined){let data1 = data.path;if(typeof data1 === "string"){if(data1.length > 1000){const err3 = {instancePath:instancePath+"/path",schemaPath:"#/properties/path/maxLength",keyword:"maxLength",params:{limit: 1000},message:"must NOT have more than 1000 characters",schema:1000,parentSchema:schema22.properties.path,data:data1};if(vErrors === null){vErrors = [err3];}else {vErrors.push(err3);}errors++;}if(data1.length < 1){const err4 = {instancePath:instancePath+"/path",schemaPath:"#/properties/path/minLength",keyword:"minLength",params:{limit: 1},message:"must NOT have fewer than 1 characters",schema:1,parentSchema:schema22.properties.path,data:data1};if(vErrors === null){vErrors = [err4];}else {vErrors.push(err4);}errors++;}}else {const err5 = {instancePath:instancePath+"/path",schemaPath:"#/properties/path/type",keyword:"type",params:{type: "string"},message:"must be string",schema:schema22.properties.path.type,parentSchema:schema22.properties.path,data:data1};if(vErrors === null){vErrors = [err5];}else {vErrors.push(err5);}errors++;}}if(data.lease !== undefined){if(!(validate58(data.lease, {instancePath:instancePath+"/lease",parentData:data,parentDataProperty:"lease",rootData,dynamicAnchors}))){vErrors = vErrors === null ? validate58.errors : vErrors.concat(validate58.errors);errors = vErrors.length;}}}else {const err6 = {instancePath,schemaPath:"#/type",keyword:"type",params:{type: "object"},message:"must be object",schema:schema22.type,parentSchema:schema22,data};if(vErrors === null){vErrors = [err6];}else {vErrors.push(err6);}errors++;}validate526.errors = vErrors;return errors === 0;}validate526.evaluated = {"props":true,"dynamicProps":false,"dynamicItems":false};export const task: SourceValidator = validate528;function validate528(data, {instancePath="", parentData, parentDataProperty, rootData=data, dynamicAnchors={}}={}){let vErrors = null;let errors = 0;const evaluated0 = validate528.evaluated;if(evaluated0.dynamicProps){evaluated0.props = undefined;}if(evaluated0.dynamicItems){evaluated0.items = undefined;}if(data && typeof data == "object" && !Array.isArray(data)){for(const key0 in data){if(!(func1.call(schema49.properties, key0))){const err0 = {instancePath,schemaPath:"#/additionalProperties",keyword:"additionalProperties",params:{additionalProperty: key0},message:"must NOT have additional properties",schema:false,parentSchema:schema49,data};if(vErrors === null){vErrors = [err0];}else {vErrors.push(err0);}errors++;}}if(data.description !== undefined){let data0 = data.description;if(typeof data0 === "string"){if(data0.length > 2000){const err1 = {instancePath:instancePath+"/description",schemaPath:"#/properties/description/maxLength",keyword:"maxLength",params:{limit: 2000},message:"must NOT have more than 2000 characters",schema:2000,parentSchema:schema49.properties.description,data:data0};if(vErrors === null){vErrors = [err1];}else {vErrors.push(err1);}errors++;}}else {const err2 = {instancePath:instancePath+"/description",schemaPath:"#/properties/description/type",keyword:"type",params:{type: "string"},message:"must be string",schema:schema49.properties.description.type,parentSchema:schema49.properties.description,data:data0};if(vErrors === null){vErrors = [err2];}else {vErrors.push(err2);}errors++;}}if(data.extends !== undefined){let data1 = data.extends;if(Array.isArray(data1)){if(data1.length > 20){const err3 = {instancePath:instancePath+"/extends",schemaPath:"#/properties/extends/maxItems",keyword:"maxItems",params:{limit: 20},message:"must NOT have more than 20 items",schema:20,parentSchema:schema49.properties.extends,data:data1};if(vErrors === null){vErrors = [err3];}else {vErrors.push(err3);}errors++;}const len0 = data1.length;for(let i0=0; i0<len0; i0++){let data2 = data1[i0];if(typeof data2 !== "string"){const err4 = {instancePath:instancePath+"/extends/" + i0,schemaPath:"#/properties/extends/items/type",keyword:"type",params:{type: "string"},message:"must be string",schema:schema49.properties.extends.items.type,parentSchema:schema49.properties.extends.items,data:data2};if(vErrors === null){vErrors = [err4];}else {vErrors.push(err4);}errors++;}if(!(validate53(data2, {instancePath:instancePath+"/extends/" + i0,parentData:data1,parentDataProperty:i0,rootData,dynamicAnchors}))){vErrors = vErrors === null ? validate53.errors : vErrors.concat(validate53.errors);errors = vErrors.length;}}let i1 = data1.length;let j0;if(i1 > 1){const indices0 = {};for(;i1--;){let item0 = data1[i1];if(typeof item0 !== "string"){continue;}if(typeof indices0[item0] == "number"){j0 = indices0[item0];const err5 = {instancePath:instancePath+"/extends",schemaPath:"#/properties/extends/uniqueItems",keyword:"uniqueItems",params:{i: i1, j: j0},message:"must NOT have duplicate items (items ## "+j0+" and "+i1+" are identical)",schema:true,parentSchema:schema49.properties.extends,data:data1};if(vErrors === null){vErrors = [err5];}else {vErrors.push(err5);}errors++;break;}indices0[item0] = i1;}}}else {const err6 = {instancePath:instancePath+"/extends",schemaPath:"#/properties/extends/type",keyword:"type",params:{type: "array"},message:"must be array",schema:schema49.properties.extends.type,parentSchema:schema49.properties.extends,data:data1};if(vErrors === null){vErrors = [err6];}else {vErrors.push(err6);}errors++;}}if(data.handler !== undefined){if(!(validate144(data.handler, {instancePath:instancePath+"/handler",parentData:data,parentDataProperty:"handler",rootData,dynamicAnchors}))){vErrors = vErrors === null ? validate144.errors : vErrors.concat(validate144.errors);errors = vErrors.length;}}if(data.executor !== undefined){let data4 = data.executor;if(typeof data4 !== "string"){const err7 = {instancePath:instancePath+"/executor",schemaPath:"#/properties/executor/type",keyword:"type",params:{type: "string"},message:"must be string",schema:schema49.properties.executor.type,parentSchema:schema49.properties.executor,data:data4};if(vErrors === null){vErrors = [err7];}else {vErrors.push(err7);}errors++;}if(!(((data4 === "inline") || (data4 === "thread")) || (data4 === "process"))){const err8 = {instancePath:instancePath+"/executor",schemaPath:"#/properties/executor/enum",keyword:"enum",params:{allowedValues: schema49.properties.executor.enum},message:"must be equal to one of the allowed values",schema:schema49.properties.executor.enum,parentSchema:schema49.properties.executor,data:data4};if(vErrors === null){vErrors = [err8];}else {vErrors.push(err8);}errors++;}}if(data.limits !== undefined){if(!(validate146(data.limits, {instancePath:instancePath+"/limits",parentData:data,parentDataProperty:"limits",rootData,dynamicAnchors}))){vErrors = vErrors === null ? validate146.errors : vErrors.concat(validate146.errors);errors = vErrors.length;}}if(data.request !== undefined){if(!(validate149(data.request, {instancePath:instancePath+"/request",parentData:data,parentDataProperty:"request",rootData,dynamicAnchors}))){vErrors = vErrors === null ? validate149.errors : vErrors.concat(validate149.errors);errors = vErrors.length;}}if(data.command !== undefined){let data7 = data.command;if(Array.isArray(data7)){if(data7.length > 1000){const err9 = {instancePath:instancePath+"/command",schemaPath:"#/properties/command/maxItems",keyword:"maxItems",params:{limit: 1000},message:"must NOT have more than 1000 items",schema:1000,parentSchema:schema49.properties.command,data:data7};if(vErrors === null){vErrors = [err9];}else {vErrors.push(err9);}errors++;}if(data7.length < 1){const err10 = {instancePath:instancePath+"/command",schemaPath:"#/properties/command/minItems",keyword:"minItems",params:{limit: 1},message:"must NOT have fewer than 1 items",schema:1,parentSchema:schema49.properties.command,data:data7};if(vErrors === null){vErrors = [err10];}else {vErrors.push(err10);}errors++;}const len1 = data7.length;for(let i2=0; i2<len1; i2++){let data8 = data7[i2];if(typeof data8 === "string"){if(data8.length > 8000){const err11 = {instancePath:instancePath+"/command/" + i2,schemaPath:"#/properties/command/items/maxLength",keyword:"maxLength",params:{limit: 8000},message:"must NOT have more than 8000 characters",schema:8000,parentSchema:schema49.properties.command.items,data:data8};if(vErrors === null){vErrors = [err11];}else {vErrors.push(err11);}errors++;}}else {const err12 = {instancePath:instancePath+"/command/" + i2,schemaPath:"#/properties/command/items/type",keyword:"type",params:{type: "string"},message:"must be string",schema:schema49.properties.command.items.type,parentSchema:schema49.properties.command.items,data:data8};if(vErrors === null){vErrors = [err12];}else {vErrors.push(err12);}errors++;}}}else {const err13 = {instancePath:instancePath+"/command",schemaPath:"#/properties/command/type",keyword:"type",params:{type: "array"},message:"must be array",schema:schema49.properties.command.type,parentSchema:schema49.properties.command,data:data7};if(vErrors === null){vErrors = [err13];}else {vErrors.push(err13);}errors++;}}if(data.cwd !== undefined){let data9 = data.cwd;if(typeof data9 === "string"){if(data9.length > 4000){const err14 = {instancePath:instancePath+"/cwd",schemaPath:"#/properties/cwd/maxLength",keyword:"maxLength",params:{limit: 4000},message:"must NOT have more than 4000 characters",schema:4000,parentSchema:schema49.properties.cwd,data:data9};if(vErrors === null){vErrors = [err14];}else {vErrors.push(err14);}errors++;}if(data9.length < 1){const err15 = {instancePath:instancePath+"/cwd",schemaPath:"#/properties/cwd/minLength",keyword:"minLength",params:{limit: 1},message:"must NOT have fewer than 1 characters",schema:1,parentSchema:schema49.properties.cwd,data:data9};if(vErrors === null){vErrors = [err15];}else {vErrors.push(err15);}errors++;}}else {const err16 = {instancePath:instancePath+"/cwd",schemaPath:"#/properties/cwd/type",keyword:"type",params:{type: "string"},message:"must be string",schema:schema49.properties.cwd.type,parentSchema:schema49.properties.cwd,data:data9};if(vErrors === null){vErrors = [err16];}else {vErrors.push(err16);}errors++;}}if(data.env !== undefined){let data10 = data.env;if(Array.isArray(data10)){if(data10.length > 100){const err17 = {instancePath:instancePath+"/env",schemaPath:"#/properties/env/maxItems",keyword:"maxItems",params:{limit: 100},message:"must NOT have more than 100 items",schema:100,parentSchema:schema49.properties.env,data:data10};if(vErrors === null){vErrors = [err17];}else {vErrors.push(err17);}errors++;}const len2 = data10.length;for(let i3=0; i3<len2; i3++){let data11 = data10[i3];if(typeof data11 === "string"){if(data11.length > 200){const err18 = {instancePath:instancePath+"/env/" + i3,schemaPath:"#/properties/env/items/maxLength",keyword:"maxLength",params:{limit: 200},message:"must NOT have more than 200 characters",schema:200,parentSchema:schema49.properties.env.items,data:data11};if(vErrors === null){vErrors = [err18];}else {vErrors.push(err18);}errors++;}if(!pattern13.test(data11)){const err19 = {instancePath:instancePath+"/env/" + i3,schemaPath:"#/properties/env/items/pattern",keyword:"pattern",params:{pattern: "^[A-Za-z_][A-Za-z0-9_]*$"},message:"must match pattern \""+"^[A-Za-z_][A-Za-z0-9_]*$"+"\"",schema:"^[A-Za-z_][A-Za-z0-9_]*$",parentSchema:schema49.properties.env.items,data:data11};if(vErrors === null){vErrors = [err19];}else {vErrors.push(err19);}errors++;}}else {const err20 = {instancePath:instancePath+"/env/" + i3,schemaPath:"#/properties/env/items/type",keyword:"type",params:{type: "string"},message:"must be string",schema:schema49.properties.env.items.type,parentSchema:schema49.properties.env.items,data:data11};if(vErrors === null){vErrors = [err20];}else {vErrors.push(err20);}errors++;}}let i4 = data10.length;let j1;if(i4 > 1){const indices1 = {};for(;i4--;){let item1 = data10[i4];if(typeof item1 !== "string"){continue;}if(typeof indices1[item1] == "number"){j1 = indices1[item1];const err21 = {instancePath:instancePath+"/env",schemaPath:"#/properties/env/uniqueItems",keyword:"uniqueItems",params:{i: i4, j: j1},message:"must NOT have duplicate items (items ## "+j1+" and "+i4+" are identical)",schema:true,parentSchema:schema49.properties.env,data:data10};if(vErrors === null){vErrors = [err21];}else {vErrors.push(err21);}errors++;break;}indices1[item1] = i4;}}}else {const err22 = {instancePath:instancePath+"/env",schemaPath:"#/properties/env/type",keyword:"type",params:{type: "array"},message:"must be array",schema:schema49.properties.env.type,parentSchema:schema49.properties.env,data:data10};if(vErrors === null){vErrors = [err22];}else {vErrors.push(err22);}errors++;}}if(data.exitCodes !== undefined){let data12 = data.exitCodes;if(data12 && typeof data12 == "object" && !Array.isArray(data12)){if(Object.keys(data12).length < 1){const err23 = {instancePath:instancePath+"/exitCodes",schemaPath:"#/properties/exitCodes/minProperties",keyword:"minProperties",params:{limit: 1},message:"must NOT have fewer than 1 properties",schema:1,parentSchema:schema49.properties.exitCodes,data:data12};if(vErrors === null){vErrors = [err23];}else {vErrors.push(err23);}errors++;}for(const key1 in data12){const _errs25 = errors;if(typeof key1 === "string"){if(!pattern14.test(key1)){const err24 = {instancePath:instancePath+"/exitCodes",schemaPath:"#/properties/exitCodes/propertyNames/pattern",keyword:"pattern",params:{pattern: "^(0|[1-9][0-9]{0,2})$"},message:"must match pattern \""+"^(0|[1-9][0-9]{0,2})$"+"\"",schema:"^(0|[1-9][0-9]{0,2})$",parentSchema:schema49.properties.exitCodes.propertyNames,data:key1,propertyName:key1};if(vErrors === null){vErrors = [err24];}else {vErrors.push(err24);}errors++;}}else {const err25 = {instancePath:instancePath+"/exitCodes",schemaPath:"#/properties/exitCodes/propertyNames/type",keyword:"type",params:{type: "string"},message:"must be string",schema:schema49.properties.exitCodes.propertyNames.type,parentSchema:schema49.properties.exitCodes.propertyNames,data:key1,propertyName:key1};if(vErrors === null){vErrors = [err25];}else {vErrors.push(err25);}errors++;}var valid9 = _errs25 === errors;if(!valid9){const err26 = {instancePath:instancePath+"/exitCodes",schemaPath:"#/properties/exitCodes/propertyNames",keyword:"propertyNames",params:{propertyName: key1},message:"property name must be valid",schema:schema49.properties.exitCodes.propertyNames,parentSchema:schema49.properties.exitCodes,data:data12};if(vErrors === null){vErrors = [err26];}else {vErrors.push(err26);}errors++;}}for(const key2 in data12){let data13 = data12[key2];if(typeof data13 !== "string"){const err27 = {instancePath:instancePath+"/exitCodes/" + key2.replace(/~/g, "~0").replace(/\//g, "~1"),schemaPath:"#/properties/exitCodes/additionalProperties/type",keyword:"type",params:{type: "string"},message:"must be string",schema:schema49.properties.exitCodes.additionalProperties.type,parentSchema:schema49.properties.exitCodes.additionalProperties,data:data13};if(vErrors === null){vErrors = [err27];}else {vErrors.push(err27);}errors++;}if(!((((data13 === "complete") || (data13 === "retry")) || (data13 === "dead")) || (data13 === "cancel"))){const err28 = {instancePath:instancePath+"/exitCodes/" + key2.replace(/~/g, "~0").replace(/\//g, "~1"),schemaPath:"#/properties/exitCodes/additionalProperties/enum",keyword:"enum",params:{allowedValues: schema49.properties.exitCodes.additionalProperties.enum},message:"must be equal to one of the allowed values",schema:schema49.properties.exitCodes.additionalProperties.enum,parentSchema:schema49.properties.exitCodes.additionalProperties,data:data13};if(vErrors === null){vErrors = [err28];}else {vErrors.push(err28);}errors++;}}}else {const err29 = {instancePath:instancePath+"/exitCodes",schemaPath:"#/properties/exitCodes/type",keyword:"type",params:{type: "object"},message:"must be object",schema:schema49.properties.exitCodes.type,parentSchema:schema49.properties.exitCodes,data:data12};if(vErrors === null){vErrors = [err29];}else {vErrors.push(err29);}errors++;}}if(data.on !== undefined){if(!(validate154(data.on, {instancePath:instancePath+"/on",parentData:data,parentDataProperty:"on",rootData,dynamicAnchors}))){vErrors = vErrors === null ? validate154.errors : vErrors.concat(validate154.errors);errors = vErrors.length;}}if(data.input !== undefined){if(!(validate183(data.input, {instancePath:instancePath+"/input",parentData:data,parentDataProperty:"input",rootData,dynamicAnchors}))){vErrors = vErrors === null ? validate183.errors : vErrors.concat(validate183.errors);errors = vErrors.length;}}if(data.output !== undefined){if(!(validate183(data.output, {instancePath:instancePath+"/output",parentData:data,parentDataProperty:"output",rootData,dynamicAnchors}))){vErrors = vErrors === null ? validate183.errors : vErrors.concat(validate183.errors);errors = vErrors.length;}}if(data.encrypt !== undefined){let data17 = data.encrypt;if(typeof data17 !== "boolean"){const err30 = {instancePath:instancePath+"/encrypt",schemaPath:"#/properties/encrypt/type",keyword:"type",params:{type: "boolean"},message:"must be boolean",schema:schema49.properties.encrypt.type,parentSchema:schema49.properties.encrypt,data:data17};if(vErrors === null){vErrors = [err30];}else {vErrors.push(err30);}errors++;}}if(data.version !== undefined){let data18 = data.version;if(!(((typeof data18 == "number") && (!(data18 % 1) && !isNaN(data18))) && (isFinite(data18)))){const err31 = {instancePath:instancePath+"/version",schemaPath:"#/properties/version/type",keyword:"type",params:{type: "integer"},message:"must be integer",schema:schema49.properties.version.type,parentSchema:schema49.properties.version,data:data18};if(vErrors === null){vErrors = [err31];}else {vErrors.push(err31);}errors++;}if((typeof data18 == "number") && (isFinite(data18))){if(data18 > 1000 || isNaN(data18)){const err32 = {instancePath:instancePath+"/version",schemaPath:"#/properties/version/maximum",keyword:"maximum",params:{comparison: "<=", limit: 1000},message:"must be <= 1000",schema:1000,parentSchema:schema49.properties.version,data:data18};if(vErrors === null){vErrors = [err32];}else {vErrors.push(err32);}errors++;}if(data18 < 1 || isNaN(data18)){const err33 = {instancePath:instancePath+"/version",schemaPath:"#/properties/version/minimum",keyword:"minimum",params:{comparison: ">=", limit: 1},message:"must be >= 1",schema:1,parentSchema:schema49.properties.version,data:data18};if(vErrors === null){vErrors = [err33];}else {vErrors.push(err33);}errors++;}}}if(data.upcast !== undefined){let data19 = data.upcast;if(data19 && typeof data19 == "object" && !Array.isArray(data19)){for(const key3 in data19){const _errs39 = errors;if(typeof key3 === "string"){if(!pattern15.test(key3)){const err34 = {instancePath:instancePath+"/upcast",schemaPath:"#/properties/upcast/propertyNames/pattern",keyword:"pattern",params:{pattern: "^[1-9][0-9]{0,2}$"},message:"must match pattern \""+"^[1-9][0-9]{0,2}$"+"\"",schema:"^[1-9][0-9]{0,2}$",parentSchema:schema49.properties.upcast.propertyNames,data:key3,propertyName:key3};if(vErrors === null){vErrors = [err34];}else {vErrors.push(err34);}errors++;}}else {const err35 = {instancePath:instancePath+"/upcast",schemaPath:"#/properties/upcast/propertyNames/type",keyword:"type",params:{type: "string"},message:"must be string",schema:schema49.properties.upcast.propertyNames.type,parentSchema:schema49.properties.upcast.propertyNames,data:key3,propertyName:key3};if(vErrors === null){vErrors = [err35];}else {vErrors.push(err35);}errors++;}var valid11 = _errs39 === errors;if(!valid11){const err36 = {instancePath:instancePath+"/upcast",schemaPath:"#/properties/upcast/propertyNames",keyword:"propertyNames",params:{propertyName: key3},message:"property name must be valid",schema:schema49.properties.upcast.propertyNames,parentSchema:schema49.properties.upcast,data:data19};if(vErrors === null){vErrors = [err36];}else {vErrors.push(err36);}errors++;}}for(const key4 in data19){if(!(validate144(data19[key4], {instancePath:instancePath+"/upcast/" + key4.replace(/~/g, "~0").replace(/\//g, "~1"),parentData:data19,parentDataProperty:key4,rootData,dynamicAnchors}))){vErrors = vErrors === null ? validate144.errors : vErrors.concat(validate144.errors);errors = vErrors.length;}}}else {const err37 = {instancePath:instancePath+"/upcast",schemaPath:"#/properties/upcast/type",keyword:"type",params:{type: "object"},message:"must be object",schema:schema49.properties.upcast.type,parentSchema:schema49.properties.upcast,data:data19};if(vErrors === null){vErrors = [err37];}else {vErrors.push(err37);}errors++;}}if(data.sensitive !== undefined){let data21 = data.sensitive;if(Array.isArray(data21)){if(data21.length > 100){const err38 = {instancePath:instancePath+"/sensitive",schemaPath:"#/properties/sensitive/maxItems",keyword:"maxItems",params:{limit: 100},message:"must NOT have more than 100 items",schema:100,parentSchema:schema49.properties.sensitive,data:data21};if(vErrors === null){vErrors = [err38];}else {vErrors.push(err38);}errors++;}const len3 = data21.length;for(let i5=0; i5<len3; i5++){let data22 = data21[i5];if(typeof data22 === "string"){if(data22.length > 500){const err39 = {instancePath:instancePath+"/sensitive/" + i5,schemaPath:"#/properties/sensitive/items/maxLength",keyword:"maxLength",params:{limit: 500},message:"must NOT have more than 500 characters",schema:500,parentSchema:schema49.properties.sensitive.items,data:data22};if(vErrors === null){vErrors = [err39];}else {vErrors.push(err39);}errors++;}if(!pattern16.test(data22)){const err40 = {instancePath:instancePath+"/sensitive/" + i5,schemaPath:"#/properties/sensitive/items/pattern",keyword:"pattern",params:{pattern: "^([^.\\s$/][^.\\s]*|\\$[^.\\s]+)(\\.[^.\\s]+)*$"},message:"must match pattern \""+"^([^.\\s$/][^.\\s]*|\\$[^.\\s]+)(\\.[^.\\s]+)*$"+"\"",schema:"^([^.\\s$/][^.\\s]*|\\$[^.\\s]+)(\\.[^.\\s]+)*$",parentSchema:schema49.properties.sensitive.items,data:data22};if(vErrors === null){vErrors = [err40];}else {vErrors.push(err40);}errors++;}}else {const err41 = {instancePath:instancePath+"/sensitive/" + i5,schemaPath:"#/properties/sensitive/items/type",keyword:"type",params:{type: "string"},message:"must be string",schema:schema49.properties.sensitive.items.type,parentSchema:schema49.properties.sensitive.items,data:data22};if(vErrors === null){vErrors = [err41];}else {vErrors.push(err41);}errors++;}}let i6 = data21.length;let j2;if(i6 > 1){const indices2 = {};for(;i6--;){let item2 = data21[i6];if(typeof item2 !== "string"){continue;}if(typeof indices2[item2] == "number"){j2 = indices2[item2];const err42 = {instancePath:instancePath+"/sensitive",schemaPath:"#/properties/sensitive/uniqueItems",keyword:"uniqueItems",params:{i: i6, j: j2},message:"must NOT have duplicate items (items ## "+j2+" and "+i6+" are identical)",schema:true,parentSchema:schema49.properties.sensitive,data:data21};if(vErrors === null){vErrors = [err42];}else {vErrors.push(err42);}errors++;break;}indices2[item2] = i6;}}}else {const err43 = {instancePath:instancePath+"/sensitive",schemaPath:"#/properties/sensitive/type",keyword:"type",params:{type: "array"},message:"must be array",schema:schema49.properties.sensitive.type,parentSchema:schema49.properties.sensitive,data:data21};if(vErrors === null){vErrors = [err43];}else {vErrors.push(err43);}errors++;}}if(data.maxPayload !== undefined){let data23 = data.maxPayload;if(typeof data23 === "string"){if(data23.length > 64){const err44 = {instancePath:instancePath+"/maxPayload",schemaPath:"#/properties/maxPayload/maxLength",keyword:"maxLength",params:{limit: 64},message:"must NOT have more than 64 characters",schema:64,parentSchema:schema49.properties.maxPayload,data:data23};if(vErrors === null){vErrors = [err44];}else {vErrors.push(err44);}errors++;}if(!pattern12.test(data23)){const err45 = {instancePath:instancePath+"/maxPayload",schemaPath:"#/properties/maxPayload/pattern",keyword:"pattern",params:{pattern: "^\\d{1,15}(\\.\\d{1,9})?(b|kb|mb|gb|tb)$"},message:"must match pattern \""+"^\\d{1,15}(\\.\\d{1,9})?(b|kb|mb|gb|tb)$"+"\"",schema:"^\\d{1,15}(\\.\\d{1,9})?(b|kb|mb|gb|tb)$",parentSchema:schema49.properties.maxPayload,data:data23};if(vErrors === null){vErrors = [err45];}else {vErrors.push(err45);}errors++;}}else {const err46 = {instancePath:instancePath+"/maxPayload",schemaPath:"#/properties/maxPayload/type",keyword:"type",params:{type: "string"},message:"must be string",schema:schema49.properties.maxPayload.type,parentSchema:schema49.properties.maxPayload,data:data23};if(vErrors === null){vErrors = [err46];}else {vErrors.push(err46);}errors++;}}if(data.result !== undefined){let data24 = data.result;const _errs50 = errors;let valid16 = false;const _errs51 = errors;if(!(validate187(data24, {instancePath:instancePath+"/result",parentData:data,parentDataProperty:"result",rootData,dynamicAnchors}))){vErrors = vErrors === null ? validate187.errors : vErrors.concat(validate187.errors);errors = vErrors.length;}var _valid0 = _errs51 === errors;valid16 = valid16 || _valid0;const _errs52 = errors;if(!(validate189(data24, {instancePath:instancePath+"/result",parentData:data,parentDataProperty:"result",rootData,dynamicAnchors}))){vErrors = vErrors === null ? validate189.errors : vErrors.concat(validate189.errors);errors = vErrors.length;}var _valid0 = _errs52 === errors;valid16 = valid16 || _valid0;if(!valid16){const err47 = {instancePath:instancePath+"/result",schemaPath:"#/properties/result/anyOf",keyword:"anyOf",params:{},message:"must match a schema in anyOf",schema:schema49.properties.result.anyOf,parentSchema:schema49.properties.result,data:data24};if(vErrors === null){vErrors = [err47];}else {vErrors.push(err47);}errors++;}else {errors = _errs50;if(vErrors !== null){if(_errs50){vErrors.length = _errs50;}else {vErrors = null;}}}}if(data.retry !== undefined){let data25 = data.retry;const _errs54 = errors;let valid17 = false;const _errs55 = errors;if(!(validate53(data25, {instancePath:instancePath+"/retry",parentData:data,parentDataProperty:"retry",rootData,dynamicAnchors}))){vErrors = vErrors === null ? validate53.errors : vErrors.concat(validate53.errors);errors = vErrors.length;}var _valid1 = _errs55 === errors;valid17 = valid17 || _valid1;const _errs56 = errors;if(!(validate112(data25, {instancePath:instancePath+"/retry",parentData:data,parentDataProperty:"retry",rootData,dynamicAnchors}))){vErrors = vErrors === null ? validate112.errors : vErrors.concat(validate112.errors);errors = vErrors.length;}var _valid1 = _errs56 === errors;valid17 = valid17 || _valid1;if(!valid17){const err48 = {instancePath:instancePath+"/retry",schemaPath:"#/properties/retry/anyOf",keyword:"anyOf",params:{},message:"must match a schema in anyOf",schema:schema49.properties.retry.anyOf,parentSchema:schema49.properties.retry,data:data25};if(vErrors === null){vErrors = [err48];}else {vErrors.push(err48);}errors++;}else {errors = _errs54;if(vErrors !== null){if(_errs54){vErrors.length = _errs54;}else {vErrors = null;}}}}if(data.timeout !== undefined){if(!(validate68(data.timeout, {instancePath:instancePath+"/timeout",parentData:data,parentDataProperty:"timeout",rootData,dynamicAnchors}))){vErrors = vErrors === null ? validate68.errors : vErrors.concat(validate68.errors);errors = vErrors.length;}}if(data.cancelGrace !== undefined){if(!(validate72(data.cancelGrace, {instancePath:instancePath+"/cancelGrace",parentData:data,parentDataProperty:"cancelGrace",rootData,dynamicAnchors}))){vErrors = vErrors === null ? validate72.errors : vErrors.concat(validate72.errors);errors = vErrors.length;}}if(data.priority !== undefined){let data28 = data.priority;if(!(((typeof data28 == "number") && (!(data28 % 1) && !isNaN(data28))) && (isFinite(data28)))){const err49 = {instancePath:instancePath+"/priority",schemaPath:"#/properties/priority/type",keyword:"type",params:{type: "integer"},message:"must be integer",schema:schema49.properties.priority.type,parentSchema:schema49.properties.priority,data:data28};if(vErrors === null){vErrors = [err49];}else {vErrors.push(err49);}errors++;}if((typeof data28 == "number") && (isFinite(data28))){if(data28 > 9 || isNaN(data28)){const err50 = {instancePath:instancePath+"/priority",schemaPath:"#/properties/priority/maximum",keyword:"maximum",params:{comparison: "<=", limit: 9},message:"must be <= 9",schema:9,parentSchema:schema49.properties.priority,data:data28};if(vErrors === null){vErrors = [err50];}else {vErrors.push(err50);}errors++;}if(data28 < 0 || isNaN(data28)){const err51 = {instancePath:instancePath+"/priority",schemaPath:"#/properties/priority/minimum",keyword:"minimum",params:{comparison: ">=", limit: 0},message:"must be >= 0",schema:0,parentSchema:schema49.properties.priority,data:data28};if(vErrors === null){vErrors = [err51];}else {vErrors.push(err51);}errors++;}}}if(data.tags !== undefined){let data29 = data.tags;if(Array.isArray(data29)){if(data29.length > 20){const err52 = {instancePath:instancePath+"/tags",schemaPath:"#/properties/tags/maxItems",keyword:"maxItems",params:{limit: 20},message:"must NOT have more than 20 items",schema:20,parentSchema:schema49.properties.tags,data:data29};if(vErrors === null){vErrors = [err52];}else {vErrors.push(err52);}errors++;}const len4 = data29.length;for(let i7=0; i7<len4; i7++){let data30 = data29[i7];if(typeof data30 === "string"){if(!pattern19.test(data30)){const err53 = {instancePath:instancePath+"/tags/" + i7,schemaPath:"#/properties/tags/items/pattern",keyword:"pattern",params:{pattern: "^[A-Za-z0-9][A-Za-z0-9_.:-]{0,63}$"},message:"must match pattern \""+"^[A-Za-z0-9][A-Za-z0-9_.:-]{0,63}$"+"\"",schema:"^[A-Za-z0-9][A-Za-z0-9_.:-]{0,63}$",parentSchema:schema49.properties.tags.items,data:data30};if(vErrors === null){vErrors = [err53];}else {vErrors.push(err53);}errors++;}}else {const err54 = {instancePath:instancePath+"/tags/" + i7,schemaPath:"#/properties/tags/items/type",keyword:"type",params:{type: "string"},message:"must be string",schema:schema49.properties.tags.items.type,parentSchema:schema49.properties.tags.items,data:data30};if(vErrors === null){vErrors = [err54];}else {vErrors.push(err54);}errors++;}}let i8 = data29.length;let j3;if(i8 > 1){const indices3 = {};for(;i8--;){let item3 = data29[i8];if(typeof item3 !== "string"){continue;}if(typeof indices3[item3] == "number"){j3 = indices3[item3];const err55 = {instancePath:instancePath+"/tags",schemaPath:"#/properties/tags/uniqueItems",keyword:"uniqueItems",params:{i: i8, j: j3},message:"must NOT have duplicate items (items ## "+j3+" and "+i8+" are identical)",schema:true,parentSchema:schema49.properties.tags,data:data29};if(vErrors === null){vErrors = [err55];}else {vErrors.push(err55);}errors++;break;}indices3[item3] = i8;}}}else {const err56 = {instancePath:instancePath+"/tags",schemaPath:"#/properties/tags/type",keyword:"type",params:{type: "array"},message:"must be array",schema:schema49.properties.tags.type,parentSchema:schema49.properties.tags,data:data29};if(vErrors === null){vErrors = [err56];}else {vErrors.push(err56);}errors++;}}if(data.rate !== undefined){if(!(validate196(data.rate, {instancePath:instancePath+"/rate",parentData:data,parentDataProperty:"rate",rootData,dynamicAnchors}))){vErrors = vErrors === null ? validate196.errors : vErrors.concat(validate196.errors);errors = vErrors.length;}}if(data.concurrency !== undefined){if(!(validate205(data.concurrency, {instancePath:instancePath+"/concurrency",parentData:data,parentDataProperty:"concurrency",rootData,dynamicAnchors}))){vErrors = vErrors === null ? validate205.errors : vErrors.concat(validate205.errors);errors = vErrors.length;}}if(data.collect !== undefined){if(!(validate212(data.collect, {instancePath:instancePath+"/collect",parentData:data,parentDataProperty:"collect",rootData,dynamicAnchors}))){vErrors = vErrors === null ? validate212.errors : vErrors.concat(validate212.errors);errors = vErrors.length;}}if(data.uses !== undefined){let data34 = data.uses;if(Array.isArray(data34)){if(data34.length > 20){const err57 = {instancePath:instancePath+"/uses",schemaPath:"#/properties/uses/maxItems",keyword:"maxItems",params:{limit: 20},message:"must NOT have more than 20 items",schema:20,parentSchema:schema49.properties.uses,data:data34};if(vErrors === null){vErrors = [err57];}else {vErrors.push(err57);}errors++;}const len5 = data34.length;for(let i9=0; i9<len5; i9++){let data35 = data34[i9];const _errs71 = errors;let valid23 = false;const _errs72 = errors;if(!(validate53(data35, {instancePath:instancePath+"/uses/" + i9,parentData:data34,parentDataProperty:i9,rootData,dynamicAnchors}))){vErrors = vErrors === null ? validate53.errors : vErrors.concat(validate53.errors);errors = vErrors.length;}var _valid2 = _errs72 === errors;valid23 = valid23 || _valid2;const _errs73 = errors;if(!(validate217(data35, {instancePath:instancePath+"/uses/" + i9,parentData:data34,parentDataProperty:i9,rootData,dynamicAnchors}))){vErrors = vErrors === null ? validate217.errors : vErrors.concat(validate217.errors);errors = vErrors.length;}var _valid2 = _errs73 === errors;valid23 = valid23 || _valid2;if(!valid23){const err58 = {instancePath:instancePath+"/uses/" + i9,schemaPath:"#/properties/uses/items/anyOf",keyword:"anyOf",params:{},message:"must match a schema in anyOf",schema:schema49.properties.uses.items.anyOf,parentSchema:schema49.properties.uses.items,data:data35};if(vErrors === null){vErrors = [err58];}else {vErrors.push(err58);}errors++;}else {errors = _errs71;if(vErrors !== null){if(_errs71){vErrors.length = _errs71;}else {vErrors = null;}}}}}else {const err59 = {instancePath:instancePath+"/uses",schemaPath:"#/properties/uses/type",keyword:"type",params:{type: "array"},message:"must be array",schema:schema49.properties.uses.type,parentSchema:schema49.properties.uses,data:data34};if(vErrors === null){vErrors = [err59];}else {vErrors.push(err59);}errors++;}}if(data.use !== undefined){let data36 = data.use;if(Array.isArray(data36)){if(data36.length > 20){const err60 = {instancePath:instancePath+"/use",schemaPath:"#/properties/use/maxItems",keyword:"maxItems",params:{limit: 20},message:"must NOT have more than 20 items",schema:20,parentSchema:schema49.properties.use,data:data36};if(vErrors === null){vErrors = [err60];}else {vErrors.push(err60);}errors++;}const len6 = data36.length;for(let i10=0; i10<len6; i10++){let data37 = data36[i10];if(typeof data37 !== "string"){const err61 = {instancePath:instancePath+"/use/" + i10,schemaPath:"#/properties/use/items/type",keyword:"type",params:{type: "string"},message:"must be string",schema:schema49.properties.use.items.type,parentSchema:schema49.properties.use.items,data:data37};if(vErrors === null){vErrors = [err61];}else {vErrors.push(err61);}errors++;}if(!(validate53(data37, {instancePath:instancePath+"/use/" + i10,parentData:data36,parentDataProperty:i10,rootData,dynamicAnchors}))){vErrors = vErrors === null ? validate53.errors : vErrors.concat(validate53.errors);errors = vErrors.length;}}let i11 = data36.length;let j4;if(i11 > 1){const indices4 = {};for(;i11--;){let item4 = data36[i11];if(typeof item4 !== "string"){continue;}if(typeof indices4[item4] == "number"){j4 = indices4[item4];const err62 = {instancePath:instancePath+"/use",schemaPath:"#/properties/use/uniqueItems",keyword:"uniqueItems",params:{i: i11, j: j4},message:"must NOT have duplicate items (items ## "+j4+" and "+i11+" are identical)",schema:true,parentSchema:schema49.properties.use,data:data36};if(vErrors === null){vErrors = [err62];}else {vErrors.push(err62);}errors++;break;}indices4[item4] = i11;}}}else {const err63 = {instancePath:instancePath+"/use",schemaPath:"#/properties/use/type",keyword:"type",params:{type: "array"},message:"must be array",schema:schema49.properties.use.type,parentSchema:schema49.properties.use,data:data36};if(vErrors === null){vErrors = [err63];}else {vErrors.push(err63);}errors++;}}}else {const err64 = {instancePath,schemaPath:"#/type",keyword:"type",params:{type: "object"},message:"must be object",schema:schema49.type,parentSchema:schema49,data};if(vErrors === null){vErrors = [err64];}else {vErrors.push(err64);}errors++;}validate528.errors = vErrors;return errors === 0;}validate528.evaluated = {"props":true,"dynamicProps":false,"dynamicItems":false};export const taskConcurrencyRule: SourceValidator = validate549;function validate549(data, {instancePath="", parentData, parentDataProperty, rootData=data, dynamicAnchors={}}={}){let vErrors = null;let errors = 0;const evaluated0 = validate549.evaluated;if(evaluated0.dynamicProps){evaluated0.props = undefined;}if(evaluated0.dynamicItems){evaluated0.items = undefined;}if(data && typeof data == "object" && !Array.isArray(data)){if(data.limit === undefined){const err0 = {instancePath,schemaPath:"#/required",keyword:"required",params:{missingProperty: "limit"},message:"must have required property '"+"limit"+"'",schema:schema65.required,parentSchema:schema65,data};if(vErrors === null){vErrors = [err0];}else {vErrors.push(err0);}errors++;}for(const key0 in data){if(!((key0 === "limit") || (key0 === "key"))){const err1 = {instancePath,schemaPath:"#/additionalProperties",keyword:"additionalProperties",params:{additionalProperty: key0},message:"must NOT have additional properties",schema:false,parentSchema:schema65,data};if(vErrors === null){vErrors = [err1];}else {vErrors.push(err1);}errors++;}}if(data.limit !== undefined){if(!(validate92(data.limit, {instancePath:instancePath+"/limit",parentData:data,parentDataProperty:"limit",rootData,dynamicAnchors}))){vErrors = vErrors === null ? validate92.errors : vErrors.concat(validate92.errors);errors = vErrors.length;}}if(data.key !== undefined){if(!(validate201(data.key, {instancePath:instancePath+"/key",parentData:data,parentDataProperty:"key",rootData,dynamicAnchors}))){vErrors = vErrors === null ? validate201.errors : vErrors.concat(validate201.errors);errors = vErrors.length;}}}else {const err2 = {instancePath,schemaPath:"#/type",keyword:"type",params:{type: "object"},message:"must be object",schema:schema65.type,parentSchema:schema65,data};if(vErrors === null){vErrors = [err2];}else {vErrors.push(err2);}errors++;}validate549.errors = vErrors;return errors === 0;}validate549.evaluated = {"props":true,"dynamicProps":false,"dynamicItems":false};export const taskElement: SourceValidator = validate552;function validate552(data, {instancePath="", parentData, parentDataProperty, rootData=data, dynamicAnchors={}}={}){let vErrors = null;let errors = 0;const evaluated0 = validate552.evaluated;if(evaluated0.dynamicProps){evaluated0.props = undefined;}if(evaluated0.dynamicItems){evaluated0.items = undefined;}if(data && typeof data == "object" && !Array.isArray(data)){if(data.task === undefined){const err0 = {instancePath,schemaPath:"#/required",keyword:"required",params:{missingProperty: "task"},message:"must have required property '"+"task"+"'",schema:schema106.required,parentSchema:schema106,data};if(vErrors === null){vErrors = [err0];}else {vErrors.push(err0);}errors++;}for(const key0 in data){if(!((((((((key0 === "task") || (key0 === "with")) || (key0 === "when")) || (key0 === "onFailure")) || (key0 === "retry")) || (key0 === "timeout")) || (key0 === "queue")) || (key0 === "priority"))){const err1 = {instancePath,schemaPath:"#/additionalProperties",keyword:"additionalProperties",params:{additionalProperty: key0},message:"must NOT have additional properties",schema:false,parentSchema:schema106,data};if(vErrors === null){vErrors = [err1];}else {vErrors.push(err1);}errors++;}}if(data.task !== undefined){if(!(validate53(data.task, {instancePath:instancePath+"/task",parentData:data,parentDataProperty:"task",rootData,dynamicAnchors}))){vErrors = vErrors === null ? validate53.errors : vErrors.concat(validate53.errors);errors = vErrors.length;}}if(data.when !== undefined){let data1 = data.when;if(typeof data1 === "string"){if(data1.length > 1000){const err2 = {instancePath:instancePath+"/when",schemaPath:"#/properties/when/maxLength",keyword:"maxLength",params:{limit: 1000},message:"must NOT have more than 1000 characters",schema:1000,parentSchema:schema106.properties.when,data:data1};if(vErrors === null){vErrors = [err2];}else {vErrors.push(err2);}errors++;}if(data1.length < 1){const err3 = {instancePath:instancePath+"/when",schemaPath:"#/properties/when/minLength",keyword:"minLength",params:{limit: 1},message:"must NOT have fewer than 1 characters",schema:1,parentSchema:schema106.properties.when,data:data1};if(vErrors === null){vErrors = [err3];}else {vErrors.push(err3);}errors++;}}else {const err4 = {instancePath:instancePath+"/when",schemaPath:"#/properties/when/type",keyword:"type",params:{type: "string"},message:"must be string",schema:schema106.properties.when.type,parentSchema:schema106.properties.when,data:data1};if(vErrors === null){vErrors = [err4];}else {vErrors.push(err4);}errors++;}}if(data.onFailure !== undefined){let data2 = data.onFailure;if(typeof data2 !== "string"){const err5 = {instancePath:instancePath+"/onFailure",schemaPath:"#/properties/onFailure/type",keyword:"type",params:{type: "string"},message:"must be string",schema:schema106.properties.onFailure.type,parentSchema:schema106.properties.onFailure,data:data2};if(vErrors === null){vErrors = [err5];}else {vErrors.push(err5);}errors++;}if(!((data2 === "fail") || (data2 === "continue"))){const err6 = {instancePath:instancePath+"/onFailure",schemaPath:"#/properties/onFailure/enum",keyword:"enum",params:{allowedValues: schema106.properties.onFailure.enum},message:"must be equal to one of the allowed values",schema:schema106.properties.onFailure.enum,parentSchema:schema106.properties.onFailure,data:data2};if(vErrors === null){vErrors = [err6];}else {vErrors.push(err6);}errors++;}}if(data.retry !== undefined){let data3 = data.retry;const _errs8 = errors;let valid1 = false;const _errs9 = errors;if(!(validate53(data3, {instancePath:instancePath+"/retry",parentData:data,parentDataProperty:"retry",rootData,dynamicAnchors}))){vErrors = vErrors === null ? validate53.errors : vErrors.concat(validate53.errors);errors = vErrors.length;}var _valid0 = _errs9 === errors;valid1 = valid1 || _valid0;const _errs10 = errors;if(!(validate112(data3, {instancePath:instancePath+"/retry",parentData:data,parentDataProperty:"retry",rootData,dynamicAnchors}))){vErrors = vErrors === null ? validate112.errors : vErrors.concat(validate112.errors);errors = vErrors.length;}var _valid0 = _errs10 === errors;valid1 = valid1 || _valid0;if(!valid1){const err7 = {instancePath:instancePath+"/retry",schemaPath:"#/properties/retry/anyOf",keyword:"anyOf",params:{},message:"must match a schema in anyOf",schema:schema106.properties.retry.anyOf,parentSchema:schema106.properties.retry,data:data3};if(vErrors === null){vErrors = [err7];}else {vErrors.push(err7);}errors++;}else {errors = _errs8;if(vErrors !== null){if(_errs8){vErrors.length = _errs8;}else {vErrors = null;}}}}if(data.timeout !== undefined){if(!(validate68(data.timeout, {instancePath:instancePath+"/timeout",parentData:data,parentDataProperty:"timeout",rootData,dynamicAnchors}))){vErrors = vErrors === null ? validate68.errors : vErrors.concat(validate68.errors);errors = vErrors.length;}}if(data.queue !== undefined){if(!(validate53(data.queue, {instancePath:instancePath+"/queue",parentData:data,parentDataProperty:"queue",rootData,dynamicAnchors}))){vErrors = vErrors === null ? validate53.errors : vErrors.concat(validate53.errors);errors = vErrors.length;}}if(data.priority !== undefined){let data6 = data.priority;if(!(((typeof data6 == "number") && (!(data6 % 1) && !isNaN(data6))) && (isFinite(data6)))){const err8 = {instancePath:instancePath+"/priority",schemaPath:"#/properties/priority/type",keyword:"type",params:{type: "integer"},message:"must be integer",schema:schema106.properties.priority.type,parentSchema:schema106.properties.priority,data:data6};if(vErrors === null){vErrors = [err8];}else {vErrors.push(err8);}errors++;}if((typeof data6 == "number") && (isFinite(data6))){if(data6 > 9 || isNaN(data6)){const err9 = {instancePath:instancePath+"/priority",schemaPath:"#/properties/priority/maximum",keyword:"maximum",params:{comparison: "<=", limit: 9},message:"must be <= 9",schema:9,parentSchema:schema106.properties.priority,data:data6};if(vErrors === null){vErrors = [err9];}else {vErrors.push(err9);}errors++;}if(data6 < 0 || isNaN(data6)){const err10 = {instancePath:instancePath+"/priority",schemaPath:"#/properties/priority/minimum",keyword:"minimum",params:{comparison: ">=", limit: 0},message:"must be >= 0",schema:0,parentSchema:schema106.properties.priority,data:data6};if(vErrors === null){vErrors = [err10];}else {vErrors.push(err10);}errors++;}}}}else {const err11 = {instancePath,schemaPath:"#/type",keyword:"type",params:{type: "object"},message:"must be object",schema:schema106.type,parentSchema:schema106,data};if(vErrors === null){vErrors = [err11];}else {vErrors.push(err11);}errors++;}validate552.errors = vErrors;return errors === 0;}validate552.evaluated = {"props":true,"dynamicProps":false,"dynamicItems":false};export const taskHook: SourceValidator = validate558;function validate558(data, {instancePath="", parentData, parentDataProperty, rootData=data, dynamicAnchors={}}={}){let vErrors = null;let errors = 0;const evaluated0 = validate558.evaluated;if(evaluated0.dynamicProps){evaluated0.props = undefined;}if(evaluated0.dynamicItems){evaluated0.items = undefined;}if(data && typeof data == "object" && !Array.isArray(data)){if(data.task === undefined){const err0 = {instancePath,schemaPath:"#/required",keyword:"required",params:{missingProperty: "task"},message:"must have required property '"+"task"+"'",schema:schema55.required,parentSchema:schema55,data};if(vErrors === null){vErrors = [err0];}else {vErrors.push(err0);}errors++;}for(const key0 in data){if(!((key0 === "task") || (key0 === "with"))){const err1 = {instancePath,schemaPath:"#/additionalProperties",keyword:"additionalProperties",params:{additionalProperty: key0},message:"must NOT have additional properties",schema:false,parentSchema:schema55,data};if(vErrors === null){vErrors = [err1];}else {vErrors.push(err1);}errors++;}}if(data.task !== undefined){if(!(validate53(data.task, {instancePath:instancePath+"/task",parentData:data,parentDataProperty:"task",rootData,dynamicAnchors}))){vErrors = vErrors === null ? validate53.errors : vErrors.concat(validate53.errors);errors = vErrors.length;}}}else {const err2 = {instancePath,schemaPath:"#/type",keyword:"type",params:{type: "object"},message:"must be object",schema:schema55.type,parentSchema:schema55,data};if(vErrors === null){vErrors = [err2];}else {vErrors.push(err2);}errors++;}validate558.errors = vErrors;return errors === 0;}validate558.evaluated = {"props":true,"dynamicProps":false,"dynamicItems":false};export const taskPattern: SourceValidator = validate560;function validate560(data, {instancePath="", parentData, parentDataProperty, rootData=data, dynamicAnchors={}}={}){let vErrors = null;let errors = 0;const evaluated0 = validate560.evaluated;if(evaluated0.dynamicProps){evaluated0.props = undefined;}if(evaluated0.dynamicItems){evaluated0.items = undefined;}if(typeof data === "string"){if(data.length > 128){const err0 = {instancePath,schemaPath:"#/maxLength",keyword:"maxLength",params:{limit: 128},message:"must NOT have more than 128 characters",schema:128,parentSchema:schema88,data};if(vErrors === null){vErrors = [err0];}else {vErrors.push(err0);}errors++;}if(data.length < 1){const err1 = {instancePath,schemaPath:"#/minLength",keyword:"minLength",params:{limit: 1},message:"must NOT have fewer than 1 characters",schema:1,parentSchema:schema88,data};if(vErrors === null){vErrors = [err1];}else {vErrors.push(err1);}errors++;}}else {const err2 = {instancePath,schemaPath:"#/type",keyword:"type",params:{type: "string"},message:"must be string",schema:schema88.type,parentSchema:schema88,data};if(vErrors === null){vErrors = [err2];}else {vErrors.push(err2);}errors++;}validate560.errors = vErrors;return errors === 0;}validate560.evaluated = {"dynamicProps":false,"dynamicItems":false};export const taskPatterns: SourceValidator = validate561;function validate561(data, {instancePath="", parentData, parentDataProperty, rootData=data, dynamicAnchors={}}={}){let vErrors = null;let errors = 0;const evaluated0 = validate561.evaluated;if(evaluated0.dynamicProps){evaluated0.props = undefined;}if(evaluated0.dynamicItems){evaluated0.items = undefined;}if(Array.isArray(data)){if(data.length > 100){const err0 = {instancePath,schemaPath:"#/maxItems",keyword:"maxItems",params:{limit: 100},message:"must NOT have more than 100 items",schema:100,parentSchema:schema89,data};if(vErrors === null){vErrors = [err0];}else {vErrors.push(err0);}errors++;}if(data.length < 1){const err1 = {instancePath,schemaPath:"#/minItems",keyword:"minItems",params:{limit: 1},message:"must NOT have fewer than 1 items",schema:1,parentSchema:schema89,data};if(vErrors === null){vErrors = [err1];}else {vErrors.push(err1);}errors++;}const len0 = data.length;for(let i0=0; i0<len0; i0++){if(!(validate280(data[i0], {instancePath:instancePath+"/" + i0,parentData:data,parentDataProperty:i0,rootData,dynamicAnchors}))){vErrors = vErrors === null ? validate280.errors : vErrors.concat(validate280.errors);errors = vErrors.length;}}}else {const err2 = {instancePath,schemaPath:"#/type",keyword:"type",params:{type: "array"},message:"must be array",schema:schema89.type,parentSchema:schema89,data};if(vErrors === null){vErrors = [err2];}else {vErrors.push(err2);}errors++;}validate561.errors = vErrors;return errors === 0;}validate561.evaluated = {"items":true,"dynamicProps":false,"dynamicItems":false};export const taskRateRule: SourceValidator = validate563;function validate563(data, {instancePath="", parentData, parentDataProperty, rootData=data, dynamicAnchors={}}={}){let vErrors = null;let errors = 0;const evaluated0 = validate563.evaluated;if(evaluated0.dynamicProps){evaluated0.props = undefined;}if(evaluated0.dynamicItems){evaluated0.items = undefined;}if(data && typeof data == "object" && !Array.isArray(data)){if(data.limit === undefined){const err0 = {instancePath,schemaPath:"#/required",keyword:"required",params:{missingProperty: "limit"},message:"must have required property '"+"limit"+"'",schema:schema62.required,parentSchema:schema62,data};if(vErrors === null){vErrors = [err0];}else {vErrors.push(err0);}errors++;}for(const key0 in data){if(!(((key0 === "limit") || (key0 === "burst")) || (key0 === "key"))){const err1 = {instancePath,schemaPath:"#/additionalProperties",keyword:"additionalProperties",params:{additionalProperty: key0},message:"must NOT have additional properties",schema:false,parentSchema:schema62,data};if(vErrors === null){vErrors = [err1];}else {vErrors.push(err1);}errors++;}}if(data.limit !== undefined){if(!(validate95(data.limit, {instancePath:instancePath+"/limit",parentData:data,parentDataProperty:"limit",rootData,dynamicAnchors}))){vErrors = vErrors === null ? validate95.errors : vErrors.concat(validate95.errors);errors = vErrors.length;}}if(data.burst !== undefined){if(!(validate99(data.burst, {instancePath:instancePath+"/burst",parentData:data,parentDataProperty:"burst",rootData,dynamicAnchors}))){vErrors = vErrors === null ? validate99.errors : vErrors.concat(validate99.errors);errors = vErrors.length;}}if(data.key !== undefined){if(!(validate201(data.key, {instancePath:instancePath+"/key",parentData:data,parentDataProperty:"key",rootData,dynamicAnchors}))){vErrors = vErrors === null ? validate201.errors : vErrors.concat(validate201.errors);errors = vErrors.length;}}}else {const err2 = {instancePath,schemaPath:"#/type",keyword:"type",params:{type: "object"},message:"must be object",schema:schema62.type,parentSchema:schema62,data};if(vErrors === null){vErrors = [err2];}else {vErrors.push(err2);}errors++;}validate563.errors = vErrors;return errors === 0;}validate563.evaluated = {"props":true,"dynamicProps":false,"dynamicItems":false};export const taskStep: SourceValidator = validate567;function validate567(data, {instancePath="", parentData, parentDataProperty, rootData=data, dynamicAnchors={}}={}){let vErrors = null;let errors = 0;const evaluated0 = validate567.evaluated;if(evaluated0.dynamicProps){evaluated0.props = undefined;}if(evaluated0.dynamicItems){evaluated0.items = undefined;}if(data && typeof data == "object" && !Array.isArray(data)){if(data.task === undefined){const err0 = {instancePath,schemaPath:"#/required",keyword:"required",params:{missingProperty: "task"},message:"must have required property '"+"task"+"'",schema:schema92.required,parentSchema:schema92,data};if(vErrors === null){vErrors = [err0];}else {vErrors.push(err0);}errors++;}for(const key0 in data){if(!(func1.call(schema92.properties, key0))){const err1 = {instancePath,schemaPath:"#/additionalProperties",keyword:"additionalProperties",params:{additionalProperty: key0},message:"must NOT have additional properties",schema:false,parentSchema:schema92,data};if(vErrors === null){vErrors = [err1];}else {vErrors.push(err1);}errors++;}}if(data.task !== undefined){if(!(validate53(data.task, {instancePath:instancePath+"/task",parentData:data,parentDataProperty:"task",rootData,dynamicAnchors}))){vErrors = vErrors === null ? validate53.errors : vErrors.concat(validate53.errors);errors = vErrors.length;}}if(data.needs !== undefined){if(!(validate295(data.needs, {instancePath:instancePath+"/needs",parentData:data,parentDataProperty:"needs",rootData,dynamicAnchors}))){vErrors = vErrors === null ? validate295.errors : vErrors.concat(validate295.errors);errors = vErrors.length;}}if(data.when !== undefined){let data2 = data.when;if(typeof data2 === "string"){if(data2.length > 1000){const err2 = {instancePath:instancePath+"/when",schemaPath:"#/properties/when/maxLength",keyword:"maxLength",params:{limit: 1000},message:"must NOT have more than 1000 characters",schema:1000,parentSchema:schema92.properties.when,data:data2};if(vErrors === null){vErrors = [err2];}else {vErrors.push(err2);}errors++;}if(data2.length < 1){const err3 = {instancePath:instancePath+"/when",schemaPath:"#/properties/when/minLength",keyword:"minLength",params:{limit: 1},message:"must NOT have fewer than 1 characters",schema:1,parentSchema:schema92.properties.when,data:data2};if(vErrors === null){vErrors = [err3];}else {vErrors.push(err3);}errors++;}}else {const err4 = {instancePath:instancePath+"/when",schemaPath:"#/properties/when/type",keyword:"type",params:{type: "string"},message:"must be string",schema:schema92.properties.when.type,parentSchema:schema92.properties.when,data:data2};if(vErrors === null){vErrors = [err4];}else {vErrors.push(err4);}errors++;}}if(data.concurrency !== undefined){let data3 = data.concurrency;if(!(((typeof data3 == "number") && (!(data3 % 1) && !isNaN(data3))) && (isFinite(data3)))){const err5 = {instancePath:instancePath+"/concurrency",schemaPath:"#/properties/concurrency/type",keyword:"type",params:{type: "integer"},message:"must be integer",schema:schema92.properties.concurrency.type,parentSchema:schema92.properties.concurrency,data:data3};if(vErrors === null){vErrors = [err5];}else {vErrors.push(err5);}errors++;}if((typeof data3 == "number") && (isFinite(data3))){if(data3 > 100000 || isNaN(data3)){const err6 = {instancePath:instancePath+"/concurrency",schemaPath:"#/properties/concurrency/maximum",keyword:"maximum",params:{comparison: "<=", limit: 100000},message:"must be <= 100000",schema:100000,parentSchema:schema92.properties.concurrency,data:data3};if(vErrors === null){vErrors = [err6];}else {vErrors.push(err6);}errors++;}if(data3 < 1 || isNaN(data3)){const err7 = {instancePath:instancePath+"/concurrency",schemaPath:"#/properties/concurrency/minimum",keyword:"minimum",params:{comparison: ">=", limit: 1},message:"must be >= 1",schema:1,parentSchema:schema92.properties.concurrency,data:data3};if(vErrors === null){vErrors = [err7];}else {vErrors.push(err7);}errors++;}}}if(data.chunk !== undefined){let data4 = data.chunk;if(!(((typeof data4 == "number") && (!(data4 % 1) && !isNaN(data4))) && (isFinite(data4)))){const err8 = {instancePath:instancePath+"/chunk",schemaPath:"#/properties/chunk/type",keyword:"type",params:{type: "integer"},message:"must be integer",schema:schema92.properties.chunk.type,parentSchema:schema92.properties.chunk,data:data4};if(vErrors === null){vErrors = [err8];}else {vErrors.push(err8);}errors++;}if((typeof data4 == "number") && (isFinite(data4))){if(data4 > 100000 || isNaN(data4)){const err9 = {instancePath:instancePath+"/chunk",schemaPath:"#/properties/chunk/maximum",keyword:"maximum",params:{comparison: "<=", limit: 100000},message:"must be <= 100000",schema:100000,parentSchema:schema92.properties.chunk,data:data4};if(vErrors === null){vErrors = [err9];}else {vErrors.push(err9);}errors++;}if(data4 < 1 || isNaN(data4)){const err10 = {instancePath:instancePath+"/chunk",schemaPath:"#/properties/chunk/minimum",keyword:"minimum",params:{comparison: ">=", limit: 1},message:"must be >= 1",schema:1,parentSchema:schema92.properties.chunk,data:data4};if(vErrors === null){vErrors = [err10];}else {vErrors.push(err10);}errors++;}}}if(data.onFailure !== undefined){let data5 = data.onFailure;if(typeof data5 !== "string"){const err11 = {instancePath:instancePath+"/onFailure",schemaPath:"#/properties/onFailure/type",keyword:"type",params:{type: "string"},message:"must be string",schema:schema92.properties.onFailure.type,parentSchema:schema92.properties.onFailure,data:data5};if(vErrors === null){vErrors = [err11];}else {vErrors.push(err11);}errors++;}if(!((data5 === "fail") || (data5 === "continue"))){const err12 = {instancePath:instancePath+"/onFailure",schemaPath:"#/properties/onFailure/enum",keyword:"enum",params:{allowedValues: schema92.properties.onFailure.enum},message:"must be equal to one of the allowed values",schema:schema92.properties.onFailure.enum,parentSchema:schema92.properties.onFailure,data:data5};if(vErrors === null){vErrors = [err12];}else {vErrors.push(err12);}errors++;}}if(data.retry !== undefined){let data6 = data.retry;const _errs13 = errors;let valid1 = false;const _errs14 = errors;if(!(validate53(data6, {instancePath:instancePath+"/retry",parentData:data,parentDataProperty:"retry",rootData,dynamicAnchors}))){vErrors = vErrors === null ? validate53.errors : vErrors.concat(validate53.errors);errors = vErrors.length;}var _valid0 = _errs14 === errors;valid1 = valid1 || _valid0;const _errs15 = errors;if(!(validate112(data6, {instancePath:instancePath+"/retry",parentData:data,parentDataProperty:"retry",rootData,dynamicAnchors}))){vErrors = vErrors === null ? validate112.errors : vErrors.concat(validate112.errors);errors = vErrors.length;}var _valid0 = _errs15 === errors;valid1 = valid1 || _valid0;if(!valid1){const err13 = {instancePath:instancePath+"/retry",schemaPath:"#/properties/retry/anyOf",keyword:"anyOf",params:{},message:"must match a schema in anyOf",schema:schema92.properties.retry.anyOf,parentSchema:schema92.properties.retry,data:data6};if(vErrors === null){vErrors = [err13];}else {vErrors.push(err13);}errors++;}else {errors = _errs13;if(vErrors !== null){if(_errs13){vErrors.length = _errs13;}else {vErrors = null;}}}}if(data.timeout !== undefined){if(!(validate68(data.timeout, {instancePath:instancePath+"/timeout",parentData:data,parentDataProperty:"timeout",rootData,dynamicAnchors}))){vErrors = vErrors === null ? validate68.errors : vErrors.concat(validate68.errors);errors = vErrors.length;}}if(data.queue !== undefined){if(!(validate53(data.queue, {instancePath:instancePath+"/queue",parentData:data,parentDataProperty:"queue",rootData,dynamicAnchors}))){vErrors = vErrors === null ? validate53.errors : vErrors.concat(validate53.errors);errors = vErrors.length;}}if(data.priority !== undefined){let data9 = data.priority;if(!(((typeof data9 == "number") && (!(data9 % 1) && !isNaN(data9))) && (isFinite(data9)))){const err14 = {instancePath:instancePath+"/priority",schemaPath:"#/properties/priority/type",keyword:"type",params:{type: "integer"},message:"must be integer",schema:schema92.properties.priority.type,parentSchema:schema92.properties.priority,data:data9};if(vErrors === null){vErrors = [err14];}else {vErrors.push(err14);}errors++;}if((typeof data9 == "number") && (isFinite(data9))){if(data9 > 9 || isNaN(data9)){const err15 = {instancePath:instancePath+"/priority",schemaPath:"#/properties/priority/maximum",keyword:"maximum",params:{comparison: "<=", limit: 9},message:"must be <= 9",schema:9,parentSchema:schema92.properties.priority,data:data9};if(vErrors === null){vErrors = [err15];}else {vErrors.push(err15);}errors++;}if(data9 < 0 || isNaN(data9)){const err16 = {instancePath:instancePath+"/priority",schemaPath:"#/properties/priority/minimum",keyword:"minimum",params:{comparison: ">=", limit: 0},message:"must be >= 0",schema:0,parentSchema:schema92.properties.priority,data:data9};if(vErrors === null){vErrors = [err16];}else {vErrors.push(err16);}errors++;}}}}else {const err17 = {instancePath,schemaPath:"#/type",keyword:"type",params:{type: "object"},message:"must be object",schema:schema92.type,parentSchema:schema92,data};if(vErrors === null){vErrors = [err17];}else {vErrors.push(err17);}errors++;}validate567.errors = vErrors;return errors === 0;}validate567.evaluated = {"props":true,"dynamicProps":false,"dynamicItems":false};export const timeoutLimits: SourceValidator = validate574;function validate574(data, {instancePath="", parentData, parentDataProperty, rootData=data, dynamicAnchors={}}={}){let vErrors = null;let errors = 0;const evaluated0 = validate574.evaluated;if(evaluated0.dynamicProps){evaluated0.props = undefined;}if(evaluated0.dynamicItems){evaluated0.items = undefined;}if(data && typeof data == "object" && !Array.isArray(data)){if(Object.keys(data).length < 1){const err0 = {instancePath,schemaPath:"#/minProperties",keyword:"minProperties",params:{limit: 1},message:"must NOT have fewer than 1 properties",schema:1,parentSchema:schema28,data};if(vErrors === null){vErrors = [err0];}else {vErrors.push(err0);}errors++;}for(const key0 in data){if(!((key0 === "soft") || (key0 === "hard"))){const err1 = {instancePath,schemaPath:"#/additionalProperties",keyword:"additionalProperties",params:{additionalProperty: key0},message:"must NOT have additional properties",schema:false,parentSchema:schema28,data};if(vErrors === null){vErrors = [err1];}else {vErrors.push(err1);}errors++;}}if(data.soft !== undefined){if(!(validate72(data.soft, {instancePath:instancePath+"/soft",parentData:data,parentDataProperty:"soft",rootData,dynamicAnchors}))){vErrors = vErrors === null ? validate72.errors : vErrors.concat(validate72.errors);errors = vErrors.length;}}if(data.hard !== undefined){if(!(validate72(data.hard, {instancePath:instancePath+"/hard",parentData:data,parentDataProperty:"hard",rootData,dynamicAnchors}))){vErrors = vErrors === null ? validate72.errors : vErrors.concat(validate72.errors);errors = vErrors.length;}}}else {const err2 = {instancePath,schemaPath:"#/type",keyword:"type",params:{type: "object"},message:"must be object",schema:schema28.type,parentSchema:schema28,data};if(vErrors === null){vErrors = [err2];}else {vErrors.push(err2);}errors++;}validate574.errors = vErrors;return errors === 0;}validate574.evaluated = {"props":true,"dynamicProps":false,"dynamicItems":false};export const untilWait: SourceValidator = validate577;function validate577(data, {instancePath="", parentData, parentDataProperty, rootData=data, dynamicAnchors={}}={}){let vErrors = null;let errors = 0;const evaluated0 = validate577.evaluated;if(evaluated0.dynamicProps){evaluated0.props = undefined;}if(evaluated0.dynamicItems){evaluated0.items = undefined;}if(data && typeof data == "object" && !Array.isArray(data)){if(data.until === undefined){const err0 = {instancePath,schemaPath:"#/required",keyword:"required",params:{missingProperty: "until"},message:"must have required property '"+"until"+"'",schema:schema99.required,parentSchema:schema99,data};if(vErrors === null){vErrors = [err0];}else {vErrors.push(err0);}errors++;}for(const key0 in data){if(!(key0 === "until")){const err1 = {instancePath,schemaPath:"#/additionalProperties",keyword:"additionalProperties",params:{additionalProperty: key0},message:"must NOT have additional properties",schema:false,parentSchema:schema99,data};if(vErrors === null){vErrors = [err1];}else {vErrors.push(err1);}errors++;}}}else {const err2 = {instancePath,schemaPath:"#/type",keyword:"type",params:{type: "object"},message:"must be object",schema:schema99.type,parentSchema:schema99,data};if(vErrors === null){vErrors = [err2];}else {vErrors.push(err2);}errors++;}validate577.errors = vErrors;return errors === 0;}validate577.evaluated = {"props":true,"dynamicProps":false,"dynamicItems":false};export const waitElement: SourceValidator = validate578;function validate578(data, {instancePath="", parentData, parentDataProperty, rootData=data, dynamicAnchors={}}={}){let vErrors = null;let errors = 0;const evaluated0 = validate578.evaluated;if(evaluated0.dynamicProps){evaluated0.props = undefined;}if(evaluated0.dynamicItems){evaluated0.items = undefined;}if(data && typeof data == "object" && !Array.isArray(data)){if(data.wait === undefined){const err0 = {instancePath,schemaPath:"#/required",keyword:"required",params:{missingProperty: "wait"},message:"must have required property '"+"wait"+"'",schema:schema108.required,parentSchema:schema108,data};if(vErrors === null){vErrors = [err0];}else {vErrors.push(err0);}errors++;}for(const key0 in data){if(!(((key0 === "wait") || (key0 === "when")) || (key0 === "onFailure"))){const err1 = {instancePath,schemaPath:"#/additionalProperties",keyword:"additionalProperties",params:{additionalProperty: key0},message:"must NOT have additional properties",schema:false,parentSchema:schema108,data};if(vErrors === null){vErrors = [err1];}else {vErrors.push(err1);}errors++;}}if(data.wait !== undefined){if(!(validate307(data.wait, {instancePath:instancePath+"/wait",parentData:data,parentDataProperty:"wait",rootData,dynamicAnchors}))){vErrors = vErrors === null ? validate307.errors : vErrors.concat(validate307.errors);errors = vErrors.length;}}if(data.when !== undefined){let data1 = data.when;if(typeof data1 === "string"){if(data1.length > 1000){const err2 = {instancePath:instancePath+"/when",schemaPath:"#/properties/when/maxLength",keyword:"maxLength",params:{limit: 1000},message:"must NOT have more than 1000 characters",schema:1000,parentSchema:schema108.properties.when,data:data1};if(vErrors === null){vErrors = [err2];}else {vErrors.push(err2);}errors++;}if(data1.length < 1){const err3 = {instancePath:instancePath+"/when",schemaPath:"#/properties/when/minLength",keyword:"minLength",params:{limit: 1},message:"must NOT have fewer than 1 characters",schema:1,parentSchema:schema108.properties.when,data:data1};if(vErrors === null){vErrors = [err3];}else {vErrors.push(err3);}errors++;}}else {const err4 = {instancePath:instancePath+"/when",schemaPath:"#/properties/when/type",keyword:"type",params:{type: "string"},message:"must be string",schema:schema108.properties.when.type,parentSchema:schema108.properties.when,data:data1};if(vErrors === null){vErrors = [err4];}else {vErrors.push(err4);}errors++;}}if(data.onFailure !== undefined){let data2 = data.onFailure;if(typeof data2 !== "string"){const err5 = {instancePath:instancePath+"/onFailure",schemaPath:"#/properties/onFailure/type",keyword:"type",params:{type: "string"},message:"must be string",schema:schema108.properties.onFailure.type,parentSchema:schema108.properties.onFailure,data:data2};if(vErrors === null){vErrors = [err5];}else {vErrors.push(err5);}errors++;}if(!((data2 === "fail") || (data2 === "continue"))){const err6 = {instancePath:instancePath+"/onFailure",schemaPath:"#/properties/onFailure/enum",keyword:"enum",params:{allowedValues: schema108.properties.onFailure.enum},message:"must be equal to one of the allowed values",schema:schema108.properties.onFailure.enum,parentSchema:schema108.properties.onFailure,data:data2};if(vErrors === null){vErrors = [err6];}else {vErrors.push(err6);}errors++;}}}else {const err7 = {instancePath,schemaPath:"#/type",keyword:"type",params:{type: "object"},message:"must be object",schema:schema108.type,parentSchema:schema108,data};if(vErrors === null){vErrors = [err7];}else {vErrors.push(err7);}errors++;}validate578.errors = vErrors;return errors === 0;}validate578.evaluated = {"props":true,"dynamicProps":false,"dynamicItems":false};export const waitStep: SourceValidator = validate580;function validate580(data, {instancePath="", parentData, parentDataProperty, rootData=data, dynamicAnchors={}}={}){let vErrors = null;let errors = 0;const evaluated0 = validate580.evaluated;if(evaluated0.dynamicProps){evaluated0.props = undefined;}if(evaluated0.dynamicItems){evaluated0.items = undefined;}if(data && typeof data == "object" && !Array.isArray(data)){if(data.wait === undefined){const err0 = {instancePath,schemaPath:"#/required",keyword:"required",params:{missingProperty: "wait"},message:"must have required property '"+"wait"+"'",schema:schema95.required,parentSchema:schema95,data};if(vErrors === null){vErrors = [err0];}else {vErrors.push(err0);}errors++;}for(const key0 in data){if(!((((key0 === "wait") || (key0 === "needs")) || (key0 === "when")) || (key0 === "onFailure"))){const err1 = {instancePath,schemaPath:"#/additionalProperties",keyword:"additionalProperties",params:{additionalProperty: key0},message:"must NOT have additional properties",schema:false,parentSchema:schema95,data};if(vErrors === null){vErrors = [err1];}else {vErrors.push(err1);}errors++;}}if(data.wait !== undefined){if(!(validate307(data.wait, {instancePath:instancePath+"/wait",parentData:data,parentDataProperty:"wait",rootData,dynamicAnchors}))){vErrors = vErrors === null ? validate307.errors : vErrors.concat(validate307.errors);errors = vErrors.length;}}if(data.needs !== undefined){if(!(validate295(data.needs, {instancePath:instancePath+"/needs",parentData:data,parentDataProperty:"needs",rootData,dynamicAnchors}))){vErrors = vErrors === null ? validate295.errors : vErrors.concat(validate295.errors);errors = vErrors.length;}}if(data.when !== undefined){let data2 = data.when;if(typeof data2 === "string"){if(data2.length > 1000){const err2 = {instancePath:instancePath+"/when",schemaPath:"#/properties/when/maxLength",keyword:"maxLength",params:{limit: 1000},message:"must NOT have more than 1000 characters",schema:1000,parentSchema:schema95.properties.when,data:data2};if(vErrors === null){vErrors = [err2];}else {vErrors.push(err2);}errors++;}if(data2.length < 1){const err3 = {instancePath:instancePath+"/when",schemaPath:"#/properties/when/minLength",keyword:"minLength",params:{limit: 1},message:"must NOT have fewer than 1 characters",schema:1,parentSchema:schema95.properties.when,data:data2};if(vErrors === null){vErrors = [err3];}else {vErrors.push(err3);}errors++;}}else {const err4 = {instancePath:instancePath+"/when",schemaPath:"#/properties/when/type",keyword:"type",params:{type: "string"},message:"must be string",schema:schema95.properties.when.type,parentSchema:schema95.properties.when,data:data2};if(vErrors === null){vErrors = [err4];}else {vErrors.push(err4);}errors++;}}if(data.onFailure !== undefined){let data3 = data.onFailure;if(typeof data3 !== "string"){const err5 = {instancePath:instancePath+"/onFailure",schemaPath:"#/properties/onFailure/type",keyword:"type",params:{type: "string"},message:"must be string",schema:schema95.properties.onFailure.type,parentSchema:schema95.properties.onFailure,data:data3};if(vErrors === null){vErrors = [err5];}else {vErrors.push(err5);}errors++;}if(!((data3 === "fail") || (data3 === "continue"))){const err6 = {instancePath:instancePath+"/onFailure",schemaPath:"#/properties/onFailure/enum",keyword:"enum",params:{allowedValues: schema95.properties.onFailure.enum},message:"must be equal to one of the allowed values",schema:schema95.properties.onFailure.enum,parentSchema:schema95.properties.onFailure,data:data3};if(vErrors === null){vErrors = [err6];}else {vErrors.push(err6);}errors++;}}}else {const err7 = {instancePath,schemaPath:"#/type",keyword:"type",params:{type: "object"},message:"must be object",schema:schema95.type,parentSchema:schema95,data};if(vErrors === null){vErrors = [err7];}else {vErrors.push(err7);}errors++;}validate580.errors = vErrors;return errors === 0;}validate580.evaluated = {"props":true,"dynamicProps":false,"dynamicItems":false};export const webhookHook: SourceValidator = validate583;function validate583(data, {instancePath="", parentData, parentDataProperty, rootData=data, dynamicAnchors={}}={}){let vErrors = null;let errors = 0;const evaluated0 = validate583.evaluated;if(evaluated0.dynamicProps){evaluated0.props = undefined;}if(evaluated0.dynamicItems){evaluated0.items = undefined;}if(data && typeof data == "object" && !Array.isArray(data)){if(data.webhook === undefined){const err0 = {instancePath,schemaPath:"#/required",keyword:"required",params:{missingProperty: "webhook"},message:"must have required property '"+"webhook"+"'",schema:schema56.required,parentSchema:schema56,data};if(vErrors === null){vErrors = [err0];}else {vErrors.push(err0);}errors++;}for(const key0 in data){if(!((((key0 === "webhook") || (key0 === "secret")) || (key0 === "headers")) || (key0 === "allowPrivate"))){const err1 = {instancePath,schemaPath:"#/additionalProperties",keyword:"additionalProperties",params:{additionalProperty: key0},message:"must NOT have additional properties",schema:false,parentSchema:schema56,data};if(vErrors === null){vErrors = [err1];}else {vErrors.push(err1);}errors++;}}if(data.webhook !== undefined){let data0 = data.webhook;if(typeof data0 === "string"){if(data0.length > 4000){const err2 = {instancePath:instancePath+"/webhook",schemaPath:"#/properties/webhook/maxLength",keyword:"maxLength",params:{limit: 4000},message:"must NOT have more than 4000 characters",schema:4000,parentSchema:schema56.properties.webhook,data:data0};if(vErrors === null){vErrors = [err2];}else {vErrors.push(err2);}errors++;}if(data0.length < 1){const err3 = {instancePath:instancePath+"/webhook",schemaPath:"#/properties/webhook/minLength",keyword:"minLength",params:{limit: 1},message:"must NOT have fewer than 1 characters",schema:1,parentSchema:schema56.properties.webhook,data:data0};if(vErrors === null){vErrors = [err3];}else {vErrors.push(err3);}errors++;}}else {const err4 = {instancePath:instancePath+"/webhook",schemaPath:"#/properties/webhook/type",keyword:"type",params:{type: "string"},message:"must be string",schema:schema56.properties.webhook.type,parentSchema:schema56.properties.webhook,data:data0};if(vErrors === null){vErrors = [err4];}else {vErrors.push(err4);}errors++;}}if(data.secret !== undefined){let data1 = data.secret;if(typeof data1 === "string"){if(data1.length > 1000){const err5 = {instancePath:instancePath+"/secret",schemaPath:"#/properties/secret/maxLength",keyword:"maxLength",params:{limit: 1000},message:"must NOT have more than 1000 characters",schema:1000,parentSchema:schema56.properties.secret,data:data1};if(vErrors === null){vErrors = [err5];}else {vErrors.push(err5);}errors++;}if(data1.length < 1){const err6 = {instancePath:instancePath+"/secret",schemaPath:"#/properties/secret/minLength",keyword:"minLength",params:{limit: 1},message:"must NOT have fewer than 1 characters",schema:1,parentSchema:schema56.properties.secret,data:data1};if(vErrors === null){vErrors = [err6];}else {vErrors.push(err6);}errors++;}}else {const err7 = {instancePath:instancePath+"/secret",schemaPath:"#/properties/secret/type",keyword:"type",params:{type: "string"},message:"must be string",schema:schema56.properties.secret.type,parentSchema:schema56.properties.secret,data:data1};if(vErrors === null){vErrors = [err7];}else {vErrors.push(err7);}errors++;}}if(data.headers !== undefined){let data2 = data.headers;if(data2 && typeof data2 == "object" && !Array.isArray(data2)){if(Object.keys(data2).length > 50){const err8 = {instancePath:instancePath+"/headers",schemaPath:"#/properties/headers/maxProperties",keyword:"maxProperties",params:{limit: 50},message:"must NOT have more than 50 properties",schema:50,parentSchema:schema56.properties.headers,data:data2};if(vErrors === null){vErrors = [err8];}else {vErrors.push(err8);}errors++;}for(const key1 in data2){let data3 = data2[key1];if(typeof data3 === "string"){if(data3.length > 8000){const err9 = {instancePath:instancePath+"/headers/" + key1.replace(/~/g, "~0").replace(/\//g, "~1"),schemaPath:"#/properties/headers/additionalProperties/maxLength",keyword:"maxLength",params:{limit: 8000},message:"must NOT have more than 8000 characters",schema:8000,parentSchema:schema56.properties.headers.additionalProperties,data:data3};if(vErrors === null){vErrors = [err9];}else {vErrors.push(err9);}errors++;}}else {const err10 = {instancePath:instancePath+"/headers/" + key1.replace(/~/g, "~0").replace(/\//g, "~1"),schemaPath:"#/properties/headers/additionalProperties/type",keyword:"type",params:{type: "string"},message:"must be string",schema:schema56.properties.headers.additionalProperties.type,parentSchema:schema56.properties.headers.additionalProperties,data:data3};if(vErrors === null){vErrors = [err10];}else {vErrors.push(err10);}errors++;}}}else {const err11 = {instancePath:instancePath+"/headers",schemaPath:"#/properties/headers/type",keyword:"type",params:{type: "object"},message:"must be object",schema:schema56.properties.headers.type,parentSchema:schema56.properties.headers,data:data2};if(vErrors === null){vErrors = [err11];}else {vErrors.push(err11);}errors++;}}if(data.allowPrivate !== undefined){let data4 = data.allowPrivate;if(typeof data4 !== "boolean"){const err12 = {instancePath:instancePath+"/allowPrivate",schemaPath:"#/properties/allowPrivate/type",keyword:"type",params:{type: "boolean"},message:"must be boolean",schema:schema56.properties.allowPrivate.type,parentSchema:schema56.properties.allowPrivate,data:data4};if(vErrors === null){vErrors = [err12];}else {vErrors.push(err12);}errors++;}}}else {const err13 = {instancePath,schemaPath:"#/type",keyword:"type",params:{type: "object"},message:"must be object",schema:schema56.type,parentSchema:schema56,data};if(vErrors === null){vErrors = [err13];}else {vErrors.push(err13);}errors++;}validate583.errors = vErrors;return errors === 0;}validate583.evaluated = {"props":true,"dynamicProps":false,"dynamicItems":false};export const workflowChain: SourceValidator = validate584;function validate584(data, {instancePath="", parentData, parentDataProperty, rootData=data, dynamicAnchors={}}={}){let vErrors = null;let errors = 0;const evaluated0 = validate584.evaluated;if(evaluated0.dynamicProps){evaluated0.props = undefined;}if(evaluated0.dynamicItems){evaluated0.items = undefined;}if(data && typeof data == "object" && !Array.isArray(data)){if(data.chain === undefined){const err0 = {instancePath,schemaPath:"#/required",keyword:"required",params:{missingProperty: "chain"},message:"must have required property '"+"chain"+"'",schema:schema103.required,parentSchema:schema103,data};if(vErrors === null){vErrors = [err0];}else {vErrors.push(err0);}errors++;}for(const key0 in data){if(!((((((key0 === "description") || (key0 === "input")) || (key0 === "output")) || (key0 === "on")) || (key0 === "tags")) || (key0 === "chain"))){const err1 = {instancePath,schemaPath:"#/additionalProperties",keyword:"additionalProperties",params:{additionalProperty: key0},message:"must NOT have additional properties",schema:false,parentSchema:schema103,data};if(vErrors === null){vErrors = [err1];}else {vErrors.push(err1);}errors++;}}if(data.description !== undefined){let data0 = data.description;if(typeof data0 === "string"){if(data0.length > 2000){const err2 = {instancePath:instancePath+"/description",schemaPath:"#/properties/description/maxLength",keyword:"maxLength",params:{limit: 2000},message:"must NOT have more than 2000 characters",schema:2000,parentSchema:schema103.properties.description,data:data0};if(vErrors === null){vErrors = [err2];}else {vErrors.push(err2);}errors++;}}else {const err3 = {instancePath:instancePath+"/description",schemaPath:"#/properties/description/type",keyword:"type",params:{type: "string"},message:"must be string",schema:schema103.properties.description.type,parentSchema:schema103.properties.description,data:data0};if(vErrors === null){vErrors = [err3];}else {vErrors.push(err3);}errors++;}}if(data.input !== undefined){if(!(validate183(data.input, {instancePath:instancePath+"/input",parentData:data,parentDataProperty:"input",rootData,dynamicAnchors}))){vErrors = vErrors === null ? validate183.errors : vErrors.concat(validate183.errors);errors = vErrors.length;}}if(data.on !== undefined){if(!(validate320(data.on, {instancePath:instancePath+"/on",parentData:data,parentDataProperty:"on",rootData,dynamicAnchors}))){vErrors = vErrors === null ? validate320.errors : vErrors.concat(validate320.errors);errors = vErrors.length;}}if(data.tags !== undefined){let data3 = data.tags;if(Array.isArray(data3)){if(data3.length > 20){const err4 = {instancePath:instancePath+"/tags",schemaPath:"#/properties/tags/maxItems",keyword:"maxItems",params:{limit: 20},message:"must NOT have more than 20 items",schema:20,parentSchema:schema103.properties.tags,data:data3};if(vErrors === null){vErrors = [err4];}else {vErrors.push(err4);}errors++;}const len0 = data3.length;for(let i0=0; i0<len0; i0++){let data4 = data3[i0];if(typeof data4 === "string"){if(!pattern19.test(data4)){const err5 = {instancePath:instancePath+"/tags/" + i0,schemaPath:"#/properties/tags/items/pattern",keyword:"pattern",params:{pattern: "^[A-Za-z0-9][A-Za-z0-9_.:-]{0,63}$"},message:"must match pattern \""+"^[A-Za-z0-9][A-Za-z0-9_.:-]{0,63}$"+"\"",schema:"^[A-Za-z0-9][A-Za-z0-9_.:-]{0,63}$",parentSchema:schema103.properties.tags.items,data:data4};if(vErrors === null){vErrors = [err5];}else {vErrors.push(err5);}errors++;}}else {const err6 = {instancePath:instancePath+"/tags/" + i0,schemaPath:"#/properties/tags/items/type",keyword:"type",params:{type: "string"},message:"must be string",schema:schema103.properties.tags.items.type,parentSchema:schema103.properties.tags.items,data:data4};if(vErrors === null){vErrors = [err6];}else {vErrors.push(err6);}errors++;}}let i1 = data3.length;let j0;if(i1 > 1){const indices0 = {};for(;i1--;){let item0 = data3[i1];if(typeof item0 !== "string"){continue;}if(typeof indices0[item0] == "number"){j0 = indices0[item0];const err7 = {instancePath:instancePath+"/tags",schemaPath:"#/properties/tags/uniqueItems",keyword:"uniqueItems",params:{i: i1, j: j0},message:"must NOT have duplicate items (items ## "+j0+" and "+i1+" are identical)",schema:true,parentSchema:schema103.properties.tags,data:data3};if(vErrors === null){vErrors = [err7];}else {vErrors.push(err7);}errors++;break;}indices0[item0] = i1;}}}else {const err8 = {instancePath:instancePath+"/tags",schemaPath:"#/properties/tags/type",keyword:"type",params:{type: "array"},message:"must be array",schema:schema103.properties.tags.type,parentSchema:schema103.properties.tags,data:data3};if(vErrors === null){vErrors = [err8];}else {vErrors.push(err8);}errors++;}}if(data.chain !== undefined){if(!(validate340(data.chain, {instancePath:instancePath+"/chain",parentData:data,parentDataProperty:"chain",rootData,dynamicAnchors}))){vErrors = vErrors === null ? validate340.errors : vErrors.concat(validate340.errors);errors = vErrors.length;}}}else {const err9 = {instancePath,schemaPath:"#/type",keyword:"type",params:{type: "object"},message:"must be object",schema:schema103.type,parentSchema:schema103,data};if(vErrors === null){vErrors = [err9];}else {vErrors.push(err9);}errors++;}validate584.errors = vErrors;return errors === 0;}validate584.evaluated = {"props":true,"dynamicProps":false,"dynamicItems":false};export const workflowChord: SourceValidator = validate588;function validate588(data, {instancePath="", parentData, parentDataProperty, rootData=data, dynamicAnchors={}}={}){let vErrors = null;let errors = 0;const evaluated0 = validate588.evaluated;if(evaluated0.dynamicProps){evaluated0.props = undefined;}if(evaluated0.dynamicItems){evaluated0.items = undefined;}if(data && typeof data == "object" && !Array.isArray(data)){if(data.chord === undefined){const err0 = {instancePath,schemaPath:"#/required",keyword:"required",params:{missingProperty: "chord"},message:"must have required property '"+"chord"+"'",schema:schema116.required,parentSchema:schema116,data};if(vErrors === null){vErrors = [err0];}else {vErrors.push(err0);}errors++;}for(const key0 in data){if(!((((((key0 === "description") || (key0 === "input")) || (key0 === "output")) || (key0 === "on")) || (key0 === "tags")) || (key0 === "chord"))){const err1 = {instancePath,schemaPath:"#/additionalProperties",keyword:"additionalProperties",params:{additionalProperty: key0},message:"must NOT have additional properties",schema:false,parentSchema:schema116,data};if(vErrors === null){vErrors = [err1];}else {vErrors.push(err1);}errors++;}}if(data.description !== undefined){let data0 = data.description;if(typeof data0 === "string"){if(data0.length > 2000){const err2 = {instancePath:instancePath+"/description",schemaPath:"#/properties/description/maxLength",keyword:"maxLength",params:{limit: 2000},message:"must NOT have more than 2000 characters",schema:2000,parentSchema:schema116.properties.description,data:data0};if(vErrors === null){vErrors = [err2];}else {vErrors.push(err2);}errors++;}}else {const err3 = {instancePath:instancePath+"/description",schemaPath:"#/properties/description/type",keyword:"type",params:{type: "string"},message:"must be string",schema:schema116.properties.description.type,parentSchema:schema116.properties.description,data:data0};if(vErrors === null){vErrors = [err3];}else {vErrors.push(err3);}errors++;}}if(data.input !== undefined){if(!(validate183(data.input, {instancePath:instancePath+"/input",parentData:data,parentDataProperty:"input",rootData,dynamicAnchors}))){vErrors = vErrors === null ? validate183.errors : vErrors.concat(validate183.errors);errors = vErrors.length;}}if(data.on !== undefined){if(!(validate320(data.on, {instancePath:instancePath+"/on",parentData:data,parentDataProperty:"on",rootData,dynamicAnchors}))){vErrors = vErrors === null ? validate320.errors : vErrors.concat(validate320.errors);errors = vErrors.length;}}if(data.tags !== undefined){let data3 = data.tags;if(Array.isArray(data3)){if(data3.length > 20){const err4 = {instancePath:instancePath+"/tags",schemaPath:"#/properties/tags/maxItems",keyword:"maxItems",params:{limit: 20},message:"must NOT have more than 20 items",schema:20,parentSchema:schema116.properties.tags,data:data3};if(vErrors === null){vErrors = [err4];}else {vErrors.push(err4);}errors++;}const len0 = data3.length;for(let i0=0; i0<len0; i0++){let data4 = data3[i0];if(typeof data4 === "string"){if(!pattern19.test(data4)){const err5 = {instancePath:instancePath+"/tags/" + i0,schemaPath:"#/properties/tags/items/pattern",keyword:"pattern",params:{pattern: "^[A-Za-z0-9][A-Za-z0-9_.:-]{0,63}$"},message:"must match pattern \""+"^[A-Za-z0-9][A-Za-z0-9_.:-]{0,63}$"+"\"",schema:"^[A-Za-z0-9][A-Za-z0-9_.:-]{0,63}$",parentSchema:schema116.properties.tags.items,data:data4};if(vErrors === null){vErrors = [err5];}else {vErrors.push(err5);}errors++;}}else {const err6 = {instancePath:instancePath+"/tags/" + i0,schemaPath:"#/properties/tags/items/type",keyword:"type",params:{type: "string"},message:"must be string",schema:schema116.properties.tags.items.type,parentSchema:schema116.properties.tags.items,data:data4};if(vErrors === null){vErrors = [err6];}else {vErrors.push(err6);}errors++;}}let i1 = data3.length;let j0;if(i1 > 1){const indices0 = {};for(;i1--;){let item0 = data3[i1];if(typeof item0 !== "string"){continue;}if(typeof indices0[item0] == "number"){j0 = indices0[item0];const err7 = {instancePath:instancePath+"/tags",schemaPath:"#/properties/tags/uniqueItems",keyword:"uniqueItems",params:{i: i1, j: j0},message:"must NOT have duplicate items (items ## "+j0+" and "+i1+" are identical)",schema:true,parentSchema:schema116.properties.tags,data:data3};if(vErrors === null){vErrors = [err7];}else {vErrors.push(err7);}errors++;break;}indices0[item0] = i1;}}}else {const err8 = {instancePath:instancePath+"/tags",schemaPath:"#/properties/tags/type",keyword:"type",params:{type: "array"},message:"must be array",schema:schema116.properties.tags.type,parentSchema:schema116.properties.tags,data:data3};if(vErrors === null){vErrors = [err8];}else {vErrors.push(err8);}errors++;}}if(data.chord !== undefined){if(!(validate360(data.chord, {instancePath:instancePath+"/chord",parentData:data,parentDataProperty:"chord",rootData,dynamicAnchors}))){vErrors = vErrors === null ? validate360.errors : vErrors.concat(validate360.errors);errors = vErrors.length;}}}else {const err9 = {instancePath,schemaPath:"#/type",keyword:"type",params:{type: "object"},message:"must be object",schema:schema116.type,parentSchema:schema116,data};if(vErrors === null){vErrors = [err9];}else {vErrors.push(err9);}errors++;}validate588.errors = vErrors;return errors === 0;}validate588.evaluated = {"props":true,"dynamicProps":false,"dynamicItems":false};export const workflowElement: SourceValidator = validate592;function validate592(data, {instancePath="", parentData, parentDataProperty, rootData=data, dynamicAnchors={}}={}){let vErrors = null;let errors = 0;const evaluated0 = validate592.evaluated;if(evaluated0.dynamicProps){evaluated0.props = undefined;}if(evaluated0.dynamicItems){evaluated0.items = undefined;}if(data && typeof data == "object" && !Array.isArray(data)){if(data.workflow === undefined){const err0 = {instancePath,schemaPath:"#/required",keyword:"required",params:{missingProperty: "workflow"},message:"must have required property '"+"workflow"+"'",schema:schema107.required,parentSchema:schema107,data};if(vErrors === null){vErrors = [err0];}else {vErrors.push(err0);}errors++;}for(const key0 in data){if(!((((key0 === "workflow") || (key0 === "with")) || (key0 === "when")) || (key0 === "onFailure"))){const err1 = {instancePath,schemaPath:"#/additionalProperties",keyword:"additionalProperties",params:{additionalProperty: key0},message:"must NOT have additional properties",schema:false,parentSchema:schema107,data};if(vErrors === null){vErrors = [err1];}else {vErrors.push(err1);}errors++;}}if(data.workflow !== undefined){if(!(validate53(data.workflow, {instancePath:instancePath+"/workflow",parentData:data,parentDataProperty:"workflow",rootData,dynamicAnchors}))){vErrors = vErrors === null ? validate53.errors : vErrors.concat(validate53.errors);errors = vErrors.length;}}if(data.when !== undefined){let data1 = data.when;if(typeof data1 === "string"){if(data1.length > 1000){const err2 = {instancePath:instancePath+"/when",schemaPath:"#/properties/when/maxLength",keyword:"maxLength",params:{limit: 1000},message:"must NOT have more than 1000 characters",schema:1000,parentSchema:schema107.properties.when,data:data1};if(vErrors === null){vErrors = [err2];}else {vErrors.push(err2);}errors++;}if(data1.length < 1){const err3 = {instancePath:instancePath+"/when",schemaPath:"#/properties/when/minLength",keyword:"minLength",params:{limit: 1},message:"must NOT have fewer than 1 characters",schema:1,parentSchema:schema107.properties.when,data:data1};if(vErrors === null){vErrors = [err3];}else {vErrors.push(err3);}errors++;}}else {const err4 = {instancePath:instancePath+"/when",schemaPath:"#/properties/when/type",keyword:"type",params:{type: "string"},message:"must be string",schema:schema107.properties.when.type,parentSchema:schema107.properties.when,data:data1};if(vErrors === null){vErrors = [err4];}else {vErrors.push(err4);}errors++;}}if(data.onFailure !== undefined){let data2 = data.onFailure;if(typeof data2 !== "string"){const err5 = {instancePath:instancePath+"/onFailure",schemaPath:"#/properties/onFailure/type",keyword:"type",params:{type: "string"},message:"must be string",schema:schema107.properties.onFailure.type,parentSchema:schema107.properties.onFailure,data:data2};if(vErrors === null){vErrors = [err5];}else {vErrors.push(err5);}errors++;}if(!((data2 === "fail") || (data2 === "continue"))){const err6 = {instancePath:instancePath+"/onFailure",schemaPath:"#/properties/onFailure/enum",keyword:"enum",params:{allowedValues: schema107.properties.onFailure.enum},message:"must be equal to one of the allowed values",schema:schema107.properties.onFailure.enum,parentSchema:schema107.properties.onFailure,data:data2};if(vErrors === null){vErrors = [err6];}else {vErrors.push(err6);}errors++;}}}else {const err7 = {instancePath,schemaPath:"#/type",keyword:"type",params:{type: "object"},message:"must be object",schema:schema107.type,parentSchema:schema107,data};if(vErrors === null){vErrors = [err7];}else {vErrors.push(err7);}errors++;}validate592.errors = vErrors;return errors === 0;}validate592.evaluated = {"props":true,"dynamicProps":false,"dynamicItems":false};export const workflowGroup: SourceValidator = validate594;function validate594(data, {instancePath="", parentData, parentDataProperty, rootData=data, dynamicAnchors={}}={}){let vErrors = null;let errors = 0;const evaluated0 = validate594.evaluated;if(evaluated0.dynamicProps){evaluated0.props = undefined;}if(evaluated0.dynamicItems){evaluated0.items = undefined;}if(data && typeof data == "object" && !Array.isArray(data)){if(data.group === undefined){const err0 = {instancePath,schemaPath:"#/required",keyword:"required",params:{missingProperty: "group"},message:"must have required property '"+"group"+"'",schema:schema115.required,parentSchema:schema115,data};if(vErrors === null){vErrors = [err0];}else {vErrors.push(err0);}errors++;}for(const key0 in data){if(!((((((key0 === "description") || (key0 === "input")) || (key0 === "output")) || (key0 === "on")) || (key0 === "tags")) || (key0 === "group"))){const err1 = {instancePath,schemaPath:"#/additionalProperties",keyword:"additionalProperties",params:{additionalProperty: key0},message:"must NOT have additional properties",schema:false,parentSchema:schema115,data};if(vErrors === null){vErrors = [err1];}else {vErrors.push(err1);}errors++;}}if(data.description !== undefined){let data0 = data.description;if(typeof data0 === "string"){if(data0.length > 2000){const err2 = {instancePath:instancePath+"/description",schemaPath:"#/properties/description/maxLength",keyword:"maxLength",params:{limit: 2000},message:"must NOT have more than 2000 characters",schema:2000,parentSchema:schema115.properties.description,data:data0};if(vErrors === null){vErrors = [err2];}else {vErrors.push(err2);}errors++;}}else {const err3 = {instancePath:instancePath+"/description",schemaPath:"#/properties/description/type",keyword:"type",params:{type: "string"},message:"must be string",schema:schema115.properties.description.type,parentSchema:schema115.properties.description,data:data0};if(vErrors === null){vErrors = [err3];}else {vErrors.push(err3);}errors++;}}if(data.input !== undefined){if(!(validate183(data.input, {instancePath:instancePath+"/input",parentData:data,parentDataProperty:"input",rootData,dynamicAnchors}))){vErrors = vErrors === null ? validate183.errors : vErrors.concat(validate183.errors);errors = vErrors.length;}}if(data.on !== undefined){if(!(validate320(data.on, {instancePath:instancePath+"/on",parentData:data,parentDataProperty:"on",rootData,dynamicAnchors}))){vErrors = vErrors === null ? validate320.errors : vErrors.concat(validate320.errors);errors = vErrors.length;}}if(data.tags !== undefined){let data3 = data.tags;if(Array.isArray(data3)){if(data3.length > 20){const err4 = {instancePath:instancePath+"/tags",schemaPath:"#/properties/tags/maxItems",keyword:"maxItems",params:{limit: 20},message:"must NOT have more than 20 items",schema:20,parentSchema:schema115.properties.tags,data:data3};if(vErrors === null){vErrors = [err4];}else {vErrors.push(err4);}errors++;}const len0 = data3.length;for(let i0=0; i0<len0; i0++){let data4 = data3[i0];if(typeof data4 === "string"){if(!pattern19.test(data4)){const err5 = {instancePath:instancePath+"/tags/" + i0,schemaPath:"#/properties/tags/items/pattern",keyword:"pattern",params:{pattern: "^[A-Za-z0-9][A-Za-z0-9_.:-]{0,63}$"},message:"must match pattern \""+"^[A-Za-z0-9][A-Za-z0-9_.:-]{0,63}$"+"\"",schema:"^[A-Za-z0-9][A-Za-z0-9_.:-]{0,63}$",parentSchema:schema115.properties.tags.items,data:data4};if(vErrors === null){vErrors = [err5];}else {vErrors.push(err5);}errors++;}}else {const err6 = {instancePath:instancePath+"/tags/" + i0,schemaPath:"#/properties/tags/items/type",keyword:"type",params:{type: "string"},message:"must be string",schema:schema115.properties.tags.items.type,parentSchema:schema115.properties.tags.items,data:data4};if(vErrors === null){vErrors = [err6];}else {vErrors.push(err6);}errors++;}}let i1 = data3.length;let j0;if(i1 > 1){const indices0 = {};for(;i1--;){let item0 = data3[i1];if(typeof item0 !== "string"){continue;}if(typeof indices0[item0] == "number"){j0 = indices0[item0];const err7 = {instancePath:instancePath+"/tags",schemaPath:"#/properties/tags/uniqueItems",keyword:"uniqueItems",params:{i: i1, j: j0},message:"must NOT have duplicate items (items ## "+j0+" and "+i1+" are identical)",schema:true,parentSchema:schema115.properties.tags,data:data3};if(vErrors === null){vErrors = [err7];}else {vErrors.push(err7);}errors++;break;}indices0[item0] = i1;}}}else {const err8 = {instancePath:instancePath+"/tags",schemaPath:"#/properties/tags/type",keyword:"type",params:{type: "array"},message:"must be array",schema:schema115.properties.tags.type,parentSchema:schema115.properties.tags,data:data3};if(vErrors === null){vErrors = [err8];}else {vErrors.push(err8);}errors++;}}if(data.group !== undefined){if(!(validate340(data.group, {instancePath:instancePath+"/group",parentData:data,parentDataProperty:"group",rootData,dynamicAnchors}))){vErrors = vErrors === null ? validate340.errors : vErrors.concat(validate340.errors);errors = vErrors.length;}}}else {const err9 = {instancePath,schemaPath:"#/type",keyword:"type",params:{type: "object"},message:"must be object",schema:schema115.type,parentSchema:schema115,data};if(vErrors === null){vErrors = [err9];}else {vErrors.push(err9);}errors++;}validate594.errors = vErrors;return errors === 0;}validate594.evaluated = {"props":true,"dynamicProps":false,"dynamicItems":false};export const workflowMap: SourceValidator = validate598;function validate598(data, {instancePath="", parentData, parentDataProperty, rootData=data, dynamicAnchors={}}={}){let vErrors = null;let errors = 0;const evaluated0 = validate598.evaluated;if(evaluated0.dynamicProps){evaluated0.props = undefined;}if(evaluated0.dynamicItems){evaluated0.items = undefined;}if(data && typeof data == "object" && !Array.isArray(data)){if(data.map === undefined){const err0 = {instancePath,schemaPath:"#/required",keyword:"required",params:{missingProperty: "map"},message:"must have required property '"+"map"+"'",schema:schema117.required,parentSchema:schema117,data};if(vErrors === null){vErrors = [err0];}else {vErrors.push(err0);}errors++;}for(const key0 in data){if(!((((((key0 === "description") || (key0 === "input")) || (key0 === "output")) || (key0 === "on")) || (key0 === "tags")) || (key0 === "map"))){const err1 = {instancePath,schemaPath:"#/additionalProperties",keyword:"additionalProperties",params:{additionalProperty: key0},message:"must NOT have additional properties",schema:false,parentSchema:schema117,data};if(vErrors === null){vErrors = [err1];}else {vErrors.push(err1);}errors++;}}if(data.description !== undefined){let data0 = data.description;if(typeof data0 === "string"){if(data0.length > 2000){const err2 = {instancePath:instancePath+"/description",schemaPath:"#/properties/description/maxLength",keyword:"maxLength",params:{limit: 2000},message:"must NOT have more than 2000 characters",schema:2000,parentSchema:schema117.properties.description,data:data0};if(vErrors === null){vErrors = [err2];}else {vErrors.push(err2);}errors++;}}else {const err3 = {instancePath:instancePath+"/description",schemaPath:"#/properties/description/type",keyword:"type",params:{type: "string"},message:"must be string",schema:schema117.properties.description.type,parentSchema:schema117.properties.description,data:data0};if(vErrors === null){vErrors = [err3];}else {vErrors.push(err3);}errors++;}}if(data.input !== undefined){if(!(validate183(data.input, {instancePath:instancePath+"/input",parentData:data,parentDataProperty:"input",rootData,dynamicAnchors}))){vErrors = vErrors === null ? validate183.errors : vErrors.concat(validate183.errors);errors = vErrors.length;}}if(data.on !== undefined){if(!(validate320(data.on, {instancePath:instancePath+"/on",parentData:data,parentDataProperty:"on",rootData,dynamicAnchors}))){vErrors = vErrors === null ? validate320.errors : vErrors.concat(validate320.errors);errors = vErrors.length;}}if(data.tags !== undefined){let data3 = data.tags;if(Array.isArray(data3)){if(data3.length > 20){const err4 = {instancePath:instancePath+"/tags",schemaPath:"#/properties/tags/maxItems",keyword:"maxItems",params:{limit: 20},message:"must NOT have more than 20 items",schema:20,parentSchema:schema117.properties.tags,data:data3};if(vErrors === null){vErrors = [err4];}else {vErrors.push(err4);}errors++;}const len0 = data3.length;for(let i0=0; i0<len0; i0++){let data4 = data3[i0];if(typeof data4 === "string"){if(!pattern19.test(data4)){const err5 = {instancePath:instancePath+"/tags/" + i0,schemaPath:"#/properties/tags/items/pattern",keyword:"pattern",params:{pattern: "^[A-Za-z0-9][A-Za-z0-9_.:-]{0,63}$"},message:"must match pattern \""+"^[A-Za-z0-9][A-Za-z0-9_.:-]{0,63}$"+"\"",schema:"^[A-Za-z0-9][A-Za-z0-9_.:-]{0,63}$",parentSchema:schema117.properties.tags.items,data:data4};if(vErrors === null){vErrors = [err5];}else {vErrors.push(err5);}errors++;}}else {const err6 = {instancePath:instancePath+"/tags/" + i0,schemaPath:"#/properties/tags/items/type",keyword:"type",params:{type: "string"},message:"must be string",schema:schema117.properties.tags.items.type,parentSchema:schema117.properties.tags.items,data:data4};if(vErrors === null){vErrors = [err6];}else {vErrors.push(err6);}errors++;}}let i1 = data3.length;let j0;if(i1 > 1){const indices0 = {};for(;i1--;){let item0 = data3[i1];if(typeof item0 !== "string"){continue;}if(typeof indices0[item0] == "number"){j0 = indices0[item0];const err7 = {instancePath:instancePath+"/tags",schemaPath:"#/properties/tags/uniqueItems",keyword:"uniqueItems",params:{i: i1, j: j0},message:"must NOT have duplicate items (items ## "+j0+" and "+i1+" are identical)",schema:true,parentSchema:schema117.properties.tags,data:data3};if(vErrors === null){vErrors = [err7];}else {vErrors.push(err7);}errors++;break;}indices0[item0] = i1;}}}else {const err8 = {instancePath:instancePath+"/tags",schemaPath:"#/properties/tags/type",keyword:"type",params:{type: "array"},message:"must be array",schema:schema117.properties.tags.type,parentSchema:schema117.properties.tags,data:data3};if(vErrors === null){vErrors = [err8];}else {vErrors.push(err8);}errors++;}}if(data.map !== undefined){if(!(validate364(data.map, {instancePath:instancePath+"/map",parentData:data,parentDataProperty:"map",rootData,dynamicAnchors}))){vErrors = vErrors === null ? validate364.errors : vErrors.concat(validate364.errors);errors = vErrors.length;}}}else {const err9 = {instancePath,schemaPath:"#/type",keyword:"type",params:{type: "object"},message:"must be object",schema:schema117.type,parentSchema:schema117,data};if(vErrors === null){vErrors = [err9];}else {vErrors.push(err9);}errors++;}validate598.errors = vErrors;return errors === 0;}validate598.evaluated = {"props":true,"dynamicProps":false,"dynamicItems":false};export const workflowStep: SourceValidator = validate602;function validate602(data, {instancePath="", parentData, parentDataProperty, rootData=data, dynamicAnchors={}}={}){let vErrors = null;let errors = 0;const evaluated0 = validate602.evaluated;if(evaluated0.dynamicProps){evaluated0.props = undefined;}if(evaluated0.dynamicItems){evaluated0.items = undefined;}if(data && typeof data == "object" && !Array.isArray(data)){if(data.workflow === undefined){const err0 = {instancePath,schemaPath:"#/required",keyword:"required",params:{missingProperty: "workflow"},message:"must have required property '"+"workflow"+"'",schema:schema94.required,parentSchema:schema94,data};if(vErrors === null){vErrors = [err0];}else {vErrors.push(err0);}errors++;}for(const key0 in data){if(!((((((((key0 === "workflow") || (key0 === "with")) || (key0 === "needs")) || (key0 === "when")) || (key0 === "forEach")) || (key0 === "concurrency")) || (key0 === "chunk")) || (key0 === "onFailure"))){const err1 = {instancePath,schemaPath:"#/additionalProperties",keyword:"additionalProperties",params:{additionalProperty: key0},message:"must NOT have additional properties",schema:false,parentSchema:schema94,data};if(vErrors === null){vErrors = [err1];}else {vErrors.push(err1);}errors++;}}if(data.workflow !== undefined){if(!(validate53(data.workflow, {instancePath:instancePath+"/workflow",parentData:data,parentDataProperty:"workflow",rootData,dynamicAnchors}))){vErrors = vErrors === null ? validate53.errors : vErrors.concat(validate53.errors);errors = vErrors.length;}}if(data.needs !== undefined){if(!(validate295(data.needs, {instancePath:instancePath+"/needs",parentData:data,parentDataProperty:"needs",rootData,dynamicAnchors}))){vErrors = vErrors === null ? validate295.errors : vErrors.concat(validate295.errors);errors = vErrors.length;}}if(data.when !== undefined){let data2 = data.when;if(typeof data2 === "string"){if(data2.length > 1000){const err2 = {instancePath:instancePath+"/when",schemaPath:"#/properties/when/maxLength",keyword:"maxLength",params:{limit: 1000},message:"must NOT have more than 1000 characters",schema:1000,parentSchema:schema94.properties.when,data:data2};if(vErrors === null){vErrors = [err2];}else {vErrors.push(err2);}errors++;}if(data2.length < 1){const err3 = {instancePath:instancePath+"/when",schemaPath:"#/properties/when/minLength",keyword:"minLength",params:{limit: 1},message:"must NOT have fewer than 1 characters",schema:1,parentSchema:schema94.properties.when,data:data2};if(vErrors === null){vErrors = [err3];}else {vErrors.push(err3);}errors++;}}else {const err4 = {instancePath:instancePath+"/when",schemaPath:"#/properties/when/type",keyword:"type",params:{type: "string"},message:"must be string",schema:schema94.properties.when.type,parentSchema:schema94.properties.when,data:data2};if(vErrors === null){vErrors = [err4];}else {vErrors.push(err4);}errors++;}}if(data.concurrency !== undefined){let data3 = data.concurrency;if(!(((typeof data3 == "number") && (!(data3 % 1) && !isNaN(data3))) && (isFinite(data3)))){const err5 = {instancePath:instancePath+"/concurrency",schemaPath:"#/properties/concurrency/type",keyword:"type",params:{type: "integer"},message:"must be integer",schema:schema94.properties.concurrency.type,parentSchema:schema94.properties.concurrency,data:data3};if(vErrors === null){vErrors = [err5];}else {vErrors.push(err5);}errors++;}if((typeof data3 == "number") && (isFinite(data3))){if(data3 > 100000 || isNaN(data3)){const err6 = {instancePath:instancePath+"/concurrency",schemaPath:"#/properties/concurrency/maximum",keyword:"maximum",params:{comparison: "<=", limit: 100000},message:"must be <= 100000",schema:100000,parentSchema:schema94.properties.concurrency,data:data3};if(vErrors === null){vErrors = [err6];}else {vErrors.push(err6);}errors++;}if(data3 < 1 || isNaN(data3)){const err7 = {instancePath:instancePath+"/concurrency",schemaPath:"#/properties/concurrency/minimum",keyword:"minimum",params:{comparison: ">=", limit: 1},message:"must be >= 1",schema:1,parentSchema:schema94.properties.concurrency,data:data3};if(vErrors === null){vErrors = [err7];}else {vErrors.push(err7);}errors++;}}}if(data.chunk !== undefined){let data4 = data.chunk;if(!(((typeof data4 == "number") && (!(data4 % 1) && !isNaN(data4))) && (isFinite(data4)))){const err8 = {instancePath:instancePath+"/chunk",schemaPath:"#/properties/chunk/type",keyword:"type",params:{type: "integer"},message:"must be integer",schema:schema94.properties.chunk.type,parentSchema:schema94.properties.chunk,data:data4};if(vErrors === null){vErrors = [err8];}else {vErrors.push(err8);}errors++;}if((typeof data4 == "number") && (isFinite(data4))){if(data4 > 100000 || isNaN(data4)){const err9 = {instancePath:instancePath+"/chunk",schemaPath:"#/properties/chunk/maximum",keyword:"maximum",params:{comparison: "<=", limit: 100000},message:"must be <= 100000",schema:100000,parentSchema:schema94.properties.chunk,data:data4};if(vErrors === null){vErrors = [err9];}else {vErrors.push(err9);}errors++;}if(data4 < 1 || isNaN(data4)){const err10 = {instancePath:instancePath+"/chunk",schemaPath:"#/properties/chunk/minimum",keyword:"minimum",params:{comparison: ">=", limit: 1},message:"must be >= 1",schema:1,parentSchema:schema94.properties.chunk,data:data4};if(vErrors === null){vErrors = [err10];}else {vErrors.push(err10);}errors++;}}}if(data.onFailure !== undefined){let data5 = data.onFailure;if(typeof data5 !== "string"){const err11 = {instancePath:instancePath+"/onFailure",schemaPath:"#/properties/onFailure/type",keyword:"type",params:{type: "string"},message:"must be string",schema:schema94.properties.onFailure.type,parentSchema:schema94.properties.onFailure,data:data5};if(vErrors === null){vErrors = [err11];}else {vErrors.push(err11);}errors++;}if(!((data5 === "fail") || (data5 === "continue"))){const err12 = {instancePath:instancePath+"/onFailure",schemaPath:"#/properties/onFailure/enum",keyword:"enum",params:{allowedValues: schema94.properties.onFailure.enum},message:"must be equal to one of the allowed values",schema:schema94.properties.onFailure.enum,parentSchema:schema94.properties.onFailure,data:data5};if(vErrors === null){vErrors = [err12];}else {vErrors.push(err12);}errors++;}}}else {const err13 = {instancePath,schemaPath:"#/type",keyword:"type",params:{type: "object"},message:"must be object",schema:schema94.type,parentSchema:schema94,data};if(vErrors === null){vErrors = [err13];}else {vErrors.push(err13);}errors++;}validate602.errors = vErrors;return errors === 0;}validate602.evaluated = {"props":true,"dynamicProps":false,"dynamicItems":false};export const workflowSteps: SourceValidator = validate605;function validate605(data, {instancePath="", parentData, parentDataProperty, rootData=data, dynamicAnchors={}}={}){let vErrors = null;let errors = 0;const evaluated0 = validate605.evaluated;if(evaluated0.dynamicProps){evaluated0.props = undefined;}if(evaluated0.dynamicItems){evaluated0.items = undefined;}if(data && typeof data == "object" && !Array.isArray(data)){if(data.steps === undefined){const err0 = {instancePath,schemaPath:"#/required",keyword:"required",params:{missingProperty: "steps"},message:"must have required property '"+"steps"+"'",schema:schema91.required,parentSchema:schema91,data};if(vErrors === null){vErrors = [err0];}else {vErrors.push(err0);}errors++;}for(const key0 in data){if(!((((((key0 === "description") || (key0 === "input")) || (key0 === "steps")) || (key0 === "output")) || (key0 === "on")) || (key0 === "tags"))){const err1 = {instancePath,schemaPath:"#/additionalProperties",keyword:"additionalProperties",params:{additionalProperty: key0},message:"must NOT have additional properties",schema:false,parentSchema:schema91,data};if(vErrors === null){vErrors = [err1];}else {vErrors.push(err1);}errors++;}}if(data.description !== undefined){let data0 = data.description;if(typeof data0 === "string"){if(data0.length > 2000){const err2 = {instancePath:instancePath+"/description",schemaPath:"#/properties/description/maxLength",keyword:"maxLength",params:{limit: 2000},message:"must NOT have more than 2000 characters",schema:2000,parentSchema:schema91.properties.description,data:data0};if(vErrors === null){vErrors = [err2];}else {vErrors.push(err2);}errors++;}}else {const err3 = {instancePath:instancePath+"/description",schemaPath:"#/properties/description/type",keyword:"type",params:{type: "string"},message:"must be string",schema:schema91.properties.description.type,parentSchema:schema91.properties.description,data:data0};if(vErrors === null){vErrors = [err3];}else {vErrors.push(err3);}errors++;}}if(data.input !== undefined){if(!(validate183(data.input, {instancePath:instancePath+"/input",parentData:data,parentDataProperty:"input",rootData,dynamicAnchors}))){vErrors = vErrors === null ? validate183.errors : vErrors.concat(validate183.errors);errors = vErrors.length;}}if(data.steps !== undefined){let data2 = data.steps;if(data2 && typeof data2 == "object" && !Array.isArray(data2)){if(Object.keys(data2).length > 1000){const err4 = {instancePath:instancePath+"/steps",schemaPath:"#/properties/steps/maxProperties",keyword:"maxProperties",params:{limit: 1000},message:"must NOT have more than 1000 properties",schema:1000,parentSchema:schema91.properties.steps,data:data2};if(vErrors === null){vErrors = [err4];}else {vErrors.push(err4);}errors++;}if(Object.keys(data2).length < 1){const err5 = {instancePath:instancePath+"/steps",schemaPath:"#/properties/steps/minProperties",keyword:"minProperties",params:{limit: 1},message:"must NOT have fewer than 1 properties",schema:1,parentSchema:schema91.properties.steps,data:data2};if(vErrors === null){vErrors = [err5];}else {vErrors.push(err5);}errors++;}for(const key1 in data2){const _errs7 = errors;if(typeof key1 === "string"){if(!pattern24.test(key1)){const err6 = {instancePath:instancePath+"/steps",schemaPath:"#/properties/steps/propertyNames/pattern",keyword:"pattern",params:{pattern: "^(?!(constructor|prototype)$)[A-Za-z][A-Za-z0-9_-]{0,63}$"},message:"must match pattern \""+"^(?!(constructor|prototype)$)[A-Za-z][A-Za-z0-9_-]{0,63}$"+"\"",schema:"^(?!(constructor|prototype)$)[A-Za-z][A-Za-z0-9_-]{0,63}$",parentSchema:schema91.properties.steps.propertyNames,data:key1,propertyName:key1};if(vErrors === null){vErrors = [err6];}else {vErrors.push(err6);}errors++;}}else {const err7 = {instancePath:instancePath+"/steps",schemaPath:"#/properties/steps/propertyNames/type",keyword:"type",params:{type: "string"},message:"must be string",schema:schema91.properties.steps.propertyNames.type,parentSchema:schema91.properties.steps.propertyNames,data:key1,propertyName:key1};if(vErrors === null){vErrors = [err7];}else {vErrors.push(err7);}errors++;}var valid1 = _errs7 === errors;if(!valid1){const err8 = {instancePath:instancePath+"/steps",schemaPath:"#/properties/steps/propertyNames",keyword:"propertyNames",params:{propertyName: key1},message:"property name must be valid",schema:schema91.properties.steps.propertyNames,parentSchema:schema91.properties.steps,data:data2};if(vErrors === null){vErrors = [err8];}else {vErrors.push(err8);}errors++;}}for(const key2 in data2){let data3 = data2[key2];const _errs11 = errors;let valid3 = false;const _errs12 = errors;if(!(validate293(data3, {instancePath:instancePath+"/steps/" + key2.replace(/~/g, "~0").replace(/\//g, "~1"),parentData:data2,parentDataProperty:key2,rootData,dynamicAnchors}))){vErrors = vErrors === null ? validate293.errors : vErrors.concat(validate293.errors);errors = vErrors.length;}var _valid0 = _errs12 === errors;valid3 = valid3 || _valid0;if(_valid0){var props0 = true;}const _errs13 = errors;if(!(validate302(data3, {instancePath:instancePath+"/steps/" + key2.replace(/~/g, "~0").replace(/\//g, "~1"),parentData:data2,parentDataProperty:key2,rootData,dynamicAnchors}))){vErrors = vErrors === null ? validate302.errors : vErrors.concat(validate302.errors);errors = vErrors.length;}var _valid0 = _errs13 === errors;valid3 = valid3 || _valid0;if(_valid0){if(props0 !== true){props0 = true;}}const _errs14 = errors;if(!(validate306(data3, {instancePath:instancePath+"/steps/" + key2.replace(/~/g, "~0").replace(/\//g, "~1"),parentData:data2,parentDataProperty:key2,rootData,dynamicAnchors}))){vErrors = vErrors === null ? validate306.errors : vErrors.concat(validate306.errors);errors = vErrors.length;}var _valid0 = _errs14 === errors;valid3 = valid3 || _valid0;if(_valid0){if(props0 !== true){props0 = true;}}if(!valid3){const err9 = {instancePath:instancePath+"/steps/" + key2.replace(/~/g, "~0").replace(/\//g, "~1"),schemaPath:"#/properties/steps/additionalProperties/anyOf",keyword:"anyOf",params:{},message:"must match a schema in anyOf",schema:schema91.properties.steps.additionalProperties.anyOf,parentSchema:schema91.properties.steps.additionalProperties,data:data3};if(vErrors === null){vErrors = [err9];}else {vErrors.push(err9);}errors++;}else {errors = _errs11;if(vErrors !== null){if(_errs11){vErrors.length = _errs11;}else {vErrors = null;}}}}}else {const err10 = {instancePath:instancePath+"/steps",schemaPath:"#/properties/steps/type",keyword:"type",params:{type: "object"},message:"must be object",schema:schema91.properties.steps.type,parentSchema:schema91.properties.steps,data:data2};if(vErrors === null){vErrors = [err10];}else {vErrors.push(err10);}errors++;}}if(data.on !== undefined){if(!(validate320(data.on, {instancePath:instancePath+"/on",parentData:data,parentDataProperty:"on",rootData,dynamicAnchors}))){vErrors = vErrors === null ? validate320.errors : vErrors.concat(validate320.errors);errors = vErrors.length;}}if(data.tags !== undefined){let data5 = data.tags;if(Array.isArray(data5)){if(data5.length > 20){const err11 = {instancePath:instancePath+"/tags",schemaPath:"#/properties/tags/maxItems",keyword:"maxItems",params:{limit: 20},message:"must NOT have more than 20 items",schema:20,parentSchema:schema91.properties.tags,data:data5};if(vErrors === null){vErrors = [err11];}else {vErrors.push(err11);}errors++;}const len0 = data5.length;for(let i0=0; i0<len0; i0++){let data6 = data5[i0];if(typeof data6 === "string"){if(!pattern19.test(data6)){const err12 = {instancePath:instancePath+"/tags/" + i0,schemaPath:"#/properties/tags/items/pattern",keyword:"pattern",params:{pattern: "^[A-Za-z0-9][A-Za-z0-9_.:-]{0,63}$"},message:"must match pattern \""+"^[A-Za-z0-9][A-Za-z0-9_.:-]{0,63}$"+"\"",schema:"^[A-Za-z0-9][A-Za-z0-9_.:-]{0,63}$",parentSchema:schema91.properties.tags.items,data:data6};if(vErrors === null){vErrors = [err12];}else {vErrors.push(err12);}errors++;}}else {const err13 = {instancePath:instancePath+"/tags/" + i0,schemaPath:"#/properties/tags/items/type",keyword:"type",params:{type: "string"},message:"must be string",schema:schema91.properties.tags.items.type,parentSchema:schema91.properties.tags.items,data:data6};if(vErrors === null){vErrors = [err13];}else {vErrors.push(err13);}errors++;}}let i1 = data5.length;let j0;if(i1 > 1){const indices0 = {};for(;i1--;){let item0 = data5[i1];if(typeof item0 !== "string"){continue;}if(typeof indices0[item0] == "number"){j0 = indices0[item0];const err14 = {instancePath:instancePath+"/tags",schemaPath:"#/properties/tags/uniqueItems",keyword:"uniqueItems",params:{i: i1, j: j0},message:"must NOT have duplicate items (items ## "+j0+" and "+i1+" are identical)",schema:true,parentSchema:schema91.properties.tags,data:data5};if(vErrors === null){vErrors = [err14];}else {vErrors.push(err14);}errors++;break;}indices0[item0] = i1;}}}else {const err15 = {instancePath:instancePath+"/tags",schemaPath:"#/properties/tags/type",keyword:"type",params:{type: "array"},message:"must be array",schema:schema91.properties.tags.type,parentSchema:schema91.properties.tags,data:data5};if(vErrors === null){vErrors = [err15];}else {vErrors.push(err15);}errors++;}}}else {const err16 = {instancePath,schemaPath:"#/type",keyword:"type",params:{type: "object"},message:"must be object",schema:schema91.type,parentSchema:schema91,data};if(vErrors === null){vErrors = [err16];}else {vErrors.push(err16);}errors++;}validate605.errors = vErrors;return errors === 0;}validate605.evaluated = {"props":true,"dynamicProps":false,"dynamicItems":false};
export const definitionValidators: Readonly<Record<string, SourceValidator>> = { afterRoute, bucketUse, chainElement, chordElement, cronSchedule, duration, engineUrl, enqueueRoute, enqueueSeveralRoute, errorName, everySchedule, exponentialBackoff, fixedBackoff, forWait, groupElement, handler, hardTimeout, hookList, httpStatus, limit, linearBackoff, listBackoff, mapElement, name, queueRateRule, rateText, redisEngine, resultRules, resultWord, retentionLimits, retryPolicy, runHookList, runTaskHook, showRoute, shutdownLimits, signalWait, sqliteEngine, task, taskConcurrencyRule, taskElement, taskHook, taskPattern, taskPatterns, taskRateRule, taskStep, timeoutLimits, untilWait, waitElement, waitStep, webhookHook, workflowChain, workflowChord, workflowElement, workflowGroup, workflowMap, workflowStep, workflowSteps };
