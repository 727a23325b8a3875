/** The run of a workflow: what it is now. Instants are epoch milliseconds of the store's clock. */
import type { Json } from '../../foundation/index.ts';
import type { JobError } from '../job.ts';
import type { FinishedState } from '../states.ts';
import type { ItemRef } from './item-ref.ts';
import type { Plan, PlanStep } from './plan.ts';

export type { ItemRef } from './item-ref.ts';

export const RUN_STATES = ['running', 'completed', 'failed', 'cancelled'] as const;
export type RunState = (typeof RUN_STATES)[number];

/** How an end is called where jobs are spoken of: in consequences, and in how long what is over is kept. */
export const JOB_STATE_OF = {
  completed: 'completed',
  failed: 'dead',
  cancelled: 'cancelled',
} as const satisfies Record<Exclude<RunState, 'running'>, FinishedState>;

export const STEP_STATES = ['waiting', 'running', 'completed', 'failed', 'skipped', 'cancelled'] as const;
export type StepState = (typeof STEP_STATES)[number];

/** What a run is given when it begins. */
export interface NewRun {
  /** As ids of jobs are; those of its jobs begin with it. */
  readonly id: string;
  /** null: the graph came with the call. */
  readonly workflow: string | null;
  readonly plan: Plan;
  readonly input: Json;
  readonly tags: readonly string[];
  readonly headers: Readonly<Record<string, string>>;
  readonly traceparent: string | null;
  readonly tracestate: string | null;
  readonly manifestRevision: number | null;
  /** The step of another run that this one is. */
  readonly parent: ItemRef | null;
  /** The job whose handler began it. */
  readonly parentId: string | null;
  readonly schedule: { readonly name: string; readonly tickAt: number } | null;
}

export interface Run extends NewRun {
  readonly state: RunState;
  /** By number. */
  readonly steps: readonly StepProgress[];
  readonly createdAt: number;
  readonly finishedAt: number | null;
  readonly result: Json;
  /** Why it failed: the error of the first step that did. */
  readonly error: JobError | null;
  /** Why it is being cancelled, or was; null: it is not. */
  readonly cancelled: string | null;
}

export interface StepProgress {
  readonly state: StepState;
  readonly startedAt: number | null;
  readonly finishedAt: number | null;
  /** How many items there are; 0 before it begins. */
  readonly total: number;
  /** So many of them were begun, in order: their jobs are enqueued, or are about to be. */
  readonly begun: number;
  readonly completed: number;
  readonly failed: number;
  readonly cancelled: number;
  readonly round: number;
  /** The next item could not begin, see `error`: what is under way ends, and nothing more begins. */
  readonly broken: boolean;
  /** Of a wait: when it is over by itself. */
  readonly dueAt: number | null;
  /** Of the first item that failed, or why it could not begin. */
  readonly error: JobError | null;
  /** Why it was skipped: something failed before it, or its condition did not hold. */
  readonly skipped: 'trouble' | 'condition' | null;
}

/** How an item ended. */
export type ItemEnd =
  | { readonly state: 'completed'; readonly result: Json }
  | { readonly state: 'failed' | 'cancelled'; readonly error: JobError | null };

export const UNTOUCHED: StepProgress = {
  state: 'waiting',
  startedAt: null,
  finishedAt: null,
  total: 0,
  begun: 0,
  completed: 0,
  failed: 0,
  cancelled: 0,
  round: 0,
  broken: false,
  dueAt: null,
  error: null,
  skipped: null,
};

/**
 * The same, to be changed. Written out, as the next one: of objects of this size V8 makes a spread in microseconds, and a turn needs dozens.
 */
export function copyOf(progress: StepProgress): { -readonly [Field in keyof StepProgress]: StepProgress[Field] } {
  return {
    state: progress.state,
    startedAt: progress.startedAt,
    finishedAt: progress.finishedAt,
    total: progress.total,
    begun: progress.begun,
    completed: progress.completed,
    failed: progress.failed,
    cancelled: progress.cancelled,
    round: progress.round,
    broken: progress.broken,
    dueAt: progress.dueAt,
    error: progress.error,
    skipped: progress.skipped,
  };
}

/** The same run with other steps. */
export function withSteps(run: Run, steps: readonly StepProgress[]): Run {
  return {
    id: run.id,
    workflow: run.workflow,
    plan: run.plan,
    input: run.input,
    tags: run.tags,
    headers: run.headers,
    traceparent: run.traceparent,
    tracestate: run.tracestate,
    manifestRevision: run.manifestRevision,
    parent: run.parent,
    parentId: run.parentId,
    schedule: run.schedule,
    state: run.state,
    steps,
    createdAt: run.createdAt,
    finishedAt: run.finishedAt,
    result: run.result,
    error: run.error,
    cancelled: run.cancelled,
  };
}

/** Items that were begun and have not ended. */
export function underWay({ begun, completed, failed, cancelled }: StepProgress): number {
  return begun - completed - failed - cancelled;
}

export function isOver({ state }: Pick<StepProgress, 'state'>): boolean {
  return state !== 'waiting' && state !== 'running';
}

/** @throws RangeError for a number that no step has */
export function stepOf({ steps }: Plan, number: number): PlanStep {
  const step = steps[number];
  if (step === undefined) throw new RangeError(`the plan has no step ${number}`);
  return step;
}

export function progressOf({ steps }: Pick<Run, 'steps'>, number: number): StepProgress {
  return steps[number] ?? UNTOUCHED;
}

/** How many steps are in each state. */
export function countsOf(steps: readonly StepProgress[]): Readonly<Partial<Record<StepState, number>>> {
  const counts: Partial<Record<StepState, number>> = {};
  for (const { state } of steps) counts[state] = (counts[state] ?? 0) + 1;
  return counts;
}
