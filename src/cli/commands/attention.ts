import type { Command } from 'commander';

import type { AttentionItem } from '../../api/index.ts';
import type { ExitSlot } from '../command-call.ts';
import type { Layout } from '../printer.ts';
import { onList } from '../watching.ts';

const ATTENTION: Layout<AttentionItem> = {
  plural: 'items',
  name: ({ kind, subject }) => (subject === null ? kind : `${subject.kind} ${subject.name}`),
  columns: [
    { title: 'SEVERITY', of: ({ severity }) => severity },
    { title: 'ABOUT', of: ({ subject }) => subject && `${subject.kind} ${subject.name}`, yields: 'middle' },
    { title: 'KIND', of: ({ kind }) => kind, wide: true },
    { title: 'WHAT', of: ({ message }) => message, yields: 'wrapped', keeps: 20 },
    { title: 'TO DO', of: ({ hint }) => hint, yields: 'wrapped', keeps: 20 },
  ],
};

export function registerAttention(program: Command, exit: ExitSlot): void {
  const attention = program.command('attention').description('what somebody should look at, the gravest first');
  onList(attention, exit, async (call) => {
    const { at, items } = await (await call.operations()).attention();
    if (items.length === 0 && call.printer.output === 'table') call.terminal.say('nothing is known to be wrong');
    else await call.printer.list(ATTENTION, items, { at });
    return undefined;
  });
}
