/** Who calls: bearer tokens of the manifest, compared in constant time. */
import { createHash, timingSafeEqual } from 'node:crypto';
import type { IncomingMessage } from 'node:http';
import type { Socket } from 'node:net';

import { type Clock, SkepError } from '../foundation/index.ts';
import { type AdminSpec, type Role, ROLES } from '../manifest/index.ts';
import type { Access } from '../api/index.ts';
import { clientOf } from './client.ts';
import { type GuessLimits, Guesses } from './guesses.ts';
import { headerLines } from './headers.ts';

export interface Caller {
  /** Name of the token; null where no tokens are declared. */
  readonly name: string | null;
  readonly role: Role;
}

interface KnownToken extends Caller {
  readonly digest: Buffer;
}

/** With no tokens declared only this machine is served (guard.ts), and its users may do everything. */
const LOCAL: Caller = { name: null, role: 'admin' };

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
  readonly #known = new WeakMap<AdminSpec, readonly KnownToken[]>();
  readonly #shown = new WeakMap<Socket, Shown>();
  readonly #guesses: Guesses;

  constructor(clock: Clock, limits: GuessLimits) {
    this.#guesses = new Guesses(clock, limits);
  }

  /**
   * Lets the caller in or throws; it may wait before that, see guesses.ts.
   * @param gone aborts when nobody waits for the answer any more
   * @returns null for strangers, where access is open
   * @throws TOKEN_MISSING, TOKEN_INVALID, TOKEN_THROTTLED, ROLE_DENIED
   */
  async admit(
    request: IncomingMessage,
    admin: AdminSpec,
    access: Access,
    gone: () => AbortSignal,
  ): Promise<Caller | null> {
    if (admin.tokens.length === 0) return LOCAL;
    const headers = headerLines(request, 'authorization');
    if (headers.length === 0) return access === 'open' ? null : refuse('TOKEN_MISSING');
    const word = headers.length === 1 ? BEARER.exec(headers[0] ?? '')?.[1] : undefined;
    // What is no bearer token cannot be a right one: nothing is learnt from it.
    if (word === undefined) return access === 'open' ? null : refuse('TOKEN_INVALID');
    const caller = await this.#identify(request, { admin, access, gone, digest: sha256(Buffer.from(word, 'latin1')) });
    if (access === 'open') return caller;
    if (caller === null) return refuse('TOKEN_INVALID');
    if (ROLES.indexOf(caller.role) < ROLES.indexOf(access)) throw roleDenied(caller, access);
    return caller;
  }

  /** @returns null when the token is wrong, or not looked at because the endpoint is open to strangers too */
  async #identify(request: IncomingMessage, { admin, access, gone, digest }: Attempted): Promise<Caller | null> {
    const { socket } = request;
    const { key, proxied } = clientOf(request, admin);
    // A proxy's connections carry whoever comes: they say nothing of a client.
    const shown = proxied ? NOTHING : (this.#shown.get(socket) ?? NOTHING);
    if (shown.wrong || shown.right === null || !timingSafeEqual(shown.right, digest)) {
      // A probe must be answered now, and learns nothing instead.
      if (access === 'open' && this.#guesses.slowed(key)) return null;
      await this.#guesses.turn(key, shown.wrong, gone());
    }
    const caller = this.#find(digest, admin);
    if (caller === null) this.#guesses.wrong(key);
    this.#shown.set(socket, {
      right: shown.right ?? (caller === null ? null : digest),
      wrong: shown.wrong || caller === null,
    });
    return caller;
  }

  /** Every token is compared, whichever matches: neither length nor order nor prefix shows in the time. */
  #find(digest: Buffer, admin: AdminSpec): Caller | null {
    let found: Caller | null = null;
    for (const token of this.#tokens(admin)) {
      if (timingSafeEqual(token.digest, digest)) found = token;
    }
    return found;
  }

  #tokens(admin: AdminSpec): readonly KnownToken[] {
    const known =
      this.#known.get(admin) ??
      admin.tokens
        .filter(({ secret }) => secret !== '')
        .map(({ name, role, secret }) => ({ name, role, digest: sha256(Buffer.from(secret)) }));
    this.#known.set(admin, known);
    return known;
  }
}

interface Attempted {
  readonly admin: AdminSpec;
  readonly access: Access;
  readonly gone: () => AbortSignal;
  readonly digest: Buffer;
}

function refuse(code: 'TOKEN_MISSING' | 'TOKEN_INVALID'): never {
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

function sha256(data: Buffer): Buffer {
  return createHash('sha256').update(data).digest();
}
