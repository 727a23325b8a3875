/** The words of a condition, each with its place in the text. See conditions.ts for the grammar. */
import { isUnsafeKey, jsonChange } from '../../foundation/index.ts';

export type Token =
  | { readonly kind: 'literal'; readonly value: string | number | boolean | null; readonly at: number }
  /** Names and numbers by which data is gone into: `payload.items[0]` is payload, items, 0. */
  | { readonly kind: 'path'; readonly steps: readonly string[]; readonly at: number }
  | { readonly kind: 'sign'; readonly sign: string; readonly at: number };

/** What a condition is not: told with its place, from 0. */
export class ConditionError extends Error {
  readonly at: number;
  readonly hint: string;

  constructor(message: string, at: number, hint = FORM) {
    super(message);
    this.at = at;
    this.hint = hint;
  }
}

export const FORM = 'a condition is as in `payload.country == "de" && payload.total >= 100`';

/** Longer ones first: of `<=` the `<` is no sign. */
const SIGNS = ['&&', '||', '==', '!=', '<=', '>=', '<', '>', '!', '(', ')', '[', ']', ','] as const;
/** What people write who come from elsewhere, and what stands for it here. */
const FOREIGN: Readonly<Record<string, string>> = { '=': '==', '&': '&&', '|': '||', and: '&&', or: '||', not: '!' };
const WORDS: ReadonlyMap<string, boolean | null> = new Map([
  ['true', true],
  ['false', false],
  ['null', null],
]);

// Sticky, and each a repetition of one class: linear.
const BLANK = /\s*/y;
const NUMBER = /-?[0-9][0-9.eE+-]*/y;
const NAME = /[A-Za-z_][A-Za-z0-9_-]*/y;
const STEP = /[A-Za-z0-9_-]+/y;
const INDEX = /[0-9]{1,9}/y;
const JSON_NUMBER = /^-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?$/;

/** @throws ConditionError at the first character that begins no word */
export function tokensOf(text: string): readonly Token[] {
  const reader = new Reader(text);
  const tokens: Token[] = [];
  for (let token = reader.next(); token !== null; token = reader.next()) tokens.push(token);
  return tokens;
}

class Reader {
  readonly #text: string;
  #at = 0;

  constructor(text: string) {
    this.#text = text;
  }

  next(): Token | null {
    this.#match(BLANK);
    const at = this.#at;
    const first = this.#text[at];
    if (first === undefined) return null;
    if (first === '"' || first === "'") return { kind: 'literal', value: this.#quoted(first), at };
    if (/[0-9-]/.test(first)) return { kind: 'literal', value: this.#number(), at };
    if (/[A-Za-z_]/.test(first)) return this.#word();
    return { kind: 'sign', sign: this.#sign(), at };
  }

  /** @returns what stands here, read; '' where it is something else */
  #match(pattern: RegExp): string {
    pattern.lastIndex = this.#at;
    const found = pattern.exec(this.#text)?.[0] ?? '';
    this.#at += found.length;
    return found;
  }

  #sign(): string {
    const at = this.#at;
    const sign = SIGNS.find((one) => this.#text.startsWith(one, at));
    if (sign === undefined) {
      const found = String.fromCodePoint(this.#text.codePointAt(at) ?? 0);
      const meant = FOREIGN[found];
      throw new ConditionError(
        `${JSON.stringify(found)} means nothing here`,
        at,
        meant === undefined ? FORM : `write \`${meant}\``,
      );
    }
    this.#at += sign.length;
    return sign;
  }

  /** `"` as in JSON; between `'` nothing is escaped. */
  #quoted(quote: string): string {
    const at = this.#at;
    let end = at + 1;
    while (end < this.#text.length && this.#text[end] !== quote)
      end += quote === '"' && this.#text[end] === '\\' ? 2 : 1;
    if (end >= this.#text.length) throw new ConditionError('a text is not closed', at, `close it with ${quote}`);
    this.#at = end + 1;
    if (quote === "'") return this.#text.slice(at + 1, end);
    try {
      return JSON.parse(this.#text.slice(at, end + 1)) as string;
    } catch {
      throw new ConditionError('a text with an escape that JSON does not know', at, 'write \\\\ for a backslash');
    }
  }

  #number(): number {
    const at = this.#at;
    const text = this.#match(NUMBER);
    if (!JSON_NUMBER.test(text)) throw new ConditionError(`\`${text || '-'}\` is no number`, at);
    const change = jsonChange(text);
    if (change !== undefined) throw new ConditionError(change.reason, at, 'write it in quotes');
    return Number(text);
  }

  /** A word of the language, or the begin of a path. */
  #word(): Token {
    const at = this.#at;
    const name = this.#match(NAME);
    const more = this.#text[this.#at];
    if (more !== '.' && more !== '[') {
      const value = WORDS.get(name);
      if (value !== undefined) return { kind: 'literal', value, at };
      if (name === 'in') return { kind: 'sign', sign: name, at };
      const meant = Object.hasOwn(FOREIGN, name) ? FOREIGN[name] : undefined;
      if (meant !== undefined) throw new ConditionError(`\`${name}\` is no operator here`, at, `write \`${meant}\``);
    }
    return { kind: 'path', steps: this.#steps(name, at), at };
  }

  #steps(first: string, at: number): readonly string[] {
    const steps = [first];
    for (;;) {
      const next = this.#text[this.#at];
      if (next === '.') {
        this.#at += 1;
        steps.push(this.#match(STEP) || this.#lacking('a name', '.'));
      } else if (next === '[' && steps.length > 0) steps.push(this.#between());
      else break;
    }
    const unsafe = steps.find(isUnsafeKey);
    if (unsafe !== undefined) throw new ConditionError(`\`${unsafe}\` may not be a step of a path`, at);
    return steps;
  }

  /** `[0]`, or `["a name with blanks"]`. */
  #between(): string {
    this.#at += 1;
    const quote = this.#text[this.#at];
    const step = quote === '"' || quote === "'" ? this.#quoted(quote) : this.#match(INDEX);
    if (step === '') this.#lacking('a number or a name in quotes', '[');
    if (this.#text[this.#at] !== ']') this.#lacking('`]`', step);
    this.#at += 1;
    return step;
  }

  #lacking(what: string, after: string): never {
    throw new ConditionError(`${what} is missing after \`${after}\``, this.#at);
  }
}
