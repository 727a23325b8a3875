import { createHash } from 'node:crypto';

import type { HookEvent, RetryPolicy } from '../../core/index.ts';
import { canonicalJson, type Json } from '../../foundation/index.ts';
import { definitions } from './defaults.ts';
import { graceOf } from '../executors.ts';
import type { ExpandedSource } from '../expanding/expand.ts';
import { handlerRef } from '../handler-ref.ts';
import {
  ALERT_TASK,
  type Hooks,
  type HookSpec,
  PUBLISH_TASK,
  type PublishHook,
  type RunHookEvent,
  type RunHooks,
  type TaskHook,
  WEBHOOK_TASK,
  type WebhookHook,
} from '../specs/hook-spec.ts';
import { brokerOf } from './normalize-sources.ts';
import type { TaskSpec } from '../specs/task-spec.ts';
import { placedHooks, placedRunHooks, type WrittenHook } from '../placed-hooks.ts';
import type { Task, WorkflowHooks } from '../source.generated.ts';
import type { TaskRouter } from '../task-router.ts';

/** Receivers are down for an hour at times: ten attempts over about two hours. */
const PATIENT: RetryPolicy = {
  name: 'webhook',
  maxAttempts: 10,
  backoff: { type: 'exponential', baseMs: 5_000, factor: 3, maxMs: 1_800_000, jitter: 'equal' },
  retryOn: [],
  deadOn: [],
  retryForMs: null,
};

type Brokers = Pick<ExpandedSource, 'brokers'>;

export function hooksOf(on: NonNullable<Task['on']>, directory: string, brokers: Brokers): Hooks {
  const hooks: Partial<Record<HookEvent, HookSpec[]>> = {};
  for (const { event, hook } of placedHooks(on)) (hooks[event] ??= []).push(hookSpec(hook, directory, brokers));
  return hooks;
}

export function runHooksOf(on: WorkflowHooks): RunHooks {
  const hooks: Partial<Record<RunHookEvent, (TaskHook | WebhookHook)[]>> = {};
  for (const { event, hook } of placedRunHooks(on)) (hooks[event] ??= []).push(stored(hook));
  return hooks;
}

function hookSpec(hook: WrittenHook, directory: string, brokers: Brokers): HookSpec {
  if (typeof hook === 'string') return { kind: 'function', ref: handlerRef(hook, directory) };
  return 'publish' in hook ? published(hook, brokers) : stored(hook);
}

function published(hook: WrittenPublish, brokers: Brokers): PublishHook {
  return { kind: 'publish', key: keyOf(hook), ...hook.publish, broker: brokerOf(hook.publish.broker, brokers) };
}

type WrittenPublish = Extract<WrittenHook, { readonly publish: unknown }>;

function stored(hook: Exclude<WrittenHook, string | WrittenPublish>): TaskHook | WebhookHook {
  const key = keyOf(hook);
  if ('task' in hook) return { kind: 'task', key, task: hook.task, with: hook.with };
  const { webhook, headers, secret, allowPrivate } = hook;
  return { kind: 'webhook', key, url: webhook, headers, secret, allowPrivate };
}

/** The same for the same hook in whatever place: it is a part of the ids of its jobs. */
export function keyOf(hook: Exclude<WrittenHook, string>): string {
  return createHash('sha256')
    .update(canonicalJson(meantBy(hook)))
    .digest('hex')
    .slice(0, 12);
}

function meantBy(hook: Exclude<WrittenHook, string>): Json {
  if ('task' in hook) return [hook.task, hook.with];
  if ('webhook' in hook) return hook.webhook;
  const { broker, exchange, routingKey, body } = hook.publish;
  return [broker, exchange, routingKey, body];
}

export function tells({ on }: Pick<TaskSpec, 'on'>, kind: HookSpec['kind']): boolean {
  return Object.values(on ?? {}).some((specs) => specs.some((hook) => hook.kind === kind));
}

const BUILT_IN = {
  [WEBHOOK_TASK]: 'Tells a URL of a job, as a hook of its task says.',
  [PUBLISH_TASK]: 'Publishes what a hook of a task tells of a job.',
  [ALERT_TASK]: 'Tells somebody of an alert, as the manifest says.',
} as const;

/** A built-in task: its queue and priority are those of a task route that matches it, else the defaults. */
export function builtInTask(
  name: keyof typeof BUILT_IN,
  { routes, defaults }: ExpandedSource,
  router: TaskRouter,
): TaskSpec {
  const route = routes.tasks[router.routeOf(name)];
  return {
    name,
    description: BUILT_IN[name],
    extends: [],
    handler: null,
    request: null,
    publish: null,
    executor: 'inline',
    limits: null,
    ...{ command: null, cwd: null, env: null, exitCodes: null, rate: null, concurrency: null, collect: null, uses: [] },
    deadTo: null,
    fairness: null,
    ...{ unique: null, debounce: null, throttle: null },
    on: null,
    input: null,
    output: null,
    use: [],
    sensitive: [],
    encrypt: false,
    version: 1,
    upcast: {},
    maxPayloadBytes: null,
    result: null,
    retry: PATIENT,
    timeout: { softMs: null, hardMs: null },
    cancelGraceMs: graceOf(defaults.cancelGraceMs),
    priority: route?.priority ?? definitions.task.properties.priority.default,
    tags: [],
    queue: route?.queue ?? defaults.queue,
    routes: [],
  };
}
