import type { ErrorObject } from 'ajv';

import type { Json, JsonObject } from '../../foundation/index.ts';
import { pathOf, valueAt } from '../pointer.ts';
import type { Problems } from '../problems.ts';
import { describeViolation, type Hidden } from './schema-problems.ts';
import type { SchemaNode } from './schema-node.ts';
import { chooseBranch } from './schema-unions.ts';
import { isSecret } from '../secret-places.ts';
import { NAMED_SECTIONS } from '../sections.ts';
import { definitionValidators, type SourceValidator, validateManifest } from '../source.generated.ts';
import type { Path, SourceFile } from '../yaml/source-file.ts';
import type { Violation } from './violation.ts';

export interface ValidateOptions {
  readonly file: SourceFile;
  readonly problems: Problems;
  /** Included files need not say `version`. */
  readonly included: boolean;
  /** Whether the text at this path came out of the environment: then it may become a number, and is never shown. */
  isInterpolated(path: Path): boolean;
  /** Whether the value at this path is known to be bad already. */
  isBroken(path: Path): boolean;
}

/**
 * Checks data against the manifest's schema; every violation becomes a problem. Interpolated text that reads as a
 * number or boolean is changed into one, in place, where the schema wants that.
 * @returns the paths of values that must not be used; unknown keys harm nothing and are not among them
 */
export function* validate(data: Json, options: ValidateOptions): Generator<void, readonly Path[]> {
  let violations = yield* allViolations(data);
  // One round per level of nested unions; in practice one.
  for (let round = 0; round < 4 && convertInterpolated(data, violations, options); round += 1) {
    violations = yield* allViolations(data);
  }
  const broken: Path[] = [];
  for (const violation of violations) {
    if (options.isBroken(violation.path)) continue;
    if (options.included && violation.path.length === 0 && violation.params['missingProperty'] === 'version') continue;
    const { code, message, hint, key, mark } = describeViolation(violation, hiddenOf(violation, options));
    const path = key === undefined ? violation.path : [...violation.path, key];
    options.problems.add(code, { file: options.file, path, mark: mark ?? 'value' }, message, hint);
    if (code !== 'SCHEMA_UNKNOWN_KEY') broken.push(path);
  }
  return broken;
}

function hiddenOf({ path }: Violation, options: ValidateOptions): Hidden | null {
  if (options.isInterpolated(path)) return 'environment';
  return isSecret(path) ? 'secret' : null;
}

/** Entries checked together. ajv copies all errors so far for each entry with one: 7 s for 10 000 broken tasks. */
const GROUP = 200;

interface Place {
  readonly section: string;
  readonly name: string;
}

/** Entries of large sections that were found right, and where: a reload meets the same objects again. */
const right = new WeakMap<object, Place>();

function* allViolations(data: Json): Generator<void, Violation[]> {
  const all: Violation[] = [];
  for (const { group, section, entries } of groupsOf(data)) {
    const violations = violationsOf(validateManifest, group, []);
    if (violations.length === 0)
      for (const [name, entry] of entries) if (isObject(entry)) right.set(entry, { section, name });
    all.push(...violations);
    yield;
  }
  return all;
}

interface Group {
  readonly group: Json;
  /** Of which entries it is some; '' of none. */
  readonly section: string;
  readonly entries: readonly NamedEntry[];
}

type NamedEntry = readonly [name: string, entry: Json];

/** The manifest as several smaller ones, which together say the same; without what was found right before. */
function* groupsOf(data: Json): Generator<Group> {
  if (!isObject(data)) {
    yield { group: data, section: '', entries: [] };
    return;
  }
  const large = NAMED_SECTIONS.filter(
    (section) => isObject(data[section]) && Object.keys(data[section]).length > GROUP,
  );
  const rest = Object.entries(data).filter(([key]) => !(large as readonly string[]).includes(key));
  yield { group: Object.fromEntries(rest), section: '', entries: [] };
  for (const section of large) {
    const open = [...unknownOf(section, data[section] as JsonObject)];
    for (let from = 0; from < open.length; from += GROUP) {
      const entries = open.slice(from, from + GROUP);
      yield { group: { version: 1, [section]: Object.fromEntries(entries) }, section, entries };
    }
  }
}

/** Those that were not found right before. */
function* unknownOf(section: string, entries: JsonObject): Generator<NamedEntry> {
  for (const name of Object.keys(entries)) {
    const entry = entries[name] as Json;
    const known = isObject(entry) ? right.get(entry) : undefined;
    if (known?.name !== name || known.section !== section) yield [name, entry];
  }
}

function isObject(value: Json | undefined): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function violationsOf(validator: SourceValidator, data: Json, base: Path): Violation[] {
  if (validator(data)) return [];
  const errors = [...(validator.errors ?? [])];
  const unions = pointersOf(errors, 'anyOf');
  const named = pointersOf(errors, 'propertyNames');
  // Of nested unions the outer one is looked into anew, so that the inner one appears there.
  const telling = errors.filter(({ keyword, instancePath }) => {
    if (hasAncestor(instancePath, unions)) return false;
    if (keyword === 'anyOf' || keyword === 'propertyNames') return true;
    // What a bad name breaks is reported at its mapping; the name itself stands in `propertyNames`.
    return !unions.has(instancePath) && !(keyword === 'pattern' && named.has(instancePath));
  });
  const mistyped = pointersOf(telling, 'type');
  return telling
    .filter(({ keyword, instancePath }) => !(['const', 'enum'].includes(keyword) && mistyped.has(instancePath)))
    .map((error) => toViolation(error, data, base))
    .flatMap((violation) => (violation.keyword === 'anyOf' ? unionViolations(violation) : [violation]));
}

/** @param union a node whose `anyOf` are definitions. @returns what is wrong with the data, of the branch that was meant */
export function violationsOfUnion(union: SchemaNode, data: Json): Violation[] {
  return unionViolations({ path: [], keyword: 'anyOf', params: {}, parentSchema: { ...union }, data });
}

function pointersOf(errors: readonly ErrorObject[], keyword: string): ReadonlySet<string> {
  return new Set(errors.filter((error) => error.keyword === keyword).map(({ instancePath }) => instancePath));
}

/** Whether a pointer lies strictly below one of the set. Steps up, so that its cost is the depth, not the set's size. */
function hasAncestor(pointer: string, set: ReadonlySet<string>): boolean {
  for (let at = pointer.lastIndexOf('/'); at >= 0; at = pointer.lastIndexOf('/', at - 1)) {
    if (set.has(pointer.slice(0, at))) return true;
    if (at === 0) break;
  }
  return false;
}

function unionViolations(union: Violation): Violation[] {
  const choice = chooseBranch(union.parentSchema, union.data);
  if (choice.kind === 'violation') return [{ ...union, keyword: choice.keyword, params: choice.params }];
  const validator = definitionValidators[choice.definition];
  return validator === undefined ? [union] : violationsOf(validator, union.data as Json, union.path);
}

function toViolation(error: ErrorObject, data: Json, base: Path): Violation {
  return {
    path: [...base, ...pathOf(error.instancePath, data)],
    keyword: error.keyword,
    params: error.params as Record<string, unknown>,
    parentSchema: error.parentSchema ?? {},
    data: error.data,
  };
}

function convertInterpolated(data: Json, violations: readonly Violation[], options: ValidateOptions): boolean {
  let converted = false;
  for (const { keyword, path, params, data: text } of violations) {
    if (keyword !== 'type' || typeof text !== 'string' || !options.isInterpolated(path)) continue;
    const value = readAs(text, [params['type']].flat());
    if (value === undefined) continue;
    const holder = valueAt(data, path.slice(0, -1)) as Record<string | number, Json>;
    holder[path.at(-1) ?? ''] = value;
    converted = true;
  }
  return converted;
}

function readAs(text: string, wanted: readonly unknown[]): number | boolean | undefined {
  const trimmed = text.trim();
  if (wanted.includes('boolean') && (trimmed === 'true' || trimmed === 'false')) return trimmed === 'true';
  const isNumber = wanted.includes('number') || wanted.includes('integer');
  if (isNumber && /^-?\d{1,15}(\.\d{1,15})?$/.test(trimmed)) return Number(trimmed);
  return undefined;
}
