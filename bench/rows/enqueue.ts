import { BULK, type Contestant, enqueueAll, jobs } from '../contestant.ts';
import { RATE, type Row, timed } from '../row.ts';

/** Of the row's jobs, by how fast they can be stored. */
const SHARE: Readonly<Record<string, number>> = { bulk: 1, '100 callers': 0.5, '1 caller': 0.1 };

export const enqueueRow: Row = {
  title: 'Enqueueing',
  terms:
    `Nobody consumes. Bulk: ${BULK} jobs per call, one call under way. 100 callers: one job per call, 100 calls under ` +
    'way. 1 caller: one job per call, the next after the answer. A call has returned when the job is acknowledged: ' +
    'on disk with SQLite and PostgreSQL, in memory with Redis (no append-only file here, for all alike).',
  needs: [],
  variants: { bulk: ['bulk'], '100 callers': ['inProcess'], '1 caller': [] },
  figures: { rate: RATE },
  jobs: 40_000,
  work: 'enqueue',

  async measure({ open, variant, jobs: full, warmUp }) {
    const contestant = await open();
    const share = SHARE[variant] ?? 1;
    const count = Math.ceil(full * share);
    await store(contestant, variant, Math.ceil(warmUp * share));
    const { rate } = await timed(count, () => store(contestant, variant, count));
    return { rate };
  },
};

function store(contestant: Contestant, variant: string, count: number): Promise<void> {
  if (variant === 'bulk') return enqueueAll(contestant, jobs(count));
  return enqueueAll(contestant, jobs(count), { perCall: 1, callers: Number.parseInt(variant, 10) });
}
