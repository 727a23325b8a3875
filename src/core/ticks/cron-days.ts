/** Which days of a month the two day fields of a cron expression mean. */
import { tokenValues, valuesFrom, valuesOf } from './cron-values.ts';

/** All of a month's days: bit `day - 1`. */
const ALL_DAYS = 0x7fff_ffff;
/** Each weekday of a month: bit `n` is its n-th one, of which there are at most five. */
const EACH = 0b11_1110;
/** The last one of a month. */
const LAST = 0b100_0000;

export interface DayFields {
  /** Bit `day - 1`. */
  readonly ofMonth: number;
  readonly lastDay: boolean;
  /** The last day from Monday to Friday. */
  readonly lastWorkday: boolean;
  /** Days that move to the nearest day from Monday to Friday of their month. */
  readonly nearest: readonly number[];
  /** By weekday, Sunday first: bit `n` for its n-th one, and LAST. */
  readonly ofWeek: readonly number[];
  /** `*` says nothing: the other field decides. */
  readonly reading: 'ofMonth' | 'ofWeek' | 'either' | 'both';
}

/** @param bothDays both must fit, not either */
export function dayFields(dayOfMonth: string, dayOfWeek: string, bothDays: boolean): DayFields {
  const tokens = dayOfMonth.split(',');
  const plain = tokens.filter((token) => !/[LW]/.test(token));
  const nearest = tokens.flatMap((token) => (/^\d+W$/.test(token) ? [Number.parseInt(token, 10)] : []));
  const days = plain.length === 0 ? [] : valuesOf(plain.join(','), valuesFrom(1, 31));
  return {
    ofMonth: days.reduce((mask, day) => mask | (1 << (day - 1)), 0),
    lastDay: tokens.includes('L'),
    lastWorkday: tokens.includes('LW'),
    nearest,
    ofWeek: weekdays(dayOfWeek),
    reading: readingOf(dayOfMonth === '*', dayOfWeek === '*', bothDays),
  };
}

function readingOf(anyOfMonth: boolean, anyOfWeek: boolean, bothDays: boolean): DayFields['reading'] {
  if (anyOfWeek) return 'ofMonth';
  if (anyOfMonth) return 'ofWeek';
  return bothDays ? 'both' : 'either';
}

function weekdays(text: string): readonly number[] {
  const wanted = [0, 0, 0, 0, 0, 0, 0];
  const want = (day: number, which: number): void => {
    wanted[day % 7] = (wanted[day % 7] ?? 0) | which;
  };
  for (const token of text.split(',')) {
    const [, day, nth] = /^(\d)(?:L|#(\d))$/.exec(token) ?? [];
    if (day !== undefined) want(Number(day), nth === undefined ? LAST : 1 << Number(nth));
    // 7 is Sunday too, and a step counts from 0.
    else
      for (const plain of tokenValues(token, token.startsWith('*') ? valuesFrom(0, 6) : valuesFrom(0, 7)))
        want(plain, EACH);
  }
  return wanted;
}

/**
 * @param first its first day, as days since 1970-01-01, which was a Thursday
 * @param length its number of days
 * @returns bit `day - 1` for each that fits
 */
export function daysOf(fields: DayFields, first: number, length: number): number {
  const all = ALL_DAYS >>> (31 - length);
  const weekdayOf = (day: number): number => (((first + day + 3) % 7) + 7) % 7;
  switch (fields.reading) {
    case 'ofMonth':
      return ofMonth(fields, length, weekdayOf) & all;
    case 'ofWeek':
      return ofWeek(fields, length, weekdayOf);
    case 'either':
      return (ofMonth(fields, length, weekdayOf) & all) | ofWeek(fields, length, weekdayOf);
    case 'both':
      return ofMonth(fields, length, weekdayOf) & ofWeek(fields, length, weekdayOf);
  }
}

type WeekdayOf = (day: number) => number;

function ofMonth({ ofMonth: plain, lastDay, lastWorkday, nearest }: DayFields, length: number, of: WeekdayOf): number {
  let days = plain;
  if (lastDay) days |= 1 << (length - 1);
  if (lastWorkday) days |= 1 << (workdayNear(length, length, of) - 1);
  for (const day of nearest) if (day <= length) days |= 1 << (workdayNear(day, length, of) - 1);
  return days;
}

/** Of the same month: from a Saturday back, from a Sunday on, unless that is another month. */
function workdayNear(day: number, length: number, weekdayOf: WeekdayOf): number {
  const weekday = weekdayOf(day);
  if (weekday === 6) return day === 1 ? day + 2 : day - 1;
  if (weekday === 0) return day === length ? day - 2 : day + 1;
  return day;
}

function ofWeek({ ofWeek: wanted }: DayFields, length: number, weekdayOf: WeekdayOf): number {
  let days = 0;
  for (let day = 1; day <= length; day += 1) {
    const which = (1 << Math.ceil(day / 7)) | (day + 7 > length ? LAST : 0);
    if (((wanted[weekdayOf(day)] ?? 0) & which) !== 0) days |= 1 << (day - 1);
  }
  return days;
}
