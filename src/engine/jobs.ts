/** Jobs one by one: stored, looked at, changed by people. */
import type { Job, JobState } from '../core/index.ts';
import type { ListedJob } from './bounds.ts';
import type { FaultPage, FaultFilter } from './faults.ts';
import type { Annotation } from './lease.ts';
import type { NewJob } from './new-job.ts';

export interface EnqueueReceipt {
  /** Of the holder where the new one met one with its key. */
  readonly id: string;
  /**
   * existing: a job of that id is stored already (in any state), and was not touched; or one has its key, and was replaced by it if
   * the key says so, see unique.ts.
   */
  readonly status: 'created' | 'existing';
  /** `completed` for a holder that is gone, whose window is not over. */
  readonly state: JobState;
  readonly runAt: number;
}

export interface JobFilter {
  readonly states?: readonly JobState[];
  readonly queue?: string;
  readonly task?: string;
  readonly tag?: string;
  readonly schedule?: string;
  /** Dead ones that died of this. */
  readonly fingerprint?: string;
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

export interface ChangeReceipt {
  readonly id: string;
  /** null when no such job is stored. */
  readonly task: string | null;
  readonly queue: string | null;
  /** done · refused: its state forbids it (`state` says which) · unknown: no such job. */
  readonly status: 'done' | 'refused' | 'unknown';
  readonly state: JobState | null;
  /** Of a retry that was refused for that job's sake, which has the key. */
  readonly holder?: string;
}

/** `queue` is where the job is afterwards. `done` too for one that was there already. */
export interface MoveReceipt extends ChangeReceipt {
  /** The queue that this call has brought it out of; null when it was not moved. */
  readonly from: string | null;
}

export interface RestoreReceipt {
  readonly id: string;
  /** existing: a job of that id is stored already, and was not touched · refused: it runs, or has ended otherwise than dead. */
  readonly status: 'done' | 'existing' | 'refused';
}

export interface JobsFacet {
  /**
   * All or nothing; receipts in order of the batch. A repeated id inside the batch is `existing`; so is, in the same way, a
   * repeated key (unique.ts).
   * @throws SkepError JOB_ID_TAKEN for an id that a job of another task has; JOB_EXISTS for a key that says so; PAYLOAD_NOT_JSON; REQUEST_INVALID for a queue,
   * a gate, a tenant or a key whose name the store cannot hold, and for a tenant whose name is empty
   */
  enqueue(batch: readonly NewJob[]): Promise<readonly EnqueueReceipt[]>;
  /** Saves progress and log lines of running attempts; those whose lease is lost are left out. */
  annotate(notes: readonly Annotation[]): Promise<void>;
  /**
   * Jobs of another store, that wait or are dead, as they are there: id, state, attempts, instants, log and error. An available one waits behind those of its
   * priority. What another process of this store would need a key for is taken where nobody has it; windows (unique.ts) are not brought along, and what holds a job is
   * found anew. Works in steps: a call that rejects may have stored some.
   * @returns a receipt per job, in order
   * @throws SkepError REQUEST_INVALID as `enqueue`
   */
  restore(jobs: readonly Job[]): Promise<readonly RestoreReceipt[]>;

  /** @returns the job, or null when none of that id is stored */
  get(id: string): Promise<Job | null>;
  /** @throws SkepError REQUEST_INVALID for a cursor that no list gave */
  list(filter: JobFilter, limit: number, cursor: string | null): Promise<JobPage>;

  /**
   * Dead jobs by fault: exact, whatever their number; it costs what the faults are. Several that killed last in one instant are
   * not torn apart, so a page may be larger than `limit`; where a task is asked for it may be smaller.
   */
  faults(query: FaultFilter, limit: number): Promise<FaultPage>;

  /** Unfinished → cancelled. The owner of a running job gets `leases-ended`. */
  cancel(ids: readonly string[], reason: string): Promise<readonly ChangeReceipt[]>;
  /**
   * dead, cancelled, scheduled, blocked, retryable → available now; what is available stays so, in its place. maxAttempts
   * is raised to attempt + 1 where it was used up, and an expiry is dropped, whatever the state: a person wants it. What has ended is refused where another job has its key.
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
   * @throws SkepError REQUEST_INVALID for a queue whose name the store cannot hold
   */
  move(ids: readonly string[], queue: string): Promise<readonly MoveReceipt[]>;
  /**
   * Waiting jobs (as of `move`, give ids in the order of creation) get another priority and are otherwise as they were. An available one waits behind those of
   * that priority, runAt now; one that comes back to a priority may get its former place there. A held one stays held.
   * Running and finished jobs are refused; a job of that priority is left as it is.
   * @param priority 0..9
   */
  prioritize(ids: readonly string[], priority: number): Promise<readonly ChangeReceipt[]>;
}
