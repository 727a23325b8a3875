import type { EnqueuedView } from '../../api/index.ts';
import type { EnqueueReceipt } from '../../engine/index.ts';
import { SkepError } from '../../foundation/index.ts';

/** Programs in JavaScript call too, and one job is easily given as it is. @throws SkepError USAGE */
export function checkItems(jobs: unknown, example: string): void {
  const isItem = (job: unknown): boolean => typeof job === 'object' && job !== null && !Array.isArray(job);
  if (Array.isArray(jobs) && jobs.every(isItem)) return;
  const what = Array.isArray(jobs) ? 'each job is an object with its payload' : 'it takes a list of jobs';
  throw new SkepError('USAGE', `enqueue was called with something else: ${what}`, { hint: `write ${example}` });
}

export function enqueuedView({ id, state, status }: EnqueueReceipt): EnqueuedView {
  return { id, state, existing: status === 'existing' };
}
