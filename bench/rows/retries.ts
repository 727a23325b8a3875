import { enqueueAll, jobs } from '../contestant.ts';
import { RATE, type Row, timed } from '../row.ts';

export const retriesRow: Row = {
  title: 'Retries',
  terms:
    'Every job fails once, is tried again without a delay, and succeeds: two attempts per job, 64 at once. Errors and ' +
    'the history of attempts are kept as each system does.',
  needs: ['inProcess', 'bulk', 'retries'],
  variants: { 'each fails once': [] },
  figures: { rate: RATE },
  jobs: 20_000,
  maxRounds: 2,
  work: 'process',

  async measure({ open, jobs: count, warmUp }) {
    const contestant = await open();
    const failed = new Set<number>();
    const consumption = await contestant.consume(({ n }) => {
      if (failed.has(n)) return;
      failed.add(n);
      throw new Error('fails once');
    });
    const all = jobs(warmUp + count).map((job) => ({ ...job, retries: 1 }));
    await enqueueAll(contestant, all.slice(0, warmUp));
    await consumption.settled(warmUp);
    const { rate } = await timed(count, async () => {
      await enqueueAll(contestant, all.slice(warmUp));
      await consumption.settled(warmUp + count);
    });
    return { rate };
  },
};
