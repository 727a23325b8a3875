/** The document: valid, complete, and true. */
import assert from 'node:assert/strict';

import SwaggerParser from '@apidevtools/swagger-parser';

import { ENDPOINTS } from '../../src/admin/api/endpoints.ts';
import type { Endpoint } from '../../src/admin/endpoint.ts';
import { openApiDocument } from '../../src/admin/openapi.ts';
import type { TaskSpec } from '../../src/manifest/index.ts';
import { fakeManifest, route } from './fake-served.ts';
import { ask, closeHouses, house } from './http.ts';

type Operation = Record<string, unknown> & {
  readonly responses: Record<string, unknown>;
  readonly security: unknown[];
};
interface Document {
  readonly openapi: string;
  readonly paths: Record<string, Record<string, Operation>>;
}

const HTTP = [
  route({ path: '/notifications/send-email', description: 'Send a mail' }),
  route({
    method: 'GET',
    path: '/task/:id',
    task: null,
    job: '${params.id}',
    respond: { status: 200, body: null },
    public: true,
  }),
  route({ method: 'PUT', path: '/with/:a/:b', with: { a: '${params.a}' }, respond: { status: 200, body: {} } }),
];

function documentPath({ path: pattern }: Endpoint): string {
  return pattern.replace(/:(\w+)/g, '{$1}');
}

describe('admin: OpenAPI document', () => {
  after(closeHouses);

  it('is valid by an independent reader, with and without routes of the manifest', async () => {
    for (const http of [[], HTTP]) {
      const local = await house({ http });
      const { status, body } = await ask(local, 'GET /openapi.json');
      assert.equal(status, 200);
      assert.equal((body as Document).openapi, '3.1.0');
      const document = (await SwaggerParser.validate(structuredClone(body) as never)) as unknown as Document;
      assert.ok(Object.keys(document.paths).length > 10);
    }
  });

  it('is refused by that reader when it is broken', async () => {
    const document = openApiDocument(ENDPOINTS, '1', fakeManifest({})) as unknown as Document;
    const broken = structuredClone(document) as unknown as { paths: Record<string, unknown> };
    broken.paths['/x'] = { get: { responses: 5 } };
    await assert.rejects(SwaggerParser.validate(broken as never));
  });

  it('holds every endpoint of the table with its role, and nothing else', () => {
    const { paths } = openApiDocument(ENDPOINTS, '1', fakeManifest({})) as unknown as Document;
    for (const endpoint of ENDPOINTS) {
      const operation = paths[documentPath(endpoint)]?.[endpoint.method.toLowerCase()];
      assert.equal(operation?.['operationId'], endpoint.name);
      assert.equal(operation['x-role'], endpoint.access === 'open' ? undefined : endpoint.access);
      assert.equal(operation.security.length, endpoint.access === 'open' ? 0 : 1);
    }
    assert.equal(Object.values(paths).flatMap((item) => Object.keys(item)).length, ENDPOINTS.length);
    assert.equal(new Set(ENDPOINTS.map(({ name }) => name)).size, ENDPOINTS.length);
  });

  it('shows the routes of the manifest, with the input of their task as body', () => {
    const input = { type: 'object', required: ['to'] };
    const manifest = fakeManifest({ http: HTTP });
    const task = { input } as unknown as TaskSpec;
    const { paths } = openApiDocument(ENDPOINTS, '1', {
      ...manifest,
      tasks: { 'emails.send': task },
    }) as unknown as Document;
    const send = paths['/notifications/send-email']?.['post'];
    assert.deepEqual(send?.['requestBody'], { content: { 'application/json': { schema: input } } });
    assert.equal(send['summary'], 'Send a mail');
    assert.deepEqual(paths['/task/{id}']?.['get']?.security, []);
    assert.deepEqual(Object.keys(paths['/with/{a}/{b}']?.['put']?.responses ?? {}).slice(0, 1), ['200']);
  });
});
