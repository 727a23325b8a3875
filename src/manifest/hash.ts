import { createHash } from 'node:crypto';

import { canonicalJson, type Json } from '../foundation/index.ts';
import type { Hooks, HookSpec } from './hook-spec.ts';
import type { EngineSpec, Manifest } from './manifest.ts';

type Content = Omit<Manifest, 'file' | 'directory' | 'files' | 'includes' | 'modules' | 'tests' | 'hash'>;

/**
 * SHA-256 of what a manifest says. Equal manifests have equal hashes wherever their files lie and in whatever order
 * names and keys stand; the order of lists counts.
 */
export function hashOf(content: Content, directory: string): string {
  const { tasks, engine, retryPolicies, ...rest } = content;
  const hash = createHash('sha256');
  const add = (part: unknown): void => void hash.update(canonicalJson(part as Json));
  add({ ...rest, retryPolicies, engine: movableEngine(engine, directory) });
  for (const [, task] of Object.entries(tasks).sort(([one], [other]) => (one < other ? -1 : 1))) {
    // The module's path says where the files lie; a named policy is told once.
    const isNamed = retryPolicies[task.retry.name] === task.retry;
    const upcast = Object.fromEntries(Object.entries(task.upcast).map(([from, { text }]) => [from, text]));
    add({
      ...task,
      upcast,
      handler: task.handler?.text ?? null,
      on: task.on && movableHooks(task.on),
      retry: isNamed ? task.retry.name : task.retry,
    });
  }
  return hash.digest('hex');
}

function movableHooks(hooks: Hooks): unknown {
  const texts = (specs: readonly HookSpec[]): unknown[] =>
    specs.map((spec) => (spec.kind === 'function' ? spec.ref.text : spec));
  return Object.fromEntries(Object.entries(hooks).map(([event, specs]) => [event, texts(specs)]));
}

function movableEngine(engine: EngineSpec, directory: string): EngineSpec {
  if (engine.type !== 'sqlite' || !engine.path.startsWith(directory)) return engine;
  return { ...engine, path: engine.path.slice(directory.length) };
}
