import type { Json, JsonObject } from '../../foundation/index.ts';

/** Whether two values say the same, in the same order of keys: it is shown. */
export function sameJson(one: Json, other: Json): boolean {
  if (one === other) return true;
  if (Array.isArray(one)) {
    return (
      Array.isArray(other) &&
      one.length === other.length &&
      one.every((item, at) => sameJson(item as Json, other[at] as Json))
    );
  }
  if (!isMapping(one) || !isMapping(other)) return false;
  const keys = Object.keys(one);
  const others = Object.keys(other);
  return (
    keys.length === others.length &&
    keys.every((key, at) => key === others[at] && sameJson(one[key] as Json, other[key] as Json))
  );
}

export function isMapping(value: Json | undefined): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
