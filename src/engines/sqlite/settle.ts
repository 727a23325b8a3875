/** running → what the attempt's outcome says. Fenced: by owner, attempt number and the instant of its start. */
import {
  isFinished,
  keptAttempts,
  type AttemptRecord,
  type Job,
  type JobError,
  type JobState,
  type Outcome,
  ATTEMPT_OUTCOME_OF,
  hasBegun,
} from '../../core/index.ts';
import { type Settlement, type SettleReceipt } from '../../engine/index.ts';
import { annotateJobs, type NumberOf } from './annotate.ts';
import type { Transaction } from './committer.ts';
import { jsonText } from './rows.ts';
import { stateCode, stateOf } from './schema.ts';
import type { HeldLease } from './sessions.ts';
import type { Row, SqlValue } from './store.ts';

const RUNNING = stateCode('running');

/**
 * One statement for all jobs that one owner began in one instant and completed, as nearly all of a batch are; 12 µs a
 * job one by one. Their seqs are the keys of an object: every `->>` costs 0.3 µs a job, and this way there is none (2.0
 * instead of 3.4 µs). The owner stays: with it and the trace the row tells all about the attempt, see rows.ts.
 */
const completeWith = (result: string, trace: string): string => `
  UPDATE jobs SET state = ${stateCode('completed')}, finished_at = ?3, result = ${result}, error = NULL, trace = ${trace},
    room = NULL
  FROM json_each(?1) AS v WHERE jobs.seq = CAST(v.key AS INTEGER)
    AND +jobs.state = ${RUNNING} AND +jobs.owner = ?2 AND jobs.attempt = ?4 AND jobs.started_at = ?5`;
const COMPLETE = completeWith('v.value', 'NULL');
const COMPLETE_TRACED = completeWith('v.value ->> 0', 'v.value ->> 1');
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

interface After {
  readonly state: JobState;
  /** Whether the attempt counts: else the job's number goes back by one. */
  readonly counted: boolean;
  readonly runAt: number | null;
  readonly error: JobError | null;
}

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
  return batch.map((prepared) =>
    settled.has(prepared)
      ? settledReceipt(transaction, prepared.settlement)
      : lostReceipt(transaction, prepared.settlement, numberOf),
  );
}

type Batch = readonly PreparedSettlement[];

function isCompletion({ settlement }: PreparedSettlement): boolean {
  return settlement.outcome.kind === 'complete';
}

/** Completions that share what COMPLETE compares and how they are written. */
interface Together {
  readonly attempt: number;
  readonly startedAt: number | null;
  readonly traced: boolean;
  readonly batch: PreparedSettlement[];
}

/** @returns those whose lease was held */
function storeCompleted(transaction: Transaction, batch: Batch, owner: number): Batch {
  const held = togetherIn(batch).map((together) => storeTogether(transaction, together, owner));
  return held.length === 1 ? (held[0] ?? []) : held.flat();
}

function togetherIn(batch: Batch): readonly Together[] {
  const all = new Map<string, Together>();
  let latest: Together | undefined;
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
function storeTogether(transaction: Transaction, together: Together, owner: number): Batch {
  const { store, now } = transaction;
  const { batch, attempt, startedAt, traced } = together;
  const statement = traced ? COMPLETE_TRACED : COMPLETE;
  const values = [JSON.stringify(resultsBySeq(together)), owner, now, attempt, startedAt] as const;
  if (batch.length === 1) return store.run(statement, ...values) === 1 ? batch : [];
  store.run('SAVEPOINT completed');
  let held: Batch = batch;
  if (store.run(statement, ...values) < batch.length) {
    store.run('ROLLBACK TO completed');
    held = heldOf(batch, store.all(telling(statement), ...values));
  }
  store.run('RELEASE completed');
  return held;
}

function resultsBySeq({ batch, traced }: Together): Readonly<Record<string, unknown>> {
  const results: { [seq: number]: unknown } = {};
  for (const { settlement, result } of batch) {
    const { lease, traceId, spanId } = settlement;
    results[(lease as HeldLease).seq] = traced ? [result, `${traceId ?? ''} ${spanId ?? ''}`] : result;
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

/** The values of SETTLE after the fence. */
function otherValues(settlement: Settlement, now: number): SqlValue[] {
  const { outcome, lease } = settlement;
  const after = afterOf(settlement, now);
  return [
    stateCode(after.state),
    attemptsText(settlement, now),
    after.counted ? lease.job.attempt : lease.job.attempt - 1,
    after.runAt ?? lease.job.runAt,
    isFinished(after.state) ? 1 : 0,
    after.error && JSON.stringify(after.error),
    outcome.kind === 'hold' ? outcome.reason : null,
    // What is over keeps it, to be seen.
    hasBegun(outcome) && !isFinished(after.state) ? 1 : 0,
  ];
}

/** Outcomes that are no failure leave the error of the attempt before. */
function afterOf({ outcome, lease }: Settlement, now: number): After {
  const { error } = lease.job;
  switch (outcome.kind) {
    case 'complete':
      return { state: 'completed', counted: true, runAt: null, error: null };
    case 'retry':
      return { state: 'retryable', counted: true, runAt: now + outcome.delayMs, error: outcome.error };
    case 'dead':
      return { state: 'dead', counted: true, runAt: null, error: outcome.error };
    case 'cancel':
      return { state: 'cancelled', counted: true, runAt: null, error: outcome.error };
    case 'snooze':
      return { state: 'scheduled', counted: false, runAt: now + outcome.delayMs, error };
    case 'release':
      return { state: 'available', counted: false, runAt: null, error };
    case 'hold':
      return { state: 'blocked', counted: false, runAt: null, error };
  }
}

function settledReceipt(transaction: Transaction, settlement: Settlement): SettleReceipt {
  const { state, runAt } = afterOf(settlement, transaction.now);
  transaction.moved(settlement.lease.job.queue, 'running', state);
  return { status: 'settled', state, runAt };
}

/** The attempt records after this one: those of the lease are the stored ones, for the fence holds. */
function attemptsText(settlement: Settlement, now: number): string | null {
  const { attempts } = settlement.lease.job;
  const outcome = ATTEMPT_OUTCOME_OF[settlement.outcome.kind];
  if (outcome === null) return attempts.length > 0 ? JSON.stringify(attempts) : null;
  return appended(attempts, recordOf(settlement, outcome, now));
}

export function appended(attempts: readonly AttemptRecord[], record: AttemptRecord): string {
  return JSON.stringify(keptAttempts([...attempts, record]));
}

function recordOf(settlement: Settlement, outcome: AttemptRecord['outcome'], now: number): AttemptRecord {
  const { job, session } = settlement.lease;
  return {
    number: job.attempt,
    worker: session,
    startedAt: job.startedAt ?? now,
    finishedAt: now,
    outcome,
    error: errorOf(settlement.outcome),
    traceId: settlement.traceId,
    spanId: settlement.spanId,
  };
}

function errorOf(outcome: Outcome): JobError | null {
  return 'error' in outcome ? outcome.error : null;
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
  const began = ATTEMPT_OUTCOME_OF[settlement.outcome.kind] !== null;
  if (state === 'cancelled' && ours && began) recordCancelled(transaction, settlement, row[4]);
  return { status: 'lost', state, runAt: null };
}

function recordCancelled(transaction: Transaction, settlement: Settlement, attempts: Row[number] | undefined): void {
  const stored = typeof attempts === 'string' ? (JSON.parse(attempts) as Job['attempts']) : [];
  const record = recordOf(settlement, 'cancelled', transaction.now);
  transaction.store.run(
    'UPDATE jobs SET attempts = ?, owner = NULL WHERE id = ?',
    appended(stored, record),
    settlement.lease.job.id,
  );
}
