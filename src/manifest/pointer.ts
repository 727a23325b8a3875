import type { Path } from './yaml/source-file.ts';

/** A JSON pointer as a path: indexes of lists become numbers. */
export function pathOf(pointer: string, data: unknown): Path {
  if (pointer === '') return [];
  let value = data;
  return pointer
    .slice(1)
    .split('/')
    .map((text) => {
      const key = text.replaceAll('~1', '/').replaceAll('~0', '~');
      const step = Array.isArray(value) ? Number(key) : key;
      value = valueAt(value, [step]);
      return step;
    });
}

/** @returns undefined when there is no such value */
export function valueAt(data: unknown, path: Path): unknown {
  let value = data;
  for (const step of path) {
    if (typeof value !== 'object' || value === null || !Object.hasOwn(value, step)) return undefined;
    value = (value as Record<string | number, unknown>)[step];
  }
  return value;
}

/** The pointer to `key` below `pointer`. */
export function below(pointer: string, key: string | number): string {
  return `${pointer}/${String(key).replaceAll('~', '~0').replaceAll('/', '~1')}`;
}

/** A pointer in a reference is written as a part of a URI. @returns the text itself where it is none */
export function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}
