import { type Document, isAlias, isMap, isScalar, isSeq, type Node } from 'yaml';

import { parseYamlText } from './yaml-text.ts';

/** Keys and indexes from the root of a file to a value. */
export type Path = readonly (string | number)[];

export interface Range {
  readonly start: number;
  readonly end: number;
}

interface Found {
  readonly key: Node | undefined;
  readonly value: Node | undefined;
}

/**
 * One manifest file. Positions cost a parse with all its nodes, so for large files, which are read another way, they are
 * worked out only when a problem has to be shown.
 */
export class SourceFile {
  /** Absolute. */
  readonly path: string;
  /** As it is shown in diagnostics. */
  readonly shown: string;
  readonly text: string;
  #lineStarts: readonly number[] | undefined;
  #document: Document.Parsed | undefined;

  constructor(path: string, shown: string, text: string) {
    this.path = path;
    this.shown = shown;
    this.text = text;
  }

  /** The YAML document; parsed once. */
  get document(): Document.Parsed {
    this.#document ??= parseYamlText(this.text);
    return this.#document;
  }

  /** @returns line and column, both from 1 */
  position(offset: number): { line: number; column: number } {
    const starts = this.#starts();
    let low = 0;
    let high = starts.length - 1;
    while (low < high) {
      const middle = (low + high + 1) >> 1;
      if ((starts[middle] ?? 0) <= offset) low = middle;
      else high = middle - 1;
    }
    return { line: low + 1, column: offset - (starts[low] ?? 0) + 1 };
  }

  /** @param line from 1 */
  lineText(line: number): string {
    const starts = this.#starts();
    return this.text.slice(starts[line - 1], starts[line]).replace(/\r?\n$/, '');
  }

  /** @param line from 1. @returns where it begins */
  lineStart(line: number): number {
    return this.#starts()[line - 1] ?? 0;
  }

  /**
   * Where the value (or its key) at `path` stands; the nearest thing that exists when there is no such path.
   * @returns undefined for the document as a whole
   */
  locate(path: Path, mark: 'key' | 'value'): Range | undefined {
    const { key, value } = this.#find(path);
    const onKey = mark === 'key' || value === undefined || !this.#isCompact(value, key);
    return rangeOf(onKey ? (key ?? (path.length > 0 ? value : undefined)) : value);
  }

  #find(path: Path): Found {
    let found: Found = { key: undefined, value: this.document.contents ?? undefined };
    for (const step of path) {
      const next = this.#step(found.value, step);
      if (next === undefined) break;
      found = next;
    }
    return found;
  }

  #step(node: Node | undefined, step: string | number): Found | undefined {
    const holder = isAlias(node) ? node.resolve(this.document) : node;
    if (isSeq<Node>(holder)) {
      const value = holder.items[Number(step)];
      return value === undefined ? undefined : { key: undefined, value };
    }
    if (!isMap<Node, Node | null>(holder)) return undefined;
    const pair = holder.items.find((item) => isScalar(item.key) && keyText(item.key) === String(step));
    return pair === undefined ? undefined : { key: pair.key, value: pair.value ?? undefined };
  }

  /** Whether marking the value itself helps: a block or an empty value is better shown by its key. */
  #isCompact(value: Node, key: Node | undefined): boolean {
    const range = rangeOf(value);
    if (range === undefined || range.end === range.start) return false;
    if (isMap(value) || isSeq(value)) return value.flow === true;
    const keyRange = rangeOf(key);
    return keyRange === undefined || this.position(range.start).line === this.position(keyRange.start).line;
  }

  #starts(): readonly number[] {
    this.#lineStarts ??= lineStartsOf(this.text);
    return this.#lineStarts;
  }
}

/** The text of a key as JSON will hold it: as written, not as YAML reads it (`1.0` stays `1.0`). */
export function keyText(key: { value: unknown; source?: string }): string {
  return typeof key.value === 'string' ? key.value : (key.source ?? String(key.value));
}

function rangeOf(node: Node | undefined): Range | undefined {
  return node?.range ? { start: node.range[0], end: node.range[1] } : undefined;
}

function lineStartsOf(text: string): number[] {
  const starts = [0];
  for (let at = text.indexOf('\n'); at >= 0; at = text.indexOf('\n', at + 1)) starts.push(at + 1);
  return starts;
}
