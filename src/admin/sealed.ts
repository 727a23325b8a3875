/** A text that its reader knows to be ours: what it says is readable, and cannot be changed. */
import { createHmac, timingSafeEqual } from 'node:crypto';

/** What a seal is for: one made for something else does not fit. */
export type Purpose = 'session' | 'login' | 'csrf';

export function seal(body: unknown, key: Buffer, purpose: Purpose): string {
  const text = Buffer.from(JSON.stringify(body)).toString('base64url');
  return `${text}.${macOf(text, key, purpose).toString('base64url')}`;
}

/** What stands in it, by which its key is found; nothing of it is true before `isSealed`. */
export function bodyIn(sealed: string): unknown {
  try {
    return JSON.parse(Buffer.from(sealed.split('.', 1)[0] ?? '', 'base64url').toString());
  } catch {
    return null;
  }
}

export function isSealed(sealed: string, key: Buffer, purpose: Purpose): boolean {
  const [text = '', mac = '', more] = sealed.split('.');
  // As it is written: several texts of base64 stand for the same bytes, and one of them is ours.
  const shown = Buffer.from(mac);
  const right = Buffer.from(macOf(text, key, purpose).toString('base64url'));
  return more === undefined && shown.length === right.length && timingSafeEqual(shown, right);
}

export function macOf(text: string, key: Buffer, purpose: Purpose): Buffer {
  return createHmac('sha256', key).update(`${purpose}\n${text}`).digest();
}
