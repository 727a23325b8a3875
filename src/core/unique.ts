/** Keys of jobs: of those that have the same key at most one holds it. What a store does with them is in engine/unique.ts. */
import { isFinished, type JobState } from './states.ts';

/** A key, and what becomes of a job that meets another one with it. Decided by the newcomer's rule, stored with the job. */
export interface Unique {
  /** The same in all queues; begins with the name of a task. */
  readonly key: string;
  readonly while: HeldWhile;
  /**
   * Milliseconds after which it is held no more, by the store's clock; null = no such time. Counted from the enqueue, of a window
   * from the start that was planned then.
   */
  readonly forMs: number | null;
  readonly onConflict: OnConflict;
  /** Of `replace`: how long after its creation a job may be put off by those that replace it; null = for ever. */
  readonly maxMs: number | null;
}

/**
 * How long a job holds its key. unfinished: until it ends · waiting: while it waits, also for another attempt · window: for
 * `forMs`, whatever becomes of it, unless it is cancelled or removed.
 */
export const HELD_WHILE = ['unfinished', 'waiting', 'window'] as const;
export type HeldWhile = (typeof HELD_WHILE)[number];

/**
 * keep: the newcomer is not stored · reject: nor is anything else of its call · replace: the holder gets its payload and
 * start, see Replacement in life.ts.
 */
export const ON_CONFLICT = ['keep', 'replace', 'reject'] as const;
export type OnConflict = (typeof ON_CONFLICT)[number];

/** Whether a job in that state holds a key that it has taken. The state says it: nothing has to be freed when a job ends. */
export function holdsKey({ while: held }: Pick<Unique, 'while'>, state: JobState): boolean {
  if (held === 'window') return state !== 'cancelled';
  return !isFinished(state) && (held === 'unfinished' || state !== 'running');
}

/**
 * Whether it has begun after now: the clock was set back since, and its window would keep others out for as long as that was.
 * @param now epoch milliseconds of the store
 */
export function beganAhead(state: JobState, runAt: number, now: number): boolean {
  return runAt > now && (state === 'running' || isFinished(state));
}

/**
 * @param now epoch milliseconds of the store, when the key is taken
 * @param runAt when its job may start
 * @returns the instant from which it is held no more; null = it has no such
 */
export function keyUntil(
  { while: held, forMs }: Pick<Unique, 'while' | 'forMs'>,
  now: number,
  runAt: number,
): number | null {
  return forMs === null ? null : (held === 'window' ? runAt : now) + forMs;
}

/**
 * @param runAt when the newcomer would start @param createdAt of the holder
 * @returns when a holder starts that is replaced; null = as it was to
 */
export function replacedStart({ while: held, maxMs }: Unique, runAt: number, createdAt: number): number | null {
  if (held === 'window') return null;
  return maxMs === null ? runAt : Math.min(runAt, createdAt + maxMs);
}
