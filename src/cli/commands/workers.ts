import type { Command } from 'commander';
import { WORKERS } from '../layouts.ts';
import { type ExitSlot, onCall } from '../session.ts';

export function registerWorkers(program: Command, exit: ExitSlot): void {
  const workers = program.command('workers').description('the processes that work on the store');
  onCall(workers.command('ls').description('list the living processes'), exit, async (session) => {
    const operations = await session.operations();
    await session.printer.list(WORKERS, await operations.workers());
    return undefined;
  });
}
