/** Streams of server-sent events: what happens, and what becomes of one job or run. They resume by `Last-Event-ID`. */
import { JOB_STATES, RUN_STATES, type Topic, TOPICS } from '../core/index.ts';
import { type Json, type JsonObject, SkepError } from '../foundation/index.ts';
import {
  type Batch,
  described,
  endpoint,
  type EventQuery,
  jobId,
  runId,
  type Stream,
  streamEvent,
  type WatchOptions,
} from '../api/index.ts';
import type { ServerCall, ServerEndpoint } from './service.ts';

/** The type of a stream of server-sent events. */
const EVENT_STREAM = 'text/event-stream';
/** What a browser waits before it connects again. */
const RETRY_MS = 2_000;

const STATES = [...new Set<string>([...JOB_STATES, ...RUN_STATES])];

const after = described(
  { type: 'string', maxLength: 128 },
  'Goes on behind that id of an event, where the header `Last-Event-ID` cannot be sent',
);

export const eventEndpoints: readonly ServerEndpoint[] = [
  endpoint({
    name: 'events',
    method: 'GET',
    path: '/api/events',
    access: 'viewer',
    tag: 'events',
    summary: 'What happens in all processes, as server-sent events; `reset` says that something is missing',
    query: {
      topics: described(
        { type: 'array', items: { type: 'string', enum: TOPICS } },
        `Some of ${TOPICS.join(', ')}, with commas between them`,
      ),
      task: described({ type: 'string', maxLength: 64 }, 'Name or pattern of a task, as `emails.*`'),
      queue: described({ type: 'string', maxLength: 64 }, 'Name of a queue'),
      state: described({ type: 'array', items: { type: 'string', enum: STATES } }, 'States that something came into'),
      after,
    },
    answers: streams('An event', streamEvent),
    errors: ['EVENTS_FULL'],
    run: async (call) => eventStream(call, (options) => call.operations.watch(queryOf(call.query), options)),
  }),
  endpoint({
    name: 'jobEvents',
    method: 'GET',
    path: '/api/jobs/:job/events',
    access: 'viewer',
    tag: 'events',
    params: { job: jobId },
    summary: 'What becomes of a job until it is finished, as server-sent events: states, attempts, progress, log lines',
    query: { after },
    answers: streams('A piece of news', newsOf('log', 'progress', 'attempt', 'state')),
    errors: ['JOB_UNKNOWN', 'EVENTS_FULL'],
    run: async (call) => eventStream(call, (options) => call.operations.watchJob(call.params['job'] ?? '', options)),
  }),
  endpoint({
    name: 'runEvents',
    method: 'GET',
    path: '/api/runs/:run/events',
    access: 'viewer',
    tag: 'events',
    params: { run: runId },
    summary: 'What becomes of a run until it is over, as server-sent events: its state and that of its steps',
    query: { after },
    answers: streams('A piece of news', newsOf('step', 'state')),
    errors: ['RUN_UNKNOWN', 'EVENTS_FULL'],
    run: async (call) => eventStream(call, (options) => call.operations.watchRun(call.params['run'] ?? '', options)),
  }),
];

function streams(description: string, schema: JsonObject): ServerEndpoint['answers'] {
  return { 200: { description: `${description} in each \`data\``, schema, type: EVENT_STREAM } };
}

function newsOf(...types: readonly string[]): JsonObject {
  return { type: 'object', required: ['type'], properties: { type: { type: 'string', enum: types } } };
}

function queryOf({ topics, task, queue, state }: Readonly<Record<string, Json>>): EventQuery {
  return {
    ...(topics !== undefined && { topics: topics as readonly Topic[] }),
    ...(typeof task === 'string' && { task }),
    ...(typeof queue === 'string' && { queue }),
    ...(state !== undefined && { state: state as readonly string[] }),
  };
}

type Watch = (options: WatchOptions) => AsyncIterable<Batch<unknown>>;

async function eventStream(call: ServerCall, watch: Watch): Promise<Stream> {
  const { streams: open, query, lastEventId, signal } = call;
  const position = lastEventId ?? query['after'];
  const options = { signal, ...(typeof position === 'string' && { after: position }) };
  // It buffers nothing and must not be changed on its way: a proxy that collects would keep back what is told live.
  const headers = { 'X-Accel-Buffering': 'no', 'Cache-Control': 'no-store, no-transform' };
  return { status: 200, headers, type: EVENT_STREAM, pieces: pieces(watch(options), { open, call }) };
}

interface Opened {
  readonly open: ServerCall['streams'];
  readonly call: ServerCall;
}

async function* pieces(batches: AsyncIterable<Batch<unknown>>, { open, call }: Opened): AsyncGenerator<string> {
  if (open.now >= open.most) {
    throw new SkepError('EVENTS_FULL', `${open.most} streams of events are open in this process`, {
      hint: 'one stream with several topics does for a whole page; ask again later, or poll',
    });
  }
  open.now += 1;
  try {
    let text = `retry: ${RETRY_MS}\n`;
    for await (const { news, position } of batches) {
      // Whoever may see it no more is told nothing more.
      await call.stillAdmitted();
      yield text + textOf(news, position);
      text = '';
    }
  } finally {
    open.now -= 1;
  }
}

/** All who follow are told of the same events. */
const texts = new WeakMap<object, string>();

function written(one: object): string {
  const text = texts.get(one) ?? JSON.stringify(one);
  texts.set(one, text);
  return text;
}

/** The id stands on the last one, so that whoever is cut off in between gets all of them again and misses none. */
function textOf(news: readonly unknown[], position: string): string {
  if (news.length === 0) return `: beat\nid: ${position}\n\n`;
  return news
    .map((one, index) => {
      const id = index === news.length - 1 ? `id: ${position}\n` : '';
      return `${id}data: ${written(one as object)}\n\n`;
    })
    .join('');
}
