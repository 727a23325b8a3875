/**
 * What is asked of every request before its path or body matter: does it come from where we serve, is it meant
 * for us (DNS rebinding), and did a browser send it on behalf of another site (cross-site request forgery).
 * Forwarding headers are not looked at: a proxy's names belong into `admin.hosts`.
 */
import type { IncomingMessage } from 'node:http';

import { SkepError } from '../foundation/index.ts';
import { type AdminSpec, isGuarded } from '../manifest/index.ts';
import { headerLines } from './headers.ts';
import { canonical, type HostName, isLoopback, parseHost } from './hosts.ts';

/** Where a login by a provider begins. */
export const OIDC_LOGIN = '/api/session/oidc';
/** Where a login ends that a provider has made. */
export const OIDC_CALLBACK = '/api/session/oidc/callback';

/**
 * @returns `followed`: somebody followed a link of another site, so nothing may be answered but what has no data in it and
 * does nothing
 * @throws PEER_DENIED, HOST_DENIED, ORIGIN_DENIED, REQUEST_INVALID
 */
export function guard(request: IncomingMessage, admin: AdminSpec): 'admitted' | 'followed' {
  checkPeer(request, admin);
  const host = checkHost(request, admin);
  checkTarget(request, admin);
  if (isReturn(request, admin) || isOfThisSite(request, host, admin)) return 'admitted';
  if (isFollowed(request)) return 'followed';
  throw originDenied();
}

/** The provider of a login sends the browser back: what it brings is worth nothing without the state that begins here. */
function isReturn({ method, url = '' }: IncomingMessage, { oidc }: AdminSpec): boolean {
  return oidc !== null && method === 'GET' && url.split('?', 1)[0] === OIDC_CALLBACK;
}

/** A whole page in a window of its own, by the browser's own word. */
function isFollowed(request: IncomingMessage): boolean {
  const says = (name: string, value: string): boolean => headerLines(request, name).join() === value;
  return request.method === 'GET' && says('sec-fetch-mode', 'navigate') && says('sec-fetch-dest', 'document');
}

/** The server may have been bound widely under a manifest that declared tokens, and a reload took them away. */
function checkPeer(request: IncomingMessage, admin: AdminSpec): void {
  if (isGuarded(admin) || isLoopback(request.socket.remoteAddress ?? '')) return;
  throw new SkepError('PEER_DENIED', 'without admin.tokens only this machine itself is served', {
    hint: 'declare admin.tokens in the manifest',
  });
}

function checkHost(request: IncomingMessage, admin: AdminSpec): HostName {
  const written = headerLines(request, 'host');
  if (written.length !== 1) throw new SkepError('REQUEST_INVALID', 'the request needs one Host header');
  const host = parseHost(written[0] ?? '');
  if (host && isOurs(host.name, request, admin)) return host;
  throw hostDenied('the Host header names no host that this server answers for');
}

/**
 * `GET http://other.example/ HTTP/1.1`: the target overrules Host (RFC 9112, 3.2.2), so it has to pass too. What is
 * escaped in it must be UTF-8: a lenient reader would keep `%ff`, or put U+FFFD in its place.
 */
function checkTarget(request: IncomingMessage, admin: AdminSpec): void {
  const target = request.url ?? '';
  if (!isDecodable(target)) {
    throw new SkepError('REQUEST_INVALID', 'the request target holds a `%` that is no escaped UTF-8', {
      hint: 'write a plain percent sign as %25',
    });
  }
  if (target.startsWith('/') || (target === '*' && request.method === 'OPTIONS')) return;
  const authority = /^https?:\/\/([^/?#]*)(?:[/?#]|$)/i.exec(target)?.[1];
  if (authority === undefined) throw new SkepError('REQUEST_INVALID', 'the request target is not a path');
  const host = parseHost(authority);
  if (!host || !isOurs(host.name, request, admin)) {
    throw hostDenied('the request target names no host that this server answers for');
  }
}

function isDecodable(target: string): boolean {
  try {
    decodeURIComponent(target);
    return true;
  } catch {
    return false;
  }
}

function isOurs(name: string, request: IncomingMessage, admin: AdminSpec): boolean {
  if (isLoopback(name) || name === canonical(admin.host) || isListed(name, admin)) return true;
  // The address that the connection came in on, as probes of a cluster write it. Rebinding needs a name.
  return name === canonical(request.socket.localAddress ?? '');
}

function isListed(name: string, admin: AdminSpec): boolean {
  return admin.hosts.some((listed) => listedHost(listed).name === name);
}

function listedHost(listed: string): HostName {
  return parseHost(listed) ?? { name: canonical(listed), port: null };
}

function hostDenied(message: string): SkepError {
  return new SkepError('HOST_DENIED', message, { hint: 'list the name under admin.hosts in the manifest' });
}

/**
 * Browsers tell by themselves; programs send none of these headers and pass. All that are there must agree. `Referer`
 * is what browsers send that know neither of the others.
 */
function isOfThisSite(request: IncomingMessage, host: HostName, admin: AdminSpec): boolean {
  const sites = headerLines(request, 'sec-fetch-site');
  if (!sites.every((site) => site === 'same-origin' || site === 'none')) return false;
  const origins = headerLines(request, 'origin');
  const referers = headerLines(request, 'referer').filter((referer) => referer !== '');
  if (!origins.every((origin) => isOurOrigin(origin, host, admin))) return false;
  return referers.every((referer) => isOurOrigin(originOf(referer), host, admin));
}

/** `https://skep.example/jobs?x` → `https://skep.example` */
function originOf(url: string): string {
  return /^https?:\/\/[^/?#]*/i.exec(url)?.[0] ?? '';
}

/**
 * A page of this server: the name and port of Host, or what is listed. A proxy may end TLS before us, so either scheme
 * may stand in front of the same host; the port must be right, for another port is another program's page.
 */
function isOurOrigin(origin: string, host: HostName, admin: AdminSpec): boolean {
  const [, scheme, authority] = /^(https?):\/\/([^/?#@]+)$/i.exec(origin) ?? [];
  const from = parseHost(authority ?? '');
  if (scheme === undefined || !from) return false;
  const standard = scheme.toLowerCase() === 'https' ? '443' : '80';
  const samePort = (port: string | null): boolean => (from.port ?? standard) === (port ?? standard);
  if (from.name === host.name && samePort(host.port)) return true;
  return admin.hosts.map(listedHost).some(({ name, port }) => name === from.name && samePort(port));
}

export function originDenied(): SkepError {
  return new SkepError('ORIGIN_DENIED', 'a browser sent this request for another site', {
    hint: 'call the API from a program, or from a page that this server itself serves; a proxy in front with a name and port of its own is listed under admin.hosts',
  });
}
