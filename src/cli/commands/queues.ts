import type { Command } from 'commander';
import type { PauseRequest } from '../../api/index.ts';
import { QUEUES } from '../layouts.ts';
import { pauseFlags, pauseRequest } from '../pause-flags.ts';
import { type ExitSlot, onCall } from '../command-call.ts';
import { onList } from '../watching.ts';
import { registerQueueDetails } from './details.ts';

export function registerQueues(program: Command, exit: ExitSlot): void {
  const queues = program.command('queues').description('the queues and what waits in them');
  onList(queues.command('ls').description('list the queues'), exit, async (call) => {
    const operations = await call.operations();
    await call.printer.list(QUEUES, await operations.queues());
    return undefined;
  });
  registerQueueDetails(queues, exit);
  registerPause(queues, exit, { verb: 'pause', paused: true, does: 'hand out no more jobs of a queue, anywhere' });
  registerPause(queues, exit, { verb: 'resume', paused: false, does: 'hand out jobs of a paused queue again' });
}

interface PauseVerb {
  readonly verb: string;
  readonly paused: boolean;
  readonly does: string;
}

function registerPause(queues: Command, exit: ExitSlot, { verb, paused, does }: PauseVerb): void {
  const command = queues.command(verb).description(does).argument('<queue>');
  onCall<PauseRequest>(paused ? pauseFlags(command) : command, exit, async (call, [queue = ''], why) => {
    const operations = await call.operations();
    await call.printer.item(QUEUES, await operations.pauseQueue(queue, paused, pauseRequest(why)));
    return undefined;
  });
}
