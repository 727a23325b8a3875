/**
 * A JSON Schema as a type of TypeScript, as far as types can say it: form, not length, range or pattern. What a type cannot say is
 * left wider, so that no payload that the schema takes is refused by the compiler, but one: a key that the schema does not name is refused in a
 * literal unless `additionalProperties` is written, for it is a slip of the pen more often than meant.
 */
import type { Json, JsonObject } from '../../foundation/index.ts';

/** How a reference of the schema is written; undefined where it leads elsewhere. */
export type NameOf = (reference: string) => string | undefined;

const WIDTH = 80;
const STEP = '  ';
const UNKNOWN = 'unknown';
const IDENTIFIER = /^[A-Za-z_$][A-Za-z0-9_$]*$/;

/** @param indent spaces before the line on which the type begins @returns the type; its further lines are indented */
export function typeOf(schema: Json | undefined, nameOf: NameOf, indent = ''): string {
  return joined(alternatives(schema, nameOf, indent), ' | ');
}

/** A property or a member, with its comment, as whole lines. */
export function memberText(
  name: string,
  schema: Json | undefined,
  nameOf: NameOf,
  indent: string,
  optional = false,
): string {
  const head = `${commentOf(schema, indent)}${indent}${keyText(name)}${optional ? '?' : ''}:`;
  const parts = alternatives(schema, nameOf, indent);
  const line = `${head} ${joined(parts, ' | ')};\n`;
  const last = `${indent}${keyText(name)}?: ${parts.join(' | ')};`;
  if (parts.length < 2 || parts.some((part) => part.includes('\n')) || last.length <= WIDTH) return line;
  return `${head}\n${parts.map((part) => `${indent}${STEP}| ${part}`).join('\n')};\n`;
}

export function keyText(name: string): string {
  return IDENTIFIER.test(name) ? name : JSON.stringify(name);
}

/** The members of the union that a schema is; each stands in a union as it is. */
function alternatives(schema: Json | undefined, nameOf: NameOf, indent: string): readonly string[] {
  if (!isObject(schema)) return [schema === false ? 'never' : UNKNOWN];
  const parts = [...ownParts(schema, nameOf, indent), ...combinations(schema, nameOf, indent)].filter(
    ({ length }) => length > 0,
  );
  const said = parts.filter((union) => !union.includes(UNKNOWN));
  const [only = [UNKNOWN]] = said;
  return said.length < 2 ? only : [said.map((union) => grouped(union)).join(' & ')];
}

function ownParts(schema: JsonObject, nameOf: NameOf, indent: string): readonly (readonly string[])[] {
  const { $ref: reference, const: constant, enum: values } = schema;
  const named = typeof reference === 'string' ? [[nameOf(reference) ?? UNKNOWN]] : [];
  if (constant !== undefined) return [...named, [literal(constant)]];
  if (Array.isArray(values)) return [...named, unique(values.map(literal))];
  const types = [schema['type'] ?? formOf(schema)].flat().filter((type) => typeof type === 'string');
  return [...named, unique(types.map((type) => ofType(type, schema, nameOf, indent)))];
}

/** Keywords tell the form where `type` does not. */
function formOf(schema: JsonObject): readonly string[] {
  if ('properties' in schema || 'required' in schema || 'additionalProperties' in schema) return ['object'];
  return 'items' in schema || 'prefixItems' in schema ? ['array'] : [];
}

function combinations(schema: JsonObject, nameOf: NameOf, indent: string): readonly (readonly string[])[] {
  const all = listOf(schema['allOf']).map((one) => alternatives(one, nameOf, indent));
  const some = [schema['anyOf'], schema['oneOf']]
    .map(listOf)
    .map((list) => unique(list.flatMap((one) => alternatives(one, nameOf, indent))));
  return [...all, ...some];
}

const PLAIN: Readonly<Record<string, string>> = {
  string: 'string',
  number: 'number',
  integer: 'number',
  boolean: 'boolean',
  null: 'null',
};

function ofType(type: string, schema: JsonObject, nameOf: NameOf, indent: string): string {
  if (type === 'object') return objectType(schema, nameOf, indent);
  if (type === 'array') return arrayType(schema, nameOf, indent);
  return Object.hasOwn(PLAIN, type) ? (PLAIN[type] ?? UNKNOWN) : UNKNOWN;
}

function objectType(schema: JsonObject, nameOf: NameOf, indent: string): string {
  const properties = isObject(schema['properties']) ? schema['properties'] : {};
  const required = listOf(schema['required']).filter((name) => typeof name === 'string');
  const inner = indent + STEP;
  const names = unique([...Object.keys(properties), ...required]).sort();
  const wanted = new Set(required);
  const members = names.map((name) => memberText(name, properties[name], nameOf, inner, !wanted.has(name)));
  const more = schema['additionalProperties'];
  if (names.length === 0 && more === false) return 'Record<string, never>';
  if (names.length === 0 || (more !== undefined && more !== false)) {
    // Beside named properties it must take their types too.
    const type = names.length === 0 ? typeOf(more ?? true, nameOf, inner) : UNKNOWN;
    members.push(`${inner}[key: string]: ${type};\n`);
  }
  return `{\n${members.join('')}${indent}}`;
}

function arrayType(schema: JsonObject, nameOf: NameOf, indent: string): string {
  const first = listOf(schema['prefixItems']);
  if (first.length === 0) return `${grouped(alternatives(schema['items'], nameOf, indent))}[]`;
  const least = typeof schema['minItems'] === 'number' ? schema['minItems'] : 0;
  const items = first.map((item, index) => `${grouped(alternatives(item, nameOf, indent))}${index < least ? '' : '?'}`);
  const rest = schema['items'] === false ? [] : [`...${grouped(alternatives(schema['items'], nameOf, indent))}[]`];
  return `[${[...items, ...rest].join(', ')}]`;
}

function grouped(parts: readonly string[]): string {
  const text = joined(parts, ' | ');
  return parts.length > 1 || text.includes(' & ') ? `(${text})` : text;
}

function joined(parts: readonly string[], between: string): string {
  return parts.join(between);
}

/** A value as a type; of what is no plain value, its form is not said. */
function literal(value: Json): string {
  return typeof value === 'object' && value !== null ? UNKNOWN : JSON.stringify(value);
}

function commentOf(schema: Json | undefined, indent: string): string {
  const description = isObject(schema) ? schema['description'] : undefined;
  if (typeof description !== 'string' || description.trim() === '') return '';
  const lines = description
    .trim()
    .replaceAll('*/', '*\\/')
    .split('\n')
    .map((line) => line.trim());
  if (lines.length === 1) return `${indent}/** ${lines[0]} */\n`;
  return `${indent}/**\n${lines.map((line) => `${indent} *${line === '' ? '' : ` ${line}`}\n`).join('')}${indent} */\n`;
}

function listOf(value: Json | undefined): readonly Json[] {
  return Array.isArray(value) ? (value as readonly Json[]) : [];
}

function unique(list: readonly string[]): string[] {
  return [...new Set(list)];
}

function isObject(value: Json | undefined): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
