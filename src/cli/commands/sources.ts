import type { Command } from 'commander';

import type { SourceView } from '../../api/index.ts';
import { type ExitSlot } from '../command-call.ts';
import type { Layout } from '../printer.ts';
import { onList } from '../watching.ts';

const SOURCES: Layout<SourceView> = {
  plural: 'sources',
  name: ({ name }) => name,
  columns: [
    { title: 'SOURCE', of: ({ name }) => name, yields: 'middle' },
    { title: 'STATE', of: ({ state }) => state },
    { title: 'SINCE', of: ({ since }) => since, instant: true },
    { title: 'QUEUE', of: ({ queue }) => queue, yields: 'middle' },
    { title: 'TASK', of: ({ task }) => task, yields: 'middle' },
    { title: 'TAKEN', of: ({ taken }) => taken },
    { title: 'OPEN', of: openText },
    { title: 'STORED', of: ({ stored }) => stored },
    { title: 'REFUSED', of: refusedText, yields: 'end' },
    { title: 'TROUBLE', of: ({ trouble }) => trouble, yields: 'wrapped', keeps: 20 },
    { title: 'BROKER', of: ({ broker }) => broker, wide: true },
    { title: 'DEADLETTER', of: deadLetterText, wide: true },
    { title: 'PROCESSES', of: processesText, wide: true },
  ],
};

/** Beside how many a process may hold. */
function openText({ open, prefetch, processes }: SourceView): string {
  return prefetch === null || processes.length === 0 ? String(open) : `${open} of ${prefetch * processes.length}`;
}

function refusedText({ refused, refusals }: SourceView): string {
  const reasons = Object.entries(refusals).map(([code, count]) => `${code} ${count}`);
  return reasons.length === 0 ? String(refused) : `${refused}: ${reasons.join(', ')}`;
}

/** Where those go that cannot become a job; null: the queue decides. */
function deadLetterText({ deadLetter }: SourceView): string | null {
  if (deadLetter === null) return null;
  const { exchange, routingKey } = deadLetter;
  return [exchange, routingKey].filter((text) => text !== null && text !== '').join(':');
}

function processesText({ processes }: SourceView): string | null {
  return processes.map(({ host, pid, state }) => `${host}:${pid} ${state}`).join(', ') || null;
}

export function registerSources(program: Command, exit: ExitSlot): void {
  const sources = program.command('sources').description('queues of brokers whose messages become jobs');
  onList(sources.command('ls').description('list them, and how processes fare with them'), exit, async (call) => {
    await call.printer.list(SOURCES, await (await call.operations()).sources());
    return undefined;
  });
}
