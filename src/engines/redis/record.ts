/** The text form of a job (lua/_record.lua says it line by line) read into a Job. */
import type {
  AttemptRecord,
  Job,
  JobError,
  JobState,
  LogLine,
  Progress,
  ScheduleOrigin,
  TimeoutLimits,
} from '../../core/index.ts';
import type { ForeignTask } from '../../engine/index.ts';
import type { Json } from '../../foundation/index.ts';

/** Letter of a state in a record's header. A running job's record says `a`: the active hash knows better. */
const STATE_OF: Readonly<Record<string, JobState>> = {
  s: 'scheduled',
  b: 'blocked',
  a: 'available',
  r: 'retryable',
  R: 'running',
  c: 'completed',
  x: 'cancelled',
  d: 'dead',
};

/** @returns the state of a letter in a script's reply; null for '-' (gone) */
export function stateOf(letter: string): JobState | null {
  return STATE_OF[letter] ?? null;
}

/** What never changes after enqueue (line 2); absent means null, [] or {}. */
interface Meta {
  readonly task: string;
  /** Saved by plain bee-queue; the id in Redis is unique in its queue only. */
  readonly foreign?: boolean;
  readonly timeout?: TimeoutLimits;
  readonly tags?: readonly string[];
  readonly headers?: Readonly<Record<string, string>>;
  readonly traceparent?: string;
  readonly tracestate?: string;
  readonly manifestRevision?: number;
  readonly schedule?: ScheduleOrigin;
  readonly parentId?: string;
}

interface Live {
  readonly blockedBy?: 'task';
  readonly progress?: Progress;
  readonly logs?: readonly LogLine[];
}

/** An attempt as written: absent means null. */
interface WrittenAttempt extends Pick<AttemptRecord, 'number' | 'worker' | 'startedAt' | 'finishedAt' | 'outcome'> {
  readonly error?: JobError;
  readonly traceId?: string;
  readonly spanId?: string;
}

/** Who runs a job, by the store's account. */
export interface Running {
  readonly session: string;
  /** Of the reserve: the store's clock then, milliseconds with three decimals. No two reserves have the same. */
  readonly token: string;
}

/** A record as read: the job, and the lines that a later record takes over unread. */
export interface Stored {
  readonly job: Job;
  /** Field of the jobs hash; the job's id, except for jobs of plain bee-queue. */
  readonly storedId: string;
  readonly seq: number;
  /** Of the lease; '' when it does not run. */
  readonly token: string;
  /** Line 7 is in the store as it is here: a new record may keep it there. */
  readonly native: boolean;
  readonly meta: string;
  readonly live: string;
  readonly error: string;
  readonly attempts: string;
  readonly data: string;
}

export interface RecordSource {
  readonly queue: string;
  readonly storedId: string;
  readonly text: string;
  readonly running: Running | null;
  readonly foreign: ForeignTask | null;
}

/** Ids of plain bee-queue count per queue; with the queue before them they are unique. No queue's name has a colon. */
export function foreignId(queue: string, storedId: string): string {
  return `${queue}:${storedId}`;
}

/** @throws SyntaxError for a text that is no record of anybody */
export function readRecord(source: RecordSource): Stored {
  return source.text.startsWith('{"skep":"') ? readOwn(source) : readForeign(source);
}

const META_HEAD = '"meta":'.length;
const LIVE_HEAD = '"live":'.length;
const ERROR_HEAD = '"error":'.length;
const ATTEMPTS_HEAD = '"attempts":'.length;
const RESULT_HEAD = '"result":'.length;
const DATA_HEAD = '"data":'.length;
const NO_LIVE: Live = {};
const NONE: readonly never[] = [];
const NO_HEADERS: Readonly<Record<string, string>> = {};

function readOwn({ queue, storedId, text, running, foreign }: RecordSource): Stored {
  const [head = '', meta = '', live = '', error = '', attempts = '', result = '', data = ''] = text.split('\n');
  const [state = '', priority, attempt, max, rescues, seq, created, expires, started, run, finished] = head
    .slice(9, head.indexOf('"', 9))
    .split(' ');
  const about = readMeta(meta);
  const alive = live === '"live":{},' ? NO_LIVE : (JSON.parse(live.slice(LIVE_HEAD, -1)) as Live);
  // No spread: V8 takes 25 µs to build an object of this size with one, and 0.1 µs without.
  const job: Job = {
    id: about.foreign ? foreignId(queue, storedId) : storedId,
    task: about.task === '' && foreign ? foreign.task : about.task,
    queue,
    priority: Number(priority),
    state: running ? 'running' : (STATE_OF[state] ?? 'available'),
    payload: JSON.parse(data.slice(DATA_HEAD, -1)) as Json,
    attempt: Number(attempt) + (running ? 1 : 0),
    maxAttempts: about.foreign && about.task === '' && foreign && Number(max) <= 1 ? foreign.maxAttempts : Number(max),
    rescues: Number(rescues),
    runAt: Number(run),
    createdAt: Number(created),
    startedAt: running ? Math.floor(Number(running.token)) : instant(started),
    finishedAt: instant(finished),
    expiresAt: instant(expires),
    timeout: about.timeout ?? null,
    tags: about.tags ?? NONE,
    headers: about.headers ?? NO_HEADERS,
    traceparent: about.traceparent ?? null,
    tracestate: about.tracestate ?? null,
    manifestRevision: about.manifestRevision ?? null,
    schedule: about.schedule ?? null,
    parentId: about.parentId ?? null,
    blockedBy: alive.blockedBy ?? null,
    progress: alive.progress ?? null,
    logs: alive.logs ?? NONE,
    result: result === '"result":null,' ? null : (JSON.parse(result.slice(RESULT_HEAD, -1)) as Json),
    error: error === '"error":null,' ? null : (JSON.parse(error.slice(ERROR_HEAD, -1)) as JobError),
    attempts: attempts === '"attempts":[],' ? NONE : readAttempts(attempts.slice(ATTEMPTS_HEAD, -1)),
  };
  const token = running?.token ?? '';
  return {
    job,
    storedId,
    seq: Number(seq),
    token,
    native: true,
    meta: withTask(meta, about, foreign),
    live,
    error,
    attempts,
    data,
  };
}

let lastMeta = '';
let lastAbout: Meta = { task: '' };

/** Jobs that follow each other mostly have the same line 2. */
function readMeta(line: string): Meta {
  if (line !== lastMeta) {
    lastAbout = JSON.parse(line.slice(META_HEAD, -1)) as Meta;
    lastMeta = line;
  }
  return lastAbout;
}

/** A job of plain bee-queue gets its task when it runs. */
function withTask(line: string, about: Meta, foreign: ForeignTask | null): string {
  return about.task === '' && foreign ? `"meta":${JSON.stringify({ ...about, task: foreign.task })},` : line;
}

function instant(text: string | undefined): number | null {
  return text === undefined || text === '-' ? null : Number(text);
}

function readAttempts(text: string): readonly AttemptRecord[] {
  return (JSON.parse(text) as WrittenAttempt[]).map((written) => ({
    ...written,
    error: written.error ?? null,
    traceId: written.traceId ?? null,
    spanId: written.spanId ?? null,
  }));
}

/** What bee-queue's Job#toData writes. */
interface BeeRecord {
  readonly data?: Json;
  readonly options?: { readonly timestamp?: number; readonly retries?: number };
}

/** Scores of jobs are microseconds, one further for each job: their order of creation is strict. */
export const PLACES_PER_MS = 1_000;

function readForeign({ queue, storedId, text, running, foreign }: RecordSource): Stored {
  const { data = null, options = {} } = JSON.parse(text) as BeeRecord;
  const createdAt = options.timestamp ?? 0;
  const maxAttempts = options.retries === undefined ? (foreign?.maxAttempts ?? 1) : options.retries + 1;
  const meta = JSON.stringify({ task: foreign?.task ?? '', foreign: true });
  const seq = createdAt * PLACES_PER_MS;
  const lines = [
    `{"skep":"a 5 0 ${maxAttempts} 0 ${seq} ${createdAt} - - ${createdAt} -",`,
    `"meta":${meta},`,
    '"live":{},',
    '"error":null,',
    '"attempts":[],',
    '"result":null,',
    `"data":${JSON.stringify(data)}}`,
  ];
  return { ...readOwn({ queue, storedId, text: lines.join('\n'), running, foreign }), native: false };
}
