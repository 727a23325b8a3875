import { createHash } from 'node:crypto';

import { canonicalJson, type Json } from '../foundation/index.ts';
import type { LocalSettings } from './local-settings.ts';
import type { Hooks, HookSpec } from './specs/hook-spec.ts';
import type { EngineSpec, Manifest } from './manifest.ts';
import type { TaskSpec } from './specs/task-spec.ts';

type Content = Omit<Manifest, 'file' | 'directory' | 'files' | 'includes' | 'modules' | 'tests' | 'hash'>;

/** Bytes that are hashed in one call: the call alone takes as long as hashing a task. */
const PIECE = 64 * 1024;

/**
 * SHA-256 of what a manifest says. Equal manifests have equal hashes wherever their files lie and in whatever order
 * names and keys stand, and whatever the environment of a process puts into its own settings; the order of lists counts.
 */
export function* hashOf(content: Content, directory: string, local: LocalSettings): Generator<void, string> {
  const { tasks, engine, retryPolicies, ...rest } = content;
  const hash = createHash('sha256');
  const add = (part: unknown): void => void hash.update(canonicalJson(part as Json));
  const own = { engine: movableEngine(engine, directory), ...local.sections };
  add({ ...rest, retryPolicies, ...asWritten(rest, local), ...own });
  yield;
  const order = Object.keys(tasks).sort();
  let [waiting, size] = [[] as Buffer[], 0];
  for (const name of order) {
    const task = tasks[name];
    if (task === undefined) continue;
    const isNamed = retryPolicies[task.retry.name] === task.retry;
    const bytes = bytesOf(task, isNamed);
    waiting.push(bytes);
    size += bytes.length;
    if (size >= PIECE) {
      hash.update(Buffer.concat(waiting, size));
      [waiting, size] = [[], 0];
    }
    yield;
  }
  hash.update(Buffer.concat(waiting, size));
  return hash.digest('hex');
}

function asWritten({ queues, brokers }: Pick<Content, 'queues' | 'brokers'>, local: LocalSettings): object {
  const places = Object.entries(local.queues).map(
    ([name, written]) => [name, { ...queues[name], ...written }] as const,
  );
  return { queues: { ...queues, ...Object.fromEntries(places) }, brokers: { ...brokers, ...local.brokers } };
}

interface Told {
  readonly isNamed: boolean;
  readonly bytes: Buffer;
}

/** A reload meets most tasks again. */
const told = new WeakMap<TaskSpec, Told>();

/** @param isNamed whether its policy is one of the manifest: then its name says all */
function bytesOf(task: TaskSpec, isNamed: boolean): Buffer {
  const before = told.get(task);
  if (before?.isNamed === isNamed) return before.bytes;
  // The module's path says where the files lie; a named policy is told once.
  const upcast = Object.fromEntries(Object.entries(task.upcast).map(([from, { text }]) => [from, text]));
  const text = canonicalJson({
    ...task,
    upcast,
    handler: task.handler?.text ?? null,
    on: task.on && movableHooks(task.on),
    retry: isNamed ? task.retry.name : task.retry,
  } as unknown as Json);
  const bytes = Buffer.from(text);
  told.set(task, { isNamed, bytes });
  return bytes;
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
