/** Errors that a run itself writes into its steps. */
import type { JobError } from '../job.ts';

/** Of an item whose id is that of something else, which was stored before. */
export function idTakenError(kind: 'job' | 'run', message: string): JobError {
  return { name: 'SkepError', message, code: kind === 'job' ? 'JOB_ID_TAKEN' : 'RUN_ID_TAKEN', stack: null };
}

export function isIdTaken(error: Pick<JobError, 'code'> | null): boolean {
  return error?.code === 'JOB_ID_TAKEN' || error?.code === 'RUN_ID_TAKEN';
}

export function runError(code: 'RUN_EXPRESSION' | 'WAIT_TIMED_OUT', message: string): JobError {
  return { name: 'SkepError', message, code, stack: null };
}
