/** Failures in bulk: dead jobs by what killed them, and many jobs changed at once: what is asked, and where. */
import { statesBefore } from '../core/index.ts';
import type { JsonObject } from '../foundation/index.ts';
import { filters, type JobQuery, type JobRefusal, jobRefusal } from './jobs.ts';
import type { EndpointsOf } from './operation.ts';
import { boolean, described, instant, integer, listOf, objectOf, orNull, text, texts, view } from './schemas.ts';

export interface FailureOperations {
  /** Dead jobs by fingerprint, the newest first, of a bounded number of them; `next` says where to go on. */
  errors(query: ErrorQuery): Promise<ErrorsView>;
  /**
   * Retries or removes all jobs of a filter, the newest first, a bounded number of them; `next` says where to go on. Dead
   * ones, unless `state` says others. @param signal ends it between two steps. @throws REQUEST_INVALID
   */
  changeJobs(request: ChangeRequest, signal?: AbortSignal): Promise<ChangedView>;
}

export type ErrorQuery = Pick<JobQuery, 'queue' | 'task' | 'tag' | 'since' | 'cursor'>;

export interface ErrorGroup {
  readonly fingerprint: string;
  readonly name: string;
  readonly code: string | null;
  /** Of the newest. */
  readonly message: string;
  readonly count: number;
  readonly tasks: readonly string[];
  readonly firstAt: string;
  readonly lastAt: string;
  /** The newest. */
  readonly job: string;
}

export interface ErrorsView {
  readonly errors: readonly ErrorGroup[];
  /** Dead jobs that were looked at. */
  readonly looked: number;
  readonly next: string | null;
}

export const CHANGE_ACTS = ['retry', 'remove'] as const;

/** All that is given must hold; something beside `state` must be. */
export interface ChangeRequest extends Pick<JobQuery, 'state' | 'queue' | 'task' | 'tag' | 'since' | 'cursor'> {
  readonly act: (typeof CHANGE_ACTS)[number];
  /** Only those whose error has it. */
  readonly fingerprint?: string;
  /** Counts and changes nothing. */
  readonly dryRun?: boolean;
  /** Jobs in this call at most, 1..10 000, which is the default. */
  readonly limit?: number;
}

export interface ChangedView {
  readonly act: string;
  readonly dryRun: boolean;
  readonly matched: number;
  readonly changed: number;
  /** Those that were changed, the first thousand. */
  readonly ids: readonly string[];
  /** Those that had changed or were gone before the call came. */
  readonly stayed: number;
  readonly refusals: readonly JobRefusal[];
  /** Where the same request goes on; null: nothing is left of what was there when it began. */
  readonly next: string | null;
}

/** One call, one request: what is more is asked for by `next`. */
export const CHANGE_LIMIT = 10_000;

const errors: JsonObject = view(
  'Errors',
  objectOf<ErrorsView>({
    errors: listOf(
      objectOf<ErrorGroup>({
        fingerprint: described(text, 'Equal for errors of one fault'),
        name: text,
        code: orNull(text),
        message: described(text, 'Of the newest'),
        count: integer,
        tasks: texts,
        firstAt: instant,
        lastAt: instant,
        job: described(text, 'The newest'),
      }),
    ),
    looked: described(integer, 'Dead jobs that were looked at'),
    next: described(orNull(text), '`cursor` of the call that goes on; null at the end'),
  }),
);

const changed: JsonObject = view(
  'Changed',
  objectOf<ChangedView>({
    act: text,
    dryRun: boolean,
    matched: described(integer, 'Jobs that the filter has met'),
    changed: described(integer, 'Jobs that this call has changed'),
    ids: described(texts, 'Those that were changed, the first thousand'),
    stayed: described(integer, 'Those that had changed or were gone before the call came'),
    refusals: described(listOf(jobRefusal), 'Which, for a hundred of them at most'),
    next: described(orNull(text), '`cursor` of the call that goes on; null at the end'),
  }),
);

const cursor = described({ type: 'string' }, '`next` of the call before');
const STATES = [...new Set([...statesBefore('retry'), ...statesBefore('remove')])];

const body: JsonObject = {
  type: 'object',
  required: ['act'],
  additionalProperties: false,
  description: '{ "act": "retry", "task": …, "queue": …, "fingerprint": …, "tag": …, "since": …, "dryRun": false }',
  properties: {
    act: { type: 'string', enum: CHANGE_ACTS, description: 'What is done with them' },
    state: {
      ...{ type: 'array', items: { type: 'string', enum: STATES } },
      description: 'Dead ones by default',
    },
    ...filters,
    fingerprint: { type: 'string', pattern: '^[0-9a-f]{16}$', description: 'Only those whose error has it' },
    dryRun: described(boolean, 'Count, and change nothing'),
    cursor,
    limit: {
      ...{ type: 'integer', minimum: 1, maximum: CHANGE_LIMIT, default: CHANGE_LIMIT },
      description: 'Jobs in this call at most',
    },
  },
};

export const failureEndpoints: EndpointsOf<FailureOperations> = {
  errors: {
    name: 'listErrors',
    method: 'GET',
    path: '/api/errors',
    access: 'viewer',
    tag: 'jobs',
    summary: 'Dead jobs by the fault that killed them, some thousands of jobs at a time',
    query: { ...filters, cursor },
    done: { status: 200, description: 'The faults, the newest first', schema: errors },
    ask: (query) => ({ query: { ...query } }),
    act: ({ operations, query }) => operations.errors(query),
  },
  changeJobs: {
    name: 'changeJobs',
    method: 'POST',
    path: '/api/jobs/change',
    access: 'operator',
    tag: 'jobs',
    summary: 'Retry or remove all jobs of a filter, dead ones unless it says others, some thousands at a time',
    body,
    done: { status: 200, description: 'What was changed, what stays, and where to go on', schema: changed },
    ask: (request) => ({ body: request }),
    act: ({ operations, body: request, signal }) => operations.changeJobs(request as unknown as ChangeRequest, signal),
  },
};
