import { createHash } from 'node:crypto';

import type { Json } from '../foundation/index.ts';
import type { Manifest, TaskSpec } from './manifest.ts';

type Content = Omit<Manifest, 'file' | 'directory' | 'files' | 'includes' | 'modules' | 'hash'>;

/**
 * SHA-256 of what a manifest says. Equal manifests have equal hashes wherever their files lie and in whatever order
 * names and keys stand. Only parts that users write freely need their keys sorted; the rest comes from normalise in a
 * fixed order, and sorting everything took a third of the time of a reload.
 */
export function hashOf(content: Content, directory: string): string {
  const { queues, retryPolicies, tasks, schedules, routes, engine, ...rest } = content;
  const hash = createHash('sha256');
  hash.update(JSON.stringify(rest));
  const path = engine.type === 'sqlite' && engine.path.startsWith(directory) ? engine.path.slice(directory.length) : '';
  hash.update(JSON.stringify(path === '' ? engine : { ...engine, path }));
  hash.update(JSON.stringify(routes.tasks) + JSON.stringify(sorted(routes.http as unknown as Json)));
  for (const [name, queue] of inOrder(queues)) hash.update(JSON.stringify([name, queue]));
  for (const [name, policy] of inOrder(retryPolicies)) hash.update(JSON.stringify([name, policy]));
  for (const [, task] of inOrder(tasks)) hash.update(JSON.stringify(taskContent(task, retryPolicies)));
  for (const [, schedule] of inOrder(schedules)) {
    hash.update(JSON.stringify({ ...schedule, payload: sorted(schedule.payload) }));
  }
  return hash.digest('hex');
}

function taskContent(task: TaskSpec, policies: Manifest['retryPolicies']): object {
  const isNamed = policies[task.retry.name] === task.retry;
  return {
    ...task,
    handler: task.handler.text,
    retry: isNamed ? task.retry.name : task.retry,
    input: sorted(task.input),
    output: sorted(task.output),
  };
}

function inOrder<T>(record: Readonly<Record<string, T>>): [string, T][] {
  return Object.entries(record).sort(([a], [b]) => (a < b ? -1 : 1));
}

function sorted(value: Json): Json {
  if (typeof value !== 'object' || value === null) return value;
  if (Array.isArray(value)) return (value as readonly Json[]).map(sorted);
  return Object.fromEntries(inOrder(value as Record<string, Json>).map(([key, item]) => [key, sorted(item)]));
}
