/** running → what the attempt's outcome says. Fenced: by owner, attempt number and the instant of its start. */
import {
  apply,
  type AttemptRecord,
  type EndedAttempt,
  isFinished,
  isFollowed,
  type Job,
  keptAttempts,
} from '../../core/index.ts';
import { type CircuitChange, type Settlement, type SettleReceipt, judgementOf } from '../../engine/index.ts';
import { annotateJobs, type NumberOf } from './annotate.ts';
import type { Transaction } from './committer.ts';
import { follow } from './consequences.ts';
import { noteDeath } from './faults.ts';
import { givePassesBack } from './gates/gates.ts';
import { noteResult } from './results.ts';
import { jsonText } from './rows.ts';
import type { EndedItem } from './runs/item-ends.ts';
import { itemsEnded } from './runs/run-turns.ts';
import { stateCode, stateOf } from './schema.ts';
import type { HeldLease } from './sessions.ts';
import { shutGates } from './shutting.ts';
import type { Row, SqlValue } from './store.ts';

const RUNNING = stateCode('running');

/**
 * One statement for all jobs that one owner began in one instant and completed, as nearly all of a batch are; 12 µs a
 * job one by one. Their seqs are the keys of an object: every `->>` costs 0.3 µs a job, and this way there is none (2.0
 * instead of 3.4 µs). The owner stays: with it and the trace the row tells all about the attempt, see rows.ts.
 */
const completeWith = (result: string, trace: string, which: string): string => `
  UPDATE jobs SET state = ${stateCode('completed')}, finished_at = ?3, result = ${result}, error = NULL, trace = ${trace},
    room = NULL
  ${which} AND +jobs.state = ${RUNNING} AND +jobs.owner = ?2 AND jobs.attempt = ?4 AND jobs.started_at = ?5`;
const OF_THESE = 'FROM json_each(?1) AS v WHERE jobs.seq = CAST(v.key AS INTEGER)';
const COMPLETE = completeWith('v.value', 'NULL', OF_THESE);
const COMPLETE_TRACED = completeWith('v.value ->> 0', 'v.value ->> 1', OF_THESE);
/** A lone one needs no list: half the time. */
const COMPLETE_ONE = completeWith('?1', '?6', 'WHERE jobs.seq = ?7');
/** With the answer which ones; it costs 1 µs a job. */
const telling = (statement: string): string => `${statement} RETURNING id`;

/** The other outcomes, which touch more. */
const SETTLE = `
  UPDATE jobs SET state = v.value ->> 3, attempts = v.value ->> 4, attempt = v.value ->> 5, run_at = v.value ->> 6,
    finished_at = iif(v.value ->> 7, ?3, NULL), error = v.value ->> 8, blocked_by = v.value ->> 9,
    expires_at = iif(v.value ->> 10, NULL, expires_at), owner = NULL, room = NULL
  FROM json_each(?1) AS v WHERE jobs.id = v.value ->> 0
    AND +jobs.state = ${RUNNING} AND +jobs.owner = ?2
    AND jobs.attempt = v.value ->> 1 AND jobs.started_at = v.value ->> 2 RETURNING id`;

/** A settlement with its text made before the transaction. */
export interface PreparedSettlement {
  readonly settlement: Settlement;
  readonly result: string | null;
}

/** A result that is no JSON fails here; the worker has checked it, so that would be a fault of ours. */
export function prepareSettlements(batch: readonly Settlement[]): PreparedSettlement[] {
  return batch.map((settlement) => {
    const { outcome, lease } = settlement;
    const result =
      outcome.kind === 'complete' ? (outcome.text ?? jsonText(outcome.result, `the result of ${lease.job.id}`)) : null;
    return { settlement, result };
  });
}

export function settleJobs(
  transaction: Transaction,
  batch: readonly PreparedSettlement[],
  numberOf: NumberOf,
): SettleReceipt[] {
  const notes = batch.map(({ settlement }) => settlement).filter((one) => one.progress !== null || one.logs.length > 0);
  annotateJobs(transaction, notes, numberOf);
  const settled = new Set<PreparedSettlement>();
  for (const session of new Set(batch.map(({ settlement }) => settlement.lease.session))) {
    const number = numberOf(session);
    if (number === undefined) continue;
    const theirs = batch.filter(({ settlement }) => settlement.lease.session === session);
    const others = theirs.filter((prepared) => !isCompletion(prepared));
    for (const held of storeCompleted(transaction, theirs.filter(isCompletion), number)) settled.add(held);
    for (const held of storeOthers(transaction, others, number)) settled.add(held);
  }
  const circuits = endAtGates(transaction, batch);
  const ends: EndedItem[] = [];
  const receipts = batch.map((prepared) =>
    settled.has(prepared)
      ? settledReceipt(transaction, prepared, ends)
      : lostReceipt(transaction, prepared.settlement, numberOf),
  );
  itemsEnded(transaction, ends);
  return circuits.length === 0
    ? receipts
    : receipts.map((receipt, index) => (index > 0 ? receipt : { ...receipt, circuits }));
}

/** Whether settled or lost: what an attempt has found out is true of either. */
function endAtGates(transaction: Transaction, batch: Batch): readonly CircuitChange[] {
  for (const { settlement } of batch) {
    const { outcome } = settlement;
    if ('shut' in outcome) shutGates(transaction, outcome.shut);
  }
  const attempts = batch.map(({ settlement: { lease, outcome } }) => ({
    seq: (lease as HeldLease).seq,
    startedAt: lease.job.startedAt,
    outcome,
  }));
  return givePassesBack(transaction, attempts, ({ seq, startedAt }) => {
    const ended = attempts.find((one) => one.seq === seq && (startedAt === 0 || one.startedAt === startedAt));
    return ended ? judgementOf(ended.outcome) : null;
  });
}

type Batch = readonly PreparedSettlement[];

function isCompletion({ settlement }: PreparedSettlement): boolean {
  return settlement.outcome.kind === 'complete';
}

/** Completions that share what COMPLETE compares and how they are written. */
interface Alike {
  readonly attempt: number;
  readonly startedAt: number | null;
  readonly traced: boolean;
  readonly batch: PreparedSettlement[];
}

/** @returns those whose lease was held */
function storeCompleted(transaction: Transaction, batch: Batch, owner: number): Batch {
  const held = alikeIn(batch).map((alike) => storeAlike(transaction, alike, owner));
  return held.length === 1 ? (held[0] ?? []) : held.flat();
}

function alikeIn(batch: Batch): readonly Alike[] {
  const all = new Map<string, Alike>();
  let latest: Alike | undefined;
  for (const prepared of batch) {
    const { lease, traceId } = prepared.settlement;
    const { attempt, startedAt } = lease.job;
    const traced = traceId !== null;
    if (latest?.startedAt !== startedAt || latest.attempt !== attempt || latest.traced !== traced) {
      const key = `${startedAt} ${attempt} ${traced}`;
      latest = all.get(key) ?? { attempt, startedAt, traced, batch: [] };
      all.set(key, latest);
    }
    latest.batch.push(prepared);
  }
  return [...all.values()];
}

/**
 * Nearly always all leases are held: then the number of changed rows says it. If not, it is done again with the
 * question which ones.
 */
function storeAlike(transaction: Transaction, alike: Alike, owner: number): Batch {
  const { store, now } = transaction;
  const { batch, attempt, startedAt, traced } = alike;
  const [first] = batch;
  if (first !== undefined && batch.length === 1) return storeOne(transaction, first, owner) ? batch : [];
  const statement = traced ? COMPLETE_TRACED : COMPLETE;
  const values = [JSON.stringify(resultsBySeq(alike)), owner, now, attempt, startedAt] as const;
  store.run('SAVEPOINT completed');
  let held: Batch = batch;
  if (store.run(statement, ...values) < batch.length) {
    store.run('ROLLBACK TO completed');
    held = heldOf(batch, store.all(telling(statement), ...values));
  }
  store.run('RELEASE completed');
  return held;
}

/** @returns whether its lease was held */
function storeOne({ store, now }: Transaction, { settlement, result }: PreparedSettlement, owner: number): boolean {
  const { attempt, startedAt } = settlement.lease.job;
  const { seq } = settlement.lease as HeldLease;
  return store.run(COMPLETE_ONE, result, owner, now, attempt, startedAt, traceOf(settlement), seq) === 1;
}

function traceOf({ traceId, spanId }: Settlement): string | null {
  return traceId === null ? null : `${traceId} ${spanId ?? ''}`;
}

function resultsBySeq({ batch, traced }: Alike): Readonly<Record<string, unknown>> {
  const results: { [seq: number]: unknown } = {};
  for (const { settlement, result } of batch) {
    results[(settlement.lease as HeldLease).seq] = traced ? [result, traceOf(settlement)] : result;
  }
  return results;
}

/** @returns those whose lease was held */
function storeOthers(transaction: Transaction, batch: Batch, owner: number): Batch {
  if (batch.length === 0) return [];
  const { store, now } = transaction;
  const values = batch.map(({ settlement }) => {
    const { id, attempt, startedAt } = settlement.lease.job;
    return [id, attempt, startedAt, ...otherValues(settlement, now)];
  });
  return heldOf(batch, store.all(SETTLE, JSON.stringify(values), owner, now));
}

/** A lease is settled once: a second settlement of it in the same batch finds it gone. */
function heldOf(batch: Batch, rows: readonly Row[]): Batch {
  const ids = new Set(rows.map(([id]) => id));
  return batch.filter(({ settlement }) => ids.delete(settlement.lease.job.id));
}

/** The values of SETTLE after the fence: those of the lease are the stored ones, for the fence holds. */
function otherValues(settlement: Settlement, now: number): SqlValue[] {
  const { state, attempts, attempt, runAt, error, blockedBy, expiresAt } = afterOf(settlement, now);
  return [
    stateCode(state),
    attempts.length > 0 ? JSON.stringify(attempts) : null,
    attempt,
    runAt,
    isFinished(state) ? 1 : 0,
    error && JSON.stringify(error),
    blockedBy,
    expiresAt === null ? 1 : 0,
  ];
}

/** The job afterwards; its notes are stored already. */
function afterOf(settlement: Settlement, now: number): Job {
  return apply(settlement.lease.job, { name: 'settle', attempt: endedAttempt(settlement) }, now);
}

function endedAttempt({ outcome, lease, traceId, spanId }: Settlement): EndedAttempt {
  return { outcome, worker: lease.session, traceId, spanId, progress: null, logs: [] };
}

/** @param ends gets those of items of runs, which are counted once all are stored */
function settledReceipt(
  transaction: Transaction,
  { settlement, result }: PreparedSettlement,
  ends: EndedItem[],
): SettleReceipt {
  const { state, runAt, error } = standingOf(settlement, transaction.now);
  const { lease } = settlement;
  const { queue, task, consequences, resultKeepMs } = lease.job;
  if (state === 'dead' && error !== null) noteDeath(transaction, { seq: (lease as HeldLease).seq, queue, task, error });
  transaction.moved(queue, 'running', state);
  if (resultKeepMs !== null && state === 'completed') noteResult(transaction, lease.job, (lease as HeldLease).seq);
  if (consequences.length > 0 && isFollowed(state)) {
    // What is not kept is not handed on either.
    const known = result !== null && resultKeepMs === null ? result : undefined;
    follow(transaction, consequences, state, (lease as HeldLease).seq, { result: known, ends });
  }
  return { status: 'settled', state, runAt: state === 'scheduled' || state === 'retryable' ? runAt : null };
}

/** Nearly all are completions, of which no job need be made for this. */
function standingOf(settlement: Settlement, now: number): Pick<Job, 'state' | 'runAt' | 'error'> {
  const { outcome, lease } = settlement;
  return outcome.kind === 'complete'
    ? { state: 'completed', runAt: lease.job.runAt, error: null }
    : afterOf(settlement, now);
}

export function appended(attempts: readonly AttemptRecord[], record: AttemptRecord): string {
  return JSON.stringify(keptAttempts([...attempts, record]));
}

/** Nothing is written, except the attempt of a job that was cancelled while it ran. */
function lostReceipt(transaction: Transaction, settlement: Settlement, numberOf: NumberOf): SettleReceipt {
  const { job, session } = settlement.lease;
  const row = transaction.store.get(
    'SELECT state, owner, attempt, started_at, attempts FROM jobs WHERE id = ?',
    job.id,
  );
  if (!row) return { status: 'lost', state: null, runAt: null };
  const state = stateOf(Number(row[0]));
  const ours = row[1] === numberOf(session) && row[2] === job.attempt && row[3] === job.startedAt;
  if (state === 'cancelled' && ours) recordCancelled(transaction, settlement, row[4]);
  return { status: 'lost', state, runAt: null };
}

function recordCancelled(transaction: Transaction, settlement: Settlement, stored: Row[number] | undefined): void {
  const before = typeof stored === 'string' ? (JSON.parse(stored) as Job['attempts']) : [];
  const job: Job = { ...settlement.lease.job, state: 'cancelled', attempts: before };
  const { attempts } = apply(job, { name: 'settle', attempt: endedAttempt(settlement) }, transaction.now);
  if (attempts === before) return;
  transaction.store.run('UPDATE jobs SET attempts = ?, owner = NULL WHERE id = ?', JSON.stringify(attempts), job.id);
}
