/** Fills in what the input schema of a task gives by `default`: when a job is enqueued, so that what it runs with is what it shows. */
import { dictionary, type Json, type JsonObject } from '../../foundation/index.ts';
import { decoded, pathOf, valueAt } from '../pointer.ts';

/** @returns the value with what was missing; the very same where nothing was. It never changes what it is given. */
export type Filler = (value: Json) => Json;

/** Deeper data and longer chains of references than a validator takes: what lies there is refused anyway. */
const MAX_DEPTH = 100;
const asItIs: Filler = (value) => value;
const known = new WeakMap<JsonObject, Filler>();

/**
 * Looked for are the `default`s of properties, also below items, further properties, `$ref` and `allOf`. Not in branches that
 * only some values have (`anyOf`, `oneOf`, `if`): which one is meant may depend on what would be filled in.
 * @param schema one that checkSchema has no problems with; null is a schema that allows everything
 */
export function fillerOf(schema: JsonObject | boolean | null): Filler {
  if (typeof schema !== 'object' || schema === null) return asItIs;
  let filler = known.get(schema);
  if (filler === undefined) known.set(schema, (filler = make(schema)));
  return filler;
}

function make(schema: JsonObject): Filler {
  const plans = new Plans(schema);
  const [plan, own] = [plans.of(schema), plans.defaultOf(schema)];
  // A job without a payload has null, so that null is what was not given.
  const given: Filler = own === undefined ? asItIs : (value) => value ?? own;
  if (plan === null) return given;
  return (value) => fill(given(value), plan, new Set(), 0);
}

/** What a schema and those that must hold beside it give, a part each. */
type Plan = readonly Part[];

interface Part {
  readonly properties: ReadonlyMap<string, Property>;
  /** Of properties that are in no list. */
  readonly rest: (() => Plan | null) | null;
  /** Of the first items, one by one, and of those behind them. */
  readonly first: readonly (Plan | null)[];
  readonly items: (() => Plan | null) | null;
}

interface Property {
  readonly fallback: Json | undefined;
  readonly plan: () => Plan | null;
}

class Plans {
  readonly #root: JsonObject;
  readonly #made = new Map<JsonObject, Plan | null>();

  constructor(root: JsonObject) {
    this.#root = root;
  }

  /** @returns null where nothing below gives anything */
  of(schema: Json | undefined): Plan | null {
    if (!isMap(schema) || !this.#gives(schema, new Set())) return null;
    const made = this.#made.get(schema);
    if (made !== undefined) return made;
    const plan = this.#together(schema).map((part) => this.#part(part));
    this.#made.set(schema, plan);
    return plan;
  }

  #part(schema: JsonObject): Part {
    const later = (inner: Json): (() => Plan | null) => {
      return () => this.of(inner);
    };
    const { properties, additionalProperties, patternProperties, prefixItems, items } = schema;
    const entries = isMap(properties) ? Object.entries(properties) : [];
    return {
      properties: new Map(
        entries.map(([key, inner]) => [key, { fallback: this.defaultOf(inner), plan: later(inner) }] as const),
      ),
      rest: patternProperties === undefined && isMap(additionalProperties) ? later(additionalProperties) : null,
      first: (Array.isArray(prefixItems) ? (prefixItems as readonly Json[]) : []).map((inner) => this.of(inner)),
      items: isMap(items) ? later(items) : null,
    };
  }

  /** Its own, else that of a schema that must hold beside it. */
  defaultOf(schema: Json): Json | undefined {
    if (!isMap(schema)) return undefined;
    return this.#together(schema).find((part) => part['default'] !== undefined)?.['default'];
  }

  /** The schema and all that must hold beside it, each once. */
  #together(schema: JsonObject): readonly JsonObject[] {
    const all = new Set([schema]);
    // What is added to a set while it is gone through is gone through too.
    for (const { $ref, allOf } of all) {
      const target = typeof $ref === 'string' ? this.#target($ref) : undefined;
      const beside = Array.isArray(allOf) ? [target, ...(allOf as readonly Json[])] : [target];
      for (const inner of beside) if (isMap(inner)) all.add(inner);
    }
    return [...all];
  }

  #target(reference: string): Json | undefined {
    return valueAt(this.#root, pathOf(decoded(reference.slice(1)), this.#root)) as Json | undefined;
  }

  #gives(schema: Json, seen: Set<JsonObject>): boolean {
    if (!isMap(schema) || seen.has(schema)) return false;
    seen.add(schema);
    if (schema['default'] !== undefined) return true;
    const { properties, additionalProperties, prefixItems, items } = schema;
    const below = [
      ...(isMap(properties) ? Object.values(properties) : []),
      ...(Array.isArray(prefixItems) ? (prefixItems as readonly Json[]) : []),
      ...[additionalProperties, items].filter((inner) => inner !== undefined),
      ...this.#together(schema),
    ];
    return below.some((inner) => this.#gives(inner, seen));
  }
}

/** @param within the properties whose default the value stands in: a default is not filled into itself again */
function fill(value: Json, plan: Plan | null, within: ReadonlySet<Property>, depth: number): Json {
  if (plan === null || typeof value !== 'object' || value === null || depth > MAX_DEPTH) return value;
  return plan.reduce<Json>((filled, part) => {
    return Array.isArray(filled)
      ? filledList(filled as readonly Json[], part, within, depth)
      : filledMap(filled as JsonObject, part, within, depth);
  }, value);
}

function filledList(list: readonly Json[], plan: Part, within: ReadonlySet<Property>, depth: number): Json {
  if (plan.items === null && plan.first.length === 0) return list;
  let copy: Json[] | undefined;
  const rest = plan.items?.() ?? null;
  list.forEach((item, index) => {
    const inner = fill(item, index < plan.first.length ? (plan.first[index] ?? null) : rest, within, depth + 1);
    if (inner !== item) (copy ??= [...list])[index] = inner;
  });
  return copy ?? list;
}

function filledMap(map: JsonObject, plan: Part, within: ReadonlySet<Property>, depth: number): JsonObject {
  const found = dictionary<Json>();
  for (const [key, property] of plan.properties) {
    const inner = filledProperty(Object.hasOwn(map, key) ? map[key] : undefined, property, within, depth + 1);
    if (inner !== undefined && inner !== map[key]) found[key] = inner;
  }
  const rest = plan.rest?.() ?? null;
  if (rest !== null) {
    for (const [key, given] of Object.entries(map)) {
      const inner = plan.properties.has(key) ? given : fill(given, rest, within, depth + 1);
      if (inner !== given) found[key] = inner;
    }
  }
  return Object.keys(found).length === 0 ? map : { ...map, ...found };
}

/** @returns undefined where nothing is given and nothing to be filled in */
function filledProperty(
  given: Json | undefined,
  property: Property,
  within: ReadonlySet<Property>,
  depth: number,
): Json | undefined {
  if (given !== undefined) return fill(given, property.plan(), within, depth);
  const { fallback } = property;
  if (fallback === undefined || within.has(property)) return undefined;
  return fill(fallback, property.plan(), new Set(within).add(property), depth);
}

function isMap(value: Json | undefined): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
