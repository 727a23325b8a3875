import type { Json } from '../foundation/index.ts';
import type { CombinedSource } from './combine.ts';
import { definitions, manifestDefaults } from './defaults.ts';
import type { HttpRoute, Routes } from './manifest.ts';

export function normalizeRoutes({ tasks, http }: CombinedSource['routes']): Routes {
  return {
    tasks: tasks.map(({ match, queue, priority }) => ({ match, queue, priority: priority ?? null })),
    http: http.map(httpRoute),
  };
}

type HttpRouteSource = CombinedSource['routes']['http'][number];

function httpRoute(route: HttpRouteSource): HttpRoute {
  const shows = 'job' in route;
  return {
    method: route.method ?? manifestDefaults.httpMethod(!shows),
    path: route.path,
    description: route.description ?? null,
    task: 'task' in route ? route.task : null,
    with: 'task' in route ? template(route.with) : null,
    tasks: 'tasks' in route ? route.tasks.map((call) => ({ task: call.task, with: template(call.with) })) : null,
    job: shows ? route.job : null,
    of: shows ? [route.of ?? []].flat() : [],
    fields: shows ? (route.fields ?? definitions.showRoute.properties.fields.default) : [],
    respond: respond(route),
    public: route.public ?? definitions.enqueueRoute.properties.public.default,
  };
}

function template(given: unknown): Json {
  return (given ?? null) as Json;
}

function respond(route: HttpRouteSource): HttpRoute['respond'] {
  const { status } = ('job' in route ? definitions.showRespond : definitions.enqueueRespond).properties;
  return { status: route.respond?.status ?? status.default, body: template(route.respond?.body) };
}
