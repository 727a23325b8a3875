/**
 * The text of an address → options of ioredis.
 *
 *   redis://user:password@host:6379/0         rediss:// for TLS          unix:/run/redis.sock
 *   redis+sentinel://user:password@sentinel-1:26379,sentinel-2:26379/GROUP/0      rediss+sentinel:// for TLS
 *   redis+cluster://user:password@node-1:7000,node-2:7001                         rediss+cluster:// for TLS
 */
import { readFileSync } from 'node:fs';
import path from 'node:path';

import type { RedisOptions } from 'ioredis';

import { SkepError } from '../../foundation/index.ts';

/** What may be written behind a `?`: numbers, texts, files of TLS. */
const NUMBERS = ['db', 'family', 'protocol'] as const;
const TEXTS = ['servername', 'sentinel-username', 'sentinel-password'] as const;
const FILES = ['ca', 'cert', 'key'] as const;
const FORMS =
  'Write redis://host:6379, rediss://user:password@host, unix:///path.sock, redis+sentinel://host:26379/GROUP or redis+cluster://host:6379.';
const SENTINEL = /^(rediss?)\+sentinel:\/\/(?:([^@/?#]*)@)?([^@/?#]+)\/([^/?#]+)(?:\/([^?#]*))?(\?[^#]*)?$/;
const CLUSTER = /^(rediss?)\+cluster:\/\/(?:([^@/?#]*)@)?([^@/?#]+)\/?(\?[^#]*)?$/;
const SENTINEL_PORT = 26_379;
const SERVER_PORT = 6_379;

export interface Node {
  readonly host: string;
  readonly port: number;
}

/** Options of ioredis; with `nodes` those of every node of a Cluster, of which some are named. */
export interface ServerOptions extends RedisOptions {
  readonly nodes?: readonly Node[];
}

export function invalidAddress(message: string, hint: string): SkepError {
  return new SkepError('REQUEST_INVALID', message, { hint });
}

/** @throws SkepError REQUEST_INVALID for a text that cannot work, without showing its credentials */
export function parseAddress(text: string): ServerOptions {
  if (/^rediss?\+sentinel:/.test(text)) return sentinelGroup(text);
  return /^rediss?\+cluster:/.test(text) ? clusterOf(text) : server(text);
}

function server(text: string): RedisOptions {
  let url: URL;
  try {
    url = new URL(text);
  } catch {
    throw invalidAddress('engine.url is not a URL', FORMS);
  }
  const given = parameters(url.searchParams);
  const options = { ...given.options, ...credentials(url.username, url.password) };
  if (url.protocol === 'unix:') return { ...options, path: decodeURIComponent(url.pathname) };
  if (url.protocol !== 'redis:' && url.protocol !== 'rediss:') {
    throw invalidAddress(`engine.url has the scheme ${url.protocol.slice(0, -1)}`, FORMS);
  }
  const host = url.hostname.replace(/^\[|\]$/g, '') || '127.0.0.1';
  return {
    ...database(url.pathname.slice(1)),
    ...options,
    host,
    port: url.port === '' ? 6379 : Number(url.port),
    ...(url.protocol === 'rediss:' ? { tls: { servername: url.hostname, ...given.tls } } : refuseTls(given.tls)),
  };
}

/** Sentinels, the name of the group that they watch, and the credentials of its servers. */
function sentinelGroup(text: string): RedisOptions {
  const parts = SENTINEL.exec(text);
  if (!parts) throw invalidAddress('engine.url is not the URL of a Sentinel group', FORMS);
  const [, scheme, userinfo = '', hosts = '', name = '', db = '', query = ''] = parts;
  const given = parameters(new URLSearchParams(query));
  return {
    ...database(db),
    ...given.options,
    ...userOf(userinfo),
    name: decodeURIComponent(name),
    sentinels: hosts.split(',').map((host) => nodeOf(host, SENTINEL_PORT)),
    ...(scheme === 'rediss'
      ? { tls: given.tls, sentinelTLS: given.tls, enableTLSForSentinelMode: true }
      : refuseTls(given.tls)),
  };
}

/** Some nodes of a Cluster, which name the others, and the credentials of all. */
function clusterOf(text: string): ServerOptions {
  const parts = CLUSTER.exec(text);
  if (!parts) throw invalidAddress('engine.url is not the URL of a Cluster', FORMS);
  const [, scheme, userinfo = '', hosts = '', query = ''] = parts;
  const given = parameters(new URLSearchParams(query));
  if (given.options.db) throw invalidAddress('engine.url names a database; a Cluster has one only', 'Leave out db.');
  return {
    ...given.options,
    ...userOf(userinfo),
    nodes: hosts.split(',').map((host) => nodeOf(host, SERVER_PORT)),
    ...(scheme === 'rediss' ? { tls: given.tls } : refuseTls(given.tls)),
  };
}

function userOf(userinfo: string): RedisOptions {
  const colon = userinfo.indexOf(':');
  return credentials(colon < 0 ? userinfo : userinfo.slice(0, colon), colon < 0 ? '' : userinfo.slice(colon + 1));
}

function nodeOf(text: string, defaultPort: number): Node {
  const parts = /^(\[[^\]]+\]|[^:[\]]+)(?::(\d{1,5}))?$/.exec(text);
  if (!parts) throw invalidAddress('engine.url names a node that is not HOST or HOST:PORT', FORMS);
  const [, host = '', port] = parts;
  return { host: host.replace(/^\[|\]$/g, ''), port: port === undefined ? defaultPort : Number(port) };
}

function credentials(username: string, password: string): RedisOptions {
  return {
    ...(username === '' ? {} : { username: decodeURIComponent(username) }),
    ...(password === '' ? {} : { password: decodeURIComponent(password) }),
  };
}

function database(text: string): RedisOptions {
  if (text === '') return {};
  if (!/^\d{1,5}$/.test(text)) {
    throw invalidAddress('engine.url names a database that is no number', 'Write redis://host:6379/0.');
  }
  return { db: Number(text) };
}

interface Parameters {
  readonly options: RedisOptions;
  readonly tls: Readonly<Record<string, string>>;
}

function parameters(query: URLSearchParams): Parameters {
  const options: Record<string, number | string> = {};
  const tls: Record<string, string> = {};
  for (const [name, value] of query) {
    if (isOne(NUMBERS, name) && /^\d{1,5}$/.test(value)) options[name] = Number(value);
    else if (isOne(FILES, name)) tls[name] = fileOf(name, value);
    else if (name === 'servername') tls[name] = value;
    else if (name === 'sentinel-username') options['sentinelUsername'] = value;
    else if (name === 'sentinel-password') options['sentinelPassword'] = value;
    else {
      const known = [...NUMBERS, ...TEXTS, ...FILES].join(', ');
      throw invalidAddress(`engine.url has the parameter ${name}, which cannot be used`, `Known: ${known}.`);
    }
  }
  const { protocol } = options;
  if (protocol !== undefined && protocol !== 2 && protocol !== 3) {
    throw invalidAddress('engine.url has a protocol that does not exist', 'Write protocol=2 or protocol=3.');
  }
  return { options, tls };
}

function isOne(names: readonly string[], name: string): boolean {
  return names.includes(name);
}

/** PEM of a file: as text it can go to the lease thread too. */
function fileOf(name: string, file: string): string {
  if (!path.isAbsolute(file)) {
    throw invalidAddress(`engine.url gives ${name} as a relative path`, 'Write the absolute path of a PEM file.');
  }
  try {
    return readFileSync(file, 'utf8');
  } catch (error) {
    const { code = '' } = error as NodeJS.ErrnoException;
    throw invalidAddress(`engine.url names a file for ${name} that cannot be read (${code})`, 'Is the path right?');
  }
}

function refuseTls(tls: Parameters['tls']): RedisOptions {
  const [name] = Object.keys(tls);
  if (name === undefined) return {};
  throw invalidAddress(`engine.url has the parameter ${name}, but its scheme is not TLS`, 'Write rediss://…');
}
