import type { Command } from 'commander';
import type { HoldRequest, HoldView } from '../../api/index.ts';
import { type ExitSlot, onCall } from '../command-call.ts';
import { pauseFlags, pauseRequest } from '../pause-flags.ts';
import type { Layout } from '../printer.ts';
import { onList } from '../watching.ts';

const HOLDS: Layout<HoldView> = {
  plural: 'holds',
  name: ({ name }) => name,
  columns: [
    { title: 'HOLD', of: ({ name }) => name, yields: 'middle' },
    { title: 'KIND', of: ({ kind }) => kind },
    { title: 'MEANS', of: meaning, yields: 'end' },
    { title: 'UNTIL', of: ({ until }) => until, instant: true },
    { title: 'REASON', of: ({ reason }) => reason, yields: 'end' },
    { title: 'BY', of: ({ by, manifest }) => (manifest ? 'the manifest' : by), yields: 'end' },
    { title: 'SINCE', of: ({ since }) => since, wide: true },
  ],
};

function meaning({ task, queue, tag, where }: HoldView): string {
  const said = Object.entries({ task, queue, tag, where }).filter(([, value]) => value !== null);
  return said.map(([key, value]) => `${key} ${value ?? ''}`).join(', ');
}

export function registerHolds(program: Command, exit: ExitSlot): void {
  const holds = program.command('hold').description('jobs that are not to start for a time');
  onList(holds.command('ls').description('list the holds that stand, paused tasks among them'), exit, async (call) => {
    const operations = await call.operations();
    await call.printer.list(HOLDS, await operations.holds());
    return undefined;
  });
  const add = holds
    .command('add')
    .description('let jobs not start while it stands; what runs goes on')
    .argument('<name>');
  add
    .option('--task <pattern>', 'jobs of that task, or of those that match, as in emails.*')
    .option('--queue <queue>', 'jobs of that queue')
    .option('--tag <tag>', 'jobs with that tag')
    .option('--where <condition>', 'jobs for which it holds, as in \'payload.tenant == "acme"\'');
  onCall<Omit<HoldRequest, 'name'>>(
    pauseFlags(add),
    exit,
    async (call, [name = ''], { task, queue, tag, where, ...why }) => {
      const operations = await call.operations();
      const means = {
        ...(task !== undefined && { task }),
        ...(queue !== undefined && { queue }),
        ...(tag !== undefined && { tag }),
        ...(where !== undefined && { where }),
      };
      await call.printer.item(HOLDS, await operations.addHold({ name, ...means, ...pauseRequest(why) }));
      return undefined;
    },
  );
  const remove = holds
    .command('rm')
    .description('end a hold: whom it held wait for their turn again')
    .argument('<name>');
  onCall(remove, exit, async (call, [name = '']) => {
    const operations = await call.operations();
    await call.printer.item(HOLDS, await operations.removeHold(name));
    return undefined;
  });
}
