/**
 * What stands where in the record of a job, for readers, writers and scripts alike: `lua()` is put before every script
 * that says `--- @use _layout`.
 *
 * A record is one JSON object on seven lines. JSON.stringify never writes a raw newline, so newlines split it safely and no
 * script ever parses a payload:
 *   1 {"skep":"STATE PRIORITY ATTEMPT MAX RESCUES SEQ CREATED EXPIRES STARTED RUN FINISHED","status":…,"options":…,"progress":0,
 *   2 "meta":{…},      never changes after enqueue: the task, whether its id was chosen, and Given of core/job.ts
 *   3 "live":{…},      progress, logs, blockedBy
 *   4 "error":…,
 *   5 "attempts":[…],
 *   6 "result":…,
 *   7 "data":…}        the payload
 * Absent numbers are '-'. `status`, `options` and `progress` are there for programs of plain bee-queue; a record without
 * "skep" was saved by one.
 */
import {
  HELD_WHILE,
  holdsKey,
  JOB_STATES,
  type JobState,
  statesBefore,
  type TransitionName,
} from '../../core/index.ts';

interface StateForm {
  /** In the head. A running job's record says `a`: the active hash knows better. */
  readonly letter: string;
  /** bee-queue's word, for programs that read it. */
  readonly status: string;
}

const FORMS: Readonly<Record<JobState, StateForm>> = {
  scheduled: { letter: 's', status: 'created' },
  blocked: { letter: 'b', status: 'created' },
  available: { letter: 'a', status: 'created' },
  running: { letter: 'R', status: 'created' },
  retryable: { letter: 'r', status: 'retrying' },
  completed: { letter: 'c', status: 'succeeded' },
  cancelled: { letter: 'x', status: 'failed' },
  dead: { letter: 'd', status: 'failed' },
};

export function letterOf(state: JobState): string {
  return FORMS[state].letter;
}

const STATE_OF = new Map(JOB_STATES.map((state) => [letterOf(state), state]));

/** @returns the state of a letter in a record or a script's reply; null for '-' (gone) */
export function stateOf(letter: string): JobState | null {
  return STATE_OF.get(letter) ?? null;
}

/**
 * The sorted set `states` has every job once, state by state and in each by creation: its score is the state's share of
 * SPAN plus the job's seq (microseconds) since EPOCH, exact below 2^53. To change the state is to change a score, half
 * the work of leaving one set and entering another. A job that runs stays where it was when it waited.
 */
const RANKED: readonly JobState[] = JOB_STATES.filter((state) => state !== 'running');
/** 35 years of microseconds. */
const SPAN = 2 ** 50;
/** 2025-01-01. */
const EPOCH = 1_735_689_600_000_000;

const FIRST = Object.fromEntries(JOB_STATES.map((state) => [state, RANKED.indexOf(state) * SPAN])) as Readonly<
  Record<JobState, number>
>;

/** The first score of a state, and the first one after it. */
export function placesOf(state: JobState): readonly [number, number] {
  return [FIRST[state], FIRST[state] + SPAN];
}

/** The score of a job in a state. Jobs from before the epoch or after its end are told apart no more, and lie at that end. */
export function placeOf(state: JobState, seq: number): number {
  return FIRST[state] + Math.max(0, Math.min(SPAN - 1, seq - EPOCH));
}

/** The words of line 1 in their order, each with the pattern by which a script finds it. */
const HEAD = {
  state: '%a',
  priority: '%d',
  attempt: '%d+',
  max: '%d+',
  rescues: '%d+',
  seq: '%d+',
  created: '%d+',
  expires: '%S+',
  started: '%S+',
  run: '%S+',
  finished: '[^"]+',
};
export type HeadWord = keyof typeof HEAD;
const WORDS = Object.keys(HEAD) as readonly HeadWord[];

/** The place of each number in line 1, from 0; STATE is none. */
export const NUMBER_AT = Object.fromEntries(WORDS.slice(1).map((word, index) => [word, index])) as Readonly<
  Record<Exclude<HeadWord, 'state'>, number>
>;
export const HEAD_NUMBERS = WORDS.length - 1;

/** How every record of ours begins. */
export const HEAD_START = '{"skep":"';

/** Line 1 up to RESCUES. */
export interface Budget {
  readonly priority: number;
  readonly attempt: number;
  readonly maxAttempts: number;
  readonly rescues: number;
}

export function budgetText(state: JobState, { priority, attempt, maxAttempts, rescues }: Budget): string {
  return `${HEAD_START}${letterOf(state)} ${priority} ${attempt} ${maxAttempts} ${rescues} `;
}

/** Line 1 from SEQ to EXPIRES: numbers that hardly ever change, and of this size take long to write. */
export function originText(seq: number, createdAt: number, expiresAt: number | null): string {
  return `${seq} ${createdAt} ${expiresAt ?? '-'}`;
}

/** The same of a job that does not expire any more. */
export function withoutExpiry(origin: string): string {
  return origin.slice(0, origin.lastIndexOf(' ') + 1) + '-';
}

/** What follows the words of line 1, up to its newline. */
export function tailText(state: JobState, createdAt: number): string {
  return `","status":"${FORMS[state].status}","options":{"timestamp":${createdAt}},"progress":0,`;
}

/** Lines 3 to 6 of a job that was never tried. */
export const FRESH = {
  live: '"live":{},',
  error: '"error":null,',
  attempts: '"attempts":[],',
  result: '"result":null,',
} as const;
export const FRESH_LINES = Object.values(FRESH).join('\n');

/** Ways out of a state that scripts take because somebody asks for them. */
const ASKED_FOR = ['cancel', 'retry', 'move', 'prioritize', 'replace'] as const satisfies readonly TransitionName[];

/** @returns the layout as local names of a script */
export function lua(): string {
  const pattern = WORDS.map((word) => `(${HEAD[word]})`).join(' ');
  const places = WORDS.map((word) => `h.${word}`).join(` .. ' ' .. `);
  const perState = (states: readonly JobState[], value: (state: JobState) => string): string =>
    `{ ${states.map((state) => `${letterOf(state)} = ${value(state)}`).join(', ')} }`;
  const may = ASKED_FOR.map((name) => `${name} = ${perState(statesBefore(name), () => 'true')}`).join(', ');
  const holds = HELD_WHILE.map((held) => {
    const states = JOB_STATES.filter((state) => holdsKey({ while: held }, state));
    return `${held} = ${perState(states, () => 'true')}`;
  }).join(', ');
  return [
    `local SPAN, EPOCH = ${SPAN}, ${EPOCH}`,
    `local RANK = ${perState(RANKED, (state) => String(RANKED.indexOf(state)))}`,
    `local STATUS = ${perState(JOB_STATES, (state) => `'${FORMS[state].status}'`)}`,
    `local INDEX = ${perState(JOB_STATES, (state) => `'${state}'`)}`,
    `local LETTER = { ${JOB_STATES.map((state) => `${state} = '${letterOf(state)}'`).join(', ')} }`,
    // transition → letters of the states that it may start from
    `local MAY = { ${may} }`,
    // how long a key is held → letters of the states in which it is
    `local HOLDS = { ${holds} }`,
    `local FRESH = { ${Object.entries(FRESH)
      .map(([line, text]) => `${line} = '${text}'`)
      .join(', ')} }`,
    // @return the head as a table of texts, or nil for a record of plain bee-queue
    'local function header(record)',
    `  local ${WORDS.join(', ')} = string.match(record, '^${HEAD_START}${pattern}"')`,
    '  if not state then return nil end',
    `  return { ${WORDS.map((word) => `${word} = ${word}`).join(', ')} }`,
    'end',
    'local function first_line(h)',
    `  return '${HEAD_START}' .. ${places} ..`,
    `    '","status":"' .. STATUS[h.state] .. '","options":{"timestamp":' .. h.created .. '},"progress":0,'`,
    'end',
    '',
  ].join('\n');
}
