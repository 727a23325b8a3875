import type { Command } from 'commander';
import { counted, type Json, SkepError } from '../../foundation/index.ts';
import type { EnqueueOptions } from '../../core/index.ts';
import { MAX_JOBS } from '../../api/index.ts';
import { payloadOf, payloadsOf } from '../given-payload.ts';
import { ENQUEUED } from '../layouts.ts';
import { addEnqueueOptions, enqueueOptionsOf } from '../option-flags.ts';
import { durationOption } from '../options.ts';
import { type CommandCall, type ExitSlot, onCall } from '../command-call.ts';
import { awaitJob } from '../await-job.ts';
import { awaitRun } from '../await-run.ts';
import type { ExitCode } from '../exit-codes.ts';
import { GROUP } from '../run-layouts.ts';

interface EnqueueFlags {
  /** Milliseconds. */
  readonly wait?: number;
  readonly each?: boolean;
  /** Milliseconds. */
  readonly spread?: number;
  readonly group?: true;
  readonly [option: string]: unknown;
}

/** What `--wait` alone means. */
export const DEFAULT_WAIT = '30s';

export function registerEnqueue(program: Command, exit: ExitSlot): void {
  const command = program
    .command('enqueue')
    .description('create a job, or many')
    .argument('<task>')
    .argument('[payload]', 'JSON, @file, or - for stdin (default: {})');
  addEnqueueOptions(command)
    .option('--group', 'the payload is a list: a job for each of it, as one run')
    .option(
      '--wait [duration]',
      `wait until it is finished (${DEFAULT_WAIT}): exit 7 when it failed, 8 out of time`,
      durationOption,
    );
  command
    .option('--each', 'a job for each element of a JSON list, or for each line: all or none, 10000 at most')
    .option('--spread <duration>', 'with --each: spread their starts evenly over this time', durationOption);
  onCall<EnqueueFlags>(command, exit, async (call, [task = '', payload], flags) => {
    if (flags.group === true) return enqueueGroup(call, { task, payload }, flags);
    const options = enqueueOptionsOf(flags);
    if (flags.each === true) return enqueueEach(call, { task, payload, options, flags });
    if (flags.spread !== undefined) throw new SkepError('USAGE', '--spread goes with --each: one job has --delay');
    const item = { payload: await payloadOf(call, payload), options };
    const operations = await call.operations({ create: true });
    const [receipt] = await operations.enqueue(task, [item]);
    if (receipt === undefined) throw new SkepError('INTERNAL', 'the server gave no receipt');
    if (flags.wait !== undefined) return awaitJob(call, receipt.id, flags.wait);
    await call.printer.item(ENQUEUED, receipt);
    return undefined;
  });
}

interface Many {
  readonly task: string;
  readonly payload: string | undefined;
  readonly options: EnqueueOptions;
  readonly flags: EnqueueFlags;
}

async function enqueueEach(call: CommandCall, { task, payload, options, flags }: Many): Promise<undefined> {
  const { spread, wait } = flags;
  if (wait !== undefined) throw new SkepError('USAGE', '--wait is for one job, and --each makes many');
  if (options.id !== undefined) throw new SkepError('USAGE', '--id names one job, and --each makes many');
  const payloads = await payloadsOf(call, payload);
  if (payloads.length === 0 || payloads.length > MAX_JOBS) {
    const hint = `give 1 to ${MAX_JOBS} payloads`;
    throw new SkepError('USAGE', `${counted(payloads.length, 'payload')} for one call`, { hint });
  }
  const operations = await call.operations({ create: true });
  const items = payloads.map((each) => ({ payload: each, options }));
  await call.printer.list(ENQUEUED, await operations.enqueue(task, items, spread === undefined ? {} : { spread }));
  return undefined;
}

async function enqueueGroup(
  call: CommandCall,
  given: { readonly task: string; readonly payload: string | undefined },
  flags: EnqueueFlags,
): Promise<ExitCode | undefined> {
  const payloads = await payloadOf(call, given.payload);
  if (!Array.isArray(payloads)) {
    throw new SkepError('USAGE', 'with --group the payload is a list, of one payload per job', {
      hint: 'as in \'[{"to":"a@example.org"},{"to":"b@example.org"}]\', or @file',
    });
  }
  const operations = await call.operations({ create: true });
  const jobs = (payloads as readonly Json[]).map((payload) => ({ payload }));
  const group = await operations.enqueueGroup(given.task, { jobs, options: enqueueOptionsOf(flags) });
  if (flags.wait !== undefined) return awaitRun(call, group.id, flags.wait);
  await call.printer.item(GROUP, group);
  return undefined;
}
