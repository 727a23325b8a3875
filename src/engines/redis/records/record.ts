/** The text form of a job (layout.ts says it line by line) read into a Job. */
import {
  type AttemptRecord,
  type BlockReason,
  DEFAULT_PRIORITY,
  type Given,
  type Job,
  type Hold,
  type JobError,
  jobOfParts,
  type LogLine,
  NO_WAITS,
  NOTHING_GIVEN,
  type Progress,
  waitsIn,
  wholeGiven,
} from '../../../core/index.ts';
import { holdOf, type ForeignTask } from '../../../engine/index.ts';
import type { Json } from '../../../foundation/index.ts';
import { APART_LINE } from '../apart.ts';
import { budgetText, FRESH, FRESH_LINES, HEAD_START, originText } from '../layout.ts';
import { beeMeta, beeTrace } from './bee-trace.ts';
import { type Head, type Lines, linesOf, readHead } from './record-text.ts';

/** What never changes after enqueue (line 2). In the text, absent means null, [] or {}. */
interface Meta {
  readonly given: Given;
  readonly task: string;
  /** Saved by plain bee-queue; the id in Redis is unique in its queue only. */
  readonly foreign: boolean;
}

interface WrittenMeta extends Partial<Given> {
  readonly task?: string;
  readonly foreign?: boolean;
}

/** What changes while it runs or waits (line 3). In the text, absent means null or []. */
interface Live {
  readonly blockedBy: BlockReason | null;
  readonly progress: Progress | null;
  readonly logs: readonly LogLine[];
  /** The bytes of the text behind the number, and its entries: see lua/_waits.lua. */
  readonly waits: readonly Json[];
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

/** When leases of that reserve began: milliseconds of the store's clock, with fractions. */
export function startOf({ token }: Pick<Running, 'token'>): number {
  if (token !== lastToken) {
    lastToken = token;
    lastStart = Number(token);
  }
  return lastStart;
}

/** Jobs that come together have the same token. */
let lastToken = '';
let lastStart = 0;

/** A record as read: the job, and the lines that a later record takes over unread. */
export interface Stored {
  readonly job: Job;
  /** Field of the jobs hash; the job's id, except for jobs of plain bee-queue. */
  readonly storedId: string;
  readonly seq: number;
  /** See Head. */
  readonly origin: string;
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
  /** 'REASON GATE' where a gate holds it. */
  readonly hold?: string;
  /** JSON of a payload that lies apart, or of what stands for it. */
  readonly apart?: string | undefined;
}

/** Ids of plain bee-queue count per queue; with the queue before them they are unique. No queue's name has a colon. */
export function foreignId(queue: string, storedId: string): string {
  return `${queue}:${storedId}`;
}

/** @throws SyntaxError for a text that is no record of anybody, and without a payload that lies apart */
export function readRecord(source: RecordSource): Stored {
  return source.text.startsWith(HEAD_START) ? readOwn(source) : readForeign(source);
}

const META_HEAD = '"meta":'.length;
const LIVE_HEAD = '"live":'.length;
const ERROR_HEAD = '"error":'.length;
const ATTEMPTS_HEAD = '"attempts":'.length;
const RESULT_HEAD = '"result":'.length;
const DATA_HEAD = '"data":'.length;
const NO_META: Meta = { given: NOTHING_GIVEN, task: '', foreign: false };
const NO_LIVE: Live = { blockedBy: null, progress: null, logs: [], waits: [] };

function readOwn(source: RecordSource): Stored {
  const lines = linesOf(source.text);
  const { meta, live, error, attempts, data } = lines;
  const head = readHead(source.text);
  const about = readMeta(meta);
  const job = makeJob(source, head, about, lines);
  const token = source.running?.token ?? '';
  // The very text of the record before, when it is the same: comparing it again costs nothing then.
  const line = withTask(lastMeta, about, source.foreign);
  return {
    job,
    storedId: source.storedId,
    seq: head.seq,
    origin: head.origin,
    token,
    native: true,
    meta: line,
    live,
    error,
    attempts,
    data,
  };
}

function payloadIn({ apart }: RecordSource, data: string): string {
  if (apart !== undefined) return apart;
  if (data === APART_LINE) throw new SyntaxError('the payload of the job is gone');
  return data.slice(DATA_HEAD, -1);
}

function makeJob(source: RecordSource, head: Head, about: Meta, lines: Lines): Job {
  const { queue, storedId, running, foreign, hold = '' } = source;
  const { task, maxAttempts } = withForeign(head, about, foreign);
  const alive = readLive(lines.live);
  const own = {
    id: about.foreign ? foreignId(queue, storedId) : storedId,
    task,
    queue,
    priority: head.priority,
    state: running ? 'running' : head.state,
    payload: JSON.parse(payloadIn(source, lines.data)) as Json,
    attempt: running ? head.attempt + 1 : head.attempt,
    maxAttempts,
    rescues: head.rescues,
    runAt: head.runAt,
    createdAt: head.createdAt,
    startedAt: running ? Math.floor(startOf(running)) : head.startedAt,
    finishedAt: head.finishedAt,
    expiresAt: head.expiresAt,
    hold: hold === '' ? null : heldBy(hold),
    waits: alive.waits.length === 0 ? NO_WAITS : waitsIn(JSON.stringify(alive.waits.slice(1)).slice(1, -1)),
    blockedBy: alive.blockedBy,
    progress: alive.progress,
    logs: alive.logs,
    result: lines.result === FRESH.result ? null : (JSON.parse(lines.result.slice(RESULT_HEAD, -1)) as Json),
    resultGone: null,
    error: lines.error === FRESH.error ? null : (JSON.parse(lines.error.slice(ERROR_HEAD, -1)) as JobError),
    attempts: lines.attempts === FRESH.attempts ? [] : readAttempts(lines.attempts.slice(ATTEMPTS_HEAD, -1)),
  };
  return jobOfParts(own, about.given);
}

/** A job of plain bee-queue that has no task yet gets the queue's; its own `retries` win over the task's attempts. */
function withForeign(head: Head, about: Meta, foreign: ForeignTask | null): Pick<Job, 'task' | 'maxAttempts'> {
  if (!foreign || about.task !== '') return { task: about.task, maxAttempts: head.maxAttempts };
  return { task: foreign.task, maxAttempts: head.maxAttempts > 1 ? head.maxAttempts : foreign.maxAttempts };
}

let lastMeta = '';
let lastAbout = NO_META;

/** Jobs that follow each other mostly have the same line 2. */
function readMeta(line: string): Meta {
  if (line !== lastMeta) {
    const { task = '', foreign = false, ...given } = JSON.parse(line.slice(META_HEAD, -1)) as WrittenMeta;
    lastAbout = { given: wholeGiven(given), task, foreign };
    lastMeta = line;
  }
  return lastAbout;
}

function readLive(line: string): Live {
  return line === FRESH.live ? NO_LIVE : { ...NO_LIVE, ...(JSON.parse(line.slice(LIVE_HEAD, -1)) as Partial<Live>) };
}

/** Line 2 as the next record has it: with the task that a job of plain bee-queue was given. */
function withTask(line: string, about: Meta, foreign: ForeignTask | null): string {
  if (about.task !== '' || !foreign) return line;
  return beeMeta(foreign.task, about.foreign, about.given);
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
  readonly options?: { readonly timestamp?: number; readonly retries?: number; readonly headers?: unknown };
}

/** Scores of jobs are microseconds, one further for each job: their order of creation is strict. */
export const PLACES_PER_MS = 1_000;

function readForeign({ queue, storedId, text, running, foreign }: RecordSource): Stored {
  const { data = null, options = {} } = JSON.parse(text) as BeeRecord;
  const createdAt = options.timestamp ?? 0;
  const maxAttempts = options.retries === undefined ? (foreign?.maxAttempts ?? 1) : options.retries + 1;
  const meta = beeMeta(foreign?.task ?? '', true, beeTrace(options.headers));
  const seq = createdAt * PLACES_PER_MS;
  const budget = { priority: DEFAULT_PRIORITY, attempt: 0, maxAttempts, rescues: 0 };
  const lines = [
    `${budgetText('available', budget)}${originText(seq, createdAt, null)} - ${createdAt} -",`,
    meta,
    FRESH_LINES,
    `"data":${JSON.stringify(data)}}`,
  ];
  return { ...readOwn({ queue, storedId, text: lines.join('\n'), running, foreign }), native: false };
}

/** @param held as lua/_gates.lua tells it: the instant of a rate or of the end of a hold, reason and name as the scripts have it, and why */
function heldBy(held: string): Hold {
  const [, until, told = held, why = ''] = /^(?:(\d+) )?([^\n]*)(?:\n(.*))?$/.exec(held) ?? [];
  const text = why === '' ? null : (JSON.parse(why) as string);
  const hold = holdOf(told, until === undefined ? null : Number(until), text);
  return { ...hold, name: JSON.parse(`"${hold.name}"`) as string };
}
