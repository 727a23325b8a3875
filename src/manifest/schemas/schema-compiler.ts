import { createRequire } from 'node:module';

import type { Ajv2020, ErrorObject, Options, ValidateFunction } from 'ajv/dist/2020.js';

import { Lru } from '../../core/index.ts';
import type { Json, JsonObject } from '../../foundation/index.ts';
import { addBounded, beginSteps, TooManySteps, withSteps } from './bounded-keywords.ts';
import { beginValue, LinearPattern, TooLongToMatch } from './linear-pattern.ts';

/** One violation of a schema. The value itself is never part of it: payloads hold secrets. */
export interface SchemaViolation {
  /** JSON pointer into the value; '' = the value itself. */
  readonly pointer: string;
  readonly message: string;
}

/** @returns all violations, [] when the value is fine */
export type SchemaValidator = (value: Json) => readonly SchemaViolation[];

/** Deeper data than any handler wants; ajv recurses and would run out of stack at about 20 000. */
const MAX_DATA_DEPTH = 100;
const MAX_VIOLATIONS = 100;
/** To list all of them ajv copies its list again and again: values with more parts get the first one only. */
const MAX_LISTED_VALUES = 1_000;
const NOT_ALL = Object.freeze({
  pointer: '',
  message: `has more than ${MAX_LISTED_VALUES} values: only the first violation is listed`,
});
/** Longer pointers, keys and patterns are cut in what is told of them. */
const MAX_POINTER = 300;
const MAX_MESSAGE = 400;
const NO_VIOLATIONS: readonly SchemaViolation[] = Object.freeze([]);

/** Compiled schemas by their text, so that a reload compiles only what changed. */
const compiled = new Lru<SchemaValidator>(2_048);

/**
 * A validator of JSON Schema draft 2020-12. Compiled at the first use, once per text of a schema.
 * @param schema one that checkSchema has no problems with
 */
export function compileSchema(schema: JsonObject | boolean): SchemaValidator {
  if (schema === true) return () => NO_VIOLATIONS;
  if (schema === false) return () => [{ pointer: '', message: 'no value is allowed' }];
  return compiled.get(JSON.stringify(schema), () => lazily(schema));
}

/** The same without a look at the schema before the first value comes; null is a schema that allows everything. */
export function compileLater(schema: JsonObject | boolean | null): SchemaValidator {
  if (schema === null || schema === true) return () => NO_VIOLATIONS;
  let check: SchemaValidator | undefined;
  return (value) => {
    check ??= compileSchema(schema);
    return check(value);
  };
}

/** @throws what ajv says against the schema */
export function compileStrictly(schema: JsonObject): void {
  build(schema, false);
}

function lazily(schema: JsonObject): SchemaValidator {
  let first: ValidateFunction | undefined;
  let all: ValidateFunction | undefined;
  return (value) => {
    const values = countValues(value, MAX_DATA_DEPTH);
    if (Number.isNaN(values)) return [{ pointer: '', message: `values are nested deeper than ${MAX_DATA_DEPTH}` }];
    try {
      begin(values);
      first ??= build(schema, false);
      if (first(value)) return NO_VIOLATIONS;
      if (values > MAX_LISTED_VALUES) return [...(first.errors ?? []).map(toViolation), NOT_ALL];
      // Only now is it worth looking for every violation.
      begin(values);
      all ??= build(schema, true);
      all(value);
      return listed((all.errors ?? first.errors ?? []).filter(isTelling));
    } catch (thrown) {
      return [{ pointer: '', message: `cannot be checked: ${reasonOf(thrown)}` }];
    }
  };
}

/** Each value has the whole budget of its own. */
function begin(values: number): void {
  beginValue();
  beginSteps(values);
}

function listed(errors: readonly ErrorObject[]): readonly SchemaViolation[] {
  const shown = errors.slice(0, MAX_VIOLATIONS).map(toViolation);
  const more = errors.length - shown.length;
  return more > 0 ? [...shown, { pointer: '', message: `${more} more violations are not listed` }] : shown;
}

/** @throws what was thrown when it is no bound that was met */
function reasonOf(thrown: unknown): string {
  if (thrown instanceof TooLongToMatch || thrown instanceof TooManySteps) return thrown.message;
  if (thrown instanceof RangeError) return 'the schema refers to itself without end';
  throw thrown;
}

const OPTIONS: Options = {
  strict: true,
  strictTypes: false,
  strictTuples: false,
  strictRequired: false,
  allowUnionTypes: true,
  // checkSchema has looked at the schema; the meta-schema would cost 100 ms to compile.
  validateSchema: false,
  meta: false,
  addUsedSchema: false,
  logger: false,
};

/** Read when the first schema is compiled: a tenth of the time of a command that needs none. */
let Ajv: typeof Ajv2020 | undefined;
let builders: { readonly first: Ajv2020; readonly all: Ajv2020 } | undefined;

function build(schema: JsonObject, allErrors: boolean): ValidateFunction {
  builders ??= { first: newAjv(false), all: newAjv(true) };
  const ajv = allErrors ? builders.all : builders.first;
  // An id of ours: without one ajv cannot resolve `#`, and two schemas of one id would meet.
  const bare = { ...withSteps(schema), $id: 'skep:schema' };
  delete (bare as { $schema?: unknown }).$schema;
  try {
    return ajv.compile(bare);
  } finally {
    // ajv keeps every schema it ever saw; reloads must not fill the memory.
    ajv.removeSchema(bare);
  }
}

function newAjv(allErrors: boolean): Ajv2020 {
  const regExp = Object.assign((source: string) => new LinearPattern(source), { code: 'new LinearPattern' });
  Ajv ??= (createRequire(import.meta.url)('ajv/dist/2020.js') as { Ajv2020: typeof Ajv2020 }).Ajv2020;
  const ajv = new Ajv({ ...OPTIONS, allErrors, code: { regExp } });
  addBounded(ajv);
  return ajv;
}

/** @returns how many values the value is made of, itself included; NaN when it is nested too deeply */
function countValues(value: Json, left: number): number {
  if (typeof value !== 'object' || value === null) return 1;
  if (left === 0) return Number.NaN;
  let count = 1;
  if (Array.isArray(value)) for (const item of value as readonly Json[]) count += countValues(item, left - 1);
  else {
    const holder = value as JsonObject;
    for (const key in holder) count += countValues(holder[key] ?? null, left - 1);
  }
  return count;
}

/** `if` and `propertyNames` only say that something below them failed. */
function isTelling({ keyword }: ErrorObject): boolean {
  return keyword !== 'if' && keyword !== 'propertyNames';
}

function toViolation(error: ErrorObject): SchemaViolation {
  return { pointer: cut(error.instancePath, MAX_POINTER), message: cut(messageFor(error), MAX_MESSAGE) };
}

function messageFor({ keyword, params, message, propertyName }: ErrorObject): string {
  const detail = params as Readonly<Record<string, unknown>>;
  if (propertyName !== undefined)
    return `the property name \`${propertyName.slice(0, 80)}\` ${message ?? 'is not allowed'}`;
  if (keyword === 'required') return `the property \`${String(detail['missingProperty'])}\` is missing`;
  if (keyword === 'additionalProperties')
    return `unknown property \`${String(detail['additionalProperty']).slice(0, 80)}\``;
  if (keyword === 'unevaluatedProperties')
    return `unknown property \`${String(detail['unevaluatedProperty']).slice(0, 80)}\``;
  if (keyword === 'enum') return `must be one of ${JSON.stringify(detail['allowedValues']).slice(1, -1).slice(0, 300)}`;
  if (keyword === 'const') return `must be ${JSON.stringify(detail['allowedValue']).slice(0, 300)}`;
  return message ?? `breaks the rule \`${keyword}\``;
}

function cut(text: string, length: number): string {
  return text.length > length ? `${text.slice(0, length)}…` : text;
}
