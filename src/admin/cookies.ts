/** Cookies as they are read and written: few, small, and never for scripts. */
import type { IncomingMessage } from 'node:http';

import { headerLines } from './headers.ts';

/** Of one cookie; browsers keep some 4 kB. */
const MOST = 3_500;

/** @returns the values of all cookies of that name: another site on the same domain may have set a second one */
export function cookiesOf(request: IncomingMessage, name: string): readonly string[] {
  const found: string[] = [];
  for (const line of headerLines(request, 'cookie')) {
    for (const pair of line.split(';')) {
      const [key = '', ...value] = pair.trim().split('=');
      const text = value.join('=');
      if (key === name && text.length <= MOST) found.push(text);
    }
  }
  return found.slice(0, 4);
}

export interface CookieOptions {
  readonly path: string;
  /** Seconds; 0 takes it away. */
  readonly maxAgeS: number;
  readonly sameSite: 'Strict' | 'Lax';
  /** Whether it goes over TLS alone. */
  readonly secure: boolean;
}

export function setCookie(name: string, value: string, { path, maxAgeS, sameSite, secure }: CookieOptions): string {
  const parts = [`${name}=${value}`, `Path=${path}`, `Max-Age=${maxAgeS}`, 'HttpOnly', `SameSite=${sameSite}`];
  return [...parts, ...(secure ? ['Secure'] : [])].join('; ');
}
