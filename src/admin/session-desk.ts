/** Login and logout of browsers, for one request. */
import type { IncomingMessage } from 'node:http';

import { iso, SkepError } from '../foundation/index.ts';
import { isGuarded, type Manifest, type Role } from '../manifest/index.ts';
import type { Actor, Answer } from '../api/index.ts';
import { type Authenticator, checkCsrf } from './auth.ts';
import type { Caller } from './caller.ts';
import { clientOf } from './client.ts';
import { OIDC_LOGIN } from './guard.ts';
import { headerLines } from './headers.ts';
import type { OidcParts } from './oidc-parts.ts';
import { endedCookie, type Moment } from './sessions.ts';
import { actorOf, type Refused, refusalOf, type SignIns } from './sign-ins.ts';

export interface SessionView {
  /** Whether requests are answered for somebody: by a session, by a token, or because nobody has to say who he is. */
  readonly signedIn: boolean;
  readonly name: string | null;
  readonly role: Role | null;
  readonly via: Caller['via'] | null;
  /** Names and patterns of the queues that it sees; null: all. */
  readonly queues: readonly string[] | null;
  readonly tasks: readonly string[] | null;
  readonly expiresAt: string | null;
  /** To be sent as `X-CSRF-Token` with whatever changes something; null: it need not. */
  readonly csrf: string | null;
  /** How one may log in. */
  readonly login: {
    readonly token: boolean;
    readonly oidc: { readonly label: string; readonly path: string } | null;
  };
}

export interface DeskParts {
  readonly request: IncomingMessage;
  readonly manifest: Manifest;
  readonly caller: Caller | null;
  readonly authenticator: Authenticator;
  readonly signIns: Pick<SignIns, 'done' | 'refused'>;
  /** Epoch milliseconds. */
  readonly now: number;
  readonly gone: () => AbortSignal;
}

export class SessionDesk {
  readonly #parts: DeskParts;

  constructor(parts: DeskParts) {
    this.#parts = parts;
  }

  view(): SessionView {
    return this.#viewOf(this.#parts.caller);
  }

  /** @throws TOKEN_INVALID, TOKEN_THROTTLED */
  async begin(word: string): Promise<Answer> {
    const { manifest, authenticator } = this.#parts;
    if (!isGuarded(manifest.admin)) return { status: 200, body: this.view() };
    const token = await authenticator.tokenOf(word, this.#parts).catch((error: unknown) => {
      this.#refused(null, refusalOf(error, this.#parts.request));
      throw error;
    });
    const { caller, cookie } = await authenticator.sessions.ofToken(token, this.moment());
    await this.#parts.signIns.done(this.#actor(caller), 'signIn');
    return { status: 200, headers: { 'Set-Cookie': cookie }, body: this.#viewOf(caller) };
  }

  /** @throws CSRF_DENIED */
  async end(): Promise<Answer> {
    const { request, manifest, caller, signIns } = this.#parts;
    if (caller !== null && caller.csrf !== null) {
      checkCsrf(request, caller.csrf);
      await signIns.done(this.#actor(caller), 'signOut');
    }
    return { status: 204, headers: { 'Set-Cookie': endedCookie(manifest, this.moment().secure) } };
  }

  /** Where the browser is sent to log in. @throws LOGIN_UNAVAILABLE, ROUTE_UNKNOWN */
  async toProvider(to: string): Promise<Answer> {
    const { beginLogin } = await import('./oidc.ts');
    return beginLogin(to, this.#oidcParts());
  }

  /** The browser is back. @throws LOGIN_REFUSED, LOGIN_UNAVAILABLE, ROUTE_UNKNOWN */
  async fromProvider(): Promise<Answer> {
    const { endLogin } = await import('./oidc.ts');
    return endLogin(this.#oidcParts());
  }

  moment(): Moment {
    const { manifest, now } = this.#parts;
    return { manifest, now, secure: this.#isSecure() };
  }

  #oidcParts(): OidcParts {
    const { request, manifest, authenticator } = this.#parts;
    if (manifest.admin.oidc === null) {
      throw new SkepError('ROUTE_UNKNOWN', 'there is no login by a provider', { hint: 'declare `admin.oidc`' });
    }
    return {
      ...{ request, sessions: authenticator.sessions, oidc: manifest.admin.oidc, moment: this.moment() },
      begun: (caller) => this.#parts.signIns.done(this.#actor(caller), 'signIn'),
      refused: (name) => this.#refused(name, { operation: 'signIn', code: 'LOGIN_REFUSED' }),
    };
  }

  #actor(caller: Pick<Caller, 'name' | 'via'> | null): Actor {
    return actorOf(caller, this.#parts.request, this.#parts.manifest.admin);
  }

  /** @param name of whom the provider named; null: nobody is known */
  #refused(name: string | null, refused: Refused | null): void {
    const actor = this.#actor(name === null ? null : { name, via: 'oidc' });
    if (refused !== null) this.#parts.signIns.refused(actor, refused);
  }

  #viewOf(caller: Caller | null): SessionView {
    const { tokens, oidc } = this.#parts.manifest.admin;
    const login = { token: tokens.length > 0, oidc: oidc === null ? null : { label: oidc.label, path: OIDC_LOGIN } };
    return { ...(caller === null ? NOBODY : identityOf(caller)), login };
  }

  /** A browser says of itself that its page came over TLS; of others the proxy in front says it. */
  #isSecure(): boolean {
    const { request, manifest } = this.#parts;
    if (headerLines(request, 'origin').some((origin) => origin.startsWith('https:'))) return true;
    return clientOf(request, manifest.admin).proxied && lastOf(headerLines(request, 'x-forwarded-proto')) === 'https';
  }
}

const NOBODY: Omit<SessionView, 'login'> = {
  signedIn: false,
  name: null,
  role: null,
  via: null,
  queues: null,
  tasks: null,
  expiresAt: null,
  csrf: null,
};

function identityOf({ name, role, via, scope, expiresAt, csrf }: Caller): Omit<SessionView, 'login'> {
  return {
    signedIn: true,
    name: name ?? 'local',
    role,
    via,
    queues: scope?.queues ?? null,
    tasks: scope?.tasks ?? null,
    expiresAt: expiresAt === null ? null : iso(expiresAt),
    csrf: csrf ?? null,
  };
}

/** What the proxy next to us has said. */
function lastOf(lines: readonly string[]): string {
  return lines.join(',').split(',').at(-1)?.trim().toLowerCase() ?? '';
}
