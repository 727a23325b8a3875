/** What HTTP libraries would hide: requests written byte by byte. */
import assert from 'node:assert/strict';
import { connect, type Socket } from 'node:net';

import { boundedJson } from '../../src/admin/bounded-json.ts';
import { TOKENS } from './fake-served.ts';
import { ask, closeHouses, house, type House, raw, statusOf } from './http.ts';

const BEARER = `Authorization: Bearer ${TOKENS[1]!.secret}`;
const ENQUEUE = '/api/tasks/emails.send/jobs';
const PAYLOAD = '{"payload":{}}';

/** A connection on which one goes on when the other side said something. */
class Wire {
  readonly #socket: Socket;
  #text = '';
  #ended = false;

  constructor({ server }: House) {
    const { hostname, port } = new URL(server.url);
    this.#socket = connect(Number(port), hostname);
    this.#socket.setEncoding('latin1').on('data', (chunk: string) => (this.#text += chunk));
    this.#socket.on('close', () => (this.#ended = true)).on('error', () => (this.#ended = true));
  }

  write(text: string): void {
    this.#socket.write(text, 'latin1');
  }

  /** What came until `pattern` stood in it, or until the end. */
  async until(pattern: RegExp): Promise<string> {
    while (!pattern.test(this.#text) && !this.#ended) await new Promise((resolve) => setImmediate(resolve));
    assert.match(this.#text, pattern);
    return this.#text;
  }

  async end(): Promise<string> {
    while (!this.#ended) await new Promise((resolve) => setImmediate(resolve));
    return this.#text;
  }

  destroy(): void {
    this.#socket.destroy();
  }
}

function headersOf(answer: string): Map<string, string> {
  const [head = ''] = answer.split('\r\n\r\n');
  const lines = head.split('\r\n').slice(1);
  return new Map(lines.map((line) => [line.split(':')[0]!.toLowerCase(), line.slice(line.indexOf(':') + 1).trim()]));
}

function bodyOf(answer: string): Record<string, unknown> {
  return JSON.parse(answer.slice(answer.indexOf('\r\n\r\n') + 4)) as Record<string, unknown>;
}

describe('admin: on the wire', () => {
  let local: House;
  before(async () => {
    local = await house({ tokens: TOKENS });
  });
  beforeEach(() => {
    local.served.operations.calls.length = 0;
  });
  after(closeHouses);

  function expecting(lines: readonly string[], path = ENQUEUE): string {
    const head = [`POST ${path} HTTP/1.1`, 'Host: localhost', ...lines, 'Expect: 100-continue'];
    return [...head, 'Content-Type: application/json', `Content-Length: ${PAYLOAD.length}`, '', ''].join('\r\n');
  }

  it('asks for a body that is held back only when it is about to be read', async () => {
    const wire = new Wire(local);
    wire.write(expecting([BEARER]));
    await wire.until(/^HTTP\/1\.1 100 Continue\r\n\r\n$/);
    assert.deepEqual(local.served.operations.calls, []);
    wire.write(PAYLOAD);
    const answer = await wire.until(/existing/);
    assert.match(answer, /HTTP\/1\.1 202/);
    assert.deepEqual(local.served.operations.calls, ['enqueue']);
    wire.destroy();
  });

  const refusals: readonly (readonly [string, readonly string[], string, number])[] = [
    ['no token', [], ENQUEUE, 401],
    ['a wrong token', ['Authorization: Bearer nope'], ENQUEUE, 401],
    ['a role too low', [`Authorization: Bearer ${TOKENS[0]!.secret}`], ENQUEUE, 403],
    ['a foreign origin', [BEARER, 'Origin: http://attacker.example'], ENQUEUE, 403],
    ['a path that nothing answers', [BEARER], '/nowhere', 404],
    ['another method', [BEARER], '/api/queues', 405],
  ];
  for (const [what, lines, path, status] of refusals) {
    it(`never asks for the body of a request with ${what}, and ends the connection`, async () => {
      const wire = new Wire(local);
      wire.write(expecting(lines, path));
      const answer = await wire.end();
      assert.equal(statusOf(answer), status, answer);
      assert.equal(headersOf(answer).get('connection'), 'close');
    });
  }

  it('never asks for a body that is too large or no JSON', async () => {
    for (const [given, status] of [
      [expecting([BEARER]).replace(/Content-Length: \d+/, 'Content-Length: 2000000'), 413],
      [expecting([BEARER]).replace('application/json', 'text/plain'), 415],
    ] as const) {
      const wire = new Wire(local);
      wire.write(given);
      assert.equal(statusOf(await wire.end()), status);
    }
  });

  it('guards a request with an expectation that it does not know like any other', async () => {
    const request = (lines: readonly string[]): string =>
      ['GET /api/queues HTTP/1.1', 'Host: localhost', ...lines, 'Expect: something', 'Connection: close', '', ''].join(
        '\r\n',
      );
    assert.equal(statusOf(await raw(local, request([]))), 401);
    assert.equal(statusOf(await raw(local, request([BEARER]))), 200);
    assert.equal(statusOf(await raw(local, request([BEARER, 'Origin: http://attacker.example']))), 403);
  });

  const broken: readonly (readonly [string, string, number])[] = [
    ['no HTTP', 'hello\r\n\r\n', 400],
    ['a method of its own', 'STEAL / HTTP/1.1\r\nHost: localhost\r\n\r\n', 400],
    ['a bare line feed in a header', 'GET / HTTP/1.1\r\nHost: localhost\r\nX: a\nb\r\n\r\n', 400],
    [
      'two lengths',
      `POST ${ENQUEUE} HTTP/1.1\r\nHost: localhost\r\nContent-Length: 1\r\nContent-Length: 2\r\n\r\n`,
      400,
    ],
    [
      'a broken chunk',
      `POST ${ENQUEUE} HTTP/1.1\r\nHost: localhost\r\n${BEARER}\r\nContent-Type: application/json\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n`,
      400,
    ],
    ['a tunnel', 'CONNECT 127.0.0.1:80 HTTP/1.1\r\nHost: 127.0.0.1:80\r\n\r\n', 405],
    ['a tunnel with a body', `CONNECT x:1 HTTP/1.1\r\nHost: localhost\r\n${BEARER}\r\n\r\nabc`, 405],
    ['raw bytes in its target', 'GET /\xc3\xa9 HTTP/1.1\r\nHost: localhost\r\n\r\n', 400],
    ['a long header', `GET / HTTP/1.1\r\nHost: localhost\r\nX-Long: ${'x'.repeat(20_000)}\r\n\r\n`, 431],
  ];
  for (const [what, bytes, status] of broken) {
    it(`answers ${what} with the headers that all answers have, and a problem`, async () => {
      const fine = headersOf(await raw(local, `GET /healthz HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n`));
      fine.delete('etag');
      const answer = await raw(local, bytes);
      assert.equal(statusOf(answer), status, answer);
      const headers = headersOf(answer);
      assert.deepEqual([...headers.keys()].sort(), [...fine.keys()].sort());
      for (const [name, value] of fine) {
        if (!['content-type', 'content-length', 'date'].includes(name)) assert.equal(headers.get(name), value, name);
      }
      assert.equal(headers.get('content-type'), 'application/problem+json');
      assert.equal(
        Number(headers.get('content-length')),
        Buffer.byteLength(answer.slice(answer.indexOf('\r\n\r\n') + 4)),
      );
      assert.equal(bodyOf(answer)['status'], status);
    });
  }

  const tooLong: readonly (readonly [string, RegExp])[] = [
    [`GET /${'a'.repeat(17_000)} HTTP/1.1\r\nHost: localhost\r\n\r\n`, /the longest part of it the path$/],
    [`GET /api/jobs?tag=${'a'.repeat(17_000)} HTTP/1.1\r\nHost: localhost\r\n\r\n`, /the path with its query$/],
    [`GET / HTTP/1.1\r\nHost: localhost\r\nCookie: ${'a'.repeat(17_000)}\r\n\r\n`, /the header `cookie`$/],
    [`GET / HTTP/1.1\r\nHost: localhost\r\n${'X-Many: 1234567\r\n'.repeat(1_300)}\r\n`, /limit of 16384 bytes$/],
  ];
  for (const [bytes, detail] of tooLong) {
    it(`says of a head that is too long: ${detail.source}`, async () => {
      const answer = await raw(local, bytes);
      assert.equal(statusOf(answer), 431);
      const problem = bodyOf(answer);
      assert.equal(problem['code'], 'REQUEST_TOO_LARGE');
      assert.match(String(problem['detail']), detail);
      assert.equal(problem['limit'], 16_384);
    });
  }

  it('reads every header, however many stand before it', async () => {
    const many = 'A: 1\r\n'.repeat(4_000);
    const answer = await raw(
      local,
      `GET /healthz HTTP/1.1\r\nHost: localhost\r\n${many}Origin: http://a.example\r\nConnection: close\r\n\r\n`,
    );
    assert.equal(statusOf(answer), 403);
  });

  it('says of a request that does not arrive that it did not', async () => {
    const slow = await house({}, { headTimeoutMs: 50, requestTimeoutMs: 60, checkIntervalMs: 10 });
    const answer = await raw(slow, 'GET / HTTP/1.1\r\nHost: localhost\r\n');
    assert.equal(statusOf(answer), 408);
    assert.match(String(bodyOf(answer)['detail']), /did not arrive in time/);
  });

  it('survives headers whose names are those of every object', async () => {
    for (const name of ['__proto__', 'constructor', 'toString', 'hasOwnProperty']) {
      const lines = [
        'GET /api/queues HTTP/1.1',
        'Host: localhost',
        BEARER,
        `${name}: x`,
        `${name}: y`,
        'Connection: close',
        '',
        '',
      ];
      assert.equal(statusOf(await raw(local, lines.join('\r\n'))), 200, name);
    }
  });
});

describe('admin: the bound of answers', () => {
  after(closeHouses);

  it('refuses an answer over the limit, and says that the act was done', async () => {
    const small = await house({}, { answerBytes: 2_000 });
    const json = { payload: 'x'.repeat(3_000), options: { id: 'large' } };
    assert.equal((await ask(small, `POST ${ENQUEUE}`, { json })).status, 202);
    const { status, body } = await ask(small, 'GET /api/jobs/large');
    assert.deepEqual([status, body.code, body.limit], [413, 'ANSWER_TOO_LARGE', 2_000]);
    assert.equal((await ask(small, 'GET /api/jobs')).body.code, 'ANSWER_TOO_LARGE');
    const acted = await ask(small, 'POST /api/jobs/large/cancel');
    assert.equal(acted.body.code, 'ANSWER_TOO_LARGE');
    assert.equal(small.served.operations.jobs.get('large')?.state, 'cancelled');
  });

  it('counts bytes as they are written', () => {
    const exact = (value: unknown): number => Buffer.byteLength(JSON.stringify(value));
    for (const value of [{}, [], 'é'.repeat(50), '"'.repeat(50), { a: [1, 2.5, null, true], b: { c: '\n🐝' } }]) {
      assert.equal(boundedJson(value, exact(value)), JSON.stringify(value));
      assert.throws(() => boundedJson(value, exact(value) - 1), { code: 'ANSWER_TOO_LARGE' });
    }
  });

  it('does not write what is far too long', () => {
    let written = 0;
    const chunk = { toJSON: () => void (written += 1), text: 'x'.repeat(1_000) };
    assert.throws(() => boundedJson(Array<unknown>(1_000).fill(chunk), 10_000), { code: 'ANSWER_TOO_LARGE' });
    assert.equal(written, 0);
  });
});
