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
  /** What its module is called in messages. */
  readonly word: 'handler' | 'resource';
}

export function codeOf(source: Pick<ExpandedSource, 'tasks' | 'resources'>, directory: string): readonly CodeUse[] {
  const handlers = Object.entries(source.tasks).flatMap(([name, { handler }]): CodeUse[] => {
    if (handler === null) return [];
    return [{ ref: handlerRef(handler, directory), path: ['tasks', name, 'handler'], word: 'handler' }];
  });
  const resources = Object.entries(source.resources).flatMap(([name, { module }]) =>
    Object.values(resourceRefs(module, directory)).map((ref): CodeUse => {
      return { ref, path: ['resources', name, 'module'], word: 'resource' };
    }),
  );
  return [...handlers, ...resources];
}

/** What a resource needs of its module, and what it may do without. */
export function resourceRefs(module: string, directory: string): Record<'open' | 'close' | 'check', HandlerRef> {
  const ref = (name: string): HandlerRef => ({ ...handlerRef(module, directory), export: name });
  return { open: ref('open'), close: ref('close'), check: { ...ref('check'), optional: true } };
}
