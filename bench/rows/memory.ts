import { readFileSync } from 'node:fs';

import { enqueueAll, jobs } from '../contestant.ts';
import { passed, type Row } from '../row.ts';

const SETTLE_MS = 15_000;
const LOOK_EVERY_MS = 20;

export const memoryRow: Row = {
  title: 'Memory of the client',
  terms:
    'Resident memory of the process that stores and runs jobs: fifteen seconds after its start with nothing to do, and the most while it does. ' +
    'Node itself and the loader of the measuring program are in it, about 75 MB, alike for all.',
  needs: ['inProcess', 'bulk'],
  variants: { '64 at once': [] },
  figures: { rest: { unit: 'MB at rest', better: 'less' }, load: { unit: 'MB under load', better: 'less' } },
  jobs: 30_000,
  maxRounds: 2,
  work: 'process',

  async measure({ open, jobs: count, scale }) {
    const contestant = await open();
    const consumption = await contestant.consume(() => undefined);
    await passed(SETTLE_MS * scale);
    const rest = residentMb();
    let load = rest;
    const look = setInterval(() => (load = Math.max(load, residentMb())), LOOK_EVERY_MS);
    await enqueueAll(contestant, jobs(count));
    await consumption.settled(count);
    clearInterval(look);
    return { rest, load };
  },
};

function residentMb(): number {
  return process.memoryUsage.rss() / 2 ** 20;
}

/** @returns resident memory of another process, MB; Linux only */
export function residentMbOf(pid: number): number {
  return Number(/^VmRSS:\s+(\d+)/m.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1]) / 2 ** 10;
}
