/** Rates as people write them: `100/s`, `10/m`. */
import { SkepError } from './errors.ts';

export interface Rate {
  /** How many in each period; at least 1. */
  readonly count: number;
  /** Length of the period in milliseconds. */
  readonly perMs: number;
}

/** The grammar as a regular expression, for JSON Schema too. */
export const RATE_PATTERN = '^[1-9]\\d{0,8}/(s|m|h|d)$';

/** The grammar in words, for messages. */
export const RATE_FORM = 'a whole number per s, m, h or d, as in 100/s or 10/m';

const GRAMMAR = /^([1-9]\d{0,8})\/([smhd])$/;
const PERIOD_MS: Readonly<Record<string, number>> = { s: 1_000, m: 60_000, h: 3_600_000, d: 86_400_000 };

/** @returns undefined when the text is not of the grammar */
export function parseRate(text: string): Rate | undefined {
  const match = GRAMMAR.exec(text);
  const perMs = PERIOD_MS[match?.[2] ?? ''];
  return match && perMs !== undefined ? { count: Number(match[1]), perMs } : undefined;
}

/** @throws SkepError REQUEST_INVALID with the allowed form */
export function rateOf(text: string): Rate {
  const rate = parseRate(text);
  if (rate) return rate;
  throw new SkepError('REQUEST_INVALID', `${JSON.stringify(text.slice(0, 64))} is not a rate`, {
    hint: `write ${RATE_FORM}`,
  });
}

/** `100/s`; a period that has no unit is written out in milliseconds (`5/250ms`), which parseRate does not read. */
export function formatRate(rate: Rate): string {
  const unit = Object.keys(PERIOD_MS).find((key) => PERIOD_MS[key] === rate.perMs);
  return `${rate.count}/${unit ?? `${rate.perMs}ms`}`;
}
