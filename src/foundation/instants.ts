/** Instants at the edges: ISO 8601 with a zone, or epoch milliseconds. Inside there are only milliseconds. */

/** The form in words, for messages. */
export const INSTANT_FORM =
  'an ISO 8601 instant with a zone, as in 2026-03-29T09:00:00Z or 2026-03-29T11:00+02:00, or epoch milliseconds';

const ISO = /^(\d{4})-(\d{2})-(\d{2})T(\d{2}):(\d{2})(?::(\d{2})(?:\.\d{1,9})?)?(?:Z|[+-](\d{2}):(\d{2}))$/;
/** Thirteen digits: 2001 to 2286 in milliseconds, and never seconds by mistake. */
const EPOCH_MS = /^\d{13}$/;
/** The ends of Date. */
const MAX_INSTANT = 8.64e15;

/**
 * @param value ISO 8601 with a zone, or epoch milliseconds as a number or as thirteen digits (command line, query)
 * @returns epoch milliseconds; undefined for any other text, for days that do not exist and for times without a zone
 */
export function parseInstant(value: string | number): number | undefined {
  if (typeof value === 'number') return Number.isInteger(value) && Math.abs(value) <= MAX_INSTANT ? value : undefined;
  if (EPOCH_MS.test(value)) return Number(value);
  const match = ISO.exec(value);
  if (!match || !exists(match.slice(1).map((part: string | undefined) => Number(part ?? 0)))) return undefined;
  const ms = Date.parse(value);
  return Number.isNaN(ms) ? undefined : ms;
}

/** Largest hour, minute, second, zone hour and zone minute. */
const TOPS = [23, 59, 59, 23, 59] as const;

/** Date.parse takes 30 February for 2 March; we do not. */
function exists([year = 0, month = 0, day = 0, ...clock]: readonly number[]): boolean {
  if (month < 1 || month > 12 || day < 1 || day > daysIn(year, month)) return false;
  return TOPS.every((top, index) => (clock[index] ?? 0) <= top);
}

function daysIn(year: number, month: number): number {
  // Day 0 of the next month; the year 2000 is a leap year, so only February of other years differs.
  return new Date(Date.UTC(2000, month, 0)).getUTCDate() - (month === 2 && !isLeap(year) ? 1 : 0);
}

function isLeap(year: number): boolean {
  return (year % 4 === 0 && year % 100 !== 0) || year % 400 === 0;
}

/**
 * Epoch milliseconds as ISO 8601 in UTC with milliseconds.
 * @throws RangeError beyond the ends of Date (±8.64e15)
 */
export function iso(ms: number): string {
  return new Date(ms).toISOString();
}
