/** Queues as a whole: consumed, paused, counted. */
import type { JobState } from '../core/index.ts';
import type { Pause, PauseWhy } from './pause.ts';
import type { Consumer, ConsumeOptions, RunLease } from './consuming.ts';

export interface QueueCounts {
  readonly queue: string;
  readonly paused: boolean;
  /** Why; null where it is not paused. */
  readonly pause: Pause | null;
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
  /**
   * Durable; a paused queue hands out nothing, in any process, from the moment this resolves until it is resumed or `why.until` has
   * come. @param why default: none, and no end
   */
  pause(queue: string, paused: boolean, why?: PauseWhy): Promise<void>;
  /** Every queue that holds a job or is paused, in O(queues). */
  counts(): Promise<readonly QueueCounts[]>;
}
