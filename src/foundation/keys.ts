/** Names that come from outside and become keys of objects. */

/** Names that lead to prototypes: as a key of a plain object they change or hide something, and own data never needs them. */
export const UNSAFE_KEYS: readonly string[] = ['__proto__', 'constructor', 'prototype'];

/**
 * An object for names that come from outside: without a prototype, so that no name means anything.
 * @returns a fresh one
 */
export function dictionary<T>(): Record<string, T> {
  return Object.create(null) as Record<string, T>;
}

export function isUnsafeKey(name: string): boolean {
  return UNSAFE_KEYS.includes(name);
}
