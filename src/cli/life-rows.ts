/**
 * The life of a job as rows of a waterfall: each wait by its reason, each attempt, with their true times. All of it is told
 * from the record of the job, so it needs no tracing and no backend.
 */
import type { AttemptView, JobView, RunView } from '../api/index.ts';
import { HOOK_HEADER } from '../core/index.ts';
import { faultText } from './fault-text.ts';
import { printable } from './terminal.ts';

export const ROW_KINDS = ['tick', 'job', 'wait', 'attempt', 'run', 'step'] as const;

export interface LifeRow {
  readonly kind: (typeof ROW_KINDS)[number];
  /** How far it is below the job that was asked for. */
  readonly depth: number;
  /** `wait.queue`, `attempt 1`, the name of a task, step or schedule. */
  readonly name: string;
  /** The job, or the run, that it is of. */
  readonly of: string;
  /** ISO 8601. */
  readonly from: string;
  /** null: it goes on. */
  readonly until: string | null;
  /** How it ended, or stands: a state or an outcome; null of a wait that is over. */
  readonly outcome: string | null;
  /** More in words: what held it, the error, whose child it is. */
  readonly note: string | null;
  /** The span of an attempt, where its trace was kept. */
  readonly traceId: string | null;
  readonly spanId: string | null;
}

/** @returns the row of the job, then those of its life, the oldest first */
export function lifeRows(job: JobView, depth: number): readonly LifeRow[] {
  const below = depth + 1;
  const parts = [...waitRows(job, below), ...heldRows(job, below), ...attemptRows(job, below)];
  return [...tickRows(job, depth), jobRow(job, depth), ...inOrder(parts)];
}

function inOrder(rows: readonly LifeRow[]): readonly LifeRow[] {
  return rows.toSorted((a, b) => Date.parse(a.from) - Date.parse(b.from) || endOf(a) - endOf(b));
}

function endOf({ until }: LifeRow): number {
  return until === null ? Infinity : Date.parse(until);
}

function jobRow(job: JobView, depth: number): LifeRow {
  const event = job.headers[HOOK_HEADER];
  const whose = job.parentId === null ? null : event === undefined ? 'made by it' : `on ${event}`;
  const { task: name, createdAt: from, finishedAt: until, state: outcome } = job;
  return { ...NO_SPAN, kind: 'job', depth, name, of: job.id, from, until, outcome, note: depth === 0 ? null : whose };
}

/** Planned for an instant and stored a little later, which is seen. */
function tickRows({ id, schedule, createdAt }: JobView, depth: number): readonly LifeRow[] {
  if (schedule === null) return [];
  const from = schedule.tickAt < createdAt ? schedule.tickAt : createdAt;
  const note = `planned for ${schedule.tickAt}`;
  return [
    { ...NO_SPAN, kind: 'tick', depth, name: schedule.name, of: id, from, until: createdAt, outcome: null, note },
  ];
}

function attemptRows(job: JobView, depth: number): readonly LifeRow[] {
  const ended = job.attempts.map((attempt): LifeRow => {
    const { number, startedAt: from, finishedAt: until, outcome, traceId, spanId } = attempt;
    const name = `attempt ${number}`;
    return { kind: 'attempt', depth, name, of: job.id, from, until, outcome, note: faultOf(attempt), traceId, spanId };
  });
  if (job.state !== 'running' || job.startedAt === null) return ended;
  const now = { of: job.id, from: job.startedAt, until: null, outcome: 'running', note: null };
  return [...ended, { ...NO_SPAN, kind: 'attempt', depth, name: `attempt ${job.attempt}`, ...now }];
}

function faultOf({ error }: AttemptView): string | null {
  return error && printable(faultText(error));
}

/** What lies between its creation, its attempts and now, or its end. */
function waitRows(job: JobView, depth: number): readonly LifeRow[] {
  const begins = [job.createdAt, ...job.attempts.map(({ finishedAt }) => finishedAt)];
  const ends: (string | null)[] = job.attempts.map(({ startedAt }) => startedAt);
  if (job.state === 'running') ends.push(job.startedAt);
  else if (!job.finished) ends.push(null);
  // One that never began was cancelled, or died of its expiry, while it waited.
  else if (ends.length === 0) ends.push(job.finishedAt);
  return ends.flatMap((until, index) => gapRows(job, { index, from: begins[index] ?? job.createdAt, until }, depth));
}

interface Gap {
  readonly index: number;
  readonly from: string;
  readonly until: string | null;
}

/**
 * The record keeps the instant at which its last attempt was due: of the gaps before, what came after a failure is told as
 * `wait.backoff` whole, another as `wait.start`.
 */
function gapRows(job: JobView, { index, from, until }: Gap, depth: number): readonly LifeRow[] {
  const before = job.attempts[index - 1]?.outcome;
  const first = before === 'failed' ? 'wait.backoff' : 'wait.delay';
  const attempts = job.attempts.length + (job.finished ? 0 : 1);
  const row = (name: string, since: string, end: string | null): readonly LifeRow[] => {
    if (end !== null && Date.parse(end) <= Date.parse(since)) return [];
    const outcome = end === null ? job.state : null;
    return [{ ...NO_SPAN, kind: 'wait', depth, name, of: job.id, from: since, until: end, outcome, note: null }];
  };
  if (index < attempts - 1) return row(before === 'failed' ? first : 'wait.start', from, until);
  const due = job.runAt > from ? job.runAt : from;
  if (isBeforeDue(job, due, until)) return row(first, from, until);
  return [...row(first, from, due), ...row('wait.queue', due, until)];
}

/** Whether the gap ends, or stands now, before the job was due. */
function isBeforeDue({ state }: JobView, due: string, until: string | null): boolean {
  return until === null ? state === 'scheduled' || state === 'retryable' : due > until;
}

function heldRows(job: JobView, depth: number): readonly LifeRow[] {
  return job.waits.map(({ reason, name, from, until }): LifeRow => {
    const end = until ?? job.finishedAt;
    const outcome = end === null ? 'held' : null;
    const note = `${reason} ${name}`;
    return { ...NO_SPAN, kind: 'wait', depth, name: 'wait.held', of: job.id, from, until: end, outcome, note };
  });
}

/**
 * A run with its steps; those of which nothing has begun have no time.
 * @param own the step of the job that was asked for; null: the run was
 */
export function runRows(run: RunView, own: string | null, depth: number): readonly LifeRow[] {
  const { id: of, workflow, createdAt: from, finishedAt: until, state: outcome } = run;
  const steps = run.steps.flatMap((step): readonly LifeRow[] => {
    if (step.startedAt === null) return [];
    const { name, startedAt, finishedAt, state, error, total } = step;
    const items = total > 1 ? `${total} items` : null;
    const words = [name === own ? 'this job' : null, items, error && printable(faultText(error))];
    const note = words.filter((word) => word !== null).join(', ') || null;
    const times = { from: startedAt, until: finishedAt, outcome: state };
    return [{ ...NO_SPAN, kind: 'step', depth: depth + 1, name, of, ...times, note }];
  });
  const head = { name: workflow ?? '(came with its call)', of, from, until, outcome, note: null };
  return [{ ...NO_SPAN, kind: 'run', depth, ...head }, ...inOrder(steps)];
}

const NO_SPAN = { traceId: null, spanId: null } as const;
