/** The words of a search, as chips and as what a bulk operation takes. docs/search.md is the language. */
import type { Endpoints } from '../api/types.generated.ts';
import { JOB_STATES, type JobState } from '../parts/state-badge.tsx';

export type BulkFilter = Endpoints['POST /api/bulk']['body']['filter'];

export const SEARCH_KEYS: Readonly<Record<string, string>> = {
  state: 'the state of the job',
  task: 'its task, whole or with *',
  queue: 'its queue',
  id: 'its id, whole or with *',
  tag: 'a tag that it carries',
  schedule: 'the schedule that made it',
  fingerprint: 'what it died of',
  'payload.': 'a value of the payload, as payload.user.id:42',
  error: 'words of its error',
  attempt: 'number of attempts, as >=3',
  priority: '0 to 9',
  duration: 'how long an attempt took, as >5s',
  wait: 'how long it waited, as >1m',
  created: 'its age, as <2h, or an instant',
  started: 'when it last began',
  finished: 'when it ended',
  worker: 'who ran it',
};

/** @returns the words of a text, quoted ones whole */
export function wordsOf(text: string): readonly string[] {
  const words: string[] = [];
  let word = '';
  let inQuotes = false;
  for (const char of text) {
    if (char === '"') inQuotes = !inQuotes;
    if (char === ' ' && !inQuotes) {
      if (word !== '') words.push(word);
      word = '';
    } else word += char;
  }
  return word === '' ? words : [...words, word];
}

/** The text without one of its words. */
export function without(text: string, index: number): string {
  return wordsOf(text)
    .filter((_, at) => at !== index)
    .join(' ');
}

const NAMED = ['queue', 'task', 'tag', 'fingerprint'] as const;

/** @returns the filter of a bulk operation: fields, where the store finds all of it by them, else the search itself */
export function bulkFilterOf(text: string): BulkFilter {
  const filter: Record<string, unknown> = Object.fromEntries([]);
  for (const word of wordsOf(text)) {
    const colon = word.indexOf(':');
    const key = word.slice(0, colon);
    const value = word.slice(colon + 1).replaceAll('"', '');
    const taken = key in filter ? undefined : taken1(key, value);
    if (colon < 0 || taken === undefined) return { q: text };
    Object.assign(filter, taken);
  }
  return filter;
}

function taken1(key: string, value: string): object | undefined {
  if (key === 'state') {
    const states = value.split(',');
    return states.every((one) => JOB_STATES.includes(one as JobState)) ? { state: states } : undefined;
  }
  if (key === 'created' && value.startsWith('<') && /^<\d/.test(value)) return { since: value.slice(1) };
  const named = NAMED.find((name) => name === key);
  return named !== undefined && !/[*,<>]/.test(value) ? { [named]: value } : undefined;
}

/** What could be written next. @param known names by key */
export function suggestions(text: string, known: Readonly<Record<string, readonly string[]>>): readonly string[] {
  const before = text.slice(0, text.lastIndexOf(' ') + 1);
  const last = text.slice(before.length);
  const sign = last.startsWith('-') ? '-' : '';
  const word = last.slice(sign.length);
  const colon = word.indexOf(':');
  if (colon < 0) {
    const keys = Object.keys(SEARCH_KEYS).filter((key) => key.startsWith(word));
    return keys.map((key) => `${before}${sign}${key}${key.endsWith('.') ? '' : ':'}`);
  }
  const key = word.slice(0, colon);
  const value = word.slice(colon + 1);
  const names = key === 'state' ? JOB_STATES : (known[key] ?? []);
  return names.filter((name) => name.includes(value) && name !== value).map((name) => `${before}${sign}${key}:${name}`);
}
