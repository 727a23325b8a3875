import type { Command } from 'commander';
import { type ExitSlot, onCall } from '../command-call.ts';
import { countsText } from './manifest.ts';

export function registerReload(program: Command, exit: ExitSlot): void {
  const command = program.command('reload').description('every process reads its manifest and handlers anew');
  onCall(command, exit, async (call) => {
    const operations = await call.operations();
    const view = await operations.reload();
    const revision = view.revision === null ? '' : ` revision ${view.revision},`;
    await call.printer.value(view, [`${view.name}:${revision} ${countsText(view.counts)} (${view.hash.slice(0, 12)})`]);
    return undefined;
  });
}
