/**
 * graphile-worker 0.17 as its page on performance says: local queue, completions in batches. It deletes finished jobs.
 */
import { Logger, makeWorkerUtils, run, type Runner, type WorkerUtils } from 'graphile-worker';

import {
  type BenchJob,
  type BenchPayload,
  type Consumption,
  type Contestant,
  type Place,
  type Settings,
  type Work,
} from '../contestant.ts';
import { polled, Tally } from '../tally.ts';

const LOCAL_QUEUE = 500;
const logger = new Logger(() => () => undefined);

export class GraphileWorker implements Contestant {
  #url = '';
  #concurrency = 1;
  #utils: WorkerUtils | undefined;
  #runner: Runner | undefined;
  #stored = 0;

  async open({ postgresUrl }: Place, { concurrency }: Settings): Promise<void> {
    this.#url = postgresUrl ?? '';
    this.#concurrency = concurrency;
    this.#utils = await makeWorkerUtils({ connectionString: this.#url, logger });
    await this.#utils.migrate();
  }

  async enqueue(jobs: readonly BenchJob[]): Promise<void> {
    const utils = this.#open();
    const [first] = jobs;
    if (first && jobs.length === 1) await utils.addJob('noop', first.payload, spec(first));
    else await utils.addJobs(jobs.map((job) => ({ identifier: 'noop', payload: job.payload, ...spec(job) })));
    this.#stored += jobs.length;
  }

  async consume(work: Work): Promise<Consumption> {
    const done = new Tally();
    const before = this.#stored - (await this.#left());
    this.#runner = await run({
      preset: {
        worker: {
          connectionString: this.#url,
          concurrentJobs: this.#concurrency,
          maxPoolSize: 12,
          localQueue: { size: LOCAL_QUEUE },
          completeJobBatchDelay: 0,
          failJobBatchDelay: 0,
        },
      },
      logger,
      noHandleSignals: true,
      taskList: {
        noop: async (payload) => {
          work(payload as BenchPayload);
          done.add();
        },
      },
    });
    return {
      started: (count) => done.reached(count),
      settled: async (count) => {
        await done.reached(count);
        await polled(before + count, async () => this.#stored - (await this.#left()));
      },
      pause: () => this.#stopRunner(),
    };
  }

  async close(): Promise<void> {
    await this.#stopRunner();
    await this.#utils?.release();
  }

  /** Jobs in the table, whatever their state. */
  #left(): Promise<number> {
    return this.#open().withPgClient(async (client) => {
      const { rows } = await client.query<{ jobs: number }>(
        'select count(*)::int jobs from graphile_worker._private_jobs',
      );
      return rows[0]?.jobs ?? 0;
    });
  }

  async #stopRunner(): Promise<void> {
    await this.#runner?.stop();
    this.#runner = undefined;
  }

  #open(): WorkerUtils {
    if (!this.#utils) throw new Error('not open');
    return this.#utils;
  }
}

function spec({ priority, delayMs }: BenchJob): { readonly priority?: number; readonly runAt?: Date } {
  return {
    ...(priority === undefined ? {} : { priority }),
    ...(delayMs === undefined ? {} : { runAt: new Date(Date.now() + delayMs) }),
  };
}
