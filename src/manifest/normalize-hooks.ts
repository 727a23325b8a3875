import { createHash } from 'node:crypto';

import type { HookEvent, RetryPolicy } from '../core/index.ts';
import { canonicalJson, type Json } from '../foundation/index.ts';
import { definitions } from './defaults.ts';
import { graceOf } from './executors.ts';
import type { ExpandedSource } from './expand.ts';
import { handlerRef } from './handler-ref.ts';
import { type FunctionHook, type Hooks, type HookSpec, type RunHookEvent, type RunHooks } from './hook-spec.ts';
import type { TaskSpec } from './task-spec.ts';
import { placedHooks, placedRunHooks, type WrittenHook } from './placed-hooks.ts';
import type { Task, WorkflowHooks } from './source.generated.ts';
import type { TaskRouter } from './task-router.ts';

/** Receivers are down for an hour at times: ten attempts over about two hours. */
const PATIENT: RetryPolicy = {
  name: 'webhook',
  maxAttempts: 10,
  backoff: { type: 'exponential', baseMs: 5_000, factor: 3, maxMs: 1_800_000, jitter: 'equal' },
  retryOn: [],
  deadOn: [],
  retryForMs: null,
};

export function hooksOf(on: NonNullable<Task['on']>, directory: string): Hooks {
  const hooks: Partial<Record<HookEvent, HookSpec[]>> = {};
  for (const { event, hook } of placedHooks(on)) (hooks[event] ??= []).push(hookSpec(hook, directory));
  return hooks;
}

export function runHooksOf(on: WorkflowHooks): RunHooks {
  const entries = placedRunHooks(on).map(({ event, hook }) => [event, stored(hook)] as const);
  const hooks: Partial<Record<RunHookEvent, Exclude<HookSpec, FunctionHook>[]>> = {};
  for (const [event, hook] of entries) (hooks[event] ??= []).push(hook);
  return hooks;
}

function hookSpec(hook: WrittenHook, directory: string): HookSpec {
  if (typeof hook === 'string') return { kind: 'function', ref: handlerRef(hook, directory) };
  return stored(hook);
}

function stored(hook: Exclude<WrittenHook, string>): Exclude<HookSpec, FunctionHook> {
  const key = keyOf(hook);
  if ('task' in hook) return { kind: 'task', key, task: hook.task, with: hook.with };
  const { webhook, headers, secret, allowPrivate } = hook;
  return { kind: 'webhook', key, url: webhook, headers, secret, allowPrivate };
}

/** The same for the same hook in whatever place: it is a part of the ids of its jobs. */
export function keyOf(hook: Exclude<WrittenHook, string>): string {
  const meant: Json = 'task' in hook ? [hook.task, hook.with] : hook.webhook;
  return createHash('sha256').update(canonicalJson(meant)).digest('hex').slice(0, 12);
}

export function tellsUrls({ on }: Pick<TaskSpec, 'on'>): boolean {
  return Object.values(on ?? {}).some((specs) => specs.some(({ kind }) => kind === 'webhook'));
}

/** A built-in task: its queue and priority are those of a task route that matches it, else the defaults. */
export function builtInTask(
  about: Pick<TaskSpec, 'name' | 'description'>,
  { routes, defaults }: ExpandedSource,
  router: TaskRouter,
): TaskSpec {
  const route = routes.tasks[router.routeOf(about.name)];
  return {
    ...about,
    extends: [],
    handler: null,
    request: null,
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
