import { BULK, enqueueAll, jobs } from '../contestant.ts';
import { type Row, timed } from '../row.ts';

interface Size {
  readonly bytes: number;
  /** Of the row's jobs. */
  readonly share: number;
}

const SIZES: Readonly<Record<string, Size>> = {
  '100 B': { bytes: 100, share: 1 },
  '10 kB': { bytes: 10_000, share: 0.3 },
  '500 kB': { bytes: 500_000, share: 0.01 },
};

/** What one bulk call may carry. */
const CALL_BYTES = 2_000_000;

export const payloadsRow: Row = {
  title: 'Payloads',
  terms: `Stored in calls of at most ${BULK} jobs and 2 MB, then run, 64 at once. The sizes are those of the payload as JSON.`,
  needs: ['inProcess', 'bulk'],
  variants: { '100 B': [], '10 kB': [], '500 kB': [] },
  figures: {
    rate: { unit: 'processed/s', better: 'more' },
    enqueue: { unit: 'enqueued/s', better: 'more' },
  },
  jobs: 20_000,
  maxRounds: 2,
  work: 'process',

  async measure({ open, variant, jobs: full, warmUp }) {
    const { bytes, share } = SIZES[variant] ?? { bytes: 100, share: 1 };
    const [count, before] = [Math.ceil(full * share), Math.ceil(warmUp * share)];
    const perCall = Math.max(1, Math.min(BULK, Math.floor(CALL_BYTES / bytes)));
    const contestant = await open();
    await enqueueAll(contestant, jobs(before, bytes), { perCall });
    const enqueue = await timed(count, () => enqueueAll(contestant, jobs(count, bytes), { perCall }));
    const consumption = await contestant.consume(() => undefined);
    await consumption.started(before);
    const { rate } = await timed(count, () => consumption.settled(before + count));
    return { rate, enqueue: enqueue.rate };
  },
};
