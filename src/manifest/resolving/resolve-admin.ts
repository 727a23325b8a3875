import { isIP, isIPv6 } from 'node:net';

import { isGuarded } from '../schemas/guarded.ts';
import type { Resolving } from './resolving.ts';
import { resolveOidc } from './resolve-oidc.ts';
import { resolveTokens } from './resolve-tokens.ts';

const LOOPBACK = /^(localhost|::1|127(\.\d{1,3}){3})$/i;
/** A key that signs cookies is never typed, and guessed by whoever has seen one cookie. */
const MIN_SESSION_SECRET = 32;

/** An open door: a public address without tokens, tokens that are none, or a login that lets others in. */
export function resolveAdmin(context: Resolving): void {
  const { admin, health } = context.source;
  if (health) checkOpen(context, health.host, 'health');
  checkOpen(context, admin.host, 'admin');
  resolveTokens(context, admin.tokens);
  resolveOidc(context);
  checkSession(context, admin.session.secret);
  checkProxies(context, admin.proxies);
}

function checkOpen({ combined, problems, source }: Resolving, host: string, section: 'admin' | 'health'): void {
  if (LOOPBACK.test(host) || isGuarded(source.admin)) return;
  const message = `${host} can be reached by others, and there are no tokens`;
  const hint = 'declare `admin.tokens` or `admin.oidc`, or listen on 127.0.0.1';
  problems.add('REF_ADMIN_OPEN', combined.spot([section, 'host']), message, hint);
}

function checkProxies({ combined, problems }: Resolving, proxies: readonly string[]): void {
  for (const [index, proxy] of proxies.entries()) {
    const [address = '', bits] = proxy.split('/');
    const most = isIPv6(address) ? 128 : 32;
    if (isIP(address) !== 0 && (bits === undefined || Number(bits) <= most)) continue;
    const message = `\`${proxy}\` is no IP address and no network`;
    problems.add(
      'REF_PROXY',
      combined.spot(['admin', 'proxies', index]),
      message,
      'write 10.0.0.1, 10.0.0.0/8 or fd00::/8',
    );
  }
}

function checkSession({ combined, problems }: Resolving, secret: string | null): void {
  if (secret === null || secret.length >= MIN_SESSION_SECRET) return;
  const message = `the secret has fewer than ${MIN_SESSION_SECRET} characters`;
  const hint = 'make one with `openssl rand -base64 32`';
  problems.add('REF_SESSION', combined.spot(['admin', 'session', 'secret']), message, hint);
}
