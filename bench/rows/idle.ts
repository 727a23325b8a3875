import { passed, type Row } from '../row.ts';

/** V8 goes on tidying up after a start, for all contestants alike. */
const SETTLE_MS = 15_000;
const WATCH_MS = 4_000;

export const idleRow: Row = {
  title: 'CPU when idle',
  terms:
    'A process that consumes an empty queue, 64 at once: its CPU in thousandths of a core, over four seconds, fifteen seconds after its start.',
  needs: ['inProcess'],
  variants: { 'nothing to do': [] },
  figures: { cpu: { unit: '‰ of a core', better: 'less' } },
  jobs: 1_000,
  maxRounds: 2,
  work: 'process',

  async measure({ open, scale }) {
    const contestant = await open();
    await contestant.consume(() => undefined);
    await passed(SETTLE_MS * scale);
    const before = process.cpuUsage();
    const begin = performance.now();
    await passed(Math.max(200, WATCH_MS * scale));
    const { user, system } = process.cpuUsage(before);
    return { cpu: (user + system) / (performance.now() - begin) };
  },
};
