import path from 'node:path';

import type { Command } from 'commander';
import { counted } from '../../foundation/index.ts';
import type { MigrateCounts, MigrateReport } from '../../platform/index.ts';
import { type ExitSlot, onCall } from '../command-call.ts';
import { EXIT } from '../exit-codes.ts';
import { ProgressLine } from '../progress-line.ts';
import { printable } from '../terminal.ts';

interface MigrateFlags {
  readonly from: string;
  readonly to: string;
  readonly dryRun?: true;
}

export function registerMigrate(program: Command, exit: ExitSlot): void {
  const command = program
    .command('migrate')
    .description(
      'bring what waits, what is dead, runs and schedules from one store into another; ended early, it is called again',
    )
    .requiredOption('--from <store>', 'sqlite:./path or redis://host:port; processes may work on it')
    .requiredOption('--to <store>', 'the same of the other one')
    .option('--dry-run', 'count, and change nothing');
  onCall<MigrateFlags>(command, exit, async (call, _args, { from, to, dryRun = false }) => {
    const { options, terminal, printer } = call;
    const { migrateStores, readManifest } = await import('../../platform/index.ts');
    const manifest = await readManifest({ file: options.file, env: terminal.env, cwd: terminal.cwd });
    const line = new ProgressLine(call);
    const folder = path.dirname(path.resolve(terminal.cwd, options.file));
    const onProgress = (done: number, total: number): void => line.showShare(done, Math.max(done, total), 'moved');
    let report: MigrateReport;
    try {
      report = await migrateStores({ from, to, manifest, folder, dryRun, onProgress });
    } finally {
      line.end();
    }
    await printer.value(report, linesOf(report));
    return report.taken.length > 0 ? EXIT.failed : EXIT.done;
  });
}

function linesOf(report: MigrateReport): readonly string[] {
  const { dryRun, before, moved, dead, runs, schedules, schedulesKept, taken, left } = report;
  const source =
    before.processes === 0
      ? 'nobody works on the source'
      : `${counted(before.processes, 'process', 'processes')} at work on the source`;
  if (dryRun) {
    const { waiting, ofRuns } = before;
    const jobs = `${counted(waiting, 'job')} that wait, ${before.dead} dead, ${counted(ofRuns, 'job')} of ${counted(before.runs, 'run')}`;
    const stays = staying({ ...before, runs: 0, ofRuns: 0, waiting: 0 });
    return [`would be moved: ${jobs}, ${counted(before.schedules, 'schedule')}; nothing was changed`, source, ...stays];
  }
  return [
    `${counted(moved, 'job')} that wait, ${dead} dead, ${counted(runs, 'run')}, ${counted(schedules.length, 'schedule')} moved`,
    source,
    ...(schedulesKept.length === 0
      ? []
      : [`the target had these schedules already and keeps its own: ${schedulesKept.map(printable).join(', ')}`]),
    ...taken.map((id) => `stays: ${printable(id)}, whose id something else has at the target`),
    ...staying(left),
  ];
}

/** What is not moved, and what becomes of it. */
function staying({ running, runs, ofRuns, foreign, waiting }: MigrateCounts): readonly string[] {
  return [
    ...(running === 0
      ? []
      : [`stays: ${counted(running, 'job')} that run; one that fails waits there again, for another call`]),
    ...(runs + ofRuns === 0
      ? []
      : [`left: ${counted(runs, 'run')} and ${counted(ofRuns, 'job')} of them, of which jobs run; call it again`]),
    ...(foreign === 0 ? [] : [`stays: ${counted(foreign, 'job')} of plain bee-queue programs`]),
    ...(waiting === 0 ? [] : [`left: ${counted(waiting, 'job')} came meanwhile; call it again`]),
  ];
}
