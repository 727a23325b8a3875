import type { Command } from 'commander';
import type { PauseRequest, TaskView } from '../../api/index.ts';
import { type ExitSlot, onCall } from '../command-call.ts';
import { pauseFlags, pauseRequest, pauseText } from '../pause-flags.ts';
import type { Layout } from '../printer.ts';
import { onList } from '../watching.ts';
import { registerTaskDetails } from './details.ts';

const TASKS: Layout<TaskView> = {
  plural: 'tasks',
  name: ({ name }) => name,
  columns: [
    { title: 'TASK', of: ({ name }) => name, yields: 'middle' },
    { title: 'STATUS', of: ({ pause }) => pauseText(pause) ?? 'active', yields: 'end' },
    { title: 'QUEUE', of: ({ queue }) => queue },
    { title: 'WORK', of: ({ handler, request, command }) => handler ?? request ?? command, yields: 'middle' },
    { title: 'BY', of: ({ pause }) => pause?.by ?? null, wide: true },
  ],
};

export function registerTasks(program: Command, exit: ExitSlot): void {
  const tasks = program.command('tasks').description('the tasks of the manifest, and which of them are paused');
  onList(tasks.command('ls').description('list the tasks'), exit, async (call) => {
    const operations = await call.operations();
    await call.printer.list(TASKS, await operations.tasks());
    return undefined;
  });
  registerTaskDetails(tasks, exit);
  const pause = tasks.command('pause').description('let no more jobs of a task start, anywhere').argument('<task>');
  onCall<PauseRequest>(pauseFlags(pause), exit, async (call, [task = ''], why) => {
    const operations = await call.operations();
    await call.printer.item(TASKS, await operations.pauseTask(task, true, pauseRequest(why)));
    return undefined;
  });
  const resume = tasks.command('resume').description('let jobs of a paused task start again').argument('<task>');
  onCall(resume, exit, async (call, [task = '']) => {
    const operations = await call.operations();
    await call.printer.item(TASKS, await operations.pauseTask(task, false));
    return undefined;
  });
}
