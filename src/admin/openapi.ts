/** The table of endpoints and the manifest's HTTP routes as an OpenAPI 3.1 document. */
import { ERROR_CODES, type ErrorCode, type Json, type JsonObject } from '../foundation/index.ts';
import type { HttpRoute, Manifest } from '../manifest/index.ts';
import { refTo, VIEWS } from './api/schemas.ts';
import type { Access } from './auth.ts';
import type { Endpoint } from './endpoint.ts';
import { PROBLEM_TYPE, statusOf } from './problem.ts';

/** @returns the document; of the manifest only what a caller of its routes needs */
export function openApiDocument(endpoints: readonly Endpoint[], version: string, manifest: Manifest): JsonObject {
  const paths: Record<string, Record<string, Json>> = {};
  const add = (path: string, method: string, operation: JsonObject): void => {
    const item = (paths[documentPath(path)] ??= {});
    // What is declared first answers (router), so it is also what the document shows.
    item[method.toLowerCase()] ??= operation;
  };
  for (const endpoint of endpoints) add(endpoint.path, endpoint.method, operationOf(endpoint));
  for (const route of manifest.routes.http) add(route.path, route.method, routeOperation(route, manifest));
  return {
    openapi: '3.1.0',
    info: { title: `Skep: ${manifest.name}`, version, license: { name: 'MIT', identifier: 'MIT' } },
    paths,
    components: {
      schemas: VIEWS,
      securitySchemes: { bearer: { type: 'http', scheme: 'bearer', description: 'A token of admin.tokens' } },
    },
  };
}

function operationOf(endpoint: Endpoint): JsonObject {
  const { name, tag, summary, access, body } = endpoint;
  return {
    operationId: name,
    tags: [tag],
    summary,
    parameters: parametersOf(endpoint),
    ...(body && { requestBody: { required: true, content: { 'application/json': { schema: body } } } }),
    responses: { ...answersOf(endpoint), ...problemsOf(errorsOf(endpoint)) },
    ...securityOf(access),
  };
}

function parametersOf({ path, params, query }: Endpoint): Json {
  const inPath = Object.entries(params).map(([name, { description, pattern }]) => ({
    name,
    in: 'path',
    required: true,
    description,
    schema: { type: 'string', pattern },
  }));
  const inQuery = Object.entries(query).map(([name, schema]) => ({
    name,
    in: 'query',
    required: false,
    ...(typeof schema['description'] === 'string' && { description: schema['description'] }),
    schema,
    ...(schema['type'] === 'array' && { style: 'form', explode: false }),
  }));
  if (path.split(':').length - 1 !== inPath.length) throw new Error(`${path}: parameters are not all described`);
  return [...inPath, ...inQuery];
}

function answersOf({ answers }: Endpoint): Record<string, Json> {
  const entries = Object.entries(answers).map(([status, { description, schema }]) => {
    const content = schema && { 'application/json': { schema } };
    return [status, { description, ...(content && { content }) }] as const;
  });
  return Object.fromEntries(entries);
}

/** The endpoint's own errors, and those that come with what it takes. */
function errorsOf({ access, params, query, body, errors }: Endpoint): readonly ErrorCode[] {
  const takes = [...Object.keys(params), ...Object.keys(query)].length > 0 || body !== null;
  return [
    ...errors,
    ...accessErrors(access),
    ...(takes ? (['REQUEST_INVALID'] as const) : []),
    ...(body ? (['REQUEST_TOO_LARGE', 'MEDIA_TYPE_UNSUPPORTED'] as const) : []),
  ];
}

function accessErrors(access: Access): readonly ErrorCode[] {
  const everywhere = ['HOST_DENIED', 'ORIGIN_DENIED'] as const;
  return access === 'open' ? everywhere : ['TOKEN_MISSING', 'TOKEN_INVALID', 'ROLE_DENIED', ...everywhere];
}

/** One answer per status, naming the codes that it may carry. */
function problemsOf(codes: readonly ErrorCode[]): Record<string, Json> {
  const byStatus = groupByStatus(codes);
  const content = { [PROBLEM_TYPE]: { schema: refTo('Problem') } };
  const entries = [...byStatus].map(([status, some]) => {
    const lines = some.map((code) => `${code}: ${ERROR_CODES[code].summary}`);
    return [String(status), { description: lines.join('\n'), content }] as const;
  });
  return Object.fromEntries(entries);
}

function groupByStatus(codes: readonly ErrorCode[]): Map<number, readonly ErrorCode[]> {
  const groups = new Map<number, readonly ErrorCode[]>();
  for (const code of new Set(codes)) groups.set(statusOf(code), [...(groups.get(statusOf(code)) ?? []), code]);
  return groups;
}

function securityOf(access: Access): JsonObject {
  return { security: access === 'open' ? [] : [{ bearer: [] }], ...(access !== 'open' && { 'x-role': access }) };
}

function routeOperation(route: HttpRoute, manifest: Manifest): JsonObject {
  const input = route.task === null ? null : (manifest.tasks[route.task]?.input ?? null);
  const takesBody = route.task !== null && route.method !== 'GET';
  const summary = route.description ?? (route.task === null ? 'Shows a job' : `Enqueues a job of ${route.task}`);
  const own: readonly ErrorCode[] = route.task === null ? ['JOB_UNKNOWN'] : ['PAYLOAD_INVALID', 'REQUEST_INVALID'];
  return {
    operationId: `${route.method.toLowerCase()} ${route.path}`,
    tags: ['routes'],
    summary,
    parameters: paramNames(route.path).map((name) => ({
      name,
      in: 'path',
      required: true,
      schema: { type: 'string' },
    })),
    ...(takesBody && { requestBody: { content: { 'application/json': { schema: bodySchema(route, input) } } } }),
    responses: {
      [route.respond.status]: {
        description: 'As the manifest says',
        content: { 'application/json': { schema: routeAnswer(route) } },
      },
      ...problemsOf([...own, ...accessErrors(route.public ? 'open' : 'operator')]),
    },
    ...securityOf(route.public ? 'open' : 'operator'),
  };
}

/** The body is the payload only where no template makes one. A schema with references of its own would not resolve here. */
function bodySchema(route: HttpRoute, input: JsonObject | boolean | null): Json {
  if (route.with !== null || input === null || typeof input === 'boolean') return {};
  return /"\$(?:ref|id|anchor|dynamicRef|schema)"/.test(JSON.stringify(input)) ? {} : input;
}

function routeAnswer(route: HttpRoute): Json {
  if (route.respond.body !== null) return {};
  return refTo(route.task === null ? 'Job' : 'Enqueued');
}

function documentPath(path: string): string {
  return path.replace(/:([A-Za-z_][A-Za-z0-9_]*)/g, '{$1}');
}

function paramNames(path: string): readonly string[] {
  return [...path.matchAll(/:([A-Za-z_][A-Za-z0-9_]*)/g)].map(([, name]) => name ?? '');
}
