/** Keeping house: promote, rescue, expire, unblock, prune. Each in bounded steps, whatever the backlog. */
import {
  type AttemptRecord,
  CRASHED_ERROR,
  EXPIRED_ERROR,
  FATAL_CRASH,
  FINISHED_STATES,
  type FinishedState,
  isBuried,
  type JobRef,
  waitsEnd,
} from '../../core/index.ts';
import {
  type ExpireReport,
  fitting,
  type PromoteReport,
  type RescuedJob,
  type RescueReport,
  type Retention,
  STEP_BYTES,
  type SweepReport,
} from '../../engine/index.ts';
import type { Transaction } from './committer.ts';
import { FOLLOWED, followStored } from './consequences.ts';
import { forgetDeath, noteDeath } from './faults.ts';
import { givePassesBack, givePassesOfSession, passTurnOn, turnOf } from './gates/gates.ts';
import type { LeaseWatch } from './lease-watch.ts';
import { openDue } from './let-go.ts';
import { IS_OVER, overAt } from './moment.ts';
import { ROW_BYTES } from './rows.ts';
import { appended } from './settle.ts';
import { IS_BLOCKED, IS_DUE, IS_EXPIRING, IS_FINISHED, IS_RUNNING, letGoBy, stateCode, stateOf } from './schema.ts';
import type { Row } from './store.ts';
import { anyKeys, forgetKeyOf, forgetOverKeys } from './unique.ts';

/** The due time stays as runAt: the job may start since then, and its place among the waiting follows from it. */
const PROMOTE = `
  UPDATE jobs SET state = ${stateCode('available')} WHERE seq = ?`;

export function promoteJobs(transaction: Transaction, limit: number): PromoteReport {
  const { store, now } = transaction;
  const due = store.all(
    `SELECT seq, state, queue, ${ROW_BYTES} FROM jobs INDEXED BY jobs_due WHERE ${IS_DUE} AND run_at <= ?
     ORDER BY run_at, seq LIMIT ?`,
    now,
    limit,
  );
  const rows = fittingRows(due, 3);
  const promoted = new Map<string, number>();
  for (const [seq, state, queue] of rows) {
    store.run(PROMOTE, Number(seq));
    transaction.moved(String(queue), stateOf(Number(state)), 'available');
    promoted.set(String(queue), (promoted.get(String(queue)) ?? 0) + 1);
  }
  const next = store.get(`SELECT run_at FROM jobs INDEXED BY jobs_due WHERE ${IS_DUE} ORDER BY run_at LIMIT 1`);
  const nextDueAt = earlier(next ? Number(next[0]) : null, openDue(transaction, limit));
  return { promoted: Object.fromEntries(promoted), nextDueAt, more: nextDueAt !== null && nextDueAt <= now };
}

function earlier(a: number | null, b: number | null): number | null {
  return a === null || b === null ? (a ?? b) : Math.min(a, b);
}

/** A fifth of the time of reading those that have, which every reserve asks for, mostly in vain. */
const ANY_EXPIRED = `SELECT 1 FROM jobs INDEXED BY jobs_expiring WHERE ${IS_EXPIRING} AND expires_at <= ? LIMIT 1`;

export function expireJobs(transaction: Transaction, limit: number): ExpireReport {
  const { store, now } = transaction;
  if (store.get(ANY_EXPIRED, now) === undefined) return { count: 0, more: false, expired: [] };
  const rows = store.all(
    `SELECT seq, state, queue, id, task, ${ROW_BYTES}, ${FOLLOWED} FROM jobs INDEXED BY jobs_expiring
     WHERE ${IS_EXPIRING} AND expires_at <= ? ORDER BY expires_at LIMIT ?`,
    now,
    limit + 1,
  );
  const expired = fittingRows(rows.slice(0, limit), 5).map(([seq, state, queue, id, task, , followed]): JobRef => {
    const turn = turnOf(store, Number(seq));
    store.run(
      `UPDATE jobs SET state = ${stateCode('cancelled')}, finished_at = ?1, error = ?2, ${letGoBy(4)}, blocked_by = NULL WHERE seq = ?3`,
      now,
      JSON.stringify(EXPIRED_ERROR),
      Number(seq),
      waitsEnd(now),
    );
    transaction.moved(String(queue), stateOf(Number(state)), 'cancelled');
    if (Number(followed) > 0) followStored(transaction, Number(seq), 'cancelled');
    passTurnOn(transaction, turn);
    return { id: String(id), task: String(task), queue: String(queue) };
  });
  return { count: expired.length, more: rows.length > expired.length, expired };
}

export function unblockJobs(transaction: Transaction, tasks: readonly string[], limit: number): SweepReport {
  const { store, now } = transaction;
  if (tasks.length === 0) return { count: 0, more: false };
  const rows = store.all(
    `SELECT seq, queue, ${ROW_BYTES} FROM jobs INDEXED BY jobs_blocked WHERE ${IS_BLOCKED}
       AND task IN (SELECT value FROM json_each(?)) LIMIT ?`,
    JSON.stringify(tasks),
    limit + 1,
  );
  const free = fittingRows(rows.slice(0, limit), 2);
  for (const [seq, queue] of free) {
    store.run(
      `UPDATE jobs SET state = ${stateCode('available')}, blocked_by = NULL, run_at = ? WHERE seq = ?`,
      now,
      Number(seq),
    );
    transaction.moved(String(queue), 'blocked', 'available');
  }
  return { count: free.length, more: rows.length > free.length };
}

/** Those that one transaction may write anew. @param at the column with the bytes of a row */
function fittingRows(rows: readonly Row[], at: number): readonly Row[] {
  return rows.slice(0, fitting(rows.map((row) => Number(row[at]))));
}

/** Deletes one job with all that points to it. */
export function deleteJob(transaction: Transaction, seq: number, tagged: boolean): void {
  const { store } = transaction;
  if (tagged) {
    store.run(
      `DELETE FROM tags WHERE seq = ?1 AND tag IN
         (SELECT value FROM json_each((SELECT given FROM jobs WHERE seq = ?1), '$.tags'))`,
      seq,
    );
  }
  store.run('DELETE FROM jobs WHERE seq = ?', seq);
}

export function pruneJobs(transaction: Transaction, retention: Retention, limit: number): SweepReport {
  // The counters must say what is there now: this transaction may have moved jobs before.
  transaction.flush();
  const queues = transaction.store.all('SELECT queue, completed, cancelled, dead FROM queues');
  const keyed = anyKeys(transaction.store);
  if (keyed) forgetOverKeys(transaction);
  let left = limit;
  let bytes = STEP_BYTES;
  for (const [queue, ...counts] of queues) {
    for (const [index, state] of FINISHED_STATES.entries()) {
      const there = Number(counts[index]);
      if (there === 0) continue;
      const past = { queue: String(queue), state, excess: there - (retention[state].count ?? there) };
      const rows = pastRetention(transaction, past, transaction.now - retention[state].forMs, left + 1);
      const sizes = rows.map((row) => Number(row[2]));
      const doomed = rows.slice(0, Math.min(left, fitting(sizes, bytes)));
      bytes -= sizes.slice(0, doomed.length).reduce((sum, size) => sum + size, 0);
      for (const [seq, tagged] of doomed) {
        if (state === 'dead') forgetDeath(transaction, Number(seq));
        if (keyed) forgetKeyOf(transaction.store, Number(seq), false);
        deleteJob(transaction, Number(seq), tagged === 1);
      }
      transaction.moved(past.queue, state, null, doomed.length);
      left -= doomed.length;
      if (rows.length > doomed.length || bytes <= 0) return { count: limit - left, more: true };
    }
  }
  return { count: limit - left, more: false };
}

interface Past {
  readonly queue: string;
  readonly state: FinishedState;
  /** So many more than may be kept. */
  readonly excess: number;
}

/** The jobs that finished first: those before an instant, or as many as are too many, whichever are more. */
function pastRetention(transaction: Transaction, past: Past, before: number, limit: number): readonly Row[] {
  const { store } = transaction;
  const oldest = `SELECT seq, given IS NOT NULL, ${ROW_BYTES} FROM jobs INDEXED BY jobs_finished
    WHERE ${IS_FINISHED} AND queue = ? AND state = ${stateCode(past.state)}`;
  const order = 'ORDER BY finished_at LIMIT ?';
  const old = store.all(`${oldest} AND finished_at < ? ${order}`, past.queue, before, limit);
  const wanted = Math.min(limit, past.excess);
  return old.length >= wanted ? old : store.all(`${oldest} ${order}`, past.queue, wanted);
}

export interface RescueBy {
  readonly maxRescues: number;
  readonly watch: LeaseWatch;
}

/** The instant up to which a lease was held is not known better than its end; `now` is when it was noticed. */
export function rescueJobs(transaction: Transaction, by: RescueBy, limit: number): RescueReport {
  const { store, moment } = transaction;
  by.watch.endUnmoved(transaction);
  const dead = store.all(
    `SELECT number, session FROM processes WHERE ${IS_OVER} ORDER BY lease_until`,
    ...overAt(moment),
  );
  const rescued: RescuedJob[] = [];
  let bytes = STEP_BYTES;
  for (const [number, session] of dead) {
    const rows = store.all(
      `SELECT seq, id, task, queue, attempt, max_attempts, rescues, started_at, attempts, ${ROW_BYTES}, ${FOLLOWED}
       FROM jobs INDEXED BY jobs_running WHERE ${IS_RUNNING} AND owner = ? LIMIT ?`,
      Number(number),
      limit - rescued.length + 1,
    );
    const sizes = rows.map((row) => Number(row[9]));
    const taken = rows.slice(0, Math.min(limit - rescued.length, fitting(sizes, bytes)));
    bytes -= sizes.slice(0, taken.length).reduce((sum, size) => sum + size, 0);
    for (const row of taken) {
      rescued.push(rescueJob(transaction, row, { session: String(session), maxRescues: by.maxRescues }));
    }
    if (rows.length > taken.length) return { rescued, more: true };
    givePassesOfSession(transaction, Number(number));
    store.run('DELETE FROM processes WHERE number = ?', Number(number));
  }
  return { rescued, more: false };
}

function rescueJob(
  transaction: Transaction,
  row: Row,
  by: { readonly session: string; readonly maxRescues: number },
): RescuedJob {
  const [seq, id, task, queue, attempt, maxAttempts, before, startedAt, attempts, , followed] = row;
  const rescues = Number(before) + 1;
  const counted = { rescues, attempt: Number(attempt), maxAttempts: Number(maxAttempts) };
  const state = isBuried(counted, by.maxRescues) ? 'dead' : 'available';
  const record: AttemptRecord = {
    number: Number(attempt),
    worker: by.session,
    startedAt: Number(startedAt),
    finishedAt: transaction.now,
    outcome: 'rescued',
    error: CRASHED_ERROR,
    traceId: null,
    spanId: null,
  };
  transaction.store.run(
    `UPDATE jobs SET state = ?1, rescues = ?2, finished_at = ?3, error = ?4, attempts = ?5, owner = NULL,
       expires_at = iif(?3 IS NULL, NULL, expires_at) WHERE seq = ?6`,
    stateCode(state),
    rescues,
    state === 'dead' ? transaction.now : null,
    JSON.stringify(state === 'dead' ? FATAL_CRASH : CRASHED_ERROR),
    appended(typeof attempts === 'string' ? (JSON.parse(attempts) as AttemptRecord[]) : [], record),
    Number(seq),
  );
  givePassesBack(transaction, [{ seq: Number(seq), startedAt: Number(startedAt) }]);
  transaction.moved(String(queue), 'running', state);
  const death = { seq: Number(seq), queue: String(queue), task: String(task), error: FATAL_CRASH };
  if (state === 'dead') noteDeath(transaction, death);
  if (state === 'dead' && Number(followed) > 0) followStored(transaction, Number(seq), state);
  return { id: String(id), task: String(task), queue: String(queue), attempt: Number(attempt), rescues, state };
}
