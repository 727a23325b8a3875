import type { AdminSpec } from '../specs/admin-spec.ts';

/** Whether callers must say who they are. Where nobody can, only this machine is served, and its users may do everything. */
export function isGuarded({ tokens, oidc }: { readonly [Key in 'tokens' | 'oidc']: AdminSpec[Key] }): boolean {
  return tokens.length > 0 || oidc !== null;
}
