/** Waiting jobs get another priority. */
import type { ChangeReceipt, JobsFacet } from '../../engine/index.ts';
import { SkepError } from '../../foundation/index.ts';

const LEAST = 9;

/** @throws SkepError REQUEST_INVALID for what is no priority: programs in JavaScript call too */
export function checkPriority(priority: number): void {
  if (Number.isInteger(priority) && priority >= 0 && priority <= LEAST) return;
  throw new SkepError('REQUEST_INVALID', `a priority is a whole number from 0, the most urgent, to ${LEAST}`);
}

/** @throws SkepError REQUEST_INVALID for what is no priority */
export async function prioritized(
  id: string,
  priority: number,
  jobs: Pick<JobsFacet, 'prioritize'>,
): Promise<ChangeReceipt | undefined> {
  checkPriority(priority);
  const [receipt] = await jobs.prioritize([id], priority);
  return receipt;
}
