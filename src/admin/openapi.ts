/** The table of endpoints and the manifest's HTTP routes as an OpenAPI 3.1 document. */
import { dictionary, type ErrorCode, type Json, type JsonObject } from '../foundation/index.ts';
import type { Manifest } from '../manifest/index.ts';
import { type AnswerForm, type Endpoint, NDJSON, views, withoutNotes } from '../api/index.ts';
import { accessErrors, conditionsOf, problemExamples, problemsOf, securityOf } from './openapi-answers.ts';
import { BODIES, exampleOf } from './openapi-examples.ts';
import { codesOfRoute, routeOperation } from './openapi-routes.ts';

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
      examples: problemExamples([...endpoints.flatMap(codesOf), ...manifest.routes.http.flatMap(codesOfRoute)]),
      securitySchemes: { bearer: BEARER, session: SESSION },
    },
  };
}

function operationOf(endpoint: Described): JsonObject {
  const { name, method, tag, summary, access, body } = endpoint;
  const optional = body?.['x-optional'] === true;
  const conditions = conditionsOf(method);
  return {
    operationId: name,
    tags: [tag],
    summary,
    parameters: [...parametersOf(endpoint), ...conditions.parameters],
    ...(body && { requestBody: { required: !optional, content: { 'application/json': bodyOf(name, body) } } }),
    responses: { ...conditions.responses, ...together(answersOf(endpoint), problemsOf(codesOf(endpoint))) },
    ...securityOf(access),
  };
}

function bodyOf(name: string, schema: JsonObject): JsonObject {
  const examples = Object.entries(BODIES[name] ?? {}).map(([summary, value]) => {
    return [summary.replaceAll(' ', '-'), { summary, value }] as const;
  });
  return { schema, ...(examples.length > 0 && { examples: Object.fromEntries(examples) }) };
}

function parametersOf({ path, params, query }: Described): readonly JsonObject[] {
  const inPath = Object.entries(params).map(([name, { description, pattern }]) => ({
    name,
    in: 'path',
    required: true,
    description,
    schema: { type: 'string', pattern },
    example: exampleOf({ type: 'string' }, name),
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

type Responses = Readonly<Record<string, JsonObject>>;

/** A status may be an answer and a problem: they differ by their media type. */
function together(answers: Responses, problems: Responses): JsonObject {
  const both = Object.entries(problems).map(([status, problem]) => {
    const answer = answers[status];
    if (answer === undefined) return [status, problem] as const;
    const content = { ...(answer['content'] as JsonObject), ...(problem['content'] as JsonObject) };
    return [
      status,
      { description: `${answer['description'] as string}\n${problem['description'] as string}`, content },
    ];
  });
  return { ...answers, ...(Object.fromEntries(both) as Responses) };
}

function answersOf({ answers }: Described): Responses {
  const entries = Object.entries(answers).map(([status, form]) => {
    const content = contentOf(form);
    return [status, { description: form.description, ...(content && { content }) }] as const;
  });
  return Object.fromEntries(entries);
}

function contentOf({ schema, lines, text = [], type = 'application/json' }: AnswerForm): JsonObject | null {
  if (schema === null && text.length === 0) return null;
  return {
    ...(schema && { [type]: shown(schema) }),
    ...(lines && { [NDJSON]: shown(lines) }),
    ...Object.fromEntries(text.map((one) => [one, { schema: { type: 'string' } }] as const)),
  };
}

function shown(schema: JsonObject): JsonObject {
  return { schema, example: exampleOf(schema) };
}

/** The endpoint's own errors, and those that come with what it takes. */
export function codesOf({ method, access, body, errors }: Described): readonly ErrorCode[] {
  return [
    ...errors,
    ...(method === 'GET' ? [] : (['CHANGED_MEANWHILE', 'KEY_REUSED', 'KEY_IN_USE'] as const)),
    ...accessErrors(access),
    ...(body ? (['REQUEST_TOO_LARGE', 'MEDIA_TYPE_UNSUPPORTED'] as const) : []),
  ];
}

function documentPath(path: string): string {
  return path.replace(/:([A-Za-z_][A-Za-z0-9_]*)/g, '{$1}');
}
