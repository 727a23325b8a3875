import type { ExpandedSource } from './expand.ts';
import type { HttpRoute } from './manifest.ts';

/** What a route of one kind has not of the others. */
const OTHERS = { task: null, with: null, tasks: null, job: null, fields: [] } as const;

export function httpRoute(route: ExpandedSource['routes']['http'][number]): HttpRoute {
  return { ...OTHERS, ...route, of: 'of' in route ? (route.of ?? []) : [] };
}
