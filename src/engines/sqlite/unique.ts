/** Keys of jobs: who took each last; whether that job holds it still says its row, see engine/unique.ts. */
import {
  apply,
  beganAhead,
  givenText,
  holdsKey,
  type Job,
  type JobState,
  keyUntil,
  mayLeave,
  replacedStart,
  type Unique,
  waitsEnd,
} from '../../core/index.ts';
import { type EnqueueReceipt, jobExists, type NewJob } from '../../engine/index.ts';
import type { Transaction } from './committer.ts';
import { passTurnOn, turnOf } from './gates/gates.ts';
import { JOB_COLUMNS, shownJob } from './rows.ts';
import { letGoBy, stateCode, stateOf } from './schema.ts';
import type { Store } from './store.ts';

/** A new job with a key, and when it would start. */
export interface Newcomer {
  readonly job: NewJob;
  /** In JSON. */
  readonly payload: string;
  readonly runAt: number;
}

/** What becomes of a newcomer: another one is there, or it is stored and starts then. */
export type Met = { readonly receipt: EnqueueReceipt } | { readonly runAt: number };

interface Holder {
  readonly seq: number;
  readonly id: string;
  readonly state: JobState;
  readonly runAt: number;
  readonly createdAt: number;
  readonly until: number | null;
}

/** Keys that one step forgets. */
const FORGET_LIMIT = 1_000;

/** Whether any key is taken. */
export function anyKeys(store: Store): boolean {
  return store.get('SELECT 1 FROM uniques LIMIT 1') !== undefined;
}

function holderOf({ store, now }: Transaction, unique: Unique): Holder | null {
  const [seq, id, until = null] = store.get('SELECT seq, id, until FROM uniques WHERE key = ?', unique.key) ?? [];
  if (seq === undefined || (until !== null && Number(until) <= now)) return null;
  const entry = { seq: Number(seq), id: String(id), until: until === null ? null : Number(until) };
  const row = store.get('SELECT state, run_at, created_at FROM jobs WHERE seq = ?', entry.seq);
  if (row === undefined) {
    // A window outlives its job.
    const runAt = (entry.until ?? now) - (unique.forMs ?? 0);
    return unique.while === 'window' ? { state: 'completed', runAt, createdAt: runAt, ...entry } : null;
  }
  const state = stateOf(Number(row[0]));
  const runAt = Number(row[1]);
  return isHeldBy(unique, { state, runAt }, now) ? { ...entry, state, runAt, createdAt: Number(row[2]) } : null;
}

function isHeldBy(unique: Unique, { state, runAt }: Pick<Holder, 'state' | 'runAt'>, now: number): boolean {
  return holdsKey(unique, state) && !(unique.while === 'window' && beganAhead(state, runAt, now));
}

/**
 * To be called before it is stored; then takeKey.
 * @param refusable false where nobody could be told: it is kept out instead
 * @throws SkepError JOB_EXISTS, which undoes the transaction
 */
export function meetHolder(transaction: Transaction, comer: Newcomer, unique: Unique, refusable: boolean): Met {
  const holder = holderOf(transaction, unique);
  if (holder === null) return { runAt: comer.runAt };
  if (unique.onConflict === 'reject' && refusable) throw jobExists(comer.job.task, holder.id);
  if (unique.onConflict !== 'replace') return { receipt: receiptOf(holder) };
  if (mayLeave('replace', holder.state)) return { receipt: replaceJob(transaction, holder, comer, unique) };
  return { runAt: unique.while === 'window' ? Math.max(comer.runAt, holder.until ?? 0) : comer.runAt };
}

function receiptOf({ id, state, runAt }: Pick<Holder, 'id' | 'state' | 'runAt'>): EnqueueReceipt {
  return { id, status: 'existing', state, runAt };
}

function replaceJob(
  transaction: Transaction,
  { seq, createdAt }: Holder,
  comer: Newcomer,
  unique: Unique,
): EnqueueReceipt {
  const { store, now } = transaction;
  const { gates, care, expiresInMs } = comer.job;
  const before = shownJob(store.get(`SELECT ${JOB_COLUMNS} FROM jobs WHERE seq = ?`, seq) ?? []);
  const by = {
    ...{ payload: comer.job.payload, gates, care },
    expiresAt: expiresInMs === null ? null : now + expiresInMs,
    runAt: replacedStart(unique, comer.runAt, createdAt),
  };
  const after = apply(before, { name: 'replace', by }, now);
  const turn = turnOf(store, seq);
  store.run(
    'UPDATE jobs SET payload = ?, given = ?, state = ?, run_at = ?, expires_at = ? WHERE seq = ?',
    comer.payload,
    givenText(after),
    stateCode(after.state),
    after.runAt,
    after.expiresAt,
    seq,
  );
  if (after.hold !== before.hold) store.run(`UPDATE jobs SET ${letGoBy(2)} WHERE seq = ?1`, seq, waitsEnd(now));
  moved(transaction, before, after);
  if (after.state !== 'available') passTurnOn(transaction, turn);
  return receiptOf(after);
}

function moved(transaction: Transaction, before: Job, after: Job): void {
  if (before.state !== after.state) transaction.moved(before.queue, before.state, after.state);
  else if (before.hold !== null && after.hold === null) transaction.woken.add(before.queue);
}

/** A key, the job that is to have it, and when that is to start. */
interface Taking {
  readonly unique: Unique;
  readonly id: string;
  readonly runAt: number;
}

/** The keys of jobs; most have none. @param runAt when a job would start */
export function keysIn(batch: readonly { readonly job: NewJob }[], runAt: (job: NewJob) => number): readonly Taking[] {
  return batch.flatMap(({ job }) =>
    job.unique === null ? [] : [{ unique: job.unique, id: job.id, runAt: runAt(job) }],
  );
}

/** Whether nobody can have one of them, nor two of them be the same: no holder need be met then. */
export function areFree({ store }: Transaction, takings: readonly Taking[]): boolean {
  if (takings.length === 0) return true;
  const keys = new Set(takings.map(({ unique }) => unique.key));
  if (keys.size < takings.length) return false;
  const places = takings.map(() => '?').join(',');
  return store.get(`SELECT 1 FROM uniques WHERE key IN (${places}) LIMIT 1`, ...keys) === undefined;
}

/** To be called once its job is stored. */
export function takeKey(transaction: Transaction, unique: Unique, job: Omit<Taking, 'unique'>): void {
  takeKeys(transaction, [{ unique, ...job }]);
}

/** To be called once their jobs are stored. */
export function takeKeys({ store, now }: Transaction, takings: readonly Taking[]): void {
  if (takings.length === 0) return;
  const rows = takings.map(
    (_taking, n) => `(?${3 * n + 1}, (SELECT seq FROM jobs WHERE id = ?${3 * n + 2}), ?${3 * n + 2}, ?${3 * n + 3})`,
  );
  store.run(
    `INSERT OR REPLACE INTO uniques (key, seq, id, until) VALUES ${rows.join(',')}`,
    ...takings.flatMap(({ unique, id, runAt }) => [unique.key, id, keyUntil(unique, now, runAt)]),
  );
}

/**
 * A job that has ended is to come back. A window stops nobody, and is not begun anew.
 * @returns the id of the job that has its key; null where there is none: it has it now
 */
export function takeKeyAgain(
  transaction: Transaction,
  { seq, id }: { readonly seq: number; readonly id: string },
): string | null {
  const { store, now } = transaction;
  const [text] =
    store.get(`SELECT iif(json_valid(given), given ->> '$.unique', NULL) FROM jobs WHERE seq = ?`, seq) ?? [];
  if (typeof text !== 'string') return null;
  const unique = JSON.parse(text) as Unique;
  if (unique.while === 'window') return null;
  const holder = holderOf(transaction, unique);
  if (holder !== null) return holder.id;
  takeKey(transaction, unique, { id, runAt: now });
  return null;
}

/** To be called before its row goes. @param removed by a person: a window ends with its job then, and only then */
export function forgetKeyOf(store: Store, seq: number, removed: boolean): void {
  store.run(
    `DELETE FROM uniques WHERE seq = ?1 AND key = (
       SELECT iif(json_valid(given) AND (?2 OR given ->> '$.unique.while' <> 'window'), given ->> '$.unique.key', NULL)
       FROM jobs WHERE seq = ?1)`,
    seq,
    removed ? 1 : 0,
  );
}

/** Keys whose time is over lead nowhere; this is only for their room. */
export function forgetOverKeys({ store, now }: Transaction): void {
  store.run('DELETE FROM uniques WHERE key IN (SELECT key FROM uniques WHERE until <= ? LIMIT ?)', now, FORGET_LIMIT);
}
