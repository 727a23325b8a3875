/** Names that come from outside and become keys of objects. */

/** Names that lead to prototypes: as a key of a plain object they change or hide something, and own data never needs them. */
export const UNSAFE_KEYS: readonly string[] = ['__proto__', 'constructor', 'prototype'];

export function isUnsafeKey(name: string): boolean {
  return UNSAFE_KEYS.includes(name);
}
