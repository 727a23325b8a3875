/** JSON of an answer, which has a bound in bytes whatever is stored. */
import { SkepError } from '../foundation/index.ts';

/**
 * @param limit bytes of UTF-8
 * @throws ANSWER_TOO_LARGE, before the text is made where that can be seen
 */
export function boundedJson(value: unknown, limit: number): string {
  // Writing what is far too long would hold the event loop for seconds, or fail at 512 MB.
  if (isLonger(value, limit)) throw tooLarge(limit);
  const text = JSON.stringify(value);
  if (text.length * 3 > limit && Buffer.byteLength(text) > limit) throw tooLarge(limit);
  return text;
}

function tooLarge(limit: number): SkepError {
  return new SkepError('ANSWER_TOO_LARGE', `the answer is over the limit of ${limit} bytes`, {
    hint: 'ask for less at a time: a smaller `limit`, or one thing by its name',
    details: { limit },
  });
}

/** Adds up what surely is written, one byte for each character of a text and each item, and stops at the limit. */
function isLonger(value: unknown, limit: number): boolean {
  const waiting: unknown[] = [value];
  let size = 0;
  while (waiting.length > 0) {
    const next = waiting.pop();
    size += typeof next === 'string' ? next.length : 1;
    if (size > limit) return true;
    if (typeof next !== 'object' || next === null) continue;
    for (const [key, inner] of Object.entries(next)) {
      size += key.length;
      waiting.push(inner);
    }
  }
  return false;
}
