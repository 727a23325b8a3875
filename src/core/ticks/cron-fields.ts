/**
 * Our own token check of cron expressions. It stands before node-cron, because node-cron reads `1*` as 10-59, takes
 * `jan1` for November and aborts the process on `0-1000000000`. Nothing passes that the four libraries and crontab(5)
 * do not read alike.
 */

export interface CronProblem {
  readonly message: string;
  readonly hint: string;
}

export interface CronField {
  readonly name: 'second' | 'minute' | 'hour' | 'day of month' | 'month' | 'day of week';
  readonly min: number;
  readonly max: number;
  /** Three-letter names, from `min` upwards. */
  readonly names: readonly string[];
}

const MONTHS = ['JAN', 'FEB', 'MAR', 'APR', 'MAY', 'JUN', 'JUL', 'AUG', 'SEP', 'OCT', 'NOV', 'DEC'] as const;
const WEEKDAYS = ['SUN', 'MON', 'TUE', 'WED', 'THU', 'FRI', 'SAT'] as const;
const FULL_NAMES =
  /^(?:JANUARY|FEBRUARY|MARCH|APRIL|JUNE|JULY|AUGUST|SEPTEMBER|OCTOBER|NOVEMBER|DECEMBER|SUNDAY|MONDAY|TUESDAY|WEDNESDAY|THURSDAY|FRIDAY|SATURDAY)$/;

export const CRON_FIELDS: readonly CronField[] = [
  { name: 'second', min: 0, max: 59, names: [] },
  { name: 'minute', min: 0, max: 59, names: [] },
  { name: 'hour', min: 0, max: 23, names: [] },
  { name: 'day of month', min: 1, max: 31, names: [] },
  { name: 'month', min: 1, max: 12, names: MONTHS },
  // 7 is Sunday too.
  { name: 'day of week', min: 0, max: 7, names: WEEKDAYS },
];

/** The first flaw of each list item of one field; the text is upper case already. */
export function checkField(field: CronField, text: string): CronProblem[] {
  const tokens = text.split(',');
  return tokens.flatMap((token) => {
    const problem = tokens.length > 1 && token === '?' ? listedQuestionMark(field) : checkToken(field, token);
    return problem ? [problem] : [];
  });
}

function listedQuestionMark(field: CronField): CronProblem {
  return { message: `${field.name}: \`?\` stands alone`, hint: 'leave it out of the list' };
}

function checkToken(field: CronField, token: string): CronProblem | undefined {
  if (token === '*' || (token === '?' && isDay(field))) return undefined;
  const foreign = malformed(field, token) ?? foreignForm(field, token);
  if (foreign) return foreign;
  if (isSpecial(field, token)) return checkSpecial(field, token);
  const match = /^(?:(\*)|([A-Z]+|\d+)(?:-([A-Z]+|\d+))?)(?:\/(\d+))?$/.exec(token);
  if (!match) return unreadable(field, token);
  return checkRange(field, { token, from: match[1] ?? match[2] ?? '', to: match[3], step: match[4] });
}

function malformed(field: CronField, token: string): CronProblem | undefined {
  if (token === '') return { message: `${field.name}: a list item is empty`, hint: 'take the extra comma out' };
  if (!/\d{3}/.test(token)) return undefined;
  return { message: `${field.name}: \`${short(token)}\` has a number of more than two digits`, hint: formOf(field) };
}

interface Range {
  readonly token: string;
  readonly from: string;
  readonly to: string | undefined;
  readonly step: string | undefined;
}

function checkRange(field: CronField, { token, from, to, step }: Range): CronProblem | undefined {
  const first = from === '*' ? field.min : valueOf(field, from);
  if (first === undefined) return outside(field, from);
  const last = to === undefined ? first : valueOf(field, to);
  if (last === undefined) return outside(field, to ?? token);
  if (last < first) return wrapping(field, { token, from, to: to ?? '', step });
  if (step === undefined) return undefined;
  if (from !== '*' && to === undefined) {
    return {
      message: `${field.name}: \`${token}\` has a step without a range; programs read it differently`,
      hint: `write ${from}-${topOf(field)}/${step}`,
    };
  }
  return checkStep(field, step);
}

function checkStep(field: CronField, step: string): CronProblem | undefined {
  const most = topOf(field) - field.min;
  if (Number(step) >= 1 && Number(step) <= most) return undefined;
  return {
    message: `${field.name}: the step ${step} is not in 1-${most}`,
    hint: `a step never reaches into the next ${field.name === 'second' ? 'minute' : 'period'}; for an even interval use every`,
  };
}

function wrapping(field: CronField, { token, from, to, step }: Range): CronProblem {
  const message = `${field.name}: the range \`${token}\` runs backwards`;
  return {
    message,
    hint: `write ${step === undefined ? twoRanges(field, from, to ?? '') : stepped(field, from, to ?? '', step)}`,
  };
}

/** `22-2` → `22-23,0-2`, in names where the range was in names. */
function twoRanges(field: CronField, from: string, to: string): string {
  const last = /[A-Z]/.test(from) ? lastName(field) : String(topOf(field));
  const first = /[A-Z]/.test(to) ? (field.names[0] ?? '') : String(field.min);
  return `${from === last ? from : `${from}-${last}`},${first === to ? to : `${first}-${to}`}`;
}

/** `21-3/2` → `21,23,1,3`: the step goes on over the end, which two ranges cannot say. */
function stepped(field: CronField, from: string, to: string, step: string): string {
  const size = topOf(field) - field.min + 1;
  const end = (valueOf(field, to) ?? 0) + size;
  const values: number[] = [];
  for (let value = valueOf(field, from) ?? 0; value <= end; value += Math.max(1, Number(step))) {
    values.push(((value - field.min) % size) + field.min);
  }
  return values.join(',');
}

/** The largest value, Sunday counted once. */
function topOf(field: CronField): number {
  return field.names.length === 7 ? 6 : field.max;
}

function lastName(field: CronField): string {
  return field.names[field.names.length - 1] ?? '';
}

/** Forms of Quartz and Jenkins that deserve their own hint. */
function foreignForm(field: CronField, token: string): CronProblem | undefined {
  if (/^H(?:$|[(/])/.test(token)) {
    return {
      message: `${field.name}: \`H\` is Jenkins' own form`,
      hint: `write a fixed ${field.name}, ${rangeOf(field)}`,
    };
  }
  const full = token.split(/[-/#]/).find((word) => FULL_NAMES.test(word));
  if (full !== undefined) {
    return { message: `${field.name}: \`${full}\` is a full name`, hint: `write ${full.slice(0, 3)}` };
  }
  if (field.name === 'day of month' && /^L-\d+W?$/.test(token)) {
    return {
      message: `${field.name}: \`${token}\` (days before the last) is not supported`,
      hint: 'use L for the last day or LW for the last working day',
    };
  }
  if (field.name === 'day of week' && token === 'L') {
    return { message: `${field.name}: \`L\` needs a day`, hint: 'write 5L for the last Friday of the month' };
  }
  if (token === '?') return { message: `${field.name}: \`?\` is for the day fields only`, hint: 'write *' };
  return undefined;
}

function isDay(field: CronField): boolean {
  return field.name === 'day of month' || field.name === 'day of week';
}

function isSpecial(field: CronField, token: string): boolean {
  if (field.name === 'day of month') return /^(?:L|LW|\d+W)$/.test(token);
  return field.name === 'day of week' && /^(?:[A-Z]{3}|\d+)(?:L|#\d+)$/.test(token);
}

function checkSpecial(field: CronField, token: string): CronProblem | undefined {
  if (token === 'L' || token === 'LW') return undefined;
  const [, value = '', nth] = /^([A-Z]{3}|\d+)(?:[LW]|#(\d+))$/.exec(token) ?? [];
  if (valueOf(field, value) === undefined) return outside(field, value);
  if (nth === undefined || (Number(nth) >= 1 && Number(nth) <= 5)) return undefined;
  return {
    message: `${field.name}: #${nth} is not in #1-#5`,
    hint: `write ${value}#1 to ${value}#5, or ${value}L for the last one`,
  };
}

/** The number that a token means; undefined when it is outside of the field. */
function valueOf(field: CronField, token: string): number | undefined {
  const index = field.names.indexOf(token);
  if (index >= 0) return field.min + index;
  const value = /^\d+$/.test(token) ? Number(token) : Number.NaN;
  return value >= field.min && value <= field.max ? value : undefined;
}

function outside(field: CronField, value: string): CronProblem {
  return /^\d+$/.test(value)
    ? { message: `${field.name}: ${value} is not in ${field.min}-${field.max}`, hint: formOf(field) }
    : unreadable(field, value);
}

function unreadable(field: CronField, token: string): CronProblem {
  return { message: `${field.name}: \`${short(token)}\` cannot be read`, hint: formOf(field) };
}

function formOf(field: CronField): string {
  return `write ${rangeOf(field)}, a range a-b, a step */n or a-b/n, or a list of these with commas`;
}

function rangeOf(field: CronField): string {
  const named = field.names.length > 0 ? ` or ${field.names[0] ?? ''}-${lastName(field)}` : '';
  return `${field.min}-${field.max}${named}`;
}

function short(token: string): string {
  return token.length <= 20 ? token : `${token.slice(0, 20)}…`;
}

/**
 * One text for all spellings of an expression: names as numbers, no leading zeros, `*` for `?`, no seconds when
 * they are 0. Expects an expression that checkCron accepted, macros expanded, upper case.
 */
export function canonicalFields(normalized: string): string {
  const texts = normalized.split(' ');
  const fields = CRON_FIELDS.slice(CRON_FIELDS.length - texts.length);
  const plain = texts.map((text, index) => numbersOnly(text, fields[index]?.names ?? [], fields[index]?.min ?? 0));
  return (plain.length === 6 && plain[0] === '0' ? plain.slice(1) : plain).join(' ');
}

function numbersOnly(text: string, names: readonly string[], first: number): string {
  const numbered = text.replaceAll(/[A-Z]{3}/g, (name) => {
    const index = names.indexOf(name);
    return index < 0 ? name : String(first + index);
  });
  return numbered.replaceAll('?', '*').replaceAll(/\b0+(?=\d)/g, '');
}
