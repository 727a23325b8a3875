/** Answers that go out piece by piece: as fast as the client reads, until it or the server goes. */
import assert from 'node:assert/strict';
import { createServer, get, type IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';

import { SignIns } from '../../src/admin/sign-ins.ts';
import { adminApp } from '../../src/admin/app.ts';
import { Authenticator } from '../../src/admin/auth.ts';
import { ChangesInTurn } from '../../src/admin/conditional.ts';
import { EqualReads } from '../../src/admin/equal-reads.ts';
import { bodyReader } from '../../src/admin/body.ts';
import { type AdminLimits, DEFAULT_LIMITS } from '../../src/admin/limits.ts';
import type { ServerEndpoint } from '../../src/admin/service.ts';
import { endpoint, type JobQuery, type JobView, NDJSON } from '../../src/api/index.ts';
import { silentLogger, SkepError, systemClock } from '../../src/foundation/index.ts';
import { waitFor } from '../support/wait-for.ts';
import { FakeServed } from './fake-served.ts';
import { ask, closeHouses, house, type House } from './http.ts';

interface Served {
  readonly server: { readonly url: string };
}

const LINES = { headers: { accept: NDJSON } };

describe('admin: answers as streams', () => {
  let local: House;
  let asked: JobQuery[];
  /** Lines of the log. */
  let told: string[];
  afterEach(closeHouses);

  /** A store of so many jobs; `before` runs ahead of each page. */
  async function stored(
    jobs: number,
    before: (page: number) => Promise<void> | void = () => undefined,
    limits: Partial<AdminLimits> = {},
  ): Promise<void> {
    local = await house({}, limits);
    asked = [];
    told = [];
    const line = (_fields: unknown, text?: string): void => void told.push(text ?? '');
    Object.assign(local.served, { logger: { ...silentLogger, debug: line, error: line } });
    const { operations } = local.served;
    await operations.enqueue('emails.send', [{ payload: 'x'.repeat(200), options: { id: 'one' } }]);
    const one = await operations.getJob('one');
    operations.listJobs = async (query) => {
      asked.push(query);
      await before(asked.length);
      const from = Number(query.cursor ?? 0);
      const count = Math.min(query.limit ?? 50, jobs - from);
      const next = from + count < jobs ? String(from + count) : null;
      return {
        jobs: Array.from({ length: count }, (_, index) => ({ ...one, id: `j${from + index}` })),
        looked: count,
        next,
      };
    };
  }

  const open = async (path: string): Promise<IncomingMessage> =>
    new Promise((resolve, reject) => {
      get(local.server.url + path, LINES, resolve).on('error', reject);
    });

  it('lists jobs a line each, page by page, in order', async () => {
    await stored(120);
    const { status, headers, text } = await ask(local, 'GET /api/jobs?queue=default', LINES);
    assert.deepEqual([status, headers.get('content-type'), headers.get('cache-control')], [200, NDJSON, 'no-store']);
    const ids = text
      .trimEnd()
      .split('\n')
      .map((line) => (JSON.parse(line) as JobView).id);
    assert.deepEqual(
      ids,
      Array.from({ length: 120 }, (_, index) => `j${index}`),
    );
    assert.deepEqual(asked, [
      { queue: 'default', limit: 50 },
      { queue: 'default', limit: 50, cursor: '50' },
      { queue: 'default', limit: 50, cursor: '100' },
    ]);
  });

  it('ends after as many as were asked for, and may have none', async () => {
    await stored(120);
    assert.equal((await ask(local, 'GET /api/jobs?limit=70&cursor=10', LINES)).text.split('\n').length, 71);
    assert.deepEqual(asked, [
      { limit: 50, cursor: '10' },
      { limit: 20, cursor: '60' },
    ]);
    await stored(0);
    const { status, text } = await ask(local, 'GET /api/jobs', LINES);
    assert.deepEqual([status, text], [200, '']);
  });

  it('gives a page to whoever does not prefer lines', async () => {
    await stored(3);
    for (const accept of ['*/*', 'application/json', `application/json, ${NDJSON};q=0.5`, 'text/html']) {
      const { body } = await ask(local, 'GET /api/jobs', { headers: { accept } });
      assert.equal(body.jobs.length, 3, accept);
    }
    const head = await ask(local, 'HEAD /api/jobs', LINES);
    assert.deepEqual([head.status, head.headers.get('content-type'), head.text], [200, NDJSON, '']);
  });

  it('streams a hundred thousand jobs, a page at a time', async () => {
    await stored(100_000);
    const response = await open('/api/jobs');
    let lines = 0;
    for await (const chunk of response) for (const byte of chunk as Buffer) if (byte === 10) lines += 1;
    assert.equal(lines, 100_000);
    assert.equal(asked.length, 2_000);
    assert.equal(Math.max(...asked.map(({ limit = 0 }) => limit)), 50);
  });

  it('reads no further than the client, and hangs up on one that takes nothing', async () => {
    await stored(100_000, undefined, { stallMs: 200 });
    const response = await open('/api/jobs');
    response.pause();
    await waitFor('the end of a stream that nobody reads', () => told.some((line) => line.includes('takes nothing')));
    assert.ok(asked.length < 1_500, `${asked.length} of 2000 pages were read for a client that takes nothing`);
    const cut = new Promise((resolve) => response.once('error', resolve));
    response.resume();
    await cut;
    assert.equal(response.complete, false);
  });

  it('asks for nothing more when the client has gone', async () => {
    let release = (): void => undefined;
    const held = new Promise<void>((resolve) => (release = resolve));
    await stored(1_000, (page) => (page > 1 ? held : undefined));
    const response = await open('/api/jobs');
    await new Promise((resolve) => response.once('data', resolve));
    await waitFor('the second page', () => asked.length === 2);
    response.destroy();
    await ask(local, 'GET /healthz');
    release();
    await ask(local, 'GET /healthz');
    assert.equal(asked.length, 2);
  });

  it('is cut when the server stops: an end would say that this was all', async () => {
    await stored(1_000, (page) => (page > 1 ? new Promise(() => undefined) : undefined));
    const response = await open('/api/jobs');
    await new Promise((resolve) => response.once('data', resolve));
    const cut = new Promise((resolve) => response.once('error', resolve));
    await local.server.stop();
    await cut;
    assert.equal(response.complete, false);
    assert.ok(told.includes('a connection broke: the server stops'), told.join('; '));
  });

  it('is cut when the server stops before the first line', async () => {
    let release = (): void => undefined;
    const held = new Promise<void>((resolve) => (release = resolve));
    await stored(1_000, () => held);
    const refused = assert.rejects(ask(local, 'GET /api/jobs', LINES));
    await waitFor('the first page', () => asked.length === 1);
    const stopped = local.server.stop();
    release();
    await refused;
    await stopped;
    assert.equal(asked.length, 1);
  });

  it('answers what fails before the first line as a problem, and is cut by what fails behind it', async () => {
    let failure: Error = new SkepError('REQUEST_INVALID', 'that is no cursor');
    await stored(1_000, () => {
      throw failure;
    });
    const refused = await ask(local, 'GET /api/jobs', LINES);
    assert.deepEqual([refused.status, refused.body.code], [400, 'REQUEST_INVALID']);
    failure = new Error('broken');
    await stored(1_000, (page) => {
      if (page > 1) throw failure;
    });
    await assert.rejects(ask(local, 'GET /api/jobs', LINES));
    assert.ok(told.includes('request failed: broken'), told.join('; '));
  });

  /** Serves a table of its own. */
  async function serving(endpoints: readonly ServerEndpoint[], fn: (at: Served) => Promise<void>): Promise<void> {
    const limits = DEFAULT_LIMITS;
    const served = new FakeServed();
    const lent = {
      signIns: new SignIns(served),
      ...{ served, limits, readBody: bodyReader(limits), waiting: { requests: 0 } },
      equalReads: new EqualReads(systemClock, 0),
      changesInTurn: new ChangesInTurn(systemClock),
      streams: { now: 0, most: 1 },
      authenticator: new Authenticator(systemClock, limits),
      stopping: new AbortController().signal,
    };
    const callback = adminApp(lent, [['Cache-Control', 'no-store']], endpoints).callback();
    const server = createServer((request, response) => void callback(request, response));
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    try {
      await fn({ server: { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}` } });
    } finally {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    }
  }

  const thing = { path: '/thing', access: 'viewer', tag: 'things', summary: 'A thing', answers: {} } as const;

  it('is an answer with headers of its own, for every method', async () => {
    const methods = ['GET', 'POST', 'PUT', 'PATCH', 'DELETE'] as const;
    const headers = { ETag: '"7"', 'Cache-Control': 'max-age=60' };
    const endpoints = methods.map((method): ServerEndpoint =>
      endpoint({
        ...{ ...thing, name: method, method, body: method === 'GET' ? null : { type: 'object' } },
        run: async ({ body }) => ({ status: 200, headers, body: { method, body } }),
      }),
    );
    await serving(endpoints, async (at) => {
      for (const method of methods) {
        const reply = await ask(at, `${method} /thing`, method === 'GET' ? {} : { json: { a: 1 } });
        assert.deepEqual([reply.status, reply.body.method], [200, method]);
        assert.deepEqual([reply.headers.get('etag'), reply.headers.get('cache-control')], ['"7"', 'max-age=60']);
        assert.deepEqual(reply.body.body, method === 'GET' ? undefined : { a: 1 });
      }
    });
  });

  it('may be of events, which come when they happen', async () => {
    const gates: (() => void)[] = [];
    let left = false;
    async function* events(): AsyncGenerator<string> {
      try {
        for (let id = 1; ; id += 1) {
          yield `id: ${id}\ndata: {}\n\n`;
          await new Promise<void>((resolve) => gates.push(resolve));
        }
      } finally {
        left = true;
      }
    }
    const feed: ServerEndpoint = endpoint({
      ...{ ...thing, name: 'events', method: 'GET' },
      run: async () => ({ status: 200, type: 'text/event-stream', pieces: events() }),
    });
    await serving([feed], async (at) => {
      const response = await new Promise<IncomingMessage>((resolve, reject) => {
        get(`${at.server.url}/thing`, resolve).on('error', reject);
      });
      assert.equal(response.headers['content-type'], 'text/event-stream; charset=utf-8');
      const next = async (): Promise<string> => String(await new Promise((resolve) => response.once('data', resolve)));
      assert.equal(await next(), 'id: 1\ndata: {}\n\n');
      gates.shift()?.();
      assert.equal(await next(), 'id: 2\ndata: {}\n\n');
      response.destroy();
      // The event that is waited for comes, and finds nobody.
      await waitFor('the end of the events', () => {
        gates.shift()?.();
        return left;
      });
    });
  });
});
