/** The rules over a retry policy: how long to wait, and whether to try again at all. Pure functions. */
import { MAX_DURATION_MS } from '../foundation/index.ts';
import type { JobError } from './job.ts';
import type { Backoff, Jitter, RetryPolicy } from './retry-policy.ts';

/**
 * How long to wait after a failed attempt.
 * @param attempt number of the attempt that failed, 1-based; anything lower counts as 1
 * @param random  uniform in [0, 1)
 * @returns whole milliseconds in 0..MAX_DURATION_MS, whatever the numbers are
 */
export function backoffDelay(backoff: Backoff, attempt: number, random: () => number): number {
  const tries = attempt >= 1 ? attempt : 1;
  return Math.round(jittered(bounded(plainDelay(backoff, tries), maxOf(backoff)), backoff.jitter, random));
}

function plainDelay(backoff: Backoff, tries: number): number {
  switch (backoff.type) {
    case 'fixed':
      return backoff.baseMs;
    case 'linear':
      return backoff.baseMs * tries;
    case 'exponential':
      // 0 · Infinity is NaN: a base of 0 stays 0 however often it is multiplied.
      return backoff.baseMs === 0 ? 0 : backoff.baseMs * backoff.factor ** (tries - 1);
    case 'list':
      return backoff.delaysMs[Math.min(Math.floor(tries), backoff.delaysMs.length) - 1] ?? 0;
  }
}

function maxOf(backoff: Backoff): number {
  return 'maxMs' in backoff ? bounded(backoff.maxMs, MAX_DURATION_MS) : MAX_DURATION_MS;
}

function bounded(ms: number, max: number): number {
  if (Number.isNaN(ms)) return max;
  return Math.min(Math.max(ms, 0), max);
}

/**
 * Spreads retries so that jobs that failed together do not come back together. `full` and `equal` are those of
 * Marc Brooker, "Exponential Backoff And Jitter", AWS Architecture Blog, 2015.
 */
function jittered(ms: number, jitter: Jitter, random: () => number): number {
  if (jitter === 'none') return ms;
  const share = bounded(random(), 1);
  return jitter === 'full' ? ms * share : ms / 2 + (ms / 2) * share;
}

export interface RetryInput {
  readonly policy: RetryPolicy;
  readonly error: JobError;
  /** All that a policy may name it by (errorNames), asked only where a policy names something; default: name and code. */
  readonly names?: () => ReadonlySet<string>;
  /** Number of the attempt that failed, 1-based. */
  readonly attempt: number;
  /** The job's own limit; it may differ from the policy's. */
  readonly maxAttempts: number;
  /** Start of the job's first attempt, epoch milliseconds. */
  readonly firstStartedAt: number;
  readonly now: number;
  /** The handler asked for this delay (`ctx.retry`): it replaces the backoff, and `retryOn` is not asked. */
  readonly requestedDelayMs?: number;
}

export type RetryDecision =
  | { readonly kind: 'retry'; readonly delayMs: number }
  | { readonly kind: 'dead'; readonly reason: 'attempts' | 'deadOn' | 'notRetryOn' | 'retryFor' };

/**
 * Whether another attempt follows a failed one. The order of the rules: `deadOn`, `retryOn`, attempts, `retryFor`.
 * @param random uniform in [0, 1), for the jitter
 */
export function decideRetry(input: RetryInput, random: () => number): RetryDecision {
  const { policy, requestedDelayMs } = input;
  if (names(policy.deadOn, input)) return { kind: 'dead', reason: 'deadOn' };
  const filtered = requestedDelayMs === undefined && policy.retryOn.length > 0;
  if (filtered && !names(policy.retryOn, input)) return { kind: 'dead', reason: 'notRetryOn' };
  if (input.attempt >= input.maxAttempts) return { kind: 'dead', reason: 'attempts' };
  const delayMs =
    requestedDelayMs === undefined
      ? backoffDelay(policy.backoff, input.attempt, random)
      : Math.round(bounded(requestedDelayMs, MAX_DURATION_MS));
  const late = input.now + delayMs - input.firstStartedAt;
  if (policy.retryForMs !== null && late > policy.retryForMs) return { kind: 'dead', reason: 'retryFor' };
  return { kind: 'retry', delayMs };
}

function names(list: readonly string[], { error, names: namesOf }: RetryInput): boolean {
  if (list.length === 0) return false;
  const names = namesOf?.();
  return list.some((item) => item === error.name || item === error.code || names?.has(item) === true);
}

/** @returns milliseconds from the first attempt to the last one, at the longest, where none takes any time */
export function longestRetries({ backoff, maxAttempts, retryForMs }: Omit<RetryPolicy, 'name'>): number {
  let sum = 0;
  for (let attempt = 1; attempt < maxAttempts; attempt += 1) sum += backoffDelay(backoff, attempt, () => 1);
  return Math.min(sum, retryForMs ?? Infinity);
}
