/** Runs of workflows: stored with their plans, and moved on by the ends of their jobs. */
import { countsOf, type ItemEnd, type NewRun, type Run, type RunState, type StepState } from '../core/index.ts';
import type { Json } from '../foundation/index.ts';
import type { HandoverFacet } from './handover.ts';
import type { SweepReport } from './keeping.ts';
import type { RunEndListener, RunTurnListener } from './run-ends.ts';

export interface RunReceipt {
  readonly id: string;
  /** existing: a run of that id is stored already; it was not touched. */
  readonly status: 'created' | 'existing';
  readonly state: RunState;
}

export interface RunFilter {
  readonly workflow?: string;
  readonly states?: readonly RunState[];
  /** Runs that are a step of this one. */
  readonly parent?: string;
  /** createdAt ≥ since, createdAt < until; epoch milliseconds */
  readonly since?: number;
  readonly until?: number;
}

/** A run in a list: without what is large. */
export type ListedRun = Omit<Run, 'plan' | 'steps' | 'input' | 'result'> & {
  /** How many of its steps are in each state. */
  readonly counts: Readonly<Partial<Record<StepState, number>>>;
};

export interface RunPage {
  /** Newest first. */
  readonly runs: readonly ListedRun[];
  /** Opaque; null on the last page. */
  readonly next: string | null;
}

/** An item of a step that has begun. */
export interface Item {
  readonly index: number;
  /** Id of its job, or of its run. */
  readonly id: string;
  /** null while it is under way. */
  readonly end: ItemEnd | null;
}

export interface ItemPage {
  /** By index, increasing. A page may be short where items are large. */
  readonly items: readonly Item[];
  /** Index to go on from; null on the last page. */
  readonly next: number | null;
}

export interface RunChange {
  readonly id: string;
  /** done · refused: its state forbids it · unknown: no such run. */
  readonly status: 'done' | 'refused' | 'unknown';
  readonly state: RunState | null;
}

/**
 * A run goes on by the consequences of its jobs (`advance`), in the step that stores the end of a job on SQLite, by the delivery
 * of that queue's outbox on Redis; by a signal, a time that is over, and by `advance`, which finds what somebody who died has left.
 * What comes of it is decided by core/workflow, the same on every engine. Each item is enqueued once, and counts once for
 * each end that its job has.
 */
export interface RunsFacet {
  /** Stored, and its first steps begun. @throws SkepError REQUEST_INVALID as `jobs.enqueue` */
  start(runs: readonly NewRun[]): Promise<readonly RunReceipt[]>;
  /** @returns the run, or null when none of that id is stored */
  get(id: string): Promise<Run | null>;
  /** The same of its state alone: what whoever waits for it looks at again and again. */
  stateOf(id: string): Promise<RunState | null>;
  list(filter: RunFilter, limit: number, cursor: string | null): Promise<RunPage>;
  /** @param step its number in the plan. @returns null when there is no such run or step */
  items(id: string, step: number, from: number, limit: number): Promise<ItemPage | null>;
  /**
   * What waits begins no more; what runs is cancelled as `jobs.cancel` does, child runs too; the run is cancelled when all of it is
   * over. Refused when it is over already; done again for one that is being cancelled.
   */
  cancel(ids: readonly string[], reason: string): Promise<readonly RunChange[]>;
  /**
   * Failed and cancelled runs go on: jobs that did not complete are retried, what was passed over because of them waits anew. With `from`,
   * names of steps: these and all behind them begin anew, of runs that are over, and signals of their waits are wanted anew. Refused for a run that is not over, and where nothing is to be done again.
   */
  resume(id: string, from?: readonly string[]): Promise<RunChange>;
  /**
   * For steps that wait for it, now or later; the first one of a name counts. Refused when the run is over.
   * @param payload the result of such a step
   */
  signal(id: string, name: string, payload: Json): Promise<RunChange>;
  /** Deletes runs that are over, with what is kept of their items; their jobs stay. */
  remove(ids: readonly string[]): Promise<readonly RunChange[]>;
  /** Runs that have something to do now: times that are over, turns that somebody has left. `nextDueAt` is the next time. */
  advance(limit: number): Promise<SweepReport & { readonly nextDueAt: number | null }>;
  /** Calls back after this process has stored the end of a run. @returns unsubscribe */
  onEnded(listener: RunEndListener): () => void;
  /** Calls back after this process has stored what a turn made of the steps of a run. @returns unsubscribe */
  onTurned(listener: RunTurnListener): () => void;
  /** Deletes runs that ended before `rules.retention` says, oldest first; child runs go with their parents. */
  prune(limit: number): Promise<SweepReport>;
  /** From one store into another. */
  readonly handover: HandoverFacet;
}

export function listedRun(run: Run): ListedRun {
  const { id, workflow, tags, headers, traceparent, tracestate, manifestRevision, parent, parentId, schedule } = run;
  const { state, steps, createdAt, finishedAt, error, cancelled } = run;
  return {
    ...{ id, workflow, tags, headers, traceparent, tracestate, manifestRevision, parent, parentId, schedule },
    ...{ state, createdAt, finishedAt, error, cancelled, counts: countsOf(steps) },
  };
}
