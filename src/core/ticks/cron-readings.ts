/**
 * When a clock that is never changed reads what a cron expression says. Readings are epoch milliseconds, as if they were UTC.
 *
 * A compiled expression weighs some hundred bytes, so that each schedule keeps its own.
 */
import { type DayFields, dayFields, daysOf } from './cron-days.ts';
import { type Values, valuesFrom, valuesOf } from './cron-values.ts';

const SECOND_MS = 1_000;
const DAY_S = 86_400;
const DAY_MS = DAY_S * SECOND_MS;
/** The calendar begins anew after so many months: a day that does not come within them never comes. */
const CYCLE_MONTHS = 400 * 12;
/** Readings outside of these years are not looked for: nothing fires before 1970 or after 9999. */
const FIRST_YEAR = 1969;
const LAST_YEAR = 10_000;

const SIXTY = valuesFrom(0, 59);
const HOURS = valuesFrom(0, 23);
const MONTHS = valuesFrom(1, 12);

/** The days of one month that fit. */
interface Month {
  /** Months since the year 0. */
  readonly number: number;
  /** Its first day, as days since 1970-01-01. */
  readonly first: number;
  readonly length: number;
  /** Bit `day - 1`. */
  readonly days: number;
}

export class CronReadings {
  /** No wildcard and no step in seconds, minutes and hours: cron(8) calls it a job of a particular time. */
  readonly fixed: boolean;
  readonly #seconds: Values;
  readonly #minutes: Values;
  readonly #hours: Values;
  readonly #months: Values;
  readonly #days: DayFields;
  /** What was asked last is mostly asked next. */
  #month: Month | undefined;

  /**
   * @param canonical text of canonicalFields of an expression that checkCron accepts
   * @param bothDays both day fields must fit, not either
   * @throws RangeError for what is no expression
   */
  constructor(canonical: string, bothDays: boolean) {
    const texts = canonical.split(' ');
    const [second = '', minute = '', hour = '', dayOfMonth = '', month = '', dayOfWeek = ''] =
      texts.length === 5 ? ['0', ...texts] : texts;
    this.fixed = isFixedTime(canonical);
    this.#seconds = valuesOf(second, SIXTY);
    this.#minutes = valuesOf(minute, SIXTY);
    this.#hours = valuesOf(hour, HOURS);
    this.#months = valuesOf(month, MONTHS);
    this.#days = dayFields(dayOfMonth, dayOfWeek, bothDays);
  }

  /** The first one strictly after a reading; null where none comes. */
  after(reading: number): number | null {
    const second = Math.floor(reading / SECOND_MS) + 1;
    const day = Math.floor(second / DAY_S);
    const time = this.#fits(day) ? this.#timeFrom(second - day * DAY_S) : null;
    if (time !== null) return (day * DAY_S + time) * SECOND_MS;
    const next = this.#dayFrom(day + 1);
    return next === null ? null : (next * DAY_S + (this.#timeFrom(0) ?? 0)) * SECOND_MS;
  }

  /** The last one at or before a reading; null where there is none since 1969. */
  upTo(reading: number): number | null {
    const second = Math.floor(reading / SECOND_MS);
    const day = Math.floor(second / DAY_S);
    const time = this.#fits(day) ? this.#timeUpTo(second - day * DAY_S) : null;
    if (time !== null) return (day * DAY_S + time) * SECOND_MS;
    const before = this.#dayUpTo(day - 1);
    return before === null ? null : (before * DAY_S + (this.#timeUpTo(DAY_S - 1) ?? 0)) * SECOND_MS;
  }

  // ── times of a day, as seconds since its midnight ──────────────────────────────────────────────────────────

  #timeFrom(time: number): number | null {
    const [hour, minute, second] = [Math.floor(time / 3_600), Math.floor(time / 60) % 60, time % 60];
    const atHour = atLeast(this.#hours, hour);
    if (atHour === hour) {
      const atMinute = atLeast(this.#minutes, minute);
      const atSecond = atMinute === minute ? atLeast(this.#seconds, second) : null;
      if (atSecond !== null) return hour * 3_600 + minute * 60 + atSecond;
      const nextMinute = atMinute === minute ? atLeast(this.#minutes, minute + 1) : atMinute;
      if (nextMinute !== null) return hour * 3_600 + nextMinute * 60 + first(this.#seconds);
    }
    const nextHour = atHour === hour ? atLeast(this.#hours, hour + 1) : atHour;
    return nextHour === null ? null : nextHour * 3_600 + first(this.#minutes) * 60 + first(this.#seconds);
  }

  #timeUpTo(time: number): number | null {
    const [hour, minute, second] = [Math.floor(time / 3_600), Math.floor(time / 60) % 60, time % 60];
    const atHour = atMost(this.#hours, hour);
    if (atHour === hour) {
      const atMinute = atMost(this.#minutes, minute);
      const atSecond = atMinute === minute ? atMost(this.#seconds, second) : null;
      if (atSecond !== null) return hour * 3_600 + minute * 60 + atSecond;
      const lastMinute = atMinute === minute ? atMost(this.#minutes, minute - 1) : atMinute;
      if (lastMinute !== null) return hour * 3_600 + lastMinute * 60 + last(this.#seconds);
    }
    const lastHour = atHour === hour ? atMost(this.#hours, hour - 1) : atHour;
    return lastHour === null ? null : lastHour * 3_600 + last(this.#minutes) * 60 + last(this.#seconds);
  }

  // ── days since 1970-01-01 ──────────────────────────────────────────────────────────────────────────────────

  #fits(day: number): boolean {
    const { first, days } = this.#monthOf(day);
    return ((days >>> (day - first)) & 1) === 1;
  }

  #dayFrom(day: number): number | null {
    let month = this.#monthOf(day);
    let rest = (month.days >>> (day - month.first)) << (day - month.first);
    const end = Math.min(month.number + CYCLE_MONTHS, LAST_YEAR * 12);
    while (month.number <= end) {
      if (rest !== 0) return month.first + (31 - Math.clz32(rest & -rest));
      month = this.#monthNumbered(month.number + 1);
      rest = month.days;
    }
    return null;
  }

  #dayUpTo(day: number): number | null {
    let month = this.#monthOf(day);
    const kept = 31 - (day - month.first);
    // A shift by 32 would shift by none; bit 31 is of no day.
    let rest = (month.days << kept) >>> kept;
    while (rest === 0) {
      if (month.number < FIRST_YEAR * 12) return null;
      month = this.#monthNumbered(month.number - 1);
      rest = month.days;
    }
    return month.first + (31 - Math.clz32(rest));
  }

  #monthOf(day: number): Month {
    const known = this.#month;
    if (known !== undefined && day >= known.first && day < known.first + known.length) return known;
    const date = new Date(day * DAY_MS);
    return this.#monthNumbered(date.getUTCFullYear() * 12 + date.getUTCMonth());
  }

  #monthNumbered(number: number): Month {
    const [year, index] = [Math.floor(number / 12), number % 12];
    const first = Date.UTC(year, index) / DAY_MS;
    const length = Date.UTC(year, index + 1) / DAY_MS - first;
    const days = this.#months.includes(index + 1) ? daysOf(this.#days, first, length) : 0;
    this.#month = { number, first, length, days };
    return this.#month;
  }
}

/**
 * Whether an expression names particular times of the day, which come once a day however the clocks are set, rather
 * than an interval.
 * @param canonical text of canonicalFields
 */
export function isFixedTime(canonical: string): boolean {
  return !/[*?/]/.test(canonical.split(' ').slice(0, -3).join());
}

function atLeast(values: Values, value: number): number | null {
  // The value itself fits most often, as with `*`.
  if (values[value] === value) return value;
  for (const one of values) if (one >= value) return one;
  return null;
}

function atMost(values: Values, value: number): number | null {
  if (values[value] === value) return value;
  for (let index = values.length - 1; index >= 0; index -= 1) {
    const one = values[index] ?? 0;
    if (one <= value) return one;
  }
  return null;
}

function first(values: Values): number {
  return values[0] ?? 0;
}

function last(values: Values): number {
  return values[values.length - 1] ?? 0;
}
