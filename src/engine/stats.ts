/** Statistics: what ended, per task and queue, by the minute and by the hour. */
import { type Figure } from '../core/index.ts';
import { type Clock } from '../foundation/index.ts';
import type { Lease } from './lease.ts';

/** Of one task in one queue. */
export interface TaskFigure {
  readonly queue: string;
  readonly task: string;
  readonly figure: Figure;
}

export interface StatRow extends TaskFigure {
  /** Beginning of the minute or hour, epoch milliseconds. */
  readonly at: number;
}

export type StatStep = 'minute' | 'hour';

export interface StatFilter {
  readonly step: StatStep;
  /** Epoch milliseconds: the minutes or hours that begin from then on, and before `to`. */
  readonly from: number;
  readonly to: number;
}

export interface StatsFacet {
  /**
   * Adds what a process has seen since its last share to the minute and the hour that it is now, by the store's clock.
   * What is older than it is kept for is removed by and by.
   * @param source who brings it: one that comes anew has another name
   * @param number greater than of its shares before: one that was brought already adds nothing
   */
  add(source: string, number: number, share: readonly TaskFigure[]): Promise<void>;
  /** In order of time, queue and task. Whoever asks for much asks for a part of the time at a time. */
  read(range: StatFilter): Promise<readonly StatRow[]>;
}

export const STAT_STEP_MS: Readonly<Record<StatStep, number>> = { minute: 60_000, hour: 3_600_000 };
/** How long figures of a step are kept: two days by the minute, ninety by the hour. */
export const STATS_KEPT_MS: Readonly<Record<StatStep, number>> = { minute: 172_800_000, hour: 7_776_000_000 };
/** A source that has brought nothing for so long is forgotten. */
export const STAT_SOURCE_KEPT_MS = 3_600_000;
/** Most figures of one share: more go in several. */
export const STAT_SHARE_MAX = 100;

/** Since when a lease is held, milliseconds. By the monotonic clock where it is known: wall clocks jump, and the store's may differ. */
export function heldMs({ since, job }: Lease, clock: Clock): number {
  if (since !== undefined) return clock.monotonic() - since;
  return Math.max(0, clock.now() - (job.startedAt ?? clock.now()));
}
