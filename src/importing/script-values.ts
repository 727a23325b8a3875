/** Expressions of JavaScript and TypeScript. */
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

export class ScriptValues {
  readonly #source: Source;
  readonly #names: Names;
  readonly #readers: Readonly<Record<string, Reader>> = {
    String: (_node, place) => ({ ...place, kind: 'literal', value: unescaped(place.text.slice(1, -1)) }),
    TemplateString: (node, place) => this.#template(node, place),
    Number: (_node, place) => ({ ...place, kind: 'literal', value: Number(place.text.replaceAll('_', '')) }),
    BooleanLiteral: (_node, place) => ({ ...place, kind: 'literal', value: place.text === 'true' }),
    null: (_node, place) => ({ ...place, kind: 'literal', value: null }),
    VariableName: (_node, place) => this.#variable(place),
    MemberExpression: (node, place) => this.#member(node, place),
    ParenthesizedExpression: (node, place) => this.read(partsOf(node)[0], place),
    ArrayExpression: (node, place) => ({ ...place, kind: 'list', items: this.itemsOf(node) }),
    ObjectExpression: (node, place) => this.#object(node, place),
    UnaryExpression: (node, place) => this.#unary(node, place),
    BinaryExpression: (node, place) => this.#binary(node, place),
    // `Queue<Mail>`
    InstantiationExpression: (node, place) => this.read(node.firstChild ?? undefined, place),
    AwaitExpression: (node, place) => this.read(node.lastChild ?? undefined, place),
    CallExpression: (node, place) => this.#call(node.firstChild, node, place),
    NewExpression: (node, place) => this.#call(partsOf(node).find(({ name }) => name !== 'new') ?? null, node, place),
  };

  constructor(source: Source, names: Names) {
    this.#source = source;
    this.#names = names;
  }

  read(node: Node | undefined, otherwise?: Place): Value {
    const place = node ? this.#source.place(node) : (otherwise ?? { line: 0, text: '' });
    const reader = node && this.#readers[node.name];
    return node && reader ? reader(node, place) : { ...place, kind: 'other' };
  }

  /** What stands between brackets, with what is spread into it. */
  itemsOf(node: Node): readonly Value[] {
    const items: Value[] = [];
    const nodes = childrenOf(node).filter(({ name }) => /^[A-Za-z]/.test(name));
    for (let at = 0; at < nodes.length; at += 1) {
      const one = nodes[at];
      if (one?.name === 'Spread') {
        const spread = this.read(nodes[(at += 1)]);
        if (spread.kind === 'list') items.push(...spread.items);
        else items.push({ line: spread.line, text: spread.text, kind: 'other' });
      } else items.push(this.read(one));
    }
    return items;
  }

  #variable(place: Place): Value {
    return place.text === 'undefined' ? { ...place, kind: 'literal', value: null } : this.#names.of(place.text, place);
  }

  #template(node: Node, place: Place): Value {
    if (node.getChild('Interpolation')) return { ...place, kind: 'other' };
    return { ...place, kind: 'literal', value: unescaped(place.text.slice(1, -1)) };
  }

  #member(node: Node, place: Place): Value {
    const [of, member] = [node.firstChild, node.getChild('PropertyName')];
    if (!of || !member) return { ...place, kind: 'other' };
    const [owner, name] = [this.read(of), this.#source.of(member)];
    const found = owner.kind === 'map' ? owner.entries.get(name) : undefined;
    if (found) return { ...found, line: place.line };
    const whole = `${owner.kind === 'name' ? owner.name : this.#source.of(of)}.${name}`;
    return { ...place, kind: 'name', name: whole.replaceAll(/\s/g, '') };
  }

  #object(node: Node, place: Place): Value {
    const entries = new Map<string, Value>();
    for (const property of node.getChildren('Property')) this.#property(property, entries);
    return { ...place, kind: 'map', entries };
  }

  #property(property: Node, into: Map<string, Value>): void {
    const parts = childrenOf(property);
    const [key] = parts;
    if (!key) return;
    if (key.name === 'Spread') {
      const spread = this.read(parts[1]);
      if (spread.kind === 'map') for (const [name, one] of spread.entries) into.set(name, one);
      else into.set(`${SPREAD}${spread.text}`, { line: spread.line, text: spread.text, kind: 'other' });
      return;
    }
    const name = this.#source.of(key);
    const colon = parts.findIndex((part) => part.name === ':');
    // `{ connection }`, or a method.
    if (colon < 0) into.set(name, this.#names.of(name, this.#source.place(key)));
    else
      into.set(
        key.name === 'String' ? unescaped(name.slice(1, -1)) : name,
        this.read(parts[colon + 1], this.#source.place(key)),
      );
  }

  #unary(node: Node, place: Place): Value {
    const value = this.read(node.lastChild ?? undefined, place);
    const known = value.kind === 'literal' ? value.value : undefined;
    if (typeof known === 'number' && place.text.startsWith('-')) return { ...place, kind: 'literal', value: -known };
    return { ...place, kind: 'other' };
  }

  #binary(node: Node, place: Place): Value {
    const [left, operator, right] = childrenOf(node);
    const sign = operator ? this.#source.of(operator) : '';
    // `x as const`, `x satisfies T`
    if (sign === 'as' || sign === 'satisfies') return this.read(left, place);
    // `process.env.X ?? 'redis://…'`: what is known of it is what stands last.
    if (sign === '??' || sign === '||') return otherwise(this.read(right, place), place);
    return arithmetic(place, sign, [this.read(left, place), this.read(right, place)]);
  }

  #call(callee: Node | null, node: Node, place: Place): Value {
    const called = this.read(callee ?? undefined, place);
    const list = node.getChild('ArgList');
    return callOf(place, called.kind === 'name' ? called.name : called.text, list ? this.itemsOf(list) : []);
  }
}
