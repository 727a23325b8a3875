/** Errors that the engine itself writes into jobs, in JSON, as the scripts take them. */
import { cancelledError, CRASHED_ERROR, EXPIRED_ERROR } from '../../core/index.ts';
import { composeError } from './compose.ts';

export const EXPIRED = composeError(EXPIRED_ERROR);
export const CRASHED = composeError(CRASHED_ERROR);

export function cancelled(reason: string): string {
  return composeError(cancelledError(reason));
}
