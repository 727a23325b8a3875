/** Reading objects that somebody else made: a getter or a proxy that throws costs that field, and no other. */
import { messageOf } from './errors.ts';

/** @returns the names and values of own enumerable fields. Never throws: what cannot be read is a text that says why */
export function fieldsOf(holder: object): [name: string, value: unknown][] {
  let names: string[];
  try {
    names = Object.keys(holder);
  } catch (error) {
    return [['unreadable', unreadable(error)]];
  }
  return names.map((name) => [name, valueOf(holder, name)]);
}

function valueOf(holder: object, name: string): unknown {
  try {
    return (holder as Readonly<Record<string, unknown>>)[name];
  } catch (error) {
    return unreadable(error);
  }
}

/** What stands in place of a value that threw this when it was read. */
export function unreadable(thrown: unknown): string {
  return `[cannot be read: ${messageOf(thrown)}]`;
}

/**
 * What an object holds that keeps it elsewhere than in fields (a Map, a Set, a URL, an error's kin of the platform), so
 * that it is not shown as `{}`.
 * @returns undefined when its fields are what it holds
 */
export function heldBy(value: object): unknown {
  if (ArrayBuffer.isView(value)) return `[${kindOf(value)} of ${value.byteLength} bytes]`;
  if (value instanceof Map) return Object.fromEntries([...(value as Map<unknown, unknown>)].map(named));
  if (value instanceof Set) return [...(value as Set<unknown>)];
  if (value instanceof Date) return Number.isNaN(value.getTime()) ? null : value.toISOString();
  return Array.isArray(value) || isPlain(value) || Object.keys(value).length > 0 ? undefined : shownAs(value);
}

/** An object of a class without fields that anybody can see. */
function shownAs(value: object): unknown {
  const { toJSON } = value as { readonly toJSON?: unknown };
  if (typeof toJSON === 'function') return toJSON.call(value) as unknown;
  return value instanceof RegExp || value instanceof URLSearchParams ? String(value) : `[${kindOf(value)}]`;
}

function named([key, value]: [unknown, unknown]): [string, unknown] {
  return [typeof key === 'object' && key !== null ? `[${kindOf(key)}]` : String(key), value];
}

function isPlain(value: object): boolean {
  const prototype: unknown = Object.getPrototypeOf(value);
  return prototype === Object.prototype || prototype === null;
}

function kindOf(value: object): string {
  const { name } = Object((value as { readonly constructor?: unknown }).constructor) as { readonly name?: unknown };
  return typeof name === 'string' && name !== '' ? name : 'object';
}
