import type { DiagnosticCode, Json, JsonObject } from '../foundation/index.ts';
import { EXPRESSION_ROOTS } from './schemas/schema-node.ts';
import { isSecret } from './secret-places.ts';
import type { Path } from './yaml/source-file.ts';

/**
 * `${NAME}` is the environment, read once when the file is loaded; names are upper case. Everything else in `${…}`
 * (`${body.to}`, `${job.id}`, `${'text'}`) is an expression, read when used, and allowed only in templates.
 *
 *   ${NAME}            the value; not set is an error, empty is fine
 *   ${NAME:-default}   the default when not set or empty
 *   ${NAME:?message}   an error with that message when not set or empty
 *   $${                a plain ${
 */
const REFERENCE = /\$\$\{|\$\{([^}]{0,1000})\}|\$\{/g;
const VARIABLE = /^([A-Z_][A-Z0-9_]*)(?:(:-|:\?)([^]*))?$/;
const LOOSE_VARIABLE = /^\s*([A-Za-z_][A-Za-z0-9_]*)\s*(?:[:-].*)?$/s;
/** `body.to`: no variable has a dot. */
const LOOSE_PATH = /^\s*([a-z]+)(\.)?/;

export interface InterpolateOptions {
  readonly env: Readonly<Record<string, string | undefined>>;
  /** Whether the value at this path is a template, in which expressions stay. */
  isTemplate(path: Path): boolean;
  problem(code: DiagnosticCode, path: Path, message: string, hint?: string): void;
  /** Called for each text into which a variable was put. */
  touched(path: Path): void;
}

/** @returns the value with its references replaced; what holds none is the same object as before */
export function interpolate(value: Json, options: InterpolateOptions, path: Path = []): Json {
  if (typeof value === 'string') return value.includes('${') ? interpolateText(value, options, path) : value;
  if (typeof value !== 'object' || value === null) return value;
  return Array.isArray(value) ? list(value as readonly Json[], options, path) : map(value as JsonObject, options, path);
}

function list(items: readonly Json[], options: InterpolateOptions, path: Path): Json {
  const result = items.map((item, index) => interpolate(item, options, [...path, index]));
  return result.every((item, index) => item === items[index]) ? items : result;
}

function map(value: JsonObject, options: InterpolateOptions, path: Path): Json {
  // eslint-disable-next-line no-restricted-syntax -- keys of a read file, where `__proto__` is refused
  const result: Record<string, Json> = {};
  for (const [key, item] of Object.entries(value)) result[key] = interpolate(item, options, [...path, key]);
  return Object.entries(result).every(([key, item]) => item === value[key]) ? value : result;
}

function interpolateText(text: string, options: InterpolateOptions, path: Path): string {
  const template = options.isTemplate(path);
  const put: string[] = [];
  const result = text.replaceAll(REFERENCE, (whole: string, inner: string | undefined) => {
    if (whole === '$${') return template ? whole : '${';
    const variable = inner === undefined ? null : VARIABLE.exec(inner);
    if (variable === null) return template ? whole : refused(whole, inner, options, path);
    const value = read(variable, options, path);
    put.push(value);
    return template ? literal(value) : value;
  });
  if (put.length > 0) options.touched(path);
  return result;
}

function read([, name = '', operator, rest = '']: RegExpExecArray, options: InterpolateOptions, path: Path): string {
  const value = Object.hasOwn(options.env, name) ? options.env[name] : undefined;
  if (value !== undefined && (operator === undefined || value !== '')) return value;
  if (operator === ':-') return rest;
  // A default of a secret would be in the file.
  const hint = isSecret(path) ? `set ${name} in the environment` : orDefault(name);
  const state = value === undefined ? 'is not set' : 'is empty';
  options.problem('ENV_UNSET', path, `${name} ${state}${rest.trim() === '' ? '' : `: ${rest.trim()}`}`, hint);
  return '';
}

function orDefault(name: string): string {
  return `set ${name} in the environment, or write \${${name}:-default}`;
}

function refused(whole: string, inner: string | undefined, options: InterpolateOptions, path: Path): string {
  const escape = '$${ stands for a plain ${';
  if (inner === undefined) {
    options.problem('ENV_SYNTAX', path, 'a `${` is not closed by `}`', escape);
    return whole;
  }
  const shown = `\`${whole.slice(0, 80)}\``;
  const [, root = '', dot] = LOOSE_PATH.exec(inner) ?? [];
  if (dot !== undefined || EXPRESSION_ROOTS.has(root)) {
    options.problem('ENV_EXPRESSION', path, `${shown} is an expression, and this is no template`, hintAt(path, inner));
    return whole;
  }
  const name = LOOSE_VARIABLE.exec(inner)?.[1];
  const hint = name === undefined ? `write \${NAME} or \${NAME:-default}; ${escape}` : caseHint(name);
  options.problem('ENV_SYNTAX', path, `${shown} is no reference to a variable`, hint);
  return whole;
}

/** Keys whose value is a place or a condition, which stand as they are. */
const BARE = new Set<Path[number]>(['key', 'where']);
const LIST =
  'expressions may stand in `with`, in `payload` of schedules, in `job` and `respond.body` of HTTP routes, and in steps of workflows';

function hintAt(path: Path, inner: string): string {
  const key = path.findLast((step) => typeof step === 'string') ?? '';
  if (!BARE.has(key)) return LIST;
  const as = key === 'where' ? 'payload.total > 100' : inner.trim();
  return `write it without \`\${\` and \`}\`, as in \`${as}\``;
}

function caseHint(name: string): string {
  return name === name.toUpperCase()
    ? `write \${${name}}, \${${name}:-default} or \${${name}:?message}`
    : `names of variables are upper case: \${${name.toUpperCase()}}`;
}

/** A value of the environment is never read as a template: each dollar sign becomes a literal of its own. */
function literal(value: string): string {
  return value.replaceAll('$', () => "${'$'}");
}
