import { type Command, Option } from 'commander';
import type { StatsQuery } from '../../api/index.ts';
import type { ExitSlot } from '../command-call.ts';
import { STATS } from '../stats-layout.ts';
import { onList } from '../watching.ts';

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
