/**
 * The Redis engine alone, beside plain bee-queue and BullMQ on the same kind of server, in turns:
 * `node --import tsx bench/engine-redis.ts [jobs] [rounds]`. Medians and spread; every round has a fresh server.
 */
import { cpus, loadavg } from 'node:os';

import { DEFAULT_TIMINGS, type NewJob, type ProcessInfo } from '../src/engine/index.ts';
import { RedisEngine } from '../src/engines/redis/index.ts';
import { newId, systemClock } from '../src/foundation/index.ts';
import { newJob } from '../test/support/new-job.ts';
import { RedisServer } from '../test/support/redis-server.ts';
import { CONCURRENCY, type Contestant, inBulks, payload, type Place } from './contestant.ts';
import { PlainBeeQueue } from './contestants/bee-queue.ts';
import { BullMq } from './contestants/bullmq.ts';

const JOBS = Number(process.argv[2] ?? 50_000);
const ROUNDS = Number(process.argv[3] ?? 3);

const INFO: ProcessInfo = {
  host: 'bench',
  pid: process.pid,
  version: '0',
  roles: ['worker'],
  queues: { default: CONCURRENCY },
  running: 0,
  overrunning: 0,
  manifestHash: '',
  manifestRevision: null,
  adminUrl: null,
};

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

  constructor(slots: number) {
    this.#slots = slots;
  }

  async open({ redisPort }: Place): Promise<void> {
    const url = `redis://127.0.0.1:${redisPort ?? 0}`;
    this.#engine = new RedisEngine({ url, prefix: 'bench', timings: DEFAULT_TIMINGS, clock: systemClock, newId });
    await this.#engine.open();
    await this.#engine.join(INFO);
  }

  async enqueue(count: number): Promise<void> {
    await inBulks(count, (numbers) =>
      this.#open().enqueue(numbers.map((n): NewJob => newJob({ payload: payload(n) }))),
    );
  }

  async process(count: number): Promise<void> {
    let active = 0;
    let done = 0;
    const consumer = this.#open().consume(
      'default',
      {
        permit: () => this.#slots - active,
        onSettled: (_lease, _outcome, { status }) => {
          if (status === 'settled') done += 1;
        },
      },
      async () => {
        active += 1;
        await Promise.resolve();
        active -= 1;
        return DONE;
      },
    );
    await consumer.idle();
    await consumer.stop();
    if (done !== count) throw new Error(`${done} of ${count} jobs were settled`);
  }

  async close(): Promise<void> {
    await this.#engine?.leave();
    await this.#engine?.close();
  }

  #open(): RedisEngine {
    if (!this.#engine) throw new Error('not open');
    return this.#engine;
  }
}

const CONTESTANTS: Readonly<Record<string, () => Contestant>> = {
  [`engine, ${CONCURRENCY} at once`]: () => new EngineContestant(CONCURRENCY),
  'engine, 256 at once': () => new EngineContestant(256),
  'bee-queue 2': () => new PlainBeeQueue(),
  'BullMQ 6': () => new BullMq(),
};

interface Figures {
  readonly enqueue: number;
  readonly process: number;
  /** CPU of this process per job, enqueue and process together. */
  readonly cpuMicros: number;
}

async function play(make: () => Contestant): Promise<Figures> {
  const server = await RedisServer.start();
  const contestant = make();
  try {
    await contestant.open({ folder: server.folder, redisPort: server.port });
    const cpu = process.cpuUsage();
    const enqueue = await perSecond(() => contestant.enqueue(JOBS));
    const run = await perSecond(() => contestant.process(JOBS));
    const { user, system } = process.cpuUsage(cpu);
    return { enqueue, process: run, cpuMicros: (user + system) / JOBS };
  } finally {
    await contestant.close();
    await server.stop();
  }
}

async function perSecond(act: () => Promise<void>): Promise<number> {
  const begin = performance.now();
  await act();
  return JOBS / ((performance.now() - begin) / 1_000);
}

function shown(figures: readonly number[]): string {
  const sorted = figures.toSorted((a, b) => a - b).map((figure) => Math.round(figure).toLocaleString('en'));
  return `${sorted[sorted.length >> 1] ?? '–'} (${sorted[0] ?? '–'}–${sorted.at(-1) ?? '–'})`.padStart(28);
}

const results = new Map<string, Figures[]>(Object.keys(CONTESTANTS).map((name) => [name, []]));
for (let round = 0; round < ROUNDS; round += 1) {
  for (const [name, make] of Object.entries(CONTESTANTS)) results.get(name)?.push(await play(make));
}
console.log(`${JOBS} no-op jobs, results kept, ${ROUNDS} rounds, medians (min–max)`);
console.log(
  `Node ${process.version}, ${cpus().length} × ${cpus()[0]?.model ?? '?'}, load ${loadavg()[0]?.toFixed(2) ?? '?'}`,
);
console.log(''.padEnd(24), 'enqueue/s'.padStart(28), 'process/s'.padStart(28), 'client CPU µs/job'.padStart(28));
for (const [name, rounds] of results) {
  const column = (key: keyof Figures): string => shown(rounds.map((figures) => figures[key]));
  console.log(name.padEnd(24), column('enqueue'), column('process'), column('cpuMicros'));
}
process.exit(0);
