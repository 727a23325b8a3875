/**
 * JSON as it is written, as lines: numbers are kept as text, because those of more than 15 digits are others once they
 * went through JavaScript. One pass without recursion, so that megabytes and deep nesting do no harm.
 */
export interface JsonLine {
  readonly depth: number;
  /** Written key, with its quotes; null inside of a list and at the top. */
  readonly key: string | null;
  /** A whole value, or the bracket that opens or closes one. */
  readonly text: string;
  readonly kind: 'string' | 'number' | 'word' | 'open' | 'close';
  readonly comma: boolean;
  /** Of a line that opens: index of the line that closes; else its own. */
  readonly end: number;
}

type Draft = { -readonly [Key in keyof JsonLine]: JsonLine[Key] };

/** @param text valid JSON, as an answer of the API @returns its lines */
export function jsonLines(text: string): readonly JsonLine[] {
  const lines: Draft[] = [];
  const open: number[] = [];
  let key: string | null = null;
  let at = 0;
  const add = (written: string, kind: JsonLine['kind']): void => {
    const depth = open.length;
    lines.push({ depth, key, text: written, kind, comma: false, end: lines.length });
    key = null;
  };
  while (at < text.length) {
    const char = text.charAt(at);
    const length = lengthOf(text, at, char);
    const word = text.slice(at, at + length);
    at += length;
    if (char === ',') markComma(lines);
    else if (char === '{' || char === '[') {
      add(char, 'open');
      open.push(lines.length - 1);
    } else if (char === '}' || char === ']') close(lines, open, char);
    else if (char === '"') {
      const colon = colonAfter(text, at);
      if (colon === 0) add(word, 'string');
      else {
        key = word;
        at = colon;
      }
    } else if (word.trim() !== '') add(word, /[-\d]/.test(char) ? 'number' : 'word');
  }
  return lines;
}

function markComma(lines: Draft[]): void {
  const last = lines.at(-1);
  if (last) last.comma = true;
}

/** An empty one takes one line. */
function close(lines: Draft[], open: number[], bracket: string): void {
  const begin = open.pop() ?? 0;
  const first = lines[begin];
  if (!first) return;
  if (begin === lines.length - 1) {
    first.text += bracket;
    first.kind = 'word';
    return;
  }
  first.end = lines.length;
  lines.push({ depth: open.length, key: null, text: bracket, kind: 'close', comma: false, end: lines.length });
}

function lengthOf(text: string, at: number, char: string): number {
  if (char === '"') return stringEnd(text, at) - at;
  if ('{}[],'.includes(char)) return 1;
  let end = at + 1;
  while (end < text.length && !'{}[],"'.includes(text.charAt(end)) && text.charAt(end) > ' ') end += 1;
  return end - at;
}

function stringEnd(text: string, begin: number): number {
  for (let at = begin + 1; at < text.length; at += 1) {
    const char = text.charAt(at);
    if (char === '\\') at += 1;
    else if (char === '"') return at + 1;
  }
  return text.length;
}

/** @returns where it goes on behind the colon; 0: there is none, so it was no key */
function colonAfter(text: string, from: number): number {
  let at = from;
  while (at < text.length && text.charAt(at) <= ' ') at += 1;
  return text.charAt(at) === ':' ? at + 1 : 0;
}

/**
 * The value of a key of the outermost object, as it is written.
 * @returns null: it has no such key
 */
export function partOf(text: string, name: string): string | null {
  let depth = 0;
  for (let at = 0; at < text.length;) {
    const char = text.charAt(at);
    const length = lengthOf(text, at, char);
    if (char === '{' || char === '[') depth += 1;
    if (char === '}' || char === ']') depth -= 1;
    const colon = char === '"' && depth === 1 ? colonAfter(text, at + length) : 0;
    if (colon > 0 && text.slice(at, at + length) === JSON.stringify(name)) return valueFrom(text, colon);
    at = colon > 0 ? colon : at + length;
  }
  return null;
}

function valueFrom(text: string, begin: number): string {
  let depth = 0;
  let at = begin;
  while (at < text.length) {
    const char = text.charAt(at);
    if (depth === 0 && at > begin && ',}]'.includes(char)) break;
    if (char === '{' || char === '[') depth += 1;
    if (char === '}' || char === ']') depth -= 1;
    at += lengthOf(text, at, char);
  }
  return text.slice(begin, at).trim();
}
