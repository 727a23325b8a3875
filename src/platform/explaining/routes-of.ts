/** The routes of a manifest as they are shown, and which of them decides on a job. Pure but for where they stand. */
import { holdsWhere, matchesTask } from '../../core/index.ts';
import type { Json } from '../../foundation/index.ts';
import {
  callsOf,
  fillerOf,
  type HttpRoute,
  type Manifest,
  type Places,
  placesOf,
  TaskRouter,
} from '../../manifest/index.ts';
import type { HttpRouteView, MatchingRoute, RoutesView, RouteTestView, TestedRoute } from '../../api/index.ts';
import { routed, unknownTask } from '../../runtime/index.ts';

type Routed = Pick<Manifest, 'routes' | 'tasks' | 'files'>;

export async function routesOf(manifest: Routed): Promise<RoutesView> {
  const places = await placesOf(manifest);
  const { tasks, http } = manifest.routes;
  const taken = takersOf(manifest);
  return {
    tasks: tasks.map(({ match, where, queue, priority }, index) => ({
      ...{ match, where, queue, priority },
      place: places.route('tasks', index),
      tasks: taken.get(index) ?? [],
    })),
    http: http.map((route, index) => httpView(route, places.route('http', index))),
  };
}

/** @returns per route the tasks on whose jobs it may decide */
function takersOf({ routes, tasks }: Routed): ReadonlyMap<number, readonly string[]> {
  const router = new TaskRouter(routes.tasks);
  const taken = new Map<number, string[]>();
  for (const name of Object.keys(tasks)) {
    for (const index of [...router.conditionalOf(name), router.routeOf(name)]) {
      const names = taken.get(index) ?? [];
      taken.set(index, names);
      names.push(name);
    }
  }
  return taken;
}

function httpView(route: HttpRoute, place: HttpRouteView['place']): HttpRouteView {
  const { method, path, description, respond, public: open } = route;
  return {
    ...{ method, path, description },
    ...actOf(route),
    after: route.after.map(({ task, mode }) => ({ task, mode })),
    status: respond.status,
    public: open,
    place,
  };
}

function actOf(route: HttpRoute): Pick<HttpRouteView, 'kind' | 'does'> {
  if (route.workflow !== null) return { kind: 'start', does: [route.workflow] };
  if (route.job !== null) return { kind: 'job', does: route.of };
  if (route.run !== null) return { kind: 'run', does: route.of };
  const calls = callsOf(route);
  return calls.length === 0 ? { kind: 'after', does: [] } : { kind: 'enqueue', does: calls.map(({ task }) => task) };
}

/** Requests of the manifest that become jobs of a task, those behind the answer included. */
export function requestsFor(task: string, { routes }: Routed): readonly { method: string; path: string }[] {
  return routes.http
    .filter((route) => [...callsOf(route), ...route.after].some((call) => call.task === task))
    .map(({ method, path }) => ({ method, path }));
}

/** Routes that may decide on jobs of a task, in order. */
export function routesFor(task: string, manifest: Routed, places: Places): readonly MatchingRoute[] {
  const router = new TaskRouter(manifest.routes.tasks);
  return [...router.conditionalOf(task), router.routeOf(task)].flatMap((index) => {
    const route = manifest.routes.tasks[index];
    if (route === undefined) return [];
    const { match, where, queue } = route;
    return [{ match, where, queue, place: places.route('tasks', index) }];
  });
}

/** @param given as an enqueue would give it: routes see the defaults of the task in it @throws SkepError TASK_UNKNOWN */
export async function testedRoutes(task: string, given: Json, manifest: Manifest): Promise<RouteTestView> {
  const spec = Object.hasOwn(manifest.tasks, task) ? manifest.tasks[task] : undefined;
  if (spec === undefined) throw unknownTask(task, manifest);
  const payload = fillerOf(spec.input)(given);
  const places = await placesOf(manifest);
  let decides: number | null = null;
  const routes = manifest.routes.tasks.map(({ match, where, queue }, index): TestedRoute => {
    const shown = { match, where, queue, place: places.route('tasks', index) };
    if (!matchesTask(match, task)) {
      return { ...shown, verdict: 'other-task', why: `${match} does not match ${task}` };
    }
    if (decides !== null) {
      return { ...shown, verdict: 'later', why: `route ${decides + 1} decides before it` };
    }
    if (where !== null && !holdsWhere(where, { payload })) {
      return { ...shown, verdict: 'condition', why: `${where} does not hold for the payload` };
    }
    decides = index;
    return { ...shown, verdict: 'decides', why: 'it is the first that matches' };
  });
  const { queue, priority } = routed(spec, payload);
  return { task, queue, priority, decides, routes };
}
