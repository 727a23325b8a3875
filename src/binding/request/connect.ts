/** A connection whose address was judged: by what the name means before it is opened, and by what it leads to before anything is sent. */
import { promises as dns } from 'node:dns';
import { once } from 'node:events';
import { connect as connectPlain, isIP, type LookupFunction, type Socket } from 'node:net';
import { connect as connectTls } from 'node:tls';

import { isPublicAddress } from './public-address.ts';
import { RequestError } from './request-error.ts';

export interface Reach {
  readonly allowPrivate: boolean;
  /** What a host name means; default: as the system says. */
  readonly resolve?: (host: string) => Promise<readonly Address[]>;
  /** Default: isPublicAddress. */
  readonly isPublic?: (address: string) => boolean;
}

export interface Address {
  readonly address: string;
  readonly family: number;
}

/**
 * @returns connected, with TLS where the URL says https
 * @throws RequestError REQUEST_REFUSED for an address that is not public; what the system says where it cannot connect
 */
export async function connectTo(url: URL, reach: Reach, signal: AbortSignal): Promise<Socket> {
  const host = url.hostname.replace(/^\[|\]$/g, '');
  const found = isIP(host) === 0 ? await (reach.resolve ?? resolveHere)(host) : [{ address: host, family: isIP(host) }];
  signal.throwIfAborted();
  if (!reach.allowPrivate) for (const { address } of found) refusePrivate(host, address, reach);
  const secure = url.protocol === 'https:';
  const port = url.port === '' ? (secure ? 443 : 80) : Number(url.port);
  // Only what was judged is connected to: a name that means something else a moment later changes nothing.
  const socket = connectPlain({ host, port, lookup: saying(found) });
  await opened(socket, 'connect', signal);
  if (!reach.allowPrivate) checkPeer(host, socket, reach);
  if (!secure) return socket;
  const tls = connectTls({
    socket,
    ALPNProtocols: ['http/1.1'],
    ...(isIP(host) === 0 ? { servername: host } : { host }),
  });
  await opened(tls, 'secureConnect', signal);
  return tls;
}

async function resolveHere(host: string): Promise<readonly Address[]> {
  return dns.lookup(host, { all: true });
}

function saying(found: readonly Address[]): LookupFunction {
  return (_host, { all }, done) => {
    const [first = { address: '', family: 0 }] = found;
    if (all === true) done(null, [...found]);
    else done(null, first.address, first.family);
  };
}

async function opened(socket: Socket, event: 'connect' | 'secureConnect', signal: AbortSignal): Promise<void> {
  try {
    await once(socket, event, { signal });
  } catch (error) {
    socket.destroy();
    throw error;
  }
}

function checkPeer(host: string, socket: Socket, reach: Reach): void {
  try {
    refusePrivate(host, socket.remoteAddress ?? 'nowhere', reach);
  } catch (error) {
    socket.destroy();
    throw error;
  }
}

function refusePrivate(host: string, address: string, { isPublic = isPublicAddress }: Reach): void {
  if (isPublic(address)) return;
  const where = host === address ? address : `${host} (${address})`;
  throw new RequestError(
    'REQUEST_REFUSED',
    `${where} is no public address, and nothing was sent; \`allowPrivate: true\` lets the task reach it`,
  );
}
