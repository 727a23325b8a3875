/** A Redis Cluster of real servers: three masters that share the slots evenly, and a replica for some of them. */
import type { Redis } from 'ioredis';
import { slotOf } from '../../src/engines/redis/lanes/shards.ts';
import { onRedis } from './on-redis.ts';
import { freePort, RedisServer, type RedisServerOptions } from './redis-server.ts';
import { waitFor } from './wait-for.ts';

const SLOTS = 16_384;
const MASTERS = 3;

export interface ClusterOptions {
  /** Masters that have a replica, the first ones. */
  readonly replicas?: number;
  readonly redis?: RedisServerOptions;
  /** When a node that is silent is taken for dead. */
  readonly nodeTimeoutMs?: number;
}

export class RedisCluster {
  readonly masters: readonly RedisServer[];
  readonly replicas: readonly RedisServer[];
  readonly #ids = new Map<RedisServer, string>();

  private constructor(masters: readonly RedisServer[], replicas: readonly RedisServer[]) {
    this.masters = masters;
    this.replicas = replicas;
  }

  /** Ready: every node knows all others and every slot has a master. */
  static async start({ replicas = 0, redis = {}, nodeTimeoutMs = 15_000 }: ClusterOptions = {}): Promise<RedisCluster> {
    const start = async (): Promise<RedisServer> => {
      const args = ['--cluster-enabled', 'yes', '--cluster-port', String(await freePort())];
      args.push('--cluster-node-timeout', String(nodeTimeoutMs), '--repl-diskless-sync-delay', '0');
      return RedisServer.start({ appendonly: true, ...redis, args: [...args, ...(redis.args ?? [])] });
    };
    const servers: RedisServer[] = [];
    while (servers.length < MASTERS + replicas) servers.push(await start());
    const cluster = new RedisCluster(servers.slice(0, MASTERS), servers.slice(MASTERS));
    await cluster.#join();
    return cluster;
  }

  /** As the manifest takes it: some of the nodes, as people write it. */
  get url(): string {
    return this.urlOf(this.masters.slice(0, 2));
  }

  urlOf(servers: readonly RedisServer[], user = ''): string {
    return `redis+cluster://${user}${servers.map(({ port }) => `127.0.0.1:${port}`).join(',')}`;
  }

  /** The master that a key of that queue was given to in the beginning. */
  masterOf(queue: string): RedisServer {
    return this.masters[Math.floor((slotOf(queue) * MASTERS) / SLOTS)] ?? this.#first;
  }

  get #first(): RedisServer {
    const [first] = this.masters;
    if (!first) throw new Error('a Cluster has masters');
    return first;
  }

  /**
   * Moves a slot as `redis-cli --cluster reshard` does, key by key.
   * @param midway called when half of the keys are moved: just then the slot is on both
   */
  async moveSlot(
    slot: number,
    [from, to]: readonly [RedisServer, RedisServer],
    midway: () => Promise<void>,
  ): Promise<void> {
    const [source, target] = [this.#ids.get(from) ?? '', this.#ids.get(to) ?? ''];
    await asked(to, (client) => client.call('CLUSTER', 'SETSLOT', slot, 'IMPORTING', source));
    await asked(from, async (client) => {
      await client.call('CLUSTER', 'SETSLOT', slot, 'MIGRATING', target);
      const total = Number(await client.call('CLUSTER', 'COUNTKEYSINSLOT', slot));
      for (let moved = 0; ; moved += 1) {
        if (moved === Math.floor(total / 2)) await midway();
        const [key] = (await client.call('CLUSTER', 'GETKEYSINSLOT', slot, 1)) as string[];
        if (key === undefined) break;
        await client.migrate('127.0.0.1', to.port, key, 0, 5_000);
      }
    });
    for (const server of [to, from, ...this.masters]) {
      await asked(server, (client) => client.call('CLUSTER', 'SETSLOT', slot, 'NODE', target));
    }
  }

  /** Resolves when a replica has received all that its master has stored by now. */
  async received(replica: RedisServer, master: RedisServer): Promise<void> {
    const offset = async (server: RedisServer, name: string): Promise<number> => {
      const info = await asked(server, (client) => client.info('replication'));
      return Number(new RegExp(`^${name}:(\\d+)`, 'm').exec(info)?.[1]);
    };
    const stored = await offset(master, 'master_repl_offset');
    await waitFor('the replica', async () => (await offset(replica, 'slave_repl_offset')) >= stored);
  }

  /** Resolves when this server, a replica before, is a master and the Cluster works. */
  async promoted(server: RedisServer): Promise<void> {
    await waitFor('the failover', async () => {
      const [role, info] = await asked(server, (client) => Promise.all([client.role(), client.cluster('INFO')]));
      return role[0] === 'master' && info.includes('cluster_state:ok');
    });
  }

  async stop(): Promise<void> {
    await Promise.all([...this.masters, ...this.replicas].map((server) => server.stop()));
  }

  async #join(): Promise<void> {
    const all = [...this.masters, ...this.replicas];
    for (const [index, server] of this.masters.entries()) {
      const range = [Math.ceil((index * SLOTS) / MASTERS), Math.ceil(((index + 1) * SLOTS) / MASTERS) - 1];
      await asked(server, async (client) => {
        await client.call('CLUSTER', 'ADDSLOTSRANGE', ...range);
        await client.call('CLUSTER', 'SET-CONFIG-EPOCH', index + 1);
      });
    }
    for (const server of all) {
      this.#ids.set(server, String(await asked(server, (client) => client.call('CLUSTER', 'MYID'))));
      const bus = await asked(server, (client) => client.config('GET', 'cluster-port'));
      const [, port = ''] = bus;
      await asked(this.#first, (client) => client.call('CLUSTER', 'MEET', '127.0.0.1', server.port, port));
    }
    await this.#agreed(all);
    for (const [index, replica] of this.replicas.entries()) {
      const master = this.#ids.get(this.masters[index] ?? this.#first) ?? '';
      await asked(replica, (client) => client.call('CLUSTER', 'REPLICATE', master));
      await waitFor('the replica', () =>
        asked(replica, async (client) => (await client.info('replication')).includes('master_link_status:up')),
      );
    }
    await this.#agreed(all);
  }

  /** Every node knows every other one, and that all is well. */
  async #agreed(all: readonly RedisServer[]): Promise<void> {
    for (const server of all) {
      await waitFor('the Cluster', () =>
        asked(server, async (client) => {
          const nodes = String(await client.cluster('NODES'))
            .trim()
            .split('\n');
          const linked = nodes.filter((line) => !/handshake|fail|noaddr|disconnected/.test(line));
          const info = await client.cluster('INFO');
          return linked.length === all.length && info.includes('cluster_state:ok');
        }),
      );
    }
  }
}

/** Asks one node, whatever the others say. */
export function asked<T>(server: RedisServer, ask: (client: Redis) => Promise<T>): Promise<T> {
  return onRedis(server.url, ask);
}
