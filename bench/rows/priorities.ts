import { enqueueAll, jobs } from '../contestant.ts';
import { RATE, type Row, timed } from '../row.ts';

const PRIORITIES = 10;

export const prioritiesRow: Row = {
  title: 'Priorities',
  terms: `${PRIORITIES} priorities, mixed evenly, stored first, then run, 64 at once.`,
  needs: ['inProcess', 'bulk', 'priorities'],
  variants: { '10 priorities mixed': [] },
  figures: { rate: RATE },
  jobs: 60_000,
  maxRounds: 2,
  work: 'process',

  async measure({ open, jobs: count, warmUp }) {
    const contestant = await open();
    const mixed = jobs(warmUp + count).map((job, n) => ({ ...job, priority: n % PRIORITIES }));
    await enqueueAll(contestant, mixed);
    const consumption = await contestant.consume(() => undefined);
    await consumption.started(warmUp);
    const { rate } = await timed(count, () => consumption.settled(warmUp + count));
    return { rate };
  },
};
