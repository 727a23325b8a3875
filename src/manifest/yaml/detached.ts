import type { Json } from '../../foundation/index.ts';
import { isMapping } from './same-json.ts';

/** V8 copies pieces of a text that are shorter; a longer one keeps the whole text in memory for as long as it lives. */
const PIECE = 13;

/**
 * The value without the text that it was read from: entries outlive it, each by as many reloads as leave it as it is.
 * @returns a copy
 */
export function detached(value: Json): Json {
  if (typeof value === 'string') return value.length < PIECE ? value : (JSON.parse(JSON.stringify(value)) as string);
  if (Array.isArray(value)) return (value as readonly Json[]).map(detached);
  if (!isMapping(value)) return value;
  const copy: Record<string, Json> = { ...value };
  for (const key of Object.keys(copy)) copy[key] = detached(value[key] as Json);
  return copy;
}
