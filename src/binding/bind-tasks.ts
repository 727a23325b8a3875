/** Puts executors and schemas to the tasks of a manifest. */
import { type Handler, inline } from '../core/index.ts';
import { type BoundTask, compileLater, type Manifest, type TaskSpec, type Upcast } from '../manifest/index.ts';
import { handlerKey, type HandlerLoader } from './handler-loader.ts';

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
    const handler = handlers.get(handlerKey(spec.handler));
    if (!handler) continue;
    const [checkInput, checkOutput] = [compileLater(spec.input), compileLater(spec.output)];
    const upcasts = upcastsOf(spec, handlers);
    bindings.set(spec.name, { spec, executor: inline(handler), upcasts, checkInput, checkOutput });
  }
  return bindings;
}

function upcastsOf({ upcast }: TaskSpec, code: ReadonlyMap<string, Handler>): ReadonlyMap<number, Upcast> {
  const found = Object.entries(upcast).map(([from, ref]) => [Number(from), code.get(handlerKey(ref))] as const);
  return new Map(found.flatMap(([from, run]) => (run === undefined ? [] : [[from, run as Upcast]])));
}
