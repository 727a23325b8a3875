/**
 * The search language over jobs: `state:failed task:email.* payload.user.id:42 -tag:test duration:>5s`.
 *
 *   search := term { blank term }          all of them must hold
 *   term   := [ '-' ] key ':' value { ',' value }   one of the values; '-' turns it round
 *   value  := [ '>' | '>=' | '<' | '<=' ] text      text in double quotes may hold blanks and commas
 *
 * The grammar is that of the search fields people know from GitHub and mail programs. Read once from left to right:
 * linear in the text.
 */
import { DURATION_FORM, INSTANT_FORM, parseDuration, parseInstant, suggestion } from '../../foundation/index.ts';
import { JOB_STATES } from '../states.ts';

export type Sign = '=' | '>' | '>=' | '<' | '<=';

export interface SearchValue {
  readonly sign: Sign;
  readonly text: string;
  /** The number, milliseconds or instant that the key asks for; NaN where it asks for a text. */
  readonly number: number;
  /** Of an instant: it was written as an age, `number` milliseconds before now. */
  readonly ago: boolean;
}

export interface SearchTerm {
  readonly key: SearchKey;
  /** Below `payload`. */
  readonly path: readonly string[];
  readonly negated: boolean;
  readonly values: readonly SearchValue[];
}

export type SearchRead =
  | { readonly ok: true; readonly terms: readonly SearchTerm[]; readonly order: SearchOrder | null }
  /** @see at the character from which on it is wrong, from 0 */
  | { readonly ok: false; readonly at: number; readonly message: string; readonly hint: string };

/** `sort:-duration`: what is found in another order than that of creation, newest first. */
export interface SearchOrder {
  readonly by: SortKey;
  readonly descending: boolean;
}

export const SORT_KEYS = ['created', 'started', 'finished', 'duration', 'wait', 'attempt', 'priority'] as const;
export type SortKey = (typeof SORT_KEYS)[number];

/** What a value of the key is. */
const KINDS = {
  state: 'state',
  task: 'name',
  queue: 'name',
  id: 'name',
  tag: 'name',
  schedule: 'name',
  worker: 'name',
  fingerprint: 'name',
  parent: 'name',
  run: 'name',
  key: 'name',
  error: 'text',
  payload: 'scalar',
  attempt: 'number',
  priority: 'number',
  duration: 'duration',
  wait: 'duration',
  created: 'instant',
  started: 'instant',
  finished: 'instant',
} as const;

export type SearchKey = keyof typeof KINDS;
type Kind = (typeof KINDS)[SearchKey];

/** Keys of the language, for help and completion. `payload` is followed by a path. */
export const SEARCH_KEYS = Object.keys(KINDS) as readonly SearchKey[];

export const SEARCH_FORM = 'a search is as in `state:dead task:emails.* -tag:test payload.user.id:42 duration:>5s`';
const MAX_LENGTH = 2_000;
const MAX_TERMS = 20;
const BLANK = /\s/;
/** Other words for a key. */
const ALIASES: Readonly<Record<string, SearchKey>> = { enqueued: 'created' };
/** Words of others, and ours. */
const FOREIGN: Readonly<Record<string, string>> = {
  kind: 'task',
  name: 'task',
  status: 'state',
  args: 'payload',
};

class SearchProblem extends Error {
  readonly at: number;
  readonly hint: string;

  constructor(message: string, at: number, hint: string) {
    super(message);
    this.at = at;
    this.hint = hint;
  }
}

/** @param text as a person wrote it; '' finds everything */
export function readSearch(text: string): SearchRead {
  try {
    if (text.length > MAX_LENGTH)
      throw new SearchProblem(`it is longer than ${MAX_LENGTH} characters`, MAX_LENGTH, SEARCH_FORM);
    const reader = new Reader(text);
    const terms = [...reader];
    if (terms.length > MAX_TERMS) throw new SearchProblem(`it has more than ${MAX_TERMS} terms`, 0, SEARCH_FORM);
    return { ok: true, terms, order: reader.order };
  } catch (problem) {
    if (!(problem instanceof SearchProblem)) throw problem;
    const { at, message, hint } = problem;
    return { ok: false, at, message, hint };
  }
}

class Reader implements Iterable<SearchTerm> {
  /** null: none was written. */
  order: SearchOrder | null = null;
  readonly #text: string;
  #at = 0;

  constructor(text: string) {
    this.#text = text;
  }

  *[Symbol.iterator](): Generator<SearchTerm> {
    for (;;) {
      while (BLANK.test(this.#text[this.#at] ?? '')) this.#at += 1;
      if (this.#at >= this.#text.length) return;
      if (this.#text.startsWith(SORT, this.#at)) this.#sort();
      else yield this.#term();
    }
  }

  #sort(): void {
    const at = this.#at;
    this.#at += SORT.length;
    const descending = this.#takes('-');
    const word = this.#until((char) => BLANK.test(char));
    const by = SORT_KEYS.find((key) => key === (ALIASES[word] ?? word));
    const known = `as in sort:-duration, by one of ${SORT_KEYS.join(', ')}`;
    if (by === undefined) {
      const shown = word.slice(0, 40);
      const hint = suggestion(shown, SORT_KEYS, known) ?? known;
      throw new SearchProblem(`there is no order by ${JSON.stringify(shown)}`, at, hint);
    }
    if (this.order !== null) throw new SearchProblem('there are two orders', at, 'leave one out');
    this.order = { by, descending };
  }

  #term(): SearchTerm {
    const negated = this.#takes('-');
    const at = this.#at;
    const { key, path } = keyOf(
      this.#until((char) => char === ':' || BLANK.test(char)),
      at,
    );
    if (!this.#takes(':')) throw new SearchProblem(`${key} has no value`, at, `write \`${key}:\` and what is sought`);
    const values: SearchValue[] = [];
    do values.push(this.#value(key));
    while (this.#takes(','));
    return { key, path, negated, values };
  }

  #value(key: SearchKey): SearchValue {
    const sign = (['>=', '<=', '>', '<'] as const).find((one) => this.#takes(one)) ?? '=';
    const at = this.#at;
    const text = this.#takes('"') ? this.#quoted(at) : this.#until((char) => char === ',' || BLANK.test(char));
    if (text === '') throw new SearchProblem(`a value of ${key} is missing`, at, 'an empty text is written ""');
    return valueOf(key, { sign, text: text === '""' ? '' : text, at });
  }

  /** @param at where the quotation began */
  #quoted(at: number): string {
    const text = this.#until((char) => char === '"');
    if (!this.#takes('"')) throw new SearchProblem('a quotation has no end', at, 'put " behind it');
    return text === '' ? '""' : text;
  }

  #takes(text: string): boolean {
    if (!this.#text.startsWith(text, this.#at)) return false;
    this.#at += text.length;
    return true;
  }

  #until(ends: (char: string) => boolean): string {
    const from = this.#at;
    while (this.#at < this.#text.length && !ends(this.#text[this.#at] ?? '')) this.#at += 1;
    return this.#text.slice(from, this.#at);
  }
}

const SORT = 'sort:';

function keyOf(word: string, at: number): Pick<SearchTerm, 'key' | 'path'> {
  const [written = '', ...path] = word.split('.');
  const first = Object.hasOwn(ALIASES, written) ? (ALIASES[written] ?? written) : written;
  if (!Object.hasOwn(KINDS, first)) throw unknownKey(first, at);
  const key = first as SearchKey;
  const isPayload = key === 'payload';
  if (isPayload && (path.length === 0 || path.includes(''))) {
    throw new SearchProblem('payload needs a path', at, 'as in payload.user.id:42');
  }
  if (!isPayload && path.length > 0)
    throw new SearchProblem(`${key} has no ${path.join('.')}`, at, `write \`${key}:\``);
  return { key, path };
}

function unknownKey(word: string, at: number): SearchProblem {
  if (word === 'sort')
    return new SearchProblem('an order cannot be negated', at, 'it is turned round as in sort:-duration');
  const shown = JSON.stringify(word.slice(0, 40));
  const meant = Object.hasOwn(FOREIGN, word) ? FOREIGN[word] : undefined;
  const known = `keys are ${SEARCH_KEYS.join(', ')}`;
  const hint =
    meant === undefined
      ? suggestion(word.slice(0, 40), [...SEARCH_KEYS, 'enqueued', 'sort'], known)
      : `here it is \`${meant}:\``;
  return new SearchProblem(`there is no key ${shown}`, at, hint ?? known);
}

interface Written {
  readonly sign: Sign;
  readonly text: string;
  readonly at: number;
}

function valueOf(key: SearchKey, written: Written): SearchValue {
  const { sign, text, at } = written;
  const kind: Kind = KINDS[key];
  const value = { sign, text, number: NaN, ago: false };
  switch (kind) {
    case 'state':
      if (!JOB_STATES.some((state) => state === text)) throw unknownState(text, at);
      return unsigned(key, value, at);
    case 'name':
    case 'text':
      return unsigned(key, value, at);
    case 'scalar': {
      const number = numberOf(text);
      if (sign === '=') return { ...value, number };
      return { ...value, number: known(number, { key, at, form: 'a number, as in >3, where it is compared' }) };
    }
    case 'number':
      return { ...value, number: known(numberOf(text), { key, at, form: 'a number, as in >=3' }) };
    case 'duration':
      return {
        ...value,
        number: known(parseDuration(text) ?? NaN, { key, at, form: `a duration, as in >5s (${DURATION_FORM})` }),
      };
    case 'instant':
      return instantOf(key, value, at);
  }
}

function unsigned(key: SearchKey, value: SearchValue, at: number): SearchValue {
  if (value.sign === '=') return value;
  throw new SearchProblem(`${key} cannot be compared by ${value.sign}`, at, `write \`${key}:${value.text}\``);
}

/** A duration is an age: `created:<2h` is younger than that. */
function instantOf(key: SearchKey, value: SearchValue, at: number): SearchValue {
  const age = parseDuration(value.text);
  if (value.sign === '=')
    throw new SearchProblem(`${key} is compared`, at, `write \`${key}:<2h\` for the last two hours`);
  if (age !== undefined) return { ...value, number: age, ago: true };
  const form = `an age, as in <2h, or an instant: ${INSTANT_FORM}`;
  return { ...value, number: known(parseInstant(value.text) ?? NaN, { key, at, form }) };
}

function known(number: number, about: { readonly key: SearchKey; readonly at: number; readonly form: string }): number {
  if (!Number.isNaN(number)) return number;
  throw new SearchProblem(`${about.key} cannot be read`, about.at, `it is ${about.form}`);
}

function numberOf(text: string): number {
  return text.trim() === '' ? NaN : Number(text);
}

function unknownState(text: string, at: number): SearchProblem {
  const known = `states are ${JOB_STATES.join(', ')}`;
  const meant =
    text === 'failed' ? 'jobs that failed for good are `dead`, those that are tried again `retryable`' : undefined;
  const hint = meant ?? suggestion(text.slice(0, 40), JOB_STATES, known) ?? known;
  return new SearchProblem(`${JSON.stringify(text.slice(0, 40))} is no state of a job`, at, hint);
}
