/** Rows of the file ↔ jobs. */
import {
  type AttemptRecord,
  type Job,
  type JobError,
  keptAttempts,
  type Progress,
  type ScheduleOrigin,
  type TimeoutLimits,
  unreadableError,
} from '../../core/index.ts';
import { type JobPart, LISTED_PART_BYTES, type ListedJob, type NewJob } from '../../engine/index.ts';
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

/** What a job has from the begin, in the order that `jobOf` reads it. */
const GIVEN_COLUMNS = [
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
];
/** Those of them that hold texts. */
const TEXTS: ReadonlySet<string> = new Set(['id', 'task', 'payload', 'given']);

/** The columns that make a Job. */
const COLUMNS = [
  ...GIVEN_COLUMNS.map((column) => (TEXTS.has(column) ? bytes(column) : column)),
  bytes('queue'),
  'state',
  'started_at',
  'finished_at',
  bytes('blocked_by'),
  bytes('progress'),
  bytes('logs'),
  bytes('result'),
  bytes('error'),
  bytes('attempts'),
  bytes('trace'),
  bytes(WORKER),
];
export const JOB_COLUMNS = COLUMNS.join(', ');

/** The parts that a list leaves out when they are large. `given` holds tags too and is looked at afterwards. */
const LISTED = ['payload', 'progress', 'logs', 'result', 'error', 'attempts'] as const satisfies readonly JobPart[];

function isLarge(column: string): string {
  return `octet_length(${column}) > ${LISTED_PART_BYTES}`;
}

/** As JOB_COLUMNS, without the parts that are large; then which of LISTED those are. What is left out is not even read. */
export const LISTED_COLUMNS = [
  ...COLUMNS.map((column) => {
    const part = LISTED.find((name) => column === bytes(name));
    return part === undefined ? column : `iif(${isLarge(part)}, NULL, ${column})`;
  }),
  ...LISTED.map(isLarge),
].join(', ');

/** Bytes of a row that a change of its state writes anew. */
export const ROW_BYTES = `octet_length(payload) + coalesce(octet_length(result), 0) + coalesce(octet_length(attempts), 0)
  + coalesce(octet_length(logs), 0)`;

/** The columns that make a Job that was never tried; the last one says that there is more. */
export const FRESH_COLUMNS = [
  ...GIVEN_COLUMNS,
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

/** What a reserve changes in a job. */
export interface Standing extends Pick<Job, 'queue' | 'state' | 'startedAt'> {
  /** 1 for an attempt that the row does not count yet. */
  readonly begun: 0 | 1;
}

/** @param row of JOB_COLUMNS */
function standingIn(row: Row): Standing {
  return { queue: text(row[12]), state: stateOf(number(row[13])), startedAt: instant(row[14]), begun: 0 };
}

/**
 * Field by field: with a spread in it the same object costs three times as much.
 * @param row of JOB_COLUMNS, or of FRESH_COLUMNS with the standing of a job that is just being reserved
 */
export function jobOf(row: Row, standing = standingIn(row)): Job {
  const given = parsed<Given>(row[11], {});
  return {
    id: text(row[1]),
    task: text(row[2]),
    queue: standing.queue,
    priority: number(row[3]),
    state: standing.state,
    payload: parsed<Json>(row[4], null),
    attempt: number(row[5]) + standing.begun,
    maxAttempts: number(row[6]),
    rescues: number(row[7]),
    runAt: number(row[8]),
    createdAt: number(row[9]),
    startedAt: standing.startedAt,
    finishedAt: instant(row[15]),
    expiresAt: instant(row[10]),
    timeout: given.timeout ?? null,
    tags: given.tags ?? [],
    headers: given.headers ?? {},
    traceparent: given.traceparent ?? null,
    tracestate: given.tracestate ?? null,
    manifestRevision: given.manifestRevision ?? null,
    schedule: given.schedule ?? null,
    parentId: given.parentId ?? null,
    blockedBy: text(row[16]) === 'task' ? 'task' : null,
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
  if ((row[23] ?? null) === null) return stored;
  const [traceId = '', spanId = ''] = row[22] === null ? [] : text(row[22]).split(' ');
  const record: AttemptRecord = {
    number: number(row[5]),
    worker: text(row[23]),
    startedAt: number(row[14]),
    finishedAt: number(row[15]),
    outcome: 'completed',
    error: null,
    traceId: traceId || null,
    spanId: spanId || null,
  };
  return keptAttempts([...stored, record]);
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
    return { ...jobOf(bare), error: unreadableError(error) };
  }
}

/** @param row of LISTED_COLUMNS */
export function listedJob(row: Row): ListedJob {
  const own = row.slice(0, COLUMNS.length);
  const omitted = LISTED.filter((_part, index) => row[COLUMNS.length + index] === 1);
  const job = shownJob(own);
  const bare = omitted.includes('attempts') ? { ...job, attempts: [] } : job;
  return withoutHeaders({ ...bare, omitted });
}

/** Of what was given only headers may be large. */
function withoutHeaders(job: ListedJob): ListedJob {
  if (Buffer.byteLength(JSON.stringify(job.headers)) <= LISTED_PART_BYTES) return job;
  return { ...job, headers: {}, omitted: [...job.omitted, 'headers'] };
}

/** Places in JOB_COLUMNS. */
const TEXTS_OF_JSON: ReadonlySet<number> = new Set([4, 11, 17, 18, 19, 20, 21]);
