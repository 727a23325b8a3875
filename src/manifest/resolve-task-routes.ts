import { checkPattern } from '../core/index.ts';
import { WEBHOOK_TASK } from './hook-spec.ts';
import type { Resolving } from './resolving.ts';
import { TaskRouter } from './task-router.ts';

/** Patterns that cannot be read, routes that are never reached, routes that match nothing. */
export function resolveTaskRoutes({ combined, problems, source }: Resolving): void {
  const routes = source.routes.tasks;
  const router = new TaskRouter(routes.map(({ match }) => match));
  const used = new Set<number>();
  for (const name of [...combined.names('tasks'), WEBHOOK_TASK]) used.add(router.routeOf(name));
  for (const [index, { match }] of routes.entries()) {
    const spot = combined.spot(['routes', 'tasks', index, 'match']);
    const pattern = checkPattern(match);
    if (!pattern.ok) {
      problems.add('REF_ROUTE_PATTERN', spot, pattern.message, pattern.hint);
      continue;
    }
    const cover = router.coverOf(match, index);
    if (cover >= 0) {
      const earlier = routes[cover]?.match ?? '';
      const message = `this route is never reached: \`${earlier}\` before it takes every task that \`${match}\` matches`;
      problems.add('REF_ROUTE_UNREACHABLE', spot, message, 'put the narrower pattern first');
    } else if (!used.has(index) && !combined.declares('tasks', '')) {
      problems.add('REF_ROUTE_UNUSED', spot, `no task of this manifest comes to \`${match}\``);
    }
  }
}
