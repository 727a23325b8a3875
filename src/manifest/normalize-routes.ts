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
  const enqueues = 'task' in route;
  const { properties } = enqueues ? definitions.enqueueRoute : definitions.showRoute;
  return {
    method: route.method ?? manifestDefaults.httpMethod(enqueues),
    path: route.path,
    description: route.description ?? null,
    task: enqueues ? route.task : null,
    job: enqueues ? null : route.job,
    with: enqueues ? ((route.with ?? null) as Json) : null,
    respond: respond(route),
    public: route.public ?? properties.public.default,
  };
}

function respond(route: HttpRouteSource): HttpRoute['respond'] {
  const { status } = ('task' in route ? definitions.enqueueRespond : definitions.showRespond).properties;
  return { status: route.respond?.status ?? status.default, body: (route.respond?.body ?? null) as Json };
}
