/** Modules of handlers and resources, loaded on the far side and nowhere else. */
import { pathToFileURL } from 'node:url';

import { attemptResource, exportOf, type Resource, type ResourceModule, type SharedResources } from '../core/index.ts';
import { messageOf, SkepError } from '../foundation/index.ts';
import type { FarFunction, FarModule, FarResource } from './messages.ts';

/** A module that threw while it was loaded does so again in this thread or process, though its reason may be gone. */
export class NotLoaded extends SkepError {}

/** @throws NotLoaded where its module throws; SkepError HANDLER_MISSING where it has no such function */
export async function functionOf(code: FarFunction): Promise<(...given: never[]) => unknown> {
  const found = exportOf(await loaded(code), code.export, code.commonJs);
  if (typeof found === 'function') return found as (...given: never[]) => unknown;
  throw new SkepError('HANDLER_MISSING', `handler ${code.text}: there is no function '${code.export}'`);
}

export function farResources(used: readonly FarResource[], shared: SharedResources): Promise<readonly Resource[]> {
  return Promise.all(
    used.map(async ({ settings, module }) => {
      const names = await loaded(module);
      const [open, close, check] = ['open', 'close', 'check'].map((name) => exportOf(names, name, module.commonJs));
      const bound = { open, close, ...(check !== undefined && { check }) } as unknown as ResourceModule;
      return settings.scope === 'process' ? shared.of(settings, bound) : attemptResource(settings, bound);
    }),
  );
}

async function loaded({ file, text }: FarModule): Promise<Readonly<Record<string, unknown>>> {
  try {
    return (await import(pathToFileURL(file).href)) as Readonly<Record<string, unknown>>;
  } catch (error) {
    throw new NotLoaded('HANDLER_MISSING', `${text} cannot be loaded: ${messageOf(error)}`, { cause: error });
  }
}
