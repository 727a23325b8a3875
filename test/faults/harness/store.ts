/** A store of the scenario's own, which it may stop, kill and start again: a file, or a redis-server. */
import { mkdir } from 'node:fs/promises';
import path from 'node:path';
import type { Engine } from '../../../src/engine/index.ts';
import { DEFAULT_TIMINGS } from '../../../src/engine/index.ts';
import { type EngineSupport, engineSupport } from '../../support/engines.ts';
import { type ClusterOptions, RedisCluster } from '../../support/cluster.ts';
import { RedisServer, type RedisServerOptions } from '../../support/redis-server.ts';

export type EngineName = 'sqlite' | 'redis';

export interface StoreOptions {
  /** Of the redis-server; default: append-only file, synced at every write. */
  readonly redis?: RedisServerOptions;
  /** A Cluster instead of a server. */
  readonly cluster?: ClusterOptions;
  /** Redis under another address: a proxy between, Sentinel. Default: the server itself. */
  readonly url?: string;
}

export class Store {
  readonly engine: EngineName;
  /** Absolute path of the SQLite file; '' for Redis. */
  readonly file: string;
  readonly #server: RedisServer | undefined;
  readonly #cluster: RedisCluster | undefined;
  readonly #support: EngineSupport;
  readonly #url: string | undefined;
  readonly #engines: Engine[] = [];

  private constructor(
    support: EngineSupport,
    where: {
      readonly file?: string;
      readonly server?: RedisServer;
      readonly cluster?: RedisCluster;
      readonly url?: string | undefined;
    },
  ) {
    this.engine = support.harness.name as EngineName;
    this.file = where.file ?? '';
    this.#server = where.server;
    this.#cluster = where.cluster;
    this.#support = support;
    this.#url = where.url;
  }

  static async create(engine: EngineName, folder: string, options: StoreOptions = {}): Promise<Store> {
    const support = await engineSupport(engine);
    if (options.cluster) {
      const cluster = await RedisCluster.start(options.cluster);
      return new Store(support, { cluster, url: cluster.url });
    }
    if (engine === 'redis') {
      const server = await RedisServer.start({ appendonly: true, ...options.redis });
      return new Store(support, { server, url: options.url });
    }
    await mkdir(path.join(folder, 'var'), { recursive: true });
    return new Store(support, { file: path.join(folder, 'var', 'store.db') });
  }

  /** The redis-server: kill() and run() it. */
  get server(): RedisServer {
    if (this.#server === undefined) throw new Error('this store is a file, not a server');
    return this.#server;
  }

  get cluster(): RedisCluster {
    if (this.#cluster === undefined) throw new Error('this store is no Cluster');
    return this.#cluster;
  }

  /** Where the store is, as in the manifest. */
  get address(): Readonly<Record<string, string>> {
    return this.engine === 'sqlite' ? { path: this.file } : { url: this.#url ?? this.server.url, prefix: 'fault' };
  }

  /** The `engine` section of a manifest, in one line. @param url instead of the server's: of a proxy before it */
  section(lease: string, url?: string): string {
    return JSON.stringify({ type: this.engine, ...this.address, ...(url !== undefined && { url }), lease });
  }

  /** An engine of the scenario's own on this store, to look into it; closed with the store. */
  async open(): Promise<Engine> {
    const engine = await this.#support.openAt(this.address, DEFAULT_TIMINGS);
    this.#engines.push(engine);
    return engine;
  }

  async dispose(): Promise<void> {
    await Promise.all(this.#engines.map((engine) => engine.close()));
    await this.#server?.stop();
    await this.#cluster?.stop();
  }
}
