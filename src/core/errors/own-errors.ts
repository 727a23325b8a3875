/** Errors that an engine itself writes into jobs, the same words on each. */
import { messageOf } from '../../foundation/index.ts';
import { fatal } from './fingerprint.ts';
import type { JobError } from '../job.ts';

export const EXPIRED_ERROR = ownError('JOB_EXPIRED', 'the job did not start before its expiry');
export const CRASHED_ERROR = ownError(
  'ATTEMPT_CRASHED',
  'the process that ran the attempt died or hung; its lease ran out',
);

/** The same, of a job that gets no other attempt. */
export const FATAL_CRASH = fatal(CRASHED_ERROR);

/** @param reason as the caller of `cancel` gave it */
export function cancelledError(reason: string): JobError {
  return { name: 'Cancelled', message: reason, code: null, stack: null };
}

/** For a stored job that is none that this engine can read. @param why what was thrown while it was read */
export function unreadableError(why: unknown): JobError {
  return ownError('PAYLOAD_NOT_JSON', `the stored job cannot be read: ${messageOf(why)}`);
}

function ownError(code: string, message: string): JobError {
  return { name: 'SkepError', message, code, stack: null };
}
