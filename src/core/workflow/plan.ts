/**
 * The plan of a run: the graph that it goes through, whole, as it is stored with the run. It is made of the manifest in force when
 * the run begins, or of a call, and never changes; so a run under way knows no manifest.
 */
import type { Json } from '../../foundation/index.ts';
import type { Consequence, NewJob } from '../job.ts';
import type { KeyedGate } from '../keyed-gates.ts';
import type { TenantRule, Way } from '../asking/ways.ts';

export interface Plan {
  /** In an order in which each stands behind what it needs. */
  readonly steps: readonly PlanStep[];
  /** Result of a run that completed: a template over `input` and `steps`. */
  readonly output: Json;
  /** What follows from the end of the run: their states are those of a job, `dead` for a run that failed. Their ids stand behind that of the run. */
  readonly consequences: readonly Consequence[];
}

export interface PlanStep {
  readonly name: string;
  /** Where it stands, for people: `workflows.digest.steps.convert`. */
  readonly place: string;
  /** Numbers of steps before it, increasing. */
  readonly needs: readonly number[];
  /** What `results` is: null: the result of the one step that is needed, or the list of those that are. */
  readonly results: Gathered | null;
  readonly when: When;
  /** Template of the list that it is done for, item by item; null: it is done once. */
  readonly forEach: Json;
  /** Of the items of a forEach so many at once; null: all. */
  readonly concurrency: number | null;
  /** Items that one job gets together, as a list; null: one each, as it is. */
  readonly chunk: number | null;
  /** continue: what fails here fails nothing else, and counts as done for what needs it. */
  readonly onFailure: 'fail' | 'continue';
  readonly work: Work;
}

/** The result of a step, by its number, or a list of what is gathered. */
export type Gathered = number | readonly Gathered[];

/**
 * When a step begins, once all that it needs is over. `success`: all of it completed, or may fail. `failure`: something failed in
 * it or before it. `always`. Or, where `success` holds, a condition: what its template gives is neither false, null, 0, '' nor missing,
 * or one over WHEN_ROOTS in the language of conditions.ts, where what is missing is null.
 */
export type When = 'success' | 'failure' | 'always' | { readonly template: Json } | { readonly condition: string };

export type Work =
  /** A job of a task. Its payload is a template over PLAN_ROOTS, of `maxBytes` of JSON at most when it is filled in. */
  | {
      readonly kind: 'task';
      readonly job: StepJob;
      readonly payload: Json;
      readonly maxBytes: number;
      /** Gates that count by a value of the payload, beside those of the job. */
      readonly keyed: readonly KeyedGate[];
      /** Where the payload decides on queue and priority; what none of them fits goes as the job says. */
      readonly ways?: readonly Way[];
      /** In these of the queues that it may go to, tenants take turns. */
      readonly tenant?: TenantRule & { readonly queues: readonly string[] };
    }
  /** A run of another plan, with what the template gives as its input. */
  | { readonly kind: 'workflow'; readonly workflow: string | null; readonly plan: Plan; readonly input: Json }
  /** Nothing but the end of a time, or a signal. */
  | { readonly kind: 'wait'; readonly wait: StepWait };

/**
 * What a step's job is given; its id, its payload and what leads back to the run are made when it is enqueued, and trace, headers and
 * revision are those of the run. The ids of its hooks' jobs stand behind its own.
 */
export type StepJob = Omit<NewJob, 'id' | 'idChosen' | 'payload' | 'payloadText' | 'workflow'>;

export interface StepWait {
  /** Name of what is waited for; its payload is the step's result. null: a time alone. */
  readonly signal: string | null;
  /** Milliseconds from its beginning. Of a signal: it fails then; of a time: it completes. null: for ever. */
  readonly forMs: number | null;
  /** Template of an instant: ISO 8601, or epoch milliseconds. null: there is none. */
  readonly until: Json;
}

/** As it is called where it stands: a `map` has its list under `over`. */
export function listKeyOf({ place }: PlanStep): 'forEach' | 'over' {
  return place.endsWith('.map') && !place.endsWith('.steps.map') ? 'over' : 'forEach';
}
