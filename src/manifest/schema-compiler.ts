import { Ajv2020, type ErrorObject, type Options, type ValidateFunction } from 'ajv/dist/2020.js';
import formats from 'ajv-formats';

import { Lru } from '../core/index.ts';
import type { Json, JsonObject } from '../foundation/index.ts';
import { GuardedPattern, resetPatternBudget } from './pattern-guard.ts';

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

/** @throws what ajv says against the schema */
export function compileStrictly(schema: JsonObject): void {
  build(schema, false);
}

function lazily(schema: JsonObject): SchemaValidator {
  let first: ValidateFunction | undefined;
  let all: ValidateFunction | undefined;
  return (value) => {
    if (isDeep(value, MAX_DATA_DEPTH))
      return [{ pointer: '', message: `values are nested deeper than ${MAX_DATA_DEPTH}` }];
    resetPatternBudget();
    try {
      first ??= build(schema, false);
      if (first(value)) return NO_VIOLATIONS;
      // Only now is it worth looking for every violation.
      all ??= build(schema, true);
      all(value);
      return (all.errors ?? first.errors ?? []).filter(isTelling).slice(0, MAX_VIOLATIONS).map(toViolation);
    } catch (error) {
      if (!(error instanceof RangeError)) throw error;
      return [{ pointer: '', message: 'cannot be checked: the schema refers to itself without end' }];
    }
  };
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

let builders: { readonly first: Ajv2020; readonly all: Ajv2020 } | undefined;

function build(schema: JsonObject, allErrors: boolean): ValidateFunction {
  builders ??= { first: newAjv(false), all: newAjv(true) };
  const ajv = allErrors ? builders.all : builders.first;
  // An id of ours: without one ajv cannot resolve `#`, and two schemas of one id would meet.
  const bare = { ...schema, $id: 'skep:schema' };
  delete (bare as { $schema?: unknown }).$schema;
  try {
    return ajv.compile(bare);
  } finally {
    // ajv keeps every schema it ever saw; reloads must not fill the memory.
    ajv.removeSchema(bare);
  }
}

function newAjv(allErrors: boolean): Ajv2020 {
  const regExp = Object.assign((source: string, flags: string) => new GuardedPattern(source, flags), {
    code: 'new GuardedPattern',
  });
  const ajv = new Ajv2020({ ...OPTIONS, allErrors, code: { regExp } });
  formats.default(ajv);
  return ajv;
}

function isDeep(value: Json, left: number): boolean {
  if (typeof value !== 'object' || value === null) return false;
  if (left === 0) return true;
  for (const item of Object.values(value) as readonly Json[]) if (isDeep(item, left - 1)) return true;
  return false;
}

/** `if` and `propertyNames` only say that something below them failed. */
function isTelling({ keyword }: ErrorObject): boolean {
  return keyword !== 'if' && keyword !== 'propertyNames';
}

function toViolation(error: ErrorObject): SchemaViolation {
  return { pointer: error.instancePath, message: messageFor(error) };
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
