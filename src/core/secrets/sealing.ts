/**
 * Payloads and results that a store keeps as ciphertext: AES-256-GCM under a key of the manifest, whose name stands with it, so that
 * keys can be changed while jobs wait. Job, task and part are authenticated with it: a ciphertext is of no use elsewhere.
 */
import { createCipheriv, createDecipheriv } from 'node:crypto';

import { type Json, secretBytes, SkepError } from '../../foundation/index.ts';

/** What a ciphertext belongs to. */
export interface SealedPart {
  readonly id: string;
  readonly task: string;
  readonly part: 'payload' | 'result';
}

export interface Keys {
  /** By name: 32 bytes, as base64 or hex. */
  readonly keys: Readonly<Record<string, string>>;
  /** Name of the one that encrypts; all of them decrypt. */
  readonly use: string;
}

const KEY_BYTES = 32;
const IV_BYTES = 12;
const TAG_BYTES = 16;
const FORM = 'skep1';

/** @returns null when the text is no key */
export function keyBytes(text: string): Buffer | null {
  if (/^[0-9a-fA-F]{64}$/.test(text)) return Buffer.from(text, 'hex');
  if (!/^[A-Za-z0-9+/_-]{43}=?$/.test(text)) return null;
  const bytes = Buffer.from(text, 'base64');
  return bytes.length === KEY_BYTES ? bytes : null;
}

const rings = new WeakMap<Keys, KeyRing>();

export class KeyRing {
  readonly #keys: ReadonlyMap<string, Buffer>;
  readonly #use: string;

  private constructor({ keys, use }: Keys) {
    this.#keys = new Map(Object.entries(keys).map(([name, text]) => [name, keyBytes(text) ?? Buffer.alloc(0)]));
    this.#use = use;
  }

  /** @param keys of a checked manifest; null where it has none */
  static of(keys: Keys | null): KeyRing | null {
    if (keys === null) return null;
    const ring = rings.get(keys) ?? new KeyRing(keys);
    rings.set(keys, ring);
    return ring;
  }

  /** @param text JSON. @returns the ciphertext with the name of its key, as text */
  seal(text: string, of: SealedPart): string {
    const iv = secretBytes(IV_BYTES);
    const cipher = createCipheriv('aes-256-gcm', this.#keys.get(this.#use) ?? Buffer.alloc(0), iv);
    cipher.setAAD(bound(this.#use, of));
    const body = Buffer.concat([cipher.update(text, 'utf8'), cipher.final()]);
    return `${FORM}:${this.#use}:${Buffer.concat([iv, cipher.getAuthTag(), body]).toString('base64url')}`;
  }

  /** Whether its key is there. */
  knows(sealed: Json): boolean {
    return this.#keys.has(parted(sealed).key);
  }

  /** @throws SkepError KEY_MISSING; SEAL_BROKEN when it was changed, or belongs to something else */
  open(sealed: Json, of: SealedPart): Json {
    const { key: name, body } = parted(sealed);
    const key = this.#keys.get(name);
    if (key === undefined) throw keyMissing(name, of);
    const bytes = Buffer.from(body, 'base64url');
    try {
      const decipher = createDecipheriv('aes-256-gcm', key, bytes.subarray(0, IV_BYTES), { authTagLength: TAG_BYTES });
      decipher.setAAD(bound(name, of));
      decipher.setAuthTag(bytes.subarray(IV_BYTES, IV_BYTES + TAG_BYTES));
      const text = Buffer.concat([decipher.update(bytes.subarray(IV_BYTES + TAG_BYTES)), decipher.final()]).toString();
      return JSON.parse(text) as Json;
    } catch (cause) {
      const message = `the ${of.part} of job ${of.id} cannot be decrypted with the key \`${name}\``;
      throw new SkepError('SEAL_BROKEN', message, {
        hint: 'it was changed, belongs to another job, or the key of that name was another one then',
        cause,
      });
    }
  }
}

export function keyMissing(name: string, { part, id }: SealedPart): SkepError {
  return new SkepError(
    'KEY_MISSING',
    `the ${part} of job ${id} is encrypted with the key \`${name}\`, which is not there`,
    {
      hint: 'keep old keys under `encryption.keys` until no job has them',
    },
  );
}

/** @returns empty texts where it is no ciphertext */
function parted(sealed: Json): { readonly key: string; readonly body: string } {
  const [form, key = '', body = ''] = typeof sealed === 'string' ? sealed.split(':', 3) : [];
  return form === FORM ? { key, body } : { key: '', body: '' };
}

function bound(key: string, { id, task, part }: SealedPart): Buffer {
  return Buffer.from(JSON.stringify([FORM, key, part, id, task]));
}
