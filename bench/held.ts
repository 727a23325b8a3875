/**
 * What a million held jobs of ten thousand keys cost everybody else:
 * `node --import tsx bench/held.ts sqlite|redis [jobs] [keys]`. Each figure is the median and the longest of ROUNDS calls, in ms.
 */
import { mkdtemp, rm } from 'node:fs/promises';
import path from 'node:path';
import type { Engine, Lease } from '../src/engine/index.ts';
import { AUDIT_KEPT, DEFAULT_TIMINGS } from '../src/engine/index.ts';
import { RedisEngine } from '../src/engines/redis/index.ts';
import { openSqliteEngine } from '../src/engines/sqlite/index.ts';
import { newId, systemClock } from '../src/foundation/index.ts';
import { idleProcess, newJob, newJobs } from '../test/support/new-job.ts';
import { RedisServer } from '../test/support/redis-server.ts';

const [, , KIND = 'sqlite', JOBS = '1000000', KEYS = '10000'] = process.argv;
const ROUNDS = 200;
const GATE = 'concurrency:task:work';
const INFO = idleProcess({ roles: [] });

interface Opened {
  readonly engine: Engine;
  readonly close: () => Promise<void>;
}

async function opened(): Promise<Opened> {
  if (KIND === 'redis') {
    const server = await RedisServer.start({ appendonly: true, args: ['--appendfsync', 'everysec'] });
    const engine = new RedisEngine({
      url: server.url,
      prefix: 'held',
      timings: DEFAULT_TIMINGS,
      clock: systemClock,
      newId,
    });
    await engine.open();
    return { engine, close: () => server.stop() };
  }
  const folder = await mkdtemp(path.join(process.cwd(), '.bench-'));
  const store = path.join(folder, 'store.db');
  const engine = await openSqliteEngine({ path: store, timings: DEFAULT_TIMINGS, clock: systemClock, newId });
  return { engine, close: () => rm(folder, { recursive: true, force: true }) };
}

async function took(act: () => Promise<unknown>): Promise<number> {
  const begin = performance.now();
  await act();
  return performance.now() - begin;
}

async function told(what: string, act: () => Promise<unknown>, rounds = ROUNDS): Promise<void> {
  const times: number[] = [];
  for (let round = 0; round < rounds; round += 1) times.push(await took(act));
  times.sort((a, b) => a - b);
  const median = times[Math.floor(times.length / 2)] ?? 0;
  console.log(`${what}: median ${median.toFixed(2)} ms, longest ${(times.at(-1) ?? 0).toFixed(2)} ms`);
}

/** Runs what it gets until it is told to end it. */
class Holder {
  readonly leases: Lease[] = [];
  readonly #ends = new Map<string, () => void>();
  #heard: (() => void) | undefined;
  readonly consumer;

  constructor(engine: Engine, queue: string, slots: number) {
    this.consumer = engine.queues.consume(queue, { permit: () => slots - this.#ends.size }, (lease) => {
      this.leases.push(lease);
      this.#heard?.();
      return new Promise((resolve) => {
        this.#ends.set(lease.job.id, () => {
          this.#ends.delete(lease.job.id);
          resolve({
            outcome: { kind: 'complete', result: null },
            traceId: null,
            spanId: null,
            progress: null,
            logs: [],
          });
        });
      });
    });
  }

  /** Ends the oldest one. */
  end(): void {
    const [end] = this.#ends.values();
    end?.();
  }

  next(): Promise<void> {
    return new Promise((resolve) => (this.#heard = resolve));
  }
}

const jobs = Number(JOBS);
const keys = Number(KEYS);
const { engine, close } = await opened();
await engine.fleet.join(INFO);
engine.govern({
  queues: {},
  tasks: ['work'],
  audit: AUDIT_KEPT,
  retention: {
    completed: { forMs: 0, count: null },
    cancelled: { forMs: 0, count: null },
    dead: { forMs: 0, count: null },
  },
});
await engine.gates.apply({ [GATE]: { reason: 'concurrency', limit: 1 } });

const enqueueMs = await took(async () => {
  for (let from = 0; from < jobs; from += 1_000) {
    const batch = Array.from({ length: 1_000 }, (_, i) => newJob({ gates: [`${GATE}/${(from + i) % keys}`] }));
    await engine.jobs.enqueue(batch);
  }
});
console.log(`${jobs} jobs of ${keys} keys enqueued: ${((enqueueMs / jobs) * 1_000).toFixed(1)} µs each`);

const holder = new Holder(engine, 'default', keys + 1_000);
const holdMs = await took(async () => {
  for (let held = -1; held < jobs - keys;) {
    held = (await engine.queues.counts())[0]?.held ?? 0;
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
});
console.log(`${holder.leases.length} run, ${jobs - keys} are held: ${((holdMs / jobs) * 1_000).toFixed(1)} µs each`);

await told('counts of all queues', () => engine.queues.counts());
await told('a free job, enqueued until it starts', async () => {
  const next = holder.next();
  await engine.jobs.enqueue(newJobs(1));
  await next;
});
await told('a holder ends until the next one of its key starts', async () => {
  const next = holder.next();
  holder.end();
  await next;
});
await told('promote, nothing due', () => engine.keeping.promote(1_000));
await told('prune of at most 100', () => engine.keeping.prune(100));
await told('release of at most 1000', () => engine.gates.release(1_000), 5);
await told('list of 100 waiting jobs', () => engine.jobs.list({ states: ['available'] }, 100, null), 20);
await close();
// What runs never ends by itself.
process.exit(0);
