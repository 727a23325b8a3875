import type { Resolving } from './resolving.ts';
import { TaskRouter } from '../task-router.ts';

/** `fairness` of a task does something in a queue of `order: fair` alone, and such a queue with such tasks alone. */
export function resolveOrder(resolving: Resolving): void {
  const { combined, problems, source } = resolving;
  resolvePrefetch(resolving);
  const { queues, routes, defaults } = source;
  const router = new TaskRouter(routes.tasks);
  const fairly = new Set<string>();
  for (const [name, { fairness }] of resolving.tasks) {
    if (fairness === null) continue;
    const own = routes.tasks[router.routeOf(name)]?.queue ?? defaults.queue;
    const all = [own, ...router.conditionalOf(name).map((index) => routes.tasks[index]?.queue ?? own)];
    for (const queue of all) fairly.add(queue);
    const plain = all.find((queue) => queues[queue] !== undefined && queues[queue].order !== 'fair');
    if (plain === undefined) continue;
    const message = `jobs of \`${name}\` come to the queue \`${plain}\`, where tenants do not take turns`;
    const hint = `write \`order: fair\` at the queue \`${plain}\`: it says how all of its jobs are handed out`;
    problems.add('REF_FAIRNESS', combined.spot(['tasks', name, 'fairness']), message, hint);
  }
  for (const [name, { order }] of Object.entries(queues)) {
    if (order !== 'fair' || fairly.has(name)) continue;
    const message = `no task with \`fairness\` comes to the queue \`${name}\`: all of its jobs are of one tenant`;
    const hint = 'say at its tasks whose jobs take turns: `fairness: { key: payload.tenant }`';
    problems.add('REF_FAIRNESS_UNUSED', combined.spot(['queues', name, 'order']), message, hint);
  }
}

/** What waits in a process is no more in turn with what waits in the store. */
function resolvePrefetch({ combined, problems, source }: Resolving): void {
  for (const [name, { prefetch, order, globalConcurrency }] of Object.entries(source.queues)) {
    if (prefetch === 0 || (order !== 'fair' && globalConcurrency === null)) continue;
    const message =
      order === 'fair'
        ? `each process takes ${prefetch} more jobs of \`${name}\` than run: a tenant that comes then waits behind them`
        : `the ${prefetch} jobs of \`${name}\` that wait in a process count in \`globalConcurrency\`, and others may run fewer`;
    const hint = 'leave `prefetch` out, or make it small';
    problems.add('REF_PREFETCH', combined.spot(['queues', name, 'prefetch']), message, hint);
  }
}
