/** The parts of an address (core/redis-address.ts) → options of ioredis. */
import { readFileSync, statSync } from 'node:fs';
import { isIP } from 'node:net';

import type { RedisOptions } from 'ioredis';

import { addressFlaw, parseRedisAddress, type RedisAddress, type RedisNode } from '../../core/index.ts';
import { flawOfKind, SkepError } from '../../foundation/index.ts';

export type { RedisNode as Node } from '../../core/index.ts';

/** Options of ioredis; with `nodes` those of every node of a Cluster, of which some are named. */
export interface ServerOptions extends RedisOptions {
  readonly nodes?: readonly RedisNode[];
}

/** @throws SkepError REQUEST_INVALID for a text that cannot work, without showing its credentials */
export function parseAddress(text: string): ServerOptions {
  const address = parseRedisAddress(text);
  return { ...shared(address), ...PLACES[address.kind](address, tlsOf(address)) };
}

/** PEM texts and the name that the certificate must hold. */
type Tls = Readonly<Record<string, string>>;

const PLACES: Readonly<Record<RedisAddress['kind'], (address: RedisAddress, tls: Tls) => ServerOptions>> = {
  unix: ({ path }) => ({ path }),
  server: ({ nodes: [node], tls: secure }, tls) => ({
    ...node,
    ...(secure ? { tls: { ...serverNameOf(node), ...tls } } : {}),
  }),
  sentinel: ({ nodes, group, tls: secure }, tls) => ({
    name: group,
    sentinels: [...nodes],
    ...(secure ? { tls, sentinelTLS: tls, enableTLSForSentinelMode: true } : {}),
  }),
  cluster: ({ nodes, tls: secure }, tls) => ({ nodes, ...(secure ? { tls } : {}) }),
};

/** A TLS server name is never an IP address (RFC 6066, section 3); the certificate is held against the address anyway. */
function serverNameOf(node: RedisNode | undefined): Tls {
  return node === undefined || isIP(node.host) !== 0 ? {} : { servername: node.host };
}

function shared({ username, password, parameters }: RedisAddress): RedisOptions {
  const { db, family, protocol } = parameters;
  const { 'sentinel-username': sentinelUsername, 'sentinel-password': sentinelPassword } = parameters;
  return {
    ...(username === '' ? {} : { username }),
    ...(password === '' ? {} : { password }),
    ...(db === undefined ? {} : { db }),
    ...(family === undefined ? {} : { family }),
    ...(protocol === 2 || protocol === 3 ? { protocol } : {}),
    ...(sentinelUsername === undefined ? {} : { sentinelUsername }),
    ...(sentinelPassword === undefined ? {} : { sentinelPassword }),
  };
}

function tlsOf({ parameters: { ca, cert, key, servername } }: RedisAddress): Tls {
  const files = Object.entries({ ca, cert, key }).filter((entry): entry is [string, string] => entry[1] !== undefined);
  return {
    ...Object.fromEntries(files.map(([name, file]) => [name, pemOf(name, file)])),
    ...(servername === undefined ? {} : { servername }),
  };
}

/** As text it can go to the lease thread too. */
function pemOf(name: string, file: string): string {
  try {
    const flaw = flawOfKind(statSync(file));
    if (flaw === undefined) return readFileSync(file, 'utf8');
    throw addressFlaw(`names a file for ${name} that cannot be read: ${flaw}`, 'Name a file that holds it as PEM.');
  } catch (error) {
    if (error instanceof SkepError) throw error;
    const { code = '' } = error as NodeJS.ErrnoException;
    throw addressFlaw(`names a file for ${name} that cannot be read (${code})`, 'Is the path right?');
  }
}
