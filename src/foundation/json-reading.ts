/** JSON from outside: read as it was written, or refused with the place. */
import type { Json } from './json.ts';
import { jsonChange } from './json-changes.ts';
import { jsonFlaw } from './json-flaw.ts';

export type JsonRead =
  | { readonly ok: true; readonly value: Json }
  | {
      readonly ok: false;
      /** What is wrong and where, to follow "the body ", as in `is not JSON: it ends at line 1, column 7`. */
      readonly problem: string;
      readonly line: number;
      readonly column: number;
      /** JSON pointer, where the text is JSON but would not be read as it is written. */
      readonly pointer?: string;
    };

/** As JSON.parse, but two equal keys, whole numbers beyond 2^53, numbers too large and a key `__proto__` are refused. */
export function readJson(text: string): JsonRead {
  let value: Json;
  try {
    value = JSON.parse(text) as Json;
  } catch {
    // JSON.parse and this reader agree on what JSON is, but this one says where; a test holds that.
    const at = jsonFlaw(text) ?? text.length;
    const place = placeOf(text, at);
    const found = at < text.length ? `unexpected ${JSON.stringify(text[at])}` : 'it ends';
    return { ok: false, problem: `is not JSON: ${found} at ${told(place)}`, ...place };
  }
  const change = jsonChange(text);
  if (change === undefined) return { ok: true, value };
  const { pointer, reason, at } = change;
  const place = placeOf(text, at);
  return {
    ok: false,
    problem: `would be changed by reading it: ${pointer}: ${reason} (${told(place)})`,
    pointer,
    ...place,
  };
}

interface TextPosition {
  readonly line: number;
  readonly column: number;
}

function placeOf(text: string, at: number): TextPosition {
  const lines = text.slice(0, at).split('\n');
  return { line: lines.length, column: (lines.at(-1) ?? '').length + 1 };
}

function told({ line, column }: TextPosition): string {
  return `line ${line}, column ${column}`;
}
