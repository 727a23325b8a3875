/** Days and times at which a schedule does not fire. All instants are epoch milliseconds. */
import type { Exclusion } from './timing.ts';
import { instantOf, spanAt } from './zone-spans.ts';

export const DAY_MS = 24 * 3_600_000;
const SECOND_MS = 1_000;

export interface Stretch {
  /** At most the instant that was asked about. */
  readonly from: number;
  /** The first instant after it. */
  readonly to: number;
}

/** The excluded stretch that an instant lies in; null when it is not excluded. What follows it may be excluded too. */
export function stretchAt(except: Exclusion, instant: number): Stretch | null {
  const span = except.spans.find(([from, to]) => from <= instant && instant < to);
  if (span !== undefined) return { from: span[0], to: span[1] };
  const { timezone } = except;
  const day = Math.floor((instant + spanAt(timezone, instant).offset) / DAY_MS);
  const days = excludedDays(except, day);
  if (days === null) return null;
  const [first, last] = days;
  return {
    from: Math.min(instant, instantOf(timezone, first * DAY_MS)),
    // Where a clock is set back over midnight, the day goes on after the next one has begun.
    to: Math.max(instant + SECOND_MS, instantOf(timezone, (last + 1) * DAY_MS)),
  };
}

function excludedDays({ days, yearly }: Exclusion, day: number): readonly [number, number] | null {
  const range = days.find(([first, last]) => first <= day && day <= last);
  if (range !== undefined) return range;
  if (yearly.length === 0) return null;
  const date = new Date(day * DAY_MS);
  return yearly.includes((date.getUTCMonth() + 1) * 100 + date.getUTCDate()) ? [day, day] : null;
}
