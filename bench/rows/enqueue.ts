import { BULK, type Contestant, enqueueAll, jobs } from '../contestant.ts';
import { RATE, type Row, timed } from '../row.ts';

export const enqueueRow: Row = {
  title: 'Enqueueing',
  terms:
    `Nobody consumes. Bulk: ${BULK} jobs per call, one call under way. 100 callers: one job per call, 100 calls under ` +
    'way. 1 caller: one job per call, the next after the answer. A call has returned when the job is acknowledged.',
  needs: [],
  variants: ['bulk', '100 callers', '1 caller'],
  figures: { rate: RATE },
  jobs: 40_000,

  async measure({ open, variant, jobs: full, warmUp }) {
    const contestant = await open();
    const count = Math.ceil(variant === 'bulk' ? full : variant === '1 caller' ? full / 8 : full / 2);
    await store(contestant, variant, warmUp);
    const { rate } = await timed(count, () => store(contestant, variant, count));
    return { rate };
  },
};

function store(contestant: Contestant, variant: string, count: number): Promise<void> {
  if (variant === 'bulk') return enqueueAll(contestant, jobs(count));
  return enqueueAll(contestant, jobs(count), { perCall: 1, callers: Number.parseInt(variant, 10) });
}
