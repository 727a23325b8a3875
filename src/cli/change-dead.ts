/** All dead jobs of a filter, retried or removed. */
import type { BulkFilter, BulkRequest } from '../api/index.ts';
import { formatRate, type Rate } from '../foundation/index.ts';
import type { CommandCall } from './command-call.ts';
import type { ExitCode } from './exit-codes.ts';
import { runBulk } from './follow-bulk.ts';

export interface DeadFlags extends Omit<BulkFilter, 'state'> {
  readonly dryRun?: boolean;
  readonly rate?: Rate;
  readonly canary?: number;
  /** Percent. */
  readonly canaryFailures?: number;
  readonly stopAfterFailures?: number | string;
}

/** One that is not dead any more when its turn comes is no failure. */
export function changeDead(
  call: CommandCall,
  action: 'retry' | 'remove',
  { dryRun, rate, canary, canaryFailures, stopAfterFailures, ...filter }: DeadFlags,
): Promise<ExitCode | undefined> {
  return runBulk(call, {
    action,
    filter,
    ...(dryRun !== undefined && { dryRun }),
    ...(rate !== undefined && { rate: formatRate(rate) }),
    ...(canary !== undefined && { canary }),
    ...(canaryFailures !== undefined && { canaryFailures }),
    ...(stopAfterFailures !== undefined && { stopAfterFailures }),
  } satisfies BulkRequest);
}
