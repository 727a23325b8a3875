/** Errors that a run itself writes into its steps. */
import type { JobError } from '../job.ts';

export function runError(code: 'RUN_EXPRESSION' | 'WAIT_TIMED_OUT', message: string): JobError {
  return { name: 'SkepError', message, code, stack: null };
}
