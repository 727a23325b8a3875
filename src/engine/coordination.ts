/** What processes agree on through the store: schedules, who lives, signals, revisions, the store's health. */
import type { NewJob } from './new-job.ts';

/** A schedule as the store knows it. The cursor decides which ticks are due, never a process' memory. */
export interface ScheduleRow {
  readonly name: string;
  /** Fingerprint of when it fires (cron, every, timezone): a claim under another one is refused. */
  readonly spec: string;
  /** The newest instant up to which all ticks are decided. Only moves forward while the spec stays, see setBack. */
  readonly cursorAt: number;
  /** How often the cursor was set back because a clock had been wrong (setBackCursors). */
  readonly setBack: number;
  readonly activatedAt: number;
  readonly paused: boolean;
  readonly lastTickAt: number | null;
  readonly lastJobId: string | null;
}

/** A cursor so far beyond the store's clock was set by a clock that was wrong: claims are made when a tick is due. */
export const CURSOR_AHEAD_MS = 60_000;

export interface ScheduleSpecRow {
  readonly name: string;
  readonly spec: string;
}

export interface TickClaim {
  readonly schedule: string;
  readonly spec: string;
  /** The cursor that the claimer saw: the claim wins only if it still stands there. */
  readonly from: number;
  /** The cursor afterwards; ≥ from. */
  readonly to: number;
  /** The job of the tick at `to`; null decides the range without a job (missed ticks). */
  readonly job: NewJob | null;
}

export interface TickReceipt {
  readonly schedule: string;
  /** claimed: cursor moved and job stored, in one step · stale: another process was first · refused: paused, removed, other spec. */
  readonly status: 'claimed' | 'stale' | 'refused';
  /** The row afterwards; null when the schedule is gone. */
  readonly row: ScheduleRow | null;
}

/** What a process tells about itself; refreshed by `beat`. */
export interface ProcessInfo {
  readonly host: string;
  readonly pid: number;
  readonly version: string;
  readonly roles: readonly string[];
  /** Queues it consumes, with its concurrency in each. */
  readonly queues: Readonly<Record<string, number>>;
  readonly running: number;
  /** Handlers whose attempt is over but which do not stop. */
  readonly overrunning: number;
  /** Hard limits so far that passed unseen because a handler kept the event loop; a process of before says nothing. */
  readonly standstills?: number;
  readonly manifestHash: string;
  readonly manifestRevision: number | null;
  /** Base URL of its admin API; null when it serves none. */
  readonly adminUrl: string | null;
  /** When the process began, epoch ms of its host; its sessions may be younger. Absent: of an older version. */
  readonly bornAt?: number;
  /** What is wrong with it by its own word, one sentence each; at most TROUBLES_MAX. Absent: of an older version. */
  readonly troubles?: readonly string[];
}

/** So many troubles a process tells the others at most; its own log and `/readyz` have all. */
export const TROUBLES_MAX = 8;

export interface ProcessRow extends ProcessInfo {
  readonly session: string;
  /** When the session began, by the store's clock. */
  readonly startedAt: number;
  readonly seenAt: number;
  /** Its lease ends then unless renewed. */
  readonly leaseUntil: number;
}

/**
 * News for this process. Each may be lost or doubled: they only hasten what the receiver also finds out by
 * looking for itself at its next beat.
 */
export type Signal =
  /** Leases of this process that are over: the jobs were cancelled or removed. */
  | { readonly type: 'leases-ended'; readonly ids: readonly string[] }
  /** This process' session ended (its lease ran out): all leases are lost, a new session was begun. */
  | { readonly type: 'session-lost'; readonly session: string }
  /** A queue or schedule was paused or resumed. */
  | { readonly type: 'controls-changed' }
  /** Somebody asked all processes to reload their manifest. */
  | { readonly type: 'reload' };

export interface Revision {
  readonly revision: number;
  readonly hash: string;
  readonly appliedAt: number;
  readonly by: string;
}

export interface StoreCheck {
  readonly name: string;
  readonly status: 'ok' | 'warn' | 'fail';
  readonly message: string;
  /** What to do about a warn or fail. */
  readonly hint: string | null;
}

/** Something that repair() has put right. */
export interface StoreRepair {
  /** Of the check that found it. */
  readonly name: string;
  readonly message: string;
}
