/** The manifest's own HTTP routes. */
import assert from 'node:assert/strict';

import { noTracer, type RequestTrace } from '../../src/core/index.ts';
import type { JobView } from '../../src/api/index.ts';
import { fakeManifest, route, TOKENS } from './fake-served.ts';
import { ask, closeHouses, house, type House, raw, statusOf } from './http.ts';

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

  it('show only jobs of the tasks they name, and tell others from none by nothing', async () => {
    const shows = route({ method: 'GET', path: '/see/:id', task: null, job: '${params.id}', of: ['emails.*'] });
    const local = await house({ http: [{ ...shows, respond: { status: 200, body: null } }] });
    const { jobs } = local.served.operations;
    await ask(local, 'POST /api/tasks/emails.send/jobs', { json: { payload: { secret: 1 }, options: { id: 'mail' } } });
    const mail = jobs.get('mail')!;
    jobs.set('other', { ...mail, id: 'other', task: 'payments.take' });
    assert.deepEqual((await ask(local, 'GET /see/mail')).body, { id: 'mail', task: 'emails.send', state: 'available' });
    const hidden = await ask(local, 'GET /see/other?wait=1h');
    const unknown = await ask(local, 'GET /see/nobody?wait=1h');
    assert.equal(hidden.status, 404);
    assert.equal(hidden.text.replaceAll('other', 'nobody'), unknown.text);
  });

  it('show payloads, results and errors when they are named, and stacks to nobody', async () => {
    const shows = { method: 'GET', task: null, job: '${params.id}', of: ['emails.send'], public: true } as const;
    const http = [
      route({
        ...shows,
        path: '/some/:id',
        fields: ['state', 'error', 'attempts'],
        respond: { status: 200, body: null },
      }),
      route({
        ...shows,
        path: '/body/:id',
        respond: { status: 200, body: { p: '${job.payload.a}', s: '${job.error.stack}' } },
      }),
    ];
    const local = await house({ http, tokens: TOKENS });
    await local.served.operations.enqueue('emails.send', [{ payload: { a: 7 }, options: { id: 'x' } }]);
    const error = { name: 'Error', message: 'no', code: null, stack: 'at /srv/app/x.ts:1' };
    const attempt = {
      number: 1,
      worker: 'w',
      startedAt: '',
      finishedAt: '',
      durationMs: 1,
      outcome: 'dead',
      traceId: null,
      spanId: null,
    };
    const job = local.served.operations.jobs.get('x')!;
    local.served.operations.jobs.set('x', { ...job, error, attempts: [{ ...attempt, error }] });
    const some = await ask(local, 'GET /some/x');
    assert.deepEqual(Object.keys(some.body as object), ['state', 'error', 'attempts']);
    assert.equal(some.body.error.message, 'no');
    assert.doesNotMatch(some.text, /srv/);
    assert.deepEqual((await ask(local, 'GET /body/x')).body, { p: 7, s: null });
  });

  it('wait for the end of a job as long as is asked, and no longer than the server lets them', async () => {
    const shows = route({
      method: 'GET',
      path: '/see/:id',
      task: null,
      job: '${params.id}',
      respond: { status: 200, body: null },
    });
    const local = await house({ http: [shows] }, { waitMs: 1_500, waits: 1 });
    const { operations } = local.served;
    await operations.enqueue('emails.send', [{ payload: null, options: { id: 'x' } }]);
    const waits: number[] = [];
    const getJob = operations.getJob.bind(operations);
    operations.getJob = (async (id: string, waitMs = 0) => {
      waits.push(waitMs);
      const job = await getJob(id);
      return waitMs > 0 ? { ...job, finished: waits.length >= 3, state: 'completed' } : job;
    }) as typeof getJob;
    assert.equal((await ask(local, 'GET /see/x?wait=1h')).body.state, 'completed');
    assert.deepEqual(waits, [0, 1_000, 500]);
    for (const wait of ['soon', '', '1s&wait=2s', '-1s']) {
      assert.equal((await ask(local, `GET /see/x?wait=${wait}`)).status, 400, wait);
    }
  });

  it('let only so many wait', async () => {
    const local = await house({}, { waits: 1 });
    const { operations } = local.served;
    await operations.enqueue('emails.send', [{ payload: null, options: { id: 'x' } }]);
    const getJob = operations.getJob.bind(operations);
    let release: () => void = () => undefined;
    const held = new Promise<void>((resolve) => (release = resolve));
    let waiting: () => void = () => undefined;
    const first = new Promise<void>((resolve) => (waiting = resolve));
    operations.getJob = async (id, waitMs = 0) => {
      if (waitMs > 0) {
        waiting();
        await held;
      }
      return { ...(await getJob(id)), finished: true };
    };
    const long = ask(local, 'GET /api/jobs/x?wait=30s');
    await first;
    assert.equal((await ask(local, 'GET /api/jobs/x?wait=30s')).status, 200);
    release();
    assert.equal((await long).status, 200);
  });

  it('make several jobs of one request, each with its own payload', async () => {
    const tasks = [
      { task: 'emails.send', with: { to: '${body.email}' } },
      { task: 'users.log', with: { user: '${params.id}' } },
      { task: 'users.copy', with: null },
    ];
    const http = [
      route({ path: '/users/:id', task: null, tasks }),
      route({
        path: '/named/:id',
        task: null,
        tasks,
        respond: { status: 201, body: { first: '${jobs.0.id}', all: '${jobs}' } },
      }),
    ];
    const local = await house({ http, inputs: { 'users.log': { properties: { user: { type: 'integer' } } } } });
    const reply = await ask(local, 'POST /users/7', { json: { email: 'a@b' } });
    assert.equal(reply.status, 202);
    assert.deepEqual(
      (reply.body.jobs as { id: string }[]).map(({ id }) => id),
      ['job-1', 'job-2', 'job-3'],
    );
    assert.deepEqual(payloads(local), [{ to: 'a@b' }, { user: 7 }, { email: 'a@b' }]);
    const named = await ask(local, 'POST /named/8', { json: {} });
    assert.deepEqual([named.status, named.body.first, named.body.all.length], [201, 'job-4', 3]);
  });

  it('give the task what its input wants, of what comes as text', async () => {
    const input = {
      type: 'object',
      properties: {
        id: { type: 'integer' },
        dry: { type: 'boolean' },
        tags: { type: 'array', items: { type: 'string' } },
        h: { type: 'number' },
      },
    };
    const with_ = { id: '${params.id}', dry: '${query.dry}', tags: '${query.tag}', h: '${headers.x-h}' };
    const local = await house({ http: [route({ path: '/in/:id', with: with_ })], inputs: { 'emails.send': input } });
    await ask(local, 'POST /in/42?dry=true&tag=a', { headers: { 'x-h': '1.5' } });
    await ask(local, 'POST /in/042?dry=yes&tag=a&tag=b');
    assert.deepEqual(payloads(local), [
      { id: 42, dry: true, tags: ['a'], h: 1.5 },
      { id: '042', dry: 'yes', tags: ['a', 'b'] },
    ]);
  });

  it('refuse names that mean something to objects, from wherever they come', async () => {
    const all = route({ path: '/in', with: { q: '${query}', h: '${headers}' } });
    const local = await house({ http: [all] });
    for (const name of ['__proto__', 'constructor', 'prototype']) {
      const reply = await ask(local, `POST /in?${name}=1`);
      assert.deepEqual([reply.status, reply.body.code], [400, 'REQUEST_INVALID'], name);
      const lines = ['POST /in HTTP/1.1', 'Host: localhost', `${name}: x`, 'Connection: close', '', ''];
      const answer = await raw(local, lines.join('\r\n'));
      assert.equal(statusOf(answer), 400, answer);
    }
    assert.deepEqual(payloads(local), []);
    await ask(local, 'POST /in?toString=1&a=2');
    const [{ q }] = payloads(local) as [{ q: object }];
    assert.deepEqual([Object.getPrototypeOf(q), { ...q }], [null, { toString: '1', a: '2' }]);
  });

  it('read headers as the UTF-8 that they are, or byte by byte', async () => {
    const local = await house({ http: [route({ path: '/in', with: { a: '${headers.x-a}', b: '${headers.x-b}' } })] });
    const lines = [
      'POST /in HTTP/1.1',
      'Host: localhost',
      'X-A: s\xc3\xbc\xc3\x9f',
      'X-B: s\xfc',
      'Connection: close',
      '',
      '',
    ];
    assert.equal(statusOf(await raw(local, lines.join('\r\n'))), 202);
    assert.deepEqual(payloads(local), [{ a: 'süß', b: 'sü' }]);
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
