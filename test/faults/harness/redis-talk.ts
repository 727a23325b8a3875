/** Talks to a scenario's redis-server itself, past everything of ours. */
import { Redis } from 'ioredis';
import { script, type ScriptName } from '../../../src/engines/redis/scripts.ts';
import { lasting } from './lasting.ts';
import type { RedisServer } from '../../support/redis-server.ts';

/** What one script's call sends that no other one does: the name of its function. For Proxy.cutOn(). */
export function callOf(name: ScriptName): string {
  return script(name).called;
}

/** What passes when that job is stored. An id of our own is looked for in all queues before. */
export function storing(id: string): readonly string[] {
  return [callOf('enqueue'), id];
}

export async function told<T>(server: RedisServer, tell: (client: Redis) => Promise<T>): Promise<T> {
  const client = await connected(server);
  try {
    return await tell(client);
  } finally {
    client.disconnect();
  }
}

/** A server that has no room at first (R18) refuses this one too. */
async function connected(server: RedisServer): Promise<Redis> {
  for (;;) {
    const client = new Redis(server.url, { lazyConnect: true, maxRetriesPerRequest: null, retryStrategy: () => 50 });
    client.on('error', () => undefined);
    const failed = await client.connect().then(
      () => false,
      () => true,
    );
    if (!failed) return client;
    client.disconnect();
    await lasting(20);
  }
}

/**
 * Ends all connections but the one that says so, five times a second, until `over` resolves.
 * @param between what is waited for between two strikes
 */
export async function killingConnections(
  server: RedisServer,
  over: AbortSignal,
  between = (): Promise<void> => lasting(200),
): Promise<void> {
  await told(server, async (client) => {
    while (!over.aborted) {
      for (const type of ['normal', 'pubsub']) await client.call('CLIENT', 'KILL', 'TYPE', type, 'SKIPME', 'yes');
      await between();
    }
  });
}
