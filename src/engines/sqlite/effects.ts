/** Jobs that follow from the end of something, made in the transaction that ends it. */
import type { EnqueueEffect } from '../../core/index.ts';
import type { Transaction } from './committer.ts';
import { meetJob, prepareJobs } from './enqueue.ts';

/** Newest ones that are kept. */
const KEPT = 1_000;

/** @returns why it could not be made; null when it is */
export function makeJob(transaction: Transaction, { job }: EnqueueEffect): string | null {
  const [prepared] = prepareJobs([job]);
  const other = prepared && meetJob(transaction, prepared);
  return other === undefined ? null : `the id ${job.id} belongs to a job of the task ${other}`;
}

/** What could not be made, for a person. */
export function layAside({ store }: Transaction, reason: string, effect: string | null): void {
  store.run('INSERT INTO undelivered (reason, effect) VALUES (?, ?)', reason, effect);
  store.run('DELETE FROM undelivered WHERE number <= (SELECT max(number) FROM undelivered) - ?', KEPT);
}
