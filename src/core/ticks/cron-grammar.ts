/** Whether a cron expression is one we promise to keep, and the form in which it is kept. */
import { validateDetailed } from 'node-cron';

import type { DiagnosticCode } from '../../foundation/index.ts';
import { canonicalFields, checkField, CRON_FIELDS, type CronProblem } from './cron-fields.ts';
import { CronReadings } from './cron-readings.ts';
import { Lru } from '../lru.ts';

export interface CronWarning {
  readonly code: DiagnosticCode;
  readonly message: string;
}

export type CronCheck =
  /** `normalized`: macros expanded, upper case, single spaces. */
  | { readonly ok: true; readonly normalized: string; readonly warnings: readonly CronWarning[] }
  | { readonly ok: false; readonly problems: readonly CronProblem[] };

const MAX_LENGTH = 100;

const MACROS: Readonly<Record<string, string>> = {
  '@YEARLY': '0 0 1 1 *',
  '@ANNUALLY': '0 0 1 1 *',
  '@MONTHLY': '0 0 1 * *',
  '@WEEKLY': '0 0 * * 0',
  '@DAILY': '0 0 * * *',
  '@MIDNIGHT': '0 0 * * *',
  '@HOURLY': '0 * * * *',
};

/** A reload asks again for expressions that have not changed. */
const checked = new Lru<CronCheck>(2_048);

/** Whether both day fields must fit, or either; null: it was not said, and what may be misread is told. */
export type DayMatch = 'either' | 'both' | null;

/**
 * Checks an expression of 5 fields, or 6 with leading seconds, or a macro (@daily). All problems at once, one per
 * list item, each with a hint.
 */
export function checkCron(expression: string, dayMatch: DayMatch = null): CronCheck {
  if (expression.length > MAX_LENGTH) {
    const message = `the expression has ${expression.length} characters`;
    return refused(message, `at most ${MAX_LENGTH}; split it into several schedules`);
  }
  const text = plainText(expression);
  return checked.get(dayMatch === null ? text : `${text} ${dayMatch}`, () => checkText(text, dayMatch));
}

function checkText(text: string, dayMatch: DayMatch): CronCheck {
  if (text === '') return refused('the expression is empty', 'write 5 fields, as in "0 9 * * MON"');
  const shape = shapeProblem(text);
  if (shape) return { ok: false, problems: [shape] };
  const texts = text.split(' ');
  const fields = CRON_FIELDS.slice(CRON_FIELDS.length - texts.length);
  const problems = fields.flatMap((field, index) => checkField(field, texts[index] ?? ''));
  if (problems.length > 0) return { ok: false, problems };
  const [dayOfMonth = '*', month = '*', dayOfWeek = '*'] = texts.slice(-3);
  return checkMeaning(text, { dayOfMonth, month, dayOfWeek }, dayMatch);
}

/** Things that are no list of 5 or 6 fields. */
function shapeProblem(text: string): CronProblem | undefined {
  const zone = /^(?:CRON_)?TZ=(\S*)/.exec(text);
  if (zone) return { message: 'a time zone inside the expression', hint: 'use the key timezone' };
  if (text.startsWith('@')) return macroProblem(text);
  const count = text.split(' ').length;
  if (count === 5 || count === 6) return undefined;
  const hint =
    count === 7
      ? 'there is no year field; leave it out'
      : 'write minute, hour, day of month, month, day of week, with seconds before them if needed';
  return { message: `${count} ${count === 1 ? 'field' : 'fields'} instead of 5 or 6`, hint };
}

function macroProblem(text: string): CronProblem {
  if (text.startsWith('@EVERY'))
    return { message: '@every is no calendar rule', hint: 'use the key every, as in every: 5m' };
  if (text === '@REBOOT') {
    return { message: '@reboot names no time', hint: 'enqueue the task when the program starts' };
  }
  const known = Object.keys(MACROS).map((name) => name.toLowerCase());
  return { message: `\`${text.slice(0, 20).toLowerCase()}\` is not a macro`, hint: `write one of ${known.join(' ')}` };
}

interface Days {
  readonly dayOfMonth: string;
  readonly month: string;
  readonly dayOfWeek: string;
}

/** The day fields together, then node-cron's own judgement, then whether any day fits at all. */
function checkMeaning(text: string, { dayOfMonth, month, dayOfWeek }: Days, dayMatch: DayMatch): CronCheck {
  const bothSay = !isAny(dayOfMonth) && !isAny(dayOfWeek);
  const unclear = bothSay && dayMatch === null;
  if (unclear && [dayOfMonth, dayOfWeek].some(isStepped)) return refusedDays(dayOfMonth, dayOfWeek);
  const canonical = canonicalFields(text);
  const verdict = validateDetailed(canonical);
  if (!verdict.valid) return { ok: false, problems: verdict.errors.map((error) => worded(error, month)) };
  const both = bothSay && dayMatch === 'both';
  if ((both || mayNeverFire(dayOfMonth, month, dayOfWeek)) && !firesEver(canonical, both)) {
    return refused('the expression never fires', 'no day fits day of month, month and day of week');
  }
  return { ok: true, normalized: text, warnings: unclear ? [bothDaysWarning(dayOfMonth, dayOfWeek)] : [] };
}

function refusedDays(dayOfMonth: string, dayOfWeek: string): CronCheck {
  return refused(
    `day of month \`${dayOfMonth}\` with day of week \`${dayOfWeek}\`: programs disagree whether both must match`,
    'restrict one of the two fields only, or say `dayMatch: either` or `dayMatch: both`',
  );
}

/** node-cron finds one thing more than our own check: days that no named month has. */
function worded(
  error: { readonly field: string; readonly value?: string; readonly message: string },
  month: string,
): CronProblem {
  if (error.field !== 'dayOfMonth') return { message: error.message, hint: 'see crontab(5)' };
  return {
    message: `day of month: ${error.value ?? 'it'} does not exist in month ${month}`,
    hint: 'use L for the last day of a month',
  };
}

function isAny(field: string): boolean {
  return field === '*' || field === '?';
}

function isStepped(field: string): boolean {
  return field.split(',').some((token) => token.startsWith('*/'));
}

/** The search for a fitting day costs a tenth of a millisecond and more, so it is left out where one is certain. */
function mayNeverFire(dayOfMonth: string, month: string, dayOfWeek: string): boolean {
  return !isAny(month) && (/[W#]/.test(dayOfMonth + dayOfWeek) || /29|3\d/.test(dayOfMonth));
}

function bothDaysWarning(dayOfMonth: string, dayOfWeek: string): CronWarning {
  return {
    code: 'REF_CRON_AMBIGUOUS',
    message:
      `both day fields are restricted: it fires when the day of month is ${dayOfMonth} OR the day of week is ` +
      `${dayOfWeek} (crontab's rule), not only on days where both hold`,
  };
}

function refused(message: string, hint: string): CronCheck {
  return { ok: false, problems: [{ message, hint }] };
}

function firesEver(canonical: string, bothDays: boolean): boolean {
  return new CronReadings(canonical, bothDays).after(Date.UTC(2000, 0, 1)) !== null;
}

/** The canonical text of an expression that checkCron accepts, for fingerprints and for whoever compiles it. */
export function canonicalCron(expression: string): string {
  return canonicalFields(plainText(expression));
}

/** Macros expanded, upper case, single spaces. */
function plainText(expression: string): string {
  const text = expression.trim().split(/\s+/).join(' ').toUpperCase();
  return MACROS[text] ?? text;
}
