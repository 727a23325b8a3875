/** Entries of an outbox, see lua/_outbox.lua. */
import {
  type AdvanceEffect,
  type Consequence,
  type Effect,
  type EnqueueEffect,
  type FinishedState,
  type FollowedState,
  type NewRun,
} from '../../core/index.ts';
import { SkepError } from '../../foundation/index.ts';
import type { RedisStore } from './store.ts';

/** The outbox of ticks. */
export const NO_QUEUE = '$';

export interface Entry {
  /** Physical queue whose outbox has it, or NO_QUEUE. */
  readonly source: string;
  /** Only grows in an outbox. */
  readonly number: string;
  /** That outbox has none with a smaller number any more. */
  readonly low: string;
  readonly state: FollowedState;
  /** Of the job that it is about; 0 for a tick. */
  readonly attempt: number;
  readonly consequences: readonly Consequence[];
}

/** How runs hear of the ends of their items. @see run-turns.ts */
export interface RunsAhead {
  advance(effect: AdvanceEffect, state: FinishedState | null, number: string): Promise<void>;
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

export function numberOf(text: string): string {
  return text.slice(0, text.indexOf(' '));
}

/** `NUMBER CAUSE CONSEQUENCES`, see lua/_outbox.lua. */
export function readEntry(text: string): Pick<Entry, 'number' | 'state' | 'attempt' | 'consequences'> {
  const [number = '', cause = ''] = text.split(' ', 2);
  const [state = '', attempt = '0'] = cause.split('#');
  const consequences = JSON.parse(text.slice(number.length + cause.length + 2)) as readonly Consequence[];
  return { number, state: state as FollowedState, attempt: Number(attempt), consequences };
}
