/** Who calls, and what he may see. */
import type { Scope } from '../core/index.ts';
import type { Role } from '../manifest/index.ts';

export interface Caller {
  /** Of the token or the person; null where none are declared. */
  readonly name: string | null;
  readonly role: Role;
  /** What it may see; null: all. */
  readonly scope: Scope | null;
  /** How it said who it is. */
  readonly via: 'local' | 'token' | 'session' | 'oidc';
  /** Epoch milliseconds at which that is over; null: never. */
  readonly expiresAt: number | null;
  /** What it has to send with changes; null where it does not come by a cookie. */
  readonly csrf: string | null;
}

/** Where nobody has to say who he is only this machine is served (guard.ts), and its users may do everything. */
export const LOCAL: Caller = { name: null, role: 'admin', scope: null, via: 'local', expiresAt: null, csrf: null };

/** @returns null where all may be seen */
export function scopeOf({ queues, tasks }: Scope): Scope | null {
  return queues === null && tasks === null ? null : { queues, tasks };
}
