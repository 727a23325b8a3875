import type { RetryPolicy, TimeoutLimits } from '../../core/index.ts';
import { canonicalJson, deepFreeze, dictionary, type Json, sizeBytes } from '../../foundation/index.ts';
import { definitions } from './defaults.ts';
import { executorOf, graceOf } from '../executors.ts';
import type { ExpandedSource } from '../expanding/expand.ts';
import { handlerRef } from '../handler-ref.ts';
import { ALERT_TASK, PUBLISH_TASK, WEBHOOK_TASK } from '../specs/hook-spec.ts';
import type { TaskRoute } from '../manifest.ts';
import type { ConditionalRoute, ResultSpec, TaskSpec } from '../specs/task-spec.ts';
import type { Task } from '../source.generated.ts';
import { taskLimits } from './normalize-limits.ts';
import { builtInTask, hooksOf, runHooksOf, tells } from './normalize-hooks.ts';
import { publishOf } from './normalize-sources.ts';
import { taskKeys } from './normalize-unique.ts';
import { TaskRouter } from '../task-router.ts';

/** Name of policies that are written inside of a task. */
const INLINE = 'inline';
const UNLIMITED: TimeoutLimits = { softMs: null, hardMs: null };

type Policies = Readonly<Record<string, RetryPolicy>>;

/** Complete tasks that stay as they are while what is written of them, and what they have from elsewhere, does. */
interface Completed {
  /** What they have from elsewhere. */
  readonly around: string;
  readonly policies: Policies;
  /** By what was written of each, with its name. */
  readonly specs: WeakMap<object, TaskSpec>;
}

let completed: Completed | undefined;

/** Complete and frozen: not to be walked again. */
export const frozenTasks = new WeakSet<object>();

export interface NormalizedTasks {
  readonly tasks: Record<string, TaskSpec>;
  /** Those of before where they are the same: tasks are told apart by them. */
  readonly policies: Policies;
}

export function* normalizeTasks(
  source: ExpandedSource,
  declared: Policies,
  directory: string,
): Generator<void, NormalizedTasks> {
  const { tasks, routes, defaults, moved, brokers } = source;
  const around = canonicalJson({ routes, defaults, brokers, declared, directory } as unknown as Json);
  if (completed?.around !== around) completed = { around, policies: declared, specs: new WeakMap() };
  const { policies, specs } = completed;
  const router = new TaskRouter(routes.tasks);
  const result = dictionary<TaskSpec>();
  for (const [name, task] of Object.entries(tasks)) {
    const before = specs.get(task);
    const spec = before?.name === name ? before : taskOf(name, { task, source, router, policies, directory });
    if (spec !== before) {
      frozenTasks.add(deepFreeze(spec));
      specs.set(task, spec);
    }
    result[name] = spec;
    yield;
  }
  addFormerNames(result, moved.tasks);
  addBuiltIn(result, source, router);
  return { tasks: result, policies };
}

interface Surrounded {
  readonly task: ExpandedSource['tasks'][string];
  readonly source: ExpandedSource;
  readonly router: TaskRouter;
  readonly policies: Policies;
  readonly directory: string;
}

function taskOf(name: string, { task: written, source, router, policies, directory }: Surrounded): TaskSpec {
  const { maxPayload, limits, result: rules, ...task } = written;
  const { routes, defaults } = source;
  const route = routes.tasks[router.routeOf(name)];
  return {
    name,
    ...task,
    ...taskLimits(task),
    ...taskKeys(task),
    handler: task.handler === null ? null : handlerRef(task.handler, directory),
    publish: task.publish && publishOf(task.publish, source),
    executor: executorOf(task, defaults),
    limits: limits && { memoryBytes: bytesOf(limits.memory), cpuMs: limits.cpuMs },
    on: task.on && hooksOf(task.on, directory, source),
    upcast: Object.fromEntries(Object.entries(task.upcast).map(([from, text]) => [from, handlerRef(text, directory)])),
    maxPayloadBytes: bytesOf(maxPayload),
    result: rules && resultOf(rules),
    retry: policyOf(task.retry ?? defaults.retry, policies),
    timeout: task.timeout ?? defaults.timeout ?? UNLIMITED,
    cancelGraceMs: graceOf(task.cancelGraceMs, defaults.cancelGraceMs),
    priority: priorityOf(task, route),
    queue: route?.queue ?? defaults.queue,
    routes: router.conditionalOf(name).map((index) => conditional(routes.tasks[index], task)),
  };
}

/** What hooks and alerts are told by, where there are any. */
function addBuiltIn(tasks: Record<string, TaskSpec>, source: ExpandedSource, router: TaskRouter): void {
  const runHooks = Object.values(source.workflows).map(({ on }) => ({ on: on && runHooksOf(on) }));
  const tellers = [...Object.values(tasks), ...runHooks].filter(({ on }) => on !== null);
  const add = (name: Parameters<typeof builtInTask>[0]): void => {
    tasks[name] = builtInTask(name, source, router);
  };
  if (tellers.some((one) => tells(one, 'webhook'))) add(WEBHOOK_TASK);
  if (tellers.some((one) => tells(one, 'publish'))) add(PUBLISH_TASK);
  if (Object.keys(source.alerts).length > 0) add(ALERT_TASK);
}

/** Jobs of a former name run as those of the task that has another one now. */
function addFormerNames(tasks: Record<string, TaskSpec>, moved: ExpandedSource['moved']['tasks']): void {
  for (const [name, { movedTo }] of Object.entries(moved)) {
    const spec = tasks[movedTo];
    if (spec !== undefined) tasks[name] = { ...spec, name };
  }
}

function resultOf({ ignore, max, keepMs }: NonNullable<ExpandedSource['tasks'][string]['result']>): ResultSpec {
  return { ignore, maxBytes: bytesOf(max), keepMs };
}

function bytesOf(size: string | null): number | null {
  return size === null ? null : sizeBytes(size);
}

/** The task's own, else that of the route that matched, else the default. */
function priorityOf(task: Pick<Task, 'priority'>, route: TaskRoute | undefined): number {
  return task.priority ?? route?.priority ?? definitions.task.properties.priority.default;
}

function conditional(route: TaskRoute | undefined, task: Pick<Task, 'priority'>): ConditionalRoute {
  if (route?.where == null) throw new Error('a route without a condition');
  const { match, where, queue } = route;
  return { match, where, queue, priority: priorityOf(task, route) };
}

/** A name leads to a declared policy; one that is written in place has no other name. */
export function policyOf(retry: NonNullable<Task['retry']>, policies: Policies): RetryPolicy {
  if (typeof retry !== 'string') return { name: INLINE, ...retry };
  const policy = policies[retry];
  if (policy === undefined) throw new Error(`no such retry policy: ${retry}`);
  return policy;
}
