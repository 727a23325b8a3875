/** Instants and days as schedules write them: with a zone of their own, or read in the schedule's. */
import { DAY_MS, instantOf } from '../core/index.ts';
import { parseInstant } from '../foundation/index.ts';

const LOCAL = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}(?::\d{2})?$/;
const DAY = /^\d{4}-\d{2}-\d{2}$/;

/**
 * @param text ISO 8601: an instant with a zone, a time of day or a day without one
 * @param zone that the latter are read in; a time that its clocks jump over is the instant at which they do
 * @returns epoch milliseconds; undefined for another text and for days that do not exist
 */
export function momentIn(text: string, zone: string): number | undefined {
  const local = localOf(text);
  if (local === undefined) return parseInstant(text);
  const reading = parseInstant(local);
  return reading === undefined ? undefined : instantOf(zone, reading);
}

function localOf(text: string): string | undefined {
  if (LOCAL.test(text)) return `${text}Z`;
  return DAY.test(text) ? `${text}T00:00Z` : undefined;
}

/** @returns days since 1970-01-01; undefined for a text that is no day, or one that does not exist */
export function dayNumber(text: string): number | undefined {
  const at = DAY.test(text) ? parseInstant(`${text}T00:00Z`) : undefined;
  return at === undefined ? undefined : at / DAY_MS;
}
