import assert from 'node:assert/strict';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';

import { readTexts } from '../../../src/manifest/index.ts';

describe('texts as they lie on disk', () => {
  let cwd: string;
  before(async () => {
    cwd = await mkdtemp(path.join(tmpdir(), 'skep-texts-'));
    await writeFile(path.join(cwd, 'more.yaml'), 'tasks: { b: ./h.js }\n');
  });
  after(() => rm(cwd, { recursive: true }));

  async function read(text: string): Promise<unknown> {
    await writeFile(path.join(cwd, 'jobs.yaml'), text);
    const found = await readTexts('jobs.yaml', cwd);
    return found.ok
      ? found.texts.map((one) => one.path)
      : found.diagnostics.map(({ code, line, column }) => [code, line, column]);
  }

  it('are those of all files, whatever is wrong in them', async () => {
    assert.deepEqual(await read('version: 1\nnope: 3\nengine: ${NOPE}\ninclude: [more.yaml]\n'), [
      'jobs.yaml',
      'more.yaml',
    ]);
  });

  it('are refused where a file that is included would be left out', async () => {
    assert.deepEqual(await read('version: 1\ninclude: [gone.yaml]\n'), [['REF_INCLUDE', 2, 11]]);
    assert.deepEqual(await read('version: 1\ninclude: [../more.yaml]\n'), [['REF_INCLUDE', 2, 11]]);
    assert.deepEqual(await read('version: 1\ninclude: [jobs.yaml]\n'), [['REF_INCLUDE', 2, 11]]);
  });

  it('are refused where there is no main file', async () => {
    const found = await readTexts('nope.yaml', cwd);
    assert.deepEqual(found.ok ? [] : found.diagnostics.map(({ code, message }) => [code, message]), [
      ['YAML_UNREADABLE', 'nope.yaml cannot be read: there is no such file'],
    ]);
  });
});
