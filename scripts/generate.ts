/** `npm run generate`: every file that is made from a schema or a table. A test holds them up to date. */
import { readFile, writeFile } from 'node:fs/promises';
import { fileURLToPath, pathToFileURL } from 'node:url';

import { apiPage } from './docs/api.ts';
import { doctorPage } from './docs/doctor.ts';
import { errorsPage } from './docs/errors.ts';
import { logsPage } from './docs/logs.ts';
import { lifecyclePage } from './docs/lifecycle.ts';
import { manifestPage } from './docs/manifest.ts';
import { metricsPage } from './docs/metrics.ts';
import { dashboardTypes } from './dashboard-types.ts';
import { enqueueOptionsSource } from './enqueue-options.ts';
import { manifestSource } from './manifest-source.ts';

const root = new URL('../', import.meta.url);

/** @returns the content of each generated file, by its path from the project's folder */
export async function generatedFiles(): Promise<ReadonlyMap<string, string>> {
  const schema = await readFile(new URL('schemas/manifest.schema.json', root), 'utf8');
  const options = await readFile(new URL('schemas/enqueue-options.schema.json', root), 'utf8');
  const api = await readFile(new URL('docs/api.md', root), 'utf8');
  const metrics = await readFile(new URL('docs/metrics.md', root), 'utf8');
  return new Map([
    ['src/manifest/source.generated.ts', await manifestSource(schema)],
    ['src/core/enqueue-options.generated.ts', await enqueueOptionsSource(options)],
    ['src/dashboard/api/types.generated.ts', await dashboardTypes()],
    ['docs/manifest.md', manifestPage(schema)],
    ['docs/errors.md', errorsPage()],
    ['docs/doctor.md', doctorPage()],
    ['docs/logs.md', logsPage()],
    ['docs/job-lifecycle.md', lifecyclePage()],
    ['docs/api.md', apiPage(api)],
    ['docs/metrics.md', metricsPage(metrics)],
  ]);
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href) {
  for (const [path, text] of await generatedFiles()) {
    await writeFile(fileURLToPath(new URL(path, root)), text);
    console.log(`wrote ${path}`);
  }
}
