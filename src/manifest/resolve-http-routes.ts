import { checkTemplate } from '../core/index.ts';
import { nearest, type Json } from '../foundation/index.ts';
import type { CombinedSource } from './combine.ts';
import { manifestDefaults } from './defaults.ts';
import type { Resolving } from './resolving.ts';
import type { Path } from './source-file.ts';

/** First segments of paths that the admin server answers itself. */
const RESERVED = ['api', 'healthz', 'readyz', 'openapi.json', 'metrics'] as const;

type HttpRouteSource = CombinedSource['routes']['http'][number];

/** Clashes among HTTP routes and with the server's own paths; templates. */
export function resolveHttpRoutes(context: Resolving): void {
  const shapes = new Map<string, number>();
  for (const [index, route] of context.combined.source.routes.http.entries()) {
    checkReserved(context, route.path, index);
    checkClash(context, { route, index, shapes });
    checkTemplates(context, route, index);
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
  if (path === '/') add('the path / is the dashboard');
  else if ((RESERVED as readonly string[]).includes(first.toLowerCase()))
    add(`paths at /${first} belong to the server itself`);
  else if (first.startsWith(':'))
    add(`a path must not begin with a parameter: /${first} would hide the server's own paths`);
}

interface ClashInput {
  readonly route: HttpRouteSource;
  readonly index: number;
  readonly shapes: Map<string, number>;
}

/** Two routes clash when they have the same form: the names of parameters make no difference. */
function checkClash({ combined, problems }: Resolving, { route, index, shapes }: ClashInput): void {
  const method = route.method ?? manifestDefaults.httpMethod('task' in route);
  const segments = route.path.split('/').map((segment) => (segment.startsWith(':') ? ':' : segment.toLowerCase()));
  const path: Path = ['routes', 'http', index, 'path'];
  const earlier = shapes.get(`${method} ${segments.join('/')}`);
  if (earlier !== undefined) {
    const shown = combined.source.routes.http[earlier]?.path ?? '';
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
  const shown = combined.source.routes.http[wider]?.path ?? '';
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

const REQUEST_ROOTS = ['params', 'query', 'headers'];

function checkTemplates(context: Resolving, route: HttpRouteSource, index: number): void {
  const base: Path = ['routes', 'http', index];
  const body: Path = [...base, 'respond', 'body'];
  const parameters = [...route.path.matchAll(/:([A-Za-z0-9_]+)/g)].map(([, name = '']) => name);
  const check = (template: unknown, roots: readonly string[], path: Path): void => {
    if (template !== undefined) checkStrings(context, { template: template as Json, roots, path, parameters });
  };
  if ('task' in route) {
    check(route.with, ['body', ...REQUEST_ROOTS], [...base, 'with']);
    check(route.respond?.body, ['job', 'body', ...REQUEST_ROOTS], body);
  } else {
    check(route.job, REQUEST_ROOTS, [...base, 'job']);
    check(route.respond?.body, ['job', ...REQUEST_ROOTS], body);
  }
}

interface TemplateInput {
  readonly template: Json;
  readonly roots: readonly string[];
  readonly path: Path;
  /** Names of the path's parameters. */
  readonly parameters: readonly string[];
}

/** Text by text, so that each problem has its own place. */
function checkStrings(context: Resolving, input: TemplateInput): void {
  const { template, path } = input;
  if (Array.isArray(template)) {
    (template as readonly Json[]).forEach((item, index) => {
      checkStrings(context, { ...input, template: item, path: [...path, index] });
    });
  } else if (typeof template === 'object' && template !== null) {
    for (const [key, item] of Object.entries(template))
      checkStrings(context, { ...input, template: item, path: [...path, key] });
  } else if (typeof template === 'string' && template.includes('${')) checkText(context, template, input);
}

function checkText({ combined, problems }: Resolving, text: string, { roots, path, parameters }: TemplateInput): void {
  const found = checkTemplate(text, roots);
  for (const { message, hint } of found) problems.add('REF_TEMPLATE', combined.spot(path), message, hint);
  if (found.length > 0) return;
  for (const [, name = ''] of text.matchAll(/(?<!\$)\$\{\s*params\.([\w-]+)/g)) {
    if (parameters.includes(name)) continue;
    const near = nearest(name, parameters);
    const hint = near === undefined ? `write it as :${name} in \`path\`` : `did you mean \`${near}\`?`;
    problems.add('REF_TEMPLATE', combined.spot(path), `the path has no parameter \`${name}\``, hint);
  }
}
