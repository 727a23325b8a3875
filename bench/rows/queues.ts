import { type BenchJob, type Contestant, jobs } from '../contestant.ts';
import { RATE, type Row, timed } from '../row.ts';

const QUEUES = Array.from({ length: 50 }, (_unused, n) => `queue-${n}`);
const TASKS = Array.from({ length: 10 }, (_unused, n) => `noop-${n}`);

export const queuesRow: Row = {
  title: 'Many queues',
  terms: '50 queues × 10 tasks, the jobs spread over all 500, stored first; 2 at once per queue, one process.',
  needs: ['inProcess', 'bulk', 'queues'],
  variants: { '50 queues × 10 tasks': [] },
  figures: { rate: RATE },
  jobs: 40_000,
  maxRounds: 2,
  work: 'process',

  async measure({ open, jobs: count, warmUp }) {
    const contestant = await open({ queues: QUEUES, tasks: TASKS, concurrency: 2 });
    await storeSpread(contestant, jobs(warmUp + count));
    const consumption = await contestant.consume(() => undefined);
    await consumption.started(warmUp);
    const { rate } = await timed(count, () => consumption.settled(warmUp + count));
    return { rate };
  },
};

/** One call per queue and task. */
async function storeSpread(contestant: Contestant, all: readonly BenchJob[]): Promise<void> {
  const lanes = QUEUES.flatMap((queue) => TASKS.map((task) => ({ queue, task })));
  const perLane = Math.ceil(all.length / lanes.length);
  for (const [index, lane] of lanes.entries()) {
    const mine = all.slice(index * perLane, (index + 1) * perLane);
    if (mine.length > 0) await contestant.enqueue(mine.map((job) => ({ ...job, ...lane })));
  }
}
