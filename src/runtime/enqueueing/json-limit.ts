/** How large a payload, and so a result, may be. */
import { MAX_JSON_BYTES } from '../../foundation/index.ts';

/** @returns how many bytes the text has when they are more than `max`, else null */
export function bytesBeyond(text: string, max: number): number | null {
  // A UTF-16 unit takes at most three bytes: short texts need no counting.
  if (text.length * 3 <= max) return null;
  const bytes = Buffer.byteLength(text);
  return bytes > max ? bytes : null;
}

export function tooLargeText(bytes: number, max = MAX_JSON_BYTES): string {
  return `has ${bytes} bytes as JSON; the limit is ${max}`;
}
