/** The processes that live, and what one of them is told: what can be asked, how it is shown, and where. */
import type { Json, JsonObject } from '../foundation/index.ts';
import type { Call } from './endpoint.ts';
import { workerId } from './names.ts';
import { type EndpointsOf, type OperationEndpoint, under } from './operation.ts';
import { type SourceStateView, sourceStateSchema } from './sources.ts';
import { boolean, described, instant, integer, listOf, mapOf, objectOf, orNull, text, texts, view } from './schemas.ts';

export interface WorkerOperations {
  workers(): Promise<readonly WorkerView[]>;
  /**
   * Tells one live process to do something, and waits for its word that it was done.
   * @param by who asks, for the log of that process
   * @throws WORKER_UNKNOWN; WORKER_SILENT: it was not heard, and is not done later; QUEUE_UNKNOWN, STATE_CONFLICT by its word
   */
  tellWorker(id: string, command: WorkerCommand, by?: string | null): Promise<WorkerAnswerView>;
}

/** What a live process can be told; all of it holds until that process ends. */
export type WorkerCommand =
  /** Changes nothing: whether it answers, and what it runs. */
  | { readonly verb: 'ping' }
  /** It reserves no more jobs; what runs goes on. */
  | { readonly verb: 'pause' }
  | { readonly verb: 'resume' }
  /** As a SIGTERM. */
  | { readonly verb: 'stop' }
  /** Handlers at once in a queue, or in each that has no number of its own; null: as it was started. */
  | { readonly verb: 'concurrency'; readonly concurrency: number | null; readonly queue?: string }
  | ({ readonly verb: 'queues' } & QueueChange);

/** Either a whole set (null: as it was started), or what comes to it and what leaves it. */
export interface QueueChange {
  readonly queues?: readonly string[] | null;
  readonly add?: readonly string[];
  readonly drop?: readonly string[];
}

export const WORKER_STATES = ['working', 'paused', 'stopping'] as const;

export interface WorkerView {
  readonly id: string;
  readonly host: string;
  readonly pid: number;
  readonly version: string;
  readonly roles: readonly string[];
  /** paused, stopping: it reserves no more jobs. */
  readonly state: (typeof WORKER_STATES)[number];
  readonly queues: Readonly<Record<string, number>>;
  /** What it was told and was not started with. */
  readonly told: {
    /** Handlers at once by queue; `*` is every other one. */
    readonly concurrency: Readonly<Record<string, number>>;
    /** The queues that it is to consume; null: as it was started. */
    readonly queues: readonly string[] | null;
  };
  readonly running: number;
  readonly overrunning: number;
  /** Hard limits so far that passed unseen because a handler kept the event loop. */
  readonly standstills: number;
  /** What it takes of its host; null: it is of an older version. */
  readonly load: WorkerLoadView | null;
  /** Threads and processes that run handlers, by kind (`thread`, `process`); {}: it has needed none. */
  readonly pools: Readonly<Record<string, PoolView>>;
  /** Queues of brokers that feed tasks there, by the names of the sources. */
  readonly sources: Readonly<Record<string, SourceStateView>>;
  /** When the process began, by its own clock; its session in the store may be younger. */
  readonly startedAt: string;
  readonly seenAt: string;
  readonly manifestHash: string;
  readonly manifestRevision: number | null;
  /** Whether its manifest's schedules are those in force; null for a process without the role scheduler. */
  readonly schedulesInForce: boolean | null;
  readonly adminUrl: string | null;
  /** What is wrong with it by its own word; its `/readyz` says more. */
  readonly troubles: readonly string[];
}

export interface WorkerLoadView {
  /** Memory of the process, as its system counts it. */
  readonly rssBytes: number;
  /** What JavaScript has in use of it. */
  readonly heapBytes: number;
  /** Share of the last second or so in which its event loop was busy, 0 to 1. */
  readonly loopBusy: number;
}

export interface PoolView {
  readonly size: number;
  readonly busy: number;
  readonly idle: number;
  readonly waiting: number;
  readonly started: number;
}

export interface WorkerAnswerView {
  /** As it is afterwards. */
  readonly worker: WorkerView;
  /** From the question to the answer, by the asker's clock. */
  readonly tookMs: number;
  /** What it runs, the longest first, as many as fit. */
  readonly attempts: readonly RunningView[];
}

export interface RunningView {
  readonly id: string;
  readonly task: string;
  readonly queue: string;
  readonly attempt: number;
  readonly runningMs: number;
  /** Its signal is aborted: it was told to end. */
  readonly aborted: boolean;
}

const worker: JsonObject = view(
  'Worker',
  objectOf<WorkerView>({
    id: text,
    host: text,
    pid: integer,
    version: text,
    roles: texts,
    state: described({ type: 'string', enum: WORKER_STATES }, 'Only one that is `working` reserves jobs'),
    queues: described(mapOf(integer), 'Queues that it consumes, with its concurrency in each'),
    told: described(
      objectOf<WorkerView['told']>({
        concurrency: described(mapOf(integer), 'Handlers at once by queue; `*` is every other one'),
        queues: described(orNull(texts), 'The queues that it is to consume; null: as it was started'),
      }),
      'What it was told and was not started with; it holds until the process ends',
    ),
    running: integer,
    overrunning: described(integer, 'Handlers whose attempt is over but which do not stop'),
    standstills: described(integer, 'Hard limits so far that passed unseen because a handler kept the event loop'),
    load: described(
      orNull(
        objectOf<WorkerLoadView>({
          rssBytes: described(integer, 'Memory of the process, as its system counts it'),
          heapBytes: described(integer, 'What JavaScript has in use of it'),
          loopBusy: described({ type: 'number' }, 'Share of the last second in which its event loop was busy'),
        }),
      ),
      'What it takes of its host; null: it is of an older version',
    ),
    pools: described(
      mapOf(
        objectOf<PoolView>({
          size: described(integer, 'Attempts that may run in it at once'),
          busy: integer,
          idle: integer,
          waiting: described(integer, 'Attempts that wait for a place'),
          started: described(integer, 'How many threads or processes were started so far'),
        }),
      ),
      'Threads and processes that run handlers, by kind; {}: it has needed none',
    ),
    sources: described(
      mapOf(sourceStateSchema),
      'Queues of brokers that feed tasks there, by the names of the sources',
    ),
    startedAt: instant,
    seenAt: instant,
    manifestHash: text,
    manifestRevision: orNull(integer),
    schedulesInForce: described(
      orNull(boolean),
      "Whether its manifest's schedules are those in force; null: no scheduler",
    ),
    adminUrl: orNull(text),
    troubles: described(texts, 'What is wrong with it by its own word'),
  }),
);

const running = objectOf<RunningView>({
  id: text,
  task: text,
  queue: text,
  attempt: integer,
  runningMs: integer,
  aborted: described(boolean, 'It was told to end'),
});

const answer: JsonObject = view(
  'WorkerAnswer',
  objectOf<WorkerAnswerView>({
    worker: described(worker, 'The process as it is afterwards'),
    tookMs: described({ type: 'number' }, 'From the question to the answer'),
    attempts: described(listOf(running), 'What it runs, the longest first, twenty at most'),
  }),
);

type Tell = OperationEndpoint<WorkerOperations['tellWorker'], WorkerOperations>;
type Verb = WorkerCommand['verb'];

/** The endpoint of one verb. @param body of the request, where the verb takes one */
function telling(verb: Verb, name: string, summary: string, body?: JsonObject): Tell {
  return {
    name,
    method: 'POST',
    path: `/api/workers/:worker/${verb}`,
    access: verb === 'ping' ? 'operator' : 'admin',
    tag: 'workers',
    params: { worker: workerId },
    summary,
    ...(body !== undefined && { body }),
    done: { status: 200, description: 'It has heard and done it; the process afterwards', schema: answer },
    errors: ['WORKER_UNKNOWN', 'WORKER_SILENT', 'QUEUE_UNKNOWN', 'STATE_CONFLICT'],
    when: (_id, command) => command.verb === verb,
    ask: (id, command) => ({ params: { worker: id }, ...(body !== undefined && { body: bodyOf(command) }) }),
    act: (call) => call.operations.tellWorker(idOf(call), commandOf(verb, call.body), call.caller),
  };
}

/** The verb stands in the path. */
function bodyOf(command: WorkerCommand): unknown {
  return Object.fromEntries(Object.entries(command).filter(([key]) => key !== 'verb'));
}

/** The body was checked against the schema of that verb. */
function commandOf(verb: Verb, body: Json | undefined): WorkerCommand {
  return { verb, ...(body as object | undefined) } as WorkerCommand;
}

function idOf({ params }: Call<unknown>): string {
  return params['worker'] ?? '';
}

const queueNames = { type: 'array', maxItems: 1_000, items: { type: 'string', maxLength: 64 } };

const concurrencyBody: JsonObject = {
  type: 'object',
  required: ['concurrency'],
  additionalProperties: false,
  description: '{ "concurrency": 4 }` or `{ "concurrency": null, "queue": … }',
  properties: {
    concurrency: {
      ...orNull({ type: 'integer', minimum: 1, maximum: 10_000 }),
      description: 'Handlers at once in each queue; null: as it was started',
    },
    queue: described({ type: 'string', maxLength: 64 }, 'In this queue alone'),
  },
};

const queuesBody: JsonObject = {
  type: 'object',
  minProperties: 1,
  additionalProperties: false,
  description: '{ "queues": […] }` or `{ "add": […], "drop": […] }',
  properties: {
    queues: { ...orNull(queueNames), description: 'All that it is to consume; null: as it was started' },
    add: described(queueNames, 'Consume these too'),
    drop: described(queueNames, 'Consume these no more; what runs goes on'),
  },
};

export const workerEndpoints: EndpointsOf<WorkerOperations> = {
  workers: {
    name: 'listWorkers',
    method: 'GET',
    path: '/api/workers',
    access: 'viewer',
    tag: 'workers',
    summary: 'The processes that live',
    done: {
      status: 200,
      description: 'The processes',
      schema: objectOf<{ workers: unknown }>({ workers: listOf(worker) }),
    },
    ask: () => ({}),
    act: ({ operations }) => operations.workers(),
    wire: under('workers'),
  },
  tellWorker: [
    telling('ping', 'pingWorker', 'Whether that process answers, and what it runs'),
    telling('pause', 'pauseWorker', 'Let that process reserve no more jobs; what runs goes on'),
    telling('resume', 'resumeWorker', 'Let it reserve jobs again'),
    telling('stop', 'stopWorker', 'Stop that process in good order, as a SIGTERM does'),
    telling('concurrency', 'setWorkerConcurrency', 'How many handlers it runs at once, until it ends', concurrencyBody),
    telling('queues', 'setWorkerQueues', 'Which queues it consumes, until it ends', queuesBody),
  ],
};
