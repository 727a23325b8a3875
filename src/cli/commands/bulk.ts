import type { Command } from 'commander';
import type { BulkView } from '../../api/index.ts';
import { type ExitSlot, onCall } from '../command-call.ts';
import { linesOf } from '../follow-bulk.ts';
import type { Layout } from '../printer.ts';
import { onList } from '../watching.ts';

const BULKS: Layout<BulkView> = {
  plural: 'bulks',
  name: ({ id }) => id,
  columns: [
    { title: 'ID', of: ({ id }) => id },
    { title: 'ACTION', of: ({ action, dryRun }) => (dryRun ? `${action} (dry run)` : action) },
    { title: 'STATE', of: ({ state, carried }) => (state === 'running' && !carried ? 'waits for a process' : state) },
    { title: 'DONE', of: ({ changed, met, dryRun }) => (dryRun ? met : changed) },
    { title: 'OF', of: ({ matched }) => matched ?? '?' },
    { title: 'CREATED', of: ({ createdAt }) => createdAt, instant: true },
    { title: 'BY', of: ({ by }) => by ?? '', wide: true },
    { title: 'FILTER', of: ({ filter }) => JSON.stringify(filter), yields: 'end' },
  ],
  details: (view) => [
    `id:       ${view.id}`,
    `state:    ${view.state}${view.state === 'running' && !view.carried ? ', waits for a process that goes on with it' : ''}`,
    `filter:   ${JSON.stringify(view.filter)}`,
    `matched:  ${view.matched ?? 'known at the end'}, come to so far: ${view.met}`,
    ...linesOf(view),
    ...(view.error === null ? [] : [`error:    ${view.error}`]),
  ],
};

export function registerBulk(program: Command, exit: ExitSlot): void {
  const bulk = program.command('bulk').description('operations on many jobs: look at them, and end them');
  onList(bulk.command('ls').description('list them, newest first'), exit, async (call) => {
    const operations = await call.operations();
    await call.printer.list(BULKS, await operations.bulks());
    return undefined;
  });
  const show = bulk.command('show').description('how far one is').argument('<id>');
  onCall(show, exit, async (call, [id = '']) => {
    await call.printer.item(BULKS, await (await call.operations()).bulk(id));
    return undefined;
  });
  const cancel = bulk.command('cancel').description('end one: what is changed stays changed').argument('<id>');
  onCall(cancel, exit, async (call, [id = '']) => {
    await call.printer.item(BULKS, await (await call.operations()).cancelBulk(id));
    return undefined;
  });
}
