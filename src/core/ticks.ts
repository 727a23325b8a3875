/** When a schedule fires: pure answers from any instant, forwards and backwards. All instants are epoch milliseconds. */
import { canonicalCron } from './cron-grammar.ts';
import { isFixedTime, tickAfter, tickUpTo } from './cron-patterns.ts';
import type { Timing } from './timing.ts';

/**
 * The next ticks strictly after an instant, oldest first.
 * @returns at most `count`, fewer when the calendar ends
 */
export function nextTicks(timing: Timing, after: number, count: number): number[] {
  return ticksBetween(timing, after, Infinity, count);
}

/** The newest tick at or before an instant, however long ago; null when there is none. Its cost does not grow with the gap. */
export function latestTick(timing: Timing, atOrBefore: number): number | null {
  if (!Number.isFinite(atOrBefore)) return null;
  if (timing.kind === 'cron') return tickUpTo(canonicalCron(timing.cron), timing.timezone, atOrBefore);
  return Math.floor(atOrBefore / timing.everyMs) * timing.everyMs;
}

/**
 * The ticks in (after, upTo], oldest first.
 * @param limit at most so many: the oldest ones
 */
export function ticksBetween(timing: Timing, after: number, upTo: number, limit: number): number[] {
  const ticks: number[] = [];
  const next = stepper(timing);
  let tick = next(after);
  while (tick !== null && tick <= upTo && ticks.length < limit) {
    ticks.push(tick);
    tick = ticks.length < limit ? next(tick) : null;
  }
  return ticks;
}

/** Whether it goes on by real time when clocks are set, as intervals do; false for particular times of the day. */
export function followsRealTime(timing: Timing): boolean {
  return timing.kind === 'every' || !isFixedTime(canonicalCron(timing.cron));
}

function stepper(timing: Timing): (after: number) => number | null {
  if (timing.kind === 'every') {
    const { everyMs } = timing;
    return (after) => (Number.isFinite(after) ? (Math.floor(after / everyMs) + 1) * everyMs : null);
  }
  const canonical = canonicalCron(timing.cron);
  return (after) => tickAfter(canonical, timing.timezone, after);
}

/**
 * Fingerprint of a timing: equal for all spellings of one rule (`@daily`, `0 0 * * *`, `00 0 * * ?`), different when
 * it fires at other instants.
 */
export function timingSpec(timing: Timing): string {
  return timing.kind === 'every'
    ? `every:${timing.everyMs}`
    : `cron:${canonicalCron(timing.cron)}@${timing.timezone.toLowerCase()}`;
}
