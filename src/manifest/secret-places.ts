/** Where secrets stand in a file: what the schema marks `x-secret`, and all in it. */
import { type Document, isAlias, isMap, isNode, isScalar, isSeq, type Node } from 'yaml';

import { coverLiterals } from './redact.ts';
import { nodesBelow, resolved, rootNode, type SchemaNode } from './schemas/schema-node.ts';
import { keyText, type Path, type Range } from './yaml/source-file.ts';

/** Whether what stands at the path, or around it, is a secret. */
export function isSecret(path: Path): boolean {
  let nodes: readonly SchemaNode[] = [rootNode];
  for (const step of path) {
    nodes = nodes.flatMap((node) => nodesBelow(node, step));
    if (nodes.some(marked)) return true;
  }
  return false;
}

/** @param offset of the line in its file. @returns the line with what of the ranges lies in it covered; columns stay */
export function coverRanges(line: string, offset: number, ranges: readonly Range[]): string {
  let shown = line;
  for (const { start, end } of ranges) {
    const from = Math.max(0, start - offset);
    const to = Math.min(line.length, end - offset);
    if (from < to) shown = shown.slice(0, from) + coverLiterals(shown.slice(from, to)) + shown.slice(to);
  }
  return shown;
}

interface Place {
  readonly node: unknown;
  /** What the schema says of it; empty inside of a secret. */
  readonly schema: readonly SchemaNode[];
  readonly secret: boolean;
}

/** @returns where the values are; also of a document with mistakes, as far as it could be read */
export function secretRanges(document: Document): readonly Range[] {
  const ranges: Range[] = [];
  const seen = new Set<unknown>();
  const open: Place[] = [{ node: document.contents, schema: [rootNode], secret: false }];
  for (let place = open.pop(); place !== undefined; place = open.pop()) {
    const { node, secret } = place;
    if (!isNode(node) || (secret && seen.has(node))) continue;
    if (secret) seen.add(node);
    if (secret && (isScalar(node) || isAlias(node)) && node.range) {
      ranges.push({ start: node.range[0], end: node.range[1] });
    }
    // What an alias stands for is written somewhere else.
    if (isAlias(node)) open.push({ ...place, node: node.resolve(document) });
    else open.push(...inside(node, place));
  }
  return ranges;
}

function inside(node: Node, { schema, secret }: Place): Place[] {
  const below = (step: string | number, value: unknown): Place[] => {
    const found = secret ? [] : schema.flatMap((one) => nodesBelow(one, step));
    return secret || found.length > 0 ? [{ node: value, schema: found, secret: secret || found.some(marked) }] : [];
  };
  if (isSeq(node)) return node.items.flatMap((item, index) => below(index, item));
  if (!isMap(node)) return [];
  return node.items.flatMap(({ key, value }) => (isScalar(key) ? below(keyText(key), value) : []));
}

function marked(node: SchemaNode): boolean {
  return resolved(node)['x-secret'] === true;
}
