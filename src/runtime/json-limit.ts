/** How large a payload, and so a result, may be. */

/** Bytes of JSON in UTF-8: what a store moves in a millisecond or two, and several of which fit into one step. */
export const MAX_JSON_BYTES = 1024 * 1024;

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
