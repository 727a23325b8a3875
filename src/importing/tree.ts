/** Syntax trees of lezer, which reads what is broken too. */
import type { SyntaxNode } from '@lezer/common';

import type { Call, Place, Value } from './values.ts';

export type Node = SyntaxNode;

const REMARKS = new Set(['Comment', 'LineComment', 'BlockComment']);

export function childrenOf(node: Node): readonly Node[] {
  const children: Node[] = [];
  for (let child = node.firstChild; child; child = child.nextSibling) {
    if (!REMARKS.has(child.name)) children.push(child);
  }
  return children;
}

/** Children without what only divides them: brackets, commas, operators of assignment. */
export function partsOf(node: Node): readonly Node[] {
  return childrenOf(node).filter(({ name }) => /^[A-Za-z]/.test(name) && name !== 'AssignOp' && name !== 'Equals');
}

/** A text with its lines. */
export class Source {
  readonly text: string;
  readonly #starts: number[] = [0];

  constructor(text: string) {
    this.text = text;
    for (let at = text.indexOf('\n'); at >= 0; at = text.indexOf('\n', at + 1)) this.#starts.push(at + 1);
  }

  of(node: Node): string {
    return this.text.slice(node.from, node.to);
  }

  place(node: Node): Place {
    return { line: this.lineAt(node.from), text: this.of(node) };
  }

  lineAt(offset: number): number {
    let low = 0;
    let high = this.#starts.length;
    while (low + 1 < high) {
      const middle = (low + high) >> 1;
      if ((this.#starts[middle] ?? 0) <= offset) low = middle;
      else high = middle;
    }
    return low + 1;
  }
}

/** Values and characters that a name may stand for: one that is made of itself again and again grows without bound. */
const NAMED_MAX = 100_000;

/** What the program has given names so far, for those that are used further down. */
export class Names {
  readonly #values = new Map<string, Value>();

  give(name: string, value: Value): void {
    if (sizeOf(value, NAMED_MAX) <= NAMED_MAX) this.#values.set(name, value);
    else this.#values.delete(name);
  }

  /** @returns the value at the place where the name is used */
  of(name: string, place: Place): Value {
    const value = this.#values.get(name);
    return value === undefined ? { ...place, kind: 'name', name } : { ...value, line: place.line };
  }
}

/** @returns how much it stands for; no longer counted beyond `limit` */
function sizeOf(value: Value, limit: number): number {
  if (value.kind === 'literal') return typeof value.value === 'string' ? value.value.length + 1 : 1;
  const parts = value.kind === 'list' ? value.items : value.kind === 'map' ? value.entries.values() : [];
  let size = 1;
  for (const part of parts) {
    if (size > limit) break;
    size += sizeOf(part, limit - size);
  }
  return size;
}

/** Of `asked or 'redis://…'`: what stands last is its value, and all of it its text, which names what is asked first. */
export function otherwise(last: Value, { text }: Place): Value {
  return last.kind === 'literal' ? { ...last, text } : last;
}

/** Sums and products of what is known. */
export function arithmetic(place: Place, operator: string, [left, right]: readonly (Value | undefined)[]): Value {
  if (left?.kind === 'literal' && right?.kind === 'literal') {
    const [a, b] = [left.value, right.value];
    if (operator === '+' && typeof a === 'string' && typeof b === 'string') {
      return { ...place, kind: 'literal', value: a + b };
    }
    if (typeof a === 'number' && typeof b === 'number') {
      const value = calculated(operator, a, b);
      if (value !== undefined) return { ...place, kind: 'literal', value };
    }
  }
  return { ...place, kind: 'other' };
}

function calculated(operator: string, a: number, b: number): number | undefined {
  switch (operator) {
    case '+':
      return a + b;
    case '-':
      return a - b;
    case '*':
      return a * b;
    case '/':
      return a / b;
    case '//':
      return Math.floor(a / b);
    case '**':
      return a ** b;
    default:
      return undefined;
  }
}

export function callOf(
  place: Place,
  callee: string,
  args: readonly Value[],
  named: ReadonlyMap<string, Value> = new Map<string, Value>(),
): Call {
  return { ...place, kind: 'call', callee: callee.replaceAll(/\s/g, ''), args, named };
}

const ESCAPES: Readonly<Record<string, string>> = { n: '\n', t: '\t', r: '\r', '0': '\0', '\n': '' };

/** What stands between the quotes of a literal, read as Python and JavaScript do alike. */
export function unescaped(text: string): string {
  return text.replaceAll(
    /\\(?:u\{([0-9A-Fa-f]{1,6})\}|u([0-9A-Fa-f]{4})|x([0-9A-Fa-f]{2})|([^]))/g,
    (_all, ...found) => {
      const [braced, four, two, one] = found as (string | undefined)[];
      const hex = braced ?? four ?? two;
      if (hex !== undefined) return String.fromCodePoint(Math.min(Number.parseInt(hex, 16), 0x10ffff));
      return ESCAPES[one ?? ''] ?? one ?? '';
    },
  );
}
