/** Expressions of Python. */
import {
  arithmetic,
  callOf,
  childrenOf,
  type Names,
  type Node,
  otherwise,
  partsOf,
  type Source,
  unescaped,
} from './tree.ts';
import { type Place, SPREAD, type Value } from './values.ts';

type Reader = (node: Node, place: Place) => Value;

export class PythonValues {
  readonly #source: Source;
  readonly #names: Names;
  readonly #readers: Readonly<Record<string, Reader>> = {
    String: (_node, place) => textValue(place),
    Number: (_node, place) => literal(place, numberOf(place.text)),
    Boolean: (_node, place) => literal(place, place.text === 'True'),
    None: (_node, place) => literal(place, null),
    ContinuedString: (node, place) => this.#continued(node, place),
    VariableName: (_node, place) => this.#names.of(place.text, place),
    MemberExpression: (node, place) => this.#member(node, place),
    ParenthesizedExpression: (node, place) => this.read(partsOf(node)[0], place),
    ArrayExpression: (node, place) => this.#list(node, place),
    TupleExpression: (node, place) => this.#list(node, place),
    SetExpression: (node, place) => this.#list(node, place),
    DictionaryExpression: (node, place) => this.#dictionary(node, place),
    UnaryExpression: (node, place) => this.#unary(node, place),
    BinaryExpression: (node, place) => this.#binary(node, place),
    CallExpression: (node, place) => this.#call(node, place),
  };

  constructor(source: Source, names: Names) {
    this.#source = source;
    this.#names = names;
  }

  /** @param otherwise where there is no node, as in what is broken */
  read(node: Node | undefined, otherwise?: Place): Value {
    const place = node ? this.#source.place(node) : (otherwise ?? { line: 0, text: '' });
    const reader = node && this.#readers[node.name];
    return node && reader ? reader(node, place) : { ...place, kind: 'other' };
  }

  /** Of a call or a decorator: arguments by place and by name. */
  argumentsIn(list: Node | null | undefined): {
    readonly args: readonly Value[];
    readonly named: ReadonlyMap<string, Value>;
  } {
    const args: Value[] = [];
    const named = new Map<string, Value>();
    const nodes = list ? childrenOf(list) : [];
    for (let at = 0; at < nodes.length; at += 1) {
      const node = nodes[at];
      if (node?.name === '**' || node?.name === '*') {
        this.#spread(node.name, nodes[(at += 1)], { args, named });
      } else if (nodes[at + 1]?.name === 'AssignOp' && node) {
        named.set(this.#source.of(node), this.read(nodes[at + 2], this.#source.place(node)));
        at += 2;
      } else if (node && /^[A-Z]/.test(node.name)) args.push(this.read(node));
    }
    return { args, named };
  }

  #spread(
    sign: string,
    node: Node | undefined,
    into: { readonly args: Value[]; readonly named: Map<string, Value> },
  ): void {
    const value = this.read(node);
    if (sign === '**' && value.kind === 'map') for (const [name, one] of value.entries) into.named.set(name, one);
    else if (sign === '**')
      into.named.set(`${SPREAD}${value.text}`, { line: value.line, text: value.text, kind: 'other' });
    else if (value.kind === 'list') into.args.push(...value.items);
    else into.args.push({ line: value.line, text: value.text, kind: 'other' });
  }

  #continued(node: Node, place: Place): Value {
    const texts = partsOf(node).map((part) => this.read(part));
    const known = texts.flatMap((one) => (one.kind === 'literal' ? [String(one.value)] : []));
    return known.length === texts.length ? literal(place, known.join('')) : { ...place, kind: 'other' };
  }

  #member(node: Node, place: Place): Value {
    const [of, member] = [node.firstChild, node.getChild('PropertyName')];
    if (!of || !member) return { ...place, kind: 'other' };
    const owner = this.read(of);
    const name = `${owner.kind === 'name' ? owner.name : this.#source.of(of)}.${this.#source.of(member)}`;
    return { ...place, kind: 'name', name: name.replaceAll(/\s/g, '') };
  }

  #list(node: Node, place: Place): Value {
    const items: Value[] = [];
    const nodes = childrenOf(node);
    for (let at = 0; at < nodes.length; at += 1) {
      const child = nodes[at];
      // A comprehension is known to whoever runs it.
      if (child?.name === 'for') return { ...place, kind: 'other' };
      if (child?.name === '*') this.#spread('*', nodes[(at += 1)], { args: items, named: new Map() });
      else if (child && /^[A-Z]/.test(child.name)) items.push(this.read(child));
    }
    return { ...place, kind: 'list', items };
  }

  #dictionary(node: Node, place: Place): Value {
    const entries = new Map<string, Value>();
    const nodes = childrenOf(node);
    for (let at = 0; at < nodes.length; at += 1) {
      const child = nodes[at];
      if (child?.name === 'for') return { ...place, kind: 'other' };
      if (child?.name === '**') this.#spread('**', nodes[(at += 1)], { args: [], named: entries });
      else if (child && nodes[at + 1]?.name === ':') {
        const key = this.read(child);
        const name = key.kind === 'literal' ? String(key.value) : key.kind === 'name' ? key.name : key.text;
        entries.set(name, this.read(nodes[at + 2], key));
        at += 2;
      }
    }
    return { ...place, kind: 'map', entries };
  }

  #unary(node: Node, place: Place): Value {
    const value = this.read(node.lastChild ?? undefined, place);
    const known = value.kind === 'literal' ? value.value : undefined;
    if (typeof known === 'boolean' && place.text.startsWith('not')) return literal(place, !known);
    if (typeof known === 'number' && place.text.startsWith('-')) return literal(place, -known);
    return { ...place, kind: 'other' };
  }

  #binary(node: Node, place: Place): Value {
    const [left, operator, right] = childrenOf(node);
    const sign = operator ? this.#source.of(operator) : '';
    // `os.environ.get('X') or 'redis://…'`: what is known of it is what stands last.
    if (sign === 'or') return otherwise(this.read(right, place), place);
    return arithmetic(place, sign, [this.read(left, place), this.read(right, place)]);
  }

  #call(node: Node, place: Place): Value {
    const callee = this.read(node.firstChild ?? undefined, place);
    const { args, named } = this.argumentsIn(node.getChild('ArgList'));
    const name = callee.kind === 'name' ? callee.name : callee.text;
    if (name === 'dict' && args.length === 0) return { ...place, kind: 'map', entries: named };
    const [only] = args;
    if (/^(int|float)$/.test(name) && only?.kind === 'literal') return literal(place, Number(only.value));
    return callOf(place, name, args, named);
  }
}

function literal(place: Place, value: string | number | boolean | null): Value {
  return { ...place, kind: 'literal', value };
}

/** `r'…'`, `"…"`, `'''…'''`; bytes are read as text. */
function textValue(place: Place): Value {
  const [, prefix = '', quotes = ''] = /^([A-Za-z]*)("""|'''|"|')/.exec(place.text) ?? [];
  const inner = place.text.slice(prefix.length + quotes.length, -quotes.length || undefined);
  return literal(place, /r/i.test(prefix) ? inner : unescaped(inner));
}

function numberOf(text: string): number {
  return Number(text.replaceAll('_', ''));
}
