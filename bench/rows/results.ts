import { enqueueAll, jobs } from '../contestant.ts';
import { CPU_PER_JOB, type Row, timed } from '../row.ts';

interface Size {
  readonly bytes: number;
  /** Of the row's jobs. */
  readonly share: number;
  /** Handlers at once: ten results of 10 MB are more than a process should hold of anything. */
  readonly concurrency: number;
}

const SIZES: Readonly<Record<string, Size>> = {
  '500 kB': { bytes: 500_000, share: 1, concurrency: 64 },
  '10 MB': { bytes: 10_000_000, share: 0.1, concurrency: 4 },
};

export const resultsRow: Row = {
  title: 'Results',
  terms:
    'Handlers return a text of that size, which is kept with the job; 64 at once, of those of 10 MB 4. The jobs themselves are small and ' +
    'stored before the clock starts. Skep says `result: { max: 16mb }`.',
  needs: ['inProcess', 'bulk', 'results'],
  variants: { '500 kB': [], '10 MB': [] },
  figures: { rate: { unit: 'processed/s', better: 'more' }, cpu: CPU_PER_JOB },
  jobs: 300,
  maxRounds: 3,
  work: 'process',

  async measure({ open, variant, jobs: full }) {
    const { bytes, share, concurrency } = SIZES[variant] ?? { bytes: 500_000, share: 1, concurrency: 64 };
    const count = Math.max(4, Math.ceil(full * share));
    const before = Math.ceil(count / 5);
    const contestant = await open({ resultBytes: bytes, concurrency });
    await enqueueAll(contestant, jobs(before + count));
    const consumption = await contestant.consume(() => undefined);
    await consumption.started(before);
    return timed(count, () => consumption.settled(before + count));
  },
};
