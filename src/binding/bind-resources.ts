/** Puts the functions of their modules to the resources of a manifest. */
import {
  attemptResource,
  type Handler,
  type Resource,
  type ResourceModule,
  type SharedResources,
} from '../core/index.ts';
import { type Manifest, resourceRefs } from '../manifest/index.ts';
import { handlerKey } from './handler-loader.ts';

/**
 * @param functions what the loader gave for all code of the manifest
 * @returns by name
 */
export function bindResources(
  { resources, directory }: Manifest,
  functions: ReadonlyMap<string, Handler>,
  shared: SharedResources,
): ReadonlyMap<string, Resource> {
  const bound = new Map<string, Resource>();
  for (const spec of Object.values(resources)) {
    const refs = resourceRefs(spec.module, directory);
    const [open, close, check] = [refs.open, refs.close, refs.check].map((ref) => functions.get(handlerKey(ref)));
    if (!open || !close) continue;
    // The loader knows functions by what is most often called; what these take and give is for their users to say.
    const module = { open, close, ...(check && { check }) } as unknown as ResourceModule;
    bound.set(spec.name, spec.scope === 'process' ? shared.of(spec, module) : attemptResource(spec, module));
  }
  return bound;
}
