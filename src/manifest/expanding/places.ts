/** Where entries of a manifest stand in its files. */
import { isMap, isScalar, isSeq, type Node } from 'yaml';

import { Slices } from '../../foundation/index.ts';
import { isNamed } from '../sections.ts';
import { readLarge } from '../yaml/parse.ts';
import { keyText, SourceFile } from '../yaml/source-file.ts';

export interface WrittenPlace {
  /** As diagnostics name it. */
  readonly file: string;
  /** From 1. */
  readonly line: number;
}

export interface Places {
  /** @param section as `queues`, `tasks`. @returns null where nothing of that name is written there */
  entry(section: string, name: string): WrittenPlace | null;
  /** @param index among the routes of that kind, over all files */
  route(kind: 'tasks' | 'http', index: number): WrittenPlace | null;
  /** @param index among the tests, over all files */
  test(index: number): WrittenPlace | null;
}

export interface PlacedText {
  readonly path: string;
  readonly shown: string;
  readonly text: string;
}

/** @param texts of all files, in their order, without a fault. Others have their turn meanwhile, however large they are */
export async function readPlaces(texts: readonly PlacedText[]): Promise<Places> {
  const found = new Found();
  const slices = new Slices();
  for (const text of texts) await slices.run(found.read(text));
  return found;
}

class Found implements Places {
  readonly #entries = new Map<string, WrittenPlace>();
  readonly #routes = { tasks: [] as WrittenPlace[], http: [] as WrittenPlace[] };
  readonly #tests: WrittenPlace[] = [];

  entry(section: string, name: string): WrittenPlace | null {
    return this.#entries.get(`${section}\0${name}`) ?? null;
  }

  route(kind: 'tasks' | 'http', index: number): WrittenPlace | null {
    return this.#routes[kind][index] ?? null;
  }

  test(index: number): WrittenPlace | null {
    return this.#tests[index] ?? null;
  }

  *read({ path, shown, text }: PlacedText): Generator<void> {
    const file = new SourceFile(path, shown, text);
    const memory = (yield* readLarge(text))?.memory;
    if (memory === undefined) this.#readPiece(file, 0);
    else {
      for (const [section, entries] of memory.sections) {
        for (const { name, start } of isNamed(section) ? entries : []) {
          this.#put(section, name, { file: shown, line: file.position(start).line });
          yield;
        }
      }
      for (const { section, line, piece } of sectionsIn(text)) {
        if (isNamed(section) && memory.sections.has(section)) continue;
        this.#readPiece(new SourceFile(path, shown, piece), line - 1);
        yield;
      }
    }
    yield;
  }

  /** By the library, which takes long for much text. @param before lines in front of it */
  #readPiece(file: SourceFile, before: number): void {
    const placeOf = ({ range }: Node): WrittenPlace => {
      return { file: file.shown, line: before + file.position(range?.[0] ?? 0).line };
    };
    for (const { name: section, value } of mapPairs(file.document.contents)) {
      if (isNamed(section)) for (const { name, key } of mapPairs(value)) this.#put(section, name, placeOf(key));
      else if (section === 'tests') this.#tests.push(...itemsOf(value).map(placeOf));
      else if (section === 'routes') {
        for (const { name, value: list } of mapPairs(value)) {
          if (name === 'tasks' || name === 'http') this.#routes[name].push(...itemsOf(list).map(placeOf));
        }
      }
    }
  }

  #put(section: string, name: string, place: WrittenPlace): void {
    this.#entries.set(`${section}\0${name}`, place);
  }
}

/** Sections of a text that the fast reader has read: each begins with its key at the begin of a line. */
function* sectionsIn(
  text: string,
): Generator<{ readonly section: string; readonly line: number; readonly piece: string }> {
  let [line, from, section] = [1, 0, ''];
  let begin = 1;
  for (let at = 0; at >= 0 && at < text.length;) {
    const next = text.indexOf('\n', at) + 1;
    const key = /^[^\s#-][^:]*(?=:)/.exec(text.slice(at, next > 0 ? next : undefined))?.[0];
    if (key !== undefined) {
      if (section !== '') yield { section, line: begin, piece: text.slice(from, at) };
      [section, begin, from] = [key, line, at];
    }
    line += 1;
    at = next > 0 ? next : -1;
  }
  if (section !== '') yield { section, line: begin, piece: text.slice(from) };
}

function mapPairs(node: unknown): readonly { readonly name: string; readonly key: Node; readonly value: unknown }[] {
  if (!isMap(node)) return [];
  return node.items.flatMap(({ key, value }) => (isScalar(key) ? [{ name: keyText(key), key, value }] : []));
}

function itemsOf(list: unknown): readonly Node[] {
  return isSeq<Node>(list) ? list.items : [];
}
