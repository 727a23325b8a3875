/** What a set of files holds now, as one value to compare: cheap (stat) or certain (content). */
import { createHash } from 'node:crypto';
import { readdir, readFile, stat } from 'node:fs/promises';
import path from 'node:path';

/** Files and folders whose change may mean a new manifest. */
export interface WatchedFiles {
  /** Absolute paths. One that is missing counts too: it may appear. */
  readonly files: readonly string[];
  /** Folders whose manifest files (`*.yaml`, `*.yml`) count by name: a new one may match an `include`. */
  readonly folders: readonly string[];
}

const MANIFEST_FILE = /\.ya?ml$/i;

/** Changes whenever a file was written, replaced, moved or linked elsewhere; may change without new content. */
export async function statStamp(watched: WatchedFiles): Promise<string> {
  const files = await Promise.all(
    watched.files.map(async (file) => {
      const facts = await stat(file).catch(() => null);
      return facts ? `${facts.ino}:${facts.size}:${facts.mtimeMs}` : 'none';
    }),
  );
  return [...files, await listings(watched.folders)].join('\n');
}

/** When the newest of the files was last written or moved here, epoch milliseconds; 0 when there is none. */
export async function newestChange({ files }: WatchedFiles): Promise<number> {
  const facts = await Promise.all(files.map((file) => stat(file).catch(() => null)));
  return Math.max(0, ...facts.map((one) => one?.ctimeMs ?? 0));
}

/** SHA-256 of all content; changes exactly when content or the set of manifest files does. */
export async function contentStamp(watched: WatchedFiles): Promise<string> {
  const hash = createHash('sha256');
  for (const file of watched.files) {
    const content = await readFile(file).catch(() => null);
    hash.update(`${file}\0${content === null ? -1 : content.length}\0`);
    if (content !== null) hash.update(content);
  }
  return hash.update(await listings(watched.folders)).digest('hex');
}

async function listings(folders: readonly string[]): Promise<string> {
  const lists = await Promise.all(
    folders.map(async (folder) => {
      const names = await readdir(folder).catch(() => []);
      return names
        .filter((name) => MANIFEST_FILE.test(name))
        .sort()
        .map((name) => path.join(folder, name));
    }),
  );
  return lists.flat().join('\n');
}
