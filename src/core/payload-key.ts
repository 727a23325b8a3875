/** What of a payload jobs are told apart by. */
import { createHash } from 'node:crypto';
import type { Json } from '../foundation/index.ts';
import { canonicalJson } from '../foundation/index.ts';
import { lookUp } from './templates.ts';
import type { Unique } from './unique.ts';

/** Longer ones are told by their hash. */
const TEXT_MAX = 100;
const HASH_LENGTH = 32;

/**
 * @param hides whether what it comes from is not to be shown, by a name either
 * @returns JSON that is equal for equal values, so that `1` and `"1"` are two keys; a hash where it is long or hidden
 */
export function keyText(value: Json, hides: boolean): string {
  const text = canonicalJson(value);
  if (text.length <= TEXT_MAX && !(hides && value !== null)) return text;
  return `sha256:${createHash('sha256').update(text).digest('hex').slice(0, HASH_LENGTH)}`;
}

/** @param place keys with dots between @returns null where there is none */
export function valueAt(place: string, payload: Json): Json {
  return lookUp({ kind: 'path', steps: ['payload', ...place.split('.')], fallback: undefined }, { payload }) ?? null;
}

/** How a task makes keys of payloads. */
export interface KeyedBy {
  readonly task: string;
  /** null: the whole payload. */
  readonly places: readonly string[] | null;
  readonly hides: boolean;
  readonly rule: Omit<Unique, 'key'>;
}

/** The key of a job with that payload. */
export function uniqueBy({ task, places, hides, rule }: KeyedBy, payload: Json): Unique {
  // A list in any case: a text of its own that a caller gives is none.
  const values = places === null ? [payload] : places.map((place) => valueAt(place, payload));
  return { key: `${task}/${keyText(values, hides)}`, ...rule };
}
