/** `unless` of schedules: days as they are written, and calendars in files. */
import { resolve } from 'node:path';

import type { Exclusion } from '../core/index.ts';
import { fileFault, readRegular } from '../foundation/index.ts';
import { readCalendarText, monthAndDay } from './calendar-file.ts';
import type { ExpandedSource } from './expanding/expand.ts';
import { dayNumber } from './moments.ts';

/** By absolute path: what a calendar file says, or why it cannot be read. */
export type CalendarTexts = ReadonlyMap<string, { readonly text: string } | { readonly reason: string }>;

type Schedules = ExpandedSource['schedules'];
type Unless = Schedules[string]['unless'];

const MAX_BYTES = 1_048_576;

export function exceptItems(unless: Unless): readonly string[] {
  if (unless === null) return [];
  return typeof unless === 'string' ? [unless] : unless;
}

export function isCalendarFile(item: string): boolean {
  return /\.ics$/i.test(item);
}

/** The calendars that schedules name. @param directory absolute folder of the main manifest */
export async function readCalendars(schedules: Schedules, directory: string): Promise<CalendarTexts> {
  const items = Object.values(schedules).flatMap(({ unless }) => exceptItems(unless).filter(isCalendarFile));
  const files = [...new Set(items.map((item) => resolve(directory, item)))];
  return new Map(await Promise.all(files.map(async (file) => [file, await readCalendarFile(file)] as const)));
}

async function readCalendarFile(file: string): Promise<{ readonly text: string } | { readonly reason: string }> {
  try {
    const bytes = await readRegular(file, MAX_BYTES);
    return typeof bytes === 'string' ? { reason: bytes } : { text: bytes.toString() };
  } catch (error) {
    return { reason: fileFault(error) };
  }
}

interface Reading {
  readonly days: (readonly [number, number])[];
  readonly yearly: number[];
  readonly spans: (readonly [number, number])[];
}

export interface ExceptContext {
  readonly directory: string;
  readonly calendars: CalendarTexts;
  readonly timezone: string;
  /** What is wrong with an item, by its place in the list. */
  problem(index: number, message: string, hint?: string): void;
}

/** @returns null where nothing is excluded */
export function exclusionOf(unless: Unless, context: ExceptContext): Exclusion | null {
  const reading: Reading = { days: [], yearly: [], spans: [] };
  for (const [index, item] of exceptItems(unless).entries()) {
    const found = isCalendarFile(item) ? readFileItem(item, reading, context) : readDayItem(item, reading);
    if (found !== null) context.problem(index, `\`${item}\`: ${found}`, isCalendarFile(item) ? undefined : FORM);
  }
  const { days, yearly, spans } = reading;
  if (days.length + yearly.length + spans.length === 0) return null;
  return {
    timezone: context.timezone,
    days: inOrder(days),
    yearly: [...new Set(yearly)].sort(),
    spans: inOrder(spans),
  };
}

function inOrder(pairs: readonly (readonly [number, number])[]): readonly (readonly [number, number])[] {
  return [...pairs].sort((one, other) => one[0] - other[0] || one[1] - other[1]);
}

const FORM = 'write 2026-12-24, 12-25 for each year, 2026-12-24/2027-01-02, or the path of an .ics file';

/** @returns what is wrong, null = nothing */
function readDayItem(item: string, { days, yearly }: Reading): string | null {
  // The year 2000 had each day that any year has.
  const ofYear = /^\d{2}-\d{2}$/.test(item) ? dayNumber(`2000-${item}`) : undefined;
  if (ofYear !== undefined) {
    yearly.push(monthAndDay(ofYear));
    return null;
  }
  const [first = '', last = first, ...more] = item.split('/');
  const [from, to] = [dayNumber(first), dayNumber(last)];
  if (from === undefined || to === undefined || more.length > 0) return 'that is no day';
  if (to < from) return 'it ends before it begins';
  days.push([from, to]);
  return null;
}

function readFileItem(
  item: string,
  reading: Reading,
  { directory, calendars, timezone }: ExceptContext,
): string | null {
  const file = calendars.get(resolve(directory, item));
  if (file === undefined || 'reason' in file) return `the calendar cannot be read: ${file?.reason ?? 'nobody looked'}`;
  const read = readCalendarText(file.text, timezone);
  if (!read.ok) return read.message;
  reading.days.push(...read.events.days);
  reading.yearly.push(...read.events.yearly);
  reading.spans.push(...read.events.spans);
  return null;
}
