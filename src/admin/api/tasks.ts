import type { JsonObject } from '../../foundation/index.ts';
import type { EnqueueItem } from '../../platform/index.ts';
import { type Answer, type Call, endpoint, type Endpoint, ok } from '../endpoint.ts';
import { jobLocation, taskName } from './names.ts';
import { anything, described, listOf, mapOf, objectOf, refTo, text, texts } from './schemas.ts';

/** As runtime/enqueue-options.ts has it. */
const MAX_HEADERS = 32;
/** Jobs of one call: a transaction of this size still takes milliseconds. */
const MAX_JOBS = 10_000;

const duration = described(
  { anyOf: [{ type: 'string' }, { type: 'number', minimum: 0 }] },
  'As in 300ms, 5s, 1h30m; a number is milliseconds',
);
const moment = { anyOf: [{ type: 'string' }, { type: 'number' }] };

const options: JsonObject = {
  type: 'object',
  additionalProperties: false,
  properties: {
    id: described(text, 'Id of the job; one that exists is not enqueued again'),
    queue: described(text, "Instead of the task's own queue"),
    priority: { type: 'integer', minimum: 0, maximum: 9, description: '0..9, smaller runs sooner' },
    delay: described(duration, 'Starts no sooner than this from now'),
    runAt: described(moment, 'Starts no sooner than then: ISO 8601, or epoch milliseconds'),
    expires: described(moment, 'Cancelled when never started by then: duration from now, or ISO 8601'),
    timeout: described(
      {
        anyOf: [
          duration,
          { type: 'object', additionalProperties: false, properties: { soft: duration, hard: duration } },
        ],
      },
      'One value is the hard limit',
    ),
    maxAttempts: { type: 'integer', minimum: 1, description: 'Attempts in all, the first included' },
    tags: texts,
    // By their number first: to look at each of fifty thousand takes long, only to refuse them all.
    headers: { ...mapOf(text), maxProperties: MAX_HEADERS },
  },
};

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
  description: '{ "jobs": [{ "payload": …, "options": { … } }, …] }',
  properties: { jobs: { type: 'array', minItems: 1, maxItems: MAX_JOBS, items: item } },
};

export const taskEndpoints: readonly Endpoint[] = [
  endpoint({
    name: 'listTasks',
    method: 'GET',
    path: '/api/tasks',
    access: 'viewer',
    tag: 'tasks',
    summary: 'All tasks of the manifest',
    answers: {
      200: { description: 'The tasks', schema: objectOf<{ tasks: unknown }>({ tasks: listOf(refTo('Task')) }) },
    },
    run: async ({ served }) => ok({ tasks: await served.operations.tasks() }),
  }),
  endpoint({
    name: 'getTask',
    method: 'GET',
    path: '/api/tasks/:task',
    access: 'viewer',
    tag: 'tasks',
    summary: 'One task',
    params: { task: taskName },
    answers: { 200: { description: 'The task', schema: refTo('Task') } },
    errors: ['TASK_UNKNOWN'],
    run: async (call) => ok(await call.served.operations.task(taskOf(call))),
  }),
  endpoint({
    name: 'enqueue',
    method: 'POST',
    path: '/api/tasks/:task/jobs',
    access: 'operator',
    tag: 'tasks',
    summary: 'Enqueue one job, or many: all or nothing',
    params: { task: taskName },
    body: { oneOf: [item, batch] },
    answers: {
      202: {
        description: 'Accepted: the jobs survive a crash from now on',
        schema: { oneOf: [refTo('Enqueued'), objectOf<{ jobs: unknown }>({ jobs: listOf(refTo('Enqueued')) })] },
      },
    },
    errors: ['TASK_UNKNOWN', 'QUEUE_UNKNOWN', 'PAYLOAD_INVALID'],
    run: enqueue,
  }),
];

async function enqueue(call: Call): Promise<Answer> {
  const body = call.body as unknown as EnqueueItem | { readonly jobs: readonly EnqueueItem[] };
  const many = 'jobs' in body;
  const views = await call.served.operations.enqueue(taskOf(call), many ? body.jobs : [body]);
  if (many) return { status: 202, body: { jobs: views } };
  const [view] = views;
  return { status: 202, body: view, location: jobLocation(view?.id ?? '') };
}

function taskOf(call: Call): string {
  return call.params['task'] ?? '';
}
