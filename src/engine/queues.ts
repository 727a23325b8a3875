/** Queues as a whole: consumed, paused, counted. */
import type { JobState } from '../core/index.ts';
import type { Consumer, ConsumeOptions, RunLease } from './consuming.ts';

export interface QueueCounts {
  readonly queue: string;
  readonly paused: boolean;
  readonly counts: Readonly<Record<JobState, number>>;
  /** Of the available ones those that gates hold. */
  readonly held: number;
  /** runAt of the available job that waits longest; null when none waits. */
  readonly oldestAt: number | null;
}

export interface QueuesFacet {
  /**
   * available → running → outcome. Needs a session (`join`). Smallest priority first, then first come first served.
   * @throws SkepError REQUEST_INVALID for a queue whose name the store cannot hold
   */
  consume(queue: string, options: ConsumeOptions, run: RunLease): Consumer;
  /** Durable; a paused queue hands out nothing, in any process, from the moment this resolves. */
  pause(queue: string, paused: boolean): Promise<void>;
  /** Every queue that holds a job or is paused, in O(queues). */
  counts(): Promise<readonly QueueCounts[]>;
}
