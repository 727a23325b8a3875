/** When the clocks of a zone are set, and what of a schedule falls into that. All instants are epoch milliseconds. */
import { readingsOf } from './cron-patterns.ts';
import type { CronRule } from './timing.ts';
import { spanAfter, spanAt } from './zone-spans.ts';

export interface ClockChange {
  /** The first instant with the new offset. */
  readonly at: number;
  /** The clock reads `instant + offset`, in milliseconds. */
  readonly before: number;
  readonly after: number;
}

/** The changes after an instant, oldest first. @param until the first instant that is not looked at */
export function clockChanges(timezone: string, from: number, until: number): readonly ClockChange[] {
  const changes: ClockChange[] = [];
  let span = spanAt(timezone, from);
  while (span.end < until) {
    const next = spanAfter(timezone, span);
    if (next.offset !== span.offset) changes.push({ at: span.end, before: span.offset, after: next.offset });
    span = next;
  }
  return changes;
}

/** Times that are looked at in one change; a gap of an hour has sixty minutes. */
const LOOKED_AT = 60;

/**
 * The fixed times of a rule that a change of the clocks leaves out, or brings twice, as readings: as if they were UTC. None of an
 * interval, which follows real time.
 */
export function timesInChange(rule: CronRule, { at, before, after }: ClockChange): readonly number[] {
  const readings = readingsOf(rule);
  if (!readings.fixed) return [];
  const [from, to] = [at + Math.min(before, after), at + Math.max(before, after)];
  const times: number[] = [];
  let next = readings.after(from - 1);
  while (next !== null && next < to && times.length < LOOKED_AT) {
    times.push(next);
    next = readings.after(next);
  }
  return times;
}
