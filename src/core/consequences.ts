/**
 * Consequences: what follows from the end of a job, or from an attempt that failed. They are stored with the end, in the step that stores it, as direct
 * effects or as entries of an outbox; nothing is done afterwards by a process that may die in between.
 *
 * Once per end: a job that is retried by a person and ends again has them again. A job that is removed or pruned does not
 * end, nor does one that nobody can read.
 */
import { iso, type Json } from '../foundation/index.ts';
import type { Consequence, Effect, EnqueueEffect, Job, JobError } from './job.ts';
import { type FollowedState, isFinished } from './states.ts';
import { fillTemplate } from './templates.ts';
import type { Run } from './workflow/run.ts';
import { hookedJob } from './workflow/run-hooks.ts';

/** @returns what follows from coming into that state, in order */
export function effectsOf(consequences: readonly Consequence[], state: FollowedState): readonly Effect[] {
  return consequences.filter(({ on }) => on.includes(state)).map(({ effect }) => effect);
}

/** Whether something may follow from coming into that state. */
export function isFollowed(state: Job['state']): state is FollowedState {
  return isFinished(state) || state === 'retryable';
}

/** What an effect is filled in with. */
export interface Cause {
  /** `running` for what is told when an attempt begins. */
  readonly state: FollowedState | 'running';
  readonly attempt: number;
  /** As it is stored a moment later; null where it is gone by then. */
  readonly job: Job | null;
}

/**
 * The effect as it is made. Of one job, state and attempt it is always the same id, so that it is one job however often it is made.
 * @param effect with `fill`, or one that comes back as it is
 */
export function filled(effect: EnqueueEffect, cause: Cause): EnqueueEffect {
  if (effect.fill !== true) return effect;
  const { job, kind } = effect;
  const scope = scopeOf(cause, job.parentId ?? '');
  return { kind, job: { ...job, id: `${job.id}.${cause.attempt}`, payload: fillTemplate(job.payload, scope) } };
}

/**
 * The same of an effect of a run's end: its templates read `run`, `input`, `result` and `error`, and its id stands behind that of the run.
 * @param now epoch milliseconds
 */
export function filledForRun(effect: EnqueueEffect, run: Run, now: number): EnqueueEffect {
  if (effect.fill !== true) return effect;
  const { id, workflow, state, input, result, error, createdAt } = run;
  const about = { id, workflow, state, createdAt: iso(createdAt), finishedAt: iso(now) };
  const told = error && { name: error.name, message: error.message, code: error.code };
  const payload = fillTemplate(effect.job.payload, { run: about, input, result, error: told });
  const job = hookedJob(effect.job, id, run);
  return { kind: effect.kind, job: { ...job, id: `${job.id}.${now}`, payload } };
}

/** What such templates read: `job`, `result`, `error`, `nextAt`. A job that has gone on keeps what it was, as far as it is known. */
export function scopeOf(cause: Cause, id: string): Readonly<Record<string, Json>> {
  const { job, state, attempt } = cause;
  if (job === null) return { job: { id, state, attempt }, result: null, error: null, nextAt: null };
  const still = job.state === state && job.attempt === attempt;
  const error = state === 'running' ? null : errorOf(job, cause);
  return {
    job: aboutJob(job, state, attempt),
    result: still && state === 'completed' ? job.result : null,
    error: error && { name: error.name, message: error.message, code: error.code },
    nextAt: still && state === 'retryable' ? iso(job.runAt) : null,
  };
}

/** Of that attempt, though the job may have gone on. */
function errorOf(job: Job, { state, attempt }: Cause): JobError | null {
  if (job.state === state && job.attempt === attempt) return job.error;
  return job.attempts.find(({ number }) => number === attempt)?.error ?? null;
}

function aboutJob(job: Job, state: string, attempt: number): Json {
  const { id, task, queue, maxAttempts, payload, tags, headers, createdAt, startedAt, finishedAt } = job;
  return {
    ...{ id, task, queue, state, attempt, maxAttempts, payload, tags, headers },
    createdAt: iso(createdAt),
    startedAt: startedAt === null ? null : iso(startedAt),
    finishedAt: finishedAt === null ? null : iso(finishedAt),
  };
}
