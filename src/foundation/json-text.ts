/**
 * JSON without silent loss. JSON.stringify drops functions and undefined, writes NaN as null, a Map or a Response as {} and
 * a Date as text; for payloads and results that is damage nobody sees, so it is refused here with the place.
 *
 * Taken is plain data, and an object of a class by its own fields. A class that has a toJSON of its own is taken at its
 * word. What is left out without a word: properties that are undefined, as in any interface of the language (a result
 * that is undefined is null); -0 is written as 0.
 */
import { inspect, type InspectOptions, types } from 'node:util';

import { messageOf } from './errors.ts';

export type Encoded =
  | { readonly ok: true; readonly text: string }
  /** `pointer` is a JSON pointer (RFC 6901); '' is the whole value. */
  | { readonly ok: false; readonly reason: string; readonly pointer: string };

interface Flaw {
  readonly reason: string;
  /** From the inside out: each level adds its own step while the search returns. */
  readonly steps: string[];
}

/** Beyond this depth the search gives up; JSON.stringify itself takes about 5 000 levels of stack. */
const MAX_DEPTH = 1_000;
const MAX_STEPS = 32;

/** Strict JSON text, as JSON.stringify writes it. Never throws, whatever getters and toJSON do. */
export function encodeJson(value: unknown): Encoded {
  try {
    // First the native writer: it finds cycles at native speed, so the search below needs no memory of its path.
    const text = JSON.stringify(value) as string | undefined;
    const flaw = findFlaw(value, '', 0, undefined);
    if (flaw) return refused(flaw);
    return text === undefined ? refused({ reason: 'undefined is not JSON', steps: [] }) : { ok: true, text };
  } catch (error) {
    return explain(value, error);
  }
}

/** As encodeJson, but undefined, the result of a handler without a return value, is null. */
export function encodeResult(value: unknown): Encoded {
  return value === undefined ? { ok: true, text: 'null' } : encodeJson(value);
}

/** JSON.stringify threw: look for the place with a memory of the path, which finds the cycle. */
function explain(value: unknown, error: unknown): Encoded {
  try {
    const flaw = findFlaw(value, '', 0, new Set());
    if (flaw) return refused(flaw);
  } catch {
    // The same getter threw again; its message says more than we could.
  }
  const reason = error instanceof RangeError ? 'nested too deeply' : messageOf(error).slice(0, 256);
  return refused({ reason: `it cannot be written: ${reason}`, steps: [] });
}

function refused(flaw: Flaw): Encoded {
  // Of a value nested without end the outermost steps say enough; a shorter pointer is one to an outer value.
  const steps = flaw.steps.reverse().slice(0, MAX_STEPS);
  const pointer = steps.map((step) => `/${step.replaceAll('~', '~0').replaceAll('/', '~1')}`).join('');
  return { ok: false, reason: flaw.reason, pointer };
}

function flawed(reason: string): Flaw {
  return { reason, steps: [] };
}

/** @param path the objects above, when the value may hold a cycle; undefined when it is known not to */
function findFlaw(value: unknown, key: string, depth: number, path: Set<object> | undefined): Flaw | undefined {
  switch (typeof value) {
    case 'string':
    case 'boolean':
    case 'undefined':
      return undefined;
    case 'number':
      return Number.isSafeInteger(value) || isKept(value) ? undefined : flawed(badNumber(value));
    case 'object':
      return value === null ? undefined : flawOfObject(value, key, depth, path);
    default:
      return flawed(`a ${typeof value} is not JSON`);
  }
}

/** From here on a number is written with an exponent, and nobody takes its digits for exact ones. */
const EXPONENT_FROM = 1e21;

function isKept(value: number): boolean {
  return Number.isFinite(value) && (Math.abs(value) >= EXPONENT_FROM || !Number.isInteger(value));
}

function badNumber(value: number): string {
  return Number.isFinite(value)
    ? `${value} is beyond 2^53, where whole numbers are not kept exactly; write it as text`
    : `${value} is not JSON`;
}

function flawOfObject(value: object, key: string, depth: number, path: Set<object> | undefined): Flaw | undefined {
  if (depth > MAX_DEPTH) return flawed('nested too deeply');
  if (path?.has(value)) return flawed('the value contains itself');
  path?.add(value);
  const flaw = types.isProxy(value)
    ? flawed('a Proxy is not JSON: it may say another thing each time; copy it')
    : Array.isArray(value)
      ? flawInArray(value, depth, path)
      : Object.getPrototypeOf(value) === Object.prototype && !('toJSON' in value)
        ? flawInPlain(value as Record<string, unknown>, depth, path)
        : flawInOther(value, key, depth, path);
  path?.delete(value);
  return flaw;
}

/** Short lists are asked for their keys; in long ones that would take longer than all the rest. */
const SHORT_LIST = 64;
const LONG_LIST: InspectOptions = {
  maxArrayLength: 0,
  maxStringLength: 0,
  depth: 0,
  breakLength: Infinity,
  customInspect: false,
};

/** @returns whether a list has fields besides its items (`list.total = 5`), which JSON would leave out */
function hasFields(list: readonly unknown[]): boolean {
  if (list.length <= SHORT_LIST) return Object.keys(list).length > list.length;
  return !/\[ \.\.\. \d+ more items \]$/.test(inspect(list, LONG_LIST));
}

function flawInArray(list: readonly unknown[], depth: number, path: Set<object> | undefined): Flaw | undefined {
  for (let index = 0; index < list.length; index += 1) {
    const item = list[index];
    const flaw =
      item === undefined
        ? flawed('undefined in an array is not JSON; write null')
        : findFlaw(item, String(index), depth + 1, path);
    if (flaw) {
      flaw.steps.push(String(index));
      return flaw;
    }
  }
  return hasFields(list) ? flawed('a list with fields of its own is not JSON; write an object') : undefined;
}

/** The common case, kept apart because for…in over a plain object is the fastest way through it. */
function flawInPlain(value: Record<string, unknown>, depth: number, path: Set<object> | undefined): Flaw | undefined {
  for (const key in value) {
    const flaw = findFlaw(value[key], key, depth + 1, path);
    if (flaw) {
      flaw.steps.push(key);
      return flaw;
    }
  }
  return undefined;
}

/** Kinds whose content JSON.stringify loses, garbles or turns into another kind, and what to write instead. */
const REFUSED: readonly (readonly [(value: object) => boolean, string])[] = [
  [types.isDate, 'a Date is not JSON; write date.toISOString()'],
  [(value) => Buffer.isBuffer(value), "a Buffer is not JSON; write buffer.toString('base64')"],
  [types.isArrayBufferView, 'a typed array is not JSON; write Array.from(it)'],
  [types.isAnyArrayBuffer, 'an ArrayBuffer is not JSON'],
  [types.isMap, 'a Map is not JSON; write Object.fromEntries(map)'],
  [types.isSet, 'a Set is not JSON; write [...set]'],
  [types.isPromise, 'a Promise is not JSON; await it'],
  [types.isGeneratorObject, 'a generator is not JSON; write [...generator]'],
  [types.isRegExp, 'a RegExp is not JSON; write its source'],
  [types.isNativeError, 'an Error is not JSON; write its message'],
  [types.isBoxedPrimitive, 'a boxed value is not JSON; write value.valueOf()'],
  [(value) => value instanceof URL, 'a URL is not JSON; write url.href'],
];

function flawInOther(value: object, key: string, depth: number, path: Set<object> | undefined): Flaw | undefined {
  const refused = REFUSED.find(([test]) => test(value))?.[1];
  if (refused !== undefined) return flawed(refused);
  const { toJSON } = value as { toJSON?: unknown };
  if (typeof toJSON === 'function') return findFlaw(toJSON.call(value, key), key, depth + 1, path);
  if (Symbol.iterator in value || Symbol.asyncIterator in value) {
    return flawed(`${nameOf(value)} is not JSON; collect its items into a list`);
  }
  const names = Object.keys(value);
  if (names.length === 0 && !isPlain(value)) return flawed(`${nameOf(value)} is not JSON: it has no fields of its own`);
  for (const name of names) {
    const flaw = findFlaw((value as Record<string, unknown>)[name], name, depth + 1, path);
    if (flaw) {
      flaw.steps.push(name);
      return flaw;
    }
  }
  return undefined;
}

/** Made by {}, here or in another realm, or without any prototype. */
function isPlain(value: object): boolean {
  const prototype = Object.getPrototypeOf(value) as object | null;
  return prototype === null || Object.getPrototypeOf(prototype) === null;
}

function nameOf(value: object): string {
  const { name } = value.constructor;
  return typeof name === 'string' && name !== '' ? `an object of the class ${name.slice(0, 80)}` : 'this object';
}

/**
 * Freezes a value and everything it holds, in place; cycles are fine. Functions and binary data stay as they are
 * (Node refuses to freeze a filled typed array).
 */
export function deepFreeze<T>(value: T, frozen?: WeakSet<object>): T {
  const waiting: unknown[] = [value];
  const seen = new Set<object>();
  while (waiting.length > 0) {
    const next = waiting.pop();
    if (typeof next !== 'object' || next === null || seen.has(next) || ArrayBuffer.isView(next)) continue;
    if (frozen?.has(next) === true) continue;
    seen.add(Object.freeze(next));
    for (const key of Object.keys(next)) waiting.push((next as Record<string, unknown>)[key]);
  }
  return value;
}
