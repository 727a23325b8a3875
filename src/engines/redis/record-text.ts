/** The text of a record (lua/_record.lua says it line by line) cut into its parts, without reading their JSON. */
import type { JobState } from '../../core/index.ts';

/** Letter of a state in a record's header. A running job's record says `a`: the active hash knows better. */
const STATE_OF: Readonly<Record<string, JobState>> = {
  s: 'scheduled',
  b: 'blocked',
  a: 'available',
  r: 'retryable',
  R: 'running',
  c: 'completed',
  x: 'cancelled',
  d: 'dead',
};

/** The letter of a state. */
export const LETTER_OF = Object.fromEntries(
  Object.entries(STATE_OF).map(([letter, state]) => [state, letter]),
) as Readonly<Record<JobState, string>>;

/** @returns the state of a letter in a script's reply; null for '-' (gone) */
export function stateOf(letter: string): JobState | null {
  return STATE_OF[letter] ?? null;
}

/** The numbers of line 1. */
export interface Head {
  readonly state: JobState;
  readonly priority: number;
  readonly attempt: number;
  readonly maxAttempts: number;
  readonly rescues: number;
  readonly seq: number;
  /** SEQ CREATED EXPIRES as they are written: they never change, and numbers of this size take long to write. */
  readonly origin: string;
  readonly createdAt: number;
  readonly expiresAt: number | null;
  readonly startedAt: number | null;
  readonly runAt: number;
  readonly finishedAt: number | null;
}

export type Lines = Readonly<Record<'meta' | 'live' | 'error' | 'attempts' | 'result' | 'data', string>>;

const HEAD_START = '{"skep":"'.length;
/** Looked up once: replies are strings of so many kinds that V8 would look it up anew for every character. */
// eslint-disable-next-line @typescript-eslint/unbound-method -- called with its text
const { charCodeAt } = String.prototype;
const SPACE = 32;
const DASH = 45;
const ZERO = 48;
const NINE = 57;

/** The numbers of the head that is being read, in its order; NaN for '-'. One for all: it is read at once. */
const NUMBERS = new Float64Array(10);
/** Where each of them ends in the text. */
const ENDS = new Float64Array(10);

/** Whole numbers below 2^53 with blanks between. Three times as fast as split() and Number(). */
function readNumbers(text: string, from: number): void {
  NUMBERS.fill(NaN);
  ENDS.fill(0);
  let value = 0;
  for (let at = from, index = 0; ; at += 1) {
    const code = charCodeAt.call(text, at);
    if (code >= ZERO && code <= NINE) value = value * 10 + code - ZERO;
    else if (code === DASH) value = NaN;
    else {
      NUMBERS[index] = value;
      ENDS[index] = at;
      if (code !== SPACE) return;
      index += 1;
      value = 0;
    }
  }
}

export function readHead(text: string): Head {
  readNumbers(text, HEAD_START + 2);
  return {
    state: STATE_OF[text.charAt(HEAD_START)] ?? 'available',
    priority: numberAt(0) ?? 0,
    attempt: numberAt(1) ?? 0,
    maxAttempts: numberAt(2) ?? 0,
    rescues: numberAt(3) ?? 0,
    seq: numberAt(4) ?? 0,
    // A damaged head may end before.
    origin: text.slice((ENDS[3] ?? 0) + 1, ENDS[6]) || '0 0 -',
    createdAt: numberAt(5) ?? 0,
    expiresAt: numberAt(6),
    startedAt: numberAt(7),
    runAt: numberAt(8) ?? 0,
    finishedAt: numberAt(9),
  };
}

/** The number at that place; null for '-' and when there are not so many. */
function numberAt(index: number): number | null {
  const number = NUMBERS[index];
  return number === undefined || Number.isNaN(number) ? null : number;
}

/** Lines 2 to 7. Cut one by one, as split() leaves the compiled code for it. */
export function linesOf(text: string): Lines {
  const meta = text.indexOf('\n') + 1;
  const live = text.indexOf('\n', meta) + 1;
  const error = text.indexOf('\n', live) + 1;
  const attempts = text.indexOf('\n', error) + 1;
  const result = text.indexOf('\n', attempts) + 1;
  const data = text.indexOf('\n', result) + 1;
  // Where one is missing, the search goes on from the begin.
  if (!(meta < live && live < error && error < attempts && attempts < result && result < data)) {
    throw new SyntaxError('a record has seven lines');
  }
  return {
    meta: text.slice(meta, live - 1),
    live: text.slice(live, error - 1),
    error: text.slice(error, attempts - 1),
    attempts: text.slice(attempts, result - 1),
    result: text.slice(result, data - 1),
    data: text.slice(data),
  };
}
