import { fork } from 'node:child_process';
import path from 'node:path';

import { polled } from '../tally.ts';
import { RATE, type Row, timed } from '../row.ts';

const WORKER = path.join(import.meta.dirname, '..', 'fixture-worker.ts');

export const processesRow: Row = {
  title: 'Several processes',
  terms:
    'The same jobs, all stored first, run by 1, 2 and 4 processes, 64 at once in each; the clock runs from the end of ' +
    'the warm-up until the last handler has started. Mind the number of cores: Redis and PostgreSQL want one too.',
  needs: ['inProcess', 'bulk'],
  variants: { '1 process': [], '2 processes': [], '4 processes': [] },
  figures: { rate: RATE },
  jobs: 60_000,
  maxRounds: 2,
  work: 'process',

  async measure({ contestant, place, variant, jobs: count, warmUp }) {
    const team = await Promise.all(
      Array.from({ length: Number.parseInt(variant, 10) }, () => Worker.start([contestant, JSON.stringify(place)])),
    );
    await team[0]?.enqueue(warmUp + count);
    for (const worker of team) worker.consume();
    const done = async (): Promise<number> => team.reduce((sum, worker) => sum + worker.done, 0);
    await polled(warmUp, done);
    const { rate } = await timed(count, () => polled(warmUp + count, done));
    for (const worker of team) worker.end();
    return { rate };
  },
};

/** One of the processes, as its parent sees it. */
class Worker {
  readonly #child;
  done = 0;

  private constructor(child: ReturnType<typeof fork>) {
    this.#child = child;
    child.on('message', (said) => {
      if (typeof said === 'number') this.done = said;
    });
  }

  static async start(args: readonly string[]): Promise<Worker> {
    const worker = new Worker(fork(WORKER, args, { execArgv: ['--import', 'tsx'] }));
    await worker.#says('open');
    return worker;
  }

  async enqueue(count: number): Promise<void> {
    const stored = this.#says('stored');
    this.#child.send({ enqueue: count });
    await stored;
  }

  consume(): void {
    this.#child.send('consume');
  }

  end(): void {
    this.#child.kill('SIGKILL');
  }

  #says(word: string): Promise<void> {
    return new Promise((resolve, reject) => {
      this.#child.on('message', (said) => said === word && resolve());
      this.#child.once('exit', (code) => reject(new Error(`the worker process ended with ${code}`)));
    });
  }
}
