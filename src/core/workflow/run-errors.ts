/** Errors that a run itself writes into its steps. */
import { messageOf } from '../../foundation/index.ts';
import type { JobError } from '../job.ts';
import type { PlanStep } from './plan.ts';
import type { ItemEnd } from './run.ts';

/** Of an item whose id is that of something else, which was stored before. */
export function idTakenError(kind: 'job' | 'run', message: string): JobError {
  return { name: 'SkepError', message, code: kind === 'job' ? 'JOB_ID_TAKEN' : 'RUN_ID_TAKEN', stack: null };
}

/** Of an item whose id is not its own: what has it is left alone, and leads nowhere. */
export function strangerEnd(kind: 'job' | 'run', id: string): ItemEnd {
  return { state: 'failed', error: idTakenError(kind, `the id ${id} belongs to another ${kind}`) };
}

export function isIdTaken(error: Pick<JobError, 'code'> | null): boolean {
  return error?.code === 'JOB_ID_TAKEN' || error?.code === 'RUN_ID_TAKEN';
}

export function runError(code: 'RUN_EXPRESSION' | 'WAIT_TIMED_OUT', message: string): JobError {
  return { name: 'SkepError', message, code, stack: null };
}

export function planError({ place }: Pick<PlanStep, 'place'>, error: unknown): JobError {
  return runError('RUN_EXPRESSION', `${place}: ${messageOf(error)}`);
}
