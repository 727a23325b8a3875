/** A job as it is stored, from what was checked: the one builder, for calls, handlers and ticks alike. */
import {
  type Care,
  type EnqueueOptions,
  type KeyRing,
  type ScheduleOrigin,
  type TimeoutLimits,
  type TraceCarrier,
} from '../core/index.ts';
import type { NewJob } from '../engine/index.ts';
import { isWellFormed, type Json, SkepError } from '../foundation/index.ts';
import type { TaskSpec } from '../manifest/index.ts';
import { withPropagation } from './carried.ts';
import { GivenOptions } from './enqueue-options.ts';
import { hookConsequences } from './hook-jobs.ts';
import { keyedGates } from './limits-of.ts';
import { keptResult } from './kept-result.ts';

/** What an enqueue says about its job, and the task where it says nothing; null where neither does. */
export interface JobOptions {
  readonly id: string | null;
  readonly queue: string | null;
  readonly priority: number;
  readonly delayMs: number;
  readonly runAt: number | null;
  readonly expiresInMs: number | null;
  readonly timeout: TimeoutLimits | null;
  readonly maxAttempts: number;
  readonly tags: readonly string[];
  readonly headers: Readonly<Record<string, string>>;
}

/** One job that somebody wants, with everything about it checked. */
export interface Draft {
  readonly task: TaskSpec;
  readonly payload: Json;
  /** The same as JSON: this is what is stored, so a caller may go on changing the value. */
  readonly payloadText: string;
  readonly options: JobOptions;
}

/** Where jobs come from. */
export interface JobOrigin {
  /** The job whose handler enqueues them. */
  readonly parentId?: string;
  readonly schedule?: ScheduleOrigin;
}

/** What the jobs of one step have in common. */
export interface DraftedIn {
  readonly revision: number | null;
  readonly origin: JobOrigin;
  readonly carrier: TraceCarrier;
  /** A task of the manifest, for hooks that enqueue it. */
  readonly task: (name: string) => TaskSpec | undefined;
  /** Of the manifest, for tasks that encrypt. */
  readonly keys: KeyRing | null;
}

/** @param newId for a job whose caller chose no id */
export function jobOf(
  { task, options, ...open }: Draft,
  { revision, origin, carrier, keys, task: taskOf }: DraftedIn,
  newId: () => string,
): NewJob {
  const id = options.id ?? newId();
  const { payload, payloadText } = task.encrypt ? sealedPayload(open.payloadText, { id, task: task.name, keys }) : open;
  return {
    id,
    idChosen: options.id !== null,
    task: task.name,
    queue: options.queue ?? task.queue,
    priority: options.priority,
    payload,
    payloadText,
    maxAttempts: options.maxAttempts,
    delayMs: options.delayMs,
    runAt: options.runAt,
    expiresInMs: options.expiresInMs,
    timeout: options.timeout,
    retry: null,
    tags: options.tags,
    headers: withPropagation(options.headers, carrier),
    traceparent: carrier.traceparent,
    tracestate: carrier.tracestate,
    manifestRevision: revision,
    schedule: origin.schedule ?? null,
    parentId: origin.parentId ?? null,
    resultKeepMs: keptResult(task),
    gates: keyedGates(task, open.payload),
    care: careOf(task),
    workflow: null,
    consequences:
      task.on === null
        ? NO_CONSEQUENCES
        : hookConsequences(task.on, { id, revision, carrier, sensitive: task.sensitive, taskOf }),
  };
}

function sealedPayload(
  text: string,
  { id, task, keys }: { readonly id: string; readonly task: string; readonly keys: KeyRing | null },
): Pick<Draft, 'payload' | 'payloadText'> {
  if (keys === null) throw new SkepError('INTERNAL', `${task} encrypts, and there is no key`);
  const payload = keys.seal(text, { id, task, part: 'payload' });
  return { payload, payloadText: JSON.stringify(payload) };
}

const cares = new WeakMap<TaskSpec, Care>();

/** One value for all jobs of a task: stores write what they have in common once. @returns null where there is nothing to heed */
export function careOf(task: TaskSpec): Care | null {
  const { sensitive, version, encrypt: sealed } = task;
  if (sensitive.length === 0 && version === 1 && !sealed) return null;
  let care = cares.get(task);
  if (care === undefined) cares.set(task, (care = Object.freeze({ sensitive, version, sealed })));
  return care;
}

const NO_CONSEQUENCES: NewJob['consequences'] = Object.freeze([]);
const NO_HEADERS: Readonly<Record<string, string>> = Object.freeze({});
/** As the manifest's schema has it for a task; together with the task's own. */
const MAX_TAGS = 20;

/** A job about which the call says nothing. */
export function defaultOptions(task: TaskSpec): JobOptions {
  return {
    id: null,
    queue: null,
    priority: task.priority,
    delayMs: 0,
    runAt: null,
    expiresInMs: null,
    timeout: null,
    maxAttempts: task.retry.maxAttempts,
    tags: task.tags,
    headers: NO_HEADERS,
  };
}

/**
 * @param now      epoch milliseconds, for instants
 * @param problems gets a sentence per problem; the result is only good when it stays empty
 */
export function readOptions(options: EnqueueOptions, task: TaskSpec, now: number, problems: string[]): JobOptions {
  const given = new GivenOptions(options, problems);
  const runAt = given.instant('runAt', given.get('runAt'));
  const delayMs = given.duration('delay', given.get('delay')) ?? 0;
  if (options.runAt !== undefined && options.delay !== undefined) problems.push('delay and runAt exclude each other');
  const expiresInMs = given.waitUntil('expires', given.get('expires'), now);
  const waitMs = runAt === null ? delayMs : Math.max(0, runAt - now);
  if (expiresInMs !== null && expiresInMs <= waitMs) problems.push('expires: the job would expire before it is due');
  return {
    id: given.get('id') ?? null,
    queue: given.get('queue') ?? null,
    priority: given.get('priority') ?? task.priority,
    delayMs,
    runAt,
    expiresInMs,
    timeout: limitsOf(given, task.timeout),
    maxAttempts: given.get('maxAttempts') ?? task.retry.maxAttempts,
    tags: tagsOf(given, task.tags),
    headers: headersOf(given),
  };
}

/** Limits given replace the task's; one of the task that does not fit beside them is dropped. */
function limitsOf(given: GivenOptions, own: TimeoutLimits): TimeoutLimits | null {
  const value = given.get('timeout');
  if (value === undefined) return null;
  const { softMs, hardMs } = givenLimits(given, value);
  if (softMs === null) return { softMs: isBelow(own.softMs, hardMs) ? own.softMs : null, hardMs };
  return { softMs, hardMs: hardMs ?? (isBelow(softMs, own.hardMs) ? own.hardMs : null) };
}

function givenLimits(given: GivenOptions, value: NonNullable<EnqueueOptions['timeout']>): TimeoutLimits {
  if (typeof value !== 'object') return { softMs: null, hardMs: limit(given, 'timeout', value) };
  const { soft, hard } = value;
  if (soft === undefined && hard === undefined) given.problem('timeout', 'has neither soft nor hard');
  const softMs = limit(given, 'timeout.soft', soft);
  const hardMs = limit(given, 'timeout.hard', hard);
  if (softMs !== null && hardMs !== null && !isBelow(softMs, hardMs)) {
    given.problem('timeout', 'has a soft limit that is not below the hard one');
  }
  return { softMs, hardMs };
}

/** As in the manifest: a limit of nothing would end every attempt before it began. */
function limit(given: GivenOptions, place: string, value: string | number | undefined): number | null {
  const ms = given.duration(place, value);
  return ms === 0 ? given.problem(place, 'is not a limit: it must be 1ms or longer') : ms;
}

function isBelow(softMs: number | null, hardMs: number | null): boolean {
  return softMs !== null && hardMs !== null && softMs < hardMs;
}

function tagsOf(given: GivenOptions, own: readonly string[]): readonly string[] {
  const tags = given.get('tags');
  if (tags === undefined) return own;
  const all = [...new Set([...own, ...tags])];
  if (all.length > MAX_TAGS) given.problem('tags', `are more than ${MAX_TAGS}, the task's own included`);
  return all;
}

function headersOf(given: GivenOptions): Readonly<Record<string, string>> {
  const headers = given.get('headers');
  if (headers === undefined) return NO_HEADERS;
  for (const [name, text] of Object.entries(headers)) {
    if (isWellFormed(text)) continue;
    given.problem(`headers.${name}`, 'holds half of a surrogate pair, which UTF-8 cannot write');
  }
  return Object.fromEntries(Object.entries(headers));
}
