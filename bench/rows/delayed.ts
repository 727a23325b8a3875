import { enqueueAll, jobs } from '../contestant.ts';
import { passed, RATE, type Row, timed } from '../row.ts';

/** Storing may turn out slower than the warm-up by this much before jobs are due too early. */
const RESERVE = 1.6;
const RESERVE_MS = 500;

export const delayedRow: Row = {
  title: 'Delayed jobs, all due at the same instant',
  terms:
    '100 000 jobs (slower systems: half of that), stored with one due time and consumed from then on, 64 at once; the ' +
    'clock runs from that instant until the last outcome is stored.',
  needs: ['inProcess', 'bulk', 'delays'],
  variants: { 'due at once': [] },
  figures: { rate: RATE },
  jobs: 100_000,
  maxRounds: 2,
  work: 'process',

  async measure({ open, jobs: count, warmUp }) {
    const contestant = await open();
    const consumption = await contestant.consume(() => undefined);
    const { rate: stored } = await timed(warmUp, () =>
      enqueueAll(
        contestant,
        jobs(warmUp).map((job) => ({ ...job, delayMs: 1 })),
      ),
    );
    await consumption.settled(warmUp);
    const delayMs = Math.ceil((count / stored) * 1_000 * RESERVE) + RESERVE_MS;
    const due = performance.now() + delayMs;
    for (const job of inTurns(count))
      await enqueueAll(
        contestant,
        job.map((one) => ({ ...one, delayMs: left(due) })),
      );
    if (left(due) === 0) throw new Error('storing took longer than the delay');
    await passed(left(due));
    const { rate } = await timed(count, () => consumption.settled(warmUp + count));
    return { rate };
  },
};

const left = (due: number): number => Math.max(0, Math.ceil(due - performance.now()));

/** The jobs in handfuls, each of which gets what is left of the delay. */
function* inTurns(count: number): Generator<ReturnType<typeof jobs>> {
  const size = 5_000;
  for (let from = 0; from < count; from += size) yield jobs(Math.min(size, count - from));
}
