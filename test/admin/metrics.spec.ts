/** Who may read /metrics, and in which form. */
import assert from 'node:assert/strict';

import { token, TOKENS } from './fake-served.ts';
import { ask, closeHouses, house } from './http.ts';

const SCOPED = token({ name: 'mail', secret: 'scoped-secret-scoped', queues: ['mail'] });
const OPEN_METRICS = { accept: 'application/openmetrics-text;version=1.0.0;q=0.5,text/plain;q=0.3,*/*;q=0.1' };

describe('admin: /metrics', () => {
  afterEach(closeHouses);

  it('is not there unless the manifest asks for it', async () => {
    const { status, body } = await ask(await house(), 'GET /metrics');
    assert.equal(status, 404);
    assert.equal(body.code, 'ROUTE_UNKNOWN');
    assert.match(String(body.hint), /exporter: prometheus/);
  });

  for (const healthOnly of [false, true]) {
    it(`asks for a token that sees all, unless it is public${healthOnly ? ', at the health endpoint too' : ''}`, async () => {
      const tokens = [...TOKENS, SCOPED];
      const place = await house({ tokens, metrics: { exporter: 'prometheus' } }, {}, { healthOnly });
      const get = (secret?: string) => ask(place, 'GET /metrics', secret === undefined ? {} : { token: secret });
      assert.equal((await get()).body.code, 'TOKEN_MISSING');
      assert.equal((await get(SCOPED.secret)).body.code, 'SCOPE_DENIED');
      assert.equal((await get(TOKENS[0]?.secret)).status, 200);
      const open = await house({ tokens, metrics: { exporter: 'prometheus', public: true } }, {}, { healthOnly });
      assert.equal((await ask(open, 'GET /metrics')).status, 200);
      assert.equal((await ask(open, 'GET /metrics', { token: SCOPED.secret })).status, 200);
    });
  }

  it('answers in the form that is asked for', async () => {
    const place = await house({ metrics: { exporter: 'prometheus' } });
    const text = await ask(place, 'GET /metrics');
    assert.equal(text.headers.get('content-type'), 'text/plain; version=0.0.4; charset=utf-8');
    assert.equal(text.text, 'text\n');
    const open = await ask(place, 'GET /metrics', { headers: OPEN_METRICS });
    assert.equal(open.headers.get('content-type'), 'application/openmetrics-text; version=1.0.0; charset=utf-8');
    assert.equal(open.text, 'openmetrics\n');
    assert.equal(open.headers.get('vary'), 'Accept');
  });
});
