/**
 * All code that a manifest names: the one list that `check` judges, the loader builds and runs, and a reload watches.
 * A new kind of code is another loop here.
 */
import type { ExpandedSource } from './expanding/expand.ts';
import { executorOf } from './executors.ts';
import { type HandlerRef, handlerRef } from './handler-ref.ts';
import { placedHooks } from './placed-hooks.ts';
import type { Path } from './yaml/source-file.ts';

export interface CodeUse {
  readonly ref: HandlerRef;
  /** Where the manifest names it. */
  readonly path: Path;
  /** What its module is called in messages. */
  readonly word: 'handler' | 'resource' | 'hook' | 'upcast';
}

type Source = Pick<ExpandedSource, 'tasks' | 'resources' | 'defaults'>;

/** It is asked for when a manifest is resolved, and when it is completed. */
const known = new WeakMap<Source, readonly CodeUse[]>();

export function* codeOf(source: Source, directory: string): Generator<void, readonly CodeUse[]> {
  const uses = known.get(source) ?? (yield* usesOf(source, directory));
  known.set(source, uses);
  return uses;
}

function* usesOf(source: Source, directory: string): Generator<void, readonly CodeUse[]> {
  const here = new Map<string, HandlerRef>();
  const elsewhere = new Map<string, HandlerRef>();
  const refOf = (text: string, apart: boolean): HandlerRef => {
    const refs = apart ? elsewhere : here;
    const ref = refs.get(text) ?? placed(handlerRef(text, directory), apart);
    refs.set(text, ref);
    return ref;
  };
  const use = (word: CodeUse['word'], text: string, path: Path, apart = false): CodeUse => {
    return { ref: refOf(text, apart), path, word };
  };
  const far = new Set<string>();
  const tasks: CodeUse[] = [];
  for (const [name, task] of Object.entries(source.tasks)) {
    const apart = runsApart(source, task);
    if (apart) far.add(name);
    const { handler, upcast, on } = task;
    if (handler !== null) tasks.push(use('handler', handler, ['tasks', name, 'handler'], apart));
    for (const [from, text] of Object.entries(upcast)) tasks.push(use('upcast', text, ['tasks', name, 'upcast', from]));
    for (const { hook, path } of on === null ? [] : placedHooks(on)) {
      if (typeof hook === 'string') tasks.push(use('hook', hook, ['tasks', name, ...path]));
    }
    yield;
  }
  const resources = Object.entries(source.resources).flatMap(([name, { module }]) => {
    const users = Object.entries(source.tasks).flatMap(([task, { use }]) => (use.includes(name) ? [task] : []));
    const apart = users.length > 0 && users.every((task) => far.has(task));
    return Object.values(resourceRefs(module, directory)).map((ref): CodeUse => {
      return { ref: placed(ref, apart), path: ['resources', name, 'module'], word: 'resource' };
    });
  });
  return [...tasks, ...resources];
}

function runsApart({ defaults }: Source, task: ExpandedSource['tasks'][string]): boolean {
  return task.handler !== null && executorOf(task, defaults) !== 'inline';
}

/** @param apart whether it runs in a thread or process */
function placed(ref: HandlerRef, apart: boolean): HandlerRef {
  return apart ? { ...ref, apart } : ref;
}

/** What a resource needs of its module, and what it may do without. */
export function resourceRefs(module: string, directory: string): Record<'open' | 'close' | 'check', HandlerRef> {
  const ref = (name: string): HandlerRef => ({ ...handlerRef(module, directory), export: name });
  return { open: ref('open'), close: ref('close'), check: { ...ref('check'), optional: true } };
}
