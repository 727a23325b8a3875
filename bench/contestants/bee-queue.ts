/** Plain bee-queue 2 as it is: its own node_redis client. Results are kept only in the sense that the record stays. */
import Queue from 'bee-queue';

import {
  type BenchJob,
  type BenchPayload,
  type Consumption,
  type Contestant,
  type Place,
  type Settings,
  type Work,
} from '../contestant.ts';
import { Tally } from '../tally.ts';

export class PlainBeeQueue implements Contestant {
  #queues = new Map<string, Queue<BenchPayload>>();
  #settings: Settings | undefined;

  async open({ redisPort }: Place, settings: Settings): Promise<void> {
    this.#settings = settings;
    for (const name of settings.queues) {
      const queue = new Queue<BenchPayload>(name, {
        redis: { port: redisPort ?? 0 },
        getEvents: false,
        sendEvents: false,
        storeJobs: false,
        activateDelayedJobs: true,
      });
      await queue.ready();
      this.#queues.set(name, queue);
    }
  }

  async enqueue(jobs: readonly BenchJob[]): Promise<void> {
    const [first] = jobs;
    if (!first) return;
    if (jobs.length === 1) {
      await this.#newJob(first).save();
      return;
    }
    const errors = await this.#queue(first.queue).saveAll(jobs.map((job) => this.#newJob(job)));
    if (errors.size > 0) throw new Error(`${errors.size} jobs were not saved`);
  }

  async consume(work: Work): Promise<Consumption> {
    const started = new Tally();
    const settled = new Tally();
    for (const queue of this.#queues.values()) {
      queue.on('succeeded', () => settled.add());
      queue.process(this.#settings?.concurrency ?? 1, async ({ data }) => {
        work(data);
        started.add();
        return { ok: true };
      });
    }
    return {
      started: (count) => started.reached(count),
      settled: (count) => settled.reached(count),
      pause: () => this.close(),
    };
  }

  async close(): Promise<void> {
    await Promise.all([...this.#queues.values()].map((queue) => queue.close(1_000)));
    this.#queues.clear();
  }

  #newJob({ payload, queue, delayMs, retries }: BenchJob): Queue.Job<BenchPayload> {
    const job = this.#queue(queue).createJob(payload);
    if (delayMs !== undefined) job.delayUntil(Date.now() + delayMs);
    return retries === undefined ? job : job.retries(retries);
  }

  #queue(name = this.#settings?.queues[0] ?? ''): Queue<BenchPayload> {
    const queue = this.#queues.get(name);
    if (!queue) throw new Error(`no queue "${name}"`);
    return queue;
  }
}
