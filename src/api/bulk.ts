/** Many jobs changed on one request: what is asked, how far it is, and where. */
import { statesBefore, type JobState, type Scope } from '../core/index.ts';
import { type JsonObject, RATE_PATTERN } from '../foundation/index.ts';
import type { Call } from './endpoint.ts';
import { filters, fingerprint, type JobQuery, type JobRefusal, jobRefusal } from './jobs.ts';
import { bulkId } from './names.ts';
import { type EndpointsOf, under } from './operation.ts';
import { anything, boolean, described, instant, integer, listOf, objectOf, orNull, text, view } from './schemas.ts';

export interface BulkOperations {
  /**
   * Begins to change all jobs of a filter, in steps, by the process that was asked; another one goes on with it where that dies.
   * @param by who asked for it @param scope which jobs it sees; else all. @throws REQUEST_INVALID, QUEUE_UNKNOWN
   */
  startBulk(request: BulkRequest, by?: string | null, scope?: Scope | null): Promise<BulkView>;
  /** The newest first, two hundred at most. */
  bulks(): Promise<readonly BulkView[]>;
  /** @throws BULK_UNKNOWN */
  bulk(id: string): Promise<BulkView>;
  /** Ends it between two steps: what is changed stays changed. One that is over stays as it is. @throws BULK_UNKNOWN */
  cancelBulk(id: string): Promise<BulkView>;
}

export const BULK_ACTIONS = ['cancel', 'move', 'prioritize', 'remove', 'retry'] as const;
export type BulkAction = (typeof BULK_ACTIONS)[number];

/** All that is given must hold; something must be, and for `retry` and `remove` something beside `state`. */
export type BulkFilter = Pick<JobQuery, 'q' | 'state' | 'queue' | 'task' | 'tag' | 'since' | 'fingerprint'>;

export interface BulkRequest {
  readonly action: BulkAction;
  readonly filter: BulkFilter;
  /** Of `move`: a queue of the manifest. */
  readonly to?: string;
  /** Of `prioritize`: 0, the most urgent, to 9. */
  readonly priority?: number;
  /** Counts and changes nothing. */
  readonly dryRun?: boolean;
  /** At most so many in a time, as in `10/s`. */
  readonly rate?: string;
  /** Of `retry`: so many first; the others when these have ended well. */
  readonly canary?: number;
  /** Percent of the canary that may end dead or cancelled; default 0. */
  readonly canaryFailures?: number;
  /** Of `retry` at a rate: so many that end dead or cancelled again, or `20%` of those that ended, and it stops. */
  readonly stopAfterFailures?: number | string;
}

export const BULK_STATES = ['running', 'completed', 'cancelled', 'stopped', 'failed'] as const;
export type BulkState = (typeof BULK_STATES)[number];

export interface BulkView {
  readonly id: string;
  readonly action: BulkAction;
  readonly filter: BulkFilter;
  readonly to: string | null;
  /** Of `prioritize`. */
  readonly priority: number | null;
  readonly dryRun: boolean;
  /** stopped: too many of those that were retried ended badly. */
  readonly state: BulkState;
  /** Jobs of the filter when it began, where the store counts them; null: it is known at the end, as `met`. */
  readonly matched: number | null;
  /** Jobs that it has gone through: with a search more than it has come to. */
  readonly looked: number;
  /** Jobs that it has come to. */
  readonly met: number;
  /** Of these, how many ran: to be cancelled they get the abort signal. */
  readonly running: number;
  readonly changed: number;
  /** Those that had changed or were gone before it came to them. */
  readonly stayed: number;
  /** Which, for a hundred of them at most. */
  readonly refusals: readonly JobRefusal[];
  /** Of those that were retried and are watched: how many have ended, and how many of these badly. */
  readonly ended: number;
  readonly failures: number;
  readonly by: string | null;
  readonly createdAt: string;
  readonly finishedAt: string | null;
  /** Whether a process carries it out just now; false of one that runs: it waits for a process to go on with it. */
  readonly carried: boolean;
  /** Why it failed. */
  readonly error: string | null;
}

export const CANARY_MAX = 1_000;

const bulk: JsonObject = view(
  'Bulk',
  objectOf<BulkView>({
    id: text,
    action: { type: 'string', enum: BULK_ACTIONS },
    filter: described(anything, 'As it was given'),
    to: orNull(text),
    priority: orNull(integer),
    dryRun: boolean,
    state: described({ type: 'string', enum: BULK_STATES }, 'stopped: too many of those retried ended badly'),
    matched: described(orNull(integer), 'Jobs of the filter at the begin, where the store counts them'),
    looked: described(integer, 'Jobs that it has gone through: with a search more than it has come to'),
    met: described(integer, 'Jobs that it has come to'),
    running: described(integer, 'Of these, how many ran'),
    changed: integer,
    stayed: described(integer, 'Those that had changed or were gone before it came to them'),
    refusals: described(listOf(jobRefusal), 'Which, for a hundred of them at most'),
    ended: described(integer, 'Of those that were retried and are watched, how many have ended'),
    failures: described(integer, 'How many of these ended dead or cancelled'),
    by: described(orNull(text), 'Who asked for it'),
    createdAt: instant,
    finishedAt: orNull(instant),
    carried: described(boolean, 'Whether a process carries it out just now'),
    error: described(orNull(text), 'Why it failed'),
  }),
);

const STATES: readonly JobState[] = [
  ...new Set([...statesBefore('cancel'), ...statesBefore('retry'), ...statesBefore('remove')]),
];

const filter: JsonObject = {
  type: 'object',
  additionalProperties: false,
  description: 'All that is given must hold',
  properties: {
    q: described({ type: 'string', maxLength: 2_000 }, 'A search, as in `task:emails.* payload.user.id:42`'),
    state: {
      ...{ type: 'array', items: { type: 'string', enum: STATES } },
      description: 'By default dead ones to be retried or removed, else all that the action may change',
    },
    ...filters,
    fingerprint,
  },
};

const body: JsonObject = {
  type: 'object',
  required: ['action', 'filter'],
  additionalProperties: false,
  description: '{ "action": "retry", "filter": { "task": …, "fingerprint": … }, "rate": "10/s", "canary": 5 }',
  properties: {
    action: { type: 'string', enum: BULK_ACTIONS, description: 'What is done with them' },
    filter,
    to: described({ type: 'string', maxLength: 64 }, 'Of move: a queue of the manifest'),
    priority: described({ type: 'integer', minimum: 0, maximum: 9 }, 'Of prioritize: 0 is the most urgent'),
    dryRun: described(boolean, 'Count, and change nothing'),
    rate: { type: 'string', pattern: RATE_PATTERN, description: 'At most so many in a time, as in 10/s' },
    canary: {
      ...{ type: 'integer', minimum: 1, maximum: CANARY_MAX },
      description: 'Of retry: so many first; the others when these have ended well',
    },
    canaryFailures: {
      ...{ type: 'integer', minimum: 0, maximum: 100, default: 0 },
      description: 'Percent of the canary that may end dead or cancelled',
    },
    stopAfterFailures: {
      anyOf: [
        { type: 'integer', minimum: 1, maximum: 1_000_000 },
        { type: 'string', pattern: '^([1-9]|[1-9][0-9])%$' },
      ],
      description: 'Of retry at a rate: it stops when so many, or so many percent, have ended dead or cancelled again',
    },
  },
};

const one = { tag: 'jobs', params: { bulk: bulkId }, errors: ['BULK_UNKNOWN'] } as const;

export const bulkEndpoints: EndpointsOf<BulkOperations> = {
  startBulk: {
    name: 'startBulk',
    method: 'POST',
    path: '/api/bulk',
    access: 'operator',
    tag: 'jobs',
    summary: 'Cancel, move, remove, retry or give another priority to all jobs of a filter, in steps',
    body,
    done: { status: 202, description: 'It goes on by itself, also where its process dies', schema: bulk },
    errors: ['QUEUE_UNKNOWN'],
    ask: (request) => ({ body: request }),
    act: ({ operations, body: request, caller }) => operations.startBulk(request as unknown as BulkRequest, caller),
    location: ({ id }) => `/api/bulk/${id}`,
  },
  bulks: {
    name: 'listBulks',
    method: 'GET',
    path: '/api/bulk',
    access: 'viewer',
    tag: 'jobs',
    summary: 'Bulk operations, the newest first, two hundred at most',
    done: { status: 200, description: 'The operations', schema: objectOf<{ bulks: unknown }>({ bulks: listOf(bulk) }) },
    ask: () => ({}),
    act: ({ operations }) => operations.bulks(),
    wire: under('bulks'),
  },
  bulk: {
    ...one,
    name: 'getBulk',
    method: 'GET',
    path: '/api/bulk/:bulk',
    access: 'viewer',
    summary: 'How far a bulk operation is',
    done: { status: 200, description: 'The operation', schema: bulk },
    ask: (id) => ({ params: { bulk: id } }),
    act: (call) => call.operations.bulk(idOf(call)),
  },
  cancelBulk: {
    ...one,
    name: 'cancelBulk',
    method: 'POST',
    path: '/api/bulk/:bulk/cancel',
    access: 'operator',
    summary: 'End a bulk operation between two steps: what is changed stays changed',
    done: { status: 200, description: 'It ends, or was over', schema: bulk },
    ask: (id) => ({ params: { bulk: id } }),
    act: (call) => call.operations.cancelBulk(idOf(call)),
  },
};

function idOf({ params }: Call<unknown>): string {
  return params['bulk'] ?? '';
}
