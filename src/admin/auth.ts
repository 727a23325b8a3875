/** Who calls: bearer tokens of the manifest, compared in constant time. */
import { createHash, timingSafeEqual } from 'node:crypto';
import type { IncomingMessage } from 'node:http';

import { type Clock, SkepError } from '../foundation/index.ts';
import { type AdminSpec, type Role, ROLES } from '../manifest/index.ts';

export interface Caller {
  /** Name of the token; null where no tokens are declared. */
  readonly name: string | null;
  readonly role: Role;
}

/** What an endpoint asks of its caller; `open` asks nothing. */
export type Access = Role | 'open';

interface KnownToken extends Caller {
  readonly digest: Buffer;
}

/** With no tokens declared only this machine is served (guard.ts), and its users may do everything. */
const LOCAL: Caller = { name: null, role: 'admin' };

/** `Bearer` and one word. Bytes above ASCII are let through: they are the UTF-8 of the secret, read as Latin-1. */
const BEARER = /^Bearer +([\x21-\x7e\x80-\xff]{1,1024}) *$/i;

export class Authenticator {
  readonly #known = new WeakMap<AdminSpec, readonly KnownToken[]>();
  readonly #clock: Clock;
  readonly #burst: number;
  #wrong = 0;
  #wrongAt = 0;

  /** @param burst wrong tokens that are answered before they are slowed down to one a second */
  constructor(clock: Clock, burst: number) {
    this.#clock = clock;
    this.#burst = burst;
  }

  /**
   * Lets the caller in or throws.
   * @throws TOKEN_MISSING, TOKEN_INVALID, TOKEN_THROTTLED, ROLE_DENIED
   */
  admit(request: IncomingMessage, admin: AdminSpec, access: Access): Caller | null {
    const caller = this.#identify(request, admin);
    if (access === 'open') return caller ?? null;
    if (caller === null) throw this.#refuse();
    if (caller === undefined) {
      throw new SkepError('TOKEN_MISSING', 'this endpoint needs a bearer token', {
        hint: 'send the header `Authorization: Bearer TOKEN` with one of admin.tokens',
      });
    }
    if (ROLES.indexOf(caller.role) < ROLES.indexOf(access)) throw roleDenied(caller, access);
    return caller;
  }

  /** @returns undefined without a token, null with one that is wrong */
  #identify(request: IncomingMessage, admin: AdminSpec): Caller | null | undefined {
    if (admin.tokens.length === 0) return LOCAL;
    const headers = request.headersDistinct['authorization'] ?? [];
    if (headers.length === 0) return undefined;
    const word = headers.length === 1 ? BEARER.exec(headers[0] ?? '')?.[1] : undefined;
    return word === undefined ? null : this.#find(Buffer.from(word, 'latin1'), admin);
  }

  /** Every token is compared, whichever matches: neither length nor order nor prefix shows in the time. */
  #find(secret: Buffer, admin: AdminSpec): Caller | null {
    const digest = sha256(secret);
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

  /**
   * Guessing is slowed down by one bucket for all: it needs no memory per address, and a caller with a right
   * token never meets it.
   */
  #refuse(): SkepError {
    const now = this.#clock.monotonic();
    this.#wrong = Math.max(0, this.#wrong - (now - this.#wrongAt) / 1_000);
    this.#wrongAt = now;
    if (this.#wrong >= this.#burst) return new SkepError('TOKEN_THROTTLED', 'too many wrong tokens; try again later');
    this.#wrong += 1;
    return new SkepError('TOKEN_INVALID', 'the bearer token is not one of admin.tokens', {
      hint: 'send the header `Authorization: Bearer TOKEN`; tokens are never read from the URL',
    });
  }
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
