/** How an attempt ends: the closed set that a worker may settle a lease with. */
import type { Json } from '../foundation/index.ts';
import type { BlockReason, JobError } from './job.ts';

export type Outcome =
  /** `text` is the result as JSON, where whoever says the outcome has it: engines then need not write it again. */
  | { readonly kind: 'complete'; readonly result: Json; readonly text?: string }
  /** The attempt failed; another one follows `delayMs` after now by the store's clock. */
  | { readonly kind: 'retry'; readonly error: JobError; readonly delayMs: number }
  /** The attempt failed and none follows. */
  | { readonly kind: 'dead'; readonly error: JobError }
  | { readonly kind: 'snooze'; readonly delayMs: number }
  | { readonly kind: 'cancel'; readonly error: JobError | null }
  /** Given back. `unstarted`: no handler was called, so the job has not begun and may still expire. */
  | { readonly kind: 'release'; readonly unstarted?: true }
  | { readonly kind: 'hold'; readonly reason: BlockReason };

export type OutcomeKind = Outcome['kind'];
