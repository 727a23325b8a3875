/** `skep jobs cancel` with a filter: in steps that no server refuses, telling how far it is. */
import type { CancelledView, CancelRequest } from '../api/index.ts';
import { counted } from '../foundation/index.ts';
import type { CommandCall } from './command-call.ts';
import { EXIT, type ExitCode } from './exit-codes.ts';
import { printable } from './terminal.ts';

export type CancelFlags = Omit<CancelRequest, 'cursor' | 'limit'>;

/** A step is told when it is done: a second or so. */
const STEP = 2_000;
const TOLD = 100;

/** A job that ended by itself before the cancel came is no failure where jobs are met by a filter. */
export async function cancelAll(call: CommandCall, flags: CancelFlags): Promise<ExitCode | undefined> {
  const operations = await call.operations();
  const sum = { matched: 0, cancelled: 0, running: 0, stayed: 0 };
  const refusals: CancelledView['refusals'][number][] = [];
  for (let cursor: string | null = null, more = true; more;) {
    const view: CancelledView = await operations.cancelJobs({
      ...flags,
      limit: STEP,
      ...(cursor !== null && { cursor }),
    });
    for (const key of ['matched', 'cancelled', 'running', 'stayed'] as const) sum[key] += view[key];
    refusals.push(...view.refusals.slice(0, TOLD - refusals.length));
    cursor = view.next;
    more = cursor !== null;
    if (more) call.terminal.say(`${counted(flags.dryRun === true ? sum.matched : sum.cancelled, 'job')} so far …`);
  }
  const total = { dryRun: flags.dryRun === true, ...sum, refusals };
  await call.printer.value(total, linesOf(total));
  return EXIT.done;
}

function linesOf({ dryRun, matched, cancelled, running, stayed, refusals }: Omit<CancelledView, 'next'>): string[] {
  const ran = running === 0 ? '' : `, ${running} of them running`;
  if (dryRun) return [`${counted(matched, 'job')} would be cancelled${ran}; nothing was changed`];
  return [
    `${counted(cancelled, 'job')} cancelled${ran}`,
    ...(stayed === 0 ? [] : [`${counted(stayed, 'job')} had ended before:`]),
    ...refusals.map(({ detail }) => `  ${printable(detail)}`),
  ];
}
