import { isIP, isIPv6 } from 'node:net';

import type { Resolving } from './resolving.ts';
import type { Token } from './source.generated.ts';

const LOOPBACK = /^(localhost|::1|127(\.\d{1,3}){3})$/i;
/** Shorter ones can be guessed by trying. */
const MIN_SECRET = 8;

/** An open door: a public address without tokens, or tokens that are none. */
export function resolveAdmin(context: Resolving): void {
  const { admin, health } = context.source;
  if (health) checkOpen(context, health.host, 'health');
  checkOpen(context, admin.host, 'admin');
  checkTokens(context, admin.tokens);
  checkProxies(context, admin.proxies);
}

function checkOpen({ combined, problems, source }: Resolving, host: string, section: 'admin' | 'health'): void {
  if (LOOPBACK.test(host) || source.admin.tokens.length > 0) return;
  const message = `${host} can be reached by others, and there are no tokens`;
  const hint = 'declare `admin.tokens`, or listen on 127.0.0.1';
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

function checkTokens({ combined, problems }: Resolving, tokens: readonly Token[]): void {
  for (const [index, { name, secret }] of tokens.entries()) {
    const at = (key: string): ReturnType<typeof combined.spot> => combined.spot(['admin', 'tokens', index, key]);
    if (secret === '')
      problems.add('REF_TOKEN', at('secret'), 'the secret is empty', 'set one, at best from the environment');
    else if (secret.length < MIN_SECRET)
      problems.add('REF_TOKEN', at('secret'), `the secret has fewer than ${MIN_SECRET} characters`);
    // A token is sent in a header.
    else if (!/^[\x21-\x7e]+$/.test(secret))
      problems.add('REF_TOKEN', at('secret'), 'the secret holds a space or a character that no header can carry');
    const before = tokens.slice(0, index);
    if (before.some((token) => token.name === name))
      problems.add('REF_TOKEN', at('name'), `there are two tokens named \`${name}\``);
    const same = before.find((token) => token.secret === secret && secret !== '');
    if (same) problems.add('REF_TOKEN', at('secret'), `the secret is the same as that of \`${same.name}\``);
  }
}
