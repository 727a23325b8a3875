/** DNS rebinding and cross-site requests: what a browser on this machine could be talked into. */
import assert from 'node:assert/strict';
import { networkInterfaces } from 'node:os';

import { TOKENS } from './fake-served.ts';
import { ask, closeHouses, house, type House, raw, statusOf } from './http.ts';

const PAYLOAD = '{"payload":{}}';

function enqueueWith(lines: readonly string[], target = '/api/tasks/emails.send/jobs'): string {
  const head = [`POST ${target} HTTP/1.1`, ...lines, 'Connection: close', 'Content-Type: application/json'];
  return [...head, `Content-Length: ${PAYLOAD.length}`, '', PAYLOAD].join('\r\n');
}

describe('admin: guard', () => {
  let local: House;
  before(async () => {
    local = await house({ hosts: ['skep.example', 'other.example:8443'], host: '127.0.0.1' });
  });
  beforeEach(() => {
    local.served.operations.calls.length = 0;
  });
  after(closeHouses);

  const port = (): string => new URL(local.server.url).port;

  const fine = [
    'localhost',
    'LocalHost.',
    '127.0.0.1',
    '127.8.9.10',
    '[::1]',
    'skep.example',
    'SKEP.example',
    'other.example',
  ];
  for (const host of fine) {
    it(`answers for Host ${host}, with and without port`, async () => {
      for (const text of [host, `${host}:${port()}`, `${host}:80`]) {
        const answer = await raw(local, enqueueWith([`Host: ${text}`]));
        assert.equal(statusOf(answer), 202, `${text}\n${answer}`);
      }
    });
  }

  const foreign = [
    'attacker.example',
    'attacker.example:8080',
    'localhost.attacker.example',
    'attacker.example.',
    'xlocalhost',
    'skep.example.attacker.example',
    'skep.example@attacker.example',
    '127.0.0.1.attacker.example',
    '1270.0.0.1',
    '10.0.0.1',
    '0.0.0.0',
    '[::]',
    '[::1].attacker.example',
    'localhost:80:80',
    'localhost:x',
    'localhost/..',
    'local host',
    '',
  ];
  for (const host of foreign) {
    it(`refuses Host "${host}" before anything else`, async () => {
      const answer = await raw(local, enqueueWith([`Host: ${host}`]));
      assert.equal(statusOf(answer), 403, answer);
      assert.match(answer, /HOST_DENIED/);
      assert.deepEqual(local.served.operations.calls, []);
    });
  }

  it('refuses a request without Host and one with two, with a problem like any other', async () => {
    for (const lines of [[], ['Host: localhost', 'Host: attacker.example'], ['Host: localhost', 'Host: localhost']]) {
      const answer = await raw(local, enqueueWith(lines));
      assert.equal(statusOf(answer), 400);
      assert.match(answer, /^x-content-type-options: nosniff\r$/im);
      assert.match(answer, /REQUEST_INVALID/);
    }
    assert.deepEqual(local.served.operations.calls, []);
  });

  it('lets no forwarding header speak for Host', async () => {
    for (const name of ['X-Forwarded-Host', 'Forwarded', 'X-Host', 'X-Original-Host']) {
      const lines = ['Host: attacker.example', `${name}: localhost`];
      assert.equal(statusOf(await raw(local, enqueueWith(lines))), 403);
      assert.equal(statusOf(await raw(local, enqueueWith(['Host: localhost', `${name}: attacker.example`]))), 202);
    }
  });

  it('checks the host of an absolute request target too', async () => {
    const path = '/api/tasks/emails.send/jobs';
    const evil = await raw(local, enqueueWith(['Host: localhost'], `http://attacker.example${path}`));
    assert.equal(statusOf(evil), 403);
    for (const target of ['ftp://localhost/', 'http:localhost', '*', 'http://user@localhost/']) {
      assert.ok([400, 403].includes(statusOf(await raw(local, enqueueWith(['Host: localhost'], target)))), target);
    }
    assert.deepEqual(local.served.operations.calls, []);
    assert.equal(statusOf(await raw(local, enqueueWith(['Host: localhost'], `http://localhost${path}`))), 202);
  });

  const crossSite: readonly (readonly string[])[] = [
    ['Sec-Fetch-Site: cross-site'],
    ['Sec-Fetch-Site: same-site'],
    ['Sec-Fetch-Site: '],
    ['Sec-Fetch-Site: none', 'Sec-Fetch-Site: cross-site'],
    ['Origin: null'],
    ['Origin: http://attacker.example'],
    ['Origin: http://localhost.attacker.example'],
    ['Origin: http://localhost@attacker.example'],
    ['Origin: http://localhost:1'],
    ['Origin: file://localhost'],
    ['Origin: '],
    ['Sec-Fetch-Site: same-origin', 'Origin: http://attacker.example'],
    ['Sec-Fetch-Site: cross-site', 'Origin: http://localhost:8080'],
    ['Origin: https://skep.example:8080'],
    ['Origin: http://skep.example:1'],
    ['Origin: https://other.example'],
    ['Origin: https://other.example:8444'],
    ['Sec-Fetch-Site: same-origin', 'Origin: https://skep.example:8080'],
    ['Origin: http://localhost:8080', 'Origin: http://localhost:8081'],
    ['Referer: http://attacker.example/page?x=http://localhost:8080/'],
    ['Referer: http://localhost:8081/'],
    ['Referer: http://localhost/'],
    ['Referer: http://localhost:8080@attacker.example/'],
    ['Referer: https://skep.example:8443/'],
    ['Referer: about:blank'],
    ['Referer: http://localhost:8080/', 'Referer: http://attacker.example/'],
    ['Sec-Fetch-Site: same-origin', 'Referer: http://attacker.example/'],
  ];
  for (const lines of crossSite) {
    it(`refuses ${lines.join(' + ')}`, async () => {
      for (const verb of ['POST', 'GET']) {
        const request = enqueueWith(['Host: localhost:8080', ...lines]).replace(
          /^POST \S+/,
          `${verb} /api/queues/default/pause`,
        );
        const answer = await raw(local, request);
        assert.equal(statusOf(answer), 403, answer);
        assert.match(answer, /ORIGIN_DENIED/);
      }
      assert.deepEqual(local.served.operations.calls, []);
    });
  }

  const sameSite: readonly (readonly string[])[] = [
    [],
    ['Sec-Fetch-Site: same-origin', 'Origin: http://localhost:8080'],
    ['Sec-Fetch-Site: none'],
    ['Origin: https://localhost:8080'],
    ['Origin: https://skep.example'],
    ['Origin: https://skep.example:443'],
    ['Origin: http://skep.example'],
    ['Origin: https://other.example:8443'],
    ['Referer: http://localhost:8080/jobs?state=dead#x'],
    ['Referer: https://skep.example'],
    ['Referer: '],
    ['Sec-Fetch-Site: same-origin', 'Origin: http://localhost:8080', 'Referer: http://localhost:8080/'],
  ];
  for (const lines of sameSite) {
    it(`lets ${lines.join(' + ') || 'a program'} in`, async () => {
      assert.equal(statusOf(await raw(local, enqueueWith(['Host: localhost:8080', ...lines]))), 202);
    });
  }

  it('gives no cross-origin page leave to read or to send more', async () => {
    const preflight = await raw(
      local,
      'OPTIONS /api/queues HTTP/1.1\r\nHost: localhost\r\nOrigin: http://attacker.example\r\nAccess-Control-Request-Method: POST\r\nConnection: close\r\n\r\n',
    );
    assert.equal(statusOf(preflight), 403);
    assert.doesNotMatch(preflight, /access-control/i);
  });

  it('guards with tokens declared as without', async () => {
    const tokens = await house({ tokens: TOKENS });
    const bearer = `Authorization: Bearer ${TOKENS[2]!.secret}`;
    assert.equal(statusOf(await raw(tokens, enqueueWith(['Host: attacker.example', bearer]))), 403);
    assert.equal(
      statusOf(await raw(tokens, enqueueWith(['Host: localhost', bearer, 'Sec-Fetch-Site: cross-site']))),
      403,
    );
    assert.equal(statusOf(await raw(tokens, enqueueWith(['Host: localhost', bearer]))), 202);
  });

  it('answers probes that name the address the server listens on, and only loopback without tokens', async function () {
    const outer = Object.values(networkInterfaces())
      .flat()
      .find((address) => address && !address.internal && address.family === 'IPv4');
    if (!outer) this.skip();
    const wide = await house({ tokens: TOKENS, host: '0.0.0.0' });
    const probe = { server: { url: `http://${outer.address}:${new URL(wide.server.url).port}` } };
    assert.equal((await ask(probe, 'GET /healthz')).status, 200);
    const { current } = wide.served;
    wide.served.current = { ...current, admin: { ...current.admin, tokens: [] } };
    const refused = await ask(probe, 'GET /healthz');
    assert.deepEqual([refused.status, refused.body.code], [403, 'PEER_DENIED']);
    assert.equal((await ask(wide, 'GET /healthz')).status, 200);
  });

  it('sends headers that forbid browsers everything, on answers and problems alike', async () => {
    for (const path of ['/', '/nowhere', '/healthz']) {
      const { headers } = await ask(local, `GET ${path}`);
      assert.equal(headers.get('x-content-type-options'), 'nosniff');
      assert.match(headers.get('content-security-policy') ?? '', /default-src 'none'.*frame-ancestors 'none'/);
      assert.equal(headers.get('x-frame-options'), 'DENY');
      assert.equal(headers.get('referrer-policy'), 'no-referrer');
      assert.equal(headers.get('cache-control'), 'no-store');
      assert.equal(headers.get('x-powered-by'), null);
    }
  });
});
