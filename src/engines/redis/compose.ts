/** Jobs written as records: new ones, and what is noted while they run. layout.ts says the form. */
import {
  type BlockReason,
  type Given,
  givenText,
  type JobError,
  LOG_LINES_KEPT,
  type LogLine,
  type Progress,
  sameButUnique,
  sameShared,
  type Unique,
  type Wait,
  waitsText,
} from '../../core/index.ts';
import type { Json } from '../../foundation/index.ts';
import type { NewJob } from '../../engine/index.ts';
import { FRESH_LINES } from './layout.ts';
import type { Stored } from './records/record.ts';
import type { Ahead } from './runs/run-script.ts';
import type { ScriptArgument } from './scripts.ts';

/** Stands in the meta line of a template for what each of its jobs says alone (OWN of lua/_insert.lua): no JSON has it as it is. */
const HAS_OWN = '\u0002';

/** What the meta line of a step's job says of itself alone: it is last there. */
function ownText({ workflow, consequences }: NewJob): string {
  return `,"workflow":${JSON.stringify(workflow)},"consequences":${JSON.stringify(consequences)}`;
}

/** Line 2 without its sign; what is absent is left out: cjson would turn an empty array into an object. @param own stands at its end */
export function metaOf(job: Given & Pick<NewJob, 'task' | 'idChosen'>, own = ''): string {
  const given = givenText(job, own !== '');
  // Second: lua/_record.lua looks for it there.
  const chosen = job.idChosen ? ',"chosen":true' : '';
  return `{"task":${JSON.stringify(job.task)}${chosen}${given === '{}' ? '' : `,${given.slice(1, -1)}`}${own}}`;
}

/** What all but id, payload and key of a job say: jobs of one call mostly share it, so it travels once. */
function templateOf(job: NewJob, base: string, { far = false, own = false }: How): readonly ScriptArgument[] {
  const apart = !far;
  const indexes = [`task:${job.task}`, ...job.tags.map((tag) => `tag:${tag}`)];
  if (job.schedule) indexes.push(`schedule:${job.schedule.name}`);
  return [
    base,
    job.priority,
    job.maxAttempts,
    Math.max(0, Math.round(job.delayMs)),
    job.runAt === null ? '' : Math.round(job.runAt),
    job.expiresInMs === null ? '' : Math.round(job.expiresInMs),
    `\n"meta":${metaOf(apart ? withRoom(job) : job, own ? HAS_OWN : '')},\n${FRESH_LINES}\n"data":`,
    indexes.join('\n'),
    signOf(job, apart),
  ];
}

/** Whether its id was chosen, and the rule of its key. Without both it is '': lua/_insert-one.lua takes such jobs. */
function signOf({ idChosen, unique }: NewJob, apart: boolean): ScriptArgument {
  if (unique === null) return idChosen ? 1 : '';
  const { key, onConflict, forMs, maxMs } = unique;
  return `${idChosen ? 1 : 0} ${unique.while} ${onConflict} ${forMs ?? '-'} ${maxMs ?? '-'}${apart ? '' : ` ${inJson(key)}`}`;
}

function inJson(key: string): string {
  return JSON.stringify(key).slice(1, -1);
}

/** Where each job has its own key. */
function withRoom(job: NewJob): NewJob {
  return job.unique === null ? job : { ...job, unique: { ...job.unique, key: '' } };
}

/** Whether two jobs of one queue have the same template. */
function sameTemplate(a: NewJob, b: NewJob, { far = false, own = false }: How): boolean {
  const sameKey = far ? a.unique === b.unique : sameRule(a.unique, b.unique);
  return sameKey && sameInAll(a, b) && (own ? sameShared(a, b) : sameButUnique(a, b));
}

function sameRule(a: Unique | null, b: Unique | null): boolean {
  if (a === null || b === null) return a === b;
  return a.while === b.while && a.onConflict === b.onConflict && a.forMs === b.forMs && a.maxMs === b.maxMs;
}

function sameInAll(a: NewJob, b: NewJob): boolean {
  return (
    a.task === b.task &&
    a.priority === b.priority &&
    a.maxAttempts === b.maxAttempts &&
    a.delayMs === b.delayMs &&
    a.runAt === b.runAt &&
    a.expiresInMs === b.expiresInMs &&
    a.idChosen === b.idChosen
  );
}

export interface How {
  /** The script is given every payload, for it runs later, or elsewhere; and every key by a template, for lists of jobs are joined there. */
  readonly far?: boolean;
  /** All are of runs, and have no keys: what they say alone goes with the jobs, so that those of a step share a template. */
  readonly own?: boolean;
}

const NOTHING_ALONE: readonly string[] = [];

/** What stands behind all jobs for this one: what it says alone, or its own key. */
function aloneIn(job: NewJob, { far = false, own = false }: How): readonly string[] {
  if (own) return [ownText(job)];
  return far || job.unique === null ? NOTHING_ALONE : [inJson(job.unique.key)];
}

/** Jobs that go to one physical queue. */
export interface Parcel {
  /** Begin of the queue's keys. */
  readonly base: string;
  readonly jobs: readonly NewJob[];
}

export interface Insertion {
  readonly args: readonly ScriptArgument[];
  /** Large payloads that the script is not to be given, for it would read them several times over. */
  readonly ahead: readonly Ahead[];
  /** Number of each job's template, from 1. */
  readonly templates: readonly number[];
}

/**
 * Characters of a payload that goes ahead of the script: no fewer bytes than APART of lua/_record.lua. Only where the id is new for
 * certain: the payload of a job that is there already must stay.
 */
const AHEAD_FROM = 65_537;
/** In place of such a payload (AHEAD of lua/_record.lua): no JSON. */
const IS_AHEAD = '\r';

function goesAhead({ idChosen, unique }: NewJob, text: string): boolean {
  return text.length >= AHEAD_FROM && !idChosen && unique === null;
}

/**
 * ARGV of lua/_insert.lua: the id index, how many templates and jobs, the templates, then id, number of the template and
 * payload of each job; then the keys of jobs that have some.
 * @throws TypeError for a payload that is no JSON
 */
export function insertionOf(parcels: readonly Parcel[], ids: string, how: How = {}): Insertion {
  const { far = false } = how;
  const templates: ScriptArgument[] = [];
  const args: ScriptArgument[] = [];
  const ahead: Ahead[] = [];
  const numbers: number[] = [];
  const alone: string[] = [];
  let count = 0;
  for (const { base, jobs } of parcels) {
    let last: NewJob | undefined;
    for (const job of jobs) {
      if (last === undefined || !sameTemplate(last, job, how)) {
        count += 1;
        templates.push(...templateOf(job, base, how));
        last = job;
      }
      alone.push(...aloneIn(job, how));
      numbers.push(count);
      const text = job.payloadText ?? textOf(job.payload);
      if (!far && goesAhead(job, text)) {
        ahead.push([`${base}data`, job.id, text]);
        args.push(job.id, count, IS_AHEAD);
      } else args.push(job.id, count, text);
    }
  }
  return { args: [ids, count, numbers.length, ...templates].concat(args, alone), ahead, templates: numbers };
}

/** @throws TypeError for what JSON leaves out: the store would hold a record that nobody can read */
export function textOf(value: unknown): string {
  const text = JSON.stringify(value) as string | undefined;
  if (text === undefined) throw new TypeError(`${typeof value} is no JSON`);
  return text;
}

/** An error as JSON, as the scripts take it. */
export function composeError(error: JobError | null): string {
  return JSON.stringify(error);
}

export interface News {
  readonly progress: Progress | null;
  readonly logs: readonly LogLine[];
}

/** Line 3 with what is new. */
export function composeLive({ job }: Pick<Stored, 'job'>, news: News, blockedBy: BlockReason | null = null): string {
  const logs = [...job.logs, ...news.logs].slice(-LOG_LINES_KEPT);
  return `"live":${JSON.stringify({
    blockedBy: blockedBy ?? undefined,
    waits: job.waits.length > 0 ? liveWaits(job.waits) : undefined,
    progress: news.progress ?? job.progress ?? undefined,
    logs: logs.length > 0 ? logs : undefined,
  })},`;
}

/** With the bytes of its text in front, by which scripts find its end. */
function liveWaits(waits: readonly Wait[]): readonly Json[] {
  const text = waitsText(waits);
  return [Buffer.byteLength(text), ...(JSON.parse(`[${text}]`) as readonly Json[])];
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

/** The same as before these news, whatever came since. @param progress of then */
export function withoutNews(stored: Stored, news: News, progress: Progress | null): Stored {
  const job = {
    ...stored.job,
    progress: stored.job.progress === news.progress ? progress : stored.job.progress,
    logs: stored.job.logs.filter((line) => !news.logs.includes(line)),
  };
  return { ...stored, job, live: composeLive({ job }, NO_NEWS) };
}

const NO_NEWS: News = { progress: null, logs: [] };
