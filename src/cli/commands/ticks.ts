/** What became of a schedule's ticks, what may be made of those that are over, and what is odd about schedules. */
import type { Command } from 'commander';
import type { BackfillRequest } from '../../api/index.ts';
import { counted, iso } from '../../foundation/index.ts';
import type { CommandCall, ExitSlot } from '../command-call.ts';
import { onCall } from '../command-call.ts';
import { BACKFILLED, TICKS } from '../layouts-ticks.ts';
import { instantOption, integerOption } from '../options.ts';

export function registerTicks(schedules: Command, exit: ExitSlot): void {
  registerHistory(schedules, exit);
  registerBackfill(schedules, exit);
  registerLint(schedules, exit);
}

function registerHistory(schedules: Command, exit: ExitSlot): void {
  const history = schedules
    .command('history')
    .description('what became of the last ticks of a schedule, newest first')
    .argument('<schedule>')
    .option('-n, --count <number>', 'how many', integerOption(1, 100), 20);
  onCall<{ readonly count: number }>(history, exit, async (call, [name = ''], { count }) => {
    const { ticks } = await (await call.operations()).tickHistory(name, count);
    await call.printer.list(TICKS, ticks);
    return undefined;
  });
}

interface BackfillOptions {
  readonly from: string;
  readonly to: string;
  readonly limit: number;
  readonly dryRun?: boolean;
}

function registerBackfill(schedules: Command, exit: ExitSlot): void {
  const backfill = schedules
    .command('backfill')
    .description('make the jobs of ticks that are over; those of ticks that have fired are not made again')
    .argument('<schedule>')
    .requiredOption('--from <instant>', 'the first instant that may be a tick', instantOption)
    .requiredOption('--to <instant>', 'the last one, not after now', instantOption)
    .option('-n, --limit <number>', 'at most so many ticks, the oldest', integerOption(1, 1_000), 100)
    .option('--dry-run', 'tell what would be made, and make nothing');
  onCall<BackfillOptions>(backfill, exit, async (call, [name = ''], { from, to, limit, dryRun = false }) => {
    const request: BackfillRequest = { from, to, limit, dryRun };
    const { ticks, more } = await (await call.operations()).backfillSchedule(name, request);
    await call.printer.list(BACKFILLED, ticks, { dryRun, more });
    const last = ticks.at(-1);
    if (more && last !== undefined) call.terminal.say(`there are more: --from ${iso(Date.parse(last.plannedAt) + 1)}`);
    return undefined;
  });
}

/** How far back statistics are asked for how long tasks run. */
const RANGE = '7d';

function registerLint(schedules: Command, exit: ExitSlot): void {
  const lint = schedules
    .command('lint')
    .description('what is odd about the schedules of the manifest: many at once, never, at a change of the clocks')
    .option('--strict', 'exit 1 when something is found');
  onCall<{ readonly strict?: boolean }>(lint, exit, async (call, _names, { strict = false }) => {
    const { readManifest, scheduleFindings } = await import('../../platform/index.ts');
    const { options, terminal } = call;
    const manifest = await readManifest({ file: options.file, env: terminal.env, cwd: terminal.cwd });
    const specs = Object.values(manifest.schedules);
    const lengths = specs.some(({ overlap }) => overlap === 'allow') ? await runLengths(call) : new Map();
    const found = scheduleFindings(specs, {
      now: Date.now(),
      p95: (task) => lengths.get(task) as number | undefined,
      tasks: manifest.tasks,
    });
    const lines = found.flatMap(({ severity, message, hint }) => [`${severity}: ${message}`, `  ${hint}`]);
    await call.printer.value(
      { findings: found },
      found.length === 0 ? [`nothing found in ${counted(specs.length, 'schedule')}`] : lines,
    );
    return strict && found.length > 0 ? 1 : undefined;
  });
}

/** By task, of 95 in 100 attempts at most. Without a store that answers nobody knows: the manifest alone is judged then. */
async function runLengths(call: CommandCall): Promise<ReadonlyMap<string, number>> {
  try {
    const { groups } = await (await call.operations()).stats({ range: RANGE, by: 'task' });
    return new Map(
      groups.flatMap(({ name, total: { runMs } }) => (runMs === null ? [] : [[name, runMs.p95] as const])),
    );
  } catch {
    return new Map();
  }
}
