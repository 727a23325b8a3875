/** JavaScript and TypeScript that are read and not run: what is made and called. */
import { parser } from '@lezer/javascript';

import { ScriptValues } from './script-values.ts';
import { childrenOf, Names, type Node, Source } from './tree.ts';
import type { Assigned, Call, Program, Value } from './values.ts';

const PARSER = parser.configure({ dialect: 'ts' });
const CALLS = new Set(['CallExpression', 'NewExpression']);

/** `const MINUTE = 60_000` is used further down, and so is a connection; what else is made is known by its name. */
function isConstant(value: Value): boolean {
  return value.kind === 'call' ? /(^|\.)(IORedis|Redis)$/.test(value.callee) : value.kind !== 'other';
}

export function readScript(text: string): Program {
  const source = new Source(text);
  const names = new Names();
  const values = new ScriptValues(source, names);
  const assigned: Assigned[] = [];
  const calls: Call[] = [];

  function visit(node: Node): void {
    if (node.name === 'VariableDeclaration') declare(node);
    else if (node.name === 'PropertyDeclaration' || node.name === 'AssignmentExpression') assign(node);
    if (CALLS.has(node.name)) {
      const value = values.read(node);
      if (value.kind === 'call') calls.push(value);
    }
    for (const child of childrenOf(node)) visit(child);
  }

  /** `const a = …, b = …` */
  function declare(node: Node): void {
    const parts = childrenOf(node);
    for (const [index, part] of parts.entries()) {
      if (part.name !== 'Equals') continue;
      const before = parts.slice(0, index).findLast(({ name }) => name === 'VariableDefinition');
      if (before) keep(before, values.read(parts[index + 1]));
    }
  }

  function assign(node: Node): void {
    const parts = childrenOf(node);
    const at = parts.findIndex(({ name }) => name === 'Equals');
    const target = parts
      .slice(0, at)
      .findLast(({ name }) => /^(PropertyDefinition|MemberExpression|VariableName)$/.test(name));
    if (at > 0 && target) keep(target, values.read(parts[at + 1]));
  }

  function keep(target: Node, value: Value): void {
    const place = source.place(target);
    assigned.push({ ...place, target: place.text.replaceAll(/\s/g, ''), key: null, value });
    if (target.name === 'VariableDefinition' && isConstant(value)) names.give(place.text, value);
  }

  visit(PARSER.parse(text).topNode);
  return { assigned, calls, functions: [] };
}
