/** Queues: what can be asked of them, how they are shown, and where. */
import type { JobState } from '../core/index.ts';
import type { JsonObject } from '../foundation/index.ts';
import type { Call } from './endpoint.ts';
import { type QueueContext, queueContext } from './details.ts';
import { queueName } from './names.ts';
import { type EndpointsOf, under } from './operation.ts';
import { pauseBody, type PauseRequest, type PauseView, pauseView } from './pausing.ts';
import { boolean, described, extended, integer, listOf, mapOf, objectOf, orNull, text, view } from './schemas.ts';

export interface QueueOperations {
  queues(): Promise<readonly QueueView[]>;
  /** @throws QUEUE_UNKNOWN */
  queue(name: string): Promise<QueueDetailView>;
  /** @param by who @throws QUEUE_UNKNOWN, REQUEST_INVALID */
  pauseQueue(name: string, paused: boolean, why?: PauseRequest, by?: string | null): Promise<QueueView>;
}

export interface QueueView {
  readonly name: string;
  /** Whether the manifest declares it; jobs may wait in a queue that is gone. */
  readonly declared: boolean;
  readonly paused: boolean;
  /** Why; null where it is not paused. */
  readonly pause: PauseView | null;
  readonly concurrency: number | null;
  /** Which of its jobs are next; null: the manifest does not declare it. */
  readonly order: 'strict' | 'weighted' | 'fair' | null;
  readonly counts: Readonly<Record<JobState, number>>;
  /** Of the available jobs those that a limit holds. */
  readonly held: number;
  /** How long the available job that waits longest has waited; null when none waits. */
  readonly oldestAgeMs: number | null;
  /** Processes that consume it. */
  readonly workers: number;
}

/** One queue, with what stands around it. */
export interface QueueDetailView extends QueueView, QueueContext {}

const queue: JsonObject = view(
  'Queue',
  objectOf<QueueView>({
    name: text,
    declared: described(boolean, 'Whether the manifest declares it'),
    paused: boolean,
    pause: described(orNull(pauseView), 'Why it is paused; null: it is not'),
    concurrency: orNull(integer),
    order: described(orNull(text), 'Which of its jobs are next: strict, weighted or fair'),
    counts: mapOf(integer),
    held: described(integer, 'Of the available jobs those that a limit holds'),
    oldestAgeMs: orNull({ type: 'number' }),
    workers: described(integer, 'Processes that consume it'),
  }),
);

const detail = extended('QueueDetail', queue, queueContext);

const one = {
  tag: 'queues',
  params: { queue: queueName },
  errors: ['QUEUE_UNKNOWN'],
  ask: (name: string) => ({ params: { queue: name } }),
} as const;

export const queueEndpoints: EndpointsOf<QueueOperations> = {
  queues: {
    name: 'listQueues',
    method: 'GET',
    path: '/api/queues',
    access: 'viewer',
    tag: 'queues',
    summary: 'All queues, with the number of jobs in each state',
    done: { status: 200, description: 'The queues', schema: objectOf<{ queues: unknown }>({ queues: listOf(queue) }) },
    ask: () => ({}),
    act: ({ operations }) => operations.queues(),
    wire: under('queues'),
  },
  queue: {
    ...one,
    name: 'getQueue',
    settled: ({ settings, paused, pause }: QueueDetailView) => [settings, paused, pause],
    method: 'GET',
    path: '/api/queues/:queue',
    access: 'viewer',
    summary: 'One queue, with its settings, the tasks whose jobs go there, and what ended in it within the last hour',
    done: { status: 200, description: 'The queue', schema: detail },
    act: (call) => call.operations.queue(nameOf(call)),
  },
  pauseQueue: [
    {
      ...one,
      name: 'pauseQueue',
      method: 'POST',
      path: '/api/queues/:queue/pause',
      access: 'operator',
      summary: 'Hand out no more of its jobs, in any process; what runs goes on',
      body: pauseBody,
      done: { status: 200, description: 'The queue afterwards', schema: queue },
      when: (_name, paused) => paused,
      ask: (name, _paused, why = {}) => ({ params: { queue: name }, body: why }),
      act: (call) => call.operations.pauseQueue(nameOf(call), true, (call.body ?? {}) as PauseRequest, call.caller),
    },
    {
      ...one,
      name: 'resumeQueue',
      method: 'POST',
      path: '/api/queues/:queue/resume',
      access: 'operator',
      summary: 'Hand out its jobs again',
      done: { status: 200, description: 'The queue afterwards', schema: queue },
      when: (_name, paused) => !paused,
      act: (call) => call.operations.pauseQueue(nameOf(call), false),
    },
  ],
};

function nameOf({ params }: Call<unknown>): string {
  return params['queue'] ?? '';
}
