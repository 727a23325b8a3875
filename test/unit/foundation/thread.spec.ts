import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { promisify } from 'node:util';

import { build } from 'esbuild';

import { startThread } from '../../../src/foundation/index.ts';
import { ownArgs } from '../../../src/foundation/thread.ts';

const run = promisify(execFile);
const BESIDE = import.meta.dirname;

describe('startThread', () => {
  it('starts a TypeScript module as a thread, with its data', async () => {
    const thread = startThread(import.meta.url, 'thread-fixture', { number: 20 });
    const [answer] = (await once(thread, 'message')) as [unknown];
    assert.equal(answer, 21);
  });

  it('starts one from a program that came as text', async () => {
    const folder = await mkdtemp(path.join(tmpdir(), 'skep-thread-'));
    try {
      const entryPoints = {
        thread: path.join(BESIDE, '../../../src/foundation/thread.ts'),
        hello: path.join(BESIDE, 'thread-fixture.ts'),
      };
      await build({ entryPoints, outdir: folder, format: 'esm', logLevel: 'error' });
      await writeFile(path.join(folder, 'package.json'), '{"type":"module"}');
      await writeFile(path.join(folder, 'first.mjs'), 'globalThis.first = 1;');
      const url = (name: string): string => JSON.stringify(pathToFileURL(path.join(folder, name)).href);
      const program = `import { startThread } from ${url('thread.js')};
startThread(${url('beside.js')}, 'hello', { number: 20 }).on('message', console.log).on('error', console.error);`;
      for (const args of [
        ['--input-type=module'],
        ['--input-type', 'module', '--import', './first.mjs', '--expose-gc'],
      ]) {
        const { stdout, stderr } = await run(process.execPath, [...args, '-e', program], { cwd: folder });
        assert.deepEqual([stdout, stderr], ['21\n', '']);
      }
    } finally {
      await rm(folder, { recursive: true });
    }
  });

  it('hands on what is loaded first, where not all can be inherited', () => {
    assert.equal(ownArgs(['--import', 'x', '--expose-gc']), null);
    const given = ['--input-type=module', '--import', './x.mjs', '--expose-gc', '--conditions=a', '-e', 'code'];
    assert.deepEqual(ownArgs(given), ['--import', './x.mjs', '--conditions=a']);
  });
});
