import { Redis } from 'ioredis';

import { type Graph, resultOf } from '../contestant.ts';
import { type Figures, type Row, timed } from '../row.ts';

interface Shape {
  readonly kind: Graph['kind'];
  readonly size: number;
  /** Graphs under way at a time. */
  readonly atOnce: number;
}

const SHAPES: Readonly<Record<string, Shape>> = {
  'chains of 100, one by one': { kind: 'chain', size: 100, atOnce: 1 },
  'chains of 100, 50 at once': { kind: 'chain', size: 100, atOnce: 50 },
  'chord of 1 000': { kind: 'chord', size: 1_000, atOnce: 1 },
  'fan-out of 10 000': { kind: 'fan', size: 10_000, atOnce: 1 },
};

/** Of the chain in a manifest whose graphs are larger: a workflow has no more than 1 000 steps. */
const LINKS = 100;
const STEPS_PER_S = { unit: 'steps/s', better: 'more' } as const;
const CPU_PER_STEP = { unit: 'µs CPU/step', better: 'less' } as const;
const WITH = `with: { n: '\${item}', to: person@example.com, note: an item of a graph }`;

/** Skep's workflows, of that size. The other contestants have no manifest. */
export function sections(size: number): string {
  const link = `{ task: noop, with: { n: 1, to: person@example.com, note: a link of a chain } }`;
  return [
    'workflows:',
    `  chain: { chain: [${Array.from({ length: Math.min(size, LINKS) }, () => link).join(', ')}] }`,
    '  chord:',
    '    steps:',
    `      each: { task: noop, forEach: '\${input}', ${WITH} }`,
    `      then: { task: noop, needs: [each], with: { parts: '\${steps.each.results}' } }`,
    '  fan:',
    `    steps: { each: { task: noop, forEach: '\${input}', ${WITH} } }`,
    `    output: '\${steps.each.completed}'`,
  ].join('\n');
}

export const workflowsRow: Row = {
  title: 'Workflows',
  terms:
    'Graphs of no-op steps, 64 at once: started and gone through until the last outcome is stored. BullMQ has a flow for each: of a chain ' +
    'every step is the only child of the next, of a chord the callback is the parent and reads the results of all, of a fan-out the ' +
    'parent waits for all. Celery has its chain, chord and group, with a worker process per core; its fan-out is of 2 000, and what it takes is no CPU ' +
    'of the measuring process. Server CPU is that of redis-server.',
  needs: ['graphs'],
  variants: Object.fromEntries(Object.keys(SHAPES).map((name) => [name, []])),
  figures: {
    rate: STEPS_PER_S,
    cpu: CPU_PER_STEP,
    server: { unit: 'µs server CPU/step', better: 'less' },
  },
  jobs: 20_000,
  maxRounds: 3,
  work: 'graphs',

  async measure({ open, variant, jobs, place }): Promise<Figures> {
    const shape = SHAPES[variant];
    if (!shape) throw new Error(`no variant "${variant}"`);
    const size = Math.min(shape.size, jobs);
    const contestant = await open({ manifest: sections(size) });
    await contestant.consume(() => resultOf(0));
    const go = async (count: number): Promise<void> => {
      let left = count;
      const next = async (): Promise<void> => {
        while (left-- > 0) await contestant.graph?.({ kind: shape.kind, size });
      };
      await Promise.all(Array.from({ length: Math.min(count, shape.atOnce) }, next));
    };
    const count = Math.max(1, Math.floor(jobs / size));
    await go(Math.ceil(count / 5));
    const before = await serverCpu(place.redisPort);
    const { rate, cpu } = await timed(count * size, () => go(count));
    const figures: Figures = contestant.enqueueLoop ? { rate } : { rate, cpu };
    if (place.redisPort === null) return figures;
    return { ...figures, server: ((await serverCpu(place.redisPort)) - before) / (count * size) };
  },
};

/** @returns µs */
async function serverCpu(port: number | null): Promise<number> {
  if (port === null) return 0;
  const client = new Redis(port);
  const text = await client.info('cpu');
  await client.quit();
  const field = (name: string): number => Number(new RegExp(`^${name}:(\\S+)`, 'm').exec(text)?.[1]);
  return (field('used_cpu_user') + field('used_cpu_sys')) * 1e6;
}
