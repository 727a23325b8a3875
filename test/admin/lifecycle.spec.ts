/** Start, stop, waits and slow clients. */
import assert from 'node:assert/strict';
import { Agent, get } from 'node:http';
import { connect, type Socket } from 'node:net';

import { AdminServer } from '../../src/admin/index.ts';
import { SkepError } from '../../src/foundation/index.ts';
import { waitFor } from '../support/wait-for.ts';
import { FakeServed, TOKENS } from './fake-served.ts';
import { ask, closeHouses, house, type House, raw, statusOf } from './http.ts';

describe('admin: life of the server', () => {
  afterEach(closeHouses);

  it('tells where it listens', async () => {
    const { server } = await house();
    assert.match(server.url, /^http:\/\/127\.0\.0\.1:[0-9]+$/);
    const six = await house({ host: '::1' });
    assert.match(six.server.url, /^http:\/\/\[::1\]:[0-9]+$/);
    assert.equal((await ask(six, 'GET /healthz')).status, 200);
    const wide = await house({ host: '0.0.0.0', tokens: TOKENS });
    assert.equal((await ask(wide, 'GET /healthz')).status, 200);
  });

  it('names the address that another program holds', async () => {
    const { server, served } = await house();
    const port = Number(new URL(server.url).port);
    const second = new AdminServer(served, { port });
    await assert.rejects(second.start(), (error) => {
      assert.ok(error instanceof SkepError);
      assert.equal(error.code, 'ADDRESS_IN_USE');
      assert.match(error.message, new RegExp(`127\\.0\\.0\\.1:${port}`));
      return true;
    });
    await second.stop();
  });

  it('listens to nobody but this machine without tokens', async () => {
    for (const host of ['0.0.0.0', '::', '192.0.2.1', 'skep.example', '']) {
      const server = new AdminServer(new FakeServed({ host }), { port: 0 });
      await assert.rejects(server.start(), { code: 'ADDRESS_REFUSED' }, host);
    }
    const strange = new AdminServer(new FakeServed({ host: '192.0.2.1', tokens: TOKENS }), { port: 0 });
    await assert.rejects(strange.start(), { code: 'ADDRESS_REFUSED' });
  });

  it('stops at once although clients keep their connections', async () => {
    const { server } = await house();
    const agent = new Agent({ keepAlive: true });
    await new Promise<void>((resolve, reject) => {
      get(`${server.url}/healthz`, { agent }, (response) => response.resume().on('end', resolve)).on('error', reject);
    });
    const idle = connect(Number(new URL(server.url).port), '127.0.0.1');
    await new Promise((resolve) => idle.once('connect', resolve));
    idle.on('error', () => undefined);
    // As long as the server that is not stopped keeps its own idle connection.
    const { server: other } = await house();
    const kept = connect(Number(new URL(other.url).port), '127.0.0.1');
    await new Promise((resolve) => kept.once('connect', resolve));
    const cut = new Promise((resolve) => kept.once('close', () => resolve('the time of an idle connection')));
    assert.equal(await Promise.race([server.stop(), cut]), undefined);
    agent.destroy();
    idle.destroy();
    kept.destroy();
    await assert.rejects(fetch(`${server.url}/healthz`));
  });

  it('finishes the requests that run when it stops', async () => {
    const { server, served } = await house();
    let release = (): void => undefined;
    const held = new Promise<void>((resolve) => (release = resolve));
    let entered = false;
    served.operations.queues = async () => {
      entered = true;
      await held;
      return [];
    };
    const reply = ask({ server }, 'GET /api/queues');
    await waitFor('the request', () => entered);
    const stopped = server.stop();
    release();
    const { status, headers } = await reply;
    assert.deepEqual([status, headers.get('connection')], [200, 'close']);
    await stopped;
  });

  it('cuts off what does not finish within the bound', async () => {
    const { server, served } = await house({}, { stopMs: 50 });
    let entered = false;
    served.operations.queues = () => {
      entered = true;
      return new Promise(() => undefined);
    };
    const reply = assert.rejects(ask({ server }, 'GET /api/queues'));
    await waitFor('the request', () => entered);
    await server.stop();
    await reply;
  });

  describe('waits', () => {
    let local: House;
    let asked: number[];
    beforeEach(async () => {
      local = await house();
      asked = [];
      await local.served.operations.enqueue('emails.send', [{ payload: 1, options: { id: 'slow' } }]);
      const { operations } = local.served;
      const read = operations.getJob.bind(operations);
      Object.assign(operations, {
        getJob: async (id: string, waitMs = 0) => {
          asked.push(waitMs);
          await new Promise((resolve) => setImmediate(resolve));
          return read(id);
        },
      });
    });

    it('last as long as asked, in slices', async () => {
      assert.equal((await ask(local, 'GET /api/jobs/slow?wait=2500ms')).status, 200);
      assert.deepEqual(asked, [1_000, 1_000, 500]);
    });

    it('are cut to a minute', async () => {
      assert.equal((await ask(local, 'GET /api/jobs/slow?wait=10d')).status, 200);
      assert.equal(asked.length, 60);
    });

    it('end with the job', async () => {
      await local.served.operations.cancelJob('slow');
      asked.length = 0;
      assert.equal((await ask(local, 'GET /api/jobs/slow?wait=30s')).body.state, 'cancelled');
      assert.deepEqual(asked, [1_000]);
    });

    it('refuse what is no duration', async () => {
      for (const wait of ['30', '-5s', 'soon', '1e9s', '', '99999999d']) {
        assert.equal((await ask(local, `GET /api/jobs/slow?wait=${wait}`)).status, 400, wait);
      }
    });

    it('end when the client goes away, and when the server stops', async () => {
      const { operations } = local.served;
      const slices: (() => void)[] = [];
      const read = operations.getJob.bind(operations);
      Object.assign(operations, {
        getJob: async (id: string, waitMs = 0) => {
          if (waitMs > 0) await new Promise<void>((resolve) => slices.push(resolve));
          return read(id);
        },
      });
      const leaving = new AbortController();
      const gone = assert.rejects(fetch(`${local.server.url}/api/jobs/slow?wait=30s`, { signal: leaving.signal }));
      await waitFor('the first wait', () => slices.length === 1);
      leaving.abort();
      await gone;
      await ask(local, 'GET /healthz');
      slices.shift()?.();
      const staying = ask(local, 'GET /api/jobs/slow?wait=30s');
      await waitFor('the second wait', () => slices.length === 1);
      const stopped = local.server.stop();
      slices.shift()?.();
      assert.equal((await staying).status, 200);
      await stopped;
      assert.equal(slices.length, 0);
    });
  });

  describe('slow clients', () => {
    const limits = { headTimeoutMs: 200, requestTimeoutMs: 300, checkIntervalMs: 50 };

    it('are hung up on when their head does not come', async () => {
      const local = await house({}, limits);
      assert.equal(statusOf(await raw(local, 'GET /healthz HTTP/1.1\r\nHost: local')), 408);
      assert.equal(statusOf(await raw(local, '')), 408);
    });

    it('are hung up on when their body does not come', async () => {
      const local = await house({}, limits);
      const head =
        'POST /api/tasks/emails.send/jobs HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\nContent-Length: 100\r\n\r\n{';
      assert.equal(statusOf(await raw(local, head)), 408);
    });

    it('get their answer when it needs no body', async () => {
      const local = await house({}, { ...limits, headTimeoutMs: 4_000, requestTimeoutMs: 5_000 });
      const refused = `POST /nowhere HTTP/1.1\r\nHost: localhost\r\nContent-Length: 100\r\n\r\n{`;
      assert.equal(statusOf(await raw(local, refused)), 404);
      assert.deepEqual(local.served.operations.calls, []);
    });

    it('do not keep others out, nor the server from stopping', async () => {
      const local = await house({}, { ...limits, headTimeoutMs: 4_000, requestTimeoutMs: 5_000, connections: 300 });
      const port = Number(new URL(local.server.url).port);
      const sockets: Socket[] = Array.from({ length: 200 }, () => connect(port, '127.0.0.1'));
      for (const socket of sockets) socket.on('error', () => undefined);
      await Promise.all(sockets.map((socket) => new Promise((resolve) => socket.once('connect', resolve))));
      assert.equal((await ask(local, 'GET /healthz')).status, 200);
      await Promise.all(sockets.map((socket) => new Promise((resolve) => socket.resume().once('close', resolve))));
    });
  });
});
