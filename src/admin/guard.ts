/**
 * What is asked of every request before its path or body matter: does it come from where we serve, is it meant
 * for us (DNS rebinding), and did a browser send it on behalf of another site (cross-site request forgery).
 * Forwarding headers are not looked at: a proxy's names belong into `admin.hosts`.
 */
import type { IncomingMessage } from 'node:http';

import { SkepError } from '../foundation/index.ts';
import type { AdminSpec } from '../manifest/index.ts';
import { canonical, type HostName, isLoopback, parseHost } from './hosts.ts';

/** @throws PEER_DENIED, HOST_DENIED, ORIGIN_DENIED, REQUEST_INVALID */
export function guard(request: IncomingMessage, admin: AdminSpec): void {
  checkPeer(request, admin);
  const host = checkHost(request, admin);
  checkTarget(request, admin);
  checkSite(request, host, admin);
}

/** The server may have been bound widely under a manifest that declared tokens, and a reload took them away. */
function checkPeer(request: IncomingMessage, admin: AdminSpec): void {
  if (admin.tokens.length > 0 || isLoopback(request.socket.remoteAddress ?? '')) return;
  throw new SkepError('PEER_DENIED', 'without admin.tokens only this machine itself is served', {
    hint: 'declare admin.tokens in the manifest',
  });
}

function checkHost(request: IncomingMessage, admin: AdminSpec): HostName {
  const written = request.headersDistinct['host'] ?? [];
  const host = written.length === 1 ? parseHost(written[0] ?? '') : undefined;
  if (host && isOurs(host.name, request, admin)) return host;
  throw hostDenied('the Host header names no host that this server answers for');
}

/** `GET http://other.example/ HTTP/1.1`: the target overrules Host (RFC 9112, 3.2.2), so it has to pass too. */
function checkTarget(request: IncomingMessage, admin: AdminSpec): void {
  const target = request.url ?? '';
  if (target.startsWith('/') || (target === '*' && request.method === 'OPTIONS')) return;
  const authority = /^https?:\/\/([^/?#]*)(?:[/?#]|$)/i.exec(target)?.[1];
  if (authority === undefined) throw new SkepError('REQUEST_INVALID', 'the request target is not a path');
  const host = parseHost(authority);
  if (!host || !isOurs(host.name, request, admin)) {
    throw hostDenied('the request target names no host that this server answers for');
  }
}

function isOurs(name: string, request: IncomingMessage, admin: AdminSpec): boolean {
  if (isLoopback(name) || name === canonical(admin.host) || isListed(name, admin)) return true;
  // The address that the connection came in on, as probes of a cluster write it. Rebinding needs a name.
  return name === canonical(request.socket.localAddress ?? '');
}

function isListed(name: string, admin: AdminSpec): boolean {
  return admin.hosts.some((listed) => parseHost(listed)?.name === name || canonical(listed) === name);
}

function hostDenied(message: string): SkepError {
  return new SkepError('HOST_DENIED', message, { hint: 'list the name under admin.hosts in the manifest' });
}

/** Browsers tell by themselves; programs send neither header and pass. Two answers must agree to be let in. */
function checkSite(request: IncomingMessage, host: HostName, admin: AdminSpec): void {
  const site = request.headers['sec-fetch-site'];
  if (site !== undefined && site !== 'same-origin' && site !== 'none') throw originDenied();
  const origins = request.headersDistinct['origin'] ?? [];
  if (!origins.every((origin) => isSameOrigin(origin, host, admin))) throw originDenied();
}

function isSameOrigin(origin: string, host: HostName, admin: AdminSpec): boolean {
  const [, scheme, authority] = /^(https?):\/\/([^/?#@]+)$/i.exec(origin) ?? [];
  const from = parseHost(authority ?? '');
  if (scheme === undefined || !from) return false;
  if (isListed(from.name, admin)) return true;
  // A proxy may end TLS before us, so either scheme may stand in front of the same host.
  const standard = scheme.toLowerCase() === 'https' ? '443' : '80';
  return from.name === host.name && (from.port ?? standard) === (host.port ?? standard);
}

function originDenied(): SkepError {
  return new SkepError('ORIGIN_DENIED', 'a browser sent this request for another site', {
    hint: 'call the API from a program, or from a page that this server itself serves',
  });
}
