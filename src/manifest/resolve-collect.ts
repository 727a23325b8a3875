/** Which tasks can take many jobs in one call. */
import type { Resolving } from './resolving.ts';

type Task = Resolving['source']['tasks'][string];

export function resolveCollect({ combined, problems, source }: Resolving): void {
  for (const [name, task] of Object.entries(source.tasks)) {
    if (task.collect === null) continue;
    const problem = problemOf(task);
    if (problem === undefined) continue;
    problems.add('REF_COLLECT', combined.spot(['tasks', name, 'collect']), problem.message, problem.hint);
  }
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
