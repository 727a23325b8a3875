import { enqueueAll, jobs } from '../contestant.ts';
import { CPU_PER_JOB, RATE, type Row, timed } from '../row.ts';

const MANY = 1_000;
const HANDLER = './handlers/noop.mjs#noop';
const many = (line: (n: number) => string): string => Array.from({ length: MANY }, (_unused, n) => line(n)).join('\n');

/** What each variant declares beside the plain task that is measured. */
const DECLARED: Readonly<Record<string, string>> = {
  nothing: '',
  'schemas of another task': `  other: { handler: ${HANDLER}, input: { type: object, required: [to] }, output: { type: object } }`,
  'limits, retries, retention': [
    `  other: { handler: ${HANDLER}, timeout: { soft: 5s, hard: 9s }, retry: { maxAttempts: 9, retryFor: 1h }, tags: [rare] }`,
    'defaults: { keep: { dead: { for: 30d, count: 1000 } } }',
  ].join('\n'),
  '1 000 tasks and routes': [
    many((n) => `  other-${n}: ${HANDLER}`),
    'routes:\n  tasks:',
    many((n) => `    - { match: other-${n}, queue: default, priority: 7 }`),
  ].join('\n'),
  '1 000 schedules': `schedules:\n${many((n) => `  s-${n}: { task: noop, cron: "${n % 60} 3 29 2 *" }`)}`,
};

export const unusedRow: Row = {
  title: 'Features that are declared and not used',
  terms:
    'The same plain jobs, stored and then run, 64 at once, under manifests that declare more. What a user does not ' +
    'use should cost nothing.',
  needs: ['inProcess', 'bulk', 'manifest'],
  variants: Object.fromEntries(Object.keys(DECLARED).map((name) => [name, []])),
  figures: {
    rate: RATE,
    cpu: CPU_PER_JOB,
    enqueue: { unit: 'enqueued/s', better: 'more' },
  },
  jobs: 60_000,
  maxRounds: 2,
  work: 'process',

  async measure({ open, variant, jobs: count, warmUp }) {
    const contestant = await open({ manifest: DECLARED[variant] ?? '' });
    await enqueueAll(contestant, jobs(warmUp));
    const enqueue = await timed(count, () => enqueueAll(contestant, jobs(count)));
    const consumption = await contestant.consume(() => undefined);
    await consumption.started(warmUp);
    return { ...(await timed(count, () => consumption.settled(warmUp + count))), enqueue: enqueue.rate };
  },
};
