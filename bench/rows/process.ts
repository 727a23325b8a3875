import { enqueueAll, jobs } from '../contestant.ts';
import { CPU_PER_JOB, RATE, type Row, timed } from '../row.ts';

export const processRow: Row = {
  title: 'Processing no-op jobs',
  terms:
    'All jobs are stored first; the clock runs from the end of the warm-up until the last outcome is stored, client ' +
    'CPU likewise. Results are kept by Skep, BullMQ, Celery and RQ; bee-queue keeps the record without its result, ' +
    'pg-boss the row; graphile-worker deletes it. Celery and RQ run as they do by default: a worker process per core.',
  needs: [],
  variants: { '64 at once': [], '256 at once': ['inProcess'] },
  figures: { rate: RATE, cpu: CPU_PER_JOB },
  jobs: 150_000,
  work: 'process',

  async measure({ open, variant, jobs: count, warmUp }) {
    const contestant = await open({ concurrency: Number.parseInt(variant, 10) });
    await enqueueAll(contestant, jobs(warmUp + count));
    const consumption = await contestant.consume(() => undefined);
    await consumption.started(warmUp);
    const { rate, cpu } = await timed(count, () => consumption.settled(warmUp + count));
    return contestant.enqueueLoop ? { rate } : { rate, cpu };
  },
};
