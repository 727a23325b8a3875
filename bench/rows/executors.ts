import { readdirSync, readFileSync } from 'node:fs';
import process from 'node:process';

import { enqueueAll, jobs, type Settings } from '../contestant.ts';
import { passed, RATE, type Row, timed } from '../row.ts';
import { residentMbOf } from './memory.ts';

/** Threads or processes of each contestant: the machine that the figures come from has two cores. */
const SIZE = 2;
const REST_MS = 3_000;

export const executorsRow: Row = {
  title: 'Handlers in threads and processes',
  terms:
    `No-op jobs whose handler runs in ${SIZE} threads, or ${SIZE} processes, beside BullMQ’s sandboxed processors and its worker threads; ` +
    'each has so many places, and Skep’s queue reserves four jobs for each; inline is the same with the handler in the process itself, two at once. First job: from the word to begin, with nothing warm, until ' +
    'its outcome is stored. At rest: resident memory of the process and all its children three seconds after the last job.',
  needs: ['isolation'],
  variants: { thread: [], process: [], inline: [] },
  figures: {
    rate: RATE,
    added: { unit: 'µs a job and place', better: 'less' },
    first: { unit: 'ms to the first outcome', better: 'less' },
    rest: { unit: 'MB at rest', better: 'less' },
  },
  jobs: 20_000,
  maxRounds: 3,
  work: 'process',

  async measure({ open, variant, jobs: count, warmUp, scale }) {
    const isolation = (variant === 'inline' ? 'none' : variant) as Settings['isolation'];
    const contestant = await open({ concurrency: SIZE, isolation });
    await enqueueAll(contestant, jobs(1));
    const begin = performance.now();
    const consumption = await contestant.consume(() => undefined);
    await consumption.settled(1);
    const first = performance.now() - begin;
    const warm = 1 + Math.min(warmUp, Math.ceil(count / 4));
    await enqueueAll(contestant, jobs(warm - 1 + count));
    await consumption.settled(warm);
    const { rate } = await timed(count, () => consumption.settled(warm + count));
    await passed(REST_MS * scale);
    return { rate, added: (SIZE * 1e6) / rate, first, rest: familyMb(process.pid) };
  },
};

/** @returns resident memory of a process and of all that come from it, MB; Linux only */
function familyMb(pid: number): number {
  const parents = new Map<number, number>();
  for (const name of readdirSync('/proc').filter((entry) => /^\d+$/.test(entry))) {
    try {
      const [, parent] = /^PPid:\s+(\d+)/m.exec(readFileSync(`/proc/${name}/status`, 'utf8')) ?? [];
      parents.set(Number(name), Number(parent));
    } catch {
      // It has ended meanwhile.
    }
  }
  const family = (of: number): number =>
    [...parents].reduce((sum, [child, parent]) => (parent === of ? sum + family(child) : sum), residentMbOf(of));
  return family(pid);
}
