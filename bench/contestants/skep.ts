/** Skep as it is built, through its public door: the whole platform, everything durable, results kept. */
import { mkdir, writeFile } from 'node:fs/promises';
import path from 'node:path';

import type * as Built from '../../src/index.ts';
import type { EnqueueItem, Platform } from '../../src/index.ts';
import {
  type BenchJob,
  type BenchPayload,
  type Consumption,
  type Contestant,
  type Graph,
  ISOLATED_HANDLER,
  type Place,
  type Settings,
  resultOf,
  type Work,
} from '../contestant.ts';
import { polled, Tally } from '../tally.ts';

/** Handlers are modules of their own; this is the way from there to here. */
declare global {
  var skepBenchWork: Work;
  var skepBenchResult: ReturnType<typeof resultOf>;
}

/** What users run. The loader of this program names every function that is made, which costs half a microsecond each. */
const BUILT = new URL('../../dist/index.js', import.meta.url);

const HANDLER = `export const noop = async (payload) => { globalThis.skepBenchWork(payload); return globalThis.skepBenchResult; };\n`;

/** Jobs of a queue that are reserved for each place of a pool: its concurrency says more than the pool runs, as by default. */
const WAITING = 4;

/** Longer than any graph takes. */
const GRAPH_MS = 60_000;

export class Skep implements Contestant {
  readonly #engine: 'sqlite' | 'redis';
  #queues: readonly string[] = [];
  #tasks: readonly string[] = [];
  #platform: Platform | undefined;
  #isolated = false;

  constructor(engine: 'sqlite' | 'redis') {
    this.#engine = engine;
  }

  async open(place: Place, settings: Settings): Promise<void> {
    const { folder, redisPort, otlpUrl } = place;
    this.#queues = settings.queues;
    this.#tasks = settings.tasks;
    globalThis.skepBenchResult = resultOf(settings.resultBytes);
    const engine = this.#engine === 'redis' ? `redis://127.0.0.1:${redisPort}` : 'sqlite:./skep.db';
    await mkdir(path.join(folder, 'handlers'), { recursive: true });
    this.#isolated = settings.isolation !== 'none';
    await writeFile(path.join(folder, 'handlers/noop.mjs'), this.#isolated ? ISOLATED_HANDLER : HANDLER);
    await writeFile(path.join(folder, 'jobs.yaml'), manifest(engine, settings));
    const { createPlatform } = (await import(BUILT.href)) as typeof Built;
    this.#platform = await createPlatform({
      file: path.join(folder, 'jobs.yaml'),
      cwd: folder,
      // The address alone would turn tracing on.
      env: {
        ...(otlpUrl === null || settings.sample === null ? {} : { OTEL_EXPORTER_OTLP_ENDPOINT: otlpUrl }),
        ...(settings.metrics ? { OTEL_METRICS_EXPORTER: 'prometheus' } : {}),
      },
      roles: ['worker', 'scheduler'],
    });
    await this.#platform.start();
    await this.#pause(true);
  }

  async enqueue(jobs: readonly BenchJob[]): Promise<void> {
    const task = jobs[0]?.task ?? this.#tasks[0] ?? '';
    await this.#open().operations.enqueue(task, jobs.map(item));
  }

  async consume(work: Work): Promise<Consumption> {
    const done = new Tally();
    globalThis.skepBenchWork = (payload: BenchPayload) => {
      work(payload);
      done.add();
    };
    await this.#pause(false);
    if (this.#isolated) return this.#seenInTheStore();
    return {
      started: (count) => done.reached(count),
      settled: async (count) => {
        await done.reached(count);
        await polled(count, () => this.#completed());
      },
      pause: () => this.#pause(true),
    };
  }

  /** Handlers run where they cannot be counted. */
  #seenInTheStore(): Consumption {
    const settled = (count: number): Promise<void> => polled(count, () => this.#completed());
    return { started: settled, settled, pause: () => this.#pause(true) };
  }

  async graph({ kind, size }: Graph): Promise<void> {
    const { operations } = this.#open();
    const input = kind === 'chain' ? null : Array.from({ length: size }, (_none, n) => n);
    const { id } = await operations.startRun({ workflow: kind, input });
    const { state } = await operations.getRun(id, GRAPH_MS);
    if (state !== 'completed') throw new Error(`the run is ${state}`);
  }

  async close(): Promise<void> {
    await this.#platform?.stop();
  }

  async #completed(): Promise<number> {
    const queues = await this.#open().operations.queues();
    return queues.reduce((sum, { counts }) => sum + counts.completed, 0);
  }

  async #pause(paused: boolean): Promise<void> {
    const { operations } = this.#open();
    await Promise.all(this.#queues.map((name) => operations.pauseQueue(name, paused)));
  }

  #open(): Platform {
    if (!this.#platform) throw new Error('not open');
    return this.#platform;
  }
}

function manifest(engine: string, settings: Settings): string {
  const {
    queues,
    tasks,
    concurrency,
    perSecond,
    fairBy,
    resultBytes,
    sample,
    isolation,
    manifest: sections,
  } = settings;
  const results = resultBytes === 0 ? '' : ', result: { max: 16mb }';
  const executor = isolation === 'none' ? '' : `, executor: ${isolation}`;
  const isolated = isolation !== 'none';
  const pool = isolated ? [`executors: { ${isolation}: { size: ${concurrency} } }`] : [];
  const atOnce = isolated ? concurrency * WAITING : concurrency;
  const limit = perSecond === null ? '' : `, rate: { limit: ${perSecond}/s, burst: ${perSecond} }`;
  const turns = fairBy === null ? '' : ', order: fair';
  const tenants = fairBy === null ? '' : `, fairness: { key: ${fairBy} }`;
  const traces = sample === null ? '' : `, traces: { exporter: otlp, sample: ${sample} }`;
  return [
    'version: 1',
    'name: bench',
    `engine: ${engine}`,
    `queues: { ${queues.map((name) => `${name}: { concurrency: ${atOnce}${limit}${turns} }`).join(', ')} }`,
    'retryPolicies: { standard: { backoff: { type: fixed, base: 0ms } } }',
    `telemetry: { logs: { level: error }${traces} }`,
    'reload: { watch: false }',
    ...pool,
    'tasks:',
    ...tasks.map((name) => `  ${name}: { handler: ./handlers/noop.mjs#noop${results}${executor}${tenants} }`),
    sections,
  ].join('\n');
}

function item({ payload, queue, priority, delayMs, retries, unique }: BenchJob): EnqueueItem {
  const options = {
    ...(queue === undefined ? {} : { queue }),
    ...(priority === undefined ? {} : { priority }),
    ...(delayMs === undefined ? {} : { delay: delayMs }),
    ...(retries === undefined ? {} : { maxAttempts: retries + 1 }),
    ...(unique === undefined ? {} : { unique }),
  };
  return { payload: { ...payload }, options };
}
