/** Which tasks can take many jobs in one call. */
import type { ResolvedTask, Resolving } from './resolving.ts';

type Task = ResolvedTask;

export function resolveTaskCollect({ combined, problems }: Resolving, name: string, task: ResolvedTask): void {
  if (task.collect === null) return;
  const problem = problemOf(task);
  if (problem === undefined) return;
  problems.add('REF_COLLECT', combined.spot(['tasks', name, 'collect']), problem.message, problem.hint);
}

function problemOf({
  collect,
  handler,
  concurrency,
}: Task): { readonly message: string; readonly hint: string } | undefined {
  if (handler === null) {
    return { message: '`collect` is for handlers, and this task has none', hint: 'leave it out' };
  }
  const most = mostAtOnce(concurrency);
  if (collect === null || most >= collect.size) return undefined;
  const message = `${collect.size} jobs never come together where ${most} may run at once: those that wait for company count`;
  return { message, hint: 'raise `concurrency` of the task, or lower `size`' };
}

/** With a key each value has as many, so that more of them come together. */
function mostAtOnce(concurrency: Task['concurrency']): number {
  if (concurrency === null) return Infinity;
  if (typeof concurrency === 'number') return concurrency;
  return concurrency.key === null ? concurrency.limit : Infinity;
}
