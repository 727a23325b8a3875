/** One entry of a large file that the fast reader cannot read: by the library, as a document of its own. */
import { visit } from 'yaml';

import type { JsonObject } from '../../foundation/index.ts';
import { DataReader } from '../data.ts';
import { detached } from './detached.ts';
import { isBottomless } from './nesting.ts';
import { Problems } from '../problems.ts';
import { SourceFile } from './source-file.ts';

/** What was read last, by section and text: most of it comes again with a reload. */
let remembered = new Map<string, JsonObject>();
let earlier = new Map<string, JsonObject>();
/** Entries of two generations are kept, each of so many. */
const REMEMBERED = 10_000;

/** @returns undefined where anything is wrong with it, or where it may mean something to other entries */
export function readHardEntry(text: string, section: string): JsonObject | undefined {
  // A copy: as a piece of the file it would keep all of that, as a key and in what the library cuts out of it.
  const own = detached(text) as string;
  const key = `${section}\0${own}`;
  const known = remembered.get(key) ?? earlier.get(key);
  const entry = known ?? readAlone(own, section);
  if (entry === undefined) return undefined;
  if (remembered.size >= REMEMBERED) {
    earlier = remembered;
    remembered = new Map();
  }
  remembered.set(key, entry);
  return entry;
}

function readAlone(text: string, section: string): JsonObject | undefined {
  if (isBottomless(text)) return undefined;
  const file = new SourceFile('', '', text);
  const problems = new Problems();
  try {
    const { document } = file;
    if (document.errors.length + document.warnings.length > 0) return undefined;
    // Aliases are counted over a whole file.
    const aliases: unknown[] = [];
    visit(document, { Alias: (_key, node) => void aliases.push(node) });
    if (aliases.length > 0) return undefined;
    const entry = new DataReader(file, problems).read(document.contents, [section]);
    return problems.count > 0 || typeof entry !== 'object' || Array.isArray(entry) ? undefined : (entry as JsonObject);
  } catch {
    // The library runs out of stack, or meets what it did not foresee: the whole file tells of it.
    return undefined;
  }
}
