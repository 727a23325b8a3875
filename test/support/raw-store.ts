/** All that a store holds, byte by byte: what a thief of the file or of a dump would read. */
import { readdir, readFile } from 'node:fs/promises';
import path from 'node:path';

import { newClient } from '../../src/engines/redis/connection.ts';
import type { Project } from './project.ts';

export async function rawStore({ address }: Project): Promise<string> {
  return address['url'] === undefined
    ? ofFiles(address['path'] ?? '')
    : ofRedis(address['url'], address['prefix'] ?? '');
}

/** The database with its log. */
async function ofFiles(file: string): Promise<string> {
  const names = (await readdir(path.dirname(file))).filter((name) => name.startsWith(path.basename(file)));
  const texts = await Promise.all(names.map((name) => readFile(path.join(path.dirname(file), name), 'latin1')));
  return texts.join('\n');
}

async function ofRedis(url: string, prefix: string): Promise<string> {
  const client = newClient(url, 'producer');
  try {
    await client.connect();
    const keys = await client.keys(`*${prefix}*`);
    const values = await Promise.all(keys.map((key) => readable(client, key)));
    return [...keys, ...values].join('\n');
  } finally {
    client.disconnect();
  }
}

/** DUMP would compress it. */
async function readable(client: ReturnType<typeof newClient>, key: string): Promise<string> {
  const READ: Readonly<Record<string, readonly string[]>> = {
    string: ['GET', key],
    hash: ['HGETALL', key],
    set: ['SMEMBERS', key],
    zset: ['ZRANGE', key, '0', '-1'],
    list: ['LRANGE', key, '0', '-1'],
    stream: ['XRANGE', key, '-', '+'],
  };
  const [command = 'GET', ...args] = READ[await client.type(key)] ?? ['GET', key];
  return JSON.stringify(await client.call(command, ...args));
}
