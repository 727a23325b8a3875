/** BullMQ 6 with its defaults: results kept, as Skep keeps them. Traced by its own package, bullmq-otel. */
import { writeFile } from 'node:fs/promises';
import path from 'node:path';
import { pathToFileURL } from 'node:url';

import { type FlowJob, FlowProducer, type Job, type JobsOptions, Queue, type Telemetry, Worker } from 'bullmq';

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
  SETTINGS,
  type Work,
} from '../contestant.ts';
import { Tally } from '../tally.ts';
import { startTracing, type Tracing } from './bullmq-tracing.ts';

/** Reads what all before it returned. */
const CALLBACK = 'callback';

export class BullMq implements Contestant {
  readonly #queues = new Map<string, Queue>();
  #workers: Worker[] = [];
  #flows: FlowProducer | undefined;
  #graphs = 0;
  /** By id of the job that ends a flow. */
  readonly #roots = new Map<string, () => void>();
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
    const run = async (job: Job<BenchPayload>): Promise<typeof result> => {
      if (job.name === CALLBACK) await job.getChildrenValues();
      work(job.data);
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
      worker.on('completed', ({ id = '' }) => {
        settled.add();
        this.#roots.get(id)?.();
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

  async graph(graph: Graph): Promise<void> {
    this.#flows ??= new FlowProducer({ connection: this.#connection });
    const jobId = `root-${++this.#graphs}`;
    const over = new Promise<void>((resolve) => this.#roots.set(jobId, resolve));
    await this.#flows.add({ ...this.#flow(graph), opts: { jobId } });
    await over;
    this.#roots.delete(jobId);
  }

  #flow({ kind, size }: Graph): FlowJob {
    const queueName = this.#settings?.queues[0] ?? '';
    const one = (n: number, children: FlowJob[] = [], name = 'noop'): FlowJob => {
      return { name, queueName, data: { n, to: 'person@example.com', note: 'an item of a graph' }, children };
    };
    if (kind !== 'chain') {
      const items = Array.from({ length: size }, (_none, n) => one(n));
      return one(size, items, kind === 'chord' ? CALLBACK : 'noop');
    }
    let last = one(1);
    for (let n = 1; n < size; n += 1) last = one(1, [last]);
    return last;
  }

  async close(): Promise<void> {
    await this.#stopWorkers();
    await this.#flows?.close();
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
