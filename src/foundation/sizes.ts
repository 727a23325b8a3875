/** Sizes of memory and bodies as people write them: `256kb`, `10mb`; 1 kb is 1024 bytes. */
import bytes from 'bytes';

import { SkepError } from './errors.ts';

/** The grammar as a regular expression, for JSON Schema too. */
export const SIZE_PATTERN = '^\\d{1,15}(\\.\\d{1,9})?(b|kb|mb|gb|tb)$';

/** The grammar in words, for messages. */
export const SIZE_FORM = 'a number with a unit (b, kb, mb, gb, tb), as in 256kb or 10mb';

/** One pebibyte: more is a slip of the pen. */
export const MAX_SIZE_BYTES = 2 ** 50;

/** A payload's or result's bytes of JSON in UTF-8: what a store moves in a millisecond or two, and several of which fit into one step. */
export const MAX_JSON_BYTES = 1024 * 1024;

/** The same of a result, where its task says so: some ten milliseconds of a store, in a step of its own. */
export const MAX_RESULT_BYTES = 16 * 1024 * 1024;

// eslint-disable-next-line no-restricted-syntax -- patterns.spec.ts looks at SIZE_PATTERN
const GRAMMAR = new RegExp(SIZE_PATTERN);
const MAX_LENGTH = 64;

/** @returns whole bytes; undefined when the text is not of the grammar or means more than MAX_SIZE_BYTES */
export function parseSize(text: string): number | undefined {
  // bytes() reads "10 apples" as 10, so our own grammar decides first.
  if (text.length > MAX_LENGTH || !GRAMMAR.test(text)) return undefined;
  const size = bytes.parse(text);
  if (size === null || !Number.isFinite(size) || size > MAX_SIZE_BYTES) return undefined;
  return Math.floor(size);
}

/**
 * A size given as text or as bytes.
 * @returns whole bytes, 0 or more
 * @throws SkepError REQUEST_INVALID with the allowed form
 */
export function sizeBytes(value: string | number): number {
  const size = typeof value === 'number' ? checkedNumber(value) : parseSize(value);
  if (size !== undefined) return size;
  throw new SkepError('REQUEST_INVALID', `${JSON.stringify(String(value).slice(0, MAX_LENGTH))} is not a size`, {
    hint: `write ${SIZE_FORM}, or bytes as a whole number`,
  });
}

function checkedNumber(size: number): number | undefined {
  return Number.isInteger(size) && size >= 0 && size <= MAX_SIZE_BYTES ? size : undefined;
}

const UNITS = ['b', 'kb', 'mb', 'gb', 'tb'] as const;

/**
 * The largest unit that holds it without a remainder, so that parseSize reads the same number back:
 * 10485760 → `10mb`, 1500 → `1500b`.
 */
export function formatSize(size: number): string {
  let count = Math.floor(size);
  let unit = 0;
  while (count > 0 && count % 1024 === 0 && unit < UNITS.length - 1) {
    count /= 1024;
    unit += 1;
  }
  return `${count}${UNITS[unit] ?? 'b'}`;
}
