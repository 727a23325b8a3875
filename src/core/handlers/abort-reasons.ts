import type { ErrorCode } from '../../foundation/index.ts';

/** Why a handler's signal aborted: the `reason` that handlers see and most of them rethrow. */
export const ABORT_NAMES = ['SoftTimeout', 'HardTimeout', 'JobCancelled', 'LeaseLost', 'Shutdown'] as const;
export type AbortName = (typeof ABORT_NAMES)[number];

/** After these the handler may still end by itself, with an outcome that counts. */
export const LENIENT: ReadonlySet<AbortName> = new Set(['SoftTimeout', 'Shutdown']);

/** The event of the attempt's span for each, after `attempt.`. */
export const ABORT_EVENTS: Readonly<Record<AbortName, string>> = {
  SoftTimeout: 'soft_timeout',
  HardTimeout: 'hard_timeout',
  JobCancelled: 'cancel_requested',
  LeaseLost: 'lease_lost',
  Shutdown: 'shutdown',
};

/** Policies may name them in `retryOn` and `deadOn`, like any error's name or code. */
const CODES: Readonly<Record<AbortName, ErrorCode>> = {
  SoftTimeout: 'ATTEMPT_TIMED_OUT',
  HardTimeout: 'ATTEMPT_TIMED_OUT',
  JobCancelled: 'JOB_CANCELLED',
  LeaseLost: 'LEASE_LOST',
  Shutdown: 'STOPPING',
};

export class AttemptAborted extends Error {
  override readonly name: AbortName;
  readonly code: ErrorCode;

  constructor(name: AbortName, message: string) {
    super(message);
    this.name = name;
    this.code = CODES[name];
  }
}
