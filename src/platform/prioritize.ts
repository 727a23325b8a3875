/** One waiting job gets another priority. */
import type { ChangeReceipt, JobsFacet } from '../engine/index.ts';
import { SkepError } from '../foundation/index.ts';

const LEAST = 9;

/** @throws SkepError REQUEST_INVALID for what is no priority: programs in JavaScript call too */
export async function prioritized(
  id: string,
  priority: number,
  jobs: Pick<JobsFacet, 'prioritize'>,
): Promise<ChangeReceipt | undefined> {
  if (!Number.isInteger(priority) || priority < 0 || priority > LEAST) {
    throw new SkepError('REQUEST_INVALID', `a priority is a whole number from 0, the most urgent, to ${LEAST}`);
  }
  const [receipt] = await jobs.prioritize([id], priority);
  return receipt;
}
