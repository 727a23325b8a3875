/** What happens, told as it happens, straight on an engine. */
import { isBeginning, matchesTask, MANY, RESET, type StreamEvent, subjectOf } from '../../core/index.ts';
import type { Engine, FeedNews, FeedPosition } from '../../engine/index.ts';
import { anySignal, type Clock, newAborter, pause } from '../../foundation/index.ts';
import {
  type Batch,
  type EventQuery,
  type JobNews,
  type JobView,
  markOf,
  newsBetween,
  type Operations,
  runMarkOf,
  type RunNews,
  runNewsBetween,
  type RunView,
  type ToldOf,
  type ToldOfJob,
  toldBy,
  type WatchOperations,
  type WatchOptions,
} from '../../api/index.ts';

export interface WatchParts {
  readonly engine: () => Engine;
  readonly clock: Clock;
  /** Ends what is watched. */
  readonly signal: AbortSignal;
}

/** Between two batches: nobody sees more than four a second. */
const PACE_MS = 250;
/** A batch without news: whoever reads it knows that all is well. */
const BEAT_MS = 15_000;
/** A job or run is looked at again without being told: whoever was to tell may have died. */
const LOOK_MS = 2_000;
/** Events that wait for somebody who reads slowly; with more of them he is told that he has missed some. */
const WAITING_MAX = 1_000;

type Look = Pick<Operations, 'getJob' | 'getRun'>;

export class LocalWatch implements WatchOperations {
  readonly #parts: WatchParts;
  readonly #look: Look;

  constructor(parts: WatchParts, look: Look) {
    this.#parts = parts;
    this.#look = look;
  }

  async *watch(
    query: EventQuery = {},
    options: WatchOptions = {},
    told: ToldOf = async (events) => events,
  ): AsyncGenerator<Batch<StreamEvent>> {
    const { after = null } = options;
    const inbox = new Inbox(query, this.#parts.clock);
    const signal = this.#until(options);
    const { clock } = this.#parts;
    const following = await this.#parts.engine().feed.follow(after, (news) => inbox.put(news));
    inbox.position ??= following.from;
    try {
      yield { news: [], position: following.from };
      for (let beatAt = clock.monotonic() + BEAT_MS; ;) {
        const next = inbox.next;
        if (inbox.isEmpty) await pause(clock, Math.max(0, beatAt - clock.monotonic()), anySignal([signal, next]));
        if (signal.aborted) return;
        const { news, position } = inbox.take();
        const batch = { news: await told(news), position };
        // What others do is no news to whoever sees none of it.
        if (batch.news.length > 0 || clock.monotonic() >= beatAt) {
          beatAt = clock.monotonic() + BEAT_MS;
          yield batch;
        }
        await pause(clock, PACE_MS, signal);
      }
    } finally {
      following.stop();
    }
  }

  async *watchJob(id: string, options: WatchOptions = {}): AsyncGenerator<Batch<JobNews>> {
    const { after } = options;
    let before: ToldOfJob | undefined;
    let task: string | undefined;
    const isAbout = (event: StreamEvent): boolean =>
      event.job === id || (event.type === MANY && event.task === task) || event.type === RESET;
    for await (const job of this.#looks<JobView>(() => this.#look.getJob(id), isAbout, this.#until(options))) {
      before ??= after === undefined ? undefined : toldBy(after, job);
      const news = newsBetween(before, job);
      before = job;
      ({ task } = job);
      yield { news, position: markOf(job) };
    }
  }

  async *watchRun(id: string, options: WatchOptions = {}): AsyncGenerator<Batch<RunNews>> {
    let before: RunView | undefined;
    let known = options.after;
    const isAbout = (event: StreamEvent): boolean => event.run === id || event.type === RESET;
    for await (const run of this.#looks<RunView>(() => this.#look.getRun(id), isAbout, this.#until(options))) {
      const position = runMarkOf(run);
      const news = position === known ? [] : runNewsBetween(before, run);
      known = undefined;
      before = run;
      yield { news, position };
    }
  }

  /** It now, again when the feed tells of it, and every two seconds; until it is finished. */
  async *#looks<T extends { readonly finished: boolean }>(
    read: () => Promise<T>,
    isAbout: (event: StreamEvent) => boolean,
    signal: AbortSignal,
  ): AsyncGenerator<T> {
    let told = newAborter();
    const following = await this.#parts.engine().feed.follow(null, ({ entries, gap }) => {
      if (gap || entries.some(({ event }) => isAbout(event as unknown as StreamEvent))) told.abort();
    });
    try {
      while (!signal.aborted) {
        told = newAborter();
        const now = await read();
        yield now;
        if (now.finished) return;
        await pause(this.#parts.clock, PACE_MS, signal);
        await pause(this.#parts.clock, LOOK_MS - PACE_MS, anySignal([signal, told.signal]));
      }
    } finally {
      following.stop();
    }
  }

  #until({ signal }: WatchOptions): AbortSignal {
    return signal === undefined ? this.#parts.signal : anySignal([this.#parts.signal, signal]);
  }
}

/** What waits for one who follows: of one thing the newest alone, and so many of them. */
class Inbox {
  position: FeedPosition | undefined;
  readonly #query: EventQuery;
  readonly #clock: Clock;
  readonly #events = new Map<string, StreamEvent>();
  /** What was said last of the newest of them, in the order in which it was said. */
  readonly #told = new Map<string, string>();
  #missed = false;
  #next = newAborter();

  constructor(query: EventQuery, clock: Clock) {
    this.#query = query;
    this.#clock = clock;
  }

  get isEmpty(): boolean {
    return this.#events.size === 0 && !this.#missed;
  }

  /** Aborts when there is something, from now on. */
  get next(): AbortSignal {
    this.#next = newAborter();
    return this.#next.signal;
  }

  put({ entries, gap }: FeedNews): void {
    if (gap) this.#miss();
    for (const { event, position } of entries) this.#add(event as unknown as StreamEvent, position);
    const last = entries.at(-1);
    if (last !== undefined) this.position = last.position;
    if (!this.isEmpty) this.#next.abort();
  }

  take(): Batch<StreamEvent> {
    const reset: StreamEvent = { type: RESET, at: new Date(this.#clock.now()).toISOString() };
    const news = [...(this.#missed ? [reset] : []), ...this.#events.values()];
    this.#missed = false;
    this.#events.clear();
    return { news, position: this.position ?? '0' };
  }

  #add(event: StreamEvent, position: FeedPosition): void {
    if (event.type === RESET) this.#miss();
    else if (isAsked(event, this.#query)) {
      const key = subjectOf(event) ?? position;
      if (this.#isLate(key, event)) return;
      this.#events.delete(key);
      this.#events.set(key, event);
      if (this.#events.size > WAITING_MAX) this.#miss();
    }
  }

  /** The beginning of what was told of already; of an id that is used again, once it was removed, it is none. */
  #isLate(key: string, event: StreamEvent): boolean {
    const before = this.#told.get(key);
    if (before !== undefined && before !== 'job.removed' && isBeginning(event)) return true;
    this.#told.delete(key);
    this.#told.set(key, event.type);
    const [oldest = ''] = this.#told.keys();
    if (this.#told.size > WAITING_MAX) this.#told.delete(oldest);
    return false;
  }

  /** What he is shown anew he need not be told. */
  #miss(): void {
    this.#missed = true;
    this.#events.clear();
  }
}

function isAsked(event: StreamEvent, { topics, task, queue, state }: EventQuery): boolean {
  if (topics !== undefined && (event.topic === undefined || !topics.includes(event.topic))) return false;
  if (task !== undefined && (event.task === undefined || !matchesTask(task, event.task))) return false;
  if (queue !== undefined && event.queue !== queue) return false;
  return state === undefined || statesOf(event).some((one) => state.includes(one));
}

function statesOf({ state, states }: StreamEvent): readonly string[] {
  if (typeof states === 'object' && states !== null) return Object.keys(states);
  return state === undefined ? [] : [state];
}
