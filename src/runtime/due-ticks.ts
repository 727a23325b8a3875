/** Which ticks of a schedule are decided now, and how. Pure: cursor and clock in, decisions out. */
import { latestTick, ticksBetween, type Timing } from '../core/index.ts';

/** A tick at most so late is ordinary and always runs (Quartz' misfire threshold). */
export const GRACE_MS = 60_000;
/**
 * Of an interval's ticks only the newest runs: eleven at once after a pause are no interval. What is at most so late is
 * ordinary all the same, because two looks may be a little more than a second apart.
 */
export const INTERVAL_GRACE_MS = 1_250;
/** Of the ticks that are later than that, the newest one runs, unless it is older than this. */
export const WINDOW_MS = 24 * 3_600_000;
/** Ordinary ticks decided in one go: a minute of a schedule that fires every second. */
const ORDINARY_MAX = 61;

/** One step of the cursor: with a job at `to`, or past ticks that are missed. */
export interface TickDecision {
  readonly from: number;
  readonly to: number;
  readonly run: boolean;
}

/**
 * @param cursorAt all ticks up to here are decided
 * @param now      the store's clock
 * @returns steps that follow each other, oldest first; [] when nothing is due. Its length does not grow with
 *   the time that has passed.
 */
export function dueTicks(timing: Timing, cursorAt: number, now: number): readonly TickDecision[] {
  const last = latestTick(timing, now);
  if (last === null || last <= cursorAt) return [];
  const grace = timing.kind === 'every' ? INTERVAL_GRACE_MS : GRACE_MS;
  const ordinary = ticksBetween(timing, Math.max(cursorAt, now - grace - 1), last, ORDINARY_MAX);
  const late = ordinary.length === 0 && now - last <= WINDOW_MS;
  const runs = late ? [last] : ordinary;
  const decisions: TickDecision[] = [];
  let from = cursorAt;
  const missed = latestTick(timing, (runs[0] ?? now + 1) - 1);
  if (missed !== null && missed > cursorAt) {
    decisions.push({ from, to: missed, run: false });
    from = missed;
  }
  for (const to of runs) {
    decisions.push({ from, to, run: true });
    from = to;
  }
  return decisions;
}
