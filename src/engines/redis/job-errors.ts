/** Errors that the engine itself writes into jobs. */
import type { JobError } from '../../core/index.ts';
import { composeError } from './compose.ts';

function jobError(code: string, message: string): JobError {
  return { name: 'SkepError', message, code, stack: null };
}

/** In JSON, as the scripts take them. */
export const EXPIRED = composeError(jobError('JOB_EXPIRED', 'The job did not start before its expiry.'));
export const CRASHED = composeError(
  jobError('ATTEMPT_CRASHED', 'The process that ran the attempt died or hung; its lease ran out.'),
);

export function cancelled(reason: string): string {
  return composeError({ name: 'Cancelled', message: reason, code: null, stack: null });
}

/** For a record in Redis that is no JSON of ours nor of bee-queue. */
export function unreadable(why: string): JobError {
  return jobError('PAYLOAD_NOT_JSON', `The stored job cannot be read: ${why}`);
}
