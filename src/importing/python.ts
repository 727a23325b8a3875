/** Python that is read and not run: assignments, calls, functions with their decorators. */
import { parser } from '@lezer/python';

import { PythonValues } from './python-values.ts';
import { callOf, childrenOf, Names, type Node, Source } from './tree.ts';
import type { Assigned, Call, FunctionDefinition, Program, Value } from './values.ts';

export function readPython(text: string): Program {
  return new PythonReader(text).read();
}

class PythonReader {
  readonly #source: Source;
  readonly #names = new Names();
  readonly #values: PythonValues;
  readonly #assigned: Assigned[] = [];
  readonly #calls: Call[] = [];
  readonly #functions: FunctionDefinition[] = [];

  constructor(text: string) {
    this.#source = new Source(text);
    this.#values = new PythonValues(this.#source, this.#names);
  }

  read(): Program {
    this.#block(parser.parse(this.#source.text).topNode, '');
    return { assigned: this.#assigned, calls: this.#calls, functions: this.#functions };
  }

  /** @param within names of the classes around it, with dots */
  #block(node: Node, within: string): void {
    for (const child of childrenOf(node)) this.#statement(child, within);
  }

  #statement(node: Node, within: string): void {
    if (node.name === 'AssignStatement') this.#assignment(node, within);
    else if (node.name === 'ExpressionStatement') this.#expression(node.firstChild);
    else if (node.name === 'DecoratedStatement') this.#decorated(node, within);
    else if (node.name === 'FunctionDefinition') this.#function(node, [], within);
    else if (node.name === 'ClassDefinition') this.#block(node, nameOf(this.#source, node));
    else if (node.name === 'UpdateStatement') return;
    else this.#block(node, within);
  }

  #assignment(node: Node, within: string): void {
    const parts = childrenOf(node).filter(({ name }) => name !== 'TypeDef' && name !== ',');
    const value = this.#values.read(parts.at(-1));
    for (const [index, target] of parts.entries()) {
      if (parts[index + 1]?.name === 'AssignOp') this.#assign(target, value, within);
    }
    this.#expression(node.lastChild);
  }

  #assign(target: Node, value: Value, within: string): void {
    const place = this.#source.place(target);
    const key = target.name === 'MemberExpression' && !target.getChild('PropertyName') ? keyOf(target) : null;
    const name = key === null ? place.text : this.#source.of(target.firstChild ?? target);
    const keyText = key && this.#values.read(key);
    this.#assigned.push({
      ...place,
      target: name.replaceAll(/\s/g, ''),
      key: keyText?.kind === 'literal' ? String(keyText.value) : null,
      value,
    });
    // Inside of a function or class it is known to that alone, but nobody calls two things by one name in such a file.
    if (key === null && within === '' && target.name === 'VariableName' && isConstant(value)) {
      this.#names.give(place.text, value);
    }
  }

  #expression(node: Node | null): void {
    if (node?.name !== 'CallExpression' && node?.name !== 'AwaitExpression') return;
    const value = this.#values.read(node.name === 'AwaitExpression' ? (node.lastChild ?? node) : node);
    if (value.kind === 'call') this.#calls.push(value);
  }

  #decorated(node: Node, within: string): void {
    const definition = node.getChild('FunctionDefinition');
    const decorators = node.getChildren('Decorator').map((one) => this.#decorator(one));
    if (definition) this.#function(definition, decorators, within);
    else this.#block(node, within);
  }

  #decorator(node: Node): Value {
    const place = this.#source.place(node);
    const list = node.getChild('ArgList');
    const name = this.#source.text.slice(node.from + 1, list?.from ?? node.to).trim();
    if (!list) return { ...place, kind: 'name', name };
    const { args, named } = this.#values.argumentsIn(list);
    return callOf(place, name, args, named);
  }

  #function(node: Node, decorators: readonly Value[], within: string): void {
    const name = nameOf(this.#source, node);
    const list = node.getChild('ParamList');
    const parameters = (list ? childrenOf(list) : [])
      .filter((one, index, all) => one.name === 'VariableName' && !isDefault(all, index))
      .map((one) => this.#source.of(one));
    const body = node.getChild('Body');
    this.#functions.push({
      ...this.#source.place(node),
      name: within === '' ? name : `${within}.${name}`,
      parameters,
      decorators,
      about: body ? this.#docstring(body) : null,
    });
    if (body) this.#block(body, `${within}${name}()`);
  }

  #docstring(body: Node): string | null {
    const first = body.getChild('ExpressionStatement');
    const text =
      first?.firstChild?.name === 'String' && isFirst(body, first) ? this.#values.read(first.firstChild) : null;
    if (text?.kind !== 'literal') return null;
    const [paragraph = ''] = String(text.value)
      .trim()
      .split(/\n\s*\n/);
    return paragraph.replaceAll(/\s+/g, ' ').trim() || null;
  }
}

function nameOf(source: Source, node: Node): string {
  const name = node.getChild('VariableName');
  return name ? source.of(name) : '';
}

/** `x` of `y = x`. */
function isDefault(all: readonly Node[], index: number): boolean {
  return all[index - 1]?.name === 'AssignOp';
}

function isFirst(body: Node, statement: Node): boolean {
  const first = childrenOf(body).find(({ name }) => /^[A-Z]/.test(name));
  return first?.from === statement.from;
}

/** The expression between the brackets of `a['b']`. */
function keyOf(node: Node): Node | null {
  const inside = childrenOf(node).slice(1);
  return inside.find(({ name }) => /^[A-Z]/.test(name)) ?? null;
}

/** `HOUR = 60 * 60` is used further down; `app = Celery(…)` is known by its name. */
function isConstant(value: Value): boolean {
  return value.kind === 'literal' || value.kind === 'list' || value.kind === 'map' || isInterval(value);
}

function isInterval(value: Value): boolean {
  return value.kind === 'call' && /(^|\.)(timedelta|crontab|environ\.get|getenv)$/.test(value.callee);
}
