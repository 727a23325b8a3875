/** How many jobs a queue has in each state, as lua/counts.lua tells it. */
import { JOB_STATES, type JobState } from '../../core/index.ts';
import type { QueueCounts } from '../../engine/index.ts';
import { pausedBy } from './pause.ts';

/** @param reply as lua/counts.lua gives it */
export function countsIn(queue: string, reply: readonly (number | string)[]): QueueCounts {
  const [paused, scheduled, blocked, available, running, retryable, completed, cancelled, dead, oldest, now, held] =
    reply;
  const counts = { scheduled, blocked, available, running, retryable, completed, cancelled, dead };
  return {
    queue,
    ...pausedBy(String(paused), Number(now)),
    counts: Object.fromEntries(JOB_STATES.map((state) => [state, Number(counts[state])])) as Record<JobState, number>,
    held: Number(held),
    oldestAt: oldest === '' ? null : Number(oldest),
  };
}

/** Shards of one queue. Each is paused when the queue is; the first one, which sorts first, decides. */
export function together(a: QueueCounts, b: QueueCounts): QueueCounts {
  const counts = Object.fromEntries(JOB_STATES.map((state) => [state, a.counts[state] + b.counts[state]]));
  const oldest = [a.oldestAt, b.oldestAt].filter((at) => at !== null);
  return {
    queue: a.queue,
    paused: a.paused,
    pause: a.pause,
    held: a.held + b.held,
    counts: counts as Record<JobState, number>,
    oldestAt: oldest.length === 0 ? null : Math.min(...oldest),
  };
}
