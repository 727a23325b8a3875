/** By which names a retry policy may mean an error. Nothing here may throw: it runs where an attempt has just failed. */
import { causesOf, codeOf, isError, read, textOf } from './error-reading.ts';
import { farError } from './far-error.ts';

/** Steps from a class to its parents that are followed. */
const PARENTS_MAX = 16;
/** Errors, causes and members of an AggregateError that are looked at. */
const ERRORS_MAX = 32;

/**
 * Everything that `retryOn` and `deadOn` may name what was thrown by: its name, its class and those it extends, its
 * code, its HTTP status (`status` or `statusCode`, its own or that of its `response`) as `404` and as `4xx`, and the
 * same of what caused it (`cause`, and the `errors` of an AggregateError). A value that is no Error is a `HANDLER_ERROR` too.
 */
export function errorNames(thrown: unknown): ReadonlySet<string> {
  const far = farError(thrown);
  if (far !== undefined) return far.names;
  const names = new Set<string>();
  const seen = new Set<unknown>();
  const waiting: unknown[] = [thrown];
  while (waiting.length > 0 && seen.size < ERRORS_MAX) {
    const next = waiting.shift();
    if (seen.has(next)) continue;
    seen.add(next);
    if (!isError(next)) names.add('HANDLER_ERROR');
    if ((typeof next !== 'object' && typeof next !== 'function') || next === null) continue;
    addNames(names, next);
    waiting.push(...causesOf(next));
  }
  return names;
}

function addNames(names: Set<string>, error: object): void {
  for (const name of [textOf(error, 'name'), ...classNames(error)]) if (name !== '') names.add(name);
  const code = codeOf(error);
  if (code !== null) names.add(code);
  for (const status of statusesOf(error)) names.add(String(status)).add(`${Math.floor(status / 100)}xx`);
}

/** Names of the class and its parents, nearest first, by what each of them says: the class itself, or its prototype. */
export function classNames(error: object): string[] {
  const names: string[] = [];
  let prototype = parentOf(error);
  for (let step = 0; prototype !== null && step < PARENTS_MAX; step += 1) {
    const kind = read(prototype, 'constructor');
    const name = typeof kind === 'function' ? textOf(kind, 'name') : '';
    // The root of all objects, of this realm or another.
    if (name === 'Object') break;
    names.push(name, textOf(prototype, 'name'));
    prototype = parentOf(prototype);
  }
  return names.filter((name) => name !== '');
}

function parentOf(value: object): object | null {
  try {
    return Object.getPrototypeOf(value) as object | null;
  } catch {
    return null;
  }
}

function statusesOf(error: object): number[] {
  const response = read(error, 'response');
  const holders = typeof response === 'object' && response !== null ? [error, response] : [error];
  const found = holders.flatMap((holder) => [read(holder, 'status'), read(holder, 'statusCode')]);
  return found.filter((status): status is number => Number.isInteger(status) && isStatus(status as number));
}

function isStatus(status: number): boolean {
  return status >= 100 && status <= 599;
}
