/**
 * What a JSON Schema says of one place in a value, without the value: the types it takes there, and the schemas of what
 * is below. Conservative where a schema depends on the value (`if`, `not`, patterns of names): it then says "anything".
 */
import type { Json, JsonObject } from '../../foundation/index.ts';
import { decoded, pathOf, valueAt } from '../pointer.ts';
import { compileSchema } from './schema-compiler.ts';

export type SchemaType = 'string' | 'number' | 'integer' | 'boolean' | 'null' | 'array' | 'object';

const ALL: readonly SchemaType[] = ['string', 'number', 'integer', 'boolean', 'null', 'array', 'object'];
/** References may lead in a circle. */
const MAX_DEPTH = 20;

export type Schema = JsonObject | boolean;

export class SchemaPlace {
  readonly #root: JsonObject;
  readonly #schema: Schema;

  /** @param input a schema that checkSchema has no problems with */
  static of(input: Schema): SchemaPlace {
    return new SchemaPlace(typeof input === 'boolean' ? {} : input, input);
  }

  private constructor(root: JsonObject, schema: Schema) {
    this.#root = root;
    this.#schema = schema;
  }

  /** The types that may stand here; those that may not, certainly fail. */
  types(): ReadonlySet<SchemaType> {
    return this.#types(this.#schema, 0);
  }

  /** Whether this text, number, boolean or null may stand here as it is. */
  takes(value: string | number | boolean | null): boolean {
    return this.#takes(this.#schema, value, 0);
  }

  /** The place of a property; one that the schema refuses takes no type. */
  property(key: string): SchemaPlace {
    return this.#below('object', (schema) => propertyOf(schema, key));
  }

  item(index: number): SchemaPlace {
    return this.#below('array', (schema) => itemOf(schema, index));
  }

  /** Properties that must be there, whatever else is. */
  required(): readonly string[] {
    return [...new Set(this.#required(this.#schema, 0))];
  }

  #below(holder: SchemaType, step: (schema: JsonObject) => Schema): SchemaPlace {
    return new SchemaPlace(this.#root, this.#stepped(this.#schema, { holder, step }, 0));
  }

  /**
   * As a schema again: what all of several schemas say stands under `allOf`, what one of them says under `anyOf`; of
   * those that take no such holder, nothing.
   */
  #stepped(schema: Schema, about: Step, depth: number): Schema {
    if (typeof schema === 'boolean') return schema;
    if (depth > MAX_DEPTH) return true;
    const into = (inner: Schema): Schema => this.#stepped(inner, about, depth + 1);
    const all = [about.step(schema), ...this.#conjuncts(schema).map(into)];
    const any = choices(schema).map((list) => ({ anyOf: list.filter((inner) => this.#holds(inner, about)).map(into) }));
    return { allOf: [...all, ...any] as Json[] };
  }

  #holds(schema: Schema, { holder }: Step): boolean {
    return this.#types(schema, 0).has(holder);
  }

  #types(schema: Schema, depth: number): ReadonlySet<SchemaType> {
    if (schema === true || depth > MAX_DEPTH) return new Set(ALL);
    if (schema === false) return new Set();
    let types: ReadonlySet<SchemaType> = ownTypes(schema);
    for (const inner of this.#conjuncts(schema)) types = both(types, this.#types(inner, depth + 1));
    for (const list of choices(schema)) {
      types = both(types, new Set(list.flatMap((inner) => [...this.#types(inner, depth + 1)])));
    }
    return types;
  }

  #takes(schema: Schema, value: string | number | boolean | null, depth: number): boolean {
    if (typeof schema === 'boolean') return schema;
    if (depth > MAX_DEPTH) return true;
    return (
      typesOf(value).some((type) => ownTypes(schema).has(type)) &&
      allows(schema, value) &&
      this.#conjuncts(schema).every((inner) => this.#takes(inner, value, depth + 1)) &&
      choices(schema).every((list) => list.some((inner) => this.#takes(inner, value, depth + 1)))
    );
  }

  #required(schema: Schema, depth: number): readonly string[] {
    if (typeof schema === 'boolean' || depth > MAX_DEPTH) return [];
    const own = Array.isArray(schema['required']) ? (schema['required'] as readonly string[]) : [];
    return [...own, ...this.#conjuncts(schema).flatMap((inner) => this.#required(inner, depth + 1))];
  }

  /** Schemas that must hold beside the own keywords. */
  #conjuncts(schema: JsonObject): readonly Schema[] {
    const all = listOf(schema['allOf']);
    const { $ref } = schema;
    return typeof $ref === 'string' ? [...all, this.#target($ref)] : all;
  }

  #target(reference: string): Schema {
    if (!reference.startsWith('#')) return true;
    const found = valueAt(this.#root, pathOf(decoded(reference.slice(1)), this.#root));
    return isSchema(found) ? found : true;
  }
}

interface Step {
  readonly holder: SchemaType;
  readonly step: (schema: JsonObject) => Schema;
}

function propertyOf(schema: JsonObject, key: string): Schema {
  const { properties, patternProperties, additionalProperties } = schema;
  const declared = isMap(properties) && Object.hasOwn(properties, key) ? properties[key] : undefined;
  if (isSchema(declared)) return declared;
  return patternProperties === undefined && isSchema(additionalProperties) ? additionalProperties : true;
}

function itemOf({ prefixItems, items }: JsonObject, index: number): Schema {
  const first = listOf(prefixItems);
  return first[index] ?? (isSchema(items) ? items : true);
}

/** Lists of schemas of which one must hold. */
function choices({ anyOf, oneOf }: JsonObject): readonly (readonly Schema[])[] {
  return [listOf(anyOf), listOf(oneOf)].filter((list) => list.length > 0);
}

function ownTypes(schema: JsonObject): ReadonlySet<SchemaType> {
  const { type, enum: values } = schema;
  let types = new Set<SchemaType>(ALL);
  if (type !== undefined) types = new Set([type].flat().flatMap((name) => widened(name as SchemaType)));
  if (Array.isArray(values)) types = both(types, new Set((values as readonly Json[]).flatMap(typesOf)));
  if (Object.hasOwn(schema, 'const')) types = both(types, new Set(typesOf(schema['const'] ?? null)));
  return types;
}

/** A whole number is a number, so what takes numbers takes it. */
function widened(type: SchemaType): readonly SchemaType[] {
  return type === 'number' ? ['number', 'integer'] : [type];
}

function typesOf(value: Json): readonly SchemaType[] {
  if (value === null) return ['null'];
  if (Array.isArray(value)) return ['array'];
  if (typeof value === 'number') return Number.isInteger(value) ? ['integer'] : ['number'];
  return [typeof value as 'string' | 'boolean' | 'object'];
}

/** Keywords that tell one text, or number, of the same type from another. */
const TELLING = [
  'pattern',
  'format',
  'minLength',
  'maxLength',
  'minimum',
  'maximum',
  'exclusiveMinimum',
  'exclusiveMaximum',
];

function allows(schema: JsonObject, value: string | number | boolean | null): boolean {
  const { enum: values } = schema;
  if (Array.isArray(values) && !(values as readonly Json[]).includes(value)) return false;
  if (Object.hasOwn(schema, 'const') && schema['const'] !== value) return false;
  const telling = Object.fromEntries(
    TELLING.filter((key) => Object.hasOwn(schema, key)).map((key) => [key, schema[key]]),
  );
  return Object.keys(telling).length === 0 || compileSchema(telling as JsonObject)(value).length === 0;
}

function both(one: ReadonlySet<SchemaType>, other: ReadonlySet<SchemaType>): Set<SchemaType> {
  return new Set([...one].filter((type) => other.has(type)));
}

function listOf(value: Json | undefined): readonly Schema[] {
  return Array.isArray(value) ? (value as readonly Json[]).filter(isSchema) : [];
}

function isSchema(value: unknown): value is Schema {
  return typeof value === 'boolean' || isMap(value);
}

function isMap(value: unknown): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
