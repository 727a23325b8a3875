/** What happens, told as it happens. An operation that gives many answers, so it stands beside the table: see admin/event-endpoints.ts. */
import { type StreamEvent, type Topic, TOPICS } from '../core/index.ts';
import type { JsonObject } from '../foundation/index.ts';
import type { JobNews } from './job-news.ts';
import type { RunNews } from './run-news.ts';
import { described, instant, orNull, text, view } from './schemas.ts';

/** What is told. All that is said must hold, so that an event without a queue is not told to whoever asks for one. */
export interface EventQuery {
  readonly topics?: readonly Topic[];
  /** A name or pattern, as `emails.*`. */
  readonly task?: string;
  readonly queue?: string;
  readonly state?: readonly string[];
}

/** Of what has happened what somebody is told. */
export type ToldOf = (events: readonly StreamEvent[]) => Promise<readonly StreamEvent[]>;

export interface WatchOptions {
  /** Goes on behind there: the `position` of an earlier batch. */
  readonly after?: string;
  /** Ends it, without an error. */
  readonly signal?: AbortSignal;
}

/** Some at a time; none at all when nothing has happened for a while. */
export interface Batch<News> {
  readonly news: readonly News[];
  /** Behind the last of them. */
  readonly position: string;
}

export interface WatchOperations {
  /** What happens in all processes of the store from now on. @param told what is told of some events; else all. @throws REQUEST_INVALID */
  watch(query?: EventQuery, options?: WatchOptions, told?: ToldOf): AsyncIterable<Batch<StreamEvent>>;
  /** What becomes of a job, until it is finished. @throws JOB_UNKNOWN */
  watchJob(id: string, options?: WatchOptions): AsyncIterable<Batch<JobNews>>;
  /** What becomes of a run, until it is over. @throws RUN_UNKNOWN */
  watchRun(id: string, options?: WatchOptions): AsyncIterable<Batch<RunNews>>;
}

export const streamEvent: JsonObject = view('Event', {
  type: 'object',
  description:
    'One event; what else it has stands in docs/events.md, by its type. `reset`: something is missing, ask anew',
  required: ['type', 'at'],
  properties: {
    type: text,
    topic: { type: 'string', enum: TOPICS },
    at: instant,
    job: described(text, 'Id of the job'),
    task: text,
    queue: text,
    state: described(text, 'What the job, run or step is in now'),
    run: described(text, 'Id of the run'),
    workflow: orNull(text),
    step: text,
    schedule: text,
  },
});
