/** What one job of a call is given, as programs in JavaScript write it too. */
import type { EnqueueOptions } from '../../core/index.ts';
import { SkepError } from '../../foundation/index.ts';

export interface EnqueueItem {
  readonly payload: unknown;
  readonly options?: EnqueueOptions;
}

/** An item of a call for several tasks. */
export interface TaskItem extends EnqueueItem {
  readonly task: string;
}

/** A payload that was not wrapped, or an option beside `options`, would be dropped without a word. @throws SkepError REQUEST_INVALID */
export function itemOf(item: EnqueueItem, index: number | null): EnqueueItem {
  if (typeof item !== 'object' || (item as unknown) === null) {
    throw new SkepError('REQUEST_INVALID', `jobs[${index ?? 0}] is not an object { payload, options }`);
  }
  for (const key in item) {
    if (key === 'payload' || key === 'options') continue;
    throw new SkepError('REQUEST_INVALID', `jobs[${index ?? 0}] has a key ${JSON.stringify(key.slice(0, 64))}`, {
      hint: 'a job is { payload, options }; everything about the job but its payload is an option',
    });
  }
  return item;
}

/** In messages. */
export function itemName(index: number | null): string {
  return index === null ? 'the payload' : `the payload of jobs[${index}]`;
}
