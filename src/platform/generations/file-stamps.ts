/** What a set of files holds now, as one value to compare: cheap (stat) or certain (content). */
import { createHash } from 'node:crypto';
import { stat } from 'node:fs/promises';
import path from 'node:path';
import { readRegular } from '../../foundation/index.ts';
import { expandInclude, type Manifest } from '../../manifest/index.ts';

/** Files and folders whose change may mean a new manifest. */
export interface WatchedFiles {
  /** Absolute paths. One that is missing counts too: it may appear. */
  readonly files: readonly string[];
  /** Absolute patterns; the names that match count: a new file may join the manifest. */
  readonly patterns: readonly string[];
}

/** @param sources absolute paths of what the manifest's modules are built from */
export function filesOf({ files, includes, modules }: Manifest, sources: readonly string[]): WatchedFiles {
  const named = modules.map(({ module }) => module);
  return { files: [...new Set([...files, ...named, ...sources])].sort(), patterns: includes };
}

/** Changes whenever a file was written, replaced, moved or linked elsewhere; may change without new content. */
export async function statStamp(watched: WatchedFiles): Promise<string> {
  const files = await Promise.all(
    watched.files.map(async (file) => {
      const facts = await stat(file).catch(() => null);
      return facts ? `${facts.ino}:${facts.size}:${facts.mtimeMs}` : 'none';
    }),
  );
  return [...files, await matchesOf(watched.patterns)].join('\n');
}

/** When the newest of the files was last written or moved here, epoch milliseconds; 0 when there is none. */
export async function newestChange({ files }: WatchedFiles): Promise<number> {
  const facts = await Promise.all(files.map((file) => stat(file).catch(() => null)));
  return Math.max(0, ...facts.map((one) => one?.ctimeMs ?? 0));
}

/** More than a manifest file may hold; a stamp of the content needs no more. */
const MAX_BYTES = 16 * 1024 * 1024;

/** SHA-256 of all content; changes exactly when content or the set of manifest files does. */
export async function contentStamp(watched: WatchedFiles): Promise<string> {
  const hash = createHash('sha256');
  for (const file of watched.files) {
    // What is no regular file, or too large, is said by whoever loads it; here it is as good as missing.
    const content = await readRegular(file, MAX_BYTES).catch(() => '');
    hash.update(`${file}\0${typeof content === 'string' ? -1 : content.length}\0`);
    hash.update(content);
  }
  return hash.update(await matchesOf(watched.patterns)).digest('hex');
}

async function matchesOf(patterns: readonly string[]): Promise<string> {
  const lists = await Promise.all(patterns.map((pattern) => expandInclude(pattern, '/')));
  return lists.flat().join('\n');
}

/** The folders in which these files lie or would appear. */
export function foldersOf({ files, patterns }: WatchedFiles): ReadonlySet<string> {
  return new Set([...files.map((file) => path.dirname(file)), ...patterns.map(fixedPart)]);
}

/** The part of a pattern before the first step that may match several names. */
function fixedPart(pattern: string): string {
  const steps = pattern.split('/');
  const wild = steps.findIndex((step) => /[*?[\]{}()!+@]/.test(step));
  return wild < 0 ? path.dirname(pattern) : steps.slice(0, wild).join('/') || '/';
}
