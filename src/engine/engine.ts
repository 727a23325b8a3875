/**
 * The engine contract: what stores jobs and hands them out.
 *
 * It is written as transitions of jobs (core/states.ts), each with what holds before and after, from two
 * engines at once: one SQLite file, and bee-queue on Redis. Rules that hold for every verb:
 *
 * - A promise that resolves means stored: the effect survives `kill -9` of this process (and of the store,
 *   as far as `capabilities.durable` says). A promise that rejects means nothing was written, or, after a
 *   lost connection, that the same call may be made again: every verb is idempotent or fenced.
 * - Time is the store's clock. Callers pass delays; instants that come back are the store's.
 * - Every verb works in bounded time and memory, whatever the backlog and however large the jobs (bounds.ts): those that
 *   work on many jobs take a `limit` and are called again while they report `more`, which they do before the limit is
 *   reached where the jobs are large; lists leave large parts out and end early. What grows with the manifest or the number
 *   of processes alone (counts, schedules, processes) is given whole.
 * - Engines never log and never trace: observed.ts wraps them once, from outside.
 *
 * test/conformance runs all of it against every engine.
 */
import type { FinishedState, Job, JobRef, JobState } from '../core/index.ts';
import type { ListedJob } from './bounds.ts';
import type { Capabilities } from './capabilities.ts';
import type { Consumer, ConsumeOptions, RunLease } from './consuming.ts';
import type {
  ProcessInfo,
  ProcessRow,
  Revision,
  ScheduleRow,
  Signal,
  StoreCheck,
  StoreRepair,
  TickClaim,
  TickReceipt,
} from './coordination.ts';
import type { Application, InForce, Standing } from './in-force.ts';
import type { Annotation } from './lease.ts';
import type { NewJob } from './new-job.ts';

export interface EnqueueReceipt {
  readonly id: string;
  /** existing: a job of that id is stored already (in any state); it was not touched. */
  readonly status: 'created' | 'existing';
  readonly state: JobState;
  readonly runAt: number;
}

// ── looking ──────────────────────────────────────────────────────────────────────────────────────────

export interface JobFilter {
  readonly states?: readonly JobState[];
  readonly queue?: string;
  readonly task?: string;
  readonly tag?: string;
  readonly schedule?: string;
  /** createdAt ≥ since, createdAt < until */
  readonly since?: number;
  readonly until?: number;
}

export interface JobPage {
  /** Newest first, by creation. Parts larger than LISTED_PART_BYTES are left out; getJob gives all. */
  readonly jobs: readonly ListedJob[];
  /**
   * Opaque; null on the last page. It stays valid while jobs come and go: no job is shown twice. A page may hold fewer jobs
   * than asked for, none even, and have a cursor: it ends where the step's bounds are reached.
   */
  readonly next: string | null;
}

export interface QueueCounts {
  readonly queue: string;
  readonly paused: boolean;
  readonly counts: Readonly<Record<JobState, number>>;
  /** runAt of the available job that waits longest; null when none waits. */
  readonly oldestAt: number | null;
}

// ── changing ─────────────────────────────────────────────────────────────────────────────────────────

export interface ChangeReceipt {
  readonly id: string;
  /** null when no such job is stored. */
  readonly task: string | null;
  readonly queue: string | null;
  /** done · refused: its state forbids it (`state` says which) · unknown: no such job. */
  readonly status: 'done' | 'refused' | 'unknown';
  readonly state: JobState | null;
}

/** Where jobs are to be brought. */
export interface MoveTarget {
  readonly queue: string;
  /** Over how many shards that queue is spread; engines that have none do not mind it. */
  readonly shards: number;
}

/** `queue` is where the job is afterwards. `done` too for one that was there already. */
export interface MoveReceipt extends ChangeReceipt {
  /** The queue that this call has brought it out of; null when it was not moved. */
  readonly from: string | null;
}

// ── keeping house ────────────────────────────────────────────────────────────────────────────────────

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
  readonly expired: readonly JobRef[];
}

/** How long finished jobs are kept, by the state they ended in. */
export type Retention = Readonly<Record<FinishedState, Keep>>;

export interface Keep {
  /** Milliseconds after finishedAt. */
  readonly forMs: number;
  /** Of each queue only so many, those that finished last; null: however many. */
  readonly count: number | null;
}

export interface Engine {
  readonly kind: 'sqlite' | 'redis';
  readonly capabilities: Capabilities;

  /** Connects, checks that the store may be used, brings its layout up to date. */
  open(): Promise<void>;
  /**
   * Releases everything; the store is left for the others. Idempotent. Stop consumers first, and `leave`: a
   * session that was not left runs out as after a crash.
   */
  close(): Promise<void>;
  /**
   * The store is `project`'s from now on, if it was nobody's; with `adopt` whosesoever it was.
   * @returns the name of the project that it belongs to afterwards
   */
  claim(project: string, adopt?: boolean): Promise<string>;
  /** The store's clock. */
  now(): Promise<number>;
  /** Resolves with what is wrong, in a few milliseconds; never rejects. */
  check(): Promise<readonly StoreCheck[]>;
  /** As check(), and what takes time in proportion to the store: whether it agrees with itself. */
  examine(): Promise<readonly StoreCheck[]>;
  /**
   * Puts right what examine() finds and what needs no guess: a second call does nothing. No job is lost by it, none
   * runs that would not have run. Processes may work meanwhile. @returns what was done, nothing when all was well
   */
  repair(): Promise<readonly StoreRepair[]>;

  /**
   * All or nothing; receipts in order of the batch. A repeated id inside the batch is `existing`.
   * @throws SkepError JOB_ID_TAKEN for an id that a job of another task has
   */
  enqueue(batch: readonly NewJob[]): Promise<readonly EnqueueReceipt[]>;
  /** available → running → outcome. Needs a session (`join`). Smallest priority first, then first come first served. */
  consume(queue: string, options: ConsumeOptions, run: RunLease): Consumer;
  /** Saves progress and log lines of running attempts; those whose lease is lost are left out. */
  annotate(notes: readonly Annotation[]): Promise<void>;

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
  /** blocked by their task → available, for jobs of these tasks. */
  unblock(tasks: readonly string[], limit: number): Promise<SweepReport>;
  /** Deletes finished jobs past retention, oldest first. */
  prune(retention: Retention, limit: number): Promise<SweepReport>;

  /** @returns the job, or null when none of that id is stored */
  getJob(id: string): Promise<Job | null>;
  listJobs(filter: JobFilter, limit: number, cursor: string | null): Promise<JobPage>;
  /** Every queue that holds a job or is paused, in O(queues). */
  counts(): Promise<readonly QueueCounts[]>;

  /** Unfinished → cancelled. The owner of a running job gets `leases-ended`. */
  cancel(ids: readonly string[], reason: string): Promise<readonly ChangeReceipt[]>;
  /**
   * dead, cancelled, scheduled, blocked, retryable → available now; what is available stays so, in its place. maxAttempts
   * is raised to attempt + 1 where it was used up, and an expiry is dropped, whatever the state: a person wants it.
   */
  retry(ids: readonly string[]): Promise<readonly ChangeReceipt[]>;
  /** Deletes jobs that do not run; a running one is refused (cancel it first). */
  remove(ids: readonly string[]): Promise<readonly ChangeReceipt[]>;
  /**
   * Waiting jobs (scheduled, blocked, available, retryable) into another queue: the same job in the same state, with due
   * time, priority, expiry, attempts and instant of creation as they were. An available one waits behind those of its
   * priority that wait there, runAt now; give ids in the order in which they are to wait. Running and finished jobs are
   * refused; a job of that queue is left as it is. While a job is between two queues it is shown as `blocked`,
   * cannot be changed, and runs nowhere; what a call that ended early has left there, the processes of the store finish.
   * Works in steps: a call that rejects may have moved some.
   * @returns a receipt per id, in order
   */
  move(ids: readonly string[], to: MoveTarget): Promise<readonly MoveReceipt[]>;
  /** Durable; a paused queue hands out nothing, in any process, from the moment this resolves. */
  pauseQueue(queue: string, paused: boolean): Promise<void>;

  /**
   * The manifest of that hash was started or reloaded by this process and is in force from now on: the store's schedules
   * become its own, in one step. A new name starts with its cursor now; a changed spec moves its cursor to now; an absent
   * name is removed (back later, it starts anew, but paused when it was). Until the session ends or `withdrawSchedules`
   * the process counts as one with that manifest, in a new session after a lost one too.
   * @returns all rows afterwards, and the number of this turn
   */
  applySchedules(application: Application): Promise<{ readonly turn: number; readonly rows: readonly ScheduleRow[] }>;
  /**
   * As applySchedules, by a process that applied the same in `turn` already, when no process with what is in force lives.
   * What was changed or removed meanwhile goes on from the instant at which the last of those was gone, not from now.
   * @param change of the standing that it was decided by
   * @returns all rows afterwards; null, and nothing is changed, when something else has come into force since
   */
  takeBackSchedules(
    application: Application,
    as: Pick<InForce, 'turn' | 'change'>,
  ): Promise<readonly ScheduleRow[] | null>;
  standing(): Promise<Standing>;
  /** This process fires no schedules any more. */
  withdrawSchedules(): Promise<void>;
  schedules(): Promise<readonly ScheduleRow[]>;
  /** Each claim is one atomic step; claims of one call are tried in order. */
  claimTicks(claims: readonly TickClaim[]): Promise<readonly TickReceipt[]>;
  /**
   * Durable. Resuming moves the cursor to now: ticks of the pause are not caught up, and one that a wrong clock has left
   * more than CURSOR_AHEAD_MS in the future is set back. @returns null when unknown
   */
  pauseSchedule(name: string, paused: boolean): Promise<ScheduleRow | null>;
  /** Of these schedules, cursors that lie more than `aheadMs` beyond the store's clock are set to now. @returns their rows */
  setBackCursors(names: readonly string[], aheadMs: number): Promise<readonly ScheduleRow[]>;

  /** Begins a session of this process: from now on it may consume, is listed, and gets signals. @returns its id */
  join(info: ProcessInfo): Promise<string>;
  /**
   * Refreshes what the process tells about itself. (Renewing the lease is the engine's own business, off the
   * event loop.) Also looks for signals that were missed.
   */
  beat(info: ProcessInfo): Promise<void>;
  /** Ends the session; leases still held are released (attempt not counted). */
  leave(): Promise<void>;
  /** Processes whose lease holds. */
  processes(): Promise<readonly ProcessRow[]>;
  /** @returns a function that ends the subscription */
  onSignal(listener: (signal: Signal) => void): () => void;
  /** Sends `reload` to every process of the store, this one included. */
  requestReload(): Promise<void>;

  /** The manifest of that hash was applied: the current revision when the hash is the current one, else a new number. */
  recordRevision(hash: string, by: string): Promise<Revision>;
  /** Newest first, at most `limit`. */
  revisions(limit: number): Promise<readonly Revision[]>;
}

/** What every engine needs from outside. */
export interface EngineTimings {
  /** A process whose lease is not renewed for this long is taken for dead. */
  readonly leaseMs: number;
  /** A process whose event loop has not turned for this long stops renewing: it hangs. */
  readonly blockedLimitMs: number;
  readonly maxRescues: number;
}

export const DEFAULT_TIMINGS: EngineTimings = { leaseMs: 30_000, blockedLimitMs: 120_000, maxRescues: 3 };
