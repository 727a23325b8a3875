/** A workflow after normalisation: one graph of steps, whichever way it was written. */
import type { RetryPolicy, TimeoutLimits, StepWait, When } from '../../core/index.ts';
import type { Json, JsonObject } from '../../foundation/index.ts';
import type { RunHooks } from '../specs/hook-spec.ts';

export interface WorkflowSpec extends WorkflowGraph {
  readonly name: string;
  readonly description: string | null;
  /** JSON Schema (2020-12) of the input; null = anything. */
  readonly input: JsonObject | boolean | null;
  /** Of its runs. */
  readonly tags: readonly string[];
  /** null without hooks. */
  readonly on: RunHooks | null;
}

export interface WorkflowGraph {
  /** By name, in an order in which each stands behind what it needs. */
  readonly steps: Readonly<Record<string, StepSpec>>;
  /** Template of the result of a run that completed. */
  readonly output: Json;
}

export interface StepSpec {
  readonly name: string;
  /** Where it stands, for people: `workflows.digest.steps.convert`. */
  readonly place: string;
  readonly needs: readonly string[];
  /** What `${results}` is; null = the result of the one that is needed, or the list of them. */
  readonly results: GatheredNames | null;
  readonly when: When;
  /** Template of the list that it is done for; null = it is done once. */
  readonly forEach: Json;
  readonly concurrency: number | null;
  readonly chunk: number | null;
  readonly onFailure: 'fail' | 'continue';
  readonly work: StepWork;
}

/** The result of a step, or a list of what is gathered. */
export type GatheredNames = string | readonly GatheredNames[];

export type StepWork =
  | {
      readonly kind: 'task';
      readonly task: string;
      /** Template of the payload. */
      readonly with: Json;
      /** null = as the task says, here and below. */
      readonly retry: RetryPolicy | null;
      readonly timeout: TimeoutLimits | null;
      readonly queue: string | null;
      readonly priority: number | null;
    }
  | { readonly kind: 'workflow'; readonly workflow: string; readonly with: Json }
  | { readonly kind: 'wait'; readonly wait: StepWait };
