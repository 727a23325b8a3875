import type { Json, JsonObject } from './json.ts';

interface SortedKey {
  readonly key: string;
  /** As it stands in JSON. */
  readonly head: string;
}

/** By the keys as they stand: manifests hold thousands of mappings of a few shapes, and sorting took half of the time. */
const shapes = new Map<string, readonly SortedKey[]>();
const MAX_SHAPES = 256;

/** JSON in which only the order of lists matters: keys of mappings are sorted. Equal for values that JSON Schema calls equal. */
export function canonicalJson(value: Json): string {
  if (typeof value !== 'object' || value === null) return JSON.stringify(value);
  if (Array.isArray(value)) return `[${(value as readonly Json[]).map(canonicalJson).join()}]`;
  const holder = value as JsonObject;
  let text = '';
  for (const { key, head } of sortedKeys(Object.keys(holder))) {
    const item = holder[key] ?? null;
    text += `${text === '' ? '' : ','}${head}${typeof item === 'object' ? canonicalJson(item) : JSON.stringify(item)}`;
  }
  return `{${text}}`;
}

function sortedKeys(keys: readonly string[]): readonly SortedKey[] {
  // Not every list of keys has a text of its own: that of none is that of one which is empty.
  if (keys.some((key) => key === '' || key.includes('\0'))) return sorted(keys);
  const shape = keys.join('\0');
  const held = shapes.get(shape);
  if (held) return held;
  const fresh = sorted(keys);
  if (shapes.size < MAX_SHAPES && keys.length < MAX_SHAPES) shapes.set(shape, fresh);
  return fresh;
}

function sorted(keys: readonly string[]): readonly SortedKey[] {
  return keys.toSorted().map((key) => ({ key, head: `${JSON.stringify(key)}:` }));
}
