/**
 * Conditions on JSON, as `where` of routes and holds has them:
 *
 *   payload.country == "de" && (payload.total >= 100 || "vip" in payload.tags)
 *
 *   or         = and { "||" and }
 *   and        = not { "&&" not }
 *   not        = "!" operand | operand | comparison
 *   operand    = "!" operand | "(" or ")" | value
 *   comparison = value [ ("==" | "!=" | "<" | "<=" | ">" | ">=" | "in") value ]
 *   value      = path | text | number | true | false | null | "[" [ literal { "," literal } ] "]"
 *   path       = name { "." name | "[" number "]" | "[" text "]" }
 *
 * A path that leads nowhere is null; `length` of a list is how many it holds. Only null, booleans, numbers and texts are equal to anything: a list or a mapping equals
 * nothing. `<` and its like hold between two numbers or two texts (by their code units) and for nothing else. `in` asks for an equal
 * item of a list. A value alone holds unless it is null, false, 0 or ''. Read and decided in linear time.
 */
import type { Json } from '../../foundation/index.ts';
import { ConditionError, FORM, type Token, tokensOf } from './condition-tokens.ts';
import { Lru } from '../lru.ts';

/** A condition that was read: plain data, so that it can be stored. */
export type Condition =
  | { readonly kind: 'literal'; readonly value: Json }
  | { readonly kind: 'path'; readonly steps: readonly string[] }
  | { readonly kind: 'not'; readonly of: Condition }
  | { readonly kind: 'and' | 'or'; readonly of: readonly Condition[] }
  | { readonly kind: Comparison; readonly left: Condition; readonly right: Condition };

const COMPARISONS = ['==', '!=', '<', '<=', '>', '>=', 'in'] as const;
type Comparison = (typeof COMPARISONS)[number];

export type ConditionRead =
  | { readonly ok: true; readonly condition: Condition }
  | {
      readonly ok: false;
      readonly message: string;
      /** Where in the text, from 0. */
      readonly at: number;
      readonly hint: string;
    };

/** Characters, and how deep parentheses and `!` may stand in each other. */
const MAX_LENGTH = 1_000;
const MAX_DEPTH = 50;

/**
 * @param roots first steps that a path may begin with, as in `payload`
 * @returns the condition, or the first thing that is wrong with it
 */
export function readCondition(text: string, roots: readonly string[]): ConditionRead {
  try {
    if (text.length > MAX_LENGTH) {
      throw new ConditionError(`it is longer than ${MAX_LENGTH} characters`, MAX_LENGTH, 'let the task decide it');
    }
    return { ok: true, condition: new Parser(tokensOf(text), text.length, roots).whole() };
  } catch (error) {
    if (!(error instanceof ConditionError)) throw error;
    const { message, at, hint } = error;
    return { ok: false, message, at, hint };
  }
}

const conditions = new Lru<{ readonly condition: Condition | null }>(256);

/**
 * @param scope by the first step of a path
 * @returns whether it holds; a text that readCondition refuses holds never
 */
export function holdsWhere(text: string, scope: Readonly<Record<string, Json>>): boolean {
  const roots = Object.keys(scope);
  const { condition } = conditions.get(`${roots.join(' ')} ${text}`, () => {
    const read = readCondition(text, roots);
    return { condition: read.ok ? read.condition : null };
  });
  return condition !== null && conditionHolds(condition, scope);
}

/** @param scope by the first step of a path; only own data of it is read */
export function conditionHolds(condition: Condition, scope: Readonly<Record<string, Json>>): boolean {
  switch (condition.kind) {
    case 'not':
      return !conditionHolds(condition.of, scope);
    case 'and':
      return condition.of.every((one) => conditionHolds(one, scope));
    case 'or':
      return condition.of.some((one) => conditionHolds(one, scope));
    case 'literal':
    case 'path':
      return isSomething(valueOf(condition, scope));
    default:
      return COMPARE[condition.kind](valueOf(condition.left, scope), valueOf(condition.right, scope));
  }
}

/** @returns all paths that it reads */
export function conditionPaths(condition: Condition): readonly (readonly string[])[] {
  switch (condition.kind) {
    case 'literal':
      return [];
    case 'path':
      return [condition.steps];
    case 'not':
      return conditionPaths(condition.of);
    case 'and':
    case 'or':
      return condition.of.flatMap(conditionPaths);
    default:
      return [...conditionPaths(condition.left), ...conditionPaths(condition.right)];
  }
}

const COMPARE: Readonly<Record<Comparison, (left: Json, right: Json) => boolean>> = {
  '==': equal,
  '!=': (left, right) => !equal(left, right),
  '<': (left, right) => before(left, right),
  '>': (left, right) => before(right, left),
  '<=': (left, right) => before(left, right) || (comparable(left, right) && left === right),
  '>=': (left, right) => before(right, left) || (comparable(left, right) && left === right),
  in: (left, right) => Array.isArray(right) && right.some((item: Json) => equal(left, item)),
};

function equal(left: Json, right: Json): boolean {
  return left === right && (typeof left !== 'object' || left === null);
}

function comparable(left: Json, right: Json): boolean {
  return typeof left === typeof right && (typeof left === 'number' || typeof left === 'string');
}

function before(left: Json, right: Json): boolean {
  return comparable(left, right) && (left as string) < (right as string);
}

function isSomething(value: Json): boolean {
  return value !== null && value !== false && value !== 0 && value !== '';
}

function valueOf(condition: Condition, scope: Readonly<Record<string, Json>>): Json {
  if (condition.kind === 'literal') return condition.value;
  if (condition.kind !== 'path') return conditionHolds(condition, scope);
  let value: unknown = scope;
  for (const step of condition.steps) {
    if (typeof value !== 'object' || value === null || !Object.hasOwn(value, step)) return null;
    value = (value as Readonly<Record<string, unknown>>)[step];
  }
  return (value ?? null) as Json;
}

class Parser {
  readonly #tokens: readonly Token[];
  readonly #end: number;
  readonly #roots: readonly string[];
  #next = 0;
  #depth = 0;

  /** @param end where the text ends */
  constructor(tokens: readonly Token[], end: number, roots: readonly string[]) {
    this.#tokens = tokens;
    this.#end = end;
    this.#roots = roots;
  }

  whole(): Condition {
    const condition = this.#or();
    const rest = this.#peek();
    if (rest === undefined) return condition;
    const hint = isSign(rest, COMPARISONS) ? 'only two values are compared: `!(payload.a == 1)`' : FORM;
    throw new ConditionError(`${shown(rest)} cannot follow here`, rest.at, hint);
  }

  #or(): Condition {
    return this.#joined('or', '||', () => this.#joined('and', '&&', () => this.#not()));
  }

  #joined(kind: 'and' | 'or', sign: string, part: () => Condition): Condition {
    const first = part();
    const parts = [first];
    while (this.#takes(sign)) parts.push(part());
    return parts.length === 1 ? first : { kind, of: parts };
  }

  #not(): Condition {
    const token = this.#peek();
    return token && isSign(token, ['!', '(']) ? this.#operand() : this.#comparison();
  }

  #operand(): Condition {
    const token = this.#peek();
    if (!token || !isSign(token, ['!', '('])) return this.#value();
    this.#next += 1;
    this.#depth += 1;
    if (this.#depth > MAX_DEPTH) {
      throw new ConditionError('it is nested too deep', token.at, `${MAX_DEPTH} levels at most`);
    }
    const of = token.sign === '!' ? this.#operand() : this.#or();
    if (token.sign === '(' && !this.#takes(')')) this.#missing('`)`');
    this.#depth -= 1;
    return token.sign === '!' ? { kind: 'not', of } : of;
  }

  #comparison(): Condition {
    const left = this.#value();
    const sign = this.#peek();
    if (!sign || !isSign(sign, COMPARISONS)) return left;
    this.#next += 1;
    const at = this.#peek()?.at ?? this.#end;
    const right = this.#value();
    const isList = right.kind === 'path' || Array.isArray((right as { readonly value?: Json }).value);
    if (sign.sign === 'in' && !isList) {
      throw new ConditionError('`in` asks for a list', at, 'as in `payload.country in ["de", "at"]`');
    }
    return { kind: sign.sign as Comparison, left, right };
  }

  #value(): Condition {
    const token = this.#peek();
    if (!token) return this.#missing('a value');
    this.#next += 1;
    if (token.kind === 'literal') return { kind: 'literal', value: token.value };
    if (token.kind === 'path') return this.#path(token);
    if (token.sign === '[') return { kind: 'literal', value: this.#list() };
    throw new ConditionError(`a value is missing before ${shown(token)}`, token.at);
  }

  #path({ steps, at }: Extract<Token, { kind: 'path' }>): Condition {
    const [root = ''] = steps;
    if (this.#roots.includes(root)) return { kind: 'path', steps };
    const known = this.#roots.map((one) => `\`${one}\``).join(' or ');
    throw new ConditionError(`\`${root}\` names nothing`, at, `a path begins with ${known}; a text stands in quotes`);
  }

  #list(): Json {
    const items: Json[] = [];
    while (!this.#takes(']')) {
      if (items.length > 0 && !this.#takes(',')) this.#missing('`]`');
      const token = this.#peek();
      if (token?.kind !== 'literal') return this.#missing('a text, a number, true, false or null');
      items.push(token.value);
      this.#next += 1;
    }
    return items;
  }

  #peek(): Token | undefined {
    return this.#tokens[this.#next];
  }

  #takes(sign: string): boolean {
    const token = this.#peek();
    const found = token !== undefined && isSign(token, [sign]);
    if (found) this.#next += 1;
    return found;
  }

  #missing(what: string): never {
    throw new ConditionError(`${what} is missing`, this.#peek()?.at ?? this.#end);
  }
}

function isSign(token: Token, signs: readonly string[]): token is Extract<Token, { kind: 'sign' }> {
  return token.kind === 'sign' && signs.includes(token.sign);
}

function shown(token: Token): string {
  if (token.kind === 'sign') return `\`${token.sign}\``;
  return token.kind === 'path' ? `\`${token.steps.join('.').slice(0, 40)}\`` : JSON.stringify(token.value).slice(0, 40);
}
