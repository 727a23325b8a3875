/** The types of the API for the dashboard, from the document that `/openapi.json` answers. */
import type { JSONSchema } from 'json-schema-to-typescript';
import { compile } from 'json-schema-to-typescript';

import { ENDPOINTS } from '../src/admin/endpoints.ts';
import { openApiDocument } from '../src/admin/openapi.ts';
import type { JsonObject } from '../src/foundation/index.ts';
import type { Manifest } from '../src/manifest/index.ts';

const HEAD = '/* Written by `npm run generate` from the document of /openapi.json. */';
const NO_ROUTES = { name: '', routes: { http: [] } } as unknown as Manifest;

interface Operation {
  readonly parameters: readonly { readonly name: string; readonly in: string; readonly schema: JsonObject }[];
  readonly requestBody?: {
    readonly required: boolean;
    readonly content: Record<string, { readonly schema: JsonObject }>;
  };
  readonly responses: Readonly<Record<string, { readonly content?: Record<string, { readonly schema: JsonObject }> }>>;
}

interface Document {
  readonly paths: Readonly<Record<string, Readonly<Record<string, Operation>>>>;
  readonly components: { readonly schemas: Readonly<Record<string, JsonObject>> };
}

/** @returns the source of src/dashboard/api/types.generated.ts */
export async function dashboardTypes(): Promise<string> {
  const { paths, components } = openApiDocument(ENDPOINTS, '', NO_ROUTES) as unknown as Document;
  const operations = Object.entries(paths).flatMap(([path, methods]) =>
    Object.entries(methods).map(([method, operation]) => [`${method.toUpperCase()} ${path}`, operation] as const),
  );
  const root = {
    ...closed(Object.fromEntries(operations.map(([name, operation]) => [name, shapeOf(operation)]))),
    $defs: components.schemas,
  };
  const moved = JSON.parse(JSON.stringify(root).replaceAll('#/components/schemas/', '#/$defs/')) as JSONSchema;
  return compile(moved, 'Endpoints', {
    bannerComment: HEAD,
    additionalProperties: false,
    unreachableDefinitions: true,
    strictIndexSignatures: true,
    style: { singleQuote: true, printWidth: 120 },
  });
}

function shapeOf({ parameters, requestBody, responses }: Operation): JsonObject {
  const of = (place: string): JsonObject =>
    Object.fromEntries(parameters.filter((one) => one.in === place).map(({ name, schema }) => [name, schema]));
  const done = Object.entries(responses).find(([status]) => status.startsWith('2'));
  const body = requestBody?.content['application/json']?.schema;
  return closed({
    params: closed(of('path')),
    query: { ...closed(of('query')), required: [] },
    ...(body && { body }),
    answer: done?.[1].content?.['application/json']?.schema ?? { type: 'null' },
  });
}

function closed(properties: JsonObject): JsonObject {
  return { type: 'object', additionalProperties: false, required: Object.keys(properties), properties };
}
