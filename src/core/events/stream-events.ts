/**
 * What is told of the lifecycle to whoever follows the store from outside: which thing changed, and what it is now. Thin on purpose: neither
 * payload nor result nor log line is in it. Whoever wants to see more asks for the thing, and is shown what he may see.
 */
import { type Clock, cutText } from '../../foundation/index.ts';
import type { JobRef, LifecycleEvent, LifecycleEventType } from './events.ts';
import type { JobError, Progress } from '../job.ts';

export const TOPICS = ['jobs', 'runs', 'queues', 'schedules', 'workers', 'alerts', 'manifest'] as const;
export type Topic = (typeof TOPICS)[number];

/** An event before it is stamped. What it has beside these stands in docs/events.md, by its type. */
export interface UnstampedEvent {
  readonly type: string;
  /** Absent of `reset` alone. */
  readonly topic?: Topic;
  readonly job?: string;
  readonly task?: string;
  readonly queue?: string;
  /** What the job, run or step is in now. */
  readonly state?: string;
  readonly run?: string;
  readonly workflow?: string | null;
  readonly step?: string;
  readonly schedule?: string;
  readonly [particular: string]: unknown;
}

/** One event as it lies in the feed and is given out. */
export interface StreamEvent extends UnstampedEvent {
  /** ISO 8601: when the process that tells it learned of it. */
  readonly at: string;
}

/** Something is missing: whoever shows things asks for them anew. It stands in no topic. */
export const RESET = 'reset';
/** So many jobs of a task changed that they are not told one by one. */
export const MANY = 'jobs.many';

/** Longest text of an error or of a handler's progress in an event; the job has it whole. */
const TEXT_MAX = 300;

type Told<Type extends LifecycleEventType> = (
  event: Extract<LifecycleEvent, { readonly type: Type }>,
  now: number,
) => UnstampedEvent | null;

/** null: nothing that is shown changes by it, or another event tells the same. */
const TOLD: { readonly [Type in LifecycleEventType]: Told<Type> | null } = {
  'job.enqueued': ({ job, runAt, created }, now) =>
    created ? { runAt: iso(runAt), ...ofJob('job.enqueued', job, runAt > now ? 'scheduled' : 'available') } : null,
  'job.promoted': ({ queue, count }) => ({ type: 'queue.promoted', topic: 'queues', queue, count }),
  'attempt.started': ({ job, attempt }) => ({ attempt, ...ofJob('job.started', job, 'running') }),
  'attempt.progress': null,
  'attempt.noted': ({ job, progress, lines }) => ({
    ...(progress !== null && { progress: progressOf(progress) }),
    lines,
    ...ofJob('job.progress', job, 'running'),
  }),
  'attempt.failed': ({ job, attempt, maxAttempts, error, willRetry, retryAt, durationMs }) =>
    willRetry
      ? {
          attempt,
          maxAttempts,
          durationMs,
          error: errorOf(error),
          runAt: iso(retryAt),
          ...ofJob('job.retryable', job, 'retryable'),
        }
      : null,
  'attempt.ended': null,
  'job.completed': ({ job, attempt, durationMs }) => ({
    attempt,
    durationMs,
    ...ofJob('job.completed', job, 'completed'),
  }),
  'job.retryable': null,
  'job.snoozed': ({ job, runAt, durationMs }) => ({
    durationMs,
    runAt: iso(runAt),
    ...ofJob('job.snoozed', job, 'scheduled'),
  }),
  'job.released': ({ job }) => ofJob('job.released', job, 'available'),
  'job.blocked': ({ job, reason }) => ({ reason, ...ofJob('job.blocked', job, 'blocked') }),
  'job.dead': ({ job, attempt, error, durationMs }) => ({
    attempt,
    durationMs,
    error: errorOf(error),
    ...ofJob('job.dead', job, 'dead'),
  }),
  'job.cancelled': ({ job }) => ofJob('job.cancelled', job, 'cancelled'),
  'job.retried': ({ id, task, queue }) => ofJob('job.retried', { id, task, queue }, 'available'),
  'job.removed': ({ id, task, queue }) => ofJob('job.removed', { id, task, queue }),
  'job.revealed': null,
  'job.moved': ({ job, from }) => ({ from, ...ofJob('job.moved', job) }),
  'job.prioritized': ({ job, priority }) => ({ priority, ...ofJob('job.prioritized', job) }),
  'lease.expired': ({ job, rescues, dead }) => (dead ? null : { rescues, ...ofJob('job.rescued', job, 'available') }),
  'lease.lost': null,
  'handler.overrun': null,
  'handler.standstill': null,
  'hook.failed': null,
  'step.started': ({ runId, workflow, step, kind, total, dueAt }) => ({
    step,
    kind,
    total,
    dueAt: iso(dueAt),
    ...ofRun('step.started', runId, workflow, 'running'),
  }),
  'step.ended': ({ runId, workflow, step, kind, state, durationMs, failed, error }) => ({
    step,
    kind,
    durationMs,
    failed,
    ...(error !== null && { error: errorOf(error) }),
    ...ofRun('step.ended', runId, workflow, state),
  }),
  'run.started': ({ runId, workflow }) => ofRun('run.started', runId, workflow, 'running'),
  'run.completed': ({ runId, workflow, durationMs }) => ({
    durationMs,
    ...ofRun('run.completed', runId, workflow, 'completed'),
  }),
  'run.failed': ({ runId, workflow, durationMs, error }) => ({
    durationMs,
    ...(error !== null && { error: errorOf(error) }),
    ...ofRun('run.failed', runId, workflow, 'failed'),
  }),
  'run.cancelled': ({ runId, workflow, durationMs }) => ({
    durationMs,
    ...ofRun('run.cancelled', runId, workflow, 'cancelled'),
  }),
  'run.revealed': null,
  'schedule.ticked': ({ schedule, tickAt, jobId, latenessMs }) => ({
    ...{ type: 'schedule.ticked', topic: 'schedules', schedule, tickAt: iso(tickAt), made: jobId, latenessMs },
  }),
  'schedule.missed': ({ schedule, from, to }) => ({
    ...{ type: 'schedule.missed', topic: 'schedules', schedule, from: iso(from), to: iso(to) },
  }),
  'schedule.paused': ({ schedule, until = null, by = null }) => ({
    ...{ type: 'schedule.paused', topic: 'schedules', schedule, until: iso(until), by },
  }),
  'schedule.resumed': ({ schedule }) => ({ type: 'schedule.resumed', topic: 'schedules', schedule }),
  'queue.paused': ({ queue, until = null, by = null }) => ({
    ...{ type: 'queue.paused', topic: 'queues', queue, until: iso(until), by },
  }),
  'queue.resumed': ({ queue }) => ({ type: 'queue.resumed', topic: 'queues', queue }),
  'hold.set': ({ until, ...hold }) => ({ ...ofHold(hold), until: iso(until) }),
  'hold.removed': ofHold,
  'bucket.set': ({ bucket, by }) => ({ type: 'bucket.set', topic: 'queues', bucket, by }),
  'bucket.reset': ({ bucket, by }) => ({ type: 'bucket.reset', topic: 'queues', bucket, by }),
  'breaker.opened': ({ gate, until }) => ({ type: 'breaker.opened', topic: 'queues', gate, until: iso(until) }),
  'breaker.closed': ({ gate }) => ({ type: 'breaker.closed', topic: 'queues', gate }),
  'worker.joined': (about) => ofWorker(about),
  'worker.left': (about) => ofWorker(about),
  'alert.fired': ({ alert, since, subjects, message }) => ({
    ...{
      type: 'alert.fired',
      topic: 'alerts',
      alert,
      since: iso(since),
      subjects,
      message: cutText(message, TEXT_MAX),
    },
  }),
  'alert.recovered': ({ alert, since }) => ({ type: 'alert.recovered', topic: 'alerts', alert, since: iso(since) }),
  'manifest.applied': ({ revision, hash }) => ({ type: 'manifest.applied', topic: 'manifest', revision, hash }),
  'manifest.reverted': ({ revision, bad, why }) => ({
    type: 'manifest.reverted',
    topic: 'manifest',
    revision,
    bad,
    why,
  }),
  'manifest.refused': ({ problems }) => ({ type: 'manifest.refused', topic: 'manifest', problems }),
};

/** The types that somebody who follows hears of; no other has to be built for him. */
export const TOLD_TYPES = (Object.keys(TOLD) as LifecycleEventType[]).filter((type) => TOLD[type] !== null);

/**
 * @param now epoch ms
 * @returns what those who follow are told; null where that is nothing
 */
export function streamEventOf(event: LifecycleEvent, now: number): UnstampedEvent | null {
  const told = TOLD[event.type] as ((event: LifecycleEvent, now: number) => UnstampedEvent | null) | null;
  return told === null ? null : told(event, now);
}

/**
 * What comes as often as jobs do, where it is only counted: nothing is made of it for that.
 * @param clock asked only where the state depends on it
 * @returns the job and the state that streamEventOf would tell; null of all other events
 */
export function countedOf(
  event: LifecycleEvent,
  clock: Pick<Clock, 'now'>,
): { readonly job: JobRef; readonly state: string } | null {
  switch (event.type) {
    case 'attempt.started':
      return { job: event.job, state: 'running' };
    case 'job.completed':
      return { job: event.job, state: 'completed' };
    case 'job.enqueued':
      return event.created ? { job: event.job, state: event.runAt > clock.now() ? 'scheduled' : 'available' } : null;
    default:
      return null;
  }
}

/**
 * Told by whoever asked for it, when he has his answer: another process may have told before what became of it. Behind that it says
 * nothing.
 */
export function isBeginning({ type }: UnstampedEvent): boolean {
  return type === 'job.enqueued' || type === 'run.started';
}

/**
 * What an event is about. Of two about the same thing the newer one says all that the older one did, so that whoever tells
 * many at a time tells the newer one alone. null: nothing that it could stand for.
 */
export function subjectOf(event: UnstampedEvent): string | null {
  const { type, topic, job, run, step, queue, schedule } = event;
  if (job !== undefined) return `job ${job}`;
  if (run !== undefined) return step === undefined ? `run ${run}` : `step ${step} ${run}`;
  if (type === 'queue.promoted' || topic === 'schedules') return `${type} ${queue ?? schedule ?? ''}`;
  return null;
}

function ofJob(
  type: string,
  { id, task, queue }: { readonly id: string; readonly task: string; readonly queue: string },
  state?: string,
): UnstampedEvent {
  return { type, topic: 'jobs', job: id, task, queue, ...(state !== undefined && { state }) };
}

function ofRun(type: string, run: string, workflow: string | null, state: string): UnstampedEvent {
  return { type, topic: 'runs', run, workflow, state };
}

/** A hold may mean all tasks, or those of a pattern, and one queue or all. */
function ofHold({ type, hold, task, queue, by }: ToldHold): UnstampedEvent {
  const about = { ...(task !== null && { task }), ...(queue !== null && { queue }) };
  return { type, topic: 'queues', hold, ...about, by };
}

type ToldHold = Pick<
  Extract<LifecycleEvent, { readonly type: 'hold.set' | 'hold.removed' }>,
  'type' | 'hold' | 'task' | 'queue' | 'by'
>;

function ofWorker({ type, worker, host, pid }: { readonly type: string; worker: string; host: string; pid: number }) {
  return { type, topic: 'workers', worker, host, pid } as const;
}

function iso(instant: number | null): string | null {
  return instant === null || !Number.isFinite(instant) ? null : new Date(instant).toISOString();
}

function errorOf({ name, message, code }: JobError): { name: string; message: string; code: string | null } {
  return { name: cut(name), message: cut(message), code: code ?? null };
}

function progressOf({ done, total, message }: Progress): Omit<Progress, 'at'> {
  return { done, total, message: message === null ? null : cut(message) };
}

function cut(text: string): string {
  return text.length > TEXT_MAX ? `${cutText(text, TEXT_MAX)}…` : text;
}
