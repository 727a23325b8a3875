/**
 * A graph of a thousand steps as one of a few dozen nodes: what stands side by side and is alike becomes one node, then
 * what follows one another, then whole layers. No fold makes a circle, so the order of what needs what is kept.
 */
export interface Vertex {
  readonly name: string;
  /** Names of those that are over before it begins. */
  readonly needs: readonly string[];
  /** What it does: of those side by side, equal ones are folded first. */
  readonly does: string | null;
}

export interface Fold<T extends Vertex> {
  /** Name of its first member: the same as long as the graph is. */
  readonly id: string;
  readonly members: readonly T[];
  /** Ids of other folds. */
  readonly needs: readonly string[];
}

type Groups<T> = readonly (readonly T[])[];

/** @param most nodes that are wanted, one at least @returns in an order in which each stands behind what it needs */
export function folded<T extends Vertex>(steps: readonly T[], most: number): readonly Fold<T>[] {
  let folds = linked(steps.map((step) => [step]));
  const ways = [
    (given: readonly Fold<T>[]) => alike(given, true),
    (given: readonly Fold<T>[]) => alike(given, false),
    chains,
    layers,
    neighbours,
  ];
  for (let way = 0; folds.length > most && way < ways.length;) {
    const fewer: readonly Fold<T>[] = linked(ways[way]?.(folds) ?? []);
    // What was folded may lie beside what it is like now.
    way = fewer.length < folds.length ? 0 : way + 1;
    folds = fewer;
  }
  return folds;
}

/** Joins the needs of all members, and sorts. */
function linked<T extends Vertex>(groups: Groups<T>): readonly Fold<T>[] {
  const idOf = new Map(groups.flatMap((members) => members.map(({ name }) => [name, members[0]?.name ?? ''] as const)));
  const folds = groups.map((members): Fold<T> => {
    const id = members[0]?.name ?? '';
    const needs = new Set(members.flatMap((step) => step.needs.map((name) => idOf.get(name) ?? id)));
    needs.delete(id);
    return { id, members, needs: [...needs] };
  });
  const layer = layersOf(folds);
  return folds.sort((a, b) => (layer.get(a.id) ?? 0) - (layer.get(b.id) ?? 0));
}

/** @returns how many others lie before each, on the longest way to it */
export function layersOf(nodes: readonly { readonly id: string; readonly needs: readonly string[] }[]) {
  const layer = new Map<string, number>();
  const waits = new Map(nodes.map(({ id, needs }) => [id, needs.length]));
  const after = dependentsOf(nodes);
  const ready = nodes.filter(({ needs }) => needs.length === 0).map(({ id }) => id);
  for (const id of ready) {
    const own = layer.get(id) ?? 0;
    layer.set(id, own);
    for (const next of after.get(id) ?? []) {
      layer.set(next, Math.max(layer.get(next) ?? 0, own + 1));
      const left = (waits.get(next) ?? 0) - 1;
      waits.set(next, left);
      if (left === 0) ready.push(next);
    }
  }
  return layer;
}

/** @returns by id, the ids of those that need it */
export function dependentsOf(nodes: readonly { readonly id: string; readonly needs: readonly string[] }[]) {
  const after = new Map<string, string[]>(nodes.map(({ id }) => [id, []]));
  for (const { id, needs } of nodes) for (const need of needs) after.get(need)?.push(id);
  return after;
}

/** Those that need the same, and are needed by the same. */
function alike<T extends Vertex>(folds: readonly Fold<T>[], doingTheSame: boolean): Groups<T> {
  const after = dependentsOf(folds);
  return grouped(folds, ({ id, needs, members }) => {
    const does = doingTheSame ? [...new Set(members.map((step) => step.does))] : null;
    return JSON.stringify([[...needs].sort(), [...(after.get(id) ?? [])].sort(), does]);
  });
}

/** Those of which each needs only the one before, and is all that needs it. */
function chains<T extends Vertex>(folds: readonly Fold<T>[]): Groups<T> {
  const after = dependentsOf(folds);
  const head = new Map<string, string>();
  for (const { id, needs } of folds) {
    const [before] = needs;
    const follows = before !== undefined && needs.length === 1 && after.get(before)?.length === 1;
    head.set(id, follows ? (head.get(before) ?? before) : id);
  }
  return grouped(folds, ({ id }) => head.get(id) ?? id);
}

function layers<T extends Vertex>(folds: readonly Fold<T>[]): Groups<T> {
  const layer = layersOf(folds);
  return grouped(folds, ({ id }) => String(layer.get(id)));
}

/** Two layers and two. */
function neighbours<T extends Vertex>(folds: readonly Fold<T>[]): Groups<T> {
  const layer = layersOf(folds);
  return grouped(folds, ({ id }) => String(Math.floor((layer.get(id) ?? 0) / 2)));
}

function grouped<T extends Vertex>(folds: readonly Fold<T>[], keyOf: (fold: Fold<T>) => string): Groups<T> {
  const groups = new Map<string, T[]>();
  for (const fold of folds) {
    const key = keyOf(fold);
    const group = groups.get(key);
    if (group === undefined) groups.set(key, [...fold.members]);
    else group.push(...fold.members);
  }
  return [...groups.values()];
}
