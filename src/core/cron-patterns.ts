/**
 * Croner, only asked, never started. It keeps the rule of Debian's cron(8) at daylight saving shifts: a fixed-time
 * job runs once, never lost, never doubled; an interval job follows real time.
 */
import { Cron } from 'croner';

import { Lru } from './lru.ts';

/** A compiled pattern weighs 75 to 95 KB, so few are kept. */
const PATTERNS_KEPT = 256;
const compiled = new Lru<Cron>(PATTERNS_KEPT);

/** Croner walks this calendar: beyond it nothing fires. */
const FIRST_INSTANT = Date.UTC(1970, 0, 1);
const LAST_INSTANT = Date.UTC(9999, 11, 31);

/** @param canonical text of canonicalFields */
function pattern(canonical: string, timezone: string): Cron {
  return compiled.get(`${canonical} @ ${timezone}`, () => {
    return new Cron(canonical, { paused: true, timezone, fixedTimeRule: 'no-wildcard' });
  });
}

/** The first tick strictly after an instant (epoch milliseconds); null when there is none until the year 9999. */
export function tickAfter(canonical: string, timezone: string, after: number): number | null {
  if (!(after < LAST_INSTANT)) return null;
  const from = new Date(Math.max(Math.floor(after), FIRST_INSTANT - 1));
  return pattern(canonical, timezone).nextRun(from)?.getTime() ?? null;
}

/** The last tick at or before an instant (epoch milliseconds); null when there is none since 1970. */
export function tickUpTo(canonical: string, timezone: string, atOrBefore: number): number | null {
  if (!(atOrBefore >= FIRST_INSTANT)) return null;
  // previousRuns is strict: one millisecond more takes a tick at the instant itself in.
  const before = new Date(Math.min(Math.floor(atOrBefore), LAST_INSTANT) + 1);
  const tick = pattern(canonical, timezone).previousRuns(1, before)[0]?.getTime();
  return tick !== undefined && tick >= FIRST_INSTANT ? tick : null;
}

/** Whether the expression fires at all. */
export function firesEver(canonical: string): boolean {
  return tickAfter(canonical, 'UTC', Date.UTC(2000, 0, 1)) !== null;
}
