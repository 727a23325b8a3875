/** A process without the api role: probes, by the same guard, and nothing else. */
import assert from 'node:assert/strict';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';

import { SkepProcess } from '../support/skep-process.ts';
import { route, TOKENS } from './fake-served.ts';
import { ask, closeHouses, house, raw, statusOf } from './http.ts';

describe('admin: the health endpoint', () => {
  let folder: string;
  before(async () => {
    folder = await mkdtemp(path.join(tmpdir(), 'skep-health-'));
  });
  afterEach(closeHouses);
  after(() => rm(folder, { recursive: true }));

  it('answers probes and knows nothing else', async () => {
    const http = [route({ path: '/in', public: true }), route({ path: '/see', method: 'GET', task: null, job: 'x' })];
    const local = await house({ http }, {}, { healthOnly: true });
    assert.equal((await ask(local, 'GET /healthz')).body.status, 'ok');
    assert.equal((await ask(local, 'HEAD /healthz')).status, 200);
    local.served.ready = { ready: false, reasons: ['starting'], warnings: [], checks: [] };
    assert.deepEqual((await ask(local, 'GET /readyz')).body, local.served.ready);
    for (const request of [
      'GET /',
      'GET /openapi.json',
      'GET /api/queues',
      'POST /api/reload',
      'POST /in',
      'GET /see',
    ]) {
      const { status, body } = await ask(local, request);
      assert.equal(status, 404, request);
      assert.equal(body.hint, 'there are GET /healthz, GET /readyz, GET /metrics here');
    }
    assert.equal((await ask(local, 'POST /healthz')).status, 405);
    assert.deepEqual(local.served.operations.calls, []);
  });

  it('is guarded as the API is', async () => {
    const local = await house({ tokens: TOKENS }, {}, { healthOnly: true });
    const get = (lines: readonly string[]): Promise<string> =>
      raw(local, ['GET /healthz HTTP/1.1', ...lines, 'Connection: close', '', ''].join('\r\n'));
    assert.equal(statusOf(await get(['Host: localhost'])), 200);
    assert.equal(statusOf(await get(['Host: attacker.example'])), 403);
    assert.equal(statusOf(await get(['Host: localhost', 'Origin: http://attacker.example'])), 403);
    local.served.ready = { ready: false, reasons: ['starting'], warnings: [], checks: [] };
    assert.deepEqual((await ask(local, 'GET /readyz')).body, { ready: false });
    assert.deepEqual((await ask(local, 'GET /readyz', { token: TOKENS[0]!.secret })).body.reasons, ['starting']);
    assert.equal((await ask(local, 'GET /api/queues')).status, 401);
    await assert.rejects(house({}, {}, { healthOnly: true, host: '0.0.0.0' }), { code: 'ADDRESS_REFUSED' });
  });

  it('asks for a token of any role where the manifest says so, beside the API too', async () => {
    for (const healthOnly of [true, false]) {
      const local = await house({ tokens: TOKENS, probes: 'viewer' }, {}, { healthOnly });
      for (const path of ['/healthz', '/readyz']) {
        assert.deepEqual((await ask(local, `GET ${path}`)).body.code, 'TOKEN_MISSING');
        assert.equal((await ask(local, `GET ${path}`, { token: TOKENS[0]!.secret })).status, 200);
      }
    }
    const unguarded = await house({ probes: 'viewer' });
    assert.equal((await ask(unguarded, 'GET /healthz')).status, 200);
  });

  async function run(sections: string, ...flags: string[]): Promise<SkepProcess> {
    await writeFile(path.join(folder, 'jobs.yaml'), `version: 1\nname: probes\n${sections}`);
    return new SkepProcess(['run', ...flags], { cwd: folder });
  }

  for (const role of ['worker', 'scheduler']) {
    it(`is there in a process that is a ${role} only`, async () => {
      const process = await run('health: { port: 0 }\n', '--only', role);
      const { url } = await process.logged('health endpoint listens');
      assert.equal(await process.ready(), '');
      const server = { url: String(url) };
      assert.equal((await ask({ server }, 'GET /healthz')).body.name, 'probes');
      assert.equal((await ask({ server }, 'GET /readyz')).status, 200);
      assert.equal((await ask({ server }, 'GET /api/queues')).status, 404);
      process.signal('SIGTERM');
      assert.equal((await process.ended).code, 0);
    });
  }

  it('is not there in a burst, which runs beside the worker that is probed; a port of its own asks for it', async () => {
    const worker = await run('health: { port: 0 }\n', '--only', 'worker');
    const port = new URL(String((await worker.logged('health endpoint listens'))['url'])).port;
    const taken = `health: { port: ${port} }\n`;
    for (const burst of [['--burst'], ['--burst-wait', '0s'], ['--burst', '--only', 'worker,scheduler']]) {
      const { code, stderr } = await (await run(taken, ...burst)).ended;
      assert.equal(code, 0, `${burst.join(' ')}: ${stderr}`);
      assert.doesNotMatch(stderr, /health endpoint/);
    }
    const asked = await (await run(taken, '--burst', '--port', '0')).ended;
    assert.equal(asked.code, 0, asked.stderr);
    assert.match(asked.stderr, /health endpoint listens/);
    worker.signal('SIGTERM');
    assert.equal((await worker.ended).code, 0);
  });

  it('is there where a port is given, whatever the manifest says', async () => {
    const worker = await run('admin: { port: 0 }\n', '--only', 'worker', '--port', '0');
    const { url } = await worker.logged('health endpoint listens');
    assert.equal((await fetch(`${String(url)}/healthz`)).status, 200);
    worker.signal('SIGTERM');
    assert.equal((await worker.ended).code, 0);
  });

  it('is not there where the API is, nor where the manifest does not ask for it', async () => {
    const api = await run('health: { port: 0 }\nadmin: { port: 0 }\n');
    assert.notEqual(await api.ready(), '');
    const worker = await run('admin: { port: 0 }\n', '--only', 'worker');
    await worker.ready();
    for (const process of [api, worker]) {
      process.signal('SIGTERM');
      const { stderr } = await process.ended;
      assert.doesNotMatch(stderr, /health endpoint/);
    }
  });
});
