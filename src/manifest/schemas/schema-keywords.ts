import { type Json, nearest } from '../../foundation/index.ts';
import { FORMATS } from './formats.ts';

/** Keywords of JSON Schema 2020-12 whose value is a schema, a list of schemas, a mapping of schemas. */
export const SCHEMAS: ReadonlySet<string> = new Set([
  'additionalProperties',
  'contains',
  'else',
  'if',
  'items',
  'not',
  'propertyNames',
  'then',
  'unevaluatedItems',
  'unevaluatedProperties',
]);
export const SCHEMA_LISTS: ReadonlySet<string> = new Set(['allOf', 'anyOf', 'oneOf', 'prefixItems']);
export const SCHEMA_MAPS: ReadonlySet<string> = new Set([
  '$defs',
  'definitions',
  'dependentSchemas',
  'patternProperties',
  'properties',
]);

/** Keywords that are not taken, each with what to do instead. */
export const REFUSED_KEYWORDS: Readonly<Record<string, string>> = {
  $async: 'checks are synchronous',
  $anchor: 'refer by path, #/$defs/…',
  $dynamicAnchor: 'refer by path, #/$defs/…',
  $dynamicRef: 'refer by path, #/$defs/…',
  $id: 'remove it; only the outermost schema may have one',
  $schema: 'remove it; only the outermost schema may have one',
  $vocabulary: 'remove it',
  $data: 'write the value itself',
  additionalItems: 'draft 2020-12 says `prefixItems` and `items`',
  dependencies: 'draft 2020-12 says `dependentRequired` and `dependentSchemas`',
  nullable: 'write the type as a list: [string, "null"]',
};

/** What is wrong, with what was meant where that is known. */
export interface KeywordFlaw {
  readonly message: string;
  readonly hint?: string | undefined;
}

/** @returns what is wrong, undefined when nothing is */
type Check = (value: Json) => string | KeywordFlaw | undefined;

const TYPES = ['array', 'boolean', 'integer', 'null', 'number', 'object', 'string'];
/** As other languages call them. */
const FOREIGN_TYPES: Readonly<Record<string, string>> = {
  ...{ bool: 'boolean', int: 'integer', float: 'number', double: 'number', decimal: 'number' },
  ...{ str: 'string', text: 'string', list: 'array', map: 'object', mapping: 'object', dict: 'object', none: 'null' },
};
const anything: Check = () => undefined;
const text: Check = (value) => (typeof value === 'string' ? undefined : 'must be text');
const flag: Check = (value) => (typeof value === 'boolean' ? undefined : 'must be true or false');
const number: Check = (value) => (typeof value === 'number' ? undefined : 'must be a number');
const count: Check = (value) =>
  Number.isInteger(value) && (value as number) >= 0 ? undefined : 'must be a whole number, 0 or more';
const list: Check = (value) => (Array.isArray(value) ? undefined : 'must be a list');
const texts: Check = (value) =>
  Array.isArray(value) && value.every((item) => typeof item === 'string') && new Set(value).size === value.length
    ? undefined
    : 'must be a list of texts, each once';

/** Keywords with plain values. */
export const KEYWORDS: Readonly<Record<string, Check | undefined>> = {
  $comment: text,
  $id: text,
  $ref: text,
  $schema: (value) =>
    typeof value === 'string' && value.replace(/#$/, '') === 'https://json-schema.org/draft/2020-12/schema'
      ? undefined
      : 'must be https://json-schema.org/draft/2020-12/schema',
  const: anything,
  contentEncoding: text,
  contentMediaType: text,
  default: anything,
  dependentRequired: (value) =>
    typeof value === 'object' &&
    value !== null &&
    !Array.isArray(value) &&
    Object.values(value).every((item) => texts(item) === undefined)
      ? undefined
      : 'must be a mapping of lists of texts',
  deprecated: flag,
  description: text,
  enum: (value) => (Array.isArray(value) && value.length > 0 ? undefined : 'must be a list of one or more values'),
  examples: list,
  exclusiveMaximum: number,
  exclusiveMinimum: number,
  format: flawOfFormat,
  maxContains: count,
  maxItems: count,
  maxLength: count,
  maxProperties: count,
  maximum: number,
  minContains: count,
  minItems: count,
  minLength: count,
  minProperties: count,
  minimum: number,
  multipleOf: (value) => (typeof value === 'number' && value > 0 ? undefined : 'must be a number above 0'),
  pattern: text,
  readOnly: flag,
  required: texts,
  title: text,
  type: flawOfType,
  uniqueItems: flag,
  writeOnly: flag,
};

function flawOfType(value: Json): KeywordFlaw | undefined {
  const types = Array.isArray(value) ? (value as readonly Json[]) : [value];
  const unknown = types.filter((type) => typeof type !== 'string' || !TYPES.includes(type));
  if (unknown.length === 0 && types.length > 0 && new Set(types).size === types.length) return undefined;
  const [first] = unknown;
  return { message: `must be of ${TYPES.join(', ')}`, hint: typeof first === 'string' ? hintOnType(first) : undefined };
}

function hintOnType(given: string): string | undefined {
  const low = given.toLowerCase();
  return meant(Object.hasOwn(FOREIGN_TYPES, low) ? FOREIGN_TYPES[low] : nearest(low, TYPES));
}

function flawOfFormat(value: Json): string | KeywordFlaw | undefined {
  if (typeof value !== 'string') return 'must be text';
  if (Object.hasOwn(FORMATS, value)) return undefined;
  return { message: 'names no known format', hint: meant(nearest(value, Object.keys(FORMATS))) };
}

function meant(name: string | undefined): string | undefined {
  return name === undefined ? undefined : `did you mean \`${name}\`?`;
}
