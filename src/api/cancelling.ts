/** Cancelling all jobs of a filter: what is asked, what comes of it, and where. */
import { statesBefore } from '../core/index.ts';
import type { JsonObject } from '../foundation/index.ts';
import { filters, type JobQuery, type JobRefusal, jobRefusal } from './jobs.ts';
import type { EndpointsOf } from './operation.ts';
import { boolean, described, integer, listOf, objectOf, orNull, text, view } from './schemas.ts';

export interface CancelOperations {
  /**
   * Ends unfinished jobs on purpose, the newest first, a bounded number of them; `next` says where to go on. A job that has
   * finished meanwhile stays, and is told. @param signal ends it between two steps. @throws REQUEST_INVALID
   */
  cancelJobs(request: CancelRequest, signal?: AbortSignal): Promise<CancelledView>;
}

/** All that is given must hold; something must be. */
export interface CancelRequest extends Pick<JobQuery, 'state' | 'queue' | 'task' | 'tag' | 'since' | 'cursor'> {
  /** Counts and changes nothing. */
  readonly dryRun?: boolean;
  /** Jobs in this call at most, 1..10 000, which is the default. */
  readonly limit?: number;
}

export interface CancelledView {
  readonly dryRun: boolean;
  /** Unfinished jobs that the filter has met. */
  readonly matched: number;
  /** Jobs that this call has cancelled. */
  readonly cancelled: number;
  /** Of those that matched, how many ran: their handlers get the abort signal. */
  readonly running: number;
  /** Those that were finished or gone before the cancel came. */
  readonly stayed: number;
  /** Which, for a hundred of them at most. */
  readonly refusals: readonly JobRefusal[];
  /** Where the same request goes on; null: nothing is left of what was there when it began. */
  readonly next: string | null;
}

/** One call, one request: what is more is asked for by `next`. */
export const CANCEL_LIMIT = 10_000;

const cancelled: JsonObject = view(
  'Cancelled',
  objectOf<CancelledView>({
    dryRun: boolean,
    matched: described(integer, 'Unfinished jobs that the filter has met'),
    cancelled: described(integer, 'Jobs that this call has cancelled'),
    running: described(integer, 'Of those that matched, how many ran: their handlers get the abort signal'),
    stayed: described(integer, 'Those that were finished or gone before the cancel came'),
    refusals: described(listOf(jobRefusal), 'Which, for a hundred of them at most'),
    next: described(orNull(text), '`cursor` of the call that goes on; null at the end'),
  }),
);

const body: JsonObject = {
  type: 'object',
  additionalProperties: false,
  description: '{ "queue": …, "state": […], "task": …, "tag": …, "since": …, "dryRun": false }',
  properties: {
    state: {
      ...{ type: 'array', items: { type: 'string', enum: statesBefore('cancel') } },
      description: `Some of ${statesBefore('cancel').join(', ')}; all of them by default`,
    },
    ...filters,
    dryRun: described(boolean, 'Count, and change nothing'),
    cursor: described({ type: 'string' }, '`next` of the call before'),
    limit: {
      ...{ type: 'integer', minimum: 1, maximum: CANCEL_LIMIT, default: CANCEL_LIMIT },
      description: 'Jobs in this call at most',
    },
  },
};

export const cancelEndpoints: EndpointsOf<CancelOperations> = {
  cancelJobs: {
    name: 'cancelJobs',
    method: 'POST',
    path: '/api/jobs/cancel',
    access: 'operator',
    tag: 'jobs',
    summary:
      'End all unfinished jobs of a filter on purpose, some thousands at a time; running handlers get the abort signal',
    body,
    done: { status: 200, description: 'What was cancelled, what stays, and where to go on', schema: cancelled },
    ask: (request) => ({ body: request }),
    act: ({ operations, body: request, signal }) => operations.cancelJobs(request as unknown as CancelRequest, signal),
  },
};
