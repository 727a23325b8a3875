/** The Redis engine on a Cluster of three masters, as a user with no more rights than docs/engines.md says. */
import { asked, RedisCluster } from './cluster.ts';
import { prefixedStore } from './engine-redis.ts';
import { leastRights } from './least-rights.ts';
import type { EngineHarness } from '../conformance/harness.ts';

export { openAt } from './engine-redis.ts';

/** One Cluster per test process; each store has its own prefix in it. */
let cluster: Promise<RedisCluster> | undefined;

// The fixture processes load this file too, outside of mocha.
if ('after' in globalThis) {
  after(async () => {
    await (await cluster)?.stop();
    cluster = undefined;
  });
}

async function start(): Promise<RedisCluster> {
  const started = await RedisCluster.start({ redis: { args: ['--appendfsync', 'no'] } });
  // Every store has a prefix of its own that begins so.
  const rights = await leastRights('t-*');
  for (const master of started.masters) {
    await asked(master, (client) => client.call('ACL', 'SETUSER', 'skep', 'on', '>right', ...rights));
  }
  return started;
}

export const harness: EngineHarness = {
  name: 'redis-cluster',
  newStore: async () => {
    cluster ??= start();
    const { masters } = await cluster;
    return prefixedStore((await cluster).urlOf(masters, 'skep:right@'));
  },
  skip: [],
};
