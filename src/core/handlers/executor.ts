/** The seam between an attempt and the code that it runs. An attempt knows limits, notes, trace and outcome, and nothing of where code runs. */
import type { Handler } from './handler.ts';
import type { Outcome } from '../outcome.ts';

/** Longest that closing may take where nothing else is said, and where an attempt was cut off. */
export const CLOSE_MS = 3_000;

/** Runs the code of one task. */
export interface Executor {
  /** What it runs, by identity: another value exactly when a reload has loaded that code anew. */
  readonly code: unknown;
  /**
   * Called once per attempt, with what a handler is given; a handler is the plainest of them.
   * @returns the result, a promise of it, or an Execution where something can be ended or must be closed
   * @throws what makes the attempt fail, as a handler does
   */
  readonly start: Handler;
}

/**
 * Code under way that is more than a promise. Any plain value stays the cheap way: nothing is awaited for it between its
 * end and its settlement.
 */
export abstract class Execution {
  /** Settles when the code has ended, with what it returned or threw; after `kill` it need not. */
  abstract readonly done: Promise<unknown>;
  /**
   * Ends the code whatever it does; called once, when the attempt is cut off.
   * @returns whether nothing of it runs any more; the place in its queue is free only then
   */
  abstract kill(): Promise<boolean>;
  /**
   * Gives back what was opened for the attempt; called once, before the outcome is stored, however the attempt ended. Where
   * it rejects and the outcome was `complete`, the attempt fails with that error, as if the code had thrown it.
   */
  abstract close(outcome: Outcome): Promise<void>;
  /**
   * Resolves when the code is about to begin, where it has to wait for a place: the time limits of the attempt are counted
   * from then on. null: it has begun.
   */
  readonly begins: Promise<void> | null = null;
  /** Longest that `close` may take, ms, where the code ended by itself. */
  get closeMs(): number {
    return CLOSE_MS;
  }
}

/** Runs a handler in this process. */
export function inline(handler: Handler): Executor {
  return { code: handler, start: handler };
}
