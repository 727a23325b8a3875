/** One run of a workflow, in the hands of who started it or knows its id. */
import type { Operations, RevealOptions, RunItemView, RunNews, RunStepView, RunView } from '../api/index.ts';
import type { JsonInput, RunState } from '../core/index.ts';
import { followingRun, type FollowOptions } from './following.ts';
import type { SightOptions } from './job-handle.ts';
import { durationMs, type Json, SkepError, systemClock } from '../foundation/index.ts';

export type RunOperations = Pick<
  Operations,
  'getRun' | 'runItems' | 'cancelRun' | 'resumeRun' | 'signalRun' | 'removeRun'
> &
  Partial<Pick<Operations, 'watchRun'>>;

export interface RunWaitOptions extends SightOptions {
  /** Longest wait, as in '30s', or milliseconds. Default: as long as it takes. */
  readonly wait?: string | number;
  /** Ends the waiting; the run goes on. */
  readonly signal?: AbortSignal;
}

/** Where no end is given, one question waits this long, and is asked again. */
const STEP_MS = 60_000;
/** Items of one question. */
const PAGE = 1_000;

export class RunHandle<Input = Json, Result = Json> {
  readonly id: string;
  /** Whether the start found a run of this id, and stored nothing. */
  readonly existing: boolean;
  readonly #operations: RunOperations;

  constructor(id: string, existing: boolean, operations: RunOperations) {
    this.id = id;
    this.existing = existing;
    this.#operations = operations;
  }

  /** All that is known of it. @throws SkepError RUN_UNKNOWN when retention has removed it; as `reveal` says */
  get({ reveal = false }: SightOptions = {}): Promise<RunView<Input, Result>> {
    return this.#operations.getRun(this.id, 0, undefined, sightOf(reveal)) as Promise<RunView<Input, Result>>;
  }

  #revealed(): Promise<RunView> {
    return this.#operations.getRun(this.id, 0, undefined, sightOf(true));
  }

  /** @throws SkepError RUN_UNKNOWN */
  async state(): Promise<RunState> {
    return (await this.get()).state;
  }

  /** Its steps as they are now. @throws SkepError RUN_UNKNOWN */
  async steps(): Promise<readonly RunStepView[]> {
    return (await this.get()).steps;
  }

  /**
   * Waits until it is over.
   * @returns the output of the workflow; `[hidden]` where a task of its steps has what is sensitive, unless `reveal` is true
   * @throws SkepError RUN_FAILED, RUN_CANCELLED, with the error of the first failed step in `details.error`; WAIT_TIMED_OUT; RUN_UNKNOWN; the signal's reason
   */
  async result({ wait, signal, reveal = false }: RunWaitOptions = {}): Promise<Result> {
    const end = wait === undefined ? Number.POSITIVE_INFINITY : systemClock.monotonic() + durationMs(wait);
    for (;;) {
      const leftMs = Math.max(0, Math.min(STEP_MS, Math.round(end - systemClock.monotonic())));
      const run = await this.#operations.getRun(this.id, leftMs, signal);
      if (run.finished) return resultOf(reveal && run.hidden.length > 0 ? await this.#revealed() : run) as Result;
      if (systemClock.monotonic() >= end) {
        throw new SkepError('WAIT_TIMED_OUT', `run ${this.id} is ${run.state} after ${String(wait)}`, {
          hint: 'it goes on; ask again with its id',
          details: { id: this.id, state: run.state },
        });
      }
    }
  }

  /**
   * What becomes of it, until it is over: `for await (const news of run.events())`. First all of it as it is found, then each step that is
   * not as it was and each new state. A connection that is lost meanwhile is asked again, see `retryFor`.
   * @throws SkepError RUN_UNKNOWN; USAGE; the signal's reason
   */
  events(options: FollowOptions = {}): AsyncGenerator<RunNews<Input, Result>, void, undefined> {
    return followingRun(this.id, this.#operations, options);
  }

  /**
   * The items of a step that have begun, in order, read a page at a time: `for await (const { index, state, result } of run.results('convert'))`.
   * @throws SkepError RUN_UNKNOWN, STEP_UNKNOWN; as `reveal` says
   */
  async *results(step: string, { reveal = false }: SightOptions = {}): AsyncGenerator<RunItemView, void, undefined> {
    for (let from: number | null = 0; from !== null;) {
      const { items, next } = await this.#operations.runItems(this.id, step, { from, limit: PAGE }, sightOf(reveal));
      yield* items;
      from = next;
    }
  }

  /** Nothing more of it begins, and what runs is cancelled. @throws SkepError RUN_UNKNOWN; STATE_CONFLICT when it is over */
  cancel(): Promise<RunView<Input, Result>> {
    return this.#operations.cancelRun(this.id) as Promise<RunView<Input, Result>>;
  }

  /**
   * Goes on from what failed or was cancelled.
   * @param from steps that begin anew, with all behind them
   * @throws SkepError RUN_UNKNOWN, STEP_UNKNOWN; STATE_CONFLICT while it runs, or where nothing is to be done again
   */
  resume({ from = [] }: { readonly from?: readonly string[] } = {}): Promise<RunView<Input, Result>> {
    return this.#operations.resumeRun(this.id, from) as Promise<RunView<Input, Result>>;
  }

  /** For steps that wait for it, now or later; the first one of a name counts. @throws SkepError RUN_UNKNOWN; STATE_CONFLICT when it is over */
  signal(name: string, payload: JsonInput = null): Promise<RunView<Input, Result>> {
    return this.#operations.signalRun(this.id, name, payload) as Promise<RunView<Input, Result>>;
  }

  /** Deletes it, once it is over; its jobs stay. @throws SkepError RUN_UNKNOWN, STATE_CONFLICT */
  remove(): Promise<void> {
    return this.#operations.removeRun(this.id);
  }
}

function sightOf(reveal: boolean): RevealOptions {
  return reveal ? { revealTo: 'a client' } : {};
}

function resultOf({ id, state, result, error, cancelled }: RunView): Json {
  if (state === 'completed') return result;
  const code = state === 'cancelled' ? 'RUN_CANCELLED' : 'RUN_FAILED';
  const why = cancelled ?? error?.message;
  throw new SkepError(
    code,
    `run ${id} ${state === 'failed' ? 'has failed' : `is ${state}`}${why === undefined ? '' : `: ${why}`}`,
    {
      details: { id, state, error },
    },
  );
}
