/** Tasks, and the jobs that are made of them. */
import { ENQUEUE_OPTIONS, type EnqueueOptions, type JobState, type JsonInput } from '../core/index.ts';
import type { Json, JsonObject } from '../foundation/index.ts';
import type { TaskSpec } from '../manifest/index.ts';
import type { Call } from './endpoint.ts';
import { jobLocation, runLocation, taskName } from './names.ts';
import { type EndpointsOf, under } from './operation.ts';
import { pauseBody, type PauseRequest, type PauseView, pauseView } from './pausing.ts';
import { uniqueSchemas } from './task-keys.ts';
import { runState } from './run-view.ts';
import type { StartedView } from './runs.ts';
import {
  anything,
  boolean,
  described,
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

export interface TaskOperations {
  /** @throws TASK_UNKNOWN, PAYLOAD_INVALID (details.violations, all of them), PAYLOAD_NOT_JSON, PAYLOAD_TOO_LARGE, JOB_ID_TAKEN, JOB_EXISTS, REQUEST_INVALID, QUEUE_UNKNOWN */
  enqueue(task: string, jobs: readonly EnqueueItem[], options?: BulkOptions): Promise<readonly EnqueuedView[]>;
  /**
   * Jobs as one run: one id, counts, results in order. @throws as enqueue; RUN_ID_TAKEN
   */
  enqueueGroup(task: string, request: GroupRequest): Promise<GroupView>;
  tasks(): Promise<readonly TaskView[]>;
  /** @throws TASK_UNKNOWN */
  task(name: string): Promise<TaskView>;
  /** Its jobs are held, or not any more. @param by who @throws TASK_UNKNOWN, REQUEST_INVALID */
  pauseTask(name: string, paused: boolean, why?: PauseRequest, by?: string | null): Promise<TaskView>;
}

export interface EnqueueItem {
  readonly payload: JsonInput;
  readonly options?: EnqueueOptions;
}

/** What is said of a call, and not of one of its jobs. */
export interface BulkOptions {
  /** The starts of its jobs are spread evenly over this time, in their order: a duration, as in `60s`, or milliseconds. */
  readonly spread?: string | number;
}

export interface GroupRequest {
  readonly jobs: readonly { readonly payload: JsonInput }[];
  /** Of each of the jobs; `id` is that of the run. */
  readonly options?: EnqueueOptions;
}

export interface GroupView extends StartedView {
  /** How many jobs it has. */
  readonly count: number;
}

export interface EnqueuedView {
  /** Of the job that is there, which is another one where that has the key of the new one. */
  readonly id: string;
  readonly state: JobState;
  /** Nothing new was stored: a job of that id was there, or one with the same key. */
  readonly existing: boolean;
}

/** A task as the manifest has it, the handler as it is written there; of a request or command what is no secret. */
export interface TaskView extends Omit<TaskSpec, 'handler' | 'request' | 'command' | 'on' | 'retry' | 'upcast'> {
  readonly upcast: Readonly<Record<string, string>>;
  readonly handler: string | null;
  /** `POST https://partner.example`; null where something else does its work. */
  readonly request: string | null;
  /** The program; null where something else does its work. */
  readonly command: string | null;
  /** Per event what is told, as `task ops.alert`, `POST https://hooks.example` or a module and its export; null without hooks. */
  readonly on: Readonly<Record<string, readonly string[]>> | null;
  readonly retry: { readonly policy: string; readonly maxAttempts: number; readonly backoff: Json };
  /** Its jobs are held; null: it is not paused. */
  readonly pause: PauseView | null;
}

export const enqueuedRef: JsonObject = view(
  'Enqueued',
  objectOf<EnqueuedView>({
    id: text,
    state,
    existing: described(boolean, 'Whether it was there before: a job of that id, or one with the same key'),
  }),
);

const task: JsonObject = view(
  'Task',
  objectOf<TaskView>({
    name: text,
    description: orNull(text),
    extends: described(texts, 'Bases that its keys come from where it does not say them itself'),
    handler: described(orNull(text), 'Module and export; null where a request or a command does the work'),
    request: described(orNull(text), 'Method and origin of the request that does the work'),
    executor: described({ type: 'string', enum: ['inline', 'thread', 'process'] }, 'Where its handler runs'),
    limits: described(
      orNull(
        objectOf<NonNullable<TaskView['limits']>>({
          memoryBytes: orNull(integer),
          cpuMs: orNull({ type: 'number' }),
        }),
      ),
      'What an attempt may take in its thread or process',
    ),
    command: described(orNull(text), 'Program that does the work, without its arguments'),
    cwd: described(orNull(text), 'Folder of the command; null = that of the manifest'),
    env: described(orNull(texts), 'Variables that the command gets; null = those that it gets by default'),
    exitCodes: described(orNull(mapOf(text)), 'What exit codes of the command mean'),
    on: described(orNull({ type: 'object', additionalProperties: texts }), 'Hooks, by event'),
    deadTo: described(
      orNull(objectOf<NonNullable<TaskView['deadTo']>>({ queue: text, task: orNull(text) })),
      'Queue and task of the letters that its dead jobs leave; task null = its own',
    ),
    rate: described(
      orNull(
        objectOf<NonNullable<TaskView['rate']>>({ limit: integer, perMs: integer, burst: integer, key: orNull(text) }),
      ),
      'How many of its jobs may start in a time, over all processes',
    ),
    concurrency: described(
      orNull(
        objectOf<NonNullable<TaskView['concurrency']>>({
          limit: integer,
          key: orNull(text),
          onConflict: { type: 'string', enum: ['wait', 'skip', 'cancelRunning'] },
        }),
      ),
      'How many of its jobs may run at once, over all processes',
    ),
    fairness: described(
      orNull(objectOf<NonNullable<TaskView['fairness']>>({ key: text })),
      'Whose jobs take turns in a queue of `order: fair`',
    ),
    uses: described(
      listOf(objectOf<TaskView['uses'][number]>({ bucket: text, cost: integer })),
      'Buckets that each of its jobs takes from',
    ),
    ...uniqueSchemas,
    collect: described(
      orNull(
        objectOf<NonNullable<TaskView['collect']>>({ size: integer, waitMs: { type: 'number' }, key: orNull(text) }),
      ),
      'How many of its jobs its handler gets in one call; null: one',
    ),
    queue: text,
    routes: described(
      listOf(objectOf<TaskView['routes'][number]>({ match: text, where: text, queue: text, priority: integer })),
      'Routes for some of its jobs, by their payload: the first that holds decides',
    ),
    priority: integer,
    tags: texts,
    use: described(texts, 'Resources that are open while its handler runs'),
    input: described(anything, 'JSON Schema of the payload; null = anything'),
    output: described(anything, 'JSON Schema of the result; null = anything'),
    encrypt: described(boolean, 'Whether payload and result are stored encrypted'),
    version: described(integer, 'Form of the payload'),
    upcast: described(mapOf(text), 'What brings a payload up, by the version that it takes'),
    sensitive: described(texts, 'Paths of payload and result that are not shown'),
    maxPayloadBytes: described(orNull(integer), 'Largest payload as JSON; null = 1 MiB, as for any task'),
    result: described(
      orNull(
        objectOf<NonNullable<TaskView['result']>>({
          ignore: boolean,
          maxBytes: orNull(integer),
          keepMs: orNull({ type: 'number' }),
        }),
      ),
      'What becomes of its results; null = kept as long as the job, up to 1 MiB each',
    ),
    timeout: objectOf<TaskView['timeout']>({ softMs: orNull({ type: 'number' }), hardMs: orNull({ type: 'number' }) }),
    cancelGraceMs: described({ type: 'number' }, 'How long an attempt may go on after a cancel'),
    retry: objectOf<TaskView['retry']>({ policy: text, maxAttempts: integer, backoff: anything }),
    pause: described(orNull(pauseView), 'Why its jobs are held; null: it is not paused'),
  }),
);

/** Why jobs are not stored whose task is there. */
export const NOT_STORED = [
  'PAYLOAD_INVALID',
  'PAYLOAD_NOT_JSON',
  'PAYLOAD_TOO_LARGE',
  'JOB_ID_TAKEN',
  'JOB_EXISTS',
] as const;
/** Jobs of one call: a transaction of this size still takes milliseconds. */
export const MAX_JOBS = 10_000;

const options: JsonObject = view('EnqueueOptions', ENQUEUE_OPTIONS);

const item: JsonObject = {
  type: 'object',
  required: ['payload'],
  additionalProperties: false,
  description: '{ "payload": …, "options": { … } }',
  properties: { payload: described(anything, "By the task's input schema"), options },
};

const batch: JsonObject = {
  type: 'object',
  required: ['jobs'],
  additionalProperties: false,
  description: '{ "jobs": [{ "payload": …, "options": { … } }, …], "spread": "60s" }',
  properties: {
    jobs: { type: 'array', minItems: 1, maxItems: MAX_JOBS, items: item },
    spread: described(
      { type: ['string', 'number'] },
      'Their starts are spread evenly over this time, in their order; a duration or milliseconds',
    ),
  },
};

const group: JsonObject = {
  type: 'object',
  required: ['jobs', 'group'],
  additionalProperties: false,
  description: '{ "jobs": [{ "payload": … }, …], "group": true, "options": { … } }',
  properties: {
    jobs: {
      ...{ type: 'array', minItems: 1, maxItems: MAX_JOBS },
      items: { type: 'object', required: ['payload'], additionalProperties: false, properties: { payload: anything } },
    },
    group: { const: true, description: 'All of them are one run: one id, counts, results in order' },
    options,
  },
};

const grouped: JsonObject = view(
  'Group',
  objectOf<GroupView>({
    id: described(text, 'Of the run'),
    state: runState,
    existing: described(boolean, 'Whether it was there before'),
    count: described(integer, 'How many jobs it has'),
  }),
);

const one = { tag: 'tasks', params: { task: taskName } } as const;

export const taskEndpoints: EndpointsOf<TaskOperations> = {
  tasks: {
    name: 'listTasks',
    method: 'GET',
    path: '/api/tasks',
    access: 'viewer',
    tag: 'tasks',
    summary: 'All tasks of the manifest',
    done: { status: 200, description: 'The tasks', schema: objectOf<{ tasks: unknown }>({ tasks: listOf(task) }) },
    ask: () => ({}),
    act: ({ operations }) => operations.tasks(),
    wire: under('tasks'),
  },
  task: {
    ...one,
    name: 'getTask',
    method: 'GET',
    path: '/api/tasks/:task',
    access: 'viewer',
    summary: 'One task',
    done: { status: 200, description: 'The task', schema: task },
    errors: ['TASK_UNKNOWN'],
    ask: (name) => ({ params: { task: name } }),
    act: (call) => call.operations.task(nameOf(call)),
  },
  pauseTask: [
    {
      ...one,
      name: 'pauseTask',
      method: 'POST',
      path: '/api/tasks/:task/pause',
      access: 'operator',
      summary: 'Hold its jobs, in any process; what runs goes on',
      body: pauseBody,
      done: { status: 200, description: 'The task afterwards', schema: task },
      errors: ['TASK_UNKNOWN'],
      when: (_name, paused) => paused,
      ask: (name, _paused, why = {}) => ({ params: { task: name }, body: why }),
      act: (call) => call.operations.pauseTask(nameOf(call), true, (call.body ?? {}) as PauseRequest, call.caller),
    },
    {
      ...one,
      name: 'resumeTask',
      method: 'POST',
      path: '/api/tasks/:task/resume',
      access: 'operator',
      summary: 'Let its jobs start again',
      done: { status: 200, description: 'The task afterwards', schema: task },
      errors: ['TASK_UNKNOWN'],
      when: (_name, paused) => !paused,
      ask: (name) => ({ params: { task: name } }),
      act: (call) => call.operations.pauseTask(nameOf(call), false, {}, call.caller),
    },
  ],
  enqueue: {
    ...one,
    name: 'enqueue',
    method: 'POST',
    path: '/api/tasks/:task/jobs',
    access: 'operator',
    summary: 'Enqueue one job, or many: all or nothing; with `group` as one run',
    body: { oneOf: [item, batch, group] },
    done: {
      status: 202,
      description: 'Accepted: the jobs survive a crash from now on',
      schema: { oneOf: [enqueuedRef, objectOf<{ jobs: unknown }>({ jobs: listOf(enqueuedRef) }), grouped] },
    },
    errors: ['TASK_UNKNOWN', 'QUEUE_UNKNOWN', 'RUN_ID_TAKEN', ...NOT_STORED],
    ask: (name, jobs, { spread } = {}) => {
      const single = jobs.length === 1 && spread === undefined;
      return { params: { task: name }, body: single ? jobs[0] : { jobs, ...(spread !== undefined && { spread }) } };
    },
    act: async (call) => {
      const { operations, body } = call;
      if (!isGroup(body)) return operations.enqueue(nameOf(call), itemsOf(body), bulkOf(body));
      // It is shown as it is, see `write`.
      return [await operations.enqueueGroup(nameOf(call), body)] as unknown as readonly EnqueuedView[];
    },
    wire: {
      write: (views, body) => (isBatch(body) && !isGroup(body) ? { jobs: views } : views[0]),
      read: (body) => (isBatch(body) ? body.jobs : [body]) as readonly EnqueuedView[],
    },
    location: ([view], body) => {
      if (view === undefined || (isBatch(body) && !isGroup(body))) return undefined;
      return isGroup(body) ? runLocation(view.id) : jobLocation(view.id);
    },
  },
  enqueueGroup: {
    ...one,
    name: 'enqueueGroup',
    method: 'POST',
    path: '/api/tasks/:task/jobs',
    within: 'enqueue',
    access: 'operator',
    summary: 'Enqueue many jobs as one run',
    body: group,
    done: { status: 202, description: 'Accepted', schema: grouped },
    ask: (name, request) => ({ params: { task: name }, body: { ...request, group: true } }),
    act: (call) => call.operations.enqueueGroup(nameOf(call), call.body as unknown as GroupRequest),
  },
};

function itemsOf(body: Json | undefined): readonly EnqueueItem[] {
  return (isBatch(body) ? body.jobs : [body]) as readonly EnqueueItem[];
}

function bulkOf(body: unknown): BulkOptions {
  const { spread } = isBatch(body) ? (body as BulkOptions) : {};
  return spread === undefined ? {} : { spread };
}

function isGroup(body: unknown): body is GroupRequest {
  return isBatch(body) && 'group' in body;
}

/** One is answered as it was given, several as a list. */
function isBatch(body: unknown): body is { readonly jobs: unknown } {
  return typeof body === 'object' && body !== null && 'jobs' in body;
}

function nameOf({ params }: Call<unknown>): string {
  return params['task'] ?? '';
}
