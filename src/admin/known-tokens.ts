/** The tokens of a manifest, and whose a shown one is. Hashes that are slow are made one at a time. */
import { createHash, timingSafeEqual } from 'node:crypto';

import { type ScryptCost, scrypted, secretForm } from '../core/index.ts';
import { parseInstant } from '../foundation/index.ts';
import type { AdminSpec, TokenSpec } from '../manifest/index.ts';

export interface KnownToken {
  readonly spec: TokenSpec;
  /** Epoch milliseconds; Infinity: it stays valid. */
  readonly expiresAt: number;
  /** Of what stands in the manifest: what is changed there is another token. */
  readonly fingerprint: Buffer;
  /** SHA-256 of the token; null where only a slow hash of it is known. */
  readonly digest: Buffer | null;
  readonly slow: { readonly cost: ScryptCost; readonly salt: Buffer; readonly digest: Buffer } | null;
  /** Whether the manifest has the token itself. */
  readonly plain: boolean;
}

export class KnownTokens {
  readonly #known = new WeakMap<AdminSpec, readonly KnownToken[]>();
  /** SHA-256 of the right token, by the slow hash that it has. */
  readonly #proven = new WeakMap<KnownToken, Buffer>();
  /** A slow hash takes megabytes: one after the other. */
  #last: Promise<unknown> = Promise.resolve();

  /** Those that are valid then. */
  at(now: number, admin: AdminSpec): readonly KnownToken[] {
    const known = this.#known.get(admin) ?? admin.tokens.flatMap(knownToken);
    this.#known.set(admin, known);
    return known.filter(({ expiresAt }) => expiresAt > now);
  }

  /**
   * Every token is compared, whichever matches: neither length nor order nor prefix shows in the time. Slow hashes are
   * made only for what is none of the others.
   */
  async find(word: Buffer, tokens: readonly KnownToken[]): Promise<KnownToken | null> {
    const shown = sha256(word);
    let found: KnownToken | null = null;
    for (const token of tokens) {
      const digest = token.digest ?? this.#proven.get(token);
      if (digest !== undefined && timingSafeEqual(digest, shown)) found = token;
    }
    if (found !== null) return found;
    for (const token of tokens) if (token.slow !== null && (await this.#isOf(word, token.slow))) found = token;
    if (found !== null) this.#proven.set(found, shown);
    return found;
  }

  #isOf(word: Buffer, { cost, salt, digest }: NonNullable<KnownToken['slow']>): Promise<boolean> {
    const mine = this.#last.then(async () => timingSafeEqual(await scrypted(word, salt, cost), digest));
    this.#last = mine.catch(() => undefined);
    return mine;
  }
}

export function sha256(data: Buffer | string): Buffer {
  return createHash('sha256').update(data).digest();
}

/** One that is none lets nobody in. */
function knownToken(spec: TokenSpec): readonly KnownToken[] {
  const { secret, expires } = spec;
  const form = secret === '' ? null : secretForm(secret);
  const expiresAt = expires === null ? Number.POSITIVE_INFINITY : (parseInstant(expires) ?? 0);
  const about = { spec, expiresAt, fingerprint: sha256(secret) };
  if (form === null) return [];
  if (form.kind === 'scrypt') return [{ ...about, digest: null, slow: form, plain: false }];
  const digest = form.kind === 'sha256' ? form.digest : sha256(secret);
  return [{ ...about, digest, slow: null, plain: form.kind === 'plain' }];
}
