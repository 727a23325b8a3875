/**
 * Text from outside, made fit to be shown or kept: no password of a URL in it, nothing that steers a terminal.
 * Errors, logs, diagnostics and the CLI share these rules. All of them walk the text once, whatever it holds.
 */

/** Where a URL in running text ends at the latest. */
const RUN_END = /[\s"']/g;
/** A host, with or without a port, and nobody's name before it. */
const PLAIN_HOST = /^(?:\[[^\]]*\]|[^:@]*)(?::\d{0,5})?$/;

/** The text with what stands before the host of each URL covered: `redis://user:***@host`, `https://***@host`. */
export function hidePasswords(text: string): string {
  return coverUserinfo(text, withoutPassword);
}

/** @returns the name of `name:password`; all of it when it is one word, which may be a token */
export function withoutPassword(userinfo: string): string {
  const colon = userinfo.indexOf(':');
  return colon < 0 ? '***' : `${userinfo.slice(0, colon)}:***`;
}

/**
 * The text with the user and password of each URL replaced. A password may hold whatever a careless one holds: it
 * goes up to the last `@` before white space or a quote.
 * @param cover gets what stands between `://` and `@`
 * @param everywhere also where the part before the first slash looks like a plain host: right for text that is known
 *   to be a connection URL, wrong for `https://example.com/@scope/name`
 */
export function coverUserinfo(text: string, cover: (userinfo: string) => string, everywhere = false): string {
  let shown = '';
  let from = 0;
  let runEnd = 0;
  let lastAt = 0;
  for (let mark = text.indexOf('://'); mark >= 0; mark = text.indexOf('://', from)) {
    const begin = mark + 3;
    // One look at each run, however many `://` it holds.
    if (begin >= runEnd) {
      runEnd = endOfRun(text, begin);
      lastAt = begin + text.slice(begin, runEnd).lastIndexOf('@');
    }
    const covered = lastAt >= begin && (everywhere || !PLAIN_HOST.test(authorityOf(text, begin, runEnd)));
    shown += text.slice(from, begin) + (covered ? cover(text.slice(begin, lastAt)) : '');
    from = covered ? lastAt : begin;
  }
  return from === 0 ? text : shown + text.slice(from);
}

function endOfRun(text: string, begin: number): number {
  RUN_END.lastIndex = begin;
  return RUN_END.exec(text)?.index ?? text.length;
}

/** More than any host has; behind it comes no port. */
const MAX_AUTHORITY = 300;

function authorityOf(text: string, begin: number, end: number): string {
  const start = text.slice(begin, Math.min(end, begin + MAX_AUTHORITY));
  const length = start.search(/[/?#\\]/);
  return length < 0 ? start : start.slice(0, length);
}

/**
 * What a terminal obeys instead of showing: C0 and C1 controls with the escape character, the marks that turn the
 * direction of writing (Unicode UAX #9: ALM, LRM, RLM, embeddings, overrides, isolates), line and paragraph separator.
 */
// eslint-disable-next-line no-control-regex -- control characters are what this is about
const STEERING = /[\u0000-\u001f\u007f-\u009f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069]/g;

/** The text with each of them visible, as in `\x1b` or `\u202e`. */
export function visible(text: string): string {
  return text.replaceAll(STEERING, escaped);
}

/** The same for text of several lines: line ends and tabs stay. */
export function visibleLines(text: string): string {
  return text.replaceAll(STEERING, (found) => (found === '\n' || found === '\t' ? found : escaped(found)));
}

/** The same with one character for one, so that columns stay: a tab stays, all others become U+FFFD. */
export function visibleColumns(text: string): string {
  return text.replaceAll(STEERING, (found) => (found === '\t' ? found : '\uFFFD')).replaceAll(/\p{Cs}/gu, '\uFFFD');
}

/** JSON (or YAML with such texts between double quotes) that means the same and steers nothing. Layout stays. */
export function visibleJson(json: string): string {
  return json.replaceAll(STEERING, (found) => (found === '\n' || found === '\t' ? found : `\\u${hex(found, 4)}`));
}

function escaped(character: string): string {
  return character <= '\u00ff' ? `\\x${hex(character, 2)}` : `\\u${hex(character, 4)}`;
}

function hex(character: string, digits: number): string {
  return character.charCodeAt(0).toString(16).padStart(digits, '0');
}
