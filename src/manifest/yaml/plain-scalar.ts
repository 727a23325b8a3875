/** One-line scalars of YAML 1.2 core, for plain-yaml.ts. */
import type { Json } from '../../foundation/index.ts';

/** Thrown when the text is not plain; one object, so that no stack is recorded each time. */
export class GiveUp extends Error {}
export const GIVE_UP = new GiveUp('not plain');

/** The library's reader refuses deeper values with a proper message. */
export const MAX_PLAIN_DEPTH = 30;

/** Keys that mean themselves: no quotes, no null, nothing that reaches a prototype. */
export function isKey(text: string): boolean {
  return /^[A-Za-z0-9_.$/][A-Za-z0-9_.$/-]*$/.test(text) && !/^(?:[Nn]ull|NULL|__proto__|\.\.\.)$/.test(text);
}

/** A scalar that takes the rest of a line, with a comment behind it perhaps. */
export function readScalar(text: string): Json {
  const quote = text.charAt(0);
  if (quote === '"' || quote === "'") {
    const end = text.indexOf(quote, 1);
    if (end < 0 || !/^(?: +#.*| *)$/.test(text.slice(end + 1))) throw GIVE_UP;
    return quoted(text.slice(1, end), quote);
  }
  const comment = text.indexOf(' #');
  const plain = (comment < 0 ? text : text.slice(0, comment)).trimEnd();
  if (plain.includes(': ') || plain.endsWith(':')) throw GIVE_UP;
  return plainScalar(plain);
}

/** @param text what stands between the quotes */
export function quoted(text: string, quote: string): string {
  if (quote === '"' && text.includes('\\')) throw GIVE_UP;
  return text;
}

/** Characters that no plain scalar begins with. */
const INDICATORS = '-?:,[]{}#&*!|>\'"%@`~';

export function plainScalar(text: string): Json {
  if (text === '') throw GIVE_UP;
  const first = text.charAt(0);
  // `-5` and `-x` are plain; the other indicators have meanings that are not looked into here.
  if (INDICATORS.includes(first) && !(first === '-' && /^-[A-Za-z0-9.]/.test(text))) throw GIVE_UP;
  if (/^[-+.0-9]/.test(text)) return numberOrText(text);
  if (/^(?:[Tt]rue|TRUE)$/.test(text)) return true;
  if (/^(?:[Ff]alse|FALSE)$/.test(text)) return false;
  return /^(?:[Nn]ull|NULL)$/.test(text) ? null : text;
}

function numberOrText(text: string): Json {
  // Document markers, octal, hexadecimal, infinity and NaN.
  if (/^(?:---|\.\.\.)|^0[ox]|^[-+]?\.(?:inf|nan)$/i.test(text)) throw GIVE_UP;
  const isNumber = /^[-+]?(?:\.[0-9]+|[0-9]+(?:\.[0-9]*)?)(?:[eE][-+]?[0-9]+)?$/.test(text);
  if (!isNumber) return text;
  const value = Number(text);
  if (!Number.isFinite(value) || (/^[-+]?[0-9]+$/.test(text) && !Number.isSafeInteger(value))) throw GIVE_UP;
  return value === 0 ? 0 : value;
}
