import type { Command } from 'commander';
import { WORKERS } from '../layouts.ts';
import { type ExitSlot, onCall } from '../command-call.ts';

export function registerWorkers(program: Command, exit: ExitSlot): void {
  const workers = program.command('workers').description('the processes that work on the store');
  onCall(workers.command('ls').description('list the living processes'), exit, async (call) => {
    const operations = await call.operations();
    await call.printer.list(WORKERS, await operations.workers());
    return undefined;
  });
}
