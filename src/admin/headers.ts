/**
 * Headers as they came. From the raw list, because Node's own dictionaries are plain objects in some releases that we
 * run on, where a header named `__proto__` or `constructor` makes them throw.
 */
import type { IncomingMessage } from 'node:http';

/**
 * @param name in lower case
 * @returns the values of that header, one per line that was sent, in order
 */
export function headerLines(request: IncomingMessage, name: string): readonly string[] {
  const values: string[] = [];
  for (const [key, value] of pairsOf(request)) if (key === name) values.push(value);
  return values;
}

/** @returns all headers by their names in lower case, the lines of one joined by `, ` */
export function headersByName(request: IncomingMessage): ReadonlyMap<string, string> {
  const all = new Map<string, string>();
  for (const [key, value] of pairsOf(request)) {
    const before = all.get(key);
    all.set(key, before === undefined ? value : `${before}, ${value}`);
  }
  return all;
}

function* pairsOf({ rawHeaders }: IncomingMessage): Generator<readonly [string, string]> {
  for (let at = 0; at + 1 < rawHeaders.length; at += 2) {
    yield [(rawHeaders[at] ?? '').toLowerCase(), rawHeaders[at + 1] ?? ''];
  }
}
