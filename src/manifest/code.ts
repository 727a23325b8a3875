/**
 * All code that a manifest names: the one list that `check` judges, the loader builds and runs, and a reload watches.
 * A new kind of code is another loop here.
 */
import type { ExpandedSource } from './expand.ts';
import { executorOf } from './executors.ts';
import { type HandlerRef, handlerRef } from './handler-ref.ts';
import { placedHooks } from './placed-hooks.ts';
import type { Path } from './source-file.ts';

export interface CodeUse {
  readonly ref: HandlerRef;
  /** Where the manifest names it. */
  readonly path: Path;
  /** What its module is called in messages. */
  readonly word: 'handler' | 'resource' | 'hook' | 'upcast';
}

export function codeOf(
  source: Pick<ExpandedSource, 'tasks' | 'resources' | 'defaults'>,
  directory: string,
): readonly CodeUse[] {
  const use = (word: CodeUse['word'], text: string, path: Path): CodeUse => {
    return { ref: handlerRef(text, directory), path, word };
  };
  const far = Object.keys(source.tasks).filter((name) => runsApart(source, name));
  const tasks = Object.entries(source.tasks).flatMap(([name, { handler, upcast, on }]): CodeUse[] => {
    const own =
      handler === null ? [] : [use('handler', handler, ['tasks', name, 'handler'])].map(placed(far.includes(name)));
    const upcasts = Object.entries(upcast).map(([from, text]) => use('upcast', text, ['tasks', name, 'upcast', from]));
    const hooks = placedHooks(on).flatMap(({ hook, path }) => {
      return typeof hook === 'string' ? [use('hook', hook, ['tasks', name, ...path])] : [];
    });
    return [...own, ...upcasts, ...hooks];
  });
  const resources = Object.entries(source.resources).flatMap(([name, { module }]) => {
    const users = Object.entries(source.tasks).flatMap(([task, { use }]) => (use.includes(name) ? [task] : []));
    const apart = users.length > 0 && users.every((task) => far.includes(task));
    return Object.values(resourceRefs(module, directory))
      .map((ref): CodeUse => ({ ref, path: ['resources', name, 'module'], word: 'resource' }))
      .map(placed(apart));
  });
  return [...tasks, ...resources];
}

function runsApart({ tasks, defaults }: Pick<ExpandedSource, 'tasks' | 'defaults'>, name: string): boolean {
  const task = tasks[name];
  return task !== undefined && task.handler !== null && executorOf(task, defaults) !== 'inline';
}

function placed(apart: boolean): (use: CodeUse) => CodeUse {
  return (use) => (apart ? { ...use, ref: { ...use.ref, apart } } : use);
}

/** What a resource needs of its module, and what it may do without. */
export function resourceRefs(module: string, directory: string): Record<'open' | 'close' | 'check', HandlerRef> {
  const ref = (name: string): HandlerRef => ({ ...handlerRef(module, directory), export: name });
  return { open: ref('open'), close: ref('close'), check: { ...ref('check'), optional: true } };
}
