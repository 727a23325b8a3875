import { JOB_STATES, statesBefore } from '../../core/index.ts';
import type { JsonObject } from '../../foundation/index.ts';
import type { MoveRequest } from '../../platform/index.ts';
import { type Answer, type Call, endpoint, type Endpoint, ok } from '../endpoint.ts';
import { jobId } from './names.ts';
import { waitForEnd, waitMsOf } from '../wait.ts';
import { described, refTo, text } from './schemas.ts';

const name = { type: 'string', maxLength: 64 };
const one = { tag: 'jobs', params: { job: jobId } } as const;

const states = { type: 'array', items: { type: 'string', enum: JOB_STATES } };
const filters = {
  queue: described(name, 'Name of a queue'),
  task: described(name, 'Name of a task'),
  tag: described({ type: 'string', maxLength: 256 }, 'A tag that they carry'),
  since: described({ type: 'string', maxLength: 64 }, 'Created since: ISO 8601, or a duration back from now, as in 2h'),
};

/** As many as a batch may enqueue. */
const MAX_IDS = 10_000;

/** Both forms in one schema: what is wrong with their mixture the operation says better. */
const move: JsonObject = {
  type: 'object',
  required: ['to'],
  additionalProperties: false,
  description: '{ "to": …, "ids": […] }` or `{ "to": …, "queue": …, "state": […], "task": …, "tag": …, "since": … }',
  properties: {
    to: described(name, 'A queue of the manifest'),
    ids: {
      ...{ type: 'array', minItems: 1, maxItems: MAX_IDS, items: { type: 'string', minLength: 1 } },
      description: 'The jobs; else some of the following say which',
    },
    state: described(states, `Some of ${statesBefore('move').join(', ')}; all of them by default`),
    ...filters,
  },
};

export const jobEndpoints: readonly Endpoint[] = [
  endpoint({
    name: 'listJobs',
    method: 'GET',
    path: '/api/jobs',
    access: 'viewer',
    tag: 'jobs',
    summary: 'Jobs, newest first, a page at a time',
    query: {
      state: described(states, `Some of ${JOB_STATES.join(', ')}, with commas between them`),
      ...filters,
      cursor: described({ type: 'string' }, '`next` of the page before'),
      limit: { type: 'integer', minimum: 1, maximum: 200, default: 50, description: 'Jobs per page, 1..200' },
    },
    answers: { 200: { description: 'A page', schema: refTo('JobPage') } },
    run: async ({ served, query }) => ok(await served.operations.listJobs(query)),
  }),
  endpoint({
    ...one,
    name: 'getJob',
    method: 'GET',
    path: '/api/jobs/:job',
    access: 'viewer',
    summary: 'One job; with `wait`, as soon as it is finished',
    query: {
      wait: described(text, 'Longest wait for its end, as in 30s; cut to 60s. The answer is the state of then.'),
    },
    answers: { 200: { description: 'The job', schema: refTo('Job') } },
    errors: ['JOB_UNKNOWN'],
    run: getJob,
  }),
  endpoint({
    ...one,
    name: 'cancelJob',
    method: 'POST',
    path: '/api/jobs/:job/cancel',
    access: 'operator',
    summary: 'End an unfinished job on purpose; a running handler gets the abort signal',
    answers: { 200: { description: 'The job afterwards', schema: refTo('Job') } },
    errors: ['JOB_UNKNOWN', 'STATE_CONFLICT'],
    run: async (call) => ok(await call.served.operations.cancelJob(idOf(call))),
  }),
  endpoint({
    ...one,
    name: 'retryJob',
    method: 'POST',
    path: '/api/jobs/:job/retry',
    access: 'operator',
    summary: 'Let a dead, cancelled or waiting job run now',
    answers: { 200: { description: 'The job afterwards', schema: refTo('Job') } },
    errors: ['JOB_UNKNOWN', 'STATE_CONFLICT'],
    run: async (call) => ok(await call.served.operations.retryJob(idOf(call))),
  }),
  endpoint({
    ...one,
    name: 'removeJob',
    method: 'DELETE',
    path: '/api/jobs/:job',
    access: 'operator',
    summary: 'Delete a job that does not run, with all it holds',
    answers: { 204: { description: 'It is gone', schema: null } },
    errors: ['JOB_UNKNOWN', 'STATE_CONFLICT'],
    run: removeJob,
  }),
  endpoint({
    name: 'moveJobs',
    method: 'POST',
    path: '/api/jobs/move',
    access: 'operator',
    tag: 'jobs',
    summary: 'Bring waiting jobs into another queue: those that are named, or all of a filter, the oldest first',
    body: move,
    answers: { 200: { description: 'What was moved, and what stays', schema: refTo('Moved') } },
    errors: ['QUEUE_UNKNOWN'],
    run: async ({ served, body, signal }) =>
      ok(await served.operations.moveJobs(body as unknown as MoveRequest, signal)),
  }),
];

async function getJob(call: Call): Promise<Answer> {
  const { limits, waiting, signal, served } = call;
  const waitMs = waitMsOf(call.query['wait'], limits);
  return ok(await waitForEnd(idOf(call), waitMs, { operations: served.operations, limits, waiting, signal }));
}

async function removeJob(call: Call): Promise<Answer> {
  await call.served.operations.removeJob(idOf(call));
  return { status: 204 };
}

function idOf(call: Call): string {
  return call.params['job'] ?? '';
}
