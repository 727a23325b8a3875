/** Where a job lies in the sorted set `states`, as lua/_record.lua has it: state by state, in each by creation. */
import type { JobState } from '../../core/index.ts';

const RANKS: readonly JobState[] = ['scheduled', 'blocked', 'available', 'retryable', 'completed', 'cancelled', 'dead'];
const SPAN = 2 ** 50;
const EPOCH = 1_735_689_600_000_000;

const FIRST = Object.fromEntries(RANKS.map((state, rank) => [state, rank * SPAN])) as Readonly<
  Record<JobState, number>
>;

/** The first score of a state, and the first one after it. */
export function placesOf(state: JobState): readonly [number, number] {
  return [FIRST[state], FIRST[state] + SPAN];
}

/** The score of a job in a state. */
export function placeOf(state: JobState, seq: number): number {
  return FIRST[state] + Math.max(0, Math.min(SPAN - 1, seq - EPOCH));
}
