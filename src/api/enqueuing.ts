/** Jobs of a task, one or many. */
import { ENQUEUE_OPTIONS, type EnqueueOptions, type JobState, type JsonInput } from '../core/index.ts';
import type { Json, JsonObject } from '../foundation/index.ts';
import type { Call } from './endpoint.ts';
import { jobLocation, runLocation, taskName } from './names.ts';
import type { EndpointsOf } from './operation.ts';
import { runState } from './run-view.ts';
import type { StartedView } from './run-operations.ts';
import { anything, boolean, described, integer, listOf, objectOf, state, text, view } from './schemas.ts';

export interface EnqueueOperations {
  /** @throws TASK_UNKNOWN, PAYLOAD_INVALID (details.violations, all of them), PAYLOAD_NOT_JSON, PAYLOAD_TOO_LARGE, JOB_ID_TAKEN, JOB_EXISTS, REQUEST_INVALID, QUEUE_UNKNOWN */
  enqueue(task: string, jobs: readonly EnqueueItem[], options?: BulkOptions): Promise<readonly EnqueuedView[]>;
  /**
   * Jobs as one run: one id, counts, results in order. @throws as enqueue; RUN_ID_TAKEN
   */
  enqueueGroup(task: string, request: GroupRequest): Promise<GroupView>;
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

export const enqueuedRef: JsonObject = view(
  'Enqueued',
  objectOf<EnqueuedView>({
    id: text,
    state,
    existing: described(boolean, 'Whether it was there before: a job of that id, or one with the same key'),
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

export const enqueueEndpoints: EndpointsOf<EnqueueOperations> = {
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
    location: ([view], { body }) => {
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
    errors: ['TASK_UNKNOWN', 'QUEUE_UNKNOWN', 'RUN_ID_TAKEN', ...NOT_STORED],
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
