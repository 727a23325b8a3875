/** Jobs and schedules of another store, written as they are there. */
import { type Job, type JobState, mayLeave, waitsText } from '../../core/index.ts';
import { type RestoreReceipt, type ScheduleRow, STEP_BYTES } from '../../engine/index.ts';
import type { Transaction } from './committer.ts';
import { noteDeath } from './faults.ts';
import { givenOf, jsonText } from './rows.ts';
import { ROOM_AT_FIRST, stateCode } from './schema.ts';
import { sendSignal } from './signals.ts';
import type { SqlValue } from './store.ts';
import { takeKeyAgain } from './unique.ts';

type Write = <T>(work: (transaction: Transaction) => T) => Promise<T>;

const JOBS_PER_STEP = 500;

const COLUMNS = [
  ...['id', 'queue', 'task', 'state', 'priority', 'attempt', 'max_attempts', 'rescues', 'run_at', 'created_at'],
  ...['started_at', 'finished_at', 'expires_at', 'schedule', 'blocked_by', 'payload', 'given', 'progress', 'logs'],
  ...['error', 'attempts', 'waits', 'fair'],
];
const INSERT = `INSERT INTO jobs (${COLUMNS.join(', ')}, room)
  VALUES (${COLUMNS.map(() => '?').join(', ')}, zeroblob(${ROOM_AT_FIRST})) ON CONFLICT (id) DO NOTHING`;

export async function restoreJobs(jobs: readonly Job[], write: Write): Promise<readonly RestoreReceipt[]> {
  const receipts: RestoreReceipt[] = [];
  while (receipts.length < jobs.length) {
    const rest = jobs.slice(receipts.length, receipts.length + JOBS_PER_STEP);
    receipts.push(...(await write((transaction) => restoreSome(transaction, rest))));
  }
  return receipts;
}

/** Of the first ones as many as fit into a step, one at least. */
function restoreSome(transaction: Transaction, jobs: readonly Job[]): readonly RestoreReceipt[] {
  const receipts: RestoreReceipt[] = [];
  let bytes = STEP_BYTES;
  for (const job of jobs) {
    if (bytes <= 0) break;
    const payload = jsonText(job.payload, `the payload of ${job.id}`);
    receipts.push({ id: job.id, status: isRestored(job.state) ? restoreOne(transaction, job, payload) : 'refused' });
    bytes -= payload.length;
  }
  return receipts;
}

function isRestored(state: JobState): boolean {
  return state === 'dead' || mayLeave('move', state);
}

function restoreOne(transaction: Transaction, job: Job, payload: string): RestoreReceipt['status'] {
  const { store } = transaction;
  if (store.run(INSERT, ...valuesOf(job, payload)) === 0) return 'existing';
  const seq = Number(store.get('SELECT seq FROM jobs WHERE id = ?', job.id)?.[0]);
  transaction.moved(job.queue, null, job.state);
  for (const tag of new Set(job.tags)) store.run('INSERT INTO tags (tag, seq) VALUES (?, ?)', tag, seq);
  if (job.state !== 'dead') takeKeyAgain(transaction, { seq, id: job.id });
  else if (job.error !== null) {
    const { queue, task, error, finishedAt } = job;
    noteDeath(transaction, { seq, queue, task, error, ...(finishedAt === null ? {} : { at: finishedAt }) });
  }
  return 'done';
}

function valuesOf(job: Job, payload: string): SqlValue[] {
  const json = (value: unknown, isNone: boolean): string | null => (isNone ? null : JSON.stringify(value));
  return [
    ...[job.id, job.queue, job.task, stateCode(job.state), job.priority, job.attempt, job.maxAttempts, job.rescues],
    ...[job.runAt, job.createdAt, job.startedAt, job.finishedAt, job.expiresAt],
    job.schedule?.name ?? null,
    job.blockedBy,
    payload,
    givenOf(job),
    json(job.progress, job.progress === null),
    json(job.logs, job.logs.length === 0),
    json(job.error, job.error === null),
    json(job.attempts, job.attempts.length === 0),
    job.waits.length === 0 ? null : waitsText(job.waits),
    job.fairness,
  ];
}

export function restoreSchedules(transaction: Transaction, rows: readonly ScheduleRow[]): readonly string[] {
  const { store } = transaction;
  const stored = rows.filter(
    (row) =>
      store.run(
        `INSERT OR IGNORE INTO schedules (name, spec, cursor_at, activated_at, paused, last_tick_at, last_job_id, set_back, pause, runs)
         VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
        ...[row.name, row.spec, row.cursorAt, row.activatedAt, row.paused ? 1 : 0, row.lastTickAt, row.lastJobId],
        ...[row.setBack, row.pause === null ? null : JSON.stringify(row.pause), row.runs],
      ) === 1,
  );
  if (stored.length > 0) sendSignal(transaction, { type: 'controls-changed', owner: null, ids: null });
  return stored.map(({ name }) => name);
}
