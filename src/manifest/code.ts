/**
 * All code that a manifest names: the one list that `check` judges, the loader builds and runs, and a reload watches.
 * A new kind of code is another loop here.
 */
import type { ExpandedSource } from './expand.ts';
import { handlerRef } from './handler-ref.ts';
import type { HandlerRef } from './manifest.ts';

export interface CodeUse {
  readonly ref: HandlerRef;
  /** Where the manifest names it. */
  readonly path: readonly string[];
}

export function codeOf({ tasks }: Pick<ExpandedSource, 'tasks'>, directory: string): readonly CodeUse[] {
  const handlers = Object.entries(tasks).map(([name, { handler }]) => ({
    ref: handlerRef(handler, directory),
    path: ['tasks', name, 'handler'],
  }));
  const upcasts = Object.entries(tasks).flatMap(([name, { upcast }]) =>
    Object.entries(upcast).map(([from, text]) => ({
      ref: handlerRef(text, directory),
      path: ['tasks', name, 'upcast', from],
    })),
  );
  return [...handlers, ...upcasts];
}
