/** Where a job goes of which its caller says nothing, and with whose jobs it takes turns there. */
import { createHash } from 'node:crypto';
import { holdsWhere, lookUp } from '../core/index.ts';
import { isWellFormed, type Json } from '../foundation/index.ts';
import type { Manifest, TaskSpec } from '../manifest/index.ts';

export interface Routed {
  readonly queue: string;
  readonly priority: number;
}

/** The first route whose condition holds for the payload, else the one of the task. */
export function routed(task: TaskSpec, payload: Json): Routed {
  if (task.routes.length === 0) return task;
  return task.routes.find(({ where }) => holdsWhere(where, { payload })) ?? task;
}

/** Longer ones are told by their hash. */
const NAME_MAX = 100;

/** @returns the tenant; null where the task has none, or the payload names none. What is hidden of a payload is not shown by a name either */
export function tenantOf({ fairness, encrypt, sensitive }: TaskSpec, payload: Json): string | null {
  if (fairness === null) return null;
  const value = lookUp({ kind: 'path', steps: fairness.key.split('.'), fallback: undefined }, { payload }) ?? null;
  if (value === null || value === '') return null;
  const name = typeof value === 'string' ? value : JSON.stringify(value);
  const hides = encrypt || sensitive.length > 0;
  if (!hides && name.length <= NAME_MAX && isWellFormed(name) && !name.includes('\0')) return name;
  return `sha256:${createHash('sha256').update(name).digest('hex').slice(0, 32)}`;
}

/** @returns whether tenants take turns in a queue of this manifest */
export function fairIn({ queues }: Pick<Manifest, 'queues'>): (queue: string) => boolean {
  return (queue) => queues[queue]?.order === 'fair';
}
