/** What a handler's return value or throw means for its job. Pure, but for the dice of the retry policy. */
import {
  type AbortName,
  clean,
  decideRetry,
  ERROR_MESSAGE_MAX,
  errorNames,
  FarResult,
  firstStartOf,
  type JobError,
  type Outcome,
  type payloadPaths,
  Steering,
  type SteeringWish,
  toJobError,
  wishedDelay,
} from '../../core/index.ts';
import {
  encodeResult,
  type ErrorCode,
  type Json,
  MAX_JSON_BYTES,
  messageOf,
  SkepError,
} from '../../foundation/index.ts';
import type { Lease } from '../../engine/index.ts';
import type { BoundTask, SchemaViolation } from '../../manifest/index.ts';
import { discreet } from './discretion.ts';
import { bucketGate } from '../rules/limits-of.ts';
import { bytesBeyond, tooLargeText } from '../enqueueing/json-limit.ts';

export interface Verdict {
  readonly outcome: Outcome;
  /** For the trace and the log; null when the attempt did not fail. */
  readonly error: JobError | null;
}

export interface Facts {
  readonly lease: Lease;
  readonly task: BoundTask;
  /** Milliseconds that the attempt took. */
  readonly elapsedMs: number;
  readonly random: () => number;
  /** Those of the manifest in force, by name. */
  readonly buckets: Readonly<Record<string, unknown>>;
}

const NOTHING: Verdict = { outcome: { kind: 'complete', result: null }, error: null };

/** How the code ended. */
export interface Ending {
  /** What it returned or threw. */
  readonly value: unknown;
  readonly threw: boolean;
  /** Why its signal was aborted before; null: it was not. */
  readonly aborted: AbortName | null;
}

/** The handler has ended. What its value throws where it is looked at is as if it had thrown that. */
export function verdictOn(ending: Ending, facts: Facts): Verdict {
  try {
    return verdictOnEnd(ending, facts);
  } catch (error) {
    return verdictOnThrow(error, facts);
  }
}

function verdictOnEnd({ value, threw, aborted }: Ending, facts: Facts): Verdict {
  // Its lease is over already: the engine records the attempt as cancelled, whatever the handler made of it.
  if (aborted === 'JobCancelled') return { outcome: { kind: 'cancel', error: null }, error: null };
  if (!threw) return verdictOnReturn(value, facts);
  // It was told to end and did so. Whether the error is its own or comes of the abort nobody knows: it shows when it runs again.
  const gaveUp = aborted === 'Shutdown' && !(value instanceof Steering);
  return gaveUp ? { outcome: { kind: 'release' }, error: null } : verdictOnThrow(value, facts);
}

/** The handler returned. */
function verdictOnReturn(value: unknown, facts: Facts): Verdict {
  if (value instanceof Steering) return verdictOnThrow(value, facts);
  const { task } = facts;
  const unchecked = task.spec.output === null;
  const ignored = facts.lease.job.resultKeepMs === 0;
  if (unchecked && (ignored || value === undefined || value === null)) return NOTHING;
  const encoded = value instanceof FarResult ? value.encoded : encodeResult(value);
  // No retry: the same handler would return the same.
  if (!encoded.ok) return dead(errorOf('PAYLOAD_NOT_JSON', notJson(encoded)));
  // What is stored is the text: the handler may still hold the value and change it.
  const { text } = encoded;
  const tooLarge = ignored ? null : resultTooLarge(text, task.spec);
  if (tooLarge !== null) return dead(errorOf('RESULT_TOO_LARGE', tooLarge));
  // What came from elsewhere is its text alone.
  if (!unchecked || value instanceof FarResult) return readResult(text, facts, ignored);
  return { outcome: { kind: 'complete', result: value as Json, text }, error: null };
}

function notJson({ pointer, reason }: { readonly pointer: string; readonly reason: string }): string {
  return `the result${pointer === '' ? '' : ` at ${pointer}`} cannot be stored: ${reason}`;
}

function readResult(text: string, facts: Facts, ignored: boolean): Verdict {
  const result = JSON.parse(text) as Json;
  const violations = facts.task.checkOutput(result);
  if (violations.length === 0) return ignored ? NOTHING : { outcome: { kind: 'complete', result, text }, error: null };
  return failed(errorOf('RESULT_INVALID', `the result breaks the output schema: ${textOf(violations)}`), facts);
}

function resultTooLarge(text: string, { name, result }: BoundTask['spec']): string | null {
  const max = result?.maxBytes ?? MAX_JSON_BYTES;
  const bytes = bytesBeyond(text, max);
  if (bytes === null) return null;
  const whose = result?.maxBytes == null ? '' : `, the result.max of ${name}`;
  return `the result ${tooLargeText(bytes, max)}${whose}; store it elsewhere and return a reference, or raise result.max`;
}

/** The handler threw, or its promise was rejected. */
function verdictOnThrow(thrown: unknown, facts: Facts): Verdict {
  if (!(thrown instanceof Steering)) return failed(toJobError(thrown), facts, { thrown });
  const { wish, message } = thrown;
  switch (wish.kind) {
    case 'snooze':
      return { outcome: { kind: 'snooze', delayMs: wish.delayMs }, error: null };
    case 'dead':
      return dead(reasonOf(wish, { name: 'Dead', message }));
    case 'cancel':
      return { outcome: { kind: 'cancel', error: reasonOf(wish, { name: 'Cancelled', message }) }, error: null };
    case 'retry':
      return verdictOnRetry(wish, message, facts);
  }
}

function verdictOnRetry(wish: Extract<SteeringWish, { kind: 'retry' }>, message: string, facts: Facts): Verdict {
  const delayMs = wishedDelay(wish, nowOf(facts));
  const { gates, unknown } = heldBy(wish.hold, facts);
  const failure: Failure = { wish: { delayMs, maxRetries: wish.maxRetries } };
  if (unknown !== null) return failed(errorOf('REQUEST_INVALID', unknown), facts, failure);
  const verdict =
    wish.cause === undefined
      ? failed({ name: 'Retry', message, code: null, stack: null }, facts, failure)
      : failed(toJobError(wish.cause), facts, { ...failure, thrown: wish.cause });
  return gates.length === 0 ? verdict : shutting(verdict, gates, delayMs);
}

/** @returns the gates of the buckets that are to be shut for everybody; why it cannot be */
function heldBy(
  hold: string | boolean | null,
  { task, buckets }: Facts,
): { readonly gates: readonly string[]; readonly unknown: string | null } {
  const names = hold === true ? task.spec.uses.map(({ bucket }) => bucket) : hold ? [hold] : [];
  const stray = names.find((name) => !Object.hasOwn(buckets, name));
  if (stray === undefined) return { gates: names.map(bucketGate), unknown: null };
  const known = Object.keys(buckets).join(', ') || 'none';
  const text = `ctx.retry: hold names a bucket that the manifest does not have: ${JSON.stringify(stray.slice(0, 64))}; there are: ${known}`;
  return { gates: [], unknown: text };
}

/** Others wait as long as the job itself; where it waits no more, as long as was asked for. */
function shutting({ outcome, error }: Verdict, gates: readonly string[], askedMs: number | null): Verdict {
  const forMs = outcome.kind === 'retry' ? outcome.delayMs : askedMs;
  const shuts = (outcome.kind === 'retry' || outcome.kind === 'dead') && forMs !== null && forMs > 0;
  return { outcome: shuts ? { ...outcome, shut: { gates, forMs } } : outcome, error };
}

/**
 * Checks the payload once more: schemas change while jobs wait.
 * @param paths what is sensitive of it
 * @returns null when it is fine; else the job is dead, because no attempt can help
 */
export function verdictOnPayload(
  task: BoundTask,
  payload: Json,
  paths: ReturnType<typeof payloadPaths>,
): Verdict | null {
  let violations: readonly SchemaViolation[];
  try {
    violations = task.checkInput(payload);
  } catch (error) {
    // A recursive schema and a payload nested deeply enough: must not come back for ever.
    return dead(errorOf('PAYLOAD_INVALID', `the payload cannot be checked: ${messageOf(error)}`));
  }
  if (violations.length === 0) return null;
  return dead(
    errorOf('PAYLOAD_INVALID', `the payload breaks the input schema: ${textOf(discreet(violations, paths))}`),
  );
}

/** The payload could not be got from what is stored: for good where we say so, by the policy where an upcast threw. */
export function verdictOnUnready(thrown: unknown, facts: Facts): Verdict {
  const ours = thrown instanceof SkepError && OURS.has(thrown.code);
  return ours ? dead(errorOf(thrown.code, thrown.message)) : failed(toJobError(thrown), facts, { thrown });
}

const OURS: ReadonlySet<ErrorCode> = new Set(['SEAL_BROKEN', 'KEY_MISSING', 'PAYLOAD_VERSION']);

export interface Failure {
  /** What the handler threw, when `error` was made of it: a policy may name it by more than is stored. */
  readonly thrown?: unknown;
  /** What the handler asked for. */
  readonly wish?: { readonly delayMs: number | null; readonly maxRetries: number | null };
}

/** The attempt failed; the policy decides whether another follows. */
export function failed(error: JobError, facts: Facts, failure: Failure = {}): Verdict {
  const { delayMs = null, maxRetries = null } = failure.wish ?? {};
  const { job } = facts.lease;
  const decision = decideRetry(
    {
      policy: job.retry ?? facts.task.spec.retry,
      error,
      ...('thrown' in failure ? { names: () => errorNames(failure.thrown) } : {}),
      attempt: job.attempt,
      maxAttempts: maxRetries === null ? job.maxAttempts : maxRetries + 1,
      firstStartedAt: firstStartOf(job) ?? job.startedAt ?? job.runAt,
      now: nowOf(facts),
      ...(delayMs === null ? {} : { requestedDelayMs: delayMs }),
    },
    facts.random,
  );
  return decision.kind === 'dead'
    ? dead(error)
    : { outcome: { kind: 'retry', error, delayMs: decision.delayMs }, error };
}

/** By the store's clock, epoch milliseconds. */
function nowOf({ lease: { job }, elapsedMs }: Facts): number {
  return (job.startedAt ?? job.runAt) + elapsedMs;
}

function dead(error: JobError): Verdict {
  return { outcome: { kind: 'dead', error }, error };
}

function reasonOf({ cause }: { readonly cause?: Error }, told: Pick<JobError, 'name' | 'message'>): JobError {
  return cause === undefined ? { ...told, code: null, stack: null } : toJobError(cause);
}

/** An error of ours as data; its stack would only show our own code. */
export function errorOf(code: ErrorCode, message: string): JobError {
  return { name: 'SkepError', message: clean(message, ERROR_MESSAGE_MAX), code, stack: null };
}

/** Violations that are listed in a message; the rest is counted. */
const VIOLATIONS_SHOWN = 20;

export function textOf(violations: readonly SchemaViolation[]): string {
  const shown = violations
    .slice(0, VIOLATIONS_SHOWN)
    .map(({ pointer, message }) => `${pointer || '(payload)'} ${message}`);
  const more = violations.length - shown.length;
  return shown.join('; ') + (more > 0 ? `; and ${more} more` : '');
}

/** Its process ends for a fault of nobody knows whom. */
export function crashed(fault: string, facts: Facts): Verdict {
  const text = `the process ended for an error thrown outside of any job while this attempt ran: ${fault}`;
  return failed(errorOf('ATTEMPT_CRASHED', text), facts);
}
