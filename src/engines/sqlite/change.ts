/** What people do to jobs and queues: cancel, retry, remove, pause; and leave, which gives jobs back. */
import {
  type AttemptRecord,
  isFinished,
  type JobError,
  type JobState,
  mayLeave,
  type TransitionName,
  cancelledError,
  waitsEnd,
} from '../../core/index.ts';
import { type ChangeReceipt, leftKey, type PauseWhy } from '../../engine/index.ts';
import type { Transaction } from './committer.ts';
import { FOLLOWED, followStored } from './consequences.ts';
import { forgetDeath } from './faults.ts';
import { pauseText } from './pause.ts';
import { givePassesOfSession, passTurnOn, turnOf } from './gates/gates.ts';
import { deleteJob } from './maintain.ts';
import { Places } from './move.ts';
import { doneOnce } from './once.ts';
import { IS_RUNNING, letGoBy, stateCode, stateOf } from './schema.ts';
import type { Session } from './sessions.ts';
import { appended } from './settle.ts';
import { sendSignal } from './signals.ts';
import { anyKeys, forgetKeyOf, takeKeyAgain } from './unique.ts';

interface Stored {
  readonly seq: number;
  readonly id: string;
  readonly state: JobState;
  readonly queue: string;
  readonly owner: number | null;
  readonly tagged: boolean;
  readonly followed: boolean;
}

/** Does `act` to each job whose state allows the transition. @param holderFor the job that has its key, where that forbids it */
function change(
  transaction: Transaction,
  ids: readonly string[],
  name: TransitionName,
  act: (job: Stored) => JobState | null,
  holderFor: (job: Stored) => string | null = () => null,
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
    const holder = job.tagged ? holderFor(job) : null;
    if (holder !== null) return { ...ref, status: 'refused', state, holder };
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
  const { store, now } = transaction;
  const keyed = anyKeys(store);
  const again = (job: Stored): JobState => {
    store.run(
      `UPDATE jobs SET run_at = iif(state = ${stateCode('available')}, run_at, ?), state = ${stateCode('available')},
         error = iif(state = ${stateCode('cancelled')}, NULL, error), finished_at = NULL, expires_at = NULL,
         blocked_by = NULL, owner = NULL, max_attempts = max(max_attempts, attempt + 1) WHERE seq = ?`,
      now,
      job.seq,
    );
    return 'available';
  };
  return change(transaction, ids, 'retry', again, (job) =>
    keyed && isFinished(job.state) ? takeKeyAgain(transaction, job) : null,
  );
}

export function prioritizeJobs(
  transaction: Transaction,
  ids: readonly string[],
  priority: number,
): readonly ChangeReceipt[] {
  const places = new Map<string, Places>();
  return change(transaction, ids, 'prioritize', ({ seq, state, queue }) => {
    const { store } = transaction;
    const [before, hold, fair] = store.get('SELECT priority, hold, fair FROM jobs WHERE seq = ?', seq) ?? [];
    if (before === priority) return state;
    const there = places.get(queue) ?? new Places(transaction, queue);
    places.set(queue, there);
    const runAt = hold === null ? there.of(state, priority, typeof fair === 'string' ? fair : null) : null;
    store.run('UPDATE jobs SET priority = ?, run_at = coalesce(?, run_at) WHERE seq = ?', priority, runAt, seq);
    return state;
  });
}

export function removeJobs(transaction: Transaction, ids: readonly string[]): ChangeReceipt[] {
  const keyed = anyKeys(transaction.store);
  return change(transaction, ids, 'remove', (job) => {
    if (keyed) forgetKeyOf(transaction.store, job.seq, true);
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
  doneOnce(transaction, { key: leftKey(session.id), request: '', answer: '' });
  store.run('DELETE FROM processes WHERE number = ?', session.number);
}
