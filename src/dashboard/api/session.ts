/**
 * Who is signed in, as the server said last. What proves it is a cookie that no script of this page can read; the token
 * that was typed is sent once and kept nowhere.
 */
import { useSyncExternalStore } from 'react';

import type { Session } from './types.generated.ts';

export type Role = NonNullable<Session['role']>;

const ROLES: readonly Role[] = ['viewer', 'operator', 'admin'];
const NOBODY = { signedIn: false, name: null, role: null, via: null, queues: null, tasks: null, csrf: null } as const;

let session: Session | null = null;
const listeners = new Set<() => void>();

/** @param next what the server says */
export function setSession(next: Session): void {
  session = next;
  for (const listener of listeners) listener();
}

/** A request was refused because nobody is known any more: the session ended, or its token was taken away. */
export function sessionLost(): void {
  if (session?.signedIn) setSession({ ...session, ...NOBODY, expiresAt: null });
}

/** @returns headers that show that a change comes from this page, and not from another that the browser has open */
export function proofOfPage(method: string): Record<string, string> {
  const csrf = session?.csrf ?? null;
  return csrf === null || method === 'GET' ? {} : { 'X-CSRF-Token': csrf };
}

/** null: the server has not said yet. */
export function useSession(): Session | null {
  return useSyncExternalStore(subscribe, () => session);
}

/** Whether it is worth offering what needs that role; the server decides again when it is asked. */
export function useMay(role: Role): boolean {
  const own = useSession()?.role ?? null;
  return own !== null && ROLES.indexOf(own) >= ROLES.indexOf(role);
}

function subscribe(listener: () => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}
