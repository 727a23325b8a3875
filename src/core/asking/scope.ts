/** What somebody sees of a store: some queues, some tasks. What is not of them is not there for him. */
import { matchesTask } from './task-pattern.ts';

/** Names and patterns; null: all. */
export interface Scope {
  readonly queues: readonly string[] | null;
  readonly tasks: readonly string[] | null;
}

/** @param scope null sees all */
export function seesJob(
  scope: Scope | null,
  { queue, task }: { readonly queue: string; readonly task: string },
): boolean {
  return scope === null || (seesName(scope.queues, queue) && seesName(scope.tasks, task));
}

export function seesName(patterns: readonly string[] | null, name: string): boolean {
  return patterns === null || patterns.some((pattern) => matchesTask(pattern, name));
}
