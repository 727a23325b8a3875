import type { RetryPolicy, TimeoutLimits } from '../core/index.ts';
import type { JsonObject } from '../foundation/index.ts';
import { type CombinedSource, emptyRecord } from './combine.ts';
import { definitions } from './defaults.ts';
import { handlerRef } from './handler-ref.ts';
import type { Defaults, TaskRoute, TaskSpec } from './manifest.ts';
import { durationMs, inlinePolicy } from './normalize-policies.ts';
import type { Task } from './source.generated.ts';
import { TaskRouter } from './task-router.ts';

interface TasksInput {
  readonly source: CombinedSource;
  readonly routes: readonly TaskRoute[];
  readonly defaults: Defaults;
  readonly retryPolicies: Readonly<Record<string, RetryPolicy>>;
  readonly directory: string;
}

export function normalizeTasks(input: TasksInput): Record<string, TaskSpec> {
  const router = new TaskRouter(input.routes.map(({ match }) => match));
  const general = generalRules(input);
  const result = emptyRecord<TaskSpec>();
  for (const [name, written] of Object.entries(input.source.tasks)) {
    const task: Task = typeof written === 'string' ? { handler: written } : written;
    const route = input.routes[router.routeOf(name)];
    result[name] = { name, ...ownRules(task, input, general), ...placement(task, route, input.defaults) };
  }
  return result;
}

interface GeneralRules {
  readonly retry: RetryPolicy;
  readonly timeout: TimeoutLimits;
}

function generalRules({ source, retryPolicies }: TasksInput): GeneralRules {
  const name = source.defaults?.retry ?? definitions.defaults.properties.retry.default;
  return { retry: policyNamed(name, retryPolicies), timeout: limits(source.defaults?.timeout ?? 'none') };
}

function ownRules(task: Task, input: TasksInput, general: GeneralRules): Omit<TaskSpec, 'name' | 'queue' | 'priority'> {
  return {
    description: task.description ?? null,
    handler: handlerRef(task.handler, input.directory),
    input: (task.input as JsonObject | boolean | undefined) ?? null,
    output: (task.output as JsonObject | boolean | undefined) ?? null,
    retry: retryOf(task, input.retryPolicies) ?? general.retry,
    timeout: task.timeout === undefined ? general.timeout : limits(task.timeout),
    tags: task.tags ?? [...definitions.task.properties.tags.default],
  };
}

/** Priority: the task's own, else the route's, else the default. Queue: the route's, else the default. */
function placement(task: Task, route: TaskRoute | undefined, defaults: Defaults): Pick<TaskSpec, 'priority' | 'queue'> {
  return {
    priority: task.priority ?? route?.priority ?? definitions.task.properties.priority.default,
    queue: route?.queue ?? defaults.queue,
  };
}

function retryOf({ retry }: Task, policies: Readonly<Record<string, RetryPolicy>>): RetryPolicy | undefined {
  if (retry === undefined) return undefined;
  return typeof retry === 'string' ? policyNamed(retry, policies) : inlinePolicy(retry);
}

function policyNamed(name: string, policies: Readonly<Record<string, RetryPolicy>>): RetryPolicy {
  const policy = policies[name];
  if (policy === undefined) throw new Error(`no such retry policy: ${name}`);
  return policy;
}

function limits(timeout: NonNullable<Task['timeout']>): TimeoutLimits {
  if (timeout === 'none') return { softMs: null, hardMs: null };
  if (typeof timeout === 'string') return { softMs: null, hardMs: durationMs(timeout) };
  return {
    softMs: timeout.soft === undefined ? null : durationMs(timeout.soft),
    hardMs: timeout.hard === undefined ? null : durationMs(timeout.hard),
  };
}
