/** What a job waited for before an attempt, told from its record: no span has to stay open meanwhile. */
import type { Job } from '../core/index.ts';

export interface Wait {
  readonly reason: 'delay' | 'queue' | 'backoff' | 'held';
  /** Epoch milliseconds of the store's clock; to > from. */
  readonly from: number;
  readonly to: number;
  /** Of `held`: what held it. */
  readonly by?: { readonly reason: string; readonly name: string };
}

const NONE: readonly Wait[] = [];

/**
 * The waits before the attempt that starts at `startedAt`, in order of time, without those shorter than the
 * record's resolution of a millisecond.
 *
 * Before the first attempt: `delay` until due, then `queue`. Before later ones: `backoff` after a failed
 * attempt or `delay` after a snooze, then `queue`; after a release or rescue `queue` alone.
 */
export function waitsBefore(job: Job, startedAt: number): readonly Wait[] {
  const before = job.attempts.at(-1);
  const from = before === undefined ? job.createdAt : before.finishedAt;
  const due = Math.min(Math.max(job.runAt, from), startedAt);
  const queue: Wait | undefined = startedAt > due ? { reason: 'queue', from: due, to: startedAt } : undefined;
  const waits = due > from ? listed(put(before, from, due), queue) : listed(queue);
  return job.waits.length === 0 ? waits : [...waits, ...heldBetween(job, from, startedAt)];
}

function put(before: Job['attempts'][number] | undefined, from: number, to: number): Wait {
  return { reason: before?.outcome === 'failed' ? 'backoff' : 'delay', from, to };
}

/** A list that grows by its first entry takes room for sixteen. */
function listed(one: Wait | undefined, other?: Wait): readonly Wait[] {
  if (one === undefined) return NONE;
  return other === undefined ? [one] : [one, other];
}

/** Within the wait in the queue. */
function heldBetween({ waits }: Job, after: number, startedAt: number): readonly Wait[] {
  return waits.flatMap(({ reason, name, from, until }): Wait[] => {
    const [begin, end] = [Math.max(from, after), Math.min(until ?? startedAt, startedAt)];
    return end > begin ? [{ reason: 'held', from: begin, to: end, by: { reason, name } }] : [];
  });
}
