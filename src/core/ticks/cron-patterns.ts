/**
 * Which instants a cron expression means in a time zone, by the rule of Debian's cron(8) at daylight saving shifts: a
 * fixed-time job runs once, never lost, never doubled; an interval job follows real time.
 *
 * What a clock that is never changed reads is cron-readings.ts; which instants have a reading is zone-spans.ts.
 */
import { canonicalCron } from './cron-grammar.ts';
import { CronReadings } from './cron-readings.ts';
import type { CronRule, DstRule } from './timing.ts';
import { instantOf, isRead, type Span, spanAfter, spanAt, spanBefore } from './zone-spans.ts';

/** Of each rule, as long as there is the rule: a reload keeps the rules that have not changed. */
const compiled = new WeakMap<CronRule, CronReadings>();

/** Beyond it nothing fires. */
const FIRST_INSTANT = Date.UTC(1970, 0, 1);
const LAST_INSTANT = Date.UTC(9999, 11, 31);

/** A rule's readings of a clock that is never changed. */
export function readingsOf(rule: CronRule): CronReadings {
  const known = compiled.get(rule);
  if (known !== undefined) return known;
  const readings = new CronReadings(canonicalCron(rule.cron), rule.dayMatch === 'both');
  compiled.set(rule, readings);
  return readings;
}

/** The first tick strictly after an instant (epoch milliseconds); null when there is none until the year 9999. */
export function tickAfter(rule: CronRule, after: number): number | null {
  if (!(after < LAST_INSTANT)) return null;
  const readings = readingsOf(rule);
  const from = Math.max(Math.floor(after), FIRST_INSTANT - 1);
  const { timezone: zone, dst } = rule;
  const tick = readings.fixed ? fixedAfter({ readings, zone, dst }, from) : intervalAfter(readings, zone, from);
  return tick !== null && tick <= LAST_INSTANT ? tick : null;
}

/** The last tick at or before an instant (epoch milliseconds); null when there is none since 1970. */
export function tickUpTo(rule: CronRule, atOrBefore: number): number | null {
  if (!(atOrBefore >= FIRST_INSTANT)) return null;
  const readings = readingsOf(rule);
  const upTo = Math.min(Math.floor(atOrBefore), LAST_INSTANT);
  const { timezone: zone, dst } = rule;
  const tick = readings.fixed ? fixedUpTo({ readings, zone, dst }, upTo) : intervalUpTo(readings, zone, upTo);
  return tick !== null && tick >= FIRST_INSTANT ? tick : null;
}

// ── fixed times: each fitting reading is one instant, and a later reading is never an earlier instant ──────

interface Fixed {
  readonly readings: CronReadings;
  readonly zone: string;
  readonly dst: DstRule | undefined;
}

/** `twice` is each instant with a fitting reading, as of an interval; `after` besides the ends of gaps. */
function fixedAfter(fixed: Fixed, after: number): number | null {
  const { readings, zone, dst } = fixed;
  if (dst?.overlap !== 'twice') return onceAfter(fixed, after);
  const each = intervalAfter(readings, zone, after);
  const once = dst.gap === 'skip' ? null : onceAfter(fixed, after);
  return once === null ? each : Math.min(once, each ?? Infinity);
}

function fixedUpTo(fixed: Fixed, upTo: number): number | null {
  const { readings, zone, dst } = fixed;
  if (dst?.overlap !== 'twice') return onceUpTo(fixed, upTo);
  const each = intervalUpTo(readings, zone, upTo);
  const once = dst.gap === 'skip' ? null : onceUpTo(fixed, upTo);
  return once === null ? each : Math.max(once, each ?? -Infinity);
}

function onceAfter({ readings, zone, dst }: Fixed, after: number): number | null {
  let reading = readings.after(after + spanAt(zone, after).offset);
  while (reading !== null) {
    const tick = instantOf(zone, reading);
    // Else it came in the first pass of a repeated hour, or at the gap that it shares with an earlier reading.
    if (tick > after && !isLeftOut(dst, zone, reading)) return tick;
    reading = readings.after(reading);
  }
  return null;
}

function onceUpTo({ readings, zone, dst }: Fixed, upTo: number): number | null {
  const span = spanAt(zone, upTo);
  const before = spanBefore(zone, span);
  // In the second pass of a repeated hour all of its readings have been.
  let reading = readings.upTo(Math.max(upTo + span.offset, before.end + before.offset - 1));
  while (reading !== null && isLeftOut(dst, zone, reading)) reading = readings.upTo(reading - 1);
  return reading === null ? null : instantOf(zone, reading);
}

function isLeftOut(dst: DstRule | undefined, zone: string, reading: number): boolean {
  return dst?.gap === 'skip' && !isRead(zone, reading);
}

// ── intervals: every instant with a fitting reading, span by span ──────────────────────────────────────────

function intervalAfter(readings: CronReadings, zone: string, after: number): number | null {
  let from = after;
  let span: Span = spanAt(zone, from);
  for (;;) {
    const reading = readings.after(from + span.offset);
    if (reading === null || span.start > LAST_INSTANT) return null;
    if (reading - span.offset < span.end) return reading - span.offset;
    span = spanAfter(zone, span);
    from = span.start - 1;
  }
}

function intervalUpTo(readings: CronReadings, zone: string, atOrBefore: number): number | null {
  let upTo = atOrBefore;
  let span: Span = spanAt(zone, upTo);
  for (;;) {
    const reading = readings.upTo(upTo + span.offset);
    if (reading === null || span.end < FIRST_INSTANT) return null;
    if (reading - span.offset >= span.start) return reading - span.offset;
    span = spanBefore(zone, span);
    upTo = span.end - 1;
  }
}
