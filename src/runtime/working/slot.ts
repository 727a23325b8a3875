import type { Lease, AttemptResult } from '../../engine/index.ts';
import type { CollectSpec } from '../../manifest/index.ts';

/** One of the places for running handlers in a queue; kept as long as the code runs, not only the attempt. */
export interface Slot {
  take(): void;
  /** @param late long after the attempt was settled */
  free(late: boolean): void;
  /** Where jobs of tasks with `collect` wait for company; without it each has a call of its own. @param key see Collector.add */
  gather?(lease: Lease, spec: CollectSpec, key: string): Promise<AttemptResult>;
  /** A job of another task has come. @returns whether it came beyond the places, as company would have */
  crowds?(): boolean;
}
