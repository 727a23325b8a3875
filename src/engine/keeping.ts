/** Keeping house: what the processes of a store do for each other, a bounded step at a time. */
import type { FinishedState, JobRef } from '../core/index.ts';

export interface PromoteReport {
  /** Jobs made available, per queue. */
  readonly promoted: Readonly<Record<string, number>>;
  /** When the next job falls due; null when none is planned. */
  readonly nextDueAt: number | null;
  readonly more: boolean;
}

export interface RescuedJob extends JobRef {
  readonly attempt: number;
  readonly rescues: number;
  /** The state it was put into. */
  readonly state: 'available' | 'dead';
}

export interface RescueReport {
  readonly rescued: readonly RescuedJob[];
  readonly more: boolean;
}

export interface SweepReport {
  readonly count: number;
  readonly more: boolean;
}

export interface ExpireReport extends SweepReport {
  /** The jobs that were cancelled, those that `reserve` met and cancelled since the last call too. */
  readonly expired: readonly EndedInPassing[];
}

/** A job that was cancelled by the rules of the store. */
export interface EndedInPassing extends JobRef {
  /** Absent: it was past its expiry. */
  readonly why?: string;
}

/** How long finished jobs are kept, by the state they ended in. */
export type Retention = Readonly<Record<FinishedState, Keep>>;

export interface Keep {
  /** Milliseconds after finishedAt. */
  readonly forMs: number;
  /** Of each queue only so many, those that finished last; null: however many. */
  readonly count: number | null;
}

export interface KeepingFacet {
  /** scheduled, retryable → available, for jobs that are due; the longest due first. */
  promote(limit: number): Promise<PromoteReport>;
  /** running → available or dead, for jobs whose process' lease ran out. Counts the attempt and the rescue. */
  rescue(limit: number): Promise<RescueReport>;
  /**
   * scheduled, blocked, available → cancelled with JOB_EXPIRED, for jobs past expiresAt that never started. (reserve
   * never hands such a job out.) Whatever brings a job back that has begun (retry, snooze, release, rescue, leave) drops
   * its expiry; only a hold and a release without a call of the handler leave it.
   */
  expire(limit: number): Promise<ExpireReport>;
  /** blocked by their task → available, for jobs of the tasks that the rules declare. */
  unblock(limit: number): Promise<SweepReport>;
  /**
   * Does what follows from ends and is not done yet (consequences, ticks), oldest first. Whoever has stored an end begins
   * at once by himself; this is for what a process has left that died in between. Any number of processes may do it at once.
   */
  deliver(limit: number): Promise<SweepReport>;
  /**
   * Removes the results of completed jobs past their `resultKeepMs`, those that are over longest first; nobody has seen them since. One that something
   * that follows from its job may still read waits for it.
   */
  forgetResults(limit: number): Promise<SweepReport>;
  /** Gives dead jobs that processes of a former version have buried their fingerprints. */
  identify(limit: number): Promise<SweepReport>;
  /** Deletes finished jobs past the rules' retention, oldest first. */
  prune(limit: number): Promise<SweepReport>;
}
