/** Whether what a template makes can fit a schema at all: what cannot is refused when the manifest is read, not per request. */
import { isReadable, templateText } from '../core/index.ts';
import type { Json, JsonObject } from '../foundation/index.ts';
import { TEXT_ROOTS } from './payload-template.ts';
import { type Schema, SchemaPlace, type SchemaType } from './schemas/schema-places.ts';

export interface Misfit {
  /** Keys and indexes into the template. */
  readonly path: readonly (string | number)[];
  readonly message: string;
  readonly hint?: string;
}

/** @returns every place that no request can make right; [] also where only the request decides */
export function misfits(template: Json, input: Schema): readonly Misfit[] {
  return [...misfitsAt(template, SchemaPlace.of(input), [])];
}

type Path = readonly (string | number)[];

function* misfitsAt(template: Json, place: SchemaPlace, path: Path): Generator<Misfit> {
  const types = place.types();
  if (types.size === 0) yield { path, message: 'the input of the task takes no value here' };
  else if (typeof template === 'string') yield* misfitsOfText(template, place, path);
  else if (typeof template !== 'object' || template === null) yield* misfitsOfScalar(template, place, path);
  else if (!types.has(Array.isArray(template) ? 'array' : 'object')) {
    yield {
      path,
      message: `the input of the task takes ${listed(types)} here, not a ${Array.isArray(template) ? 'list' : 'mapping'}`,
    };
  } else if (Array.isArray(template)) {
    for (const [index, item] of (template as readonly Json[]).entries())
      yield* misfitsAt(item, place.item(index), [...path, index]);
  } else yield* misfitsOfMap(template as JsonObject, place, path);
}

function* misfitsOfMap(template: JsonObject, place: SchemaPlace, path: Path): Generator<Misfit> {
  for (const [key, value] of Object.entries(template)) {
    const inner = place.property(key);
    if (inner.types().size > 0) yield* misfitsAt(value, inner, [...path, key]);
    else yield { path: [...path, key], message: `the input of the task takes no property \`${key}\`` };
  }
  for (const key of place.required()) {
    if (!Object.hasOwn(template, key))
      yield { path, message: `the input of the task needs \`${key}\`, which is not given` };
  }
}

function* misfitsOfText(text: string, place: SchemaPlace, path: Path): Generator<Misfit> {
  // What cannot be read is told as that alone: what it would have made is not known.
  if (!isReadable(text)) return;
  const meaning = templateText(text);
  if (meaning.kind === 'literal') yield* misfitsOfScalar(meaning.value, place, path);
  else if (meaning.kind === 'text') yield* misfitsOfPlainText(meaning.constant, place, path);
  else {
    const [root = '', ...steps] = meaning.steps;
    if (TEXT_ROOTS.includes(root))
      yield* misfitsOfRequestText(`\${${meaning.steps.join('.')}}`, steps.length === 0, place, path);
    if (meaning.fallback !== undefined) yield* misfitsOfScalar(meaning.fallback, place, path);
  }
}

/** @param constant null where expressions stand inside of the text */
function* misfitsOfPlainText(constant: string | null, place: SchemaPlace, path: Path): Generator<Misfit> {
  if (constant !== null) yield* misfitsOfScalar(constant, place, path);
  else if (!place.types().has('string')) {
    yield {
      path,
      message: `an expression inside of other text makes text, and the input of the task takes ${listed(place.types())} here`,
      hint: 'let the expression be all of the value',
    };
  }
}

/** @param whole whether it is all parameters at once, which are a mapping */
function* misfitsOfRequestText(shown: string, whole: boolean, place: SchemaPlace, path: Path): Generator<Misfit> {
  const types = place.types();
  const possible = whole ? types.has('object') : [...types].some((type) => type !== 'object');
  if (possible) return;
  const made = whole ? 'a mapping' : 'text, or a list of texts';
  yield { path, message: `\`${shown}\` is ${made}, and the input of the task takes ${listed(types)} here` };
}

function* misfitsOfScalar(value: Json, place: SchemaPlace, path: Path): Generator<Misfit> {
  if (typeof value === 'object' && value !== null) return;
  if (place.takes(value)) return;
  const quoted = typeof value !== 'string' && place.takes(String(value));
  yield {
    path,
    // Without the value itself: it may be one of the environment.
    message: `the input of the task does not take this value here; it takes ${listed(place.types())}`,
    ...(quoted && { hint: 'write it as text, in quotes' }),
  };
}

const WORDS: Readonly<Record<SchemaType, string>> = {
  string: 'text',
  integer: 'a whole number',
  number: 'a number',
  boolean: 'true or false',
  null: 'null',
  array: 'a list',
  object: 'a mapping',
};

function listed(types: ReadonlySet<SchemaType>): string {
  const shown = [...types].filter((type) => !(type === 'integer' && types.has('number')));
  return shown.map((type) => WORDS[type]).join(' or ');
}
