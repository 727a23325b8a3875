/**
 * Which instants a cron expression means in a time zone, by the rule of Debian's cron(8) at daylight saving shifts: a
 * fixed-time job runs once, never lost, never doubled; an interval job follows real time.
 *
 * Croner is only asked, never started, and only for readings of a clock that is never changed; which instants have a
 * reading is zone-spans.ts. Asked with a zone, croner loses what falls into a gap that ends at midnight, and takes ten
 * times as long.
 */
import { Cron } from 'croner';

import { Lru } from './lru.ts';
import type { DstRule } from './timing.ts';
import { instantOf, isRead, type Span, spanAfter, spanAt, spanBefore } from './zone-spans.ts';

/** A compiled pattern weighs 75 to 95 KB, so few are kept. */
const PATTERNS_KEPT = 256;
const compiled = new Lru<Pattern>(PATTERNS_KEPT);

/** Croner walks this calendar: beyond it nothing fires. */
const FIRST_INSTANT = Date.UTC(1970, 0, 1);
const LAST_INSTANT = Date.UTC(9999, 11, 31);

interface Pattern {
  readonly cron: Cron;
  /** No wildcard and no step in seconds, minutes and hours: cron(8) calls it a job of a particular time. */
  readonly fixed: boolean;
}

/** An expression, and how it is to be read. */
export interface ReadCron {
  /** Text of canonicalFields. */
  readonly canonical: string;
  /** Both day fields must fit, not either. */
  readonly bothDays: boolean;
  /** Of fixed times; undefined: cron(8)'s rule. */
  readonly dst: DstRule | undefined;
}

function pattern({ canonical, bothDays }: ReadCron): Pattern {
  return compiled.get(bothDays ? `${canonical} &` : canonical, () => ({
    cron: new Cron(canonical, { paused: true, utcOffset: 0, domAndDow: bothDays }),
    fixed: isFixedTime(canonical),
  }));
}

/**
 * Whether an expression names particular times of the day, which come once a day however the clocks are set, rather
 * than an interval.
 * @param canonical text of canonicalFields
 */
export function isFixedTime(canonical: string): boolean {
  return !/[*?/]/.test(canonical.split(' ').slice(0, -3).join());
}

/** The first tick strictly after an instant (epoch milliseconds); null when there is none until the year 9999. */
export function tickAfter(read: ReadCron, timezone: string, after: number): number | null {
  if (!(after < LAST_INSTANT)) return null;
  const { cron, fixed } = pattern(read);
  const from = Math.max(Math.floor(after), FIRST_INSTANT - 1);
  const tick = fixed ? fixedAfter({ cron, zone: timezone, dst: read.dst }, from) : intervalAfter(cron, timezone, from);
  return tick !== null && tick <= LAST_INSTANT ? tick : null;
}

/** The last tick at or before an instant (epoch milliseconds); null when there is none since 1970. */
export function tickUpTo(read: ReadCron, timezone: string, atOrBefore: number): number | null {
  if (!(atOrBefore >= FIRST_INSTANT)) return null;
  const { cron, fixed } = pattern(read);
  const upTo = Math.min(Math.floor(atOrBefore), LAST_INSTANT);
  const tick = fixed ? fixedUpTo({ cron, zone: timezone, dst: read.dst }, upTo) : intervalUpTo(cron, timezone, upTo);
  return tick !== null && tick >= FIRST_INSTANT ? tick : null;
}

/** Whether the expression fires at all. */
export function firesEver(canonical: string, bothDays = false): boolean {
  return tickAfter({ canonical, bothDays, dst: undefined }, 'UTC', Date.UTC(2000, 0, 1)) !== null;
}

/** The next fitting reading of a clock, strictly after one. */
function readingAfter(cron: Cron, reading: number): number | null {
  return cron.nextRun(new Date(reading))?.getTime() ?? null;
}

function readingUpTo(cron: Cron, reading: number): number | null {
  // previousRuns is strict: one millisecond more takes the reading itself in.
  return cron.previousRuns(1, new Date(reading + 1))[0]?.getTime() ?? null;
}

// ── fixed times: each fitting reading is one instant, and a later reading is never an earlier instant ──────

interface Fixed {
  readonly cron: Cron;
  readonly zone: string;
  readonly dst: DstRule | undefined;
}

/** `twice` is each instant with a fitting reading, as of an interval; `after` besides the ends of gaps. */
function fixedAfter(fixed: Fixed, after: number): number | null {
  const { cron, zone, dst } = fixed;
  if (dst?.overlap !== 'twice') return onceAfter(fixed, after);
  const each = intervalAfter(cron, zone, after);
  const once = dst.gap === 'skip' ? null : onceAfter(fixed, after);
  return once === null ? each : Math.min(once, each ?? Infinity);
}

function fixedUpTo(fixed: Fixed, upTo: number): number | null {
  const { cron, zone, dst } = fixed;
  if (dst?.overlap !== 'twice') return onceUpTo(fixed, upTo);
  const each = intervalUpTo(cron, zone, upTo);
  const once = dst.gap === 'skip' ? null : onceUpTo(fixed, upTo);
  return once === null ? each : Math.max(once, each ?? -Infinity);
}

function onceAfter({ cron, zone, dst }: Fixed, after: number): number | null {
  let reading = readingAfter(cron, after + spanAt(zone, after).offset);
  while (reading !== null) {
    const tick = instantOf(zone, reading);
    // Else it came in the first pass of a repeated hour, or at the gap that it shares with an earlier reading.
    if (tick > after && !isLeftOut(dst, zone, reading)) return tick;
    reading = readingAfter(cron, reading);
  }
  return null;
}

function onceUpTo({ cron, zone, dst }: Fixed, upTo: number): number | null {
  const span = spanAt(zone, upTo);
  const before = spanBefore(zone, span);
  // In the second pass of a repeated hour all of its readings have been.
  let reading = readingUpTo(cron, Math.max(upTo + span.offset, before.end + before.offset - 1));
  while (reading !== null && isLeftOut(dst, zone, reading)) reading = readingUpTo(cron, reading - 1);
  return reading === null ? null : instantOf(zone, reading);
}

function isLeftOut(dst: DstRule | undefined, zone: string, reading: number): boolean {
  return dst?.gap === 'skip' && !isRead(zone, reading);
}

// ── intervals: every instant with a fitting reading, span by span ──────────────────────────────────────────

function intervalAfter(cron: Cron, zone: string, after: number): number | null {
  let from = after;
  let span: Span = spanAt(zone, from);
  for (;;) {
    const reading = readingAfter(cron, from + span.offset);
    if (reading === null || span.start > LAST_INSTANT) return null;
    if (reading - span.offset < span.end) return reading - span.offset;
    span = spanAfter(zone, span);
    from = span.start - 1;
  }
}

function intervalUpTo(cron: Cron, zone: string, atOrBefore: number): number | null {
  let upTo = atOrBefore;
  let span: Span = spanAt(zone, upTo);
  for (;;) {
    const reading = readingUpTo(cron, upTo + span.offset);
    if (reading === null || span.end < FIRST_INSTANT) return null;
    if (reading - span.offset >= span.start) return reading - span.offset;
    span = spanBefore(zone, span);
    upTo = span.end - 1;
  }
}
