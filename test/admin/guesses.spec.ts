/** Guessing of tokens: how much is learnt, by whom, and who else has to wait. */
import assert from 'node:assert/strict';
import { Agent, type IncomingMessage, request } from 'node:http';
import { networkInterfaces } from 'node:os';

import { networkOf } from '../../src/admin/client.ts';
import { Guesses } from '../../src/admin/guesses.ts';
import type { AdminLimits } from '../../src/admin/limits.ts';
import { FakeClock, settle } from '../support/fake-clock.ts';
import { route, TOKENS } from './fake-served.ts';
import { ask, closeHouses, house, type House } from './http.ts';

const RIGHT = TOKENS[2]!.secret;
const LIMITS: Partial<AdminLimits> = { wrongTokens: 5, guessWaitMs: 3_000, guessesWaiting: 4, guessClients: 100 };

interface Got {
  readonly status: number;
  readonly code: string | undefined;
  readonly retryAfter: number;
}

/** Requests on connections of their own choice: fetch shares them as it likes. */
function get(
  { server }: { readonly server: { readonly url: string } },
  {
    token,
    agent,
    path = '/api/queues',
    forwarded,
  }: { token: string; agent?: Agent; path?: string; forwarded?: string },
): Promise<Got> {
  const headers = {
    authorization: `Bearer ${token}`,
    ...(forwarded !== undefined && { 'x-forwarded-for': forwarded }),
  };
  return new Promise((resolve, reject) => {
    const asked = request(server.url + path, { agent: agent ?? new Agent(), headers }, (answer: IncomingMessage) => {
      let text = '';
      answer.setEncoding('utf8').on('data', (chunk: string) => (text += chunk));
      answer.on('end', () => {
        const body = JSON.parse(text) as { code?: string };
        resolve({ status: answer.statusCode ?? 0, code: body.code, retryAfter: Number(answer.headers['retry-after']) });
      });
    });
    asked.on('error', reject).end();
  });
}

interface Guarded extends House {
  readonly clock: FakeClock;
}

async function guarded(options: Parameters<typeof house>[0] = {}): Promise<Guarded> {
  const clock = new FakeClock();
  const made = await house({ tokens: TOKENS, clock, ...options }, LIMITS);
  return { ...made, clock };
}

async function guess(at: House, times: number, options: Partial<Parameters<typeof get>[1]> = {}): Promise<Got[]> {
  const got: Got[] = [];
  for (let n = 0; n < times; n += 1) got.push(await get(at, { token: `guess-${n}`, ...options }));
  return got;
}

/** Until so many requests wait for their turn. */
async function waiting({ clock }: Guarded, count: number): Promise<void> {
  while (clock.pending < count) await settle();
}

describe('admin: guessing tokens', () => {
  const agents: Agent[] = [];
  /** One connection, kept. */
  const kept = (): Agent => {
    const agent = new Agent({ keepAlive: true, maxSockets: 1 });
    agents.push(agent);
    return agent;
  };
  afterEach(async () => {
    for (const agent of agents.splice(0)) agent.destroy();
    await closeHouses();
  });

  it('answers a right token no sooner than a wrong one, once many were wrong', async () => {
    const server = await guarded();
    const agent = kept();
    const got = await guess(server, 20, { agent });
    assert.deepEqual(
      got.map(({ status }) => status),
      [...Array<number>(5).fill(401), ...Array<number>(15).fill(429)],
    );
    const right = await get(server, { token: RIGHT, agent });
    assert.deepEqual([right.status, right.code, right.retryAfter], [429, 'TOKEN_THROTTLED', 1]);
    await server.clock.advance(1_001);
    assert.equal((await get(server, { token: RIGHT, agent })).status, 200);
  });

  it('lets all who share the address wait, whatever their token, and answers them', async () => {
    const server = await guarded();
    await guess(server, 10, { agent: kept() });
    const done: string[] = [];
    const asked = [RIGHT, 'guess-x', TOKENS[0]!.secret].map((token) =>
      get(server, { token }).then(({ status }) => {
        done.push(token);
        return status;
      }),
    );
    await waiting(server, 3);
    await server.clock.advance(2_999);
    assert.deepEqual(done, []);
    await server.clock.advance(1);
    assert.deepEqual(await Promise.all(asked), [200, 401, 200]);
  });

  it('does not slow down a connection that showed a right token first, unless it shows another', async () => {
    const server = await guarded();
    const friend = kept();
    assert.equal((await get(server, { token: RIGHT, agent: friend })).status, 200);
    await guess(server, 10, { agent: kept() });
    assert.equal((await get(server, { token: RIGHT, agent: friend })).status, 200);
    const other = get(server, { token: TOKENS[0]!.secret, agent: friend });
    await waiting(server, 1);
    await server.clock.advance(3_000);
    assert.equal((await other).status, 200);
  });

  it('bounds how many wait, and how long a client is slowed down after the last wrong token', async () => {
    const server = await guarded();
    await guess(server, 10, { agent: kept() });
    for (let round = 0; round < 6; round += 1) {
      const four = Array.from({ length: 4 }, (_, n) => get(server, { token: `guess-${round}-${n}` }));
      await waiting(server, 4);
      assert.deepEqual((await get(server, { token: RIGHT })).status, 429);
      await server.clock.advance(3_000);
      assert.deepEqual(
        (await Promise.all(four)).map(({ status }) => status),
        [401, 401, 401, 401],
      );
    }
    // At most twice the burst is remembered: 10 − 5 of them are forgotten after little more than as many seconds.
    await server.clock.advance(5_001);
    assert.equal((await get(server, { token: RIGHT })).status, 200);
  });

  it('ends the wait of a client that went away, and of all when it stops', async () => {
    const server = await guarded();
    await guess(server, 10, { agent: kept() });
    const leaving = new Agent();
    const gone = get(server, { token: RIGHT, agent: leaving }).catch(() => 'gone');
    await waiting(server, 1);
    leaving.destroy();
    assert.equal(await gone, 'gone');
    while (server.clock.pending > 0) await settle();
    const last = get(server, { token: RIGHT });
    await waiting(server, 1);
    await server.server.stop();
    assert.equal((await last).status, 429);
  });

  it('gives no way around it where no token is needed', async () => {
    const server = await guarded({ http: [route({ path: '/hook', public: true, with: {} })] });
    server.served.ready = { ready: false, reasons: ['starting'], warnings: [], checks: [] };
    const agent = kept();
    await guess(server, 5, { agent, path: '/readyz' });
    const { status, code } = await get(server, { token: RIGHT, agent });
    assert.deepEqual([status, code], [429, 'TOKEN_THROTTLED']);
    const probe = await ask(server, 'GET /readyz', { token: RIGHT });
    assert.deepEqual([probe.status, probe.body], [503, { ready: false }]);
    assert.equal((await ask(server, 'GET /healthz', { token: RIGHT })).status, 200);
    assert.equal((await ask(server, 'POST /hook', { token: RIGHT })).status, 202);
  });

  it('learns nothing from what is no token', async () => {
    const server = await guarded();
    for (let n = 0; n < 30; n += 1) {
      assert.equal((await ask(server, 'GET /api/queues', { headers: { authorization: `Basic ${n}` } })).status, 401);
    }
    assert.equal((await get(server, { token: RIGHT })).status, 200);
  });

  it('counts each address by itself', async function () {
    const outer = Object.values(networkInterfaces())
      .flat()
      .find((address) => address && !address.internal && address.family === 'IPv4');
    if (!outer) this.skip();
    const server = await guarded({ host: '0.0.0.0' });
    await guess(server, 10, { agent: kept() });
    const elsewhere = { server: { url: `http://${outer.address}:${new URL(server.server.url).port}` } };
    assert.equal((await get(elsewhere, { token: RIGHT })).status, 200);
  });

  it('tells the clients of a listed proxy apart, by the last address that is no proxy', async () => {
    const server = await guarded({ proxies: ['127.0.0.0/8', '10.0.0.0/8', '::1'] });
    const agent = kept();
    const bad = '198.51.100.7, 10.1.2.3';
    const through = await guess(server, 5, { agent, forwarded: bad });
    assert.ok(through.every(({ status }) => status === 401));
    const good = await get(server, { token: RIGHT, agent, forwarded: '203.0.113.9, 10.1.2.3' });
    assert.equal(good.status, 200);
    // What a stranger claims to have come through counts for nothing.
    const claimed = get(server, { token: RIGHT, forwarded: `203.0.113.9, ${bad}` });
    await waiting(server, 1);
    await server.clock.advance(3_000);
    assert.equal((await claimed).status, 200);
  });

  it('believes no forwarding header of anyone else', async () => {
    const server = await guarded();
    const agent = kept();
    for (let n = 0; n < 10; n += 1) await get(server, { token: `guess-${n}`, agent, forwarded: `198.51.100.${n}` });
    assert.equal((await get(server, { token: RIGHT, agent, forwarded: '203.0.113.9' })).status, 429);
  });

  it('remembers a bounded number of clients, those that guessed last', () => {
    const guesses = new Guesses(new FakeClock(), {
      wrongTokens: 2,
      guessWaitMs: 1,
      guessesWaiting: 1,
      guessClients: 50,
    });
    for (let n = 0; n < 1_000; n += 1) for (let times = 0; times < 3; times += 1) guesses.wrong(`client-${n}`);
    assert.equal(guesses.size, 50);
    assert.equal(guesses.slowed('client-999'), true);
    assert.equal(guesses.slowed('client-1'), false);
  });

  it('takes the network of 64 bits, and this machine, as one', () => {
    const same: readonly (readonly string[])[] = [
      ['127.0.0.1', '127.8.9.10', '::1'],
      ['2001:db8::1', '2001:db8:0:0:ffff::2', '2001:db8::192.0.2.1', '2001:db8:0:0:1:2:3:4'],
      ['fe80::1', 'fe80::2%eth0'],
      ['2001:db8:1:2::', '2001:db8:1:2:3::', '2001:0db8:0001:0002::9'],
    ];
    for (const addresses of same) assert.equal(new Set(addresses.map(networkOf)).size, 1, addresses.join(' '));
    const different = ['127.0.0.1', '192.0.2.1', '192.0.2.2', '2001:db8::1', '2001:db8:0:1::1', '::2', 'fe80::1'];
    assert.equal(new Set(different.map(networkOf)).size, different.length);
  });
});
