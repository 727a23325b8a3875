/**
 * The jobs that hooks make: a task's own, or those of the built-in task that tells a URL. They are consequences of the job that is told
 * of, given to it when it is enqueued, and so stored in the step that stores what they tell: exactly one for each attempt or end, by an id
 * that follows from both. They have no such hooks themselves, so that none can go on for ever.
 */
import {
  type Care,
  type Consequence,
  type EnqueueEffect,
  filled,
  HOOK_EVENTS,
  HOOK_HEADER,
  HOOK_STATES,
  type HookEvent,
  hookPrefix,
  type Job,
  type KeyedBy,
  type NewJob,
  BAGGAGE_HEADER,
  PROPAGATION_HEADER,
  sensitivePaths,
  type TraceCarrier,
  toldTemplate,
} from '../../core/index.ts';
import type { Json, JsonObject } from '../../foundation/index.ts';
import {
  type Hooks,
  type HookSpec,
  PUBLISH_TASK,
  type PublishHook,
  type RunHooks,
  type TaskHook,
  type TaskSpec,
  WEBHOOK_TASK,
  type WebhookHook,
} from '../../manifest/index.ts';
import { withPropagation } from '../enqueueing/carried.ts';
import { keyedGates } from '../rules/limits-of.ts';
import { keptResult } from '../attempts/kept-result.ts';
import { keyedBy } from '../enqueueing/unique-of.ts';

/** What is known of the job that is told of. */
export interface HookedJob {
  /** '' of one that comes out of a plan, which has its ids put before those of its hooks when it begins. */
  readonly id: string;
  readonly revision: number | null;
  readonly carrier: TraceCarrier;
  /** Paths of its payload and result that are not shown. */
  readonly sensitive: readonly string[];
  readonly taskOf: (name: string) => TaskSpec | undefined;
}

/** @returns what follows from a job with these hooks; those of `start` are no consequence, see startJobs() */
export function hookConsequences(hooks: Hooks, job: HookedJob): readonly Consequence[] {
  return HOOK_EVENTS.flatMap((event): Consequence[] => {
    if (event === 'start') return [];
    return effectsOf(event, hooks[event], job).map((effect) => ({ on: [HOOK_STATES[event]], effect }));
  });
}

/**
 * @param secret whether nobody is shown its result
 * @returns what follows from the end of a run with these hooks, in a plan: the ids stand behind that of the run
 */
export function runHookConsequences(
  on: RunHooks,
  secret: boolean,
  taskOf: HookedJob['taskOf'],
): readonly Consequence[] {
  const carrier = { traceparent: null, tracestate: null, propagation: 'parent' } as const;
  const run: HookedJob = { id: '', revision: null, carrier, sensitive: secret ? ['result'] : [], taskOf };
  return (['success', 'failure', 'cancel'] as const).flatMap((event): Consequence[] => {
    const payload = (hook: StoredHook): Json =>
      hook.kind === 'task' ? (hook.with ?? toldRun(event)) : { ...toldRun(event), hook: hook.key };
    return effects(event, on[event] ?? [], run, payload).map((effect) => ({
      on: [HOOK_STATES[event]],
      effect: { ...effect, job: { ...effect.job, parentId: null } },
    }));
  });
}

function toldRun(event: HookEvent): JsonObject {
  return { event, run: '${run}', result: '${result}', error: '${error}' };
}

/** The jobs that an attempt makes when it begins. A job that a hook has made makes none. */
export function startJobs(job: Job, hooks: Hooks, taskOf: HookedJob['taskOf']): readonly NewJob[] {
  if (Object.hasOwn(job.headers, HOOK_HEADER)) return [];
  const propagation = job.headers[PROPAGATION_HEADER] as TraceCarrier['propagation'] | undefined;
  const { traceparent, tracestate } = job;
  const baggage = job.headers[BAGGAGE_HEADER];
  const carrier = {
    traceparent,
    tracestate,
    propagation: propagation ?? ('parent' as const),
    ...(baggage !== undefined && { baggage }),
  };
  const { id, manifestRevision: revision, care } = job;
  const effects = effectsOf('start', hooks.start, { id, revision, carrier, sensitive: care?.sensitive ?? [], taskOf });
  return effects.map((effect) => filled(effect, { state: 'running', attempt: job.attempt, job }).job);
}

function effectsOf(event: HookEvent, hooks: readonly HookSpec[] | undefined, job: HookedJob): readonly EnqueueEffect[] {
  const stored = (hooks ?? []).filter((hook) => hook.kind !== 'function');
  return effects(event, stored, job, (hook) => payloadOf(event, hook));
}

type StoredHook = TaskHook | WebhookHook | PublishHook;

function effects(
  event: HookEvent,
  hooks: readonly StoredHook[],
  job: HookedJob,
  payload: (hook: StoredHook) => Json,
): readonly EnqueueEffect[] {
  return hooks.flatMap((hook): EnqueueEffect[] => {
    const task = job.taskOf(taskBehind(hook));
    if (task === undefined) return [];
    const id = `${hookPrefix(job.id)}.${event}.${hook.key}`;
    const keyed = unrefused(keyedBy(task));
    const made = hookJob(task, { id, event, payload: payload(hook) }, job);
    const effect: EnqueueEffect = { kind: 'enqueue', fill: true, job: made };
    return [keyed === null ? effect : { ...effect, keyed }];
  });
}

function taskBehind(hook: StoredHook): string {
  if (hook.kind === 'task') return hook.task;
  return hook.kind === 'webhook' ? WEBHOOK_TASK : PUBLISH_TASK;
}

/** Nobody could be told of a refusal. */
function unrefused(by: KeyedBy | null): KeyedBy | null {
  return by?.rule.onConflict === 'reject' ? { ...by, rule: { ...by.rule, onConflict: 'keep' } } : by;
}

function payloadOf(event: HookEvent, hook: Exclude<HookSpec, { readonly kind: 'function' }>): Json {
  if (hook.kind === 'task') return hook.with ?? toldTemplate(event);
  // Others than the receiver of the job see what is sent: not its payload.
  const names = [
    'id',
    'task',
    'queue',
    'state',
    'attempt',
    'maxAttempts',
    'tags',
    'createdAt',
    'startedAt',
    'finishedAt',
  ];
  const about = Object.fromEntries(names.map((name) => [name, `\${job.${name}}`]));
  const told = { ...toldTemplate(event), job: about };
  if (hook.kind === 'webhook') return { ...told, hook: hook.key };
  const { broker, exchange, routingKey, mandatory, body } = hook;
  return { event, broker, exchange, routingKey, mandatory, body: body ?? told };
}

interface Own {
  readonly id: string;
  readonly event: HookEvent;
  readonly payload: Json;
}

function hookJob(task: TaskSpec, { id, event, payload }: Own, job: HookedJob): EnqueueEffect['job'] {
  const { carrier, revision } = job;
  return {
    ...{ id, payload, task: task.name, queue: task.queue, priority: task.priority, tags: task.tags },
    idChosen: true,
    maxAttempts: task.retry.maxAttempts,
    ...{
      delayMs: task.debounce?.waitMs ?? 0,
      runAt: null,
      expiresInMs: null,
      timeout: null,
      retry: null,
      schedule: null,
      workflow: null,
      consequences: [],
    },
    // What a key leads to is filled in by the store: they count together.
    gates: keyedGates(task, null),
    // Its key too: see `keyed`.
    unique: null,
    fairness: null,
    headers: withPropagation({ [HOOK_HEADER]: event }, carrier),
    traceparent: carrier.traceparent,
    tracestate: carrier.tracestate,
    manifestRevision: revision,
    resultKeepMs: keptResult(task),
    care: aboutOthers(task, job.sensitive),
    parentId: job.id,
  };
}

/**
 * What is hidden of a job is hidden in what is told of it. The store fills the payload in, so that it is no ciphertext; of a job that
 * is encrypted it has only the ciphertexts to tell.
 */
export function aboutOthers({ name, sensitive, version }: TaskSpec, told: readonly string[]): Care | null {
  if (sensitive.length === 0 && told.length === 0 && version === 1) return null;
  const { payload, result } = sensitivePaths(told);
  const places = [
    ...payload.map((keys) => ['job', 'payload', ...keys]),
    ...result.flatMap((keys) => [
      ['result', ...keys],
      ['job', 'result', ...keys],
    ]),
  ];
  // Of what is told, and so of the payload, whose key `result` is not the job's own result.
  const root = name === PUBLISH_TASK ? ['payload', 'body'] : ['payload'];
  return { sensitive: [...sensitive, ...places.map((keys) => [...root, ...keys].join('.'))], version, sealed: false };
}
