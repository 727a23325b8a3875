import { isAlias, isMap, isScalar, isSeq, type Node, type Pair, type Scalar } from 'yaml';

import type { DiagnosticCode, Json } from '../foundation/index.ts';
import type { Problems } from './problems.ts';
import { isSecret } from './secret-places.ts';
import { keyText, type Path, type Range, type SourceFile } from './yaml/source-file.ts';

/** Values nested deeper than any real manifest; far below the stack's end. */
export const MAX_DEPTH = 64;
/** An alias is a convenience for a handful of repeats. */
const MAX_ALIASES = 100;
/** Values that all aliases together may stand for: aliases of aliases grow without bound ("billion laughs"). */
const MAX_ALIASED_VALUES = 10_000;

/** Half of a surrogate pair, or a control character that no text of a manifest needs. Tab, line feed and return are fine. */
// eslint-disable-next-line no-control-regex
const UNFIT = /[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f-\u0084\u0086-\u009f\ufffe\uffff]|\p{Cs}/u;

/** The document's nodes as plain JSON. Everything that JSON cannot say, or that is a trick, becomes a problem. */
export class DataReader {
  readonly #file: SourceFile;
  readonly #problems: Problems;
  readonly #anchors = new Map<string, Node>();
  /** Collections being read, to notice an alias inside of its own anchor. */
  readonly #open = new Set<Node>();
  #aliases = 0;
  #aliased = 0;
  #insideAlias = 0;

  constructor(file: SourceFile, problems: Problems) {
    this.#file = file;
    this.#problems = problems;
  }

  read(node: Node | null | undefined, path: Path = []): Json {
    if (node === null || node === undefined) return null;
    if (this.#insideAlias > 0 && ++this.#aliased > MAX_ALIASED_VALUES) return this.#tooMuch(node, path);
    if (isAlias(node)) return this.#alias(node, path);
    const { anchor } = node as { anchor?: string };
    if (anchor !== undefined) this.#anchors.set(anchor, node);
    if (isScalar(node)) return this.#scalar(node, path);
    if (path.length >= MAX_DEPTH)
      return this.#refuse('YAML_DEPTH', node, path, `values are nested deeper than ${MAX_DEPTH}`);
    this.#open.add(node);
    const value = isMap<Node, Node | null>(node)
      ? this.#map(node.items, path)
      : isSeq<Node>(node)
        ? this.#list(node.items, path)
        : null;
    this.#open.delete(node);
    return value;
  }

  #list(items: readonly Node[], path: Path): Json[] {
    return items.map((item, index) => this.read(item, [...path, index]));
  }

  #map(pairs: readonly Pair<Node, Node | null>[], path: Path): Json {
    // eslint-disable-next-line no-restricted-syntax -- #key refuses `__proto__`
    const value: Record<string, Json> = {};
    const first = new Map<string, Node>();
    for (const pair of pairs) {
      const key = this.#key(pair.key, path);
      if (key === undefined) continue;
      const earlier = first.get(key);
      if (earlier) this.#duplicate(key, pair.key, earlier, path);
      else first.set(key, pair.key);
      value[key] = this.read(pair.value, [...path, key]);
    }
    return value;
  }

  #key(node: Node, path: Path): string | undefined {
    if (!isScalar(node) || node.value === null) {
      this.#refuse(
        'YAML_KEY',
        node,
        path,
        'a key must be text',
        'lists, mappings, aliases and null cannot be keys here',
      );
      return undefined;
    }
    const key = keyText(node);
    if (key === '__proto__') {
      this.#refuse('YAML_KEY', node, path, 'the key `__proto__` is not allowed');
      return undefined;
    }
    if (key === '<<' && node.type === 'PLAIN') {
      this.#refuse('YAML_KEY', node, path, 'YAML 1.2 has no merge key `<<`', 'write the values out, or use `defaults`');
      return undefined;
    }
    if (UNFIT.test(key)) this.#unfit(node, path);
    return key;
  }

  #scalar(node: Scalar, path: Path): Json {
    const { value, source } = node as { value: unknown; source?: string };
    if (typeof value === 'string') {
      if (UNFIT.test(value)) this.#unfit(node, path);
      return value;
    }
    if (typeof value === 'number') return this.#number(value, source ?? '', node, path);
    return typeof value === 'boolean' ? value : null;
  }

  #number(value: number, source: string, node: Node, path: Path): Json {
    if (!Number.isFinite(value)) {
      return this.#refuse(
        'YAML_NUMBER',
        node,
        path,
        `\`${isSecret(path) ? '…' : source}\` is no number that JSON can hold`,
        'quote it when text is meant',
      );
    }
    const whole = /^[-+]?(\d+|0x[\da-f]+|0o[0-7]+)$/i.test(source);
    if (whole && !Number.isSafeInteger(value)) {
      const message = `\`${isSecret(path) ? '…' : source.slice(0, 40)}\` is too large to be kept exactly`;
      return this.#refuse('YAML_NUMBER', node, path, message, 'quote it, so that it stays text');
    }
    return value === 0 ? 0 : value;
  }

  /** What stands for a secret may be one, with a star at its begin. */
  #alias(node: Node & { source: string }, path: Path): Json {
    const target = this.#anchors.get(node.source);
    const name = isSecret(path) ? '…' : node.source.slice(0, 60);
    const shown = `\`*${name}\``;
    if (target === undefined) {
      const hint = `when text is meant, quote it: "*${name}"`;
      return this.#refuse('YAML_ALIAS', node, path, `${shown} has no anchor before it`, hint);
    }
    if (this.#open.has(target))
      return this.#refuse('YAML_ALIAS', node, path, `${shown} stands inside of what it repeats`);
    if (++this.#aliases > MAX_ALIASES) return this.#tooMuch(node, path);
    this.#insideAlias += 1;
    const value = this.read(target, path);
    this.#insideAlias -= 1;
    return value;
  }

  #tooMuch(node: Node, path: Path): null {
    // Said once; after that every further alias is cut off silently, which is what bounds the work.
    if (this.#aliases <= MAX_ALIASES + 1 && this.#aliased <= MAX_ALIASED_VALUES + 1) {
      const message = `more than ${MAX_ALIASES} aliases, or aliases that stand for more than ${MAX_ALIASED_VALUES} values`;
      this.#refuse('YAML_ALIAS', node, path, message, 'write the values out, or use `defaults`');
    }
    this.#aliases += MAX_ALIASES;
    this.#aliased += MAX_ALIASED_VALUES;
    return null;
  }

  #duplicate(key: string, node: Node, earlier: Node, path: Path): void {
    const line = this.#file.position(earlier.range?.[0] ?? 0).line;
    this.#refuse(
      'YAML_DUPLICATE_KEY',
      node,
      [...path, key],
      `\`${key}\` is already set on line ${line}`,
      'remove or rename one of them',
    );
  }

  #unfit(node: Node, path: Path): void {
    this.#refuse('YAML_CHARACTER', node, path, 'a control character or half of a surrogate pair is in this text');
  }

  #refuse(code: DiagnosticCode, node: Node, path: Path, message: string, hint?: string): null {
    const range: Range | undefined = node.range ? { start: node.range[0], end: node.range[1] } : undefined;
    this.#problems.add(code, { file: this.#file, path, ...(range ? { range } : {}) }, message, hint);
    return null;
  }
}
