import assert from 'node:assert/strict';
import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';

import { connect } from '../../../src/client.ts';

describe('a client behind a gateway', () => {
  const asked: (string | undefined)[] = [];
  let answers: readonly number[] = [];
  const gateway = createServer((request, response) => {
    asked.push(request.method);
    const status = answers[asked.length - 1] ?? 200;
    const html = status === 200 ? '' : '<html>Bad Gateway</html>';
    response.writeHead(status, { 'content-type': html === '' ? 'application/json' : 'text/html' });
    response.end(html === '' ? '{ "id": "one", "state": "completed" }' : html);
  });
  const found = async (retryFor: string): Promise<string> => {
    const { port } = gateway.address() as AddressInfo;
    const jobs = await connect({ server: `http://127.0.0.1:${port}`, retryFor });
    try {
      return (await jobs.get('one')).id;
    } finally {
      await jobs.close();
    }
  };

  before(async () => {
    gateway.listen(0, '127.0.0.1');
    await once(gateway, 'listening');
  });
  beforeEach(() => {
    asked.length = 0;
  });
  after(() => {
    gateway.close();
  });

  it('asks again while nothing answers behind it', async () => {
    answers = [502, 503, 504];
    assert.equal(await found('10s'), 'one');
    assert.equal(asked.length, 4);
  });

  it('says so in the end, and asks nobody again who is no gateway', async () => {
    answers = [502];
    await assert.rejects(found('0s'), { code: 'SERVER_UNREACHABLE', message: /no server answers behind .* \(502\)/ });
    answers = [502, 404];
    await assert.rejects(found('10s'), { code: 'SERVER_UNREACHABLE', message: /no Skep server \(404\)/ });
    assert.equal(asked.length, 2);
  });

  it('is no URL but one of http', async () => {
    for (const server of ['ftp://x', 'redis://127.0.0.1:6379', 'http://a:b@c']) {
      await assert.rejects(async () => connect({ server }), { code: 'USAGE' }, server);
    }
  });
});
