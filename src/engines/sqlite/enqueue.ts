/** New jobs: nothing → available or scheduled. */
import { sameButUnique } from '../../core/index.ts';
import { type EnqueueReceipt, idTaken, type NewJob } from '../../engine/index.ts';
import { reach } from '../../foundation/index.ts';
import type { Transaction } from './committer.ts';
import { givenOf, jsonText } from './rows.ts';
import { ROOM_AT_FIRST, stateCode, stateOf } from './schema.ts';
import type { SqlValue } from './store.ts';
import { areFree, keysIn, meetHolder, takeKey, takeKeys } from './unique.ts';

const COLUMNS = [
  'id',
  'queue',
  'task',
  'state',
  'priority',
  'max_attempts',
  'run_at',
  'created_at',
  'expires_at',
  'schedule',
  'payload',
  'given',
];

/** Rows per statement. Measured with 12 columns: 83 000 a second one by one, 118 000 by 25, no more by 50. */
const ROWS = 25;

function insertion(rows: number, columns: readonly string[]): string {
  const places = `(${columns.map(() => '?').join(',')}, zeroblob(${ROOM_AT_FIRST}))`;
  const values = Array.from({ length: rows }, () => places).join(',');
  return `INSERT INTO jobs (${columns.join(', ')}, room) VALUES ${values} ON CONFLICT (id) DO NOTHING`;
}

interface Insertions {
  readonly one: string;
  readonly many: string;
}

function insertionsOf(columns: readonly string[]): Insertions {
  return { one: insertion(1, columns), many: insertion(ROWS, columns) };
}
const PLAIN = insertionsOf(COLUMNS);
/** Only where a job of the chunk has a tenant: each value that is bound takes 0.1 µs. */
const IN_TURN = insertionsOf([...COLUMNS, 'fair']);

/** A job with its texts made, so that what is no JSON is refused before the transaction. */
export interface PreparedJob {
  readonly job: NewJob;
  readonly payload: string;
  readonly given: string | null;
}

/** @throws SkepError PAYLOAD_NOT_JSON */
export function prepareJobs(batch: readonly NewJob[]): PreparedJob[] {
  let last: PreparedJob | undefined;
  return batch.map((job) => {
    const payload = job.payloadText ?? jsonText(job.payload, `the payload of ${job.id}`);
    // Jobs of one call mostly share all that they are given: 1 µs a job to write it again.
    const given = last !== undefined && alike(last.job, job) ? last.given : givenOf(job);
    return (last = { job, payload, given });
  });
}

function alike(a: NewJob, b: NewJob): boolean {
  return a.unique === b.unique && sameButUnique(a, b);
}

/** @throws SkepError JOB_ID_TAKEN, JOB_EXISTS, which undo the transaction */
export function insertJobs(transaction: Transaction, batch: readonly PreparedJob[]): EnqueueReceipt[] {
  const receipts: EnqueueReceipt[] = [];
  for (let start = 0; start < batch.length; start += ROWS) {
    receipts.push(...insertChunk(transaction, batch.slice(start, start + ROWS)));
    reach('enqueue.midway');
  }
  return receipts;
}

function insertChunk(transaction: Transaction, chunk: readonly PreparedJob[]): EnqueueReceipt[] {
  return storeAll(transaction, chunk) ?? chunk.map((prepared) => insertOne(transaction, prepared));
}

/** In one statement, and one for their keys. @returns null, with nothing stored, where not all are new, they are too few for that, or a key may be held */
function storeAll(transaction: Transaction, chunk: readonly PreparedJob[]): EnqueueReceipt[] | null {
  if (chunk.length < ROWS) return null;
  const keys = keysIn(chunk, (job) => dueOf(job, transaction.now).runAt);
  if (!areFree(transaction, keys)) return null;
  const inTurn = chunk.some(hasTenant);
  const values: SqlValue[] = [];
  for (const prepared of chunk) values.push(...valuesOf(prepared, transaction.now, inTurn));
  const { many } = inTurn ? IN_TURN : PLAIN;
  // All or some: only when all rows are new is it known which they are.
  if (!isNew(transaction, chunk) || transaction.store.run(many, ...values) < ROWS) return null;
  takeKeys(transaction, keys);
  return chunk.map((prepared) => created(transaction, prepared));
}

/** Whether no id of the chunk is stored or comes twice. */
function isNew(transaction: Transaction, chunk: readonly PreparedJob[]): boolean {
  const ids = new Set(chunk.map(({ job }) => job.id));
  if (ids.size < chunk.length) return false;
  const places = chunk.map(() => '?').join(',');
  return transaction.store.get(`SELECT 1 FROM jobs WHERE id IN (${places}) LIMIT 1`, ...ids) === undefined;
}

/** Stores the job of an effect, unless there is one of its id or its key. @returns the task of one that has its id, when it is another */
export function meetJob(transaction: Transaction, prepared: PreparedJob): string | undefined {
  if (storeNew(transaction, prepared, false)) return undefined;
  const { id, task, schedule, workflow } = prepared.job;
  const other = String(transaction.store.get('SELECT task FROM jobs WHERE id = ?', id)?.[0]);
  // A tick's id is the schedule's, whatever task it has by now.
  if (schedule !== null) return undefined;
  // An item of a run is begun once: what has its id is not it, and does not lead back to the run.
  return other === task && (workflow ?? null) === null ? undefined : other;
}

/** As meetJob, of many. @returns those that were not stored, for a job of another task has their id */
export function meetJobs(
  transaction: Transaction,
  batch: readonly PreparedJob[],
): readonly { readonly job: NewJob; readonly other: string }[] {
  const taken: { job: NewJob; other: string }[] = [];
  for (let start = 0; start < batch.length; start += ROWS) {
    const chunk = batch.slice(start, start + ROWS);
    if (storeAll(transaction, chunk)) continue;
    for (const prepared of chunk) {
      const other = meetJob(transaction, prepared);
      if (other !== undefined) taken.push({ job: prepared.job, other });
    }
  }
  return taken;
}

/** @param refusable whether a key may refuse it @returns null where its id is stored */
function storeNew(transaction: Transaction, prepared: PreparedJob, refusable: boolean): EnqueueReceipt | null {
  const { store, now } = transaction;
  if (prepared.job.unique !== null) return storeKeyed(transaction, prepared, refusable);
  const inTurn = hasTenant(prepared);
  const { one } = inTurn ? IN_TURN : PLAIN;
  return store.run(one, ...valuesOf(prepared, now, inTurn)) === 1 ? created(transaction, prepared) : null;
}

/** Effects that were stored by a former version say nothing of it; '' stands for those without a tenant. */
function tenantOf({ job }: PreparedJob): string | null {
  return job.fairness === '' ? null : (job.fairness ?? null);
}

function hasTenant(prepared: PreparedJob): boolean {
  return tenantOf(prepared) !== null;
}

function storeKeyed(transaction: Transaction, prepared: PreparedJob, refusable: boolean): EnqueueReceipt | null {
  const { store, now } = transaction;
  const { job, payload } = prepared;
  const { unique } = job;
  if (unique === null || store.get('SELECT 1 FROM jobs WHERE id = ?', job.id) !== undefined) return null;
  const met = meetHolder(transaction, { job, payload, runAt: dueOf(job, now).runAt }, unique, refusable);
  if ('receipt' in met) return met.receipt;
  const placed = { ...prepared, job: { ...job, runAt: met.runAt } };
  const inTurn = hasTenant(prepared);
  store.run((inTurn ? IN_TURN : PLAIN).one, ...valuesOf(placed, now, inTurn));
  takeKey(transaction, unique, { id: job.id, runAt: met.runAt });
  return created(transaction, placed);
}

function insertOne(transaction: Transaction, prepared: PreparedJob): EnqueueReceipt {
  // The job of a tick cannot be refused.
  const fresh = storeNew(transaction, prepared, prepared.job.schedule === null);
  if (fresh) return fresh;
  const { store } = transaction;
  const { id } = prepared.job;
  const row = store.get('SELECT state, run_at, task FROM jobs WHERE id = ?', id);
  // A tick's id is the schedule's, whatever task it has by now.
  if (prepared.job.schedule === null && row?.[2] !== prepared.job.task) throw idTaken(id, String(row?.[2]));
  return { id, status: 'existing', state: stateOf(Number(row?.[0])), runAt: Number(row?.[1]) };
}

function created(transaction: Transaction, { job }: PreparedJob): EnqueueReceipt {
  const { state, runAt } = dueOf(job, transaction.now);
  transaction.moved(job.queue, null, state);
  for (const tag of new Set(job.tags)) {
    transaction.store.run('INSERT INTO tags (tag, seq) SELECT ?, seq FROM jobs WHERE id = ?', tag, job.id);
  }
  return { id: job.id, status: 'created', state, runAt };
}

function dueOf(job: NewJob, now: number): { state: 'available' | 'scheduled'; runAt: number } {
  const runAt = Math.max(now, job.runAt ?? now + job.delayMs);
  return { state: runAt > now ? 'scheduled' : 'available', runAt };
}

function valuesOf(prepared: PreparedJob, now: number, inTurn: boolean): SqlValue[] {
  const { job, payload, given } = prepared;
  const { state, runAt } = dueOf(job, now);
  return [
    job.id,
    job.queue,
    job.task,
    stateCode(state),
    job.priority,
    job.maxAttempts,
    runAt,
    now,
    job.expiresInMs === null ? null : now + job.expiresInMs,
    job.schedule?.name ?? null,
    payload,
    given,
    ...(inTurn ? [tenantOf(prepared)] : []),
  ];
}
