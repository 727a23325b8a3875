/** Schedules: whose are in force, how far each is decided. */
import type { NewRun } from '../core/index.ts';
import type { Application, InForce, Standing } from './in-force.ts';
import type { NewJob } from './new-job.ts';
import type { Pause, PauseWhy } from './pause.ts';

/** A schedule as the store knows it. The cursor decides which ticks are due, never a process' memory. */
export interface ScheduleRow {
  readonly name: string;
  /** Fingerprint of when it fires (cron, every, timezone): a claim under another one is refused. */
  readonly spec: string;
  /** The newest instant up to which all ticks are decided. Only moves forward while the spec stays, see setBack. */
  readonly cursorAt: number;
  /** How often the cursor was set back because a clock had been wrong (setBack). */
  readonly setBack: number;
  readonly activatedAt: number;
  readonly paused: boolean;
  /** Why; null where it is not paused, or was by a former version. Whoever fires schedules ends it at its `until`: endPause. */
  readonly pause: Pause | null;
  readonly lastTickAt: number | null;
  readonly lastJobId: string | null;
  /** Ticks that made something, since the schedule is there. */
  readonly runs: number;
}

/** Why a tick made nothing: nobody saw it in time, what it made before was not over, the schedule was paused, what it was to make was refused. */
export type TickWhy = 'missed' | 'overlap' | 'paused' | 'refused';

/** What became of a tick, or of those of a range that made nothing. */
export interface TickRecord {
  /** Epoch milliseconds; of a range its end. */
  readonly plannedAt: number;
  /** Begin of the range, without its first instant; null for one tick that made something. */
  readonly from: number | null;
  /** When it was decided, by the store's clock. */
  readonly at: number;
  /** Of the job or run; null where there is none. */
  readonly id: string | null;
  /** What made it; null where nothing was made. */
  readonly by: 'tick' | 'manual' | 'backfill' | null;
  readonly why: TickWhy | null;
  /** Id of the job or run that was not over. */
  readonly blockedBy: string | null;
}

/** So many records of each schedule are kept, the newest. */
export const TICKS_KEPT = 100;

/** A cursor so far beyond the store's clock was set by a clock that was wrong: claims are made when a tick is due. */
export const CURSOR_AHEAD_MS = 60_000;

export interface TickClaim {
  readonly schedule: string;
  readonly spec: string;
  /** The cursor that the claimer saw: the claim wins only if it still stands there. */
  readonly from: number;
  /** The cursor afterwards; ≥ from. */
  readonly to: number;
  /** The job of the tick at `to`; null decides the range without a job (missed ticks). */
  readonly job: NewJob | null;
  /** The run of the tick, where it is one; `job` is null then. */
  readonly run?: NewRun;
  /** Why there is neither; absent: `missed`. */
  readonly why?: TickWhy;
  readonly blockedBy?: string;
}

/** What the record of a claim says, but for its instant. @param made id of the job or run */
export function recordOf({ from, to, why, blockedBy }: TickClaim, made: string | undefined): Omit<TickRecord, 'at'> {
  if (made !== undefined) return { plannedAt: to, from: null, id: made, by: 'tick', why: null, blockedBy: null };
  return { plannedAt: to, from, id: null, by: null, why: why ?? 'missed', blockedBy: blockedBy ?? null };
}

export interface TickReceipt {
  readonly schedule: string;
  /** claimed: cursor moved and job stored, in one step · stale: another process was first · refused: paused, removed, other spec. */
  readonly status: 'claimed' | 'stale' | 'refused';
  /** The row afterwards; null when the schedule is gone. */
  readonly row: ScheduleRow | null;
}

export interface SchedulesFacet {
  /**
   * The manifest of that hash was started or reloaded by this process and is in force from now on: the store's schedules
   * become its own, in one step. A new name starts with its cursor now; a changed spec moves its cursor to now; an absent
   * name is removed (back later, it starts anew, but paused when it was). Until the session ends or `withdraw`
   * the process counts as one with that manifest, in a new session after a lost one too.
   * @returns all rows afterwards, and the number of this turn
   */
  apply(application: Application): Promise<{ readonly turn: number; readonly rows: readonly ScheduleRow[] }>;
  /**
   * As `apply`, by a process that applied the same in `turn` already, when no process with what is in force lives.
   * What was changed or removed meanwhile goes on from the instant at which the last of those was gone, not from now.
   * @param change of the standing that it was decided by
   * @returns all rows afterwards; null, and nothing is changed, when something else has come into force since
   */
  takeBack(application: Application, as: Pick<InForce, 'turn' | 'change'>): Promise<readonly ScheduleRow[] | null>;
  standing(): Promise<Standing>;
  /** This process fires no schedules any more. */
  withdraw(): Promise<void>;
  list(): Promise<readonly ScheduleRow[]>;
  /**
   * Rows of another store, as they are there; a schedule of that name that is here already stays as it is. A manifest that does not have them
   * takes them out with its `apply`. @returns the names of those that were stored
   */
  restore(rows: readonly ScheduleRow[]): Promise<readonly string[]>;
  /**
   * Each claim is one atomic step, its record (`history`) in it; claims of one call are tried in order. One with a job or run at an
   * instant that has made one already is stale.
   */
  claim(claims: readonly TickClaim[]): Promise<readonly TickReceipt[]>;
  /**
   * Durable. Resuming moves the cursor to now: ticks of the pause are not caught up, and one that a wrong clock has left
   * more than CURSOR_AHEAD_MS in the future is set back. @returns null when unknown
   */
  pause(name: string, paused: boolean, why?: PauseWhy): Promise<ScheduleRow | null>;
  /** Resumes it at that instant, which its pause has as its end: a tick at it is one. Nothing where it has another. @returns null when unknown */
  endPause(name: string, until: number): Promise<ScheduleRow | null>;
  /** What became of its last ticks, newest first; a pause that was ended is one record. [] when unknown. @param limit up to TICKS_KEPT */
  history(name: string, limit: number): Promise<readonly TickRecord[]>;
  /** Adds records of what was made beside the ticks. Nothing where it is unknown. */
  note(name: string, records: readonly Omit<TickRecord, 'at'>[]): Promise<void>;
  /** Of these schedules, cursors that lie more than `aheadMs` beyond the store's clock are set to now. @returns their rows */
  setBack(names: readonly string[], aheadMs: number): Promise<readonly ScheduleRow[]>;
}
