/** How a manifest may write the secret of a token: as it is, or what was made of it by a function that cannot be turned round. */

import { scrypt } from 'node:crypto';

export type SecretForm =
  | { readonly kind: 'plain' }
  /** For tokens of many random bits, which nobody can try through. */
  | { readonly kind: 'sha256'; readonly digest: Buffer }
  /** For passwords of people, which somebody could: slow on purpose (RFC 7914). */
  | { readonly kind: 'scrypt'; readonly cost: ScryptCost; readonly salt: Buffer; readonly digest: Buffer };

export interface ScryptCost {
  /** N, a power of two. */
  readonly rounds: number;
  /** r */
  readonly block: number;
  /** p */
  readonly lanes: number;
}

/** 32 MiB and some 60 ms: what OWASP asks for at least, with half the memory. */
export const SCRYPT_COST: ScryptCost = { rounds: 32_768, block: 8, lanes: 1 };
/** More would let a manifest stop its own server. */
const MOST: ScryptCost = { rounds: 131_072, block: 16, lanes: 4 };
const DIGEST_BYTES = 32;

const SHA256 = /^sha256:([0-9a-f]{64})$/i;
const SCRYPT = /^scrypt:(\d{1,7}):(\d{1,3}):(\d{1,3}):([\w-]{22,86}):([\w-]{43})$/;

/** @returns null for what begins as a hash and is none */
export function secretForm(secret: string): SecretForm | null {
  if (secret.startsWith('sha256:')) return sha256Form(secret);
  if (secret.startsWith('scrypt:')) return scryptForm(secret);
  return { kind: 'plain' };
}

export function scryptText({ rounds, block, lanes }: ScryptCost, salt: Buffer, digest: Buffer): string {
  return ['scrypt', rounds, block, lanes, salt.toString('base64url'), digest.toString('base64url')].join(':');
}

/** @returns 32 bytes */
export function scrypted(word: Buffer | string, salt: Buffer, cost: ScryptCost): Promise<Buffer> {
  const { rounds: N, block: r, lanes: p } = cost;
  return new Promise((resolve, reject) => {
    scrypt(word, salt, 32, { N, r, p, maxmem: scryptMemory(cost) }, (error, key) => {
      if (error) reject(error);
      else resolve(key);
    });
  });
}

/** Bytes that it needs at once, with room to spare. */
function scryptMemory({ rounds, block, lanes }: ScryptCost): number {
  return 128 * block * (rounds + lanes) + 1_048_576;
}

function sha256Form(secret: string): SecretForm | null {
  const hex = SHA256.exec(secret)?.[1];
  return hex === undefined ? null : { kind: 'sha256', digest: Buffer.from(hex, 'hex') };
}

function scryptForm(secret: string): SecretForm | null {
  const [, rounds, block, lanes, salt = '', hash = ''] = SCRYPT.exec(secret) ?? [];
  const cost = { rounds: Number(rounds), block: Number(block), lanes: Number(lanes) };
  const digest = Buffer.from(hash, 'base64url');
  if (!isBearable(cost) || digest.length !== DIGEST_BYTES) return null;
  return { kind: 'scrypt', cost, salt: Buffer.from(salt, 'base64url'), digest };
}

function isBearable({ rounds, block, lanes }: ScryptCost): boolean {
  const within = (value: number, from: number, to: number): boolean => value >= from && value <= to;
  const isPower = Number.isInteger(Math.log2(rounds));
  return isPower && within(rounds, 1_024, MOST.rounds) && within(block, 1, MOST.block) && within(lanes, 1, MOST.lanes);
}
