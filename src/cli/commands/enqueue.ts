import type { Command } from 'commander';
import { SkepError } from '../../foundation/index.ts';
import { payloadOf } from '../given-payload.ts';
import { ENQUEUED } from '../layouts.ts';
import { addEnqueueOptions, enqueueOptionsOf } from '../option-flags.ts';
import { durationOption } from '../options.ts';
import { type ExitSlot, onCall } from '../command-call.ts';
import { awaitJob } from '../await-job.ts';

interface EnqueueFlags {
  /** Milliseconds. */
  readonly wait?: number;
  readonly [option: string]: unknown;
}

/** What `--wait` alone means. */
export const DEFAULT_WAIT = '30s';

export function registerEnqueue(program: Command, exit: ExitSlot): void {
  const command = program
    .command('enqueue')
    .description('create a job')
    .argument('<task>')
    .argument('[payload]', 'JSON, @file, or - for stdin (default: {})');
  addEnqueueOptions(command).option(
    '--wait [duration]',
    `wait until it is finished (${DEFAULT_WAIT}): exit 7 when it failed, 8 out of time`,
    durationOption,
  );
  onCall<EnqueueFlags>(command, exit, async (call, [task = '', payload], flags) => {
    const item = { payload: await payloadOf(call, payload), options: enqueueOptionsOf(flags) };
    const operations = await call.operations({ create: true });
    const [receipt] = await operations.enqueue(task, [item]);
    if (receipt === undefined) throw new SkepError('INTERNAL', 'the server gave no receipt');
    if (flags.wait !== undefined) return awaitJob(call, receipt.id, flags.wait);
    await call.printer.item(ENQUEUED, receipt);
    return undefined;
  });
}
