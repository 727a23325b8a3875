import { type Call, endpoint, type Endpoint, ok } from '../endpoint.ts';
import { queueName } from './names.ts';
import { listOf, objectOf, refTo } from './schemas.ts';

const one = { tag: 'queues', params: { queue: queueName }, errors: ['QUEUE_UNKNOWN'] } as const;

export const queueEndpoints: readonly Endpoint[] = [
  endpoint({
    name: 'listQueues',
    method: 'GET',
    path: '/api/queues',
    access: 'viewer',
    tag: 'queues',
    summary: 'All queues, with the number of jobs in each state',
    answers: {
      200: { description: 'The queues', schema: objectOf<{ queues: unknown }>({ queues: listOf(refTo('Queue')) }) },
    },
    run: async ({ served }) => ok({ queues: await served.operations.queues() }),
  }),
  endpoint({
    ...one,
    name: 'getQueue',
    method: 'GET',
    path: '/api/queues/:queue',
    access: 'viewer',
    summary: 'One queue',
    answers: { 200: { description: 'The queue', schema: refTo('Queue') } },
    run: async (call) => ok(await call.served.operations.queue(queueOf(call))),
  }),
  endpoint({
    ...one,
    name: 'pauseQueue',
    method: 'POST',
    path: '/api/queues/:queue/pause',
    access: 'operator',
    summary: 'Hand out no more of its jobs, in any process; what runs goes on',
    answers: { 200: { description: 'The queue afterwards', schema: refTo('Queue') } },
    run: async (call) => ok(await call.served.operations.pauseQueue(queueOf(call), true)),
  }),
  endpoint({
    ...one,
    name: 'resumeQueue',
    method: 'POST',
    path: '/api/queues/:queue/resume',
    access: 'operator',
    summary: 'Hand out its jobs again',
    answers: { 200: { description: 'The queue afterwards', schema: refTo('Queue') } },
    run: async (call) => ok(await call.served.operations.pauseQueue(queueOf(call), false)),
  }),
];

function queueOf(call: Call): string {
  return call.params['queue'] ?? '';
}
