/** BullMQ 6 with its defaults; results kept, as Skep keeps them. */
import { Queue, Worker } from 'bullmq';

import { CONCURRENCY, inBulks, payload, type Contestant, type Place } from '../contestant.ts';

export class BullMq implements Contestant {
  #connection = { host: '127.0.0.1', port: 0, maxRetriesPerRequest: null };
  #queue: Queue | undefined;
  #worker: Worker | undefined;

  async open({ redisPort }: Place): Promise<void> {
    this.#connection = { ...this.#connection, port: redisPort ?? 0 };
    this.#queue = new Queue('bench', { connection: this.#connection });
    await this.#queue.waitUntilReady();
  }

  async enqueue(count: number): Promise<void> {
    const queue = this.#queue;
    if (!queue) throw new Error('not open');
    await inBulks(count, (numbers) => queue.addBulk(numbers.map((n) => ({ name: 'noop', data: payload(n) }))));
  }

  process(count: number): Promise<void> {
    return new Promise((resolve) => {
      let done = 0;
      this.#worker = new Worker('bench', async () => ({ ok: true }), {
        connection: this.#connection,
        concurrency: CONCURRENCY,
      });
      this.#worker.on('completed', () => {
        done += 1;
        if (done === count) resolve();
      });
    });
  }

  async close(): Promise<void> {
    await this.#worker?.close();
    await this.#queue?.close();
  }
}
