/** How a run goes from one store into another: whole, and never so that both go on with it. */
import type { ItemEnd, Run } from '../core/index.ts';
import type { Json } from '../foundation/index.ts';

/** A run with all that is kept of it, in no form of any store. */
export interface WholeRun {
  readonly run: Run;
  readonly ends: readonly StepEnds[];
  readonly lists: readonly { readonly step: number; readonly list: readonly Json[] }[];
  readonly signals: ReadonlyMap<string, Json>;
  /** Another one whenever anything of it has changed. */
  readonly token: string;
}

/** How items of a step ended, by index; what has not ended, or is to end anew, is left out. */
export interface StepEnds {
  readonly step: number;
  readonly ends: readonly (readonly [number, ItemEnd])[];
}

/** Nothing happens to a run that lies aside: no end of a job, signal or time comes to it. */
export interface HandoverFacet {
  /** @returns null where there is no such run, and while its jobs are changed one by one */
  whole(id: string): Promise<WholeRun | null>;
  /** Stores it aside; what lay there of that id is replaced. */
  lay(whole: WholeRun): Promise<void>;
  /** Ids of those that lie aside. */
  laid(): Promise<readonly string[]>;
  /** What lies aside is forgotten. */
  drop(ids: readonly string[]): Promise<void>;
  /** Deletes all of these, in one step. @returns false, and nothing is done, where one has changed since or is gone */
  take(runs: readonly WholeRun[]): Promise<boolean>;
  /** Runs that lie aside go on, in one step; one that is there already is dropped. */
  arrive(ids: readonly string[]): Promise<void>;
}
