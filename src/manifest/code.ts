/**
 * All code that a manifest names: the one list that `check` judges, the loader builds and runs, and a reload watches.
 * A new kind of code is another loop here.
 */
import type { CombinedSource } from './combine.ts';
import { handlerRef } from './handler-ref.ts';
import type { HandlerRef } from './manifest.ts';

export interface CodeUse {
  readonly ref: HandlerRef;
  /** Where the manifest names it. */
  readonly path: readonly string[];
}

export function codeOf({ tasks }: Pick<CombinedSource, 'tasks'>, directory: string): readonly CodeUse[] {
  return Object.entries(tasks).map(([name, task]) =>
    typeof task === 'string'
      ? { ref: handlerRef(task, directory), path: ['tasks', name] }
      : { ref: handlerRef(task.handler, directory), path: ['tasks', name, 'handler'] },
  );
}
