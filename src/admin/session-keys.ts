/**
 * What sessions are signed with: of `admin.session.secret`, or of the token or client secret itself, hashed slowly, for
 * whoever has a cookie could try secrets through; where only a hash of a token is known, a key that this process alone has.
 * Whoever reads a manifest with hashes can so make no session. The key depends on the token: it ends with it.
 */
import { hkdfSync } from 'node:crypto';

import { SCRYPT_COST, scrypted } from '../core/index.ts';
import { secretBytes } from '../foundation/index.ts';
import type { AdminSpec } from '../manifest/index.ts';
import { sha256 } from './known-tokens.ts';

/** Of what a session is. */
export interface KeySource {
  /** What may be known of it, and changes with it. */
  readonly fingerprint: Buffer;
  /** null: it is not known. */
  readonly secret: string | null;
}

const SALT = Buffer.from('skep session v1');

export class SessionKeys {
  readonly #own = secretBytes(32);
  readonly #keys = new WeakMap<AdminSpec, Map<string, Promise<Buffer>>>();

  /** @returns 32 bytes, the same in all processes that know the secret */
  of(admin: AdminSpec, source: KeySource): Promise<Buffer> {
    const keys = this.#keys.get(admin) ?? new Map<string, Promise<Buffer>>();
    this.#keys.set(admin, keys);
    const name = source.fingerprint.toString('hex');
    const key = keys.get(name) ?? this.#make(admin, source);
    keys.set(name, key);
    return key;
  }

  async #make({ session }: AdminSpec, { fingerprint, secret }: KeySource): Promise<Buffer> {
    const from = session.secret ?? (secret === null ? this.#own : await scrypted(secret, SALT, SCRYPT_COST));
    return Buffer.from(hkdfSync('sha256', from, SALT, fingerprint, 32));
  }
}

/** As who Skep is known to the provider. */
export function oidcSource({ issuer, clientId, clientSecret }: NonNullable<AdminSpec['oidc']>): KeySource {
  return { fingerprint: sha256(JSON.stringify(['oidc', issuer, clientId, clientSecret])), secret: clientSecret };
}
