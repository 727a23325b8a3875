/** Shapes of answers and problems. */
import assert from 'node:assert/strict';

import { problemOf, statusOf } from '../../src/admin/problem.ts';
import { ERROR_CODES, type ErrorCode, SkepError } from '../../src/foundation/index.ts';
import { ask, closeHouses, house, type House, raw, statusOf as rawStatus } from './http.ts';

describe('admin: answers', () => {
  let local: House;
  before(async () => {
    local = await house({ name: 'shop' });
  });
  afterEach(() => {
    local.served.operations.failure = undefined;
    local.served.operations.jobs.clear();
  });
  after(closeHouses);

  it('says on /healthz who it is', async () => {
    const { status, headers, body } = await ask(local, 'GET /healthz');
    assert.equal(status, 200);
    assert.match(headers.get('content-type') ?? '', /^application\/json/);
    assert.deepEqual({ ...body, manifest: '' }, { status: 'ok', name: 'shop', version: '9.9.9', manifest: '' });
    assert.match(String(body.manifest), /^[0-9a-f]{64}$/);
  });

  it('says on /readyz why it is not ready', async () => {
    const { ready } = local.served;
    local.served.ready = { ready: false, reasons: ['stopping'], warnings: [], checks: [] };
    const reply = await ask(local, 'GET /readyz');
    assert.deepEqual(
      [reply.status, reply.body],
      [503, { ready: false, reasons: ['stopping'], warnings: [], checks: [] }],
    );
    local.served.ready = ready;
    assert.deepEqual((await ask(local, 'GET /readyz')).body, ready);
  });

  it('shows an index as JSON, and as HTML to browsers, without script and with names escaped', async () => {
    assert.equal((await ask(local, 'GET /')).body.links.jobs, '/api/jobs');
    const odd = await house({ name: '<script>alert(1)</script>' });
    const page = await ask(odd, 'GET /', { headers: { accept: 'text/html,application/xhtml+xml,*/*;q=0.8' } });
    assert.match(page.headers.get('content-type') ?? '', /^text\/html/);
    assert.doesNotMatch(page.text, /<script/);
    assert.match(page.text, /href="\/api\/jobs"/);
  });

  it('accepts one job with 202, its id, and where to find it', async () => {
    const first = await ask(local, 'POST /api/tasks/emails.send/jobs', {
      json: { payload: {}, options: { id: 'a:b' } },
    });
    assert.deepEqual([first.status, first.body], [202, { id: 'a:b', state: 'available', existing: false }]);
    const location = first.headers.get('location') ?? '';
    assert.equal((await ask(local, `GET ${location}`)).body.id, 'a:b');
    const again = await ask(local, 'POST /api/tasks/emails.send/jobs', {
      json: { payload: {}, options: { id: 'a:b' } },
    });
    assert.equal(again.body.existing, true);
  });

  it('accepts many jobs with 202', async () => {
    const json = { jobs: [{ payload: 1 }, { payload: 2, options: { priority: 0 } }] };
    const reply = await ask(local, 'POST /api/tasks/emails.send/jobs', { json });
    assert.equal(reply.status, 202);
    assert.equal(reply.body.jobs.length, 2);
    assert.equal(reply.headers.get('location'), null);
  });

  it('wraps lists in objects', async () => {
    for (const list of ['queues', 'tasks', 'schedules', 'workers', 'jobs']) {
      assert.ok(Array.isArray((await ask(local, `GET /api/${list}`)).body[list]), list);
    }
  });

  it('deletes with 204 and without a body', async () => {
    await ask(local, 'POST /api/tasks/emails.send/jobs', { json: { payload: {}, options: { id: 'gone' } } });
    const reply = await ask(local, 'DELETE /api/jobs/gone');
    assert.deepEqual([reply.status, reply.text], [204, '']);
    assert.equal((await ask(local, 'DELETE /api/jobs/gone')).status, 404);
  });

  it('answers HEAD as GET without the body, and OPTIONS with what there is', async () => {
    const head = await ask(local, 'HEAD /api/queues');
    const get = await ask(local, 'GET /api/queues');
    assert.deepEqual([head.status, head.text], [200, '']);
    assert.equal(head.headers.get('content-length'), String(Buffer.byteLength(get.text)));
    const options = await ask(local, 'OPTIONS /api/jobs/x');
    assert.deepEqual([options.status, options.headers.get('allow')], [204, 'DELETE, GET, HEAD, OPTIONS']);
    assert.equal((await ask(local, 'OPTIONS /nowhere')).status, 404);
  });

  const nowhere = [
    '/nowhere',
    '/api',
    '/api/',
    '/api/queues/',
    '//api/queues',
    '/API/queues',
    '/api/queues/default/pauses',
    '/healthz/x',
    '/api/%6Aobs/x/y',
    '/.env',
    '/..%2f..%2fetc/passwd',
  ];
  for (const path of nowhere) {
    it(`knows no ${path}`, async () => {
      const { status, body, headers } = await ask(local, `GET ${path}`);
      assert.deepEqual([status, body.code, body.status], [404, 'ROUTE_UNKNOWN', 404]);
      assert.match(headers.get('content-type') ?? '', /^application\/problem\+json/);
    });
  }

  const noNames: readonly (readonly [string, ErrorCode])[] = [
    ['GET /api/queues/a:waiting', 'QUEUE_UNKNOWN'],
    ['GET /api/queues/__proto__', 'QUEUE_UNKNOWN'],
    ['GET /api/queues/%7Bx%7D', 'QUEUE_UNKNOWN'],
    ['POST /api/queues/*/pause', 'QUEUE_UNKNOWN'],
    ['POST /api/queues/Default/pause', 'QUEUE_UNKNOWN'],
    [`GET /api/tasks/${'x'.repeat(4096)}`, 'TASK_UNKNOWN'],
    ['GET /api/schedules/%0Anightly', 'SCHEDULE_UNKNOWN'],
    ['GET /api/schedules/nightly%0A', 'SCHEDULE_UNKNOWN'],
  ];
  /** Other programs choose ids as they like: all of them are looked for, and none is more than a text. */
  for (const id of ['../queues', 'a\\b', 'a∕b', 'a b', '?x=1#y', '\u0000', 'x'.repeat(5_000)]) {
    it(`looks for a job of the id ${JSON.stringify(id.slice(0, 40))}`, async () => {
      local.served.operations.calls.length = 0;
      const { status, body } = await ask(local, `GET /api/jobs/${encodeURIComponent(id)}`);
      assert.deepEqual([status, body.code], [404, 'JOB_UNKNOWN']);
      assert.deepEqual(local.served.operations.calls, ['getJob']);
    });
  }

  for (const [request, code] of noNames) {
    it(`finds nothing at ${request.slice(0, 60)}`, async () => {
      local.served.operations.calls.length = 0;
      const { status, body } = await ask(local, request);
      assert.deepEqual([status, body.code], [404, code]);
      assert.deepEqual(local.served.operations.calls, []);
    });
  }

  for (const target of [
    '/api/jobs/%ff',
    '/api/queues/%',
    '/api/tasks/%zz',
    '/api/jobs?tag=%ff',
    '/api/jobs?tag=100%',
    '/?%ed%a0%80',
  ]) {
    it(`does not guess what ${target} may mean`, async () => {
      local.served.operations.calls.length = 0;
      const answer = await raw(local, `GET ${target} HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n`);
      assert.equal(rawStatus(answer), 400);
      assert.match(answer, /escaped UTF-8.*REQUEST_INVALID/);
      assert.deepEqual(local.served.operations.calls, []);
    });
  }

  it('refuses a wrong method with 405 and says which it takes', async () => {
    for (const [request, allow] of [
      ['PUT /api/queues', 'GET, HEAD, OPTIONS'],
      ['GET /api/reload', 'OPTIONS, POST'],
      ['PATCH /api/jobs/x', 'DELETE, GET, HEAD, OPTIONS'],
      ['DELETE /healthz', 'GET, HEAD, OPTIONS'],
    ] as const) {
      const { status, body, headers } = await ask(local, request);
      assert.deepEqual([status, body.code, headers.get('allow')], [405, 'METHOD_NOT_ALLOWED', allow]);
    }
  });

  it('lets no header override the method', async () => {
    for (const name of ['x-http-method-override', 'x-method-override', 'x-http-method']) {
      local.served.operations.calls.length = 0;
      await ask(local, 'GET /api/queues/default', { headers: { [name]: 'DELETE' } });
      assert.deepEqual(local.served.operations.calls, ['queue']);
    }
  });

  it('answers what is no HTTP with a problem and hangs up', async () => {
    for (const bytes of [
      'hello\r\n\r\n',
      'GET / HTTP/9.9\r\n\r\n',
      'GET / HTTP/1.1\r\nHost: localhost\r\nbad header\r\n\r\n',
    ]) {
      const answer = await raw(local, bytes);
      assert.equal(rawStatus(answer), 400, answer);
      assert.match(answer, /application\/problem\+json/);
    }
    const smuggled =
      'POST /api/reload HTTP/1.1\r\nHost: localhost\r\nContent-Length: 4\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n';
    assert.equal(rawStatus(await raw(local, smuggled)), 400);
  });

  it('refuses a head that is too long with 431', async () => {
    const answer = await raw(local, `GET / HTTP/1.1\r\nHost: localhost\r\nX-Long: ${'x'.repeat(20_000)}\r\n\r\n`);
    assert.equal(rawStatus(answer), 431);
  });

  it('tells the client nothing of a fault of its own', async () => {
    const logged: unknown[] = [];
    const quiet = local.served.logger;
    Object.assign(local.served, { logger: { ...quiet, error: (fields: unknown) => logged.push(fields) } });
    for (const failure of [
      new TypeError('secret /srv/path'),
      new SkepError('INTERNAL', 'secret', { details: { secret: 1 }, hint: 'secret' }),
    ]) {
      local.served.operations.failure = failure;
      const reply = await ask(local, 'GET /api/queues');
      assert.deepEqual([reply.status, reply.body.code], [500, 'INTERNAL']);
      assert.doesNotMatch(reply.text, /secret|srv|at /);
    }
    Object.assign(local.served, { logger: quiet });
    assert.equal(logged.length, 2);
    assert.match(JSON.stringify(logged[0]), /secret \/srv\/path/);
  });

  it('carries code, hint and particulars of a refusal', async () => {
    const violations = [{ pointer: '/to', message: 'is missing' }];
    local.served.operations.failure = new SkepError('PAYLOAD_INVALID', 'the payload is wrong', {
      hint: 'fix it',
      details: { violations },
    });
    const { status, body } = await ask(local, 'POST /api/tasks/emails.send/jobs', { json: { payload: {} } });
    assert.equal(status, 422);
    assert.deepEqual(body, {
      violations,
      type: 'urn:skep:problem:payload-invalid',
      title: 'Unprocessable Entity',
      status: 422,
      detail: 'the payload is wrong',
      code: 'PAYLOAD_INVALID',
      hint: 'fix it',
      instance: '/api/tasks/emails.send/jobs',
    });
  });

  it('leaves particulars out that are too many, and says so', async () => {
    const violations = Array.from({ length: 20_000 }, (_, index) => ({ index, pointer: '/to', message: 'is missing' }));
    local.served.operations.failure = new SkepError('PAYLOAD_INVALID', 'x'.repeat(5_000_000), {
      details: { violations },
    });
    const { status, text, body } = await ask(local, 'POST /api/tasks/emails.send/jobs', { json: { payload: {} } });
    assert.deepEqual([status, body.code, body.cut, body.violations], [422, 'PAYLOAD_INVALID', true, undefined]);
    assert.ok(text.length < 3_000);
  });

  it('has a status of its kind for every code', () => {
    const expected: Record<string, number> = {
      TASK_UNKNOWN: 404,
      STATE_CONFLICT: 409,
      STORE_UNREACHABLE: 503,
      STOPPING: 503,
      WAIT_TIMED_OUT: 504,
      REQUEST_INVALID: 400,
      MANIFEST_INVALID: 422,
      HANDLER_ERROR: 500,
      TOKEN_THROTTLED: 429,
    };
    for (const [code, status] of Object.entries(expected)) assert.equal(statusOf(code as ErrorCode), status, code);
    const leaking = new SkepError('STORE_UNREACHABLE', 'no answer from redis://me:canary@host');
    assert.equal(problemOf(leaking).detail, 'no answer from redis://me:***@host');
    for (const code of Object.keys(ERROR_CODES) as ErrorCode[]) {
      const problem = problemOf(new SkepError(code, 'x', { details: { status: 1, code: 'no' } }));
      assert.ok(problem.status >= 400 && problem.status < 600, code);
      assert.equal(problem.code, problem.status === 500 ? 'INTERNAL' : code);
    }
  });
});
