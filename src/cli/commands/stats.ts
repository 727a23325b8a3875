import { type Command, Option } from 'commander';
import type { StatGroup, StatsQuery } from '../../api/index.ts';
import { formatDuration } from '../../foundation/index.ts';
import type { ExitSlot } from '../command-call.ts';
import type { Layout } from '../printer.ts';
import { onList } from '../watching.ts';

const STATS: Layout<StatGroup> = {
  plural: 'groups',
  name: ({ name }) => name,
  columns: [
    { title: 'NAME', of: ({ name }) => name, yields: 'middle' },
    { title: 'COMPLETED', of: ({ total }) => total.completed },
    { title: 'FAILED', of: ({ total }) => total.failed },
    { title: 'DEAD', of: ({ total }) => total.dead },
    { title: 'FAILURE', of: ({ total }) => shareText(total.failureRate) },
    { title: 'WAIT P50', of: ({ total }) => timeText(total.waitMs?.p50), wide: true },
    { title: 'WAIT P95', of: ({ total }) => timeText(total.waitMs?.p95) },
    { title: 'RUN P50', of: ({ total }) => timeText(total.runMs?.p50), wide: true },
    { title: 'RUN P95', of: ({ total }) => timeText(total.runMs?.p95) },
    { title: 'CANCELLED', of: ({ total }) => total.cancelled, wide: true },
    { title: 'SNOOZED', of: ({ total }) => total.snoozed, wide: true },
    { title: 'RELEASED', of: ({ total }) => total.released, wide: true },
  ],
};

function shareText(share: number | null): string | null {
  return share === null ? null : `${(100 * share).toFixed(1)} %`;
}

function timeText(ms: number | undefined): string | null {
  return ms === undefined ? null : formatDuration(Math.max(1, Math.round(ms)));
}

export function registerStats(program: Command, exit: ExitSlot): void {
  const stats = program
    .command('stats')
    .description('how attempts ended, and how long jobs waited and ran')
    .option('--range <duration>', 'how far back, up to 90d', '1h')
    .addOption(new Option('--by <kind>', 'what is told apart').choices(['task', 'queue']).default('task'))
    .option('--task <task>', 'only of this task')
    .option('--queue <queue>', 'only of this queue');
  onList<StatsQuery>(stats, exit, async (call, _args, flags) => {
    const operations = await call.operations();
    const { groups, from, to, stepMs, total } = await operations.stats(flags);
    await call.printer.list(STATS, groups, { from, to, stepMs, total });
    if (groups.length === 0)
      call.terminal.say('nothing has ended in that time; processes tell what did every ten seconds');
    return undefined;
  });
}
