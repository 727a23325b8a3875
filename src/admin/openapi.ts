/** The table of endpoints and the manifest's HTTP routes as an OpenAPI 3.1 document. */
import { dictionary, type ErrorCode, type Json, type JsonObject } from '../foundation/index.ts';
import type { Manifest } from '../manifest/index.ts';
import { type AnswerForm, type Endpoint, NDJSON, views, withoutNotes } from '../api/index.ts';
import { accessErrors, problemsOf, securityOf } from './openapi-answers.ts';
import { routeOperation } from './openapi-routes.ts';

type Described = Omit<Endpoint<never>, 'run'>;

const BEARER = { type: 'http', scheme: 'bearer', description: 'A token of admin.tokens' } as const;
const SESSION = {
  ...({ type: 'apiKey', in: 'cookie', name: 'skep_session' } as const),
  description:
    'The cookie that POST /api/session gives, its name with eight more characters; changes need `X-CSRF-Token` beside it',
};

/** @returns the document; of the manifest only what a caller of its routes needs */
export function openApiDocument(endpoints: readonly Described[], version: string, manifest: Manifest): JsonObject {
  const paths = dictionary<Record<string, Json>>();
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
      schemas: withoutNotes(views()),
      securitySchemes: { bearer: BEARER, session: SESSION },
    },
  };
}

function operationOf(endpoint: Described): JsonObject {
  const { name, tag, summary, access, body } = endpoint;
  const optional = body?.['x-optional'] === true;
  return {
    operationId: name,
    tags: [tag],
    summary,
    parameters: parametersOf(endpoint),
    ...(body && { requestBody: { required: !optional, content: { 'application/json': { schema: body } } } }),
    responses: { ...answersOf(endpoint), ...problemsOf(codesOf(endpoint)) },
    ...securityOf(access),
  };
}

function parametersOf({ path, params, query }: Described): Json {
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

function answersOf({ answers }: Described): Record<string, Json> {
  const entries = Object.entries(answers).map(([status, form]) => {
    const content = contentOf(form);
    return [status, { description: form.description, ...(content && { content }) }] as const;
  });
  return Object.fromEntries(entries);
}

function contentOf({ schema, lines }: AnswerForm): JsonObject | null {
  return schema && { 'application/json': { schema }, ...(lines && { [NDJSON]: { schema: lines } }) };
}

/** The endpoint's own errors, and those that come with what it takes. */
export function codesOf({ access, body, errors }: Described): readonly ErrorCode[] {
  return [
    ...errors,
    ...accessErrors(access),
    ...(body ? (['REQUEST_TOO_LARGE', 'MEDIA_TYPE_UNSUPPORTED'] as const) : []),
  ];
}

function documentPath(path: string): string {
  return path.replace(/:([A-Za-z_][A-Za-z0-9_]*)/g, '{$1}');
}
