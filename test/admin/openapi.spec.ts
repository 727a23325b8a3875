/** The document: valid, complete, and true. */
import assert from 'node:assert/strict';

import SwaggerParser from '@apidevtools/swagger-parser';

import { views } from '../../src/api/index.ts';
import { ENDPOINTS } from '../../src/admin/endpoints.ts';
import type { ServerEndpoint as Endpoint } from '../../src/admin/service.ts';
import { BODIES } from '../../src/admin/openapi-examples.ts';
import { openApiDocument } from '../../src/admin/openapi.ts';
import { manifestSchema } from '../../src/manifest/source.generated.ts';
import type { TaskSpec } from '../../src/manifest/index.ts';
import { assertAllowed } from './answers-as-promised.ts';
import { fakeManifest, route } from './fake-served.ts';
import { ask, closeHouses, house } from './http.ts';

type Operation = Record<string, unknown> & {
  readonly responses: Record<string, unknown>;
  readonly security: unknown[];
};
interface Example {
  readonly $ref?: string;
  readonly value: unknown;
}
interface Content {
  readonly schema?: Record<string, unknown>;
  readonly example?: unknown;
  readonly examples?: Record<string, Example>;
}
interface Document {
  readonly openapi: string;
  readonly components: { readonly examples: Record<string, Example> };
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

function contentsOf(part: unknown): readonly Content[] {
  return Object.values((part as { content?: Record<string, Content> } | undefined)?.content ?? {});
}

/** The problem that an example of an answer refers to is one of that status. */
function problemAt(ref: string, examples: Record<string, Example>, status: number): void {
  const { value } = examples[ref.split('/').at(-1) ?? ''] ?? {};
  assert.equal((value as { status?: number } | undefined)?.status, status, ref);
}

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

  it('is a page too, which loads nothing from elsewhere and runs nothing', async () => {
    const local = await house({ name: '<script>alert(1)</script>', http: HTTP });
    const { status, text, headers } = await ask(local, 'GET /api-docs');
    assert.equal(status, 200);
    assert.match(headers.get('content-security-policy') ?? '', /^default-src 'none'; style-src 'self';/);
    for (const { name } of ENDPOINTS) assert.ok(text.includes(`<article id="${name}">`), name);
    assert.ok(text.includes('/notifications/send-email'), 'routes of the manifest too');
    assert.doesNotMatch(text, /<script|<style|style=|https?:|\son\w+=/);
    const links = [...text.matchAll(/href="([^"]+)"/g)].map(([, to = '']) => to);
    for (const to of new Set(links.filter((link) => link.startsWith('#')))) {
      assert.ok(text.includes(`id="${to.slice(1)}"`), to);
    }
    const style = await ask(local, 'GET /api-docs.css');
    assert.deepEqual([style.status, style.headers.get('content-type')], [200, 'text/css; charset=utf-8']);
  });

  it('is refused by that reader when it is broken', async () => {
    const document = openApiDocument(ENDPOINTS, '1', fakeManifest({})) as unknown as Document;
    const broken = structuredClone(document) as unknown as { paths: Record<string, unknown> };
    broken.paths['/x'] = { get: { responses: 5 } };
    await assert.rejects(SwaggerParser.validate(broken as never));
  });

  it('has an example of each body, of each answer and of each problem, which its schema allows', () => {
    const { paths, components } = openApiDocument(ENDPOINTS, '1', fakeManifest({})) as unknown as Document;
    const bodies: string[] = [];
    for (const endpoint of ENDPOINTS) {
      const operation = paths[documentPath(endpoint)]?.[endpoint.method.toLowerCase()];
      const { requestBody, parameters, responses } = operation ?? ({} as Partial<Operation>);
      const place = `${endpoint.name}: `;
      for (const { schema, example } of (parameters ?? []) as Content[]) {
        if (example !== undefined) assertAllowed(schema, example, place);
      }
      for (const { schema, examples = {} } of contentsOf(requestBody)) {
        bodies.push(endpoint.name);
        assert.notDeepEqual(examples, {}, `${place}no example of a body`);
        for (const { value } of Object.values(examples)) assertAllowed(schema, value, place);
      }
      for (const [status, answer] of Object.entries(responses ?? {})) {
        for (const { schema, example, examples = {} } of contentsOf(answer)) {
          if (schema?.['type'] === 'string') continue;
          if (Number(status) < 300) assertAllowed(schema, example, `${place}${status} `);
          else
            for (const { $ref = '' } of Object.values(examples)) problemAt($ref, components.examples, Number(status));
        }
      }
    }
    assert.deepEqual([...new Set(bodies)].sort(), Object.keys(BODIES).sort());
  });

  it('holds every endpoint of the table with its role, and nothing else', () => {
    const { paths } = openApiDocument(ENDPOINTS, '1', fakeManifest({})) as unknown as Document;
    for (const endpoint of ENDPOINTS) {
      const operation = paths[documentPath(endpoint)]?.[endpoint.method.toLowerCase()];
      assert.equal(operation?.['operationId'], endpoint.name);
      assert.equal(operation['x-role'], endpoint.access === 'open' ? undefined : endpoint.access);
      // A token, or a session.
      assert.equal(operation.security.length, endpoint.access === 'open' ? 0 : 2);
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

  it('says what parameters must read as, and which fields of a job are shown', async () => {
    const input = {
      type: 'object',
      properties: {
        id: { $ref: '#/$defs/id' },
        n: { type: ['number', 'null'] },
        dry: { type: 'boolean' },
        s: { type: 'string' },
      },
      $defs: { id: { type: 'integer' } },
    };
    const wants = { id: '${params.id}', n: '${query.n:-1}', dry: '${query.dry}', s: 'x ${query.s}' };
    const http = [
      route({
        path: '/several/:id',
        task: null,
        tasks: [
          { task: 'emails.send', with: wants },
          { task: 'other', with: { a: '${query.dry}', b: '${query.n}' } },
        ],
      }),
      route({ path: '/one/:id', with: wants }),
      route({
        method: 'GET',
        path: '/see/:id',
        task: null,
        job: '${params.id}',
        fields: ['state', 'result'],
        respond: { status: 200, body: null },
      }),
    ];
    const local = await house({ http, inputs: { 'emails.send': input } });
    const { body } = await ask(local, 'GET /openapi.json');
    await SwaggerParser.validate(structuredClone(body) as never);
    const { paths } = body as Document;
    const typesOf = (path: string, method: string): unknown =>
      Object.fromEntries(
        (paths[path]?.[method]?.['parameters'] as { name: string; schema: { type: string } }[]).map(
          ({ name, schema }) => [name, schema.type],
        ),
      );
    assert.deepEqual(typesOf('/one/{id}', 'post'), { id: 'integer', n: 'number', dry: 'boolean', s: 'string' });
    assert.deepEqual(typesOf('/several/{id}', 'post'), { id: 'integer', n: 'string', dry: 'string', s: 'string' });
    assert.deepEqual(typesOf('/see/{id}', 'get'), { id: 'string', wait: 'string' });
    const shown = JSON.stringify(paths['/see/{id}']?.['get']?.responses['200']);
    assert.match(shown, /"required":\["state","result"\]/);
  });

  it('lists the fields of jobs and runs that the schema of the manifest lets routes show', () => {
    const known = manifestSchema.$defs.showRoute.properties.fields.items.enum;
    // Routes show one job, of which nothing is omitted.
    const fields = Object.keys(views()['Job']?.['properties'] as object).filter((field) => field !== 'omitted');
    assert.deepEqual([...known].sort(), fields.sort());
    const runs = manifestSchema.$defs.showRunRoute.properties.fields.items.enum;
    assert.deepEqual([...runs].sort(), Object.keys(views()['Run']?.['properties'] as object).sort());
  });
});
