/**
 * What tasks have from bases. A task is what its bases say, one laid over the other in the order of `extends`, and what it
 * says itself on top. Keys are replaced as a whole, but for those that add up (`x-adds-up` in the schema). A base may extend
 * others; one that comes twice counts where it comes first.
 */
import { dictionary, type Json, type JsonObject } from '../../foundation/index.ts';
import type { Path } from '../yaml/source-file.ts';
import { resolved, rootNode, type SchemaNode } from '../schemas/schema-node.ts';

/** Of the entry that says them, never of those that extend it. */
const OWN_KEYS = ['extends', 'description'];
/** Behind one task. More is no plan, and would be walked for each of thousands. */
const MAX_BASES = 100;

/** What one entry says, and where. */
export interface Layer {
  readonly value: JsonObject;
  readonly path: Path;
}

export type BaseProblem = (path: Path, message: string, hint: string) => void;

export class Inheritance {
  /** Tasks with what they have from bases. */
  readonly tasks: Readonly<Record<string, Json>>;
  readonly #written: Readonly<Record<string, Json>>;
  readonly #bases: JsonObject;
  readonly #problem: BaseProblem;
  /** Bases of a circle that is told already. */
  readonly #circular = new Set<string>();

  /** @param written sections as they were written */
  constructor(written: Readonly<Record<string, Json>>, problem: BaseProblem) {
    this.#bases = (written['bases'] ?? {}) as JsonObject;
    this.#written = (written['tasks'] ?? {}) as JsonObject;
    this.#problem = problem;
    for (const [name, base] of Object.entries(this.#bases)) this.#layers(base as JsonObject, ['bases', name]);
    this.tasks = Object.values(this.#written).some(extendsSome) ? this.#allWhole() : this.#written;
  }

  /** @returns where something of a task was written: in the task, or in one of its bases */
  home(path: Path): Path {
    const [section, name, ...rest] = path;
    const task = section === 'tasks' ? this.#written[String(name)] : undefined;
    if (rest.length === 0 || !extendsSome(task)) return path;
    return homeOf(taskNode(), this.#layers(task, ['tasks', String(name)]), rest);
  }

  #allWhole(): Readonly<Record<string, Json>> {
    const tasks = dictionary<Json>();
    for (const [name, task] of Object.entries(this.#written)) {
      tasks[name] = extendsSome(task) ? merged(taskNode(), this.#layers(task, ['tasks', name])) : task;
    }
    return tasks;
  }

  /** What an entry is made of: the lowest first, itself last. */
  #layers(entry: JsonObject, path: Path): readonly Layer[] {
    const layers: Layer[] = [];
    const seen = new Set<string>();
    const visit = (from: JsonObject, at: Path, trail: readonly string[]): void => {
      for (const [index, name] of basesOf(from).entries()) {
        const place = [...at, 'extends', index];
        const value = this.#bases[name];
        if (trail.includes(name)) this.#tellCircle(place, [...trail.slice(trail.indexOf(name)), name]);
        else if (!seen.has(name) && isMapping(value)) {
          seen.add(name);
          if (seen.size > MAX_BASES) {
            this.#problem(place, `more than ${MAX_BASES} bases are behind this`, 'merge some of them');
            return;
          }
          visit(value, ['bases', name], [...trail, name]);
          layers.push({ value: without(value, OWN_KEYS), path: ['bases', name] });
        }
      }
    };
    visit(entry, path, path[0] === 'bases' ? [String(path[1])] : []);
    return [...layers, { value: entry, path }];
  }

  #tellCircle(place: Path, circle: readonly string[]): void {
    if (circle.every((name) => this.#circular.has(name))) return;
    for (const name of circle) this.#circular.add(name);
    this.#problem(place, `bases extend each other: ${circle.join(' → ')}`, 'remove one of them');
  }
}

function taskNode(): SchemaNode {
  const entry = rootNode.properties?.['bases']?.additionalProperties;
  return typeof entry === 'object' ? resolved(entry) : {};
}

function basesOf(entry: JsonObject): readonly string[] {
  return (entry['extends'] ?? []) as readonly string[];
}

function extendsSome(entry: Json | undefined): entry is JsonObject {
  return isMapping(entry) && basesOf(entry).length > 0;
}

function isMapping(value: Json | undefined): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function without(value: JsonObject, keys: readonly string[]): JsonObject {
  return Object.fromEntries(Object.entries(value).filter(([key]) => !keys.includes(key)));
}

/** How values of a key come together. */
function mannerOf(node: SchemaNode | undefined): 'replace' | 'add' | 'merge' {
  const { 'x-adds-up': adds, properties } = resolved(node ?? {});
  if (adds === true) return 'add';
  const inside = Object.values(properties ?? {}).some((property) => mannerOf(property) !== 'replace');
  return inside ? 'merge' : 'replace';
}

/** @returns the mappings laid over each other, the last on top */
export function merged(node: SchemaNode, layers: readonly Layer[]): JsonObject {
  const result = dictionary<Json>();
  for (const key of new Set(layers.flatMap(({ value }) => Object.keys(value)))) {
    const property = node.properties?.[key];
    const below = step(layers, key);
    const manner = mannerOf(property);
    if (manner === 'add') result[key] = itemsOf(below).map(({ value }) => value);
    else if (manner === 'merge') result[key] = merged(resolved(property ?? {}), below as readonly Layer[]);
    else result[key] = below.at(-1)?.value ?? null;
  }
  return result;
}

/** @returns where what stands at `steps` of the merged mapping was written */
export function homeOf(node: SchemaNode, layers: readonly Layer[], [key = '', ...rest]: Path): Path {
  const below = step(layers, key);
  const property = node.properties?.[key];
  const top = below.at(-1);
  // A key that none of them has: the place is that of the entry itself.
  if (top === undefined) return [...(layers.at(-1)?.path ?? []), key, ...rest];
  const manner = mannerOf(property);
  if (manner === 'merge' && rest.length > 0) return homeOf(resolved(property ?? {}), below as readonly Layer[], rest);
  const [index, ...inside] = rest;
  const item = manner === 'add' && typeof index === 'number' ? itemsOf(below)[index] : undefined;
  return item === undefined ? [...top.path, ...rest] : [...item.path, ...inside];
}

interface Placed {
  readonly value: Json;
  readonly path: Path;
}

function step(layers: readonly Layer[], key: string | number): readonly Placed[] {
  return layers.flatMap(({ value, path }) =>
    Object.hasOwn(value, key) ? [{ value: value[key] ?? null, path: [...path, key] }] : [],
  );
}

/** The items of all lists, equal ones once; a value that is no list counts as one of it alone. */
function itemsOf(lists: readonly Placed[]): readonly Placed[] {
  const items = new Map<string, Placed>();
  for (const { value, path } of lists) {
    const list = Array.isArray(value)
      ? (value as readonly Json[]).map((item, at) => ({ value: item, path: [...path, at] }))
      : [{ value, path }];
    for (const item of list) {
      const text = JSON.stringify(item.value);
      if (!items.has(text)) items.set(text, item);
    }
  }
  return [...items.values()];
}
