/** A primary, a replica and a Sentinel that watches them: the smallest group that fails over. */
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { Redis } from 'ioredis';
import { onRedis } from './on-redis.ts';
import { findRedisServer, freePort, RedisServer, type RedisServerOptions } from './redis-server.ts';
import { waitFor } from './wait-for.ts';

const NAME = 'group';
const DOWN_AFTER_MS = 400;

export class SentinelGroup {
  readonly primary: RedisServer;
  readonly replica: RedisServer;
  readonly #folder: string;
  readonly #port: number;
  readonly #process: ChildProcess;

  private constructor(parts: {
    primary: RedisServer;
    replica: RedisServer;
    folder: string;
    port: number;
    process: ChildProcess;
  }) {
    this.primary = parts.primary;
    this.replica = parts.replica;
    this.#folder = parts.folder;
    this.#port = parts.port;
    this.#process = parts.process;
  }

  /** Ready to fail over: the replica is in step and Sentinel knows it. */
  static async start(options: RedisServerOptions = {}): Promise<SentinelGroup> {
    const primary = await RedisServer.start(options);
    const args = [...(options.args ?? []), '--replicaof', '127.0.0.1', String(primary.port)];
    const replica = await RedisServer.start({ ...options, args: [...args, '--repl-diskless-sync-delay', '0'] });
    const folder = await mkdtemp(path.join(tmpdir(), 'skep-sentinel-'));
    const port = await freePort();
    const config = [
      `port ${port}`,
      'bind 127.0.0.1',
      `dir ${folder}`,
      `sentinel monitor ${NAME} 127.0.0.1 ${primary.port} 1`,
      `sentinel down-after-milliseconds ${NAME} ${DOWN_AFTER_MS}`,
      `sentinel failover-timeout ${NAME} 3000`,
    ];
    await writeFile(path.join(folder, 'sentinel.conf'), config.join('\n'));
    const program = findRedisServer() ?? 'redis-server';
    const process = spawn(program, [path.join(folder, 'sentinel.conf'), '--sentinel'], { stdio: 'ignore' });
    const group = new SentinelGroup({ primary, replica, folder, port, process });
    await group.#asked(async (sentinel) => {
      const known = async (): Promise<boolean> => JSON.stringify(await answer(sentinel, 'replicas')).includes('"ok"');
      await waitFor('Sentinel to know the replica', known);
    });
    return group;
  }

  /** As the manifest takes it. */
  get url(): string {
    return `redis+sentinel://127.0.0.1:${this.#port}/${NAME}`;
  }

  /** Resolves when the replica has all that the primary has now. */
  async inStep(): Promise<void> {
    const offset = await replicated(this.primary, 'master_repl_offset');
    await waitFor('the replica', async () => (await replicated(this.replica, 'slave_repl_offset')) >= offset);
  }

  /** Resolves when the replica is the primary by Sentinel's word. */
  async failedOver(): Promise<void> {
    await this.#asked(async (sentinel) => {
      await waitFor(
        'the failover',
        async () => (await answer(sentinel, 'get-master-addr-by-name'))[1] === String(this.replica.port),
      );
    });
  }

  async stop(): Promise<void> {
    const gone = once(this.#process, 'exit');
    if (this.#process.exitCode === null && this.#process.kill('SIGKILL')) await gone;
    await Promise.all([this.primary.stop(), this.replica.stop()]);
    await rm(this.#folder, { recursive: true, force: true });
  }

  async #asked(ask: (sentinel: Redis) => Promise<void>): Promise<void> {
    const sentinel = new Redis({ port: this.#port, host: '127.0.0.1', retryStrategy: () => 50 });
    sentinel.on('error', () => undefined);
    try {
      await ask(sentinel);
    } finally {
      sentinel.disconnect();
    }
  }
}

async function answer(sentinel: Redis, question: string): Promise<readonly unknown[]> {
  return (await sentinel.call('SENTINEL', question, NAME)) as readonly unknown[];
}

async function replicated(server: RedisServer, field: string): Promise<number> {
  const text = await onRedis(server.url, (client) => client.info('replication'));
  return Number(new RegExp(`^${field}:(\\d+)`, 'm').exec(text)?.[1] ?? -1);
}
