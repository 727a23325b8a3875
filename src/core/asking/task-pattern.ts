/** Patterns over task names in `routes.tasks[].match`: `emails.*` is everything under `emails.`, as in Celery. */
import { Lru } from '../lru.ts';

export type PatternCheck =
  { readonly ok: true } | { readonly ok: false; readonly message: string; readonly hint: string };

const MAX_LENGTH = 128;
/** More says nothing that fewer do not. */
const MAX_STARS = 8;
const FORM = 'use a task name with * (any characters, dots too), ? (one character) or {a,b} (one of them)';
/** In front of a pattern: all tasks that it does not match. */
const NOT = '!';
const matchers = new Lru<(task: string) => boolean>(512);

/** Whether the pattern is of our small grammar: names with `*`, `?` and `{a,b}`. */
export function checkPattern(pattern: string): PatternCheck {
  const message = flawOf(pattern);
  return message === undefined ? { ok: true } : { ok: false, message, hint: FORM };
}

/** As checkPattern, of `match` of a task route: with `!` in front it is all tasks but those. */
export function checkMatch(match: string): PatternCheck {
  const negated = match.startsWith(NOT);
  const check = checkPattern(negated ? match.slice(NOT.length) : match);
  return check.ok ? check : { ...check, hint: `${check.hint}, and ! in front for all others` };
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

/** Whether the task's name matches; `*` crosses dots, `!` in front turns it round. A pattern that checkMatch refuses matches nothing. */
export function matchesTask(pattern: string, task: string): boolean {
  return matchers.get(pattern, () => compile(pattern))(task);
}

function compile(pattern: string): (task: string) => boolean {
  if (pattern.startsWith(NOT)) return others(pattern.slice(NOT.length));
  if (!checkPattern(pattern).ok) return () => false;
  const steps = stepsOf(pattern);
  return (task) => {
    const start = new Uint8Array(task.length + 1);
    start[0] = 1;
    return walk(steps, task, start)[task.length] === 1;
  };
}

function others(pattern: string): (task: string) => boolean {
  const matches = compile(pattern);
  return checkPattern(pattern).ok ? (task) => !matches(task) : () => false;
}

/** A character, or the alternatives of a pair of braces. */
type Step = string | readonly (readonly string[])[];

function stepsOf(pattern: string): readonly Step[] {
  const parts = pattern.match(/\{[^{}]*\}|[^{}]/g) ?? [];
  return parts.map((part) =>
    part.startsWith('{')
      ? part
          .slice(1, -1)
          .split(',')
          .map((choice) => Array.from(choice))
      : part,
  );
}

/** 1 where the steps so far may have come to: a place before each character of the name, and one at its end. */
type Places = Uint8Array;

/**
 * All places of the name that the steps lead to. A glob made into a regular expression tries each way by itself: eight
 * stars against a name of 64 characters took half a minute. Here all ways go together, so the work is at most the
 * length of the pattern times that of the name.
 */
function walk(steps: readonly Step[], task: string, from: Places): Places {
  let places = from;
  for (const step of steps) {
    places = typeof step === 'string' ? afterCharacter(step, task, places) : afterChoice(step, task, places);
  }
  return places;
}

function afterChoice(choice: readonly (readonly string[])[], task: string, from: Places): Places {
  const next = new Uint8Array(from.length);
  for (const steps of choice) for (const [at, reached] of walk(steps, task, from).entries()) next[at] ||= reached;
  return next;
}

function afterCharacter(step: string, task: string, from: Places): Places {
  const next = new Uint8Array(from.length);
  if (step === '*') return from.includes(1) ? next.fill(1, from.indexOf(1)) : next;
  for (let at = 0; at < task.length; at += 1) {
    if (from[at] === 1 && (step === '?' || task[at] === step)) next[at + 1] = 1;
  }
  return next;
}

/**
 * Whether every task that `later` matches is matched by `earlier`, so that a route after it is never reached.
 * Conservative: true only where it is certain.
 */
export function coveredBy(earlier: string, later: string): boolean {
  if (earlier === later || /^\*+$/.test(earlier)) return true;
  if (!/[*?{!]/.test(later)) return matchesTask(earlier, later);
  if (earlier.startsWith(NOT) || later.startsWith(NOT)) return false;
  const prefix = /^([^*?{]*)\*$/.exec(earlier)?.[1];
  // `later` holds a wildcard, so it is longer than a prefix that holds none.
  return prefix !== undefined && later.startsWith(prefix);
}
