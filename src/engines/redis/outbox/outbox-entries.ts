/** Whom an outbox delivers to. */
import {
  type AdvanceEffect,
  type Effect,
  type EnqueueEffect,
  type FinishedState,
  type NewRun,
} from '../../../core/index.ts';
import { SkepError } from '../../../foundation/index.ts';
import type { RedisStore } from '../store.ts';

/** The outbox of ticks. */
export const NO_QUEUE = '$';

/** The end of an item of a run. */
export interface EndedEffect {
  readonly effect: AdvanceEffect;
  /** null: that is no end. */
  readonly state: FinishedState | null;
  /** Of the entry; it grows with each end of the same job. */
  readonly ordinal: string;
}

/** How runs hear of the ends of their items. @see run-turns.ts */
export interface RunsAhead {
  /** @param source whose outbox has told it */
  advance(source: string, ends: readonly EndedEffect[]): Promise<void>;
  /** A run begins; one of that id is left as it is. */
  begin(run: NewRun): Promise<void>;
  /** Its job cannot be made. */
  refused(job: EnqueueEffect['job'], why: string, number: string): Promise<boolean>;
}

export function isFilled(effect: Effect): boolean {
  return effect.kind === 'enqueue' && effect.fill === true;
}

/** The store is away, or this process leaves it. */
export function isAway(error: unknown): boolean {
  return error instanceof SkepError && error.kind === 'unavailable';
}

/** A queue whose name no key can have is found out where its effect is made. */
export function isPossible(store: RedisStore, queue: string): boolean {
  try {
    return store.keys.base(queue) !== '';
  } catch {
    return false;
  }
}
