/** The manifest's HTTP routes in the OpenAPI document. */
import { templateText } from '../core/index.ts';
import type { ErrorCode, Json, JsonObject } from '../foundation/index.ts';
import { callsOf, type HttpRoute, type Manifest, SchemaPlace } from '../manifest/index.ts';
import { enqueuedRef, jobOf, listOf, runOf, NOT_STORED, objectOf } from '../api/index.ts';
import { accessErrors, problemsOf, securityOf } from './openapi-answers.ts';

type Schema = JsonObject | boolean;

export function routeOperation(route: HttpRoute, manifest: Manifest): JsonObject {
  return {
    operationId: `${route.method.toLowerCase()} ${route.path}`,
    tags: ['routes'],
    summary: route.description ?? summaryOf(route),
    parameters: [...pathParameters(route, manifest), ...queryParameters(route, manifest)],
    ...(takesBody(route) && {
      requestBody: { content: { 'application/json': { schema: bodySchema(route, manifest) } } },
    }),
    responses: {
      [route.respond.status]: {
        description: 'As the manifest says',
        content: { 'application/json': { schema: answerOf(route) } },
      },
      ...problemsOf(codesOfRoute(route)),
    },
    ...securityOf(route.public ? 'open' : 'operator'),
  };
}

/** What may be wrong with a request of it. */
export function codesOfRoute(route: HttpRoute): readonly ErrorCode[] {
  const own: readonly ErrorCode[] = isShown(route)
    ? [route.run === null ? 'JOB_UNKNOWN' : 'RUN_UNKNOWN']
    : codesOfCalls(route);
  const ofBody: readonly ErrorCode[] = takesBody(route) ? ['REQUEST_TOO_LARGE', 'MEDIA_TYPE_UNSUPPORTED'] : [];
  return [...own, ...ofBody, ...accessErrors(route.public ? 'open' : 'operator')];
}

/** Whether it shows a job or a run. */
function isShown({ job, run }: HttpRoute): boolean {
  return job !== null || run !== null;
}

function takesBody(route: HttpRoute): boolean {
  return !isShown(route) && route.method !== 'GET';
}

function codesOfCalls({ after }: HttpRoute): readonly ErrorCode[] {
  return [...NOT_STORED, ...(after.some(({ mode }) => mode === 'inline') ? (['AFTER_FULL'] as const) : [])];
}

function summaryOf(route: HttpRoute): string {
  if (route.job !== null) return route.of.length === 0 ? 'Shows a job' : `Shows a job of ${route.of.join(', ')}`;
  if (route.run !== null) return route.of.length === 0 ? 'Shows a run' : `Shows a run of ${route.of.join(', ')}`;
  if (route.workflow !== null) return `Begins a run of ${route.workflow}`;
  const tasks = callsOf(route).map(({ task }) => task);
  if (tasks.length === 0) return `Answers, with work of ${route.after.map(({ task }) => task).join(', ')}`;
  return tasks.length === 1 ? `Enqueues a job of ${tasks.join()}` : `Enqueues jobs of ${tasks.join(', ')}, all or none`;
}

function pathParameters(route: HttpRoute, manifest: Manifest): readonly JsonObject[] {
  const names = [...route.path.matchAll(/:([A-Za-z_][A-Za-z0-9_]*)/g)].map(([, name = '']) => name);
  return names.map((name) => ({ name, in: 'path', required: true, schema: wantedOf('params', name, route, manifest) }));
}

/** Those that a template names, and `wait` where a job or run is shown. */
function queryParameters(route: HttpRoute, manifest: Manifest): readonly JsonObject[] {
  const text = JSON.stringify([callsOf(route), route.after, route.job, route.run, route.respond.body]);
  const named = [...text.matchAll(/(?:^|[^$])\$\{\s*query\.([A-Za-z0-9_-]+)/g)].map(([, name = '']) => name);
  const names = [...new Set([...named, ...(route.job === null && route.run === null ? [] : ['wait'])])];
  return names.map((name) => ({
    name,
    in: 'query',
    required: false,
    ...(name === 'wait' && {
      description: `Longest wait for the end of the ${route.run === null ? 'job' : 'run'}, as in 30s; cut to 60s`,
    }),
    schema: wantedOf('query', name, route, manifest),
  }));
}

const SCALARS = ['string', 'number', 'integer', 'boolean', 'null'] as const;

/** What the tasks' inputs want where `${ROOT.NAME}` is all of a value: text where they do not say, or not the same. */
function wantedOf(root: string, name: string, route: HttpRoute, { tasks }: Manifest): JsonObject {
  const found: string[] = [];
  for (const { task, with: template } of [...callsOf(route), ...route.after]) {
    const input: Schema | null = tasks[task]?.input ?? null;
    for (const place of placesOf(template, `${root}.${name}`, input === null ? undefined : SchemaPlace.of(input))) {
      found.push(typeOf(place));
    }
  }
  const [only = 'string', ...others] = new Set(found);
  return { type: others.length === 0 ? only : 'string' };
}

function typeOf(place: SchemaPlace | undefined): string {
  const types = place?.types();
  const one = SCALARS.filter((type) => types?.has(type) === true);
  if (types === undefined || types.has('string') || types.has('array') || one.length === 0) return 'string';
  return one.includes('number')
    ? 'number'
    : one.filter((type) => type !== 'null').length === 1
      ? (one[0] ?? 'string')
      : 'string';
}

function* placesOf(template: Json, steps: string, place: SchemaPlace | undefined): Generator<SchemaPlace | undefined> {
  if (typeof template === 'string') {
    const meaning = templateText(template);
    if (meaning.kind === 'path' && meaning.steps.join('.') === steps) yield place;
  } else if (Array.isArray(template)) {
    for (const [index, item] of (template as readonly Json[]).entries())
      yield* placesOf(item, steps, place?.item(index));
  } else if (typeof template === 'object' && template !== null) {
    for (const [key, item] of Object.entries(template as JsonObject))
      yield* placesOf(item, steps, place?.property(key));
  }
}

/** The body is the payload only where no template makes one. A schema with references of its own would not resolve here. */
function bodySchema(route: HttpRoute, { tasks }: Manifest): Json {
  const input = route.task === null ? null : (tasks[route.task]?.input ?? null);
  if (route.with !== null || input === null || typeof input === 'boolean') return {};
  return /"\$(?:ref|id|anchor|dynamicRef|schema)"/.test(JSON.stringify(input)) ? {} : input;
}

function answerOf(route: HttpRoute): Json {
  if (route.respond.body !== null) return {};
  if (route.job !== null) return jobOf(route.fields);
  if (route.run !== null) return runOf(route.fields);
  return route.task === null ? objectOf<{ jobs: unknown }>({ jobs: listOf(enqueuedRef) }) : enqueuedRef;
}
