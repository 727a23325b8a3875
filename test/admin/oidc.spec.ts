/* eslint-disable @typescript-eslint/no-misused-spread, @typescript-eslint/no-unsafe-class-instance-assignment, @typescript-eslint/no-misused-promises -- the provider is a foreign library */
/** Login by a provider, against a real one that runs here. */
import assert from 'node:assert/strict';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';

import Provider from 'oidc-provider';

import type { OidcRole, OidcSpec } from '../../src/manifest/index.ts';
import { token } from './fake-served.ts';
import { closeHouses, house, type House } from './http.ts';

const GROUPS: Readonly<Record<string, readonly string[]>> = { ann: ['staff', 'ops'], bob: ['staff'], eve: [] };
const rule = (given: Partial<OidcRole>): OidcRole => ({
  ...{ claim: 'groups', value: null, role: 'viewer', queues: null, tasks: null },
  ...given,
});
const ROLES = [rule({ value: 'ops', role: 'operator' }), rule({ value: 'staff', tasks: ['emails.*'] })];

/** A browser's cookies, by host and name; what a test of redirects needs of one. */
class Browser {
  readonly #jar = new Map<string, Map<string, string>>();

  async go(url: string, init: RequestInit = {}): Promise<Response> {
    const { host } = new URL(url);
    const jar = this.#jar.get(host) ?? new Map<string, string>();
    this.#jar.set(host, jar);
    const cookie = [...jar].map(([name, value]) => `${name}=${value}`).join('; ');
    // What a browser says that comes from the provider's page.
    const headers = { 'sec-fetch-site': 'cross-site', cookie, ...init.headers };
    const response = await fetch(url, { redirect: 'manual', ...init, headers });
    for (const line of response.headers.getSetCookie()) {
      const [, name = '', value = ''] = /^([^=]+)=([^;]*)/.exec(line) ?? [];
      if (value === '' || /Max-Age=0/i.test(line)) jar.delete(name);
      else jar.set(name, value);
    }
    return response;
  }

  /** Follows redirects and the provider's forms, until an answer is of `end`. */
  async login(from: string, who: string, end: string): Promise<Response> {
    let response = await this.go(from, { headers: { 'sec-fetch-site': 'same-origin' } });
    for (let steps = 0; steps < 12; steps += 1) {
      const to = new URL(response.headers.get('location') ?? '', response.url).href;
      if (to.startsWith(end)) return this.go(to);
      response = await this.go(to);
      if (response.status !== 200) continue;
      const text = await response.text();
      const form = /action="([^"]+)"/.exec(text)?.[1] ?? '';
      const prompt = /name="prompt" value="(\w+)"/.exec(text)?.[1] ?? '';
      const body = new URLSearchParams({ prompt, login: who, password: 'x' });
      response = await this.go(new URL(form, response.url).href, { method: 'POST', body });
    }
    throw new Error('the provider does not come to an end');
  }
}

describe('admin: login by a provider', function () {
  let provider: Server;
  let at: House;
  let callback: string;

  before(async () => {
    provider = createServer();
    await new Promise<void>((resolve) => provider.listen(0, '127.0.0.1', resolve));
    const issuer = `http://127.0.0.1:${(provider.address() as AddressInfo).port}`;
    at = await house();
    callback = `${at.server.url}/api/session/oidc/callback`;
    const client = { client_id: 'skep', client_secret: 'the-secret-of-skep', redirect_uris: [callback] };
    const login = new Provider(issuer, {
      clients: [client],
      claims: { openid: ['sub'], email: ['email'], groups: ['groups'] },
      scopes: ['openid', 'email', 'groups'],
      cookies: { keys: ['a-key-of-the-test'] },
      pkce: { required: () => true },
      features: { devInteractions: { enabled: true } },
      findAccount: (_ctx, id) => ({
        accountId: id,
        claims: async () => ({ sub: id, email: `${id}@shop.example`, groups: [...(GROUPS[id] ?? [])] }),
      }),
    });
    provider.on('request', login.callback());
    const oidc: OidcSpec = {
      ...{ issuer, clientId: 'skep', clientSecret: 'the-secret-of-skep', callback, label: 'Shop', name: 'email' },
      ...{ scopes: ['email', 'groups'], roles: ROLES },
    };
    at.served.current = { ...at.served.current, admin: { ...at.served.current.admin, oidc } };
  });
  after(async () => {
    await closeHouses();
    provider.closeAllConnections();
    await new Promise((resolve) => provider.close(resolve));
  });

  const begin = (to = '/jobs'): string => `${at.server.url}/api/session/oidc?to=${encodeURIComponent(to)}`;
  const mine = { headers: { 'sec-fetch-site': 'same-origin' } };
  const me = async (browser: Browser): Promise<Record<string, unknown>> =>
    (await (await browser.go(`${at.server.url}/api/session`, mine)).json()) as Record<string, unknown>;

  it('lets nobody in who has not logged in, and says how', async () => {
    const { signedIn, login } = await me(new Browser());
    assert.deepEqual([signedIn, login], [false, { token: false, oidc: { label: 'Shop', path: '/api/session/oidc' } }]);
    assert.equal((await new Browser().go(`${at.server.url}/api/queues`, mine)).status, 401);
  });

  it('gives a person the rights of the first rule that fits, and a page that leads on', async () => {
    const [ann, bob] = [new Browser(), new Browser()];
    const page = await ann.login(begin(), 'ann', callback);
    assert.equal(page.status, 200);
    assert.match(await page.text(), /http-equiv="refresh" content="0;url=\/jobs"/);
    assert.match(
      page.headers.getSetCookie().join(),
      /skep_session_\w+=[^;]+; Path=\/; Max-Age=3600; HttpOnly; SameSite=Strict/,
    );
    const { name, role, via, tasks } = await me(ann);
    assert.deepEqual([name, role, via, tasks], ['ann@shop.example', 'operator', 'oidc', null]);
    await bob.login(begin(), 'bob', callback);
    const other = await me(bob);
    assert.deepEqual([other['name'], other['role'], other['tasks']], ['bob@shop.example', 'viewer', ['emails.*']]);
    // Whoever may choose his name at the provider does not pass for a token.
    const { current } = at.served;
    const namesake = token({ name: 'bob@shop.example', secret: 'a-secret-of-another-bob' });
    at.served.current = { ...current, admin: { ...current.admin, tokens: [namesake] } };
    assert.equal((await me(bob))['name'], 'bob@shop.example (bob)');
    at.served.current = current;
    const pause = { ...mine, method: 'POST' };
    assert.equal((await ann.go(`${at.server.url}/api/queues/default/pause`, pause)).status, 403);
  });

  it('refuses a person whom no rule fits', async () => {
    const eve = new Browser();
    const page = await eve.login(begin(), 'eve', callback);
    assert.deepEqual([page.status, (await me(eve))['signedIn']], [403, false]);
    assert.match(await page.text(), /no rule of `admin.oidc.roles` fits/);
  });

  it('takes back nobody whose login did not begin in that browser, nor twice', async () => {
    const stranger = await new Browser().go(`${callback}?code=stolen&state=x`);
    assert.equal(stranger.status, 403);
    const half = new Browser();
    await half.go(begin(), mine);
    const forged = await half.go(`${callback}?code=stolen&state=x`);
    assert.deepEqual([forged.status, (await me(half))['signedIn']], [403, false]);
  });

  it('sends nobody to another site afterwards', async () => {
    for (const to of ['//evil.example', '/\\evil.example', 'https://evil.example', '/a b']) {
      const page = await new Browser().login(begin(to), 'ann', callback);
      assert.match(await page.text(), /content="0;url=\/"/, to);
    }
  });

  it('ends for a person whose rule the manifest has no more', async () => {
    const ann = new Browser();
    await ann.login(begin(), 'ann', callback);
    const before = at.served.current;
    const { oidc } = before.admin;
    assert.ok(oidc);
    at.served.current = { ...before, admin: { ...before.admin, oidc: { ...oidc, roles: [rule({ value: 'none' })] } } };
    assert.equal((await ann.go(`${at.server.url}/api/queues`, mine)).status, 401);
    at.served.current = before;
  });

  it('tells of a provider that is away, and tokens go on working', async () => {
    const before = at.served.current;
    const { oidc } = before.admin;
    assert.ok(oidc);
    at.served.current = { ...before, admin: { ...before.admin, oidc: { ...oidc, issuer: 'http://127.0.0.1:9' } } };
    const reply = await new Browser().go(begin(), mine);
    assert.equal(reply.status, 503);
    at.served.current = before;
  });
});
