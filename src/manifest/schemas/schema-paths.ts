/** What the manifest's schema knows of its places that a message can use: an example, and where a key belongs. */
import { inFlow } from '../yaml/in-flow.ts';
import { nodesBelow, resolved, rootNode, type SchemaNode } from './schema-node.ts';
import type { Path } from '../yaml/source-file.ts';

/** Enough for `tasks.NAME.on.failure.webhook`. */
const MAX_DEPTH = 5;

/** An example of a mapping or list at that place, as YAML on one line; undefined where the schema has none. */
export function exampleAt(path: Path): string | undefined {
  let nodes: readonly SchemaNode[] = [rootNode];
  for (const step of path) nodes = nodes.flatMap((node) => nodesBelow(node, step));
  const found =
    nodes.flatMap(examplesOf).find((example) => typeof example === 'object' && example !== null) ??
    nodes.flatMap(branchesOf).flatMap(ofRequired)[0];
  return found === undefined ? undefined : inFlow(found);
}

/** The smallest mapping that a schema takes, of the examples of what it requires. */
function ofRequired({ required, properties = {} }: SchemaNode): object[] {
  if (required === undefined) return [];
  const entries = required.map((key) => [key, examplesOf(properties[key] ?? {})[0]] as const);
  return entries.some(([, example]) => example === undefined) ? [] : [Object.fromEntries(entries)];
}

function examplesOf(node: SchemaNode): readonly unknown[] {
  return branchesOf(node).flatMap(({ examples = [] }) => examples);
}

/** The node and the branches of its union, without references. */
function branchesOf(node: SchemaNode): readonly SchemaNode[] {
  const whole = resolved(node);
  return [whole, ...(whole.anyOf ?? []).flatMap(branchesOf)];
}

let homes: ReadonlyMap<string, ReadonlySet<string>> | undefined;

/** Mappings that know a key, as in `queues.*`; those of `bases` are those of tasks. */
export function homesOf(key: string): readonly string[] {
  homes ??= allHomes();
  return [...(homes.get(key) ?? [])];
}

function allHomes(): ReadonlyMap<string, ReadonlySet<string>> {
  const found = new Map<string, Set<string>>();
  const visit = (node: SchemaNode, at: readonly string[]): void => {
    if (at.length > MAX_DEPTH) return;
    for (const { properties = {}, additionalProperties, items } of branchesOf(node)) {
      for (const [key, inner] of Object.entries(properties)) {
        if (at.length > 0) found.set(key, (found.get(key) ?? new Set()).add(at.join('.')));
        if (at.length > 0 || key !== 'bases') visit(inner, [...at, key]);
      }
      if (typeof additionalProperties === 'object') visit(additionalProperties, [...at, '*']);
      if (items !== undefined) visit(items, at);
    }
  };
  visit(rootNode, []);
  return found;
}
