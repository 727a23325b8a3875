import type { Command } from 'commander';
import { type ExitSlot, onCall } from '../session.ts';

export function registerReload(program: Command, exit: ExitSlot): void {
  const command = program.command('reload').description('every process reads its manifest and handlers anew');
  onCall(command, exit, async (session) => {
    const operations = await session.operations();
    const view = await operations.reload();
    const { tasks, queues, schedules } = view.counts;
    const revision = view.revision === null ? '' : ` revision ${view.revision},`;
    await session.printer.value(view, [
      `${view.name}:${revision} ${tasks} tasks, ${queues} queues, ${schedules} schedules (${view.hash.slice(0, 12)})`,
    ]);
    return undefined;
  });
}
