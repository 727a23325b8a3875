/** What JSON Schemas of the API are made of. */
import { JOB_STATES } from '../core/index.ts';
import type { Json, JsonObject } from '../foundation/index.ts';

type Schema = JsonObject;
type Properties<T> = { readonly [Key in keyof Required<T>]: Schema };

export const text: Schema = { type: 'string' };
export const integer: Schema = { type: 'integer' };
export const boolean: Schema = { type: 'boolean' };
/** Anything that JSON can hold. */
export const anything: Schema = {};
export const instant: Schema = { type: 'string', format: 'date-time', description: 'ISO 8601, UTC' };
export const texts: Schema = { type: 'array', items: text };
export const state: Schema = { type: 'string', enum: JOB_STATES };

export function described(schema: Schema, description: string): Schema {
  return { ...schema, description };
}

export function orNull(schema: Schema): Schema {
  return { anyOf: [schema, { type: 'null' }] };
}

export function listOf(schema: Schema): Schema {
  return { type: 'array', items: schema };
}

export function mapOf(schema: Schema): Schema {
  return { type: 'object', additionalProperties: schema };
}

/** An object of exactly the keys of `T`, all there: one more or one less does not compile. */
export function objectOf<T>(properties: Properties<T>): Schema {
  return { type: 'object', required: Object.keys(properties), additionalProperties: false, properties };
}

const named = new Map<string, Schema>();

/**
 * Gives a schema the name under which the OpenAPI document lists it.
 * @returns a reference to it
 */
export function view(name: string, schema: Schema): Schema {
  if (named.has(name)) throw new Error(`two schemas are named ${name}`);
  named.set(name, schema);
  return { $ref: `#/components/schemas/${name}` };
}

/**
 * A named schema with more keys, under a name of its own.
 * @param ref what `view` gave
 * @param more schema of an object with those keys alone
 */
export function extended(name: string, ref: Schema, more: Schema): Schema {
  const base = named.get((ref['$ref'] as string).split('/').at(-1) ?? '') ?? {};
  const required = [...(base['required'] as readonly string[]), ...(more['required'] as readonly string[])];
  return view(name, {
    ...base,
    required,
    properties: { ...(base['properties'] as Schema), ...(more['properties'] as Schema) },
  });
}

/** @returns all schemas with a name, by it */
export function views(): Readonly<Record<string, Schema>> {
  return Object.fromEntries(named);
}

/**
 * A schema as it is checked: the named ones that it refers to stand in their places.
 * @param schema of a body; no named schema refers to itself
 */
export function inlined(schema: Schema): Schema {
  return changed(schema, (part) => {
    const { $ref: ref } = part;
    return typeof ref === 'string' ? inlined(named.get(ref.split('/').at(-1) ?? '') ?? {}) : part;
  });
}

/** A schema without what only our own programs read in it: `x-problem`, `x-flag` and their like. */
export function withoutNotes(schema: Schema): Schema {
  return changed(schema, (part) => Object.fromEntries(Object.entries(part).filter(([key]) => !key.startsWith('x-'))));
}

function changed(schema: Schema, change: (part: Schema) => Schema): Schema {
  const inner = (value: Json): Json => {
    if (Array.isArray(value)) return (value as readonly Json[]).map(inner);
    return typeof value === 'object' && value !== null ? changed(value as Schema, change) : value;
  };
  return Object.fromEntries(Object.entries(change(schema)).map(([key, value]) => [key, inner(value)]));
}
