import { checkPattern, matchesTask } from '../../core/index.ts';
import { suggestion } from '../../foundation/index.ts';
import { nameByNow } from './former-names.ts';
import type { Resolving } from './resolving.ts';
import type { Path } from '../yaml/source-file.ts';

/** First segments of paths that the admin server answers itself. */
const RESERVED = ['api', 'healthz', 'readyz', 'openapi.json', 'metrics'] as const;

type HttpRouteSource = Resolving['source']['routes']['http'][number];

/** Clashes among HTTP routes and with the server's own paths; methods, shown tasks. */
export function resolveHttpRoutes(context: Resolving): void {
  const shapes = new Map<string, number>();
  for (const [index, route] of context.source.routes.http.entries()) {
    checkReserved(context, route.path, index);
    checkClash(context, { route, index, shapes });
    if ('job' in route || 'run' in route) checkShown(context, route, index);
    else checkMethod(context, route, index);
  }
}

function checkReserved({ combined, problems }: Resolving, path: string, index: number): void {
  const spot = combined.spot(['routes', 'http', index, 'path']);
  const [first = ''] = path.slice(1).split('/');
  const add = (message: string): void =>
    problems.add(
      'REF_ROUTE_RESERVED',
      spot,
      message,
      `the server's own are /, ${RESERVED.map((name) => `/${name}`).join(', ')}`,
    );
  if (path === '/') add('the path / is kept for the server itself');
  else if ((RESERVED as readonly string[]).includes(first.toLowerCase()))
    add(`paths at /${first} belong to the server itself`);
  else if (first.startsWith(':'))
    add(`a path must not begin with a parameter: /${first} would hide the server's own paths`);
}

/** Whoever only looks at a page asks with GET: link previews, crawlers, a browser that fetches ahead. */
function checkMethod({ combined, problems }: Resolving, { method, path }: HttpRouteSource, index: number): void {
  if (method !== 'GET') return;
  const message = `a GET of ${path} makes work, whoever sends it: browsers, previews and crawlers do so unasked`;
  problems.add('REF_ROUTE_GET', combined.spot(['routes', 'http', index, 'method']), message, 'use POST');
}

type ShowRouteSource = Extract<HttpRouteSource, { readonly job: string } | { readonly run: string }>;

/** What a route shows, and whose. */
interface Shown {
  readonly key: 'job' | 'run';
  readonly owner: 'task' | 'workflow';
  readonly hint: string;
}

const OF_JOB: Shown = {
  ...{ key: 'job', owner: 'task' },
  hint: 'add `of: emails.send`, `of: [emails.send, reports.generate]` or `of: emails.*` beside `job`',
};
const OF_RUN: Shown = {
  ...{ key: 'run', owner: 'workflow' },
  hint: 'add `of: nightly-digest`, `of: [bulk-mail, report]` or `of: mail-*` beside `run`',
};

/** Which tasks' jobs, or which workflows' runs, a route shows. */
function checkShown(context: Resolving, route: ShowRouteSource, index: number): void {
  const path: Path = ['routes', 'http', index];
  const { key, owner, hint } = 'run' in route ? OF_RUN : OF_JOB;
  if (route.of === null) {
    if (!route.public) return;
    const message = `a public route must name the ${owner}s whose ${key}s it shows, or anyone could look at any ${key}`;
    context.problems.add('REF_ROUTE_OF', context.combined.spot([...path, key], 'key'), message, hint);
  } else for (const [at, pattern] of route.of.entries()) checkOf(context, route, pattern, [...path, 'of', at]);
}

function checkOf(context: Resolving, route: ShowRouteSource, pattern: string, path: Path): void {
  const { combined, problems } = context;
  const spot = combined.spot(path);
  const form = checkPattern(pattern);
  const { key, owner, hint } = 'run' in route ? OF_RUN : OF_JOB;
  const names = combined.names(`${owner}s`);
  if (!form.ok) problems.add('REF_ROUTE_PATTERN', spot, form.message, form.hint);
  else if (route.public && /^\*+$/.test(pattern)) {
    problems.add('REF_ROUTE_OF', spot, `a public route may not show the ${key}s of every ${owner}`, hint);
  } else if (!names.some((name) => matchesTask(pattern, name))) {
    const near = nameByNow(context, `${owner}s`, pattern) ?? suggestion(pattern, names);
    problems.add('REF_ROUTE_OF', spot, `no ${owner} of this manifest is named by \`${pattern}\``, near);
  }
}

interface ClashInput {
  readonly route: HttpRouteSource;
  readonly index: number;
  readonly shapes: Map<string, number>;
}

/** Two routes clash when they have the same form: the names of parameters make no difference. */
function checkClash({ combined, problems, source }: Resolving, { route, index, shapes }: ClashInput): void {
  const { method } = route;
  const segments = route.path.split('/').map((segment) => (segment.startsWith(':') ? ':' : segment.toLowerCase()));
  const path: Path = ['routes', 'http', index, 'path'];
  const earlier = shapes.get(`${method} ${segments.join('/')}`);
  if (earlier !== undefined) {
    const shown = source.routes.http[earlier]?.path ?? '';
    problems.add(
      'REF_ROUTE_CLASH',
      combined.spot(path),
      `${method} ${route.path} is already taken by ${method} ${shown}`,
    );
    return;
  }
  shapes.set(`${method} ${segments.join('/')}`, index);
  const wider = widerShape(method, segments, shapes);
  if (wider === undefined) return;
  const shown = source.routes.http[wider]?.path ?? '';
  const message = `this route is never reached: ${method} ${shown} before it takes ${route.path} too`;
  problems.add('REF_ROUTE_UNREACHABLE', combined.spot(path), message, 'put the route without the parameter first');
}

/** Segments beyond this are not tried as parameters: 2^n combinations. */
const MAX_TRIED = 8;

/** An earlier route that has a parameter where this one has a word. */
function widerShape(
  method: string,
  segments: readonly string[],
  shapes: ReadonlyMap<string, number>,
): number | undefined {
  const words = segments.flatMap((segment, at) => (at > 0 && segment !== ':' ? [at] : [])).slice(-MAX_TRIED);
  for (let mask = 1; mask < 1 << words.length; mask += 1) {
    const wider = [...segments];
    words.forEach((at, bit) => {
      if ((mask & (1 << bit)) !== 0) wider[at] = ':';
    });
    const found = shapes.get(`${method} ${wider.join('/')}`);
    if (found !== undefined) return found;
  }
  return undefined;
}
