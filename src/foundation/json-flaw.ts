/** Where a text stops being JSON. JSON.parse of Node 20 often does not say. */

interface Reading {
  readonly text: string;
  at: number;
}

const ESCAPES = new Set('"\\/bfnrt');
const NUMBER = /-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?/y;
const WORD = /true|false|null/y;

/**
 * Reads as RFC 8259 has it, with a stack of its own, so that depth costs no recursion.
 * @returns index of the first character that cannot stand there; the length when the text ends too early;
 *   undefined when the text is JSON
 */
export function jsonFlaw(text: string): number | undefined {
  const reading: Reading = { text, at: 0 };
  const open: ('{' | '[')[] = [];
  for (;;) {
    skipSpace(reading);
    if (!readValueOrOpen(reading, open)) return reading.at;
    if (!closeAll(reading, open)) return reading.at;
    if (open.length === 0) break;
  }
  skipSpace(reading);
  return reading.at < text.length ? reading.at : undefined;
}

/** Reads one scalar, or opens containers until one is read or an empty one is found. */
function readValueOrOpen(reading: Reading, open: ('{' | '[')[]): boolean {
  for (;;) {
    skipSpace(reading);
    const char = reading.text[reading.at];
    if (char !== '{' && char !== '[') return readScalar(reading);
    open.push(char);
    reading.at += 1;
    skipSpace(reading);
    if (reading.text[reading.at] === (char === '{' ? '}' : ']')) return true;
    if (char === '{' && !readKey(reading)) return false;
  }
}

/** After a value: closes what ends here; stops at a comma, where the next value of the innermost begins. */
function closeAll(reading: Reading, open: ('{' | '[')[]): boolean {
  for (;;) {
    const inner = open.at(-1);
    if (inner === undefined) return true;
    skipSpace(reading);
    const char = reading.text[reading.at];
    if (char === ',') {
      reading.at += 1;
      skipSpace(reading);
      return inner === '[' || readKey(reading);
    }
    if (char !== (inner === '{' ? '}' : ']')) return false;
    reading.at += 1;
    open.pop();
  }
}

function readKey(reading: Reading): boolean {
  if (!readString(reading)) return false;
  skipSpace(reading);
  if (reading.text[reading.at] !== ':') return false;
  reading.at += 1;
  return true;
}

function readScalar(reading: Reading): boolean {
  if (reading.text[reading.at] === '"') return readString(reading);
  return readPattern(reading, NUMBER) || readPattern(reading, WORD);
}

function readPattern(reading: Reading, pattern: RegExp): boolean {
  pattern.lastIndex = reading.at;
  if (!pattern.test(reading.text)) return false;
  reading.at = pattern.lastIndex;
  return true;
}

/** Leaves `at` on the character that cannot stand there. */
function readString(reading: Reading): boolean {
  if (reading.text[reading.at] !== '"') return false;
  reading.at += 1;
  for (;;) {
    const char = reading.text[reading.at];
    if (char === undefined || char < ' ') return false;
    reading.at += 1;
    if (char === '"') return true;
    if (char === '\\' && !readEscape(reading)) return false;
  }
}

function readEscape(reading: Reading): boolean {
  const char = reading.text[reading.at] ?? '';
  const length = ESCAPES.has(char)
    ? 1
    : /^u[0-9a-fA-F]{4}$/.test(reading.text.slice(reading.at, reading.at + 5))
      ? 5
      : 0;
  reading.at += length;
  return length > 0;
}

function skipSpace(reading: Reading): void {
  while (' \t\n\r'.includes(reading.text[reading.at] ?? 'x')) reading.at += 1;
}
