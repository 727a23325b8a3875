/** Dead jobs, those that are named or all of a filter, retried or removed. */
import type { BulkFilter, BulkRequest, JobView, Operations } from '../api/index.ts';
import { formatRate, type Rate, SkepError } from '../foundation/index.ts';
import type { CommandCall } from './command-call.ts';
import { type ExitCode, exitCodeOf } from './exit-codes.ts';
import { runBulk, soughtBy } from './follow-bulk.ts';
import { reportError } from './report-error.ts';
import { printable } from './terminal.ts';

export interface DeadFlags extends Omit<BulkFilter, 'state' | 'q'> {
  /** A search. */
  readonly filter?: string;
  readonly dryRun?: boolean;
  readonly rate?: Rate;
  readonly canary?: number;
  /** Percent. */
  readonly canaryFailures?: number;
  readonly stopAfterFailures?: number | string;
}

/** Those that are named; one that cannot be changed does not keep the others from it. @returns by the first failure */
export async function changeNamedDead(
  call: CommandCall,
  action: 'retry' | 'remove',
  ids: readonly string[],
): Promise<ExitCode | undefined> {
  const operations = await call.operations();
  let code: ExitCode | undefined;
  for (const id of ids) {
    try {
      await assertDead(operations, id);
      if (action === 'retry') await operations.retryJob(id);
      else await operations.removeJob(id);
      const done = action === 'retry' ? 'retried' : 'removed';
      await call.printer.value({ id, [done]: true }, [`${printable(id)} ${done}`]);
    } catch (error) {
      reportError(call.terminal, error, call.options);
      code ??= exitCodeOf(error);
    }
  }
  return code;
}

/** @throws SkepError JOB_UNKNOWN, STATE_CONFLICT */
export async function assertDead(operations: Operations, id: string): Promise<JobView> {
  const job = await operations.getJob(id);
  if (job.state === 'dead') return job;
  throw new SkepError('STATE_CONFLICT', `job ${printable(id)} is ${job.state}, and not dead`);
}

/** One that is not dead any more when its turn comes is no failure. */
export function changeDead(
  call: CommandCall,
  action: 'retry' | 'remove',
  { dryRun, rate, canary, canaryFailures, stopAfterFailures, ...filter }: DeadFlags,
): Promise<ExitCode | undefined> {
  return runBulk(call, {
    action,
    filter: soughtBy(filter),
    ...(dryRun !== undefined && { dryRun }),
    ...(rate !== undefined && { rate: formatRate(rate) }),
    ...(canary !== undefined && { canary }),
    ...(canaryFailures !== undefined && { canaryFailures }),
    ...(stopAfterFailures !== undefined && { stopAfterFailures }),
  } satisfies BulkRequest);
}
