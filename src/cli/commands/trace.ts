import type { Command } from 'commander';
import { systemClock } from '../../foundation/index.ts';
import { type ExitSlot, onCall } from '../command-call.ts';
import { readTrace } from '../read-trace.ts';
import { traceLines } from '../trace-lines.ts';

/** @param jobs the command that it is a part of */
export function registerTrace(jobs: Command, exit: ExitSlot): void {
  const does = 'the life of a job as a waterfall: waits, attempts, what it made; from its record, without a backend';
  onCall(jobs.command('trace').description(does).argument('<id>'), exit, async (call, [id = '']) => {
    const view = await readTrace(await call.operations(), id);
    const { terminal } = call;
    await call.printer.value(view, traceLines(view, systemClock.now(), terminal.width, terminal.stdoutColors));
    return undefined;
  });
}
