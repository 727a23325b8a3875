/**
 * What each transition of states.ts makes of a whole job: the reference that every engine is held against
 * (test/conformance/agreement.ts compares whole jobs over random ways through it).
 *
 * Pure: the instant is given, and nothing is looked up. Whether a transition may happen, and who may bring it about, is
 * decided before (mayLeave, the fence of a lease).
 */
import { keptAttempts } from './attempts.ts';
import { fatal } from './errors/fingerprint.ts';
import { type AttemptRecord, type Job, type JobError, LOG_LINES_KEPT, type LogLine, type Progress } from './job.ts';
import { ATTEMPT_OUTCOME_OF, hasBegun, type Outcome, OUTCOME_ENDS } from './outcome.ts';
import { CRASHED_ERROR, EXPIRED_ERROR, FATAL_CRASH } from './errors/own-errors.ts';
import { seenAt } from './results.ts';
import { isFinished } from './states.ts';
import { type Hold, waitsHeld, waitsLetGo } from './waits.ts';

/** Something that happens to a stored job. */
export type Change =
  | { readonly name: 'promote' | 'unblock' }
  | { readonly name: 'reserve' | 'expire' | 'retry' | 'forgetResult' }
  /** It came to its turn, and a gate is full; or the gate has room again: it waits in front of its priority. */
  | { readonly name: 'hold'; readonly hold: Hold | null }
  | { readonly name: 'settle'; readonly attempt: EndedAttempt }
  /** Its lease ran out. */
  | { readonly name: 'rescue'; readonly worker: string; readonly maxRescues: number }
  /** The session that holds it ends. */
  | { readonly name: 'leave'; readonly worker: string }
  | { readonly name: 'cancel'; readonly error: JobError }
  | { readonly name: 'move'; readonly queue: string }
  | { readonly name: 'prioritize'; readonly priority: number }
  | { readonly name: 'replace'; readonly by: Replacement };

/** What a waiting job gets of one that met it with the same key; all else stays, its place among those that wait too. */
export interface Replacement extends Pick<Job, 'payload' | 'gates' | 'care' | 'expiresAt'> {
  /** Its new start; null = as it was. A blocked job has none before it is unblocked. */
  readonly runAt: number | null;
}

/** An attempt as its worker gives it back. */
export interface EndedAttempt {
  readonly outcome: Outcome;
  /** Session that ran it. */
  readonly worker: string;
  readonly traceId: string | null;
  readonly spanId: string | null;
  readonly progress: Progress | null;
  readonly logs: readonly LogLine[];
}

/** @param now epoch milliseconds of the store */
export function apply(job: Job, change: Change, now: number): Job {
  switch (change.name) {
    case 'reserve':
      return { ...job, state: 'running', attempt: job.attempt + 1, startedAt: now };
    case 'expire':
      return cancelled(job, EXPIRED_ERROR, now);
    case 'cancel':
      return cancelled(job, change.error, now);
    case 'forgetResult':
      return seenAt(job, now);
    case 'retry':
      return retried(job, now);
    case 'move':
      return moved(job, change.queue, now);
    case 'prioritize':
      return prioritized(job, change.priority, now);
    case 'rescue':
      return rescued(job, change, now);
    case 'leave':
      return released(job, change.worker, now);
    case 'settle':
      return settled(job, change.attempt, now);
    case 'replace':
      return replaced(job, change.by, now);
    default:
      return waiting(job, change, now);
  }
}

type Waiting = Extract<Change, { readonly name: 'promote' | 'unblock' } | { readonly name: 'hold' }>;

/** What becomes of a job that goes on waiting. */
function waiting(job: Job, change: Waiting, now: number): Job {
  if (change.name === 'hold') return held(job, change.hold, now);
  if (change.name === 'unblock') return { ...job, state: 'available', blockedBy: null, runAt: now };
  return { ...job, state: 'available' };
}

function held(job: Job, hold: Hold | null, now: number): Job {
  return { ...job, hold, waits: hold === null ? waitsLetGo(job.waits, now) : waitsHeld(job, hold, now) };
}

/** Whether a job whose lease ran out gets no other attempt. @param rescues this one counted */
export function isBuried(
  { rescues, attempt, maxAttempts }: Pick<Job, 'rescues' | 'attempt' | 'maxAttempts'>,
  maxRescues: number,
): boolean {
  return rescues >= maxRescues || attempt >= maxAttempts;
}

/** What is over keeps its expiry, to be seen. */
function cancelled(job: Job, error: JobError, now: number): Job {
  return { ...held(job, null, now), state: 'cancelled', finishedAt: now, error, blockedBy: null };
}

/** A person wants it to run now, so no expiry may bury it. What is available keeps its place; what was cancelled is so no longer. */
function retried(job: Job, now: number): Job {
  return {
    ...job,
    state: 'available',
    runAt: job.state === 'available' ? job.runAt : now,
    finishedAt: null,
    expiresAt: null,
    blockedBy: null,
    maxAttempts: Math.max(job.maxAttempts, job.attempt + 1),
    error: job.state === 'cancelled' ? null : job.error,
  };
}

/** What is available goes behind those that wait there, also what a gate held. */
function moved(job: Job, queue: string, now: number): Job {
  return { ...held(job, null, now), queue, runAt: job.state === 'available' ? now : job.runAt };
}

/** A held one comes to its turn later anyway. */
function prioritized(job: Job, priority: number, now: number): Job {
  if (priority === job.priority) return job;
  return { ...job, priority, runAt: job.state === 'available' && job.hold === null ? now : job.runAt };
}

function replaced(given: Job, { runAt, expiresAt, ...by }: Replacement, now: number): Job {
  const stays = by.gates.join('\0') === given.gates.join('\0');
  // What has begun expires no more.
  const job = { ...given, ...by, expiresAt: given.startedAt === null ? expiresAt : given.expiresAt };
  const before = stays ? job : letGo(job, now);
  if (runAt === null || job.state === 'blocked') return before;
  if (runAt > now) return { ...letGo(before, now), state: 'scheduled', runAt };
  return job.state === 'available' ? before : { ...before, state: 'available', runAt: now };
}

function letGo(job: Job, now: number): Job {
  return job.hold === null ? job : { ...job, hold: null, waits: waitsLetGo(job.waits, now) };
}

function rescued(job: Job, by: { readonly worker: string; readonly maxRescues: number }, now: number): Job {
  const rescues = job.rescues + 1;
  const buried = isBuried({ ...job, rescues }, by.maxRescues);
  const record = { outcome: 'rescued', error: CRASHED_ERROR, ...begunBy(job, by.worker, now) } as const;
  return {
    ...job,
    state: buried ? 'dead' : 'available',
    rescues,
    finishedAt: buried ? now : null,
    error: buried ? FATAL_CRASH : CRASHED_ERROR,
    expiresAt: buried ? job.expiresAt : null,
    attempts: keptAttempts([...job.attempts, record]),
  };
}

function released(job: Job, worker: string, now: number): Job {
  const record = { outcome: 'released', error: null, ...begunBy(job, worker, now) } as const;
  return {
    ...job,
    state: 'available',
    attempt: job.attempt - 1,
    expiresAt: null,
    attempts: keptAttempts([...job.attempts, record]),
  };
}

function settled(given: Job, attempt: EndedAttempt, now: number): Job {
  if (given.state !== 'running') return recorded(given, attempt, now);
  const { outcome } = attempt;
  const job = annotated(given, attempt);
  const { state, counted } = OUTCOME_ENDS[outcome.kind];
  const finished = isFinished(state);
  const word = ATTEMPT_OUTCOME_OF[outcome.kind];
  return {
    ...job,
    state,
    attempt: counted ? job.attempt : job.attempt - 1,
    runAt: 'delayMs' in outcome ? now + outcome.delayMs : job.runAt,
    finishedAt: finished ? now : null,
    ...resultAfter(outcome, job),
    error: errorAfter(outcome, job),
    blockedBy: outcome.kind === 'hold' ? outcome.reason : null,
    expiresAt: hasBegun(outcome) && !finished ? null : job.expiresAt,
    attempts: word === null ? job.attempts : keptAttempts([...job.attempts, recordOf(job, attempt, word, now)]),
  };
}

function resultAfter(outcome: Outcome, job: Job): Pick<Job, 'result' | 'resultGone'> {
  if (outcome.kind !== 'complete') return { result: job.result, resultGone: null };
  return job.resultKeepMs === 0
    ? { result: null, resultGone: 'ignored' }
    : { result: outcome.result, resultGone: null };
}

/** An attempt that ends after its job was cancelled is recorded, and changes nothing else; a job that was only held had none. */
function recorded(job: Job, attempt: EndedAttempt, now: number): Job {
  if (ATTEMPT_OUTCOME_OF[attempt.outcome.kind] === null) return job;
  return { ...job, attempts: keptAttempts([...job.attempts, recordOf(job, attempt, 'cancelled', now)]) };
}

/** Progress and log lines of an attempt that runs. */
export function annotated(job: Job, { progress, logs }: Pick<EndedAttempt, 'progress' | 'logs'>): Job {
  return { ...job, progress: progress ?? job.progress, logs: [...job.logs, ...logs].slice(-LOG_LINES_KEPT) };
}

/** Outcomes that are no failure leave the error of the attempt before. */
function errorAfter(outcome: Outcome, { error }: Job): JobError | null {
  if (outcome.kind === 'complete') return null;
  if (outcome.kind === 'dead') return fatal(outcome.error);
  return 'error' in outcome ? outcome.error : error;
}

function recordOf(job: Job, attempt: EndedAttempt, outcome: AttemptRecord['outcome'], now: number): AttemptRecord {
  const { traceId, spanId } = attempt;
  const error = 'error' in attempt.outcome ? attempt.outcome.error : null;
  return { outcome, error, ...begunBy(job, attempt.worker, now), traceId, spanId };
}

/** The part of a record that every end of an attempt writes. */
function begunBy({ attempt, startedAt }: Job, worker: string, now: number): Omit<AttemptRecord, 'outcome' | 'error'> {
  return { number: attempt, worker, startedAt: startedAt ?? now, finishedAt: now, traceId: null, spanId: null };
}
