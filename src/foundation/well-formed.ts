/**
 * Half a surrogate pair is no text: UTF-8 cannot write it, so whatever passes a file, a socket or a terminal becomes
 * another text. JSON can hold one as an escape, which payloads and results keep; names, headers and lines must not.
 */

const HALF = /\p{Surrogate}/u;
const HALVES = /\p{Surrogate}/gu;

/** Whether UTF-8 can hold the text as it is. */
export function isWellFormed(text: string): boolean {
  return !HALF.test(text);
}

/** The text with U+FFFD for each half of a pair, at most `max` UTF-16 units long; no pair is cut in two. */
export function cutText(text: string, max: number): string {
  const cut = text.length > max ? text.slice(0, endsInPair(text, max) ? max - 1 : max) : text;
  return cut.replace(HALVES, '\uFFFD');
}

/** Whether a cut at `at` falls between the halves of a pair. */
function endsInPair(text: string, at: number): boolean {
  return (text.codePointAt(at - 1) ?? 0) > 0xff_ff;
}
