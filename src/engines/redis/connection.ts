/** Where Redis is and how each kind of connection behaves. */
import { randomInt } from 'node:crypto';

import type { ClusterOptions, RedisOptions } from 'ioredis';

import { type Node, parseAddress, type ServerOptions } from './address.ts';
import { parseRedisAddress } from '../../core/index.ts';
import { SkepError } from '../../foundation/index.ts';
import { ClusterClient, RedisClient, type StoreClient } from './client.ts';

/** A URL (address.ts) or options of ioredis, with `nodes` for a Cluster. */
export type RedisTarget = string | ServerOptions;

/**
 * worker: the loops; its commands wait through any outage. producer: calls of people and programs, that fail
 * soon. subscriber: signals. lease: renewal, in a thread of its own.
 */
export type ConnectionRole = 'worker' | 'producer' | 'subscriber' | 'lease';

/** Keeps a dead peer from being waited for: a half-open connection is given up and made anew (B28). */
const WORKER_SOCKET_TIMEOUT_MS = 30_000;
/** Short enough that a call whose connection is dead gets a second one within PRODUCER_SILENCE_MS. */
const PRODUCER_SOCKET_TIMEOUT_MS = 4_000;
/** A producer's calls fail when Redis has answered none for so long (silence.ts). */
export const PRODUCER_SILENCE_MS = 10_000;
const KEEP_ALIVE_MS = 10_000;
const CONNECT_TIMEOUT_MS = 10_000;
const RETRY_FIRST_MS = 50;
const RETRY_MAX_MS = 2_000;
const PRODUCER_RETRY_MAX_MS = 500;
/** A producer's command is given up after this many failed connects: two seconds at most. */
const PRODUCER_RETRIES = 3;
/** On a Cluster: how often a command is sent to another node, or again, 100 ms apart. */
const PRODUCER_REDIRECTIONS = 16;
const WORKER_REDIRECTIONS = 8;
const SLOTS_REFRESH_MS = 2_000;

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
export function connectionOptions(target: RedisTarget, role: ConnectionRole): ServerOptions {
  return {
    ...(typeof target === 'string' ? parseAddress(target) : checked(target)),
    ...durable(role),
  };
}

/** A client that is not connected yet. */
export function newClient(target: RedisTarget, role: ConnectionRole): StoreClient {
  const { nodes, ...options } = connectionOptions(target, role);
  if (!nodes) return new RedisClient(options);
  return role === 'subscriber' ? roaming(nodes, options) : clusterClient(nodes, options, role);
}

/**
 * What is published goes to every node, so one connection to any of them hears it all. When that node is away, the
 * next is tried.
 */
function roaming(nodes: readonly Node[], options: RedisOptions): RedisClient {
  let turn = randomInt(nodes.length);
  const client: RedisClient = new RedisClient({
    ...options,
    ...nodes[turn],
    retryStrategy: (times) => {
      turn = (turn + 1) % nodes.length;
      Object.assign(client.options, nodes[turn]);
      return retryDelay(times);
    },
  });
  return client;
}

/**
 * Nodes come and go, and their connections with them (ioredis asks the others where the slots are). Commands are sent
 * again for about a second; then the loops try anew, and calls of people fail.
 */
function clusterClient(nodes: readonly Node[], options: RedisOptions, role: ConnectionRole): ClusterClient {
  const terms: ClusterOptions = {
    lazyConnect: true,
    enableReadyCheck: true,
    slotsRefreshTimeout: SLOTS_REFRESH_MS,
    maxRedirections: role === 'producer' ? PRODUCER_REDIRECTIONS : WORKER_REDIRECTIONS,
    // As they are: a certificate holds names, not addresses.
    dnsLookup: (host, callback) => {
      callback(null, host);
    },
    clusterRetryStrategy: (times) => {
      if (role === 'producer' && times >= PRODUCER_RETRIES) giveUpQueued(client);
      return retryDelay(times);
    },
    redisOptions: { ...options, reconnectOnError: null },
  };
  const client: ClusterClient = new ClusterClient([...nodes], terms);
  return client;
}

/** ioredis keeps commands while no node answers, for ever; it has this for its own end only. */
function giveUpQueued(client: ClusterClient): void {
  (client as unknown as { flushQueue(error: Error): void }).flushQueue(
    new Error('max retries per request: no node answers'),
  );
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
    connectTimeout: producer ? PRODUCER_SOCKET_TIMEOUT_MS : CONNECT_TIMEOUT_MS,
    maxLoadingRetryTime: RETRY_MAX_MS,
    enableReadyCheck: true,
    enableOfflineQueue: true,
    retryStrategy: (times) => retryDelay(times, producer ? PRODUCER_RETRY_MAX_MS : RETRY_MAX_MS),
    // After a failover the old primary says READONLY: connect again, which asks Sentinel. The command itself fails:
    // sent again by the client it would go round for as long as the server is a replica, and its caller would wait.
    reconnectOnError: (error) => (error.message.startsWith('READONLY') ? 1 : false),
  };
}

/** Milliseconds before connect attempt `times` + 1: doubling from 50 ms to `maxMs`, the upper half of it random. */
export function retryDelay(times: number, maxMs = RETRY_MAX_MS): number {
  const ceiling = Math.min(RETRY_FIRST_MS * 2 ** Math.min(times, 10), maxMs);
  return randomInt(Math.ceil(ceiling / 2), ceiling + 1);
}

function checked(options: ServerOptions): ServerOptions {
  for (const [name, why] of Object.entries(REFUSED)) {
    if (name in options)
      throw new SkepError('REQUEST_INVALID', `The Redis option ${name} cannot be used: ${why}`, {
        hint: `Remove ${name}.`,
      });
  }
  return options;
}

/** @returns the number of its database */
export function databaseOf(target: RedisTarget): number {
  return (typeof target === 'string' ? parseRedisAddress(target).parameters.db : target.db) ?? 0;
}

/** The server as a person may read it: no user, no password. */
export function describeServer(options: ServerOptions): string {
  if (options.nodes) return `Cluster ${options.nodes.map(({ host, port }) => `${host}:${port}`).join(',')}`;
  if (options.sentinels) return `Sentinel group ${options.name ?? '?'}`;
  if (options.path !== undefined) return options.path;
  return `${options.host ?? '127.0.0.1'}:${options.port ?? 6379}${options.db ? `/${options.db}` : ''}`;
}
