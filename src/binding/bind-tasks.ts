/** Puts executors and schemas to the tasks of a manifest. */
import { type Executor, type Handler, inline } from '../core/index.ts';
import { type BoundTask, compileLater, type Manifest, type TaskSpec } from '../manifest/index.ts';
import { handlerKey, type HandlerLoader } from './handler-loader.ts';
import { requestExecutor } from './request/request-executor.ts';

/**
 * @returns by task name
 * @throws SkepError HANDLER_MISSING when a handler cannot be loaded
 */
export async function bindTasks(
  manifest: Manifest,
  loader: Pick<HandlerLoader, 'load'>,
): Promise<Map<string, BoundTask>> {
  const specs = Object.values(manifest.tasks);
  const handlers = await loader.load(manifest.modules);
  const bindings = new Map<string, BoundTask>();
  for (const spec of specs) {
    const executor = executorOf(spec, handlers);
    if (!executor) continue;
    const [checkInput, checkOutput] = [compileLater(spec.input), compileLater(spec.output)];
    bindings.set(spec.name, { spec, executor, checkInput, checkOutput });
  }
  return bindings;
}

function executorOf({ handler, request }: TaskSpec, handlers: ReadonlyMap<string, Handler>): Executor | undefined {
  if (request !== null) return requestExecutor(request);
  const found = handler === null ? undefined : handlers.get(handlerKey(handler));
  return found && inline(found);
}
