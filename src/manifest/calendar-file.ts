/** Events of an iCalendar file (RFC 5545) as times at which a schedule does not fire. */
import { DAY_MS } from '../core/index.ts';
import { dayNumber, momentIn } from './moments.ts';

export interface CalendarEvents {
  /** First and last day of each event of whole days, as days since 1970-01-01. */
  readonly days: readonly (readonly [number, number])[];
  /** Of events that come each year: month × 100 + day. */
  readonly yearly: readonly number[];
  /** Events with a time: from one instant up to another. */
  readonly spans: readonly (readonly [number, number])[];
}

export type CalendarReading =
  { readonly ok: true; readonly events: CalendarEvents } | { readonly ok: false; readonly message: string };

interface Property {
  readonly parameters: string;
  readonly value: string;
}

/** Days of one event that comes each year: a holiday has one, a works shutdown some weeks. */
const YEARLY_DAYS = 60;

/**
 * @param text the file's
 * @param zone that times without a zone are read in
 */
export function readCalendarText(text: string, zone: string): CalendarReading {
  if (!/^BEGIN:VCALENDAR/im.test(text)) return { ok: false, message: 'it is no iCalendar file' };
  if (!/^END:VCALENDAR/im.test(text)) return { ok: false, message: 'it ends before its end: END:VCALENDAR is missing' };
  const days: [number, number][] = [];
  const yearly: number[] = [];
  const spans: [number, number][] = [];
  for (const event of eventsIn(text)) {
    if (event.get('STATUS')?.value.toUpperCase() === 'CANCELLED') continue;
    const read = readEvent(event, zone);
    if (typeof read === 'string')
      return { ok: false, message: `${read} (${event.get('SUMMARY')?.value ?? 'an event'})` };
    if (read.kind === 'yearly') yearly.push(...read.days);
    else (read.kind === 'days' ? days : spans).push([read.from, read.to]);
  }
  return { ok: true, events: { days: sorted(days), yearly: [...new Set(yearly)], spans: sorted(spans) } };
}

function sorted(pairs: readonly [number, number][]): readonly [number, number][] {
  return [...pairs].sort((one, other) => one[0] - other[0] || one[1] - other[1]);
}

function* eventsIn(text: string): Generator<ReadonlyMap<string, Property>> {
  let event: Map<string, Property> | null = null;
  // What an alarm of an event says is none of the event's.
  let within: string | null = null;
  for (const line of linesOf(text)) {
    const kind = line.value.toUpperCase();
    if (within !== null) within = line.name === 'END' && kind === within ? null : within;
    else if (line.name === 'BEGIN') {
      if (event !== null) within = kind;
      else if (kind === 'VEVENT') event = new Map();
    } else if (event !== null && line.name === 'END') {
      yield event;
      event = null;
    } else if (event !== null) keep(event, line);
  }
}

/** The first of a name counts; a second rule is one that is not read. */
function keep(event: Map<string, Property>, { name, parameters, value }: Property & { readonly name: string }): void {
  if (!event.has(name)) event.set(name, { parameters, value });
  else if (name === 'RRULE') event.set('EXRULE', { parameters, value });
}

/** Lines that were folded are one again. */
function* linesOf(text: string): Generator<Property & { readonly name: string }> {
  for (const line of text.replaceAll(/\r?\n[ \t]/g, '').split(/\r?\n/)) {
    const colon = line.indexOf(':');
    const [name = '', ...parameters] = line.slice(0, Math.max(0, colon)).split(';');
    // A zone keeps its case.
    yield { name: name.toUpperCase(), parameters: parameters.join(';'), value: line.slice(colon + 1).trim() };
  }
}

type ReadEvent =
  | { readonly kind: 'days' | 'span'; readonly from: number; readonly to: number }
  | { readonly kind: 'yearly'; readonly days: readonly number[] };

const UNREADABLE = 'it has an event whose start or end cannot be read';

/** What moves, adds or leaves out days of an event that is repeated. */
const OTHERWISE = ['RDATE', 'EXDATE', 'EXRULE', 'RECURRENCE-ID'];

/** @returns what is wrong with it, as text */
function readEvent(event: ReadonlyMap<string, Property>, zone: string): ReadEvent | string {
  const start = event.get('DTSTART');
  if (start === undefined) return 'it has an event without a start';
  if (event.has('DURATION')) return 'it has an event with DURATION, which is not read: write DTEND';
  const rule = event.get('RRULE')?.value.toUpperCase();
  if (OTHERWISE.some((name) => event.has(name)) || (rule !== undefined && !isPlainYearly(rule))) {
    return 'it has an event that is repeated in another way than each year, which is not read';
  }
  const end = event.get('DTEND');
  if (/^\d{8}$/.test(start.value)) return wholeDays(start.value, end?.value, rule !== undefined);
  return rule === undefined
    ? spanOf(start, end, zone)
    : 'it has an event with a time that is repeated, which is not read';
}

function spanOf(start: Property, end: Property | undefined, zone: string): ReadEvent | string {
  const strange = [start, end].flatMap((one) => zoneOf(one) ?? []).find((one) => !isZone(one));
  if (strange !== undefined) return `it has an event in a zone that the tz database does not have: ${strange}`;
  const from = timeOf(start, zone);
  const to = end === undefined ? undefined : timeOf(end, zone);
  return from === undefined || to === undefined || to <= from ? UNREADABLE : { kind: 'span', from, to };
}

/** FREQ=YEARLY, and nothing that moves it to another day than its start's. */
function isPlainYearly(rule: string): boolean {
  const parts = rule
    .split(';')
    .filter((part) => !/^(?:INTERVAL=1|WKST=[A-Z]{2}|BYMONTH=\d+|BYMONTHDAY=\d+)$/.test(part));
  return parts.length === 1 && parts[0] === 'FREQ=YEARLY';
}

function wholeDays(start: string, end: string | undefined, yearly: boolean): ReadEvent | string {
  const from = dayNumber(dashed(start));
  // The end of an event of whole days is the first day after it; without one it is a day long.
  const to = end === undefined ? from : (dayNumber(dashed(end)) ?? 0) - 1;
  if (from === undefined || to === undefined || to < from) return UNREADABLE;
  if (!yearly) return { kind: 'days', from, to };
  if (to - from >= YEARLY_DAYS) return `it has an event of more than ${YEARLY_DAYS} days each year`;
  return { kind: 'yearly', days: Array.from({ length: to - from + 1 }, (_one, index) => monthAndDay(from + index)) };
}

export function monthAndDay(day: number): number {
  const date = new Date(day * DAY_MS);
  return (date.getUTCMonth() + 1) * 100 + date.getUTCDate();
}

function dashed(text: string): string {
  return text.replace(/^(\d{4})(\d{2})(\d{2})$/, '$1-$2-$3');
}

function timeOf({ parameters, value }: Property, zone: string): number | undefined {
  const [, day = '', hour, minute, second, utc] = /^(\d{8})T(\d{2})(\d{2})(\d{2})(Z?)$/.exec(value) ?? [];
  if (day === '') return undefined;
  const text = `${dashed(day)}T${hour}:${minute}:${second}`;
  return utc === 'Z' ? momentIn(`${text}Z`, zone) : momentIn(text, zoneOf({ parameters, value }) ?? zone);
}

/** That it names itself. */
function zoneOf(property: Property | undefined): string | undefined {
  return /(?:^|;)TZID="?([^";]+)/i.exec(property?.parameters ?? '')?.[1];
}

/** Files of Outlook and others have zones of their own making. */
function isZone(name: string): boolean {
  try {
    momentIn('2000-01-01T00:00', name);
    return true;
  } catch {
    return false;
  }
}
