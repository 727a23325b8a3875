/** Which addresses lie in the public internet: a request whose target a payload or another server names must not reach inside. */
import { BlockList, isIP } from 'node:net';

/** The special ranges of IPv4 (IANA registry, RFC 6890), mapped into IPv6 too: BlockList finds `::ffff:127.0.0.1` among them. */
const SPECIAL_4 = subnets('ipv4', [
  ...['0.0.0.0/8', '10.0.0.0/8', '100.64.0.0/10', '127.0.0.0/8', '169.254.0.0/16', '172.16.0.0/12'],
  ...['192.0.0.0/24', '192.0.2.0/24', '192.88.99.0/24', '192.168.0.0/16', '198.18.0.0/15', '198.51.100.0/24'],
  ...['203.0.113.0/24', '224.0.0.0/4', '240.0.0.0/4'],
]);
const MAPPED = subnets('ipv6', ['::ffff:0:0/96']);
/** All that is routed. So `::1`, `fc00::/7`, `fe80::/10`, multicast and NAT64 (`64:ff9b::/96`) are out without being named. */
const ROUTED_6 = subnets('ipv6', ['2000::/3']);
/** Of that: what leads to an IPv4 address inside of it (Teredo, 6to4), and what is for examples and tests. */
const SPECIAL_6 = subnets('ipv6', ['2001::/23', '2001:db8::/32', '2002::/16', '3fff::/20']);

function subnets(family: 'ipv4' | 'ipv6', ranges: readonly string[]): BlockList {
  const list = new BlockList();
  for (const range of ranges) {
    const [net = '', prefix] = range.split('/');
    list.addSubnet(net, Number(prefix), family);
  }
  return list;
}

/** @param address an IP address as the system writes it, with or without a zone. @returns false also for what is none */
export function isPublicAddress(address: string): boolean {
  const [bare = ''] = address.split('%', 1);
  const family = isIP(bare);
  if (family === 4) return !SPECIAL_4.check(bare, 'ipv4');
  if (family !== 6) return false;
  if (MAPPED.check(bare, 'ipv6')) return !SPECIAL_4.check(bare, 'ipv6');
  return ROUTED_6.check(bare, 'ipv6') && !SPECIAL_6.check(bare, 'ipv6');
}
