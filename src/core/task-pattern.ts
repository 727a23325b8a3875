/** Patterns over task names in `routes.tasks[].match`: `emails.*` is everything under `emails.`, as in Celery. */
import picomatch from 'picomatch';

import { Lru } from './lru.ts';

export type PatternCheck =
  { readonly ok: true } | { readonly ok: false; readonly message: string; readonly hint: string };

const MAX_LENGTH = 128;
/** Each star multiplies the ways to match, so their number is bounded. */
const MAX_STARS = 8;
const FORM = 'use a task name with * (any characters, dots too), ? (one character) or {a,b} (one of them)';
const matchers = new Lru<(task: string) => boolean>(512);

/** Whether the pattern is of our small grammar: names with `*`, `?` and `{a,b}`. */
export function checkPattern(pattern: string): PatternCheck {
  const message = flawOf(pattern);
  return message === undefined ? { ok: true } : { ok: false, message, hint: FORM };
}

function flawOf(pattern: string): string | undefined {
  if (pattern === '') return 'the pattern is empty';
  if (pattern.length > MAX_LENGTH) return `the pattern is longer than ${MAX_LENGTH} characters`;
  const foreign = /[^a-z0-9_.*?{},-]/.exec(pattern)?.[0];
  if (foreign !== undefined) return `the pattern holds ${JSON.stringify(foreign)}, which no task name can match`;
  if (pattern.split('*').length - 1 > MAX_STARS) return `the pattern holds more than ${MAX_STARS} stars`;
  const flat = pattern.replaceAll(/\{[^{},]+(?:,[^{},]+)+\}/g, '');
  return /[{},]/.test(flat) ? 'braces need two or more names, as in {a,b}, and do not nest' : undefined;
}

/** Whether the task's name matches; `*` crosses dots. A pattern that checkPattern refuses matches nothing. */
export function matchesTask(pattern: string, task: string): boolean {
  return matchers.get(pattern, () => compile(pattern))(task);
}

function compile(pattern: string): (task: string) => boolean {
  if (!checkPattern(pattern).ok) return () => false;
  // To picomatch a dotted name is one path segment, in which * crosses dots; `dot` lets it start with one.
  return picomatch(pattern.replaceAll(/\*+/g, '*'), { dot: true, noext: true, nonegate: true, nobracket: true });
}

/**
 * Whether every task that `later` matches is matched by `earlier`, so that a route after it is never reached.
 * Conservative: true only where it is certain.
 */
export function coveredBy(earlier: string, later: string): boolean {
  if (earlier === later || /^\*+$/.test(earlier)) return true;
  if (!/[*?{]/.test(later)) return matchesTask(earlier, later);
  const prefix = /^([^*?{]*)\*$/.exec(earlier)?.[1];
  // `later` holds a wildcard, so it is longer than a prefix that holds none.
  return prefix !== undefined && later.startsWith(prefix);
}
