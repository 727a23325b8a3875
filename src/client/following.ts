/**
 * What becomes of a job, told as it goes: by the server's stream of events where there is one, else read off the job again and again.
 * Both lose nothing that the job keeps while nobody looks.
 */
import { type JobNews, newsBetween, type Operations, type ToldOfJob, toldBy } from '../api/index.ts';
import { durationMs, SkepError } from '../foundation/index.ts';

export interface FollowOptions {
  /** Longest time between two looks where no stream tells of it, as in '1s'; it begins with 50 ms after each piece of news. Default: 500ms. */
  readonly every?: string | number;
  /** Ends it, with the signal's reason; the job goes on. */
  readonly signal?: AbortSignal;
}

const FIRST_LOOK_MS = 50;
const EVERY = '500ms';

type Followed = Pick<Operations, 'getJob'> & Partial<Pick<Operations, 'watchJob'>>;

/** @throws SkepError JOB_UNKNOWN when retention has removed it; USAGE; the signal's reason */
export async function* following<Payload, Result>(
  id: string,
  operations: Followed,
  { every = EVERY, signal }: FollowOptions = {},
): AsyncGenerator<JobNews<Payload, Result>, void, undefined> {
  const longestMs = durationMs(every);
  if (longestMs < FIRST_LOOK_MS) throw new SkepError('USAGE', `events: every is at least ${FIRST_LOOK_MS}ms`);
  const stream = { told: undefined as string | undefined, whole: false };
  if (operations.watchJob !== undefined) yield* streamed(operations.watchJob(id, signal && { signal }), stream);
  signal?.throwIfAborted();
  if (!stream.whole) yield* polled(id, operations, { longestMs, told: stream.told, signal });
}

/** What says that no stream is to be had there: a server of before, one with no room, or none at the moment. */
const UNWATCHED: ReadonlySet<string> = new Set(['ROUTE_UNKNOWN', 'EVENTS_FULL', 'SERVER_UNREACHABLE']);

async function* streamed<Payload, Result>(
  batches: ReturnType<Operations['watchJob']>,
  stream: { told: string | undefined; whole: boolean },
): AsyncGenerator<JobNews<Payload, Result>, void, undefined> {
  try {
    for await (const { news, position } of batches) {
      yield* news as readonly JobNews<Payload, Result>[];
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

async function* polled<Payload, Result>(
  id: string,
  operations: Followed,
  { longestMs, told, signal }: Polling,
): AsyncGenerator<JobNews<Payload, Result>, void, undefined> {
  let before: ToldOfJob | undefined;
  let lookMs = 0;
  for (;;) {
    // The wait of a look ends early when the job does.
    const job = await operations.getJob<Payload, Result>(id, lookMs, signal);
    before ??= told === undefined ? undefined : toldBy(told, job);
    const news = newsBetween(before, job);
    yield* news;
    if (job.finished) return;
    lookMs = news.length > 0 ? FIRST_LOOK_MS : Math.min(lookMs * 2, longestMs);
    before = job;
  }
}
