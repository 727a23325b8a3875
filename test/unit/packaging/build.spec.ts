/** `npm run build`, in a small project: what is there while it runs, when it does nothing, what it leaves when it fails. */
import { strict as assert } from 'node:assert';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { cp, mkdir, mkdtemp, readdir, readFile, rm, stat, symlink, utimes, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';

const ROOT = path.join(import.meta.dirname, '../../..');
/** Of this repository, what the build takes beside src/. */
const TAKEN = ['scripts', 'tsconfig.json', 'package.json'];

describe('the build', () => {
  let folder: string;
  const at = (file: string): string => path.join(folder, file);

  beforeEach(async () => {
    folder = await mkdtemp(path.join(tmpdir(), 'skep-build-'));
    for (const name of TAKEN) await cp(path.join(ROOT, name), at(name), { recursive: true });
    await symlink(path.join(ROOT, 'node_modules'), at('node_modules'));
    await mkdir(at('src/cli'), { recursive: true });
    await writeFile(at('src/index.ts'), "export { one } from './one.ts';\nexport { say } from './cli/main.ts';\n");
    await writeFile(at('src/client.ts'), "export { one } from './one.ts';\n");
    await writeFile(at('src/one.ts'), 'export const one = 1;\n');
    await writeFile(at('src/cli/main.ts'), "import { one } from '../one.ts';\nexport const say = one;\n");
    await writeFile(at('src/step.lua'), 'return 1\n');
  });
  afterEach(() => rm(folder, { recursive: true }));

  /** @returns how it ended, what it said, and how often the command was looked for meanwhile and not found */
  async function build(): Promise<{ code: unknown; said: string; missed: number; looks: number }> {
    const child = spawn(process.execPath, [at('scripts/build.mjs')], { cwd: folder });
    let said = '';
    for (const stream of [child.stdout, child.stderr]) stream.on('data', (chunk: Buffer) => (said += chunk.toString()));
    const ended = once(child, 'close');
    let [missed, looks, over] = [0, 0, false];
    void ended.then(() => (over = true));
    // Between two looks of this loop lies less than the build takes to remove and to make one file.
    while (!over) {
      for (let look = 0; look < 200; look += 1) {
        looks += 1;
        if (!existsSync(at('dist/cli/main.js'))) missed += 1;
      }
      await new Promise(setImmediate);
    }
    const [code] = (await ended) as [unknown];
    return { code, said, missed, looks };
  }

  const built = (): Promise<string> => readFile(at('dist/one.js'), 'utf8');
  const besides = async (): Promise<string[]> => (await readdir(folder)).filter((name) => name.startsWith('dist-'));

  it('makes what the package needs and says one line', async () => {
    const { code, said } = await build();
    assert.deepEqual([code, said], [0, 'building dist/ …\n']);
    for (const file of [
      'index.js',
      'index.cjs',
      'index.d.ts',
      'index.d.cts',
      'client.cjs',
      'cli/main.js.map',
      'step.lua',
    ]) {
      assert.ok(existsSync(at(`dist/${file}`)), file);
    }
    assert.equal((await stat(at('dist/cli/main.js'))).mode & 0o111, 0o111);
    const { sources } = JSON.parse(await readFile(at('dist/cli/main.js.map'), 'utf8')) as { sources: string[] };
    assert.deepEqual(sources, ['../../src/cli/main.ts']);
    assert.deepEqual(await besides(), []);
  });

  it('does nothing while nothing has changed, however new the files look', async () => {
    await build();
    const { ino } = await stat(at('dist/one.js'));
    const later = new Date((await stat(at('src/one.ts'))).mtimeMs + 1_000);
    await utimes(at('src/one.ts'), later, later);
    assert.deepEqual({ ...(await build()), looks: 0 }, { code: 0, said: 'dist/ is up to date\n', missed: 0, looks: 0 });
    assert.equal((await stat(at('dist/one.js'))).ino, ino);
    await rm(at('dist/one.js'));
    assert.equal((await build()).said, 'building dist/ …\n', 'a file of the build is missing');
    assert.match(await built(), /one = 1/);
  });

  it('leaves a command to whoever runs one meanwhile, and nothing of what is no more', async () => {
    await build();
    await mkdir(at('dist-new-999999999'));
    await writeFile(at('src/one.ts'), 'export const one = 2;\n');
    await writeFile(at('src/cli/main.ts'), "import { one } from '../one.ts';\nexport const say = one + 1;\n");
    await rm(at('src/step.lua'));
    const { code, missed, looks } = await build();
    assert.deepEqual([code, missed], [0, 0], `of ${looks} looks`);
    assert.ok(looks > 200);
    assert.match(await built(), /one = 2/);
    assert.ok(!existsSync(at('dist/step.lua')));
    assert.deepEqual(await besides(), [], 'that of a build which was killed is gone too');
  });

  it('that fails leaves the last one as it was, and is tried again', async () => {
    await build();
    await writeFile(at('src/one.ts'), 'export const one: number = "two";\n');
    for (const turn of [1, 2]) {
      const { code, said, missed } = await build();
      assert.deepEqual([code, missed], [1, 0], `turn ${turn}`);
      assert.match(said, /src\/one\.ts/);
      assert.match(await built(), /one = 1/);
    }
    assert.deepEqual(await besides(), []);
  });
});
