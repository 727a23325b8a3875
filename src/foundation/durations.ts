/** Durations as people write them: `300ms`, `5s`, `1h30m`. One grammar for YAML, CLI and API. */
import parse from 'parse-duration';

import { SkepError } from './errors.ts';

const PART = '\\d{1,15}(\\.\\d{1,9})?';

/** The grammar as a regular expression, for JSON Schema too: units descend and each comes at most once. */
export const DURATION_PATTERN = `^(?=\\d)${['w', 'd', 'h', 'm', 's', 'ms'].map((unit) => `(${PART}${unit})?`).join('')}$`;

/** The grammar in words, for messages. */
export const DURATION_FORM = 'a number with a unit (ms, s, m, h, d, w), as in 300ms, 5s, 10m, 1h30m, 2d';

/** Ten years: anything longer is a slip of the pen, and sums with instants stay far from the end of Date. */
export const MAX_DURATION_MS = 3_650 * 86_400_000;

// eslint-disable-next-line no-restricted-syntax -- patterns.spec.ts looks at DURATION_PATTERN
const GRAMMAR = new RegExp(DURATION_PATTERN);
/** Longer texts are refused before the expression looks at them. */
const MAX_LENGTH = 64;

/** @returns whole milliseconds; undefined when the text is not of the grammar or means more than MAX_DURATION_MS */
export function parseDuration(text: string): number | undefined {
  // parse-duration takes almost anything ("1,5 years", "-3"), so our own grammar decides first.
  if (text.length > MAX_LENGTH || !GRAMMAR.test(text)) return undefined;
  const ms = parse(text);
  if (ms === null || !Number.isFinite(ms)) return undefined;
  const whole = Math.round(ms);
  return whole <= MAX_DURATION_MS ? whole : undefined;
}

/**
 * A duration given as text or as milliseconds.
 * @returns whole milliseconds, 0 or more
 * @throws SkepError REQUEST_INVALID with the allowed form
 */
export function durationMs(value: string | number): number {
  const ms = typeof value === 'number' ? checkedNumber(value) : parseDuration(value);
  if (ms !== undefined) return ms;
  throw new SkepError('REQUEST_INVALID', `${shown(value)} is not a duration: ${whyNone(value)}`, {
    hint: `write ${DURATION_FORM}, or milliseconds as a number; at most ${formatDuration(MAX_DURATION_MS)}`,
  });
}

function whyNone(value: string | number): string {
  if (/^\s*-\s*\d/.test(String(value).slice(0, MAX_LENGTH))) return 'it is negative';
  const long = typeof value === 'number' ? value > MAX_DURATION_MS : GRAMMAR.test(value.slice(0, MAX_LENGTH));
  return long ? `it is longer than ${formatDuration(MAX_DURATION_MS)}` : `write ${DURATION_FORM}`;
}

function checkedNumber(ms: number): number | undefined {
  return ms >= 0 && ms <= MAX_DURATION_MS ? Math.round(ms) : undefined;
}

function shown(value: string | number): string {
  return JSON.stringify((typeof value === 'string' ? value : String(value)).slice(0, MAX_LENGTH));
}

const UNITS = [
  ['w', 604_800_000],
  ['d', 86_400_000],
  ['h', 3_600_000],
  ['m', 60_000],
] as const;

/**
 * The shortest form: 5400000 → `1h30m`, 300 → `300ms`, 1500 → `1.5s`. parseDuration reads it back unchanged.
 * @param ms rounded to whole milliseconds; a negative span (clocks that disagree) keeps its sign
 */
export function formatDuration(ms: number): string {
  if (!Number.isFinite(ms)) return String(ms);
  const whole = Math.round(Math.abs(ms));
  if (whole === 0) return '0s';
  let rest = whole;
  let text = ms < 0 ? '-' : '';
  for (const [unit, size] of UNITS) {
    const count = Math.floor(rest / size);
    rest -= count * size;
    if (count > 0) text += `${count}${unit}`;
  }
  if (rest === 0) return text;
  return text + (rest < 1_000 ? `${rest}ms` : `${rest / 1_000}s`);
}
