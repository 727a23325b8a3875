/**
 * pg-boss 10, by its own fetch() and complete() in a loop: its work() waits at least half a second between batches.
 * Finished jobs stay in their table.
 */
import PgBoss from 'pg-boss';

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

const QUEUE = 'default';

/** Between two looks at an empty queue. */
const EMPTY_MS = 10;

export class PgBossQueue implements Contestant {
  #boss: PgBoss | undefined;
  #concurrency = 1;
  #consuming: { stopped: boolean; readonly ended: Promise<void> } | undefined;

  async open({ postgresUrl }: Place, { concurrency }: Settings): Promise<void> {
    this.#concurrency = concurrency;
    this.#boss = new PgBoss({ connectionString: postgresUrl ?? '', schedule: false, supervise: false });
    await this.#boss.start();
    await this.#boss.createQueue(QUEUE);
  }

  async enqueue(jobs: readonly BenchJob[]): Promise<void> {
    const [first] = jobs;
    if (first && jobs.length === 1) await this.#open().send(QUEUE, first.payload);
    else await this.#open().insert(jobs.map(({ payload }) => ({ name: QUEUE, data: payload })));
  }

  async consume(work: Work): Promise<Consumption> {
    const started = new Tally();
    const settled = new Tally();
    const loop = async (): Promise<void> => {
      while (!consuming.stopped) {
        const jobs = await this.#open().fetch<BenchPayload>(QUEUE, { batchSize: this.#concurrency });
        if (jobs.length === 0) await new Promise((resolve) => setTimeout(resolve, EMPTY_MS));
        else await this.#run(jobs, { work, started, settled });
      }
    };
    const consuming = { stopped: false, ended: Promise.resolve().then(loop) };
    this.#consuming = consuming;
    return {
      started: (count) => started.reached(count),
      settled: (count) => settled.reached(count),
      pause: () => this.#stop(),
    };
  }

  async close(): Promise<void> {
    await this.#stop();
    await this.#boss?.stop({ graceful: false });
  }

  async #run(
    jobs: readonly PgBoss.Job<BenchPayload>[],
    { work, started, settled }: { readonly work: Work; readonly started: Tally; readonly settled: Tally },
  ): Promise<void> {
    for (const { data } of jobs) {
      work(data);
      started.add();
    }
    const ids = jobs.map(({ id }) => id);
    await this.#open().complete(QUEUE, ids);
    ids.forEach(() => settled.add());
  }

  async #stop(): Promise<void> {
    if (!this.#consuming) return;
    this.#consuming.stopped = true;
    await this.#consuming.ended;
  }

  #open(): PgBoss {
    if (!this.#boss) throw new Error('not open');
    return this.#boss;
  }
}
