/* eslint-disable @typescript-eslint/no-confusing-void-expression, @typescript-eslint/no-unsafe-argument -- answers of any endpoint */
/** Who may do what: the table itself says it, and the server is asked for every cell. */
import assert from 'node:assert/strict';

import { ENDPOINTS } from '../../src/admin/endpoints.ts';
import type { ServerEndpoint as Endpoint } from '../../src/admin/service.ts';
import { ROLES } from '../../src/manifest/index.ts';
import { token, TOKENS } from './fake-served.ts';
import { ask, closeHouses, house, type House, raw, statusOf } from './http.ts';

/** What is looked at by something too large for an address. */
const LOOKS = ['explainTask', 'testRoutes'];

/** Who logs in has shown nothing yet. */
const LOGINS = ['beginSession', 'endSession'];

const ACTS = [
  'enqueue',
  'cancelJob',
  'startBulk',
  'cancelBulk',
  'retryJob',
  'removeJob',
  'moveJobs',
  'pauseQueue',
  'runSchedule',
  'pauseSchedule',
  'reload',
  'pauseWorker',
  'stopWorker',
];

function pathOf(endpoint: Endpoint): string {
  return endpoint.path
    .replace(':queue', 'default')
    .replace(':bucket', 'stripe')
    .replace(':hold', 'upkeep')
    .replace(':bulk', 'b1')
    .replace(':task', 'emails.send')
    .replace(':job', 'known')
    .replace(':schedule', 'nightly')
    .replace(':workflow', 'digest')
    .replace(':run', 'r')
    .replace(':step', 'step')
    .replace(':signal', 'approved')
    .replace(':revision', '1')
    .replace(':worker', 'known');
}

const BODIES: Readonly<Record<string, unknown>> = {
  beginSession: { token: TOKENS[0]?.secret },
  moveJobs: { ids: ['known'], to: 'default' },
  prioritizeJob: { priority: 3 },
  startBulk: { action: 'retry', filter: { queue: 'default' } },
  setWorkerConcurrency: { concurrency: 2 },
  setWorkerQueues: { queues: null },
  setBucket: { concurrency: 2 },
  addHold: { name: 'upkeep', queue: 'default' },
  testRoutes: { task: 'emails.send', payload: {} },
  draftManifest: { text: 'version: 1' },
  planManifest: { revision: 1 },
  applyManifest: { revision: 1 },
  startWorkflow: { input: {} },
  startRun: { workflow: 'digest', input: {} },
  resumeRun: { from: ['step'] },
  signalRun: { by: 'ann' },
  backfillSchedule: { from: '2026-11-01T00:00:00Z', to: '2026-11-01T12:00:00Z' },
};

function jsonOf({ name, body }: Endpoint): { json?: unknown } {
  if (Object.hasOwn(BODIES, name)) return { json: BODIES[name] };
  if (name.startsWith('pause') && body) return { json: { for: '10m' } };
  return body ? { json: { payload: {} } } : {};
}

describe('admin: access', () => {
  let tokens: House;
  before(async () => {
    tokens = await house({ tokens: TOKENS }, { wrongTokens: 10_000 });
  });
  beforeEach(() => {
    tokens.served.operations.calls.length = 0;
  });
  after(closeHouses);

  for (const endpoint of ENDPOINTS) {
    const request = `${endpoint.method} ${pathOf(endpoint)}`;

    it(`${request} without a token ${endpoint.access === 'open' ? 'answers' : 'is refused with 401'}`, async () => {
      const reply = await ask(tokens, request, jsonOf(endpoint));
      // There is no provider here that one could log in by.
      if (endpoint.access === 'open') return assert.ok([200, 204, 404].includes(reply.status), reply.text);
      assert.equal(reply.status, 401);
      assert.equal(reply.body.code, 'TOKEN_MISSING');
      assert.equal(reply.headers.get('www-authenticate'), 'Bearer realm="skep"');
      assert.deepEqual(tokens.served.operations.calls, []);
    });

    for (const { role, secret } of TOKENS) {
      const may = endpoint.access === 'open' || ROLES.indexOf(role) >= ROLES.indexOf(endpoint.access);
      it(`${request} ${may ? 'is open' : 'is closed'} to the role ${role}`, async () => {
        await tokens.served.operations.enqueue('emails.send', [{ payload: {}, options: { id: 'known' } }]);
        tokens.served.operations.calls.length = 0;
        const reply = await ask(tokens, request, { token: secret, ...jsonOf(endpoint) });
        if (may) {
          assert.ok(reply.status < 300 || ['TASK_UNKNOWN', 'ROUTE_UNKNOWN'].includes(reply.body.code), reply.text);
        } else {
          assert.equal(reply.status, 403);
          assert.equal(reply.body.code, 'ROLE_DENIED');
          assert.match(reply.headers.get('www-authenticate') ?? '', /insufficient_scope/);
          assert.deepEqual(tokens.served.operations.calls, []);
        }
      });
    }
  }

  it('asks operator or admin of every method that changes something', () => {
    const lax = ENDPOINTS.filter(
      ({ name, method, access }) =>
        !LOOKS.includes(name) &&
        !LOGINS.includes(name) &&
        method !== 'GET' &&
        access !== 'operator' &&
        access !== 'admin',
    );
    assert.deepEqual(lax, []);
    assert.ok(ENDPOINTS.filter(({ name }) => ACTS.includes(name)).every(({ method }) => method !== 'GET'));
  });

  it('lets this machine do everything when no tokens are declared', async () => {
    const local = await house();
    assert.equal((await ask(local, 'POST /api/reload')).status, 200);
    assert.equal((await ask(local, 'GET /api/queues', { token: 'whatever' })).status, 200);
  });

  const wrong: readonly (readonly [string, Record<string, string>])[] = [
    ['another secret', { authorization: 'Bearer nope' }],
    ['a prefix of a secret', { authorization: 'Bearer viewer-secret' }],
    ['a secret with something behind it', { authorization: 'Bearer viewer-secret-viewerx' }],
    ['an empty token', { authorization: 'Bearer ' }],
    ['another scheme', { authorization: 'Basic dmlld2VyLXNlY3JldC12aWV3ZXI=' }],
    ['the bare secret', { authorization: 'viewer-secret-viewer' }],
    ['two words', { authorization: 'Bearer viewer-secret-viewer viewer-secret-viewer' }],
  ];
  for (const [what, headers] of wrong) {
    it(`refuses ${what}`, async () => {
      const reply = await ask(tokens, 'GET /api/queues', { headers });
      assert.equal(reply.status, 401);
      assert.equal(reply.body.code, 'TOKEN_INVALID');
      assert.match(reply.headers.get('www-authenticate') ?? '', /error="invalid_token"/);
      assert.doesNotMatch(reply.text, /secret/);
    });
  }

  it('refuses two Authorization headers, whichever is right', async () => {
    const right = `Authorization: Bearer ${TOKENS[0]!.secret}`;
    for (const pair of [`${right}\r\nAuthorization: Bearer nope`, `Authorization: Bearer nope\r\n${right}`]) {
      const answer = await raw(
        tokens,
        `GET /api/queues HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n${pair}\r\n\r\n`,
      );
      assert.equal(statusOf(answer), 401);
    }
  });

  it('never takes a token from the URL', async () => {
    for (const name of ['token', 'access_token', 'authorization', 'api_key']) {
      assert.equal((await ask(tokens, `GET /api/queues?${name}=${TOKENS[2]!.secret}`)).status, 401);
    }
  });

  it('takes a secret beyond ASCII, sent as UTF-8', async () => {
    const bee = await house({ tokens: [token({ name: 'bee', secret: 'honig-süß-🐝', role: 'viewer' })] });
    const header = Buffer.from('Bearer honig-süß-🐝').toString('latin1');
    assert.equal((await ask(bee, 'GET /api/queues', { headers: { authorization: header } })).status, 200);
  });

  it('never takes an empty secret, even if a manifest declared one', async () => {
    const hollow = await house({ tokens: [token({ name: 'hollow', secret: '', role: 'admin' })] });
    for (const authorization of ['Bearer ', 'Bearer', 'Bearer  ']) {
      assert.equal((await ask(hollow, 'GET /api/queues', { headers: { authorization } })).status, 401);
    }
  });

  it('takes new tokens and forgets old ones with the manifest that declares them', async () => {
    const changing = await house({ tokens: TOKENS });
    const before = changing.served.current;
    changing.served.current = {
      ...before,
      admin: { ...before.admin, tokens: [token({ name: 'new', secret: 'fresh', role: 'viewer' })] },
    };
    assert.equal((await ask(changing, 'GET /api/queues', { token: TOKENS[0]!.secret })).status, 401);
    assert.equal((await ask(changing, 'GET /api/queues', { token: 'fresh' })).status, 200);
  });

  it('tells which paths exist to known callers only', async () => {
    assert.equal((await ask(tokens, 'GET /nowhere')).status, 401);
    assert.equal((await ask(tokens, 'GET /nowhere', { token: TOKENS[0]!.secret })).status, 404);
    assert.equal((await ask(tokens, 'PUT /api/queues')).status, 401);
    assert.equal((await ask(tokens, 'PUT /api/queues', { token: TOKENS[0]!.secret })).status, 405);
  });

  it('gives the details of readiness to known callers only', async () => {
    tokens.served.ready = { ready: false, reasons: ['starting'], warnings: [], checks: [] };
    const stranger = await ask(tokens, 'GET /readyz');
    assert.deepEqual([stranger.status, stranger.body], [503, { ready: false }]);
    assert.deepEqual((await ask(tokens, 'GET /readyz', { token: 'wrong' })).body, { ready: false });
    const known = await ask(tokens, 'GET /readyz', { token: TOKENS[0]!.secret });
    assert.deepEqual([known.status, known.body.reasons], [503, ['starting']]);
  });
});
