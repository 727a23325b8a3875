/** The files of a layer made few: what is imported, begun with and loaded late is the same as before. */
import { strict as assert } from 'node:assert';
import { mkdir, mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { pathToFileURL } from 'node:url';

const FILES: Readonly<Record<string, string>> = {
  'lower/index.js': "export { Shared } from './shared.js';\nexport const late = () => import('./late.js');\n",
  'lower/shared.js': 'export class Shared {}\n',
  'lower/late.js':
    "import { Shared } from './shared.js';\nimport { base } from '../base/index.js';\nexport const made = new Shared();\nexport const from = base;\n",
  'lower/begin-thread.js': "import { Shared } from './shared.js';\nexport const here = Shared.name;\n",
  'base/index.js': "export const base = import.meta.url;\nexport { step } from './deep/step.js';\n",
  'base/deep/step.js': "import { dirname } from 'node:path';\nexport const step = dirname('/a/b');\n",
  'upper/main.js': "import { Shared, late } from '../lower/index.js';\nexport { Shared, late };\n",
  'upper/main.d.ts': 'export {};\n',
  'loose.js': 'export const loose = 1;\n',
};

const BUNDLE = pathToFileURL(path.join(import.meta.dirname, '../../../scripts/bundle.mjs')).href;

describe('the build makes layers of few files', () => {
  let dist: string;

  before(async () => {
    dist = await mkdtemp(path.join(tmpdir(), 'skep-bundle-'));
    await writeFile(path.join(dist, 'package.json'), '{ "type": "module" }');
    for (const [file, text] of Object.entries(FILES)) {
      await mkdir(path.dirname(path.join(dist, file)), { recursive: true });
      await writeFile(path.join(dist, file), text);
    }
    const { bundleLayers } = (await import(BUNDLE)) as { bundleLayers: (dist: string) => Promise<void> };
    await bundleLayers(dist);
  });
  after(() => rm(dist, { recursive: true }));

  const load = (file: string): Promise<Record<string, unknown>> =>
    import(pathToFileURL(path.join(dist, file)).href) as Promise<Record<string, unknown>>;

  it('which keep their doors, what threads begin with, and their declarations', async () => {
    const files = await readdir(dist, { recursive: true });
    for (const file of [
      'lower/index.js',
      'lower/begin-thread.js',
      'base/index.js',
      'upper/main.js',
      'upper/main.d.ts',
    ]) {
      assert.ok(files.includes(file), file);
    }
    for (const file of ['lower/shared.js', 'lower/late.js', 'base/deep/step.js'])
      assert.ok(!files.includes(file), file);
    assert.ok(files.includes('loose.js'));
  });

  it('of which each module is there once, by whatever way it is reached', async () => {
    const { Shared, late } = await load('upper/main.js');
    const { made, from } = await (late as () => Promise<Record<string, unknown>>)();
    assert.ok(made instanceof (Shared as new () => object));
    assert.equal(from, pathToFileURL(path.join(dist, 'base/index.js')).href);
    assert.equal((await load('lower/begin-thread.js'))['here'], 'Shared');
    assert.equal((await load('base/index.js'))['step'], '/a');
  });
});
