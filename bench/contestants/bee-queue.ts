/** Plain bee-queue 2 as it is: its own node_redis client; results kept, as Skep keeps them. */
import Queue from 'bee-queue';

import { CONCURRENCY, inBulks, payload, type Contestant, type Place } from '../contestant.ts';

export class PlainBeeQueue implements Contestant {
  #queue: Queue | undefined;

  async open({ redisPort }: Place): Promise<void> {
    this.#queue = new Queue('bench', {
      redis: { port: redisPort ?? 0 },
      getEvents: false,
      sendEvents: false,
      storeJobs: false,
    });
    await this.#queue.ready();
  }

  async enqueue(count: number): Promise<void> {
    const queue = this.#open();
    await inBulks(count, async (numbers) => {
      const errors = await queue.saveAll(numbers.map((n) => queue.createJob(payload(n))));
      if (errors.size > 0) throw new Error(`${errors.size} jobs were not saved`);
    });
  }

  process(count: number): Promise<void> {
    const queue = this.#open();
    return new Promise((resolve) => {
      let done = 0;
      queue.on('succeeded', () => {
        done += 1;
        if (done === count) resolve();
      });
      queue.process(CONCURRENCY, async () => ({ ok: true }));
    });
  }

  async close(): Promise<void> {
    await this.#queue?.close(1_000);
  }

  #open(): Queue {
    if (!this.#queue) throw new Error('not open');
    return this.#queue;
  }
}
