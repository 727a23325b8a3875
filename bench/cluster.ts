/**
 * One hot queue on a Cluster of three masters, with 1, 2 and 3 shards:
 * `node --import tsx bench/cluster.ts [jobs] [rounds]`. Says what Redis and the client spend per job, and how the load
 * lies on the masters. Jobs per second are of this machine: three servers and the client share its cores.
 */
import { DEFAULT_TIMINGS, type Engine, type NewJob } from '../src/engine/index.ts';
import { RedisEngine } from '../src/engines/redis/index.ts';
import { newId, systemClock } from '../src/foundation/index.ts';
import { INFO, runAll } from '../test/conformance/hand.ts';
import { asked, RedisCluster } from '../test/support/cluster.ts';
import { newJob } from '../test/support/new-job.ts';
import { BULK, jobs } from './contestant.ts';
import { rulesWith } from '../test/support/rules.ts';

const JOBS = Number(process.argv[2] ?? 20_000);
const ROUNDS = Number(process.argv[3] ?? 3);
const SLOTS = 96;

interface Figures {
  readonly shards: number;
  readonly enqueuePerSecond: number;
  readonly processPerSecond: number;
  readonly clientMicros: number;
  /** CPU of each master per job of the run, the busiest first. */
  readonly masters: readonly number[];
}

async function cpuOf(cluster: RedisCluster): Promise<readonly number[]> {
  return Promise.all(
    cluster.masters.map(async (master) => {
      const info = await asked(master, (client) => client.info('cpu'));
      const figure = (name: string): number => Number(new RegExp(`^${name}:([\\d.]+)`, 'm').exec(info)?.[1] ?? 0);
      return (figure('used_cpu_sys') + figure('used_cpu_user')) * 1e6;
    }),
  );
}

async function perSecond(act: () => Promise<unknown>): Promise<number> {
  const begin = performance.now();
  await act();
  return JOBS / ((performance.now() - begin) / 1_000);
}

async function enqueueAll(engine: Engine): Promise<void> {
  const all = jobs(JOBS).map(({ payload }): NewJob => newJob({ payload: { ...payload } }));
  for (let from = 0; from < all.length; from += BULK) await engine.jobs.enqueue(all.slice(from, from + BULK));
}

async function play(cluster: RedisCluster, shards: number): Promise<Figures> {
  const { url } = cluster;
  const parts = { timings: DEFAULT_TIMINGS, clock: systemClock, newId };
  const engine = new RedisEngine({ url, prefix: `bench-${newId()}`, ...parts });
  engine.govern(rulesWith({ shards: { default: shards } }));
  await engine.open();
  await engine.fleet.join(INFO);
  const [before, client] = [await cpuOf(cluster), process.cpuUsage()];
  const enqueuePerSecond = await perSecond(() => enqueueAll(engine));
  const processPerSecond = await perSecond(() => runAll(engine, 'default', undefined, SLOTS));
  const [after, { user, system }] = [await cpuOf(cluster), process.cpuUsage(client)];
  await engine.fleet.leave();
  await engine.close();
  const masters = after.map((micros, index) => (micros - (before[index] ?? 0)) / JOBS).toSorted((a, b) => b - a);
  return { shards, enqueuePerSecond, processPerSecond, clientMicros: (user + system) / JOBS, masters };
}

const cluster = await RedisCluster.start({ redis: { appendonly: false } });
console.log(`${JOBS} no-op jobs, ${SLOTS} at once, one client process, three masters; µs are CPU per job`);
for (let round = 0; round < ROUNDS; round += 1) {
  for (const shards of [1, 2, 3]) {
    const figures = await play(cluster, shards);
    const [enqueue, run] = [figures.enqueuePerSecond, figures.processPerSecond].map((rate) => Math.round(rate));
    const masters = figures.masters.map((micros) => micros.toFixed(1)).join(' + ');
    console.log(
      `shards ${shards}: enqueue ${enqueue}/s, process ${run}/s, client ${figures.clientMicros.toFixed(1)} µs, masters ${masters} µs`,
    );
  }
}
await cluster.stop();
process.exit(0);
