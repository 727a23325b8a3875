import type { Resolving } from './resolving.ts';
import { TaskRouter } from './task-router.ts';

/** `fairness` of a task does something in a queue of `order: fair` alone, and such a queue with such tasks alone. */
export function resolveOrder({ combined, problems, source }: Resolving): void {
  const { queues, tasks, routes, defaults } = source;
  const router = new TaskRouter(routes.tasks);
  const fairly = new Set<string>();
  for (const [name, { fairness }] of Object.entries(tasks)) {
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
