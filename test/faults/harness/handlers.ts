/** The handlers of a scenario's project. */
import { copyFile, mkdir, readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';

const HERE = import.meta.dirname;
const FIXTURE = path.join(HERE, '..', '..', 'support', 'handlers', 'fixture.ts');

/** fixture-handler.ts and what it imports, which lies beside it in the project, as a user's would. */
export async function writeHandlers(folder: string): Promise<void> {
  await mkdir(folder);
  await copyFile(FIXTURE, path.join(folder, 'fixture.ts'));
  const source = await readFile(path.join(HERE, 'fixture-handler.ts'), 'utf8');
  const own = source.replace("'../../support/handlers/fixture.ts'", "'./fixture.ts'");
  await writeFile(path.join(folder, 'fixture-handler.ts'), own);
}
