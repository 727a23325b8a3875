/** How the end of a job is the end of the item that it was. */
import type { Job } from '../job.ts';
import type { FinishedState } from '../states.ts';
import type { ItemEnd } from './run.ts';

/** @param job as it is stored; null where it is gone */
export function itemEndOf(state: FinishedState, job: Pick<Job, 'state' | 'result' | 'error'> | null): ItemEnd {
  // One that a person has retried in between has another end to come.
  const told = job?.state === state ? job : null;
  if (state === 'completed') return { state, result: told?.result ?? null };
  return { state: state === 'dead' ? 'failed' : 'cancelled', error: told?.error ?? null };
}
