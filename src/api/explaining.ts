/** What would become of a job, and why one is where it is: what is asked, how it is shown, and where. */
import type { JobState, JsonInput } from '../core/index.ts';
import type { JsonObject } from '../foundation/index.ts';
import type { Call } from './endpoint.ts';
import { errorRef, type ErrorView } from './job-view.ts';
import { jobId, taskName } from './names.ts';
import type { EndpointsOf } from './operation.ts';
import { type ExplainedKey, explainedKey } from './task-keys.ts';
import {
  anything,
  boolean,
  described,
  instant,
  integer,
  listOf,
  mapOf,
  objectOf,
  orNull,
  state,
  text,
  texts,
  view,
} from './schemas.ts';

export interface ExplainOperations {
  /** What would become of a job of this task; nothing is enqueued. @throws TASK_UNKNOWN */
  explainTask(task: string, request?: ExplainRequest): Promise<ExplainView>;
  /** Why a job is where it is, and what comes next. @throws JOB_UNKNOWN */
  whyJob(id: string): Promise<WhyView>;
}

export interface ExplainRequest {
  /** Checked as an enqueue would; without it nothing is said about payloads. */
  readonly payload?: JsonInput;
}

export interface ExplainView {
  readonly task: string;
  readonly queue: string;
  /** What decided on the queue; null: no route matches, it is the default queue. `file` and `line` are null where the files have changed. */
  readonly route: {
    readonly match: string;
    /** Its condition, which holds for the payload that was given; null: it takes all jobs of the tasks. */
    readonly where: string | null;
    readonly file: string | null;
    readonly line: number | null;
  } | null;
  readonly priority: number;
  /** Routes for some of its jobs, by their payload: the first that holds decides. Without a payload `queue` is where the others go. */
  readonly routes: readonly {
    readonly match: string;
    readonly where: string;
    readonly queue: string;
    readonly priority: number;
  }[];
  /** Which jobs of the queue are next; null: the manifest does not declare it. */
  readonly order: 'strict' | 'weighted' | 'fair' | null;
  /** With whose jobs it would take turns; null: with those without a tenant, or none do. */
  readonly tenant: string | null;
  /** Form of the payload. */
  readonly version: number;
  readonly work: { readonly kind: 'handler' | 'request' | 'command'; readonly executor: string; readonly does: string };
  readonly timeout: { readonly softMs: number | null; readonly hardMs: number | null };
  /** Jobs of one call at most, and how long the first waits for company; null: each has a call of its own. */
  readonly collect: { readonly size: number; readonly waitMs: number; readonly key: string | null } | null;
  /** Handlers of its queue at once, per process. */
  readonly concurrency: number | null;
  /** What limits its jobs over all processes, as the manifest says it. */
  readonly limits: readonly string[];
  /** What holds its jobs now: holds that may mean them, and pauses. */
  readonly standing: readonly StandingView[];
  /** How its jobs are told apart; null: they are not. */
  readonly unique: ExplainedKey | null;
  readonly resources: readonly string[];
  readonly retry: {
    readonly policy: string;
    readonly maxAttempts: number;
    readonly retryOn: readonly string[];
    readonly deadOn: readonly string[];
  };
  /** When each attempt would start, were it enqueued now and each failed at once; a hundred at most. */
  readonly attempts: readonly PlannedAttempt[];
  readonly hooks: Readonly<Record<string, readonly string[]>>;
  /** null: none was given. */
  readonly payload: {
    readonly valid: boolean;
    readonly problems: readonly { readonly pointer: string; readonly message: string }[];
  } | null;
}

export interface StandingView {
  /** `queue` and `task` are paused; of a `hold` some jobs may be meant only. */
  readonly kind: 'queue' | 'task' | 'hold';
  readonly name: string;
  /** What of a job is asked still: its tag and its condition; null: all jobs of the task are meant. */
  readonly means: string | null;
  readonly reason: string | null;
  readonly until: string | null;
}

export interface PlannedAttempt {
  readonly number: number;
  /** Differs from `latest` where delays have jitter. */
  readonly earliest: string;
  readonly latest: string;
}

export const WAIT_REASONS = ['scheduled', 'retry', 'blocked', 'hold', 'paused', 'no-worker', 'turn'] as const;
export type WaitReason = (typeof WAIT_REASONS)[number];

export interface WhyView {
  readonly id: string;
  readonly task: string;
  readonly queue: string;
  readonly state: JobState;
  /** null: it does not wait. */
  readonly waits: {
    readonly reason: WaitReason;
    /** Of the queue, the gate or what is missing. */
    readonly name: string;
    /** When that ends; null: when something else happens. */
    readonly until: string | null;
    /** Why, where a person has said so. */
    readonly text: string | null;
    /** Of `turn`: available jobs of the queue, itself among them. */
    readonly queued: number | null;
  } | null;
  /** null: nobody runs it. The store keeps the holder of a lease to itself, so `by` are all who may: busy, and consuming its queue. */
  readonly runs: {
    readonly since: string;
    readonly by: readonly { readonly worker: string; readonly host: string; readonly pid: number }[];
  } | null;
  readonly attempt: number;
  readonly maxAttempts: number;
  readonly error: ErrorView | null;
  /** Where its time went. */
  readonly spent: { readonly waitedMs: number; readonly ranMs: number };
  /** What happens next, in a sentence. */
  readonly next: string;
}

const nullableText = orNull(text);
const milliseconds = { type: 'number' };

const explained: JsonObject = view(
  'Explanation',
  objectOf<ExplainView>({
    task: text,
    queue: text,
    route: described(
      orNull(
        objectOf<NonNullable<ExplainView['route']>>({
          match: text,
          where: described(nullableText, 'Its condition, which holds for the payload'),
          file: nullableText,
          line: orNull(integer),
        }),
      ),
      'What decided on the queue; null: the default queue',
    ),
    priority: integer,
    routes: described(
      listOf(objectOf<ExplainView['routes'][number]>({ match: text, where: text, queue: text, priority: integer })),
      'Routes for some of its jobs, by their payload: the first that holds decides',
    ),
    order: described(nullableText, 'Which jobs of the queue are next: strict, weighted or fair'),
    tenant: described(nullableText, 'With whose jobs it would take turns'),
    version: described(integer, 'Form of the payload'),
    work: objectOf<ExplainView['work']>({
      kind: { type: 'string', enum: ['handler', 'request', 'command'] },
      executor: text,
      does: text,
    }),
    timeout: objectOf<ExplainView['timeout']>({ softMs: orNull(milliseconds), hardMs: orNull(milliseconds) }),
    collect: described(
      orNull(objectOf<NonNullable<ExplainView['collect']>>({ size: integer, waitMs: milliseconds, key: nullableText })),
      'Jobs of one call at most, and how long the first waits for company; null: each has a call of its own',
    ),
    concurrency: described(orNull(integer), 'Handlers of its queue at once, per process'),
    limits: described(texts, 'What limits its jobs over all processes'),
    standing: described(
      listOf(
        objectOf<StandingView>({
          kind: { type: 'string', enum: ['queue', 'task', 'hold'] },
          name: text,
          means: described(nullableText, 'What of a job is asked still; null: all are meant'),
          reason: nullableText,
          until: orNull(instant),
        }),
      ),
      'What holds its jobs now',
    ),
    unique: described(orNull(explainedKey), 'How its jobs are told apart; null: they are not'),
    resources: texts,
    retry: objectOf<ExplainView['retry']>({ policy: text, maxAttempts: integer, retryOn: texts, deadOn: texts }),
    attempts: described(
      listOf(objectOf<PlannedAttempt>({ number: integer, earliest: instant, latest: instant })),
      'When each would start, were it enqueued now and each failed at once; a hundred at most',
    ),
    hooks: described(mapOf(texts), 'Who is told, by event'),
    payload: described(
      orNull(
        objectOf<NonNullable<ExplainView['payload']>>({
          valid: boolean,
          problems: listOf(objectOf<{ pointer: string; message: string }>({ pointer: text, message: text })),
        }),
      ),
      'null: none was given',
    ),
  }),
);

const why: JsonObject = view(
  'Why',
  objectOf<WhyView>({
    id: text,
    task: text,
    queue: text,
    state,
    waits: described(
      orNull(
        objectOf<NonNullable<WhyView['waits']>>({
          reason: { type: 'string', enum: WAIT_REASONS },
          name: described(text, 'Of the queue, the gate or what is missing'),
          until: described(orNull(instant), 'null: until something else happens'),
          text: described(orNull(text), 'Why, where a person has said so'),
          queued: described(orNull(integer), 'Of `turn`: available jobs of the queue, itself among them'),
        }),
      ),
      'null: it does not wait',
    ),
    runs: described(
      orNull(
        objectOf<NonNullable<WhyView['runs']>>({
          since: instant,
          by: listOf(
            objectOf<{ worker: string; host: string; pid: number }>({ worker: text, host: text, pid: integer }),
          ),
        }),
      ),
      'Since when it runs, and in which processes it may: those that consume its queue and are busy',
    ),
    attempt: integer,
    maxAttempts: integer,
    error: orNull(errorRef),
    spent: described(
      objectOf<WhyView['spent']>({ waitedMs: milliseconds, ranMs: milliseconds }),
      'Where its time went: all attempts, and everything else',
    ),
    next: described(text, 'What happens next, in a sentence'),
  }),
);

const body: JsonObject = {
  type: 'object',
  additionalProperties: false,
  description: '{ "payload": … }` or `{}',
  properties: { payload: described(anything, 'Checked as an enqueue would') },
};

export const explainEndpoints: EndpointsOf<ExplainOperations> = {
  explainTask: {
    name: 'explainTask',
    method: 'POST',
    path: '/api/tasks/:task/explain',
    access: 'viewer',
    tag: 'tasks',
    params: { task: taskName },
    summary: 'What would become of a job of this task: route, limits, attempts with instants; nothing is enqueued',
    body,
    done: { status: 200, description: 'What would become of it', schema: explained },
    errors: ['TASK_UNKNOWN'],
    ask: (task, request = {}) => ({ params: { task }, body: request }),
    act: (call) => call.operations.explainTask(pathPart(call, 'task'), call.body as unknown as ExplainRequest),
  },
  whyJob: {
    name: 'whyJob',
    method: 'GET',
    path: '/api/jobs/:job/why',
    access: 'viewer',
    tag: 'jobs',
    params: { job: jobId },
    summary: 'Why a job is where it is: what it waits for, who runs it, where its time went, what comes next',
    done: { status: 200, description: 'Why', schema: why },
    errors: ['JOB_UNKNOWN'],
    ask: (id) => ({ params: { job: id } }),
    act: (call) => call.operations.whyJob(pathPart(call, 'job')),
  },
};

function pathPart({ params }: Call<unknown>, name: string): string {
  return params[name] ?? '';
}
