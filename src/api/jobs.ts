/** Jobs: what can be asked of them, and where. */
import { JOB_STATES, type JobState, readSearch, type Scope } from '../core/index.ts';
import { type Json, type JsonObject, SkepError } from '../foundation/index.ts';
import type { Call } from './endpoint.ts';
import { jobRef, type JobView } from './job-view.ts';
import { jobId } from './names.ts';
import type { EndpointsOf } from './operation.ts';
import { described, integer, listOf, objectOf, orNull, state, text, view } from './schemas.ts';

export interface JobOperations {
  /**
   * @param waitMs wait until it is finished, at most this long; the answer is then the state of that moment
   * @param signal ends the waiting, and the call with the signal's reason
   * @throws JOB_UNKNOWN; of what is revealed KEY_MISSING, SEAL_BROKEN
   */
  getJob<Payload = Json, Result = Json>(
    id: string,
    waitMs?: number,
    signal?: AbortSignal,
    options?: RevealOptions,
  ): Promise<JobView<Payload, Result>>;
  /** @param scope what is seen; else all */
  listJobs(query: JobQuery, scope?: Scope | null): Promise<JobPageView>;
  /** @throws JOB_UNKNOWN, STATE_CONFLICT */
  cancelJob(id: string): Promise<JobView>;
  /** @throws JOB_UNKNOWN, STATE_CONFLICT; JOB_EXISTS for one that has ended, whose key another job has */
  retryJob(id: string): Promise<JobView>;
  /** Gives a waiting job another priority, 0..9. @throws JOB_UNKNOWN, STATE_CONFLICT, REQUEST_INVALID */
  prioritizeJob(id: string, priority: number): Promise<JobView>;
  /** @throws JOB_UNKNOWN, STATE_CONFLICT */
  removeJob(id: string): Promise<void>;
  /**
   * Brings named jobs that wait into another queue of the manifest. Jobs that run, have finished or are unknown stay, and are
   * told. @param signal ends it between two steps. @throws QUEUE_UNKNOWN, REQUEST_INVALID
   */
  moveJobs(request: MoveRequest, signal?: AbortSignal): Promise<MovedView>;
}

export interface RevealOptions {
  /** Shows what is sensitive too, and to whom: it is told by the event `job.revealed`. A server names the caller's token. */
  readonly revealTo?: string;
}

export interface JobQuery {
  /** A search: `state:dead task:emails.* payload.user.id:42`, see docs/search.md. What else is said holds too. */
  readonly q?: string;
  readonly state?: readonly JobState[];
  readonly queue?: string;
  readonly task?: string;
  readonly tag?: string;
  /** Dead ones that died of this fault. */
  readonly fingerprint?: string;
  /** ISO instant, or a duration back from now ('2h'). */
  readonly since?: string;
  readonly cursor?: string;
  /** 1..200, default 50 */
  readonly limit?: number;
}

export interface MoveRequest {
  /** A queue of the manifest. */
  readonly to: string;
  /** In the order in which they are to wait there. */
  readonly ids: readonly string[];
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
  readonly refusals: readonly JobRefusal[];
}

export interface JobPageView {
  readonly jobs: readonly JobView[];
  /** Jobs that were gone through for this page: more than it has where no index tells what is sought. */
  readonly looked: number;
  /** Goes on from there; null at the end. A page may be short, or empty, and have it. */
  readonly next: string | null;
}

/** Why one of many jobs stayed as it was. */
export interface JobRefusal {
  readonly id: string;
  readonly code: 'JOB_UNKNOWN' | 'STATE_CONFLICT' | 'JOB_EXISTS';
  readonly detail: string;
  readonly state: JobState | null;
}

export const jobRefusal = objectOf<JobRefusal>({
  id: text,
  code: { type: 'string', enum: ['JOB_UNKNOWN', 'STATE_CONFLICT', 'JOB_EXISTS'] },
  detail: text,
  state: orNull(state),
});

const page: JsonObject = view(
  'JobPage',
  objectOf<JobPageView>({
    jobs: listOf(jobRef),
    looked: described(integer, 'Jobs that were gone through for this page'),
    next: described(orNull(text), 'Cursor of the next page; null at the end'),
  }),
);

const moved: JsonObject = view(
  'Moved',
  objectOf<MovedView>({
    to: text,
    moved: described(integer, 'Jobs that this call has brought there'),
    there: described(integer, 'Named ones that were there already'),
    stayed: described(integer, 'Those that stay where they are'),
    refusals: described(listOf(jobRefusal), 'Why, for a hundred of them at most'),
  }),
);

const name = { type: 'string', maxLength: 64 };

const states = { type: 'array', items: { type: 'string', enum: JOB_STATES } };
/** What jobs are asked for by, in queries and bodies. */
export const filters = {
  queue: described(name, 'Name of a queue'),
  task: described(name, 'Name of a task'),
  tag: described({ type: 'string', maxLength: 256 }, 'A tag that they carry'),
  since: described({ type: 'string', maxLength: 64 }, 'Created since: ISO 8601, or a duration back from now, as in 2h'),
};

export const fingerprint: JsonObject = {
  ...{ type: 'string', pattern: '^[0-9a-f]{16}$' },
  description: 'Dead ones that died of this fault',
  'x-problem': 'is no fingerprint of 16 hex digits, as `skep errors` shows them',
};

/** As many as a batch may enqueue. */
const MAX_IDS = 10_000;

const move: JsonObject = {
  type: 'object',
  required: ['to', 'ids'],
  additionalProperties: false,
  description: '{ "to": …, "ids": […] }',
  properties: {
    to: described(name, 'A queue of the manifest'),
    ids: {
      ...{ type: 'array', minItems: 1, maxItems: MAX_IDS, items: { type: 'string', minLength: 1 } },
      description: 'The jobs',
    },
  },
};

const one = {
  tag: 'jobs',
  params: { job: jobId },
  ask: (id: string) => ({ params: { job: id } }),
} as const;

export const jobEndpoints: EndpointsOf<JobOperations> = {
  listJobs: {
    name: 'listJobs',
    method: 'GET',
    path: '/api/jobs',
    access: 'viewer',
    tag: 'jobs',
    summary:
      'Jobs, newest first, a page at a time; all of them, one a line, for whoever accepts `application/x-ndjson`',
    query: {
      q: described({ type: 'string' }, 'A search, as in `state:dead task:emails.* payload.user.id:42`'),
      state: described(states, `Some of ${JOB_STATES.join(', ')}, with commas between them`),
      ...filters,
      fingerprint,
      cursor: described({ type: 'string' }, '`next` of the page before'),
      limit: {
        ...{ type: 'integer', minimum: 1, maximum: 200, default: 50 },
        description: 'Jobs per page, 1..200; of a stream, jobs in all, without it every one',
      },
    },
    done: { status: 200, description: 'A page', schema: page, lines: jobRef },
    ask: (query) => ({ query: { ...query } }),
    act: ({ operations, query }) => operations.listJobs(query),
    lines: ({ operations, query }) => everyJob(operations, query),
  },
  getJob: {
    ...one,
    name: 'getJob',
    method: 'GET',
    path: '/api/jobs/:job',
    access: 'viewer',
    summary: 'One job; with `wait`, as soon as it is finished',
    forAdmins: ['reveal'],
    query: {
      wait: described(text, 'Longest wait for its end, as in 30s; cut to 60s. The answer is the state of then.'),
      reveal: described({ type: 'boolean' }, 'Show what is sensitive too; for the role admin, and told in the log'),
    },
    done: { status: 200, description: 'The job', schema: jobRef },
    errors: ['JOB_UNKNOWN', 'KEY_MISSING', 'SEAL_BROKEN'],
    ask: (...[id, waitMs = 0, , { revealTo } = {}]) => ({
      params: { job: id },
      query: { wait: waitMs > 0 ? `${waitMs}ms` : undefined, reveal: revealTo === undefined ? undefined : 'true' },
    }),
    act: async (call) => {
      const job = await call.jobAfter(idOf(call), call.query['wait']);
      return call.query['reveal'] === true
        ? call.operations.getJob(job.id, 0, undefined, { revealTo: call.caller })
        : job;
    },
  },
  cancelJob: {
    ...one,
    name: 'cancelJob',
    method: 'POST',
    path: '/api/jobs/:job/cancel',
    access: 'operator',
    summary: 'End an unfinished job on purpose; a running handler gets the abort signal',
    done: { status: 200, description: 'The job afterwards', schema: jobRef },
    errors: ['JOB_UNKNOWN', 'STATE_CONFLICT'],
    act: (call) => call.operations.cancelJob(idOf(call)),
  },
  retryJob: {
    ...one,
    name: 'retryJob',
    method: 'POST',
    path: '/api/jobs/:job/retry',
    access: 'operator',
    summary: 'Let a dead, cancelled or waiting job run now',
    done: { status: 200, description: 'The job afterwards', schema: jobRef },
    errors: ['JOB_UNKNOWN', 'STATE_CONFLICT', 'JOB_EXISTS'],
    act: (call) => call.operations.retryJob(idOf(call)),
  },
  prioritizeJob: {
    name: 'prioritizeJob',
    tag: 'jobs',
    params: { job: jobId },
    method: 'POST',
    path: '/api/jobs/:job/priority',
    access: 'operator',
    summary: 'Give a job that waits another priority; it then waits behind those that have it',
    body: {
      ...{ type: 'object', required: ['priority'], additionalProperties: false, description: '{ "priority": 0 }' },
      properties: { priority: { type: 'integer', minimum: 0, maximum: 9, description: '0 is the most urgent' } },
    },
    done: { status: 200, description: 'The job afterwards', schema: jobRef },
    errors: ['JOB_UNKNOWN', 'STATE_CONFLICT'],
    ask: (id, priority) => ({ params: { job: id }, body: { priority } }),
    act: (call) =>
      call.operations.prioritizeJob(idOf(call), (call.body as unknown as { readonly priority: number }).priority),
  },
  removeJob: {
    ...one,
    name: 'removeJob',
    method: 'DELETE',
    path: '/api/jobs/:job',
    access: 'operator',
    summary: 'Delete a job that does not run, with all it holds',
    done: { status: 204, description: 'It is gone', schema: null },
    errors: ['JOB_UNKNOWN', 'STATE_CONFLICT'],
    act: (call) => call.operations.removeJob(idOf(call)),
  },
  moveJobs: {
    name: 'moveJobs',
    method: 'POST',
    path: '/api/jobs/move',
    access: 'operator',
    tag: 'jobs',
    summary: 'Bring waiting jobs into another queue: those that are named, or all of a filter, the oldest first',
    body: move,
    done: { status: 200, description: 'What was moved, and what stays', schema: moved },
    errors: ['QUEUE_UNKNOWN'],
    ask: (request) => ({ body: request }),
    act: ({ operations, body, signal }) => operations.moveJobs(body as unknown as MoveRequest, signal),
  },
};

/** Jobs that a stream reads at a time: what a client that does not read on keeps in memory. */
const STEP = 50;

async function* everyJob(operations: JobOperations, query: JobQuery): AsyncGenerator<readonly JobView[]> {
  const read = readSearch(query.q ?? '');
  if (read.ok && read.order !== null)
    throw new SkepError('REQUEST_INVALID', 'q: `sort` is for pages, not for a stream');
  let cursor = query.cursor;
  for (let left = query.limit ?? Number.POSITIVE_INFINITY; left > 0;) {
    const limit = Math.min(STEP, left);
    const { jobs, next } = await operations.listJobs({ ...query, limit, ...(cursor !== undefined && { cursor }) });
    yield jobs;
    if (next === null) return;
    cursor = next;
    left -= jobs.length;
  }
}

function idOf({ params }: Call<unknown>): string {
  return params['job'] ?? '';
}
