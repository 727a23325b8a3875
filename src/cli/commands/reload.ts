import type { Command } from 'commander';
import { counted } from '../../foundation/index.ts';
import { type ExitSlot, onCall } from '../command-call.ts';

export function registerReload(program: Command, exit: ExitSlot): void {
  const command = program.command('reload').description('every process reads its manifest and handlers anew');
  onCall(command, exit, async (call) => {
    const operations = await call.operations();
    const view = await operations.reload();
    const { tasks, queues, schedules } = view.counts;
    const what = [counted(tasks, 'task'), counted(queues, 'queue'), counted(schedules, 'schedule')].join(', ');
    const revision = view.revision === null ? '' : ` revision ${view.revision},`;
    await call.printer.value(view, [`${view.name}:${revision} ${what} (${view.hash.slice(0, 12)})`]);
    return undefined;
  });
}
