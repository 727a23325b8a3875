/** Who calls: bearer tokens of the manifest, compared in constant time, and sessions of browsers (sessions.ts). */
import { timingSafeEqual } from 'node:crypto';
import type { IncomingMessage } from 'node:http';
import type { Socket } from 'node:net';

import { type Clock, SkepError } from '../foundation/index.ts';
import { isGuarded, type Manifest, type Role, ROLES } from '../manifest/index.ts';
import type { Access } from '../api/index.ts';
import { type Caller, LOCAL, scopeOf } from './caller.ts';
import { clientOf } from './client.ts';
import { type GuessLimits, Guesses } from './guesses.ts';
import { headerLines } from './headers.ts';
import { type KnownToken, KnownTokens, sha256 } from './known-tokens.ts';
import { isRead } from './reads.ts';
import { Sessions } from './sessions.ts';

/** `Bearer` and one word. Bytes above ASCII are let through: they are the UTF-8 of the secret, read as Latin-1. */
const BEARER = /^Bearer +([\x21-\x7e\x80-\xff]{1,1024}) *$/i;

/** What a connection showed so far: it may not change its token without waiting, nor guess on. */
interface Shown {
  /** Digest of the right token that came first. */
  readonly right: Buffer | null;
  readonly wrong: boolean;
}

const NOTHING: Shown = { right: null, wrong: false };

export class Authenticator {
  readonly sessions = new Sessions();
  readonly #tokens = new KnownTokens();
  readonly #shown = new WeakMap<Socket, Shown>();
  readonly #guesses: Guesses;
  readonly #clock: Clock;

  constructor(clock: Clock, limits: GuessLimits) {
    this.#clock = clock;
    this.#guesses = new Guesses(clock, limits);
  }

  /**
   * Says who calls, or throws; it may wait before that, see guesses.ts.
   * @returns null for strangers, where access is open
   * @throws TOKEN_MISSING, TOKEN_INVALID, TOKEN_THROTTLED, SESSION_ENDED
   */
  async callerOf(asked: Asked): Promise<Caller | null> {
    if (!isGuarded(asked.manifest.admin)) return LOCAL;
    const headers = headerLines(asked.request, 'authorization');
    return headers.length === 0 ? this.#bySession(asked) : this.#byToken(headers, asked);
  }

  /**
   * A token that begins a session.
   * @param word as it was typed
   * @throws TOKEN_INVALID, TOKEN_THROTTLED
   */
  async tokenOf(word: string, asked: Omit<Asked, 'access'>): Promise<KnownToken> {
    const token = await this.#identify(Buffer.from(word), { ...asked, access: 'viewer' });
    return token ?? refuse('TOKEN_INVALID');
  }

  async #byToken(headers: readonly string[], asked: Asked): Promise<Caller | null> {
    const { access } = asked;
    const word = headers.length === 1 ? BEARER.exec(headers[0] ?? '')?.[1] : undefined;
    // What is no bearer token cannot be a right one: nothing is learnt from it.
    if (word === undefined) return access === 'open' ? null : refuse('TOKEN_INVALID');
    const token = await this.#identify(Buffer.from(word, 'latin1'), asked);
    if (token === null) return access === 'open' ? null : refuse('TOKEN_INVALID');
    const { spec, expiresAt } = token;
    const until = Number.isFinite(expiresAt) ? expiresAt : null;
    return { name: spec.name, role: spec.role, scope: scopeOf(spec), via: 'token', expiresAt: until, csrf: null };
  }

  /** What a session is signed with cannot be guessed: nothing is counted. */
  async #bySession({ request, manifest, access }: Asked): Promise<Caller | null> {
    const now = this.#clock.now();
    const tokens = this.#tokens.at(now, manifest.admin);
    const caller = await this.sessions.callerOf(request, tokens, { now, manifest });
    if (caller !== null && caller !== 'ended') return caller;
    if (access === 'open') return null;
    return refuse(caller === 'ended' ? 'SESSION_ENDED' : 'TOKEN_MISSING');
  }

  /** @returns null when the token is wrong, or not looked at because the endpoint is open to strangers too */
  async #identify(word: Buffer, { request, manifest, access, gone }: Asked): Promise<KnownToken | null> {
    const { admin } = manifest;
    const digest = sha256(word);
    const { socket } = request;
    const { key, proxied } = clientOf(request, admin);
    // A proxy's connections carry whoever comes: they say nothing of a client.
    const shown = proxied ? NOTHING : (this.#shown.get(socket) ?? NOTHING);
    if (shown.wrong || shown.right === null || !timingSafeEqual(shown.right, digest)) {
      // A probe must be answered now, and learns nothing instead.
      if (access === 'open' && this.#guesses.slowed(key)) return null;
      await this.#guesses.turn(key, shown.wrong, gone());
    }
    const token = await this.#tokens.find(word, this.#tokens.at(this.#clock.now(), admin));
    if (token === null) this.#guesses.wrong(key);
    this.#shown.set(socket, {
      right: shown.right ?? (token === null ? null : digest),
      wrong: shown.wrong || token === null,
    });
    return token;
  }
}

export interface Asked {
  readonly request: IncomingMessage;
  readonly manifest: Manifest;
  readonly access: Access;
  /** Aborts when nobody waits for the answer any more. */
  readonly gone: () => AbortSignal;
}

/** Whether the caller may do what is asked. @throws CSRF_DENIED, ROLE_DENIED */
export function checkMay(caller: Caller, { request, access }: Pick<Asked, 'request' | 'access'>): void {
  if (access === 'open') return;
  if (caller.csrf !== null && !isRead(request)) checkCsrf(request, caller.csrf);
  if (ROLES.indexOf(caller.role) < ROLES.indexOf(access)) throw roleDenied(caller, access);
}

const HEADER = 'x-csrf-token';

/** @throws CSRF_DENIED */
export function checkCsrf(request: IncomingMessage, csrf: string): void {
  const shown = headerLines(request, HEADER);
  const [right, given] = [Buffer.from(csrf), Buffer.from(shown[0] ?? '')];
  if (shown.length === 1 && right.length === given.length && timingSafeEqual(right, given)) return;
  throw new SkepError('CSRF_DENIED', 'a change by the cookie of a session needs the header `X-CSRF-Token`', {
    hint: 'send `csrf` of GET /api/session in it',
  });
}

function refuse(code: 'TOKEN_MISSING' | 'TOKEN_INVALID' | 'SESSION_ENDED'): never {
  if (code === 'SESSION_ENDED') throw new SkepError(code, 'the session is over', { hint: 'log in again' });
  if (code === 'TOKEN_MISSING') {
    throw new SkepError(code, 'this endpoint needs a bearer token', {
      hint: 'send the header `Authorization: Bearer TOKEN` with one of admin.tokens',
    });
  }
  throw new SkepError(code, 'the bearer token is not one of admin.tokens', {
    hint: 'send the header `Authorization: Bearer TOKEN`; tokens are never read from the URL',
  });
}

function roleDenied(caller: Caller, access: Role): SkepError {
  return new SkepError(
    'ROLE_DENIED',
    `the token \`${caller.name ?? ''}\` is of role ${caller.role}; this needs ${access}`,
    {
      details: { role: caller.role, needed: access },
    },
  );
}
