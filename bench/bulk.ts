/**
 * What a bulk operation over many jobs keeps: `node --import tsx bench/bulk.ts sqlite|redis [jobs]`. Of each action the rate, and
 * how long the event loop of the process that carries it was kept (median and longest of a probe each 5 ms), in ms.
 */
import { mkdtemp, rm } from 'node:fs/promises';
import { monitorEventLoopDelay } from 'node:perf_hooks';
import path from 'node:path';
import { Redis } from 'ioredis';
import type { BulkRequest } from '../src/api/index.ts';
import { DEFAULT_TIMINGS, type Engine } from '../src/engine/index.ts';
import { RedisEngine } from '../src/engines/redis/index.ts';
import { openSqliteEngine } from '../src/engines/sqlite/index.ts';
import { newAborter, newId, systemClock } from '../src/foundation/index.ts';
import type { Manifest } from '../src/manifest/index.ts';
import { BulkCarrier } from '../src/platform/bulk/bulk-carrier.ts';
import { newJobs } from '../test/support/new-job.ts';
import { RedisServer } from '../test/support/redis-server.ts';
import { passed } from './row.ts';

const [, , KIND = 'sqlite', JOBS = '100000'] = process.argv;
const MANIFEST = { queues: { old: { shards: 1 }, other: { shards: 1 } }, tasks: {} } as unknown as Pick<
  Manifest,
  'queues' | 'tasks'
>;
const REQUESTS: readonly BulkRequest[] = [
  { action: 'cancel', filter: { q: 'queue:old payload.nobody:42' }, dryRun: true },
  { action: 'prioritize', priority: 2, filter: { queue: 'old' } },
  { action: 'move', to: 'other', filter: { queue: 'old' } },
  { action: 'cancel', filter: { queue: 'other' } },
  { action: 'retry', filter: { queue: 'other', state: ['cancelled'] } },
  { action: 'remove', filter: { queue: 'other', state: ['available'] } },
];

interface Opened {
  readonly engine: Engine;
  /** How long one script has kept Redis since the last time, ms. */
  readonly slowest: () => Promise<string>;
  readonly close: () => Promise<void>;
}

async function opened(): Promise<Opened> {
  const parts = { timings: DEFAULT_TIMINGS, clock: systemClock, newId };
  if (KIND === 'redis') {
    const server = await RedisServer.start({ appendonly: true, args: ['--slowlog-log-slower-than', '5000'] });
    const engine = new RedisEngine({ url: server.url, prefix: 'bulk', ...parts });
    await engine.open();
    const client = new Redis(server.url);
    const slowest = async (): Promise<string> => {
      const entries = (await client.call('SLOWLOG', 'GET', '-1')) as [number, number, number][];
      await client.call('SLOWLOG', 'RESET');
      return `, longest script ${(Math.max(0, ...entries.map(([, , micros]) => micros)) / 1_000).toFixed(1)} ms`;
    };
    const close = async (): Promise<void> => {
      client.disconnect();
      await server.stop();
    };
    return { engine, slowest, close };
  }
  const folder = await mkdtemp(path.join(process.cwd(), '.bench-'));
  const engine = await openSqliteEngine({ path: path.join(folder, 'store.db'), ...parts });
  return {
    engine,
    slowest: () => Promise.resolve(''),
    close: () => rm(folder, { recursive: true, force: true }),
  };
}

const { engine, slowest, close } = await opened();
const { signal } = newAborter();
const carrier = new BulkCarrier({ engine: () => engine, manifest: () => MANIFEST, clock: systemClock, newId, signal });
for (let left = Number(JOBS); left > 0; left -= 1_000) {
  await engine.jobs.enqueue(newJobs(Math.min(left, 1_000), { queue: 'old' }));
}
await slowest();
for (const request of REQUESTS) {
  const delay = monitorEventLoopDelay({ resolution: 5 });
  const begin = performance.now();
  delay.enable();
  let view = await carrier.start(request, null);
  while (view.state === 'running') {
    await passed(50);
    view = await carrier.get(view.id);
  }
  delay.disable();
  const rate = view.changed / ((performance.now() - begin) / 1_000);
  const kept = `loop kept: median ${(delay.percentile(50) / 1e6 - 5).toFixed(1)}, 99 % ${(delay.percentile(99) / 1e6 - 5).toFixed(1)}, longest ${(delay.max / 1e6 - 5).toFixed(1)} ms`;
  console.log(`${request.action}: ${view.changed} jobs, ${Math.round(rate)}/s, ${kept}${await slowest()}`);
}
await close();
process.exit(0);
