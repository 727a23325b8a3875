/** `npm run generate`: everything that is made from schemas/manifest.schema.json. A test holds it up to date. */
import { readFile, writeFile } from 'node:fs/promises';
import { fileURLToPath, pathToFileURL } from 'node:url';

import { manifestPage } from './manifest-page.ts';
import { manifestSource } from './manifest-source.ts';

const root = new URL('../', import.meta.url);

/** @returns the content of each generated file, by its path from the project's folder */
export async function generatedFiles(): Promise<ReadonlyMap<string, string>> {
  const schema = await readFile(new URL('schemas/manifest.schema.json', root), 'utf8');
  return new Map([
    ['src/manifest/source.generated.ts', await manifestSource(schema)],
    ['docs/manifest.md', manifestPage(schema)],
  ]);
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href) {
  for (const [path, text] of await generatedFiles()) {
    await writeFile(fileURLToPath(new URL(path, root)), text);
    console.log(`wrote ${path}`);
  }
}
