/**
 * The tiny evaluator of `${…}` in payloads and responses: paths and literals, no code. Only own data properties are
 * read, so neither a prototype nor a getter can be reached.
 *
 *   ${body.customer.id}      a path; list items by number: ${steps.extract.result.0}
 *   ${body.subject:-none}    the default stands in when the path is missing, null or ''
 *   ${'text'} ${42} ${true}  literals
 *   $${not an expression}    a literal ${
 */

import { isUnsafeKey, type Json, jsonChange, type JsonObject, nearest } from '../foundation/index.ts';

type Expression =
  | { readonly kind: 'literal'; readonly value: Json }
  /** `fallback` undefined = none. */
  | { readonly kind: 'path'; readonly steps: readonly string[]; readonly fallback: Json | undefined };

type Part = string | Expression;

export interface TemplateProblem {
  /** Place in the template, keys and indexes joined by dots; '' is the whole. */
  readonly path: string;
  readonly message: string;
  readonly hint?: string;
}

const PATH = /^[A-Za-z0-9_-]+(?:\.[A-Za-z0-9_-]+)*$/;
const QUOTED = /^'([^']*)'$|^"([^"]*)"$/;
const NUMBER = /^-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?$/;
const FORM = 'write ${root.path}, ${root.path:-default}, or a literal; $${ stands for a plain ${';

class TemplateError extends Error {
  readonly hint: string | undefined;

  constructor(message: string, hint?: string) {
    super(message);
    this.hint = hint;
  }
}

/**
 * All that is wrong with a template.
 * @param roots first steps that a path may begin with, as in `body`, `params`
 */
export function checkTemplate(template: Json, roots: readonly string[]): TemplateProblem[] {
  return [...problemsOf(template, roots, '')];
}

function* problemsOf(template: Json, roots: readonly string[], path: string): Generator<TemplateProblem> {
  if (typeof template === 'string') {
    const problem = problemOfText(template, roots);
    if (problem) yield { path, ...problem };
  } else if (typeof template === 'object' && template !== null) {
    for (const [key, value] of Object.entries<Json>(template as JsonObject)) {
      yield* problemsOf(value, roots, path === '' ? key : `${path}.${key}`);
    }
  }
}

function problemOfText(text: string, roots: readonly string[]): { message: string; hint?: string } | undefined {
  try {
    for (const part of parse(text)) if (typeof part !== 'string') checkRoot(part, roots);
    return undefined;
  } catch (error) {
    if (!(error instanceof TemplateError)) throw error;
    return error.hint === undefined ? { message: error.message } : { message: error.message, hint: error.hint };
  }
}

/** Whether its expressions can be read, whatever they name. */
export function isReadable(text: string): boolean {
  try {
    parse(text);
    return true;
  } catch (error) {
    if (error instanceof TemplateError) return false;
    throw error;
  }
}

function checkRoot(expression: Expression, roots: readonly string[]): void {
  const root = expression.kind === 'path' ? expression.steps[0] : undefined;
  if (root === undefined || roots.includes(root)) return;
  const near = nearest(root, roots);
  const known = `known here: ${roots.join(', ')}`;
  throw new TemplateError(
    `\${${root}…} names nothing`,
    near === undefined ? known : `did you mean \`${near}\`? ${known}`,
  );
}

/**
 * The template with its expressions replaced. A string that is exactly one expression becomes the value itself, of
 * whatever type, or null when the path is missing; inside other text a value is written out, a missing one as ''.
 * Text that checkTemplate refuses stays as it is.
 */
export function fillTemplate(template: Json, scope: Readonly<Record<string, unknown>>): Json {
  if (typeof template === 'string') return fillText(template, scope);
  if (Array.isArray(template)) return template.map((item: Json) => fillTemplate(item, scope));
  if (typeof template !== 'object' || template === null) return template;
  const entries = Object.entries<Json>(template as JsonObject);
  // fromEntries defines properties, so that a key `__proto__` stays a key.
  return Object.fromEntries(entries.map(([key, value]) => [key, fillTemplate(value, scope)]));
}

function fillText(text: string, scope: Readonly<Record<string, unknown>>): Json {
  if (!text.includes('${')) return text;
  const parts = parseOrKeep(text);
  const whole = onlyExpression(parts);
  if (whole) return evaluate(whole, scope);
  return parts.map((part) => (typeof part === 'string' ? part : writtenOut(evaluate(part, scope)))).join('');
}

/**
 * A text whose expressions are parts of something with a grammar of its own, as an address is.
 * @param write what stands for a value there; it gets the value as text
 */
export function fillInto(
  text: string,
  scope: Readonly<Record<string, unknown>>,
  write: (value: string) => string,
): string {
  const parts = parseOrKeep(text);
  return parts.map((part) => (typeof part === 'string' ? part : write(writtenOut(evaluate(part, scope))))).join('');
}

/** What one string of a template will be. */
export type TemplateText =
  /** Always text, whether or not expressions stand in it. */
  | { readonly kind: 'text'; readonly constant: string | null }
  | { readonly kind: 'literal'; readonly value: Json }
  /** Whatever the path leads to; `fallback` undefined = none. */
  | { readonly kind: 'path'; readonly steps: readonly string[]; readonly fallback: Json | undefined };

export function templateText(text: string): TemplateText {
  const parts = parseOrKeep(text);
  const whole = onlyExpression(parts);
  if (whole) return whole;
  return { kind: 'text', constant: parts.every((part) => typeof part === 'string') ? parts.join('') : null };
}

/** @returns the paths that stand in a text, with their root; none where checkTemplate refuses it */
export function expressionsIn(text: string): readonly (readonly string[])[] {
  return parseOrKeep(text).flatMap((part) => (typeof part === 'object' && part.kind === 'path' ? [part.steps] : []));
}

/** @returns undefined when the path leads nowhere and nothing stands in */
export function lookUp(
  { steps, fallback }: Extract<TemplateText, { kind: 'path' }>,
  scope: Readonly<Record<string, unknown>>,
): Json | undefined {
  let value: unknown = scope;
  for (const step of steps) value = ownData(value, step);
  const empty = value === undefined || value === null || value === '';
  if (empty && fallback !== undefined) return fallback;
  return isData(value) ? value : undefined;
}

/** All paths that a template reads, in the order of its texts. */
export function templatePaths(template: Json): readonly Extract<TemplateText, { kind: 'path' }>[] {
  if (typeof template === 'string') {
    if (!template.includes('${')) return [];
    return parseOrKeep(template).flatMap((part) => (typeof part === 'object' && part.kind === 'path' ? [part] : []));
  }
  if (typeof template !== 'object' || template === null) return [];
  return Object.values<Json>(template as JsonObject).flatMap((part) => templatePaths(part));
}

function onlyExpression(parts: readonly Part[]): Expression | undefined {
  const [only] = parts;
  return parts.length === 1 && typeof only === 'object' ? only : undefined;
}

function parseOrKeep(text: string): readonly Part[] {
  try {
    return parse(text);
  } catch {
    return [text];
  }
}

/** A value inside of a text: a list or mapping as JSON, nothing as ''. */
export function writtenOut(value: Json): string {
  if (value === null) return '';
  return typeof value === 'object' ? JSON.stringify(value) : String(value);
}

function evaluate(expression: Expression, scope: Readonly<Record<string, unknown>>): Json {
  return expression.kind === 'literal' ? expression.value : (lookUp(expression, scope) ?? null);
}

function ownData(holder: unknown, step: string): unknown {
  if (typeof holder !== 'object' || holder === null) return undefined;
  const property = Object.getOwnPropertyDescriptor(holder, step);
  return property && 'value' in property ? (property.value as unknown) : undefined;
}

/** Scopes hold data; a function or symbol that slipped in must not get out. */
function isData(value: unknown): value is Json {
  return value !== undefined && !['function', 'symbol', 'bigint'].includes(typeof value);
}

/** @throws TemplateError when an expression is not of the grammar */
function parse(text: string): Part[] {
  const parts: Part[] = [];
  let plain = '';
  let at = 0;
  for (let open = text.indexOf('${'); open >= 0; open = text.indexOf('${', at)) {
    if (open > at && text[open - 1] === '$') {
      plain += `${text.slice(at, open - 1)}\${`;
      at = open + 2;
      continue;
    }
    const close = endOf(text, open);
    plain += text.slice(at, open);
    if (plain !== '') parts.push(plain);
    plain = '';
    parts.push(parseExpression(text.slice(open + 2, close).trim()));
    at = close + 1;
  }
  plain += text.slice(at);
  if (plain !== '') parts.push(plain);
  return parts;
}

/** The closing brace; one inside a quoted literal does not close. */
function endOf(text: string, open: number): number {
  const body = /^\$\{(?:[^}'"]*(?:'[^']*'|"[^"]*")\s*|[^}]*)\}/.exec(text.slice(open));
  if (body) return open + body[0].length - 1;
  throw new TemplateError('an expression is not closed', FORM);
}

function parseExpression(source: string): Expression {
  const split = QUOTED.test(source) ? -1 : source.indexOf(':-');
  const head = (split < 0 ? source : source.slice(0, split)).trim();
  const value = split < 0 ? literal(head) : undefined;
  if (value !== undefined) return { kind: 'literal', value };
  if (!PATH.test(head)) throw new TemplateError(`\`${source.slice(0, 80)}\` is not a path or a literal`, FORM);
  const steps = head.split('.');
  const forbidden = steps.find(isUnsafeKey);
  if (forbidden !== undefined) throw new TemplateError(`\`${forbidden}\` may not be a step of a path`);
  if (split < 0) return { kind: 'path', steps, fallback: undefined };
  const rest = source.slice(split + 2).trim();
  const fallback = literal(rest);
  return { kind: 'path', steps, fallback: fallback === undefined ? rest : fallback };
}

/** Reads `'text' "text" 42 true false null`; undefined for anything else. */
function literal(source: string): Json | undefined {
  const quoted = QUOTED.exec(source);
  if (quoted) return quoted[1] ?? quoted[2] ?? '';
  if (NUMBER.test(source)) return exactNumber(source);
  if (source === 'true' || source === 'false') return source === 'true';
  return source === 'null' ? null : undefined;
}

function exactNumber(source: string): number {
  const change = jsonChange(source);
  if (change !== undefined) throw new TemplateError(change.reason, `write it in quotes: \${'${source.slice(0, 40)}'}`);
  return Number(source);
}
