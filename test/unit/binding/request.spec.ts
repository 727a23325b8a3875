/** The executor `request` against real servers: what each answer means, what is sent, and where it does not go. */
import assert from 'node:assert/strict';
import { createHmac, timingSafeEqual } from 'node:crypto';

import { requestExecutor, type RequestParts } from '../../../src/binding/request/request-executor.ts';
import { type HandlerContext, NO_SPAN } from '../../../src/core/index.ts';
import { type Json, newAborter, systemClock } from '../../../src/foundation/index.ts';
import type { RequestSpec } from '../../../src/manifest/index.ts';
import { AttemptContext } from '../../../src/core/handlers/attempt-context.ts';
import { Steering } from '../../../src/core/handlers/steering.ts';
import { leaseOf } from '../runtime/parts.ts';
import { FakeClock } from '../../support/fake-clock.ts';
import { Receiver } from '../../support/receiver.ts';
import { waitFor } from '../../support/wait-for.ts';

const TRACE = '4bf92f3577b34da6a3ce929d0e0e4736';

describe('the executor request', () => {
  let receiver: Receiver;
  beforeEach(async () => {
    receiver = await new Receiver().start();
  });
  afterEach(() => receiver.stop());

  const specOf = (given: Partial<RequestSpec> = {}): RequestSpec => ({
    method: 'POST',
    url: `${receiver.url}/sync`,
    headers: {},
    body: null,
    timeoutMs: 60_000,
    sign: null,
    allowPrivate: true,
    ...given,
  });

  let aborter: AbortController;
  function contextOf(): HandlerContext {
    aborter = newAborter();
    const { job } = leaseOf({ id: 'the-job', task: 'partner.sync', attempt: 2 });
    const span = {
      ...NO_SPAN,
      spanContext: () => ({ traceId: TRACE, spanId: '00f067aa0ba902b7', traceFlags: 1 }),
    };
    const never = (): never => assert.fail('not asked for');
    return new AttemptContext({
      ...{ job, span, signal: aborter.signal },
      ...{ logger: never, noteProgress: never, noteLine: never, extend: never, enqueue: never, start: never },
    });
  }

  async function run(
    given: Partial<RequestSpec> = {},
    payload: Json = { id: 7 },
    parts: RequestParts = {},
  ): Promise<unknown> {
    return requestExecutor(specOf(given), parts).start(payload, contextOf());
  }

  interface Failed {
    readonly wish: string;
    readonly code: string;
    readonly message: string;
    readonly delayMs?: number | null;
    readonly cause?: unknown;
  }

  /** What it threw, in words: `fail` by the policy, `dead`, or `retry` at a time. */
  async function failureOf(work: Promise<unknown>): Promise<Failed> {
    const thrown: unknown = await work.then(
      (result) => assert.fail(`it returned ${JSON.stringify(result)}`),
      (error: unknown) => error,
    );
    const steering = thrown instanceof Steering ? thrown.wish : null;
    const error = (steering && 'cause' in steering ? steering.cause : thrown) as Error & { code: string };
    const delayMs = steering?.kind === 'retry' ? steering.delayMs : null;
    return { wish: steering?.kind ?? 'fail', code: error.code, message: error.message, delayMs, cause: error.cause };
  }

  it('sends the payload as JSON, with who it is from, and completes with the JSON of the answer', async () => {
    receiver.answers = [{ status: 201, headers: { 'content-type': 'application/json' }, body: '{"ok":[1,{}]}' }];
    assert.deepEqual(await run({ headers: { 'X-Kind': 'full', 'x-id': '${payload.id}' } }, { id: 7, name: 'é' }), {
      ok: [1, {}],
    });
    const [{ method, url, headers, body } = assert.fail()] = receiver.received;
    assert.deepEqual([method, url, body], ['POST', '/sync', '{"id":7,"name":"é"}']);
    assert.equal(headers['content-type'], 'application/json');
    assert.equal(headers['content-length'], String(Buffer.byteLength(body)));
    assert.deepEqual([headers['x-kind'], headers['x-id']], ['full', '7']);
    assert.equal(headers['idempotency-key'], 'the-job');
    assert.deepEqual(
      [headers['skep-job'], headers['skep-task'], headers['skep-attempt']],
      ['the-job', 'partner.sync', '2'],
    );
    assert.equal(headers['traceparent'], `00-${TRACE}-00f067aa0ba902b7-01`);
    assert.equal(headers['skep-signature'], undefined);
  });

  it('what is no JSON comes back as text, nothing as null, and numbers that JSON would change as text', async () => {
    const results: unknown[] = [];
    for (const body of ['fine', '', ' ', 'null', '12', '{"n":12345678901234567890}', '{"a":']) {
      receiver.answers = [{ status: 200, body }];
      results.push(await run());
    }
    assert.deepEqual(results, ['fine', null, null, null, 12, '{"n":12345678901234567890}', '{"a":']);
  });

  it('templates make body and address; what the payload has is a part of a path, whatever it is', async () => {
    const url = `${receiver.url}/orders/\${payload.id}?q=\${payload.q}&job=\${job.id}`;
    await run(
      { method: 'PUT', url, body: { order: '${payload.id}', n: '${job.attempt}' } },
      { id: 'a/../b?x#y', q: '&=ü' },
    );
    await run({ url: '${payload.url}', body: '' }, { url: `${receiver.url}/whole?a=1#part` });
    await run({ method: 'GET' });
    await run({ headers: { 'Content-Type': 'text/plain' }, body: 'order ${payload.id}' });
    await run({ body: 'order ${payload.id}' });
    assert.deepEqual(
      receiver.received.map((one) => [one.method, one.url, one.body]),
      [
        ['PUT', '/orders/a%2F..%2Fb%3Fx%23y?q=%26%3D%C3%BC&job=the-job', '{"order":"a/../b?x#y","n":2}'],
        ['POST', '/whole?a=1', ''],
        ['GET', '/sync', ''],
        ['POST', '/sync', 'order 7'],
        ['POST', '/sync', '"order 7"'],
      ],
    );
    assert.equal(receiver.received[1]?.headers['content-type'], undefined);
    const deads = [
      await failureOf(run({ url: `${receiver.url}/a/\${payload.id}` }, { id: '..' })),
      await failureOf(run({ url: '${payload.url}' }, { url: 'file:///etc/passwd' })),
      await failureOf(run({ url: '${payload.url}' }, { url: 'http://user:word@127.0.0.1/' })),
      await failureOf(run({ url: '${payload.url}' }, {})),
      await failureOf(run({ url: `${receiver.url}/\${payload.id}` }, { id: '\ud800' })),
      await failureOf(run({ headers: { 'x-id': '${payload.id}' } }, { id: 'a\r\nset-cookie: b' })),
    ];
    for (const { wish, code } of deads) assert.deepEqual([wish, code], ['dead', 'REQUEST_REFUSED']);
    assert.equal(receiver.received.length, 5);
  });

  it('signs the body, as docs/handlers.md tells to verify it', async () => {
    const clock = new FakeClock(1_700_000_000_999);
    await run({ sign: { secret: 'shared' } }, { id: 'ö' }, { clock });
    await run({ sign: { secret: 'shared' }, method: 'GET' }, { id: 'ö' }, { clock });
    for (const { headers, body } of receiver.received) {
      const header = String(headers['skep-signature']);
      assert.ok(header.startsWith('t=1700000000,v1='));
      assert.ok(verified(header, Buffer.from(body), 'shared', 1_700_000_010));
      assert.ok(!verified(header, Buffer.from(`${body} `), 'shared', 1_700_000_010));
      assert.ok(!verified(header, Buffer.from(body), 'other', 1_700_000_010));
      assert.ok(!verified(header, Buffer.from(body), 'shared', 1_700_000_400), 'an old letter');
    }
  });

  /** The snippet of docs/requests.md; test/documentation holds it against the page. */
  function verified(header: string, body: Buffer, secret: string, now: number): boolean {
    const [, t = '', v1 = ''] = /^t=(\d+),v1=([0-9a-f]{64})$/.exec(header) ?? [];
    const ours = createHmac('sha256', secret).update(`${t}.`).update(body).digest();
    return Math.abs(now - Number(t)) < 300 && timingSafeEqual(ours, Buffer.from(v1.padEnd(64, '0'), 'hex'));
  }

  for (const status of [400, 401, 402, 404, 410, 422]) {
    it(`${status}: dead, and says which`, async () => {
      receiver.answers = [{ status, headers: { 'retry-after': '5' }, body: 'no\n such order' }];
      const { wish, code, message } = await failureOf(run());
      assert.deepEqual([wish, code], ['dead', 'REQUEST_REJECTED']);
      assert.match(message, new RegExp(`^http://127.0.0.1:\\d+ answered ${status} [\\w ]+: no such order$`));
    });
  }

  for (const status of [408, 425, 429, 500, 502, 503, 304, 300]) {
    it(`${status} without a time: the policy decides`, async () => {
      receiver.answers = [{ status }];
      const { wish, code, message } = await failureOf(run());
      assert.deepEqual([wish, code], ['fail', 'REQUEST_FAILED']);
      assert.match(message, new RegExp(` answered ${status} `));
    });
  }

  it('429 and 503 say when: in seconds or by a date; what is past, nonsense or far too late is not believed', async () => {
    const clock = new FakeClock(Date.parse('2026-11-29T12:00:00Z'));
    const waits: unknown[] = [];
    const times = [
      '7',
      'Sun, 29 Nov 2026 12:01:00 GMT',
      'Sun, 29 Nov 2026 11:00:00 GMT',
      '0',
      '-5',
      'soon',
      '99999999',
    ];
    for (const [index, time] of times.entries()) {
      receiver.answers = [{ status: index % 2 === 0 ? 429 : 503, headers: { 'retry-after': time } }];
      const { wish, code, delayMs } = await failureOf(run({}, {}, { clock }));
      assert.equal(code, 'REQUEST_FAILED');
      waits.push(wish === 'retry' ? delayMs : wish);
    }
    assert.deepEqual(waits, [7_000, 60_000, 'fail', 'fail', 'fail', 'fail', 86_400_000]);
    receiver.answers = [{ status: 500, headers: { 'retry-after': '7' } }];
    assert.equal((await failureOf(run())).wish, 'fail');
  });

  it('a server that is not there or breaks off: the policy decides, and may name the cause', async () => {
    receiver.answers = ['reset'];
    const broken = await failureOf(run());
    assert.deepEqual(
      [broken.wish, broken.code, (broken.cause as { code: string }).code],
      ['fail', 'REQUEST_UNREACHABLE', 'ECONNRESET'],
    );
    const { url } = receiver;
    await receiver.stop();
    const gone = await failureOf(run({ url }));
    assert.deepEqual(
      [gone.wish, gone.code, (gone.cause as { code: string }).code],
      ['fail', 'REQUEST_UNREACHABLE', 'ECONNREFUSED'],
    );
    await receiver.start();
    const resolve = (): Promise<never> =>
      Promise.reject(Object.assign(new Error('getaddrinfo ENOTFOUND'), { code: 'ENOTFOUND' }));
    const unknown = await failureOf(run({ url: 'http://nowhere.example' }, {}, { resolve }));
    assert.deepEqual([unknown.wish, unknown.code], ['fail', 'REQUEST_UNREACHABLE']);
  });

  it('a server that hangs: its timeout ends the request, and so does the signal', async () => {
    receiver.answers = ['hang'];
    const clock = new FakeClock(0);
    const late = failureOf(run({ timeoutMs: 5_000 }, {}, { clock }));
    await waitFor('the request', () => receiver.received.length === 1);
    await clock.advance(5_000);
    const { wish, code, message } = await late;
    assert.deepEqual([wish, code], ['fail', 'REQUEST_TIMED_OUT']);
    assert.match(message, /within 5s/);
    const cut = run().then(
      () => null,
      (error: unknown) => error,
    );
    await waitFor('the second', () => receiver.received.length === 2);
    const reason = new Error('cancelled');
    aborter.abort(reason);
    assert.equal(await cut, reason);
    await waitFor('both connections to end', () => receiver.broken === 2);
  });

  it('an answer that is larger than a result: dead, for the work is done', async () => {
    receiver.answers = [{ status: 200, body: Buffer.alloc(1024 * 1024 + 1, 'a') }];
    const { wish, code } = await failureOf(run());
    assert.deepEqual([wish, code], ['dead', 'RESULT_TOO_LARGE']);
  });

  describe('redirects', () => {
    it('307 and 308 send it again, 301, 302 and 303 ask with GET; the last answer counts', async () => {
      for (const status of [307, 308, 301, 302, 303]) {
        receiver.answers = [
          { status, headers: { location: '/there' } },
          { status: 200, body: '1' },
        ];
        assert.equal(await run({ headers: { authorization: 'secret' } }), 1);
      }
      const seen = receiver.received
        .filter(({ url }) => url === '/there')
        .map(({ method, body, headers }) => {
          return [method, body, headers.authorization, headers['content-type']];
        });
      const again = ['POST', '{"id":7}', 'secret', 'application/json'];
      const asked = ['GET', '', 'secret', undefined];
      assert.deepEqual(seen, [again, again, asked, asked, asked]);
    });

    it('another origin learns nothing of the headers, nor of the signature', async () => {
      const other = await new Receiver().start();
      receiver.answers = [{ status: 307, headers: { location: other.url } }];
      await run({ headers: { authorization: 'secret', 'x-key': 'secret' }, sign: { secret: 'shared' } });
      const [{ headers, body } = assert.fail()] = other.received;
      assert.deepEqual(Object.keys(headers).toSorted(), [
        'accept',
        'accept-encoding',
        'connection',
        'content-length',
        'content-type',
        'host',
        'user-agent',
      ]);
      assert.equal(body, '{"id":7}');
      await other.stop();
    });

    it('in a circle, or to what is not asked: dead', async () => {
      receiver.answers = [{ status: 302, headers: { location: '/again' } }];
      const { wish, code, message } = await failureOf(run());
      assert.deepEqual([wish, code], ['dead', 'REQUEST_REFUSED']);
      assert.match(message, /more than 5 times/);
      assert.equal(receiver.received.length, 6);
      for (const location of ['file:///etc/passwd', 'gopher://a/', 'http://[']) {
        receiver.answers = [{ status: 302, headers: { location } }];
        assert.equal((await failureOf(run())).code, 'REQUEST_REFUSED');
      }
    });
  });

  describe('addresses that are not public', () => {
    const FORMS = [
      '127.0.0.1',
      '2130706433',
      '0x7f.1',
      '0177.0.0.1',
      '127.1',
      '0',
      '[::1]',
      '[::ffff:127.0.0.1]',
      '[::ffff:7f00:1]',
      '[::]',
    ];
    for (const host of [...FORMS, 'localhost']) {
      it(`${host}: refused before anything is sent`, async () => {
        const url = `http://${host}:${receiver.port}/`;
        const { wish, code, message } = await failureOf(run({ url: '${payload.url}', allowPrivate: false }, { url }));
        assert.deepEqual([wish, code], ['dead', 'REQUEST_REFUSED']);
        assert.match(message, /is no public address/);
        assert.equal(receiver.received.length, 0);
      });
    }

    it('a name of which any answer is private is refused, and one is asked once: what it means later changes nothing', async () => {
      let asked = 0;
      const answering =
        (...addresses: string[]) =>
        (): Promise<{ address: string; family: number }[]> => {
          asked += 1;
          return Promise.resolve(addresses.map((address) => ({ address, family: address.includes(':') ? 6 : 4 })));
        };
      const url = `http://partner.example:${receiver.port}/`;
      for (const resolve of [
        answering('127.0.0.1'),
        answering('93.184.216.34', '10.0.0.1'),
        answering('2606:4700::1', 'fd00::1'),
        answering('64:ff9b::7f00:1'),
      ]) {
        const { code } = await failureOf(run({ url, allowPrivate: false }, {}, { resolve }));
        assert.equal(code, 'REQUEST_REFUSED');
      }
      assert.equal(asked, 4);
      receiver.answers = [{ status: 200, body: '"here"' }];
      assert.equal(await run({ url }, {}, { resolve: answering('127.0.0.1') }), 'here', 'allowed');
      assert.equal(receiver.received[0]?.headers.host, `partner.example:${receiver.port}`);
      assert.equal(asked, 5);
    });
  });

  it('a redirect to a private address is refused, though the first address was not', async () => {
    const outside = await new Receiver().start('127.0.0.2');
    const isPublic = (address: string): boolean => address === '127.0.0.2';
    const url = `http://127.0.0.2:${outside.port}/`;
    for (const host of ['127.0.0.1', 'localhost', '[::1]', '2130706433']) {
      outside.answers = [{ status: 307, headers: { location: `http://${host}:${receiver.port}/` } }];
      const { wish, code } = await failureOf(run({ url, allowPrivate: false }, {}, { isPublic }));
      assert.deepEqual([wish, code], ['dead', 'REQUEST_REFUSED']);
    }
    assert.deepEqual([outside.received.length, receiver.received.length], [4, 0]);
    // What it is connected to is judged as well, before anything is sent.
    const judged: string[] = [];
    const first = (address: string): boolean => judged.push(address) === 1;
    const { code } = await failureOf(run({ url, allowPrivate: false }, {}, { isPublic: first }));
    assert.deepEqual([code, judged, outside.received.length], ['REQUEST_REFUSED', ['127.0.0.2', '127.0.0.2'], 4]);
    await outside.stop();
  });

  it('is the system clock that it takes by itself', async () => {
    await run({ sign: { secret: 'shared' } });
    const [, t = ''] = /^t=(\d+),/.exec(String(receiver.received[0]?.headers['skep-signature'])) ?? [];
    assert.ok(Math.abs(Number(t) * 1_000 - systemClock.now()) < 600_000);
  });
});
