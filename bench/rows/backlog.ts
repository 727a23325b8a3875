import { enqueueAll, jobs } from '../contestant.ts';
import { CPU_PER_JOB, RATE, type Row, timed } from '../row.ts';

/** Stored in steps, so that the measuring process does not hold a million jobs itself. */
const STEP = 50_000;

export const backlogRow: Row = {
  title: 'Backlog',
  terms:
    'So many jobs wait behind those that are run, 64 at once. The cost per job should stay flat as the backlog grows.',
  needs: ['inProcess', 'bulk', 'backlogs'],
  variants: { '1 000 waiting': [], '10 000 waiting': [], '100 000 waiting': [], '1 000 000 waiting': [] },
  figures: { rate: RATE, cpu: CPU_PER_JOB },
  jobs: 60_000,
  maxRounds: 3,
  work: 'process',

  async measure({ open, variant, jobs: count, scale, warmUp }) {
    const contestant = await open();
    const backlog = Math.ceil(Number(variant.replace(/\D/g, '')) * scale);
    const all = warmUp + count + backlog;
    for (let stored = 0; stored < all; stored += STEP) {
      await enqueueAll(contestant, jobs(Math.min(STEP, all - stored)));
    }
    const consumption = await contestant.consume(() => undefined);
    await consumption.started(warmUp);
    const figures = await timed(count, () => consumption.started(warmUp + count));
    await consumption.pause();
    return figures;
  },
};
