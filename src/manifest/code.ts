/**
 * All code that a manifest names: the one list that `check` judges, the loader builds and runs, and a reload watches.
 * A new kind of code is another loop here.
 */
import type { ExpandedSource } from './expand.ts';
import { handlerRef } from './handler-ref.ts';
import type { HandlerRef } from './manifest.ts';
import { placedHooks, type WrittenHook } from './placed-hooks.ts';
import type { Path } from './source-file.ts';

export interface CodeUse {
  readonly ref: HandlerRef;
  /** Where the manifest names it. */
  readonly path: Path;
}

export function codeOf({ tasks }: Pick<ExpandedSource, 'tasks'>, directory: string): readonly CodeUse[] {
  return Object.entries(tasks).flatMap(([name, { handler, upcast, on }]) => {
    const own = handler === null ? [] : [{ ref: handlerRef(handler, directory), path: ['tasks', name, 'handler'] }];
    const upcasts = Object.entries(upcast).map(([from, text]) => ({
      ref: handlerRef(text, directory),
      path: ['tasks', name, 'upcast', from],
    }));
    return [
      ...own,
      ...upcasts,
      ...placedHooks(on).flatMap(({ hook, path }) => codeOfHook(hook, ['tasks', name, ...path], directory)),
    ];
  });
}

function codeOfHook(hook: WrittenHook, path: Path, directory: string): readonly CodeUse[] {
  return typeof hook === 'string' ? [{ ref: handlerRef(hook, directory), path }] : [];
}
