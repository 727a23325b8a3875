/** The manifest's schema as functions, made once, that bring written values into the expanded form. */
import { atOnce, deepFreeze, dictionary, type Json, type JsonObject } from '../../foundation/index.ts';
import { type Bounds, boundsOf, toMs } from '../durations.ts';
import { definitionOf, resolved, type SchemaNode, type Shorthand } from '../schemas/schema-node.ts';
import { chooseBranch, typeOf } from '../schemas/schema-unions.ts';

/** What an expansion tells on its way. */
export interface Visit {
  enter(step: string | number): void;
  leave(): void;
  refer(section: string, name: string): void;
  template(value: Json, roots: readonly string[]): void;
  /** @returns what the text means; out of bounds it is told, and something is returned */
  milliseconds(text: string, bounds: Bounds): number;
  /** @returns what was made of the value where it is now before; undefined: nothing, or nobody knows */
  recall(value: Json): Json | undefined;
  /** What was made of the value where it is now. */
  keep(value: Json, expanded: Json): void;
}

export type Expand = (value: Json, visit: Visit) => Json;

interface Property {
  readonly key: string;
  /** Its key in the expanded form. */
  readonly to: string;
  readonly expand: Expand;
  /** Its value where it is not written. */
  readonly fallback: Json;
}

function propertyOf(key: string, node: SchemaNode): Property {
  const expand = expandOf(node);
  return { key, to: isDuration(node) ? `${key}Ms` : key, expand, fallback: defaultOf(resolved(node), expand) };
}

/** It may be interrupted between two entries. */
export type ExpandInTurns = (value: Json, visit: Visit) => Generator<void, Json>;

/** @returns what expands a mapping of these sections */
export function sectionsForm(sections: readonly string[], root: SchemaNode): ExpandInTurns {
  const all = sections.map((section) => {
    const node = root.properties?.[section] ?? {};
    return { ...propertyOf(section, node), entries: entriesForm(node) };
  });
  const nothing = Object.fromEntries(all.map(({ to, fallback }) => [to, fallback]));
  return function* expandSections(value, visit) {
    const result = { ...nothing };
    for (const { key, to, expand, entries } of all) {
      const given = (value as JsonObject)[key];
      if (given === undefined) continue;
      visit.enter(key);
      result[to] = entries === undefined ? expand(given, visit) : yield* entries(given, visit);
      visit.leave();
      yield;
    }
    return result;
  };
}

/** @returns undefined of what is no mapping by name */
function entriesForm(node: SchemaNode): ExpandInTurns | undefined {
  const whole = resolved(node);
  const isPlain = whole['x-ref'] === undefined && whole['x-template'] === undefined;
  const { additionalProperties, anyOf, properties } = whole;
  if (!isPlain || anyOf !== undefined || properties !== undefined) return undefined;
  return typeof additionalProperties === 'object' ? namesForm(whole, additionalProperties) : undefined;
}

/** @returns what expands one entry of that section */
export function entryForm(section: string, root: SchemaNode): Expand {
  const entry = root.properties?.[section]?.additionalProperties;
  return expandOf(typeof entry === 'object' ? entry : {});
}

function expandAt(step: string | number, value: Json, expand: Expand, visit: Visit): Json {
  visit.enter(step);
  const known = visit.recall(value);
  const expanded = known ?? expand(value, visit);
  if (known === undefined) visit.keep(value, expanded);
  visit.leave();
  return expanded;
}

/** Nobody is told of what the schema itself says. */
const SILENT: Visit = {
  enter: () => undefined,
  leave: () => undefined,
  refer: () => undefined,
  template: () => undefined,
  milliseconds: (text) => toMs(text) ?? 0,
  recall: () => undefined,
  keep: () => undefined,
};

/** Null where there is none yet. Shared by all that leave it out, and so frozen. */
function defaultOf(node: SchemaNode, expand: Expand): Json {
  if (node.default === undefined || node['x-late-default'] === true) return null;
  return deepFreeze(expand(node.default, SILENT));
}

/** A duration, or a list of them. */
function isDuration(node: SchemaNode): boolean {
  const { items, 'x-duration': bounds } = resolved(node);
  return bounds !== undefined || (items !== undefined && isDuration(items));
}

function expandOf(node: SchemaNode): Expand {
  const whole = resolved(node);
  const expand = formOf(whole);
  const { 'x-ref': section, 'x-template': roots } = whole;
  if (section !== undefined) {
    return (value, visit) => {
      visit.refer(section, value as string);
      return expand(value, visit);
    };
  }
  if (roots === undefined) return expand;
  return (value, visit) => {
    visit.template(value, roots);
    return expand(value, visit);
  };
}

function formOf(node: SchemaNode): Expand {
  const { anyOf, properties, additionalProperties, items } = node;
  if (node['x-duration'] !== undefined) return durationForm(boundsOf(node['x-duration']));
  if (anyOf !== undefined) return unionForm(node, anyOf);
  if (properties !== undefined) return mappingForm(properties);
  if (typeof additionalProperties === 'object') {
    const inTurns = namesForm(node, additionalProperties);
    return (value, visit) => atOnce(inTurns(value, visit));
  }
  return items === undefined ? asItIs : listForm(items);
}

/** Also schemas, templates and payloads: what they hold is not the manifest's. */
function asItIs(value: Json): Json {
  return value;
}

function durationForm(bounds: Bounds): Expand {
  return (value, visit) => visit.milliseconds(value as string, bounds);
}

function mappingForm(properties: Readonly<Record<string, SchemaNode>>): Expand {
  const all = Object.entries(properties).map(([key, node]) => propertyOf(key, node));
  const nothing = Object.fromEntries(all.map(({ to, fallback }) => [to, fallback]));
  return (value, visit) => {
    const result = { ...nothing };
    for (const { key, to, expand } of all) {
      const given = (value as JsonObject)[key];
      if (given !== undefined) result[to] = expandAt(key, given, expand, visit);
    }
    return result;
  };
}

function namesForm(node: SchemaNode, entry: SchemaNode): ExpandInTurns {
  const expand = expandOf(entry);
  const builtIn = node['x-entry']?.builtIn ?? [];
  return function* expandNames(value, visit) {
    // Of `type: [number, object]`: one value in place of one by name.
    if (typeof value !== 'object') return value;
    const result = dictionary<Json>();
    for (const name of builtIn) result[name] = expand({}, SILENT);
    for (const [name, item] of Object.entries(value as JsonObject)) {
      result[name] = expandAt(name, item, expand, visit);
      yield;
    }
    return result;
  };
}

function listForm(items: SchemaNode): Expand {
  const expand = expandOf(items);
  return (value, visit) => (value as readonly Json[]).map((item, index) => expandAt(index, item, expand, visit));
}

interface Branch {
  /** Of a shorthand: what it stands for, which is of another branch. */
  readonly unfold: ((value: Json) => Json) | undefined;
  readonly expand: Expand;
}

function unionForm(union: SchemaNode, anyOf: readonly SchemaNode[]): Expand {
  const branches = new Map(anyOf.map((node) => [definitionOf(node), branchOf(node)]));
  /** Only where several are mappings does a value's inside tell which was meant. */
  const byType = new Map<string, Branch | undefined>();
  for (const node of anyOf) {
    const type = String(resolved(node).type).replace('integer', 'number');
    byType.set(type, byType.has(type) ? undefined : branches.get(definitionOf(node)));
  }
  const form: Expand = (value, visit) => {
    const { unfold, expand } = byType.get(typeOf(value)) ?? chosen(union, branches, value);
    return unfold === undefined ? expand(value, visit) : form(unfold(value), visit);
  };
  return form;
}

function branchOf(node: SchemaNode): Branch {
  const shorthands = node['x-shorthand'];
  if (shorthands === undefined) return { unfold: undefined, expand: atFirstUse(() => expandOf(node)) };
  return { unfold: unfolding(shorthands), expand: asItIs };
}

/** What a branch leads to may hold the union again: a step of a workflow has steps. */
function atFirstUse(make: () => Expand): Expand {
  let made: Expand | undefined;
  return (value, visit) => (made ??= make())(value, visit);
}

function chosen(union: SchemaNode, branches: ReadonlyMap<string, Branch>, value: Json): Branch {
  const choice = chooseBranch(union, value);
  const branch = choice.kind === 'branch' ? branches.get(choice.definition) : undefined;
  if (branch === undefined) throw new Error('a value of no branch came through validate');
  return branch;
}

function unfolding(shorthands: readonly Shorthand[]): (value: Json) => Json {
  const rules = shorthands.map(({ begins = '', means }) => ({ begins, fill: filling(means) }));
  return (value) => {
    const text = typeof value === 'string' ? value : JSON.stringify(value);
    const rule = rules.find(({ begins }) => text.startsWith(begins));
    if (rule === undefined) throw new Error('a shorthand of the schema covers less than its branch');
    return rule.fill(typeof value === 'boolean' ? value : text.slice(rule.begins.length));
  };
}

/** @returns what puts a text, or true or false, where `$` stands */
function filling(means: Json): (given: string | boolean) => Json {
  if (means === '$') return (given) => given;
  if (typeof means !== 'object' || means === null) return () => means;
  if (Array.isArray(means)) {
    const items = (means as readonly Json[]).map(filling);
    return (given) => items.map((fill) => fill(given));
  }
  const entries = Object.entries(means as JsonObject).map(([key, item]) => ({ key, fill: filling(item) }));
  return (given) => {
    const result: Record<string, Json> = { ...(means as JsonObject) };
    for (const { key, fill } of entries) result[key] = fill(given);
    return result;
  };
}
