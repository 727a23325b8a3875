/** What can be asked of runs of workflows. */
import type { EnqueueOptions, JsonInput, RunState } from '../core/index.ts';
import type { RevealOptions } from './jobs.ts';
import type { ListedRunView, RunItemsView, RunView } from './run-view.ts';

export interface RunOperations {
  /**
   * @throws WORKFLOW_UNKNOWN, WORKFLOW_INVALID, INPUT_INVALID (details.violations), PAYLOAD_NOT_JSON, PAYLOAD_TOO_LARGE, REQUEST_INVALID, RUN_ID_TAKEN
   */
  startRun(request: StartRequest): Promise<StartedView>;
  listRuns(query: RunQuery): Promise<RunPageView>;
  /**
   * @param waitMs wait until it is over, at most this long; the answer is then the state of that moment
   * @param signal ends the waiting, and the call with the signal's reason
   * @throws RUN_UNKNOWN
   */
  getRun(id: string, waitMs?: number, signal?: AbortSignal, options?: RevealOptions): Promise<RunView>;
  /** Results of a step, a page at a time. @throws RUN_UNKNOWN, STEP_UNKNOWN */
  runItems(id: string, step: string, page?: ItemQuery, options?: RevealOptions): Promise<RunItemsView>;
  /** @throws RUN_UNKNOWN, STATE_CONFLICT */
  cancelRun(id: string): Promise<RunView>;
  /** @param from names of steps that begin anew with all behind them. @throws RUN_UNKNOWN, STEP_UNKNOWN, STATE_CONFLICT */
  resumeRun(id: string, from?: readonly string[]): Promise<RunView>;
  /** @throws RUN_UNKNOWN, STEP_UNKNOWN where no step waits for it, STATE_CONFLICT */
  signalRun(id: string, name: string, payload?: JsonInput): Promise<RunView>;
  /** @throws RUN_UNKNOWN, STATE_CONFLICT */
  removeRun(id: string): Promise<void>;
}

export interface StartRequest {
  /** Name of a workflow of the manifest, or one as the manifest would have it. */
  readonly workflow: string | JsonInput;
  readonly input?: JsonInput;
  readonly options?: RunOptions;
}

/** What a call may say about its run; tags and headers are those of its jobs too. */
export type RunOptions = Pick<EnqueueOptions, 'id' | 'tags' | 'headers'>;

export interface StartedView {
  readonly id: string;
  readonly state: RunState;
  readonly existing: boolean;
}

export interface RunQuery {
  readonly workflow?: string;
  readonly state?: readonly RunState[];
  /** Runs that are a step of this one. */
  readonly parent?: string;
  readonly cursor?: string;
  /** 1..200, default 50 */
  readonly limit?: number;
}

export interface RunPageView {
  readonly runs: readonly ListedRunView[];
  readonly next: string | null;
}

export interface ItemQuery {
  /** Index of the first; default 0. */
  readonly from?: number;
  /** 1..1000, default 100; a page may be shorter where results are large. */
  readonly limit?: number;
}
