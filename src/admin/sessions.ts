/**
 * Sessions of browsers, without a store: a cookie says whose it is and is signed, so that each process of the API knows it
 * that has the key (session-keys.ts). What its holder may do is looked up in the manifest of the moment. It ends with its
 * time, with its token, and where one logs out in that browser.
 */
import type { IncomingMessage } from 'node:http';

import { newId } from '../foundation/index.ts';
import type { AdminSpec, Manifest } from '../manifest/index.ts';
import { type Caller, scopeOf } from './caller.ts';
import { type CookieOptions, cookiesOf, setCookie } from './cookies.ts';
import type { KnownToken } from './known-tokens.ts';
import { sha256 } from './known-tokens.ts';
import { type Identity, ruleFor } from './oidc-rules.ts';
import { bodyIn, isSealed, macOf, seal } from './sealed.ts';
import { type KeySource, oidcSource, SessionKeys } from './session-keys.ts';

/** What a cookie says. */
interface SessionBody {
  /** Of the session, random. */
  readonly id: string;
  /** Of the token; absent: it is a person's that the provider has sent. */
  readonly token?: string;
  readonly person?: Identity;
  /** Epoch milliseconds. */
  readonly until: number;
}

export interface Begun {
  readonly caller: Caller;
  readonly cookie: string;
}

export class Sessions {
  readonly keys = new SessionKeys();

  /** @param token the one that was shown */
  async ofToken(token: KnownToken, at: Moment): Promise<Begun> {
    const until = Math.min(at.now + at.manifest.admin.session.lifetimeMs, token.expiresAt);
    const body: SessionBody = { id: newId(), token: token.spec.name, until };
    return this.#begin(body, callerOf(token, until), sourceOf(token), at);
  }

  /** @returns null where no rule lets the person in */
  async ofPerson(person: Identity, at: Moment): Promise<Begun | null> {
    const { oidc, session } = at.manifest.admin;
    const until = at.now + session.lifetimeMs;
    const caller = oidc === null ? null : personOf(person, at.manifest.admin, until);
    if (oidc === null || caller === null) return null;
    return this.#begin({ id: newId(), person, until }, caller, oidcSource(oidc), at);
  }

  /** @returns whose the cookie is; null without a valid one; `ended` where there is one that is not valid (any more) */
  async callerOf(
    request: IncomingMessage,
    tokens: readonly KnownToken[],
    { now, manifest }: Omit<Moment, 'secure'>,
  ): Promise<Caller | 'ended' | null> {
    const cookies = cookiesOf(request, cookieName(manifest));
    for (const cookie of cookies) {
      const body = sessionIn(cookie);
      if (body === null || body.until <= now) continue;
      for (const [source, caller] of meantBy(body, tokens, manifest.admin)) {
        const key = await this.keys.of(manifest.admin, source);
        if (isSealed(cookie, key, 'session')) return { ...caller, csrf: csrfOf(body, key) };
      }
    }
    return cookies.length === 0 ? null : 'ended';
  }

  async #begin(body: SessionBody, caller: Caller, source: KeySource, at: Moment): Promise<Begun> {
    const key = await this.keys.of(at.manifest.admin, source);
    const maxAgeS = Math.max(1, Math.floor((body.until - at.now) / 1_000));
    const cookie = setCookie(cookieName(at.manifest), seal(body, key, 'session'), {
      ...PLACE,
      maxAgeS,
      secure: at.secure,
    });
    return { caller: { ...caller, csrf: csrfOf(body, key) }, cookie };
  }
}

export interface Moment {
  /** Epoch milliseconds. */
  readonly now: number;
  readonly manifest: Manifest;
  /** Whether the browser came over TLS. */
  readonly secure: boolean;
}

const PLACE: Pick<CookieOptions, 'path' | 'sameSite'> = { path: '/', sameSite: 'Strict' };

/** Takes the cookie away. */
export function endedCookie(manifest: Manifest, secure: boolean): string {
  return setCookie(cookieName(manifest), '', { ...PLACE, maxAgeS: 0, secure });
}

/** Servers of other projects may stand at other ports of the same host, and cookies know no ports. */
function cookieName({ name }: Manifest): string {
  return `skep_session_${sha256(name).toString('hex', 0, 4)}`;
}

function csrfOf({ id }: SessionBody, key: Buffer): string {
  return macOf(id, key, 'csrf').toString('base64url');
}

function sourceOf({ fingerprint, plain, spec }: KnownToken): KeySource {
  return { fingerprint, secret: plain ? spec.secret : null };
}

function callerOf({ spec }: KnownToken, until: number): Caller {
  const { name, role } = spec;
  return { name, role, scope: scopeOf(spec), via: 'session', expiresAt: until, csrf: null };
}

function personOf(person: Identity, { oidc, tokens }: AdminSpec, until: number): Caller | null {
  const rule = oidc === null ? null : ruleFor(person, oidc.roles);
  if (rule === null) return null;
  // Whoever may choose what a provider calls him is not to pass for a token: its bulk operations and keys would be his.
  const isToken = tokens.some((token) => token.name === person.name);
  const name = isToken ? `${person.name} (${person.subject})` : person.name;
  return { name, role: rule.role, scope: scopeOf(rule), via: 'oidc', expiresAt: until, csrf: null };
}

/** Who it may be of, each with what its key is made of: a name may stand for two tokens while it is changed. */
function meantBy(
  { token, person, until }: SessionBody,
  tokens: readonly KnownToken[],
  admin: AdminSpec,
): readonly (readonly [KeySource, Caller])[] {
  if (person !== undefined) {
    const { oidc } = admin;
    const caller = personOf(person, admin, until);
    return oidc === null || caller === null ? [] : [[oidcSource(oidc), caller]];
  }
  return tokens
    .filter(({ spec }) => spec.name === token)
    .map((known) => [sourceOf(known), callerOf(known, Math.min(until, known.expiresAt))]);
}

/** What the cookie says, as far as it has the form; whether it is ours its seal tells. */
function sessionIn(cookie: string): SessionBody | null {
  const body = bodyIn(cookie) as Partial<SessionBody> | null;
  if (typeof body !== 'object' || body === null) return null;
  const { id, token, person, until } = body;
  if (typeof id !== 'string' || typeof until !== 'number') return null;
  if (person === undefined) return typeof token === 'string' ? { id, token, until } : null;
  return isIdentity(person) ? { id, person, until } : null;
}

function isIdentity(person: Partial<Identity> | null): boolean {
  if (typeof person !== 'object' || person === null) return false;
  const { name, subject, claims } = person;
  return typeof name === 'string' && typeof subject === 'string' && Array.isArray(claims) && claims.every(isClaim);
}

function isClaim(claim: unknown): boolean {
  return Array.isArray(claim) && claim.length === 2 && claim.every((part) => typeof part === 'string');
}
