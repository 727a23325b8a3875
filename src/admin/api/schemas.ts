/**
 * JSON Schemas of what the API answers. Each names every key of its view in platform/operations.ts: one more or
 * one less there does not compile here.
 */
import { JOB_STATES } from '../../core/index.ts';
import type { Diagnostic, JsonObject } from '../../foundation/index.ts';
import type {
  AttemptView,
  EnqueuedView,
  ErrorView,
  JobPageView,
  JobView,
  ManifestView,
  MovedView,
  NextTicksView,
  QueueView,
  ReadinessView,
  ScheduleView,
  TaskView,
  WorkerView,
} from '../../platform/index.ts';

type Schema = JsonObject;
type Properties<T> = { readonly [Key in keyof Required<T>]: Schema };

export const text: Schema = { type: 'string' };
export const integer: Schema = { type: 'integer' };
export const boolean: Schema = { type: 'boolean' };
/** Anything that JSON can hold. */
export const anything: Schema = {};
export const instant: Schema = { type: 'string', format: 'date-time', description: 'ISO 8601, UTC' };
export const texts: Schema = { type: 'array', items: text };
export const state: Schema = { type: 'string', enum: JOB_STATES };

export function described(schema: Schema, description: string): Schema {
  return { ...schema, description };
}

export function orNull(schema: Schema): Schema {
  return { anyOf: [schema, { type: 'null' }] };
}

export function listOf(schema: Schema): Schema {
  return { type: 'array', items: schema };
}

export function mapOf(schema: Schema): Schema {
  return { type: 'object', additionalProperties: schema };
}

/** An object of exactly these keys, all there. */
export function objectOf<T>(properties: Properties<T>): Schema {
  return { type: 'object', required: Object.keys(properties), additionalProperties: false, properties };
}

export function refTo(name: keyof typeof VIEWS): Schema {
  return { $ref: `#/components/schemas/${name}` };
}

const error = objectOf<ErrorView>({ name: text, message: text, code: orNull(text), stack: orNull(text) });

const attempt = objectOf<AttemptView>({
  number: integer,
  worker: described(text, 'Session of the process that ran it'),
  startedAt: instant,
  finishedAt: instant,
  durationMs: { type: 'number' },
  outcome: text,
  error: orNull(error),
  traceId: orNull(text),
  spanId: orNull(text),
});

const job = objectOf<JobView>({
  id: text,
  task: text,
  queue: text,
  priority: described(integer, '0..9, smaller runs sooner'),
  state,
  finished: described(boolean, 'Whether it ended: completed, dead or cancelled'),
  payload: anything,
  attempt: described(integer, 'Number of the current or last counted attempt; 0 before the first'),
  maxAttempts: integer,
  rescues: described(integer, 'How often its lease ran out and it was taken back'),
  runAt: instant,
  createdAt: instant,
  startedAt: orNull(instant),
  finishedAt: orNull(instant),
  expiresAt: orNull(instant),
  tags: texts,
  headers: mapOf(text),
  traceparent: orNull(text),
  manifestRevision: orNull(integer),
  schedule: orNull(objectOf<NonNullable<JobView['schedule']>>({ name: text, tickAt: instant })),
  parentId: orNull(text),
  blockedBy: orNull(text),
  progress: orNull(
    objectOf<NonNullable<JobView['progress']>>({
      done: { type: 'number' },
      total: orNull({ type: 'number' }),
      message: orNull(text),
      at: instant,
    }),
  ),
  logs: listOf(objectOf<JobView['logs'][number]>({ at: instant, line: text })),
  result: anything,
  error: orNull(error),
  attempts: listOf(attempt),
  omitted: described(texts, 'Parts of more than 2 kB that a list leaves out; empty for a job asked for by its id'),
});

/** A job of which only some keys are shown. */
export function jobOf(fields: readonly string[]): Schema {
  const properties = Object.entries(job['properties'] as JsonObject).filter(([key]) => fields.includes(key));
  return { ...job, required: properties.map(([key]) => key), properties: Object.fromEntries(properties) };
}

const queue = objectOf<QueueView>({
  name: text,
  declared: described(boolean, 'Whether the manifest declares it'),
  paused: boolean,
  concurrency: orNull(integer),
  counts: mapOf(integer),
  oldestAgeMs: orNull({ type: 'number' }),
  workers: described(integer, 'Processes that consume it'),
});

const task = objectOf<TaskView>({
  name: text,
  description: orNull(text),
  handler: text,
  queue: text,
  priority: integer,
  tags: texts,
  input: described(anything, 'JSON Schema of the payload; null = anything'),
  output: described(anything, 'JSON Schema of the result; null = anything'),
  timeout: objectOf<TaskView['timeout']>({ softMs: orNull({ type: 'number' }), hardMs: orNull({ type: 'number' }) }),
  retry: objectOf<TaskView['retry']>({ policy: text, maxAttempts: integer, backoff: anything }),
});

const schedule = objectOf<ScheduleView>({
  name: text,
  task: text,
  cron: orNull(text),
  everyMs: orNull({ type: 'number' }),
  timezone: orNull(text),
  payload: anything,
  paused: boolean,
  inForce: described(boolean, "Whether the store has it as this manifest says; false: another manifest's are in force"),
  decidedUntil: described(
    orNull(instant),
    'A wrong clock has left it decided up to this instant, and it waits for that',
  ),
  next: described(orNull(instant), 'When it will fire; null: it is paused, not in force, or never fires again'),
  last: orNull(instant),
  lastJobId: orNull(text),
});

const worker = objectOf<WorkerView>({
  id: text,
  host: text,
  pid: integer,
  version: text,
  roles: texts,
  queues: mapOf(integer),
  running: integer,
  overrunning: described(integer, 'Handlers whose attempt is over but which do not stop'),
  standstills: described(integer, 'Hard limits so far that passed unseen because a handler kept the event loop'),
  startedAt: instant,
  seenAt: instant,
  manifestHash: text,
  manifestRevision: orNull(integer),
  schedulesInForce: described(
    orNull(boolean),
    "Whether its manifest's schedules are those in force; null: no scheduler",
  ),
  adminUrl: orNull(text),
  troubles: described(texts, 'What is wrong with it by its own word'),
});

const diagnostic: Schema = {
  ...objectOf<Diagnostic>({
    code: text,
    severity: { type: 'string', enum: ['error', 'warning'] },
    message: text,
    file: text,
    line: integer,
    column: integer,
    endColumn: integer,
    path: text,
    source: text,
    hint: text,
    stack: listOf(text),
  }),
  required: ['code', 'severity', 'message', 'file', 'line', 'column', 'endColumn', 'path'],
};

const manifest = objectOf<ManifestView>({
  name: text,
  file: text,
  hash: text,
  revision: orNull(integer),
  loadedAt: instant,
  engine: objectOf<ManifestView['engine']>({ type: text, location: text }),
  counts: objectOf<ManifestView['counts']>({
    queues: integer,
    tasks: integer,
    schedules: integer,
    httpRoutes: integer,
  }),
  problems: described(listOf(diagnostic), 'Of the newest file that was refused; empty while the file is in force'),
  refusedAt: orNull(instant),
});

const readiness: Schema = {
  ...objectOf<ReadinessView>({
    ready: boolean,
    reasons: texts,
    warnings: described(texts, 'What does not keep it from working and should be looked at all the same'),
    checks: listOf(
      objectOf<ReadinessView['checks'][number]>({
        name: text,
        status: { type: 'string', enum: ['ok', 'warn', 'fail'] },
        message: text,
        hint: orNull(text),
      }),
    ),
  }),
  required: ['ready'],
};

const problem: Schema = {
  type: 'object',
  description: 'RFC 9457; more members may stand beside these, as `violations` or `diagnostics`',
  required: ['type', 'title', 'status', 'detail', 'code'],
  properties: {
    type: text,
    title: text,
    status: integer,
    detail: text,
    code: described(text, 'Stable; docs/errors.md lists all'),
    hint: text,
    instance: text,
  },
};

const refusal = objectOf<MovedView['refusals'][number]>({
  id: text,
  code: { type: 'string', enum: ['JOB_UNKNOWN', 'STATE_CONFLICT'] },
  detail: text,
  state: orNull(state),
});

export const VIEWS = {
  Job: job,
  JobPage: objectOf<JobPageView>({
    jobs: listOf({ $ref: '#/components/schemas/Job' }),
    next: described(orNull(text), 'Cursor of the next page; null at the end'),
  }),
  Moved: objectOf<MovedView>({
    to: text,
    moved: described(integer, 'Jobs that this call has brought there'),
    there: described(integer, 'Named ones that were there already'),
    stayed: described(integer, 'Those that stay where they are'),
    refusals: described(listOf(refusal), 'Why, for a hundred of them at most'),
  }),
  Enqueued: objectOf<EnqueuedView>({ id: text, state, existing: described(boolean, 'Whether it was there before') }),
  Queue: queue,
  Task: task,
  Schedule: schedule,
  NextTicks: objectOf<NextTicksView>({ schedule: text, next: listOf(instant) }),
  Worker: worker,
  Manifest: manifest,
  Readiness: readiness,
  Problem: problem,
} as const satisfies Record<string, Schema>;
