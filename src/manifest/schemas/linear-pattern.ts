import { createRequire } from 'node:module';

import type { RE2JS as Re2 } from 're2js';

import { Lru } from '../../core/index.ts';
import { messageOf } from '../../foundation/index.ts';
import { NotLinear, translate } from './pattern-syntax.ts';

/** Longer patterns say what a handler should. */
const MAX_PATTERN = 4_000;
/**
 * Instructions times characters, of all patterns that meet one value together. Mostly a character costs 10 ns however
 * long the program is; where the states of the automaton are too many to be kept it costs 7 ns an instruction.
 */
const MAX_WORK = 20_000_000;

let workLeft = MAX_WORK;

/** Begins a new value: its patterns may do all the work again. */
export function beginValue(): void {
  workLeft = MAX_WORK;
}

/** The text is too long to be matched within bounds. */
export class TooLongToMatch extends Error {}

/**
 * A `pattern` of a task's schema, which meets text of anybody: matched in linear time. A backtracking engine, V8's,
 * takes 12 s for `^(a+)+$` and 28 characters. So it gets only patterns that cannot backtrack; all others are run as
 * automata by re2js, a port of RE2 (https://github.com/google/re2/wiki/WhyRE2), which refuses what has no automaton.
 */
export class LinearPattern {
  readonly #source: string;
  readonly #matcher: Matcher;

  /** @throws NotLinear with what the pattern uses; SyntaxError when it is no regular expression */
  constructor(source: string) {
    this.#source = source;
    this.#matcher = matchers.get(source, () => matcherOf(source));
  }

  /** @throws TooLongToMatch when all texts since `beginValue` are too long together */
  test(text: string): boolean {
    const { engine, size } = this.#matcher;
    workLeft -= size * text.length;
    if (workLeft < 0) throw new TooLongToMatch(`the text is too long for the pattern ${this.#source.slice(0, 80)}`);
    return engine.test(text);
  }

  /** ajv keeps one object per text of a pattern. */
  toString(): string {
    return this.#source;
  }
}

/** @returns what is wrong with a pattern; undefined when it can be used */
export function flawOfPattern(source: string): { readonly message: string; readonly hint?: string } | undefined {
  try {
    new LinearPattern(source);
    return undefined;
  } catch (thrown) {
    if (!(thrown instanceof NotLinear)) return { message: `is no regular expression: ${messageOf(thrown)}` };
    const hint = 'write it without, as in `allOf` and `not` with one pattern each, or check it in the handler';
    return { message: `${thrown.message}, which cannot be matched in linear time`, hint };
  }
}

interface Matcher {
  readonly engine: { test(text: string): boolean };
  /** Instructions of the automaton; 0 = V8 matches it, in linear time. */
  readonly size: number;
}

/** Patterns are few and repeat: a task has the same id everywhere. */
const matchers = new Lru<Matcher>(1_024);

function matcherOf(source: string): Matcher {
  if (source.length > MAX_PATTERN) throw new NotLinear(`has more than ${MAX_PATTERN} characters`);
  // eslint-disable-next-line no-restricted-syntax -- used only where it proves to be simple
  const native = new RegExp(source, 'u');
  const translated = translate(source);
  if (translated.simple) return { engine: native, size: 0 };
  const engine = compile(translated.source);
  return { engine, size: engine.programSize() };
}

let re2: typeof Re2 | undefined;

/** Loaded by the first pattern that needs it: 20 ms that most processes never spend. */
function compile(source: string): Re2 {
  re2 ??= (createRequire(import.meta.url)('re2js') as { RE2JS: typeof Re2 }).RE2JS;
  try {
    return re2.compile(source);
  } catch {
    throw new NotLinear('repeats more than an automaton can count');
  }
}
