import type { AttemptTrace, Job } from '../../core/index.ts';
import type { Lease } from '../../engine/index.ts';
import type { Clock, Inside } from '../../foundation/index.ts';
import type { BoundTask } from '../../manifest/index.ts';
import type { Standstill } from './deadline.ts';
import type { Discretion } from './discretion.ts';
import type { Enqueuer } from '../enqueueing/enqueuer.ts';
import type { RunStarter } from '../enqueueing/run-starter.ts';
import type { Notes } from './notes.ts';
import type { RunnerDeps } from '../ports.ts';
import type { Slot } from '../working/slot.ts';

/** What an attempt begins with. */
export interface AttemptStart {
  readonly lease: Lease;
  /** As its handler gets it. */
  readonly job: Job;
  readonly task: BoundTask;
  readonly trace: AttemptTrace;
  readonly slot: Slot;
  readonly discretion: Discretion | null;
  /** The context of its trace, where its code runs in another. */
  readonly inside?: Inside | undefined;
}

/** What handlers may enqueue and start by. */
export interface Enqueuing extends Pick<Enqueuer, 'enqueue'> {
  readonly runs: Pick<RunStarter, 'start'>;
}

/** What attempts share. */
export interface PartsOf<A> {
  readonly deps: RunnerDeps;
  readonly enqueuer: Enqueuing;
  readonly notes: Notes;
  readonly clock: Clock;
  /** Whether what handlers print is told to their jobs. */
  readonly prints: boolean;
  /** The attempt has a new deadline. */
  watch(dueAt: number): void;
  /** Its code has returned from its call. */
  called(attempt: A, startedAt: number): void;
  /** Ends the attempt when its limit has passed and no timer could tell. */
  checkLimit(attempt: A): void;
  /** Its hard limit passed while a handler kept the event loop. */
  standstill(attempt: A, standstill: Standstill): void;
  /** It is over; `overrun` when its handler still runs. */
  over(attempt: A, overrun: boolean): void;
  /** A handler that overran has ended after all. */
  handlerEnded(attempt: A): void;
}
