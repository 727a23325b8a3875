/** The manifest's own HTTP routes. */
import assert from 'node:assert/strict';

import { noTracer, type RequestTrace } from '../../src/core/index.ts';
import type { JobView } from '../../src/platform/index.ts';
import { fakeManifest, route, TOKENS } from './fake-served.ts';
import { ask, closeHouses, house, type House } from './http.ts';

const SEND = route({
  path: '/notifications/send-email',
  respond: { status: 202, body: { message: 'E-mail queued', task_id: '${job.id}' } },
});

function payloads({ served }: House): unknown[] {
  return [...served.operations.jobs.values()].map(({ payload }: JobView) => payload);
}

describe('admin: routes of the manifest', () => {
  after(closeHouses);

  it('turn a body into a job and answer by their template', async () => {
    const local = await house({ http: [SEND] });
    const reply = await ask(local, 'POST /notifications/send-email', { json: { to: 'a@b.example' } });
    assert.deepEqual([reply.status, reply.body], [202, { message: 'E-mail queued', task_id: 'job-1' }]);
    assert.equal(reply.headers.get('location'), '/api/jobs/job-1');
    assert.deepEqual(payloads(local), [{ to: 'a@b.example' }]);
  });

  it('fill the payload from path, query, headers and body', async () => {
    const filled = route({
      path: '/in/:tenant/orders/:id',
      with: {
        tenant: '${params.tenant}',
        id: '${params.id}',
        dry: '${query.dry}',
        agent: '${headers.x-agent}',
        all: '${query.tag}',
        items: '${body.items}',
        text: 'order ${params.id}',
      },
      respond: { status: 201, body: null },
    });
    const local = await house({ http: [filled] });
    const options = { json: { items: [1, 2] }, headers: { 'x-agent': 'bee' } };
    const reply = await ask(local, 'POST /in/acme/orders/7%2F8?dry=yes&tag=a&tag=b', options);
    assert.deepEqual([reply.status, reply.body], [201, { id: 'job-1', state: 'available', existing: false }]);
    assert.deepEqual(payloads(local), [
      { tenant: 'acme', id: '7/8', dry: 'yes', agent: 'bee', all: ['a', 'b'], items: [1, 2], text: 'order 7/8' },
    ]);
  });

  it('never let credentials into a payload', async () => {
    const leaky = route({
      path: '/leak',
      with: { a: '${headers.authorization}', c: '${headers.cookie}', all: '${headers}' },
    });
    const local = await house({ http: [leaky], tokens: TOKENS });
    await ask(local, 'POST /leak', { token: TOKENS[1]!.secret, headers: { cookie: 'session=canary' }, json: {} });
    assert.equal(payloads(local).length, 1);
    assert.doesNotMatch(JSON.stringify(payloads(local)), /canary|operator-secret/);
  });

  it('show a job', async () => {
    const http = [
      SEND,
      route({
        method: 'GET',
        path: '/task/:id',
        task: null,
        job: '${params.id}',
        respond: { status: 200, body: { id: '${job.id}', status: '${job.state}' } },
      }),
      route({ method: 'GET', path: '/whole', task: null, job: '${query.id}', respond: { status: 200, body: null } }),
    ];
    const local = await house({ http });
    await ask(local, 'POST /notifications/send-email', { json: {} });
    assert.deepEqual((await ask(local, 'GET /task/job-1')).body, { id: 'job-1', status: 'available' });
    assert.equal((await ask(local, 'GET /whole?id=job-1')).body.task, 'emails.send');
    for (const path of ['/task/job-2', '/task/..%2f', '/whole', '/whole?id=a&id=b']) {
      const { status, body } = await ask(local, `GET ${path}`);
      assert.deepEqual([status, body.code], [404, 'JOB_UNKNOWN'], path);
    }
  });

  it('answer always JSON, whatever the template makes', async () => {
    const http = [
      route({ path: '/text', respond: { status: 200, body: 'id ${job.id}' } }),
      route({ path: '/missing', respond: { status: 200, body: '${job.nothing}' } }),
    ];
    const local = await house({ http });
    assert.equal((await ask(local, 'POST /text', { json: {} })).text, '"id job-1"');
    assert.equal((await ask(local, 'POST /missing', { json: {} })).text, 'null');
  });

  it('take the same care of bodies as the API', async () => {
    const local = await house({ http: [SEND] });
    const path = 'POST /notifications/send-email';
    assert.equal((await ask(local, path, { headers: { 'content-type': 'text/plain' }, body: '{}' })).status, 415);
    assert.equal((await ask(local, path, { headers: { 'content-type': 'application/json' }, body: '{' })).status, 400);
    assert.equal((await ask(local, path, { json: 'x'.repeat(2_000_000) })).status, 413);
    assert.deepEqual(payloads(local), []);
  });

  it('need an operator unless they are public', async () => {
    const local = await house({ http: [SEND, route({ path: '/hook', public: true })], tokens: TOKENS });
    const path = 'POST /notifications/send-email';
    assert.equal((await ask(local, path, { json: {} })).status, 401);
    assert.equal((await ask(local, path, { json: {}, token: TOKENS[0]!.secret })).status, 403);
    assert.equal((await ask(local, path, { json: {}, token: TOKENS[1]!.secret })).status, 202);
    assert.equal((await ask(local, 'POST /hook', { json: {} })).status, 202);
    assert.equal(
      (await ask(local, 'POST /hook', { json: {}, headers: { 'sec-fetch-site': 'cross-site' } })).status,
      403,
    );
  });

  it('answer 405 for another method, with those of all routes of that path', async () => {
    const local = await house({ http: [SEND, route({ ...SEND, method: 'PUT' }), route({ path: '/healthz' })] });
    const reply = await ask(local, 'GET /notifications/send-email');
    assert.deepEqual([reply.status, reply.headers.get('allow')], [405, 'OPTIONS, POST, PUT']);
    assert.equal((await ask(local, 'GET /healthz')).body.status, 'ok');
    assert.equal((await ask(local, 'PUT /healthz')).headers.get('allow'), 'GET, HEAD, OPTIONS, POST');
  });

  it('make no job of HEAD, also where GET makes one', async () => {
    const http = [
      route({ path: '/go', method: 'GET', with: {} }),
      route({ path: '/see/:id', method: 'GET', task: null, job: '${params.id}', respond: { status: 200, body: null } }),
    ];
    const local = await house({ http });
    const head = await ask(local, 'HEAD /go');
    assert.deepEqual([head.status, head.headers.get('allow'), payloads(local)], [405, 'GET, OPTIONS', []]);
    assert.equal((await ask(local, 'GET /go')).status, 202);
    assert.equal((await ask(local, 'HEAD /see/job-1')).status, 200);
  });

  it('take the characters of their paths literally', async () => {
    const local = await house({ http: [route({ path: '/v1.0/~a@b-c/:id' })] });
    assert.equal((await ask(local, 'POST /v1.0/~a@b-c/7', { json: {} })).status, 202);
    assert.equal((await ask(local, 'POST /v1x0/~a@b-c/7', { json: {} })).status, 404);
    assert.equal((await ask(local, 'POST /v1.0/~a@b-c/7/8', { json: {} })).status, 404);
  });

  it('change with the manifest, at once', async () => {
    const local = await house({ http: [SEND] });
    assert.equal((await ask(local, 'POST /notifications/send-email', { json: {} })).status, 202);
    local.served.current = fakeManifest({ http: [route({ path: '/mail' })] });
    assert.equal((await ask(local, 'POST /notifications/send-email', { json: {} })).status, 404);
    assert.equal((await ask(local, 'POST /mail', { json: {} })).status, 202);
  });

  it('run inside the span of their request, named by the pattern', async () => {
    const local = await house({ http: [route({ path: '/in/:id' })] });
    const seen: (RequestTrace & { status?: number })[] = [];
    Object.assign(local.served, {
      tracer: {
        ...noTracer,
        request: (about: RequestTrace, fn: (span: { status(code: number): void }) => Promise<unknown>) =>
          fn({ status: (status) => seen.push({ ...about, status }) }),
      },
    });
    const traceparent = '00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01';
    await ask(local, 'POST /in/7', { json: {}, headers: { traceparent, tracestate: 'a=b' } });
    await ask(local, 'POST /in/8', {
      json: {},
      headers: { traceparent: 'x'.repeat(4_000), tracestate: 'y'.repeat(4_000) },
    });
    local.served.operations.failure = new Error('boom');
    await ask(local, 'POST /api/tasks/emails.send/jobs', {
      json: { payload: 1 },
      headers: { traceparent, tracestate: 'z'.repeat(600) },
    });
    await ask(local, 'GET /api/queues');
    assert.deepEqual(seen, [
      { method: 'POST', route: '/in/:id', traceparent, tracestate: 'a=b', status: 202 },
      { method: 'POST', route: '/in/:id', traceparent: null, tracestate: null, status: 202 },
      { method: 'POST', route: '/api/tasks/:task/jobs', traceparent, tracestate: null, status: 500 },
    ]);
  });
});
