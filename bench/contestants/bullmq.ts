/** BullMQ 6 with its defaults: results kept, as Skep keeps them. Traced by its own package, bullmq-otel. */
import { writeFile } from 'node:fs/promises';
import path from 'node:path';
import { pathToFileURL } from 'node:url';

import { type JobsOptions, Queue, type Telemetry, Worker } from 'bullmq';

import {
  type BenchJob,
  type BenchPayload,
  type Consumption,
  type Contestant,
  ISOLATED_HANDLER,
  type Place,
  type Settings,
  resultOf,
  SETTINGS,
  type Work,
} from '../contestant.ts';
import { Tally } from '../tally.ts';
import { startTracing, type Tracing } from './bullmq-tracing.ts';

export class BullMq implements Contestant {
  readonly #queues = new Map<string, Queue>();
  #workers: Worker[] = [];
  #settings: Settings | undefined;
  #file = '';
  #tracing: Tracing | undefined;
  #connection = { host: '127.0.0.1', port: 0, maxRetriesPerRequest: null };

  async open({ folder, redisPort, otlpUrl }: Place, settings: Settings): Promise<void> {
    this.#settings = settings;
    this.#file = path.join(folder, 'noop.mjs');
    if (settings.isolation !== 'none') await writeFile(this.#file, ISOLATED_HANDLER);
    this.#connection = { ...this.#connection, port: redisPort ?? 0 };
    if (settings.sample !== null && otlpUrl !== null) this.#tracing = await startTracing(otlpUrl, settings.sample);
    for (const name of settings.queues) {
      const queue = new Queue(name, { connection: this.#connection, ...this.#telemetry() });
      await queue.waitUntilReady();
      this.#queues.set(name, queue);
    }
  }

  async enqueue(jobs: readonly BenchJob[]): Promise<void> {
    const [first] = jobs;
    if (!first) return;
    const queue = this.#queue(first.queue);
    if (jobs.length === 1) await queue.add(first.task ?? 'noop', first.payload, options(first));
    else await queue.addBulk(jobs.map((job) => ({ name: job.task ?? 'noop', data: job.payload, opts: options(job) })));
  }

  async consume(work: Work): Promise<Consumption> {
    const started = new Tally();
    const settled = new Tally();
    const result = resultOf(this.#settings?.resultBytes ?? 0);
    const run = async ({ data }: { readonly data: BenchPayload }): Promise<typeof result> => {
      work(data);
      started.add();
      return result;
    };
    for (const name of this.#queues.keys()) {
      const { concurrency, isolation, perSecond } = this.#settings ?? SETTINGS;
      const limiter = perSecond === null ? {} : { limiter: { max: perSecond, duration: 1_000 } };
      const options = { connection: this.#connection, concurrency, ...limiter, ...this.#telemetry() };
      const worker =
        isolation === 'none'
          ? new Worker(name, run, options)
          : new Worker(name, pathToFileURL(this.#file), { ...options, useWorkerThreads: isolation === 'thread' });
      worker.on('completed', () => {
        settled.add();
        if (isolation !== 'none') started.add();
      });
      this.#workers.push(worker);
    }
    return {
      started: (count) => started.reached(count),
      settled: (count) => settled.reached(count),
      pause: () => this.#stopWorkers(),
    };
  }

  async close(): Promise<void> {
    await this.#stopWorkers();
    await Promise.all([...this.#queues.values()].map((queue) => queue.close()));
    await this.#tracing?.stop();
  }

  async #stopWorkers(): Promise<void> {
    await Promise.all(this.#workers.map((worker) => worker.close()));
    this.#workers = [];
  }

  #telemetry(): { readonly telemetry?: Telemetry } {
    return this.#tracing ? { telemetry: this.#tracing.telemetry } : {};
  }

  #queue(name = this.#settings?.queues[0] ?? ''): Queue {
    const queue = this.#queues.get(name);
    if (!queue) throw new Error(`no queue "${name}"`);
    return queue;
  }
}

function options({ priority, delayMs, retries, unique }: BenchJob): JobsOptions {
  return {
    // BullMQ's 0 is "no priority", before all others.
    ...(priority === undefined ? {} : { priority: priority + 1 }),
    ...(delayMs === undefined ? {} : { delay: delayMs }),
    ...(retries === undefined ? {} : { attempts: retries + 1 }),
    ...(unique === undefined ? {} : { deduplication: { id: unique } }),
  };
}
