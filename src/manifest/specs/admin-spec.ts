/** The admin section of a manifest that was read: who may do what, how people sign in, and the pages for them. */
import type { Scope } from '../../core/index.ts';

export const ROLES = ['viewer', 'operator', 'admin'] as const;
export type Role = (typeof ROLES)[number];

export interface AdminSpec {
  readonly host: string;
  readonly port: number;
  /** Empty, and no `oidc`: only loopback is served. */
  readonly tokens: readonly TokenSpec[];
  /** Host names that the server answers for, besides loopback names and `host`. */
  readonly hosts: readonly string[];
  /** Addresses and networks (`10.0.0.0/8`) whose X-Forwarded-For names the client. */
  readonly proxies: readonly string[];
  readonly dashboard: DashboardSpec;
  /** Who may ask for health and readiness. */
  readonly probes: 'open' | 'viewer';
  readonly session: {
    /** What cookies are signed with; null: a key is made of each token. */
    readonly secret: string | null;
    readonly lifetimeMs: number;
  };
  readonly oidc: OidcSpec | null;
  /** How long lines of what was changed by whom are kept, and how many. */
  readonly audit: { readonly keepMs: number; readonly max: number };
}

export interface TokenSpec extends Scope {
  readonly name: string;
  /** Itself, or `sha256:…`, `scrypt:…` of it. */
  readonly secret: string;
  readonly role: Role;
  /** Instant of ISO 8601; null: it stays valid. */
  readonly expires: string | null;
}

export interface OidcSpec {
  readonly issuer: string;
  readonly clientId: string;
  readonly clientSecret: string | null;
  readonly callback: string;
  readonly label: string;
  readonly scopes: readonly string[];
  /** The claim that names people. */
  readonly name: string;
  readonly roles: readonly OidcRole[];
}

export interface OidcRole extends Scope {
  /** null: it fits everybody. */
  readonly claim: string | null;
  readonly value: string | null;
  readonly role: Role;
}

export interface DashboardSpec {
  readonly enabled: boolean;
  /** With a slash at its begin and its end. */
  readonly path: string;
  readonly title: string;
  /** Where a trace is looked at, with `{traceId}` in it; null: nowhere. */
  readonly traceUrl: string | null;
}
