/** The Redis engine on a Cluster of three masters. */
import { RedisCluster } from './cluster.ts';
import { prefixedStore } from './engine-redis.ts';
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

export const harness: EngineHarness = {
  name: 'redis-cluster',
  newStore: async () => {
    cluster ??= RedisCluster.start({ redis: { args: ['--appendfsync', 'no'] } });
    return prefixedStore((await cluster).url);
  },
  skip: [],
};
