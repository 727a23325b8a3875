/** Puts executors, resources and schemas to the tasks of a manifest. */
import { type Executor, type Handler, type Hook, inline, type Resource, type SharedResources } from '../core/index.ts';
import { Slices } from '../foundation/index.ts';
import {
  ALERT_TASK,
  type BoundHook,
  type BoundHooks,
  type BoundTask,
  compileLater,
  type Manifest,
  PUBLISH_TASK,
  type TaskSpec,
  type Upcast,
  WEBHOOK_TASK,
} from '../manifest/index.ts';
import { alertExecutor } from './alert-executor.ts';
import { type Apart, farWork } from './apart.ts';
import { bindResources } from './bind-resources.ts';
import type { Surroundings } from './command/command-executor.ts';
import { handlerKey, type HandlerLoader, isHere } from './handler-loader.ts';
import type { publishWork } from './publish/publish-executor.ts';
import { requestExecutor } from './request/request-executor.ts';
import { webhookExecutor } from './request/webhook-executor.ts';

/** What stands over reloads. */
export interface BindingPlaces {
  /** Where resources of the process are. */
  readonly shared: SharedResources;
  /** What runs handlers in threads and processes. */
  readonly apart: Apart;
  /** The environment that commands get some of. */
  readonly env?: Surroundings['env'];
}

/**
 * @returns by task name
 * @throws SkepError HANDLER_MISSING when a handler cannot be loaded
 */
export async function bindTasks(
  manifest: Manifest,
  loader: Pick<HandlerLoader, 'load' | 'locate'>,
  { shared, apart, env = {} }: BindingPlaces,
): Promise<Map<string, BoundTask>> {
  const handlers = await loader.load(manifest.modules.filter(isHere));
  const far = await farWork(manifest, (refs) => loader.locate(refs));
  const commands = await commandsOf(manifest, env);
  const messages = await messagesOf(manifest, shared);
  const declared = bindResources(manifest, handlers, shared);
  const bound = async (spec: TaskSpec): Promise<BoundTask | undefined> => {
    const work = far.get(spec.name);
    const message = messages?.(spec);
    const here = message?.executor ?? commands?.(spec) ?? executorOf(spec, handlers, manifest);
    const executor = work ? await apart(work) : here;
    if (!executor) return undefined;
    const [checkInput, checkOutput] = [compileLater(spec.input), compileLater(spec.output)];
    const [upcasts, hooks] = [upcastsOf(spec, handlers), hooksOf(spec, handlers)];
    const used = work ? NONE : usedOf(spec.use, declared);
    const resources = message === undefined ? used : [...used, ...message.resources];
    return { spec, executor, resources, upcasts, checkInput, checkOutput, hooks };
  };
  const bindings = new Map<string, BoundTask>();
  const slices = new Slices();
  for (const spec of Object.values(manifest.tasks)) {
    if (slices.over) await slices.next();
    const task = plainOf(spec, handlers) ?? (await bound(spec));
    if (task) bindings.set(spec.name, task);
  }
  return bindings;
}

interface Plain {
  /** As in `handlerKey`. */
  readonly key: string;
  readonly handler: Handler;
  readonly task: BoundTask;
}

/** A reload meets most tasks again, and most of their code. */
const plain = new WeakMap<TaskSpec, Plain>();

/** @returns a task that is a handler which runs here and nothing else; undefined: it is more, or its handler is not there */
function plainOf(spec: TaskSpec, handlers: ReadonlyMap<string, Handler>): BoundTask | undefined {
  const before = plain.get(spec);
  if (before !== undefined && handlers.get(before.key) === before.handler) return before.task;
  if (spec.handler === null || spec.executor !== 'inline' || !isPlain(spec)) return undefined;
  const key = handlerKey(spec.handler);
  const handler = handlers.get(key);
  if (handler === undefined) return undefined;
  const [checkInput, checkOutput] = [compileLater(spec.input), compileLater(spec.output)];
  const task = {
    spec,
    executor: inline(handler),
    resources: NONE,
    upcasts: NO_UPCASTS,
    checkInput,
    checkOutput,
    hooks: null,
  };
  plain.set(spec, { key, handler, task });
  return task;
}

function isPlain({ publish, command, request, on, use, upcast }: TaskSpec): boolean {
  const work = publish === null && command === null && request === null;
  return work && on === null && use.length === 0 && Object.keys(upcast).length === 0;
}

/** What speaks to brokers is loaded by manifests that publish. */
async function messagesOf(manifest: Manifest, shared: SharedResources): Promise<PublishOf | undefined> {
  const publishes = ({ name, publish }: TaskSpec): boolean => publish !== null || name === PUBLISH_TASK;
  if (!Object.values(manifest.tasks).some(publishes)) return undefined;
  const publishing = await import('./publish/publish-executor.ts');
  return publishing.publishWork(manifest, shared);
}

type PublishOf = ReturnType<typeof publishWork>;
type CommandOf = (spec: TaskSpec) => Executor | undefined;

/** What runs programs is loaded by manifests that have some. */
async function commandsOf(manifest: Manifest, env: Surroundings['env']): Promise<CommandOf | undefined> {
  if (Object.values(manifest.tasks).every(({ command }) => command === null)) return undefined;
  const { commandExecutor } = await import('./command/command-executor.ts');
  const { directory } = manifest;
  return ({ command, ...spec }) =>
    command === null ? undefined : commandExecutor({ ...spec, command }, { directory, env });
}

function executorOf(
  { name, handler, request, result }: TaskSpec,
  handlers: ReadonlyMap<string, Handler>,
  manifest: Manifest,
): Executor | undefined {
  if (name === WEBHOOK_TASK) return webhookExecutor(manifest);
  if (name === ALERT_TASK) return alertExecutor(manifest);
  if (request !== null) return requestExecutor(request, {}, result?.maxBytes);
  const found = handler === null ? undefined : handlers.get(handlerKey(handler));
  return found && inline(found);
}

function hooksOf({ on }: TaskSpec, loaded: ReadonlyMap<string, Handler>): BoundHooks | null {
  if (on === null) return null;
  const entries = Object.entries(on).flatMap(([event, specs]) => {
    const found = specs.flatMap((spec): BoundHook[] => {
      const run = spec.kind === 'function' ? loaded.get(handlerKey(spec.ref)) : undefined;
      // The loader knows functions only; what it is called with makes it a hook.
      return run === undefined || spec.kind !== 'function'
        ? []
        : [{ text: spec.ref.text, run: run as unknown as Hook }];
    });
    return found.length === 0 ? [] : [[event, found] as const];
  });
  return entries.length === 0 ? null : Object.fromEntries(entries);
}

function upcastsOf({ upcast }: TaskSpec, code: ReadonlyMap<string, Handler>): ReadonlyMap<number, Upcast> {
  const found = Object.entries(upcast).map(([from, ref]) => [Number(from), code.get(handlerKey(ref))] as const);
  return new Map(found.flatMap(([from, run]) => (run === undefined ? [] : [[from, run as Upcast]])));
}

const NONE: readonly Resource[] = [];
const NO_UPCASTS: BoundTask['upcasts'] = new Map();

function usedOf(names: readonly string[], declared: ReadonlyMap<string, Resource>): readonly Resource[] {
  return names.length === 0 ? NONE : names.flatMap((name) => declared.get(name) ?? []);
}
