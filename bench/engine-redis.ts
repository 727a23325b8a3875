/**
 * The Redis engine alone, beside plain bee-queue and BullMQ on the same kind of server, in turns:
 * `node --import tsx bench/engine-redis.ts [jobs] [rounds] [names]`. Medians and spread; every round has a fresh server.
 * `names` is a pattern for the contestants to run.
 */
import { cpus, loadavg } from 'node:os';

import { Redis } from 'ioredis';

import { type Consumer, DEFAULT_TIMINGS, type NewJob } from '../src/engine/index.ts';
import { RedisEngine } from '../src/engines/redis/index.ts';
import { newId, systemClock } from '../src/foundation/index.ts';
import { idleProcess, newJob } from '../test/support/new-job.ts';
import { RedisServer } from '../test/support/redis-server.ts';
import {
  type BenchJob,
  type Consumption,
  type Contestant,
  enqueueAll,
  jobs,
  type Place,
  SETTINGS,
  type Work,
} from './contestant.ts';
import { PlainBeeQueue } from './contestants/bee-queue.ts';
import { BullMq } from './contestants/bullmq.ts';
import { Tally } from './tally.ts';

const JOBS = Number(process.argv[2] ?? 50_000);
const ROUNDS = Number(process.argv[3] ?? 3);
const NAMES = new RegExp(process.argv[4] ?? '');

const INFO = idleProcess({ queues: { default: SETTINGS.concurrency } });

const DONE = {
  outcome: { kind: 'complete', result: { ok: true } },
  traceId: null,
  spanId: null,
  progress: null,
  logs: [],
} as const;

/** The engine without the platform above it. */
class EngineContestant implements Contestant {
  readonly #slots: number;
  #engine: RedisEngine | undefined;
  #consumer: Consumer | undefined;

  constructor(slots: number) {
    this.#slots = slots;
  }

  async open({ redisPort }: Place): Promise<void> {
    const url = `redis://127.0.0.1:${redisPort ?? 0}`;
    this.#engine = new RedisEngine({ url, prefix: 'bench', timings: DEFAULT_TIMINGS, clock: systemClock, newId });
    await this.#engine.open();
    await this.#engine.fleet.join(INFO);
  }

  async enqueue(batch: readonly BenchJob[]): Promise<void> {
    await this.#open().jobs.enqueue(batch.map(({ payload }): NewJob => newJob({ payload: { ...payload } })));
  }

  async consume(work: Work): Promise<Consumption> {
    const started = new Tally();
    const settled = new Tally();
    let active = 0;
    this.#consumer = this.#open().queues.consume(
      'default',
      {
        permit: () => this.#slots - active,
        onSettled: (_lease, _outcome, { status }) => {
          if (status === 'settled') settled.add();
        },
      },
      async ({ job }) => {
        active += 1;
        work(job.payload as unknown as BenchJob['payload']);
        await Promise.resolve();
        started.add();
        active -= 1;
        return DONE;
      },
    );
    return {
      started: (count) => started.reached(count),
      settled: (count) => settled.reached(count),
      pause: async () => this.#consumer?.stop(),
    };
  }

  async close(): Promise<void> {
    await this.#consumer?.stop();
    await this.#engine?.fleet.leave();
    await this.#engine?.close();
  }

  #open(): RedisEngine {
    if (!this.#engine) throw new Error('not open');
    return this.#engine;
  }
}

const CONTESTANTS: Readonly<Record<string, () => Contestant>> = {
  [`engine, ${SETTINGS.concurrency} at once`]: () => new EngineContestant(SETTINGS.concurrency),
  'engine, 256 at once': () => new EngineContestant(256),
  'bee-queue 2': () => new PlainBeeQueue(),
  'BullMQ 6': () => new BullMq(),
};

interface Figures {
  readonly enqueue: number;
  readonly process: number;
  /** CPU of this process per job, enqueue and process together. */
  readonly cpuMicros: number;
  /** CPU of Redis per job. */
  readonly redisEnqueue: number;
  readonly redisProcess: number;
  /** Memory of Redis per waiting job, payload included. */
  readonly bytes: number;
}

interface Account {
  readonly cpuMicros: number;
  readonly bytes: number;
}

async function accountOf(redis: Redis): Promise<Account> {
  const info = await redis.info('everything');
  const figure = (name: string): number => Number(new RegExp(`^${name}:([\\d.]+)`, 'm').exec(info)?.[1] ?? 0);
  return {
    cpuMicros: (figure('used_cpu_sys') + figure('used_cpu_user')) * 1e6,
    bytes: figure('used_memory'),
  };
}

async function play(make: () => Contestant): Promise<Figures> {
  const server = await RedisServer.start();
  const contestant = make();
  const redis = new Redis(server.port);
  try {
    const place = { folder: server.folder, redisPort: server.port, postgresUrl: null, otlpUrl: null };
    await contestant.open(place, SETTINGS);
    const empty = await accountOf(redis);
    const cpu = process.cpuUsage();
    const enqueue = await perSecond(() => enqueueAll(contestant, jobs(JOBS)));
    const full = await accountOf(redis);
    const run = await perSecond(async () => {
      const consumption = await contestant.consume(() => undefined);
      await consumption.settled(JOBS);
    });
    const { user, system } = process.cpuUsage(cpu);
    const after = await accountOf(redis);
    return {
      enqueue,
      process: run,
      cpuMicros: (user + system) / JOBS,
      redisEnqueue: (full.cpuMicros - empty.cpuMicros) / JOBS,
      redisProcess: (after.cpuMicros - full.cpuMicros) / JOBS,
      bytes: (full.bytes - empty.bytes) / JOBS,
    };
  } finally {
    await contestant.close();
    redis.disconnect();
    await server.stop();
  }
}

async function perSecond(act: () => Promise<void>): Promise<number> {
  const begin = performance.now();
  await act();
  return JOBS / ((performance.now() - begin) / 1_000);
}

function shown(figures: readonly number[]): string {
  const sorted = figures.toSorted((a, b) => a - b);
  const [median = 0, least = 0, most = 0] = [sorted[sorted.length >> 1], sorted[0], sorted.at(-1)];
  const rounded = (figure: number): string =>
    figure.toLocaleString('en', { maximumFractionDigits: median < 100 ? 1 : 0 });
  return `${rounded(median)} (${rounded(least)}–${rounded(most)})`.padStart(26);
}

const COLUMNS: Readonly<Record<keyof Figures, string>> = {
  enqueue: 'enqueue/s',
  process: 'process/s',
  cpuMicros: 'client CPU µs/job',
  redisEnqueue: 'Redis µs/enqueue',
  redisProcess: 'Redis µs/process',
  bytes: 'Redis bytes/job',
};

const entered = Object.entries(CONTESTANTS).filter(([name]) => NAMES.test(name));
const results = new Map<string, Figures[]>(entered.map(([name]) => [name, []]));
for (let round = 0; round < ROUNDS; round += 1) {
  for (const [name, make] of entered) results.get(name)?.push(await play(make));
}
console.log(`${JOBS} no-op jobs, results kept, ${ROUNDS} rounds, medians (min–max)`);
console.log(
  `Node ${process.version}, ${cpus().length} × ${cpus()[0]?.model ?? '?'}, load ${loadavg()[0]?.toFixed(2) ?? '?'}`,
);
console.log(
  ''.padEnd(24),
  Object.values(COLUMNS)
    .map((title) => title.padStart(26))
    .join(' '),
);
for (const [name, rounds] of results) {
  const column = (key: string): string => shown(rounds.map((figures) => figures[key as keyof Figures]));
  console.log(name.padEnd(24), Object.keys(COLUMNS).map(column).join(' '));
}
process.exit(0);
