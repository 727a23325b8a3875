/** Errors that the engine itself writes into jobs, in JSON, as the scripts take them. */
import { cancelledError, CRASHED_ERROR, EXPIRED_ERROR, FATAL_CRASH } from '../../core/index.ts';
import { composeError } from './compose.ts';

export const EXPIRED = composeError(EXPIRED_ERROR);
/** Of a job whose process died, in JSON: for one that goes on, and for one that dies of it. */
export interface CrashErrors {
  readonly error: string;
  readonly fatal: string;
}
export const CRASHED: CrashErrors = { error: composeError(CRASHED_ERROR), fatal: composeError(FATAL_CRASH) };

export function cancelled(reason: string): string {
  return composeError(cancelledError(reason));
}
