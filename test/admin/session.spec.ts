/* eslint-disable @typescript-eslint/no-unsafe-argument -- answers of any endpoint */
/** Sessions of browsers: what begins one, what ends it, and what it may not do. */
import assert from 'node:assert/strict';

import type { AdminSpec } from '../../src/manifest/index.ts';
import { scrypted, scryptText } from '../../src/core/index.ts';
import { FakeClock } from '../support/fake-clock.ts';
import { type FakeOptions, token, TOKENS } from './fake-served.ts';
import { ask, closeHouses, house, type House, type Reply } from './http.ts';

const SECRET = 'a-session-secret-of-some-length-and-more';
const WITH_SECRET: FakeOptions = { tokens: TOKENS, session: { secret: SECRET, lifetimeMs: 3_600_000 } };
const OPS = 'operator-secret-operator';
const ROOT = 'admin-secret-admin';

/** `name=value`, as a browser sends it. */
function cookieOf(reply: Reply): string {
  return reply.headers.getSetCookie()[0]?.split(';', 1)[0] ?? '';
}

async function login(at: House, secret = OPS): Promise<{ readonly cookie: string; readonly csrf: string }> {
  const reply = await ask(at, 'POST /api/session', { json: { token: secret } });
  assert.equal(reply.status, 200, reply.text);
  return { cookie: cookieOf(reply), csrf: reply.body.csrf };
}

function changed(at: House, admin: Partial<AdminSpec>): void {
  at.served.current = { ...at.served.current, admin: { ...at.served.current.admin, ...admin } };
}

const status = async (at: House, cookie: string, what = 'GET /api/queues'): Promise<number> =>
  (await ask(at, what, { headers: { cookie } })).status;

describe('admin: sessions', () => {
  afterEach(closeHouses);

  it('tell strangers how to log in, and nothing else', async () => {
    const { body } = await ask(await house(WITH_SECRET), 'GET /api/session');
    const nobody = { name: null, role: null, via: null, queues: null, tasks: null, expiresAt: null, csrf: null };
    assert.deepEqual(body, { signedIn: false, ...nobody, login: { token: true, oidc: null } });
  });

  it('are not needed where nobody has to say who he is', async () => {
    const local = await house();
    const { body, headers } = await ask(local, 'POST /api/session', { json: { token: 'whatever' } });
    assert.deepEqual(
      [body.signedIn, body.name, body.role, body.via, body.csrf],
      [true, 'local', 'admin', 'local', null],
    );
    assert.deepEqual(headers.getSetCookie(), []);
  });

  it('begin with a token, in a cookie that scripts and other sites do not get', async () => {
    const at = await house(WITH_SECRET);
    const reply = await ask(at, 'POST /api/session', { json: { token: OPS } });
    const { name, role, via, queues } = reply.body;
    assert.deepEqual([name, role, via, queues], ['ops', 'operator', 'session', null]);
    const [cookie = ''] = reply.headers.getSetCookie();
    assert.match(cookie, /^skep_session_[0-9a-f]{8}=[\w.-]+; Path=\/; Max-Age=3600; HttpOnly; SameSite=Strict$/);
    assert.ok(!cookie.includes(OPS) && !reply.text.includes(OPS));
    const me = await ask(at, 'GET /api/session', { headers: { cookie: cookieOf(reply) } });
    assert.deepEqual(me.body, reply.body);
  });

  it('go over TLS alone where the browser, or a listed proxy, came by it', async () => {
    const at = await house({ ...WITH_SECRET, hosts: ['jobs.example'], proxies: ['127.0.0.1'] });
    const json = { token: OPS };
    const https = { origin: 'https://jobs.example' };
    const forwarded = { 'x-forwarded-proto': 'https' };
    for (const headers of [https, forwarded]) {
      const [cookie = ''] = (await ask(at, 'POST /api/session', { json, headers })).headers.getSetCookie();
      assert.match(cookie, /; Secure$/);
    }
    const stranger = await house(WITH_SECRET);
    const [cookie = ''] = (
      await ask(stranger, 'POST /api/session', { json, headers: forwarded })
    ).headers.getSetCookie();
    assert.doesNotMatch(cookie, /Secure/);
  });

  it('change nothing without the token against forged requests', async () => {
    const at = await house(WITH_SECRET);
    const { cookie, csrf } = await login(at);
    assert.equal(await status(at, cookie), 200);
    const other = await login(at);
    for (const header of [undefined, '', 'x', other.csrf, `${csrf} `.repeat(2)]) {
      const headers = { cookie, ...(header !== undefined && { 'x-csrf-token': header }) };
      const reply = await ask(at, 'POST /api/queues/default/pause', { headers });
      assert.deepEqual([reply.status, reply.body.code], [403, 'CSRF_DENIED']);
      assert.equal((await ask(at, 'DELETE /api/session', { headers })).status, 403);
    }
    assert.ok(!at.served.operations.calls.includes('pauseQueue'));
    const headers = { cookie, 'x-csrf-token': csrf };
    assert.equal((await ask(at, 'POST /api/queues/default/pause', { headers })).status, 200);
    const out = await ask(at, 'DELETE /api/session', { headers });
    assert.equal(out.status, 204);
    assert.match(out.headers.getSetCookie()[0] ?? '', /=; Path=\/; Max-Age=0; HttpOnly; SameSite=Strict$/);
  });

  it('may do what the role of their token may, by the manifest of the moment', async () => {
    const at = await house(WITH_SECRET);
    const { cookie, csrf } = await login(at);
    const headers = { cookie, 'x-csrf-token': csrf };
    assert.equal((await ask(at, 'POST /api/reload', { headers })).body.code, 'ROLE_DENIED');
    changed(at, { tokens: [token({ name: 'ops', secret: OPS, role: 'viewer' })] });
    assert.equal((await ask(at, 'POST /api/queues/default/pause', { headers })).body.code, 'ROLE_DENIED');
  });

  it('hold in every process that has the secret, and in none that has another', async () => {
    const [one, two] = [await house(WITH_SECRET), await house(WITH_SECRET)];
    const { cookie } = await login(one);
    assert.equal(await status(two, cookie), 200);
    const other = { secret: `${SECRET}!`, lifetimeMs: 3_600_000 };
    const reply = await ask(await house({ ...WITH_SECRET, session: other }), 'GET /api/queues', {
      headers: { cookie },
    });
    assert.deepEqual([reply.status, reply.body.code], [401, 'SESSION_ENDED']);
  });

  it('hold in every process without a secret too where the manifest has the token itself', async () => {
    const [one, two] = [await house({ tokens: TOKENS }), await house({ tokens: TOKENS })];
    assert.equal(await status(two, (await login(one)).cookie), 200);
  });

  it('cannot be made by whoever reads the hash of a token', async () => {
    const hash = 'sha256:550643f45e135491c47bea94823b37278d5dd91375b285d44001d005d1603a33';
    const hashed: FakeOptions = { tokens: [token({ secret: hash })] };
    const [one, two] = [await house(hashed), await house(hashed)];
    const { cookie } = await login(one, 'hashed-token');
    assert.equal(await status(one, cookie), 200);
    assert.equal(await status(two, cookie), 401);
    assert.equal((await ask(one, 'GET /api/queues', { token: hash })).status, 401);
  });

  it('are none where their cookie says what no session does, whoever wrote it', async () => {
    const at = await house(WITH_SECRET);
    const [name = ''] = (await login(at)).cookie.split('=');
    const oidc = { issuer: 'http://127.0.0.1:1', clientId: 'skep', clientSecret: null, callback: at.server.url };
    const roles = [{ claim: 'groups', value: 'ops', role: 'admin', queues: null, tasks: null } as const];
    const rest = { label: 'Shop', name: 'email', scopes: [], roles };
    changed(at, { oidc: { ...oidc, ...rest } });
    const persons = [
      null,
      1,
      {},
      { name: 'ann', subject: 'ann', claims: [null] },
      { name: 'ann', claims: [['a', 'b']] },
    ];
    for (const person of persons) {
      const body = JSON.stringify({ id: 'x', until: Number.MAX_SAFE_INTEGER, person });
      const cookie = `${name}=${Buffer.from(body).toString('base64url')}.forged`;
      assert.equal(await status(at, cookie), 401, body);
    }
  });

  it('end with their time, and with that of their token', async () => {
    const clock = new FakeClock();
    const at = await house({ ...WITH_SECRET, clock });
    const { cookie } = await login(at);
    await clock.advance(3_599_000);
    assert.equal(await status(at, cookie), 200);
    await clock.advance(1_001);
    assert.equal(await status(at, cookie), 401);
    const expires = new Date(clock.now() + 60_000).toISOString();
    changed(at, { tokens: [token({ name: 'ops', secret: OPS, expires })] });
    const short = await login(at);
    await clock.advance(60_001);
    assert.equal(await status(at, short.cookie), 401);
    assert.equal((await ask(at, 'GET /api/queues', { token: OPS })).status, 401);
  });

  it('end when their token is changed, and not when another is; both are valid meanwhile', async () => {
    const at = await house(WITH_SECRET);
    const { cookie } = await login(at);
    const fresh = token({ name: 'ops', secret: 'the-next-secret-of-ops', role: 'operator' });
    const old = TOKENS.filter(({ name }) => name === 'ops').map((one) => ({ ...one, expires: '2999-01-01T00:00:00Z' }));
    changed(at, { tokens: [...old, fresh] });
    const next = await login(at, fresh.secret);
    assert.deepEqual([await status(at, cookie), await status(at, next.cookie)], [200, 200]);
    changed(at, { tokens: [fresh] });
    assert.deepEqual([await status(at, cookie), await status(at, next.cookie)], [401, 200]);
  });

  it('are nobody but their own: what is changed in a cookie does not hold', async () => {
    const at = await house(WITH_SECRET);
    const { cookie } = await login(at);
    const [name = '', value = ''] = cookie.split('=');
    const [text = '', mac = ''] = value.split('.');
    const body = JSON.parse(Buffer.from(text, 'base64url').toString()) as object;
    const forged = Buffer.from(JSON.stringify({ ...body, token: 'root' })).toString('base64url');
    for (const wrong of [`${forged}.${mac}`, text, `${text}.`, `${text}.${mac}.x`, '', 'null.x', 'a'.repeat(4_000)]) {
      assert.equal(await status(at, `${name}=${wrong}`), 401, wrong);
    }
    // Of 43 characters for 256 bits the last has two that nobody reads: other texts decode to the same.
    const last = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_'.indexOf(mac.at(-1) ?? '');
    const twin = 'BADCFEHGJILKNMPORQTSVUXWZYbadcfehgjilknmporqtsvuxwzy1032547698_-'.charAt(last);
    assert.equal(await status(at, `${name}=${text}.${mac.slice(0, -1)}${twin}`), 401);
    // A cookie that somebody has put in front of it keeps nobody out.
    assert.equal(await status(at, `a=b; ${name}=${forged}.${mac}; ${cookie}`), 200);
  });

  it('stand behind a token that is shown beside them', async () => {
    const at = await house(WITH_SECRET);
    const { cookie } = await login(at, ROOT);
    const reply = await ask(at, 'POST /api/reload', { token: OPS, headers: { cookie } });
    assert.equal(reply.body.code, 'ROLE_DENIED');
    assert.equal((await ask(at, 'POST /api/reload', { token: ROOT, headers: { cookie } })).status, 200);
  });

  it('do not help to guess tokens faster, behind a proxy neither', async () => {
    const clock = new FakeClock();
    const at = await house({ ...WITH_SECRET, clock, proxies: ['127.0.0.1'] }, { wrongTokens: 3, guessesWaiting: 0 });
    const post = (word: string, from: string): Promise<Reply> =>
      ask(at, 'POST /api/session', { json: { token: word }, headers: { 'x-forwarded-for': from } });
    const codes: string[] = [];
    for (let n = 0; n < 5; n += 1) codes.push((await post(`guess-${n}`, '192.0.2.1')).body.code);
    assert.deepEqual(codes, [...Array<string>(3).fill('TOKEN_INVALID'), 'TOKEN_THROTTLED', 'TOKEN_THROTTLED']);
    assert.equal((await post(OPS, '192.0.2.1')).status, 429);
    assert.equal((await post(OPS, '192.0.2.2')).status, 200);
  });

  it('begin with a password of which the manifest has a slow hash', async () => {
    const cost = { rounds: 1_024, block: 8, lanes: 1 };
    const salt = Buffer.alloc(16, 7);
    const secret = scryptText(cost, salt, await scrypted('correct horse', salt, cost));
    const at = await house({ tokens: [token({ name: 'ann', secret, role: 'operator' })] });
    const { cookie } = await login(at, 'correct horse');
    assert.equal(await status(at, cookie), 200);
    const wrong = await ask(at, 'POST /api/session', { json: { token: 'correct horsf' } });
    assert.equal(wrong.body.code, 'TOKEN_INVALID');
  });
});
