/** Where Redis is and how each kind of connection behaves. */
import { randomInt } from 'node:crypto';

import type { RedisOptions } from 'ioredis';

import { SkepError } from '../../foundation/index.ts';

/** A URL (redis:// rediss:// unix://) or options of ioredis (Sentinel, TLS material, and so on). */
export type RedisTarget = string | RedisOptions;

/**
 * worker: the loops; its commands wait through any outage. producer: calls of people and programs, that fail
 * soon. subscriber: signals. lease: renewal, in a thread of its own.
 */
export type ConnectionRole = 'worker' | 'producer' | 'subscriber' | 'lease';

/** Keeps a dead peer from being waited for: a half-open connection is given up and made anew (B28). */
const WORKER_SOCKET_TIMEOUT_MS = 30_000;
const PRODUCER_SOCKET_TIMEOUT_MS = 10_000;
const KEEP_ALIVE_MS = 10_000;
const CONNECT_TIMEOUT_MS = 10_000;
const RETRY_FIRST_MS = 50;
const RETRY_MAX_MS = 2_000;
/** A producer's command is given up after this many failed connects: about a second. */
const PRODUCER_RETRIES = 3;

/** What may be written behind a `?` of the URL. */
const URL_PARAMETERS = new Set(['db', 'family', 'protocol']);
/** Options of ioredis that cannot be had: what each would break. */
const REFUSED: Readonly<Record<string, string>> = {
  keyPrefix: 'it changes keys but not channels; use engine.prefix',
  commandTimeout: 'it gives up on commands that Redis still executes',
  blockingTimeout: 'it gives up on commands that Redis still executes',
  replyMapping: 'the scripts read replies in one form',
  stringNumbers: 'the scripts read replies in one form',
};

/**
 * Options of ioredis for a role. retryStrategy always gives a number: a client never ends by itself (B49).
 * Jitter, so that a fleet does not return in one instant.
 * @throws SkepError REQUEST_INVALID for a target that cannot work, without showing its credentials
 */
export function connectionOptions(target: RedisTarget, role: ConnectionRole): RedisOptions {
  return {
    ...(typeof target === 'string' ? parseTarget(target) : checked(target)),
    ...durable(role),
  };
}

/** Only what survives structuredClone may go to the thread; the rest is added there again. */
function durable(role: ConnectionRole): RedisOptions {
  const producer = role === 'producer';
  return {
    lazyConnect: true,
    connectionName: `skep-${role}`,
    disableClientInfo: true,
    maxRetriesPerRequest: producer ? PRODUCER_RETRIES : null,
    socketTimeout: producer ? PRODUCER_SOCKET_TIMEOUT_MS : WORKER_SOCKET_TIMEOUT_MS,
    keepAlive: KEEP_ALIVE_MS,
    connectTimeout: CONNECT_TIMEOUT_MS,
    maxLoadingRetryTime: RETRY_MAX_MS,
    enableReadyCheck: true,
    enableOfflineQueue: true,
    retryStrategy: (times) => retryDelay(times),
    // After a failover the old primary says READONLY: connect again, which asks Sentinel, and send again.
    reconnectOnError: (error) => (error.message.startsWith('READONLY') ? 2 : false),
  };
}

/** Milliseconds before connect attempt `times` + 1: doubling from 50 ms to 2 s, the upper half of it random. */
export function retryDelay(times: number): number {
  const ceiling = Math.min(RETRY_FIRST_MS * 2 ** Math.min(times, 10), RETRY_MAX_MS);
  return randomInt(Math.ceil(ceiling / 2), ceiling + 1);
}

function invalid(message: string, hint: string): SkepError {
  return new SkepError('REQUEST_INVALID', message, { hint });
}

function checked(options: RedisOptions): RedisOptions {
  for (const [name, why] of Object.entries(REFUSED)) {
    if (name in options) throw invalid(`The Redis option ${name} cannot be used: ${why}`, `Remove ${name}.`);
  }
  return options;
}

function parseTarget(text: string): RedisOptions {
  let url: URL;
  try {
    url = new URL(text);
  } catch {
    throw invalid(
      'engine.url is not a URL',
      'Write redis://host:6379, rediss://user:password@host or unix:///path.sock.',
    );
  }
  const options = { ...parameters(url), ...credentials(url) };
  if (url.protocol === 'unix:') return { ...options, path: decodeURIComponent(url.pathname) };
  if (url.protocol !== 'redis:' && url.protocol !== 'rediss:') {
    throw invalid(
      `engine.url has the scheme ${url.protocol.slice(0, -1)}`,
      'Use redis://, rediss:// (TLS) or unix://.',
    );
  }
  return {
    ...database(url),
    ...options,
    host: url.hostname.replace(/^\[|\]$/g, '') || '127.0.0.1',
    port: url.port === '' ? 6379 : Number(url.port),
    ...(url.protocol === 'rediss:' ? { tls: { servername: url.hostname } } : {}),
  };
}

function credentials(url: URL): RedisOptions {
  return {
    ...(url.username === '' ? {} : { username: decodeURIComponent(url.username) }),
    ...(url.password === '' ? {} : { password: decodeURIComponent(url.password) }),
  };
}

function database(url: URL): RedisOptions {
  const path = url.pathname.replace(/^\//, '');
  if (path === '') return {};
  if (!/^\d{1,5}$/.test(path)) {
    throw invalid('engine.url names a database that is no number', 'Write redis://host:6379/0.');
  }
  return { db: Number(path) };
}

function parameters(url: URL): RedisOptions {
  const options: Record<string, number> = {};
  for (const [name, value] of url.searchParams) {
    if (!URL_PARAMETERS.has(name) || !/^\d{1,5}$/.test(value)) {
      throw invalid(
        `engine.url has the parameter ${name}, which cannot be used`,
        `Known: ${[...URL_PARAMETERS].join(', ')}.`,
      );
    }
    options[name] = Number(value);
  }
  if (options['protocol'] !== undefined && options['protocol'] !== 2 && options['protocol'] !== 3) {
    throw invalid('engine.url has a protocol that does not exist', 'Write protocol=2 or protocol=3.');
  }
  return options;
}

/** The server as a person may read it: no user, no password. */
export function describeServer(options: RedisOptions): string {
  if (options.sentinels) return `Sentinel group ${options.name ?? '?'}`;
  if (options.path !== undefined) return options.path;
  return `${options.host ?? '127.0.0.1'}:${options.port ?? 6379}${options.db ? `/${options.db}` : ''}`;
}
