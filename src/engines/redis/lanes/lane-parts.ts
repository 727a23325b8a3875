/** What a queue that is consumed here is made of. */
import type { EndedInPassing, ForeignTask } from '../../../engine/index.ts';
import type { Clock } from '../../../foundation/index.ts';
import type { BeeQueueLane } from './bee-queue-lane.ts';
import type { Judgement } from '../judgement.ts';
import type { Sessions } from '../sessions.ts';
import type { Signals } from '../signals.ts';
import type { RedisStore } from '../store.ts';
import type { RunsHere } from '../runs/turn-ahead.ts';

export interface ConsumerLaneParts {
  readonly queue: string;
  readonly bee: BeeQueueLane;
  readonly store: RedisStore;
  readonly sessions: Sessions;
  readonly signals: Signals;
  readonly clock: Clock;
  readonly judgement: Judgement;
  /** Both are asked before each reserve. */
  readonly foreign: () => ForeignTask | null;
  readonly weighted: () => boolean;
  /** Told of jobs that were cancelled on the way. */
  readonly onExpired: (expired: readonly EndedInPassing[]) => void;
  /** Told of physical queues where something may follow from an end. */
  readonly onFollowed: (physical: string) => void;
  /** Runs that lie on the server of the queue; null: they lie elsewhere. */
  readonly runs: RunsHere | null;
}

/** Takes back what a lease says of notes. */
export type Forget = () => void;
