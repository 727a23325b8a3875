/** Jobs that are limited, unique or take turns: what each of these costs where it never has to wait. */
import { type BenchJob, enqueueAll, jobs } from '../contestant.ts';
import { CPU_PER_JOB, type Figures, RATE, type Row, type Stage, timed } from '../row.ts';

const KEYS = 10_000;
/** More than any contestant runs. */
const NEVER_REACHED = 1_000_000;
const HANDLER = './handlers/noop.mjs#noop';

const KEYED = `at most 100 at once of each of ${KEYS} keys`;
const FAIR = `fair order, ${KEYS} tenants`;
const LIMITED = 'at most 1 000 000 a second';

function keyed(count: number): BenchJob[] {
  return jobs(count).map((job, n) => ({ ...job, payload: { ...job.payload, tenant: `tenant-${n % KEYS}` } }));
}

async function run({ open, variant, jobs: count, warmUp }: Stage): Promise<Figures> {
  const contestant = await open({
    perSecond: variant === LIMITED ? NEVER_REACHED : null,
    ...(variant === KEYED && {
      manifest: `  keyed: { handler: ${HANDLER}, concurrency: { limit: 100, key: payload.tenant } }`,
    }),
    ...(variant === FAIR && {
      queues: ['fair'],
      fairBy: 'payload.tenant',
      manifest: 'routes: { tasks: [{ match: noop, queue: fair }] }',
    }),
  });
  const given = { ...(variant === KEYED && { task: 'keyed' }), ...(variant === FAIR && { queue: 'fair' }) };
  await enqueueAll(
    contestant,
    keyed(warmUp + count).map((job) => ({ ...job, ...given })),
  );
  const consumption = await contestant.consume(() => undefined);
  await consumption.started(warmUp);
  return timed(count, () => consumption.settled(warmUp + count));
}

export const limitedRow: Row = {
  title: 'Limits and order',
  terms:
    'Stored first, then run, 64 at once. The limits are never reached: what is measured is that they are asked. BullMQ has one for a queue, its `limiter`; ' +
    'keys and turns of tenants its free edition has not.',
  needs: ['inProcess', 'bulk', 'limits'],
  variants: { plain: [], [LIMITED]: [], [KEYED]: ['manifest'], [FAIR]: ['manifest'] },
  figures: { rate: RATE, cpu: CPU_PER_JOB },
  jobs: 60_000,
  maxRounds: 2,
  work: 'process',
  measure: run,
};

export const uniqueRow: Row = {
  title: 'Unique jobs',
  terms:
    'Each job has a key of its own, or every key comes ten times and nine of these are not stored. BullMQ: `deduplication`. Nobody consumes.',
  needs: ['inProcess', 'bulk', 'unique'],
  variants: { 'no key': [], 'each its own key': [], 'ten of each key': [] },
  figures: { rate: { unit: 'enqueued/s', better: 'more' }, cpu: CPU_PER_JOB },
  jobs: 60_000,
  maxRounds: 2,
  work: 'enqueue',

  async measure({ open, variant, jobs: count, warmUp }) {
    const contestant = await open();
    await enqueueAll(contestant, jobs(warmUp));
    const times = variant === 'ten of each key' ? 10 : 1;
    const all = jobs(count).map((job, n) => ({ ...job, unique: `key-${Math.floor(n / times)}` }));
    return timed(count, () => enqueueAll(contestant, variant === 'no key' ? jobs(count) : all));
  },
};
