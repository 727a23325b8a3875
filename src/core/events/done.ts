/** What a process has done in a while, as numbers and in words. */
import { counted } from '../../foundation/index.ts';

export interface Done {
  readonly enqueued: number;
  readonly ticked: number;
  readonly completed: number;
  /** Attempts that failed and are followed by another. */
  readonly failed: number;
  readonly dead: number;
  readonly snoozed: number;
  readonly cancelled: number;
  readonly released: number;
  /** Functions of hooks that failed. */
  readonly hooksFailed: number;
}

const WORDS: Readonly<Record<keyof Done, readonly [one: string, many: string]>> = {
  enqueued: ['job enqueued', 'jobs enqueued'],
  ticked: ['tick fired', 'ticks fired'],
  completed: ['job completed', 'jobs completed'],
  failed: ['attempt failed', 'attempts failed'],
  dead: ['job dead', 'jobs dead'],
  snoozed: ['job snoozed', 'jobs snoozed'],
  cancelled: ['job cancelled', 'jobs cancelled'],
  released: ['job given back', 'jobs given back'],
  hooksFailed: ['hook failed', 'hooks failed'],
};

/** `3 jobs completed, 1 attempt failed`; '' when nothing was done. */
export function summaryOf(done: Partial<Done>): string {
  const parts = (Object.keys(WORDS) as (keyof Done)[]).flatMap((name) => {
    const count = done[name] ?? 0;
    return count === 0 ? [] : [counted(count, ...WORDS[name])];
  });
  return parts.join(', ');
}
