/** The right to run a reserved job, and what it may be ended with. */
import type { Job, LogLine, Outcome, Progress, JobState } from '../core/index.ts';
import type { CircuitChange } from './circuit.ts';

export interface Lease {
  /** The job as reserved: state `running`, `attempt` already the number of this attempt. */
  readonly job: Job;
  /**
   * Who holds it: the session of this process at the time of reserving. It is the fence: a process that
   * lost its session gets a new one, and everything held under the old one is lost.
   */
  readonly session: string;
  /** When it came: monotonic milliseconds of this process. */
  readonly since?: number;
}

/** The end of a lease. */
export interface Settlement {
  readonly lease: Lease;
  readonly outcome: Outcome;
  /** Ids of the attempt's span, kept in the attempt record; null when not traced. */
  readonly traceId: string | null;
  readonly spanId: string | null;
  /** Last progress and unsaved log lines of the attempt; null and [] when there are none. */
  readonly progress: Progress | null;
  readonly logs: readonly LogLine[];
}

/**
 * What became of a settlement.
 * settled: stored. lost: the lease was not held any more (rescued, or the job was cancelled or removed);
 * nothing was written, except that a cancelled job's attempt is recorded. `state` is the job's state
 * afterwards, null when it is gone.
 */
export interface SettleReceipt {
  readonly status: 'settled' | 'lost';
  readonly state: JobState | null;
  /** When the job runs again, for states scheduled and retryable. */
  readonly runAt: number | null;
  /** Circuits that this step has opened or closed; told once, with one of its settlements. */
  readonly circuits?: readonly CircuitChange[];
}

/** What is saved while an attempt runs. Fenced like a settlement. */
export interface Annotation {
  readonly lease: Lease;
  readonly progress: Progress | null;
  readonly logs: readonly LogLine[];
}
