/** Expressions of other programs as `cron` of the manifest. */
import { checkCron, checkTimezone } from '../core/index.ts';
import type { Fields, Outline } from './outline.ts';

export type CronRead =
  | {
      readonly ok: true;
      readonly cron: string;
      /** Where day of month and weekday both say something, of which programs make different things; otherwise null. */
      readonly remark: string | null;
    }
  | { readonly ok: false; readonly why: string };

const FULL_NAMES =
  /\b(jan)uary\b|\b(feb)ruary\b|\b(mar)ch\b|\b(apr)il\b|\b(june?)\b|\b(july?)\b|\b(aug)ust\b|\b(sep)tember\b|\b(oct)ober\b|\b(nov)ember\b|\b(dec)ember\b|\b(sun)day\b|\b(mon)day\b|\b(tue)sday\b|\b(wed)nesday\b|\b(thu)rsday\b|\b(fri)day\b|\b(sat)urday\b/gi;

/** Of the fields from the last one on: day of week, month, day of month, hour, minute, second. */
const TOPS = [6, 12, 31, 23, 59, 59];

/** What several programs write and ours does not take, in its form; the rest is judged by checkCron. */
export function readCron(text: string): CronRead {
  const fields = text
    .trim()
    .split(/\s+/)
    .map((field) => field.replaceAll(FULL_NAMES, (name) => name.slice(0, 3)));
  const written = fields.map((field, index) => withRange(field, TOPS[fields.length - 1 - index])).join(' ');
  const checked = checkCron(written);
  if (checked.ok) return { ok: true, cron: written, remark: checked.warnings[0]?.message ?? null };
  return { ok: false, why: checked.problems.map(({ message, hint }) => `${message} (${hint})`).join('; ') };
}

/** `5/15` → `5-59/15`: a step that begins somewhere goes on to the end. */
function withRange(field: string, top: number | undefined): string {
  if (top === undefined) return field;
  return field
    .split(',')
    .map((item) =>
      item.replace(/^(\d{1,2})\/(\d{1,2})$/, (_all, from, step) => `${from as string}-${top}/${step as string}`),
    )
    .join(',');
}

export interface CronGiven {
  readonly cron: string;
  /** In the words of the source. */
  readonly subject: string;
  readonly line: number | null;
  /** null: nobody said. */
  readonly zone: string | null;
  /** Who reads the host's clock where nobody said, as the begin of a sentence; null: it is UTC there too. */
  readonly reader: string | null;
}

/** `cron`, `timezone` and `dayMatch` of a schedule, for programs that fire when either day fits. @returns undefined where it cannot be written, which is noted */
export function cronFields(outline: Outline, { cron, subject, line, zone, reader }: CronGiven): Fields | undefined {
  const read = readCron(cron);
  if (!read.ok) {
    outline.note('none', subject, `\`${cron}\`: ${read.why}`, { line });
    return undefined;
  }
  if (zone === null && reader !== null) {
    const message = `${reader} reads the host's clock; these stand in UTC: \`--timezone Europe/Berlin\` says another`;
    outline.note('check', 'time zone', message);
  }
  if (read.remark !== null) outline.note('check', subject, read.remark, { line });
  const known = zone === 'Z' ? null : knownZone(outline, zone, line);
  return {
    cron: read.cron,
    ...(known !== null && { timezone: known }),
    ...(read.remark !== null && { dayMatch: 'either' }),
  };
}

/** @returns null for UTC, and for a zone that nobody knows, which is noted */
export function knownZone(outline: Outline, zone: string | null, line: number | null): string | null {
  if (zone === null || zone === 'UTC') return null;
  const check = checkTimezone(zone);
  if (check.ok) return zone;
  outline.note('check', 'time zone', `${check.message} (${check.hint}): what it is for stands in UTC`, { line });
  return null;
}
