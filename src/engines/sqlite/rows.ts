/** Rows of the file ↔ jobs. */
import {
  ATTEMPTS_KEPT,
  type AttemptRecord,
  type Job,
  type JobError,
  type Progress,
  type ScheduleOrigin,
  type TimeoutLimits,
} from '../../core/index.ts';
import type { NewJob } from '../../engine/index.ts';
import { type Json, messageOf, SkepError } from '../../foundation/index.ts';
import { stateCode, stateOf } from './schema.ts';
import type { Row, SqlValue } from './store.ts';

/**
 * Text comes as bytes: where a disk has damaged it so that it is no UTF-8, the driver ends the process (it panics)
 * instead of throwing.
 */
function bytes(expression: string): string {
  return `CAST(${expression} AS BLOB)`;
}

const WORKER = `iif(state = ${stateCode('completed')}, coalesce((SELECT id FROM sessions WHERE number = owner), 'process ' || owner), NULL)`;

/** The columns that make a Job, in the order that `jobOf` reads them. */
export const JOB_COLUMNS = [
  'seq',
  bytes('id'),
  bytes('task'),
  bytes('queue'),
  'priority',
  'state',
  bytes('payload'),
  'attempt',
  'max_attempts',
  'rescues',
  'run_at',
  'created_at',
  'started_at',
  'finished_at',
  'expires_at',
  bytes('given'),
  bytes('blocked_by'),
  bytes('progress'),
  bytes('logs'),
  bytes('result'),
  bytes('error'),
  bytes('attempts'),
  bytes('trace'),
  bytes(WORKER),
].join(', ');

/** What a job has that was never tried, in the order that `freshJobOf` reads it; the last one says that there is more. */
export const FRESH_COLUMNS = [
  'seq',
  'id',
  'task',
  'priority',
  'payload',
  'attempt',
  'max_attempts',
  'rescues',
  'run_at',
  'created_at',
  'expires_at',
  'given',
  'coalesce(blocked_by, progress, logs, result, error, attempts) IS NOT NULL',
].join(', ');

/** What is given at enqueue, never changes and is rarely there: one JSON column, NULL when all is absent. */
interface Given {
  readonly timeout?: TimeoutLimits;
  readonly tags?: readonly string[];
  readonly headers?: Readonly<Record<string, string>>;
  readonly traceparent?: string;
  readonly tracestate?: string;
  readonly manifestRevision?: number;
  readonly schedule?: ScheduleOrigin;
  readonly parentId?: string;
}

export function givenOf(job: NewJob): string | null {
  const given = {
    ...(job.timeout && { timeout: job.timeout }),
    ...(job.tags.length > 0 && { tags: job.tags }),
    ...(Object.keys(job.headers).length > 0 && { headers: job.headers }),
    ...(job.traceparent !== null && { traceparent: job.traceparent }),
    ...(job.tracestate !== null && { tracestate: job.tracestate }),
    ...(job.manifestRevision !== null && { manifestRevision: job.manifestRevision }),
    ...(job.schedule && { schedule: job.schedule }),
    ...(job.parentId !== null && { parentId: job.parentId }),
  } satisfies Given;
  const text = JSON.stringify(given);
  return text === '{}' ? null : text;
}

/** @throws SkepError PAYLOAD_NOT_JSON for a value that JSON cannot hold */
export function jsonText(value: Json, what: string): string {
  let text: string | undefined;
  let reason = 'it is undefined or a function';
  try {
    text = JSON.stringify(value);
  } catch (error) {
    reason = messageOf(error).split('\n', 1)[0] ?? '';
  }
  if (text === undefined) throw new SkepError('PAYLOAD_NOT_JSON', `${what} is no JSON: ${reason}`);
  return text;
}

const UTF8 = new TextDecoder('utf-8', { fatal: true });

/** @throws TypeError for bytes that are no UTF-8 */
export function textOf(value: Uint8Array): string {
  return UTF8.decode(value);
}

function parsed<T>(value: Stored, absent: T): T {
  if (value instanceof Uint8Array) return JSON.parse(textOf(value)) as T;
  return typeof value === 'string' ? (JSON.parse(value) as T) : absent;
}

type Stored = SqlValue | Uint8Array | undefined;

/** Of a name; what is no UTF-8 in it is shown as �. */
const text = (value: Stored): string => String(value);
const number = (value: Stored): number => Number(value);
const instant = (value: Stored): number | null => (typeof value === 'number' ? value : null);

/** @param row of JOB_COLUMNS */
export function jobOf(row: Row): Job {
  const given = parsed<Given>(row[15], {});
  return {
    id: text(row[1]),
    task: text(row[2]),
    queue: text(row[3]),
    priority: number(row[4]),
    state: stateOf(number(row[5])),
    payload: parsed<Json>(row[6], null),
    attempt: number(row[7]),
    maxAttempts: number(row[8]),
    rescues: number(row[9]),
    runAt: number(row[10]),
    createdAt: number(row[11]),
    startedAt: instant(row[12]),
    finishedAt: instant(row[13]),
    expiresAt: instant(row[14]),
    timeout: given.timeout ?? null,
    tags: given.tags ?? [],
    headers: given.headers ?? {},
    traceparent: given.traceparent ?? null,
    tracestate: given.tracestate ?? null,
    manifestRevision: given.manifestRevision ?? null,
    schedule: given.schedule ?? null,
    parentId: given.parentId ?? null,
    blockedBy: row[16] !== null && text(row[16]) === 'task' ? 'task' : null,
    progress: parsed<Progress | null>(row[17], null),
    logs: parsed(row[18], []),
    result: parsed<Json>(row[19], null),
    error: parsed<JobError | null>(row[20], null),
    attempts: attemptsOf(row),
  };
}

/** The attempt that completed has no record of its own, see LEAN_COMPLETION in schema.ts. */
function attemptsOf(row: Row): readonly AttemptRecord[] {
  const stored = parsed<readonly AttemptRecord[]>(row[21], []);
  if (row[23] === null) return stored;
  const [traceId = '', spanId = ''] = row[22] === null ? [] : text(row[22]).split(' ');
  const record: AttemptRecord = {
    number: number(row[7]),
    worker: text(row[23]),
    startedAt: number(row[12]),
    finishedAt: number(row[13]),
    outcome: 'completed',
    error: null,
    traceId: traceId || null,
    spanId: spanId || null,
  };
  return [...stored, record].slice(-ATTEMPTS_KEPT);
}

/** @param row of FRESH_COLUMNS, of a job that is just being reserved */
export function freshJobOf(row: readonly unknown[], reserved: { readonly queue: string; readonly now: number }): Job {
  const value = row as Row;
  const given = parsed<Given>(value[11], {});
  // Field by field: with a spread in it the same object costs three times as much.
  return {
    id: text(value[1]),
    task: text(value[2]),
    queue: reserved.queue,
    priority: number(value[3]),
    state: 'running',
    payload: parsed<Json>(value[4], null),
    attempt: number(value[5]) + 1,
    maxAttempts: number(value[6]),
    rescues: number(value[7]),
    runAt: number(value[8]),
    createdAt: number(value[9]),
    startedAt: reserved.now,
    finishedAt: null,
    expiresAt: instant(value[10]),
    timeout: given.timeout ?? null,
    tags: given.tags ?? [],
    headers: given.headers ?? {},
    traceparent: given.traceparent ?? null,
    tracestate: given.tracestate ?? null,
    manifestRevision: given.manifestRevision ?? null,
    schedule: given.schedule ?? null,
    parentId: given.parentId ?? null,
    blockedBy: null,
    progress: null,
    logs: [],
    result: null,
    error: null,
    attempts: [],
  };
}

/**
 * What can be shown of a row that jobOf cannot read: a disk or a stray hand has damaged it. Nobody runs such a job.
 * @param row of JOB_COLUMNS
 */
export function shownJob(row: Row): Job {
  try {
    return jobOf(row);
  } catch (error) {
    const bare = row.map((value, index) => (TEXTS_OF_JSON.has(index) ? null : value));
    return { ...jobOf(bare), error: unreadable(error) };
  }
}

/** Places in JOB_COLUMNS. */
const TEXTS_OF_JSON: ReadonlySet<number> = new Set([6, 15, 17, 18, 19, 20, 21]);

export function unreadable(why: unknown): JobError {
  const message = `the stored job cannot be read: ${messageOf(why)}`;
  return { name: 'SkepError', code: 'PAYLOAD_NOT_JSON', message, stack: null };
}
