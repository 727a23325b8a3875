/** Jobs written as records: new ones, and those that an outcome changes. lua/_record.lua says the form. */
import {
  ATTEMPTS_KEPT,
  type JobError,
  LOG_LINES_KEPT,
  type LogLine,
  type Outcome,
  type Progress,
} from '../../core/index.ts';
import { ATTEMPT_OUTCOME_OF, type NewJob, type Settlement } from '../../engine/index.ts';
import type { Stored } from './record.ts';
import type { ScriptArgument } from './scripts.ts';

/** Absent means null, [] or {}: cjson would turn an empty array into an object, and most jobs have none of these. */
function composeMeta(job: NewJob): string {
  return JSON.stringify({
    task: job.task,
    // Second: lua/_record.lua looks for it there.
    chosen: job.idChosen || undefined,
    timeout: job.timeout ?? undefined,
    tags: job.tags.length > 0 ? job.tags : undefined,
    headers: hasNone(job.headers) ? undefined : job.headers,
    traceparent: job.traceparent ?? undefined,
    tracestate: job.tracestate ?? undefined,
    manifestRevision: job.manifestRevision ?? undefined,
    schedule: job.schedule ?? undefined,
    parentId: job.parentId ?? undefined,
  });
}

function hasNone(headers: NewJob['headers']): boolean {
  for (const name in headers) if (Object.hasOwn(headers, name)) return false;
  return true;
}

/** What all but id and payload of a job say: jobs of one call mostly share it, so it travels once. */
function templateOf(job: NewJob, base: string): readonly ScriptArgument[] {
  const indexes = [`task:${job.task}`, ...job.tags.map((tag) => `tag:${tag}`)];
  if (job.schedule) indexes.push(`schedule:${job.schedule.name}`);
  return [
    base,
    job.priority,
    job.maxAttempts,
    Math.max(0, Math.round(job.delayMs)),
    job.runAt === null ? '' : Math.round(job.runAt),
    job.expiresInMs === null ? '' : Math.round(job.expiresInMs),
    `\n"meta":${composeMeta(job)},\n"live":{},\n"error":null,\n"attempts":[],\n"result":null,\n"data":`,
    indexes.join('\n'),
    job.idChosen ? 1 : '',
  ];
}

const SHARED = [
  'task',
  'idChosen',
  'priority',
  'maxAttempts',
  'delayMs',
  'runAt',
  'expiresInMs',
  'timeout',
  'traceparent',
  'tracestate',
  'manifestRevision',
  'schedule',
  'parentId',
] as const satisfies readonly (keyof NewJob)[];

/** Whether two jobs of one queue have the same template; empty tags and headers are equal, others when they are the same value. */
function sameTemplate(a: NewJob, b: NewJob): boolean {
  for (const field of SHARED) if (a[field] !== b[field]) return false;
  const sameTags = a.tags === b.tags || (a.tags.length === 0 && b.tags.length === 0);
  return sameTags && (a.headers === b.headers || (hasNone(a.headers) && hasNone(b.headers)));
}

/** Jobs that go to one physical queue. */
export interface Parcel {
  /** Begin of the queue's keys. */
  readonly base: string;
  readonly jobs: readonly NewJob[];
}

/**
 * ARGV of lua/_insert.lua: the id index, how many templates and jobs, the templates, then id, number of the template and
 * payload of each job.
 * @throws TypeError for a payload that is no JSON
 */
export function insertArguments(parcels: readonly Parcel[], ids: string): ScriptArgument[] {
  const templates: ScriptArgument[] = [];
  const args: ScriptArgument[] = [];
  let count = 0;
  let total = 0;
  for (const { base, jobs } of parcels) {
    let last: NewJob | undefined;
    total += jobs.length;
    for (const job of jobs) {
      if (last === undefined || !sameTemplate(last, job)) {
        count += 1;
        templates.push(...templateOf(job, base));
        last = job;
      }
      args.push(job.id, count, textOf(job.payload));
    }
  }
  return [ids, count, total, ...templates].concat(args);
}

/** Letter of the state that an outcome leads to; `a` for release. */
const CODE_OF: Readonly<Record<Outcome['kind'], string>> = {
  complete: 'c',
  retry: 'r',
  dead: 'd',
  snooze: 's',
  cancel: 'x',
  release: 'a',
  hold: 'b',
};
/** bee-queue's word in the record, for programs that read it. */
const STATUS_OF: Readonly<Record<Outcome['kind'], string>> = {
  complete: 'succeeded',
  retry: 'retrying',
  dead: 'failed',
  snooze: 'created',
  cancel: 'failed',
  release: 'created',
  hold: 'created',
};
/** Attempts that end in these are not counted (core/states.ts). */
const UNCOUNTED: ReadonlySet<Outcome['kind']> = new Set(['snooze', 'release', 'hold']);
/** A payload longer than this (UTF-16 units) stays in the store instead of travelling back with the outcome. */
const KEEP_DATA_OVER = 2048;
/** Sign for lua/settle.lua to put the stored line 7 here; JSON has no raw \r. */
const KEEP = '\r';

/** ARGV of one job for lua/settle.lua, added to `args`. */
export function addSettleArguments(args: ScriptArgument[], stored: Stored, settlement: Settlement): void {
  const { job } = stored;
  const { outcome } = settlement;
  const code = CODE_OF[outcome.kind];
  const attempt = UNCOUNTED.has(outcome.kind) ? job.attempt - 1 : job.attempt;
  const head = `{"skep":"${code} ${job.priority} ${attempt} ${job.maxAttempts} ${job.rescues} ${stored.seq} ${job.createdAt} ${job.expiresAt ?? '-'} ${job.startedAt ?? '-'} `;
  const due = 'delayMs' in outcome;
  const [body, rest] = composeEnd(stored, settlement);
  args.push(
    stored.storedId,
    stored.token,
    code,
    stored.seq,
    due ? head : `${head}${job.runAt} `,
    body,
    rest,
    extraOf(stored, outcome),
  );
}

/** What only some outcomes need: expiresAt or -, and the delay, priority or task. */
function extraOf({ job }: Stored, outcome: Outcome): string {
  const expires = job.expiresAt ?? '-';
  switch (outcome.kind) {
    case 'retry':
    case 'snooze':
      return `${expires} ${Math.max(0, Math.round(outcome.delayMs))}`;
    case 'release':
      return `${expires} ${job.priority}`;
    case 'hold':
      return `${expires} ${job.task}`;
    default:
      return '';
  }
}

/** From after FINISHED up to the attempt's finishedAt, and what follows it. */
function composeEnd(stored: Stored, settlement: Settlement): readonly [string, string] {
  const { job } = stored;
  const { outcome } = settlement;
  const keep = stored.native && stored.data.length > KEEP_DATA_OVER;
  const data = keep ? KEEP : stored.data;
  const front = `","status":"${STATUS_OF[outcome.kind]}","options":{"timestamp":${job.createdAt}},"progress":0,\n${stored.meta}\n${liveLine(stored, settlement)}\n${errorLine(stored, outcome)}\n`;
  const word = ATTEMPT_OUTCOME_OF[outcome.kind];
  if (word === null) return [`${front}${stored.attempts}\n"result":null,\n${data}`, ''];
  const key = `{"number":${job.attempt},"worker":"${settlement.lease.session}","startedAt":${job.startedAt ?? 0},"outcome":"${word}"`;
  const error = 'error' in outcome && outcome.error ? `,"error":${composeError(outcome.error)}` : '';
  const trace =
    settlement.traceId === null ? '' : `,"traceId":"${settlement.traceId}","spanId":"${settlement.spanId ?? ''}"`;
  const result = outcome.kind === 'complete' ? textOf(outcome.result) : 'null';
  return [
    `${front}"attempts":[${formerAttempts(stored)}${key}${error}${trace},"finishedAt":`,
    `}],\n"result":${result},\n${data}`,
  ];
}

/** @returns text in front of a further attempt, at most ATTEMPTS_KEPT - 1 of them */
function formerAttempts({ job, attempts }: Stored): string {
  if (job.attempts.length === 0) return '';
  if (job.attempts.length < ATTEMPTS_KEPT) return `${attempts.slice('"attempts":['.length, -2)},`;
  const written = JSON.parse(attempts.slice('"attempts":'.length, -1)) as readonly unknown[];
  return `${JSON.stringify(written.slice(1 - ATTEMPTS_KEPT)).slice(1, -1)},`;
}

function errorLine(stored: Stored, outcome: Outcome): string {
  if (outcome.kind === 'complete') return '"error":null,';
  return 'error' in outcome ? `"error":${composeError(outcome.error)},` : stored.error;
}

/** @throws TypeError for what JSON leaves out: the store would hold a record that nobody can read */
function textOf(value: unknown): string {
  const text = JSON.stringify(value) as string | undefined;
  if (text === undefined) throw new TypeError(`${typeof value} is no JSON`);
  return text;
}

/** An error as JSON, as the scripts take it. */
export function composeError(error: JobError | null): string {
  return JSON.stringify(error);
}

interface News {
  readonly progress: Progress | null;
  readonly logs: readonly LogLine[];
}

function liveLine(stored: Stored, { outcome, ...news }: Settlement): string {
  const blockedBy = outcome.kind === 'hold' ? outcome.reason : null;
  return news.progress === null && news.logs.length === 0 && blockedBy === null
    ? stored.live
    : composeLive(stored, news, blockedBy);
}

/** Line 3 with what is new. */
export function composeLive({ job }: Stored, news: News, blockedBy: 'task' | null = null): string {
  const logs = [...job.logs, ...news.logs].slice(-LOG_LINES_KEPT);
  return `"live":${JSON.stringify({
    blockedBy: blockedBy ?? undefined,
    progress: news.progress ?? job.progress ?? undefined,
    logs: logs.length > 0 ? logs : undefined,
  })},`;
}

/** The same record with a new line 3, as annotate has stored it. */
export function withNews(stored: Stored, news: News): Stored {
  const job = {
    ...stored.job,
    progress: news.progress ?? stored.job.progress,
    logs: [...stored.job.logs, ...news.logs].slice(-LOG_LINES_KEPT),
  };
  return { ...stored, job, live: composeLive(stored, news) };
}
