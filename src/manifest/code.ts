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
  return Object.entries(tasks).flatMap(([name, { handler }]) =>
    handler === null ? [] : [{ ref: handlerRef(handler, directory), path: ['tasks', name, 'handler'] }],
  );
}
