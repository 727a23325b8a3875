/** The text of a record (layout.ts says it line by line) cut into its parts, without reading their JSON. */
import type { JobState } from '../../../core/index.ts';
import { HEAD_NUMBERS, HEAD_START, NUMBER_AT, originText, stateOf } from '../layout.ts';

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

/** Looked up once: replies are strings of so many kinds that V8 would look it up anew for every character. */
// eslint-disable-next-line @typescript-eslint/unbound-method -- called with its text
const { charCodeAt } = String.prototype;
const SPACE = 32;
const DASH = 45;
const ZERO = 48;
const NINE = 57;

/** The numbers of the head that is being read, in its order; NaN for '-'. One for all: it is read at once. */
const NUMBERS = new Float64Array(HEAD_NUMBERS);
/** Where each of them ends in the text. */
const ENDS = new Float64Array(HEAD_NUMBERS);

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
  readNumbers(text, HEAD_START.length + 2);
  return {
    state: stateOf(text.charAt(HEAD_START.length)) ?? 'available',
    priority: numberAt(NUMBER_AT.priority) ?? 0,
    attempt: numberAt(NUMBER_AT.attempt) ?? 0,
    maxAttempts: numberAt(NUMBER_AT.max) ?? 0,
    rescues: numberAt(NUMBER_AT.rescues) ?? 0,
    seq: numberAt(NUMBER_AT.seq) ?? 0,
    // A damaged head may end before.
    origin: text.slice((ENDS[NUMBER_AT.seq - 1] ?? 0) + 1, ENDS[NUMBER_AT.expires]) || originText(0, 0, null),
    createdAt: numberAt(NUMBER_AT.created) ?? 0,
    expiresAt: numberAt(NUMBER_AT.expires),
    startedAt: numberAt(NUMBER_AT.started),
    runAt: numberAt(NUMBER_AT.run) ?? 0,
    finishedAt: numberAt(NUMBER_AT.finished),
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
