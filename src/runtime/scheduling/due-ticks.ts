/** Which ticks of a schedule are decided now, and how. Pure: cursor and clock in, decisions out. */
import { latestTick, ticksBetween, type Timing, timingRules } from '../../core/index.ts';
import type { TickWhy } from '../../engine/index.ts';
import type { CatchUpSpec } from '../../manifest/index.ts';

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
  /** Of one that does not run; absent: nobody was there in time. */
  readonly why?: TickWhy;
  /** Id of the job or run that was not over. */
  readonly blockedBy?: string;
}

export interface TickRules {
  readonly timing: Timing;
  readonly catchUp?: CatchUpSpec;
  /** How much later than planned a tick is due; less than the time up to the next one. */
  readonly delay?: (tick: number) => number;
}

const CATCH_UP: CatchUpSpec = { policy: 'latest', graceMs: null, windowMs: WINDOW_MS, limit: 100 };
const NO_DELAY = (): number => 0;

/**
 * @param cursorAt all ticks up to here are decided
 * @param now      the store's clock
 * @returns steps that follow each other, oldest first; [] when nothing is due. Its length does not grow with
 *   the time that has passed.
 */
export function dueTicks(rules: TickRules, cursorAt: number, now: number): readonly TickDecision[] {
  const { timing, delay = NO_DELAY } = rules;
  const last = lastDue(timing, delay, now);
  if (last === null || last <= cursorAt) return [];
  const runs = runsOf(rules, { cursorAt, last, now });
  const decisions: TickDecision[] = [];
  let from = cursorAt;
  const missed = latestTick(timing, (runs[0] ?? last + 1) - 1);
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

/** The newest tick that is due: of delayed ones only the newest can be planned and not due yet. */
function lastDue(timing: Timing, delay: (tick: number) => number, now: number): number | null {
  const planned = latestTick(timing, now);
  return planned === null || planned + delay(planned) <= now ? planned : latestTick(timing, planned - 1);
}

interface Open {
  readonly cursorAt: number;
  readonly last: number;
  readonly now: number;
}

function runsOf(rules: TickRules, open: Open): readonly number[] {
  const { timing, delay = NO_DELAY, catchUp = CATCH_UP } = rules;
  const { cursorAt, last, now } = open;
  const graceMs = catchUp.graceMs ?? (isInterval(timing) ? INTERVAL_GRACE_MS : GRACE_MS);
  if (catchUp.policy === 'all') return allOf(rules, catchUp, { ...open, graceMs });
  const ordinary = ticksBetween(timing, inTimeAfter(timing, delay, { ...open, graceMs }), last, ORDINARY_MAX);
  if (ordinary.length > 0 || catchUp.policy === 'none') return ordinary;
  return now - last - delay(last) <= catchUp.windowMs && last > cursorAt ? [last] : [];
}

function isInterval(timing: Timing): boolean {
  return timingRules(timing).every(({ kind }) => kind === 'every');
}

/** @returns the instant after which ticks are in time */
function inTimeAfter(
  timing: Timing,
  delay: (tick: number) => number,
  { cursorAt, now, graceMs }: Open & { readonly graceMs: number },
): number {
  const begin = now - graceMs;
  if (delay === NO_DELAY) return Math.max(cursorAt, begin - 1);
  const before = latestTick(timing, begin);
  const inTime = before !== null && before + delay(before) >= begin;
  return Math.max(cursorAt, inTime ? before - 1 : begin - 1);
}

/** Backwards from the newest, so that the cost is that of the limit. */
function allOf(
  { timing, delay = NO_DELAY }: TickRules,
  { windowMs, limit }: CatchUpSpec,
  { cursorAt, last, now, graceMs }: Open & { readonly graceMs: number },
): readonly number[] {
  const oldest = now - Math.max(windowMs, graceMs);
  const runs: number[] = [];
  let tick: number | null = last;
  while (tick !== null && tick > cursorAt && tick + delay(tick) >= oldest && runs.length < limit) {
    runs.push(tick);
    tick = latestTick(timing, tick - 1);
  }
  return runs.reverse();
}
