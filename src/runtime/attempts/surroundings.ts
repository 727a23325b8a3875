import type { Lease, SpanIds } from '../../engine/index.ts';
import type { BoundTask } from '../../manifest/index.ts';
import type { Readied } from '../following/hook-told.ts';

/** What a runner must know of the queues that feed it. */
export interface Surroundings {
  /** Jobs may be reserved again, see `open`. */
  opened(): void;
  /** Resolves when no reserve of any queue is under way. */
  quiet(): Promise<void>;
  /** Leases that are not settled yet: should the process die now, their jobs are rescued. */
  held(): number;
  /** Jobs that wait for company are to be given back: those whose lease passes the test, or all. */
  disband(test?: (lease: Lease) => boolean): void;
  /** An attempt of a task with hooks begins. @param ready its job as the handler gets it, and what opened it */
  hooked(lease: Lease, ready: Readied, about: { readonly task: BoundTask; readonly trace: SpanIds }): void;
}

export const NO_QUEUES: Surroundings = {
  opened: () => undefined,
  quiet: () => Promise.resolve(),
  held: () => 0,
  disband: () => undefined,
  hooked: () => undefined,
};
