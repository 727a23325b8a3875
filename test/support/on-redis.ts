/** Asks a Redis what no part of Skep asks: a connection of its own, closed however it ends. */
import { Redis } from 'ioredis';

/**
 * A client that a failing test leaves open asks for a server that is gone for ever, and its mocha never ends.
 * @param url of the server
 * @returns what `ask` gives
 * @throws what `ask` throws, and where nobody listens
 */
export async function onRedis<T>(url: string | undefined, ask: (client: Redis) => Promise<T>): Promise<T> {
  const client = new Redis(url ?? '', { lazyConnect: true, retryStrategy: null });
  client.on('error', () => undefined);
  try {
    await client.connect();
    return await ask(client);
  } finally {
    client.disconnect();
  }
}
