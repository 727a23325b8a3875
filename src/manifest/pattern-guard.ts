import { createContext, Script } from 'node:vm';

import { systemClock } from '../foundation/index.ts';

/** Steps that a match may take at most, by estimate, to run unguarded: a few milliseconds. */
const FREE_STEPS = 1_000_000;
/** All guarded matches of one value together. */
const BUDGET_MS = 200;

const sandbox = createContext({ pattern: /./u, text: '' }) as { pattern: RegExp; text: string };
const script = new Script('pattern.test(text)');
let remainingMs = BUDGET_MS;

/** Begins a new value: its patterns have the whole budget again. */
export function resetPatternBudget(): void {
  remainingMs = BUDGET_MS;
}

/**
 * A `pattern` of a task's schema, run so that it cannot block the process: `(a+)+$` takes 12 s for 28 characters.
 * Patterns without nested repetition run as they are on short text. Others run under a watchdog of node:vm, which
 * V8 obeys inside of a match (70 µs a call, measured); out of time counts as no match.
 */
export class GuardedPattern {
  readonly #pattern: RegExp;
  readonly #source: string;
  readonly #power: number;

  constructor(source: string, flags: string) {
    this.#pattern = new RegExp(source, flags);
    this.#source = source;
    this.#power = powerOf(source);
  }

  test(text: string): boolean {
    return Math.pow(text.length, this.#power) <= FREE_STEPS ? this.#pattern.test(text) : this.#guarded(text);
  }

  /** ajv keeps one object per text of a pattern. */
  toString(): string {
    return this.#source;
  }

  #guarded(text: string): boolean {
    if (remainingMs < 1) return false;
    const before = systemClock.monotonic();
    sandbox.pattern = this.#pattern;
    sandbox.text = text;
    try {
      return script.runInContext(sandbox, { timeout: Math.ceil(remainingMs) }) === true;
    } catch {
      return false;
    } finally {
      sandbox.text = '';
      remainingMs -= systemClock.monotonic() - before;
    }
  }
}

/**
 * An upper bound of k for which a match takes about length^k steps; infinity when it may grow exponentially
 * (repetition or choice inside of repetition, back-references). Errs on the side of caution.
 */
function powerOf(source: string): number {
  if (/\\(?:[1-9]|k<)/.test(source)) return Number.POSITIVE_INFINITY;
  const plain = source.replaceAll(/\\[pP]\{[^}]*\}|\\./g, 'x').replaceAll(/\[[^\]]*\]/g, 'x');
  if (/\([^]*(?:[*+|]|\{\d+,)[^]*\)(?:[*+]|\{\d)/.test(plain)) return Number.POSITIVE_INFINITY;
  const repeats = plain.match(/[*+]|\{\d+,\d*\}/g)?.length ?? 0;
  // Without an anchor every start is tried.
  return repeats + (plain.startsWith('^') && !plain.includes('|') ? 0 : 1);
}
