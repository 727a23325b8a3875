import { matchesTask } from '../../core/index.ts';
import type { ExpandedSource } from '../expanding/expand.ts';
import type { HttpRoute } from '../manifest.ts';

/** What a route of one kind has not of the others. */
const NO_JOB = { task: null, workflow: null, with: null, tasks: null, job: null, run: null, fields: [] } as const;
const NO_AFTER = { after: [], order: 'sequence' } as const;

type Route = ExpandedSource['routes']['http'][number];

export function httpRoute(route: Route, moved: ExpandedSource['moved']): HttpRoute {
  const of = 'of' in route ? withFormer(route.of ?? [], moved['run' in route ? 'workflows' : 'tasks']) : [];
  return { ...NO_JOB, ...NO_AFTER, ...route, of };
}

/** Whoever was given an id before a name changed asks for it afterwards. */
function withFormer(of: readonly string[], moved: ExpandedSource['moved']['tasks']): readonly string[] {
  const former = Object.entries(moved).filter(([, { movedTo }]) => of.some((one) => matchesTask(one, movedTo)));
  return [...of, ...former.map(([name]) => name)];
}
