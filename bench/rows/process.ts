import { enqueueAll, jobs } from '../contestant.ts';
import { CPU_PER_JOB, RATE, type Row, timed } from '../row.ts';

export const processRow: Row = {
  title: 'Processing no-op jobs',
  terms:
    'All jobs are stored first; the clock runs from the end of the warm-up until the last outcome is stored. CPU is ' +
    "the client's, where handlers run in the measuring process.",
  needs: [],
  variants: ['64 at once', '256 at once'],
  figures: { rate: RATE, cpu: CPU_PER_JOB },
  jobs: 40_000,

  async measure({ open, variant, jobs: count, warmUp }) {
    const contestant = await open({ concurrency: Number.parseInt(variant, 10) });
    await enqueueAll(contestant, jobs(warmUp + count));
    const consumption = await contestant.consume(() => undefined);
    await consumption.started(warmUp);
    return timed(count, () => consumption.settled(warmUp + count));
  },
};
