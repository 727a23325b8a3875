/** What a turn of a run is made of, and what comes of it. */
import type { Json } from '../../foundation/index.ts';
import type { JobError } from '../job.ts';
import type { Begun } from './items.ts';
import type { ItemEnd, RunState, StepProgress } from './run.ts';
import type { Results } from './scope.ts';

/** What the store has to read for the next turn. */
export interface Wanted {
  /** Numbers of steps whose results are read. */
  readonly results: readonly number[];
  /** Names of signals. */
  readonly signals: readonly string[];
  /** Items of steps of many that are under way: those that begin next. */
  readonly items: readonly { readonly step: number; readonly from: number; readonly count: number }[];
}

/** What it has found. */
export interface Found {
  readonly results: Results;
  readonly signals: ReadonlyMap<string, Json>;
  /** By number of the step: the items asked for, in order. */
  readonly items: ReadonlyMap<number, readonly Json[]>;
}

/** What is to be stored, all in one step. */
export interface Turn {
  /** Steps that are not as they were, by number. */
  readonly steps: ReadonlyMap<number, StepProgress>;
  /** Items of steps of many that begin here: to be kept until they have begun. */
  readonly lists: ReadonlyMap<number, readonly Json[]>;
  /** Ends of waits, whose result is kept as that of a job. */
  readonly ends: readonly { readonly step: number; readonly end: ItemEnd }[];
  readonly begun: readonly Begun[];
  /** The run is over. */
  readonly end: {
    readonly state: Exclude<RunState, 'running'>;
    readonly result: Json;
    readonly error: JobError | null;
  } | null;
  /** Whether there is another turn at once. */
  readonly more: boolean;
  /** Epoch milliseconds at which there is another without anything happening; null: there is none. */
  readonly dueAt: number | null;
}
