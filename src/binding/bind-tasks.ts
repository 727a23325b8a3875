/** Puts executors, resources and schemas to the tasks of a manifest. */
import { inline, type Resource, type SharedResources } from '../core/index.ts';
import { type BoundTask, compileLater, type Manifest } from '../manifest/index.ts';
import { bindResources } from './bind-resources.ts';
import { handlerKey, type HandlerLoader } from './handler-loader.ts';

/**
 * @param shared where resources of the process stand over reloads
 * @returns by task name
 * @throws SkepError HANDLER_MISSING when a handler cannot be loaded
 */
export async function bindTasks(
  manifest: Manifest,
  loader: Pick<HandlerLoader, 'load'>,
  shared: SharedResources,
): Promise<Map<string, BoundTask>> {
  const specs = Object.values(manifest.tasks);
  const handlers = await loader.load(manifest.modules);
  const declared = bindResources(manifest, handlers, shared);
  const bindings = new Map<string, BoundTask>();
  for (const spec of specs) {
    const handler = handlers.get(handlerKey(spec.handler));
    if (!handler) continue;
    const [checkInput, checkOutput] = [compileLater(spec.input), compileLater(spec.output)];
    const resources = usedOf(spec.use, declared);
    bindings.set(spec.name, { spec, executor: inline(handler), resources, checkInput, checkOutput });
  }
  return bindings;
}

const NONE: readonly Resource[] = [];

function usedOf(names: readonly string[], declared: ReadonlyMap<string, Resource>): readonly Resource[] {
  return names.length === 0 ? NONE : names.flatMap((name) => declared.get(name) ?? []);
}
