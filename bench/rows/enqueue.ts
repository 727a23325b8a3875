import { BULK, enqueueAll, jobs } from '../contestant.ts';
import { RATE, type Row, timed } from '../row.ts';

interface Way {
  /** Of the row's jobs, by how fast they can be stored. */
  readonly share: number;
  readonly perCall: number;
  readonly callers: number;
}

const WAYS: Readonly<Record<string, Way>> = {
  bulk: { share: 1, perCall: BULK, callers: 1 },
  'bulk, 4 callers': { share: 1, perCall: BULK, callers: 4 },
  '100 callers': { share: 0.5, perCall: 1, callers: 100 },
  '1 caller': { share: 0.05, perCall: 1, callers: 1 },
};

export const enqueueRow: Row = {
  title: 'Enqueueing',
  terms:
    `Nobody consumes. Bulk: ${BULK} jobs per call, one call under way, or four. 100 callers: one job per call, 100 calls under ` +
    'way. 1 caller: one job per call, the next after the answer. A call has returned when the job is acknowledged: ' +
    'on disk with SQLite and PostgreSQL, in memory with Redis (no append-only file here, for all alike).',
  needs: [],
  variants: { bulk: ['bulk'], 'bulk, 4 callers': ['bulk', 'inProcess'], '100 callers': ['inProcess'], '1 caller': [] },
  figures: { rate: RATE },
  jobs: 120_000,
  work: 'enqueue',

  async measure({ open, variant, jobs: full, warmUp }) {
    const contestant = await open();
    const way = WAYS[variant];
    if (!way) throw new Error(`no way to enqueue "${variant}"`);
    const count = Math.ceil(full * way.share);
    await enqueueAll(contestant, jobs(Math.ceil(warmUp * way.share)), way);
    const { rate } = await timed(count, () => enqueueAll(contestant, jobs(count), way));
    return { rate };
  },
};
