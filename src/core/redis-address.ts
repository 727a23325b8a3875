/**
 * The text of an address → its parts. `skep check` and the Redis engine read it by this one grammar, so that a manifest
 * that passes the check is not refused later.
 *
 *   redis://user:password@host:6379/0         rediss:// for TLS          unix:/run/redis.sock
 *   redis+sentinel://user:password@sentinel-1:26379,sentinel-2:26379/GROUP/0      rediss+sentinel:// for TLS
 *   redis+cluster://user:password@node-1:7000,node-2:7001                         rediss+cluster:// for TLS
 *
 * Not `URL`: it takes a list of nodes for no host, and an unencoded `#`, `/` or `?` of a password for the end of the host.
 */
import { domainToASCII } from 'node:url';
import { SkepError } from '../foundation/index.ts';

export interface RedisNode {
  readonly host: string;
  readonly port: number;
}

export interface RedisAddress {
  readonly kind: 'server' | 'sentinel' | 'cluster' | 'unix';
  readonly tls: boolean;
  /** Decoded; '' for none. */
  readonly username: string;
  readonly password: string;
  /** One for a server, none for a socket. */
  readonly nodes: readonly RedisNode[];
  /** Of a unix socket. */
  readonly path: string;
  /** Of Sentinels. */
  readonly group: string;
  readonly parameters: RedisParameters;
}

/** What stands behind the `?`, and the database, wherever it stands. */
export interface RedisParameters {
  readonly db?: number;
  readonly family?: number;
  readonly protocol?: number;
  readonly servername?: string;
  readonly 'sentinel-username'?: string;
  readonly 'sentinel-password'?: string;
  /** Absolute paths of PEM files. */
  readonly ca?: string;
  readonly cert?: string;
  readonly key?: string;
}

const FORMS =
  'Write redis://host:6379, rediss://user:password@host, unix:///path.sock, redis+sentinel://host:26379/GROUP or redis+cluster://host:6379.';
const ENCODE = 'In a user, password or value write % as %25, @ as %40, : as %3A, / as %2F, ? as %3F and # as %23.';
const DEFAULT_PORT = { sentinel: 26_379, server: 6_379, cluster: 6_379 } as const;
const TLS_FILES = ['ca', 'cert', 'key'] as const;

/** Each parameter, and what its value must look like. */
const PARAMETERS: Readonly<Record<keyof RedisParameters, { readonly form: RegExp; readonly wants: string }>> = {
  db: { form: /^\d{1,5}$/, wants: 'a number from 0 on' },
  family: { form: /^[46]$/, wants: '4 or 6' },
  protocol: { form: /^[23]$/, wants: '2 or 3' },
  servername: { form: /^[\w.:-]{1,255}$/, wants: 'a host name' },
  'sentinel-username': { form: /^[^\0]{1,1000}$/u, wants: 'a text' },
  'sentinel-password': { form: /^[^\0]{1,1000}$/u, wants: 'a text' },
  ca: { form: /^\/./, wants: 'the absolute path of a PEM file' },
  cert: { form: /^\/./, wants: 'the absolute path of a PEM file' },
  key: { form: /^\/./, wants: 'the absolute path of a PEM file' },
};

/** @returns an error that shows nothing of the address but what is named here, for passwords may stand anywhere in it */
export function addressFlaw(message: string, hint: string): SkepError {
  return new SkepError('REQUEST_INVALID', `engine.url ${message}`, { hint });
}

/** @throws SkepError REQUEST_INVALID for a text that cannot be an address, without showing its credentials */
export function parseRedisAddress(text: string): RedisAddress {
  if (text.includes('#')) throw addressFlaw('holds a #, which ends an address', ENCODE);
  const scheme = text.slice(0, Math.max(0, text.indexOf(':')));
  const [, secure = '', kind = 'server'] = /^(rediss?)(?:\+(sentinel|cluster))?$/.exec(scheme) ?? [];
  const question = text.indexOf('?');
  const query = question < 0 ? '' : text.slice(question + 1);
  const front = (question < 0 ? text : text.slice(0, question)).slice(scheme.length + 1);
  if (scheme === 'unix') return socket(front, query);
  if (secure === '') throw addressFlaw('has a scheme that is not known', FORMS);
  if (!front.startsWith('//')) throw addressFlaw('is no address', FORMS);
  return remote(kind as Exclude<RedisAddress['kind'], 'unix'>, secure === 'rediss', front.slice(2), query);
}

function remote(kind: Exclude<RedisAddress['kind'], 'unix'>, tls: boolean, text: string, query: string): RedisAddress {
  const slash = text.indexOf('/');
  const authority = slash < 0 ? text : text.slice(0, slash);
  const below = slash < 0 ? [] : text.slice(slash + 1).split('/');
  if (below.some((part) => part.includes('@')) || (query.includes('@') && !authority.includes('@'))) {
    throw addressFlaw('holds a / or ? before its @', ENCODE);
  }
  const at = authority.lastIndexOf('@');
  const nodes = authority
    .slice(at + 1)
    .split(',')
    .map((node) => nodeOf(node, DEFAULT_PORT[kind]));
  if (kind === 'server' && nodes.length > 1) throw addressFlaw('names several servers', FORMS);
  const group = kind === 'sentinel' ? decoded(below.shift() ?? '') : '';
  if (kind === 'sentinel' && group === '') throw addressFlaw('does not name the group that the Sentinels watch', FORMS);
  const parameters = { ...parametersOf(query), ...databaseOf(below) };
  checkParameters(kind, tls, parameters);
  return { kind, tls, ...credentials(authority.slice(0, Math.max(0, at))), nodes, path: '', group, parameters };
}

function socket(text: string, query: string): RedisAddress {
  const bare = text.startsWith('//') ? text.slice(2) : text;
  const slash = bare.indexOf('/');
  const userinfo = bare.slice(0, Math.max(0, slash));
  if (slash < 0 || (userinfo !== '' && !userinfo.endsWith('@'))) {
    throw addressFlaw('names no absolute path of a socket', 'Write unix:/run/redis.sock.');
  }
  const parameters = parametersOf(query);
  checkParameters('unix', false, parameters);
  const path = decoded(bare.slice(slash));
  return { kind: 'unix', tls: false, ...credentials(userinfo.slice(0, -1)), nodes: [], path, group: '', parameters };
}

function nodeOf(text: string, defaultPort: number): RedisNode {
  const [, host = '', port] = /^(\[[\da-f:.]{2,45}\]|[^:[\]]{1,255})(?::(\d{1,5}))?$/i.exec(text) ?? [];
  if (host === '' || (!host.startsWith('[') && domainToASCII(host) === '')) {
    throw addressFlaw('names no host, or one that is not HOST or HOST:PORT', FORMS);
  }
  const number = port === undefined ? defaultPort : Number(port);
  if (number < 1 || number > 65_535) throw addressFlaw('names a port that does not exist', 'Ports are 1 to 65535.');
  return { host: host.replace(/^\[|\]$/g, ''), port: number };
}

function databaseOf(below: readonly string[]): Pick<RedisParameters, 'db'> {
  const [db = '', ...more] = below;
  if (db === '' && more.length === 0) return {};
  if (more.length === 0 && PARAMETERS.db.form.test(db)) return { db: Number(db) };
  throw addressFlaw('names a database that is no number', 'Write redis://host:6379/0.');
}

function parametersOf(query: string): RedisParameters {
  // eslint-disable-next-line no-restricted-syntax -- only names of PARAMETERS are put in
  const given: Record<string, string | number> = {};
  for (const pair of query === '' ? [] : query.split('&')) {
    const equals = pair.indexOf('=');
    const name = pair.slice(0, Math.max(0, equals));
    if (!Object.hasOwn(PARAMETERS, name)) {
      const shown = /^[a-z-]{1,30}$/.test(name)
        ? `the parameter ${name}, which cannot be used`
        : 'a parameter that is not known';
      throw addressFlaw(`has ${shown}`, `Known: ${Object.keys(PARAMETERS).join(', ')}. ${ENCODE}`);
    }
    const { form, wants } = PARAMETERS[name as keyof RedisParameters];
    const value = decoded(pair.slice(equals + 1).replaceAll('+', ' '));
    if (!form.test(value)) throw addressFlaw(`has a ${name} that is not ${wants}`, `Write ${name}=… with ${wants}.`);
    given[name] = ['db', 'family', 'protocol'].includes(name) ? Number(value) : value;
  }
  return given;
}

function checkParameters(kind: RedisAddress['kind'], tls: boolean, parameters: RedisParameters): void {
  if (kind === 'cluster' && parameters.db)
    throw addressFlaw('names a database; a Cluster has one only', 'Leave it out.');
  const idle = [...TLS_FILES, 'servername' as const].find((name) => name in parameters);
  if (!tls && idle !== undefined) {
    throw addressFlaw(`has the parameter ${idle}, but its scheme is not TLS`, 'Write rediss://…');
  }
}

function credentials(userinfo: string): Pick<RedisAddress, 'username' | 'password'> {
  const colon = userinfo.indexOf(':');
  if (colon < 0) return { username: decoded(userinfo), password: '' };
  return { username: decoded(userinfo.slice(0, colon)), password: decoded(userinfo.slice(colon + 1)) };
}

function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    throw addressFlaw('holds a % that is not followed by two hexadecimal digits of UTF-8', ENCODE);
  }
}
