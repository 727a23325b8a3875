import { checkMatch, readCondition } from '../../core/index.ts';
import { BUILT_IN_TASKS } from '../specs/hook-spec.ts';
import type { Resolving } from './resolving.ts';
import { TaskRouter } from '../task-router.ts';

/** Patterns that cannot be read, routes that are never reached, routes that match nothing. */
export function resolveTaskRoutes({ combined, problems, source }: Resolving): void {
  const routes = source.routes.tasks;
  const router = new TaskRouter(routes);
  const checkWhere = (where: string, index: number): void => {
    const read = readCondition(where, ['payload']);
    if (read.ok) return;
    const place = combined.spot(['routes', 'tasks', index, 'where']);
    problems.add('REF_ROUTE_WHERE', place, `${read.message}, at character ${read.at + 1} of the condition`, read.hint);
  };
  const used = new Set<number>();
  for (const name of [...combined.names('tasks'), ...BUILT_IN_TASKS])
    for (const index of [router.routeOf(name), ...router.conditionalOf(name)]) used.add(index);
  for (const [index, { match, where }] of routes.entries()) {
    if (where !== null) checkWhere(where, index);
    const spot = combined.spot(['routes', 'tasks', index, 'match']);
    const pattern = checkMatch(match);
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
