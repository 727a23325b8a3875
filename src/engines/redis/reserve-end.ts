/** When a reserve of a lane, which is made of several scripts, has come to its end. */
import type { Lease, Reserved } from '../../engine/index.ts';
import type { Reserved as Brought } from './lanes/bee-queue-lane.ts';

/**
 * What it has got need not wait until a million are gone through that gates hold; while expressions of holds are asked it goes on.
 * @param got leases so far @param asked of the last script @returns whether more may wait; undefined: it goes on
 */
export function endOf(brought: Brought, got: number, asked: number): boolean | undefined {
  if (brought.more) return brought.asked || got === 0 ? undefined : true;
  return brought.records.length < 2 * asked ? false : undefined;
}

export function joined(leases: readonly Lease[], rest: Reserved): Reserved {
  return { leases: [...leases, ...rest.leases], more: rest.more };
}
