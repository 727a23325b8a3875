/** Names and addresses in Host, Origin and sockets, read strictly: what is odd belongs to nobody. */
import { isIPv4, isIPv6 } from 'node:net';

export interface HostName {
  /** Lower case, without port, brackets or a closing dot. */
  readonly name: string;
  readonly port: string | null;
}

const HOST = /^(?:\[([0-9a-f:.]{2,45})\]|([a-z0-9_](?:[a-z0-9_.-]{0,252}[a-z0-9_])?)\.?)(?::([0-9]{1,5}))?$/i;

/** @returns undefined when the text is not `name[:port]` or `[ipv6][:port]` */
export function parseHost(text: string): HostName | undefined {
  const match = HOST.exec(text);
  if (!match) return undefined;
  const [, v6, name, port] = match;
  return { name: canonical(v6 ?? name ?? ''), port: port ?? null };
}

/** As written in the manifest (`localhost`, `::1`, `[::1]`, `Skep.Example`) or told by a socket (`::ffff:127.0.0.1`). */
export function canonical(host: string): string {
  const bare = host.toLowerCase().replace(/^\[(.*)\]$/, '$1');
  return bare.startsWith('::ffff:') && isIPv4(bare.slice(7)) ? bare.slice(7) : bare;
}

/** Whether the name always means this machine. Other names may resolve to it today and elsewhere tomorrow. */
export function isLoopback(name: string): boolean {
  const host = canonical(name);
  return host === 'localhost' || host === '::1' || (isIPv4(host) && host.startsWith('127.'));
}

/** The name as it stands in a URL. */
export function urlHost(host: string): string {
  const name = canonical(host);
  if (name === '0.0.0.0') return '127.0.0.1';
  if (name === '::') return '[::1]';
  return isIPv6(name) ? `[${name}]` : name;
}
