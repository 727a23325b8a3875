/** A run as it is shown, and its schema. */
import { RUN_STATES, type RunState, STEP_STATES, type StepState } from '../core/index.ts';
import type { Json, JsonObject } from '../foundation/index.ts';
import { type ErrorView, errorRef } from './job-view.ts';
import {
  anything,
  boolean,
  described,
  instant,
  integer,
  listOf,
  mapOf,
  objectOf,
  orNull,
  text,
  texts,
  view,
} from './schemas.ts';

/** A run in a list. */
export interface ListedRunView {
  readonly id: string;
  /** null: the graph came with the call. */
  readonly workflow: string | null;
  readonly state: RunState;
  /** Whether it ended: completed, failed or cancelled. */
  readonly finished: boolean;
  /** Why it is being cancelled, or was; null: it is not. */
  readonly cancelled: string | null;
  readonly createdAt: string;
  readonly finishedAt: string | null;
  readonly tags: readonly string[];
  readonly headers: Readonly<Record<string, string>>;
  readonly traceparent: string | null;
  readonly manifestRevision: number | null;
  /** The step of another run that it is. */
  readonly parent: { readonly run: string; readonly step: number; readonly index: number } | null;
  /** The job whose handler started it. */
  readonly parentId: string | null;
  readonly schedule: { readonly name: string; readonly tickAt: string } | null;
  readonly error: ErrorView | null;
  /** How many of its steps are in each state. */
  readonly counts: Readonly<Record<StepState, number>>;
}

export interface RunView<Input = Json, Result = Json> extends ListedRunView {
  readonly input: Input;
  /** null unless it completed. */
  readonly result: Result | null;
  /** Those of `input` and `result` that are hidden. */
  readonly hidden: readonly string[];
  readonly steps: readonly RunStepView[];
}

export interface RunStepView {
  readonly name: string;
  readonly state: StepState;
  readonly kind: 'task' | 'workflow' | 'wait';
  /** The task, or the workflow; null of a wait, and of a workflow that stands in the step. */
  readonly does: string | null;
  readonly needs: readonly string[];
  /** success, failure, always, or the condition. */
  readonly when: string;
  /** Whether it is done for each item of a list. */
  readonly many: boolean;
  readonly startedAt: string | null;
  readonly finishedAt: string | null;
  /** Items: of a step that is done once there is one. */
  readonly total: number;
  readonly begun: number;
  readonly completed: number;
  readonly failed: number;
  readonly cancelled: number;
  /** Ids of the jobs, or runs, of the first items that have begun, ten at most. */
  readonly ids: readonly string[];
  /** What it waits for, in words: steps before it, a signal, an instant. */
  readonly waitsFor: string | null;
  /** When a wait is over by itself. */
  readonly dueAt: string | null;
  readonly error: ErrorView | null;
  /** Why it was passed over: something failed before it, or its condition did not hold. */
  readonly skipped: 'trouble' | 'condition' | null;
}

export interface RunItemView {
  readonly index: number;
  /** Of its job, or its run. */
  readonly id: string;
  readonly state: 'running' | 'completed' | 'failed' | 'cancelled';
  readonly result: Json;
  readonly error: ErrorView | null;
}

export interface RunItemsView {
  readonly run: string;
  readonly step: string;
  readonly state: StepState;
  readonly total: number;
  readonly items: readonly RunItemView[];
  /** `from` of the next page; null at the end of what has begun. */
  readonly next: number | null;
}

export const runState: JsonObject = { type: 'string', enum: RUN_STATES };
const stepState: JsonObject = { type: 'string', enum: STEP_STATES };

const listed = {
  id: text,
  workflow: described(orNull(text), 'null: the graph came with the call'),
  state: runState,
  finished: described(boolean, 'Whether it ended: completed, failed or cancelled'),
  cancelled: described(orNull(text), 'Why it is being cancelled, or was'),
  createdAt: instant,
  finishedAt: orNull(instant),
  tags: texts,
  headers: mapOf(text),
  traceparent: orNull(text),
  manifestRevision: orNull(integer),
  parent: described(
    orNull(objectOf<NonNullable<ListedRunView['parent']>>({ run: text, step: integer, index: integer })),
    'The step of another run that it is',
  ),
  parentId: described(orNull(text), 'The job whose handler started it'),
  schedule: orNull(objectOf<NonNullable<ListedRunView['schedule']>>({ name: text, tickAt: instant })),
  error: described(orNull(errorRef), 'Of the first step that failed'),
  counts: described(
    objectOf<ListedRunView['counts']>({
      waiting: integer,
      running: integer,
      completed: integer,
      failed: integer,
      skipped: integer,
      cancelled: integer,
    }),
    'How many of its steps are in each state',
  ),
};

export const listedRunRef: JsonObject = view('ListedRun', objectOf<ListedRunView>(listed));

const step: JsonObject = objectOf<RunStepView>({
  name: text,
  state: stepState,
  kind: { type: 'string', enum: ['task', 'workflow', 'wait'] },
  does: described(orNull(text), 'The task, or the workflow'),
  needs: described(texts, 'Steps that are over before it begins'),
  when: described(text, 'success, failure, always, or the condition'),
  many: described(boolean, 'Whether it is done for each item of a list'),
  startedAt: orNull(instant),
  finishedAt: orNull(instant),
  total: described(integer, 'Items; 0 before it begins'),
  begun: described(integer, 'Items whose job was enqueued'),
  completed: integer,
  failed: integer,
  cancelled: integer,
  ids: described(texts, 'Of the jobs, or runs, of the first items, ten at most'),
  waitsFor: described(orNull(text), 'What it waits for: steps before it, a signal, an instant'),
  dueAt: described(orNull(instant), 'When a wait is over by itself'),
  error: orNull(errorRef),
  skipped: described(
    orNull({ type: 'string', enum: ['trouble', 'condition'] }),
    'Why it was passed over: something failed before it, or its condition did not hold',
  ),
});

const run = objectOf<RunView>({
  ...listed,
  input: anything,
  result: described(anything, 'null unless it completed'),
  hidden: described(texts, 'Those of `input` and `result` that are hidden: tasks of its steps have what is sensitive'),
  steps: listOf(step),
});

export const runRef: JsonObject = view('Run', run);

/** A run of which only some keys are shown. */
export function runOf(fields: readonly string[]): JsonObject {
  const properties = Object.entries(run['properties'] as JsonObject).filter(([key]) => fields.includes(key));
  return { ...run, required: properties.map(([key]) => key), properties: Object.fromEntries(properties) };
}

export const itemsRef: JsonObject = view(
  'RunItems',
  objectOf<RunItemsView>({
    run: text,
    step: text,
    state: stepState,
    total: integer,
    items: listOf(
      objectOf<RunItemView>({
        index: integer,
        id: described(text, 'Of its job, or its run'),
        state: { type: 'string', enum: ['running', 'completed', 'failed', 'cancelled'] },
        result: anything,
        error: orNull(errorRef),
      }),
    ),
    next: described(orNull(integer), '`from` of the next page; null at the end of what has begun'),
  }),
);
