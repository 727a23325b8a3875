/** Keywords of JSON Schema as Skep runs them: in time that grows no faster than the value, whatever the schema says. */
import type { Ajv2020 } from 'ajv/dist/2020.js';

import { canonicalJson, type Json, type JsonObject } from '../../foundation/index.ts';
import { FORMATS } from './formats.ts';
import { SCHEMA_LISTS, SCHEMA_MAPS, SCHEMAS } from './schema-keywords.ts';

/** References that one value may follow: each of its values a few dozen times, and a start for small ones. */
const STEPS_EACH = 100;
const STEPS_FREE = 10_000;
/** Half a second at the most; a legal value of 1 MiB needs some 500 000 for each schema that refers to another. */
const STEPS_MAX = 4_000_000;

const STEP = 'skepStep';
let stepsLeft = STEPS_FREE;

/** A schema that refers to itself makes more work than the value has parts: `oneOf` of two references doubles it at each level. */
export class TooManySteps extends Error {}

/** @param values parts of the value that is checked next */
export function beginSteps(values: number): void {
  stepsLeft = Math.min(STEPS_MAX, STEPS_FREE + STEPS_EACH * values);
}

/** Gives the compiler its formats and keywords. */
export function addBounded(ajv: Ajv2020): void {
  for (const [name, format] of Object.entries(FORMATS)) ajv.addFormat(name, format);
  // Ahead of the reference: where that fails, nothing behind it is looked at.
  ajv.addKeyword({ keyword: STEP, schemaType: 'boolean', validate: step, errors: false, before: '$ref' });
  // ajv compares each item with each other one: 8 s for 30 000 objects.
  ajv.removeKeyword('uniqueItems');
  ajv.addKeyword({
    keyword: 'uniqueItems',
    type: 'array',
    schemaType: 'boolean',
    validate: (wanted: boolean, items: readonly Json[]) => !wanted || areUnique(items),
    error: { message: 'must NOT have duplicate items' },
  });
}

/** The schema with each of its references counted when it is followed. */
export function withSteps(schema: JsonObject): JsonObject {
  const copy = Object.fromEntries(Object.entries(schema).map(([keyword, value]) => [keyword, inside(keyword, value)]));
  return typeof copy['$ref'] === 'string' ? { ...copy, [STEP]: true } : copy;
}

/** Constants, defaults and examples are no schemas, whatever they look like. */
function inside(keyword: string, value: Json): Json {
  if (SCHEMAS.has(keyword)) return counted(value);
  if (SCHEMA_LISTS.has(keyword)) return (value as readonly Json[]).map(counted);
  if (!SCHEMA_MAPS.has(keyword)) return value;
  return Object.fromEntries(Object.entries(value as JsonObject).map(([key, schema]) => [key, counted(schema)]));
}

function counted(schema: Json): Json {
  return typeof schema === 'object' ? withSteps(schema as JsonObject) : schema;
}

function step(): boolean {
  stepsLeft -= 1;
  if (stepsLeft < 0) throw new TooManySteps('the schema refers to itself too often for this value');
  return true;
}

/** Equal objects share a text; sets do the rest. */
function areUnique(items: readonly Json[]): boolean {
  const plain = new Set<unknown>();
  const nested = new Set<string>();
  for (const item of items) {
    if (typeof item === 'object' && item !== null) nested.add(canonicalJson(item));
    else plain.add(item);
  }
  return plain.size + nested.size === items.length;
}
