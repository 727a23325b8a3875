/**
 * Whose guesses are counted together. One address is one client, for IPv6 a network of 64 bits, which is what one
 * household or host is given (RFC 6177); all loopback addresses are one, for a local program may use any of them.
 * Behind the proxies of `admin.proxies` it is the address that they name. For nothing else is a forwarding header read.
 */
import type { IncomingMessage } from 'node:http';
import { BlockList, isIP, isIPv6 } from 'node:net';

import type { AdminSpec } from '../manifest/index.ts';
import { headerLines } from './headers.ts';
import { canonical, isLoopback, parseHost } from './hosts.ts';

export interface Client {
  readonly address: string;
  readonly key: string;
  /** Whether its connection carries requests of other clients too. */
  readonly proxied: boolean;
}

/** Entries of X-Forwarded-For that are looked at, from the right: more proxies than that stand behind no server. */
const MAX_HOPS = 16;

const lists = new WeakMap<AdminSpec, BlockList>();

export function clientOf(request: IncomingMessage, admin: AdminSpec): Client {
  const peer = canonical(request.socket.remoteAddress ?? '');
  const direct = { address: peer, key: networkOf(peer), proxied: false };
  if (admin.proxies.length === 0) return direct;
  const proxies = lists.get(admin) ?? listOf(admin.proxies);
  lists.set(admin, proxies);
  if (!listed(peer, proxies)) return direct;
  const address = forwardedFor(request, proxies) ?? peer;
  return { address, key: networkOf(address), proxied: true };
}

/** The last address that no proxy of ours has: whoever comes further left was named by a stranger. */
function forwardedFor(request: IncomingMessage, proxies: BlockList): string | undefined {
  const hops = headerLines(request, 'x-forwarded-for').join(',').split(',').slice(-MAX_HOPS).reverse();
  for (const hop of hops) {
    const address = addressOf(hop.trim());
    if (address === undefined) return undefined;
    if (!listed(address, proxies)) return address;
  }
  return undefined;
}

/** `192.0.2.1`, `192.0.2.1:4711`, `2001:db8::1`, `[2001:db8::1]:4711` */
function addressOf(text: string): string | undefined {
  const address = isIP(text) === 0 ? (parseHost(text)?.name ?? '') : canonical(text);
  return isIP(address) === 0 ? undefined : address;
}

function listOf(proxies: readonly string[]): BlockList {
  const list = new BlockList();
  for (const proxy of proxies) {
    const [address = '', bits] = proxy.split('/');
    const family = isIPv6(address) ? 'ipv6' : 'ipv4';
    if (bits === undefined) list.addAddress(address, family);
    else list.addSubnet(address, Number(bits), family);
  }
  return list;
}

function listed(address: string, list: BlockList): boolean {
  return isIP(address) !== 0 && list.check(address, isIPv6(address) ? 'ipv6' : 'ipv4');
}

/** @param address as canonical() gives it */
export function networkOf(address: string): string {
  if (isLoopback(address)) return 'loopback';
  return isIPv6(address) ? `${first64(address)}::/64` : address;
}

function first64(address: string): string {
  const [left = '', right] = (address.split('%')[0] ?? '').split('::');
  const head = left === '' ? [] : left.split(':');
  const tail = right === undefined || right === '' ? [] : right.split(':');
  // An address of IPv4 at the end stands for two groups; it is never among the first four.
  const missing = 8 - head.length - tail.length - (tail.at(-1)?.includes('.') === true ? 1 : 0);
  const groups = right === undefined ? head : [...head, ...Array.from({ length: missing }, () => '0'), ...tail];
  return groups
    .slice(0, 4)
    .map((group) => parseInt(group, 16).toString(16))
    .join(':');
}
