/**
 * How the clocks of a time zone were and will be set, as this Node knows it (ICU's copy of the tz database).
 *
 * Intl tells the reading of a clock at an instant and nothing else: neither which instant has a reading nor when the
 * clocks are changed. So a year is looked through once, and what was found is kept.
 */
import { Lru } from '../lru.ts';

/** A time during which the clocks are not changed. Instants and lengths in milliseconds. */
export interface Span {
  /** First instant. */
  readonly start: number;
  /** First instant after it. The next span may have the same offset: years are looked through one by one. */
  readonly end: number;
  /** The clock reads `instant + offset`, as if that were UTC. */
  readonly offset: number;
}

const DAY_MS = 24 * 3_600_000;
/** Clocks are changed by whole seconds. */
const SECOND_MS = 1_000;

/** A year takes a millisecond to look through, and some hundred bytes. */
const YEARS_KEPT = 2_048;
const years = new Lru<readonly Span[]>(YEARS_KEPT);
const ZONES_KEPT = 512;
const formats = new Lru<Intl.DateTimeFormat>(ZONES_KEPT);

/** The span that an instant lies in; the instant is in the years 1 to 9999. */
export function spanAt(zone: string, instant: number): Span {
  const year = new Date(instant).getUTCFullYear();
  const spans = years.get(`${zone} ${year}`, () => spansOf(zone, year));
  return spans.find(({ end }) => instant < end) ?? impossible(zone, instant);
}

export function spanAfter(zone: string, { end }: Span): Span {
  return spanAt(zone, end);
}

export function spanBefore(zone: string, { start }: Span): Span {
  return spanAt(zone, start - 1);
}

/** No clock was ever more than 16 hours from UTC (Alaska and the Philippines, before 1970). */
const WIDEST_MS = 16 * 3_600_000;

/**
 * The first instant with that reading of the zone's clocks; for one that they jump over, the first instant after the gap.
 * @param reading as if it were UTC
 */
export function instantOf(zone: string, reading: number): number {
  let span = spanAt(zone, reading - WIDEST_MS);
  while (reading >= span.end + span.offset) span = spanAfter(zone, span);
  return Math.max(reading - span.offset, span.start);
}

/** Whether the clocks of the zone ever show that reading; false for one in a gap. */
export function isRead(zone: string, reading: number): boolean {
  const instant = instantOf(zone, reading);
  return instant + spanAt(zone, instant).offset === reading;
}

/** Looks at each day: no zone has ever changed its clocks twice within one. */
function spansOf(zone: string, year: number): readonly Span[] {
  const [first, end] = [Date.UTC(year, 0, 1), Date.UTC(year + 1, 0, 1)];
  const spans: Span[] = [];
  let start = first;
  let offset = offsetAt(zone, first);
  for (let day = first; day < end; day += DAY_MS) {
    const next = Math.min(day + DAY_MS, end - SECOND_MS);
    const then = offsetAt(zone, next);
    if (then === offset) continue;
    const change = changeBetween(zone, day, next);
    spans.push({ start, end: change, offset });
    [start, offset] = [change, then];
  }
  return [...spans, { start, end, offset }];
}

/** @returns the first instant at which the clocks read as they do at `after` and not as at `before` */
function changeBetween(zone: string, before: number, after: number): number {
  const offset = offsetAt(zone, before);
  let [low, high] = [before / SECOND_MS, after / SECOND_MS];
  while (high - low > 1) {
    const middle = Math.floor((low + high) / 2);
    if (offsetAt(zone, middle * SECOND_MS) === offset) low = middle;
    else high = middle;
  }
  return high * SECOND_MS;
}

/** @param instant whole seconds */
function offsetAt(zone: string, instant: number): number {
  const format = formats.get(zone, () => formatOf(zone));
  const [month = 1, day = 1, year = 1970, hour = 0, minute = 0, second = 0] = format
    .format(instant)
    .split(/\D+/)
    .map(Number);
  return Date.UTC(year, month - 1, day, hour, minute, second) - instant;
}

function formatOf(zone: string): Intl.DateTimeFormat {
  const two = '2-digit';
  const fields = { year: 'numeric', month: two, day: two, hour: two, minute: two, second: two } as const;
  return new Intl.DateTimeFormat('en-US', { ...fields, timeZone: zone, hourCycle: 'h23', calendar: 'gregory' });
}

function impossible(zone: string, instant: number): never {
  throw new RangeError(`the spans of ${zone} do not cover ${instant}`);
}
