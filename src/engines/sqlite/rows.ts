/** Rows of the file ↔ jobs. */
import {
  type AttemptRecord,
  BLOCK_REASONS,
  type Given,
  givenText,
  type Hold,
  type Job,
  type JobError,
  jobOfParts,
  keptAttempts,
  NOTHING_GIVEN,
  type Progress,
  unreadableError,
  waitsIn,
  wholeGiven,
} from '../../core/index.ts';
import { holdOf, type JobPart, LISTED_PART_BYTES, type ListedJob } from '../../engine/index.ts';
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

const HOLD_GATE = `substr(hold, instr(hold, ' ') + 1)`;
const HOLD_UNTIL = `iif(hold IS NULL, NULL, coalesce((SELECT until FROM holds WHERE gate = ${HOLD_GATE}), (SELECT due FROM rates WHERE gate = ${HOLD_GATE})))`;
const HOLD_TEXT = `iif(hold IS NULL, NULL, (SELECT spec ->> '$.text' FROM holds WHERE gate = ${HOLD_GATE}))`;

/** What a job has from the begin. */
const FIRST_COLUMNS = {
  seq: 'seq',
  id: 'id',
  task: 'task',
  priority: 'priority',
  payload: 'payload',
  attempt: 'attempt',
  max_attempts: 'max_attempts',
  rescues: 'rescues',
  run_at: 'run_at',
  created_at: 'created_at',
  expires_at: 'expires_at',
  given: 'given',
} as const;

/** The columns that make a Job, by the names under which a row's values are looked up (AT). */
const COLUMNS = {
  ...FIRST_COLUMNS,
  id: bytes('id'),
  task: bytes('task'),
  payload: bytes('payload'),
  given: bytes('given'),
  queue: bytes('queue'),
  state: 'state',
  started_at: 'started_at',
  finished_at: 'finished_at',
  hold: bytes('hold'),
  blocked_by: bytes('blocked_by'),
  progress: bytes('progress'),
  logs: bytes('logs'),
  result: bytes('result'),
  error: bytes('error'),
  attempts: bytes('attempts'),
  trace: bytes('trace'),
  worker: bytes(WORKER),
  waits: bytes('waits'),
  hold_until: HOLD_UNTIL,
  hold_text: HOLD_TEXT,
};
type Column = keyof typeof COLUMNS;
const NAMES = Object.keys(COLUMNS) as readonly Column[];
export const JOB_COLUMNS = Object.values(COLUMNS).join(', ');

/** The place of each column in a row of JOB_COLUMNS; those of FIRST_COLUMNS have the same in one of FRESH_COLUMNS. */
export const AT = Object.fromEntries(NAMES.map((name, index) => [name, index])) as Readonly<Record<Column, number>>;

/** The parts that a list leaves out when they are large. `given` holds tags too and is looked at afterwards. */
const LISTED = ['payload', 'progress', 'logs', 'result', 'error', 'attempts'] as const satisfies readonly JobPart[];

function isLarge(column: string): string {
  return `octet_length(${column}) > ${LISTED_PART_BYTES}`;
}

/** As JOB_COLUMNS, without the parts that are large; then which of LISTED those are. What is left out is not even read. */
export const LISTED_COLUMNS = [
  ...NAMES.map((name) => {
    const part = LISTED.find((one) => one === name);
    return part === undefined ? COLUMNS[name] : `iif(${isLarge(part)}, NULL, ${COLUMNS[name]})`;
  }),
  ...LISTED.map(isLarge),
].join(', ');

/** Bytes of a row that a change of its state writes anew. */
export const ROW_BYTES = `octet_length(payload) + coalesce(octet_length(result), 0) + coalesce(octet_length(attempts), 0)
  + coalesce(octet_length(logs), 0) + coalesce(octet_length(given), 0)`;

/** The columns that make a Job that was never tried; the last one, at MORE, says that there is more. */
export const FRESH_COLUMNS = [
  ...Object.values(FIRST_COLUMNS),
  'coalesce(blocked_by, progress, logs, result, error, attempts, waits) IS NOT NULL',
].join(', ');
export const MORE = Object.keys(FIRST_COLUMNS).length;

/** What the job was given; NULL when that is nothing. */
export function givenOf(job: Given): string | null {
  const text = givenText(job);
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
  return {
    queue: text(row[AT.queue]),
    state: stateOf(number(row[AT.state])),
    startedAt: instant(row[AT.started_at]),
    begun: 0,
  };
}

/** @param row of JOB_COLUMNS, or of FRESH_COLUMNS with the standing of a job that is just being reserved */
export function jobOf(row: Row, standing = standingIn(row)): Job {
  const own = {
    id: text(row[AT.id]),
    task: text(row[AT.task]),
    queue: standing.queue,
    priority: number(row[AT.priority]),
    state: standing.state,
    payload: parsed<Json>(row[AT.payload], null),
    attempt: number(row[AT.attempt]) + standing.begun,
    maxAttempts: number(row[AT.max_attempts]),
    rescues: number(row[AT.rescues]),
    runAt: number(row[AT.run_at]),
    createdAt: number(row[AT.created_at]),
    startedAt: standing.startedAt,
    finishedAt: instant(row[AT.finished_at]),
    expiresAt: instant(row[AT.expires_at]),
    hold: holdIn(row),
    waits: waitsIn((row[AT.waits] ?? null) === null ? null : text(row[AT.waits])),
    blockedBy: BLOCK_REASONS.find((reason) => reason === text(row[AT.blocked_by])) ?? null,
    progress: parsed<Progress | null>(row[AT.progress], null),
    logs: parsed(row[AT.logs], []),
    result: parsed<Json>(row[AT.result], null),
    resultGone: null,
    error: parsed<JobError | null>(row[AT.error], null),
    attempts: attemptsOf(row),
  };
  return jobOfParts(own, givenIn(row[AT.given]));
}

function holdIn(row: Row): Hold | null {
  if ((row[AT.hold] ?? null) === null) return null;
  const why = row[AT.hold_text] ?? null;
  return holdOf(text(row[AT.hold]), instant(row[AT.hold_until]), why === null ? null : text(why));
}

function givenIn(value: Stored): Given {
  return (value ?? null) === null ? NOTHING_GIVEN : wholeGiven(parsed<Partial<Given>>(value, {}));
}

/** The attempt that completed has no record of its own, see LEAN_COMPLETION in migrations.ts. */
function attemptsOf(row: Row): readonly AttemptRecord[] {
  const stored = parsed<readonly AttemptRecord[]>(row[AT.attempts], []);
  if ((row[AT.worker] ?? null) === null) return stored;
  const trace = row[AT.trace] ?? null;
  const [traceId = '', spanId = ''] = trace === null ? [] : text(trace).split(' ');
  const record: AttemptRecord = {
    number: number(row[AT.attempt]),
    worker: text(row[AT.worker]),
    startedAt: number(row[AT.started_at]),
    finishedAt: number(row[AT.finished_at]),
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
  const own = row.slice(0, NAMES.length);
  const omitted = LISTED.filter((_part, index) => row[NAMES.length + index] === 1);
  const job = shownJob(own);
  const bare = omitted.includes('attempts') ? { ...job, attempts: [] } : job;
  return withoutHeaders({ ...bare, omitted });
}

/** Of what was given only headers may be large. */
function withoutHeaders(job: ListedJob): ListedJob {
  if (Buffer.byteLength(JSON.stringify(job.headers)) <= LISTED_PART_BYTES) return job;
  return { ...job, headers: {}, omitted: [...job.omitted, 'headers'] };
}

const TEXTS_OF_JSON: ReadonlySet<number> = new Set(
  (['payload', 'given', 'progress', 'logs', 'result', 'error', 'attempts'] as const).map((name) => AT[name]),
);
