/** Tests of a manifest, after normalisation; null: not said. */
import type { JobState } from '../../core/index.ts';
import type { Json } from '../../foundation/index.ts';

export interface TestSpec {
  readonly name: string;
  readonly task: string;
  readonly payload: Json;
  /** One an attempt. */
  readonly outcomes: readonly TestOutcome[];
  readonly expect: TestExpectation;
}

/** What the code of the task does in one attempt, after so long. */
export type TestOutcome = { readonly takesMs: number | null } & (
  | { readonly return: Json }
  | { readonly throw: ScriptedError }
  | { readonly snoozeMs: number }
  | { readonly retryMs: number }
);

export interface ScriptedError {
  readonly name: string;
  readonly code: string | null;
  readonly message: string | null;
}

export interface TestExpectation {
  readonly state: JobState | null;
  readonly queue: string | null;
  readonly priority: number | null;
  readonly attempts: number | null;
  readonly delaysMs: readonly number[] | null;
  readonly emitted: readonly string[] | null;
  readonly result: Json;
  /** Name or code. */
  readonly error: string | null;
  /** Code of the error that refuses it. */
  readonly refused: string | null;
}
