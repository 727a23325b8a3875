/** How an attempt ends: the closed set that a worker may settle a lease with. */
import type { Json } from '../foundation/index.ts';
import type { AttemptOutcome, BlockReason, JobError } from './job.ts';
import type { JobState } from './states.ts';

export type Outcome =
  /** `text` is the result as JSON, where whoever says the outcome has it: engines then need not write it again. */
  | { readonly kind: 'complete'; readonly result: Json; readonly text?: string }
  /** The attempt failed; another one follows `delayMs` after now by the store's clock. */
  | { readonly kind: 'retry'; readonly error: JobError; readonly delayMs: number; readonly shut?: Shut }
  /** The attempt failed and none follows. */
  | { readonly kind: 'dead'; readonly error: JobError; readonly shut?: Shut }
  | { readonly kind: 'snooze'; readonly delayMs: number }
  | { readonly kind: 'cancel'; readonly error: JobError | null }
  /** Given back. `unstarted`: no handler was called, so the job has not begun and may still expire. */
  | { readonly kind: 'release'; readonly unstarted?: true }
  | { readonly kind: 'hold'; readonly reason: BlockReason };

/** Gates that let nobody through from now on, for so long by the store's clock; what is shut for longer stays so. */
export interface Shut {
  readonly gates: readonly string[];
  readonly forMs: number;
}

export type OutcomeKind = Outcome['kind'];

/**
 * Whether a handler was called in the attempt that ends so. Then the job has begun: its expiry is spent, and a store
 * drops it with every way back to waiting.
 */
export function hasBegun(outcome: Outcome): boolean {
  return outcome.kind === 'release' ? outcome.unstarted !== true : outcome.kind !== 'hold';
}

/** The attempt record's outcome word for each outcome of a worker; hold leaves no record. */
export const ATTEMPT_OUTCOME_OF: Readonly<Record<OutcomeKind, AttemptOutcome | null>> = {
  complete: 'completed',
  retry: 'failed',
  dead: 'failed',
  snooze: 'snoozed',
  cancel: 'cancelled',
  release: 'released',
  hold: null,
};

/** Where each outcome of a worker leads, and whether its attempt counts: else the job's number goes back by one. */
export const OUTCOME_ENDS: Readonly<Record<OutcomeKind, { readonly state: JobState; readonly counted: boolean }>> = {
  complete: { state: 'completed', counted: true },
  retry: { state: 'retryable', counted: true },
  dead: { state: 'dead', counted: true },
  cancel: { state: 'cancelled', counted: true },
  snooze: { state: 'scheduled', counted: false },
  release: { state: 'available', counted: false },
  hold: { state: 'blocked', counted: false },
};
