/** A job as it is stored, from what was checked: the one builder, for calls, handlers and ticks alike. */
import {
  type Care,
  type EnqueueOptions,
  type KeyRing,
  type ScheduleOrigin,
  type TimeoutLimits,
  type TraceCarrier,
} from '../../core/index.ts';
import type { NewJob } from '../../engine/index.ts';
import { isWellFormed, type Json, SkepError } from '../../foundation/index.ts';
import type { TaskSpec } from '../../manifest/index.ts';
import { withPropagation } from './carried.ts';
import { GivenOptions } from './enqueue-options.ts';
import { letterConsequences, type Mortal } from '../following/dead-letters.ts';
import { hookConsequences, type HookedJob } from '../following/hook-jobs.ts';
import { keyedGates, keyedRules } from '../rules/limits-of.ts';
import { keptResult } from '../attempts/kept-result.ts';
import { routed, tenantOf } from './routing.ts';
import { keyedBy, uniqueOf } from './unique-of.ts';

/** What an enqueue says about its job, and the task where it says nothing; null where neither does. */
export interface JobOptions {
  readonly id: string | null;
  readonly queue: string | null;
  /** A key in place of the task's; false: none. null: the task's. */
  readonly unique: string | false | null;
  readonly priority: number | null;
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
  /** Whether tenants take turns in a queue. */
  readonly fair: (queue: string) => boolean;
  /** Of the manifest, for tasks that encrypt. */
  readonly keys: KeyRing | null;
}

/** @param newId for a job whose caller chose no id */
export function jobOf(draft: Draft, drafted: DraftedIn, newId: () => string): NewJob {
  const { task, options, payload: open } = draft;
  const { revision, origin, carrier, keys, fair } = drafted;
  const id = options.id ?? newId();
  const way = routed(task, open);
  const queue = options.queue ?? way.queue;
  const { payload, payloadText } = task.encrypt
    ? sealedPayload(draft.payloadText, { id, task: task.name, keys })
    : draft;
  const job = {
    id,
    idChosen: options.id !== null,
    task: task.name,
    queue,
    priority: options.priority ?? way.priority,
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
    gates: keyedGates(task, open),
    fairness: task.fairness !== null && fair(queue) ? tenantOf(task, open) : null,
    unique: uniqueOf(task, open, options.unique),
    care: careOf(task),
    workflow: null,
    consequences: NO_CONSEQUENCES,
  };
  return task.on === null && task.deadTo === null ? job : { ...job, consequences: consequencesOf(task, job, drafted) };
}

/** The jobs of one call. What they have in common is made once: of ten thousand jobs mostly all but id and payload. */
export function jobsOf(drafts: readonly Draft[], drafted: DraftedIn, newId: () => string): readonly NewJob[] {
  let last: { readonly draft: Draft; readonly job: NewJob } | undefined;
  return drafts.map((draft) => {
    if (last?.draft.task === draft.task && last.draft.options === draft.options) {
      const { payload, payloadText } = draft;
      return { ...last.job, id: newId(), payload, payloadText };
    }
    const job = jobOf(draft, drafted, newId);
    last = isPlain(draft) ? { draft, job } : undefined;
    return job;
  });
}

/** Whether nothing of its job but the payload itself follows from id or payload. */
function isPlain({ task, options }: Draft): boolean {
  const { encrypt, on, deadTo } = task;
  const followsId = options.id !== null || encrypt || on !== null || deadTo !== null;
  return !followsPayload(task) && !followsId && typeof options.unique !== 'string';
}

/** Whether the way of a task's jobs, their tenant, their gates or their key follow from what their payloads hold. */
export function followsPayload(task: TaskSpec): boolean {
  return task.routes.length > 0 || task.fairness !== null || keyedRules(task).length > 0 || keyedBy(task) !== null;
}

function consequencesOf(
  task: TaskSpec,
  job: Mortal & Pick<NewJob, 'id'>,
  { revision, carrier, task: taskOf }: DraftedIn,
): NewJob['consequences'] {
  const about: HookedJob = { id: job.id, revision, carrier, sensitive: task.sensitive, taskOf };
  return [...(task.on === null ? [] : hookConsequences(task.on, about)), ...letterConsequences(task, job, about)];
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

const defaults = new WeakMap<TaskSpec, JobOptions>();

/** Of a job about which the call says nothing. @returns the same value for the same task */
export function defaultOptions(task: TaskSpec): JobOptions {
  let options = defaults.get(task);
  if (options === undefined) defaults.set(task, (options = Object.freeze(madeDefaults(task))));
  return options;
}

function madeDefaults(task: TaskSpec): JobOptions {
  return {
    id: null,
    queue: null,
    unique: null,
    priority: null,
    delayMs: task.debounce?.waitMs ?? 0,
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
  const unique = keyOf(given);
  const due = dueOf(given, { options, task, unique, now });
  const expiresInMs = given.waitUntil('expires', given.get('expires'), now);
  if (expiresInMs !== null && expiresInMs <= due.waitMs)
    problems.push('expires: the job would expire before it is due');
  const { runAt, delayMs } = due;
  return {
    id: given.get('id') ?? null,
    queue: given.get('queue') ?? null,
    unique,
    priority: given.get('priority') ?? null,
    delayMs,
    runAt,
    expiresInMs,
    timeout: limitsOf(given, task.timeout),
    maxAttempts: given.get('maxAttempts') ?? task.retry.maxAttempts,
    tags: tagsOf(given, task.tags),
    headers: headersOf(given),
  };
}

function keyOf(given: GivenOptions): JobOptions['unique'] {
  const unique = given.get('unique');
  return typeof unique === 'string' || unique === false ? unique : null;
}

interface Due {
  readonly options: EnqueueOptions;
  readonly task: TaskSpec;
  readonly unique: JobOptions['unique'];
  readonly now: number;
}

/** Of a task that debounces its rule says when jobs start, and says it anew with each. */
function dueOf(
  given: GivenOptions,
  { options, task, unique, now }: Due,
): Pick<JobOptions, 'runAt' | 'delayMs'> & { readonly waitMs: number } {
  const runAt = given.instant('runAt', given.get('runAt'));
  const delay = given.duration('delay', given.get('delay'));
  if (options.runAt !== undefined && options.delay !== undefined)
    given.problem('delay', 'is given beside runAt: the two exclude each other');
  const debounce = unique === false ? null : task.debounce;
  if (debounce !== null && (options.runAt ?? options.delay) !== undefined) {
    given.problem(options.delay === undefined ? 'runAt' : 'delay', `is what the debounce of ${task.name} says`);
  }
  const delayMs = delay ?? debounce?.waitMs ?? 0;
  return { runAt, delayMs, waitMs: runAt === null ? delayMs : Math.max(0, runAt - now) };
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
