import type { Command } from 'commander';
import { systemClock } from '../../foundation/index.ts';
import { type CommandCall, type ExitSlot, onCall } from '../command-call.ts';
import { type JobTraceView, readRunTrace, readTrace, type RunTraceView } from '../read-trace.ts';
import { traceLines } from '../trace-lines.ts';

/** @param jobs the command that it is a part of */
export function registerTrace(jobs: Command, exit: ExitSlot): void {
  const does = 'the life of a job as a waterfall: waits, attempts, what it made; from its record, without a backend';
  onCall(jobs.command('trace').description(does).argument('<id>'), exit, async (call, [id = '']) =>
    show(call, await readTrace(await call.operations(), id)),
  );
}

/** @param runs the command that it is a part of */
export function registerRunTrace(runs: Command, exit: ExitSlot): void {
  const does = 'the life of a run as a waterfall: its steps, and the waits and attempts of their jobs';
  onCall(runs.command('trace').description(does).argument('<id>'), exit, async (call, [id = '']) =>
    show(call, await readRunTrace(await call.operations(), id)),
  );
}

async function show(call: CommandCall, view: JobTraceView | RunTraceView): Promise<undefined> {
  const { terminal } = call;
  await call.printer.value(view, traceLines(view, systemClock.now(), terminal.width, terminal.stdoutColors));
  return undefined;
}
