/** One job, in the hands of who enqueued it or knows its id. */
import type { JobNews, JobView, Operations } from '../api/index.ts';
import type { JobState } from '../core/index.ts';
import { followingJob, type FollowOptions } from './following.ts';
import { durationMs, type Json, SkepError, systemClock } from '../foundation/index.ts';

export interface SightOptions {
  /**
   * What is sensitive too, where `[hidden]` would stand: of a server with a token of an admin, which tells it in its log; on the
   * store for everybody who may read it. Throws SkepError ROLE_DENIED; KEY_MISSING, SEAL_BROKEN of what is encrypted.
   */
  readonly reveal?: boolean;
}

export interface WaitOptions extends SightOptions {
  /** Longest wait, as in '30s', or milliseconds. Default: as long as it takes. */
  readonly wait?: string | number;
  /** Ends the waiting; the job goes on. */
  readonly signal?: AbortSignal;
}

/** Where no end is given, one question waits this long, and is asked again. */
const STEP_MS = 60_000;

type HandledOperations = Pick<Operations, 'getJob' | 'cancelJob'> & Partial<Pick<Operations, 'watchJob'>>;

export class JobHandle<Payload = Json, Result = Json> {
  readonly id: string;
  /** Whether the enqueue found a job of this id, and stored nothing. */
  readonly existing: boolean;
  readonly #operations: HandledOperations;

  constructor(id: string, existing: boolean, operations: HandledOperations) {
    this.id = id;
    this.existing = existing;
    this.#operations = operations;
  }

  /** All that is known of it. @throws SkepError JOB_UNKNOWN when retention has removed it; as `reveal` says */
  get({ reveal = false }: SightOptions = {}): Promise<JobView<Payload, Result>> {
    return this.#operations.getJob<Payload, Result>(this.id, 0, undefined, reveal ? { revealTo: 'a client' } : {});
  }

  /** @throws SkepError JOB_UNKNOWN */
  async state(): Promise<JobState> {
    return (await this.get()).state;
  }

  /**
   * Waits until it is finished.
   * @returns what the handler returned, null where its task ignores results; `[hidden]` stands where it is sensitive, unless `reveal` is true
   * @throws SkepError JOB_DEAD, or JOB_CANCELLED and JOB_EXPIRED, with the job's own error in `details.error`; RESULT_EXPIRED; WAIT_TIMED_OUT; JOB_UNKNOWN; the
   * signal's reason
   */
  async result({ wait, signal, reveal = false }: WaitOptions = {}): Promise<Result> {
    const end = wait === undefined ? Number.POSITIVE_INFINITY : systemClock.monotonic() + durationMs(wait);
    for (;;) {
      const leftMs = Math.max(0, Math.min(STEP_MS, Math.round(end - systemClock.monotonic())));
      const job = await this.#operations.getJob<Payload, Result>(this.id, leftMs, signal);
      if (job.finished) return resultOf(reveal && job.hidden.length > 0 ? await this.get({ reveal }) : job);
      if (systemClock.monotonic() >= end) {
        throw new SkepError('WAIT_TIMED_OUT', `job ${this.id} is ${job.state} after ${String(wait)}`, {
          hint: 'it goes on; ask again with its id',
          details: { id: this.id, state: job.state },
        });
      }
    }
  }

  /**
   * What becomes of it from now on, until it is finished: `for await (const news of job.events())`. A connection that is lost
   * meanwhile is asked again, see `retryFor`.
   * @throws SkepError JOB_UNKNOWN; USAGE; the signal's reason
   */
  events(options: FollowOptions = {}): AsyncGenerator<JobNews<Payload, Result>, void, undefined> {
    return followingJob(this.id, this.#operations, options);
  }

  /** Ends it on purpose. @returns the job afterwards @throws SkepError JOB_UNKNOWN; STATE_CONFLICT when it has ended before */
  cancel(): Promise<JobView<Payload, Result>> {
    return this.#operations.cancelJob(this.id) as Promise<JobView<Payload, Result>>;
  }
}

function resultOf<Payload, Result>(job: JobView<Payload, Result>): Result {
  if (job.resultGone === 'expired') {
    throw new SkepError('RESULT_EXPIRED', `job ${job.id} completed, and its result has expired at ${job.resultUntil}`, {
      hint: 'read it sooner, or raise result.keep of its task',
      details: { id: job.id, until: job.resultUntil },
    });
  }
  if (job.state === 'completed') return job.result as Result;
  const { id, error, state } = job;
  const code = state === 'dead' ? 'JOB_DEAD' : error?.code === 'JOB_EXPIRED' ? 'JOB_EXPIRED' : 'JOB_CANCELLED';
  throw new SkepError(code, `job ${id} is ${state}${error === null ? '' : `: ${error.message}`}`, {
    details: { id, state, error },
  });
}
