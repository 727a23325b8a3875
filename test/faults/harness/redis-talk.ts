/** Talks to a scenario's redis-server itself, past everything of ours. */
import { Redis } from 'ioredis';
import type { RedisServer } from '../../support/redis-server.ts';

export async function told<T>(server: RedisServer, tell: (client: Redis) => Promise<T>): Promise<T> {
  const client = new Redis(server.url, { lazyConnect: true, maxRetriesPerRequest: null, retryStrategy: () => 50 });
  client.on('error', () => undefined);
  try {
    await client.connect();
    return await tell(client);
  } finally {
    client.disconnect();
  }
}

/** Ends all connections but the one that says so, five times a second, until `over` resolves. */
export async function killingConnections(server: RedisServer, over: AbortSignal): Promise<void> {
  await told(server, async (client) => {
    while (!over.aborted) {
      for (const type of ['normal', 'pubsub']) await client.call('CLIENT', 'KILL', 'TYPE', type, 'SKIPME', 'yes');
      await new Promise((resolve) => setTimeout(resolve, 200));
    }
  });
}
