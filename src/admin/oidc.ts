/**
 * Login by an OpenID Connect provider: authorization code with PKCE, state and nonce, by `openid-client`. What is to be
 * remembered between the two requests stands in a cookie of ten minutes, signed and for these two paths alone.
 */
import * as client from 'openid-client';

import { messageOf, secretBytes, SkepError } from '../foundation/index.ts';
import type { OidcSpec } from '../manifest/index.ts';
import type { Answer, Reply } from '../api/index.ts';
import { cookiesOf, setCookie } from './cookies.ts';
import { OIDC_LOGIN } from './guard.ts';
import { escaped } from './html.ts';
import { identityOf } from './oidc-rules.ts';
import { bodyIn, isSealed, seal } from './sealed.ts';
import type { OidcParts } from './oidc-parts.ts';
import { oidcSource } from './session-keys.ts';

const COOKIE = 'skep_login';
const LOGIN_MS = 600_000;
/** Of one answer of the provider. */
const PATIENCE_S = 10;

/** What was asked, for whoever comes back. */
interface Pending {
  readonly state: string;
  readonly nonce: string;
  readonly verifier: string;
  readonly to: string;
  /** Epoch milliseconds. */
  readonly until: number;
}

/** What providers say of themselves, read once for each manifest. */
const known = new WeakMap<OidcSpec, Promise<client.Configuration>>();

export async function beginLogin(to: string, { oidc, sessions, moment }: OidcParts): Promise<Answer> {
  const provider = await providerOf(oidc);
  const random = (): string => secretBytes(32).toString('base64url');
  const pending: Pending = {
    ...{ state: random(), nonce: random(), verifier: client.randomPKCECodeVerifier() },
    to: isOwnPath(to) ? to : '/',
    until: moment.now + LOGIN_MS,
  };
  const target = client.buildAuthorizationUrl(provider, {
    redirect_uri: oidc.callback,
    scope: ['openid', ...oidc.scopes.filter((scope) => scope !== 'openid')].join(' '),
    code_challenge: await client.calculatePKCECodeChallenge(pending.verifier),
    code_challenge_method: 'S256',
    state: pending.state,
    nonce: pending.nonce,
  });
  const key = await sessions.keys.of(moment.manifest.admin, oidcSource(oidc));
  const cookie = cookieOf(seal(pending, key, 'login'), LOGIN_MS / 1_000, oidc);
  return { status: 302, headers: { Location: target.href, 'Set-Cookie': cookie } };
}

/**
 * A page, not a redirect: the cookie is for requests that begin at this site, and behind a redirect the browser would still
 * take the provider for where the request began.
 */
export async function endLogin(parts: OidcParts): Promise<Answer> {
  const { oidc, sessions, moment } = parts;
  const gone = cookieOf('', 0, oidc);
  let name: string | null = null;
  try {
    const pending = await pendingOf(parts);
    const person = identityOf(await claimsOf(pending, parts), oidc);
    ({ name } = person);
    const secure = moment.secure || oidc.callback.startsWith('https:');
    const begun = await sessions.ofPerson(person, { ...moment, secure });
    if (begun === null) throw refused(`${person.name} is not let in: no rule of \`admin.oidc.roles\` fits`);
    await parts.begun(begun.caller);
    return { ...page('You are logged in', pending.to, 0), headers: { 'Set-Cookie': [begun.cookie, gone] } };
  } catch (error) {
    if (!(error instanceof SkepError) || error.code !== 'LOGIN_REFUSED') throw error;
    parts.refused(name);
    const told = page(error.message, OIDC_LOGIN, null);
    return { ...told, status: 403, headers: { 'Set-Cookie': gone } };
  }
}

async function pendingOf({ request, oidc, sessions, moment }: OidcParts): Promise<Pending> {
  const key = await sessions.keys.of(moment.manifest.admin, oidcSource(oidc));
  const sealed = cookiesOf(request, COOKIE).find((cookie) => isSealed(cookie, key, 'login'));
  const pending = sealed === undefined ? null : (bodyIn(sealed) as Pending);
  if (pending !== null && pending.until > moment.now) return pending;
  throw refused('the login took too long, or began in another browser');
}

async function claimsOf(
  { state, nonce, verifier }: Pending,
  { request, oidc }: OidcParts,
): Promise<Readonly<Record<string, unknown>>> {
  const provider = await providerOf(oidc);
  // As the provider knows the address; behind a proxy it is not the one that we were asked by.
  const url = new URL(oidc.callback);
  url.search = new URL(request.url ?? '', 'http://here').search;
  const checks = { pkceCodeVerifier: verifier, expectedState: state, expectedNonce: nonce, idTokenExpected: true };
  const tokens = await client.authorizationCodeGrant(provider, url, checks).catch((error: unknown) => {
    throw failureOf(error);
  });
  const claims = tokens.claims();
  if (claims === undefined) throw refused('the provider has not said who it is');
  return { ...claims, ...(await moreClaims(provider, tokens.access_token, claims.sub)) };
}

/** Many providers say at `userinfo` what groups somebody is in; one that has no such place has said all. */
async function moreClaims(provider: client.Configuration, token: string, subject: string): Promise<object> {
  if (provider.serverMetadata().userinfo_endpoint === undefined) return {};
  return client.fetchUserInfo(provider, token, subject).catch((error: unknown) => {
    throw failureOf(error);
  });
}

async function providerOf(oidc: OidcSpec): Promise<client.Configuration> {
  const found = known.get(oidc) ?? discovered(oidc);
  known.set(oidc, found);
  try {
    return await found;
  } catch (error) {
    known.delete(oidc);
    throw failureOf(error);
  }
}

function discovered({ issuer, clientId, clientSecret }: OidcSpec): Promise<client.Configuration> {
  const auth = clientSecret === null ? client.None() : client.ClientSecretBasic(clientSecret);
  // The manifest's check lets `http` pass for this machine alone.
  // eslint-disable-next-line @typescript-eslint/no-deprecated -- only for a provider on this machine
  const execute = issuer.startsWith('http:') ? [client.allowInsecureRequests] : [];
  return client.discovery(new URL(issuer), clientId, undefined, auth, { execute, timeout: PATIENCE_S });
}

/** What the person or the provider has refused is told; all else is the provider's trouble. */
function failureOf(error: unknown): SkepError {
  if (error instanceof client.AuthorizationResponseError) return refused(`the provider says ${error.error}`);
  const code = (error as { readonly code?: unknown } | null)?.code;
  if (code === 'OAUTH_INVALID_RESPONSE') return refused('what the provider sent does not belong to this login');
  return new SkepError(
    'LOGIN_UNAVAILABLE',
    `the provider of the login does not answer as it should: ${messageOf(error)}`,
    {
      hint: 'is `admin.oidc.issuer` right, and can it be reached from here? Tokens go on working',
      cause: error,
    },
  );
}

function refused(message: string): SkepError {
  return new SkepError('LOGIN_REFUSED', message);
}

function cookieOf(value: string, maxAgeS: number, { callback }: OidcSpec): string {
  // The provider sends the browser here from its own site: `Strict` would leave the cookie out.
  return setCookie(COOKIE, value, {
    path: OIDC_LOGIN,
    maxAgeS,
    sameSite: 'Lax',
    secure: callback.startsWith('https:'),
  });
}

/** `/jobs?q=x`, and nothing that a browser could take for another host. */
function isOwnPath(to: string): boolean {
  return /^\/(?![/\\])[\x21-\x5b\x5d-\x7e]*$/.test(to);
}

function page(title: string, to: string, afterS: number | null): Reply {
  const leads = afterS === null ? '' : `<meta http-equiv="refresh" content="${afterS};url=${escaped(to)}">`;
  const head = `<meta charset="utf-8">${leads}<title>${escaped(title)}</title>`;
  const link = afterS === null ? 'Try again' : 'Go on';
  return {
    status: 200,
    type: 'text/html; charset=utf-8',
    body: `<!doctype html><html lang="en">${head}<h1>${escaped(title)}</h1><p><a href="${escaped(to)}">${link}</a></p></html>\n`,
  };
}
