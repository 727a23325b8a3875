import { type DiagnosticCode, nearest, suggestion } from '../../foundation/index.ts';
import { definitions } from '../normalizing/defaults.ts';
import { adviceOnKey, keyMeant } from '../foreign-keys.ts';
import { inFlow } from '../yaml/in-flow.ts';
import { mendedValue, withUnit } from '../yaml/mended-values.ts';
import { redactUrl } from '../redact.ts';
import { exampleAt, homesOf } from './schema-paths.ts';
import { keyOfSibling, propertiesOf } from './schema-unions.ts';
import type { Violation } from './violation.ts';

export interface Description {
  readonly code: DiagnosticCode;
  readonly message: string;
  readonly hint?: string | undefined;
  /** The key below the violation's path that is meant. */
  readonly key?: string;
  /** What is underlined; the value by default. */
  readonly mark?: 'key';
}

type Describe = (violation: Violation, shown: string) => Description;

/** Why a value must not be shown: it came from the environment, or the schema calls it a secret. */
export type Hidden = 'environment' | 'secret';

/** A violation in words. */
export function describeViolation(violation: Violation, hidden: Hidden | null): Description {
  const describe = DESCRIBE[violation.keyword] ?? other;
  if (hidden === null) return describe(violation, show(violation.data));
  const shown = hidden === 'environment' ? 'the value from the environment' : 'what is written there';
  // Hints repeat the value.
  return { ...describe(violation, shown), hint: undefined };
}

const DESCRIBE: Readonly<Record<string, Describe>> = {
  additionalProperties: unknownKey,
  propertyNames: badName,
  required: ({ params }) => {
    const key = String(params['missingProperty']);
    const hint = key === 'version' ? 'begin the file with `version: 1`' : undefined;
    return { code: 'SCHEMA_MISSING_KEY', message: `the key \`${key}\` is missing`, hint, mark: 'key' };
  },
  choice: ({ params, data }) => {
    const known = params['keys'] as readonly string[];
    const keys = quoteList(known, 'or');
    const present = params['present'] as readonly string[];
    if (present.length === 0) {
      const hint = Object.keys(data as object)
        .map((key) => meantKey(key, known))
        .find((meant) => meant !== undefined);
      return { code: 'SCHEMA_CHOICE', message: `one of ${keys} is needed`, hint, mark: 'key' };
    }
    const message = `${quoteList(present, 'and')} exclude each other`;
    return { code: 'SCHEMA_CHOICE', message, hint: `keep one of ${keys}`, key: present.at(-1) ?? '', mark: 'key' };
  },
  type: wrongType,
  union: ({ params, data, path }, shown) => {
    const branches = params['branches'] as readonly Readonly<Record<string, unknown>>[];
    const texts = branches.filter(({ type }) => type === 'string' || type === 'array').map(formOf);
    const mapping = branches.some((branch) => branch['type'] === 'object') ? ['a mapping'] : [];
    const message = `must be ${[...texts, ...mapping].join(', or ')}, not ${kindAndValue(data, shown)}`;
    const hint =
      attemptsHint(data, path) ??
      typeHint(data, texts.join(' ')) ??
      (mapping.length > 0 ? exampleHint(path) : undefined);
    return { code: 'SCHEMA_TYPE', message, hint };
  },
  constants: ({ params }) => {
    const value = params['value'];
    return { ...notAllowed(value, params['allowedValues'] as readonly unknown[], show(value)), key: 'type' };
  },
  const: ({ params, data }, shown) => notAllowed(data, [params['allowedValue']], shown),
  enum: ({ params, data }, shown) => notAllowed(data, params['allowedValues'] as readonly unknown[], shown),
  pattern: ({ parentSchema, data, path }, shown) => {
    const message = `${shown} is not ${formOf(parentSchema)}`;
    return { code: 'SCHEMA_FORM', message, hint: formHint(String(data), parentSchema, path) };
  },
  minimum: range,
  maximum: range,
  minItems: ({ params }) => sized(`needs at least ${String(params['limit'])} item(s)`),
  maxItems: ({ params }) => sized(`may have at most ${String(params['limit'])} items`),
  minLength: () => sized('must not be empty'),
  maxLength: ({ params }) => sized(`may have at most ${String(params['limit'])} characters`),
  minProperties: () => sized('must not be empty'),
  uniqueItems: ({ data, params }) => {
    const twice = (data as readonly unknown[])[Number(params['i'])];
    return { code: 'SCHEMA_VALUE', message: `${show(twice)} is in the list twice` };
  },
};

function unknownKey({ parentSchema, params }: Violation): Description {
  const key = String(params['additionalProperty']);
  const known = Object.keys(propertiesOf(parentSchema));
  const sibling = keyOfSibling(key, parentSchema);
  const hint = sibling === undefined ? keyHint(key, known) : `\`${key}\` goes only with \`${sibling}\``;
  return { code: 'SCHEMA_UNKNOWN_KEY', message: `unknown key \`${key}\``, hint, key, mark: 'key' };
}

/** More homes than this say nothing of where a key was meant to be. */
const FEW = 3;
/** Of so few keys it helps to hear which there are. */
const SHORT = 8;

function keyHint(key: string, known: readonly string[]): string | undefined {
  const meant = meantKey(key, known);
  if (meant !== undefined) return meant;
  const homes = known.length > SHORT ? homesOf(key) : [];
  if (homes.length === 0 || homes.length > FEW) return suggestion(key, known);
  return `it is a key of ${quoteList(homes, 'and')}`;
}

function meantKey(key: string, known: readonly string[]): string | undefined {
  const near = nearest(key, known);
  return adviceOnKey(key, known) ?? (near === undefined ? undefined : `did you mean \`${near}\`?`);
}

function badName({ params, parentSchema }: Violation): Description {
  const propertyName = String(params['propertyName']);
  const names = parentSchema['propertyNames'] as Readonly<Record<string, unknown>> | undefined;
  // Where keys are no names, their own rule says what they are.
  const form = formOf(typeof names?.['title'] === 'string' ? names : definitions.name);
  const message = `\`${propertyName.slice(0, 80)}\` cannot be a name here: it must be ${form}`;
  if (form !== definitions.name.title) return { code: 'SCHEMA_NAME', message, key: propertyName, mark: 'key' };
  const fixed = propertyName
    .replaceAll(/([a-z0-9])([A-Z])/g, '$1-$2')
    .toLowerCase()
    .replaceAll(/[^a-z0-9_.-]+/g, '-')
    .replaceAll(/-+/g, '-')
    .replaceAll(/^[^a-z0-9]+|-$/g, '')
    .slice(0, 64);
  const usable = fixed !== '' && fixed !== propertyName && !['constructor', 'prototype'].includes(fixed);
  return {
    code: 'SCHEMA_NAME',
    message,
    hint: usable ? `for example \`${fixed}\`` : undefined,
    key: propertyName,
    mark: 'key',
  };
}

const TYPE_WORDS: Readonly<Record<string, string>> = {
  object: 'a mapping',
  array: 'a list',
  string: 'text',
  integer: 'a whole number',
  number: 'a number',
  boolean: 'true or false',
};

function wrongType({ params, parentSchema, data, path }: Violation, shown: string): Description {
  const wanted = [params['type']].flat().map((type) => TYPE_WORDS[String(type)] ?? String(type));
  const title = formOf(parentSchema);
  const form = /^an? /.test(title) ? title : wanted.join(' or ');
  const message = `must be ${form}, not ${kindAndValue(data, shown)}`;
  const hint = typeHint(data, `${form} ${wanted.join(' ')}`);
  return { code: 'SCHEMA_TYPE', message, hint: hint ?? (params['type'] === 'object' ? exampleHint(path) : undefined) };
}

function exampleHint(path: Violation['path']): string | undefined {
  const example = exampleAt(path);
  return example === undefined ? undefined : `for example \`${example}\``;
}

/** `retry: 3` of a task: elsewhere that is how often it is tried again. */
function attemptsHint(data: unknown, path: Violation['path']): string | undefined {
  if (
    path.at(-1) !== 'retry' ||
    path.at(-2) === 'on' ||
    typeof data !== 'number' ||
    !Number.isInteger(data) ||
    data < 0
  )
    return undefined;
  return `write { maxAttempts: ${data + 1} } to try again ${data === 1 ? 'once' : `${data} times`}`;
}

/** The commonest slips between YAML and what was meant. */
function typeHint(data: unknown, wanted: string): string | undefined {
  if (data === null) return 'nothing follows the key: give it a value, indent what belongs to it, or remove it';
  if (typeof data === 'string') return textHint(data, wanted);
  const mended = typeof data === 'number' ? withUnit(data, wanted) : undefined;
  if (mended !== undefined) return `add a unit: ${mended}`;
  if (typeof data === 'number' && wanted.includes('a rate'))
    return `say in which time: ${data}/s, ${data}/m or ${data}/h`;
  if (wanted.includes('text') && (typeof data === 'number' || typeof data === 'boolean')) return `quote it: "${data}"`;
  return wanted.includes('list') ? 'put it into [ ]' : undefined;
}

function textHint(text: string, wanted: string): string | undefined {
  if (wanted.includes('true or false') && /^(yes|no|on|off|y|n)$/i.test(text)) {
    return `write ${/^(yes|on|y)$/i.test(text) ? 'true' : 'false'}; YAML 1.2 reads \`${text}\` as text`;
  }
  if (wanted.includes('number') && /^-?\d+(\.\d+)?$/.test(text)) return 'remove the quotes';
  if (!wanted.includes('list')) return undefined;
  const words = text.split(/[ ,]+/).filter((word) => word !== '');
  return words.length > 1 ? `put it into [ ], an item each: ${cut(inFlow(words))}` : 'put it into [ ]';
}

function notAllowed(data: unknown, allowed: readonly unknown[], shown: string): Description {
  const words = allowed.map(String);
  const near = typeof data === 'string' ? (keyMeant(data, words) ?? nearest(data, words)) : undefined;
  const message = `must be ${words.length > 1 ? `one of ${words.join(', ')}` : (words[0] ?? '')}, not ${kindAndValue(data, shown)}`;
  return { code: 'SCHEMA_VALUE', message, hint: near === undefined ? undefined : `did you mean \`${near}\`?` };
}

function range({ keyword, params }: Violation, shown: string): Description {
  const message = `must be ${keyword === 'minimum' ? 'at least' : 'at most'} ${String(params['limit'])}, not ${shown}`;
  return { code: 'SCHEMA_RANGE', message };
}

function sized(message: string): Description {
  return { code: 'SCHEMA_RANGE', message };
}

function other({ keyword }: Violation): Description {
  return { code: 'SCHEMA_VALUE', message: `breaks the rule \`${keyword}\`` };
}

const NAMES_HINT = 'names are compared as they stand, without * and /patterns/; an empty `retryOn` retries every error';

function formHint(data: string, schema: Readonly<Record<string, unknown>>, path: Violation['path']): string {
  const form = formOf(schema);
  if (form.startsWith('a duration') && /^\d+$/.test(data)) return `add a unit: ${data}s`;
  const mended = mendedValue(data, form);
  if (mended !== undefined) return `write ${mended}`;
  if (form.startsWith('a handler')) return handlerHint(data, schema, path);
  if (form.startsWith('a path such as /') && !data.startsWith('/')) return 'begin it with /';
  if (form.startsWith('the name, code')) return NAMES_HINT;
  return examplesOf(schema);
}

function handlerHint(data: string, schema: Readonly<Record<string, unknown>>, path: Violation['path']): string {
  if (/^https?:/.test(data)) {
    return `a URL is ${path.includes('on') ? '`{ webhook: URL }`' : '`request: { url: URL }` in place of a handler'}`;
  }
  const [, key, rest] = /^([a-z]+):([./].*)$/i.exec(data) ?? [];
  if (key !== undefined && rest !== undefined)
    return `put a space after the colon: \`${key}: ${cut(redactUrl(rest))}\``;
  return /^[\w-][\w./-]*\.[cm]?[jt]s(#\w+)?$/.test(data) ? `write ./${data}` : examplesOf(schema);
}

function examplesOf(schema: Readonly<Record<string, unknown>>): string {
  const examples = (schema['examples'] ?? []) as readonly unknown[];
  return `for example ${examples.map((example) => `\`${String(example)}\``).join(', ')}`;
}

function formOf(schema: Readonly<Record<string, unknown>>): string {
  return typeof schema['title'] === 'string' ? schema['title'] : 'text of the required form';
}

function kindAndValue(data: unknown, shown: string): string {
  if (data === null) return 'empty';
  if (Array.isArray(data)) return 'a list';
  if (typeof data === 'object') return 'a mapping';
  return typeof data === 'string' && shown.startsWith('`') ? `the text ${shown}` : shown;
}

function show(data: unknown): string {
  if (typeof data === 'string') return `\`${cut(redactUrl(data.slice(0, 2_000)))}\``;
  if (typeof data === 'object' && data !== null) return Array.isArray(data) ? 'a list' : 'a mapping';
  return String(data);
}

/** After what is secret was covered: a cut may fall between a password and its `@`. */
function cut(text: string): string {
  return text.length > 80 ? `${text.slice(0, 80)}…` : text;
}

function quoteList(words: readonly string[], joint: string): string {
  const [last = '', ...before] = words.map((word) => `\`${word}\``).reverse();
  return before.length === 0 ? last : `${before.reverse().join(', ')} ${joint} ${last}`;
}
