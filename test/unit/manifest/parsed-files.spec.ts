import assert from 'node:assert/strict';

import { ParsedFiles } from '../../../src/manifest/parsed-files.ts';
import { Problems } from '../../../src/manifest/problems.ts';
import { SourceFile } from '../../../src/manifest/source-file.ts';

/** @returns what each file holds, by path */
function read(files: Readonly<Record<string, string>>, main = '/a/jobs.yaml'): Record<string, unknown> {
  const parsed = new ParsedFiles(main, new Problems());
  const held = Object.entries(files).map(([path, text]) => [path, parsed.parse(new SourceFile(path, path, text))]);
  parsed.remember();
  return Object.fromEntries(held) as Record<string, unknown>;
}

describe('the parsed files of a manifest', () => {
  it('are parsed again only where their text changed', () => {
    const first = read({ '/a/jobs.yaml': 'version: 1\n', '/a/b.yaml': 'tasks: {}\n', '/a/c.yaml': 'queues: {}\n' });
    const second = read({
      '/a/jobs.yaml': 'version: 1\n',
      '/a/b.yaml': 'tasks: { t: ./t.ts }\n',
      '/a/c.yaml': 'queues: {}\n',
    });
    assert.equal(second['/a/jobs.yaml'], first['/a/jobs.yaml']);
    assert.equal(second['/a/c.yaml'], first['/a/c.yaml']);
    assert.deepEqual(second['/a/b.yaml'], { tasks: { t: './t.ts' } });
  });

  it('are forgotten with the include that named them, and with another manifest', () => {
    const first = read({ '/a/jobs.yaml': 'version: 1\n', '/a/b.yaml': 'tasks: {}\n' });
    read({ '/a/jobs.yaml': 'version: 1\n' });
    const third = read({ '/a/jobs.yaml': 'version: 1\n', '/a/b.yaml': 'tasks: {}\n' });
    assert.equal(third['/a/jobs.yaml'], first['/a/jobs.yaml']);
    assert.notEqual(third['/a/b.yaml'], first['/a/b.yaml']);
    read({ '/b/jobs.yaml': 'version: 1\n' }, '/b/jobs.yaml');
    assert.notEqual(read({ '/a/jobs.yaml': 'version: 1\n' })['/a/jobs.yaml'], first['/a/jobs.yaml']);
  });

  it('tell their problems each time', () => {
    for (let round = 0; round < 2; round += 1) {
      const problems = new Problems();
      const parsed = new ParsedFiles('/a/jobs.yaml', problems);
      assert.equal(parsed.parse(new SourceFile('/a/jobs.yaml', 'jobs.yaml', 'a: [\n')), undefined);
      parsed.remember();
      assert.ok(problems.failed);
    }
  });
});
