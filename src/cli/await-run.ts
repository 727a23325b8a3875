/** Waiting for a run: prints it, and tells by the exit code what became of it. */
import { formatDuration, SkepError } from '../foundation/index.ts';
import type { RunView } from '../api/index.ts';
import type { CommandCall } from './command-call.ts';
import { awaited, type ProgressLine } from './progress-line.ts';
import { EXIT, type ExitCode } from './exit-codes.ts';
import { RUNS, runLines } from './run-layouts.ts';

/** With its steps, where a person reads it. */
export async function printRun({ printer, terminal }: CommandCall, run: RunView): Promise<void> {
  if (printer.output === 'name') await printer.item(RUNS, run);
  else await printer.value(run, runLines(run, printer.output === 'wide' ? undefined : terminal.width));
}

/**
 * Prints the run when it is over.
 * @returns EXIT.done when it completed, EXIT.jobFailed when it failed or was cancelled
 * @throws SkepError WAIT_TIMED_OUT, RUN_UNKNOWN
 */
export async function awaitRun(call: CommandCall, id: string, waitMs: number): Promise<ExitCode> {
  const operations = await call.operations();
  const run = await awaited(call, {
    waitMs,
    look: (ms) => operations.getRun(id, ms),
    show: showRun,
  });
  if (!run.finished) {
    throw new SkepError('WAIT_TIMED_OUT', `run ${id} is ${run.state} after ${formatDuration(waitMs)}`, {
      hint: `it goes on; look again with \`skep runs wait ${id}\``,
      details: { id, state: run.state },
    });
  }
  await printRun(call, run);
  return run.state === 'completed' ? EXIT.done : EXIT.jobFailed;
}

function showRun(line: ProgressLine, { id, steps }: RunView): void {
  line.showShare(steps.filter(({ finishedAt }) => finishedAt !== null).length, steps.length, `steps of run ${id}`);
}
