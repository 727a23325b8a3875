/** Where a job goes of which its caller says nothing, and with whose jobs it takes turns there. */
import { tenantIn, type TenantRule, wayOf } from '../../core/index.ts';
import type { Json } from '../../foundation/index.ts';
import type { Manifest, TaskSpec } from '../../manifest/index.ts';

export interface Routed {
  readonly queue: string;
  readonly priority: number;
}

/** The first route whose condition holds for the payload, else the one of the task. */
export function routed(task: TaskSpec, payload: Json): Routed {
  if (task.routes.length === 0) return task;
  return wayOf(task.routes, payload) ?? task;
}

/** @returns null where its jobs belong to nobody. What is hidden of a payload is not shown by a name either */
export function tenantRule({ fairness, encrypt, sensitive }: TaskSpec): TenantRule | null {
  return fairness === null ? null : { path: fairness.key, hides: encrypt || sensitive.length > 0 };
}

/** @returns the tenant; null where the task has none, or the payload names none */
export function tenantOf(task: TaskSpec, payload: Json): string | null {
  const rule = tenantRule(task);
  return rule && tenantIn(rule, payload);
}

/** @returns whether tenants take turns in a queue of this manifest */
export function fairIn({ queues }: Pick<Manifest, 'queues'>): (queue: string) => boolean {
  return (queue) => queues[queue]?.order === 'fair';
}
