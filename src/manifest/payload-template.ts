/**
 * The payload of an HTTP route. Parameters, queries and headers are always text; what the task's input schema wants is
 * made of it where the text reads as such, by JSON's own spelling: `7` and `-1.5` are numbers, `007`, `+7` and numbers
 * that would lose digits are not; `true`, `false`, `null`; a parameter that is there once is a list of one. Text that
 * may stay text stays text, and what reads as nothing that is wanted is left for the schema to refuse.
 */
import { fillTemplate, lookUp, templateText } from '../core/index.ts';
import type { Json, JsonObject } from '../foundation/index.ts';
import { type Schema, SchemaPlace, type SchemaType } from './schemas/schema-places.ts';

/** Where requests hold text only. */
export const TEXT_ROOTS: readonly string[] = ['params', 'query', 'headers'];

/**
 * @param template the route's `with`
 * @param scope    what its expressions read
 * @param input    the task's input schema; null = anything, then text stays text
 * @returns the payload; a property whose expression leads nowhere is left out, where the schema does not take null
 */
export function fillPayload(template: Json, scope: Readonly<Record<string, unknown>>, input: Schema | null): Json {
  if (input === null || typeof input === 'boolean') return fillTemplate(template, scope);
  return filled(template, scope, SchemaPlace.of(input)) ?? null;
}

function filled(template: Json, scope: Readonly<Record<string, unknown>>, place: SchemaPlace): Json | undefined {
  if (typeof template === 'string') return filledText(template, scope, place);
  if (typeof template !== 'object' || template === null) return template;
  if (Array.isArray(template)) {
    return (template as readonly Json[]).map((item, index) => filled(item, scope, place.item(index)) ?? null);
  }
  const entries = Object.entries(template as JsonObject).flatMap(([key, inner]) => {
    const value = filled(inner, scope, place.property(key));
    return value === undefined ? [] : [[key, value] as const];
  });
  // fromEntries defines properties, so that a key `__proto__` stays a key.
  return Object.fromEntries(entries);
}

function filledText(text: string, scope: Readonly<Record<string, unknown>>, place: SchemaPlace): Json | undefined {
  const meaning = templateText(text);
  if (meaning.kind !== 'path') return fillTemplate(text, scope);
  const value = lookUp(meaning, scope);
  if (value === undefined) return place.types().has('null') ? null : undefined;
  return TEXT_ROOTS.includes(meaning.steps[0] ?? '') ? asWanted(value, place) : value;
}

/** @param value text, a list of texts, or an object of these, as requests hold them */
function asWanted(value: Json, place: SchemaPlace): Json {
  if (typeof value === 'string') return textAsWanted(value, place);
  if (typeof value !== 'object' || value === null) return value;
  if (Array.isArray(value)) {
    const items = value as readonly Json[];
    return place.types().has('array') ? items.map((item, index) => asWanted(item, place.item(index))) : items;
  }
  const entries = Object.entries(value as JsonObject);
  return Object.fromEntries(entries.map(([key, inner]) => [key, asWanted(inner, place.property(key))]));
}

function textAsWanted(text: string, place: SchemaPlace): Json {
  if (place.takes(text)) return text;
  const types = place.types();
  const scalar = scalarOf(text, types);
  if (scalar !== undefined && place.takes(scalar)) return scalar;
  if (types.has('array')) return [textAsWanted(text, place.item(0))];
  return scalar ?? text;
}

const INTEGER = /^(?:0|-?[1-9]\d*)$/;
const NUMBER = /^-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?$/;
/** Longer numbers have digits that no double keeps. */
const MAX_NUMBER = 40;

/** @returns undefined when it reads as none of the types */
function scalarOf(text: string, types: ReadonlySet<SchemaType>): number | boolean | null | undefined {
  if (text === 'null' && types.has('null')) return null;
  if ((text === 'true' || text === 'false') && types.has('boolean')) return text === 'true';
  if (types.has('number')) return numberOf(text, NUMBER);
  return types.has('integer') ? numberOf(text, INTEGER) : undefined;
}

function numberOf(text: string, form: RegExp): number | undefined {
  if (text.length > MAX_NUMBER || !form.test(text)) return undefined;
  const value = Number(text);
  // Whole numbers beyond 2^53 would become others.
  const kept = Number.isInteger(value) ? Number.isSafeInteger(value) : Number.isFinite(value);
  return kept ? value : undefined;
}
