/** A lease as this engine keeps it until its settlement is stored. */
import type { Job } from '../../../core/index.ts';
import type { Lease, Settlement } from '../../../engine/index.ts';
import type { Placed } from '../../../foundation/index.ts';
import type { Running, Stored } from '../records/record.ts';

/** What jobs that came together have in common. */
export interface Arrival extends Running {
  /** Monotonic milliseconds of this process. */
  readonly since: number;
}

/** A lease with what its end will be written from. */
export class HeldLease implements Lease, Placed {
  place = -1;
  readonly job: Job;
  readonly session: string;
  /** Monotonic milliseconds when it came. */
  readonly since: number;
  stored: Stored;
  /** Its settlement is under way: the store may have let go of it already. */
  settling = false;

  constructor(stored: Stored, { session, since }: Arrival) {
    this.job = stored.job;
    this.session = session;
    this.since = since;
    this.stored = stored;
  }
}

/** What a script moves for it: the stored record is read and written anew, the result comes along. */
export function sizeOf({ lease, outcome }: Pick<Settlement, 'lease'> & Partial<Pick<Settlement, 'outcome'>>): number {
  const result = outcome?.kind === 'complete' ? (outcome.text?.length ?? 0) : 0;
  return result + (lease instanceof HeldLease ? lease.stored.data.length + lease.stored.attempts.length : 0);
}
