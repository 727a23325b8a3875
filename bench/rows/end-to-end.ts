import { enqueueAll, jobs } from '../contestant.ts';
import { CPU_PER_JOB, RATE, type Row, timed } from '../row.ts';

export const endToEndRow: Row = {
  title: 'End to end: produced and consumed at once',
  terms:
    'One process stores jobs in bulk and runs them, 64 at once; the clock runs from the first call until the last ' +
    'outcome is stored.',
  needs: ['inProcess', 'bulk'],
  variants: { '64 at once': [] },
  figures: { rate: RATE, cpu: CPU_PER_JOB },
  jobs: 60_000,
  maxRounds: 3,
  work: 'process',

  async measure({ open, jobs: count, warmUp }) {
    const contestant = await open();
    const consumption = await contestant.consume(() => undefined);
    await enqueueAll(contestant, jobs(warmUp));
    await consumption.settled(warmUp);
    return timed(count, async () => {
      await enqueueAll(contestant, jobs(count));
      await consumption.settled(warmUp + count);
    });
  },
};
