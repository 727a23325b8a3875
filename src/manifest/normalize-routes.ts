import type { ExpandedSource } from './expand.ts';
import type { HttpRoute } from './manifest.ts';

/** What a route of one kind has not of the others. */
const NO_JOB = { task: null, workflow: null, with: null, tasks: null, job: null, run: null, fields: [] } as const;
const NO_AFTER = { after: [], order: 'sequence' } as const;

export function httpRoute(route: ExpandedSource['routes']['http'][number]): HttpRoute {
  return { ...NO_JOB, ...NO_AFTER, ...route, of: 'of' in route ? (route.of ?? []) : [] };
}
