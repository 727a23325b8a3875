/** What people do to jobs and queues: cancel, retry, remove, pause; and leave, which gives jobs back. */
import {
  type AttemptRecord,
  type JobError,
  type JobState,
  mayLeave,
  type TransitionName,
  cancelledError,
  waitsEnd,
} from '../../core/index.ts';
import { type ChangeReceipt, type PauseWhy } from '../../engine/index.ts';
import type { Transaction } from './committer.ts';
import { FOLLOWED, followStored } from './consequences.ts';
import { forgetDeath } from './faults.ts';
import { pauseText } from './pause.ts';
import { givePassesOfSession, passTurnOn, turnOf } from './gates.ts';
import { deleteJob } from './maintain.ts';
import { IS_RUNNING, letGoBy, stateCode, stateOf } from './schema.ts';
import type { Session } from './sessions.ts';
import { appended } from './settle.ts';
import { sendSignal } from './signals.ts';

interface Stored {
  readonly seq: number;
  readonly id: string;
  readonly state: JobState;
  readonly queue: string;
  readonly owner: number | null;
  readonly tagged: boolean;
  readonly followed: boolean;
}

/** Does `act` to each job whose state allows the transition. */
function change(
  transaction: Transaction,
  ids: readonly string[],
  name: TransitionName,
  act: (job: Stored) => JobState | null,
): ChangeReceipt[] {
  return ids.map((id) => {
    const row = transaction.store.get(
      `SELECT seq, state, queue, owner, given IS NOT NULL, task, ${FOLLOWED} FROM jobs WHERE id = ?`,
      id,
    );
    if (!row) return { id, task: null, queue: null, status: 'unknown', state: null };
    const state = stateOf(Number(row[1]));
    const ref = { id, task: String(row[5]), queue: String(row[2]) };
    if (!mayLeave(name, state)) return { ...ref, status: 'refused', state };
    const owner = typeof row[3] === 'number' ? row[3] : null;
    const followed = Number(row[6]) > 0;
    const job = { seq: Number(row[0]), id, state, queue: String(row[2]), owner, tagged: row[4] === 1, followed };
    const turn = job.tagged ? turnOf(transaction.store, job.seq) : [];
    const after = act(job);
    if (state === 'dead') forgetDeath(transaction, job.seq);
    transaction.moved(job.queue, state, after);
    if (after !== 'available') passTurnOn(transaction, turn);
    return { ...ref, status: 'done', state: after };
  });
}

/** The owner of a running job stays in the row, so that its attempt can still be recorded when it ends. */
export function cancelJobs(transaction: Transaction, ids: readonly string[], reason: string): ChangeReceipt[] {
  return cancelWith(transaction, ids, cancelledError(reason));
}

export function cancelWith(transaction: Transaction, ids: readonly string[], error: JobError): ChangeReceipt[] {
  const ended = new Map<number, string[]>();
  const receipts = change(transaction, ids, 'cancel', (job) => {
    transaction.store.run(
      `UPDATE jobs SET state = ${stateCode('cancelled')}, finished_at = ?1, error = ?2, ${letGoBy(4)}, blocked_by = NULL WHERE seq = ?3`,
      transaction.now,
      JSON.stringify(error),
      job.seq,
      waitsEnd(transaction.now),
    );
    if (job.followed) followStored(transaction, job.seq, 'cancelled');
    if (job.state === 'running' && job.owner !== null) ended.set(job.owner, [...(ended.get(job.owner) ?? []), job.id]);
    return 'cancelled';
  });
  for (const [owner, theirs] of ended) sendSignal(transaction, { type: 'leases-ended', owner, ids: theirs });
  return receipts;
}

/** See core/life.ts. */
export function retryJobs(transaction: Transaction, ids: readonly string[]): ChangeReceipt[] {
  return change(transaction, ids, 'retry', (job) => {
    transaction.store.run(
      `UPDATE jobs SET run_at = iif(state = ${stateCode('available')}, run_at, ?), state = ${stateCode('available')},
         error = iif(state = ${stateCode('cancelled')}, NULL, error), finished_at = NULL, expires_at = NULL,
         blocked_by = NULL, owner = NULL, max_attempts = max(max_attempts, attempt + 1) WHERE seq = ?`,
      transaction.now,
      job.seq,
    );
    return 'available';
  });
}

export function removeJobs(transaction: Transaction, ids: readonly string[]): ChangeReceipt[] {
  return change(transaction, ids, 'remove', (job) => {
    deleteJob(transaction, job.seq, job.tagged);
    return null;
  });
}

export function pauseQueue(transaction: Transaction, queue: string, paused: boolean, why: PauseWhy): void {
  transaction.store.run(
    `INSERT INTO queues (queue, paused, pause, pause_until) VALUES (?1, ?2, ?3, ?4)
     ON CONFLICT (queue) DO UPDATE SET paused = ?2, pause = ?3, pause_until = ?4`,
    queue,
    paused ? 1 : 0,
    paused ? pauseText(why, transaction.now) : null,
    paused ? why.until : null,
  );
  if (!paused) transaction.woken.add(queue);
  sendSignal(transaction, { type: 'controls-changed', owner: null, ids: null });
}

/** Ends the session: what it still holds goes back unharmed. */
export function leaveSession(transaction: Transaction, session: Session): void {
  const { store, now } = transaction;
  const rows = store.all(
    `SELECT seq, queue, attempt, started_at, attempts FROM jobs INDEXED BY jobs_running WHERE ${IS_RUNNING} AND owner = ?`,
    session.number,
  );
  for (const [seq, queue, attempt, startedAt, attempts] of rows) {
    const record: AttemptRecord = {
      number: Number(attempt),
      worker: session.id,
      startedAt: Number(startedAt),
      finishedAt: now,
      outcome: 'released',
      error: null,
      traceId: null,
      spanId: null,
    };
    store.run(
      `UPDATE jobs SET state = ${stateCode('available')}, attempt = attempt - 1, attempts = ?, owner = NULL,
         expires_at = NULL WHERE seq = ?`,
      appended(typeof attempts === 'string' ? (JSON.parse(attempts) as AttemptRecord[]) : [], record),
      Number(seq),
    );
    transaction.moved(String(queue), 'running', 'available');
  }
  givePassesOfSession(transaction, session.number);
  store.run('DELETE FROM processes WHERE number = ?', session.number);
}
