/**
 * What becomes of a job or run, told as it goes: by the server's stream of events where there is one, else read off it again and again.
 * Both lose nothing that it keeps while nobody looks.
 */
import {
  type Batch,
  type JobNews,
  type JobView,
  newsBetween,
  type Operations,
  runMarkOf,
  type RunNews,
  runNewsBetween,
  type RunView,
  type ToldOfJob,
  toldBy,
  type WatchOptions,
} from '../api/index.ts';
import { durationMs, SkepError } from '../foundation/index.ts';

export interface FollowOptions {
  /** Longest time between two looks where no stream tells of it, as in '1s'; it begins with 50 ms after each piece of news. Default: 500ms. */
  readonly every?: string | number;
  /** Ends it, with the signal's reason; the job or run goes on. */
  readonly signal?: AbortSignal;
}

const FIRST_LOOK_MS = 50;
const EVERY = '500ms';

/** How one kind of thing is followed. */
interface Followed<View, Told, News> {
  readonly watch: ((options?: WatchOptions) => AsyncIterable<Batch<News>>) | undefined;
  /** It now, or when it is over, or after so long. */
  look(waitMs: number, signal?: AbortSignal): Promise<View & Told & { readonly finished: boolean }>;
  newsBetween(before: Told | undefined, now: View): readonly News[];
  /** What of it was told to whoever was given that position. */
  toldBy(position: string, now: View): Told | undefined;
}

/** @throws SkepError JOB_UNKNOWN when retention has removed it; USAGE; the signal's reason */
export function followingJob<Payload, Result>(
  id: string,
  operations: Pick<Operations, 'getJob'> & Partial<Pick<Operations, 'watchJob'>>,
  options: FollowOptions = {},
): AsyncGenerator<JobNews<Payload, Result>, void, undefined> {
  type News = JobNews<Payload, Result>;
  const followed: Followed<JobView<Payload, Result>, ToldOfJob, News> = {
    watch: operations.watchJob && ((asked) => operations.watchJob?.(id, asked) as AsyncIterable<Batch<News>>),
    look: (waitMs, signal) => operations.getJob<Payload, Result>(id, waitMs, signal),
    newsBetween,
    toldBy,
  };
  return following(followed, options);
}

/** @throws SkepError RUN_UNKNOWN when retention has removed it; USAGE; the signal's reason */
export function followingRun<Input, Result>(
  id: string,
  operations: Pick<Operations, 'getRun'> & Partial<Pick<Operations, 'watchRun'>>,
  options: FollowOptions = {},
): AsyncGenerator<RunNews<Input, Result>, void, undefined> {
  type News = RunNews<Input, Result>;
  type View = RunView<Input, Result>;
  const followed: Followed<View, View, News> = {
    watch: operations.watchRun && ((asked) => operations.watchRun?.(id, asked) as AsyncIterable<Batch<News>>),
    look: (waitMs, signal) => operations.getRun(id, waitMs, signal) as Promise<View>,
    newsBetween: runNewsBetween,
    toldBy: (position, run) => (runMarkOf(run) === position ? run : undefined),
  };
  return following(followed, options);
}

async function* following<View, Told, News>(
  followed: Followed<View, Told, News>,
  { every = EVERY, signal }: FollowOptions,
): AsyncGenerator<News, void, undefined> {
  const longestMs = durationMs(every);
  if (longestMs < FIRST_LOOK_MS) throw new SkepError('USAGE', `events: every is at least ${FIRST_LOOK_MS}ms`);
  const stream = { told: undefined as string | undefined, whole: false };
  if (followed.watch !== undefined) yield* streamed(followed.watch(signal && { signal }), stream);
  signal?.throwIfAborted();
  if (!stream.whole) yield* polled(followed, { longestMs, told: stream.told, signal });
}

/** What says that no stream is to be had there: a server of before, one with no room, or none at the moment. */
const UNWATCHED: ReadonlySet<string> = new Set(['ROUTE_UNKNOWN', 'EVENTS_FULL', 'SERVER_UNREACHABLE']);

async function* streamed<News>(
  batches: AsyncIterable<Batch<News>>,
  stream: { told: string | undefined; whole: boolean },
): AsyncGenerator<News, void, undefined> {
  try {
    for await (const { news, position } of batches) {
      yield* news;
      stream.told = position;
    }
    stream.whole = true;
  } catch (error) {
    if (!(error instanceof SkepError) || !UNWATCHED.has(error.code)) throw error;
  }
}

interface Polling {
  readonly longestMs: number;
  /** What of it was told before. */
  readonly told: string | undefined;
  readonly signal: AbortSignal | undefined;
}

async function* polled<View, Told, News>(
  followed: Followed<View, Told, News>,
  { longestMs, told, signal }: Polling,
): AsyncGenerator<News, void, undefined> {
  let before: Told | undefined;
  let lookMs = 0;
  for (;;) {
    // The wait of a look ends early when it is over.
    const now = await followed.look(lookMs, signal);
    before ??= told === undefined ? undefined : followed.toldBy(told, now);
    const news = followed.newsBetween(before, now);
    yield* news;
    if (now.finished) return;
    lookMs = news.length > 0 ? FIRST_LOOK_MS : Math.min(lookMs * 2, longestMs);
    before = now;
  }
}
