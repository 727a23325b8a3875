/** What `skep init` writes, run as it stands. */
import assert from 'node:assert/strict';
import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';

import { isEngine, isProjectName, projectName } from '../../../src/cli/starter.ts';
import { writeStarter } from '../../../src/cli/write-starter.ts';
import { silentLogger, SkepError } from '../../../src/foundation/index.ts';
import { loadManifest } from '../../../src/manifest/index.ts';
import { createPlatform } from '../../../src/platform/index.ts';

const ENGINE = 'sqlite:./var/hello.db';

describe('the files of a first project', () => {
  let folder: string;

  beforeEach(async () => {
    folder = await mkdtemp(path.join(tmpdir(), 'skep-starter-'));
  });
  afterEach(() => rm(folder, { recursive: true }));

  const put = (name: string, text: string): Promise<void> => writeFile(path.join(folder, name), text);
  const written = async (below = ''): Promise<string[]> => {
    const { files } = await writeStarter({ folder: path.join(folder, below), name: 'hello', engine: ENGINE });
    return [...files].sort();
  };

  /** What the project makes of a job, in its own store. */
  async function greeting(below = ''): Promise<unknown> {
    const file = path.join(folder, below, 'jobs.yaml');
    const platform = await createPlatform({ file, env: {}, roles: ['worker', 'scheduler'], logger: silentLogger });
    try {
      await platform.start();
      const [receipt] = await platform.operations.enqueue('greet', [{ payload: { name: 'Ann' } }]);
      return (await platform.operations.getJob(receipt?.id ?? '', 10_000)).result;
    } finally {
      await platform.stop();
    }
  }

  for (const { form, before, handler } of [
    { form: 'an empty folder', before: {}, handler: 'greet.js' },
    { form: 'a package of CommonJS', before: { 'package.json': '{}' }, handler: 'greet.js' },
    { form: 'a package of modules', before: { 'package.json': '{"type":"module"}' }, handler: 'greet.js' },
    { form: 'a package in TypeScript', before: { 'package.json': '{}', 'tsconfig.json': '{}' }, handler: 'greet.ts' },
  ]) {
    it(`run in ${form}`, async () => {
      for (const [name, text] of Object.entries(before)) await put(name, text);
      const files = await written();
      assert.deepEqual(
        files,
        [
          `handlers/${handler}`,
          'jobs.yaml',
          ...('package.json' in before ? [] : ['package.json']),
          'test/greet.test.mjs',
          'var/.gitignore',
        ].sort(),
      );
      for (const [name, text] of Object.entries(before)) {
        assert.equal(await readFile(path.join(folder, name), 'utf8'), text, name);
      }
      assert.deepEqual(await greeting(), { text: 'Hello, Ann!' });
    });
  }

  it('go into a folder that is not there yet, by the package above it', async () => {
    await put('package.json', '{"type":"module"}');
    assert.ok(!(await written('jobs')).includes('package.json'));
    assert.deepEqual(await greeting('jobs'), { text: 'Hello, Ann!' });
  });

  for (const taken of ['jobs.yaml', 'handlers/greet.js', 'test/greet.test.mjs']) {
    it(`are not written where ${taken} is there`, async () => {
      await mkdir(path.dirname(path.join(folder, taken)), { recursive: true });
      await put(taken, 'mine');
      const before = await readdir(folder, { recursive: true });
      await assert.rejects(written(), (error) => error instanceof SkepError && error.message.startsWith(taken));
      assert.deepEqual(await readdir(folder, { recursive: true }), before);
      assert.equal(await readFile(path.join(folder, taken), 'utf8'), 'mine');
    });
  }

  it('have a name that the manifest takes, whatever the folder is called', () => {
    const names = ['My Shop', '--', '', 'Ünïcode', 'constructor', 'a'.repeat(80), '.hidden', 'shop_2.0'];
    const made = names.map(projectName);
    assert.deepEqual(made, ['my-shop', 'jobs', 'jobs', 'n-code', 'jobs', 'a'.repeat(64), 'hidden', 'shop_2.0']);
    assert.ok(made.every(isProjectName));
  });

  it('have a name that stays a text in the manifest', async () => {
    for (const name of ['2024', 'true', 'false', 'null', '1e3', '0x1f', '2024-01-01', 'shop']) {
      const { files } = await writeStarter({ folder: path.join(folder, `in-${name}`), name, engine: ENGINE });
      assert.ok(files.includes('jobs.yaml'));
      const read = await loadManifest(path.join(folder, `in-${name}`, 'jobs.yaml'), { env: {} });
      assert.equal(read.ok && read.manifest.name, name);
    }
  });

  it('take no store that would not stand in YAML as it is', () => {
    assert.deepEqual(
      ['sqlite:./a.db', 'redis://h:6379/1', 'postgres://h', 'sqlite:', 'sqlite:a #b', 'redis://h}'].map(isEngine),
      [true, true, false, false, false, false],
    );
  });
});
